"""Codes of finished pages, read by two decoders: what is right passes, what is wrong is said with its place."""

import pytest

from outreach.campaign.validate import from_record
from outreach.checks.scan import read
from outreach.checks.scan.picture import measure
from outreach.core.findings import Finding
from outreach.render import pictures, raster
from outreach.render.qr_decode import DECODERS
from symbols import LINK, look, picture_of, sheet

OTHER = "https://CAIDAT.EXAMPLE/B0200000M"


def faults(pdf: bytes, *expected: str) -> list[Finding]:
    return list(read.faults(1, look(pdf, *expected), expected))


@pytest.mark.parametrize("turn", [0, 90, 180, 12])
def test_both_decoders_read_a_code_and_agree_where_it_is(turn: float) -> None:
    (code,) = look(sheet(turn=turn), LINK)
    assert set(code.readers) == set(DECODERS) and code.text == LINK and code.modules == 25
    assert code.middle == pytest.approx((130, 180), abs=0.5)
    assert code.side == pytest.approx(60 * 25 / 33, abs=0.5)
    assert faults(sheet(turn=turn), LINK) == []
    assert from_record(read.PageSymbol, code.as_record()).middle == pytest.approx(code.middle, abs=0.01)


def test_places_count_from_the_trim_also_on_a_page_with_bleed() -> None:
    (plain,), (bled,) = look(sheet(), LINK), look(sheet(bleed=3), LINK)
    assert bled.middle == pytest.approx(plain.middle, abs=0.1)
    one, other = (picture_of(pdf) for pdf in (sheet(), sheet(bleed=3)))
    assert other.module_mm == pytest.approx(one.module_mm, rel=1e-3)
    assert other.borders == pytest.approx(one.borders, abs=0.2)
    assert measure(other).contrast > 0.9 and measure(other).quiet >= 4


def test_a_file_at_a_tenth_is_measured_at_the_size_that_hangs() -> None:
    small = picture_of(sheet(card=20))
    large = small.at_scale(10)
    assert (large.module_mm, large.card_mm) == pytest.approx((10 * small.module_mm, 200), rel=2e-3)
    assert large.sheet == pytest.approx((2100, 2970), rel=1e-4) and large.key == small.key
    (fault, _) = read.faults(1, look(sheet(card=20), LINK), [OTHER], scale=10)
    assert float(fault.data["left"]) > 1000 and float(fault.data["side"]) == pytest.approx(200 * 25 / 33, rel=0.02)


def test_another_link_is_told_with_its_place_and_what_was_expected() -> None:
    other, lost = faults(sheet(), OTHER)
    assert (other.slug, other.data["found"], other.data["links"]) == ("scan-other", LINK, OTHER)
    assert (float(other.data["left"]), float(other.data["top"])) == pytest.approx((107.3, 157.3), abs=0.3)
    assert (lost.slug, lost.data["text"], lost.data["count"]) == ("scan-lost", OTHER, 1)


def test_a_code_where_there_should_be_none_and_none_where_there_should_be_two() -> None:
    assert [fault.slug for fault in faults(sheet())] == ["scan-other"]
    (fault,) = faults(sheet(), LINK, LINK)
    assert (fault.slug, fault.data["count"]) == ("scan-lost", 1)


def test_light_on_dark_is_refused_as_such() -> None:
    (fault,) = faults(sheet(ink="#fff", ground="#003a8c", around="#003a8c"), LINK)
    assert fault.slug == "scan-inverted"


def test_a_code_that_one_decoder_reads_names_the_other() -> None:
    (fault,) = faults(sheet(ink="#f4f4f4"), LINK)
    assert (fault.slug, fault.data["decoders"]) == ("scan-unread", "zxing")


def test_a_code_that_nothing_reads_is_lost() -> None:
    (fault,) = faults(sheet(quiet=0, around="#000"), LINK)
    assert fault.slug == "scan-lost"


def test_a_tiny_code_is_looked_at_more_closely() -> None:
    pdf = sheet(card=8)
    coarse = next(raster.pages(pdf, 60))
    (code,) = read.look(pdf, 1, coarse, [LINK])
    assert set(code.readers) == set(DECODERS)


def test_a_preview_must_show_what_its_pixels_can_hold() -> None:
    pdf = sheet()
    codes = look(pdf, LINK)
    page = next(raster.pages(pdf, 150))
    other = next(raster.pages(sheet(OTHER), 150))
    empty = next(raster.pages(sheet(ink="#fff"), 150))
    assert list(read.preview_faults(1, pictures.png(page, 720), 210, codes)) == []
    assert {fault.slug for fault in read.preview_faults(1, pictures.png(other, 720), 210, codes)} == {
        "scan-other",
        "scan-lost",
    }
    assert [(f.slug, f.data["file"]) for f in read.preview_faults(1, pictures.png(empty, 720), 210, codes)] == [
        ("scan-lost", "PNG")
    ]
    assert list(read.preview_faults(1, pictures.png(empty, 210), 210, codes)) == []  # 1.8 pixels a module
