"""Copyfit: what goes in comes out, within the box, at the largest size."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from outreach.campaign.templates import Type
from outreach.content.inline import Run, Runs, parse, plain
from outreach.sheets.copyfit import MOST_HEIGHT, TOLERANCE, WIDOW, LineBreaker, Misfit, Setting, fit, legible, pieces
from outreach.sheets.line_gaps import white_height
from typesetting import FAMILY

TEXT = "Trong lúc chờ mời bà con cài Bluezone bảo vệ mình cộng đồng nghiêng 1900 9095 a"
WORDS = TEXT.split()
SIZES = [4.9, 4.4, 3.9, 3.0, 2.0]
STYLE = Type(sizes=SIZES, weight=900, line_height=1.14, tracking=-0.02)
MEASURE = LineBreaker(FAMILY, STYLE)

word = st.sampled_from([*WORDS, *(f"**{each}**" for each in WORDS[:4]), "2\u00a0mét"])
sentences = st.lists(word, min_size=1, max_size=14).map(" ".join)
units = st.lists(st.lists(word, min_size=1, max_size=4).map(" ".join), min_size=1, max_size=4).map(" | ".join)
widths = st.floats(4, 60)
heights = st.floats(1, 30)
mosts = st.integers(1, 5)


def set_text(text: str, width: float, height: float, most: int, sizes: list[float] = SIZES) -> Setting | Misfit:
    return fit(pieces(text), STYLE, sizes, (width, height), most, FAMILY)


def styled(runs: Runs) -> list[tuple[str, bool]]:
    return [(character, run.strong) for run in runs for character in run.text if character != " "]


@given(sentences | units, widths, heights, mosts)
def test_the_words_come_out_as_they_went_in_and_fit(text: str, width: float, height: float, most: int) -> None:
    found = set_text(text, width, height, most)
    if isinstance(found, Misfit):
        assert found.size == SIZES[-1]
        assert found.over_width > 0 or found.over_height > 0
        return
    given_ = parse(text.replace("|", " "))
    assert " ".join(plain(line) for line in found.lines) == plain(given_)
    assert [each for line in found.lines for each in styled(line)] == styled(given_)
    assert 1 <= len(found.lines) <= most
    assert all(MEASURE.em(line) * found.size <= width + TOLERANCE * found.size for line in found.lines)
    assert found.height == pytest.approx(len(found.lines) * found.size * found.line_height)
    assert found.height <= height + 2 * TOLERANCE and 1.14 <= found.line_height <= MOST_HEIGHT * 1.14
    assert not any(plain(line).startswith(" ") or plain(line).endswith(" ") for line in found.lines)


@given(sentences, widths, heights, mosts, st.floats(0, 20), st.floats(0, 10), st.integers(0, 2))
def test_a_larger_box_never_gives_smaller_type(
    text: str, width: float, height: float, most: int, wider: float, higher: float, more: int
) -> None:
    small, large = set_text(text, width, height, most), set_text(text, width + wider, height + higher, most + more)
    if isinstance(small, Setting):
        assert isinstance(large, Setting) and large.size >= small.size
    elif isinstance(large, Misfit) and small.lines == large.lines:
        assert large.over_width <= small.over_width + 0.02


def accents_apart(setting: Setting) -> bool:
    return white_height(FAMILY, setting.lines, STYLE, "left") <= setting.line_height


@given(sentences, widths, heights, mosts)
@example("cộng bảo Trong Trong", 13.0, 21.0, 4)  # fits at 4.4 where accents may touch
def test_no_larger_size_of_the_ladder_would_have_fitted(text: str, width: float, height: float, most: int) -> None:
    """White between accents goes before size: a larger size fits only where they touch."""
    chosen = set_text(text, width, height, most)
    above = SIZES if isinstance(chosen, Misfit) else SIZES[: SIZES.index(chosen.size)]
    for size in above:
        larger = set_text(text, width, height, most, [size])
        if isinstance(larger, Setting):
            assert isinstance(chosen, Setting) and accents_apart(chosen) and not accents_apart(larger)


@given(sentences, widths, mosts)
def test_a_misfit_says_how_much_wider_the_box_must_be(text: str, width: float, most: int) -> None:
    found = set_text(text, width, 99, most)
    if isinstance(found, Misfit):
        assert found.over_height == 0 and found.lines == most
        assert isinstance(set_text(text, width + found.over_width + 0.02, 99, most), Setting)
        if found.over_width > 0.1:
            assert isinstance(set_text(text, width + found.over_width - 0.1, 99, most), Misfit)


def test_a_box_too_low_for_a_line_says_so() -> None:
    found = set_text("Cài", 40, 2.0, 3)
    assert isinstance(found, Misfit)
    assert (found.over_width, found.lines) == (0, 1) and found.over_height == pytest.approx(2.0 * 1.14 - 2.0)


@given(units, widths, heights, mosts)
def test_sense_units_are_kept_at_any_size_before_words_are_balanced(
    text: str, width: float, height: float, most: int
) -> None:
    parts = pieces(text)
    found = set_text(text, width, height, most)
    fitting = [
        size
        for size in SIZES
        if len(parts) <= min(most, int((height + TOLERANCE) / (size * 1.14)))
        and all(MEASURE.em(part) * size <= width + TOLERANCE * size for part in parts)
    ]
    if fitting and len(parts) > 1:
        assert isinstance(found, Setting)
        assert (found.size, list(found.lines)) == (fitting[0], parts)


def test_pieces_keep_emphasis_over_a_break() -> None:
    assert pieces("Mời | cài **Blue | zone** nhé | ") == [
        (Run("Mời"),),
        (Run("cài "), Run("Blue", True)),
        (Run("zone", True), Run(" nhé")),
    ]


def test_lines_are_as_even_as_can_be() -> None:
    """Against all ways to break the text in as many lines."""
    text = "Trong lúc chờ mời bà con cài Bluezone bảo vệ mình"
    runs, words = parse(text), text.split()
    for count in (2, 3, 4):
        lines = MEASURE.break_lines(runs, 99, count)
        assert lines is not None and len(lines) == count

        def unevenness(parts: list[str]) -> float:
            ems = [MEASURE.em(parse(part)) for part in parts]
            return sum((em - sum(ems) / len(ems)) ** 2 for em in ems)

        def ways(rest: list[str], left: int) -> list[list[str]]:
            if left == 1:
                return [[" ".join(rest)]]
            heads = range(1, len(rest) - left + 2)
            return [[" ".join(rest[:head]), *tail] for head in heads for tail in ways(rest[head:], left - 1)]

        best = min(unevenness(way) for way in ways(words, count))
        assert unevenness([plain(line) for line in lines]) == pytest.approx(best, rel=0.02)


@given(sentences, st.floats(8, 40))
def test_filled_lines_hold_all_words_and_no_widow(text: str, measure: float) -> None:
    lines = MEASURE.fill_lines(parse(text), measure)
    if lines is None:
        assert any(MEASURE.em(parse(each)) > measure for each in text.split(" "))
        return
    assert " ".join(plain(line) for line in lines) == plain(parse(text))
    assert all(MEASURE.em(line) <= measure + TOLERANCE for line in lines)
    # A short last line is left only where no even break of as many lines exists.
    if len(lines) > 1 and MEASURE.em(lines[-1]) < WIDOW * measure:
        even = MEASURE.lines(parse(text), measure, len(lines))
        assert even is None or even == lines


def test_a_widow_is_evened_out() -> None:
    text = "Trong lúc chờ mời bà con cài Bluezone bảo vệ"
    measure = MEASURE.em(parse(text.removesuffix(" vệ"))) + 0.1  # all but one word fit
    lines = MEASURE.fill_lines(parse(text), measure)
    assert lines is not None and len(lines) == 2
    assert MEASURE.em(lines[1]) > 0.4 * measure
    running = MEASURE.fill_lines(parse(text + " mình và cộng đồng nhé bạn"), measure)
    assert running is not None and plain(running[0]) == text.removesuffix(" vệ")  # no widow: as running text is set


def test_a_line_broken_anew_ends_at_a_pause() -> None:
    text = parse("Ai cần giúp thì gặp văn phòng nhà trường, hoặc gọi số hỗ trợ 0888 128 896.")
    lines = MEASURE.fill_lines(text, MEASURE.em(text) - 0.2)
    assert lines is not None and plain(lines[0]).endswith("trường,")


def test_a_line_ends_where_that_costs_least() -> None:
    """Before what costs nothing, though the lines are less even; not so far that a line would be a stump."""

    def rough(before: str, after: str) -> float:
        return 0.0 if before.endswith("/") else 0.5

    def lines(text: str) -> list[str]:
        runs = parse(text)
        broken = LineBreaker(FAMILY, STYLE, rough=rough).lines(runs, 0.8 * MEASURE.em(runs), 2)
        return [plain(line) for line in broken or ()]

    assert lines("Trong lúc chờ mời / bà con cài Bluezone bảo vệ mình") == [
        "Trong lúc chờ mời /",
        "bà con cài Bluezone bảo vệ mình",
    ]
    assert lines("Trong / lúc chờ mời bà con cài Bluezone bảo vệ mình")[0] != "Trong /"


def test_an_empty_text_has_no_width() -> None:
    assert MEASURE.em(()) == 0 and MEASURE.lines((), 10, 3) is None


def test_legible_sizes_are_those_whose_capitals_reach_far_enough() -> None:
    style = Type(sizes=SIZES, weight=900, reading=100)
    cap = FAMILY.face(900).cap_height
    rem = 210 / 48
    distances = {size: size * rem * cap * 100 / 1000 for size in SIZES}
    for size, metres in distances.items():
        assert size in legible(SIZES, style, FAMILY, rem, metres)
        assert size not in legible(SIZES, style, FAMILY, rem, metres * 1.001)
    assert legible(SIZES, style, FAMILY, rem, 100) == []
    assert legible(SIZES, style.model_copy(update={"reading": 0}), FAMILY, rem, 100) == SIZES
