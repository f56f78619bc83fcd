"""Runs MkDocs into a staging folder, which is then published whole."""

import logging
import shutil
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, ConfigurationError, PluginError

from outreach.campaign.issued import issue
from outreach.core import last_build, lock, swap
from outreach.core.cache import Content
from outreach.core.files import open_to_all
from outreach.core.findings import Finding, OutreachError, ordered
from outreach.core.hashing import digest_inputs
from outreach.core.project import Project
from outreach.core.workers import shared_workers
from outreach.products.prepare import find_products, prepare
from outreach.products.product import BuildOptions, PreparedCampaign
from outreach.render import fonts
from outreach.sheets.finished_sheet import FinishedSheet
from outreach.sheets.make import make, prune
from outreach.site.plugin import CampaignFault, OutreachPlugin
from outreach.site.settings import check_settings, date_build


@dataclass(frozen=True)
class BuildOutcome:
    """The outcome of a build: its sheets, its warnings, and for each part what it counted and the seconds it took."""

    campaign: PreparedCampaign
    sheets: list[FinishedSheet]
    warnings: list[Finding]
    parts: list[tuple[str, Mapping[str, int], float]]
    contents: Mapping[str, Content]
    """Path in the site → length and digest, of the files that come from the cache."""
    codes: set[str]
    """Codes that its sheets and kits carry onto paper."""


def build_site(project: Project, options: BuildOptions, *, publish: bool = True) -> BuildOutcome:
    """Builds the whole site aside and, with `publish`, puts it in the place of the old one.

    Units' kits that are not made stay as they are. Raises OutreachError with all findings if anything is wrong; the
    old site then stays.
    """
    with lock.hold_lock(project.cache):
        if publish:
            swap.target(project.site)  # said before the build, not after it
            # What stays of the published site, such as kits, must be as it was published.
            if faults := [fault for product in find_products() for fault in product.check_published(project, options)]:
                raise OutreachError(faults)
        inputs = digest_inputs(project)
        staging = project.cache / "staging"
        try:
            outcome = build_into(staging, project, options)
            if publish:
                digests = _site_digests(staging, outcome.contents)
                open_to_all(staging)
                issue(outcome.campaign.bundle, outcome.codes)  # before: what nobody has yet may stand in the table
                last_build.drop(project)
                swap.publish(staging, project.site)
        finally:
            shutil.rmtree(staging, ignore_errors=True)  # above all where the disk is full
        if publish:
            prune(project, outcome.sheets)
            fonts.prune(outcome.campaign.bundle.brand.fonts, project.cache)
            for product in outcome.campaign.products:
                product.keep(outcome.warnings)
            last_build.write(project, inputs, outcome.warnings, options.kits, digests)
            return replace(outcome, warnings=[*outcome.warnings, *swap.access_warnings(project.site)])
        return outcome


def _site_digests(site: Path, contents: Mapping[str, Content]) -> dict[str, str]:
    """Path → SHA-256 of each file. Raises OutreachError for files that differ from the cache they were copied from."""
    digests = last_build.digests(site)
    wrong = [path for path, content in contents.items() if digests.get(path) != content.sha256]
    if wrong:
        raise OutreachError([Finding("site-copy", data={"found": path}) for path in wrong])
    return digests


@shared_workers()
def build_into(folder: Path, project: Project, options: BuildOptions, site_url: str = "") -> BuildOutcome:
    """Loads, makes the sheets, and builds the site into a folder, which is emptied first.

    Raises OutreachError with all findings, also for anything that a library warns of.
    """
    start = perf_counter()
    check_settings(project)
    prepared = prepare(project, site_url)
    date_build(prepared.bundle.campaign)
    load_end = perf_counter()
    sheets = make(prepared.bundle, prepared.fonts, prepared.pages, prepared.sheets, options.progress)
    sheets_end = perf_counter()
    shutil.rmtree(folder, ignore_errors=True)
    with _collect_warnings() as complaints:
        config = load_config(str(project.root / "mkdocs.yml"), site_dir=str(folder), strict=False)
        plugin = next((item for item in config.plugins.values() if isinstance(item, OutreachPlugin)), None)
        if plugin is None:
            raise ConfigurationError("the plugin outreach is not among the plugins")
        plugin.use(prepared, sheets, options)
        config.plugins.on_startup(command="build", dirty=False)
        mkdocs_build(config)
        config.plugins.on_shutdown()
    if complaints:
        raise OutreachError(ordered(complaints))
    files = [path for path in folder.rglob("*") if path.is_file()]
    pages = sum(path.suffix == ".html" for path in files)
    new = sum(sheet.new for sheet in sheets)
    own_parts = [publication.report_line for publication in plugin.publications if publication.report_line]
    seconds = perf_counter() - sheets_end - sum(seconds for _, _, seconds in own_parts)
    parts: list[tuple[str, Mapping[str, int], float]] = [
        ("campaign", {"materials": len(prepared.materials), "units": len(prepared.bundle.units)}, load_end - start),
        ("sheets", {"sheets": len(sheets), "new": new}, sheets_end - load_end),
        ("site", {"pages": pages, "files": len(files)}, seconds),
        *own_parts,
    ]
    findings = [*prepared.findings, *(finding for sheet in sheets for finding in sheet.findings)]
    findings += [finding for publication in plugin.publications for finding in publication.findings]
    return BuildOutcome(prepared, sheets, ordered(findings), parts, plugin.contents, plugin.codes)


@contextmanager
def _collect_warnings() -> Iterator[list[Finding]]:
    """Collects what MkDocs, its plugins and Python itself warn of: any warning fails the build."""
    complaints: list[Finding] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            complaints.append(Finding("site-warning", data={"library": "MkDocs", "text": record.getMessage()}))

    logger, collector = logging.getLogger("mkdocs"), Collector(logging.WARNING)
    logger.addHandler(collector)
    propagate, logger.propagate = logger.propagate, False
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            yield complaints
        for warning in caught:
            text = f"{warning.category.__name__}: {warning.message}"
            complaints.append(Finding("site-warning", data={"library": "Python", "text": text}))
    except ConfigurationError as error:
        fault = Finding("settings-fault", file="mkdocs.yml", data={"reason": " ".join(str(error).split())})
        raise OutreachError(fault) from None
    except CampaignFault as error:
        raise OutreachError(error.findings) from None
    except (PluginError, Abort) as error:
        complaints.append(Finding("site-warning", data={"library": "MkDocs", "text": str(error)}))
        raise OutreachError(complaints) from None
    finally:
        logger.removeHandler(collector)
        logger.propagate = propagate
