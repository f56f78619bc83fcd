"""Loudspeaker scripts as they are published: every unit's booklets, the pages, and the cost of a changed record."""

import csv
import io
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import docx
import pypdfium2
import pytest

import catalogues
from outreach.campaign.load import load
from outreach.core.findings import OutreachError
from outreach.core.project import Project
from outreach.products.kits import kits
from outreach.products.kits.kits import Kits
from outreach.products.kits.refresh import sheets_of
from outreach.products.loudspeakers.booklet import KINDS
from outreach.products.unit_files import UnitFiles
from outreach.render.pdf.reader import read
from outreach.sheets.records.shelves import Incomplete, standing_warnings
from projects import ROOT, clone, files_of, outreach, small_project
from readings import shipped

MOST = 78_000
"""Bytes that a kit may grow by: its papers are tagged."""


def bare(text: str) -> str:
    return "".join(text.split())


def texts(pdf: bytes) -> list[str]:
    """The words of each page, without spaces."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [bare(page.get_textpage().get_text_range()) for page in document]
    finally:
        document.close()


def sample_codes() -> list[str]:
    """Codes of a few units; the last has the longest name."""
    units = shipped()[0].units
    return [*sorted(units)[::50], max(units, key=lambda code: len(units[code].name))]


@pytest.mark.over("code", sample_codes)
def test_a_unit_reads_in_its_own_name(site: Path, code: str) -> None:
    bundle, scripts = shipped()
    unit, folder = bundle.units[code], site / "don-vi" / code
    content = {kind: (folder / f"truyen-thanh-{code}.{kind}").read_bytes() for kind in KINDS}
    pages = texts(content["pdf"])
    document = docx.Document(io.BytesIO(content["docx"]))
    written = bare("".join(paragraph.text for paragraph in document.paragraphs))
    plain = bare(content["txt"].decode("utf-8-sig"))
    for script in (script for script in scripts if script.meta.kit):
        for sentence in (sentence for turn in script.all_turns(unit) for sentence in turn.sentences):
            said = bare(sentence.reading)
            assert any(said in page for page in pages), sentence  # so no page parts it
            assert said in written and said in plain
    assert bare(unit.name.upper()) in pages[0] and bare(unit.name) in pages[-3]
    assert sum(map(len, content.values())) < MOST
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert all(f'href="truyen-thanh-{code}.{kind}"' in page for kind in content)


def test_the_papers_are_large_and_black(site: Path) -> None:
    for script in shipped()[1]:
        document = read((site / f"truyen-thanh/{script.slug}/{script.slug}.pdf").read_bytes(), 1)
        marks = [mark for page in document.pages for mark in page.marks if mark.kind == "text"]
        large = sum(len(mark.text) for mark in marks if mark.size >= 16)
        assert large >= sum(len(bare(s.words)) for turn in script.all_turns() for s in turn.sentences)
        assert {mark.colour.values for mark in marks if mark.colour} <= {(0.0,), (0.0, 0.0, 0.0)}


def test_the_plan_has_a_row_for_each_day(site: Path) -> None:
    pages = texts((site / "truyen-thanh/truyen-thanh.pdf").read_bytes())
    days = re.findall(r"(?:T[2-7]|CN)(\d\d/\d\d)(?!/)", "".join(pages))
    assert (days[0], days[-1], len(days), len(set(days))) == ("07/08", "31/12", 147, 147)


def test_pages_show_what_is_read_in_words_without_scripts(site: Path) -> None:
    catalogue = catalogues.entries(site)
    for script in shipped()[1]:
        home = site / "truyen-thanh" / script.slug
        page = (home / "index.html").read_text(encoding="utf-8")
        said = page.split('<div class="script-text">')[1].split("</div>")[0]
        assert not re.search(r"\d", re.sub(r"<[^>]*>", "", said))
        assert said.count("script-sentence") == sum(len(turn.sentences) for turn in script.all_turns())
        assert f"{script.syllables()} tiếng" in page
        for kind in KINDS:
            assert f'href="{script.slug}.{kind}"' in page
            assert catalogue[f"truyen-thanh/{script.slug}/{script.slug}.{kind}"]["kind"] == "script"


@pytest.fixture
def kept(project: Path, tmp_path: Path) -> Kits:
    """Kits of the shipped campaign, with a cache of their own."""
    for name in ("docs", "print_templates"):
        (tmp_path / name).symlink_to(project / name)
    cache = tmp_path / ".cache/outreach"
    cache.mkdir(parents=True)
    shutil.copytree(project / ".cache/outreach/published", cache / "published")
    for name in ("booklets-bases", "booklets-words"):
        shutil.copytree(project / ".cache/outreach" / name, cache / name)
    record = kits.read_record(Project(tmp_path))
    assert record is not None
    bundle = load(Project(tmp_path))
    return kits.restore(record, bundle, sheets_of(bundle))


def booklets_of(kits: Kits) -> UnitFiles:
    (booklets,) = (files for files in kits.additions if files.product == "loudspeakers")
    return booklets


def test_a_record_costs_three_files_and_needs_no_base(kept: Kits) -> None:
    """The base stands for names that there are not yet."""
    bundle = shipped()[0]
    every = bundle.live
    booklets = booklets_of(kept)
    new = replace(every[0], name="Xã Chữ Thõ Sử", hotline="0228 3823 115", contact_label="Gọi xã")
    folder = booklets.fill([new], [new, *every[1:]], light=True).folder
    assert sorted(path.suffix for path in folder.glob(f"{new.code}-*")) == [".docx", ".pdf", ".txt"]
    assert len(list(folder.glob("*-*"))) == 3
    said = "".join(texts(next(folder.glob("*.pdf")).read_bytes()))
    assert "XÃCHỮTHÕSỬ" in said and "Gọixã:02283823115" in said
    assert said.count("xingọikhônghaihaitám,/batámhaiba,/mộtmộtnăm.//") == 3
    stranger = replace(new, name="Xã Œuvre")
    with pytest.raises(Incomplete):
        booklets.fill([stranger], [stranger, *every[1:]], light=True)


@pytest.mark.parametrize("name", ["bases/*/*/base.bin", "words/*/document.zip", "words/*/words.txt"])
def test_what_was_damaged_is_not_read_from(kept: Kits, name: str) -> None:
    every = shipped()[0].live
    booklets = booklets_of(kept)
    folder = booklets.fill(every[:1], every, light=True)
    assert booklets.fill(every[:1], every, light=True) == folder
    (path,) = kept.bundle.project.cache.glob(f"booklets-{name}")
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + b"?")
    if "bases" in name:  # it is made anew, in a process of its own
        booklets.fill(every[1:2], every, light=True)
        assert path.read_bytes() == whole
        return
    with pytest.raises(Incomplete):
        booklets.fill(every[1:2], every, light=True)


def test_a_name_that_breaks_a_script_is_told_in_its_row(kept: Kits) -> None:
    every = shipped()[0].live
    booklets = booklets_of(kept)
    long = replace(every[0], name="Trường " + "An Bình " * 9, file="units.csv", line=7)
    with pytest.raises(OutreachError) as caught:
        booklets.fill([long], every, light=True)
    assert {(f.slug, f.place) for f in caught.value.findings} >= {("script-sentence", "units.csv:7")}


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(("Trường Griffin", "Xã Phù"), id="a name more"),
        pytest.param(("Trường Griffin",), id="alone", marks=pytest.mark.long),
    ],
)
def test_what_cannot_be_stamped_is_set_in_full_and_says_why(kept: Kits, project: Path, names: tuple[str, ...]) -> None:
    """Its name, the longest, has a glyph of two letters. It condemns no other; alone it leaves nothing to stamp."""
    every = shipped()[0].live
    booklets = booklets_of(kept)
    units = [replace(unit, name=name) for unit, name in zip(every, names, strict=False)]
    others = [*units, *every[len(units) :]] if len(units) > 1 else units
    bases = kept.bundle.project.cache / "booklets-bases"
    shutil.rmtree(bases)
    folder = booklets.fill(units, others)
    assert bases.exists() == (len(names) > 1)
    for unit in units:
        pdf, document, text = map(folder.path, booklets.names(unit).values())
        assert (
            bare(unit.name.upper()) in texts(pdf.read_bytes())[0]
            and unit.name.casefold() in text.read_text("utf-8-sig").casefold()
        )
        assert document.stat().st_size
    (told,) = standing_warnings([folder], others)
    assert (told.slug, told.severity, told.data["unit"], told.data["count"]) == (
        "sheet-unstamped",
        "warning",
        units[0].code,
        1,
    )
    booklets.prune(folder, others)
    assert standing_warnings([folder], others) == [told]


@pytest.mark.long
def test_whatever_changed_the_papers_are_as_they_were_built_anew(tmp_path: Path) -> None:
    project = small_project(tmp_path / "p", "mot-cua", "a4", scripts=True)
    assert outreach(project, "build").returncode == 0
    before = files_of(project / "site")
    listed = project / "docs/_data/units/nam-dinh-2020.csv"
    rows = list(csv.reader(listed.read_text(encoding="utf-8").splitlines()))
    text = io.StringIO()
    numbers = ["hotline", "0228 3823 115", *[""] * len(rows)]
    csv.writer(text).writerows([*row, number] for row, number in zip(rows, numbers, strict=False))
    listed.write_text(text.getvalue(), encoding="utf-8")
    code = (
        "import sys; from outreach.cli.commands import main; code = main(['build']);"
        "print(sorted({'docx', 'mkdocs', 'weasyprint', 'pikepdf'} & set(sys.modules)), code)"
    )
    result = subprocess.run([sys.executable, "-c", code], cwd=project, capture_output=True, text=True, check=False)
    assert result.stdout.splitlines() == ["kits      1 made anew, 2 files stamped", "[] 0"], result.stderr
    after = files_of(project / "site")
    changed = {name for name in after if before.get(name) != after[name]}
    assert {name for name in changed if "truyen-thanh" in name} == {
        f"don-vi/{rows[1][0]}/truyen-thanh-{rows[1][0]}.{kind}" for kind in KINDS
    }
    other = clone(project, tmp_path / "anew", site=False)
    forms, sheets = (
        ("report-forms", "report-forms-bases", "report-papers", "report-looks"),
        ("stamped", "stamped-bases"),
    )
    for kept in ("booklets", "booklets-bases", "booklets-words", "published", "scripts", *forms, *sheets):
        shutil.rmtree(other / ".cache/outreach" / kept)
    assert outreach(other, "build").returncode == 0
    assert files_of(other / "site") == after
    result = outreach(project, "kit", "--unit", rows[1][0], "--out", str(tmp_path / "out"))
    assert result.returncode == 0, result.stderr
    ordered = (tmp_path / "out" / rows[1][0] / f"truyen-thanh-{rows[1][0]}.pdf").read_bytes()
    assert ordered == after[f"don-vi/{rows[1][0]}/truyen-thanh-{rows[1][0]}.pdf"]


def test_there_is_a_page_of_each_script_in_the_navigation() -> None:
    nav = (ROOT / "docs/_data/campaign.toml").read_text(encoding="utf-8")
    assert all(f"truyen-thanh/{script.slug}.md" in nav for script in shipped()[1])
