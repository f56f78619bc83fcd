"""The build: load → plan → sheets into the cache → checks. Publishing it as a site is `site.py`'s part."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, is_dataclass
from pathlib import Path
from typing import Any

from outreach.campaign.bundle import Bundle
from outreach.campaign.duties import unanswered
from outreach.campaign.issued import Issued
from outreach.campaign.load import load
from outreach.campaign.materials import Material, codes_twice, read_material
from outreach.campaign.messages import is_series
from outreach.campaign.page_fields import PageFields
from outreach.campaign.plan import plan, shown
from outreach.campaign.project import MATERIALS, Project
from outreach.campaign.scripts import is_script
from outreach.campaign.sheets import Sheet
from outreach.campaign.validate import closest, unknown, validated
from outreach.checks import content as content_checks
from outreach.checks import press_page
from outreach.checks.rules import of_profiles, strangers
from outreach.checks.sheet import Limits
from outreach.checks.wanted import demanded
from outreach.checks.wording import many_words, wording
from outreach.content.read import Page, read
from outreach.content.script import Script
from outreach.core.cache import Entry, Store
from outreach.core.errors import OutreachError
from outreach.core.findings import Finding, has_errors, ordered
from outreach.core.hashing import digest, file_digest, tree_digest
from outreach.core.workers import Progress
from outreach.made import REPORT, SHEETS, Made, Order, entries_of, placed
from outreach.messages import read_messages
from outreach.products.imposition import names, plans
from outreach.products.label import captions_of
from outreach.products.message import Told
from outreach.products.picture import document_label, picture
from outreach.products.print_lists import kit_name
from outreach.products.scenes import scenes_of
from outreach.products.sheet import Composed, Composer
from outreach.publish.issue import issued_codes
from outreach.publish.root_files import root_file_faults
from outreach.publish.stamp import installed
from outreach.render import fonts, qr
from outreach.render.glyphs import Family
from outreach.render.templates import Templates, read_anew
from outreach.spoken import read_scripts

PACKAGE = Path(__file__).parent


@dataclass(frozen=True)
class Prepared:
    """A campaign read, checked and planned; nothing made yet."""

    bundle: Bundle
    pages: dict[str, Page]
    """Path below docs/ → page."""
    materials: list[Material]
    sheets: list[Sheet]
    fonts: dict[int, Path]
    findings: list[Finding] = field(default_factory=list)
    messages: list[Told] = field(default_factory=list)
    scripts: list[Script] = field(default_factory=list)
    issued: dict[str, Issued] = field(default_factory=dict)


def prepare(project: Project, site_url: str = "") -> Prepared:
    """Loads and validates the whole campaign. Raises OutreachError with all faults at once."""
    read_anew()
    bundle = load(project, site_url)
    line = bundle.brand_table.line(("fonts", "package"))
    files, faults = fonts.find(bundle.brand.fonts, bundle.brand_table.name, line)
    faults = [*bundle.warnings, *faults]
    sources = {
        path.relative_to(project.docs).as_posix(): path
        for path in sorted(project.docs.rglob("*.md"))
        if not path.is_relative_to(project.data) and not path.is_relative_to(project.root_files)
    }
    pages: dict[str, Page] = {}
    for name, path in sources.items():
        try:
            page = read(path, project.shown(path), bundle.campaign.facts, bundle.campaign.language_of(name))
        except OutreachError as error:
            faults += error.findings
            continue
        pages[name] = page
        faults += page.findings
    materials, found = _materials(bundle, pages)
    faults += found
    messages, found = read_messages(bundle, pages)
    faults += found
    scripts, found = read_scripts(bundle, pages)
    faults += found
    shared, slugs = bundle.campaign.share_picture, [material.slug for material in materials]
    if shared and shared not in slugs:
        faults.append(unknown(bundle.table, ("share_picture",), shared, slugs))
    faults += strangers(bundle.profiles_table, of_profiles(bundle.profiles))
    faults += strangers(bundle.impositions_table, {("rules",): bundle.impositions.rules})
    slugs = [Path(name).stem for name in sources if _is_material(name)]
    faults += unanswered(bundle.duties, bundle.duties_table, slugs, sources)
    sheets = plan(bundle, materials)
    made = {
        f"{MATERIALS}/{s.material.slug}/{output.name}"
        for s in sheets
        for profile in [bundle.profiles[s.profile]]
        for output in (*s.outputs(profile.output), *s.loops(profile.loops))
    }
    made |= {f"{MATERIALS}/{s.material.slug}/{o.name}" for s in shown(bundle, sheets) for o in s.outputs(["png"])}
    made |= {f"{MATERIALS}/{s.material.slug}/{s.named(n)}.pdf" for s in sheets for n in names(bundle, s)}
    made |= {kit_name(place) for place in bundle.channels}
    faults += press_page.check(bundle, pages, materials)
    faults += root_file_faults(project)
    faults += content_checks.lint(bundle, pages, made)
    issued, found = issued_codes(bundle, materials, whole=not has_errors(faults))
    faults += found
    if has_errors(faults):
        raise OutreachError(ordered(faults))
    return Prepared(bundle, pages, materials, sheets, files, ordered(faults), messages, scripts, issued)


def _is_material(name: str) -> bool:
    """True for the path below docs/ of a material."""
    return Path(name).parent == Path(MATERIALS) and Path(name).stem != "index"


def _materials(bundle: Bundle, pages: dict[str, Page]) -> tuple[list[Material], list[Finding]]:
    """The materials among the pages, and the faults of the front matter of all."""
    materials: list[Material] = []
    faults: list[Finding] = []
    for name, page in pages.items():
        if not _is_material(name):
            faults += [] if is_series(name) or is_script(name) else validated(PageFields, page.meta, page.table)[1]
            continue
        args = (bundle.templates, bundle.channels, bundle.profiles, bundle.impositions.tiles)
        material, found = read_material(Path(name).stem, page.table, *args)
        faults += found
        if material is not None:
            materials.append(material)
    return materials, faults + codes_twice(materials)


def make(prepared: Prepared, sheets: Sequence[Sheet], progress: Progress | None = None) -> list[Made]:
    """The sheets from the cache, made first where their inputs changed, on all cores.

    Raises OutreachError if a sheet has errors.
    """
    bundle = prepared.bundle
    cache = bundle.project.cache
    os.environ["FONTCONFIG_FILE"] = str(fonts.isolate(prepared.fonts.values(), cache))
    composer = Composer(bundle, prepared.fonts)
    faces = (file_digest(path) for _, path in sorted(prepared.fonts.items()))
    tools = digest(sys.version, *faces, tree_digest([("code", PACKAGE)], cache / "code.json"), installed())
    composed = [composer.compose(sheet) for sheet in sheets]
    faults = [finding for one in composed for finding in one.findings]
    for sheet, one in zip(sheets, composed, strict=True):
        faults += wording(sheet, one, bundle.campaign.words, prepared.pages)
        faults += many_words(sheet, one)
    if has_errors(faults):
        raise OutreachError(ordered(faults))
    looks = shown(bundle, sheets)
    family, templates = Family(prepared.fonts), Templates([bundle.project.templates])
    captions = captions_of(prepared.pages)
    inks = file_digest(bundle.shop_profile) if bundle.shop_profile else ""
    orders: list[Order] = []
    for sheet, one, look in zip(sheets, composed, looks, strict=True):
        order = {
            "html": one.html,
            "limits": limits_of(bundle, sheet, one),
            "demands": demanded(bundle, sheet, one, family),
            "rules": tuple(bundle.profiles[sheet.profile].rules),
            "preview": look is sheet,
            "work": one.press,
            "plans": plans(bundle, sheet, templates),
            "label": document_label(bundle, sheet, one.slots, captions),
            "picture": picture(bundle, sheet, one.slots, captions),
            "scenes": scenes_of(bundle, sheet, one.pictures),
        }
        key = digest(tools, inks if one.press else "", json.dumps(order, default=_record))
        orders.append(Order(sheet.name, key[:32], order))
    store = Store(cache)
    entries, missing = entries_of(store, orders, progress)
    made = [
        _collect(bundle, sheet, one, order, order.key in missing, look, entries)
        for sheet, one, order, look in zip(sheets, composed, orders, looks, strict=True)
    ]
    faults = [finding for one in made for finding in one.findings]
    if has_errors(faults):
        raise OutreachError(ordered(faults))
    return made


def unknown_name(slug: str, found: str, known: Iterable[str]) -> OutreachError:
    """The fault of naming what there is not."""
    return OutreachError(Finding(slug, data={"found": found, "expected": closest(found, known)}))


def forget(project: Project, keep: Iterable[Made]) -> None:
    """Removes from the cache what the campaign no longer uses."""
    Store(project.cache).prune(SHEETS, {made.folder.name for made in keep})


def _record(value: Any) -> Any:
    """What decides a sheet's bytes, as JSON can hold it."""
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else str(value)


def _collect(
    bundle: Bundle,
    sheet: Sheet,
    composed: Composed,
    order: Order,
    pressed: bool,
    look: Sheet,
    entries: Mapping[str, Entry],
) -> Made:
    entry, looked = entries[order.name], entries[look.name]
    report = json.loads(entry.read(REPORT))
    findings = placed(map(Finding.from_record, report["findings"]), sheet)
    pictures = tuple(looked.path(f"{page}.png") for page in range(1, sheet.template.stills + 1))
    found = composed.findings + findings
    profile = bundle.profiles[sheet.profile]
    outputs = [*sheet.outputs(profile.output), *sheet.loops(profile.loops)]
    return Made(sheet, composed, entry, outputs, pressed, look, pictures, found, order.order["plans"])


def limits_of(bundle: Bundle, sheet: Sheet, composed: Composed) -> Limits:
    """What the finished sheet is held to."""
    profile = bundle.profiles[sheet.profile]
    slugs = composed.press.words if composed.press else ()
    return Limits(
        trim=sheet.form.trim,
        scale=sheet.form.enlarged,
        round=sheet.form.round,
        keep_clear=sheet.form.keep_clear,
        pages=sheet.template.pages,
        safe=profile.safe,
        links=tuple(
            (view.page, qr.link_text(composed.scan.link))
            for name, view in composed.slots.items()
            if composed.scan is not None and sheet.template.layouts[sheet.format, sheet.profile][name].kind == "symbol"
        ),
        words=tuple((view.page, name, view.words) for name, view in composed.slots.items())
        + tuple((page, "slug", line) for page, line in enumerate(slugs, 1)),
    )
