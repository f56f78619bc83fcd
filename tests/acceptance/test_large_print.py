"""Large print is large: no text below 16 pt at A4 on any sheet of the template, nor in status, imprint or address."""

import ctypes
from dataclasses import replace
from functools import cache
from pathlib import Path

import pypdfium2
import pypdfium2.raw as raw
import pytest

import shipped
from outreach.campaign.sheets import Sheet
from outreach.checks import rules
from outreach.checks.inspection import Inspection
from outreach.render.glyphs import Family
from outreach.render.pdf.normalise import finish
from outreach.render.pdf.reader import read
from outreach.render.pixels import Rasters
from outreach.render.typeset import typeset
from outreach.sheets.compose import Composer
from outreach.sheets.requirements import demands_of

LEAST_PT, A4_MM = 16, 210


@cache
def large() -> dict[str, Sheet]:
    return {name: sheet for name, sheet in shipped.sheets().items() if sheet.template.least_pt}


def least(sheet: Sheet) -> float:
    return LEAST_PT * min(sheet.form.trim) / A4_MM


def sizes(pdf: bytes) -> dict[float, str]:
    """Size in pt → the characters of that size, as PDFium reads them."""
    found: dict[float, str] = {}
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            text = page.get_textpage()
            for at in range(text.count_chars()):
                character = chr(raw.FPDFText_GetUnicode(text, at))
                matrix = raw.FS_MATRIX()
                raw.FPDFText_GetMatrix(text, at, ctypes.byref(matrix))
                if not character.isspace() and not raw.FPDFText_IsGenerated(text, at):
                    size = round(raw.FPDFText_GetFontSize(text, at) * (matrix.c**2 + matrix.d**2) ** 0.5, 2)
                    found[size] = found.get(size, "") + character
            text.close()
    return found


def told(sheet: Sheet, html: str) -> list[str]:
    """The findings of preflight on the type of a sheet."""
    content = finish(typeset(html, tagged=False).pdf)
    demands = demands_of(shipped.bundle(), sheet, shipped.compose(sheet), Family(shipped.fonts()))
    document = read(content, demands.scale)
    found = rules.run(("legible",), Inspection(document, Rasters(content, document), demands))
    return [f"{f.slug} {f.data['found']} {f.data['least']}" for f in found]


def test_all_formats_of_large_print_are_held_to_it() -> None:
    assert {sheet.template.name for sheet in large().values()} == {"large"}
    assert {(sheet.format, round(least(sheet), 1)) for sheet in large().values()} == {("a4", 16), ("a3", 22.6)}
    assert {sheet.profile for sheet in large().values()} == {"office-mono", "office-colour", "screen"}
    for sheet in large().values():
        assert "legible" in shipped.bundle().profiles[sheet.profile].rules, sheet.profile


@pytest.mark.over("name", large)
def test_nothing_is_small_and_what_was_would_be_told(name: str) -> None:
    sheet = large()[name]
    html = shipped.compose(sheet).html
    assert told(sheet, html) == []
    start = html.index('class="slot imprint"')
    style = html.index("font-size:", start)
    small = html[:style] + "font-size:0.9rem" + html[html.index(";", style) :]
    size = f"{0.9 * sheet.form.rem * 72 / 25.4:.1f}"
    assert told(sheet, small) == [f"type-tiny {size} {least(sheet):.1f}".replace(".0", "")]


def test_the_longest_names_fit_at_that_size() -> None:
    units = sorted(shipped.bundle().units.values(), key=lambda unit: -len(f"{unit.name}, {unit.district_name}"))
    for sheet in large().values():
        for unit in units[:12]:
            composed = shipped.compose(replace(sheet, unit=unit))
            assert composed.findings == [], (sheet.name, unit.name)


def test_a_draft_says_so_at_that_size_too() -> None:
    campaign = shipped.bundle().campaign
    draft = campaign.model_copy(update={"legal_basis": campaign.legal_basis.model_copy(update={"number": ""})})
    composer = Composer(replace(shipped.bundle(), campaign=draft), shipped.fonts())
    for sheet in large().values():
        composed = composer.compose(sheet)
        assert composed.findings == [] and "state" in composed.slots
        assert told(sheet, composed.html) == []


def test_the_published_files_are_large(site: Path) -> None:
    """Every PDF of the whole build, read with another reader than the build's."""
    seen = 0
    for sheet in large().values():
        path = site / f"an-pham/{sheet.material.slug}/{sheet.name}.pdf"
        if path.exists():
            found = sizes(path.read_bytes())
            assert min(found) >= least(sheet) - 0.05, (path.name, min(found), found[min(found)])
            assert sum(map(len, found.values())) > 300
            seen += 1
    assert seen >= 5
