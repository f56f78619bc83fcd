"""Default values of slots, by dotted name: strings, campaign, channel and the unit's record."""

import re

from outreach.campaign.bundle import Bundle
from outreach.campaign.codes import link_code, link_path
from outreach.campaign.model import Campaign
from outreach.campaign.sheets import Sheet
from outreach.campaign.unit_cells import inside
from outreach.campaign.units import Unit, help_of
from outreach.content.inline import BREAK
from outreach.core.strings import Strings
from outreach.sheets.presswork import slug_title


def values_of(bundle: Bundle, sheet: Sheet) -> dict[str, str]:
    """Default values of slots: strings, campaign and the unit's record."""
    campaign, words = bundle.campaign, bundle.words
    channel = bundle.channels[sheet.material.meta.channel]
    return {
        **{f"strings.{key}": str(text) for key, text in words.section("sheet").items()},
        "strings.symbol_alt": words.text("sheet.symbol_alt", host=link_host(campaign)),
        "campaign.app": campaign.app.name,
        "campaign.issuer": campaign.issuer.name,
        "campaign.short": campaign.issuer.short,
        "campaign.edition": words.text("slug.edition", edition=campaign.edition, day=words.date(campaign.as_of)),
        "campaign.credit": words.text(
            "sheet.credit", issuer=campaign.issuer.short, edition=campaign.edition, day=words.date(campaign.as_of)
        ),
        "campaign.state": _state(bundle),
        **{
            f"sheet.page_{page}": words.text("sheet.page_of", page=page, pages=sheet.template.pages)
            for page in range(1, sheet.template.pages + 1)
        },
        **{f"sheet.slug_{page}": slug_title(bundle, sheet, page) for page in range(1, sheet.template.pages + 1)},
        "channel.name": channel.name,
        **record_values(campaign, sheet.material.meta.code, sheet.unit),
        "record.imprint": imprint(bundle, sheet),
    }


def record_values(campaign: Campaign, material: str, unit: Unit | None) -> dict[str, str]:
    """Values of a unit's record for the sheets of the material with this code; the campaign's own for no unit.

    They are the words on a sheet. A sheet's file is named by `campaign.sheets`, the title in its metadata by
    `label.sheet_title`, its file in the cache by `records.pattern.record_file_name`.
    """
    label, phone = help_of(unit, campaign)
    link = campaign.site_url + link_path(link_code(material, unit.code if unit else ""))
    return {
        "record.name": unit.name if unit else campaign.issuer.place,
        "record.seat": (unit.seat if unit else "") or campaign.issuer.short,
        "record.full": ", ".join(p for p in (unit.name, inside(unit.district_name)) if p)
        if unit
        else campaign.issuer.place,
        "record.help_label": label,
        "record.help_number": phone,
        "record.visit": " · ".join(part for part in (unit.address, unit.hours) if part) if unit else "",
        "record.place": unit.place if unit else "",
        "record.logo": unit.logo if unit else "",
        "record.link": link,
        "record.link_host": link_host(campaign),
        "record.link_path": link.removeprefix(campaign.site_url.rstrip("/")),
    }


def link_host(campaign: Campaign) -> str:
    """The address of the site as it is printed: the symbols of all units lead there."""
    return re.sub(r"^https?://|/$", "", campaign.site_url)


def ordering_letter(campaign: Campaign, words: Strings, blank: str = "…") -> dict[str, str]:
    """Number and day of the letter that orders the campaign, `blank` for what is open; nothing if no letter does."""
    letter = campaign.legal_basis
    if letter is None:
        return {}
    return {"number": letter.number or blank, "day": words.date(letter.date) if letter.date else blank}


def imprint(bundle: Bundle, sheet: Sheet) -> str:
    """Who issued the sheet, on what basis, until when, and the path of its link; without a QR code the material's code.

    The path stands here, and the host alone beside the QR code: what people type by hand is short.
    """
    campaign, words = bundle.campaign, bundle.words
    path = record_values(campaign, sheet.material.meta.code, sheet.unit)["record.link_path"]
    letter, form = ordering_letter(campaign, words), sheet.form
    scaled = words.text("sheet.at_scale", format=form.label, scale=form.scale)
    return words.text(
        "sheet.imprint" if letter else "sheet.imprint_alone",
        **letter,
        issuer=campaign.issuer.short,
        until=words.date(campaign.valid_until),
        code=path if sheet.has_symbol else sheet.material.meta.code,
        format=scaled if form.scale > 1 else form.label,
        edition=campaign.edition,
    )


def _state(bundle: Bundle) -> str:
    """Sentences on the campaign's state, which stand before all else; empty while it is active.

    Two states are two sentences, each on a line of its own where there is room: on one line they don't run together.
    """
    campaign = bundle.campaign
    keys = dict.fromkeys(["draft", campaign.status] if campaign.draft else [campaign.status])
    return f". {BREAK} ".join(state for key in keys if (state := bundle.words.text(f"status.{key}")))
