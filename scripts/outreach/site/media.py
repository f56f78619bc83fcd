"""The page for the press among MkDocs' pages: its files beside it, its gallery and its facts in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from outreach.core.package import THEME
from outreach.core.workers import Progress
from outreach.products.catalogue import Entry
from outreach.products.prepare import Prepared
from outreach.products.press_kit.collect import media_kit, thumbnails
from outreach.products.press_kit.page import THUMBNAILS, gallery, particulars
from outreach.products.press_kit.press_kit import MANIFEST, SUMS, MediaKit
from outreach.render.templates import Templates
from outreach.sheets.finished import Made
from outreach.sheets.label import PRESS

GALLERY, PARTICULARS = "<!-- gallery of the press -->", "<!-- particulars for the press -->"
"""What stands in the page until MkDocs has made it. They are no Markdown: the search passes them over."""
STYLES = ["media"]


class Media:
    """What the press takes away, in one build."""

    def __init__(self, prepared: Prepared, made: Sequence[Made], progress: Progress | None = None) -> None:
        self._kit: MediaKit | None = media_kit(prepared, made, progress)
        self._thumbnails = thumbnails(self._kit) if self._kit else {}

    def add(self, files: Files, config: MkDocsConfig) -> None:
        """Gives MkDocs the files that only this page gives away."""
        for path, given in self._files().items():
            if isinstance(given, Path):
                files.append(File.generated(config, path, abs_src_path=str(given)))
            else:
                files.append(File.generated(config, path, content=given))

    def _files(self) -> Mapping[str, bytes | Path]:
        """Path below docs/ → content, or where it lies."""
        kit = self._kit
        if kit is None:
            return {}
        small = {f"{kit.folder}{THUMBNAILS}{name}.webp": one.source for name, one in self._thumbnails.items()}
        own = {file.path: file.source for item in kit.items for file in item.files if file.path.startswith(kit.folder)}
        lists = {**kit.zips, MANIFEST: kit.manifest, SUMS: kit.sums}
        return {**small, **own, **{kit.folder + name: content for name, content in lists.items()}}

    def entries(self) -> Iterator[Entry]:
        """The catalogue's entries for them, but for thumbnails."""
        kit = self._kit
        if kit is None:
            return
        language, words = kit.bundle.campaign.language, kit.bundle.words
        for item in kit.items:
            for file in item.files:
                if file.path.startswith(kit.folder):
                    yield Entry(file.path, "drawing", item.title, f"{file.kind} {item.size}", item.alt, language)
        names = {kit.all_name: words.text("media.get_all")}
        names |= {kit.zip_name(group): words.text("media.get_use", name=group.name) for group in kit.groups}
        for name, title in names.items():
            yield Entry(kit.folder + name, "kit", title, "ZIP", "", language)
        for name, form in {MANIFEST: "JSON", SUMS: "TXT"}.items():
            yield Entry(kit.folder + name, "list", words.text("media.list"), form, "", language)

    @staticmethod
    def marked(text: str, page: Page) -> str:
        """The page's Markdown with places for what is filled in: pictures behind its first words, facts at its end."""
        page.meta["styles"] = STYLES
        first, heading, rest = text.partition("\n## ")
        return f"{first}\n\n{GALLERY}\n\n{heading}{rest}\n\n{PARTICULARS}\n"

    def filled(self, html: str, page: Page) -> str:
        """A page for the press with pictures and facts; any other as it is."""
        if self._kit is None or page.meta.get("lists") != PRESS:
            return html
        templates = Templates([THEME])
        up = "../" * page.file.url.count("/")
        html = html.replace(GALLERY, gallery(self._kit, self._thumbnails, up, templates))
        facts = {name: str(about) for name, about in (page.meta.get("facts") or {}).items()}
        return html.replace(PARTICULARS, particulars(self._kit, facts, templates))
