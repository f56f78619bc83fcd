"""Loops as they are packed: MP4, decoded again."""

import hashlib
import io
import os
import subprocess
import sys
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from outreach.render import tweens, video
from outreach.render.raster import Raster
from outreach.render.tweens import Clip

SIZE = (128, 96)
FPS = 25
NIGHT, SUN = (10, 28, 69), (255, 193, 46)


def raster(colour: tuple[int, int, int], spot: tuple[int, int] | None = None) -> Raster:
    image = Image.new("RGB", SIZE, colour)
    if spot is not None:
        image.paste((255, 255, 255), (*spot, spot[0] + 24, spot[1] + 24))
    return Raster(*SIZE, image.tobytes(), 96)


STILLS = {1: raster(NIGHT, (8, 8)), 2: raster(SUN)}


def packed() -> bytes:
    ways = [list(tweens.frames(Clip(pages, 10, "fade"), STILLS)) for pages in ((1, 2), (2, 1))]
    held = [[STILLS[1]] * 25, ways[0], [STILLS[2]] * 25, ways[1]]
    runs = video.runs(held, SIZE, FPS)
    return video.mp4(list(zip(runs, (61, 10, 44, 10), strict=True)), SIZE, FPS)


def test_a_film_is_what_screens_play() -> None:
    film = packed()
    assert film.index(b"moov") < film.index(b"mdat"), "the index stands in front"
    with av.open(io.BytesIO(film), "r") as source:
        assert len(source.streams) == 1 and not source.streams.audio
        stream = source.streams.video[0]
        assert stream.codec_context.name == "h264" and stream.codec_context.pix_fmt == "yuv420p"
        assert stream.average_rate == stream.guessed_rate == FPS and stream.frames == 125
        assert source.duration == 5_000_000
        frames = list(source.decode(stream))
    assert [round(frame.time * FPS) for frame in frames] == list(range(125))
    shown = [np.asarray(frame.to_image(), int) for frame in frames]
    for at in (0, 24, 25, 31, 60):
        assert np.abs(shown[at] - np.asarray(Image.frombytes("RGB", SIZE, STILLS[1].rgb), int)).mean() < 2
    assert np.abs(shown[90].reshape(-1, 3).mean(axis=0) - SUN).max() < 3, "the colours are the brand's"
    steps = [np.abs(a - b).mean() for a, b in zip(shown, [*shown[1:], shown[0]], strict=True)]
    assert max(steps) < 24 and steps[-1] < 24, "no step of the fades is a jump, nor is the seam"


LARGE = (960, 480)
"""Pixels across and down that are enough for the encoder to take memory that was in use before."""


def drift() -> list[Raster]:
    """Coloured squares that move to the left."""
    width, height = LARGE
    colours = np.random.default_rng(7).integers(0, 255, (height // 8, width // 8 + 13, 3), np.uint8)
    squares = colours.repeat(8, axis=0).repeat(8, axis=1)
    return [Raster(*LARGE, squares[:, 4 * at : 4 * at + width].tobytes(), 96) for at in range(25)]


def digest_of_drift() -> str:
    (packets,) = video.runs([drift()], LARGE, FPS)
    return hashlib.sha256(b"".join(packets)).hexdigest()


def test_the_same_frames_give_the_same_bytes_whatever_memory_held_before() -> None:
    """In processes whose memory begins with other bytes (MALLOC_PERTURB_ of glibc)."""
    digests = {
        subprocess.run(
            [sys.executable, "-c", "import test_video; print(test_video.digest_of_drift())"],
            cwd=Path(__file__).parent, env={**os.environ, "MALLOC_PERTURB_": value},
            capture_output=True, text=True, check=True,
        ).stdout.strip()
        for value in ("1", "85")
    }  # fmt: skip
    assert digests == {digest_of_drift()} and packed() == packed()


def test_parts_of_a_run_are_even() -> None:
    run = [bytes([at]) for at in range(25)]
    for count in (2, 25, 26, 27, 51, 99):
        held = [place for place, _ in video._frames(run, count)]
        starts = [at for at, place in enumerate(held) if place == 0]
        lengths = np.diff([*starts, count])
        assert len(held) == count and lengths.min() >= 2 and lengths.max() <= 25
        assert [held[at : at + n] for at, n in zip(starts, lengths, strict=True)] == [list(range(n)) for n in lengths]


@pytest.mark.parametrize("into", ["fade", "through", "ripple"])
def test_a_way_leads_from_one_scene_to_the_other(into: str) -> None:
    clip = Clip((1, 2), 12, into, ((0.25, 0.5), (0.75, 0.5)))
    frames = [np.frombuffer(frame.rgb, np.uint8).astype(int) for frame in tweens.frames(clip, STILLS)]
    one, other = (np.frombuffer(STILLS[page].rgb, np.uint8).astype(int) for page in (1, 2))
    to_one, to_other = ([np.abs(frame - end).mean() for frame in frames] for end in (one, other))
    assert len(frames) == 12 and to_one[0] < to_other[0] / 4 and to_other[-1] < to_one[-1] / 4
    assert to_other == sorted(to_other, reverse=True) or into == "through"


def test_what_two_scenes_share_stays_while_the_rest_changes() -> None:
    """Of overlapping shapes nothing is left over, not even where both are white."""
    stills = {}
    for page, spots in ((1, [(8, 8), (90, 60)]), (2, [(20, 8), (90, 60)])):
        image = Image.new("RGB", SIZE, NIGHT)
        for spot in spots:
            image.paste((255, 255, 255), (*spot, spot[0] + 24, spot[1] + 24))
        stills[page] = Raster(*SIZE, image.tobytes(), 96)
    frames = list(tweens.frames(Clip((1, 2), 11, "through"), stills))
    middle = np.frombuffer(frames[5].rgb, np.uint8).reshape(SIZE[1], SIZE[0], 3)
    assert (middle[:40] == NIGHT).all() and (middle[64:80, 94:110] == 255).all()
