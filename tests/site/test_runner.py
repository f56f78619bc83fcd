"""The staged site is whole, or nothing is published."""

from pathlib import Path

import pytest

from outreach.core.cache import Content
from outreach.core.findings import OutreachError
from outreach.site.runner import _site_digests


def test_a_file_that_was_not_copied_as_it_was_made_stops_the_build(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    for name in ("a/1.pdf", "2.pdf"):
        (tmp_path / name).write_bytes(name.encode())
    contents = {name: Content.of(name.encode()) for name in ("a/1.pdf", "2.pdf")}
    assert _site_digests(tmp_path, contents) == {name: content.sha256 for name, content in contents.items()}
    (tmp_path / "a/1.pdf").write_bytes(b"a/1.pdg")
    (tmp_path / "2.pdf").unlink()
    with pytest.raises(OutreachError) as caught:
        _site_digests(tmp_path, contents)
    assert [(f.slug, f.data["found"]) for f in caught.value.findings] == [
        ("site-copy", "a/1.pdf"),
        ("site-copy", "2.pdf"),
    ]
