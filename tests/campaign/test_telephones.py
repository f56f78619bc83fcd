"""Numbers to call: every way to type one is dialled and printed alike."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.campaign.load import load
from outreach.campaign.telephones import ANY, MOST, Plan, call_target, parse, read_plan
from outreach.campaign.units import read_list
from outreach.core.findings import OutreachError
from outreach.core.project import Project
from projects import ROOT, copy_project


def plan_of(country: str = "vn", data: Path = ROOT / "docs/_data") -> Plan:
    plan, faults = read_plan(country, data, "docs/_data")
    assert plan is not None and faults == []
    return plan


VN = plan_of()
WAYS = {
    "0262 3777 113": [
        *("(0262) 3.777.113", "+84 262 3777 113", "+84 (0) 262 3777 113", "(+84-262) 3777113", "0084 262 3777113"),
        *("84 262 3777 113", "0262-3777-113", "0262.3777.113", "02623777113", "+84 0262 3777 113", "0262 3 777 113"),
    ],
    "024 3846 3846": ["02438463846", "(024) 38463846", "+84 24 3846 3846", "024-3846-3846"],
    "0912 345 678": ["0912345678", "+84912345678", "(+84) 912.345.678", "091 234 5678"],
    "069 2342 593": ["0692342593", "069.234.2593", "+84 69 2342593"],
    "080 43162": ["08043162", "080 43 162", "(080) 43162"],
    "1900 9095": ["19009095", "1900-9095", "1900 90 95", "+84 1900 9095"],
    "1900 545 415": ["1900545415", "1900 54 54 15"],
    "1800 1091": ["18001091", "1800.1091"],
    "1022": ["1022", "10 22"],
    "113": ["113", "1 1 3"],
}


@pytest.mark.parametrize("printed", WAYS)
def test_a_number_has_one_printed_form(printed: str) -> None:
    for typed in (printed, *WAYS[printed]):
        telephone = parse(typed, VN)
        assert telephone is not None and telephone.printed == printed and telephone.pattern, typed
        assert telephone.dialled == call_target(printed) == re.sub(r"\D", "", printed)


@pytest.mark.parametrize(
    "typed",
    ["", "12", "1" * (MOST + 1), "xã", "+1+1", "-1234", "113;114", "0228 3849 999 0912 345 678", "١٢٣", "+", "()"],
)
def test_what_is_no_number(typed: str) -> None:
    assert parse(typed) is None and parse(typed, VN) is None and call_target(typed) == ""


@pytest.mark.parametrize(
    "typed", ["000", "0123 456 7890", "0228 1", "0299", "9999 9999", "1900 90951", "0200 3849 999"]
)
def test_a_number_that_the_country_has_not(typed: str) -> None:
    telephone = parse(typed, VN)
    assert telephone is not None and telephone.pattern == "" and telephone.printed == typed


def test_a_number_of_another_country() -> None:
    for typed in ("+33 (0)1 40 20 50 50", "+33 1-40-20-50-50", "+33 1.40.20.50.50"):
        telephone = parse(typed, VN)
        assert telephone is not None
        assert (telephone.printed, telephone.dialled, telephone.pattern) == ("+33 1 40 20 50 50", "+33140205050", "")


@given(st.text(alphabet="0123456789+-.() x", max_size=30))
def test_what_is_printed_is_read_as_the_same_number(typed: str) -> None:
    telephone = parse(typed, VN)
    assert telephone is None or parse(telephone.printed, VN) == telephone
    assert parse(typed, ANY) is None or parse(typed, ANY).printed == typed.strip()  # type: ignore[union-attr]


def test_lists_hold_the_printed_form(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    rows = [f"{at};A;{typed}" for at, typed in enumerate(WAYS["0262 3777 113"], 1)]
    path.write_text("\n".join(["code;name;hotline", *rows]), encoding="utf-8")
    units, faults = read_list(path, "x.csv", VN)
    assert faults == [] and {unit.hotline for unit in units.values()} == {"0262 3777 113"}
    assert len(units) == len(rows)


def test_a_campaign_adds_patterns_and_countries(tmp_path: Path) -> None:
    folder = tmp_path / "telephones"
    folder.mkdir()
    (folder / "vn.toml").write_text('[patterns.village]\ndigits = "77\\\\d{3}"\nprint = "##-###"\n', encoding="utf-8")
    (folder / "fr.toml").write_text(
        'code = "33"\ntrunk = "0"\n[patterns.all]\ndigits = "0[1-9]\\\\d{8}"\nprint = "## ## ## ## ##"\n',
        encoding="utf-8",
    )
    village, city = parse("77123", plan_of("vn", tmp_path)), parse("02438463846", plan_of("vn", tmp_path))
    assert village is not None and village.printed == "77-123" and city is not None and city.pattern == "city"
    french = parse("+33 (0)1.40.20.50.50", plan_of("fr", tmp_path))
    assert french is not None and french.printed == "01 40 20 50 50"
    assert read_plan("de", tmp_path, "x") == (None, [])
    (folder / "fr.toml").write_text('[patterns.all]\ndigits = "("\nprint = "x"\n', encoding="utf-8")
    faults = read_plan("fr", tmp_path, "docs/_data")[1]
    assert {(fault.slug, fault.file, fault.line) for fault in faults} == {
        ("field-invalid", "docs/_data/telephones/fr.toml", 2),
        ("field-invalid", "docs/_data/telephones/fr.toml", 3),
    }


def test_an_unknown_country_is_a_finding(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "p")
    campaign = project / "docs/_data/campaign.toml"
    campaign.write_text(
        campaign.read_text(encoding="utf-8").replace('country = "vn"', 'country = "xx"'), encoding="utf-8"
    )
    with pytest.raises(OutreachError) as raised:
        load(Project(project))
    (fault,) = raised.value.findings
    assert (fault.slug, fault.data["field"], fault.data["expected"]) == ("reference-unknown", "country", "fr, vn")
    assert fault.line == campaign.read_text(encoding="utf-8").splitlines().index('country = "xx"') + 1
