"""Slots filled: texts fitted to their boxes, ready for a template. All lengths are in rem."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from outreach.campaign.templates import Box, Slot, Type
from outreach.content.inline import Runs, plain
from outreach.content.markdown import Block, Form, Step
from outreach.content.ties import NO_TIES, Ties
from outreach.core.findings import Data, Finding
from outreach.core.lengths import number
from outreach.render.glyphs import Family
from outreach.sheets.copyfit import LineBreaker, Misfit, Setting, fit, legible, misfit, pieces
from outreach.sheets.line_gaps import CLEAR, touches, white_height

Item = tuple[dict[str, Any], float] | Misfit
"""An item as its template sees it, with its height; or how far it does not fit."""
Part = TypeVar("Part")
CELL_PADDING = 0.3
"""rem left and right of the words in a table's cell."""
_ENDLESS = 1e4
"""Height in rem of a box that only its width binds."""


@dataclass(frozen=True)
class View:
    """A slot as its template sees it: where it stands, how it is set, its lines."""

    name: str
    page: int
    style: str
    """CSS declarations of the box."""
    lines: Sequence[Runs] = ()
    items: Sequence[dict[str, Any]] = ()
    rows: int = 0
    """Blank rows of a table."""
    lang: str = ""
    """The language of its words, if it is not the campaign's."""
    words: str = ""
    """All that must be read back from the finished page, white space apart."""


@dataclass
class Fitting:
    """Fits the slots of one sheet and collects what does not fit."""

    family: Family
    rem_mm: float
    read_from_m: float
    ties: Callable[[str, Slot], Ties] = lambda name, slot: NO_TIES
    """A slot's name and the slot → what no line of its text parts."""
    findings: list[Finding] = field(default_factory=list)

    def text(self, name: str, slot: Slot, text: str) -> View:
        """A text of some lines."""
        style = _type(slot)
        self._glyphs(name, style, text)
        sizes = self._sizes(name, slot, style)
        units, ties = pieces(text), self.ties(name, slot)
        spread = not slot.default.startswith("record.")  # units' sheets have one base for all that fill as many lines
        box = slot.box[2:]
        setting = fit(units, style, sizes, box, slot.max_lines, self.family, ties, slot.align, spread)
        if isinstance(setting, Misfit):
            self._misfit(name, setting.over_width, setting.over_height, text)
            return View(name, slot.page, css(slot.box))
        self._report_ties(name, setting.lines, ties, units)
        style = _with_height(style, setting.line_height)
        self._report_gaps(name, slot.align, style, setting)
        return View(
            name,
            slot.page,
            css(slot.box) + type_css(style, setting.size, slot.align),
            lines=setting.lines,
            words=" ".join(plain(line) for line in setting.lines),
        )

    def steps(self, name: str, slot: Slot, steps: Sequence[Step]) -> View:
        """A list: bold leads, a sentence below each. All items are set at one size."""
        if len(steps) > slot.max_items:
            data: Data = {"slot": name, "found": len(steps), "most": slot.max_items}
            self.findings.append(Finding("steps-too-many", data=data))
        lead, text, ties = slot.lead or _type(slot), _type(slot), self.ties(name, slot)
        self._glyphs(name, text, "".join(plain(step.lead + step.text) for step in steps))

        def item(index: int, step: Step) -> Item:
            width = slot.box[2] - slot.indent
            parts = [(lead, step.lead, "lead"), (text, step.text, "text")]
            view: dict[str, Any] = {"icon": step.icon}
            height = 0.0
            for style, runs, key in parts:
                view[key] = ()
                if not plain(runs):
                    continue
                size = style.sizes[min(index, len(style.sizes) - 1)]
                setting = fit([runs], style, [size], (width, _ENDLESS), 99, self.family, ties)
                if isinstance(setting, Misfit):
                    return setting
                view[key] = setting.lines
                view[f"{key}_style"] = type_css(_with_height(style, setting.line_height), size, "left")
                height += setting.height
            return view, height

        ladder = len(max(lead.sizes, text.sizes, key=len))
        return self._stack(name, slot, steps, item, ladder, plain(steps[0].lead + steps[0].text))

    def prose(self, name: str, slot: Slot, blocks: Sequence[Block]) -> View:
        """Running text: paragraphs and list items at one size."""
        style = _type(slot)
        self._glyphs(name, style, "".join(plain(block.runs) for block in blocks))
        sizes = self._sizes(name, slot, style)

        def item(index: int, block: Block) -> Item:
            width = slot.box[2] - (slot.indent if block.mark else 0.0)
            size = sizes[index]
            measures = LineBreaker(self.family, style, self.ties(name, slot)), LineBreaker(self.family, style)
            lines = next(filter(None, (measure.fill_lines(block.runs, width / size) for measure in measures)), None)
            if lines is None:
                return misfit(block.runs, style, size, (width, _ENDLESS), 999, self.family)
            set_ = _with_height(style, white_height(self.family, lines, style, slot.align))
            made = {"mark": block.mark, "text": lines, "text_style": type_css(set_, size, slot.align)}
            return made, len(lines) * size * set_.line_height

        return self._stack(name, slot, blocks, item, len(sizes), plain(blocks[0].runs))

    def table(self, name: str, slot: Slot, form: Form) -> View:
        """A form: columns as wide as the example's entries ask, heads in at most three lines, blank rows below."""
        style = _type(slot)
        self._glyphs(name, style, "".join(plain(head) for head in form.heads))
        measure = LineBreaker(self.family, style)
        needs = [measure.em(entry) + 2 * CELL_PADDING for entry in form.example]
        widths = [slot.box[2] * part / sum(needs) for part in needs]
        worst, failed = Misfit(style.sizes[-1], 0.0, 0.0, 0), form.heads[0]
        for size in style.sizes:
            cells: list[dict[str, Any]] = []
            for head, width in zip(form.heads, widths, strict=True):
                room = (width - 2 * CELL_PADDING, slot.head)
                setting = fit([head], style, [size], room, 3, self.family, self.ties(name, slot))
                if isinstance(setting, Misfit):
                    worst, failed = setting, head
                    break
                declarations = (
                    type_css(_with_height(style, setting.line_height), size, "left") + f"width:{number(width, 4)}rem;"
                )
                cells.append({"text": setting.lines, "style": declarations})
            else:
                for cell in cells:
                    self._report_ties(name, cell["text"], self.ties(name, slot))
                rows = int((slot.box[3] - slot.head + 1e-6) / slot.min_item)
                words = " ".join(plain(line) for cell in cells for line in cell["text"])
                return View(name, slot.page, css(slot.box), items=cells, rows=rows, words=words)
        self._misfit(name, worst.over_width, worst.over_height, plain(failed))
        return View(name, slot.page, css(slot.box))

    def left_out(self, name: str, text: str, kind: str, tags: Sequence[str]) -> None:
        """A finding if a section (`text` names it) holds what a slot of this kind can't show."""
        if tags:
            data: Data = {"slot": name, "found": text, "tags": ", ".join(tags)}
            self.findings.append(Finding("section-beyond", data=data | {"expected": f"section-{kind}"}))

    def _stack(
        self, name: str, slot: Slot, parts: Sequence[Part], item: Callable[[int, Part], Item], ladder: int, sample: str
    ) -> View:
        """Items below one another at the largest size at which all fit the box."""
        over_width, over_height = 0.0, 0.0
        for index in range(ladder):
            items: list[dict[str, Any]] = []
            heights: list[float] = []
            for part in parts:
                view = item(index, part)
                if isinstance(view, Misfit):
                    over_width, over_height = view.over_width, 0.0
                    break
                items.append(view[0])
                heights.append(max(slot.min_item, view[1]))
            else:
                total = sum(heights) + slot.gap * (len(heights) - 1)
                if total <= slot.box[3] + 1e-3:
                    for lines in (view.get(key, ()) for view in items for key in ("lead", "text")):
                        self._report_ties(name, lines, self.ties(name, slot))
                    words = " ".join(_words(slot, place, view) for place, view in enumerate(items, 1))
                    return View(name, slot.page, css(slot.box) + _stack_css(slot), items=items, words=words)
                over_width, over_height = 0.0, total - slot.box[3]
        self._misfit(name, over_width, over_height, sample)
        return View(name, slot.page, css(slot.box))

    def _glyphs(self, name: str, style: Type, text: str) -> None:
        missing = self.family.face(style.weight).missing(text)
        if missing:
            self.findings.append(Finding("glyph-missing", data={"slot": name, "found": " ".join(missing)}))

    def _report_ties(self, name: str, lines: Sequence[Runs], ties: Ties, units: Sequence[Runs] = ()) -> None:
        """A tie between lines is an error where the writer wants the line to end there, else no other way would fit."""
        meant = len(units) > 1 and tuple(lines) == tuple(units)
        for _, words in ties.breaks(lines):
            data: Data = {"slot": name, "text": words}
            self.findings.append(Finding("line-torn", "error" if meant else "warning", data=data))

    def _report_gaps(self, name: str, align: str, style: Type, setting: Setting) -> None:
        """Tight lines are made for words without accents: an "ậ" may reach the "Ế" below it."""
        mm = setting.size * self.rem_mm
        for touch in touches(self.family, setting.lines, style, align):
            data: Data = {
                "slot": name,
                "text": touch.words,
                "mm": number(touch.gap * mm, 2),
                "least": number(CLEAR * mm, 2),
            }
            self.findings.append(Finding("lines-touch", data=data))

    def _sizes(self, name: str, slot: Slot, style: Type) -> list[float]:
        sizes = legible(style.sizes, style, self.family, self.rem_mm, self.read_from_m)
        if not sizes:
            largest = style.sizes[0] * self.rem_mm * LineBreaker(self.family, style).cap_height * style.reading / 1000
            self.findings.append(
                Finding(
                    "type-small",
                    data={"slot": name, "read_from": number(self.read_from_m, 2), "legible": number(largest, 2)},
                )
            )
            return style.sizes[:1]
        return sizes

    def _misfit(self, name: str, over_width: float, over_height: float, text: str) -> None:
        data: Data = {
            "slot": name,
            "text": text if len(text) <= 40 else text[:39] + "…",
            "wide": number(over_width * self.rem_mm),
            "high": number(over_height * self.rem_mm),
        }
        self.findings.append(Finding("copyfit", data=data))


def _words(slot: Slot, place: int, item: dict[str, Any]) -> str:
    mark = str(place) if slot.numbered else item.get("mark", "")
    return " ".join([mark, *(plain(line) for key in ("lead", "text") for line in item.get(key, ()))])


def _with_height(style: Type, line_height: float) -> Type:
    """A style with lines as far apart as they were set."""
    return style if line_height == style.line_height else style.model_copy(update={"line_height": line_height})


def _type(slot: Slot) -> Type:
    assert slot.type is not None, "validated when the template was read"
    return slot.type


def _stack_css(slot: Slot) -> str:
    lengths = {"indent": slot.indent, "gap": slot.gap, "least": slot.min_item}
    return "".join(f"--{name}:{number(value, 4)}rem;" for name, value in lengths.items())


def css(box: Box) -> str:
    """An absolutely placed box."""
    left, top, width, height = (number(value, 4) for value in box)
    return f"left:{left}rem;top:{top}rem;width:{width}rem;height:{height}rem;"


def type_css(style: Type, size: float, align: str) -> str:
    """A type style at one size."""
    return (
        f"font-size:{number(size, 4)}rem;line-height:{number(style.line_height, 4)};font-weight:{style.weight};"
        f"--strong:{style.emphasis};letter-spacing:{number(style.tracking, 4)}em;text-align:{align};"
    )
