"""A finished sheet as pages show it: its files with their sizes, and what is made of it."""

from __future__ import annotations

from outreach.sheets.finished import Made
from outreach.sheets.picture import shown_px, told
from outreach.sheets.published import Download, Piece, Printed


def printed(finished: Made) -> Printed:
    """The sheet with the sizes of its files, which lie in the cache."""
    slug = finished.sheet.material.slug
    pieces = [
        Piece(f"{slug}/{finished.sheet.named(p.name)}.pdf", p.kind, p.count, p.paper_label, path.stat().st_size)
        for p, path in zip(finished.plans, finished.pieces, strict=True)
    ]
    outputs = [
        Download(
            f"{slug}/{output.name}",
            output.kind.upper(),
            (finished.folder / output.cache_name).stat().st_size,
            told(finished.sheet, finished.composed.slots, output),
            output.loop,
            shown_px(finished.sheet, output) if finished.sheet.form.pixels else None,
            output.page,
        )
        for output in finished.outputs
    ]
    return Printed(finished.sheet, finished.composed.scan, outputs, finished.shown, pieces)
