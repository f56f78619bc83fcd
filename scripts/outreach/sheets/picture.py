"""The pictures that a sheet for screens is published as: how large, how heavy, and what they say of themselves."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from outreach.campaign.bundle import Bundle
from outreach.campaign.formats import Format
from outreach.campaign.sheets import Output, Sheet
from outreach.campaign.templates import FPS, Slot
from outreach.content.inline import plain
from outreach.core.lengths import number
from outreach.render.tweens import Shot
from outreach.render.xmp import Label
from outreach.sheets.label import caption, file_label, sheet_label
from outreach.sheets.slots import View


@dataclass(frozen=True)
class Film:
    """A loop as it is made: its name, its scenes."""

    name: str
    shots: tuple[Shot, ...]
    fps: int
    max_kb: int
    label: Label
    """The metadata of its file."""


@dataclass(frozen=True)
class Picture:
    """The pictures of the pages of a finished sheet. `key` begins the names that its SVG has."""

    kinds: tuple[str, ...]
    """png, jpg, svg."""
    pixels: tuple[int, int]
    max_kb: int | None
    """Greatest weight of a file in kB."""
    key: str
    language: str
    title: str
    alts: tuple[str, ...]
    """For each page that is published."""
    labels: tuple[Label, ...]
    """The metadata of each page's files."""
    alpha: bool = False
    """It lies over other pictures: one sees through it where nothing is painted."""
    films: tuple[Film, ...] = ()


def picture(bundle: Bundle, sheet: Sheet, slots: Mapping[str, View], captions: Mapping[str, str]) -> Picture | None:
    """The pictures of a sheet that is composed; None if it is only printed. `captions`: see `label.caption`."""
    profile, pixels = bundle.profiles[sheet.profile], sheet.form.pixels
    kinds = tuple(kind for kind in profile.output if kind != "pdf")
    if not kinds or pixels is None:
        return None
    loops = sheet.template.loops if profile.loops else {}
    title = sheet.material.meta.title
    alts = tuple(alt(sheet, slots, page) for page in range(1, sheet.template.stills + 1))

    def label(pages: Iterable[int], text: str) -> Label:
        return file_label(bundle, title, caption_of(sheet, slots, captions, pages), text)

    films = [(name, label(pages_of(sheet, name), loop_alt(sheet, slots, name))) for name in loops]
    return Picture(
        kinds,
        pixels,
        sheet.form.max_kb or profile.max_kb,
        sheet.name,
        bundle.campaign.language,
        title,
        alts,
        tuple(label([page], text) for page, text in enumerate(alts, 1)),
        profile.alpha,
        tuple(_film(sheet, name, film_label) for name, film_label in films),
    )


def document_label(bundle: Bundle, sheet: Sheet, slots: Mapping[str, View], captions: Mapping[str, str]) -> Label:
    """The label of its PDF: of what a newspaper prints, that of a picture."""
    if bundle.profiles[sheet.profile].press is None:
        return sheet_label(bundle, sheet)
    return file_label(bundle, sheet.material.meta.title, caption_of(sheet, slots, captions, [1]), alt(sheet, slots))


def caption_of(sheet: Sheet, slots: Mapping[str, View], captions: Mapping[str, str], pages: Iterable[int]) -> str:
    """The caption of a picture of these pages; `captions`: see `label.caption`."""
    return caption(sheet, captions, any(_scenes(sheet, slots, page) for page in pages))


def alt(sheet: Sheet, slots: Mapping[str, View], page: int = 1) -> str:
    """Alternative text of a page: its words in the template's order, then its scene."""
    layout = sheet.template.layouts[sheet.format, sheet.profile]
    views = [(view, layout[name].numbered) for name, view in slots.items() if view.page == page and view.words]
    parts = [part.strip().rstrip(".") for view, numbered in views for part in _words(view, numbered)]
    if _scenes(sheet, slots, page) and sheet.material.meta.alt:
        parts.append(sheet.material.meta.alt.rstrip("."))
    return " ".join(". ".join(parts).split()) + "."


def output_alt(sheet: Sheet, slots: Mapping[str, View], output: Output) -> str:
    """Alternative text of a file; empty for one that is printed."""
    if output.loop:
        return loop_alt(sheet, slots, output.loop)
    return alt(sheet, slots, output.page) if output.page else ""


def loop_alt(sheet: Sheet, slots: Mapping[str, View], loop: str) -> str:
    """Alternative text of a loop, scene by scene; what several scenes show is said once."""
    pages = pages_of(sheet, loop)
    parts = dict.fromkeys(part for page in pages for part in alt(sheet, slots, page).rstrip(".").split(". "))
    return ". ".join(parts) + "."


def pages_of(sheet: Sheet, loop: str) -> list[int]:
    """The pages that a loop shows, each once."""
    return list(dict.fromkeys(scene.page for scene in sheet.template.loops[loop].scenes))


def loop_seconds(sheet: Sheet, loop: str) -> str:
    """The length of a loop for people."""
    return number(sheet.template.loops[loop].seconds)


def _scenes(sheet: Sheet, slots: Mapping[str, View], page: int) -> list[str]:
    """The scenes on a page."""
    layout = sheet.template.layouts[sheet.format, sheet.profile]
    return [name for name, view in slots.items() if view.page == page and layout[name].kind == "scene"]


def _words(view: View, numbered: bool) -> Iterator[str]:
    """The words of a slot; of items below one another each by itself, so that they don't run together."""
    if view.rows or not view.items:
        yield view.words
        return
    for place, item in enumerate(view.items, 1):
        lead, text = (" ".join(plain(line) for line in item.get(key, ())).rstrip(".") for key in ("lead", "text"))
        yield (f"{place}: " if numbered else "") + ". ".join(part for part in (lead, text) if part)


def _film(sheet: Sheet, name: str, label: Label) -> Film:
    loop = sheet.template.loops[name]
    layout = sheet.template.layouts[sheet.format, sheet.profile]
    shots = []
    for at, scene in enumerate(loop.scenes):
        following = loop.scenes[(at + 1) % len(loop.scenes)].page
        over = round(scene.over * FPS)
        origins = _origins([slot for slot in layout.values() if slot.page == following], sheet.form)
        shots.append(Shot(scene.page, round(scene.seconds * FPS) - over, scene.into, over, origins))
    return Film(name, tuple(shots), FPS, loop.max_kb, label)


def _origins(slots: list[Slot], form: Format) -> tuple[tuple[float, float], ...]:
    """Where ripples into a page begin: at the origins of its scenes, else in its middle."""
    across, down = (side / form.rem for side in form.trim)
    origins = [
        ((slot.box[0] + x * slot.box[2]) / across, (slot.box[1] + y * slot.box[3]) / down)
        for slot in slots
        for x, y in slot.origins
    ]
    return tuple(origins) or ((0.5, 0.5),)
