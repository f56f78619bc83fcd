"""Ink counted on pictures that are known to the pixel."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from outreach.render.pictures import clear_margin, coverage, png
from outreach.render.raster import Raster

MM = 25.4  # dpi: one pixel a millimetre


def sheet(
    width: int = 100, height: int = 150, *inked: tuple[tuple[int, int, int, int], int | tuple[int, ...]]
) -> Raster:
    """White but for boxes (left, top, right, bottom) of a grey or colour."""
    image = Image.new("RGB", (width, height), "white")
    for box, colour in inked:
        image.paste(colour if isinstance(colour, tuple) else (colour, colour, colour), box)
    return Raster(width, height, image.tobytes(), MM)


@pytest.mark.parametrize(
    ("raster", "share"),
    [
        (sheet(), 0),
        (sheet(100, 150, ((0, 0, 100, 150), 0)), 1),
        (sheet(100, 150, ((0, 0, 50, 150), 0)), 0.5),
        (sheet(100, 150, ((10, 10, 40, 20), 0)), 0.02),
        (sheet(100, 150, ((0, 0, 100, 150), 102)), 0.6),
        (sheet(100, 150, ((0, 0, 100, 75), (255, 0, 0))), 0.5 * (255 - 76) / 255),  # red is 30 % light
    ],
)
def test_coverage(raster: Raster, share: float) -> None:
    assert coverage(raster) == pytest.approx(share, abs=1e-4)


boxes = st.tuples(st.integers(0, 99), st.integers(0, 149), st.integers(1, 100), st.integers(1, 150))


@given(boxes)
def test_clear_margin_is_the_nearest_edge(box: tuple[int, int, int, int]) -> None:
    left, top, right, bottom = box
    if right <= left or bottom <= top:
        return
    found = clear_margin(sheet(100, 150, (box, 0)))
    assert found == pytest.approx(min(left, top, 100 - right, 150 - bottom))


def test_clear_margin_counts_faint_ink_but_not_an_impure_white() -> None:
    assert clear_margin(sheet(100, 150, ((9, 9, 10, 10), 249), ((0, 0, 5, 5), 251))) == pytest.approx(9)
    assert clear_margin(sheet(100, 150, ((30, 30, 31, 31), 240))) == pytest.approx(30)
    assert clear_margin(sheet()) == pytest.approx(150)  # nothing printed
    fine = sheet(100, 150, ((50, 50, 51, 51), 0))
    assert clear_margin(Raster(100, 150, fine.rgb, 50.8)) == pytest.approx(24.5, abs=0.01)


def test_a_preview_is_a_small_palette_picture_in_true_colours() -> None:
    raster = sheet(400, 600, ((0, 0, 400, 300), (15, 43, 104)), ((100, 400, 300, 500), (255, 193, 46)))
    packed = png(raster, 200)
    assert packed == png(raster, 200) and len(packed) < 2000
    image = Image.open(io.BytesIO(packed))
    assert (image.format, image.mode, image.size) == ("PNG", "P", (200, 300))
    colours = image.convert("RGB")
    for place, colour in {(100, 50): (15, 43, 104), (100, 225): (255, 193, 46), (10, 290): (255, 255, 255)}.items():
        assert colours.getpixel(place) == pytest.approx(colour, abs=3)
