"""Films packed and looked at again (adapter of PyAV, which brings FFmpeg and x264).

H.264 in MP4 as the players of outdoor screens take it: 4:2:0, BT.709, even frames a second, no sound, index in front.
Most of a loop stands still, and loops share scenes: each run of frames is encoded once, begins with a whole frame, and
films are put together of such runs. One thread encodes: the same frames give the same bytes.
"""

import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.video.frame import PictureType
from av.video.reformatter import ColorRange, Colorspace
from numpy.typing import NDArray

from outreach.render.raster import Raster

Bytes = NDArray[np.uint8]
ENCODER = {"preset": "veryfast", "crf": "30", "bf": "0", "g": "1000", "forced-idr": "1", "threads": "1", "mbtree": "0"}
"""Options of x264. Its macroblock tree reads memory that nobody wrote: now and then a frame had other bytes."""
BT709, LIMITED = 1, 1
"""Colour properties of the stream, as FFmpeg numbers them."""
EACH_PX = 16
"""Films are looked at in every so many pixels of every so many rows."""


Packets = list[bytes]
"""Frames one after the other as they were packed; the first is whole."""


def runs(sequences: Iterable[Iterable[Raster]], size: tuple[int, int], fps: int) -> list[Packets]:
    """Each sequence of frames packed; all are `size` pixels across and down, even numbers."""
    encoder = av.CodecContext.create("libx264", "w")
    _set(encoder, size, fps)
    starts: list[int] = []
    packets: list[Any] = []
    at = 0
    last: tuple[Raster, Any] | None = None
    for sequence in sequences:
        starts.append(at)
        for index, raster in enumerate(sequence):
            frame = last[1] if last is not None and last[0] is raster else _frame(raster)
            last = (raster, frame)
            frame.pts, frame.time_base = at, Fraction(1, fps)
            frame.pict_type = PictureType.NONE if index else PictureType.I
            packets += encoder.encode(frame)
            at += 1
    packets += encoder.encode(None)
    packets.sort(key=lambda packet: packet.pts)
    bounds = zip(starts, [*starts[1:], at], strict=True)
    return [[bytes(packet) for packet in packets[begin:end]] for begin, end in bounds]


def mp4(parts: Sequence[tuple[Packets, int]], size: tuple[int, int], fps: int) -> bytes:
    """A film of runs, each with the number of frames that it lasts: less of it, or all again from its beginning."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "film.mp4"  # the index is put in front by a second pass over a file
        with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart", "fflags": "+bitexact"}) as film:
            stream = film.add_stream("libx264", rate=fps)
            _set(stream.codec_context, size, fps)
            at = 0
            for run, count in parts:
                for index, data in _frames(run, count):
                    packet = av.Packet(data)
                    packet.stream, packet.time_base = stream, Fraction(1, fps)
                    packet.pts = packet.dts = at
                    packet.duration, packet.is_keyframe = 1, index == 0
                    film.mux_one(packet)
                    at += 1
        return path.read_bytes()


def samples(film: bytes) -> Iterator[Bytes]:
    """The frames of a film as they were packed, coarse: every EACH_PX-th pixel both ways, rows of 8-bit RGB."""
    with av.open(io.BytesIO(film), "r") as source:
        stream = source.streams.video[0]
        stream.thread_type = "NONE"
        for frame in source.decode(stream):
            yield _rgb(*(_plane(frame.planes[index], EACH_PX // (2 if index else 1)) for index in range(3)))


def _frames(run: Packets, count: int) -> Iterator[tuple[int, bytes]]:
    """So many frames of a run, with their places in it: in even parts, for none may be a whole frame alone."""
    parts = -(-count // len(run))
    for part in range(parts):
        length = count * (part + 1) // parts - count * part // parts
        yield from enumerate(run[:length])


def _set(context: Any, size: tuple[int, int], fps: int) -> None:
    context.width, context.height = size
    context.pix_fmt = "yuv420p"
    context.framerate, context.time_base = Fraction(fps), Fraction(1, fps)
    context.options = dict(ENCODER)
    context.thread_count = 1
    context.color_range, context.colorspace = LIMITED, BT709
    context.color_primaries, context.color_trc = BT709, BT709
    context.flags |= av.codec.context.Flags.global_header


def _frame(raster: Raster) -> Any:
    rows = np.frombuffer(raster.rgb, np.uint8).reshape(raster.height, raster.width, 3)
    frame = av.VideoFrame.from_ndarray(rows, format="rgb24")
    return frame.reformat(format="yuv420p", dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG)


def _plane(plane: Any, step: int) -> NDArray[np.float32]:
    rows = np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)[:, : plane.width]
    return rows[step // 2 :: step, step // 2 :: step].astype(np.float32)


def _rgb(luma: NDArray[np.float32], blue: NDArray[np.float32], red: NDArray[np.float32]) -> Bytes:
    """BT.709 in limited range back to RGB."""
    height, width = (min(sides) for sides in zip(luma.shape, blue.shape, strict=True))
    y = (luma[:height, :width] - 16) * (255 / 219)
    b, r = ((plane[:height, :width] - 128) * (255 / 224) for plane in (blue, red))
    shades = (y + 1.5748 * r, y - 0.1873 * b - 0.4681 * r, y + 1.8556 * b)
    return np.asarray(np.clip(np.rint(np.stack(shades, axis=-1)), 0, 255), np.uint8)
