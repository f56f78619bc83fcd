"""Preflight of any PDF, made by this program or not: what a print shop or a profile demands, and nothing more known.

Works outside a project too, with the thresholds that most shops ask for.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from outreach.campaign.profiles import Profile
from outreach.campaign.shops import Shop, read_shops
from outreach.campaign.validate import validate_each
from outreach.checks import rules
from outreach.checks.demands import Demands, for_profile, for_shop
from outreach.checks.inspection import Inspection
from outreach.core.findings import Finding, OutreachError, ordered
from outreach.core.isolation import Ended, Isolated, OutOfMemory, Overtime
from outreach.core.lengths import number
from outreach.core.project import Project
from outreach.core.tables import read_toml
from outreach.core.text import closest
from outreach.render.pdf.model import PdfFile
from outreach.render.pdf.reader import limit_qpdf, read
from outreach.render.pixels import Rasters

SECONDS = 30
"""That a file may take."""
MEMORY_BYTES = 400_000_000
"""That a file may take, beside what the program itself needs."""
FILE_BYTES = 150_000_000
CONTENT = "content"
"""The rule that says what could not be read."""


class Verdict(NamedTuple):
    """A file that could be read: its pages, the size of the first one in mm, errors and warnings."""

    file: str
    pages: int
    width: str
    height: str
    errors: int
    warnings: int


Result = tuple[list[Finding], Verdict | None]
"""The findings of a file, and its verdict if it could be read."""


@dataclass(frozen=True)
class Standard:
    """Demands and rules that files are held against."""

    demands: Demands
    rules: Sequence[str]


Job = tuple[str, Standard]
"""A file, and what it is to be held against."""


def examine(
    project: Project,
    files: Sequence[str],
    shop: str | None = None,
    profile: str | None = None,
    scale: float = 1.0,
) -> tuple[list[Finding], list[Verdict]]:
    """The findings of some files, and a verdict on each that could be read.

    Raises OutreachError for a shop or a profile that the project has not.
    """
    order = _order(project, shop, profile, scale)
    findings: list[Finding] = []
    verdicts: list[Verdict] = []
    with Isolated(_check, limit_qpdf, MEMORY_BYTES, SECONDS) as checker:
        for file in files:
            file_findings, verdict = _ask(checker, (file, order))
            verdicts += [verdict] if verdict else []
            sheet = Path(file).stem
            findings += [f.at(file, sheet=sheet) for f in file_findings]
    return ordered(findings), verdicts


def _ask(checker: Isolated[Job, Result], job: Job) -> Result:
    """The findings of a file and its verdict, whatever becomes of the process that reads it."""
    most = MEMORY_BYTES // 1_000_000
    try:
        return checker.ask(job)
    except Overtime:
        return [Finding("preflight-slow", data={"most": SECONDS})], None
    except OutOfMemory:
        return [Finding("preflight-memory", data={"most": most})], None
    except Ended as end:
        return [Finding("preflight-ended", data={"reason": str(end), "most": most})], None


def _check(job: Job) -> Result:
    """The findings of a file, and its verdict if it could be read. Runs in a process of its own."""
    file, order = job
    try:
        pdf, findings = preflight(_source(Path(file)), order)
    except OSError as error:
        return [Finding("file-unreadable", data={"reason": error.strerror or ""})], None
    except OutreachError as error:
        return list(error.findings), None
    return findings, _verdict(file, pdf, findings)


def _source(path: Path) -> bytes:
    """The bytes of a file. Raises OSError for one that can't be read and OutreachError for one that is too large."""
    with path.open("rb") as file:
        source = file.read(FILE_BYTES + 1)
        if len(source) > FILE_BYTES:
            size = max(path.stat().st_size, len(source))
            data = {"found": size // 1_000_000, "most": FILE_BYTES // 1_000_000}
            raise OutreachError(Finding("pdf-large", data=data))
    return source


def preflight(source: bytes, order: Standard) -> tuple[PdfFile, list[Finding]]:
    """One file read, and what the rules say of it. Raises OutreachError for what is no PDF.

    Of a file that asks for more than is read, nothing but that is said: other programs could come to no end either.
    """
    pdf = read(source, order.demands.scale)
    names = order.rules if pdf.fully_read else (CONTENT,)
    return pdf, ordered(rules.run(names, Inspection(pdf, Rasters(source, pdf), order.demands)))


def _order(project: Project, shop: str | None, profile: str | None, scale: float) -> Standard:
    shops, default, profiles, faults = _tables(project)
    if shop is not None and shop not in shops:
        faults.append(_unknown("shop-unknown", shop, shops))
    if profile is not None and profile not in profiles:
        faults.append(_unknown("profile-unknown", profile, profiles))
    if faults:
        raise OutreachError(faults)
    press = shops[shop] if shop is not None else shops.get(default) or Shop()
    if profile is None:
        return Standard(replace(for_shop(press), scale=scale), rules.names())
    limits = profiles[profile]
    if shop is not None and limits.press is not None:
        limits = limits.model_copy(update={"press": press})
    return Standard(replace(for_profile(limits, press), scale=scale), limits.rules)


def _tables(project: Project) -> tuple[Mapping[str, Shop], str, Mapping[str, Profile], list[Finding]]:
    """Shops, the campaign's own, and profiles of the project at or above the folder; none outside a project."""
    try:
        project = Project.find(project.root)
    except OutreachError:
        return {}, "", {}, []
    shops, faults = read_shops(project.data / "shops", project.relative(project.data / "shops"))
    path, data = project.templates / "_shared" / "profiles.toml", project.data / "campaign.toml"
    try:
        table, campaign = read_toml(path, project.relative(path)), read_toml(data, project.relative(data))
    except OutreachError as error:
        return shops, "", {}, [*faults, *error.findings]
    profiles, strays = validate_each(Profile, table)
    faults += [*strays, *rules.unknown_rules(table, rules.of_profiles(profiles))]
    return shops, str(campaign.data.get("shop", "")), profiles, faults


def _unknown(slug: str, name: str, known: Collection[str]) -> Finding:
    return Finding(slug, data={"found": name, "expected": closest(name, known) if known else "project-only"})


def _verdict(file: str, pdf: PdfFile, findings: Sequence[Finding]) -> Verdict:
    width, height = (number(side) for side in pdf.pages[0].size)
    errors = sum(finding.severity == "error" for finding in findings)
    return Verdict(file, len(pdf.pages), width, height, errors, len(findings) - errors)
