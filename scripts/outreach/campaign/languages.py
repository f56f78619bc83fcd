"""Further languages of a campaign: what its tables say about them must fit its list of languages."""

from __future__ import annotations

from outreach.campaign.model import Campaign
from outreach.campaign.validate import unknown
from outreach.core.findings import Data, Finding
from outreach.core.tables import KeyPath, Table


def check(campaign: Campaign, table: Table) -> list[Finding]:
    """Texts for a language that the campaign does not speak, and languages without a navigation."""
    faults: list[Finding] = []
    further = campaign.languages[1:]
    tables: list[tuple[KeyPath, list[str]]] = [
        (("navs",), list(campaign.navs)),
        (("translations",), list(campaign.translations)),
        *((("facts", name, "values"), list(fact.values)) for name, fact in campaign.facts.items()),
    ]
    for path, names in tables:
        for language in names:
            if language not in further:
                faults.append(unknown(table, (*path, language), language, further))
    for index, language in enumerate(campaign.languages):
        if index and language not in campaign.navs:
            data: Data = {"field": f"navs.{language}", "found": "—", "expected": "missing"}
            line = table.line(("languages", index))
            faults.append(Finding("field-invalid", file=table.name, line=line, data=data))
    return faults
