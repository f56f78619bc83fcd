"""Sheets composed: the unit's record, the state, the symbol and its distance, what a font lacks."""

from dataclasses import replace
from typing import Any

import pytest

import shipped
from outreach.campaign.codes import link_code
from outreach.campaign.model import LegalBasis
from outreach.campaign.sheets import Sheet
from outreach.campaign.units import Unit
from outreach.content.inline import plain
from outreach.core.findings import OutreachError
from outreach.core.strings import Strings
from outreach.products.loudspeakers.booklet import official_sentence
from outreach.sheets.compose import Composer, Composition
from outreach.sheets.values import ordering_letter
from projects import ROOT

UNIT = Unit(
    code="9A",
    name="Phường Hạ Long",
    district_name="Thành phố Nam Định",
    province_name="Tỉnh Nam Định",
    contact_label="Gọi phường",
    hotline="0228 3849 999",
)


def poster() -> Sheet:
    return shipped.sheets()["mot-cua-a4-office-mono"]


def symbol_alt() -> str:
    """The words that a screen reader says of the symbol."""
    return shipped.bundle().words.text("sheet.symbol_alt", host="caidat.example")


def changed(sheet: Sheet, **meta: Any) -> Sheet:
    """The sheet of a material with another front matter."""
    return replace(sheet, material=replace(sheet.material, meta=sheet.material.meta.model_copy(update=meta)))


def said(composed: Composition, slot: str) -> str:
    return composed.slots[slot].words


def by_slug(composed: Composition) -> dict[str, Any]:
    return {finding.slug: finding for finding in composed.findings}


@pytest.mark.over("name", shipped.sheets)
def test_shipped_sheets_have_no_faults(name: str) -> None:
    assert [f for f in shipped.compose(shipped.sheets()[name]).findings if f.severity == "error"] == []


def test_a_units_record_is_on_its_sheet() -> None:
    sheet = replace(poster(), unit=UNIT)
    composed = shipped.compose(sheet)
    code = link_code("01", "9A")
    assert sheet.name == "mot-cua-a4-office-mono-9A"
    assert code[2:7] == "0009A"
    assert said(composed, "plate_unit") == "Phường Hạ Long, thành phố Nam Định"
    assert (said(composed, "help_label"), said(composed, "help_number")) == ("Gọi phường", "0228 3849 999")
    assert said(composed, "link_host") == "caidat.example" and f"Mã /B{code} · A4" in said(composed, "imprint")
    assert composed.scan is not None and composed.scan.link == f"https://caidat.example/B{code}"
    for words in ("0228 3849 999", f"/B{code}", "Phường Hạ Long"):
        assert words in composed.html


def test_without_a_unit_the_campaign_speaks() -> None:
    campaign, composed = shipped.bundle().campaign, shipped.compose(poster())
    assert said(composed, "plate_unit") == campaign.issuer.place
    assert said(composed, "help_number") == campaign.help.number
    assert f"Mã /B{link_code('01')} · A4" in said(composed, "imprint")


def test_a_unit_changes_words_but_no_place() -> None:
    """Records are stamped into boxes: neither their place nor their size may hang on the text."""

    def place(style: str) -> list[str]:
        return [part for part in style.split(";") if part.split(":")[0] in {"left", "top", "width", "height"}]

    one, other = shipped.compose(poster()), shipped.compose(replace(poster(), unit=UNIT))
    assert {n: place(v.style) for n, v in one.slots.items()} == {n: place(v.style) for n, v in other.slots.items()}


@pytest.mark.parametrize(
    ("basis", "status", "word"),
    [
        ({}, "sample", "Chiến dịch mẫu (lịch sử), không cài đặt"),
        ({}, "draft", "Dự thảo"),
        ({}, "active", None),
        ({"number": ""}, "active", "Dự thảo"),
        ({"date": None}, "active", "Dự thảo"),
    ],
)
def test_a_sheet_says_draft_until_number_and_day_are_known(
    basis: dict[str, Any], status: str, word: str | None
) -> None:
    campaign = shipped.bundle().campaign
    other = campaign.model_copy(update={"status": status, "legal_basis": campaign.legal_basis.model_copy(update=basis)})
    composed = Composer(replace(shipped.bundle(), campaign=other), shipped.fonts()).compose(poster())
    imprint = said(composed, "imprint")
    assert said(composed, "state") == word if word else "state" not in composed.slots
    assert ("…" in imprint) == bool(basis)
    assert ("338/UBND-VP7" in imprint) == (basis.get("number") is None)


def test_a_campaign_that_no_letter_orders_names_none_and_is_no_draft() -> None:
    other = shipped.bundle().campaign.model_copy(update={"status": "active", "legal_basis": None})
    composed = Composer(replace(shipped.bundle(), campaign=other), shipped.fonts()).compose(poster())
    assert "state" not in composed.slots and not composed.findings
    assert said(composed, "imprint").startswith("Phát hành: UBND tỉnh Nam Định. Dùng đến")
    for language in ("vi", "en"):
        words = Strings.load(language)
        assert ordering_letter(other, words) == {}
        for text in (official_sentence(other, words, name) for name in ("order", "imprint")):
            assert other.issuer.name in text and "…" not in text and "{" not in text


def test_a_symbol_for_hard_conditions_is_passed_in_silence() -> None:
    composed = shipped.compose(changed(poster(), scan_from=0.6))
    assert composed.scan is not None and composed.scan.n >= 4 and composed.scan.good_to_m >= 0.6
    assert not {"scan-far", "scan-near"} & by_slug(composed).keys()


def test_a_symbol_for_usual_conditions_only_is_a_warning_with_the_size_that_passes() -> None:
    composed = shipped.compose(changed(poster(), scan_from=0.75))
    assert composed.scan is not None and 2.5 <= composed.scan.n < 4
    finding = by_slug(composed)["scan-near"]
    assert finding.severity == "warning" and "scan-far" not in by_slug(composed)
    assert float(finding.data["card"]) < float(finding.data["pass"])
    # N grows with the card: the size named must be the one that gives 4
    assert float(finding.data["pass"]) == pytest.approx(composed.scan.card_mm * 4 / composed.scan.n, abs=0.06)
    lines = (ROOT / finding.file).read_text(encoding="utf-8").splitlines()
    assert lines[finding.line - 1].startswith("scan_from:")


@pytest.mark.parametrize(("metres", "formats"), [(1.2, "A3"), (9.0, "—")])
def test_a_symbol_too_small_is_an_error_that_names_the_sizes_that_pass(metres: float, formats: str) -> None:
    composed = shipped.compose(changed(poster(), scan_from=metres))
    finding = by_slug(composed)["scan-far"]
    assert composed.scan is not None and composed.scan.n < 2.5
    assert finding.severity == "error" and finding.data["formats"] == formats
    assert float(finding.data["floor"]) == pytest.approx(composed.scan.card_mm * 2.5 / composed.scan.n, abs=0.06)
    if formats != "—":  # the sizes named do pass
        larger = shipped.compose(changed(shipped.sheets()["mot-cua-a3-office-mono"], scan_from=metres))
        assert larger.scan is not None and larger.scan.n >= 2.5


@pytest.mark.parametrize("name", ["mot-cua-a4-office-mono", "mot-cua-a2-office-colour"])
def test_without_a_scanning_distance_there_is_no_symbol_and_the_link_is_for_typing(name: str) -> None:
    composed = shipped.compose(changed(shipped.sheets()[name], scan_from=None))
    assert composed.scan is None and composed.findings == []
    assert not {"symbol", "scan_label", "scan_or"} & composed.slots.keys()
    assert symbol_alt() not in composed.html
    assert shipped.bundle().words.text("sheet.scan") not in composed.html
    assert "Mã 01 · " in said(composed, "imprint"), "nothing leads to its page"
    assert "link_host" in composed.slots and "slot link_host" in composed.html


TENT = "de-ban-a4-office-mono"


def test_each_face_of_a_tent_says_the_same_and_has_its_symbol() -> None:
    composed = shipped.compose(shipped.sheets()[TENT])
    back = {name.removesuffix("_back"): view.words for name, view in composed.slots.items() if name.endswith("_back")}
    assert len(back) > 10 and back == {name: said(composed, name) for name in back}
    assert composed.html.count(f"<title>{symbol_alt()}</title>") == 2
    assert composed.scan is not None and composed.scan.good_to_m >= 0.5


def test_a_smaller_second_symbol_decides_how_far_a_sheet_is_scanned() -> None:
    sheet = shipped.sheets()[TENT]
    slots = dict(sheet.template.layouts["a4", "office-mono"])
    slots["symbol_back"] = slots["symbol"].model_copy(update={"card": (9.0, 9.0)})
    layouts = {**sheet.template.layouts, ("a4", "office-mono"): slots}
    composed = shipped.compose(replace(sheet, template=sheet.template.model_copy(update={"layouts": layouts})))
    assert composed.scan is not None and composed.scan.card_mm == pytest.approx(9 * 210 / 48)
    assert by_slug(composed)["scan-near"].data["slot"] == "symbol_back"


def test_without_a_scanning_distance_no_face_of_a_tent_has_a_symbol() -> None:
    composed = shipped.compose(changed(shipped.sheets()[TENT], scan_from=None))
    assert composed.scan is None and composed.findings == []
    assert not [name for name in composed.slots if name.startswith(("symbol", "scan_"))]


def test_words_in_another_language_name_it() -> None:
    tent, notice = (
        shipped.compose(shipped.sheets()[f"{name}-a4-office-mono"]) for name in ("de-ban", "thong-bao-khach")
    )
    for slot in ("lead", "scan_also", "lead_back", "scan_also_back"):
        assert f'class="slot {slot}" lang="en"' in tent.html
    assert 'class="slot headline"' in tent.html and 'class="slot headline" lang' not in tent.html
    for slot in ("headline_two", "body_two prose"):
        assert f'class="slot {slot}" lang="en"' in notice.html


def test_a_character_that_the_font_lacks_is_a_finding() -> None:
    slots = {**poster().material.meta.slots, "headline": "Mời bà con 😷 cài ☂"}
    finding = by_slug(shipped.compose(changed(poster(), slots=slots)))["glyph-missing"]
    assert finding.data["slot"] == "headline" and set(str(finding.data["found"]).split()) == {"😷", "☂"}
    assert finding.severity == "error" and finding.file == "docs/an-pham/mot-cua.md"


@pytest.mark.parametrize("reference", ["huong-dan/index.md#khong-co", "khong-co.md#a", "../README.md#a"])
def test_a_reference_that_leads_nowhere_stops_with_its_line(reference: str) -> None:
    slots = {**poster().material.meta.slots, "steps": reference}
    with pytest.raises(OutreachError) as caught:
        shipped.compose(changed(poster(), slots=slots))
    (finding,) = caught.value.findings
    lines = (ROOT / finding.file).read_text(encoding="utf-8").splitlines()
    assert finding.slug == "reference-unknown" and lines[finding.line - 1].startswith("  steps:")


def test_words_are_escaped() -> None:
    slots = {**poster().material.meta.slots, "headline": "A <b>& | B"}
    composed = shipped.compose(changed(poster(), slots=slots))
    assert "A &lt;b&gt;&amp;" in composed.html and "A <b>&" not in composed.html
    assert said(composed, "headline") == "A <b>& B"


def test_what_needs_a_slot_goes_with_it() -> None:
    """A campaign with one store has a flyer too: the other column's title, note and rule are not printed."""
    flyer = shipped.sheets()["to-roi-ho-dan-a5-office-colour"]
    kept = {name: text for name, text in flyer.material.meta.slots.items() if not name.startswith("iphone")}
    composed = shipped.compose(changed(flyer, slots=kept))
    assert not composed.findings
    assert {"iphone", "iphone_title", "iphone_note"}.isdisjoint(composed.slots)
    assert "iphone-rule" not in composed.html.partition("<body")[2]
    assert {"android", "android_title", "android_note"} <= composed.slots.keys()


@pytest.mark.over("name", shipped.sheets)
def test_a_sample_stays_a_sample_while_its_legal_basis_is_open(name: str) -> None:
    campaign = shipped.bundle().campaign.model_copy(update={"legal_basis": LegalBasis(title="Công văn")})
    composed = Composer(replace(shipped.bundle(), campaign=campaign), shipped.fonts()).compose(shipped.sheets()[name])
    assert not composed.findings
    states = {slot: view for slot, view in composed.slots.items() if slot.startswith("state")}
    assert states
    alone = shipped.compose(shipped.sheets()[name]).slots
    for slot, view in states.items():  # two sentences: on one line they don't run together
        assert view.words.replace("\u00a0", " ") == "Dự thảo. Chiến dịch mẫu (lịch sử), không cài đặt"
        width = next(float(part[6:-3]) for part in view.style.split(";") if part.startswith("width:"))
        if len(view.lines) > 1 and width > 20 and len(alone[slot].lines) == 1:
            assert plain(view.lines[0]) == "Dự thảo."
