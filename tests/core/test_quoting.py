"""Quotations in findings: they show no invisible character and no place in memory, but its number."""

import functools
import io
import json
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from PIL import Image, UnidentifiedImageError

from outreach.cli.console import Console
from outreach.core.findings import Finding
from outreach.core.quoting import forget_addresses, reveal
from outreach.core.strings import Strings

UNSEEN = {
    "a zero-width space": ("Nam\u200bĐịnh", "NamU+200BĐịnh"),
    "a byte order mark": ("\ufeffmã", "U+FEFFmã"),
    "a soft hyphen": ("cài\u00adđặt", "càiU+00ADđặt"),
    "right to left": ("a\u202eb", "aU+202Eb"),
    "a joiner of emoji": ("👩\u200d⚕", "👩U+200D⚕"),
    "a variation selector": ("❤\ufe0f", "❤U+FE0F"),
    "a filler": ("\u3164", "U+3164"),
    "blank Braille": ("\u2800", "U+2800"),
    "an ideographic space": ("a\u3000b", "aU+3000b"),
    "an escape": ("\x1b[31mđỏ", "U+001B[31mđỏ"),
    "a null": ("a\x00b", "aU+0000b"),
    "a tag": ("a\U000e0041", "aU+E0041"),
    "private use": ("\ue000", "U+E000"),
    "a separator of lines": ("a\u2028b", "aU+2028b"),
    "a no-break space alone": ("\u00a0", "U+00A0"),
    "a no-break space at an end": ("mã\u00a0", "mãU+00A0"),
    "a no-break space between words": ("14\u00a0ngày", "14\u00a0ngày"),
    "spaces alone": ("  ", "U+0020U+0020"),
    "a mark alone": ("\u0302", "U+0302"),
    "a tab alone": ("\t", "U+0009"),
    "an end of line": ("one\r\n  two", "one two"),
    "nothing": ("", ""),
    "Vietnamese, composed and not": ("Nam Định, cài đặt ế", "Nam Định, cài đặt ế"),
}


@pytest.mark.parametrize("case", UNSEEN)
def test_what_is_not_seen_is_told_as_its_number(case: str) -> None:
    text, expected = UNSEEN[case]
    assert reveal(text) == expected == reveal(expected)


def test_no_character_that_unicode_calls_unseen_is_passed_through() -> None:
    unseen = [chr(c) for c in range(0x11_0000) if unicodedata.category(chr(c)) in {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}]
    assert len(unseen) > 130_000
    assert all(reveal(f"a{c}b") == f"aU+{ord(c):04X}b" for c in unseen if c not in "\r\n")


@pytest.mark.parametrize("language", ["en", "vi"])
def test_a_finding_shows_it_on_the_screen_and_in_json(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    finding = Finding(
        "reference-unknown", file="docs/a\u200bb.md", data={"field": "x", "found": "\u200b", "expected": "y"}
    )
    text, _ = Strings.load(language).finding(finding)
    assert "U+200B" in text and "\u200b" not in text
    console = Console(language)
    console.findings([finding], as_json=False)
    assert "docs/aU+200Bb.md" in (out := capsys.readouterr().out) and "\u200b" not in out
    console.findings([finding], as_json=True)
    (record,) = json.loads(capsys.readouterr().out)
    assert "U+200B" in record["text"] and record["data"]["found"] == "\u200b"  # for programs it is what it is


class Thing:
    def method(self) -> None: ...


def nested() -> None: ...


ADDRESSED = {
    "an object": (Thing(), "Thing"),
    "a stream": (io.BytesIO(), "BytesIO"),
    "a function": (nested, "<function nested>"),
    "a bound method": (Thing().method, "<bound method Thing.method of Thing>"),
    "code": (nested.__code__, "<code object nested, file"),
    "a partial": (
        functools.partial(Thing().method, Thing()),
        "functools.partial(<bound method Thing.method of Thing>, Thing)",
    ),
    "a picture": (Image.new("L", (1, 1)), "<PIL.Image.Image image mode=L size=1x1>"),
    "many": ([Thing(), Thing()], "[Thing, Thing]"),
}


@pytest.mark.parametrize("case", ADDRESSED)
def test_no_finding_tells_an_objects_address(case: str) -> None:
    thing, expected = ADDRESSED[case]
    assert "0x" in repr(thing)
    for data in ({"reason": f"failed: {thing!r}"}, {"reason": repr(thing)}, {"reason": thing}):
        finding = Finding("internal", data=data)  # type: ignore[arg-type]
        said = " ".join((*Strings.load("en").finding(finding), json.dumps(finding.as_record())))
        assert " 0x" not in said and expected in said


def test_what_only_looks_like_an_address_stays() -> None:
    for text in ("xref at 0x1f00 of the file", "colour 0xFFAA00", "<b>0x10</b>", "a < b at 0"):
        assert forget_addresses(text) == text


def test_a_broken_picture_is_named_without_an_address() -> None:
    with pytest.raises(UnidentifiedImageError) as caught:
        Image.open(io.BytesIO(b"no picture"))
    assert "0x" in str(caught.value)
    assert (
        Finding("internal", data={"reason": str(caught.value)}).data["reason"] == "cannot identify image file BytesIO"
    )


def test_findings_are_the_same_each_time(tmp_path: Path) -> None:
    """Reasons stand in published reports: an address would change their bytes."""
    code = (
        "from outreach.core.findings import Finding; print(Finding('internal', data={'reason': repr(object())}).data)"
    )
    runs = {subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout for _ in range(2)}
    assert runs == {"{'reason': 'object'}\n"}
