"""The site: the only module that knows MkDocs. A plugin that feeds it the campaign, and a runner that publishes whole.

`mkdocs build` alone gives the same files through the plugin; `outreach build` adds staging and the swap.
"""

from __future__ import annotations

import logging
import os
import shutil
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from outreach import build
from outreach.campaign.project import Project
from outreach.content import markdown
from outreach.core.errors import OutreachError
from outreach.core.findings import Finding, ordered
from outreach.products.embed import EmbedMeta, embed_page
from outreach.products.print_page import Printed, print_list, print_page
from outreach.publish import assets, catalogue, stamp, swap
from outreach.publish.own import embed_entry, link_pages, sheet_entries
from outreach.render.templates import Templates

OVERRIDES = assets.THEME / "overrides"
LAN = "OUTREACH_SITE_URL"
"""Environment variable: another address for the site and its QR codes, set by `outreach serve --lan`."""
EMBED_LIMIT = 10_000
"""Greatest size of an embeddable page with its style sheet, pictures apart, in bytes."""
os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # the theme's notice about its own future


class _NoOptions(Config):
    """The plugin has no options: what the campaign says stands in docs/_data/."""


class OutreachPlugin(BasePlugin[_NoOptions]):
    """Turns the campaign into MkDocs' configuration, files and pages."""

    def __init__(self) -> None:
        self.prepared: build.Prepared | None = None
        self.progress: build.Progress | None = None
        self.made: list[build.Made] = []
        self.entries: list[catalogue.Entry] = []
        self._given = False

    def use(self, prepared: build.Prepared, progress: build.Progress | None) -> None:
        """Lets the next build use a campaign that has been prepared already."""
        self.prepared, self.progress, self._given = prepared, progress, True

    @event_priority(100)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        project = Project(Path(config.config_file_path).parent)
        try:
            if not self._given or self.prepared is None:
                self.prepared = build.prepare(project, os.environ.get(LAN, ""))
            self._given = False
            self.made = build.make(self.prepared, self.prepared.sheets, self.progress)
        except OutreachError as error:
            raise _Stopped(error) from None
        self.entries = []
        campaign, language = self.prepared.bundle.campaign, self.prepared.bundle.campaign.language
        noon = datetime(campaign.as_of.year, campaign.as_of.month, campaign.as_of.day, 12, tzinfo=UTC)
        os.environ["SOURCE_DATE_EPOCH"] = str(int(noon.timestamp()))
        config.site_name = campaign.name
        config.site_url = campaign.site_url
        config.site_author = campaign.issuer.name
        config.docs_dir = str(project.docs)
        config.nav = campaign.nav
        config.theme["language"] = language
        config.theme["favicon"] = "assets/illustrations/mark.svg"
        config.theme.dirs.insert(0, str(OVERRIDES))
        config.markdown_extensions = list(dict.fromkeys([*markdown.EXTENSIONS, *config.markdown_extensions]))
        config.mdx_configs.update(markdown.CONFIGS)
        search = config.plugins.get("material/search") or config.plugins.get("search")
        if search is not None:
            search.config.lang = [language]
        config.watch += [str(project.templates), str(assets.THEME)]
        return config

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        assert self.prepared is not None
        bundle = self.prepared.bundle
        for path, content in {
            **assets.drawings(bundle),
            **assets.brand(bundle, self.prepared.fonts),
            **assets.scripts(bundle),
        }.items():
            if (source := files.get_file_from_path(path)) is not None:
                files.remove(source)
            files.append(File.generated(config, path, content=content))
        for one in self.made:
            printed = _printed(one)
            for name, source_path in zip([printed.file(), *printed.previews], [one.pdf, *one.previews], strict=True):
                files.append(File.generated(config, f"an-pham/{name}", abs_src_path=str(source_path)))
        return files

    def on_page_read_source(self, page: Page, config: MkDocsConfig) -> str | None:
        assert self.prepared is not None
        known = self.prepared.pages.get(page.file.src_uri)
        return known.source if known else None

    def on_page_markdown(self, text: str, page: Page, config: MkDocsConfig, files: Files) -> str:
        assert self.prepared is not None
        page.meta.pop("template", None)  # a material's print template, not the theme's
        bundle, templates = self.prepared.bundle, Templates([assets.THEME])
        printed = [_printed(one) for one in self.made]
        if page.file.src_uri == "an-pham/index.md" and printed:
            return text + print_list(printed, bundle, templates)
        own = [one for one in printed if page.file.src_uri == f"an-pham/{one.sheet.material.slug}.md"]
        return print_page(own, bundle, templates) + text if own else text

    def on_env(self, env: Any, config: MkDocsConfig, files: Files) -> Any:
        assert self.prepared is not None
        bundle = self.prepared.bundle
        notice = bundle.words.text(f"status.{bundle.campaign.status}")
        env.globals["outreach"] = SimpleNamespace(campaign=bundle.campaign, t=bundle.words.text, status_notice=notice)
        return env

    def on_post_page(self, output: str, page: Page, config: MkDocsConfig) -> str:
        assert self.prepared is not None
        if not page.meta.get("embed"):
            return output
        bundle = self.prepared.bundle
        place = f"embed/v1/{page.file.url}"
        meta = EmbedMeta(
            lang=bundle.campaign.language,
            title=str(page.meta["title"]),
            page_url=bundle.campaign.site_url + page.file.url,
            embed_url=bundle.campaign.site_url + place,
            site_name=bundle.campaign.name,
            updated=page.meta.get("updated"),
            version=str(page.meta.get("version", "")),
            notice=bundle.words.text(f"status.{bundle.campaign.status}"),
            css_href="../" * page.file.url.count("/") + "embed.css",
        )
        html = embed_page(page.content or "", meta, Templates([assets.THEME]).render, bundle.words.text)
        size = len(html.encode()) + len(assets.scripts(bundle)["embed/v1/embed.css"])
        if size > EMBED_LIMIT:
            name = self.prepared.pages[page.file.src_uri].name
            raise _Stopped(OutreachError(Finding("embed-size", file=name, data={"size": size, "limit": EMBED_LIMIT})))
        _write(Path(config.site_dir) / place / "index.html", html)
        self.entries.append(embed_entry(f"{place}index.html", meta))
        return output

    def on_post_build(self, config: MkDocsConfig) -> None:
        assert self.prepared is not None
        site = Path(config.site_dir)
        try:
            pages = link_pages(self.prepared.bundle, self.prepared.sheets)
        except OutreachError as error:
            raise _Stopped(error) from None
        for path, (html, entry) in pages.items():
            _write(site / path, html)
            self.entries.append(entry)
        for one in self.made:
            self.entries += sheet_entries(_printed(one), self.prepared.bundle)
        catalogue.write(self.prepared.bundle, self.entries, site)


class _Stopped(PluginError):
    """Findings on their way through MkDocs."""

    def __init__(self, error: OutreachError) -> None:
        super().__init__("\n".join(f"{f.place}: {f.slug} {dict(f.data)}" for f in error.findings))
        self.findings = error.findings


def build_site(
    project: Project, *, site_url: str = "", progress: build.Progress | None = None, publish: bool = True
) -> list[Finding]:
    """Builds the whole site aside and, with `publish`, puts it in the place of the old one.

    Returns warnings. Raises OutreachError with all findings if anything is wrong; the old site then stays.
    """
    with swap.alone(project.cache):
        built_from = stamp.inputs(project)
        prepared = build.prepare(project, site_url)
        staging = project.cache / "staging"
        shutil.rmtree(staging, ignore_errors=True)
        with _silence_is_golden() as complaints:
            config = load_config(str(project.root / "mkdocs.yml"), site_dir=str(staging), strict=False)
            plugin = next(each for each in config.plugins.values() if isinstance(each, OutreachPlugin))
            plugin.use(prepared, progress)
            config.plugins.on_startup(command="build", dirty=False)
            mkdocs_build(config)
            config.plugins.on_shutdown()
        if complaints:
            raise OutreachError(ordered(complaints))
        if publish:
            swap.publish(staging, project.site)
            build.forget(project, plugin.made)
            stamp.write(project, built_from)
        else:
            shutil.rmtree(staging)
        return ordered([*prepared.findings, *(finding for made in plugin.made for finding in made.findings)])


@contextmanager
def _silence_is_golden() -> Iterator[list[Finding]]:
    """Collects what MkDocs, its plugins and Python itself warn of: any warning fails the build."""
    complaints: list[Finding] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            complaints.append(Finding("site-warning", data={"library": "MkDocs", "text": record.getMessage()}))

    logger, collector = logging.getLogger("mkdocs"), Collector(logging.WARNING)
    logger.addHandler(collector)
    propagate, logger.propagate = logger.propagate, False
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            yield complaints
        for warning in caught:
            text = f"{warning.category.__name__}: {warning.message}"
            complaints.append(Finding("site-warning", data={"library": "Python", "text": text}))
    except _Stopped as error:
        raise OutreachError(error.findings) from None
    except (PluginError, Abort) as error:
        raise OutreachError([*complaints, Finding("site-warning", data={"library": "MkDocs", "text": str(error)})]) from None
    finally:
        logger.removeHandler(collector)
        logger.propagate = propagate


def _printed(made: build.Made) -> Printed:
    return Printed(made.sheet, made.composed.scan, made.pdf.stat().st_size)


def _write(path: Path, html: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(html, encoding="utf-8")
