"""Print shops: found by folder, every fault told with its line; and the rules that profiles name."""

from pathlib import Path

import pytest

from icc import press_profile
from outreach.campaign.load import load
from outreach.campaign.profiles import Profile
from outreach.campaign.shops import Shop, read_shops
from outreach.campaign.validate import validate_each
from outreach.checks.rules import of_profiles, rules, unknown_rules
from outreach.core.findings import OutreachError
from outreach.core.project import Project
from outreach.core.tables import read_toml
from outreach.products.prepare import prepare
from projects import ROOT, copy_project


def test_the_shipped_shop_says_what_most_shops_ask_for() -> None:
    shops = load(Project(ROOT)).shops
    assert set(shops) == {"mac-dinh"}
    assert shops["mac-dinh"].model_dump(exclude={"name"}) == Shop().model_dump(exclude={"name"})
    assert load(Project(ROOT)).shop == shops["mac-dinh"]


def test_a_campaign_without_shops_loads(tmp_path: Path) -> None:
    project = copy_project(tmp_path, ROOT / "tests/campaigns/crue")
    assert not (project / "docs/_data/shops").exists()
    bundle = load(Project(project))
    assert bundle.shops == {} and bundle.shop == Shop()


def test_a_shop_that_is_not_there_is_told(tmp_path: Path) -> None:
    project = copy_project(tmp_path)
    path = project / "docs/_data/campaign.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('shop = "mac-dinh"', 'shop = "mac-din"'), encoding="utf-8")
    with pytest.raises(OutreachError) as caught:
        load(Project(project))
    (fault,) = caught.value.findings
    assert (fault.slug, fault.data["found"], fault.data["expected"]) == ("reference-unknown", "mac-din", "mac-dinh")
    assert fault.line == 1 + text[: text.index('shop = "')].count("\n")


@pytest.mark.parametrize(
    ("text", "slug", "line", "field"),
    [
        ("name = 'X'\nink_limit = 0\n", "field-invalid", 2, "ink_limit"),
        ("ink_limit = 401", "field-invalid", 1, "ink_limit"),
        ("\n\nmin_ppi = 'viele'", "field-invalid", 3, "min_ppi"),
        ("min_ppi = true", "field-invalid", 1, "min_ppi"),
        ("bleed_mm = -1", "field-invalid", 1, "bleed_mm"),
        ("bleed = 3", "field-unknown", 1, "bleed"),
        ("name = 'X'\nicc = '../x.icc'", "field-invalid", 2, "icc"),
        ("icc = '/etc/x.icc'", "field-invalid", 1, "icc"),
        ("name = 'X'\nicc = 'none.icc'", "shop-profile", 2, ""),
        ("name = ", "toml-syntax", 1, ""),
    ],
)
def test_each_fault_of_a_shop(tmp_path: Path, text: str, slug: str, line: int, field: str) -> None:
    (tmp_path / "x.toml").write_text(text, encoding="utf-8")
    _, (fault,) = read_shops(tmp_path, "docs/_data/shops")
    assert (fault.slug, fault.file, fault.line) == (slug, "docs/_data/shops/x.toml", line)
    assert fault.data.get("field", "") == field


def test_faults_of_all_shops_come_at_once_and_stop_the_campaign(tmp_path: Path) -> None:
    project = copy_project(tmp_path)
    shops = project / "docs/_data/shops"
    (shops / "a.toml").write_text("min_ppi = -1\nslug = 3", encoding="utf-8")
    (shops / "b.toml").write_text("ink_limit = 'x'", encoding="utf-8")
    (shops / "mac-dinh.toml").write_text("icc = 'press.icc'", encoding="utf-8")
    with pytest.raises(OutreachError) as caught:
        load(Project(project))
    assert [(f.file.rpartition("/")[2], f.line) for f in caught.value.findings] == [
        ("a.toml", 1),
        ("a.toml", 2),
        ("b.toml", 1),
        ("mac-dinh.toml", 1),
    ]
    (shops / "press.icc").write_bytes(press_profile())
    _, faults = read_shops(shops, "s")
    assert not any(fault.file == "s/mac-dinh.toml" for fault in faults)


def test_profiles_obey_rules_that_exist() -> None:
    bundle = load(Project(ROOT))
    assert unknown_rules(bundle.tables["profiles"], of_profiles(bundle.profiles)) == []
    for profile in bundle.profiles.values():
        assert profile.rules and len(set(profile.rules)) == len(profile.rules)
        assert {"fonts", "glyphs", "overflow", "contrast", "symbols"} <= set(profile.rules) <= set(rules())


def test_a_rule_that_nobody_wrote_stops_the_build(tmp_path: Path) -> None:
    project = copy_project(tmp_path)
    path = project / "print_templates/_shared/profiles.toml"
    text = path.read_text(encoding="utf-8").replace('"fonts",', '"font",', 1)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(OutreachError) as caught:
        prepare(Project(project))
    (fault,) = caught.value.findings
    line = 1 + text[: text.index('"font",')].count("\n")
    assert (fault.slug, fault.line, fault.data["found"]) == ("reference-unknown", line, "font")
    assert "fonts" in str(fault.data["expected"])


@pytest.mark.parametrize("field", ["colours = 'blue'", "shop = 3", "contrast = 0", "rules = 'fonts'", "once = 3"])
def test_each_fault_of_a_profile(tmp_path: Path, field: str) -> None:
    base = "[x]\nnames = {}\nhint = {}\npalette = 'mono'\nclear = 0\nsafe = 0\ntoner = 1\ntagged = true\n"
    path = tmp_path / "profiles.toml"
    path.write_text(base, encoding="utf-8")
    table = read_toml(path, "profiles.toml")
    profiles, faults = validate_each(Profile, table)
    assert isinstance(profiles["x"], Profile) and table.line(("x",)) == 1 and faults == []
    path.write_text(base + field, encoding="utf-8")
    _, (fault,) = validate_each(Profile, read_toml(path, "profiles.toml"))
    assert (fault.slug, fault.line) == ("field-invalid", 9)
