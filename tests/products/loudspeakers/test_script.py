"""Scripts as they are read: sentences with their lines, breaths by rule and by hand, voices, numbers by a table."""

import pytest

from outreach.campaign.broadcasts import UnitSentence
from outreach.campaign.units import Unit
from outreach.products.loudspeakers.numerals import cardinal, decimal
from outreach.products.loudspeakers.speech import Numbers
from readings import reader


def breathed(text: str) -> list[str]:
    return [sentence.reading for sentence in reader().sentences(text)]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Khi có ca nhiễm, ứng dụng giúp.", ["Khi có ca nhiễm, / ứng dụng giúp. //"]),
        ("Gọi 1900 9095.", ["Gọi một chín không không, / chín không chín năm. //"]),
        ("Vâng, bà con cứ gọi.", ["Vâng, bà con cứ gọi. //"]),  # too soon for a breath
        ("Nhớ đeo khẩu trang, bà ạ.", ["Nhớ đeo khẩu trang, bà ạ. //"]),
        ("Mời bà con / cài ứng dụng.", ["Mời bà con / cài ứng dụng. //"]),
        ("Xin cảm ơn. // Chào bà con.", ["Xin cảm ơn. //", "Chào bà con. //"]),
        ("Bảo vệ mình // bảo vệ cộng đồng.", ["Bảo vệ mình // bảo vệ cộng đồng. //"]),
        ("UBND xã mời.\nCNTT giúp.", ["Ủy ban nhân dân xã mời. //", "Công nghệ thông tin giúp. //"]),
        ("Dùng xã/phường.", ["Dùng xã hoặc phường. //"]),
    ],
)
def test_breaths_stand_at_pauses_and_where_they_were_set(written: str, read: list[str]) -> None:
    assert [said.replace("\u00a0", " ") for said in breathed(written)] == read


def test_a_line_parts_no_group_of_a_number_and_no_word_of_the_table() -> None:
    assert breathed("Mời bà con gọi 1022.") == ["Mời bà\u00a0con gọi một\u00a0không\u00a0hai\u00a0hai. //"]


def test_sentences_know_their_line_and_loanwords_their_syllables() -> None:
    first, second = reader().sentences("Mời bà con cài\nBluezone. Bật Bluetooth.", 7)
    assert (first.line, first.syllables) == (7, 6)
    assert (second.line, second.syllables) == (8, 3)
    assert reader().vocabulary.loanwords("Bluezone bluetooth") == {"Bluezone": "blu-dôn", "bluetooth": "blu-tút"}


def test_voices_directions_and_paragraphs_are_told_apart() -> None:
    turns = reader().turns("*Tiếng gà.*\n\n**Bà:** Có lâu không?\n\n**Lan:** Nhanh lắm.\nXong rồi.", 3)
    assert [(turn.voice, turn.direction, turn.line) for turn in turns] == [
        ("", "Tiếng gà.", 3),
        ("Bà", "", 5),
        ("Lan", "", 7),
    ]
    assert [sentence.line for sentence in turns[2].sentences] == [7, 8]


def test_a_unit_speaks_in_its_own_name_and_gives_its_own_number() -> None:
    frame = UnitSentence(text="Đây là đài.", unit="Đây là Đài truyền thanh {name}.", call="Gọi {number}.")
    assert reader().frame_text(frame, None) == "Đây là đài."
    assert reader().frame_text(frame, Unit("1", "Xã Yên Trị")) == "Đây là Đài truyền thanh xã Yên Trị."
    assert reader().frame_text(frame, Unit("1", "Xã Yên Trị", hotline="0228 3823 115")) == "Gọi 0228 3823 115."


def test_another_language_is_another_table() -> None:
    ones = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
    tens = ["", "ten", *["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]]
    table = Numbers(
        units=ones,
        tens=tens,
        irregular={"11": "eleven", "15": "fifteen"},
        hundred="hundred",
        scales=["", "thousand", "million", "billion"],
        point="point",
        dot="point",
        to="to",
        percent="per cent",
        part="over",
        minus="minus",
        per="a",
        at_least="at least {}",
        and_more="or later",
    )
    assert cardinal(1_000_115, table) == "one million one hundred fifteen"
    assert cardinal(42_011, table) == "forty two thousand eleven"
    assert decimal(2, "05", table) == "two point zero five"
