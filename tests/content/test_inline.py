"""Runs of words: parsing, folding, cutting, first sentences."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.content.inline import Run, Runs, cut, first_sentence, parse, plain, sentences, tidy

words = st.text("aĐ \n\t\u00a0*.", max_size=8)
runs = st.lists(st.builds(Run, words, st.booleans()), max_size=5)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mời cài **Bluezone**", (Run("Mời cài "), Run("Bluezone", True))),
        ("**a** **b**", (Run("a", True), Run(" "), Run("b", True))),
        ("**a****b** c", (Run("ab", True), Run(" c"))),
        ("  a \n  b\t", (Run("a b"),)),
        ("a **  b** ", (Run("a "), Run("b", True))),
        ("2\u00a0mét \u00a0x", (Run("2\u00a0mét \u00a0x"),)),
        ("5 * 3 ** 2", (Run("5 * 3 ** 2"),)),
        ("** **", ()),
        ("", ()),
    ],
)
def test_parse(text: str, expected: Runs) -> None:
    assert parse(text) == expected


@given(runs)
def test_tidy_runs_are_folded_joined_and_stay_so(given_: list[Run]) -> None:
    result = tidy(given_)
    text = plain(result)
    assert tidy(result) == result
    assert "  " not in text and text == text.strip(" \t\n") and "\n" not in text
    assert all(run.text for run in result)
    assert all(one.strong != other.strong for one, other in pairwise(result))
    assert [c for c in text if c not in " "] == [c for c in plain(tuple(given_)) if c not in " \t\n"]


@given(runs, st.integers(0, 40), st.integers(0, 40))
def test_cut_takes_the_characters_with_their_styles(given_: list[Run], one: int, other: int) -> None:
    whole = tuple(given_)
    styles = [(c, run.strong) for run in whole for c in run.text]
    part = cut(whole, one, other)
    assert [(c, run.strong) for run in part for c in run.text] == styles[one:other]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Máy cần iOS 10.3 trở lên. Sau đó bấm.", "Máy cần iOS 10.3 trở lên."),
        ("Mở www.x.vn rồi bấm. Xong.", "Mở www.x.vn rồi bấm."),
        ("Mở www.x.vn. Bấm nút.", "Mở www.x.vn."),
        ("Chưa muốn nhập? Chọn Bỏ qua.", "Chưa muốn nhập?"),
        ("Xong! Mở máy.", "Xong!"),
        ("Chờ một chút… Rồi bấm.", "Chờ một chút…"),
        ("Chờ... Rồi bấm.", "Chờ..."),
        # capitals all over the alphabet
        ("Giữ yên tay. Đưa máy lên.", "Giữ yên tay."),
        ("Bấm nút. Ứng dụng mở.", "Bấm nút."),
        ("Bấm nút. Ở đó có nút.", "Bấm nút."),
        ("Bấm nút. Ấn giữ.", "Bấm nút."),
        ("Bấm nút. “Đồng ý” hiện ra.", "Bấm nút."),
        ("Bấm “Đồng ý.” Sau đó chờ.", "Bấm “Đồng ý.”"),
        ("Bấm nút.\u00a0Đợi.", "Bấm nút."),
        # no end of a sentence
        ("Chọn 1. bluetooth, 2. vị trí.", "Chọn 1. bluetooth, 2. vị trí."),
        ("Quét mã v.v. rồi bấm.", "Quét mã v.v. rồi bấm."),
        ("Đến TP. Nam Định gặp BS. Ánh. Sau đó về.", "Đến TP. Nam Định gặp BS. Ánh."),
        ("Gọi số 1900 9095", "Gọi số 1900 9095"),
        ("Số 1. 2 mét", "Số 1. 2 mét"),
        ("", ""),
    ],
)
def test_first_sentence(text: str, sentence: str) -> None:
    assert plain(first_sentence(parse(text))) == sentence


def test_sentences_are_those_that_a_reader_takes_in_one_breath() -> None:
    text = "Quét mã: mở trang. Đến TP. Nam Định gặp BS. Ánh! “Sao?” Chọn 1. bluetooth… Rồi gọi 1900 9095"
    assert sentences(text) == [
        "Quét mã: mở trang.",
        "Đến TP. Nam Định gặp BS. Ánh!",
        "“Sao?”",
        "Chọn 1. bluetooth…",
        "Rồi gọi 1900 9095",
    ]
    assert sentences("") == sentences("  ") == []


def test_a_sentence_keeps_its_styles() -> None:
    assert first_sentence(parse("Bấm **Cho phép. Đợi** nhé.")) == (Run("Bấm "), Run("Cho phép.", True))
