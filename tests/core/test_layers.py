"""A campaign's table over the theme's: what it says replaces, what it leaves out stays."""

from pathlib import Path

import pytest

from outreach.core.tables import merge, read_layers

UNDER = {"a": {"b": {"c": 1, "d": 2}, "e": 3}, "f": 4}


@pytest.mark.parametrize(
    ("over", "levels", "merged"),
    [
        ({}, 9, UNDER),
        ({"a": {"b": {"c": 5}}}, 9, {"a": {"b": {"c": 5, "d": 2}, "e": 3}, "f": 4}),
        ({"a": {"b": {"c": 5}}}, 1, {"a": {"b": {"c": 5}, "e": 3}, "f": 4}),
        ({"a": {"b": {"c": 5}}}, 0, {"a": {"b": {"c": 5}}, "f": 4}),
        ({"a": 5, "f": {"g": 6}}, 9, {"a": 5, "f": {"g": 6}}),
    ],
)
def test_inner_tables_are_merged_and_all_else_is_replaced(
    over: dict[str, object], levels: int, merged: dict[str, object]
) -> None:
    before = repr(UNDER)
    assert merge(UNDER, over, levels) == merged
    assert repr(UNDER) == before


def test_tables_come_in_order_and_a_broken_one_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    theme, data = tmp_path / "theme", tmp_path / "data"
    monkeypatch.setattr("outreach.core.tables.themes", lambda: [theme])
    for root, text in ((theme, "a = 1"), (data, "a = 2")):
        (root / "ties").mkdir(parents=True)
        (root / "ties" / "vi.toml").write_text(text, encoding="utf-8")
    tables, faults = read_layers("ties", "vi", data, "docs/_data")
    assert ([(table.name, table.data["a"]) for table in tables], faults) == (
        [("vi.toml", 1), ("docs/_data/ties/vi.toml", 2)],
        [],
    )
    (data / "ties" / "vi.toml").write_text("a", encoding="utf-8")
    tables, faults = read_layers("ties", "vi", data, "docs/_data")
    assert [table.name for table in tables] == ["vi.toml"]
    assert [(fault.slug, fault.file) for fault in faults] == [("toml-syntax", "docs/_data/ties/vi.toml")]
    assert read_layers("ties", "en", data, "docs/_data") == ([], [])
