"""SMS are counted as networks count them, and lose their marks and nothing else."""

import datetime as dt
import unicodedata
from dataclasses import asdict
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.content.segments import alphabet, count, remove_marks
from outreach.products.messages.carriers import Carrier
from smses import BANNED, TABLE, expected, text_of

CARRIER = Carrier(name="x", price=1, banned=BANNED, source="x", checked_on=dt.date(2020, 1, 1))


def told(text: str) -> dict[str, Any]:
    """All that rows of the table may say of a text."""
    plain = remove_marks(text)
    tally = count(plain)
    return {
        **asdict(count(text)),
        "plain": plain,
        "plain_encoding": tally.encoding,
        "plain_segments": tally.segments,
        "refused": CARRIER.banned_in(text),
    }


@pytest.mark.parametrize("case", TABLE)
def test_texts_come_to_what_the_table_says(case: str) -> None:
    found = told(text_of(case))
    assert {key: found[key] for key in expected(case)} == expected(case)


def test_the_alphabet_is_the_standards() -> None:
    """3GPP TS 23.038: 128 places, of which one leads to the extension; no character twice."""
    gsm7 = alphabet()["gsm7"]
    basic = "".join(gsm7["basic"])
    assert len(basic) == 127 and len(set(basic) | set(gsm7["extension"])) == 127 + len(gsm7["extension"])
    places = [*basic[:0x1B], "", *basic[0x1B:]]
    known = {0x00: "@", 0x02: "$", 0x0A: "\n", 0x0D: "\r", 0x10: "Δ", 0x11: "_", 0x1F: "É", 0x20: " ", 0x24: "¤"}
    known |= {0x30: "0", 0x40: "¡", 0x41: "A", 0x5F: "§", 0x60: "¿", 0x61: "a", 0x7F: "à"}
    assert {place: places[place] for place in known} == known


@given(st.text(alphabet=st.sampled_from("a €[ờđ🙂\n"), max_size=400))
def test_segments_hold_their_text(text: str) -> None:
    tally = count(text)
    joined = 67 if tally.forcing else 153
    assert tally.characters <= tally.units <= 2 * tally.characters
    assert tally.segments >= -(-tally.units // joined) or tally.segments <= 1
    assert tally.room >= 0
    assert tally.segments <= 1 or tally.segments * joined - tally.room - tally.units <= tally.segments - 1


@given(st.text(max_size=200))
def test_leaving_out_marks_twice_is_once_whatever_the_form(text: str) -> None:
    once = remove_marks(text)
    assert remove_marks(once) == once
    assert remove_marks(unicodedata.normalize("NFD", text)) == remove_marks(unicodedata.normalize("NFC", text))


@given(st.text(alphabet=st.characters(max_codepoint=0x7E, min_codepoint=0x20), max_size=200))
def test_what_has_no_marks_stays_as_it_is(text: str) -> None:
    assert remove_marks(text) == text
