"""The ZIP of a place: whole, in order, the same bytes each time."""

import io
import zipfile

from outreach.core.files import zip_files

FILES = {"b.pdf": b"two", "a.pdf": b"one" * 1000}


def test_a_kit_holds_its_files_in_order() -> None:
    with zipfile.ZipFile(io.BytesIO(zip_files(FILES))) as kit:
        assert kit.namelist() == ["a.pdf", "b.pdf"]
        assert {name: kit.read(name) for name in kit.namelist()} == FILES
        assert kit.testzip() is None


def test_the_same_files_are_the_same_bytes() -> None:
    assert zip_files(FILES) == zip_files(dict(reversed(FILES.items())))
    assert zip_files(FILES) != zip_files(FILES | {"c.pdf": b""})
