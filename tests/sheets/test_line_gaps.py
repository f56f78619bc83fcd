"""White between lines as it is measured, against the ink of both as WeasyPrint sets them and PDFium draws them."""

from itertools import pairwise

import pytest
from PIL import Image, ImageFilter

from outreach.campaign.templates import Slot, Type
from outreach.content.inline import Runs, parse
from outreach.core.lengths import PX_PER_INCH
from outreach.render.raster import pages
from outreach.sheets.copyfit import LineBreaker
from outreach.sheets.line_gaps import CLEAR, white
from outreach.sheets.slots import Fitting
from typesetting import FAMILY, set_page

STYLE = Type(sizes=[4], weight=900, line_height=1.14)
MEASURE = LineBreaker(FAMILY, STYLE)
EM = 50  # CSS pixels
FINE = 2  # pixels of the raster in a CSS pixel
STEP = EM * FINE
PAIRS = [
    ("Nghỉ ngơi,", "rồi mời cài"),  # as shipped: near, and apart
    ("Mời bà con tập", "hát, ốm nhớ báo"),  # a descender on an accent
    ("Nhà nhà **gặp** Ự", "ỒẪỔ **Ấn** Ổn"),
    ("chợ", "cả nhà Ế ẩm, Ổn"),
    ("ô", "ô"),
]


def ink(lines: tuple[str, str], style: Type, align: str, shown: int) -> Image.Image:
    """The ink of one of two lines, as set with the other."""
    words = [line.replace("**", "<b>", 1).replace("**", "</b>", 1) for line in lines]
    spans = "".join(f'<p class="{"seen" if index == shown else ""}">{line}</p>' for index, line in enumerate(words))
    css = (
        f"div {{ padding-top: {EM}px; width: 500px; font-size: {EM}px; line-height: {style.line_height};"
        f" font-weight: {style.weight}; letter-spacing: {style.tracking}em; text-align: {align} }}"
        " p { margin: 0; white-space: nowrap; color: #fff } b { font-weight: 900 } .seen { color: #000 }"
    )
    (raster,) = pages(set_page(f"<div>{spans}</div>", css).pdf, PX_PER_INCH * FINE)
    box = (0, 0, 520 * FINE, 4 * STEP)
    grey = Image.frombytes("RGB", (raster.width, raster.height), raster.rgb).convert("L").crop(box)
    return grey.point(lambda value: 255 * (value < 128))


def seen(lines: tuple[str, str], style: Type, align: str) -> tuple[float, float]:
    """em between the lowest ink of the upper line and the highest of the lower: within 0.06 em, and straight below."""
    upper, lower = (ink(lines, style, align, shown) for shown in (0, 1))
    found = []
    for reach in (round(0.06 * STEP), 0):
        near = lower.filter(ImageFilter.MaxFilter(2 * reach + 1))  # spreads ink up and down too: taken off below
        gaps = []
        for x in range(upper.width):
            above, below = (image.crop((x, 0, x + 1, image.height)).getbbox() for image in (upper, near))
            if above and below:
                gaps.append((below[1] + reach - above[3]) / STEP)
        found.append(min(gaps))
    return found[0], found[1]


@pytest.mark.parametrize("align", ["left", "center", "right"])
@pytest.mark.parametrize("pair", PAIRS)
def test_white_is_as_seen_on_paper(pair: tuple[str, str], align: str) -> None:
    style = Type(sizes=[1], weight=700, line_height=0.8, tracking=-0.022)
    first, second = (parse(line) for line in pair)
    near, below = seen(pair, style, align)
    assert near - 0.02 <= white(FAMILY, first, second, style, align) <= below + 0.02
    assert below < CLEAR  # so tight that every pair was drawn


@pytest.mark.parametrize("weight", [400, 900])
def test_the_reach_of_words_is_that_of_their_ink(weight: int) -> None:
    """The quick measure, which spares most lines the drawing of their outlines, never tells of less ink."""
    face = FAMILY.face(weight)
    for text in ("Ế", "ộ", "gặp Ự", "Ẵ, ₫ j", "x", "-"):
        drawn = [column for _, glyph in face.placements(text, 0) for column in glyph.values()]
        low, high = min(low for low, _ in drawn), max(high for _, high in drawn)
        assert face.reach(text) == (pytest.approx(low, abs=0.004), pytest.approx(high, abs=0.004))
    assert face.reach(" ") == (0, 0)


def test_more_room_between_lines_is_more_white() -> None:
    upper, lower = parse("gặp"), parse("Ốm")

    def at(height: float) -> float:
        return white(FAMILY, upper, lower, Type(sizes=[1], weight=900, line_height=height), "left")

    assert at(1.14) < CLEAR < at(1.42)
    assert at(1.2) - at(1.14) == pytest.approx(0.06)


def headline(height: float, room: float = 16, most: int = 3, wide: float = 42) -> Slot:
    type_ = Type(sizes=[4], weight=900, line_height=height)
    return Slot(kind="text", box=(3, 6, wide, room), max_lines=most, type=type_)


def test_lines_that_touch_are_told_with_their_words_and_millimetres() -> None:
    rem = 210 / 48
    fitting = Fitting(FAMILY, rem, 0.5)
    tight = headline(1.14, 3 * 4 * 1.14, wide=16)  # no room for another break, nor for more white
    view = fitting.text("headline", tight, "Gặp gỡ | nhà Ổn | nhớ cài")
    fault = fitting.findings[0]
    assert (fault.slug, fault.severity, fault.data["slot"]) == ("lines-touch", "error", "headline")
    assert fault.data["text"] == "Gặp gỡ / nhà Ổn"
    runs: list[Runs] = list(view.lines)
    gap = white(FAMILY, runs[0], runs[1], Type(sizes=[4], weight=900, line_height=1.14), "left")
    assert float(fault.data["mm"]) == pytest.approx(gap * 4 * rem, abs=0.01)
    assert float(fault.data["least"]) == pytest.approx(CLEAR * 4 * rem, abs=0.01)
    roomy = Fitting(FAMILY, rem, 0.5)
    roomy.text("headline", headline(1.42), "Gặp gỡ | nhà Ổn | nhớ cài")
    assert roomy.findings == []


def test_lines_spread_where_the_box_has_room() -> None:
    fitting = Fitting(FAMILY, 210 / 48, 0.5)
    view = fitting.text("headline", headline(1.14, 18), "hẹn chợ giữ | con nhớ ổn | bà")
    assert fitting.findings == [] and len(view.lines) == 3
    height = float(view.style.split("line-height:")[1].split(";")[0])
    spread = Type(sizes=[4], weight=900, line_height=height)
    assert min(white(FAMILY, a, b, spread, "left") for a, b in pairwise(view.lines)) == pytest.approx(CLEAR, abs=0.0101)
    assert height > 1.14 and 3 * 4 * height <= 18


@pytest.mark.parametrize(("upper", "lower"), [("giữ bạn, giữ lớp,", "giữ cả nhà"), ("hẹn chợ giữ", "con nhớ ổn")])
def test_accents_that_stand_near_are_told_though_they_do_not_touch(upper: str, lower: str) -> None:
    """As shipped: a dot below the line over an accent of the next, 0.02 to 0.1 em apart."""
    style = Type(sizes=[4], weight=900, line_height=1.14)
    assert 0.02 < white(FAMILY, parse(upper), parse(lower), style, "left") < CLEAR
    fitting = Fitting(FAMILY, 210 / 48, 0.5)
    width = max(MEASURE.em(parse(words)) for words in (upper, lower)) * 4 + 0.1
    view = fitting.text("headline", headline(1.14, 2 * 4 * 1.14, 2, width), f"{upper} | {lower}")
    slugs = {fault.slug for fault in fitting.findings}
    assert slugs == {"lines-touch"} or view.lines != (parse(upper), parse(lower))


@pytest.mark.parametrize(
    "text", ["nhau bà học gặp ổn cài bán", "bạn học con Đi giữ gặp lớp", "hẹn chợ giữ con nhớ ổn bà"]
)
def test_another_break_keeps_accents_apart_where_lines_cannot_spread(text: str) -> None:
    slot = headline(1.14, 2 * 4 * 1.14, 2)
    even = MEASURE.break_lines(parse(text), 42 / 4, 2)
    assert even is not None and white(FAMILY, even[0], even[1], STYLE, "left") < CLEAR
    fitting = Fitting(FAMILY, 210 / 48, 0.5)
    view = fitting.text("headline", slot, text)
    assert fitting.findings == [] and view.lines != even
    assert white(FAMILY, view.lines[0], view.lines[1], STYLE, "left") >= CLEAR - 1e-6
