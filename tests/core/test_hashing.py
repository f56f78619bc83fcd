"""Digests of parts, files and trees."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.core.hashing import digest, files_below, tree_digest

parts = st.lists(st.binary(max_size=3), max_size=4)


@given(parts, parts)
def test_other_parts_have_another_digest(one: list[bytes], other: list[bytes]) -> None:
    assert (digest(*one) == digest(*other)) == (one == other)


def test_the_border_between_parts_counts() -> None:
    assert digest("ab", "c") != digest("a", "bc") != digest("abc")
    assert digest("đ") == digest("đ".encode())


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in ("b/2.md", "b/1.md", "a.md", "B.md"):
        path = tmp_path / "tree" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return tmp_path / "tree"


def test_order_and_what_is_left_out(tree: Path) -> None:
    for name in (".DS_Store", "a.md~", ".a.md.swp", "b/__pycache__/x.py", "b/x.pyc"):
        (tree / name).parent.mkdir(exist_ok=True)
        (tree / name).write_text("x")
    (tree / ".#a.md").symlink_to("someone@host.1234:1")  # an editor's lock leads nowhere
    found = [path.relative_to(tree).as_posix() for path in files_below(tree)]
    assert found == ["B.md", "a.md", "b/1.md", "b/2.md"]
    assert list(files_below(tree / "a.md")) == [tree / "a.md"]


def test_names_labels_and_bytes_count_but_not_the_place(tree: Path, tmp_path: Path) -> None:
    first = tree_digest([("docs", tree)])
    moved = tree.rename(tmp_path / "elsewhere")
    assert tree_digest([("docs", moved)]) == first
    assert tree_digest([("code", moved)]) != first
    (moved / "a.md").rename(moved / "c.md")
    renamed = tree_digest([("docs", moved)])
    (moved / "c.md").write_text("A.md")
    assert len({first, renamed, tree_digest([("docs", moved)])}) == 3


def test_the_memo_is_believed_until_size_or_time_changes(tree: Path) -> None:
    file, memo = tree / "a.md", {"/gone.md": [1, 2, "x"]}
    first = tree_digest([("docs", tree)], memo)
    assert first == tree_digest([("docs", tree)]) and len(memo) == 4
    stat = file.stat()
    file.write_text("b.md")  # of the same size
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert tree_digest([("docs", tree)], memo) == first  # not read again
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns + 1))
    second = tree_digest([("docs", tree)], memo)
    assert second == tree_digest([("docs", tree)]) != first
    file.unlink()
    tree_digest([("docs", tree)], memo)
    assert str(file) not in memo and len(memo) == 3
