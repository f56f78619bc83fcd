"""Scripts for tests: those of the shipped campaign, and made-up ones."""

from functools import cache
from pathlib import Path

from outreach.campaign.broadcasts import Broadcasts, read_broadcasts
from outreach.campaign.bundle import Bundle
from outreach.campaign.ties import read_ties
from outreach.campaign.validate import validate
from outreach.content.page import read
from outreach.content.ties import Ties
from outreach.core.project import Project
from outreach.products.loudspeakers.read import read_scripts
from outreach.products.loudspeakers.script import Script, ScriptParser, section_lines
from outreach.products.loudspeakers.script_fields import ScriptFields
from outreach.products.loudspeakers.speech import read_speech
from outreach.products.loudspeakers.spelling import Verbaliser
from projects import ROOT
from shipped import bundle

FRONT = """---
title: Thử
summary: Bài thử
channel: truyen-thanh
seconds: 12
read: "#loi-doc"
key: "mời bà con cài"
number: "1900 9095"
kit: true
opening: { text: "Đây là đài.", unit: "Đây là đài {name}." }
---

## Lời đọc {#loi-doc}

"""


@cache
def shipped() -> tuple[Bundle, list[Script]]:
    """The shipped campaign and its scripts, which have no faults."""
    folder = ROOT / "docs/truyen-thanh"
    pages = {
        f"truyen-thanh/{path.name}": read(path, path.name, bundle().campaign.facts) for path in folder.glob("*.md")
    }
    scripts, faults = read_scripts(bundle(), pages)
    assert not faults, faults
    return bundle(), scripts


@cache
def broadcasts() -> Broadcasts:
    """When the shipped campaign's scripts are read."""
    table, _, faults = read_broadcasts(Project(ROOT))
    assert table is not None, faults
    return table


@cache
def reader() -> ScriptParser:
    """Reads Vietnamese as the shipped campaign does."""
    speech, faults = read_speech("vi", ROOT / "docs/_data", "docs/_data")
    assert speech is not None, faults
    table, wrong = read_ties("vi", ROOT / "docs/_data", "docs/_data")
    assert not wrong, wrong
    return ScriptParser(Verbaliser(speech), Ties(table, "Bluezone"))


def script(folder: Path, text: str, front: str = FRONT) -> Script:
    """A script of this text; its first line is the 16th of its file."""
    path = folder / "thu.md"
    path.write_text(front + text, encoding="utf-8")
    page = read(path, "thu.md", {})
    meta, faults = validate(ScriptFields, page.meta, page.table)
    assert meta is not None, faults
    first, last = section_lines(page, "loi-doc")
    turns = reader().turns("\n".join(page.body.split("\n")[first:last]), page.body_line + first)
    return Script("thu", meta, page, tuple(turns), (first, last), reader())
