"""Copyfit: the largest size of a ladder at which a text fits its box, and where its lines break.

Widths are measured with HarfBuzz, so no page is laid out for it. Lengths are in rem unless said otherwise.
"""

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from outreach.campaign.templates import Type
from outreach.content.inline import BREAK, Run, Runs, cut, parse, plain, tidy
from outreach.content.ties import NO_TIES, Ties
from outreach.render.glyphs import Family
from outreach.sheets.line_gaps import white_height

TOLERANCE = 0.005
"""rem by which a line may exceed its box: rounding in the layout engine, far below what an eye sees."""

WIDOW = 0.25
"""A last line shorter than this share of the measure counts as a widow."""

LAST = 0.42
"""The share of the measure that a last line has at least where lines are broken anew against a widow."""

SENSE = 0.15
"""Additional cost of a line of running text that ends amid a sense unit; an empty line costs 1."""

PAUSES = (",", ".", ";", ":", "?")

SHORTEST = 0.45
"""The share of the longest line that the shortest has at least where lines are broken anew to keep accents apart."""

WAYS = 2000
"""Ways to break a text that are compared for that; longer texts have the even break alone."""

MOST_HEIGHT = 1.25
"""By how much lines may be set further apart than their style says, to keep accents apart."""


@dataclass(frozen=True)
class Setting:
    """A text set at one size. `height` is that of all lines, `line_height` that of each in em."""

    size: float
    lines: tuple[Runs, ...]
    height: float
    line_height: float


@dataclass(frozen=True)
class Misfit:
    """How far a text exceeds its box at the smallest size allowed, in the `lines` that the box has room for."""

    size: float
    over_width: float
    over_height: float
    lines: int


class LineBreaker:
    """Line widths and breaks for one style of a family. No line ends at a tie.

    `rough` is what it costs to end a line between two words; a line that is all empty costs 1.
    """

    def __init__(
        self, family: Family, style: Type, ties: Ties = NO_TIES, rough: Callable[[str, str], float] | None = None
    ) -> None:
        self._style, self._ties, self._rough = style, ties, rough
        self._plain, self._strong = family.face(style.weight), family.face(style.emphasis)

    @property
    def cap_height(self) -> float:
        """Height of capitals in em."""
        return self._plain.cap_height

    def em(self, runs: Runs) -> float:
        """Width in em, letter spacing included."""
        whole = not self._style.tracking
        width = sum((self._strong if run.strong else self._plain).advance(run.text, whole) for run in runs)
        return width + self._style.tracking * sum(len(run.text) for run in runs)

    def break_lines(self, runs: Runs, measure_em: float, count: int, running: bool = False) -> tuple[Runs, ...] | None:
        """The words in `count` lines no wider than `measure_em`, as even as can be; None if they don't fit.

        Minimises the sum of squared slack (Knuth and Plass 1981, without hyphenation) by dynamic programming.
        `running` text fills its lines instead, ends them at a pause where it can, and leaves no widow.
        """
        starts = self._starts(runs)
        words = [tidy(cut(runs, start, end)) for start, end in pairwise(starts)]
        if len(words) < count:
            return None
        advance = [self.em(word) for word in words]
        space = self.em((Run(" "),))
        total = len(words)
        best: list[list[tuple[float, int]]] = [[(float("inf"), 0)] * (total + 1) for _ in range(count + 1)]
        best[0][0] = (0.0, 0)
        even = (sum(advance) + space * (total - count)) / count
        ends = [plain(word) for word in words]
        pause = [end.endswith(PAUSES) for end in ends]
        rough = [self._rough(*pair) * measure_em**2 if self._rough else 0.0 for pair in pairwise(ends)] + [0.0]

        def cost_of(line: int, width: float, end: int) -> float:
            if not running:
                return (width - even) ** 2 + rough[end - 1]
            if line == count:
                return float("inf") if width < LAST * measure_em else 0.0
            return (1 - width / measure_em) ** 2 + (0.0 if pause[end - 1] else SENSE)

        for line in range(1, count + 1):
            for end in range(line, total + 1):
                width = -space
                for start in range(end - 1, line - 2, -1):
                    width += advance[start] + space
                    if width > measure_em and start < end - 1:
                        break
                    cost = best[line - 1][start][0] + cost_of(line, width, end)
                    if width <= measure_em and cost < best[line][end][0]:
                        best[line][end] = (cost, start)
        if best[count][total][0] == float("inf"):
            return None
        bounds = [total]
        for line in range(count, 0, -1):
            bounds.append(best[line][bounds[-1]][1])
        bounds.reverse()
        return tuple(tidy(cut(runs, starts[a], starts[b])) for a, b in pairwise(bounds))

    def fill_lines(self, runs: Runs, measure_em: float) -> tuple[Runs, ...] | None:
        """Lines filled one after the other, as running text is set; broken anew if the last would be a widow.

        None if a word is wider than the measure.
        """
        starts = self._starts(runs)
        lines: list[Runs] = []
        begin = 0
        for end in range(1, len(starts)):
            if self.em(tidy(cut(runs, starts[end - 1], starts[end]))) > measure_em + TOLERANCE:
                return None
            line = tidy(cut(runs, starts[begin], starts[end]))
            if self.em(line) > measure_em + TOLERANCE:
                lines.append(tidy(cut(runs, starts[begin], starts[end - 1])))
                begin = end - 1
        last = tidy(cut(runs, starts[begin], starts[-1]))
        lines.append(last)
        if len(lines) > 1 and self.em(last) < WIDOW * measure_em:
            kept = self.break_lines(runs, measure_em, len(lines), running=True)
            return kept or self.lines(runs, measure_em, len(lines)) or tuple(lines)
        return tuple(lines)

    def lines(self, runs: Runs, measure_em: float, most: int) -> tuple[Runs, ...] | None:
        """The fewest even lines that fit, at most `most`; None if there is no such break."""
        fewest = max(1, int(self.em(runs) / measure_em))
        for count in range(fewest, most + 1):
            lines = self.break_lines(runs, measure_em, count)
            if lines is not None and all(self.em(line) <= measure_em + TOLERANCE for line in lines):
                return lines
        return None

    def by_unit(self, units: Sequence[Runs], measure_em: float, most: int) -> Iterator[tuple[Runs, ...]]:
        """The lines that a writer wants, if they fit."""
        if len(units) <= most and all(self.em(unit) <= measure_em + TOLERANCE for unit in units):
            yield tuple(units)

    def ways(self, runs: Runs, measure_em: float, most: int) -> Iterator[tuple[Runs, ...]]:
        """Ways to break a text into at most `most` lines, fewer first, then the more even; without very short lines."""
        best = self.lines(runs, measure_em, most)
        for count in range(len(best), most + 1) if best else ():
            even = self.break_lines(runs, measure_em, count)
            if even is not None and all(self.em(line) <= measure_em + TOLERANCE for line in even):
                yield even
                yield from (lines for lines in self._others(runs, measure_em, count) if lines != even)

    def _others(self, runs: Runs, measure_em: float, count: int) -> Iterator[tuple[Runs, ...]]:
        starts = self._starts(runs)
        inner = range(1, len(starts) - 1)
        if count < 2 or math.comb(len(inner), count - 1) > WAYS:
            return
        rated: list[tuple[float, int, tuple[Runs, ...]]] = []
        for breaks in combinations(inner, count - 1):
            bounds = [starts[at] for at in (0, *breaks, -1)]
            lines = tuple(tidy(cut(runs, start, end)) for start, end in pairwise(bounds))
            widths = [self.em(line) for line in lines]
            if max(widths) <= measure_em + TOLERANCE and min(widths) >= SHORTEST * max(widths):
                rated.append((sum(width * width for width in widths), len(rated), lines))
        yield from (lines for _, _, lines in sorted(rated, key=lambda way: way[:2]))

    def _starts(self, runs: Runs) -> list[int]:
        """Where lines may begin, and the end of the text."""
        text = plain(runs)
        tied = self._ties.spaces(text)
        return [match.start() for match in re.finditer(r"[^ ]+", text) if match.start() - 1 not in tied] + [len(text)]


def pieces(text: str) -> list[Runs]:
    """The sense units of a slot's text: where the writer wants lines to end."""
    return [runs for part in _split(parse(text)) if (runs := tidy(part))]


def _split(runs: Runs) -> list[list[Run]]:
    parts: list[list[Run]] = [[]]
    for run in runs:
        first, *rest = run.text.split(BREAK)
        parts[-1].append(Run(first, run.strong))
        parts += [[Run(text, run.strong)] for text in rest]
    return parts


def fit(
    units: Sequence[Runs],
    style: Type,
    sizes: Sequence[float],
    box: tuple[float, float],
    most: int,
    family: Family,
    ties: Ties = NO_TIES,
    align: str = "left",
    spread: bool = True,
) -> Setting | Misfit:
    """The largest of `sizes` at which `units` fit a box of width × height in at most `most` lines.

    Lines end between the sense units, not at ties, and leave white between accents, for which they may `spread` as far
    as the box has room. What can't be had at any size is given up: first sense units, then ties, then white.
    """
    width, height = box
    joined = tidy(part for unit in units for part in (*unit, Run(" ")))
    tied, loose = LineBreaker(family, style, ties), LineBreaker(family, style)
    measures = (tied, loose) if ties.spaces(plain(joined)) else (tied,)
    wishes = [(True, False, tied)] * (len(units) > 1) + [(True, True, measure) for measure in measures]
    for clear, free, measure in [*wishes, *((False, *wish[1:]) for wish in wishes)]:
        for size in sizes:
            room = min(most, int((height + TOLERANCE) / (size * style.line_height)))
            ways = measure.ways(joined, width / size, room) if free else measure.by_unit(units, width / size, room)
            for lines in ways:
                high = white_height(family, lines, style, align) if clear else style.line_height
                within = high == style.line_height or (spread and len(lines) * size * high <= height + TOLERANCE)
                if within and high <= MOST_HEIGHT * style.line_height:
                    return Setting(size, lines, len(lines) * size * high, high)
    return misfit(joined, style, sizes[-1], box, most, family)


def misfit(runs: Runs, style: Type, size: float, box: tuple[float, float], most: int, family: Family) -> Misfit:
    """How far `runs` at `size` exceed a box of width × height and `most` lines."""
    width, height = box
    measure = LineBreaker(family, style)
    rows = max(1, min(most, int((height + TOLERANCE) / (size * style.line_height))))
    low, high = 0.0, measure.em(runs)
    while high - low > TOLERANCE:
        middle = (low + high) / 2
        low, high = (low, middle) if measure.lines(runs, middle, rows) else (middle, high)
    return Misfit(size, max(0.0, high * size - width), max(0.0, size * style.line_height - height), rows)


def legible(sizes: Sequence[float], style: Type, family: Family, rem_mm: float, read_from_m: float) -> list[float]:
    """The sizes whose capitals are read from `read_from_m` metres: cap height × `style.reading` ≥ distance."""
    if not style.reading:
        return list(sizes)
    cap = LineBreaker(family, style).cap_height
    return [size for size in sizes if size * rem_mm * cap * style.reading >= read_from_m * 1000 - 1e-6]


def least_mm(style: Type, family: Family, read_from_m: float) -> float:
    """The smallest type, in mm, whose capitals are read from `read_from_m` metres."""
    return read_from_m * 1000 / (LineBreaker(family, style).cap_height * style.reading)
