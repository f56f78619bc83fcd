"""No type is smaller than the shop prints, the screen shows, or the distance it is read from allows."""

from outreach.checks.demands import Legible
from outreach.checks.inspection import Findings, Inspection, report_worst, texts
from outreach.core.findings import Finding
from outreach.core.lengths import number
from outreach.core.text import dense
from outreach.render.pdf.model import Mark

ROUNDING_PT = 0.05


def check(inspection: Inspection) -> Findings:
    """Type below the least size of shop or screen, and words that can't be read from where they must be."""
    least = max(inspection.demands.press.min_type_pt, inspection.demands.least_pt)
    for page in inspection.pages:
        every = texts(page)
        small = [(mark.size, mark) for mark in every if mark.size < least - ROUNDING_PT]
        yield from report_worst("type-tiny", page, small, least)
        for demand in inspection.demands.legible:
            if demand.page == page.number:
                yield from _far(every, demand)


def _far(every: list[Mark], demand: Legible) -> Findings:
    words = dense(demand.words)
    owners = [mark for mark in every for _ in dense(mark.text)]
    begins = "".join(dense(mark.text) for mark in every).find(words) if words else -1
    if begins < 0:
        return  # words that are not there are another rule's matter
    size = min(mark.size for mark in owners[begins : begins + len(words)])
    if size < demand.least_pt - ROUNDING_PT:
        yield Finding(
            "type-unreadable",
            page=demand.page,
            data={"slot": demand.slot, "found": number(size), "least": number(demand.least_pt)},
        )
