"""Loudspeakers in the build: scripts are read, written as files, shown on pages, and added to units' kits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from outreach.core.cache import Store
from outreach.core.findings import Finding, has_errors
from outreach.products.catalogue import Entry
from outreach.products.loudspeakers import THEME
from outreach.products.loudspeakers.booklet_job import KIND
from outreach.products.loudspeakers.broadcasts import NAME, Broadcasts, read_broadcasts
from outreach.products.loudspeakers.files import Reading, readings
from outreach.products.loudspeakers.page import script_list, script_page
from outreach.products.loudspeakers.read import check_broadcasts, read_scripts
from outreach.products.loudspeakers.script import Script
from outreach.products.loudspeakers.script_fields import FOLDER, ScriptFields, is_script
from outreach.products.loudspeakers.speech import FOLDER as SPOKEN
from outreach.products.loudspeakers.speech import Speech
from outreach.products.loudspeakers.unit_files import UnitBooklets, unit_booklets
from outreach.products.product import Making, Prepared, Product, Publication, SitePage, Source
from outreach.render.templates import Templates
from outreach.sheets.finished_sheet import FinishedSheet

STYLES = ["scripts"]


class Loudspeakers(Product):
    """The scripts of a campaign and their files."""

    sources = (
        Source(f"docs/{FOLDER}/*.md", "scripts for loudspeakers", ScriptFields),
        Source(f"docs/_data/{NAME}", "", Broadcasts),
        Source(f"docs/_data/{SPOKEN}/*.toml", "", Speech),
    )

    def __init__(self) -> None:
        self._scripts: list[Script] = []
        self._readings: list[Reading] = []

    def reads(self, path: str) -> bool:
        return is_script(path)

    def read(self, campaign: Prepared) -> list[Finding]:
        bundle = campaign.bundle
        self._broadcasts, table, faults = read_broadcasts(bundle.project)
        if has_errors(faults):  # scripts would seem to lack what the table is to say
            return faults
        self._scripts, faults = read_scripts(bundle, campaign.pages)
        return [*faults, *check_broadcasts(bundle, self._broadcasts, table, self._scripts, campaign.pages)]

    def make(self, campaign: Prepared, sheets: Sequence[FinishedSheet], making: Making) -> Mapping[str, bytes | Path]:
        self._bundle = campaign.bundle
        self._readings = readings(campaign, self._scripts, self._broadcasts, making.progress)
        if making.kits and not (self._broadcasts and any(script.meta.kit for script in self._scripts)):
            Store(campaign.bundle.project.cache).prune(KIND, ())  # no unit reads anything any more
        return {path: content for reading in self._readings for path, content in reading.files.items()}

    def markdown(self, page: SitePage, text: str) -> str:
        bundle, templates = self._bundle, Templates([THEME])
        if page.meta.get("lists") == "scripts":
            page.meta["styles"] = STYLES
            whole = next((reading.files for reading in self._readings if reading.script is None), {})
            return text + "\n\n" + script_list(self._scripts, whole, bundle, templates)
        for reading in self._readings:
            if reading.script is not None and page.path == f"{FOLDER}/{reading.script.slug}.md":
                page.meta["styles"], page.meta["search"] = STYLES, {"boost": 0.2}
                return script_page(reading.script, reading.files, bundle, templates)
        return text

    def publish(self, site: Path) -> Publication:
        return Publication(list(self._entries()))

    def _entries(self) -> Iterable[Entry]:
        language = self._bundle.campaign.language
        for reading in self._readings:
            for path in reading.files:
                yield Entry(path, "script", reading.title, path.rpartition(".")[2].upper(), "", language)

    def unit_files(self, campaign: Prepared) -> UnitBooklets | None:
        return unit_booklets(campaign.bundle, campaign.fonts, self._scripts, self._broadcasts)
