"""What documents have alike is read and drawn once: each is what WeasyPrint by itself makes of it."""

import io
import os
import subprocess
import sys

import pikepdf
import pytest

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
    "a title": "<title>Hai vòng</title><path d='M1 1h30v30z'/>",
}
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50"'


def document(shown: str) -> str:
    """The drawing before and behind words, in two sizes, between others."""
    one = f"{HEAD}>{shown}</svg>"
    other = f'{HEAD} style="width:30mm"><path fill="#0a0" d="M0 0h9v9z"/></svg>'
    body = f'<p>a</p>{one}<p style="color:#777">b</p>{other}<div style="width:40mm">{one}{one}</div>{other}'
    style = f'html {{ font-family: "{NAME}" }} svg {{ display: block }}'
    head = f'<!doctype html><html lang="vi"><meta charset="utf-8"><title>T</title><style>{style}</style>'
    return f"{head}<body>{body}</body></html>"


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_drawn_again_is_as_weasyprint_draws_it(name: str) -> None:
    html = document(DRAWINGS[name])
    for other in DRAWINGS.values():  # what other documents leave behind changes nothing
        set_document(document(other), False, {})
    first, second = set_document(html, False, {}), set_document(html, False, {})
    alone = subprocess.run(
        [sys.executable, "-m", "weasyprint", "--quiet", "-", "-"],
        input=html.encode(),
        capture_output=True,
        check=True,
        env=os.environ,
    )
    assert first.pdf == second.pdf == alone.stdout
    assert first.complaints == second.complaints == []


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
        assert named == ["Hai vòng"] * 3
