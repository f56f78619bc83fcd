"""Every QR code is there, leads where it should, and is large, clean and dark enough to scan."""

from outreach.checks.inspection import Findings, Inspection, corner_text
from outreach.checks.scan import address
from outreach.core.findings import Data, Finding
from outreach.core.lengths import number
from outreach.render.pdf.model import Page
from outreach.render.pixels import Pixels, Rasters
from outreach.render.qr import QUIET
from outreach.render.qr_decode import ReadSymbol
from outreach.render.qr_measure import measure

LEAST_MODULE_MM = 0.33
"""Four dots of a 300 dpi printer (DENSO WAVE), whatever the distance."""
LEAST_CONTRAST = 0.55
"""Of reflectance, light less dark: grade B of ISO/IEC 15415."""
ROUNDING = 0.97
"""Of a module's size: corners are found to a fraction of a pixel."""


def check(inspection: Inspection) -> Findings:
    """Symbols that are missing, strange or hard to scan."""
    demands = {symbol.link: symbol for symbol in inspection.demands.symbols or ()}
    links = set()
    for page in inspection.pages:
        for found in inspection.rasters.symbols(page):
            links.add(found.text)
            if inspection.demands.symbols is not None and found.text not in demands:
                yield Finding("symbol-foreign", page=page.number, data={"found": found.text[:80]})
            elif part := address.first_invalid_part(found.text):
                yield Finding("symbol-address", page=page.number, data={"found": found.text[:80], "part": part})
            least = demands[found.text].module_mm if found.text in demands else None
            yield from _sound(page, inspection.rasters, found, max(least or 0.0, LEAST_MODULE_MM))
    for link in demands:
        if link not in links:
            yield Finding("symbol-missing", data={"found": link[:80]})


def _sound(page: Page, rasters: Rasters, found: ReadSymbol, least: float) -> Findings:
    pixels, (x0, y0) = _cut(page, rasters.full_page(page))
    corners = [(x - x0, y - y0) for x, y in found.corners]
    symbol = measure(pixels, corners, found.modules)
    left, top = pixels.place(*corners[0])
    place: Data = {"found": found.text[:80], "at": corner_text((left, top, left, top))}

    def finding(slug: str, **data: str) -> Finding:
        return Finding(slug, page=page.number, data=place | data)

    if symbol.inverted:
        yield finding("symbol-inverted")
    if symbol.module_mm < least * ROUNDING:
        side = number(found.modules * least)
        yield finding("symbol-small", module=number(symbol.module_mm, 2), least=number(least, 2), side=side)
    if symbol.quiet < QUIET:
        yield finding("symbol-quiet", modules=str(symbol.quiet))
    if symbol.contrast < LEAST_CONTRAST:
        contrast, limit = number(symbol.contrast * 100, 0), number(LEAST_CONTRAST * 100, 0)
        yield finding("symbol-contrast", contrast=contrast, least=limit)


def _cut(page: Page, whole: Pixels) -> tuple[Pixels, tuple[int, int]]:
    """The page without what is cut off, and where it begins in pixels: a quiet zone ends at the trim."""
    x0, y0, x1, y1 = whole.cells(page.trim)
    left, top = whole.place(x0, y0)
    return Pixels(whole.rgb[y0:y1, x0:x1], left, top, whole.per_mm), (x0, y0)
