"""Fine print in black alone: read operator by operator, and looked at."""

import numpy as np
import pypdfium2
import pytest

from inks import painted
from outreach.render.pdf.fine_print import fine_print_in_black
from outreach.render.pdf.normalise import finish
from typesetting import set_page

NAVY, SUN, TWO = "1 0.85 0.1 0.35", "0 0.26 0.88 0", "1 0.8 0.03 0"
BLACK = (0.0, 0.0, 0.0, 1.0)


def made(*lines: tuple[str, str], below: float = 9.0, css: str = "") -> bytes:
    """A page of lines, each of a size and an ink, set and finished."""
    said = "".join(f'<p style="font-size:{size};color:device-cmyk({ink})">Quét</p>' for size, ink in lines)
    return fine_print_in_black(finish(set_page(said, css).pdf), below)


def inks_of(pdf: bytes) -> list[tuple[float, ...]]:
    import io

    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [mix for kind, _, mix, _ in painted(opened.pages[0]) if kind == "text"]


def mix(ink: str) -> tuple[float, ...]:
    return tuple(float(part) for part in ink.split())


def test_small_type_of_several_inks_is_black_and_large_type_keeps_its_colour() -> None:
    assert inks_of(made(("8.9pt", NAVY), ("9pt", NAVY), ("6pt", NAVY), ("30pt", NAVY))) == [
        BLACK, mix(NAVY), BLACK, mix(NAVY),
    ]  # fmt: skip


@pytest.mark.parametrize("ink", [SUN, TWO, "0 0 0 1", "0 0 0 0"])
def test_small_type_of_few_inks_keeps_them(ink: str) -> None:
    assert inks_of(made(("6pt", ink))) == [mix(ink)]


def test_sizes_are_those_on_the_page() -> None:
    """A matrix above a text makes it larger or smaller."""
    half = "p { transform: scale(.5); transform-origin: left top }"
    assert inks_of(made(("17pt", NAVY), ("19pt", NAVY), css=half)) == [BLACK, mix(NAVY)]


def test_the_shops_limit_counts() -> None:
    assert inks_of(made(("8pt", NAVY), below=7)) == [mix(NAVY)]


def test_what_stands_behind_fine_print_keeps_its_colour() -> None:
    rule = "p { border-bottom: 3mm solid device-cmyk(1 0.85 0.1 0.35) }"
    with_rule = made(("6pt", NAVY), ("20pt", NAVY), css=rule)
    assert inks_of(with_rule) == [BLACK, mix(NAVY)]
    image = np.asarray(pypdfium2.PdfDocument(with_rule)[0].render(scale=2).to_pil().convert("RGB")).astype(int)
    blue = (image[..., 2] - image[..., 0] > 40).any(1)
    assert np.diff(np.flatnonzero(blue)).max() > 20, "two rules, and the large line above the second"


def test_the_words_stay() -> None:
    text = pypdfium2.PdfDocument(made(("6pt", NAVY), ("20pt", NAVY)))[0].get_textpage().get_text_range()
    assert text.split() == ["Quét", "Quét"]
