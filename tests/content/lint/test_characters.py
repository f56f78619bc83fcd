"""Characters that nobody sees are findings, wherever they stand in content."""

from pathlib import Path

import pytest

from outreach.content.lint.characters import invisible_characters, source_text

INVISIBLE = {
    "soft hyphen": "\u00ad",
    "zero-width space": "\u200b",
    "zero-width joiner": "\u200d",
    "zero-width non-joiner": "\u200c",
    "word joiner": "\u2060",
    "right-to-left override": "\u202e",
    "left-to-right mark": "\u200e",
    "isolate": "\u2066",
    "byte-order mark": "\ufeff",
    "NUL": "\0",
    "escape": "\x1b",
    "next line": "\x85",
    "line separator": "\u2028",
    "paragraph separator": "\u2029",
    "tag": "\U000e0041",
    "private use": "\ue000",
    "noncharacter": "\ufdd0",
    "grapheme joiner": "\u034f",
    "Hangul filler": "\u3164",
    "half-width Hangul filler": "\uffa0",
    "braille without dots": "\u2800",
    "variation selector": "\ufe0f",
}
ESCAPED = {
    "&shy;": "U+00AD", "&#8203;": "U+200B", "&ZeroWidthSpace;": "U+200B", "&#x202E;": "U+202E", "&lrm;": "U+200E",
    "\\u202e": "U+202E", "\\U000e0041": "U+E0041", "\\xad": "U+00AD",
}  # fmt: skip


@pytest.mark.parametrize("name", INVISIBLE)
def test_an_invisible_character_is_told_with_its_number_and_place(name: str) -> None:
    character = INVISIBLE[name]
    findings = list(invisible_characters(f"Chào\n\nCài B{character}luezone", "a.md"))
    assert [(f.slug, f.file, f.line, f.data) for f in findings] == [
        ("character-invisible", "a.md", 3, {"found": f"U+{ord(character):04X}", "column": 6})
    ]


@pytest.mark.parametrize("written", ESCAPED)
def test_an_invisible_character_is_told_however_it_is_written(written: str) -> None:
    findings = list(invisible_characters(f"Chào\nCài B{written}luezone", "a.md"))
    assert [(f.slug, f.line, f.data["found"]) for f in findings] == [("character-invisible", 2, ESCAPED[written])]


@pytest.mark.parametrize(
    "text",
    [
        "Cài\u00a0đặt\u202fBluezone\u3000\t\r\nmột dòng",
        "👨‍👩‍👧 ❤️ 1️⃣",
        "a&nbsp;b &amp; c\\_d &#x1F468;&#x200D;&#x1F469;",
        "می\u200cخواهم",
        "क्\u200dष",
        "“…” – — © → ✓ №",
        "",
    ],
)
def test_what_is_seen_or_needed_is_no_fault(text: str) -> None:
    assert list(invisible_characters(text, "a.md")) == []


def test_a_file_in_another_coding_is_not_told_line_by_line(tmp_path: Path) -> None:
    """Its reader says once that it is not UTF-8; a file that is cut within a character is read as far as that."""
    path = tmp_path / "a.md"
    path.write_text("Chào\nCài Bluezone\n", encoding="utf-16")
    assert source_text(path) == ""
    path.write_text("Chào\nCài Blue\0zone\n", encoding="utf-8-sig")
    assert source_text(path) == "Chào\nCài Blue\0zone\n"
    path.write_bytes("Cài đ".encode()[:-1])
    assert source_text(path) == "Cài "
