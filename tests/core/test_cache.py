"""The cache: what is read is what was kept, or is made anew and told."""

import multiprocessing
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from outreach.core.cache import LEDGER, MANIFEST, Content, Entry, Store
from outreach.core.findings import Finding

FILES = {"sheet.pdf": b"%PDF words" * 40, "1.png": b"pixels"}
DOUBT = Finding("scan-near", "warning", "docs/a.md", 3, data={"found": 1.5, "sheet": "a"})


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


def test_a_record_that_is_read_again_has_its_keys_in_the_same_order(store: Store) -> None:
    record = {"normal": {"b": 1, "a": 2}, "hard": [{"z": 0, "y": 0}]}
    store.keep_value("proof", "key", record)
    assert repr(store.value("proof", "key")) == repr(record)


def told(store: Store) -> list[tuple[str, int]]:
    findings = store.damages()
    assert {(finding.slug, finding.severity) for finding in findings} <= {("cache-damaged", "warning")}
    assert store.damages() == [], "told twice"
    return [(str(finding.data["found"]), int(finding.data["count"])) for finding in findings]


def flip(path: Path, at: int) -> None:
    """Turns one bit of a file over and leaves size and times."""
    before, content = path.stat(), bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(bytes(content))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def test_an_entry_is_kept_with_its_files_doubts_and_note(store: Store) -> None:
    assert store.entry("sheets", "k") is None
    made = store.keep("sheets", "k", FILES, [DOUBT], note=[3, 4])
    assert store.entry("sheets", "k") == made
    assert made.files == {name: Content.of(content) for name, content in FILES.items()}
    assert {name: made.read(name) for name in FILES} == FILES
    assert (made.findings, made.note) == ((DOUBT,), [3, 4])
    assert store.content(made.path("1.png")) == Content.of(b"pixels")
    assert [path.name for path in (store.root / "sheets").iterdir()] == ["k"]
    store.keep("sheets", "k", {"sheet.pdf": b"other"})
    other = store.entry("sheets", "k")
    assert other is not None and other.read("sheet.pdf") == b"other" and not other.path("1.png").exists()
    assert told(store) == []


def test_every_bit_of_an_entry_counts(store: Store) -> None:
    small = {"a": b"ab", "b": b"c"}
    whole = store.keep("sheets", "k", small, [DOUBT], note="n")
    for path in sorted(whole.folder.iterdir()):
        for at in range(path.stat().st_size):
            flip(path, at)
            assert store.entry("sheets", "k") is None, f"{path.name} {at}"
            assert not whole.folder.exists()
            assert told(store) == [("sheets/k", 1)]
            store.keep("sheets", "k", small, [DOUBT], note="n")


def without_manifest(entry: Entry) -> None:
    (entry.folder / MANIFEST).unlink()


def cut(entry: Entry) -> None:
    entry.path("sheet.pdf").write_bytes(FILES["sheet.pdf"][:-1])


def longer(entry: Entry) -> None:
    entry.path("sheet.pdf").write_bytes(FILES["sheet.pdf"] + b"\n")


def gone(entry: Entry) -> None:
    entry.path("1.png").unlink()


def link(entry: Entry) -> None:
    path = entry.path("1.png")
    path.rename(path.with_name("elsewhere"))
    path.symlink_to("elsewhere")


def emptied(entry: Entry) -> None:
    for path in entry.folder.iterdir():
        path.unlink()


@pytest.mark.parametrize("harm", [without_manifest, cut, longer, gone, link, emptied])
def test_what_is_not_as_it_was_kept_is_removed_and_told(store: Store, harm: Callable[[Entry], None]) -> None:
    harm(store.keep("sheets", "k", FILES))
    assert store.entry("sheets", "k") is None
    assert told(store) == [("sheets/k", 1)]


def test_an_entry_put_in_the_place_of_another_is_damage(store: Store) -> None:
    """As when one folder is copied over another: each file is whole, and of something else."""
    store.keep("sheets", "k", FILES)
    shutil.copytree(store.folder("sheets", "k"), store.folder("sheets", "other"))
    assert store.entry("sheets", "other") is None
    store.keep("bases/a", "k", FILES)
    shutil.copytree(store.folder("sheets", "k"), store.folder("bases/b", "k"))
    assert store.entry("bases/b", "k") is None
    assert told(store) == [("sheets/other", 1), ("bases/b/k", 1)]


def test_a_shelf_grows_and_knows_what_is_missing(store: Store) -> None:
    shelf = store.shelf("stamped", "s")
    assert shelf.damaged_or_missing(["a", "b"]) == ["a", "b"]
    shelf.put("a", b"first")
    shelf.put("b", b"second", [DOUBT])
    for again in (shelf, store.shelf("stamped", "s")):
        assert again.damaged_or_missing(["a", "b", "c"]) == ["c"]
        assert again.content("b") == Content.of(b"second")
        assert again.findings(["a", "b", "c"]) == [DOUBT]
    shelf.put("a", b"anew")
    assert store.shelf("stamped", "s").content("a") == Content.of(b"anew")
    store.shelf("stamped", "s").prune({"b"})
    left = store.shelf("stamped", "s")
    assert sorted(path.name for path in left.folder.iterdir()) == ["b", LEDGER]
    assert left.damaged_or_missing(["a", "b"]) == ["a"]
    assert told(store) == []


def test_every_bit_of_a_shelf_counts(store: Store) -> None:
    def filled() -> None:
        shelf = store.shelf("stamped", "s")
        for name in ("a", "b"):
            shelf.put(name, name.encode() * 2, [DOUBT])

    filled()
    folder = store.folder("stamped", "s")
    for name in ("a", LEDGER):
        for at in range((folder / name).stat().st_size):
            if (folder / name).read_bytes()[at : at + 1] == b"\n":
                continue  # lines that run together are looked at below
            flip(folder / name, at)
            shelf = store.shelf("stamped", "s")
            missing = shelf.damaged_or_missing(["a", "b"])
            assert missing, f"{name} {at}"
            assert not any(shelf.path(each).exists() for each in missing)
            assert told(store) == [(f"stamped/s/{missing[0]}", len(missing))], f"{name} {at}"
            shutil.rmtree(folder)
            filled()
    (folder / LEDGER).write_bytes((folder / LEDGER).read_bytes().replace(b"\n", b"\x0b"))
    assert store.shelf("stamped", "s").damaged_or_missing(["a", "b"]) == ["a", "b"]
    assert told(store)


def test_a_file_put_in_the_place_of_another_is_damage(store: Store) -> None:
    shelf = store.shelf("stamped", "s")
    shelf.put("13633.pdf", b"Ha Long")
    shelf.put("13636.pdf", b"Cua Bac")
    shutil.copy(shelf.path("13636.pdf"), shelf.path("13633.pdf"))
    assert shelf.damaged_or_missing(["13633.pdf", "13636.pdf"]) == ["13633.pdf"]
    assert told(store) == [("stamped/s/13633.pdf", 1)]


def test_a_file_whose_line_was_not_written_any_more_is_no_damage(store: Store) -> None:
    """Whoever put it there was stopped in between."""
    shelf = store.shelf("stamped", "s")
    shelf.put("a", b"a")
    shelf.path("b").write_bytes(b"b")
    assert store.shelf("stamped", "s").damaged_or_missing(["a", "b"]) == ["b"]
    assert told(store) == [] and not shelf.path("b").exists()


def _put(job: tuple[Store, int]) -> None:
    store, number = job
    for each in range(40):
        store.shelf("stamped", "s").put(f"{number}-{each}", b"x" * number, [DOUBT])


def test_processes_put_files_on_one_shelf_side_by_side(store: Store) -> None:
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        pool.map(_put, [(store, number) for number in range(1, 4)])
    names = [f"{number}-{each}" for number in range(1, 4) for each in range(40)]
    assert store.shelf("stamped", "s").damaged_or_missing(names) == []


def test_values_are_kept_and_each_bit_of_them_counts(store: Store) -> None:
    value = {"value": [1, 2.5, "ấ", None], "a": {}}
    store.keep_value("proof", "k", value)
    path = store.root / "proof/k.json"
    for at in range(path.stat().st_size):
        assert store.value("proof", "k") == value
        flip(path, at)
        assert store.value("proof", "k") is None
        assert told(store) == [("proof/k.json", 1)]
        store.keep_value("proof", "k", value)
    shutil.copy(path, path.with_name("other.json"))
    assert store.value("proof", "other") is None


def test_what_is_no_longer_wanted_goes_and_what_a_killed_process_left_too(store: Store) -> None:
    for key in ("a", "b"):
        store.keep("sheets", key, FILES)
        store.keep_value("proof", key, 1)
    (store.root / "sheets/.c.4711").mkdir()
    (store.root / "sheets/strange").write_text("x")
    store.prune("sheets", {"a"})
    store.prune("proof", {"b"})
    store.prune("never", set())
    assert [path.name for path in (store.root / "sheets").iterdir()] == ["a"]
    assert [path.name for path in (store.root / "proof").iterdir()] == ["b.json"]


def test_what_could_not_be_written_leaves_nothing_behind(store: Store) -> None:
    with pytest.raises(OSError):
        store.keep("sheets", "k", {"a": b"a", "no/such/folder": b"b"})
    assert list((store.root / "sheets").iterdir()) == []


def test_damage_of_one_kind_is_one_warning(store: Store) -> None:
    shelf = store.shelf("stamped", "s")
    for name in "abc":
        shelf.put(name, b"x")
        shelf.path(name).write_bytes(b"y")
    store.keep("sheets", "k", FILES).path("1.png").unlink()
    shelf.damaged_or_missing("abc")
    store.entry("sheets", "k")
    assert told(store) == [("stamped/s/a", 3), ("sheets/k", 1)]
