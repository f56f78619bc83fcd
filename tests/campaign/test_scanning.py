"""The camera model against the table it was published with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.campaign.scanning import card_mm, distance_m, module_mm, pixels_per_module
from symbols import CONDITIONS

PHONE, PASS, FLOOR = CONDITIONS.phone, CONDITIONS.aim, CONDITIONS.floor

SIZES = {2: 33, 4: 41, 6: 49, 9: 61}  # version → modules with the quiet zone

# Width of the card in mm → version → metres at PASS, metres at FLOOR. As printed: rounded to the last digit.
TABLE = {
    30: {2: ("0.31", "0.50"), 4: ("0.25", "0.40"), 6: ("0.21", "0.34"), 9: ("0.17", "0.27")},
    60: {2: ("0.62", "1.00"), 4: ("0.50", "0.80"), 6: ("0.42", "0.67"), 9: ("0.34", "0.54")},
    100: {2: ("1.04", "1.66"), 4: ("0.84", "1.34"), 6: ("0.70", "1.12"), 9: ("0.56", "0.90")},
    300: {2: ("3.1", "5.0"), 4: ("2.5", "4.0"), 6: ("2.1", "3.4"), 9: ("1.7", "2.7")},
    1000: {2: ("10.4", "16.6"), 4: ("8.4", "13.4"), 6: ("7.0", "11.2"), 9: ("5.6", "9.0")},
}
CELLS = [
    (card, version, n, printed)
    for card, row in TABLE.items()
    for version, pair in row.items()
    for n, printed in zip((PASS, FLOOR), pair, strict=True)
]

metres = st.floats(0.05, 100)
pixels = st.floats(0.5, 50)


@pytest.mark.parametrize(("card", "version", "n", "printed"), CELLS)
def test_distances_of_the_table(card: int, version: int, n: float, printed: str) -> None:
    digits = len(printed.partition(".")[2])
    reach = distance_m(PHONE, card / SIZES[version], n)
    assert reach == pytest.approx(float(printed), abs=0.51 * 10**-digits)


@pytest.mark.parametrize(("card", "version", "n", "printed"), CELLS)
def test_cards_of_the_table(card: int, version: int, n: float, printed: str) -> None:
    assert card_mm(PHONE, SIZES[version], n, float(printed)) == pytest.approx(card, rel=0.035)


@given(pixels, metres)
def test_the_three_functions_are_inverse(n: float, distance: float) -> None:
    module = module_mm(PHONE, n, distance)
    assert pixels_per_module(PHONE, module, distance) == pytest.approx(n)
    assert distance_m(PHONE, module, n) == pytest.approx(distance)


def test_one_figure_by_hand() -> None:
    # At 1 m the view is 2 · 1000 · tan 35° = 1400.415 mm wide, 0.72938 mm a pixel.
    assert module_mm(PHONE, 1, 1) == pytest.approx(0.72938, abs=1e-5)
    assert card_mm(PHONE, 33, PASS, 1) == pytest.approx(96.28, abs=0.01)


def test_a_metre_wide_code_fails_at_20_metres() -> None:
    assert pixels_per_module(PHONE, 1000 / SIZES[2], 20) < FLOOR
