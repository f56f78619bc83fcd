"""Loops and screens in a template's table: what is taken, and where a fault is shown."""

from pathlib import Path

import pytest

from outreach.campaign.profiles import Profile
from outreach.campaign.template_files import read_templates
from outreach.campaign.templates import Template
from outreach.campaign.validate import validate_each
from outreach.core.findings import Finding
from outreach.core.tables import read_toml
from projects import ROOT

TABLE = """\
names = { en = "Screen" }
pages = 2
stills = 1

[formats]
wide = { label = "W", pixels = [1280, 640], pitch = 10, read_from = 40, profiles = ["led"] }

[loops.short]
max_kb = 500
scenes = [
  { page = 1, seconds = 3, into = "ripple", over = 1.2 },
  { page = 2, seconds = 2 },
]

[slots.scene]
kind = "scene"
box = [2, 3, 20, 40]
anchors = ["right", "bottom"]
origins = [[0.5, 0.25], [0.5, 0.75]]
"""
PROFILES, _ = validate_each(Profile, read_toml(ROOT / "print_templates/_shared/profiles.toml", "profiles.toml"))


def read(folder: Path, text: str) -> tuple[dict[str, Template], list[Finding]]:
    (folder / "screen").mkdir()
    (folder / "screen/template.toml").write_text(text, encoding="utf-8")
    return read_templates(folder, "print_templates", PROFILES)


def test_a_screen_has_its_size_in_its_own_millimetres(tmp_path: Path) -> None:
    templates, faults = read(tmp_path, TABLE)
    assert faults == []
    template = templates["screen"]
    form = template.formats["wide"]
    assert form.trim == (12800, 6400) and form.rem == pytest.approx(6400 / 48)
    assert form.delivered == pytest.approx((1280 * 25.4 / 96, 640 * 25.4 / 96))
    assert (template.pages, template.stills, template.loops["short"].seconds) == (2, 1, 5)
    assert template.layouts["wide", "led"]["scene"].box == (96 - 20 - 2, 48 - 40 - 3, 20, 40)


BAD = {
    "a page that there is not": ("page = 2,", "page = 3,", "reference-unknown", "loops.short.scenes.1.page"),
    "a change longer than its scene": ("over = 1.2", "over = 3", "field-invalid", "loops.short.scenes.0.over"),
    "a cut that takes time": ("seconds = 2 ", "seconds = 2, over = 1 ", "field-invalid", "loops.short.scenes.1.over"),
    "a ripple that takes none": (", over = 1.2", "", "field-invalid", "loops.short.scenes.0.over"),
    "a change that there is not": ('"ripple"', '"spin"', "field-invalid", "loops.short.scenes.0.into"),
    "no scenes": ("max_kb = 500\nscenes", "max_kb = 500\nscene", "field-unknown", "loops.short.scene"),
    "odd pixels": ("[1280, 640]", "[1280, 641]", "field-invalid", "formats.wide"),
    "a pitch of nothing": ("pitch = 10", "pitch = 0", "field-invalid", "formats.wide.pitch"),
    "a pitch without pixels": ("pixels = [1280, 640]", "trim = [100, 50]", "field-invalid", "formats.wide"),
    "an anchor in mid-air": ('"bottom"]', '"middle"]', "field-invalid", "slots.scene.anchors.1"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_fault_is_shown_at_its_place(name: str, tmp_path: Path) -> None:
    good, bad, slug, field = BAD[name]
    assert TABLE.count(good) == 1
    _, faults = read(tmp_path, TABLE.replace(good, bad))
    assert (slug, field) in {(fault.slug, fault.data["field"]) for fault in faults}
    assert all(fault.line for fault in faults)


def test_what_is_printed_has_no_loops() -> None:
    with pytest.raises(ValueError, match="output without pdf"):
        Profile.model_validate(PROFILES["office-mono"].model_dump() | {"loops": True})
