"""One Markdown file read: facts, NFC, lines, and front matter that is no YAML."""

import datetime as dt
import os
import unicodedata
from pathlib import Path

import pytest

from outreach.campaign.model import Fact
from outreach.content.front_matter import parse_yaml
from outreach.content.page import Page, read
from outreach.core.findings import Finding, OutreachError

FACTS = {
    name: Fact(value=value, source="S", checked_on=dt.date(2020, 8, 7))
    for name, value in {"hotline": "1900 9095", "app_name": "Bluezone"}.items()
}
TEXT = """\
---
title: Cài {{ app_name }}
summary: "{{app_name}}, {{ hotline }}"
formats:
  - a4
  - a3
slots: { headline: "{{ hotline }}" }
---

Gọi **{{ hotline }}**.

![Biểu tượng {{ app_name }}](a.svg)
"""


def page(folder: Path, text: str) -> Page:
    path = folder / "a.md"
    path.write_bytes(text.encode())
    return read(path, "docs/a.md", FACTS)


def faults(folder: Path, text: str) -> list[Finding]:
    with pytest.raises(OutreachError) as caught:
        page(folder, text)
    assert all(finding.file == "docs/a.md" for finding in caught.value.findings)
    return caught.value.findings


def test_facts_stand_in_front_matter_alt_text_and_body(tmp_path: Path) -> None:
    found = page(tmp_path, TEXT)
    assert found.findings == []
    assert found.meta["title"] == "Cài Bluezone"
    assert found.meta["summary"] == "Bluezone, 1900 9095"
    assert found.meta["slots"] == {"headline": "1900 9095"}
    assert found.body == "\nGọi **1900 9095**.\n\n![Biểu tượng Bluezone](a.svg)\n"
    assert found.source.endswith(found.body) and found.source.startswith("---\ntitle: Cài Bluezone\n")


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_lines_are_those_of_the_file(tmp_path: Path, ending: str, mark: str) -> None:
    found = page(tmp_path, mark + TEXT.replace("\n", ending))
    assert found.body_line == 9
    lines = {path: found.table.line(path) for path in [("title",), ("formats",), ("formats", 1), ("slots", "headline")]}
    assert lines == {("title",): 2, ("formats",): 4, ("formats", 1): 6, ("slots", "headline"): 7}
    assert found.meta["formats"] == ["a4", "a3"] and "\r" not in found.source


def test_decomposed_letters_are_composed(tmp_path: Path) -> None:
    found = page(tmp_path, unicodedata.normalize("NFD", TEXT))
    assert found.source == page(tmp_path, TEXT).source
    assert unicodedata.is_normalized("NFC", found.source)


def test_unknown_facts_stay_and_have_their_lines(tmp_path: Path) -> None:
    found = page(tmp_path, TEXT.replace("Cài {{ app_name", "Cài {{ appname").replace("**{{ hotline", "**{{ hot line"))
    assert [(f.slug, f.line, f.data["found"], str(f.data["expected"]).split(",")[0]) for f in found.findings] == [
        ("fact-unknown", 2, "appname", "app_name"),
        ("fact-unknown", 10, "hot line", "hotline"),
    ]
    assert "{{ hot line }}" in found.body


def test_an_unknown_fact_that_breaks_the_yaml_is_said_once(tmp_path: Path) -> None:
    text = TEXT.replace("title: Cài {{ app_name }}", "title: {{ appname }}")
    assert [(f.slug, f.line) for f in faults(tmp_path, text)] == [("fact-unknown", 2)]
    both = faults(tmp_path, text.replace("slots: {", "slots: {{"))
    assert [f.slug for f in both] == ["fact-unknown", "yaml-syntax"] and both[1].line > 2  # another fault is told too


@pytest.mark.parametrize(
    ("front", "slug", "line"),
    [
        ("title: a\nformats: [a4\npaper: b\n", "yaml-syntax", 4),
        ("title: a\nsummary: b: c\n", "yaml-syntax", 3),
        ("title: a\n\tsummary: b\n", "yaml-syntax", 3),
        ("title: a\nslots:\n  x: 1\n  y: 2\n  x: 3\ntitle: b\n", "yaml-key-twice", 6),
        ("- a\n- b\n", "yaml-syntax", 2),
        ("just words\n", "yaml-syntax", 2),
        ("title: a\ndate: 2020-13-01\n", "yaml-syntax", 3),
    ],
)
def test_front_matter_that_is_none(tmp_path: Path, front: str, slug: str, line: int) -> None:
    found = faults(tmp_path, f"---\n{front}---\nbody\n")
    assert (found[0].slug, found[0].line) == (slug, line)
    if slug == "yaml-key-twice":
        assert [(f.line, f.data["found"]) for f in found] == [(6, "x"), (7, "title")]


BOMB = "".join(f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]\n" for level in range(1, 12))
HOSTILE = {
    "aliases that multiply": ("a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + BOMB, "yaml-nodes", 5),
    "an alias of itself": ("title: a\nslots: &s [1, *s]\n", "yaml-alias", 3),
    "a mapping of itself": ("a: &s\n  b: {c: *s}\n", "yaml-alias", 3),
    "an alias of nothing": ("title: *nobody\n", "yaml-alias", 2),
    "lists 2,000 deep": (f"title: a\nformats: {'[' * 2_000}{']' * 2_000}\n", "nested-deep", 3),
    "mappings 60 deep": ("".join(" " * level + "a:\n" for level in range(60)), "nested-deep", 22),
    "a number of 4,990 digits": (f"title: a\nquantity: {'9' * 4_990}\n", "number-long", 3),
    "a hexadecimal one": (f"quantity: 0x{'9' * 4_900}\n", "number-long", 2),
    "a number to base 60": (f"quantity: {'1:' * 2_000}1\n", "number-long", 2),
    "a key that is a list": ("? [a, b]\n: c\n", "yaml-syntax", 2),
    "too many values": ("a: [" + "1,\n" * 6_000 + "]\n", "yaml-nodes", 4999),
    "a truth that is none": ("title: a\nb: !!bool maybe\n", "yaml-syntax", 3),
    "a time that is none": ("title: a\nb: !!timestamp x\n", "yaml-syntax", 3),
    "a number that is nothing": ("title: a\nb: [1, !!int '']\n", "yaml-syntax", 3),
    "a control character": ("title: a\nb: \x01\n", "yaml-syntax", 3),
    "a control character by an escape": ('title: a\nb: "\\0"\n', "character-invisible", 3),
    "a control character in a key": ('title: a\n"b\\x00": c\n', "character-invisible", 3),
    "half a pair of surrogates": ('title: a\nb: "\\ud800"\n', "character-invisible", 3),
    "an escape beyond Unicode": ('title: a\nb: "\\UFFFFFFFF"\n', "yaml-syntax", 3),
    "a key that is a truth": ("title: a\nno: b\n", "yaml-syntax", 3),
    "a key that is a number": ("title: a\n1: b\n01: c\n", "yaml-syntax", 3),
    "a long text that is repeated": (f"a: &a {'x' * 50_000}\nb: [{'*a, ' * 4_000}*a]\n", "yaml-nodes", 3),
    "a day there is not, in a list": ("a:\n  - 2020-01-01\n  - 2020-02-30\n", "yaml-syntax", 4),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_front_matter_out_of_bounds_is_a_finding_with_its_line(name: str) -> None:
    front, slug, line = HOSTILE[name]
    with pytest.raises(OutreachError) as caught:
        parse_yaml(front, "a.md", 2)
    finding = caught.value.findings[0]
    assert (finding.slug, finding.file, finding.line) == (slug, "a.md", line)


def test_an_alias_that_repeats_a_little_is_taken() -> None:
    table = parse_yaml("a: &x [1, 2]\nb: *x\nc: {<<: {d: *x}}\n", "a.md")
    assert table.data == {"a": [1, 2], "b": [1, 2], "c": {"d": [1, 2]}}


def test_a_reference_of_blanks_is_read_at_once(tmp_path: Path) -> None:
    """4,000 spaces after `{{` took minutes: three quantifiers shared them out in every way."""
    assert page(tmp_path, f"---\n---\n{{{{{' ' * 4_000}\n{{{{   hotline   }}}}\n").body.endswith("\n1900 9095\n")


def test_what_is_no_plain_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.md")
    with pytest.raises(OutreachError) as caught:
        read(tmp_path / "a.md", "docs/a.md", FACTS)
    assert [(f.slug, f.file) for f in caught.value.findings] == [("file-unreadable", "docs/a.md")]


def test_a_huge_file_is_not_read_to_its_end(tmp_path: Path) -> None:
    with (tmp_path / "a.md").open("wb") as file:
        file.truncate(2**40)
    with pytest.raises(OutreachError) as caught:
        read(tmp_path / "a.md", "docs/a.md", FACTS)
    assert [(f.slug, f.file) for f in caught.value.findings] == [("file-large", "docs/a.md")]


@pytest.mark.parametrize(
    ("text", "body", "line"),
    [
        ("no front matter\n---\n", "no front matter\n---\n", 1),
        ("---\n---\nbody", "body", 3),
        ("---\ntitle: a\n---", "", 3),
        ("---\ntitle: a\n--- x\n---\nb\n---\n", None, 0),
        ("", "", 1),
    ],
)
def test_where_the_body_begins(tmp_path: Path, text: str, body: str | None, line: int) -> None:
    if body is None:
        faults(tmp_path, text)
    else:
        found = page(tmp_path, text)
        assert (found.body, found.body_line) == (body, line)


def test_a_fact_of_several_lines_is_refused() -> None:
    """It would shift every line below it, and no sheet has room for it."""
    with pytest.raises(ValueError, match="value"):
        Fact(value="a\nb", source="S", checked_on=dt.date(2020, 8, 7))


def test_yaml_starts_on_any_line() -> None:
    assert parse_yaml("a: 1\nb: [2]", "x", 10).lines == {("a",): 10, ("b",): 11, ("b", 0): 11}


def test_what_writers_tell_one_another_is_not_read_and_lines_stay(tmp_path: Path) -> None:
    body = "Một <!-- ẩn --> hai\n<!-- ẩn\n\nẩn -->\n`<!-- mã -->`\n\n```\n<!-- mã -->\n```\n<!-- mở"
    found = page(tmp_path, f"---\ntitle: a\n---\n{body}")
    assert "ẩn" not in found.source and found.source.count("\n") == 3 + body.count("\n")
    assert found.body.count("<!-- mã -->") == 2 and found.body.endswith("<!-- mở")
