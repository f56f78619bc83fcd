"""The build: load → plan → sheets into the cache → checks. Publishing it as a site is `site.py`'s part."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from outreach.campaign.duties import unanswered
from outreach.campaign.load import Bundle, load
from outreach.campaign.materials import Material, codes_twice, read_material
from outreach.campaign.model import PageFields
from outreach.campaign.profiles import Profile
from outreach.campaign.project import MATERIALS, Project
from outreach.campaign.sheets import Sheet
from outreach.campaign.units import Unit
from outreach.campaign.validate import closest, validated
from outreach.checks import content as content_checks
from outreach.checks.demands import Demands
from outreach.checks.rules import strangers
from outreach.checks.sheet import Limits
from outreach.checks.wanted import demanded
from outreach.checks.wording import wording
from outreach.content.read import Page, read
from outreach.core.errors import OutreachError
from outreach.core.findings import Finding, has_errors, ordered
from outreach.core.hashing import digest, file_digest, tree_digest, write_whole
from outreach.core.workers import Progress, spread
from outreach.products.print_lists import kit_name
from outreach.products.sheet import Composed, Composer
from outreach.publish import swap
from outreach.publish.stamp import installed
from outreach.render import fonts, qr
from outreach.render.glyphs import Family

if TYPE_CHECKING:
    from outreach.checks.scan.read import Code

PACKAGE = Path(__file__).parent


@dataclass(frozen=True)
class Made:
    """A finished sheet in the cache."""

    sheet: Sheet
    composed: Composed
    folder: Path
    pressed: bool
    """True if it was made in this run, False if it lay in the cache."""
    findings: list[Finding]

    @property
    def pdf(self) -> Path:
        return self.folder / "sheet.pdf"

    @property
    def report(self) -> dict[str, Any]:
        """What the press noted: findings, and for each page coverage and ink; fonts, codes."""
        found: dict[str, Any] = json.loads((self.folder / "report.json").read_text(encoding="utf-8"))
        return found

    @property
    def codes(self) -> list[Code]:
        """The QR codes that were read in the PDF."""
        from outreach.checks.scan.read import Code  # heavy: decoders

        return [Code.from_record(record) for record in self.report["codes"]]

    @property
    def previews(self) -> list[Path]:
        return [self.folder / f"{page}.png" for page in range(1, self.sheet.template.pages + 1)]


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


def prepare(project: Project, site_url: str = "") -> Prepared:
    """Loads and validates the whole campaign. Raises OutreachError with all faults at once."""
    bundle = load(project, site_url)
    line = bundle.brand_table.line(("fonts", "package"))
    files, faults = fonts.find(bundle.brand.fonts, bundle.brand_table.name, line)
    sources = {
        path.relative_to(project.docs).as_posix(): path
        for path in sorted(project.docs.rglob("*.md"))
        if not path.is_relative_to(project.data)
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
    faults += strangers(bundle.profiles, bundle.profiles_table)
    slugs = [Path(name).stem for name in sources if _is_material(name)]
    faults += unanswered(bundle.duties, bundle.duties_table, slugs, sources)
    sheets = plan(bundle, materials)
    made = {f"{MATERIALS}/{s.material.slug}/{s.name}{end}" for s in sheets for end in (".pdf", ".png", "-2.png")}
    made |= {kit_name(place) for place in bundle.channels}
    faults += content_checks.lint(bundle, pages, made)
    if has_errors(faults):
        raise OutreachError(ordered(faults))
    return Prepared(bundle, pages, materials, sheets, files, ordered(faults))


def _is_material(name: str) -> bool:
    """True for the path below docs/ of a material."""
    return Path(name).parent == Path(MATERIALS) and Path(name).stem != "index"


def _materials(bundle: Bundle, pages: dict[str, Page]) -> tuple[list[Material], list[Finding]]:
    """The materials among the pages, and the faults of the front matter of all."""
    materials: list[Material] = []
    faults: list[Finding] = []
    for name, page in pages.items():
        if not _is_material(name):
            faults += validated(PageFields, page.meta, page.table)[1]
            continue
        args = (bundle.templates, bundle.channels, set(bundle.profiles))
        material, found = read_material(Path(name).stem, page.table, *args)
        faults += found
        if material is not None:
            materials.append(material)
    return materials, faults + codes_twice(materials)


def plan(bundle: Bundle, materials: Iterable[Material], unit: Unit | None = None) -> list[Sheet]:
    """Every material in each of its formats and the profiles that its template makes them for."""
    return [
        Sheet(material, template, form, profile, unit)
        for material in materials
        for template in [bundle.templates[material.meta.template]]
        for form in material.meta.formats
        for profile in template.formats[form].profiles
        if material.meta.profiles is None or profile in material.meta.profiles
    ]


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
    if has_errors(faults):
        raise OutreachError(ordered(faults))
    limits = [_limits(prepared, sheet, one) for sheet, one in zip(sheets, composed, strict=True)]
    family = Family(prepared.fonts)
    demands = [demanded(bundle, sheet, one, family) for sheet, one in zip(sheets, composed, strict=True)]
    keys = [
        digest(tools, one.html, json.dumps(asdict(lim)), repr(dem), *bundle.profiles[sheet.profile].rules)
        for sheet, one, lim, dem in zip(sheets, composed, limits, demands, strict=True)
    ]
    folders = [cache / "sheets" / key[:32] for key in keys]
    missing = {folder for folder in folders if not (folder / "report.json").exists()}
    entries = list(zip(sheets, composed, limits, demands, folders, strict=True))
    _press([entry for entry in entries if entry[4] in missing], bundle.profiles, progress)
    made = [_collect(sheet, one, folder, folder in missing) for sheet, one, _, _, folder in entries]
    faults = [finding for one in made for finding in one.findings]
    if has_errors(faults):
        raise OutreachError(ordered(faults))
    return made


def export(
    project: Project,
    material: str,
    out: Path,
    form: str | None,
    profile: str | None,
    unit: str | None,
    progress: Progress | None,
) -> tuple[list[Path], list[Finding]]:
    """The sheets of one material as PDF files in `out`, for one unit if it is given. Returns files and warnings.

    Raises OutreachError for an unknown material, format, profile or unit, and for faults of the sheets.
    """
    prepared = prepare(project)
    bundle = prepared.bundle
    chosen = [one for one in prepared.materials if one.slug == material]
    if not chosen:
        raise unknown_name("material-unknown", material, (one.slug for one in prepared.materials))
    if unit is not None and unit not in bundle.units:
        raise unknown_name("unit-unknown", unit, bundle.units)
    every = plan(bundle, chosen, bundle.units[unit] if unit else None)
    sheets = [s for s in every if form in {None, s.format} and profile in {None, s.profile}]
    if not sheets:
        wanted = " ".join(part for part in (form, profile) if part)
        raise unknown_name("sheet-unknown", wanted, (f"{s.format} {s.profile}" for s in every))
    with swap.alone(project.cache, wait=True):  # a build would clear the cache of what it does not use
        made = make(prepared, sheets, progress)
    out.mkdir(parents=True, exist_ok=True)
    files = [out / f"{one.sheet.name}.pdf" for one in made]
    for one, file in zip(made, files, strict=True):
        write_whole(file, one.pdf.read_bytes())
    return files, ordered(finding for one in made for finding in one.findings)


def unknown_name(slug: str, found: str, known: Iterable[str]) -> OutreachError:
    """The fault of naming what there is not."""
    return OutreachError(Finding(slug, data={"found": found, "expected": closest(found, known)}))


def forget(project: Project, keep: Iterable[Made]) -> None:
    """Removes from the cache what the campaign no longer uses."""
    kept = {made.folder.name for made in keep}
    folder = project.cache / "sheets"
    for old in folder.iterdir() if folder.exists() else ():
        if old.name not in kept:
            shutil.rmtree(old, ignore_errors=True)


def _press(
    missing: list[tuple[Sheet, Composed, Limits, Demands, Path]],
    profiles: Mapping[str, Profile],
    progress: Progress | None,
) -> None:
    if not missing:
        return
    from outreach import press  # heavy: only when there is something to make

    jobs = [
        (
            press.Job(composed.html, limits, demands, tuple(profiles[sheet.profile].rules), folder),
            sheet.name,
            1,
        )
        for sheet, composed, limits, demands, folder in missing
    ]
    spread(press.run, jobs, progress)


def _collect(sheet: Sheet, composed: Composed, folder: Path, pressed: bool) -> Made:
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    findings = [
        Finding(f.slug, f.severity, sheet.material.table.name, 0, f.page, {**f.data, "sheet": sheet.name})
        for f in map(Finding.from_record, report["findings"])
    ]
    return Made(sheet, composed, folder, pressed, composed.findings + findings)


def _limits(prepared: Prepared, sheet: Sheet, composed: Composed) -> Limits:
    profile = prepared.bundle.profiles[sheet.profile]
    return Limits(
        trim=sheet.form.trim,
        pages=sheet.template.pages,
        safe=profile.safe,
        links=tuple(
            (view.page, qr.link_text(composed.scan.link))
            for name, view in composed.slots.items()
            if composed.scan is not None and sheet.template.layouts[sheet.format, sheet.profile][name].kind == "symbol"
        ),
        words=tuple((view.page, name, view.words) for name, view in composed.slots.items()),
    )
