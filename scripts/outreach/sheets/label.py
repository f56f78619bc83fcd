"""Metadata of published files: titles, captions, credit, licence, contact, edition, validity."""

from collections.abc import Iterable, Mapping

from outreach.campaign.bundle import Bundle
from outreach.campaign.sheets import Sheet
from outreach.campaign.units import Unit
from outreach.content.page import Page
from outreach.render.xmp import Label

PRESS = "press"
"""The value of `lists` in the front matter of a page for journalists."""


def file_label(bundle: Bundle, title: str, description: str, alt: str = "") -> Label:
    """The label of a file of the campaign, in its first language."""
    campaign, words, licence = bundle.campaign, bundle.words, bundle.campaign.media_licence
    credit_line = credit(bundle)
    instructions = words.text("media.instructions", **validity(bundle))
    return Label(
        language=campaign.language,
        title=title,
        description=description,
        alt=alt,
        creator=campaign.issuer.name,
        credit=credit_line,
        rights=words.text("media.rights", issuer=campaign.issuer.name, licence=licence.name) if licence else "",
        terms=words.text("media.terms", licence=licence.name, credit=credit_line) if licence else campaign.licence,
        licence=licence.url if licence else "",
        site=campaign.site_url,
        email=campaign.issuer.email,
        address=campaign.issuer.address,
        instructions=". ".join(part for part in (words.text(f"status.{campaign.status}"), instructions) if part),
        edition=campaign.edition,
        made=campaign.as_of,
        valid_from=campaign.valid_from,
        valid_until=campaign.valid_until,
    )


def validity(bundle: Bundle) -> dict[str, object]:
    """Edition, first and last day of a campaign, as its strings name them."""
    campaign, words = bundle.campaign, bundle.words
    days = {"start": words.date(campaign.valid_from), "end": words.date(campaign.valid_until)}
    return {"edition": campaign.edition, **days}


def credit(bundle: Bundle) -> str:
    """The credit that must stand beside a picture."""
    issuer, licence = bundle.campaign.issuer.short, bundle.campaign.media_licence
    return bundle.words.text("media.credit", issuer=issuer, licence=licence.short) if licence else issuer


def sheet_label(bundle: Bundle, sheet: Sheet) -> Label:
    """The label of a sheet's PDF."""
    meta = sheet.material.meta
    return file_label(bundle, sheet_title(bundle, sheet), meta.summary, meta.alt or "")


def sheet_title(bundle: Bundle, sheet: Sheet) -> str:
    """Title of a sheet's PDF: that of its material, with the name of the unit whose own it is."""
    title = sheet.material.meta.title
    return unit_title(bundle, title, sheet.unit) if sheet.unit else title


def unit_title(bundle: Bundle, title: str, unit: Unit) -> str:
    """The title of what is a unit's own."""
    return bundle.words.text("units.file_title", title=title, name=unit.name)


def captions_of(pages: Mapping[str, Page]) -> dict[str, str]:
    """The captions that the pages for the press give: name of a material or of a drawing → caption."""
    captions: dict[str, str] = {}
    for _, page in press_pages(pages):
        captions |= {name: str(text) for name, text in dict(page.meta.get("captions") or {}).items()}
    return captions


def press_pages(pages: Mapping[str, Page]) -> Iterable[tuple[str, Page]]:
    """The pages for the press, by their paths below docs/."""
    return [(path, page) for path, page in pages.items() if page.meta.get("lists") == PRESS]


def caption(sheet: Sheet, captions: Mapping[str, str], scene: bool) -> str:
    """The caption of a picture: the material's own; else, if it shows the `scene`, the scene's or its alternative text;
    else the material's summary."""
    meta = sheet.material.meta
    text = captions.get(sheet.material.slug, "")
    if scene and not text:
        text = captions.get(meta.scene or "") or (f"{meta.alt.rstrip('.')}." if meta.alt else "")
    return text or meta.summary
