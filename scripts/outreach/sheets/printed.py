"""A finished sheet as pages show it: its files with their sizes, and what is made of it."""

from __future__ import annotations

from outreach.sheets.finished import Made
from outreach.sheets.picture import shown_px, told
from outreach.sheets.published import Download, Piece, Printed


def printed(made: Made) -> Printed:
    """The sheet with the sizes of its files, which lie in the cache."""
    slug = made.sheet.material.slug
    pieces = [
        Piece(f"{slug}/{made.sheet.named(p.name)}.pdf", p.kind, p.count, p.paper_label, path.stat().st_size)
        for p, path in zip(made.plans, made.pieces, strict=True)
    ]
    outputs = [
        Download(
            f"{slug}/{one.name}",
            one.kind.upper(),
            (made.folder / one.cache_name).stat().st_size,
            told(made.sheet, made.composed.slots, one),
            one.loop,
            shown_px(made.sheet, one) if made.sheet.form.pixels else None,
            one.page,
        )
        for one in made.outputs
    ]
    return Printed(made.sheet, made.composed.scan, outputs, made.shown, pieces)
