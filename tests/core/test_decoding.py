"""Pages in the encodings that portals have, read from bytes."""

import codecs
import unicodedata

import pytest

from outreach.core.fetching import decode

WORDS = "Cài đặt ứng dụng, bật Bluetooth; người già, trẻ em; Ủy ban nhân dân xã Ý Yên, quận Ở Đỏ"
META = '<meta charset="{}">'
OLD = '<meta http-equiv="Content-Type" content="text/html; charset={}">'


def windows(text: str) -> bytes:
    """As windows-1258 writes Vietnamese: letters with their shape, tones behind them."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    pieces = []
    for letter in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", letter)
        tone = next((part for part in parts if part in tones), "")
        pieces.append(unicodedata.normalize("NFC", parts.replace(tone, "")) + tone)
    return "".join(pieces).encode("cp1258")


def by_table(text: str, name: str) -> bytes:
    from outreach.core.fetching import _labels

    table = _labels()[name]
    return bytes(table.index(letter) for letter in text)


CASES = {
    "UTF-8": (WORDS.encode(), ""),
    "UTF-8 with a mark": (codecs.BOM_UTF8 + WORDS.encode(), ""),
    "a mark against the header": (codecs.BOM_UTF8 + WORDS.encode(), "windows-1258"),
    "a header against the page": (META.format("windows-1258").encode() + WORDS.encode(), "utf-8"),
    "UTF-16, little end first": (codecs.BOM_UTF16_LE + WORDS.encode("utf-16-le"), ""),
    "UTF-16, big end first": (codecs.BOM_UTF16_BE + WORDS.encode("utf-16-be"), "utf-8"),
    "UTF-16 by the header": (WORDS.encode("utf-16-be"), "utf-16be"),
    "UTF-16 with nothing said": (("<p>" + WORDS).encode("utf-16-le"), ""),
    "UTF-16 that is UTF-8": (META.format("utf-16").encode() + WORDS.encode(), ""),
    "windows-1258 by the page": (META.format("windows-1258").encode() + windows(WORDS), ""),
    "windows-1258 as of old": (OLD.format("Windows-1258").encode() + windows(WORDS), ""),
    "windows-1258 by the header": (windows(WORDS), "windows-1258"),
    "windows-1258 with nothing said": (windows(WORDS), ""),
    "TCVN by the page": (META.format("tcvn-5712").encode() + by_table(WORDS, "tcvn"), ""),
    "TCVN by the header": (by_table(WORDS, "tcvn"), "x-viet-tcvn5712"),
    "VISCII by the header": (by_table(WORDS, "viscii"), "VISCII"),
    "XHTML": (b'<?xml version="1.0" encoding="windows-1258"?>' + windows(WORDS), ""),
    "a declaration in a comment": (b'<!-- <meta charset="windows-1258"> -->' + WORDS.encode(), ""),
    "a label that nobody knows": (WORDS.encode(), "x-nobody"),
    "a label that is no encoding of text": (WORDS.encode(), "unicode_escape"),
    "quotes round a label": (windows(WORDS), '"windows-1258"'),
}


@pytest.mark.parametrize("case", CASES)
def test_a_page_is_read_in_the_encoding_that_it_declares(case: str) -> None:
    content, header = CASES[case]
    text = unicodedata.normalize("NFC", decode(content, header))
    assert text.endswith(WORDS), text


def test_bytes_that_mean_nothing_end_nothing() -> None:
    for label in ("", "utf-8", "windows-1258", "tcvn", "utf-16", "euc-jp", "iso-8859-1", "cp65001", "utf-7"):
        assert isinstance(decode(bytes(range(256)) * 3 + b"\xff", label), str)
