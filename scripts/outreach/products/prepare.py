"""A campaign read, checked and planned, before anything is made of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from outreach.campaign.bundle import Bundle
from outreach.campaign.issue import issued_codes
from outreach.campaign.issued import Issued
from outreach.campaign.load import load
from outreach.campaign.materials import Material, codes_twice, read_material
from outreach.campaign.messages import is_series
from outreach.campaign.page_fields import PageFields
from outreach.campaign.scripts import is_script
from outreach.campaign.sheets import Sheet
from outreach.campaign.tasks import unanswered
from outreach.campaign.validate import unknown, validated
from outreach.checks.rules import of_profiles, strangers
from outreach.content.lint import pages as content_checks
from outreach.content.page import Page, read
from outreach.content.root_files import root_file_faults
from outreach.core.errors import OutreachError
from outreach.core.findings import Finding, has_errors, ordered
from outreach.core.project import MATERIALS, Project
from outreach.products.loudspeakers.read import read_scripts
from outreach.products.loudspeakers.script import Script
from outreach.products.messages.message import Told
from outreach.products.messages.read import read_messages
from outreach.products.press_kit import check
from outreach.render import fonts
from outreach.render.engine_version import version_faults
from outreach.render.templates import read_anew
from outreach.sheets.plan import file_names, plan


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
    line = bundle.tables["brand"].line(("fonts", "package"))
    files, faults = fonts.find(bundle.brand.fonts, bundle.tables["brand"].name, line)
    faults = [*version_faults(), *bundle.warnings, *faults]
    sources = {
        path.relative_to(project.docs).as_posix(): path
        for path in sorted(project.docs.rglob("*.md"))
        if not path.is_relative_to(project.data)
        and not path.is_relative_to(project.root_files)
        and path not in project.manuals
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
        faults.append(unknown(bundle.tables["campaign"], ("share_picture",), shared, slugs))
    faults += strangers(bundle.tables["profiles"], of_profiles(bundle.profiles))
    faults += strangers(bundle.tables["impositions"], {("rules",): bundle.impositions.rules})
    slugs = [Path(name).stem for name in sources if _is_material(name)]
    faults += unanswered(bundle.tasks, bundle.tables["tasks"], slugs, sources)
    sheets = plan(bundle, materials)
    faults += check.check(bundle, pages, materials)
    faults += root_file_faults(project)
    faults += content_checks.lint(bundle, pages, file_names(bundle, sheets))
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
