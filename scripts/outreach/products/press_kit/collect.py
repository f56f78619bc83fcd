"""The items of the press kit, gathered from finished sheets and drawings, with a thumbnail of each."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from outreach.campaign.bundle import Bundle
from outreach.core.cache import Store
from outreach.core.hashing import digest, installed
from outreach.core.project import MATERIALS
from outreach.core.workers import Progress
from outreach.products.press_kit import drawings
from outreach.products.press_kit.drawings import Drawn
from outreach.products.press_kit.illustrations import Illustrations, illustrations
from outreach.products.press_kit.page import Thumbnail
from outreach.products.press_kit.press_kit import File, Group, Item, PressKit, shape_of
from outreach.products.product import Prepared
from outreach.render import pictures
from outreach.sheets.finished import Made
from outreach.sheets.label import captions_of, press_pages
from outreach.sheets.names import profile_name, size_name
from outreach.sheets.picture import alt, caption_of, loop_alt, loop_seconds, pages_of

THUMBNAIL_PX = 360
"""The longer side of a thumbnail."""
THUMBNAIL_QUALITY = 60
THUMBNAILS, THUMBNAIL = "thumbnails", "thumbnail.webp"
"""Their kind in the cache, and the file there."""


def press_kit(
    prepared: Prepared, table: Illustrations, made: Sequence[Made], progress: Progress | None = None
) -> PressKit | None:
    """The press kit of the campaign's page for journalists; None if it has no such page.

    Raises OutreachError for drawings that can't be given away.
    """
    page = next((path for path, _ in press_pages(prepared.pages)), None)
    if page is None:
        return None
    bundle, captions = prepared.bundle, captions_of(prepared.pages)
    folder = f"{posixpath.dirname(page)}/"
    drawn = drawings.kept(prepared, list(illustrations(bundle, table, captions)), progress)
    shown = [one for one in made if _for_press(bundle, one)]
    asked = {one.sheet.material.meta.channel for one in shown if one.sheet.material.slug in _asked(bundle)}
    places = sorted(bundle.channels, key=lambda place: place not in asked)  # what is made for the press comes first
    groups = [_group(bundle, place, shown, captions) for place in places]
    groups += [
        Group(key, name, tuple(_drawing(bundle, one, folder) for one in drawn if one.illustration.group == key))
        for key, name in table.groups.items()
    ]
    return PressKit(bundle, folder, tuple(group for group in groups if group.items))


def _for_press(bundle: Bundle, one: Made) -> bool:
    """Pictures, and all that answers what the press is asked for."""
    return not bundle.profiles[one.sheet.profile].prints or one.sheet.material.slug in _asked(bundle)


def _asked(bundle: Bundle) -> set[str]:
    """The materials that the press is asked to publish."""
    return {name for task in bundle.tasks.values() if task.medium == "press" for name in task.materials}


def _group(bundle: Bundle, place: str, shown: Sequence[Made], captions: Mapping[str, str]) -> Group:
    here = [one for one in shown if one.sheet.material.meta.channel == place]
    return Group(
        place, bundle.channels[place].name, tuple(item for one in here for item in _items(bundle, one, captions))
    )


def _items(bundle: Bundle, one: Made, captions: Mapping[str, str]) -> Iterator[Item]:
    """A sheet's pages and loops; a file that has all pages stands beside the first."""
    sheet, words = one.sheet, bundle.words
    form = sheet.form
    shown: dict[tuple[int, str], list[File]] = {}
    for output in one.outputs:
        path = f"{MATERIALS}/{one.published(output)}"
        file = File(path, output.kind.upper(), one.path(output), one.pixels(output))
        shown.setdefault((max(output.page, 1), output.loop), []).append(file)
    several = len({page for page, _ in shown}) > 1
    for (page, loop), files in shown.items():
        label = words.text("media.label_page", label=form.label, page=page) if several else form.label
        if loop:
            label = words.text("media.label_loop", label=form.label, seconds=loop_seconds(sheet, loop))
        yield Item(
            name=Path(files[0].name).stem,
            use=sheet.material.meta.channel,
            kind=profile_name(bundle, sheet.profile),
            title=sheet.material.meta.title,
            label=label,
            size=size_name(sheet, words),
            pixels=form.pixels,
            shape=shape_of(*(form.pixels or form.trim)),
            caption=caption_of(sheet, one.composed.slots, captions, pages_of(sheet, loop) if loop else [page]),
            alt=loop_alt(sheet, one.composed.slots, loop) if loop else alt(sheet, one.composed.slots, page),
            files=tuple(files),
            look=one.pictures[page - 1],
        )


def _drawing(bundle: Bundle, drawn: Drawn, folder: str) -> Item:
    one, words = drawn.illustration, bundle.words
    files = (
        File(f"{folder}{one.group}/{one.name}.{kind}", kind.upper(), path, drawn.size)
        for kind, path in drawn.files.items()
    )
    return Item(
        name=f"{one.group}-{one.name}",
        use=one.group,
        kind=words.text("media.drawing"),
        title=one.title,
        label="",
        size=words.size_px(drawn.size),
        pixels=drawn.size,
        shape=shape_of(*drawn.size),
        caption=one.caption,
        alt=one.alt,
        files=tuple(files),
        look=drawn.files["png"],
        clear=True,
    )


def thumbnails(kit: PressKit) -> dict[str, Thumbnail]:
    """Name of each item → its thumbnail, from the cache where it lies there."""
    store = Store(kit.bundle.project.cache)
    used: set[str] = set()
    found: dict[str, Thumbnail] = {}
    for item in kit.items:
        look = item.look.read_bytes()
        key = digest(f"{THUMBNAIL_PX} {THUMBNAIL_QUALITY} {installed()}", look)[:32]
        entry = store.entry(THUMBNAILS, key)
        if entry is None:
            packed, width, height = pictures.thumbnail(look, THUMBNAIL_PX, THUMBNAIL_QUALITY)
            entry = store.keep(THUMBNAILS, key, {THUMBNAIL: packed}, note=[width, height])
        found[item.name] = Thumbnail(entry.path(THUMBNAIL), *entry.note)
        used.add(key)
    store.prune(THUMBNAILS, used)
    return found
