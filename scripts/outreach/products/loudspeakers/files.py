"""The files of scripts where no unit speaks: each script by itself, and all that loudspeakers read in one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from outreach.core.workers import Progress
from outreach.products.loudspeakers.booklet import ScriptPapers
from outreach.products.loudspeakers.booklet_job import KINDS, label
from outreach.products.loudspeakers.boxes import Setter, UnitWords, read_boxes
from outreach.products.loudspeakers.broadcasts import Broadcasts
from outreach.products.loudspeakers.script import Script
from outreach.products.loudspeakers.script_fields import FOLDER
from outreach.products.loudspeakers.text_files import Prepared as Files
from outreach.products.loudspeakers.text_files import ScriptFiles
from outreach.products.product import Prepared
from outreach.render.glyphs import Family
from outreach.sheets import typeset_document
from outreach.sheets.documents import Document
from outreach.sheets.label import file_label


@dataclass(frozen=True)
class Reading:
    """A script, or with None all that units read; path in the site → content of its files, in the order of KINDS."""

    script: Script | None
    title: str
    files: Mapping[str, bytes]


def readings(
    prepared: Prepared, scripts: Sequence[Script], broadcasts: Broadcasts | None, progress: Progress | None = None
) -> list[Reading]:
    """The files of all scripts. Raises OutreachError for a paper that can't be set."""
    bundle = prepared.bundle
    if not scripts:
        return []
    setter, writer = Setter(read_boxes(), Family(prepared.fonts)), ScriptFiles(bundle)
    composer = ScriptPapers(bundle, setter)
    entries: list[tuple[str, Script | None, Document, Files]] = [
        (script.meta.title, script, composer.single(script), writer.prepared([script], None, {})) for script in scripts
    ]
    words: dict[str, str] = {}
    unit_scripts = [script for script in scripts if script.meta.kit]
    if unit_scripts and broadcasts is not None:
        words = UnitWords(unit_scripts, broadcasts, bundle.campaign).of(None)
        paper = composer.booklet(unit_scripts, broadcasts, setter.lines(words))
        whole = writer.prepared(unit_scripts, broadcasts, words)
        entries.append((bundle.words.text("script.booklet", app=bundle.campaign.app.name), None, paper, whole))
    from outreach.render.pdf.labels import add_label  # heavy

    documents = typeset_document.set_documents(
        prepared.bundle, prepared.fonts, [paper for _, _, paper, _ in entries], "scripts", progress
    )
    found = []
    for (title, script, paper, text), pdf in zip(entries, documents, strict=True):
        own_label = file_label(bundle, title, script.meta.summary) if script else label(bundle)
        content = (add_label(pdf.read_bytes(), own_label), text.as_document(words), text.as_text(words))
        home = f"{FOLDER}/{script.slug}" if script else FOLDER
        names = [f"{home}/{paper.name}.{kind}" for kind in KINDS]
        found.append(Reading(script, title, dict(zip(names, content, strict=True))))
    return found
