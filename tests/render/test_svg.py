"""Pages as SVG: what a browser shows of it is what PDFium shows of the PDF, and what has no outline is told."""

import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator

import numpy as np
import pytest
from pikepdf import Dictionary, Name
from PIL import Image
from playwright.sync_api import Browser, Page

from metadata import LABEL
from outreach.core.lengths import px_to_mm
from outreach.render.pdf.svg import Caption, svg, svg_path
from outreach.render.pdf.tracing import trace
from outreach.sheets.images import make_pictures
from outreach.sheets.picture import Picture
from pdfs import Made

PIXELS = (400, 240)
SIZE = (px_to_mm(400), px_to_mm(240))
TOLD = Caption("k", "vi", "Hai vòng <chạm>", 'Cài "ngay" & bật')
FIELD = "0.06 0.17 0.41 rg 0 0 110 70 re f "
DRAWN = {
    "fields": FIELD + "1 0.76 0.18 rg 10 10 40 20 re f 0.9 0.3 0.2 rg 60 30 m 90 60 l 95 20 l h f",
    "curves": "0 0 1 rg 20 30 m 20 50 60 50 60 30 c 60 10 20 10 20 30 c f 70 30 m 90 60 100 30 v 70 10 70 30 y f",
    "holes by rule": "1 0 0 rg 10 10 60 40 re 20 20 40 20 re f* 75 10 25 40 re 80 20 m 80 40 l 95 40 l 95 20 l h f",
    "strokes": "0 0.4 0 RG 3 w 1 J 1 j 10 10 m 40 50 l 70 10 l S 0 J 2 j 60 50 m 80 20 l 100 50 l S",
    "miters": "0 0.4 0 RG 3 w 0 j 2 M 10 10 m 14 50 l 18 10 l S 10 M 40 10 m 50 50 l 60 10 l S",
    "dashes": "0.5 0 0.5 RG 1.5 w [4 2] 1 d 10 10 m 90 10 l S 1 J [2 4] 0 d 10 40 m 90 40 l S",
    "turned": "q 0.8 0.3 -0.3 0.8 30 5 cm 0 0.5 0.5 rg 10 10 40 20 re f 1 0.76 0.18 RG 2 w 10 10 40 20 re S Q",
    "cut by a box": "q 20 10 40 30 re W n 1 0 0 rg 0 0 50 50 re f 0 1 0 RG 6 w 0 25 m 99 25 l S Q 70 40 9 9 re f",
    "cut by paths": "q 9 30 m 50 60 l 90 30 l 50 5 l h W n 20 10 60 40 re 35 20 20 20 re W* n 1 0 0 rg 0 0 99 60 re f",
    "seen through": FIELD + "/G gs 1 0.76 0.18 rg 10 10 40 40 re f 1 1 1 RG 4 w 60 10 m 90 50 l S",
    "in a form": "q 0.5 0 0 0.5 10 10 cm /Fm Do Q",
}
"""Content in mm from the lower left corner, y up."""


def made(content: str) -> bytes:
    one = Made(SIZE, bleed=0)
    one.resource("ExtGState", "G", Dictionary(ca=0.5, CA=0.4))
    one.form("Fm", "1 0 0 rg 0 0 60 60 re f 0 0 1 RG 3 w 10 10 m 90 90 l S", box=(0, 0, 80, 50))
    return one.page(content).saved()


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": PIXELS[0], "height": PIXELS[1]})
    yield page
    page.close()


def apart(page: Page, pdf: bytes) -> tuple[float, float]:
    """How far a browser's SVG and PDFium's PDF are apart: mean level, and share of pixels that differ much."""
    wanted = Picture(("png", "svg"), PIXELS, None, "k", "vi", "T", ("A",), (LABEL,))
    files, findings = make_pictures(pdf, wanted)
    assert findings == []
    page.set_content(f"<style>body{{margin:0}}svg{{display:block}}</style>{files['1.svg'].decode()}")
    shown = np.asarray(Image.open(io.BytesIO(page.screenshot())).convert("RGB"), int)
    picture = np.asarray(Image.open(io.BytesIO(files["1.png"])).convert("RGB"), int)
    assert shown.shape == picture.shape == (PIXELS[1], PIXELS[0], 3)
    assert np.ptp(picture) > 100, "there is something to see"
    off = np.abs(shown - picture).max(axis=2)
    return float(off.mean()), float((off > 64).mean())


@pytest.mark.parametrize("name", DRAWN)
def test_a_browser_shows_what_the_page_shows(page: Page, name: str) -> None:
    mean, much = apart(page, made(DRAWN[name]))
    assert mean < 0.8 and much < 0.001, (mean, much)


def test_text_is_drawn_without_a_font(page: Page) -> None:
    one = Made(SIZE, bleed=0)
    one.font()
    words = one.text("Mời bà con cài ẵ", 5, 35, 34, colour="0 g") + one.text(
        "Ẵ ộ ƯỜ đ", 5, 10, 50, colour="1 0.76 0.18 rg"
    )
    pdf = one.page(words + "BT /F 5 Tf 3 Tc 110 Tz 5 55 Td [<0024> -800 <0025>] TJ ET").saved()
    mean, much = apart(page, pdf)
    assert mean < 0.8 and much < 0.001, (mean, much)
    assert "text" not in {
        element.tag.rpartition("}")[2] for element in ET.fromstring(svg(trace(pdf), PIXELS, TOLD)).iter()
    }


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("q 40 0 0 30 10 10 cm /Im Do Q", "image"),
        ("q 4 0 0 1 0 0 cm 2 w 5 10 m 15 40 l S Q", "wider one way"),
        ("/F 20 Tf BT 1 Tr 5 10 Td <0024> Tj ET", "not filled"),
        ("/M gs 1 0 0 rg 10 10 40 40 re f", "mask"),
        ("/Half gs /Group Do", "shines through"),
        ("1 0.85 0.1 0.35 k 10 10 40 40 re f", "screens don't have"),
        ("/Pattern cs /P scn 10 10 40 40 re f", "pattern"),
    ],
)
def test_what_has_no_outline_is_told(content: str, said: str) -> None:
    one = Made(SIZE, bleed=0)
    one.font()
    one.image("Im", 2, 2, bytes(12), Name.DeviceRGB)
    one.resource("ExtGState", "M", Dictionary(BM=Name.Multiply))
    one.resource("ExtGState", "Half", Dictionary(ca=0.5))
    one.form("Group", "1 0 0 rg 0 0 60 60 re f", Group=Dictionary(S=Name.Transparency))
    one.form("Cell", "1 0 0 rg 0 0 2 2 re f", box=(0, 0, 4, 4))
    cell = one.resources.XObject.Cell
    cell.PatternType, cell.PaintType, cell.XStep, cell.YStep = 1, 1, 4, 4
    one.resource("Pattern", "P", cell)
    wanted = Picture(("svg",), PIXELS, None, "k", "vi", "T", ("A",), (LABEL,))
    _, findings = make_pictures(one.page(content).saved(), wanted)
    assert [finding.slug for finding in findings] == ["picture-untraced"]
    assert said in str(findings[0].data["found"])


def test_a_file_says_what_it_shows_and_asks_for_nothing() -> None:
    content = svg(trace(made(DRAWN["cut by paths"])), PIXELS, TOLD)
    root = ET.fromstring(content)
    assert (root.get("width"), root.get("height"), root.get("viewBox")) == ("400", "240", "0 0 400 240")
    assert [element.text for element in root[:2]] == [TOLD.title, TOLD.alt]
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert ids and all(str(one).startswith("k-") for one in ids)
    assert content == svg(trace(made(DRAWN["cut by paths"])), PIXELS, TOLD)


def test_outlines_are_written_without_rounding_errors() -> None:
    steps = [("M", ((0.0, 0.0),)), *(("L", ((0.004 * n, 0.007 * n),)) for n in range(1, 1001)), ("Z", ())]
    numbers = svg_path(steps).removeprefix("m0 0").removesuffix("z")
    x = y = 0.0
    command = ""
    tokens = re.findall(r"[a-z]|-?(?:\d+\.?\d*|\.\d+)", numbers)
    while tokens:
        if tokens[0].isalpha():
            command = tokens.pop(0)
        if command in "lh":
            x += float(tokens.pop(0))
        if command in "lv":
            y += float(tokens.pop(0))
    assert (x, y) == (pytest.approx(4.0, abs=0.006), pytest.approx(7.0, abs=0.006))


def test_a_picture_that_is_too_heavy_is_told() -> None:
    wanted = Picture(("png", "svg"), PIXELS, 1, "k", "vi", "T", ("A",), (LABEL,))
    one = Made(SIZE, bleed=0)
    one.font()
    _, findings = make_pictures(one.page(one.text("Bảo vệ mình", 5, 35, 30, colour="0 g")).saved(), wanted)
    assert {(finding.slug, finding.data["limit"]) for finding in findings} == {("picture-heavy", 1)}
    assert {finding.data["kind"] for finding in findings} == {"PNG", "SVG"}
