"""Texts and whole numbers as a cell shows them."""

import pytest

from outreach.core.worksheets import displayed_number, displayed_text


@pytest.mark.parametrize(
    ("number_format", "text"),
    [
        ("@", "Xã A"),
        ("General", "Xã A"),
        ('"TDP "@', "TDP Xã A"),
        (r"@\;", "Xã A;"),  # an escaped semicolon ends no section
        ("0;0;0;@*-", None),
        ("0;0;0;", None),
        ("0;0", "Xã A"),
    ],
)
def test_a_text_is_read_as_its_format_shows_it(number_format: str, text: str | None) -> None:
    assert displayed_text("Xã A", number_format) == text


@pytest.mark.parametrize(
    ("number_format", "text"),
    [("00000", "00036"), (r"0\;", "36;"), ("0;-0", "36"), ("[Red]00 00", "00 36"), ("#,##0", None), ("@@", None)],
)
def test_a_whole_number_is_read_as_its_format_shows_it(number_format: str, text: str | None) -> None:
    assert displayed_number(36, number_format) == text
