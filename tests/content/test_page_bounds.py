"""Pages that would hang a parser are findings with file and line; pages that people write are not."""

from pathlib import Path

import pytest

from outreach.content.markdown import to_tree
from outreach.content.page import MOST_BLOCK, MOST_DEPTH, MOST_LINE, MOST_OPEN, MOST_PAGE, page_faults, read
from outreach.core.findings import OutreachError
from outreach.core.project import Project
from projects import ROOT

HOSTILE = {
    "a word of 40,000 letters": ("a" * 40_000, "line-long", 2),
    "20,000 brackets on a line": ("[" * 20_000, "brackets-open", 2),
    "20,000 brackets on many lines": (("[" * 100 + "\n") * 200, "brackets-open", 7),
    "pictures that never end": (("![" * 50 + "\n") * 50, "brackets-open", 12),
    "tags that never end": ("<a \n" * 30_000, "page-long", 25_001),
    "fewer tags that never end": (("<a " * 100 + "\n\n") * 20, "brackets-open", 12),
    "addresses that never end": (("<http://a" * 10 + "\n\n") * 60, "brackets-open", 102),
    "lists 300 deep": ("".join("  " * level + "- a\n" for level in range(300)), "nested-deep", 42),
    "lists 300 deep on a line": ("- " * 300 + "a", "nested-deep", 2),
    "quotes 300 deep": (">" * 300 + " a", "nested-deep", 2),
    "steps 60 deep": ("1. " * 60 + "a", "nested-deep", 2),
    "elements 1,000 deep": ("<div>\n\n" * 1_000, "nested-deep", 42),
    "definitions": ("a\n:   b\n" * 500, "block-long", 602),
    "footnotes": ("".join(f"a[^{n}]\n\n[^{n}]: b\n\n" for n in range(4_000)), "notes-many", 1_002),
    "references to a footnote": (("a[^1] " * 100 + "\n\n") * 100 + "[^1]: b", "notes-many", 12),
    "tables without number": ("a|b\n-|-\nc|d\n\n" * 5_000, "blocks-many", 12_002),
    "rules": ("---\n" * 5_000, "block-long", 602),
    "a page of a million characters": ("ab cd\n" * 170_000, "page-long", 16_668),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_is_a_finding_with_its_line(name: str, tmp_path: Path) -> None:
    body, slug, line = HOSTILE[name]
    path = tmp_path / "a.md"
    path.write_text(f"\n{body}\n", encoding="utf-8")
    with pytest.raises(OutreachError) as caught:
        read(path, "docs/a.md", {})
    faults = {finding.slug: finding for finding in caught.value.findings}
    assert (faults[slug].file, faults[slug].line) == ("docs/a.md", line)
    assert all(int(f.data["found"]) > int(f.data["expected"]) for f in faults.values())


PLAIN = {
    "a line": "a" * MOST_LINE,
    "brackets": "[" * MOST_OPEN + "]" * MOST_OPEN + "\n\n" + "[" * MOST_OPEN,
    "breaks": "<br>\n" * (MOST_BLOCK - 2) + "<li>a" * 200,
    "paragraphs": "<p>a\n\n" * 300,
    "quotes": "> " * MOST_DEPTH + "a",
    "a list": "    " * (MOST_DEPTH - 1) + "- a",
    "a table": "| a | b |\n" * (MOST_BLOCK - 1),
    "definitions": "a\n:   b\n" * (MOST_BLOCK // 2 - 1),
    "code": "```\n" + " " * 400 + "code\n```",
    "a rule": "- - - - - - - - - - - - - - - - - - -",
    "comparisons": "1.5 < 2, 3 < 4\n" * 500,
}


@pytest.mark.parametrize("name", PLAIN)
def test_what_stays_within_bounds_is_no_fault_and_is_parsed(name: str) -> None:
    assert page_faults(PLAIN[name], "a.md") == []
    to_tree(PLAIN[name])


def test_facts_do_not_make_a_page_too_long(tmp_path: Path) -> None:
    import datetime as dt

    from outreach.campaign.model import Fact

    fact = Fact(value="b" * 5_000, source="S", checked_on=dt.date(2020, 8, 7))
    path = tmp_path / "a.md"
    path.write_text(("{{ a }} " * 100 + "\n\n") * (MOST_PAGE // 1_000), encoding="utf-8")
    with pytest.raises(OutreachError) as caught:
        read(path, "docs/a.md", {"a": fact})
    assert {finding.slug for finding in caught.value.findings} <= {"text-long", "page-long"}
    assert sum(finding.slug == "text-long" for finding in caught.value.findings) <= 1


def test_every_page_that_ships_keeps_far_from_the_bounds() -> None:
    for path in {*(ROOT / "docs").rglob("*.md")} - {*Project(ROOT).manuals}:
        text = path.read_text(encoding="utf-8")
        assert page_faults(text * 3, path.name) == [], path
