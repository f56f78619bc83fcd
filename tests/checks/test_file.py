"""The finished file: words read back, trim, fonts, tags, ink."""

import pytest

from outreach.checks.sheet import Limits, file, ink, read_back
from outreach.core.findings import Finding
from outreach.render import raster
from outreach.render.pdf.anatomy import Anatomy, anatomy
from outreach.render.pdf.finish import finish
from typesetting import NAME, TRIM, set_page

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


def limits(**changed: object) -> Limits:
    usual: dict[str, object] = {
        "trim": TRIM,
        "pages": 1,
        "safe": 4.0,
        "clear": 8.5,
        "toner": 0.15,
        "tagged": True,
        "family": NAME,
        "words": ((1, "a", "Chữ đậm"),),
    }
    return Limits(**(usual | changed))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def finished() -> bytes:
    return finish(set_page("<p>Chữ <b style='font-weight:900'>đậm</b>", tagged=True).pdf)


def check(content: bytes, demanded: Limits) -> list[tuple[str, int]]:
    return [(f.slug, f.page) for f in file(anatomy(content), raster.texts(content), demanded)]


def test_a_right_file(finished: bytes) -> None:
    assert check(finished, limits()) == []


def test_each_fault_of_a_file(finished: bytes) -> None:
    assert check(finished, limits(trim=(148, 210.05))) == []
    assert check(finished, limits(trim=(148, 210.2))) == [("trim", 1)]
    assert check(finished, limits(trim=(210, 148))) == [("trim", 1)]
    assert check(finished, limits(family="Inter")) == [("font-foreign", 0)] * 2
    assert check(finished, limits(words=((1, "a", "Chữ đậm"), (1, "b", "nữa")))) == [("words-missing", 1)]
    assert check(finished, limits(words=((2, "a", "Chữ đậm"),))) == [("words-extra", 1)]
    plain = finish(set_page("<p>Chữ <b>đậm</b>").pdf)
    assert check(plain, limits()) == [("tags-missing", 0)] and check(plain, limits(tagged=False)) == []


def test_words_upside_down_are_checked_like_others() -> None:
    face = "<div style='height:40mm;transform:rotate(180deg)'><p>{}</p></div><div><p>Chữ <b>đậm</b> rõ</p></div>"
    css = "b { font-weight: 900 }"
    demanded = limits(words=((1, "a", "Chữ đậm rõ"), (1, "b", "Chữ đậm rõ")))
    right = finish(set_page(face.format("Chữ <b>đậm</b> rõ"), css, tagged=True).pdf)
    assert check(right, demanded) == []
    wrong = finish(set_page(face.format("rõ <b>đậm</b> Chữ"), css, tagged=True).pdf)
    assert check(wrong, demanded) == [("words-missing", 1), ("words-extra", 1)]


def test_fonts_by_name_and_embedding() -> None:
    fonts = {"Be-Vietnam-Pro": True, "Be-Vietnam-Pro-Heavy": False, "Be-Vietnam-Prose": True, "Helvetica": False}
    anatomy = Anatomy([TRIM], fonts, "T", "vi", True)
    found = [(f.slug, f.data["found"]) for f in file(anatomy, ["Chữ đậm"], limits())]
    assert found == [
        ("font-not-embedded", "Be-Vietnam-Pro-Heavy"),
        ("font-foreign", "Be-Vietnam-Prose"),
        ("font-foreign", "Helvetica"),
        ("font-not-embedded", "Helvetica"),
    ]


@pytest.mark.parametrize(
    ("coverage", "margin", "expected"),
    [
        (0.15, 8.5, []),
        (0.149, 8.4, []),  # a pixel's rounding
        (0.151, 9, ["toner"]),
        (0, 8.3, ["clear-margin"]),
        (1, 0, ["toner", "clear-margin"]),
    ],
)
def test_toner_and_margin(coverage: float, margin: float, expected: list[str]) -> None:
    assert [f.slug for f in ink(1, coverage, margin, limits())] == expected
    assert list(ink(1, coverage, margin, limits(toner=1.0, clear=0.0))) == []
