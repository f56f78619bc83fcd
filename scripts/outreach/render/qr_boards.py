"""Symbols of one version and level as bit boards: one word of bits for each row and each column of modules.

At a given version, level and mask, each module is a sum (exclusive or) of data bits and a constant. So the
standard is asked of `render.qr` once for each data bit, and what comes back is added up for all texts at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.metadata import version as release
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from outreach.core.cache import Store
from outreach.core.hashing import digest
from outreach.render.qr import QUIET, Level, Mode, Segment, alphabet, capacity, corrected, drawn, field_bits, symbol

Boards = NDArray[np.uint64]  # (…, 2 · modules): rows from the top, then columns from the left; bit 0 = first module
Bits = NDArray[np.uint8]

MASKS = 8
LARGEST = 11
"""The largest version whose rows fit a word of 64 bits."""

_KIND, _TABLES = "symbols", "tables.bin"
_PART = 512  # symbols judged at a time: their boards stay in the processor's cache


def boards(modules: Bits) -> Boards:
    """Modules (…, row, column), 0 or 1, as boards."""
    both = np.concatenate([modules, modules.swapaxes(-1, -2)], axis=-2)
    wide = np.zeros((*both.shape[:-1], 64), np.uint8)
    wide[..., : both.shape[-1]] = both
    return np.packbits(wide, axis=-1, bitorder="little").view("<u8")[..., 0].astype(np.uint64)


def bits(boards: Boards, modules: int) -> Bits:
    """The bits of words (…), as (…, modules)."""
    octets = boards.astype("<u8")[..., np.newaxis].view(np.uint8)
    return np.unpackbits(octets, axis=-1, bitorder="little", count=modules)


class Tables:
    """Modules that each data bit and each mask adds to a symbol of one version and level; kept in the cache."""

    def __init__(self, cache: Path, version: int, level: Level) -> None:
        self.version, self.level, self.modules = version, level, 17 + 4 * version
        self.data = capacity(version, level)
        total = len(corrected(bytes(self.data), version, level))
        sides = 2 * self.modules
        shapes = [(8 * self.data, sides), (2, MASKS, sides), (8 * total + 1, sides)]
        sizes = [int(np.prod(shape)) for shape in shapes]
        key = digest(release("qrcode"), str(version), str(level), repr(sizes))[:32]
        store = Store(cache)
        entry = store.entry(_KIND, key)
        if entry is None:
            basis, masks, places = self._asked(total)
            words = np.concatenate([basis.ravel(), masks.ravel(), places.ravel()])
            entry = store.keep(_KIND, key, {_TABLES: words.astype("<u8").tobytes()})
        words = np.frombuffer(entry.read(_TABLES), "<u8").astype(np.uint64)
        parts = np.split(words, np.cumsum(sizes)[:-1])
        self._basis, self._masks, self._places = (
            part.reshape(shape) for part, shape in zip(parts, shapes, strict=True)
        )
        self._bytes: dict[int, Boards] = {}

    def _asked(self, total: int) -> tuple[Boards, Boards, Boards]:
        """Data bits, masks (judged, drawn) and places of drawn bits, all from the library."""

        def modules(codewords: bytes, mask: int = 0, blank: bool = False) -> Bits:
            return np.array(drawn(codewords, self.version, self.level, mask, blank), np.uint8)

        nothing = bytes(total)
        empty = modules(nothing)
        # Which bit lands where: bit k of its number, for all bits at once.
        numbers = np.arange(8 * total)
        place = np.full((self.modules, self.modules), 8 * total)
        held = modules(b"\xff" * total) != empty
        place[held] = 0
        for k in range((8 * total).bit_length()):
            ones = modules(np.packbits(numbers >> k & 1 == 1).tobytes()) != empty
            place[held & ones] += 1 << k
        units = np.eye(8 * total + 1, dtype=np.uint8)[:, place]
        units[-1] = 0
        spread = np.zeros((8 * self.data, 8 * total + 1), np.uint8)
        for bit, row in enumerate(np.packbits(np.eye(8 * self.data, dtype=np.uint8), axis=1)):
            codewords = corrected(row.tobytes(), self.version, self.level)
            spread[bit, :-1] = np.unpackbits(np.frombuffer(codewords, np.uint8))
        masks = [[modules(nothing, mask, blank) for mask in range(MASKS)] for blank in (True, False)]
        return boards(spread[:, place]), boards(np.array(masks)), boards(units)

    def added(self, segments: Sequence[Segment], codewords: bytes, texts: Sequence[bytes]) -> Boards:
        """The modules that texts add which are split like `segments`, those of a text whose `codewords` are known."""
        dark = np.unpackbits(np.frombuffer(codewords, np.uint8)).astype(bool)
        total = np.empty((len(texts), 2 * self.modules), np.uint64)
        total[:] = np.bitwise_xor.reduce(self._places[:-1][dark], axis=0)
        known = b"".join(part for _, part in segments)
        data = characters(segments, self.version, texts) ^ characters(segments, self.version, [known])
        for index in np.flatnonzero(data.any(axis=0)).tolist():
            column = data[:, index]
            table = self._table(index)
            total ^= table[column[0]] if (column == column[0]).all() else table[column]
        return total

    def _table(self, index: int) -> Boards:
        """The modules that each value of a data codeword adds, in shape (256, …)."""
        if index not in self._bytes:
            table = np.zeros((256, 2 * self.modules), np.uint64)
            for bit in range(8):
                table[1 << bit : 2 << bit] = table[: 1 << bit] ^ self._basis[8 * index + 7 - bit]
            self._bytes[index] = table
        return self._bytes[index]

    def best(self, added: Sequence[Boards]) -> Bits:
        """The modules of symbols, each under its mask: the first of those that lose least, as in the library."""
        return np.concatenate([self.under(part, self.chosen(part)) for part in _parts(np.concatenate(added))])

    def chosen(self, added: Boards) -> NDArray[np.intp]:
        """The mask of each symbol."""
        points = np.array([lost_points(added ^ mask, self.modules) for mask in self._masks[0]])
        chosen: NDArray[np.intp] = points.argmin(axis=0)
        return chosen

    def under(self, added: Boards, masks: NDArray[np.intp]) -> Bits:
        """The modules of symbols under the given masks, as they are printed."""
        return bits((added ^ self._masks[1][masks])[:, : self.modules], self.modules)


def _parts(whole: Boards) -> Iterator[Boards]:
    for start in range(0, len(whole), _PART):
        yield whole[start : start + _PART]


# Mode → how much a character's number weighs, characters written as one number, its bits by how many are in it
# (ISO/IEC 18004).
_NUMBERS: dict[Mode, tuple[int, int, tuple[int, ...]]] = {
    1: (10, 3, (0, 4, 7, 10)),
    2: (45, 2, (0, 6, 11)),
    4: (256, 1, (0, 8)),
}


def characters(segments: Sequence[Segment], version: int, texts: Sequence[bytes]) -> Bits:
    """The data codewords (text, codeword) of texts split like `segments`: only their characters, no fields."""
    signs = np.frombuffer(b"".join(texts), np.uint8).reshape(len(texts), -1)
    parts: list[Bits] = []
    start = 0
    for mode, like in segments:
        base, group, sizes = _NUMBERS[mode]
        numbers = np.zeros(256, np.int64)
        numbers[list(alphabet(mode))] = range(len(alphabet(mode)))
        own = numbers[signs[:, start : start + len(like)]]
        start += len(like)
        parts.append(np.zeros((len(texts), field_bits(mode, version)), np.uint8))
        whole = len(like) // group * group
        for piece, size in ((own[:, :whole], group), (own[:, whole:], len(like) - whole)):
            if size:
                value = piece.reshape(len(texts), -1, size) @ base ** np.arange(size)[::-1]
                digits = value[..., np.newaxis] >> np.arange(sizes[size])[::-1] & 1
                parts.append(digits.reshape(len(texts), -1).astype(np.uint8))
    return np.packbits(np.concatenate(parts, axis=1), axis=1)


def singly(texts: Sequence[str]) -> Bits:
    """The modules of symbols too large for the boards, all of one version."""
    return np.array([symbol(text).matrix for text in texts], np.uint8)


def lost_points(boards: Boards, modules: int) -> NDArray[np.int64]:
    """The penalty of each symbol by the four rules of ISO/IEC 18004, as `qrcode.util.lost_point` counts it."""

    def first(count: int) -> np.uint64:
        return np.uint64((1 << count) - 1)

    def ahead(words: Boards, count: int) -> Boards:
        shifted: Boards = words >> np.uint64(count)
        return shifted

    def counted(words: Boards) -> NDArray[np.int64]:
        total: NDArray[np.int64] = np.bitwise_count(words).sum(axis=1, dtype=np.int64)
        return total

    # Five and more alike in a row: 3 points, and 1 for each beyond five.
    alike = ~(boards ^ ahead(boards, 1)) & first(modules - 1)
    pairs = alike & ahead(alike, 1)
    fives = pairs & ahead(pairs, 2)
    points = counted(fives) + 2 * counted(fives & ~(fives << np.uint64(1)))
    # Dark, light, three dark, light, dark with four light behind or before them: 40 points.
    light = ~boards
    wide = light & ahead(light, 1)
    wide &= ahead(wide, 2)
    finder = boards & ahead(light, 1)
    finder &= ahead(light, 5) & ahead(boards, 2) & ahead(boards, 3) & ahead(boards, 4) & ahead(boards, 6)
    window = first(modules - 10)
    points += 40 * (counted(finder & ahead(wide, 7) & window) + counted(wide & ahead(finder, 4) & window))
    # Four alike in a square: 3 points.
    rows = boards[:, :modules]
    level = alike[:, :modules]
    squares = level[:, 1:] & level[:, :-1] & ~(rows[:, 1:] ^ rows[:, :-1])
    points += 3 * counted(squares)
    # Each 5 % away from as many dark as light: 10 points.
    ratings = [10 * int(abs(dark / modules**2 * 100 - 50) / 5) for dark in range(modules**2 + 1)]
    points += np.array(ratings)[counted(rows)]
    return points


class _Rectangles(dict[int, bytes]):
    """Number of a run of dark modules (row, column, length) → its operator; made when first met."""

    def __init__(self, modules: int) -> None:
        super().__init__()
        self.modules = modules

    def __missing__(self, number: int) -> bytes:
        place, length = divmod(number, self.modules + 1)
        y, x = divmod(place, self.modules)
        self[number] = operator = b"%d %d %d 1 re\n" % (x + QUIET, y + QUIET, length)
        return operator


_rectangles = lru_cache(maxsize=None)(_Rectangles)


def paths(symbols: Bits) -> list[bytes]:
    """PDF path operators of each symbol (…, row, column): a rectangle for each run of dark modules in a row."""
    modules = symbols.shape[-1]
    starts, ends = symbols.copy(), symbols.copy()
    starts[..., 1:] &= ~symbols[..., :-1]
    ends[..., :-1] &= ~symbols[..., 1:]
    first, last = np.flatnonzero(starts), np.flatnonzero(ends)
    symbol, place = np.divmod(first, modules**2)
    numbers = (place * (modules + 1) + (last - first + 1)).tolist()
    cuts = np.searchsorted(symbol, np.arange(len(symbols) + 1)).tolist()
    operators = _rectangles(modules).__getitem__
    return [b"".join(map(operators, numbers[cuts[n] : cuts[n + 1]])) for n in range(len(symbols))]
