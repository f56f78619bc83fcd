"""Claims about the app stand once, as facts with a source: no page says one by hand, and each fact is used."""

import re
import tomllib
from pathlib import Path

import pytest

from outreach.core.project import Project
from projects import ROOT

FACTS = tomllib.loads((ROOT / "docs/_data/campaign.toml").read_text(encoding="utf-8"))["facts"]
SOURCES = sorted({*(ROOT / "docs").rglob("*.md")} - {*Project(ROOT).manuals})
PAGES = {path: path.read_text(encoding="utf-8") for path in SOURCES}
ENGLISH = ROOT / "docs/en"
GUIDES = [path for path in PAGES if "huong-dan" in path.parts]
LONG = 4
"""Words from which a value is no everyday turn of speech."""


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.relative_to(ROOT / "docs").as_posix())
def test_a_guide_says_no_fact_by_hand(path: Path) -> None:
    english = path.is_relative_to(ENGLISH)
    said = {
        name: fact.get("values", {}).get("en", fact["value"]) if english else fact["value"]
        for name, fact in FACTS.items()
    }
    phrases = {
        name: value for name, value in said.items() if len(value.split()) >= LONG or re.search(r"\d{4}|//", value)
    }
    assert {"recorded", "no_diagnosis", "hotline", "app_support"} <= phrases.keys()
    text = re.sub(r"\A---.*?^---$", "", PAGES[path], flags=re.MULTILINE | re.DOTALL)  # `updated` is a day of its own
    assert [name for name, value in phrases.items() if value in text] == []


def test_each_fact_is_said_in_a_page_or_in_the_campaigns_own_data() -> None:
    data = (ROOT / "docs/_data/campaign.toml").read_text(encoding="utf-8")
    named = set(re.findall(r"\{\{\s*(\w+)\s*\}\}", data + "".join(PAGES.values())))
    assert named == set(FACTS)


def test_each_claim_that_a_guide_attributes_has_its_question() -> None:
    """A claim “according to the FAQ” is one that somebody can look up there."""
    claims = (
        "voluntary",
        "recorded",
        "not_recorded",
        "not_read",
        "no_location",
        "no_diagnosis",
        "history_use",
        "screen_off",
    )
    for name in claims:
        assert re.search(r"Hỏi đáp của Bluezone, câu \d", FACTS[name]["source"]), name
        assert FACTS[name]["values"]["en"], name
