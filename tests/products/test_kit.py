"""The ZIP of a place: whole, in order, the same bytes each time."""

import io
import zipfile

from outreach.core.archive import zipped

FILES = {"b.pdf": b"two", "a.pdf": b"one" * 1000}


def test_a_kit_holds_its_files_in_order() -> None:
    with zipfile.ZipFile(io.BytesIO(zipped(FILES))) as kit:
        assert kit.namelist() == ["a.pdf", "b.pdf"]
        assert {name: kit.read(name) for name in kit.namelist()} == FILES
        assert kit.testzip() is None


def test_the_same_files_are_the_same_bytes() -> None:
    assert zipped(FILES) == zipped(dict(reversed(FILES.items())))
    assert zipped(FILES) != zipped(FILES | {"c.pdf": b""})
