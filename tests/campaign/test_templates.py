"""Templates: what profiles and formats override, and where a fault is shown."""

from pathlib import Path

import pytest

from outreach.campaign.profiles import Profile
from outreach.campaign.template_files import read_templates
from outreach.campaign.templates import Template
from outreach.campaign.validate import validate_each
from outreach.core.findings import Finding
from outreach.core.tables import read_toml
from projects import ROOT

PRINT = ROOT / "print_templates"
BASE = """\
names = { en = "Poster" }

[formats]
a4 = { label = "A4", trim = [210, 297], profiles = ["mono", "colour"] }
[formats.a3]
label = "A3"
trim = [297, 420]
profiles = ["colour"]

[slots.headline]
kind = "text"
box = [3, 6, 42, 16]
max_lines = 3
type = { sizes = [4.9, 4.4], weight = 900, tracking = -0.02 }

[slots.symbol]
kind = "symbol"
box = [30, 46, 15, 15]
card = [15, 15]

[profiles.mono.slots]
headline = { box = [3, 7, 42, 15], type = { sizes = [4.4] } }
symbol = { card = [14, 15] }

[formats.a3.slots]
headline = { max_lines = 2, type = { weight = 700 } }
"""


def read_profiles(path: Path) -> tuple[dict[str, Profile], list[Finding]]:
    return validate_each(Profile, read_toml(path, "profiles.toml"))


@pytest.fixture(scope="module")
def profiles() -> dict[str, Profile]:
    shipped, faults = read_profiles(PRINT / "_shared/profiles.toml")
    assert faults == []
    return {"mono": shipped["office-mono"], "colour": shipped["office-colour"], "web": shipped["picture"]}


def read(folder: Path, profiles: dict[str, Profile], text: str) -> tuple[dict[str, Template], list[Finding]]:
    (folder / "poster").mkdir(exist_ok=True)
    (folder / "poster" / "template.toml").write_text(text, encoding="utf-8")
    return read_templates(folder, "print_templates", profiles)


def test_the_shipped_templates() -> None:
    profiles, _ = read_profiles(PRINT / "_shared/profiles.toml")
    templates, faults = read_templates(PRINT, "print_templates", profiles)
    assert faults == []
    assert {name: template.pages for name, template in templates.items()} == {
        **{name: 1 for name in ("card", "large", "notice", "notice-two", "poster", "station", "tent")},
        **{name: 1 for name in ("banner", "billboard", "flag", "standee", "sticker")},
        **{name: 1 for name in ("portal", "share")},
        **{name: 1 for name in ("infographic", "lower-third", "newspaper", "social", "tv")},
        "queue": 3,
        "led": 4,
        **{name: 2 for name in ("flyer", "flyer-dl", "handcard", "register")},
    }
    for template in templates.values():
        assert "_shared" not in templates and (template.folder / "sheet.html.j2").is_file()
        for slots in template.layouts.values():
            assert all(1 <= slot.page <= template.pages for slot in slots.values())


def test_the_profile_overrides_the_template_and_the_format_both(tmp_path: Path, profiles: dict[str, Profile]) -> None:
    more = BASE.replace('= ["colour"]', '= ["colour", "mono"]')
    templates, faults = read(tmp_path, profiles, more)
    assert faults == []
    layouts = templates["poster"].layouts
    assert layouts.keys() == {("a4", "mono"), ("a4", "colour"), ("a3", "colour"), ("a3", "mono")}

    def seen(form: str, profile: str) -> tuple[object, ...]:
        slot = layouts[form, profile]["headline"]
        assert slot.type is not None and slot.type.tracking == -0.02
        return slot.box[1], slot.max_lines, slot.type.sizes, slot.type.weight

    assert seen("a4", "colour") == (6, 3, [4.9, 4.4], 900)
    assert seen("a4", "mono") == (7, 3, [4.4], 900)
    assert seen("a3", "colour") == (6, 2, [4.9, 4.4], 700)
    assert seen("a3", "mono") == (7, 2, [4.4], 700)
    assert layouts["a3", "colour"]["symbol"].card == (15, 15) and layouts["a3", "mono"]["symbol"].card == (14, 15)
    assert templates["poster"].slot_names == {"headline", "symbol"}
    assert templates["poster"].formats["a3"].rem == pytest.approx(297 / 48)


BAD = {
    "an unknown profile of a format": ('["colour"]', '["color"]', "reference-unknown", "formats.a3.profiles.0"),
    "an unknown profile's layer": ("[profiles.mono.", "[profiles.mon.", "reference-unknown", "profiles.mon"),
    "a text without type": ("type = { sizes = [4.9", "# type = { sizes = [4.9", "field-invalid", "slots.headline"),
    "a symbol without card": ("card = [15, 15]", "", "field-invalid", "slots.symbol"),
    "a ladder upwards": ("[4.9, 4.4]", "[4.4, 4.9]", "field-invalid", "slots.headline.type.sizes"),
    "a ladder to nothing": ("[4.9, 4.4]", "[4.9, 0]", "field-invalid", "slots.headline.type.sizes"),
    "an empty ladder": ("[4.9, 4.4]", "[]", "field-invalid", "slots.headline.type.sizes"),
    "a bad ladder in a profile": ("sizes = [4.4]", "sizes = [4.4, 5]", "field-invalid", "slots.headline.type.sizes"),
    "a bad weight in a format": ("weight = 700", 'weight = "fat"', "field-invalid", "slots.headline.type.weight"),
    "a kind that is none": ('kind = "symbol"', 'kind = "qr"', "field-invalid", "slots.symbol.kind"),
    "a box of three": ("box = [30, 46, 15, 15]", "box = [30, 46, 15]", "field-invalid", "slots.symbol.box.3"),
    "a trim of nothing": ("trim = [297, 420]", "trim = [0, 420]", "field-invalid", "formats.a3.trim.0"),
    "a misspelt field": ("max_lines = 3", "maxlines = 3", "field-unknown", "slots.headline.maxlines"),
    "a type that is no table": ("type = { sizes = [4.9, 4.4], weight = 900, tracking = -0.02 }", "type = 5",
                                "field-invalid", "slots.headline.type"),
    "too many pages": ('"Poster" }', '"Poster" }\npages = 9', "field-invalid", "pages"),
}  # fmt: skip


PIXELS = BASE.replace("trim = [297, 420]", "pixels = [300, 600]").replace('profiles = ["colour"]', 'profiles = ["web"]')


def test_a_format_in_pixels_has_its_size_in_mm_too(tmp_path: Path, profiles: dict[str, Profile]) -> None:
    templates, faults = read(tmp_path, profiles, PIXELS)
    assert faults == []
    form = templates["poster"].formats["a3"]
    assert form.pixels == (300, 600) and form.trim == pytest.approx((79.375, 158.75))
    assert form.rem == pytest.approx(300 / 48 * 25.4 / 96)
    assert templates["poster"].formats["a4"].pixels is None


@pytest.mark.parametrize(
    ("old", "new", "field", "said"),
    [
        ("pixels = [300, 600]", "", "formats.a3", "trim = [mm, mm] / pixels = [px, px]"),
        ("pixels", "trim = [79, 159]\npixels", "formats.a3", "trim = [mm, mm] / pixels = [px, px]"),
        ("[300, 600]", "[300.5, 600]", "formats.a3.pixels.0", "int_type"),
        ("[300, 600]", "[300, 0]", "formats.a3.pixels.1", "greater than 0"),
        ("[300, 600]", "[300, 90000]", "formats.a3.pixels.1", "less than or equal to 8192"),
        ("[300, 600]", '"300x600"', "formats.a3.pixels", "tuple_type"),
        ("[300, 600]", "[300, 600]\nscale = 10", "formats.a3.scale", "scale = 1 (pixels)"),
        ("[300, 600]", "[300, 600]\nmax_kb = 0", "formats.a3.max_kb", "greater than 0"),
        ("pixels = [300, 600]", "trim = [297, 420]", "formats.a3", "pixels = [px, px]"),
    ],
)
def test_a_bad_size_is_one_clear_fault(
    tmp_path: Path, profiles: dict[str, Profile], old: str, new: str, field: str, said: str
) -> None:
    text = PIXELS.replace(old, new)
    templates, faults = read(tmp_path, profiles, text)
    assert templates == {}
    assert [(f.slug, f.data["field"], f.data["expected"]) for f in faults] == [("field-invalid", field, said)]
    assert text.splitlines()[faults[0].line - 1].startswith(("[formats.a3]", "pixels", "scale", "max_kb", "profiles"))


@pytest.mark.parametrize("name", BAD)
def test_a_fault_is_shown_where_it_stands(name: str, tmp_path: Path, profiles: dict[str, Profile]) -> None:
    old, new, slug, field = BAD[name]
    assert BASE.count(old) == 1
    text = BASE.replace(old, new)
    templates, faults = read(tmp_path, profiles, text)
    assert templates == {}
    fault = next(f for f in faults if f.slug == slug and f.data["field"] == field)
    assert fault.file == "print_templates/poster/template.toml"
    line = text[: text.index(new.splitlines()[-1])].count("\n") + 1 if new else 0
    if "without" in name:  # shown at the slot that lacks it
        line = text.splitlines().index(f"[{field}]") + 1
    assert fault.line == line
    places = [(f.slug, f.line, f.data["field"]) for f in faults]
    assert len(places) == len(set(places))  # once, not once a layout


def test_a_slot_that_only_a_layer_knows_is_shown_there(tmp_path: Path, profiles: dict[str, Profile]) -> None:
    text = BASE.replace("\nheadline = { box", "\nheadlien = { box")
    _, faults = read(tmp_path, profiles, text)
    line = next(n for n, each in enumerate(text.splitlines(), 1) if "headlien" in each)
    assert {f.line for f in faults} == {line} and "slots.headlien.kind" in {f.data["field"] for f in faults}


def test_one_broken_template_hides_no_other(tmp_path: Path, profiles: dict[str, Profile]) -> None:
    for name, text in {"a": "names = ", "b": BASE.replace("max_lines = 3", "max_lines = 'x'"), "c": BASE}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "template.toml").write_text(text)
    templates, faults = read_templates(tmp_path, "t", profiles)
    assert list(templates) == ["c"]
    assert {(f.slug, f.file) for f in faults} == {
        ("toml-syntax", "t/a/template.toml"),
        ("field-invalid", "t/b/template.toml"),
    }


def test_a_profile_out_of_range(tmp_path: Path) -> None:
    path = tmp_path / "profiles.toml"
    text = (PRINT / "_shared/profiles.toml").read_text(encoding="utf-8").replace("toner = 0.12", "toner = 15")
    path.write_text(text, encoding="utf-8")
    profiles, (fault,) = read_profiles(path)
    assert "office-mono" not in profiles and "office-colour" in profiles
    assert (fault.slug, fault.data["expected"]) == ("field-invalid", "less than or equal to 1")
    assert text.splitlines()[fault.line - 1].startswith("toner = 15")


def test_a_slot_like_another_has_all_of_it_but_what_it_says_itself(
    tmp_path: Path, profiles: dict[str, Profile]
) -> None:
    given = BASE + '\n[slots.again]\nlike = "headline"\nalign = "right"\ntype = { weight = 400 }\n'
    templates, faults = read(tmp_path, profiles, given)
    assert faults == []
    for slots in templates["poster"].layouts.values():
        one, other = slots["headline"], slots["again"]
        assert other.type is not None and one.type is not None
        assert (other.box, other.kind, other.max_lines, other.type.sizes) == (
            *(one.box, one.kind, one.max_lines, one.type.sizes),
        )
        assert (other.align, other.type.weight, other.like) == ("right", 400, "headline")


@pytest.mark.parametrize("like", ["headlime", "again", "third"])
def test_a_slot_like_none_or_like_a_likeness_is_a_finding(
    tmp_path: Path, profiles: dict[str, Profile], like: str
) -> None:
    given = BASE + f'\n[slots.again]\nlike = "{like}"\n[slots.third]\nlike = "again"\n'
    _, faults = read(tmp_path, profiles, given)
    assert {fault.slug for fault in faults} == {"reference-unknown"}
    assert ("slots.again.like", like) in {(f.data["field"], f.data["found"]) for f in faults}
