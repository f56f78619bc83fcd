"""Rules for scripts that listeners must follow: each fault is found, with its line."""

from pathlib import Path

import pytest

from outreach.campaign.units import Unit
from outreach.products.loudspeakers.check import check, check_unit
from readings import FRONT, script, shipped

GOOD = """Mời bà con cài ứng dụng. Gọi 1900 9095.

Nhắc lại, mời bà con cài, gọi 1900 9095."""


def found(text: str, folder: Path, front: str = FRONT) -> list[tuple[str, int]]:
    return [(finding.slug, finding.line) for finding in check(script(folder, text, front), ["!"])]


def test_a_good_script_has_no_faults(tmp_path: Path) -> None:
    assert not found(GOOD, tmp_path)


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        (GOOD.replace("Gọi 1900 9095.", "Bà con ơi."), {("script-number", 8), ("script-slot", 5)}),
        (GOOD.replace("Mời bà con cài", "Mời bà con dùng"), {("script-key", 7)}),
        (GOOD.replace("cài ứng dụng.", "cài ứng dụng!"), {("mark-refused", 15)}),
        (GOOD.replace("ứng dụng", "UNESCO"), {("script-word", 15)}),
        (GOOD.replace("Nhắc lại, mời", "Nhắc lại xyz, mời"), {("script-word", 17)}),
        (GOOD.replace("bà con cài ứng", "2/3 cài ứng"), {("script-doubtful", 15), ("script-key", 7)}),
        (GOOD.replace("Nhắc lại,", "Ngày 30/2/2020,"), {("script-impossible", 17)}),
        (GOOD.replace("ứng dụng. Gọi", "ứng dụng này rồi giữ máy luôn bật cả ngày lẫn đêm nhé, gọi"), None),
    ],
)
def test_each_fault_is_found_where_it_stands(text: str, faults: set[tuple[str, int]] | None, tmp_path: Path) -> None:
    seen = found(text, tmp_path)
    if faults is None:
        assert ("script-sentence", 15) in seen
    else:
        assert set(seen) == faults


def test_nothing_to_read_and_strange_voices_are_found(tmp_path: Path) -> None:
    assert found("", tmp_path) == [("section-empty", 6)]
    voiced = FRONT.replace("kit: true", "voices: [Lan, Bà]")
    text = "\n\n".join(f"**{who}:** {part}" for who, part in zip(("Lan", "Bác"), GOOD.split("\n\n"), strict=True))
    assert ("reference-unknown", 17) in found(text, tmp_path, voiced)


def test_a_units_name_may_not_break_the_rules_and_its_row_is_told(tmp_path: Path) -> None:
    one = script(tmp_path, GOOD)
    assert not check_unit(one, Unit("1", "Xã Yên Trị", file="units.csv", line=4))
    long = Unit("2", "Trường " + "An Bình " * 9, file="units.csv", line=5)
    assert {(f.slug, f.file, f.line) for f in check_unit(one, long)} == {
        ("script-slot", "units.csv", 5),
        ("script-sentence", "units.csv", 5),
    }


def test_a_list_is_not_read_aloud(tmp_path: Path) -> None:
    for mark in ("-", "1.", ">"):
        assert ("script-word", 15) in found(f"{mark} {GOOD}", tmp_path)


def test_what_is_shipped_is_read_in_its_time_at_the_usual_pace() -> None:
    for one in shipped()[1]:
        assert one.reader.speller.speech.seconds(one.syllables()) <= one.meta.seconds, one.slug
