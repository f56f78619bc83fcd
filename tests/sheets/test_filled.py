"""Running text: whole, never wider than its measure, without widows where words allow."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.campaign.templates import Type
from outreach.content.inline import Run, parse, plain
from outreach.core.project import Project
from outreach.products import prepare
from outreach.render.glyphs import Family
from outreach.sheets.copyfit import TOLERANCE, WIDOW, Measure
from projects import ROOT

FAMILY = Family(prepare.prepare(Project(ROOT)).fonts)
MEASURE = Measure(FAMILY, Type(sizes=[1], tracking=-0.02))
WORDS = st.lists(
    st.tuples(st.text("abcghiknotuxyđạưởễ.,2AVT", min_size=1, max_size=9), st.booleans()), min_size=1, max_size=14
)


@given(WORDS, st.floats(1, 25))
@settings(max_examples=120, deadline=None)
def test_lines_are_whole_and_fit(words: list[tuple[str, bool]], measure: float) -> None:
    runs = parse(" ".join(f"**{word}**" if strong else word for word, strong in words))
    lines = MEASURE.filled(runs, measure)
    if lines is None:
        assert max(MEASURE.em((Run(word, strong),)) for word, strong in words) > measure
        return
    assert " ".join(plain(line) for line in lines) == plain(runs)
    assert all(MEASURE.em(line) <= measure + TOLERANCE for line in lines)
    if len(lines) > 1 and MEASURE.em(lines[-1]) < WIDOW * measure:
        assert MEASURE.lines(runs, measure, len(lines)) in {None, lines}  # no more even break in so many lines


@pytest.mark.parametrize("text", ["a Nghiêngngảnghiêng", "a Nghiêngngảnghiêng b", "Nghiêngngảnghiêng a"])
def test_a_word_too_wide_is_refused_wherever_it_stands(text: str) -> None:
    word = MEASURE.em((Run("Nghiêngngảnghiêng"),))
    assert MEASURE.filled((Run(text),), word - 0.1) is None
    assert MEASURE.filled((Run(text),), word + 0.1) is not None


def test_a_widow_is_evened_out() -> None:
    text = (Run("Mời bà con cài ứng dụng trong lúc chờ ạ"),)
    lines = MEASURE.filled(text, MEASURE.em((Run("Mời bà con cài ứng dụng trong lúc chờ"),)) + 0.05)
    assert lines is not None and len(lines) == 2
    assert MEASURE.em(lines[1]) > 0.4 * MEASURE.em(lines[0])
