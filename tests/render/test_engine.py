"""Parts that documents have alike are read and drawn once; each document is as WeasyPrint by itself makes it."""

import io
import os
import subprocess
import sys

import numpy as np
import pikepdf
import pytest
from PIL import Image

from outreach.render import raster
from typesetting import NAME, set_document

DRAWINGS = {
    "paths": '<style>.a{fill:#123456}</style><path class="a" d="M1 1h30v30z"/><circle cx="50" cy="20" r="9"/>',
    "strokes": '<path fill="none" stroke="#b03020" stroke-width="3" stroke-opacity=".5" d="M1 1C9 40 50 3 80 30"/>',
    "seen through": '<rect width="40" height="30" fill="red" fill-opacity=".4"/>',
    "a group seen through": '<g opacity=".5"><rect width="40" height="30"/><circle cx="50" cy="20" r="9"/></g>',
    "a gradient": '<linearGradient id="g"><stop stop-color="red"/><stop offset="1" stop-color="blue"/></linearGradient>'
    '<rect width="90" height="30" fill="url(#g)"/>',
    "a clip": '<clipPath id="c"><circle cx="20" cy="20" r="15"/></clipPath><path clip-path="url(#c)" d="M0 0h40v40z"/>',
    "used twice": '<defs><path id="p" d="M0 0h20v20z"/></defs><use href="#p"/><use href="#p" x="40" fill="green"/>',
    "turned": '<g transform="rotate(30) scale(.7 1.3) translate(5 2)"><rect width="40" height="30" rx="4"/></g>',
    "words": '<text x="5" y="30" font-size="20">chữ</text>',
    "one within another": '<svg x="9" width="30" height="30" viewBox="0 0 3 3"><path d="M0 0h3v3z"/></svg>',
    "nothing": "",
    "its end in a comment": '<!-- <path d="M0 0"/></svg> --><path d="M1 1h30v30z"/>',
    "its end in a value": '<path class="</svg>" d="M1 1h30v30z"/>',
    "no colour of its own": '<path d="M1 1h30v30z" fill="#777"/><path d="M40 1h30v30z"/>',
    "process inks": '<path d="M1 1h30v30z" fill="device-cmyk(0 .8 .9 0)"/>',
    "a title": "<title>Hai vòng</title><path d='M1 1h30v30z'/>",
}
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50"'


def document(shown: str) -> str:
    """The drawing before and behind words, in two sizes, between others."""
    one = f"{HEAD}>{shown}</svg>"
    other = f'{HEAD} style="width:30mm"><path fill="#0a0" d="M0 0h9v9z"/></svg>'
    turned = f'<div style="position:absolute;left:9cm;top:1cm;width:3cm;transform:rotate(9deg)">{one}</div>'
    within = one.replace("<svg", '<svg style="display:inline;width:9mm"')
    inline = f'<p style="color:#777">b{within}c</p>'
    body = f'<p>a</p>{one}{inline}{other}<div style="width:40mm">{one}{one}</div>{other}{turned}'
    style = f'html {{ font-family: "{NAME}" }} svg, img {{ display: block }}'
    head = f'<!doctype html><html lang="vi"><meta charset="utf-8"><title>T</title><style>{style}</style>'
    return f"{head}<body>{body}</body></html>"


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_drawn_again_is_as_weasyprint_draws_it(name: str) -> None:
    html = document(DRAWINGS[name])
    for other in DRAWINGS.values():  # what other documents leave behind changes nothing
        set_document(document(other), False, {})
    first, second = set_document(html, False, {}), set_document(html, False, {})
    assert first.pdf == second.pdf == alone(html)
    assert first.complaints == second.complaints == []


def test_a_style_sheet_that_names_svg_alone_has_its_drawings_inline() -> None:
    html = document(DRAWINGS["paths"]).replace("svg, img {", "p + svg { width: 20mm } svg {")
    assert set_document(html, False, {}).pdf == alone(html) != alone(document(DRAWINGS["paths"]))


def alone(html: str) -> bytes:
    """The document as WeasyPrint by itself makes it, in another process."""
    return subprocess.run(
        [sys.executable, "-m", "weasyprint", "--quiet", "-", "-"],
        input=html.encode(),
        capture_output=True,
        check=True,
        env=os.environ,
    ).stdout


def painted(content: bytes) -> tuple[int, int]:
    """Red and blue pixels of the first page."""
    page = next(raster.pages(content, 72))
    pixels = np.frombuffer(page.rgb, np.uint8).reshape(-1, 3).tolist()
    return pixels.count([255, 0, 0]), pixels.count([0, 0, 255])


def test_a_picture_in_a_drawing_is_each_documents_own() -> None:
    inside = '<image href="held:{}" width="20" height="20"/>'
    red, blue = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9" height="9"><rect fill="{colour}" '
        'width="9" height="9"/></svg>'.encode()
        for colour in ("#f00", "#00f")
    )
    shown = [
        painted(set_document(document(inside.format("a.svg")), False, {"a.svg": each}).pdf) for each in (red, blue)
    ]
    assert shown[0][0] > 100 and shown[0] == shown[1][::-1]
    dot = io.BytesIO()
    Image.new("RGB", (9, 9), "#f00").save(dot, "PNG")
    html = document(inside.format("b.png"))
    alone = painted(set_document(html, False, {"b.png": dot.getvalue()}).pdf)
    beside = html.replace("<p>a</p>", '<p>a</p><img alt="a" src="held:b.png">')
    for _ in range(2):
        set_document(beside, False, {"b.png": dot.getvalue()})
    assert painted(set_document(html, False, {"b.png": dot.getvalue()}).pdf) == alone and alone[0] > 100


def test_a_drawing_in_one_place_in_two_sizes_has_both() -> None:
    at = '<div style="position:absolute;left:0;top:0;width:{}mm">'
    drawn = f'{HEAD}><path fill="#f00" d="M0 0h50v25h-50z"/></svg></div>'
    large, small = (painted(set_document(document("") + at.format(mm) + drawn, False, {}).pdf)[0] for mm in (80, 40))
    assert large == pytest.approx(4 * small, rel=0.05)


def test_styles_of_another_kind_are_none() -> None:
    for kind, red in (("text/x", 0), ("text/css", 100)):
        shown = f'<style type="{kind}">path{{fill:#f00}}</style><path d="M1 1h30v30z"/>'
        assert (painted(set_document(document(shown), False, {}).pdf)[0] > 100) == bool(red)


def test_what_is_wrong_with_a_drawing_is_told_each_time() -> None:
    html = document('<image href="file:///x.png"/>')
    first, second = set_document(html, False, {}), set_document(html, False, {})
    assert first.complaints and first.complaints == second.complaints


def test_tags_of_a_tagged_file_name_the_drawing() -> None:
    for _ in range(2):
        with pikepdf.open(io.BytesIO(set_document(document(DRAWINGS["a title"]), True, {}).pdf)) as pdf:
            named = [
                str(each["/Alt"]) for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/Alt" in each
            ]
        assert named == ["Hai vòng"] * 5
