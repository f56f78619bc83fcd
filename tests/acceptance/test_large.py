"""Formats for every place: what is delivered at 1:10, what keeps clear of hem and knife, all at the size that hangs."""

import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

import catalogues
import shipped
from outreach.campaign.formats import Format
from outreach.campaign.template_files import read_templates
from outreach.sheets.compose import Composition
from outreach.sheets.layout_check import Limits, layout
from outreach.sheets.values import values_of
from typesetting import set_page

WANTED = {  # what the order asks for, in mm
    "DL": (99, 210),
    "standee": (800, 1800),
    "flag": (800, 2500),
    "banner": (4000, 1000),
    "large banner": (6000, 1500),
    "pano": (3000, 2000),
    "billboard": (12000, 6000),
}


@cache
def scaled() -> list[str]:
    """Names of the sheets that are delivered smaller than they hang."""
    return [name for name, sheet in shipped.sheets().items() if sheet.form.scale > 1]


def changed(name: str, **meta: Any) -> Composition:
    sheet = shipped.sheets()[name]
    material = replace(sheet.material, meta=sheet.material.meta.model_copy(update=meta))
    return shipped.compose(replace(sheet, material=material))


@pytest.mark.parametrize("wanted", WANTED)
def test_every_place_has_its_format(wanted: str) -> None:
    assert WANTED[wanted] in {sheet.form.trim for sheet in shipped.sheets().values()}


@pytest.mark.over("name", scaled)
def test_a_tenth_is_said_in_the_name_on_the_sheet_and_on_its_page(site: Path, name: str) -> None:
    sheet = shipped.sheets()[name]
    assert name.endswith("-1-10")
    path = site / "an-pham" / sheet.material.slug / f"{name}.pdf"
    with pikepdf.open(path) as pdf:
        left, bottom, right, top = (float(value) * 25.4 / 72 for value in pdf.pages[0].trimbox.as_list())
        assert (right - left, top - bottom) == pytest.approx([side / 10 for side in sheet.form.trim], abs=0.02)
    document = pypdfium2.PdfDocument(path)
    text = " ".join(document[0].get_textpage().get_text_range().split())
    document.close()
    assert "tệp tỉ lệ 1:10" in text
    page = (site / f"an-pham/{sheet.material.slug}/index.html").read_text(encoding="utf-8")
    width, height = (f"{side:g}" for side in sheet.form.trim)
    assert f"{width} × {height} mm (tệp ở tỉ lệ 1:10)" in page
    assert f'href="{name}.pdf"' in page
    assert f"gập viền {sheet.form.hem:g} mm" in page and f"khoen cách nhau {sheet.form.eyelets:g} mm" in page
    assert f"cách mép {sheet.form.keep_clear:g} mm" in page
    assert any(listed.endswith(f"{name}.pdf") for listed in catalogues.entries(site))


def test_what_is_not_scaled_does_not_speak_of_it() -> None:
    assert scaled() and all("-1-10" not in name for name in shipped.sheets() if name not in scaled())
    assert "1:10" not in shipped.compose(shipped.sheets()["mot-cua-a4-office-mono"]).slots["imprint"].words


@pytest.mark.parametrize(
    ("side", "scale", "right"), [(5080, 1, True), (5081, 1, False), (5081, 10, True), (900, 10, True), (900, 5, False)]
)
def test_over_5080_mm_only_a_tenth_is_delivered(tmp_path: Path, side: int, scale: int, right: bool) -> None:
    folder = tmp_path / "a"
    folder.mkdir()
    (folder / "template.toml").write_text(
        'names = { en = "A" }\n[formats]\n\n'
        f'x = {{ label = "X", trim = [{side}, 100], scale = {scale}, profiles = ["p"] }}\n'
        '[slots.t]\nkind = "text"\nbox = [0, 0, 9, 9]\ntype = { sizes = [1] }\n',
        encoding="utf-8",
    )
    profile = next(iter(shipped.bundle().profiles.values()))
    templates, faults = read_templates(tmp_path, "t", {"p": profile})
    assert (not faults) == right == ("a" in templates)
    if faults:
        assert [(f.slug, f.data["field"], f.line) for f in faults] == [("field-invalid", "formats.x.scale", 4)]


def test_the_band_is_at_least_as_wide_as_the_hem() -> None:
    with pytest.raises(ValueError, match="hem"):
        Format(label="x", trim=(100, 100), profiles=["p"], hem=50, keep_clear=40)


@pytest.mark.over("name", shipped.sheets)
def test_a_hem_has_its_band(name: str) -> None:
    form = shipped.sheets()[name].form
    assert form.keep_clear >= form.hem and (not form.eyelets or form.hem)


def test_legibility_counts_at_the_size_that_hangs() -> None:
    """Capitals of 16.5 rem × 20.8 mm × 0.74 are read from 25 m, though the file is a tenth of that."""
    assert not [f for f in changed("bang-ron-4x1-print-shop-1-10", read_from=24).findings if f.slug == "type-small"]
    (finding,) = changed("bang-ron-4x1-print-shop-1-10", read_from=28).findings
    assert finding.slug == "type-small" and finding.severity == "error" and finding.data["slot"] == "headline"
    assert 24 < float(finding.data["legible"]) < 28
    larger = changed("bang-ron-6x1-5-print-shop-1-10", read_from=28)
    assert not larger.findings  # the same layout, half as large again


def test_what_does_not_fit_is_told_in_millimetres_of_the_size_that_hangs() -> None:
    slots = {"headline": "Mời tất cả bà con cô bác cùng cài ứng dụng này ngay hôm nay nhé", "lead": "A"}
    small, large = (
        next(f for f in changed(name, slots=slots, read_from=5).findings if f.slug == "copyfit")
        for name in ("bang-ron-4x1-print-shop-1-10", "bang-ron-6x1-5-print-shop-1-10")
    )
    assert float(large.data["wide"]) == pytest.approx(1.5 * float(small.data["wide"]), rel=1e-3)
    assert float(small.data["wide"]) > 1000


@pytest.mark.parametrize(("metres", "slug"), [(2, None), (20, "scan-far")])
def test_a_billboards_symbol_is_refused_from_the_road(metres: float, slug: str | None) -> None:
    """A card of 24 rem is 1 m on the pano of 3 × 2 m: read from 2 m, not from 20."""
    sheet = shipped.sheets()["pano-3x2-print-shop-1-10"]
    standee = shipped.sheets()["standee-benh-vien-08x18-print-shop"]
    symbol = standee.template.layouts["08x18", "print-shop"]["symbol"]
    slots = {
        **sheet.template.layouts["3x2", "print-shop"],
        "symbol": symbol.model_copy(update={"box": (40, 4, 24, 24), "card": (24, 24)}),
    }
    layouts = {**sheet.template.layouts, ("3x2", "print-shop"): slots}
    meta = sheet.material.meta.model_copy(update={"scan_from": metres})
    changed_sheet = replace(
        sheet,
        template=sheet.template.model_copy(update={"layouts": layouts}),
        material=replace(sheet.material, meta=meta),
    )
    composed = shipped.compose(changed_sheet)
    assert composed.scan is not None and composed.scan.card_mm == pytest.approx(1000)
    assert [f.slug for f in composed.findings] == ([slug] if slug else [])


def test_no_banner_or_billboard_carries_a_symbol_and_all_carry_the_address_large() -> None:
    for name, sheet in shipped.sheets().items():
        if sheet.template.name in {"banner", "billboard", "flag"}:
            composed = shipped.compose(sheet)
            assert composed.scan is None and "symbol" not in composed.slots
            size = re.search(r"font-size:([\d.]+)rem", composed.slots["link_host"].style)
            assert size is not None and float(size[1]) >= 4, name
            spoken = " ".join(composed.slots[slot].words for slot in ("headline", "lead"))
            assert len(spoken.split()) <= 10


@pytest.mark.over("name", scaled)
def test_the_host_alone_is_the_address(name: str) -> None:
    values = values_of(shipped.bundle(), shipped.sheets()[name])
    composed = shipped.compose(shipped.sheets()[name])
    assert composed.slots["link_host"].words == values["record.link_host"] and "/B" not in composed.html


def test_a_standee_is_scanned_from_where_one_stands() -> None:
    composed = shipped.compose(shipped.sheets()["standee-benh-vien-08x18-print-shop"])
    assert composed.scan is not None and composed.scan.n >= 4 and not composed.findings


# an A5 page of 148 × 210 mm that hangs ten times as large
def limits(**data: Any) -> Limits:
    usual = {"trim": (1480, 2100), "pages": 1, "safe": 0, "words": (), "scale": 10}
    return Limits(**{**usual, **data})


SQUARE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="9mm" height="9mm" viewBox="0 0 9 9"><path d="M0 0h9v9H0z"/></svg>'
)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ('<p style="left:5.1mm;top:30mm">a</p>', None),
        ('<p style="left:4.9mm;top:30mm">a</p>', ("left", 1)),
        ('<p style="left:3mm;top:30mm">a</p>', ("left", 20)),
        ('<p style="left:60mm;top:203mm;line-height:4mm">a</p>', ("bottom", 20)),
        (f'<div style="left:60mm;top:2mm">{SQUARE}</div>', ("top", 30)),
        (f'<div class="ground" style="left:60mm;top:2mm">{SQUARE}</div>', None),
        ('<div style="left:0;top:0;width:148mm;height:9mm;background:#000"></div>', None),
    ],
)
def test_nothing_but_ground_lies_in_the_band(body: str, found: tuple[str, float] | None) -> None:
    css = "p, div { position: absolute; margin: 0; font-size: 4mm }"
    faults = [f for f in layout(set_page(body, css), limits(keep_clear=50)) if f.slug == "keep-clear"]
    assert [f.data["side"] for f in faults] == ([found[0]] if found else [])
    if found:
        assert float(faults[0].data["mm"]) == pytest.approx(found[1], abs=0.3) and faults[0].data["least"] == "50"


@pytest.mark.parametrize(("left", "top", "mm"), [(73.5, 4.1, 0), (73.5, 2, 20), (10, 10, 205), (30, 30, 0)])
def test_a_round_sheet_is_the_circle_in_its_trim(left: float, top: float, mm: float) -> None:
    body = (
        f'<p style="position:absolute;margin:0;left:{left}mm;top:{top}mm;width:1mm;font-size:1mm;line-height:1mm">.</p>'
    )
    faults = list(layout(set_page(body), limits(trim=(1480, 1480), round=True, keep_clear=40)))
    told = [f for f in faults if f.slug == "keep-clear"]
    assert [f.data["side"] for f in told] == (["round"] if mm else [])
    if mm:
        assert float(told[0].data["mm"]) == pytest.approx(mm, abs=2)


def test_the_safe_area_too_counts_at_the_size_that_hangs() -> None:
    body = '<p style="position:absolute;margin:0;left:3mm;top:30mm;font-size:4mm">a</p>'
    assert not [f for f in layout(set_page(body), limits(safe=29)) if f.slug == "safe-area"]
    (fault,) = [f for f in layout(set_page(body), limits(safe=35)) if f.slug == "safe-area"]
    assert fault.data["side"] == "left" and float(fault.data["mm"]) == pytest.approx(5, abs=0.1)


def test_slug_and_edition_may_be_slots() -> None:
    """The words of the slug can stand on the sheet itself, as any text does."""
    sheet = shipped.sheets()["to-roi-ho-dan-a5-print-shop"]
    values = values_of(shipped.bundle(), sheet)
    assert values["sheet.slug_2"] == "Tờ rơi cho hộ dân, mã 03 · mặt 2/2 · bản 1, ngày 21/09/2020"
    assert values["campaign.edition"] == "bản 1, ngày 21/09/2020"
    slots = sheet.template.layouts["a5", "print-shop"]
    told = {**slots, "imprint": slots["imprint"].model_copy(update={"default": "sheet.slug_2"})}
    layouts = {**sheet.template.layouts, ("a5", "print-shop"): told}
    composed = shipped.compose(replace(sheet, template=sheet.template.model_copy(update={"layouts": layouts})))
    assert composed.slots["imprint"].words == values["sheet.slug_2"] and not composed.findings
