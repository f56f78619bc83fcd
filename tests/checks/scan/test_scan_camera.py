"""The simulated phone: its geometry by hand, the figures it was published with, the same result everywhere."""

import json
import os
import subprocess
import sys
from dataclasses import asdict
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.campaign.conditions import View
from outreach.checks.scan import camera, proof
from outreach.checks.scan.picture import SCALE
from outreach.render.qr_decode import read_zxing
from projects import ROOT
from symbols import CONDITIONS, LINK, look, picture_of, sheet

PHONE, USUAL, HARD = CONDITIONS.phone, CONDITIONS.views["usual"], CONDITIONS.views["hard"]
STILL = {"tilt": (0, 0), "roll": (0, 0), "shake": (0, 0), "blur": 0, "gradient": 0, "noise": 0, "jpeg": 95}
"""A view without any of a hand's and a lens' faults."""
PICTURE = picture_of(sheet())


def still(**changes: object) -> View:
    return USUAL.model_copy(update={**STILL, **changes})


def sides(view: View, n: float) -> list[float]:
    """The four sides of the symbol in a shot, pixels."""
    shot = camera.shot(PICTURE.image, SCALE, n, PHONE, view, np.random.default_rng(1))
    (found,) = read_zxing(shot)
    corners = np.array(found.corners)
    return [float(length) for length in np.hypot(*(corners - np.roll(corners, -1, axis=0)).T)]


@pytest.mark.parametrize("n", [3, 5.5, 9])
def test_a_module_covers_as_many_pixels_as_the_distance_says(n: float) -> None:
    assert sides(still(), n) == pytest.approx([25 * n] * 4, abs=1.5)


def test_tilt_shortens_by_its_cosine() -> None:
    n, tilt = 8.0, 45
    assert min(sides(still(tilt=(tilt, tilt)), n)) < 25 * n * 0.93  # whatever the axis, some side is shortened
    x, y = np.array(read_zxing(shot_of(still(tilt=(tilt, tilt)), n))[0].corners).T
    area = 0.5 * abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1)))
    assert area == pytest.approx((25 * n) ** 2 * np.cos(np.radians(tilt)), rel=0.05)


def test_the_near_side_is_longer() -> None:
    lengths = sides(still(tilt=(45, 45)), 16.0)  # 86 modules away
    assert max(lengths[0] / lengths[2], lengths[2] / lengths[0], lengths[1] / lengths[3], lengths[3] / lengths[1]) > 1.1


def shot_of(view: View, n: float) -> "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]":
    return camera.shot(PICTURE.image, SCALE, n, PHONE, view, np.random.default_rng(1))


def test_tone_noise_and_light_are_what_the_view_says() -> None:
    plain = shot_of(still(dark=(40, 40), light=(210, 210)), 8.0)
    assert np.percentile(plain, 2) == pytest.approx(40, abs=3) and np.percentile(plain, 98) == pytest.approx(210, abs=3)
    paper = np.full((400, 400), 255, np.uint8)
    noisy = camera.shot(paper, SCALE, 5, PHONE, still(noise=6), np.random.default_rng(1))
    assert noisy.std() == pytest.approx(6, rel=0.25)
    lit = camera.shot(paper, SCALE, 5, PHONE, still(gradient=0.4), np.random.default_rng(1)).astype(float)
    assert 0.3 < (lit.max() - lit.min()) / lit.mean() < 0.6


def test_the_published_figures() -> None:
    """95 % of shots are read from N = 2.25-2.5 in usual conditions, from 3.75-4 in hard ones, or from a little less."""
    for view, low, high in ((USUAL, 2.0, CONDITIONS.floor), (HARD, 3.0, CONDITIONS.aim)):
        least = camera.reach(PICTURE.image, SCALE, LINK, PHONE, view, 7)
        assert least is not None and low <= least <= high


def test_nearer_is_not_worse() -> None:
    for view in (USUAL, HARD):
        read = [camera.grade(PICTURE.image, SCALE, n, LINK, PHONE, view, 7).share("zxing") for n in (1.5, 2.5, 4.5)]
        assert all(nearer >= farther - 0.05 for farther, nearer in pairwise(read))
        assert read[0] < 0.5 and read[-1] >= view.share
    assert camera.grade(PICTURE.image, SCALE, 3, LINK, PHONE, HARD, 7).share("zxing") < HARD.share


def test_stopping_early_says_the_same() -> None:
    for n in (2.0, 2.25, 2.5):
        whole = camera.grade(PICTURE.image, SCALE, n, LINK, PHONE, USUAL, 7)
        early = camera.grade(PICTURE.image, SCALE, n, LINK, PHONE, USUAL, 7, early=True)
        assert camera.passes(whole, PHONE, USUAL) == camera.passes(early, PHONE, USUAL)


def test_a_symbol_that_never_passes_has_no_reach() -> None:
    assert camera.reach(255 - PICTURE.image, SCALE, LINK, PHONE, USUAL, 7) is None
    assert camera.reach(PICTURE.image, SCALE, LINK + "X", PHONE, USUAL, 7) is None


def proven() -> proof.SymbolProof:
    """The proof of a symbol that is too small."""
    pdf = sheet(card=29)
    seen = CONDITIONS.model_copy(update={"prints": {"copy": CONDITIONS.prints["copy"]}})
    (one,) = proof.prove(pdf, look(pdf, LINK), 0.6, seen, lambda key, run: run())
    return one


RUN = """
import json, sys
from dataclasses import asdict
sys.path[:0] = sys.argv[1:]
from test_scan_camera import proven
print(json.dumps(asdict(proven())))
"""


@given(st.lists(st.booleans(), min_size=1, max_size=40), st.data())
def test_a_reach_passed_and_so_did_the_next_nearer(passes: list[bool], data: st.DataObject) -> None:
    last = len(passes) - 1
    index = camera.lowest_pass(passes.__getitem__, data.draw(st.integers(0, last)), last)
    if index is None:
        assert not passes[last]
    else:
        assert passes[index] and (index == last or passes[index + 1])


@given(st.integers(0, 40), st.integers(0, 39))
def test_where_all_nearer_ones_pass_the_first_is_the_reach(first: int, start: int) -> None:
    index = camera.lowest_pass(lambda place: place >= first, start, 39)
    assert index == (first if first < 40 else None)


def test_the_same_figures_in_another_process_with_another_hash_seed_and_time_zone() -> None:
    record = json.loads(json.dumps(asdict(proven())))
    seed = "2" if os.environ.get("PYTHONHASHSEED") == "1" else "1"  # this process has another one, or one by chance
    zone = "UTC" if os.environ.get("TZ") == "Asia/Ho_Chi_Minh" else "Asia/Ho_Chi_Minh"
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"}
    run = subprocess.run(
        [sys.executable, "-c", RUN, *(str(ROOT / folder) for folder in ("tests/support", "tests/checks/scan"))],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(run.stdout) == record
    assert 0 < record["views"]["usual"]["read"]["zxing"] < 60  # at a distance where chance decides
