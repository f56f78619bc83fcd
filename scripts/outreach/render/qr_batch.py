"""QR codes of thousands of texts at once: module for module what `render.qr` makes of each.

What does not depend on the text (where bits lie, what a mask turns over) is asked of `render.qr` once for a version and
level; what does is computed for all texts together.
"""

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from outreach.render import qr
from outreach.render.qr import QUIET, Level, Mode, Segment

Boards = NDArray[
    np.uint64
]  # (…, line): a word of bits for each row from the top, then each column; bit 0 = first module
Bits = NDArray[np.uint8]

MASKS = 8
LARGEST = 11
"""The largest version whose rows fit a word of 64 bits."""
# Mode → how much a character's number weighs, characters written as one number, its bits by how many are in it
# (ISO/IEC 18004).
_NUMBERS: dict[Mode, tuple[int, int, tuple[int, ...]]] = {
    1: (10, 3, (0, 4, 7, 10)),
    2: (45, 2, (0, 6, 11)),
    4: (256, 1, (0, 8)),
}
_TERMINATOR_BITS = 4
_PADDING = b"\xec\x11"


class SymbolPath(NamedTuple):
    """A symbol as PDF path operators: unit = module, y down, origin = corner of the quiet zone; nothing painted."""

    modules: int
    path: bytes


def symbols(texts: Sequence[str]) -> list[SymbolPath]:
    """The symbols of `texts`, in order. Raises ValueError as `render.qr.symbol` does."""
    data = [text.encode("utf-8") for text in texts]
    signatures: dict[bytes, list[int]] = {}
    for index, text in enumerate(data):
        signatures.setdefault(qr.signature(text), []).append(index)
    groups: dict[tuple[int, Level], list[tuple[list[int], Bits]]] = {}
    for signature, indices in signatures.items():
        segments, version, level = qr.fit(signature)
        codewords = data_codewords([data[index] for index in indices], segments, version, level)
        groups.setdefault((version, level), []).append((indices, codewords))
    drawings: dict[int, SymbolPath] = {}
    for (version, level), members in groups.items():
        indices = [index for indices, _ in members for index in indices]
        if version > LARGEST:
            modules = np.array([qr.symbol(texts[index]).matrix for index in indices], np.uint8)
        else:
            modules = pattern(version, level).modules(np.concatenate([codewords for _, codewords in members]))
        for index, path in zip(indices, _paths(modules), strict=True):
            drawings[index] = SymbolPath(modules.shape[-1], path)
    return [drawings[index] for index in range(len(texts))]


def data_codewords(texts: Sequence[bytes], segments: Sequence[Segment], version: int, level: Level) -> Bits:
    """The data (text, codeword) of texts split like `segments`: their characters, terminator and padding."""
    signs = np.frombuffer(b"".join(texts), np.uint8).reshape(len(texts), -1)
    parts: list[Bits] = []
    for mode, part in segments:
        header = np.array(list(qr.header(mode, len(part), version)), np.uint8)
        parts.append(np.broadcast_to(header, (len(texts), len(header))))
        characters, signs = signs[:, : len(part)], signs[:, len(part) :]
        parts += _characters(characters, mode)
    room = qr.capacity(version, level)
    bits = np.concatenate(parts, axis=1)
    length = min((bits.shape[1] + _TERMINATOR_BITS + 7) // 8, room)
    data = np.zeros((len(texts), room), np.uint8)
    content = np.packbits(bits, axis=1)
    data[:, : content.shape[1]] = content
    data[:, length:] = np.resize(np.frombuffer(_PADDING, np.uint8), room - length)
    return data


def _characters(signs: Bits, mode: Mode) -> list[Bits]:
    """Bits (text, bit) of characters (text, character): of the full groups, then of those left over."""
    base, together, sizes = _NUMBERS[mode]
    numbers = np.zeros(256, np.int64)
    numbers[list(qr.alphabet(mode))] = range(base)
    count = signs.shape[1]
    whole = count - count % together
    parts = []
    for group, size in ((signs[:, :whole], together), (signs[:, whole:], count - whole)):
        if group.shape[1]:
            values = numbers[group].reshape(len(signs), -1, size) @ base ** np.arange(size)[::-1]
            bits = values[..., np.newaxis] >> np.arange(sizes[size])[::-1] & 1
            parts.append(bits.reshape(len(signs), -1).astype(np.uint8))
    return parts


class SymbolLayout:
    """Places of bits, and masks as they are judged and as they are printed, in symbols of one version and level."""

    def __init__(self, version: int, level: Level) -> None:
        self._blocks = qr.blocks(version, level)
        total = sum(map(sum, self._blocks))

        def modules(codewords: bytes, mask: int = 0, blank: bool = False) -> Bits:
            return np.array(qr.draw(codewords, version, level, mask, blank), np.uint8)

        empty = modules(bytes(total))
        written = modules(b"\xff" * total) != empty
        numbers = np.arange(8 * total)
        self._places = np.where(written, 0, 8 * total)  # what holds no bit gets the one behind the last, which is 0
        for k in range((8 * total).bit_length()):  # bit k of the number of the bit that lands here, for all at once
            ones = modules(np.packbits(numbers >> k & 1 == 1).tobytes()) != empty
            self._places += (written & ones) << k
        judged, self._masks = (
            np.array([modules(bytes(total), mask, blank) for mask in range(MASKS)]) for blank in (True, False)
        )
        self._judged = boards(judged)

    def modules(self, data: Bits) -> Bits:
        """Symbols (text, row, column) of data codewords (text, codeword), each under the mask that is best."""
        bare = self.plain(data)
        return self.mask(bare, self.best(bare))

    def plain(self, data: Bits) -> Bits:
        """Data and error correction (text, row, column) where they lie, without a mask and any pattern."""
        bits = np.unpackbits(np.pad(_add_correction(data, self._blocks), ((0, 0), (0, 1))), axis=1)
        return bits[:, self._places]

    def best(self, bare: Bits) -> NDArray[np.intp]:
        """The mask of each symbol: the first of those that lose least, as in the library."""
        lines = boards(bare)
        points = np.array([lost_points(lines ^ mask, bare.shape[-1]) for mask in self._judged])
        masks: NDArray[np.intp] = points.argmin(axis=0)
        return masks

    def mask(self, bare: Bits, masks: NDArray[np.intp]) -> Bits:
        """The modules of symbols under the given masks, as they are printed."""
        modules: Bits = bare ^ self._masks[masks]
        return modules


pattern = cache(SymbolLayout)


def _add_correction(data: Bits, blocks: Sequence[tuple[int, int]]) -> Bits:
    """Codewords (text, codeword) in the order they are drawn, data and error correction, by turns from each block."""
    start, data_parts, correction_parts = 0, [], []
    for length, count in blocks:
        part, rest = data[:, start : start + length], np.zeros((len(data), count), np.uint8)
        for column in part.T:  # the remainder of a division of polynomials, one codeword after the other
            first = column ^ rest[:, 0]
            rest = np.pad(rest[:, 1:], ((0, 0), (0, 1))) ^ _corrections(count)[first]
        data_parts.append(part)
        correction_parts.append(rest)
        start += length
    turns = [
        (parts, at) for parts in (data_parts, correction_parts) for at in range(max(part.shape[1] for part in parts))
    ]
    return np.stack([part[:, at] for parts, at in turns for part in parts if at < part.shape[1]], axis=1)


@cache
def _corrections(count: int) -> Bits:
    """The error correction (codeword, …) of each codeword that stands alone."""
    return np.array([[0] * count, *(list(qr.correction(codeword, count)) for codeword in range(1, 256))], np.uint8)


def boards(modules: Bits) -> Boards:
    """Modules (…, row, column), 0 or 1, as boards."""
    both = np.concatenate([modules, modules.swapaxes(-1, -2)], axis=-2)
    wide = np.zeros((*both.shape[:-1], 64), np.uint8)
    wide[..., : both.shape[-1]] = both
    return np.packbits(wide, axis=-1, bitorder="little").view("<u8")[..., 0].astype(np.uint64)


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


def _paths(symbols: Bits) -> list[bytes]:
    """PDF path operators of each symbol (…, row, column): a rectangle for each run of dark modules in a row."""
    modules = symbols.shape[-1]
    starts, ends = symbols.copy(), symbols.copy()
    starts[..., 1:] &= ~symbols[..., :-1]
    ends[..., :-1] &= ~symbols[..., 1:]
    first, last = np.flatnonzero(starts), np.flatnonzero(ends)
    symbol, place = np.divmod(first, modules**2)
    rows, columns = np.divmod(place, modules)
    operators = list(map(_rectangle, columns.tolist(), rows.tolist(), (last - first + 1).tolist()))
    cuts = np.searchsorted(symbol, np.arange(len(symbols) + 1)).tolist()
    return [b"".join(operators[start:end]) for start, end in pairwise(cuts)]


@cache
def _rectangle(column: int, row: int, length: int) -> bytes:
    return b"%d %d %d 1 re\n" % (column + QUIET, row + QUIET, length)
