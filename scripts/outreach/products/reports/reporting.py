"""All that the reports of a period are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from outreach.campaign.bundle import Bundle
from outreach.products.reports.official_text import OfficialText
from outreach.products.reports.results import Results, Scans
from outreach.products.reports.table import Measure, Rate, Reports


@dataclass(frozen=True)
class Reporting:
    """A campaign's results in a period, beside the visits of its codes and the results of the period before."""

    bundle: Bundle
    fonts: Mapping[int, Path]
    """Weight → font file."""
    reports: Reports
    results: Results
    previous: Results | None = None
    """Of the period before; None for the first, or where none were kept."""
    scans: Scans | None = None
    """None where no log was read."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """Path name of a material → its title."""
    official: OfficialText | None = None
    """Words of the official report; none is written without them."""

    @property
    def measures(self) -> Mapping[str, Measure]:
        return {measure.id: measure for measure in self.reports.measures}

    @property
    def rate(self) -> Rate | None:
        """The rate that colours tiles."""
        return next(iter(self.reports.rates), None)
