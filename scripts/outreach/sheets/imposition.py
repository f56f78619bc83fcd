"""Imposition planned: where each copy or piece of a sheet lies on a printer's paper, and where to cut.

Pure geometry: lengths in mm from the paper's top left corner.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from string import ascii_uppercase

from outreach.campaign.bundle import Bundle
from outreach.campaign.formats import Size
from outreach.campaign.impositions import Cells, Impositions, Marks, Tiles
from outreach.campaign.sheets import Sheet
from outreach.core.strings import Strings
from outreach.render.pdf.places import Line, Placement, Side
from outreach.render.templates import Templates
from outreach.sheets.ties import ties_of

LEFT, RIGHT = 270, 90
"""Degrees by which a page is turned clockwise onto its left or right side."""
NARROW = 2.0
"""A gap narrower than this in mm is one cut, not two."""


@dataclass(frozen=True)
class Imposition:
    """A file to be made of a finished sheet. `name` is part of its name."""

    name: str
    kind: str
    """cells or tiles: how its page speaks of it."""
    count: int
    """Copies on a paper, or papers of a large sheet."""
    paper: Size
    paper_label: str
    title: str
    sides: tuple[Side, ...]
    marks: Marks
    rules: tuple[str, ...]
    """The preflight rules that it must keep."""
    html: str = ""
    """A page for each side that is printed over it: marks and words of tiles."""

    def label(self, words: Strings) -> str:
        """How many copies or pieces lie on which paper, for people."""
        return words.text(f"page.{self.kind}", count=self.count, paper=self.paper_label)


def names(bundle: Bundle, sheet: Sheet) -> list[str]:
    """Names of the impositions of a sheet."""
    form, table = sheet.form, bundle.impositions
    if not bundle.profiles[sheet.profile].prints:
        return []
    fitting = [
        name
        for name, cells in table.cells.items()
        if cells.cell in (form.trim, form.trim[::-1]) and form.scale == 1 and not form.round
    ]
    candidates = fitting + sheet.material.meta.tiles.get(sheet.format, [])
    either: dict[str, Cells | Tiles] = {**table.cells, **table.tiles}
    return [name for name in candidates if sheet.profile in (either[name].profiles or bundle.profiles)]


def plans(bundle: Bundle, sheet: Sheet, templates: Templates) -> tuple[Imposition, ...]:
    """How all of that is made."""
    table = bundle.impositions
    return tuple(
        _cells(name, table, sheet) if name in table.cells else _tiles(name, table.tiles[name], bundle, sheet, templates)
        for name in names(bundle, sheet)
    )


def _cells(name: str, table: Impositions, sheet: Sheet) -> Imposition:
    cells = table.cells[name]
    width, height = cells.cell
    turn = sheet.form.trim != cells.cell
    left, top = cells.margins
    spots = [
        (left + column * (width + cells.gap[0]), top + row * (height + cells.gap[1]))
        for row, column in product(range(cells.grid[1]), range(cells.grid[0]))
    ]
    # The grid lies amid the paper and all copies are alike, so backs meet fronts when the paper is turned over its
    # long edge, if what lies on its left side in front lies on its right side behind.
    sides = tuple(
        Side(
            tuple(Placement(page, x, y, (RIGHT if page else LEFT) if turn else 0) for x, y in spots),
            tuple(_cuts(cells, table.marks)),
        )
        for page in range(sheet.template.pages)
    )
    title = sheet.material.meta.title
    return Imposition(
        name, "cells", len(spots), cells.paper, cells.paper_label, title, sides, table.marks, tuple(table.rules)
    )


def _cuts(cells: Cells, marks: Marks) -> Iterator[Line]:
    """Marks at the paper's edges for each cut across it, beyond the copies where there is room."""
    for axis in (0, 1):
        along = 1 - axis
        length, margin = cells.paper[along], cells.margins[along]
        reach = min(marks.length, margin - marks.inset) if margin > marks.inset else marks.length
        for at in _cut_places(cells, axis):
            for start, end in (
                (marks.inset, marks.inset + reach),
                (length - marks.inset - reach, length - marks.inset),
            ):
                yield (at, start, at, end) if axis == 0 else (start, at, end, at)


def _cut_places(cells: Cells, axis: int) -> list[float]:
    """Where the paper is cut across one axis: at both sides of a gap, amid a narrow one, not at the paper's edge."""
    side, gap, count, margin = cells.cell[axis], cells.gap[axis], cells.grid[axis], cells.margins[axis]
    places = [margin, cells.paper[axis] - margin] if margin >= NARROW else []
    for index in range(1, count):
        after = margin + index * (side + gap)
        places += [after - gap / 2] if gap < NARROW else [after - gap, after]
    return sorted(places)


@dataclass(frozen=True)
class Grid:
    """A large sheet cut into equal windows, and how the paper lies."""

    paper: Size
    columns: int
    rows: int
    window: Size

    @property
    def count(self) -> int:
        """How many papers it takes."""
        return self.columns * self.rows

    @property
    def corner(self) -> tuple[float, float]:
        """The window's upper left corner on the paper."""
        return (self.paper[0] - self.window[0]) / 2, (self.paper[1] - self.window[1]) / 2


def tile(trim: Size, tiles: Tiles) -> Grid:
    """The grid that takes fewest papers; upright if both ways take as many."""
    return min((_grid(trim, tiles, paper) for paper in (tiles.paper, tiles.paper[::-1])), key=lambda grid: grid.count)


def _grid(trim: Size, tiles: Tiles, paper: Size) -> Grid:
    numbers = [
        max(1, math.ceil((side - tiles.overlap) / (length - 2 * tiles.margin - tiles.overlap) - 1e-9))
        for side, length in zip(trim, paper, strict=True)
    ]
    width, height = ((side + (n - 1) * tiles.overlap) / n for side, n in zip(trim, numbers, strict=True))
    return Grid(paper, numbers[0], numbers[1], (width, height))


def _tiles(name: str, tiles: Tiles, bundle: Bundle, sheet: Sheet, templates: Templates) -> Imposition:
    grid = tile(sheet.form.delivered, tiles)
    (left, top), (width, height) = grid.corner, grid.window
    window = (left, top, left + width, top + height)
    sides = [
        Side(
            (
                Placement(
                    0, left - column * (width - tiles.overlap), top - row * (height - tiles.overlap), window=window
                ),
            )
        )
        for row, column in product(range(grid.rows), range(grid.columns))
    ]
    words, meta, campaign = bundle.words, sheet.material.meta, bundle.campaign
    title = words.text("sheet.tile_title", title=meta.title, format=sheet.form.label)
    context = {
        "lang": campaign.language,
        "title": title,
        "as_of": f"{campaign.as_of.isoformat()}T00:00:00Z",
        "family": bundle.brand.fonts.family,
        "paper": grid.paper,
        "window": window,
        "overlap": tiles.overlap,
        "marks": bundle.impositions.marks,
        "columns": grid.columns,
        "rows": grid.rows,
        "aspect": height / width,
        "letters": ascii_uppercase,
        "tiles": sides,
        "counts": [words.text("sheet.tile_count", number=n + 1, count=grid.count) for n in range(grid.count)],
        "how": ties_of(bundle).tie(words.text("sheet.tile_how")),
    }
    html = templates.render("_shared/tiles.html.j2", context)
    marks = bundle.impositions.marks
    return Imposition(
        name,
        "tiles",
        grid.count,
        grid.paper,
        tiles.paper_label,
        title,
        tuple(sides),
        marks,
        tuple(bundle.impositions.rules),
        html,
    )
