"""Sheets with one QR code, made in code: good ones, and ones with a planted fault."""

from outreach.campaign.conditions import read_conditions
from outreach.checks.scan import read
from outreach.checks.scan.picture import Crop, crop_symbol
from outreach.checks.scan.read import PageSymbol
from outreach.core.tables import read_toml
from outreach.render import qr, raster
from outreach.render.pdf.normalise import finish
from projects import ROOT
from typesetting import set_page

SHIPPED = ROOT / "print_templates" / "_shared" / "conditions.toml"
_read, _faults = read_conditions(read_toml(SHIPPED, "conditions.toml"))
assert _read is not None, _faults
CONDITIONS = _read

LINK = "https://CAIDAT.EXAMPLE/B0100000A"
LONG = LINK + "?utm_source=" + "ap-phich-" * 20


def sheet(
    text: str = LINK,
    *,
    card: float = 60,
    ink: str = "#000",
    ground: str = "#fff",
    around: str = "#fff",
    quiet: float = qr.QUIET,
    turn: float = 0,
    bleed: float = 0,
    at: tuple[float, float] = (100, 150),
) -> bytes:
    """An A4 PDF. `card` is its side in mm; `quiet` modules are left of its quiet zone, then comes `around`.

    With a `bleed` in mm the page is larger than its trim.
    """
    symbol = qr.symbol(text)
    module = card / symbol.size
    side = (symbol.modules + 2 * quiet) * module
    cut = qr.QUIET - quiet
    view = f"{cut} {cut} {symbol.modules + 2 * quiet} {symbol.modules + 2 * quiet}"
    left, top = (place + cut * module for place in at)
    css = (
        f"@page {{ size: 210mm 297mm; bleed: {bleed}mm; background: {around} }}"
        f"svg {{ position: absolute; left: {left}mm; top: {top}mm; width: {side}mm; height: {side}mm;"
        f" background: {ground}; transform: rotate({turn}deg) }}"
    )
    body = f'<svg viewBox="{view}"><path fill="{ink}" d="{qr.contour(symbol.matrix)}"/></svg>'
    return finish(set_page(body, css).pdf)


def look(pdf: bytes, *expected: str) -> list[PageSymbol]:
    """The symbols on the first page, as a build looks for them."""
    width = raster.trims(pdf)[0][2]
    return read.look(pdf, 1, next(raster.pages(pdf, 1440 * 25.4 / width)), expected)


def picture_of(pdf: bytes, text: str = LINK) -> Crop:
    """The picture of the one symbol on the first page."""
    (code,) = look(pdf, text)
    return crop_symbol(pdf, code)
