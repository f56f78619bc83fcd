"""Pictures with straight alpha: colours as they are painted, however little of a pixel is covered."""

import io

import numpy as np
from PIL import Image

from outreach.core.lengths import px_to_mm
from outreach.render import raster
from outreach.render.pictures import overlay
from outreach.render.raster import RgbaRaster
from pdfs import Made

SUN = (255, 193, 46)


def made(painted: list[tuple[int, ...]], finer: int) -> list[tuple[int, ...]]:
    """The pixels of a layer of one row of squares, each `finer` × `finer` of the given values."""
    values = np.array(painted, np.uint8).reshape(finer, -1, 4)
    image = Image.open(io.BytesIO(overlay(RgbaRaster(values.shape[1], finer, values.tobytes()), finer)))
    assert image.mode == "RGBA" and image.info["srgb"] == 0
    return [tuple(int(value) for value in pixel) for pixel in np.asarray(image)[0]]


def test_a_pixel_that_is_half_covered_has_the_whole_colour() -> None:
    full, none = (*SUN, 255), (0, 0, 0, 0)
    assert made([full, none, full, none], 2) == [(*SUN, 128)]
    assert made([full, none, none, none], 2) == [(*SUN, 64)]
    assert made([(*SUN, 20), none, none, none], 2) == [(*SUN, 5)]


def test_colours_that_meet_are_weighed_by_what_is_seen_of_each() -> None:
    assert made([(200, 0, 0, 255), (0, 0, 200, 255), (200, 0, 0, 0), (0, 0, 200, 0)], 2) == [(100, 0, 100, 128)]
    assert made([(200, 0, 0, 30), (0, 0, 200, 90), (0, 0, 0, 0), (0, 0, 0, 0)], 2) == [(50, 0, 150, 30)]


def test_where_nothing_is_painted_there_is_nothing() -> None:
    assert made([(9, 9, 9, 0)] * 4, 2) == [(0, 0, 0, 0)]


def test_a_page_is_seen_through_where_nothing_is_painted() -> None:
    size = px_to_mm(40), px_to_mm(20)
    pdf = Made(size, bleed=0).page(f"1 0.757 0.18 rg 0 0 {size[0] / 2} {size[1]} re f").saved()
    layer = raster.layer(pdf, 1, size, 4 / px_to_mm(1))
    pixels = np.asarray(Image.open(io.BytesIO(overlay(layer, 4))))
    assert pixels.shape == (20, 40, 4)
    assert (pixels[:, :19] == (255, 193, 46, 255)).all() and (pixels[:, 21:] == 0).all()
