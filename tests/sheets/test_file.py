"""The words of the finished file, read back."""

import pytest

from outreach.core.findings import Finding
from outreach.render import raster
from outreach.render.pdf.normalise import finish
from outreach.sheets.layout_check import read_back
from typesetting import set_page

NONE = ("words-missing", "headline", "MờicàiBluezone")
WORDS = [(1, "headline", "Mời cài Bluezone"), (1, "cta", "cài"), (1, "scene", ""), (2, "help", "1900 9095")]


def slugs(findings: list[Finding]) -> list[tuple[str, str, str]]:
    return [(f.slug, str(f.data.get("slot", "")), str(f.data["text"])) for f in findings]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mời cài\r\nBluezone\r\ncài", []),
        ("càiMờicàiBluezone", []),  # slots in any order, white space apart
        ("Mời cài Blue\u00ad\nzone cài\ufffe", []),
        ("Mời cài Bluezone", [("words-missing", "cta", "cài")]),
        ("Mời cài Bluezone cài cài", [("words-extra", "", "cài")]),
        ("Mời cài Bluezone cài 1900 9095", [("words-extra", "", "19009095")]),  # of another page
        ("Bluezone Mời cài cài", [NONE, ("words-extra", "", "BluezoneMờicài")]),
        ("Mời cài Bluezon cài", [NONE, ("words-extra", "", "MờiBluezoncài")]),
        ("mời cài Bluezone cài", [NONE, ("words-extra", "", "mờiBluezonecài")]),
        ("", [NONE, ("words-missing", "cta", "cài")]),
    ],
)  # fmt: skip
def test_words_are_read_back(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert slugs(list(read_back(1, text, WORDS))) == expected


def test_decomposed_text_of_the_file_is_the_same_text() -> None:
    assert list(read_back(2, "1900 9095", WORDS)) == []
    assert list(read_back(1, "Mơ\u0300i ca\u0300i Bluezone cài", WORDS)) == []


@pytest.mark.parametrize(("words", "expected"), [("Chữ đậm rõ", []), ("rõ Chữ đậm", ["words-missing", "words-extra"])])
def test_words_upside_down_are_read_like_others(words: str, expected: list[str]) -> None:
    face = "<div style='height:40mm;transform:rotate(180deg)'><p>Chữ <b>đậm</b> rõ</p></div>"
    css = "b { font-weight: 900 }"
    (text,) = raster.texts(finish(set_page(face + "<div><p>Chữ <b>đậm</b> rõ</p></div>", css, tagged=True).pdf))
    both = [(1, "a", words), (1, "b", "Chữ đậm rõ")]
    assert [f.slug for f in read_back(1, text, both)] == expected
