"""The page of a material is its print page: previews, sizes, paper, number, where and how high, downloads.

It is added to the page as Markdown, so that MkDocs checks its links like any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from outreach.campaign.formats import Format
from outreach.campaign.load import Bundle
from outreach.campaign.sheets import Sheet
from outreach.core.lengths import number
from outreach.core.strings import Strings
from outreach.products.names import profile_hint, profile_name
from outreach.products.sheet import Scan
from outreach.render.templates import Templates

PREVIEW_PX = 720
"""Width of a preview."""
WIDE = 1.9
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
        """What it is, for people."""
        return words.text(f"page.{self.kind}", count=self.count, paper=self.paper)


@dataclass(frozen=True)
class Printed:
    """A finished sheet as its page shows it: `weight` is the PDF's size in bytes."""

    sheet: Sheet
    scan: Scan | None
    weight: int
    shown: Sheet
    """The sheet whose previews show it: itself, or one that looks the same."""
    pieces: Sequence[Piece] = ()

    @property
    def file(self) -> str:
        """The PDF beside the material's page."""
        return f"{self.sheet.material.slug}/{self.sheet.name}.pdf"

    @property
    def previews(self) -> list[str]:
        """The pictures of its pages, there too."""
        pages, stem = range(1, self.sheet.template.pages + 1), f"{self.shown.material.slug}/{self.shown.name}"
        return [f"{stem}.png" if page == 1 else f"{stem}-{page}.png" for page in pages]

    @property
    def preview_size(self) -> tuple[int, int]:
        """Width and height of its previews in pixels."""
        width, height = self.sheet.form.trim
        return PREVIEW_PX, round(PREVIEW_PX * height / width)


def print_page(printed: Sequence[Printed], bundle: Bundle, templates: Templates) -> str:
    """The Markdown that stands before the words of a material's own page."""
    words, meta = bundle.words, printed[0].sheet.material.meta
    channel = bundle.channels[meta.channel]
    facts = [
        (words.text("page.audience"), words.text(f"page.audience_{meta.audience}")),
        (words.text("page.paper"), meta.paper),
        (words.text("page.number"), words.text("page.number_each", count=meta.quantity)),
        (words.text("page.where"), meta.place or channel.where),
        (words.text("page.how_high"), meta.height or channel.height),
        (words.text("page.read_from"), words.text("page.metres", metres=_metres(words, meta.read_from))),
    ]
    if meta.scan_from is not None:
        metres = words.text("page.metres", metres=_metres(words, meta.scan_from))
        facts.append((words.text("page.scan_from"), metres))
    used = {one.sheet.profile for one in printed}
    for name, profile in ((name, profile) for name, profile in bundle.profiles.items() if name in used):
        facts.append((profile_name(name, profile, words), profile_hint(name, profile, words)))
    for form in {one.sheet.format: one.sheet.form for one in printed}.values():
        if form.keep_clear:
            facts.append((words.text("page.finishing", format=form.label), _finishing(form, words)))
    facts.append((words.text("page.code"), meta.code))
    facts = [(name, value) for name, value in facts if value]
    looks: dict[str, list[Printed]] = {}
    for one in printed:
        looks.setdefault(one.shown.name, []).append(one)
    entries = [_entry(alike, bundle) for alike in looks.values()]
    return templates.render("print_page.md.j2", {"sheets": entries, "facts": facts})


def _entry(alike: Sequence[Printed], bundle: Bundle) -> dict[str, object]:
    """Sheets that look the same: their previews once, and a download for each printer."""
    one = alike[0]
    words, sheet = bundle.words, one.sheet
    title, label = sheet.material.meta.title, sheet.form.label
    width, height = one.preview_size
    several = len(one.previews) > 1
    previews = [
        {
            "file": file,
            "width": width,
            "height": height,
            "wide": width >= WIDE * height,
            "alt": words.text("page.preview_alt_page", title=title, format=label, page=page)
            if several
            else words.text("page.preview_alt", title=title, format=label),
        }
        for page, file in enumerate(one.previews, 1)
    ]
    pieces = [
        {"file": piece.name, "label": piece.says(words), "weight": _weight(words, piece.weight)} for piece in one.pieces
    ]
    return {
        "previews": previews,
        "file": one.file,
        "label": label,
        "size": size_of(sheet, words),
        "scan": words.text("page.scan_good", metres=_metres(words, one.scan.said_m)) if one.scan else "",
        "files": [_file(each, bundle) for each in alike],
        "pieces": pieces,
    }


def size_of(sheet: Sheet, words: Strings) -> str:
    """A sheet's size for people."""
    form = sheet.form
    size = words.text("page.size_mm", width=number(form.trim[0]), height=number(form.trim[1]))
    if form.round:
        size = words.text("page.size_round", width=number(form.trim[0]))
    return words.text("page.size_scaled", size=size, scale=form.scale) if form.scale > 1 else size


def _file(one: Printed, bundle: Bundle) -> dict[str, str]:
    """A sheet's download: for which printer, and how large."""
    words = bundle.words
    printer = profile_name(one.sheet.profile, bundle.profiles[one.sheet.profile], words).lower()
    label = words.text("page.download", format=one.sheet.form.label, profile=printer)
    return {"file": one.file, "download": label, "weight": _weight(words, one.weight)}


def _finishing(form: Format, words: Strings) -> str:
    """Hem, eyelets and the band along the edge, as a print shop asks for them."""
    told = [("hem", form.hem), ("eyelets", form.eyelets), ("keep_clear", form.keep_clear)]
    return ", ".join(words.text(f"page.{name}", mm=number(mm)) for name, mm in told if mm)


def _weight(words: Strings, size: int) -> str:
    return words.text("page.file_size", size=round(size / 1000))


def _metres(words: Strings, metres: float) -> str:
    return number(metres, 1).replace(".", words.text("page.decimal"))
