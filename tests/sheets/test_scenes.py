"""Drawings on finished sheets: what dissolves in the ground or in a neighbour is told, with the shape's line."""

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pypdfium2
import pytest

import shipped
from outreach.campaign.quiet import Quiet, read_quiet
from outreach.campaign.sheets import Sheet
from outreach.checks.demands import SceneDemands
from outreach.checks.scenes import check
from outreach.core.findings import Finding
from outreach.core.strings import Strings
from outreach.core.tables import Table, read_toml
from outreach.render.pdf.normalise import finish
from outreach.render.pixels import luminance
from outreach.render.typeset import typeset
from outreach.sheets.scenes import scenes_of
from projects import ROOT

STYLE = (
    ".ink{fill:#0F2B68}.sky{fill:#BFE0F2}.white{fill:#fff}.pale{fill:#F8F8F8}.lined{stroke:#0F2B68;stroke-width:4}"
    ".faint{stroke:#fff;stroke-width:4}.hair-thin{stroke:#0F2B68;stroke-width:.1}.halo{fill:#fff}.fog{fill:#0F2B68;fill-opacity:.05}"
    ".ring{fill:none;stroke:#0F2B68;stroke-width:6}.pale-line{stroke:#F4F4F4}"
)
BODY = '<path class="{}" d="M100 100h200v200h-200z"/>'


@cache
def with_scene() -> dict[str, Sheet]:
    return {name: sheet for name, sheet in shipped.sheets().items() if sheet.material.meta.scene}


def drawn(*shapes: str, ground: str = "#FFFFFF", quiet: tuple[Quiet, ...] = (), style: str = STYLE) -> list[Finding]:
    """Findings on a drawing on a page of one colour; each shape has a line of its own, the first is on 2."""
    source = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400">\n' + "\n".join(shapes) + "\n</svg>"
    markup = source.replace(">", f"><style>{style}</style>", 1)
    page = f"<style>@page{{size:500px;margin:0}}*{{margin:0}}body{{background:{ground}}}svg{{width:430px;height:430px}}"
    pdf = finish(typeset(f"{page}</style>{markup}", tagged=False).pdf)
    return list(check(pdf, [SceneDemands(1, "docs/a.svg", source, markup, quiet)]))


def told(findings: list[Finding]) -> list[tuple[str, int, str, str, str]]:
    return [(f.slug, f.line, *(str(f.data[key]) for key in ("found", "colour", "other"))) for f in findings]


def test_a_shape_in_the_grounds_own_colour_is_told_with_all_that_mends_it() -> None:
    (fault,) = found = drawn(BODY.format("ink"), BODY.format("white").replace("M100", "M20"))
    assert told(found) == [("shape-lost", 3, "path.white", "#FFFFFF", "#FFFFFF")]
    assert (fault.file, fault.data["behind"], fault.data["ratio"], fault.data["least"]) == (
        "docs/a.svg", "ground", "1", "1.5",
    )  # fmt: skip
    for language in ("en", "vi"):
        text, expected = Strings.load(language).finding(fault)
        assert all(part in text for part in ("path.white", "#FFFFFF", "1 : 1")) and "1.5 : 1" in expected


SEEN = {
    "dark on light": ([BODY.format("ink")], "#FFFFFF"),
    "light on dark": ([BODY.format("white")], "#0F2B68"),
    "light on light, outlined": ([BODY.format("white lined")], "#FFFFFF"),
    "light on dark, outlined in the ground": ([BODY.format("white lined")], "#0F2B68"),
    "white on sky, outlined in white": ([BODY.format("ink faint")], "#FFFFFF"),
    "inside another": ([BODY.format("ink"), '<circle class="white" cx="200" cy="200" r="40"/>'], "#FFFFFF"),
    "hidden by another": ([BODY.format("white"), BODY.format("ink")], "#FFFFFF"),
    "beside an outline of its own colour": (
        [BODY.format("white lined"), '<rect class="ink" x="60" y="150" width="100" height="90"/>'],
        "#FFFFFF",
    ),
    "a ring": (['<circle class="ring" cx="200" cy="200" r="90"/>'], "#FFFFFF"),
    "a line that runs beyond what it lies on": (
        [BODY.format("ink"), '<path class="ring pale-line" d="M110 200H310"/>'],
        "#FFFFFF",
    ),
    "a hole": (['<path class="ink" fill-rule="evenodd" d="M50 50h300v300h-300zM100 100h200v200h-200z"/>'], "#FFFFFF"),
    "a halo": ([BODY.format("ink"), '<circle class="halo" cx="200" cy="200" r="30"/>'], "#FFFFFF"),
    "cut by a clip path": (
        ['<defs><clipPath id="c"><path d="M0 0h400v150H0z"/></clipPath></defs><g clip-path="url(#c)">',
         BODY.format("ink"), "</g>"],
        "#FFFFFF",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", SEEN)
def test_what_is_seen_is_passed(case: str) -> None:
    shapes, ground = SEEN[case]
    assert drawn(*shapes, ground=ground) == []


LOST = {
    "a shade of the ground": ([BODY.format("sky")], "#FFFFFF", 2),
    "an outline of the ground's colour": ([BODY.format("white faint")], "#FFFFFF", 2),
    "an outline that nobody sees": ([BODY.format("white hair-thin")], "#FFFFFF", 2),
    "as good as transparent": ([BODY.format("fog")], "#FFFFFF", 2),
    "a pale ring": (['<circle class="ring pale-line" cx="200" cy="200" r="90"/>'], "#FFFFFF", 2),
    "a small thing lost in a larger": (
        [BODY.format("white lined"), '<circle class="pale" cx="200" cy="200" r="9"/>'], "#FFFFFF", 3,
    ),
    "half of it over a shape of its colour": (
        [BODY.format("ink"), '<rect class="ink" x="150" y="60" width="80" height="80"/>'], "#FFFFFF", 3,
    ),
    "over stripes, each of them short": (
        [*(f'<rect class="ink" x="{x}" y="90" width="22" height="90"/>' for x in range(60, 330, 40)),
         '<rect class="ink" x="50" y="120" width="290" height="12"/>'], "#FFFFFF", 9,
    ),
    "within groups": (['<g transform="scale(.5)"><g>', BODY.format("white"), "</g></g>"], "#FFFFFF", 3),
}  # fmt: skip


@pytest.mark.parametrize("case", LOST)
def test_what_is_lost_is_told(case: str) -> None:
    shapes, ground, line = LOST[case]
    assert [(f.slug, f.line) for f in drawn(*shapes, ground=ground)] == [("shape-lost", line)]


def test_a_halo_has_the_colour_of_the_ground() -> None:
    halo = '<circle class="halo" cx="200" cy="200" r="30"/>'
    assert told(drawn(BODY.format("white"), halo, ground="#0F2B68")) == [
        ("halo-colour", 3, "circle.halo", "#FFFFFF", "#0F2B68")
    ]


def test_what_is_quiet_by_intent_is_passed_there_alone() -> None:
    shapes = (
        BODY.format("ink"),
        '<circle class="ink" cx="200" cy="120" r="40"/>',
        BODY.format("sky").replace("M100", "M20"),
    )
    assert [f.line for f in drawn(*shapes)] == [3, 4]
    shade = Quiet(shapes=["ink"], behind=["ink"], drawings=["a"], reason="meant")
    assert [f.line for f in drawn(*shapes, quiet=(shade,))] == [4]
    assert [f.line for f in drawn(*shapes, quiet=(shade.model_copy(update={"behind": ("ground",)}),))] == [3, 4]
    assert [f.line for f in drawn(*shapes, quiet=(shade, Quiet(shapes=["sky"], reason="meant")))] == []


def test_a_drawing_on_several_grounds_is_judged_on_each() -> None:
    """The sheet is what is looked at: under the drawing lie two fields, and it is lost in one of them."""
    source = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400">\n{BODY.format("white")}\n</svg>'
    markup = source.replace(">", f"><style>{STYLE}</style>", 1)
    page = (
        "<style>@page{size:400px;margin:0}*{margin:0}svg,div{position:absolute;left:0;top:0;width:400px;height:400px}"
        "div{height:200px;background:#0F2B68}</style><div></div>"
    )
    pdf = finish(typeset(page + markup, tagged=False).pdf)
    (fault,) = check(pdf, [SceneDemands(1, "a.svg", source, markup)])
    assert (fault.data["behind"], fault.data["other"]) == ("ground", "#FFFFFF")
    dark = finish(typeset((page + markup).replace("height:200px", "height:400px"), tagged=False).pdf)
    assert list(check(dark, [SceneDemands(1, "a.svg", source, markup)])) == []


def test_a_drawing_that_is_not_on_the_sheet_is_told() -> None:
    source = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400">{BODY.format("ink")}</svg>'
    markup = source.replace(">", f"><style>{STYLE}</style>", 1)
    pdf = finish(typeset("<p>x", tagged=False).pdf)
    assert [f.slug for f in check(pdf, [SceneDemands(1, "a.svg", source, markup)])] == ["scene-unread"]


def test_the_table_of_what_is_quiet(tmp_path: Path) -> None:
    (tmp_path / "boat.svg").write_text("<svg/>")
    table = tmp_path / "quiet.toml"
    assert read_quiet(Table("quiet.toml", {}), tmp_path) == ((), [])
    table.write_text('[[quiet]]\nshapes = ["fold"]\nreason = "Creases"\n', encoding="utf-8")
    assert read_quiet(read_toml(table, "quiet.toml"), tmp_path) == ((Quiet(shapes=["fold"], reason="Creases"),), [])
    table.write_text(
        '[[quiet]]\nshapes = ["fold"]\n\n[[quiet]]\nshapes = ["a"]\ndrawings = ["boat", "bot"]\nreason = "x"\n', "utf-8"
    )
    (fault,) = read_quiet(read_toml(table, "quiet.toml"), tmp_path)[1]
    assert (fault.slug, fault.data["field"], fault.line) == ("field-invalid", "quiet.0.reason", 1)
    table.write_text('[[quiet]]\nshapes = ["a"]\ndrawings = ["boat", "bot"]\nreason = "x"\n', "utf-8")
    (fault,) = read_quiet(read_toml(table, "quiet.toml"), tmp_path)[1]
    assert (fault.slug, fault.data["found"], fault.line) == ("reference-unknown", "bot", 3)


def finished(sheet: Sheet) -> tuple[bytes, tuple[SceneDemands, ...]]:
    composed = shipped.compose(sheet)
    return finish(typeset(composed.html, tagged=False).pdf), scenes_of(shipped.bundle(), sheet, composed.pictures)


def test_a_material_without_a_ground_has_its_templates_first() -> None:
    sheet = with_scene()["to-roi-dl-dl-screen"]
    assert sheet.material.meta.ground is None and sheet.template.grounds[0] == "sky" == sheet.ground
    assert 'class="colour screen dl sky"' in shipped.compose(sheet).html
    assert all(sheet.template.grounds for sheet in with_scene().values())  # a scene always knows what it stands on


def test_without_the_ground_the_receptionist_has_no_body() -> None:
    """The fault that this check is for: the palette of no ground, set on sky."""
    pdf, scenes = finished(with_scene()["to-roi-dl-dl-screen"])
    assert list(check(pdf, scenes)) == []
    plain = scenes[0].markup.replace("stroke-width:4;", "stroke-width:0;").replace("stroke-width:9", "stroke-width:0")
    bare = finish(
        typeset(shipped.compose(with_scene()["to-roi-dl-dl-screen"]).html.replace(scenes[0].markup, plain), False).pdf
    )
    found = list(check(bare, [replace(scenes[0], markup=plain)]))
    lines = Path(ROOT / scenes[0].file).read_text(encoding="utf-8").splitlines()
    assert ("path.sky", "ground", "1") in {(f.data["found"], f.data["behind"], f.data["ratio"]) for f in found}
    assert all(f'class="{str(f.data["found"]).split(".")[1]}' in lines[f.line - 1] for f in found)


def scenes_in(site: Path) -> Iterator[tuple[Path, Sheet]]:
    for sheet in with_scene().values():
        path = site / f"an-pham/{sheet.material.slug}/{sheet.name}.pdf"
        if path.exists():
            yield path, sheet


@pytest.mark.parametrize(
    ("every", "least"), [(False, 8), pytest.param(True, 150, marks=pytest.mark.long)], ids=["templates", "sheets"]
)
def test_no_scene_dissolves_on_any_published_sheet(site: Path, every: bool, least: int) -> None:
    """PDFs of the whole build that show a scene, as they are published: one of each template, or every one."""
    sheets = list(scenes_in(site))
    chosen = sheets if every else list({sheet.template.name: (path, sheet) for path, sheet in sheets}.values())
    for path, sheet in chosen:
        composed = shipped.compose(sheet)
        assert list(check(path.read_bytes(), scenes_of(shipped.bundle(), sheet, composed.pictures))) == [], path.name
    assert len(chosen) > least


def test_no_build_reports_a_scene(project: Path) -> None:
    """The build looks at each sheet that it makes; what it finds is kept with the sheet."""
    reports = [json.loads(path.read_text()) for path in (project / ".cache/outreach/sheets").glob("*/report.json")]
    slugs = [finding["slug"] for report in reports for finding in report["findings"]]
    assert len(reports) > 200 and [slug for slug in slugs if slug.startswith("scene-")] == []


PLACES = {
    # Sheet, where inside the shape, from there to the ground: shares of the drawing's viewBox.
    "the receptionist's body": ("to-roi-dl-dl-screen", (-190, 470), (-300, 350)),
    "the ferry's hull": ("thong-bao-hanh-khach-a4-screen", (135, 120), (95, 120)),
}


@pytest.mark.parametrize("case", PLACES)
def test_on_paper_there_is_an_edge_between_a_shape_and_its_ground(case: str, site: Path) -> None:
    """Looked at with nothing but the pixels of the published file: somewhere on the way the light changes by 1.5."""
    name, inside, outside = PLACES[case]
    sheet = with_scene()[name]
    slot = next(s for s in sheet.template.layouts[sheet.format, sheet.profile].values() if s.kind == "scene")
    with pypdfium2.PdfDocument(site / f"an-pham/{sheet.material.slug}/{name}.pdf") as document:
        pixels = document[slot.page - 1].render(scale=4).to_pil().convert("RGB")
    source = scenes_of(shipped.bundle(), sheet, shipped.compose(sheet).pictures)[0].source
    left, top, width, height = (float(v) for v in source.partition('viewBox="')[2].partition('"')[0].split())
    px = pixels.width / sheet.form.trim[0] * sheet.form.rem
    box = [side * px for side in slot.box]
    zoom = min(box[2] / width, box[3] / height)
    bottom = box[1] + box[3] if "stands" in (sheet.template.folder / "sheet.html.j2").read_text() else None
    x0 = box[0] + (box[2] - width * zoom) / 2
    y0 = bottom - height * zoom if bottom else box[1] + (box[3] - height * zoom) / 2
    way = [
        (x0 + (a - left) * zoom, y0 + (b - top) * zoom)
        for a, b in np.linspace(inside, outside, 400)
    ]  # fmt: skip
    light = luminance(np.array([pixels.getpixel((round(x), round(y))) for x, y in way], np.uint8))
    assert (light.max() + 0.05) / (light.min() + 0.05) >= 1.5, case
