"""A record that does not fit: one row never stops the others."""

from dataclasses import replace

import pytest

import shipped
from outreach.campaign.sheets import Sheet
from outreach.campaign.units import Unit, help_of
from outreach.core.findings import Finding, has_errors
from outreach.products.loudspeakers.booklet_pattern import BookletRecords
from outreach.products.loudspeakers.unit_files import UnitBooklets
from outreach.render.glyphs import Family
from outreach.sheets.fallback import fit_unit
from outreach.sheets.plan import kit_plan
from outreach.sheets.records.pattern import Variant

POSTER = "mot-cua-a4-office-mono"
UNIT = Unit(
    "13633", "Phường Hạ Long", district_name="Thành phố Nam Định", hotline="0228 3849 999", file="x.csv", line=7
)
LABEL = "Ban Chỉ đạo phòng, chống dịch bệnh COVID-19 của Ủy ban nhân dân phường Hạ Long, thành phố Nam Định"
LONG = "+84 228 3849 999 8765 43"
"""A number as none is, wider than any slot."""


def booklets() -> BookletRecords:
    prepared = shipped.prepared()
    every = [product.unit_files(prepared) for product in prepared.products]
    (files,) = (files for files in every if isinstance(files, UnitBooklets))
    return files.pattern([UNIT]).records(Family(shipped.fonts()))


def words(unit: Unit, sheet: Sheet | None = None) -> tuple[str, list[Finding]]:
    """The words of a sheet for a unit, of the poster by default, and the findings."""
    composed = shipped.compose(replace(sheet or shipped.sheets()[POSTER], unit=unit))
    return " ".join(view.words for view in composed.slots.values()), composed.findings


@pytest.mark.parametrize(
    "change", [{"contact_label": LABEL}, {"hotline": LONG}, {"contact_label": LABEL, "hotline": LONG}]
)
def test_the_campaigns_contact_stands_where_a_units_own_does_not_fit(change: dict[str, str]) -> None:
    text, findings = words(replace(UNIT, **change))
    label, number = help_of(None, shipped.bundle().campaign)
    assert label in text and number in text and UNIT.name in text and "3849" not in text
    (warning,) = findings
    assert (warning.slug, warning.severity, warning.file, warning.line) == ("unit-contact", "warning", "x.csv", 7)
    assert all(value in str(warning.data["found"]) for value in change.values())


def test_an_address_that_does_not_fit_is_left_out() -> None:
    street = "Đường Trần Hưng Đạo " * 5
    text, findings = words(
        replace(UNIT, address=street, hours="Từ 7 giờ 30 phút đến 11 giờ 30 phút các ngày trong tuần")
    )
    assert UNIT.hotline in text and "Trần Hưng Đạo" not in text
    assert [(f.slug, f.severity, f.line) for f in findings] == [("unit-contact", "warning", 7)]


def test_a_record_that_fits_is_shown_whole() -> None:
    text, findings = words(UNIT)
    assert findings == [] and UNIT.hotline in text


def test_a_name_that_does_not_fit_is_still_an_error() -> None:
    _, findings = words(replace(UNIT, name="Phường " + "Nghiêng Ngả Quỷnh Quảng " * 5))
    assert has_errors(findings) and "unit-contact" not in {finding.slug for finding in findings}


def test_as_little_as_helps_is_left_out() -> None:
    unit = replace(UNIT, contact_label="A", address="B", hours="C")

    def faults(one: Unit, field: str) -> list[Finding]:
        return [Finding("copyfit")] if getattr(one, field) else []

    assert fit_unit(unit, lambda one: faults(one, "hotline"))[0] == replace(unit, contact_label="", hotline="")
    assert fit_unit(unit, lambda one: faults(one, "hours"))[0] == replace(unit, address="", hours="")
    both = fit_unit(unit, lambda one: faults(one, "hours") + faults(one, "hotline"))[0]
    assert both == replace(unit, contact_label="", hotline="", address="", hours="")
    assert fit_unit(unit, lambda one: faults(one, "name")) == (unit, [])


@pytest.mark.parametrize(
    "number", ["113", "1022", "1900 9095", "0912 345 678", "024 3846 3846", "0262 3777 113", "1900 545 415"]
)
def test_loudspeakers_say_every_number_that_the_country_has(number: str) -> None:
    """Short ones leave a pause at the end of the slot; long ones have room in it."""
    unit = replace(UNIT, hotline=number)
    assert booklets().fit(unit) == (unit, [])
    variant = booklets().variant(unit)
    assert isinstance(variant, Variant) and number in " ".join(variant.lines).replace("\u00a0", " ")


def test_what_loudspeakers_have_no_room_for_is_the_campaigns() -> None:
    records, long = booklets(), "Phường " + "Nghiêng Ngả Quỷnh Quảng " * 9
    units = [UNIT, replace(UNIT, contact_label=LABEL * 2), replace(UNIT, name=long)]
    whole, less, errors = map(records.variant, units)
    assert isinstance(whole, Variant) and isinstance(less, Variant) and isinstance(errors, list)
    assert [(finding.slug, finding.line) for finding in less.findings] == [("unit-contact", 7)]
    label, number = help_of(None, shipped.bundle().campaign)
    assert f"{label}: {number}" in " ".join(less.lines).replace("\u00a0", " ")
    assert whole.findings == () and UNIT.hotline in " ".join(whole.lines).replace("\u00a0", " ")
    assert {(error.severity, error.line) for error in errors} == {("error", 7)}


def test_every_pattern_of_the_country_has_room_on_every_sheet_of_kits() -> None:
    """The widest number of each pattern, on each sheet of a kit."""
    patterns = shipped.bundle().telephones.patterns.values()
    numbers = sorted({pattern.print.replace("#", "8") for pattern in patterns})
    sheets = kit_plan(shipped.bundle(), shipped.prepared().sheets)
    assert len(numbers) > 3 and len(sheets) > 10
    for sheet in sheets:
        for number in numbers:
            text, findings = words(replace(UNIT, hotline=number), sheet)
            assert findings == [] and number in text, sheet.name
