"""The string tables, and that every finding of the code has its words."""

import ast
import datetime as dt
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any, get_args

import pytest

from outreach.core import strings
from outreach.core.findings import Finding, OutreachError
from outreach.core.package import PACKAGE, themes
from outreach.core.strings import TABLES, Strings
from outreach.render.pdf.model import Kind

LANGUAGES = sorted(path.stem for path in TABLES.glob("*.toml"))


def leaves(table: dict[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from leaves(value, f"{path}{key}.")
        else:
            yield f"{path}{key}", value


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def table(language: str) -> dict[str, str]:
    return dict(leaves(strings.theme_strings(language)))


def test_all_languages_have_the_same_keys_and_fields() -> None:
    folders = [theme / "strings" for theme in themes() if (theme / "strings").exists()]
    assert TABLES in folders and len(folders) == 8
    assert all({path.name for path in folder.iterdir()} == {"en.toml", "vi.toml"} for folder in folders)
    assert LANGUAGES == ["en", "vi"]
    keys = [key for folder in folders for key, _ in leaves(strings.read_toml(folder / "en.toml", "en.toml").data)]
    assert len(keys) == len(set(keys))
    one, other = (table(language) for language in LANGUAGES)
    assert one.keys() == other.keys()
    # A finding's two texts share their fields between them; a language may put one in the other.
    assert {key: fields(text) for key, text in one.items()} == {key: fields(text) for key, text in other.items()}
    assert [key for key in one if not one[key] and not key.endswith(".expected")] == ["status.active"]


def literals(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Each slug in `Finding("slug", …)` and `table.finding("slug", …)`, also in `Finding("a" if … else "b", …)`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and re.fullmatch(r"Finding|.*\.finding", ast.unparse(node.func)) and node.args:
            first = node.args[0]
            for each in (first.body, first.orelse) if isinstance(first, ast.IfExp) else (first,):
                if isinstance(each, ast.Constant):
                    yield str(each.value), node


def given_fields(call: ast.Call, tree: ast.AST) -> set[str] | None:
    """The keys of a finding's data as written in the call or in the assignment before it; None if computed."""
    found = {word.arg for word in call.keywords if word.arg and isinstance(call.func, ast.Attribute)}
    key = None if isinstance(call.func, ast.Attribute) else "data"  # tables and pages take the fields as keywords
    for data in [word.value for word in call.keywords if word.arg == key]:
        fields_of_data = _keys(data, call, tree)
        if fields_of_data is None:
            return None
        found |= fields_of_data
    return found


def _keys(data: ast.expr, call: ast.Call, tree: ast.AST) -> set[str] | None:
    """The keys of a dictionary, or of two that are joined, as written in a call or before it; None if computed."""
    found: set[str] = set()
    for part in (data.left, data.right) if isinstance(data, ast.BinOp) else (data,):
        if isinstance(part, ast.Name):
            before = [
                node.value
                for node in ast.walk(tree)
                if isinstance(node, ast.Assign | ast.AnnAssign) and node.lineno < call.lineno
                if ast.unparse(node.targets[0] if isinstance(node, ast.Assign) else node.target) == part.id
            ]
            part = max((value for value in before if value), key=lambda value: value.lineno, default=part)
        if isinstance(part, ast.Attribute):  # a property that returns what several findings have
            ends = [node.body[-1] for node in ast.walk(tree) if getattr(node, "name", "") == part.attr]
            part = next((end.value for end in ends if isinstance(end, ast.Return) and end.value), part)
        if not isinstance(part, ast.Dict):
            return None
        found |= {str(key.value) for key in part.keys if isinstance(key, ast.Constant)}
    return found


@cache
def modules() -> dict[Path, ast.Module]:
    """Path of a module of the package → its syntax."""
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}


def test_every_finding_has_words_and_every_word_its_field() -> None:
    words = table("en")
    seen = checked = 0
    for path, tree in modules().items():
        for slug, call in literals(tree):
            where = f"{path.relative_to(PACKAGE)}:{call.lineno} {slug}"
            assert f"findings.{slug}.text" in words, where
            seen += 1
            known = given_fields(call, tree)
            if known is not None:
                used = fields(words[f"findings.{slug}.text"] + words[f"findings.{slug}.expected"])
                assert used <= known | {"sheet"}, where
                checked += 1
    assert seen > 60 and checked > 50  # the search itself still works


def test_no_finding_has_words_in_vain() -> None:
    constants = {
        node.value
        for tree in modules().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    slugs = {key.split(".")[1] for key in table("en") if key.startswith("findings.")}
    assert slugs - constants == set()


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path


def write(folder: Path, language: str, text: str) -> None:
    (folder / f"{language}.toml").write_text(text, encoding="utf-8")


def test_a_campaign_overrides_single_strings(own: Path) -> None:
    write(own, "vi", '[sheet]\nscan = "Quét ở đây"\n[page]\nown = "mới"')
    changed, plain = Strings.load("vi", own), Strings.load("vi")
    assert changed.text("sheet.scan") == "Quét ở đây" != plain.text("sheet.scan")
    assert changed.text("page.own") == "mới"
    assert changed.section("sheet") == plain.section("sheet") | {"scan": "Quét ở đây"}
    assert Strings.load("vi").text("sheet.scan") == plain.text("sheet.scan")


def test_a_language_of_the_campaign_falls_back_on_english(own: Path) -> None:
    write(own, "fr", '[sheet]\nscan = "Scannez"')
    french = Strings.load("fr", own)
    assert french.text("sheet.scan") == "Scannez"
    assert french.text("page.skip") == Strings.load("en").text("page.skip")


def test_an_unknown_language_is_a_finding(own: Path) -> None:
    with pytest.raises(OutreachError) as caught:
        Strings.load("xx", own)
    assert [(f.slug, f.data["found"]) for f in caught.value.findings] == [("language-unknown", "xx")]
    text, expected = Strings.load("en").finding(caught.value.findings[0])
    assert "xx" in text and expected == "docs/_data/strings/xx.toml"


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ('imprint = "Bởi {isuer}"', "sheet.imprint"),
        ('imprint = "Bởi {issuer"', "sheet.imprint"),
        ('imprint = "Bởi {}"', "sheet.imprint"),
        ("imprint = { text = 'x' }", "sheet.imprint"),
    ],
)
def test_a_string_that_can_not_be_filled_in_is_a_finding(own: Path, line: str, field: str) -> None:
    write(own, "vi", f"[sheet]\nscan = 'x'\n{line}\n")
    with pytest.raises(OutreachError) as caught:
        Strings.load("vi", own)
    (fault,) = caught.value.findings
    assert (fault.slug, fault.file, fault.line) == ("field-invalid", "docs/_data/strings/vi.toml", 3)
    assert fault.data["field"] == field and "{issuer}" in str(fault.data["expected"])


def test_a_finding_may_name_its_fields_in_either_text(own: Path) -> None:
    write(own, "vi", '[findings]\ncopyfit = { text = "{sheet}", expected = "{slot} {wide}" }')
    finding = Finding("copyfit", data={"sheet": "a", "slot": "b", "wide": "2"})
    assert Strings.load("vi", own).finding(finding) == ("a", "b 2")


def test_fields_and_expected_values_in_words() -> None:
    english, vietnamese = Strings.load("en"), Strings.load("vi")
    finding = Finding("field-invalid", data={"field": "edition", "found": "1", "expected": "string_type"})
    assert english.finding(finding) == ("edition: 1", "text in quotes")
    assert vietnamese.finding(finding)[1] == "chữ, đặt trong dấu ngoặc kép"
    assert vietnamese.date(dt.date(2020, 8, 7)) == "07/08/2020"
    assert english.text("page.tabs") == english.text("page.tabs", unused=1)
    with pytest.raises(KeyError):
        english.text("page.no-such")


@pytest.mark.parametrize(
    ("call", "vietnamese", "english"),
    [
        (lambda words: words.number(2.0), "2", "2"),
        (lambda words: words.number(0.256, 2), "0,26", "0.26"),
        (lambda words: words.grouped(1234567), "1.234.567", "1,234,567"),
        (lambda words: words.grouped(1234.5), "1.234,5", "1,234.5"),
        (lambda words: words.metres(1.15), "1,15\u00a0m", "1.15\u00a0m"),
        (lambda words: words.metres(2.999), "2,99\u00a0m", "2.99\u00a0m"),
        (lambda words: words.size_mm((55.5, 90)), "55,5 × 90 mm", "55.5 × 90 mm"),
        (lambda words: words.size_px((1080, 1920)), "1080 × 1920 px", "1080 × 1920 px"),
        (lambda words: words.file_size(3), "1\u00a0KB", "1\u00a0KB"),
        (lambda words: words.file_size(12_345), "12\u00a0KB", "12\u00a0KB"),
        (lambda words: words.file_size(1_250_000), "1,2\u00a0MB", "1.2\u00a0MB"),
        (lambda words: words.file_size(2_000_000), "2\u00a0MB", "2\u00a0MB"),
    ],
)
def test_numbers_are_written_as_the_language_writes_them(
    call: Callable[[Strings], str], vietnamese: str, english: str
) -> None:
    assert (call(Strings.load("vi")), call(Strings.load("en"))) == (vietnamese, english)


def test_sides_and_kinds_are_named_in_the_language_and_words_of_a_sheet_are_left_alone() -> None:
    data = {"sheet": "a", "what": "fill", "box": "page", "mm": 3, "side": "left, bottom"}
    text, _ = Strings.load("vi").finding(Finding("overflow", data=data))
    assert text == "a: mảng màu lấn ra ngoài trang 3 mm (trái, dưới)."
    text, _ = Strings.load("en").finding(Finding("overflow", data={**data, "what": "«fill»", "box": "headline"}))
    assert text == "a: «fill» sticks out of headline by 3 mm (left, bottom)."


def test_every_kind_of_mark_has_its_term() -> None:
    for language in LANGUAGES:
        assert set(get_args(Kind)) <= Strings.load(language).section("terms").keys()
