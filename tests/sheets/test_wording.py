"""Wording of sheets: short sentences, no refused mark, findings with their place; other campaigns set no such rule."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from outreach.campaign.sheets import Sheet
from outreach.core.findings import Finding, OutreachError
from outreach.core.project import Project
from outreach.products import prepare
from outreach.sheets.compose import Composer
from outreach.sheets.make import make
from outreach.sheets.wording import wording
from projects import ROOT, copy_project

WORDS = "nhớ giúp bà con cài ứng dụng "
LONG = (WORDS * 4).strip()  # 28


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_project(tmp_path_factory.mktemp("wording") / "project")


@pytest.fixture
def project(copied: Path) -> Iterator[Path]:
    """A project to plant faults in; its pages are put back."""
    yield copied
    shutil.rmtree(copied / "docs")
    shutil.copytree(ROOT / "docs", copied / "docs", ignore=shutil.ignore_patterns("issued.csv"))


def found(project: Path, *materials: str, **rules: int) -> list[Finding]:
    """Findings on the words of these materials; `rules` take the place of the campaign's."""
    prepared = prepare.prepare(Project(project))
    composer = Composer(prepared.bundle, prepared.fonts)
    words = prepared.bundle.campaign.words.model_copy(update=rules)

    def of(sheet: Sheet) -> Iterator[Finding]:
        composed = composer.compose(sheet)
        assert [f for f in composed.findings if f.severity == "error"] == []
        yield from wording(sheet, composed, words, prepared.pages)

    return [f for sheet in prepared.sheets if not materials or sheet.material.slug in materials for f in of(sheet)]


def plant(path: Path, old: str, new: str) -> int:
    """Replaces once; the line on which the new words then begin."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    return text[: text.index(new)].count("\n") + 1


def test_the_shipped_sheets_are_short_and_calm() -> None:
    words = prepare.prepare(Project(ROOT)).bundle.campaign.words
    assert (words.max_words, words.refuse_marks) == (25, ["!"])
    assert found(ROOT) == []


def test_a_long_sentence_is_told_at_its_slot(project: Path) -> None:
    name = "docs/an-pham/to-roi-ho-dan.md"
    path = project / name
    slot = next(line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("  privacy:"))
    line = plant(path, slot, f'  privacy: "Một câu ngắn. {LONG[0].upper()}{LONG[1:]}."')
    faults = found(project, "to-roi-ho-dan")
    assert {(f.slug, f.file, f.line, f.data["slot"], f.data["found"], f.data["most"]) for f in faults} == {
        ("sentence-long", name, line, "privacy", 28, 25)
    }
    assert str(faults[0].data["text"]).startswith("Nhớ giúp bà con") and len(str(faults[0].data["text"])) == 60


def test_a_long_sentence_is_told_in_the_section_that_a_sheet_takes(project: Path) -> None:
    """Steps stand in a guide page; their leads and their sentences are printed on many sheets, and told once."""
    guide = project / "docs/huong-dan/index.md"
    text = guide.read_text(encoding="utf-8")
    step = next(line for line in text.splitlines() if line.startswith("2. **"))
    lead = step.split("**")[1]
    line = plant(guide, step, f"2. **{lead}** Nhớ {'cài giúp **bà con** ' * 7}nhé!")
    with pytest.raises(OutreachError) as caught:
        prepared = prepare.prepare(Project(project))
        sheets = [s for s in prepared.sheets if s.template.name in {"poster", "flyer"}]
        make(prepared.bundle, prepared.fonts, prepared.pages, sheets)
    told = [f for f in caught.value.findings if f.slug in {"sentence-long", "mark-refused"}]
    assert {(f.slug, f.file, f.line) for f in told} == {
        ("sentence-long", "docs/huong-dan/index.md", line),
        ("mark-refused", "docs/huong-dan/index.md", line),
    }


def test_a_long_sentence_is_told_in_the_notices_own_body(project: Path) -> None:
    name = "docs/an-pham/thong-bao-noi-bo.md"
    path = project / name
    text = path.read_text(encoding="utf-8")
    item = next(line for line in text.split("---", 2)[2].splitlines() if line.startswith(("1. ", "- ")))
    line = plant(path, item, f"{item.split()[0]} Đồng chí {LONG}.")
    faults = found(project, "thong-bao-noi-bo")
    assert {(f.slug, f.file, f.line, f.data["found"]) for f in faults} == {("sentence-long", name, line, 30)}


def test_the_head_of_a_form_is_read_too(project: Path) -> None:
    name = "docs/an-pham/so-ra-vao.md"
    path = project / name
    head = next(line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("| "))
    cell = head.split("|")[1].strip()
    line = plant(path, f"| {cell} ", f"| {cell}! ")
    faults = found(project, "so-ra-vao")
    assert {(f.slug, f.file, f.line, f.data["found"]) for f in faults} == {("mark-refused", name, line, "!")}


def test_records_and_the_imprint_are_no_sentences_but_orders_to_scan_are(project: Path) -> None:
    slots = {str(f.data["slot"]) for f in found(project, "mot-cua", max_words=2) if f.slug == "sentence-long"}
    assert {"headline", "steps", "scan_label"} <= slots
    assert not {"imprint", "state", "plate_unit", "help_label", "help_number"} & slots


def test_a_campaign_that_sets_no_rule_has_none(project: Path) -> None:
    campaign = project / "docs/_data/campaign.toml"
    plant(campaign, 'max_words = 25\nrefuse_marks = ["!"]\n', "")
    plant(project / "docs/an-pham/mot-cua.md", "Trong lúc chờ, |", "Trong lúc chờ! |")
    assert found(project, "mot-cua") == []


@pytest.mark.parametrize("rule", ["max_words = 0", "max_words = true", 'refuse_marks = [""]', 'refuse_marks = ["a"]'])
def test_a_rule_that_is_none_is_told_at_its_line(rule: str, project: Path) -> None:
    campaign = project / "docs/_data/campaign.toml"
    plant(campaign, 'max_words = 25\nrefuse_marks = ["!"]\n', "")
    line = plant(campaign, "[words]\n", f"[words]\n{rule}\n") + 1
    with pytest.raises(OutreachError) as caught:
        prepare.prepare(Project(project))
    assert [(f.slug, f.line) for f in caught.value.findings] == [("field-invalid", line)]


def test_a_text_that_did_not_fit_is_not_told_twice() -> None:
    prepared = prepare.prepare(Project(ROOT))
    sheet = next(sheet for sheet in prepared.sheets if sheet.name == "mot-cua-a4-office-mono")
    meta = sheet.material.meta.model_copy(update={"slots": {**sheet.material.meta.slots, "headline": LONG * 3}})
    long = replace(sheet, material=replace(sheet.material, meta=meta))
    composed = Composer(prepared.bundle, prepared.fonts).compose(long)
    assert {f.slug for f in composed.findings} == {"copyfit"}
    assert list(wording(long, composed, prepared.bundle.campaign.words, prepared.pages)) == []
