"""Preflight of any PDF, made by this program or not: what a print shop or a profile demands, and nothing more known.

Works outside a project too, with the thresholds that most shops ask for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from outreach.campaign.profiles import Profile, read_profiles
from outreach.campaign.project import Project
from outreach.campaign.shops import Shop, read_shops
from outreach.campaign.validate import closest
from outreach.checks import rules
from outreach.checks.demands import Demands, for_profile, for_shop
from outreach.core.errors import OutreachError
from outreach.core.findings import Finding, has_errors, ordered
from outreach.core.lengths import number
from outreach.core.tables import read_toml
from outreach.render.decoders import read_zxing
from outreach.render.pdf.model import Document
from outreach.render.pdf.read import read
from outreach.render.pixels import Decoder, Rasters


@dataclass(frozen=True)
class Order:
    """What files are held against."""

    demands: Demands
    rules: Sequence[str]


def examine(
    project: Project,
    files: Sequence[str],
    shop: str | None = None,
    profile: str | None = None,
    scale: float = 1.0,
) -> tuple[list[Finding], list[str]]:
    """The findings of some files, and a line on each that could be read.

    Raises OutreachError for a shop or a profile that the project has not.
    """
    order = _order(project, shop, profile, scale)
    findings: list[Finding] = []
    told: list[str] = []
    for file in files:
        try:
            document, found = preflight(Path(file).read_bytes(), order)
        except OSError as error:
            found = [Finding("file-unreadable", data={"reason": error.strerror or ""})]
        except OutreachError as error:
            found = error.findings
        else:
            told.append(_told(file, document, found))
        sheet = Path(file).stem
        findings += [Finding(f.slug, f.severity, file, 0, f.page, {**f.data, "sheet": sheet}) for f in found]
    return ordered(findings), told


def preflight(source: bytes, order: Order, decode: Decoder | None = read_zxing) -> tuple[Document, list[Finding]]:
    """One file read, and what the rules say of it. Raises OutreachError for what is no PDF."""
    document = read(source, order.demands.scale)
    rasters = Rasters(source, document, decode=decode)
    return document, ordered(rules.run(order.rules, document, rasters, order.demands))


def _order(project: Project, shop: str | None, profile: str | None, scale: float) -> Order:
    shops, own, profiles, faults = _known(project)
    if shop is not None and shop not in shops:
        faults.append(_unknown("shop-unknown", shop, shops))
    if profile is not None and profile not in profiles:
        faults.append(_unknown("profile-unknown", profile, profiles))
    if faults:
        raise OutreachError(faults)
    chosen = shops[shop] if shop is not None else shops.get(own) or Shop()
    if profile is None:
        return Order(replace(for_shop(chosen), scale=scale), rules.names())
    wanted = profiles[profile]
    if shop is not None and wanted.press is not None:
        wanted = wanted.model_copy(update={"press": chosen})
    return Order(replace(for_profile(wanted, chosen), scale=scale), wanted.rules)


def _known(project: Project) -> tuple[Mapping[str, Shop], str, Mapping[str, Profile], list[Finding]]:
    """Shops, the campaign's own, and profiles of the project at or above the folder; none outside a project."""
    try:
        project = Project.find(project.root)
    except OutreachError:
        return {}, "", {}, []
    shops, faults = read_shops(project.data / "shops", project.shown(project.data / "shops"))
    path = project.templates / "_shared" / "profiles.toml"
    profiles, table, found = read_profiles(path, project.shown(path))
    faults += [*found, *rules.strangers(table, rules.of_profiles(profiles))]
    path = project.data / "campaign.toml"
    try:
        own = str(read_toml(path, project.shown(path)).data.get("shop", ""))
    except OutreachError as error:
        return shops, "", profiles, [*faults, *error.findings]
    return shops, own, profiles, faults


def _unknown(slug: str, found: str, known: Iterable[str]) -> Finding:
    return Finding(slug, data={"found": found, "expected": closest(found, known)})


def _told(file: str, document: Document, found: Sequence[Finding]) -> str:
    width, height = (number(side) for side in document.pages[0].size)
    state = "not fit to print" if has_errors(found) else "fit to print"
    errors = sum(finding.severity == "error" for finding in found)
    pages = len(document.pages)
    return (
        f"{file}: {pages} page{'s' if pages > 1 else ''}, {width} × {height} mm: "
        f"{errors} errors, {len(found) - errors} warnings: {state}"
    )
