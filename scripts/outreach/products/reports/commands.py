"""Reports of a period from the returns of a folder, and reminders to those who have not reported."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from outreach.campaign.units import Unit
from outreach.campaign.validate import unknown_name
from outreach.core.files import write_whole
from outreach.core.findings import Finding, OutreachError
from outreach.core.output_folder import replace_folder
from outreach.core.project import Project
from outreach.products.prepare import prepare
from outreach.products.product import PreparedCampaign
from outreach.products.reports.access_log import read_logs
from outreach.products.reports.charts import charts_page
from outreach.products.reports.due import reminder_files
from outreach.products.reports.figures_workbook import figures_workbook
from outreach.products.reports.form import Form
from outreach.products.reports.merge import check_folder, merge
from outreach.products.reports.official import official_documents, official_papers
from outreach.products.reports.product import ReportForms, period_of
from outreach.products.reports.reporting import Reporting
from outreach.products.reports.results import Results, Scans
from outreach.products.reports.results_file import (
    NAME,
    SCANS,
    read_results,
    read_scans,
    write_results,
    write_scans,
)
from outreach.products.reports.table import Period

FIGURES, CHARTS = "so-lieu.xlsx", "bieu-do.html"


@dataclass(frozen=True)
class Asked:
    """A campaign's questions about a period, and who is asked."""

    campaign: PreparedCampaign
    form: Form
    period: Period
    product: ReportForms

    @property
    def others(self) -> Mapping[str, Unit]:
        """Code → who reports besides the units."""
        return self.product.reporters

    def scans(self) -> Scans | None:
        """The visits of the period, if logs were read. Raises OutreachError for a damaged file."""
        path = self.folder(self.period) / SCANS
        name = self.campaign.bundle.project.relative(path)
        return read_scans(path, name, self.period) if path.exists() else None

    @property
    def reporters(self) -> dict[str, Unit]:
        return {**{unit.code: unit for unit in self.campaign.bundle.live}, **self.others}

    @property
    def planned(self) -> dict[str, Mapping[str, int]]:
        """Code of each unit → the plan's broadcasts in the period."""
        plan = self.form.planned(self.period) if self.form.plans else {}
        return {unit.code: plan for unit in self.campaign.bundle.live} if plan else {}

    def folder(self, period: Period) -> Path:
        """Where the reports of a period lie."""
        return self.campaign.bundle.project.reports / period.id

    def results(self, period: Period) -> Results | None:
        """The results of a period, if its returns were merged. Raises OutreachError for a damaged file."""
        path = self.folder(period) / NAME
        if not path.exists():
            return None
        name = self.campaign.bundle.project.relative(path)
        plan = self.form.planned(period) if self.form.plans else {}
        planned = {code: plan for code in self.planned}
        return read_results(path, name, self.form, period, self.reporters, planned)

    def reporting(self, results: Results) -> Reporting:
        """Results beside the period before and the visits. Raises OutreachError for a damaged file of these."""
        campaign, periods = self.campaign, self.form.reports.periods
        at = periods.index(self.period)
        return Reporting(
            campaign.bundle,
            campaign.fonts,
            self.form.reports,
            results,
            previous=self.results(periods[at - 1]) if at else None,
            scans=self.scans(),
            titles={material.slug: material.meta.title for material in campaign.materials},
            official=self.product.official,
        )


def asked(project: Project, period_name: str) -> Asked:
    """The questions about the period of that id. Raises OutreachError for a campaign or a name at fault."""
    campaign = prepare(project)
    (product,) = (product for product in campaign.products if isinstance(product, ReportForms))
    if product.form is None:
        raise OutreachError(Finding("reports-missing"))
    period = period_of(product.form, period_name)
    if period is None:
        raise unknown_name("period-unknown", period_name, (known.id for known in product.form.reports.periods))
    return Asked(campaign, product.form, period, product)


def merge_returns(project: Project, folder: Path, period_name: str) -> tuple[Results, list[Path], list[Finding]]:
    """Merge the returns of a folder and write the reports of the period; files that were there are replaced.

    Returns the results, the files, and all that is wrong with the returns: what can't be read counts for nothing.
    """
    check_folder(project, folder)
    about = asked(project, period_name)
    bundle = about.campaign.bundle
    results, findings = merge(about.form, bundle.live, about.others.values(), about.period, folder)
    reporting = about.reporting(results)
    files = {
        NAME: write_results(results, about.form),
        FIGURES: figures_workbook(reporting),
        CHARTS: charts_page(reporting),
        **official_documents(reporting),
        **official_papers(reporting),
    }
    if reporting.scans is not None:
        files[SCANS] = write_scans(reporting.scans, about.period)
    return results, _write(project, about.folder(about.period), files), findings


def count_scans(project: Project, logs: Iterable[Path], period_name: str) -> tuple[Scans, Path, list[Finding]]:
    """Count the visits of printed codes in logs of web servers and keep them beside the period's results."""
    about = asked(project, period_name)
    scans, findings = read_logs(logs, about.campaign.bundle, about.campaign.materials, about.period)
    path = about.folder(about.period) / SCANS
    write_whole(path, write_scans(scans, about.period))
    return scans, path, findings


def remind(project: Project, period_name: str) -> tuple[Results, list[Path]]:
    """Write reminders to those who have not reported, beside the period's results.

    Raises OutreachError without these.
    """
    about = asked(project, period_name)
    results = about.results(about.period)
    if results is None:
        raise OutreachError(Finding("results-missing", data={"found": period_name}))
    folder = about.folder(about.period)
    files = reminder_files(about.reporting(results))
    for name, content in files.items():
        write_whole(folder / name, content)
    return results, [folder / name for name in files]


def _write(project: Project, folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    with replace_folder(project, folder, lambda _: "") as aside:
        for name, content in files.items():
            write_whole(aside / name, content)
    return [folder / name for name in files]
