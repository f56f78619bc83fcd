"""The job sheet: what a print shop asks back for, on one page that goes along with a file."""

from __future__ import annotations

from collections.abc import Callable

from outreach.campaign.formats import Format
from outreach.campaign.profiles import Profile
from outreach.campaign.shops import Shop
from outreach.core.strings import Strings
from outreach.sheets.documents import (
    Filed,
    Group,
    Paper,
    Papers,
    Row,
    faces,
    inks,
    named,
    pictures,
    thumbnails,
)
from outreach.sheets.names import profile_name

Finish = Callable[[Strings, Shop, Format], str]


def _cut(words: Strings, shop: Shop, form: Format) -> str:
    if form.round:
        return words.text("job.cut_round", diameter=words.number(form.trim[0]), die=shop.die)
    return words.text("job.cut_to", size=words.size_mm(form.trim))


def _folds(words: Strings, shop: Shop, form: Format) -> str:
    places = ", ".join(words.number(fold * form.rem) for fold in form.folds)
    return words.text("job.folds_at", places=places) if places else ""


def _length(key: str, mm: Callable[[Format], float]) -> tuple[str, Finish]:
    """A line on one length of the format, if it has it."""
    return key, lambda words, shop, form: words.text(f"job.{key}_mm", mm=words.number(mm(form))) if mm(form) else ""


FINISHING: tuple[tuple[str, Finish], ...] = (
    ("cut", _cut),
    ("folds", _folds),
    _length("hem", lambda form: form.hem),
    _length("eyelets", lambda form: form.eyelets),
    _length("keep_clear", lambda form: form.keep_clear),
)
"""The work on the printed sheet, line by line: the string that names it, and its text; empty = left out."""

TO_FILL = ("lamination", "other")
"""The finishing that is agreed with the shop: lines to write on."""

CONTACT = ("contact", "phone", "deliver", "due")
SHOP = ("taken", "phone", "ready", "price")


def job_sheet(papers: Papers, filed: Filed) -> Paper:
    """The job sheet of one file."""
    words, campaign, sheet = papers.words, papers.bundle.campaign, filed.sheet
    meta, issuer, shop = sheet.material.meta, campaign.issuer, papers.bundle.shop
    facts = [
        words.text("papers.code", code=meta.code),
        words.text("papers.format", format=sheet.form.label),
        words.text("papers.edition", edition=campaign.edition),
        words.text("papers.day", day=words.date(campaign.as_of)),
    ]
    sides = [
        (words.text("job.orders"), [issuer.name, issuer.address, issuer.email], CONTACT),
        (words.text("job.shop"), [shop.name], SHOP),
    ]
    context = {
        "heading": meta.title,
        "facts": facts,
        "thumbnails": thumbnails(filed, words),
        "groups": _groups(papers, filed),
        "sides": [
            {"title": title, "known": [one for one in known if one], "fill": [words.text(f"job.{key}") for key in keys]}
            for title, known, keys in sides
        ],
    }
    title = words.text("job.document", title=meta.title, format=sheet.form.label)
    return papers.compose(
        words.text("job.file", name=sheet.name), "job", context, title, pictures(filed), [papers.source(sheet.material)]
    )


def _groups(papers: Papers, filed: Filed) -> list[Group]:
    words, sheet = papers.words, filed.sheet
    meta, profile = sheet.material.meta, papers.bundle.profiles[sheet.profile]
    channel = papers.bundle.channels[meta.channel]

    def row(key: str, value: str, kind: str = "") -> Row:
        return Row(words.text(f"job.{key}"), value, kind)

    scale, trim, shop = sheet.form.scale, sheet.form.trim, papers.bundle.shop
    bled = profile.shop and shop.bleed_mm
    bleed = words.text("job.bleed_each", mm=words.number(shop.bleed_mm)) if bled else words.text("job.none")
    file = [
        row("name", words.text("job.name_size", file=filed.file, size=words.file_size(filed.weight)), "key"),
        row("pages", words.text("job.pages_count", count=sheet.template.pages)),
        row("sha256", filed.sha256, "code"),
    ]
    measures = [
        row("final", words.text("job.final_size", format=sheet.form.label, size=words.size_mm(trim)), "key"),
        row("scale", words.text("job.scale_one" if scale == 1 else "job.scale_many", scale=scale)),
        row("in_file", words.size_mm(sheet.form.delivered) if scale != 1 else ""),
        row("bleed", bleed),
    ]
    quantity = [
        row("paper", meta.paper),
        row("quantity", words.text("page.number_each", count=meta.quantity), "key"),
        row("places", "", "fill"),
        row("total", "", "fill"),
        row("where", meta.place or channel.where),
    ]
    finishing = [row(key, say(words, shop, sheet.form)) for key, say in FINISHING]
    finishing += [row("sides", words.text(f"job.sides_{sheet.template.pages}"))]
    finishing += [row(key, "", "fill") for key in TO_FILL]
    groups = {
        "of_file": file,
        "of_size": measures,
        "of_colour": _colour(papers, filed, profile),
        "of_paper": quantity,
        "of_finish": finishing,
        "of_code": _code(papers, filed),
    }
    kept = {key: [row for row in rows if row.value or row.kind == "fill"] for key, rows in groups.items()}
    return [Group(words.text(f"job.{key}"), rows) for key, rows in kept.items() if rows]


def _colour(papers: Papers, filed: Filed, profile: Profile) -> list[Row]:
    words, shop = papers.words, papers.bundle.shop
    fonts = words.text("job.fonts_in", fonts=faces(filed, papers.bundle.brand.fonts.family))
    rows = [
        Row(words.text("job.colours"), words.text(f"job.colours_{profile.colours}"), "key"),
        Row(words.text("job.made_for"), profile_name(papers.bundle, filed.sheet.profile)),
    ]
    if profile.colours == "cmyk":
        limit = words.text("job.ink_limit", limit=words.number(shop.ink_limit, 0))
        rows.append(Row(words.text("job.ink"), f"{inks(filed, words, True)}; {limit}"))
        rows.append(Row(words.text("job.icc"), shop.icc or words.text("job.icc_none")))
    rows.append(Row(words.text("job.fonts"), fonts))
    return rows


def _code(papers: Papers, filed: Filed) -> list[Row]:
    words = papers.words
    if filed.scan is None:
        return []
    views, proven = papers.bundle.conditions.views, filed.proven
    reached = [
        words.text("papers.proven", view=named(words, views[name].names, name), metres=words.metres(far))
        for name, far in (proven.reach.items() if proven else ())
    ]
    return [
        Row(words.text("job.scan"), words.text("page.scan_good", metres=words.number(filed.scan.said_m, 2)), "key"),
        Row(words.text("job.proven"), "; ".join(reached)),
        Row(words.text("job.link"), filed.scan.link),
        Row(words.text("job.before"), words.text("job.before_all")),
    ]
