"""Demands on a sheet's file: of its format, its profile, its template, the distances that it states."""

from dataclasses import replace

from outreach.campaign import scanning
from outreach.campaign.bundle import Bundle
from outreach.campaign.sheets import Sheet
from outreach.checks.demands import Demands, Legible, SymbolDemand, for_profile
from outreach.core.lengths import PT_PER_INCH, PX_PER_INCH, mm_to_pt, px_to_mm
from outreach.render import qr
from outreach.render.glyphs import Family
from outreach.sheets import copyfit
from outreach.sheets.compose import Composition

CAPITALS = 700
"""The weight whose capitals stand for those of all: they differ by a hundredth of an em."""
A4_MM = 210
"""The short side of a sheet on which a template's `least_pt` is what it says (ISO 216)."""


def demands_of(bundle: Bundle, sheet: Sheet, composed: Composition, family: Family) -> Demands:
    """All that can be known of a sheet before it is made."""
    meta, scan = sheet.material.meta, composed.scan
    layout = sheet.template.layouts[sheet.format, sheet.profile]
    legible = tuple(
        Legible(view.page, name, view.words, mm_to_pt(copyfit.least_mm(style, family, sheet.read_from)))
        for name, view in composed.slots.items()
        if (style := layout[name].type) is not None and style.reading and view.words
    )
    symbols: tuple[SymbolDemand, ...] = ()
    if scan is not None and meta.scan_from is not None:
        least = scanning.module_mm(bundle.conditions.phone, bundle.conditions.floor, meta.scan_from)
        symbols = (SymbolDemand(qr.link_text(scan.link), least),)
    top, right, bottom, left = (px_to_mm(band) for band in sheet.form.covered)
    return replace(
        for_profile(bundle.profiles[sheet.profile], bundle.shop),
        trim=sheet.form.trim,
        scale=sheet.form.enlarged,
        pixel_mm=sheet.form.pitch,
        cap_height_em=family.face(CAPITALS).cap_height,
        read_from=sheet.read_from,
        covered=(top, right, bottom, left),
        least_pt=max(
            sheet.form.least_px * PT_PER_INCH / PX_PER_INCH, sheet.template.least_pt * min(sheet.form.trim) / A4_MM
        ),
        pages=sheet.template.pages,
        families=(bundle.brand.fonts.family,),
        legible=legible,
        symbols=symbols,
    )
