"""The page of a material is its print page: previews, sizes, paper, number, where and how high, downloads.

It is added to the page as Markdown, so that MkDocs checks its links like any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from outreach.campaign.bundle import Bundle
from outreach.campaign.formats import Format
from outreach.campaign.scanning import Scan
from outreach.campaign.sheets import Sheet
from outreach.core.lengths import number
from outreach.core.strings import Strings
from outreach.render.templates import Templates
from outreach.sheets.names import profile_hint, profile_name
from outreach.sheets.picture import FILM

PREVIEW_PX = 720
"""Width of a preview."""
WIDE = 1.7
"""A sheet that is so many times as wide as high is shown larger than others."""


@dataclass(frozen=True)
class Piece:
    """A file that is made of a sheet: copies on one paper, or pieces of a large one. `weight` in bytes."""

    name: str
    """Of the file, below the folder of materials."""
    kind: str
    count: int
    paper: str
    weight: int

    def says(self, words: Strings) -> str:
        """Its name for people."""
        return words.text(f"page.{self.kind}", count=self.count, paper=self.paper)


@dataclass(frozen=True)
class Download:
    """A file that a sheet is published as. `weight` in bytes."""

    name: str
    """Below the folder of materials."""
    kind: str
    """PDF, PNG, JPG, SVG."""
    weight: int
    alt: str = ""
    """Alternative text of a picture; empty for one that is printed."""
    loop: str = ""
    """The loop of the template that it holds."""
    pixels: tuple[int, int] | None = None
    """Width and height of a picture."""
    page: int = 0
    """The page that it shows; 0: all."""


@dataclass(frozen=True)
class Printed:
    """A finished sheet as its page shows it."""

    sheet: Sheet
    scan: Scan | None
    outputs: Sequence[Download]
    shown: Sheet
    """The sheet whose previews show it: itself, or one that looks the same."""
    pieces: Sequence[Piece] = ()

    @property
    def file(self) -> str:
        """The first of its files, beside the material's page."""
        return self.outputs[0].name

    @property
    def previews(self) -> list[str]:
        """The pictures of its pages, there too."""
        pages, stem = range(1, self.sheet.template.stills + 1), f"{self.shown.material.slug}/{self.shown.name}"
        return [f"{stem}.png" if page == 1 else f"{stem}-{page}.png" for page in pages]

    @property
    def preview_size(self) -> tuple[int, int]:
        """Width and height of its previews in pixels. The preview of a picture is the picture itself."""
        width, height = self.sheet.form.trim
        if self.sheet.form.pixels and self.picture(self.previews[0]):
            return self.sheet.form.pixels
        return PREVIEW_PX, round(PREVIEW_PX * height / width)

    def picture(self, preview: str) -> Download | None:
        """The picture that a preview is; None where it shows what is printed."""
        return next((output for output in self.outputs if output.name == preview), None)


def print_page(printed: Sequence[Printed], bundle: Bundle, templates: Templates) -> str:
    """The Markdown that stands before the words of a material's own page."""
    looks: dict[str, list[Printed]] = {}
    for one in printed:
        looks.setdefault(one.shown.name, []).append(one)
    entries = [_entry(alike, bundle) for alike in looks.values()]
    return templates.render("print_page.md.j2", {"sheets": entries, "facts": _facts(printed, bundle)})


def _facts(printed: Sequence[Printed], bundle: Bundle) -> list[tuple[str, str]]:
    """Names and values about a material: for whom, where; if it is printed, on which stock and how many."""
    words, meta = bundle.words, printed[0].sheet.material.meta
    channel = bundle.channels[meta.channel]
    hung = any(bundle.profiles[one.sheet.profile].hangs for one in printed)
    metres = {"read_from": meta.read_from, "scan_from": meta.scan_from} if hung else {}
    used = {one.sheet.profile for one in printed}
    formats = {one.sheet.format: one.sheet.form for one in printed}.values()
    facts = [
        (words.text("page.audience"), words.text(f"page.audience_{meta.audience}")),
        (words.text("page.paper"), meta.paper),
        (words.text("page.number"), words.text("page.number_each", count=meta.quantity) if hung else ""),
        (words.text("page.where" if hung else "page.where_shown"), meta.place or channel.where),
        (words.text("page.how_high" if hung else "page.how_shown"), meta.height or channel.height),
        *((words.text(f"page.{name}"), words.metres(far)) for name, far in metres.items() if far is not None),
        *(
            (profile_name(name, profile, words), profile_hint(name, profile, words))
            for name, profile in bundle.profiles.items()
            if name in used
        ),
        *(
            (words.text("page.finishing", format=form.label), _finishing(form, words))
            for form in formats
            if form.keep_clear
        ),
        (words.text("page.code"), meta.code),
    ]
    return [(name, value) for name, value in facts if value]


def _entry(alike: Sequence[Printed], bundle: Bundle) -> dict[str, object]:
    """Sheets that look the same: their previews once, and a download for each printer."""
    one = alike[0]
    words, sheet = bundle.words, one.sheet
    label = sheet.form.label
    scan = None if sheet.form.pixels else one.scan  # a picture is as large as the screen that shows it
    width, height = one.preview_size
    previews = [
        {
            "file": file,
            "width": width,
            "height": height,
            "wide": width >= WIDE * height,
            "alt": preview_alt(one, words, page),
        }
        for page, file in enumerate(one.previews, 1)
    ]
    pieces = [
        {"file": piece.name, "label": piece.says(words), "weight": words.file_size(piece.weight)}
        for piece in one.pieces
    ]
    return {
        "previews": previews,
        "file": one.file,
        "label": label,
        "size": size_of(sheet, words),
        "scan": words.text("page.scan_good", metres=words.number(scan.said_m, 2)) if scan else "",
        "screen": _screen(sheet, words),
        "width": width,
        "height": height,
        "film": _film(one, words),
        "files": [file for each in alike for file in _files(each, bundle)],
        "pieces": pieces,
    }


def preview_alt(one: Printed, words: Strings, page: int = 1) -> str:
    """Alternative text of a preview: a picture's own, else the name of the sheet."""
    if picture := one.picture(one.previews[page - 1]):
        return picture.alt
    title, label = one.sheet.material.meta.title, one.sheet.form.label
    if len(one.previews) > 1:
        return words.text("page.preview_alt_page", title=title, format=label, page=page)
    return words.text("page.preview_alt", title=title, format=label)


def size_of(sheet: Sheet, words: Strings) -> str:
    """A sheet's size for people."""
    form = sheet.form
    if form.pixels:
        return words.size_px(form.pixels)
    size = words.size_mm(form.trim)
    if form.round:
        size = words.text("page.size_round", width=words.number(form.trim[0]))
    return words.text("page.size_scaled", size=size, scale=form.scale) if form.scale > 1 else size


def _files(one: Printed, bundle: Bundle) -> list[dict[str, str]]:
    """A sheet's downloads: for which printer, what kind of file, and how large."""
    words, profile = bundle.words, bundle.profiles[one.sheet.profile]
    printer = profile_name(one.sheet.profile, profile, words).lower()
    label = words.text("page.download", format=one.sheet.form.label, profile=printer)
    if not profile.prints:
        label = words.text("page.download_picture", size=size_of(one.sheet, words))
    slides = {page: words.text("page.download_slide", page=page) for page in range(1, one.sheet.template.stills + 1)}
    slides = slides if not profile.prints and len(slides) > 1 else {}
    loops = {
        each.loop: words.text("page.download_loop", seconds=_seconds(one.sheet, each.loop))
        for each in one.outputs
        if each.loop
    }
    return [
        {
            "file": each.name,
            "download": loops.get(each.loop) or slides.get(each.page, label),
            "kind": each.kind,
            "weight": words.file_size(each.weight),
        }
        for each in one.outputs
    ]


def _film(one: Printed, words: Strings) -> dict[str, str] | None:
    """Its longest loop, for the page to play; None if it has none."""
    films = [each for each in one.outputs if each.loop and each.kind == FILM.upper()]
    if not films:
        return None
    loops = one.sheet.template.loops
    film = max(films, key=lambda each: loops[each.loop].seconds)
    seconds = _seconds(one.sheet, film.loop)
    return {
        "src": film.name.rpartition("/")[2],
        "poster": one.previews[0].rpartition("/")[2],
        "label": words.text("page.loop", seconds=seconds),
        "says": words.text("page.loop_says", seconds=seconds, alt=film.alt),
    }


def _seconds(sheet: Sheet, loop: str) -> str:
    return number(sheet.template.loops[loop].seconds)


def _screen(sheet: Sheet, words: Strings) -> str:
    """For which screens a picture is drawn, where that is an LED screen of known pitch; empty for all else."""
    form = sheet.form
    if not form.pitch or not form.read_from:
        return ""
    pitch = words.number(form.pitch, 2)
    return words.text("page.screen", pitch=pitch, metres=words.number(form.read_from, 2))


def _finishing(form: Format, words: Strings) -> str:
    """Hem, eyelets and the band along the edge, as a print shop asks for them."""
    told = [("hem", form.hem), ("eyelets", form.eyelets), ("keep_clear", form.keep_clear)]
    return ", ".join(words.text(f"page.{name}", mm=words.number(mm)) for name, mm in told if mm)
