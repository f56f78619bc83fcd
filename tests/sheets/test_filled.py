"""Running text: whole, never wider than its measure, without widows where words allow."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import shipped
from outreach.campaign.templates import Type
from outreach.content.inline import Run, parse, plain
from outreach.render.glyphs import Family
from outreach.sheets.copyfit import TOLERANCE, WIDOW, LineBreaker

WORDS = st.lists(
    st.tuples(st.text("abcghiknotuxyđạưởễ.,2AVT", min_size=1, max_size=9), st.booleans()), min_size=1, max_size=14
)


@cache
def brand_measure() -> LineBreaker:
    return LineBreaker(Family(shipped.fonts()), Type(sizes=[1], tracking=-0.02))


@given(WORDS, st.floats(1, 25))
@settings(max_examples=120, deadline=None)
def test_lines_are_whole_and_fit(words: list[tuple[str, bool]], measure: float) -> None:
    runs = parse(" ".join(f"**{word}**" if strong else word for word, strong in words))
    font = brand_measure()
    lines = font.fill_lines(runs, measure)
    if lines is None:
        assert max(font.em((Run(word, strong),)) for word, strong in words) > measure
        return
    assert " ".join(plain(line) for line in lines) == plain(runs)
    assert all(font.em(line) <= measure + TOLERANCE for line in lines)
    if len(lines) > 1 and font.em(lines[-1]) < WIDOW * measure:
        assert font.lines(runs, measure, len(lines)) in {None, lines}  # no more even break in so many lines


@pytest.mark.parametrize("text", ["a Nghiêngngảnghiêng", "a Nghiêngngảnghiêng b", "Nghiêngngảnghiêng a"])
def test_a_word_too_wide_is_refused_wherever_it_stands(text: str) -> None:
    font = brand_measure()
    word = font.em((Run("Nghiêngngảnghiêng"),))
    assert font.fill_lines((Run(text),), word - 0.1) is None
    assert font.fill_lines((Run(text),), word + 0.1) is not None


def test_a_widow_is_evened_out() -> None:
    text = (Run("Mời bà con cài ứng dụng trong lúc chờ ạ"),)
    font = brand_measure()
    lines = font.fill_lines(text, font.em((Run("Mời bà con cài ứng dụng trong lúc chờ"),)) + 0.05)
    assert lines is not None and len(lines) == 2
    assert font.em(lines[1]) > 0.4 * font.em(lines[0])
