"""A symbol cut out of its page: exact, upright, the same at every size; its contrast and quiet zone measured."""

import numpy as np
import pytest

from outreach.checks.scan.picture import AROUND, SCALE, measure
from outreach.render import qr
from symbols import LINK, picture_of, sheet

MATRIX = np.array(qr.symbol(LINK).matrix)


@pytest.mark.parametrize(("card", "turn"), [(60, 0), (60, 90), (60, 180), (60, 270), (60, 10), (23.7, 0), (95.1, 0)])
def test_module_by_module_whatever_the_size_and_turn(card: float, turn: float) -> None:
    picture = picture_of(sheet(card=card, turn=turn))
    assert picture.module_mm == pytest.approx(card / 33, rel=0.002)
    start = AROUND * SCALE
    modules = picture.image[start:-start, start:-start].reshape(25, SCALE, 25, SCALE)
    middles = modules[:, 3:-3, :, 3:-3].mean(axis=(1, 3))
    assert (middles < 20).tolist() == MATRIX.tolist()
    assert middles[~MATRIX].min() > 235
    if turn in {0, 90, 180, 270}:
        assert picture.key == picture_of(sheet()).key
    assert picture.key != picture_of(sheet(around="#ddd", quiet=4)).key


def test_alone_it_is_the_same_on_every_sheet_and_keeps_its_modules() -> None:
    one, other = picture_of(sheet()), picture_of(sheet(card=95.1, around="#003a8c", turn=90))
    assert one.key != other.key and one.alone.key == other.alone.key
    start = AROUND * SCALE
    assert (one.alone.image[start:-start, start:-start] == one.image[start:-start, start:-start]).all()
    assert measure(one.alone).quiet == pytest.approx(4, abs=0.1), "a rule stands where the quiet zone ends"
    assert one.alone.image[:20].min() > 235


@pytest.mark.parametrize("quiet", [4, 3, 2, 1, 0.5])
def test_the_quiet_zone_is_measured(quiet: float) -> None:
    seen = measure(picture_of(sheet(quiet=quiet, around="#003a8c")))
    assert seen.quiet == pytest.approx(quiet, abs=0.1)


def test_a_quiet_zone_ends_where_the_sheet_does() -> None:
    module = 60 / 33
    picture = picture_of(sheet(at=(-2.5 * module, 100)))
    assert measure(picture).quiet == pytest.approx(1.5, abs=0.1)
    assert picture.borders[0] == pytest.approx((1.5 - AROUND) * module, abs=0.05)
    turned = picture_of(sheet(at=(-2.5 * module, 100), turn=90))  # its left side is the page's top
    assert turned.borders[3] == pytest.approx(picture.borders[0], abs=0.05)


@pytest.mark.parametrize(
    ("ink", "ground", "contrast"),
    [("#000", "#fff", 1.0), ("#000", "#999", 0.319), ("#999", "#fff", 0.681), ("#003a8c", "#00aeef", 0.19)],
)
def test_contrast_is_the_difference_of_reflectances(ink: str, ground: str, contrast: float) -> None:
    seen = measure(picture_of(sheet(ink=ink, ground=ground, around=ground)))
    assert seen.contrast == pytest.approx(contrast, abs=0.01) and seen.dark < seen.light


def test_inverted_is_seen() -> None:
    negative = measure(picture_of(sheet(ink="#fff", ground="#000", around="#000")))
    assert negative.dark > negative.light
