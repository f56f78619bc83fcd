"""A print shop's needs beyond the sheet itself: bleed, marks, a slug, the press's colours."""

from dataclasses import dataclass
from pathlib import Path

from outreach.campaign.bundle import Bundle
from outreach.campaign.sheets import Sheet
from outreach.core.lengths import number
from outreach.render.pdf.places import TrimMarks
from outreach.render.templates import Templates
from outreach.sheets.names import profile_name

GAP_MM = 1.5
"""Between the bleed and the slug line, and between the slug line and the crop marks beside it."""
PAPER = 3
"""Height of the slug line's page as a multiple of its room: lines too many are on it, and found."""
SLUG_PT = 6.0
"""Size of the slug line: it is read with the file or the sheet in hand. Larger if the shop's least type is."""


@dataclass(frozen=True)
class Presswork:
    """How one sheet is finished for the campaign's shop. Lengths in mm."""

    marks: TrimMarks
    fine_pt: float
    """Type below it is printed with black ink alone, as delivered."""
    strip: str
    """The document of the slug line: one page for each of the sheet's."""
    room: tuple[float, float]
    """Width and height of the strip's pages."""
    words: tuple[str, ...]
    """Its words on each page."""
    icc: Path | None
    """The profile of the press."""


def presswork(bundle: Bundle, sheet: Sheet, templates: Templates) -> Presswork | None:
    """How a sheet is finished; None for one that stays in the office."""
    if not bundle.profiles[sheet.profile].shop:
        return None
    shop = bundle.shop
    lines = [_slug(bundle, sheet, page) for page in range(1, sheet.template.pages + 1)]
    room = sheet.form.delivered[0] - 2 * GAP_MM, PAPER * shop.slug_mm
    strip = templates.render(
        "_shared/slug.html.j2",
        {
            "lang": bundle.campaign.language,
            "title": sheet.name,
            "family": bundle.brand.fonts.family,
            "width": number(room[0], 3),
            "paper": number(room[1], 3),
            "gap": number(GAP_MM, 3),
            "height": number(shop.slug_mm, 3),
            "size": number(max(SLUG_PT, shop.min_type_pt), 3),
            "pages": lines,
        },
    )
    words = tuple(" ".join(page) for page in lines)
    folds = tuple(fold * sheet.form.rem / sheet.form.scale for fold in sheet.form.folds)
    marks = TrimMarks(shop.bleed_mm, shop.slug_mm, shop.min_line_pt, folds, shop.die if sheet.form.round else "")
    return Presswork(marks, shop.fine_type_pt / sheet.form.scale, strip, room, words, bundle.shop_profile)


def _slug(bundle: Bundle, sheet: Sheet, page: int) -> tuple[str, ...]:
    """Which sheet this is, and how it is printed: a line each."""
    words = bundle.words
    name = profile_name(bundle, sheet.profile)
    shop = words.text("slug.shop", profile=name, shop=bundle.shop.name) if bundle.shop.name else name
    how = [
        words.text("slug.trim", width=number(sheet.form.trim[0]), height=number(sheet.form.trim[1])),
        words.text("slug.scale", scale=f"1:{sheet.form.scale}"),
        words.text("slug.bleed", bleed=number(bundle.shop.bleed_mm, 2)),
        shop,
    ]
    return slug_title(bundle, sheet, page), " · ".join(how)


def slug_title(bundle: Bundle, sheet: Sheet, page: int) -> str:
    """Which page of which sheet of which edition this is, in a line."""
    campaign, words = bundle.campaign, bundle.words
    what = [
        words.text("slug.title", title=sheet.material.meta.title, code=sheet.material.meta.code),
        sheet.unit.name if sheet.unit else "",
        words.text("slug.side", page=page, pages=sheet.template.pages) if sheet.template.pages > 1 else "",
        words.text("slug.edition", edition=campaign.edition, day=words.date(campaign.as_of)),
    ]
    return " · ".join(part for part in what if part)
