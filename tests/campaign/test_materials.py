"""Materials: front matter, and what it refers to."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from outreach.campaign.bundle import Bundle
from outreach.campaign.load import load
from outreach.campaign.materials import Material, code_conflicts, read_material
from outreach.content.front_matter import parse_yaml
from outreach.core.findings import Finding
from outreach.core.project import Project
from projects import ROOT

FRONT = """\
title: Áp phích
summary: Một câu.
code: "01"
tasks: ["10"]
audience: public
channel: mot-cua
template: poster
formats: [a4, a3]
profiles:
  - office-mono
read_from: 1.5
scan_from: 0.6
quantity: 2
paper: Giấy thường
place: Tường
height: Mép dưới cách sàn 1,1 mét
scene: wait
alt: Hai người chờ
slots:
  headline: "Mời | cài"
  steps: huong-dan/index.md#ba-buoc
"""
Read = Callable[..., tuple[Material | None, list[Finding]]]


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return load(Project(ROOT))


@pytest.fixture
def read(bundle: Bundle) -> Read:
    def read(text: str, slug: str = "mot-cua") -> Any:
        table = parse_yaml(text, f"docs/an-pham/{slug}.md", 2)
        return read_material(slug, table, bundle)

    return read


def test_a_right_material(read: Read) -> None:
    material, faults = read(FRONT)
    assert faults == [] and material is not None
    assert (material.slug, material.meta.formats, material.meta.scan_from) == ("mot-cua", ["a4", "a3"], 0.6)
    assert material.line("slots", "headline") == 21
    assert material.line("slots", "imprint") == material.line("slots") == 20  # a default has the line of the table


def test_what_is_printed_says_how_many_and_on_what_and_a_picture_need_not(read: Read) -> None:
    silent = "\n".join(line for line in FRONT.splitlines() if not line.startswith(("quantity", "paper")))
    material, faults = read(silent)
    assert material is None
    assert [(f.slug, f.data["field"], f.data["expected"]) for f in faults] == [
        ("field-invalid", "quantity", "missing"),
        ("field-invalid", "paper", "missing"),
    ]
    for old, new in {
        "template: poster": "template: share",
        "[a4, a3]": "[link-card]",
        "office-mono": "picture",
    }.items():
        silent = silent.replace(old, new)
    material, faults = read(re.sub(r"  steps: .*", "", silent))
    assert faults == [] and material is not None


def test_the_least_material(read: Read) -> None:
    left_out = ("scan_from", "scene", "alt", "profiles", "  - office")
    lines = [line for line in FRONT.splitlines() if not line.startswith(left_out)]
    material, faults = read("\n".join(lines))
    assert faults == [] and material is not None
    assert (material.meta.scan_from, material.meta.scene, material.meta.profiles) == (None, None, None)


TONGUE = ("languages.headline", "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")
BAD = {
    "channel": ("channel: mot-cua", "channel: mot-cu", "reference-unknown", "channel", "mot-cua"),
    "template": ("template: poster", "template: postr", "reference-unknown", "template", "poster"),
    "format": ("[a4, a3]", "[a4, a33]", "reference-unknown", "formats.1", "a3"),
    "profile": ("  - office-mono", "  - office-mno", "reference-unknown", "profiles.0", "office-mono"),
    "no such pair": ("[a4, a3]", "[a4, a2]", "reference-unknown", "formats.1", "a2 office-colour"),
    "slot": ("  headline:", "  headlin:", "reference-unknown", "slots.headlin", "headline"),
    "format twice": ("[a4, a3]", "[a4, a3, a4]", "field-invalid", "formats", "[a4, a3]"),
    "code as a number": ('code: "01"', "code: 01", "field-invalid", "code", "string_type"),
    "small code": ('code: "01"', 'code: "0a"', "field-invalid", "code", "material_code"),
    "code with I": ('code: "01"', 'code: "0I"', "field-invalid", "code", "material_code"),
    "code with L": ('code: "01"', 'code: "L1"', "field-invalid", "code", "material_code"),
    "code with O": ('code: "01"', 'code: "O1"', "field-invalid", "code", "material_code"),
    "code with U": ('code: "01"', 'code: "U1"', "field-invalid", "code", "material_code"),
    "code of three": ('code: "01"', 'code: "011"', "field-invalid", "code", "material_code"),
    "audience": ("audience: public", "audience: all", "field-invalid", "audience", "staff, public"),
    "distance": ("read_from: 1.5", "read_from: 0", "field-invalid", "read_from", "greater than 0"),
    "unknown field": ("paper: Giấy", "papier: Giấy", "field-unknown", "papier", "paper"),
    "ground": ("paper: Giấy", "ground: blue\npaper: Giấy", "reference-unknown", "ground", "ink"),
    "tongue of no slot": (
        *("paper: Giấy", "languages: {headlin: en}\npaper: Giấy", "reference-unknown"),
        *("languages.headlin", "headline"),
    ),
    "no language": ("paper: Giấy", "languages: {headline: English}\npaper: Giấy", "field-invalid", *TONGUE),
    "alt of spaces": ("alt: Hai người chờ", 'alt: "  "', "alt-missing", None, None),
}


@pytest.mark.parametrize("name", BAD)
def test_a_fault_has_its_line_and_says_what_may_be_meant(name: str, read: Read) -> None:
    old, new, slug, field, expected = BAD[name]
    text = FRONT.replace(str(old), str(new))
    assert text != FRONT
    material, faults = read(text)
    fault = next(f for f in faults if f.slug == slug and f.data.get("field") == field)
    assert material is None
    mark = "scene:" if slug == "alt-missing" else str(new)
    assert fault.line == text[: text.index(mark)].count("\n") + 2
    if expected:
        assert str(fault.data["expected"]).split(", ")[0] == expected or fault.data["expected"] == expected
    if name not in {"unknown field"}:  # a misspelt field also leaves its own place empty
        assert len(faults) == 1


def test_all_faults_at_once(read: Read) -> None:
    text = FRONT.replace("mot-cua", "x").replace("[a4, a3]", "[b4, a3]").replace("alt:", "# alt:")
    material, faults = read(text.replace("headline", "h"))
    assert material is None
    assert [(f.slug, f.line) for f in faults] == [
        ("reference-unknown", 7),
        ("reference-unknown", 9),
        ("reference-unknown", 21),
        ("alt-missing", 18),
    ]


@pytest.mark.parametrize("slug", ["Mot-Cua", "một-cửa", "mot cua", "-x"])
def test_a_name_that_makes_no_address(slug: str, read: Read) -> None:
    _, faults = read(FRONT, slug)
    assert [f.slug for f in faults] == ["material-name"]


def test_two_materials_with_one_code(read: Read) -> None:
    materials = [read(FRONT, slug)[0] for slug in ("a", "b", "c")]
    other = read(FRONT.replace('"01"', '"0A"'), "d")[0]
    found = list(code_conflicts([material for material in [*materials, other] if material is not None]))
    assert [(f.slug, f.file, f.line, f.data["other"]) for f in found] == [
        ("material-code-twice", "docs/an-pham/b.md", 4, "docs/an-pham/a.md"),
        ("material-code-twice", "docs/an-pham/c.md", 4, "docs/an-pham/a.md"),
    ]


def test_the_shipped_materials_have_codes_of_their_own(bundle: Bundle) -> None:
    codes: list[str] = []
    for path in sorted((ROOT / "docs/an-pham").glob("*.md")):
        if path.stem != "index":
            front = path.read_text(encoding="utf-8").split("---\n")[1].replace("{{", "").replace("}}", "")
            codes.append(parse_yaml(front, path.name).data["code"])
    assert len(codes) == len(set(codes)) >= 3
