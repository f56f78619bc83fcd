"""The MkDocs plugin: it feeds MkDocs the campaign, and adds the pages and files that MkDocs does not make.

It calls the hooks of all products in a loop (see products/product.py), and knows none of them by name.
"""

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from outreach.campaign.issued import codes_of
from outreach.content import markdown
from outreach.core.cache import Content
from outreach.core.files import write_files
from outreach.core.findings import OutreachError
from outreach.core.package import THEME
from outreach.core.project import MANUAL, MATERIALS, Project
from outreach.core.strings import FALLBACK, Strings
from outreach.products import catalogue
from outreach.products.prepare import prepare
from outreach.products.product import BuildOptions, PreparedCampaign, Publication, SitePage
from outreach.render.templates import Templates
from outreach.sheets.finished_sheet import FinishedSheet
from outreach.sheets.make import make
from outreach.site import assets, languages
from outreach.site.files import cache_contents, link_pages, sheet_entries, sheet_files, write_root_files, zip_entry
from outreach.site.print_pages import LISTS, print_list, print_page
from outreach.site.settings import check_settings, date_build, markdown_configs

OVERRIDES = THEME / "overrides"
FAVICON = "assets/illustrations/mark.svg"
FOLDING = "vi"
"""The search's language: it loads our lunr file, which folds the accents of any Latin script."""
SEPARATOR = r"[\s\-]+|\b\w{1,2}['’]|['’]"
"""Separators of the words of the search: spaces, hyphens, and what is elided, as in "l'étage"."""


class _NoOptions(Config):  # type: ignore[no-untyped-call]
    """The plugin has no options: a campaign is set up in docs/_data/."""


class OutreachPlugin(BasePlugin[_NoOptions]):  # type: ignore[no-untyped-call]
    """Turns the campaign into MkDocs' configuration, files and pages."""

    prepared: PreparedCampaign
    """The campaign, as soon as MkDocs has its configuration."""
    sheets: Sequence[FinishedSheet]
    """Its finished sheets, as soon as MkDocs has its files."""
    contents: dict[str, Content]
    """Path in the site → length and digest, of the files that come from the cache."""
    publications: list[Publication]
    """Each product's share of the site, once it is built."""
    codes: set[str]
    """Codes that the sheets and the files of products carry onto paper."""
    _navs: dict[str, Navigation]
    _files: Files

    def __init__(self) -> None:
        self._input: tuple[PreparedCampaign, Sequence[FinishedSheet], BuildOptions] | None = None
        self._options = BuildOptions()

    def use(self, prepared: PreparedCampaign, sheets: Sequence[FinishedSheet], options: BuildOptions) -> None:
        """Let the next build use a campaign that has been prepared, and its sheets."""
        self._input = prepared, sheets, options

    @event_priority(100)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        project = Project(Path(os.path.abspath(config.config_file_path)).parent)  # `mkdocs build -f mkdocs.yml`
        if self._input:
            self.prepared = self._input[0]
        else:
            check_settings(project)
            self.prepared = prepare(project)
        campaign = self.prepared.bundle.campaign
        date_build(campaign)
        config.site_name = campaign.name
        config.site_url = campaign.site_url
        config.site_author = campaign.issuer.name
        config.docs_dir = str(project.docs)
        config.nav = languages.nav_settings(campaign)
        config.theme["language"] = languages.theme_language(config, campaign.language)
        if campaign.languages[1:]:
            config.extra["alternate"] = True  # the theme then includes partials/alternate.html, which is ours
        config.theme["favicon"] = FAVICON
        config.theme["logo"] = assets.LOGO
        config.theme.dirs.insert(0, str(OVERRIDES))
        config.markdown_extensions = list(dict.fromkeys([*markdown.EXTENSIONS, *config.markdown_extensions]))
        config.mdx_configs.update(markdown_configs(config.mdx_configs, markdown.CONFIGS))
        search = config.plugins.get("material/search") or config.plugins.get("search")
        if search is not None:
            search.config.lang, search.config.separator = [FOLDING], SEPARATOR
        return config

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Make sheets, unless they were given, and the files of products, and add them to MkDocs' own."""
        product_files, bundle = self._make(), self.prepared.bundle
        for private in [file for file in files if file.src_uri.startswith(("_data/", "_files/", MANUAL))]:
            files.remove(private)  # whatever the settings say
        contents = {**assets.drawings(bundle), **assets.brand(bundle, self.prepared.fonts), **assets.theme_files()}
        for path, drawing in contents.items():
            if (source := files.get_file_from_path(path)) is not None:
                files.remove(source)
            files.append(File.generated(config, path, content=drawing))
        sheet_files(files, self.sheets, bundle, config)
        for path, content in product_files.items():
            files.append(_file(config, path, content))
        self.contents = cache_contents(files, bundle.project)
        return files

    def _make(self) -> dict[str, bytes | Path]:
        """Make what the build needs: sheets, unless they were given, and the files of products by their paths.

        Raises OutreachError.
        """
        prepared = self.prepared
        if self._input:
            _, self.sheets, self._options = self._input
        else:
            self.sheets = make(prepared.bundle, prepared.fonts, prepared.pages, prepared.sheets)
        self._input = None
        files: dict[str, bytes | Path] = {}
        for product in prepared.products:
            files |= product.make(prepared, self.sheets, self._options)
        return files

    def on_nav(self, nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
        campaign = self.prepared.bundle.campaign
        self._navs, self._files = languages.navigations(nav, campaign), files
        return self._navs[campaign.language]

    def on_page_read_source(self, page: Page, config: MkDocsConfig) -> str | None:
        source = self.prepared.pages.get(page.file.src_uri)
        return source.source if source else None

    def on_page_markdown(self, text: str, page: Page, config: MkDocsConfig, files: Files) -> str:
        if page.file.src_uri.startswith(f"{MATERIALS}/") or page.meta.get("lists"):
            page.meta["search"] = {"boost": 0.2}  # who searches mostly wants the guide
        page.meta.pop("template", None)  # a material's print template, not the theme's
        for product in self.prepared.products:
            text = product.markdown(_site_page(page), text)
        templates = Templates([THEME])
        if (kind := page.meta.get("lists")) in LISTS and self.sheets:
            return text + print_list(kind, page.file.src_uri, self.prepared, self.sheets, templates)
        sheets = [sheet for sheet in self.sheets if page.file.src_uri == f"{MATERIALS}/{sheet.sheet.material.slug}.md"]
        return print_page(sheets, self.prepared.bundle, templates) + text if sheets else text

    def on_page_content(self, html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
        for product in self.prepared.products:
            html = product.html(_site_page(page), html)
        return html

    def on_env(self, env: Any, config: MkDocsConfig, files: Files) -> Any:
        bundle = self.prepared.bundle
        first, *rest = (
            languages.view(bundle, files, config, bundle.campaign.folder(language)) for language in bundle.strings
        )
        in_nav = [page for nav in self._navs.values() for page in nav.pages]
        site_pages = [*in_nav, *(file.page for file in files.documentation_pages() if file.page is not None)]
        pages = {page.file.src_uri: _site_page(page) for page in site_pages}
        for product in self.prepared.products:
            product.collect(list(pages.values()))
        env.globals["outreach"] = replace(first, translations=rest)  # for the theme's pages that are no content
        return env

    def on_page_context(self, context: Any, page: Page, config: MkDocsConfig, nav: Navigation) -> Any:
        view = languages.view(self.prepared.bundle, self._files, config, page.file.src_uri)
        settings = languages.theme_settings(self.prepared.bundle, config, view.language)
        nav = self._navs[view.language]
        for product in self.prepared.products:
            nav = languages.first_level(nav, product.shell_page) if page.file.src_uri == product.shell_page else nav
        context.update(outreach=view, nav=nav, config=settings)
        return context

    def on_post_template(self, output: str, template_name: str, config: MkDocsConfig) -> str:
        for product in self.prepared.products:
            if product.shell_page and template_name == "sitemap.xml":
                output = languages.drop_from_sitemap(output, product.shell_page)
        return output

    def on_post_page(self, output: str, page: Page, config: MkDocsConfig) -> str:
        """The page as it is published; MkDocs writes no file for an empty one."""
        for product in self.prepared.products:
            output = product.finish(_site_page(page), output)
        return output

    @event_priority(-100)  # after the search has written its index
    def on_post_build(self, config: MkDocsConfig) -> None:
        site, prepared = Path(config.site_dir), self.prepared
        languages.split_search(site, prepared.bundle.campaign)
        self.publications = [product.publish(site) for product in prepared.products]
        self.codes = codes_of(prepared.bundle, (finished.sheet for finished in self.sheets))
        self.codes.update(code for publication in self.publications for code in publication.codes)
        pages = link_pages(prepared.bundle, prepared.issued.values(), sorted(self.codes))
        for publication in self.publications:
            self.contents.update(publication.contents)
        entries = [entry for publication in self.publications for entry in publication.entries]
        write_files(site, {path: html.encode() for path, html in pages.items()})
        for finished in self.sheets:
            entries += sheet_entries(finished, prepared.bundle)
        channels = dict.fromkeys(sheet.sheet.material.meta.channel for sheet in self.sheets)
        entries += [zip_entry(channel, prepared.bundle) for channel in channels]
        catalogue.write(prepared.bundle, entries, site, self.contents)
        write_root_files(prepared.bundle.project, site)

    def on_build_error(self, error: Exception) -> None:
        """Faults of the campaign end MkDocs with their texts, not with a traceback."""
        if isinstance(error, OutreachError):
            raise CampaignFault(error) from None


class CampaignFault(PluginError):
    """Findings on their way through MkDocs; its message is for those who run MkDocs itself."""

    def __init__(self, error: OutreachError) -> None:
        words = Strings.load(FALLBACK)
        super().__init__("\n".join(f"{f.place}: {f.slug}: {' '.join(words.finding(f))}" for f in error.findings))
        self.findings = error.findings


def _file(config: MkDocsConfig, path: str, content: bytes | Path) -> File:
    """A product's file among those of MkDocs."""
    level = InclusionLevel.NOT_IN_NAV if path.endswith(".md") else InclusionLevel.UNDEFINED
    if isinstance(content, Path):
        return File.generated(config, path, abs_src_path=str(content), inclusion=level)
    return File.generated(config, path, content=content, inclusion=level)


def _site_page(page: Page) -> SitePage:
    """A page of MkDocs as products see it; MkDocs calls the home page's address "./"."""
    url = "" if page.file.url == "./" else page.file.url
    return SitePage(page.file.src_uri, url, page.meta, page.content or "")
