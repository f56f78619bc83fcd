"""Demands on a finished PDF: of its profile, its format, the shop that prints it. Any of them may be unknown."""

from dataclasses import dataclass, field

from outreach.campaign.profiles import Paint, Profile
from outreach.campaign.quiet import Quiet
from outreach.campaign.shops import Press, Shop

SAFE_MM = 3.0
"""Distance of text from the trim in any file: twice the error of a guillotine."""
CONTRAST = 4.5
"""WCAG 2.2, 1.4.3: of text in any file."""


@dataclass(frozen=True)
class Legible:
    """Words that are read from afar, and the type size that this takes."""

    page: int
    slot: str
    words: str
    least_pt: float


@dataclass(frozen=True)
class SymbolDemand:
    """A QR code that must be there."""

    link: str
    module_mm: float | None = None
    """Least side of a module, if a distance is stated that it must be scanned from."""


@dataclass(frozen=True)
class SceneDemands:
    """A drawing as a sheet shows it on a page, and its file."""

    page: int
    file: str
    source: str
    """The file's text."""
    markup: str
    """The same as the sheet holds it, with the colours of its palette."""
    quiet: tuple[Quiet, ...] = ()


@dataclass(frozen=True)
class Demands:
    """Lengths in mm at final size. What is None or empty is not known, and what depends on it is not checked."""

    trim: tuple[float, float] | None = None
    pages: int | None = None
    scale: float = 1.0
    """Final size / size in the file."""
    bleed_mm: float | None = None
    """mm of artwork beyond the trim; None: none is needed, boxes may be left out."""
    families: tuple[str, ...] = ()
    """The font families that may be in the file."""
    colours: Paint | None = None
    press: Press = field(default_factory=Press)
    """Limits of the shop that prints it; those of any shop if it is not known."""
    text_margin_mm: float | None = None
    """Least distance of text from the trim."""
    blank_margin_mm: float | None = None
    """Width of the strip inside the trim that no printer of an office reaches."""
    most_toner: float | None = None
    """Most of a page that may be covered, 0 to 1."""
    least_contrast: float | None = None
    """Of text to what is behind it, as WCAG computes it."""
    covered: tuple[float, float, float, float] = (0, 0, 0, 0)
    """Bands along the top, right, bottom and left edge that something is laid over, or that are cut off."""
    alpha: bool = False
    """It lies over another picture: all that is painted is meant to be seen."""
    least_pt: float = 0
    """The smallest type, whatever the shop prints."""
    needs_tags: bool = False
    needs_output_intent: bool = False
    pixel_mm: float | None = None
    """Side of a pixel of the screen that it is shown on; None: it is shown on none of which that is known."""
    read_from: float | None = None
    """Metres from which that screen is read."""
    cap_height_em: float = 0.7
    """Height of a capital in em."""
    stroke_px: float = 0
    cap_px: float = 0
    cap_share: float = 0
    """Least stroke and capital height on such a screen (see `Profile`)."""
    legible: tuple[Legible, ...] = ()
    symbols: tuple[SymbolDemand, ...] | None = None
    """The QR codes that must be there, and no others; None: any."""


def for_profile(profile: Profile, shop: Shop) -> Demands:
    """The demands of a profile on any file."""
    return Demands(
        press=profile.press or shop,
        colours=profile.colours,
        alpha=profile.alpha,
        bleed_mm=shop.bleed_mm if profile.shop else None,
        text_margin_mm=profile.safe,
        blank_margin_mm=profile.clear,
        most_toner=profile.toner,
        least_contrast=profile.contrast,
        needs_tags=profile.tagged,
        stroke_px=profile.stroke_px,
        cap_px=profile.cap_px,
        cap_share=profile.cap_share,
        needs_output_intent=profile.shop and shop.icc is not None,
    )


def for_shop(shop: Shop) -> Demands:
    """The demands of a print shop on a file of which nothing else is known."""
    return Demands(bleed_mm=shop.bleed_mm, colours="cmyk", press=shop, text_margin_mm=SAFE_MM, least_contrast=CONTRAST)
