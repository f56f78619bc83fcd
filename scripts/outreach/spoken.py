"""What is read aloud: the scripts of a campaign, read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from outreach.campaign.bundle import Bundle
from outreach.campaign.scripts import ScriptFields, is_script
from outreach.campaign.validate import unknown, validated
from outreach.checks import scripts as checks
from outreach.content.read import Page
from outreach.content.script import Reader, Script, section_lines
from outreach.content.spelling import Speller
from outreach.core.findings import Finding


def read_scripts(bundle: Bundle, pages: Mapping[str, Page]) -> tuple[list[Script], list[Finding]]:
    """The scripts among the pages (by path below docs/), the shortest first, and all their faults."""
    found: list[Script] = []
    faults: list[Finding] = []
    language = bundle.campaign.language
    speech = bundle.speech.get(language)
    own = {path: page for path, page in pages.items() if is_script(path)}
    if speech is None:
        return [], [Finding("speech-missing", file=page.name, data={"found": language}) for page in own.values()]
    reader = Reader(Speller(speech))
    for path, page in own.items():
        meta, wrong = validated(ScriptFields, page.meta, page.table)
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
        found.append(script)
    found.sort(key=lambda script: (not script.meta.kit, script.meta.seconds, script.slug))
    return found, [*faults, *_broadcasts(bundle, found, pages)]


def _broadcasts(bundle: Bundle, scripts: list[Script], pages: Mapping[str, Page]) -> list[Finding]:
    """Broadcasts of scripts that units do not get, and scripts for units without a table of broadcasts."""
    known = [script.slug for script in scripts if script.meta.kit]
    faulty = any(is_script(path) and PurePosixPath(path).stem not in {s.slug for s in scripts} for path in pages)
    if bundle.broadcasts is None:
        lacking = (script for script in scripts if script.meta.kit)
        return [Finding("plan-missing", file=s.page.name, line=s.page.table.line(("kit",))) for s in lacking]
    if faulty:
        return []
    return [
        unknown(bundle.broadcasts_table, ("slots", index, "script"), slot.script, known)
        for index, slot in enumerate(bundle.broadcasts.slots)
        if slot.script not in known
    ]
