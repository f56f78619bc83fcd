"""The items of the press kit, gathered from finished sheets and drawings, with a thumbnail of each."""

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from outreach.campaign.bundle import Bundle
from outreach.core.cache import Store
from outreach.core.hashing import digest, installed
from outreach.core.project import MATERIALS
from outreach.core.workers import Progress
from outreach.products.press_kit import drawings
from outreach.products.press_kit.drawings import DrawingFiles
from outreach.products.press_kit.illustrations import DrawingTable, illustrations
from outreach.products.press_kit.press_kit import File, Group, Item, PressKit, Thumbnail, shape_of
from outreach.products.product import PreparedCampaign
from outreach.render import pictures
from outreach.sheets.finished_sheet import FinishedSheet
from outreach.sheets.label import captions_of, press_pages
from outreach.sheets.names import profile_name, size_name
from outreach.sheets.picture import alt, caption_of, loop_alt, loop_seconds, pages_of

THUMBNAIL_PX = 360
"""The longer side of a thumbnail."""
THUMBNAIL_QUALITY = 60
THUMBNAILS, THUMBNAIL = "thumbnails", "thumbnail.webp"
"""Their kind in the cache, and the file there."""


def press_kit(
    prepared: PreparedCampaign, table: DrawingTable, sheets: Sequence[FinishedSheet], progress: Progress | None = None
) -> PressKit | None:
    """The press kit of the campaign's page for journalists; None if it has no such page.

    Raises OutreachError for drawings that can't be given away.
    """
    page = next((path for path, _ in press_pages(prepared.pages)), None)
    if page is None:
        return None
    bundle, captions = prepared.bundle, captions_of(prepared.pages)
    folder = f"{posixpath.dirname(page)}/"
    drawing_files = drawings.make_drawings(prepared, list(illustrations(bundle, table, captions)), progress)
    # Materials that the press is asked to publish come first; besides these, pictures are given away alone.
    names = {name for task in bundle.tasks.values() if task.medium == "press" for name in task.materials}
    priority = [sheet for sheet in sheets if sheet.sheet.material.slug in names]
    channels = {sheet.sheet.material.meta.channel for sheet in priority}
    items: dict[str, list[Item]] = {key: [] for key in sorted(bundle.channels, key=lambda key: key not in channels)}
    for sheet in sheets:
        if sheet in priority or not bundle.profiles[sheet.sheet.profile].prints:
            items[sheet.sheet.material.meta.channel] += _items(bundle, sheet, captions)
    groups = [Group(key, bundle.channels[key].name, tuple(entries)) for key, entries in items.items()]
    for key, name in table.groups.items():
        members = (drawing for drawing in drawing_files if drawing.illustration.group == key)
        groups.append(Group(key, name, tuple(_drawing(bundle, drawing, folder) for drawing in members)))
    return PressKit(bundle, folder, tuple(group for group in groups if group.items))


def _items(bundle: Bundle, finished: FinishedSheet, captions: Mapping[str, str]) -> Iterator[Item]:
    """A sheet's pages and loops; a file that has all pages stands beside the first."""
    sheet, words = finished.sheet, bundle.words
    form = sheet.form
    files_of_page: dict[tuple[int, str], list[File]] = {}
    for output in finished.outputs:
        path = f"{MATERIALS}/{finished.published(output)}"
        file = File(path, output.kind.upper(), finished.path(output), form.pixels)
        files_of_page.setdefault((max(output.page, 1), output.loop), []).append(file)
    several = len({page for page, _ in files_of_page}) > 1
    for (page, loop), files in files_of_page.items():
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
            caption=caption_of(sheet, finished.composed.slots, captions, pages_of(sheet, loop) if loop else [page]),
            alt=loop_alt(sheet, finished.composed.slots, loop) if loop else alt(sheet, finished.composed.slots, page),
            files=tuple(files),
            look=finished.pictures[page - 1],
        )


def _drawing(bundle: Bundle, drawing: DrawingFiles, folder: str) -> Item:
    illustration, words = drawing.illustration, bundle.words
    files = (
        File(f"{folder}{illustration.group}/{illustration.name}.{kind}", kind.upper(), path, drawing.size)
        for kind, path in drawing.files.items()
    )
    return Item(
        name=f"{illustration.group}-{illustration.name}",
        use=illustration.group,
        kind=words.text("media.drawing"),
        title=illustration.title,
        label="",
        size=words.size_px(drawing.size),
        pixels=drawing.size,
        shape=shape_of(*drawing.size),
        caption=illustration.caption,
        alt=illustration.alt,
        files=tuple(files),
        look=drawing.files["png"],
        clear=True,
    )


def thumbnails(kit: PressKit) -> dict[str, Thumbnail]:
    """Name of each item → its thumbnail, from the cache where it lies there."""
    store, tools = Store(kit.bundle.project.cache), installed(kit.bundle.project)
    keys: set[str] = set()
    small: dict[str, Thumbnail] = {}
    for item in kit.items:
        look = item.look.read_bytes()
        key = digest(f"{THUMBNAIL_PX} {THUMBNAIL_QUALITY} {tools}", look)[:32]
        entry = store.entry(THUMBNAILS, key)
        if entry is None:
            content, width, height = pictures.thumbnail(look, THUMBNAIL_PX, THUMBNAIL_QUALITY)
            entry = store.keep(THUMBNAILS, key, {THUMBNAIL: content}, note=[width, height])
        small[item.name] = Thumbnail(entry.path(THUMBNAIL), *entry.note)
        keys.add(key)
    store.prune(THUMBNAILS, keys)
    return small
