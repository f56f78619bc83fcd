"""The scripts of a campaign, read from its pages and checked."""

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from outreach.campaign.broadcasts import Broadcasts
from outreach.campaign.bundle import Bundle
from outreach.campaign.clock import clock_fault
from outreach.campaign.validate import unknown, validate
from outreach.content.page import Page
from outreach.core.findings import Finding
from outreach.core.tables import Table
from outreach.products.loudspeakers import check as checks
from outreach.products.loudspeakers.script import Script, ScriptParser, section_lines
from outreach.products.loudspeakers.script_fields import ScriptFields, is_script
from outreach.products.loudspeakers.speech import read_speech
from outreach.products.loudspeakers.spelling import Verbaliser
from outreach.sheets.ties import ties_of

MOST_DAYS = 3660
"""As far as the clocks of a campaign that lasts longer are looked at: they change on like days every year."""


def read_scripts(bundle: Bundle, pages: Mapping[str, Page]) -> tuple[list[Script], list[Finding]]:
    """The scripts among the pages (by path below docs/), the shortest first, and all their faults and those of the
    tables of how languages are read aloud."""
    scripts: list[Script] = []
    language = bundle.campaign.language
    data = bundle.project.data
    tables = [read_speech(name, data, bundle.project.relative(data)) for name in bundle.campaign.languages]
    faults = [fault for _, wrong in tables for fault in wrong]
    speech = tables[0][0]
    script_pages = {path: page for path, page in pages.items() if is_script(path)}
    if speech is None and not faults:
        faults = [Finding("speech-missing", file=page.name, data={"found": language}) for page in script_pages.values()]
    if speech is None:
        return [], faults
    reader = ScriptParser(Verbaliser(speech), ties_of(bundle))
    for path, page in script_pages.items():
        meta, wrong = validate(ScriptFields, page.meta, page.table)
        faults += wrong
        if meta is None:
            continue
        if meta.channel not in bundle.channels:
            faults.append(unknown(page.table, ("channel",), meta.channel, bundle.channels))
        first, last = section_lines(page, meta.read.removeprefix("#"))
        text = "\n".join(page.body.split("\n")[first:last])
        turns = tuple(reader.turns(text, page.body_line + first))
        script = Script(PurePosixPath(path).stem, meta, page, turns, (first, last), reader)
        faults += checks.check(script, bundle.campaign.words.refuse_marks)
        scripts.append(script)
    scripts.sort(key=lambda script: (not script.meta.kit, script.meta.seconds, script.slug))
    return scripts, faults


def check_broadcasts(
    bundle: Bundle, broadcasts: Broadcasts | None, table: Table, scripts: list[Script], pages: Mapping[str, Page]
) -> list[Finding]:
    """Broadcasts of scripts that units do not get, and scripts for units without a table of broadcasts."""
    names = [script.slug for script in scripts if script.meta.kit]
    with_faults = any(is_script(path) and PurePosixPath(path).stem not in {s.slug for s in scripts} for path in pages)
    if broadcasts is None:
        unread = (script for script in scripts if script.meta.kit)
        return [Finding("plan-missing", file=s.page.name, line=s.page.table.line(("kit",))) for s in unread]
    hours = list(_hours(bundle, broadcasts, table))
    if with_faults:
        return hours
    return hours + [
        unknown(table, ("slots", index, "script"), slot.script, names)
        for index, slot in enumerate(broadcasts.slots)
        if slot.script not in names
    ]


def _hours(bundle: Bundle, broadcasts: Broadcasts, table: Table) -> Iterator[Finding]:
    """Times of broadcasts that on some day of the campaign no clock shows, or that come twice; of each the first."""
    campaign = bundle.campaign
    days = min((campaign.valid_until - campaign.valid_from).days + 1, MOST_DAYS)
    for index, slot in enumerate(broadcasts.slots):
        time = dt.time.fromisoformat(slot.at)
        times = (dt.datetime.combine(campaign.valid_from + dt.timedelta(day), time) for day in range(days))
        fault = next(filter(None, (clock_fault(at, campaign.timezone) for at in times)), None)
        if fault:
            yield Finding(fault[0], file=table.name, line=table.line(("slots", index, "at")), data=fault[1])
