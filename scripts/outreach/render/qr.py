"""QR codes (adapter of `qrcode`): the smallest symbol for a text, drawn as one path.

Source: ISO/IEC 18004 for modes, lengths of their fields and the quiet zone.
"""

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise
from typing import Literal, cast
from urllib.parse import quote

from qrcode.base import RSBlock, rs_blocks
from qrcode.constants import ERROR_CORRECT_H, ERROR_CORRECT_M, ERROR_CORRECT_Q
from qrcode.main import QRCode
from qrcode.util import ALPHA_NUM, BIT_LIMIT_TABLE, BitBuffer, QRData, create_bytes, mode_sizes_for_version

Level = Literal["M", "Q", "H"]
Mode = Literal[1, 2, 4]  # the standard's indicators: digits, alphanumeric, bytes
Segment = tuple[Mode, bytes]
Matrix = Sequence[Sequence[bool]]

QUIET = 4
"""Quiet zone on each side, modules (ISO/IEC 18004)."""

_LEVELS: dict[Level, int] = {"H": ERROR_CORRECT_H, "Q": ERROR_CORRECT_Q, "M": ERROR_CORRECT_M}  # best first
_VERSION_CLASSES = (range(1, 10), range(10, 27), range(27, 41))  # each has its own sizes of length fields
_MODES: dict[Mode, tuple[frozenset[int], int]] = {  # bytes a mode can hold, price of one in sixths of a bit
    1: (frozenset(b"0123456789"), 20),
    2: (frozenset(ALPHA_NUM), 33),
    4: (frozenset(range(256)), 48),
}
_MODE_INDICATOR_BITS = 4
ADDRESS_SIGNS = "!#$%&'()*+,/:;=?@"
"""Signs that an address holds as they stand, beside letters, digits and -._~ (RFC 3986); % begins what is encoded."""
_CLASSES = bytes(
    next(stand_in for stand_in, (members, _) in zip(b"7Zz", _MODES.values(), strict=True) if byte in members)
    for byte in range(256)
)
"""Byte → the byte that stands for all that the same modes hold."""


@dataclass(frozen=True)
class Symbol:
    """A QR code: `matrix[row][column]` is True for a dark module; no quiet zone in it."""

    text: str
    version: int
    level: Level
    matrix: tuple[tuple[bool, ...], ...]

    @property
    def modules(self) -> int:
        """Modules across, without the quiet zone (17 + 4 · version)."""
        return len(self.matrix)

    @property
    def size(self) -> int:
        """Modules across, with the quiet zone."""
        return self.modules + 2 * QUIET


@lru_cache(maxsize=256)  # a unit's symbol stands on sheets of several formats and profiles
def symbol(text: str) -> Symbol:
    """The smallest symbol at level M or better, at the highest level that fits the same version.

    Raises ValueError if `text` is empty or longer than version 40 holds.
    """
    segments, version, level = fit(text.encode("utf-8"))
    return Symbol(text, version, level, _matrix(segments, version, _LEVELS[level]))


@lru_cache(maxsize=4096)  # the links of a campaign are of a few signatures
def fit(data: bytes) -> tuple[list[Segment], int, Level]:
    """How `symbol` writes `data`: its segments, version and level. Both depend on each byte's class alone."""
    if not data:
        raise ValueError("QR code: the text is empty")
    for versions in _VERSION_CLASSES:
        segments = _segments(data, versions[0])
        bits = _bits(segments, versions[0])
        for version in versions:
            for level, constant in _LEVELS.items():
                if bits <= BIT_LIMIT_TABLE[constant][version]:
                    return segments, version, level
    raise ValueError(f"QR code: {bits} bits, expected at most {BIT_LIMIT_TABLE[ERROR_CORRECT_M][40]}")


def signature(data: bytes) -> bytes:
    """A text of the same classes: a QR code of it has the segments, version and level of one of `data`."""
    return data.translate(_CLASSES)


def alphabet(mode: Mode) -> bytes:
    """The bytes that a mode holds, in the order of the numbers the standard gives them."""
    return {1: ALPHA_NUM[:10], 2: ALPHA_NUM, 4: bytes(range(256))}[mode]


def header(mode: Mode, count: int, version: int) -> str:
    """Bits in front of a segment of `count` characters, as 0 and 1: its mode and its length."""
    return f"{mode:0{_MODE_INDICATOR_BITS}b}{count:0{mode_sizes_for_version(version)[mode]}b}"


def capacity(version: int, level: Level) -> int:
    """Codewords (bytes) of data in a symbol, without error correction."""
    return BIT_LIMIT_TABLE[_LEVELS[level]][version] // 8


def blocks(version: int, level: Level) -> list[tuple[int, int]]:
    """Codewords of data and of error correction in each block of a symbol."""
    return [(block.data_count, block.total_count - block.data_count) for block in rs_blocks(version, _LEVELS[level])]


def correction(codeword: int, count: int) -> bytes:
    """The `count` codewords of error correction of a block that holds one codeword, from 1 to 255."""
    buffer = BitBuffer()
    buffer.buffer = [codeword]
    return bytes(create_bytes(buffer, [RSBlock(1 + count, 1)]))[1:]


def draw(codewords: bytes, version: int, level: Level, mask: int, blank: bool) -> Matrix:
    """The modules of `codewords` under a mask; `blank` leaves format and version light, as masks are judged."""
    code = QRCode(version=version, error_correction=_LEVELS[level])
    code.data_cache = list(codewords)
    code.makeImpl(blank, mask)
    return [[bool(module) for module in row] for row in code.modules]


def _segments(data: bytes, version: int) -> list[Segment]:
    """The split of `data` that takes the fewest bits in a symbol of the class of `version`.

    Dynamic programming over the bytes: the cheapest way to end in each mode. Costs are in sixths of a bit,
    which keeps thirds (digits) and halves (alphanumeric) whole; a segment's end rounds up to a bit.
    """
    sizes = mode_sizes_for_version(version)
    headers = {mode: 6 * (_MODE_INDICATOR_BITS + sizes[mode]) for mode in _MODES}
    ways: dict[Mode, tuple[int, bytes]] = {}  # mode of the last byte → cost, and the modes of all bytes
    for byte in data:
        ends: dict[Mode, tuple[int, bytes]] = {}
        for mode in (mode for mode, (alphabet, _) in _MODES.items() if byte in alphabet):
            costs = [
                (cost if last == mode else _whole_bits(cost) + headers[mode], last, modes)
                for last, (cost, modes) in ways.items()
            ]
            cost, _, modes = min(costs, default=(headers[mode], mode, b""))
            ends[mode] = cost + _MODES[mode][1], modes + bytes([mode])
        ways = ends
    best = min(ways, key=lambda mode: (_whole_bits(ways[mode][0]), mode))
    pairs = groupby(zip(ways[best][1], data, strict=True), key=lambda pair: pair[0])
    return [(cast(Mode, mode), bytes(byte for _, byte in run)) for mode, run in pairs]


def _whole_bits(sixths: int) -> int:
    """Rounded up to a whole bit, in sixths."""
    return -(-sixths // 6) * 6


def _bits(segments: Sequence[Segment], version: int) -> int:
    """Bits that the segments take in a symbol of the class of `version`, without the terminator."""
    sizes = mode_sizes_for_version(version)
    fields = sum(_MODE_INDICATOR_BITS + sizes[mode] for mode, _ in segments)
    return fields + sum(_whole_bits(_MODES[mode][1] * len(part)) // 6 for mode, part in segments)


def _matrix(segments: Iterable[Segment], version: int, level: int) -> tuple[tuple[bool, ...], ...]:
    """The modules, with the mask that the library scores best."""
    code = QRCode(version=version, error_correction=level)
    for mode, part in segments:
        code.add_data(QRData(part, mode=mode))
    code.make(fit=False)
    return tuple(tuple(bool(module) for module in row) for row in code.modules)


Point = tuple[int, int]


def contour(matrix: Matrix, quiet: int = QUIET) -> str:
    """One SVG path (`d`) round the dark modules; unit = module, origin = corner of the quiet zone.

    Outlines run clockwise, holes the other way, so both fill rules give the same picture. Modules that touch
    at a corner only stay apart: there the path turns right. Unlike rectangles, one path shows no seams.
    """
    edges = _edges(matrix)
    parts = []
    while edges:
        corners = _loop(edges)
        parts.append(f"M{corners[0][0] + quiet} {corners[0][1] + quiet}")
        for (x, y), (next_x, next_y) in pairwise(corners):
            parts.append(f"h{next_x - x}" if y == next_y else f"v{next_y - y}")
        parts.append("z")
    return "".join(parts)


def _edges(matrix: Matrix) -> dict[Point, list[Point]]:
    """Borders of dark and light, dark on the right hand: point (x, y), in reading order → steps (dx, dy)."""
    dark = {(x, y) for y, row in enumerate(matrix) for x, module in enumerate(row) if module}
    edges: dict[Point, list[Point]] = {}
    for y in range(len(matrix) + 1):
        for x in range(len(matrix) + 1):
            northwest, north = (x - 1, y - 1) in dark, (x, y - 1) in dark
            west, here = (x - 1, y) in dark, (x, y) in dark
            steps = {(1, 0): (here, north), (0, 1): (west, here), (-1, 0): (northwest, west)}
            steps[0, -1] = (north, northwest)
            ways = [step for step, (right, left) in steps.items() if right and not left]
            if ways:
                edges[x, y] = ways
    return edges


def _loop(edges: dict[Point, list[Point]]) -> list[Point]:
    """Take one closed outline out of `edges`: its corners (x, y) from the first point left on.

    That point is a corner, with one way out, as nothing lies above it or to its left.
    """
    start = point = next(iter(edges))
    step: Point = (0, 0)
    corners: list[Point] = []
    while not corners or point != start:
        ways = edges[point]
        right = (-step[1], step[0])
        turn = right if right in ways else ways[0]
        ways.remove(turn)
        if not ways:
            del edges[point]
        if turn != step:
            corners.append(point)
        step = turn
        point = (point[0] + step[0], point[1] + step[1])
    return corners


def svg(symbol: Symbol, title: str) -> str:
    """Inline SVG, one user unit per module, quiet zone included. The palette colours the class `code`.

    Nothing is painted below the modules: the card they stand on must be light.
    """
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {symbol.size} {symbol.size}" role="img">'
        f"<title>{html.escape(title, quote=False)}</title>"
        f'<path class="code" d="{contour(symbol.matrix)}"/></svg>'
    )


def link_text(url: str) -> str:
    """`url` as a symbol holds it: the scheme in small letters, the host in capitals if that makes the symbol smaller.

    Phones that match schemes by case open no other (RFC 3986, 3.1, asks for small letters); a host means the same in
    both (3.2.2), and in capitals it fits the denser alphanumeric mode. The path keeps its case; what an address can't
    hold as it stands is percent-encoded (2.1). Raises ValueError if `url` isn't an absolute web address, or too long.
    """
    match = re.fullmatch(r"(https?)://([^\s/?#@\\]+)([/?#]\S*)?", url, re.IGNORECASE)
    if not match:
        raise ValueError(f"link {url!r}: expected https://host/path")
    scheme, host, path = match[1].lower(), match[2], quote(match[3] or "", safe=ADDRESS_SIGNS)
    small, large = (f"{scheme}://{name}{path}" for name in (host.lower(), host.upper()))
    return large if _rank(large) < _rank(small) else small


def _rank(text: str) -> tuple[int, int]:
    """The version of a text's symbol, then how far its level is from the best: less is better."""
    _, version, level = fit(signature(text.encode()))
    return version, list(_LEVELS).index(level)
