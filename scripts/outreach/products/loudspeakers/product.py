"""Loudspeakers in the build: scripts are read, written as files, shown on pages, and added to units' kits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from outreach.campaign.broadcasts import NAME, Broadcasts, read_broadcasts
from outreach.core.findings import Finding, has_errors
from outreach.core.workers import Progress
from outreach.products.catalogue import Entry
from outreach.products.loudspeakers import THEME
from outreach.products.loudspeakers.booklet import KINDS, ScriptPapers, booklet_label, booklet_title
from outreach.products.loudspeakers.boxes import BoxFitter, UnitWords, unit_words
from outreach.products.loudspeakers.page import script_list, script_page
from outreach.products.loudspeakers.read import check_broadcasts, read_scripts
from outreach.products.loudspeakers.script import Script
from outreach.products.loudspeakers.script_fields import FOLDER, ScriptFields, is_script
from outreach.products.loudspeakers.speech import FOLDER as SPOKEN
from outreach.products.loudspeakers.speech import Speech
from outreach.products.loudspeakers.text_files import mark_files
from outreach.products.loudspeakers.unit_files import UnitBooklets, forget_booklets, unit_booklets
from outreach.products.product import BuildOptions, PreparedCampaign, Product, Publication, SitePage, Source
from outreach.render.glyphs import Family
from outreach.render.templates import Templates
from outreach.sheets import typeset_document
from outreach.sheets.finished_sheet import FinishedSheet
from outreach.sheets.label import file_label

STYLES = ["scripts"]


@dataclass(frozen=True)
class ScriptFiles:
    """The files of a script, or with None of all that units read: path in the site → content, in the order of KINDS."""

    script: Script | None
    title: str
    files: Mapping[str, bytes]


class Loudspeakers(Product):
    """The scripts of a campaign and their files."""

    sources = (
        Source(f"docs/{FOLDER}/*.md", "scripts for loudspeakers", ScriptFields),
        Source(f"docs/_data/{NAME}", "", Broadcasts),
        Source(f"docs/_data/{SPOKEN}/*.toml", "", Speech),
    )

    def __init__(self) -> None:
        self._scripts: list[Script] = []
        self._words: UnitWords | None = None
        self._files: list[ScriptFiles] = []

    def owns_page(self, path: str) -> bool:
        return is_script(path)

    def read(self, campaign: PreparedCampaign) -> list[Finding]:
        bundle = campaign.bundle
        self._broadcasts, table, faults = read_broadcasts(bundle.project)
        if has_errors(faults):  # scripts would seem to lack what the table is to say
            return faults
        self._scripts, faults = read_scripts(bundle, campaign.pages)
        self._words = unit_words(bundle, self._scripts, self._broadcasts)
        return [*faults, *check_broadcasts(bundle, self._broadcasts, table, self._scripts, campaign.pages)]

    def make(
        self, campaign: PreparedCampaign, sheets: Sequence[FinishedSheet], options: BuildOptions
    ) -> Mapping[str, bytes | Path]:
        self._bundle = campaign.bundle
        self._files = self._make(campaign, options.progress) if self._scripts else []
        if options.kits and self._words is None:
            forget_booklets(campaign.bundle.project)  # no unit reads anything any more
        return {path: content for entry in self._files for path, content in entry.files.items()}

    def _make(self, campaign: PreparedCampaign, progress: Progress | None) -> list[ScriptFiles]:
        """Each script by itself, and all that loudspeakers read in one. Raises OutreachError for what can't be set."""
        from outreach.render.pdf.labels import add_label  # heavy

        bundle, scripts, words = campaign.bundle, self._scripts, self._words
        setter = BoxFitter(Family(campaign.fonts))
        composer = ScriptPapers(bundle, setter)
        papers = [composer.single(script) for script in scripts]
        texts = [mark_files(bundle, [script], None, {}) for script in scripts]
        blank = words.of(None) if words else {}
        if words:
            papers.append(composer.booklet(words, setter.lines(blank)))
            texts.append(mark_files(bundle, words.scripts, words.broadcasts, blank))
        documents = typeset_document.set_documents(bundle, campaign.fonts, papers, "scripts", progress)
        files = []
        for script, paper, pdf, text in zip((*scripts, None), papers, documents, texts, strict=False):
            title = script.meta.title if script else booklet_title(bundle)
            label = file_label(bundle, title, script.meta.summary) if script else booklet_label(bundle, title)
            contents = (add_label(pdf.read_bytes(), label), text.as_document(blank), text.as_text(blank))
            home = f"{FOLDER}/{script.slug}" if script else FOLDER
            names = [f"{home}/{paper.name}.{kind}" for kind in KINDS]
            files.append(ScriptFiles(script, title, dict(zip(names, contents, strict=True))))
        return files

    def markdown(self, page: SitePage, text: str) -> str:
        bundle, templates = self._bundle, Templates([THEME])
        if page.meta.get("lists") == "scripts":
            page.meta["styles"] = STYLES
            whole = next((entry.files for entry in self._files if entry.script is None), {})
            return text + "\n\n" + script_list(self._scripts, whole, bundle, templates)
        for entry in self._files:
            if entry.script is not None and page.path == f"{FOLDER}/{entry.script.slug}.md":
                page.meta["styles"], page.meta["search"] = STYLES, {"boost": 0.2}
                return script_page(entry.script, entry.files, bundle, templates)
        return text

    def publish(self, site: Path) -> Publication:
        language = self._bundle.campaign.language
        return Publication(
            [
                Entry(path, "script", entry.title, path.rpartition(".")[2].upper(), "", language)
                for entry in self._files
                for path in entry.files
            ]
        )

    def unit_files(self, campaign: PreparedCampaign) -> UnitBooklets | None:
        return unit_booklets(campaign.bundle, campaign.fonts, self._words) if self._words else None
