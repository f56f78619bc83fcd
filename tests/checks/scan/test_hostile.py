"""Hostile prints: each step does what it says, and a real sheet of the campaign survives all of them."""

from typing import Any

import numpy as np
import pytest

import shipped
from outreach.campaign.conditions import Print, Step
from outreach.checks.scan import hostile, proof
from outreach.checks.scan.picture import SCALE, Crop
from outreach.render.pdf.normalise import finish
from outreach.render.qr_decode import DECODERS
from symbols import CONDITIONS, look, picture_of, sheet
from typesetting import set_page

PICTURE = picture_of(sheet())


def done(picture: Crop = PICTURE, **step: Any) -> hostile.SymbolPrint:
    return hostile.simulate(picture, Print(names={}, steps=[Step.model_validate(step)]), 1)


def grey(level: int) -> Crop:
    """A plain picture of one grey."""
    image = np.full_like(PICTURE.image, level)
    return Crop(image, PICTURE.modules, PICTURE.module_mm, PICTURE.borders, PICTURE.sheet)


def test_every_step_has_a_function() -> None:
    assert set(hostile.STEPS) == set(Step.model_fields)


def test_scale_changes_the_size_on_paper() -> None:
    one = done(scale=0.97)
    assert one.module_mm == pytest.approx(PICTURE.module_mm * 0.97)
    assert one.pixels == pytest.approx(SCALE)


def test_clipping_whitens_the_sheets_edge_and_nothing_else() -> None:
    module = 60 / 33
    near = picture_of(sheet(around="#003a8c", at=(0, 0)))
    one = done(near, clip=5)
    beyond = round(-near.borders[0] * one.scale)
    white = round(5 * one.scale)
    middle = one.image.shape[0] // 2
    assert (one.image[beyond:, beyond : beyond + white] == 255).all()
    assert (one.image[:, : beyond - 1] == near.image[:, : beyond - 1]).all()
    assert (one.image[middle:, middle:] == near.image[middle:, middle:]).all()
    assert near.borders[0] == pytest.approx(-3 * module, abs=0.05)
    assert (done(clip=5).image == PICTURE.image).all()  # far from the edge


@pytest.mark.parametrize(("density", "level"), [(0.5, 0), (1, 102), (0.25, 0)])
def test_a_screen_covers_as_much_as_the_tone_asks_for(density: float, level: int) -> None:
    steps = [Step(density=density), Step(screen=(106, 600))]
    one = hostile.simulate(grey(level), Print(names={}, steps=steps), 1)
    assert set(np.unique(one.image)) <= {0, 255}
    assert 1 - one.image.mean() / 255 == pytest.approx(density * (1 - level / 255), abs=0.03)


def test_a_fax_is_black_and_white_in_its_own_dots() -> None:
    one = hostile.simulate(PICTURE, CONDITIONS.prints["fax-low"], 1)
    assert set(np.unique(one.image)) == {0, 255}
    assert one.scale * 25.4 == pytest.approx(204, rel=0.01)
    rows = (np.diff(one.image.astype(int), axis=0) != 0).any(axis=1)
    assert one.image.shape[0] / (rows.sum() + 1) >= 1.8  # every row stands about twice: 98 lines an inch


def test_a_chat_picture_is_so_many_pixels_long() -> None:
    one = done(longest=1280)
    assert one.scale == pytest.approx(1280 / 297, rel=0.01)


def test_specks_are_sown_as_thick_as_asked_and_always_the_same() -> None:
    one, two = done(grey(255), speckle=(20, 0.3)), done(grey(255), speckle=(20, 0.3))
    assert (one.image == two.image).all()
    area = 20 / 2 * np.pi * 0.15**2 / 100  # half are dark
    assert 1 - one.image.mean() / 255 == pytest.approx(area, rel=0.5)


def test_tone_and_contrast_bend_greys() -> None:
    assert np.unique(done(grey(0), tone=(35, 240)).image).tolist() == [35]
    assert np.unique(done(grey(100), contrast=2).image).tolist() == [round(127.5 - 55)]
    assert np.unique(done(grey(100), threshold=0.5).image).tolist() == [0]


def test_machines_take_no_larger_sheet_than_they_can() -> None:
    way = CONDITIONS.prints["copy"]
    assert hostile.takes(way, PICTURE)
    large = Crop(PICTURE.image, 25, 4, PICTURE.borders, (420, 594))
    assert not hostile.takes(way, large) and hostile.takes(CONDITIONS.prints["chat"], large)


@pytest.fixture(scope="module", params=["mot-cua-a4-office-mono", "phieu-luong-a6-logo-office-colour"])
def real(request: pytest.FixtureRequest) -> tuple[bytes, float]:
    """A sheet of the shipped campaign and its scan_from."""
    chosen = shipped.sheets()[request.param]
    set_page("")  # this process knows the campaign's font
    from outreach.render.typeset import typeset

    html = shipped.compose(chosen).html
    assert chosen.material.meta.scan_from is not None
    return finish(typeset(html, True).pdf), chosen.material.meta.scan_from


def test_a_real_sheet_survives_every_hostile_print(real: tuple[bytes, float]) -> None:
    pdf, scan_from = real
    (found,) = look(pdf)
    (one,) = proof.prove(pdf, [found], scan_from, CONDITIONS, lambda key, run: run())
    assert proof.faults(one, scan_from, CONDITIONS) == []
    assert set(one.prints) == set(CONDITIONS.prints) and len(one.prints) == 8
    for name, left in one.prints.items():
        assert left.state == "read", name
        # A decoder may miss the flat picture of one symbol and read that of the next; the phone must read each.
        assert set(left.readers) & set(DECODERS), name
        assert min(left.read[decoder] for decoder in DECODERS) >= 0.95 * left.shots, name


def test_a_pale_code_does_not_survive_a_fax() -> None:
    pdf = sheet(ink="#999")
    (one,) = proof.prove(pdf, look(pdf), 0.6, CONDITIONS, lambda key, run: run())
    assert one.views["usual"].passed and one.prints["fax"].state == "lost"
    lost = {fault.data["print"] for fault in proof.faults(one, 0.6, CONDITIONS) if fault.slug == "scan-hostile"}
    assert {"fax", "copy"} <= lost
