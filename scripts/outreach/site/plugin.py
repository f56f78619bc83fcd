"""The MkDocs plugin: it feeds MkDocs the campaign, and adds the pages and files that MkDocs does not make."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from outreach.campaign.units import Unit
from outreach.content import markdown
from outreach.content.root_files import write_root_files
from outreach.core.cache import Content
from outreach.core.errors import OutreachError
from outreach.core.findings import Finding
from outreach.core.package import THEME
from outreach.core.project import MANUAL, MATERIALS, UNITS, Project
from outreach.core.strings import FALLBACK, Strings
from outreach.core.workers import Progress
from outreach.products import catalogue, prepare
from outreach.products.guide import files as guides
from outreach.products.kits import kits
from outreach.products.kits.sheets import kit_sheets
from outreach.products.kits.shell import Shell
from outreach.products.loudspeakers.files import Reading, readings
from outreach.render import assets
from outreach.render.templates import Templates
from outreach.sheets.finished import Made
from outreach.sheets.label import PRESS
from outreach.sheets.make import make
from outreach.sheets.published import print_page
from outreach.site import languages, messages, scripts, shell_page
from outreach.site.embeds import MARKS, STYLES, Embeds, withdrawn
from outreach.site.media import Media
from outreach.site.own_pages import kit_entry, link_pages, sheet_entries
from outreach.site.print_lists import print_list
from outreach.site.settings import check_settings, markdown_configs
from outreach.site.sheets import kept_files, printed, sheet_files

OVERRIDES = THEME / "overrides"
FOLDING = "vi"
"""The search's language: it loads our lunr file, which folds the accents of any Latin script."""
SEPARATOR = r"[\s\-]+|\b\w{1,2}['’]|['’]"
"""What stands between the words of the search: spaces, hyphens, and what is elided, as in "l'étage"."""
os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # the theme's notice about its own future


class _NoOptions(Config):  # type: ignore[no-untyped-call]
    """The plugin has no options: what the campaign says stands in docs/_data/."""


@dataclass(frozen=True)
class Making:
    """How the units' kits are made, if they are."""

    kits: bool = True
    progress: Progress | None = None
    workers: int | None = None


class OutreachPlugin(BasePlugin[_NoOptions]):  # type: ignore[no-untyped-call]
    """Turns the campaign into MkDocs' configuration, files and pages."""

    def __init__(self) -> None:
        self.prepared: prepare.Prepared | None = None
        self.made: list[Made] = []
        self.entries: list[catalogue.Entry] = []
        self.warned: list[Finding] = []
        """Doubts about the site that has been built."""
        self.shell: Shell | None = None
        """The frame of the units' pages, once the site is built; None if the campaign has no page to find them."""
        self.kits: kits.Kits | None = None
        self.filled: kits.Filled | None = None
        self.contents: dict[str, Content] = {}
        """Files that come from the cache by path in the site: what they are as they were made."""
        self.seconds = 0.0
        """How long the kits took."""
        self._making: Making = Making()
        self._given = False
        self._navs: dict[str, Navigation] = {}
        self._files: Files | None = None
        self._embeds: Embeds | None = None
        self._media: Media | None = None
        self._read: list[Reading] = []

    def use(self, prepared: prepare.Prepared, made: list[Made], making: Making) -> None:
        """Lets the next build use a campaign that has been prepared, and its sheets."""
        self.prepared, self.made, self._given, self._making = prepared, made, True, making

    @event_priority(100)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        project = Project(Path(os.path.abspath(config.config_file_path)).parent)  # `mkdocs build -f mkdocs.yml`
        try:
            if not self._given:
                check_settings(project)
                self.prepared = prepare.prepare(project)
                ready = self.prepared
                self.made = make(ready.bundle, ready.fonts, ready.pages, ready.sheets)
            assert self.prepared is not None
            self._media = Media(self.prepared, self.made, self._making.progress)
            self._read = readings(self.prepared, self._making.progress)
        except OutreachError as error:
            raise Stopped(error) from None
        self._given = False
        self.entries, self.shell, self.kits, self.filled = [], None, None, None
        campaign, language = self.prepared.bundle.campaign, self.prepared.bundle.campaign.language
        noon = datetime(campaign.as_of.year, campaign.as_of.month, campaign.as_of.day, 12, tzinfo=UTC)
        os.environ["SOURCE_DATE_EPOCH"] = str(int(noon.timestamp()))
        config.site_name = campaign.name
        config.site_url = campaign.site_url
        config.site_author = campaign.issuer.name
        config.docs_dir = str(project.docs)
        config.nav = languages.nav_settings(campaign)
        config.theme["language"] = languages.theirs(config, language)
        if campaign.languages[1:]:
            config.extra["alternate"] = True  # the theme then includes partials/alternate.html, which is ours
        config.theme["favicon"] = "assets/illustrations/mark.svg"
        config.theme["logo"] = assets.LOGO
        config.theme.dirs.insert(0, str(OVERRIDES))
        config.markdown_extensions = list(dict.fromkeys([*markdown.EXTENSIONS, *config.markdown_extensions]))
        config.mdx_configs.update(markdown_configs(config.mdx_configs, markdown.CONFIGS))
        search = config.plugins.get("material/search") or config.plugins.get("search")
        if search is not None:
            search.config.lang, search.config.separator = [FOLDING], SEPARATOR
        return config

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        assert self.prepared is not None and self._media is not None
        bundle = self.prepared.bundle
        for hidden in [file for file in files if file.src_uri.startswith(("_data/", "_files/", MANUAL))]:
            files.remove(hidden)  # whatever the settings say
        for path, content in {
            **assets.drawings(bundle),
            **assets.brand(bundle, self.prepared.fonts),
            **assets.scripts(),
        }.items():
            if (source := files.get_file_from_path(path)) is not None:
                files.remove(source)
            files.append(File.generated(config, path, content=content))
        sheet_files(files, self.made, bundle, config)
        self._media.add(files, config)
        if files.get_file_from_path(f"{UNITS}/index.md") is not None:
            files.append(shell_page.shell_file(config))
        messages.add(files, self.prepared, config)
        scripts.add(files, self._read, config)
        self.contents = kept_files(files, bundle.project)
        return files

    def on_nav(self, nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
        assert self.prepared is not None
        campaign = self.prepared.bundle.campaign
        self._navs, self._files = languages.navigations(nav, campaign), files
        return self._navs[campaign.language]

    def on_page_read_source(self, page: Page, config: MkDocsConfig) -> str | None:
        assert self.prepared is not None
        known = self.prepared.pages.get(page.file.src_uri)
        return known.source if known else None

    def on_page_markdown(self, text: str, page: Page, config: MkDocsConfig, files: Files) -> str:
        assert self.prepared is not None
        if page.file.src_uri.startswith(f"{MATERIALS}/") or page.meta.get("lists"):
            page.meta["search"] = {"boost": 0.2}  # who searches mostly wants the guide
        page.meta.pop("template", None)  # a material's print template, not the theme's
        if page.file.src_uri.startswith(f"{UNITS}/"):
            page.meta["styles"] = shell_page.STYLES
        bundle, templates = self.prepared.bundle, Templates([THEME])
        if gone := withdrawn(page, bundle.strings[bundle.campaign.language_of(page.file.src_uri)]):
            return gone
        if page.meta.get("lists") == PRESS:
            return Media.marked(text, page)
        if mark := MARKS.get(str(page.meta.get("lists"))):
            page.meta["styles"] = STYLES
            return f"{text}\n\n{mark}\n"
        if (spoken := scripts.shown(text, page, self._read, self.prepared)) is not None:
            return spoken
        sheets = [printed(one) for one in self.made]
        if (kind := page.meta.get("lists")) and sheets:
            titles = {path: str(each.meta.get("title", path)) for path, each in self.prepared.pages.items()}
            listed = replace(bundle, units={unit.code: unit for unit in self._listed})
            return text + print_list(kind, page.file.src_uri, sheets, titles, listed, templates)
        own = [one for one in sheets if page.file.src_uri == f"{MATERIALS}/{one.sheet.material.slug}.md"]
        return print_page(own, bundle, templates) + text if own else text

    def on_page_content(self, html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
        assert self.prepared is not None
        return messages.filled(html, page, self.prepared)

    def on_env(self, env: Any, config: MkDocsConfig, files: Files) -> Any:
        assert self.prepared is not None
        bundle = self.prepared.bundle
        first, *others = (
            languages.view(bundle, files, config, bundle.campaign.folder(language)) for language in bundle.strings
        )
        self._embeds = Embeds(self.prepared, str(config.theme["favicon"]), map(printed, self.made))
        self._embeds.gather(files, self._navs.values())
        env.globals["outreach"] = replace(first, others=others)  # for the theme's pages that are no content
        return env

    def on_page_context(self, context: Any, page: Page, config: MkDocsConfig, nav: Navigation) -> Any:
        assert self.prepared is not None and self._files is not None
        view = languages.view(self.prepared.bundle, self._files, config, page.file.src_uri)
        settings = languages.settings(self.prepared.bundle, config, view.language)
        nav = self._navs[view.language]
        nav = shell_page.short(nav) if shell_page.is_shell(page) else nav
        assert self._embeds is not None
        context.update(
            outreach=view, nav=nav, config=settings, oembed=self._embeds.discovery(page), share=self._embeds.picture
        )
        return context

    def on_post_template(self, output: str, template_name: str, config: MkDocsConfig) -> str:
        return shell_page.without_shell(output) if template_name == "sitemap.xml" else output

    def on_post_page(self, output: str, page: Page, config: MkDocsConfig) -> str:
        assert self.prepared is not None
        if shell_page.is_shell(page):
            self.shell = Shell.learn(output)
            return ""  # so MkDocs writes no file
        assert self._embeds is not None and self._media is not None
        return self._media.filled(self._embeds.filled(output, page), page)

    @event_priority(-100)  # after the search has written its index
    def on_post_build(self, config: MkDocsConfig) -> None:
        assert self.prepared is not None
        site = Path(config.site_dir)
        languages.split_search(site, self.prepared.bundle.campaign)
        assert self._embeds is not None and self._media is not None
        try:
            self._embeds.write(site)
            pages = link_pages(self.prepared.bundle, self.prepared.materials, self.prepared.issued.values())
            self._fill(site)
            self.entries += guides.publish(self.prepared, self._embeds.guide, site, self._making.progress)
        except OutreachError as error:
            raise Stopped(error) from None
        self.entries += [*self._embeds.entries, *messages.entries(self.prepared), *self._media.entries()]
        self.entries += scripts.entries(self._read, self.prepared)
        self.warned = self._embeds.findings
        for path, (html, entry) in pages.items():
            _write(site / path, html)
            self.entries.append(entry)
        for one in self.made:
            self.entries += sheet_entries(printed(one), self.prepared.bundle)
        places = dict.fromkeys(one.sheet.material.meta.channel for one in self.made)
        self.entries += [kit_entry(place, self.prepared.bundle) for place in places]
        catalogue.write(self.prepared.bundle, self.entries, site, self.contents)
        try:
            write_root_files(self.prepared.bundle.project, site)
        except OutreachError as error:
            raise Stopped(error) from None

    def _fill(self, site: Path) -> None:
        """The pages of units, and their kits, if the campaign has a page on which they are found."""
        assert self.prepared is not None
        if self.shell is None:
            return
        bundle, making = self.prepared.bundle, self._making
        started = perf_counter()
        shown = kit_sheets((printed(one) for one in self.made), bundle)
        self.kits = kits.kits_of(self.prepared, self.made, shown, self.shell)
        every = self._listed
        kits.lists(site, self.kits, every)
        if making.kits:
            args = (every, every, self.prepared, making.progress, making.workers)
            self.filled = kits.fill(site, self.kits, *args)
            self.contents |= self.filled.contents
        else:
            kits.carry_over(bundle.project.site, site, [unit.code for unit in every])
        self.seconds = perf_counter() - started

    @property
    def _listed(self) -> list[Unit]:
        """The units that are to be found: all, or where kits are left as they are those that have one."""
        assert self.prepared is not None
        bundle = self.prepared.bundle
        return bundle.live if self._making.kits else kits.present(bundle.project, bundle.live)


class Stopped(PluginError):
    """Findings on their way through MkDocs; its message is for those who run MkDocs itself."""

    def __init__(self, error: OutreachError) -> None:
        words = Strings.load(FALLBACK)
        super().__init__("\n".join(f"{f.place}: {f.slug}: {' '.join(words.finding(f))}" for f in error.findings))
        self.findings = error.findings


def _write(path: Path, html: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(html, encoding="utf-8")
