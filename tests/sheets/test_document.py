"""Documents held against overflow, missing glyphs, lost words and odd pictures: each fault is told where it stands."""

import io
from dataclasses import replace
from typing import Any

import markdown
import numpy as np
import pytest
from PIL import Image

import shipped
from embedded import page
from outreach.content.markdown import CONFIGS, EXTENSIONS
from outreach.core.findings import Finding
from outreach.core.sources import Source, locate
from outreach.core.strings import Strings
from outreach.products.guide.guide import LOGO, Guide
from outreach.products.guide.guide_pdf import guide_document
from outreach.render.pictures import PRINTED_PX, Unprintable, printable
from outreach.sheets.document_check import faults
from outreach.sheets.typeset_document import set_document
from projects import ROOT
from typesetting import set_page, texts

MARGINS = "@page { margin: 20mm } * { margin: 0; padding: 0 }"
LONG = "a" * 300
ADDRESS = "https://caidat.example/to-khai/" + "1FAIpQLSdk3vXo7QmZpTnWcYhRbGfKeJuLaMsNiDoPqEwRtYuIoPaSd" * 3


def packed(image: Image.Image, form: str = "PNG") -> bytes:
    out = io.BytesIO()
    image.save(out, form)
    return out.getvalue()


GREY_16 = packed(Image.fromarray((np.arange(64 * 64, dtype=np.uint16) * 16).reshape(64, 64)))
PICTURES = {
    "sau-muoi.png": GREY_16,
    "lon.png": packed(Image.new("1", (9000, 8000))),
    "rong.png": packed(Image.new("RGB", (5000, 40), "red")),
    "hong.png": b"\x89PNG\r\n\x1a\nnonsense",
    "trong.png": b"",
}


def said(finding: Finding) -> list[str]:
    """The text of a finding in each language."""
    return [" ".join(Strings.load(language).finding(finding)) for language in ("vi", "en")]


def set_guide(written: str) -> tuple[list[Finding], list[Any], int]:
    """The faults of a guide of one page, its texts, and the line of the source that the page's first line is."""
    shown = {LOGO: (ROOT / "docs/assets/illustrations/mark.svg").read_bytes()}
    shown |= {name: content for name, content in PICTURES.items() if name in written}
    content = markdown.markdown(written, extensions=EXTENSIONS, extension_configs=CONFIGS)
    bundle = shipped.bundle()
    paper = guide_document(bundle, Guide([page("", content)], bundle.translations["vi"], bundle.strings["vi"], shown))
    set_page("")  # the fonts of the process
    document, found = set_document(
        replace(paper, sources=[Source("docs/trang.md", f"---\n\n{written}"), *paper.sources])
    )
    return found, [text for sheet in document.pages for text in texts(sheet)], 3


@pytest.mark.parametrize(
    "written",
    [
        f"Điền tờ khai tại <{ADDRESS}> rồi bấm gửi.",
        f"`{LONG}`",
        f"```\n{LONG}\n```",
        f"| a | b |\n|---|---|\n| {LONG} | y |",
        f"1. Mở {LONG}\n2. Xong",
        f"> {LONG}",
        f"- {LONG}\n    - {LONG}",
        f"## {LONG}",
        f"!!! note\n    {LONG}",
        "![16 bit](sau-muoi.png)",
        "![rộng](rong.png)",
    ],
)
def test_what_is_long_or_odd_is_set_within_the_page(written: str) -> None:
    found, shown, _ = set_guide(written)
    assert found == []
    assert max(text.rect[2] for text in shown) < 189 and min(text.rect[0] for text in shown) > 10


@pytest.mark.parametrize(
    ("written", "slug", "line"),
    [
        ("Chào\n\nmũi tên → sang phải", "glyph-lacking", 2),
        ("Chào\n\nxong ✓", "glyph-lacking", 2),
        ("Chào bạn\n\nSố điện №", "glyph-lacking", 2),
        ("Chào\n\n![to](lon.png)", "picture-large", 2),
        ("Chào\n\n![hỏng](hong.png)", "picture-unreadable", 2),
        ("![trống](trong.png)", "picture-unreadable", 0),
        ('<img src="rong.png">', "picture-silent", 0),
    ],
)
def test_what_can_not_be_shown_is_told_where_it_stands(written: str, slug: str, line: int) -> None:
    found, _, first = set_guide(written)
    assert [(finding.slug, finding.file, finding.line) for finding in found] == [(slug, "docs/trang.md", first + line)]
    assert all(text and "{" not in text for text in said(found[0]))


@pytest.mark.parametrize(
    ("body", "slug"),
    [
        (f'<p style="white-space: nowrap">{LONG}</p>', "overflow"),
        (f'<div style="width: 40mm; white-space: nowrap"><p>{"b" * 40}</p></div>', "overflow"),
        ('<div style="height: 10mm">' + "<p>dòng</p>" * 9 + "</div>", "overflow"),
        ('<div style="position: absolute; top: -19mm">trên</div>', "overflow"),
        ('<svg viewBox="0 0 9 9" style="width: 150mm"><title>a</title></svg>', "overflow"),
        ('<p style="display: none">mất</p>', "text-lost"),
        ("<p>→</p>", "glyph-lacking"),
        ('<p style="transform: rotate(9deg)">xiên</p>', "overflow-unchecked"),
    ],
)
def test_a_document_that_is_set_badly_is_found(body: str, slug: str) -> None:
    found = faults(set_page(f"<p>lời</p>{body}", MARGINS, tagged=True), [Source("a.md", "lời")], "giay")
    assert slug in {finding.slug for finding in found} and all(finding.file == "a.md" for finding in found)
    assert all(finding.data["sheet"] == "giay" and said(finding) for finding in found)


def test_what_hangs_on_purpose_and_what_stands_in_the_margins_is_right() -> None:
    heads = "@page { @top-left { content: 'đầu trang' } @bottom-right { content: counter(page) } }"
    css = MARGINS + "body { margin: 0 10mm }" + heads
    body = '<ol><li>một<li>hai</ol><p style="text-indent: -9mm">treo</p><p>lời <b>đậm</b><br>dòng</p>'
    assert faults(set_page(body, css, tagged=True), [], "giay") == []


def test_a_text_is_located_by_all_of_it_or_by_its_longest_word() -> None:
    sources = [Source("a.md", "một\nhai  ba\nbốn"), Source("b.toml", 'x = "bốn năm"\ny = "1900 9095"')]
    assert locate(sources, "hai ba") == ("a.md", 2) and locate(sources, "bốn năm") == ("b.toml", 1)
    assert locate(sources, "gọi 1900\u00a09095") == ("b.toml", 2)
    assert locate(sources, "không đâu") == ("a.md", 0) and locate([], "x") == ("", 0)


def test_a_picture_is_made_fit_for_paper_and_what_is_fit_stays() -> None:
    with Image.open(io.BytesIO(printable(GREY_16, "a.png"))) as shown:
        assert shown.mode == "L" and shown.getextrema() == (0, 255) and shown.size == (64, 64)
    with Image.open(io.BytesIO(printable(PICTURES["rong.png"], "a.png"))) as shown:
        assert shown.size == (PRINTED_PX, 32) and shown.getpixel((9, 9)) == (255, 0, 0)
    small = packed(Image.new("P", (9, 9)))
    assert printable(small, "a.png") == small and printable(b"<svg/>", "a.svg") == b"<svg/>"
    for name in ("lon.png", "hong.png", "trong.png"):
        with pytest.raises(Unprintable):
            printable(PICTURES[name], name)
