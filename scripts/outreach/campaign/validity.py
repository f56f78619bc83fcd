"""The period of a campaign: its first and last day."""

from __future__ import annotations

from outreach.campaign.model import Campaign
from outreach.core.findings import Data, Finding
from outreach.core.tables import Table


def check(campaign: Campaign, table: Table) -> list[Finding]:
    """A campaign that ends before it begins, or that calls for something although it has ended."""
    line = table.line(("valid_until",))
    last_day = str(campaign.valid_until)
    data: Data
    if campaign.valid_until < campaign.valid_from:
        data = {"found": last_day, "from": str(campaign.valid_from)}
        return [Finding("validity-order", file=table.name, line=line, data=data)]
    if campaign.status == "active" and campaign.valid_until < campaign.as_of:
        data = {"found": last_day, "as_of": str(campaign.as_of)}
        return [Finding("validity-over", file=table.name, line=line, data=data)]
    return []
