"""Frames between the scenes of a loop (with Pillow): crossfades, rings that spread."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from PIL import Image, ImageChops, ImageFilter

from outreach.render.pictures import image_of
from outreach.render.raster import Raster

SOFT = 0.06
"""Width of the edge of a spreading ring, as a share of its way."""
_LEVELS = 255
SAME = 24
"""Levels by which a pixel may differ and still show the same: edges lie a hair's breadth apart from page to page."""
_APART = [0 if level <= SAME else 255 for level in range(256)]
_ANY = [0] + [255] * 255
COARSE = 4
"""Pixels to a cell in which it is told what belongs together."""


@dataclass(frozen=True)
class Shot:
    """A scene of a loop in frames: the page it shows, how long that stands still, how the next one comes."""

    page: int
    still: int
    into: str
    over: int
    """Frames between the two; 0: none."""
    origins: tuple[tuple[float, float], ...] = ()
    """Where ripples begin, in shares of the picture's width and height."""


@dataclass(frozen=True)
class Clip:
    """A part of a loop: a page that stands still, or the way from one to another. Equal clips show the same."""

    pages: tuple[int, ...]
    moving: int = 0
    """Frames of the way; 0: it stands still."""
    into: str = ""
    origins: tuple[tuple[float, float], ...] = ()
    count: int = field(default=0, compare=False)
    """Frames that it lasts."""


def clips(shots: Sequence[Shot]) -> list[Clip]:
    """The parts of a loop in order; the last leads into the first."""
    parts = []
    for shot, following in zip(shots, [*shots[1:], shots[0]], strict=True):
        parts.append(Clip((shot.page,), count=shot.still))
        if shot.over:
            parts.append(Clip((shot.page, following.page), shot.over, shot.into, shot.origins, shot.over))
    return parts


def frames(clip: Clip, stills: Mapping[int, Raster]) -> Iterator[Raster]:
    """The frames of a clip, one if it stands still. `stills` are the pages in the loop's pixels."""
    here, following = stills[clip.pages[0]], stills[clip.pages[-1]]
    if not clip.moving:
        yield here
        return
    between = _BETWEEN[clip.into](image_of(here), image_of(following), clip)
    for step in range(1, clip.moving + 1):
        image = between(_ease(step / (clip.moving + 1)))
        yield Raster(image.width, image.height, image.tobytes(), here.dpi)


def _through(here: Image.Image, following: Image.Image, clip: Clip) -> Callable[[float], Image.Image]:
    """Fade out what differs, then fade in what takes its place; the field has the colour of a corner."""
    field = here.crop((0, 0, 1, 1)).resize(here.size)
    bare = Image.composite(field, here, _changes(here, following, field))

    def between(share: float) -> Image.Image:
        return Image.blend(here, bare, 2 * share) if share < 0.5 else Image.blend(bare, following, 2 * share - 1)

    return between


def _changes(here: Image.Image, following: Image.Image, field: Image.Image) -> Image.Image:
    """A mask of what is not the same in both: of letters and shapes that differ or overlap others, all of each."""

    def apart(image: Image.Image, other: Image.Image) -> Image.Image:
        coarse = ImageChops.difference(image, other).convert("L").point(_APART).reduce(COARSE)
        return coarse.point(_ANY)

    shapes = ImageChops.lighter(apart(here, field), apart(following, field))
    changing, before = apart(here, following), None
    while before is None or ImageChops.difference(changing, before).getbbox():
        before = changing
        changing = ImageChops.darker(changing.filter(ImageFilter.MaxFilter(3)), shapes)
    return changing.resize(here.size, Image.Resampling.NEAREST)


def _ripple(here: Image.Image, following: Image.Image, clip: Clip) -> Callable[[float], Image.Image]:
    """The following scene is seen within rings that grow from all origins at once."""
    rows, columns = np.ogrid[0 : here.height, 0 : here.width]
    ways = [np.hypot(columns - x * here.width, rows - y * here.height) for x, y in clip.origins]
    way = np.minimum.reduce(ways)
    distances = Image.fromarray(np.asarray(np.rint(way * (_LEVELS / way.max())), np.uint8))

    def between(share: float) -> Image.Image:
        front = share * (1 + SOFT)
        levels = [(front - level / _LEVELS) / SOFT for level in range(_LEVELS + 1)]
        mask = distances.point([round(255 * min(max(level, 0.0), 1.0)) for level in levels])
        return Image.composite(following, here, mask)

    return between


_BETWEEN: dict[str, Callable[[Image.Image, Image.Image, Clip], Callable[[float], Image.Image]]] = {
    "fade": lambda here, following, clip: lambda share: Image.blend(here, following, share),
    "through": _through,
    "ripple": _ripple,
}


def _ease(share: float) -> float:
    """Slow at both ends."""
    return share * share * (3 - 2 * share)
