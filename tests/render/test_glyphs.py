"""Widths that are predicted against those that WeasyPrint lays out."""

import html
import unicodedata
from itertools import groupby

import pypdfium2
import pytest
from PIL import Image

from outreach.campaign.templates import Type
from outreach.content.inline import parse, plain
from outreach.core.lengths import PX_PER_INCH, mm_to_px
from outreach.render.raster import pages
from outreach.sheets.copyfit import LineBreaker, Setting, fit, pieces
from typesetting import FAMILY, FILES, set_page, texts

TEXTS = [
    "Trong lúc chờ, mời bà con cài Bluezone",
    "Yêu cầu: Thực hiện ngay – gõ AVATAR, WAVE, “Tôi”; fi fl ffi",
    "Ế Ộ Ữ Ẵ Ỹ Đ đ ạ ặ ₫ 1900 9095 · 25 %",
    "NGHIÊNG NGẢ, QUỶNH QUẢNG",
    "x",
]
SIZES = [7.3, 16, 61.7, 240]
PER_REM = PX_PER_INCH / 6  # 16 px


@pytest.mark.parametrize("weight", FILES)
@pytest.mark.parametrize("tracking", [0, -0.022, 0.1])
def test_widths_equal_the_layout(weight: int, tracking: float) -> None:
    style = Type(sizes=[1], weight=weight, tracking=tracking)
    measure = LineBreaker(FAMILY, style)
    lines = [(text, size) for text in TEXTS for size in SIZES]
    body = "".join(f'<p style="font-size:{size}px">{html.escape(text)}</p>' for text, size in lines)
    css = f"@page {{ size: 3000mm }} p {{ white-space: nowrap; font-weight: {weight}; letter-spacing: {tracking}em }}"
    set_texts = texts(set_page(body, css).pages[0])
    assert [node.text for node in set_texts] == [text for text, _ in lines]
    for node, (text, size) in zip(set_texts, lines, strict=True):
        laid_out = mm_to_px(node.rect[2] - node.rect[0])
        assert measure.em(parse(text)) * size == pytest.approx(laid_out, abs=0.05), (text, size)


HEADLINES = [
    ("Trong lúc chờ, mời bà con cài **Bluezone** để bảo vệ mình, bảo vệ cộng đồng", 22.0, 4),
    ("Yêu cầu cài đặt ứng dụng **Bluezone** trước khi vào cơ quan", 14.0, 5),
    ("Mình gặp nhau, | hai máy | nhớ giúp", 30.0, 3),
]


@pytest.mark.parametrize(("text", "width", "most"), HEADLINES)
def test_breaks_are_those_of_the_layout(text: str, width: float, most: int) -> None:
    """Set as it is on sheets, with its breaks and no wrapping: each line is where copyfit put it and as wide."""
    style = Type(sizes=[4, 3, 2.4, 2], weight=700, tracking=-0.02, line_height=1.2)
    setting = fit(pieces(text), style, style.sizes, (width, 40), most, FAMILY)
    assert isinstance(setting, Setting)
    marked = (
        "".join(f"<b>{html.escape(run.text)}</b>" if run.strong else html.escape(run.text) for run in line)
        for line in setting.lines
    )
    css = (
        f"h1 {{ width: {width * PER_REM}px; font-size: {setting.size * PER_REM}px; font-weight: 700; margin: 0;"
        f" letter-spacing: -.02em; line-height: 1.2 }} b {{ font-weight: 900 }}"
    )
    broken = set_page(f"<h1>{'<br>'.join(marked)}</h1>", css)
    rows = [list(row) for _, row in groupby(texts(broken.pages[0]), key=lambda node: node.rect[1])]
    assert ["".join(node.text for node in row) for row in rows] == [plain(line) for line in setting.lines]
    measure = LineBreaker(FAMILY, style)
    for row, line in zip(rows, setting.lines, strict=True):
        laid_out = mm_to_px(row[-1].rect[2] - row[0].rect[0])
        assert measure.em(line) * setting.size * PER_REM == pytest.approx(laid_out, abs=0.05)
    height = mm_to_px(rows[-1][0].rect[3] - rows[0][0].rect[1])
    assert setting.height * PER_REM == pytest.approx(height, abs=0.05)


def test_lines_filled_as_the_layout_fills_them() -> None:
    text = "Cán bộ, công chức, viên chức, người lao động có điện thoại thông minh cài đặt và chạy Bluezone " * 3
    style = Type(sizes=[1.5], weight=400)
    lines = LineBreaker(FAMILY, style).fill_lines(parse(text), 20 / 1.5)
    assert lines is not None
    css = f"p {{ width: {20 * PER_REM}px; font-size: {1.5 * PER_REM}px; margin: 0 }}"
    laid_out = [node.text.strip() for node in texts(set_page(f"<p>{text.strip()}</p>", css).pages[0])]
    assert [plain(line) for line in lines] == laid_out and len(lines) > 5


def test_missing_glyphs_and_height_of_capitals() -> None:
    face = FAMILY.face(400)
    assert face.missing("Ế ₫ 中文\u00a0x\n") == sorted("中文")
    css = "p { font-size: 100px; line-height: 1 }"
    (raster,) = pages(set_page("<p>HEH", css).pdf, PX_PER_INCH * 4)
    dark = (
        Image.frombytes("RGB", (raster.width, raster.height), raster.rgb).convert("L").point(lambda v: 255 * (v < 99))
    )
    _, top, _, bottom = dark.getbbox() or (0, 0, 0, 0)
    assert face.cap_height == pytest.approx((bottom - top) / 400, abs=0.006)


def test_the_nearest_weight_is_taken() -> None:
    wide = {weight: FAMILY.face(weight).advance("Bluezone") for weight in FILES}
    assert len(set(wide.values())) == len(wide)
    assert FAMILY.face(800) is FAMILY.face(700) and FAMILY.face(100) is FAMILY.face(400)
    assert FAMILY.face(950) is FAMILY.face(900)


COMPOSED = ["Kdŭn", "Kdu\u0306n", "Č̣ư Kuê̆", "Buôn Mrŏ", "Ea Ktĭ", "ơ̆ ư̆ ô̆", "Plei Hdrẽ", "ặ̃", "Kŭ u Kuŭn"]


@pytest.mark.parametrize("text", COMPOSED)
@pytest.mark.parametrize("weight", [400, 900])
def test_letters_that_the_font_composes_are_set_and_read_back(text: str, weight: int) -> None:
    """Names of the Central Highlands: letter and mark, with or without a glyph for both together."""
    page = set_page(f"<p>{text}</p>", f"p {{ font-size: 40px; font-weight: {weight} }}")
    assert FAMILY.face(weight).missing(text) == [] and page.complaints == []
    document = pypdfium2.PdfDocument(page.pdf)
    found = document[0].get_textpage().get_text_range()
    document.close()

    def bare(words: str) -> str:
        return unicodedata.normalize("NFC", "".join(words.split()))

    assert bare(found) == bare(text)


@pytest.mark.parametrize(
    ("text", "missing"), [("Ƀuôn → ✓", ["Ƀ", "→", "✓"]), ("x\u0489", ["x\u0489"]), ("Y\u02bcap", ["\u02bc"])]
)
def test_letters_that_nothing_composes_are_missing(text: str, missing: list[str]) -> None:
    assert FAMILY.face(700).missing(text) == missing
    assert set_page(f"<p>{text}</p>", "p { font-weight: 700 }").complaints != []


def test_a_mark_upon_a_mark_is_seen_where_it_stands() -> None:
    face = FAMILY.face(700)
    assert face.reach("ê̆")[1] > face.reach("ê")[1] + 0.05
    top = max(high for _, ink in face.placements("ê̆", 0) for _, high in ink.values())
    assert top == pytest.approx(face.reach("ê̆")[1], abs=0.004)
