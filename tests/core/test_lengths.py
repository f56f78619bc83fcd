"""Lengths against their definitions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.core.lengths import mm_to_pt, mm_to_px, number, pt_to_mm, px_to_mm


def test_an_inch_in_every_unit() -> None:
    assert (mm_to_pt(25.4), mm_to_px(25.4), mm_to_px(25.4, 300)) == pytest.approx((72, 96, 300))
    assert mm_to_pt(210) == pytest.approx(595.276, abs=1e-3)  # A4 as PDF tools show it


@given(st.floats(-1e4, 1e4))
def test_there_and_back(mm: float) -> None:
    assert pt_to_mm(mm_to_pt(mm)) == pytest.approx(mm)
    assert px_to_mm(mm_to_px(mm)) == pytest.approx(mm)


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [(10, 1, "10"), (100, 0, "100"), (2.50, 2, "2.5"), (0.04, 1, "0"), (0.06, 1, "0.1"), (1.0625, 4, "1.0625")],
)
def test_figures_for_people(value: float, digits: int, text: str) -> None:
    assert number(value, digits) == text
