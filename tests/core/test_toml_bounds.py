"""TOML that would hang or break the parser is a finding with file and line."""

import pytest

from outreach.core.findings import OutreachError
from outreach.core.tables import parse_toml
from outreach.core.toml_bounds import MOST_BARE, MOST_DEPTH, MOST_STRING

HOSTILE = {
    "arrays": ("a = 1\nb = " + "[" * 5_000 + "]" * 5_000, "nested-deep", 2),
    "arrays on many lines": ("a = [\n" * 30 + "]\n" * 30, "nested-deep", 21),
    "inline tables": ("a = " + "{a = " * 2_000 + "1" + "}" * 2_000, "nested-deep", 1),
    "a dotted key": ("a = 1\n\n" + "a." * 5_000 + "b = 1", "nested-deep", 3),
    "a dotted key with spaces": ("'a' . " * 5_000 + "b = 1", "nested-deep", 1),
    "a dotted header": ("[" + "a." * 5_000 + "b]", "nested-deep", 1),
    "a number of 5,000 digits": ("a = " + "9" * 5_000, "number-long", 1),
    "a hexadecimal number of 5,000 digits": ("a = 0x" + "f" * 5_000, "number-long", 1),
    "a fraction of 5,000 digits": ("a = 1." + "9" * 5_000, "number-long", 1),
    "a text of a million characters": ('a = "' + "b" * 1_000_000 + '"', "text-long", 1),
    "a text on many lines": ('a = 1\nb = """\n' + "b\n" * 100_000 + '"""', "text-long", 2),
    "quotes that never end": ('\\"""\n' * 100_000, "text-long", 1),
    "items without number": ("a = 1\nb = [" + "1," * 900_000 + "]", "toml-tokens", 2),
    "tables without number": ("[[a]]\n" * 300_000, "toml-tokens", 16_667),
    "comments without number": ("#\n" * 900_000, "toml-tokens", 50_001),
    "a control character by an escape": ('a = 1\nb = "c\\u0000"', "character-invisible", 2),
    "a control character on many lines": ('a = """\n\\\\u0000\n\\b"""', "character-invisible", 3),
    "a backspace by accident": ('a = "C:\\\\a"\nb = "C:\\bin"', "character-invisible", 2),
    "apostrophes that never end": ("a = '''" + "b '' " * 100_000, "text-long", 1),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_toml_is_a_finding_with_its_line(name: str) -> None:
    text, slug, line = HOSTILE[name]
    with pytest.raises(OutreachError) as caught:
        parse_toml(text, "a.toml")
    finding = caught.value.findings[0]
    assert (finding.slug, finding.file, finding.line) == (slug, "a.toml", line)


def test_what_stays_within_bounds_is_read() -> None:
    text = "a = " + "[" * MOST_DEPTH + "]" * MOST_DEPTH + f'\nb = "{"c" * (MOST_STRING - 2)}"\n'
    text += f"{'d' * MOST_BARE} = '''\n{'[' * 50}'''  # {'[' * 50}\n" + ".".join("e" * MOST_DEPTH) + " = 1\n"
    assert set(parse_toml(text, "a.toml").data) == {"a", "b", "d" * MOST_BARE, "e"}


def test_each_line_with_a_fault_is_told() -> None:
    with pytest.raises(OutreachError) as caught:
        parse_toml(f"a = {'9' * 200}\nb = 1\nc = {'[' * 30}{']' * 30}\n", "a.toml")
    assert [(f.slug, f.line) for f in caught.value.findings] == [("number-long", 1), ("nested-deep", 3)]
