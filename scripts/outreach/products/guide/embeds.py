"""The files of each page that other sites embed, and of all of them: a function of the pages' content."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from html import escape
from urllib.parse import unquote, urlsplit

from outreach.campaign.brand import WEB_PALETTE
from outreach.campaign.bundle import Bundle
from outreach.core.files import json_of
from outreach.core.findings import Data, Finding, OutreachError
from outreach.core.hashing import digest
from outreach.core.package import package_table
from outreach.core.strings import Strings
from outreach.products.catalogue import Entry
from outreach.products.guide import THEME
from outreach.products.guide.embed_page import EmbedMeta, embed_page, embed_script, embed_stylesheet
from outreach.products.guide.fragment import LEVELS, fragment
from outreach.products.guide.heights import PHONE, Heights
from outreach.products.guide.snippets import CardPicture, Script, integrity, oembed, snippets
from outreach.products.guide.visible_text import visible_text
from outreach.render.templates import Templates

FOLDER = "embed/v1/"
"""Where frames lead to, as long as they need no new snippet."""
LIMIT = 10_000
"""Greatest size of an embeddable page with its style sheet and script, pictures apart, in bytes."""
HEIGHT = 2400
"""px of a frame's height in a browser that can't size it, for a page that nobody has measured."""
DIGEST_DIGITS = 6
"""Hexadecimal digits of the code behind a version: it changes with every word and link."""
KINDS = ("script", "frame", "pinned", "fragment", "card", "link", "oembed")
"""Ways to embed a page, the best first: with the script a frame is as high as its page in every browser."""
VERSIONS = f"{FOLDER}versions.json"
GONE = f"{FOLDER}404.html"
"""The page in frames whose own is not there: servers answer with it."""
_SOURCE = THEME / "embed"


@dataclass(frozen=True)
class Shared:
    """The common part of all embeddable pages of one build."""

    bundle: Bundle
    picture: CardPicture | None
    favicon: str
    """In the site."""

    @cached_property
    def templates(self) -> Templates:
        return Templates([THEME])

    @cached_property
    def scripts(self) -> dict[str, bytes]:
        """Version → the script for pages around frames; the last is the present one."""
        scripts = {path.parent.name[1:]: path.read_bytes() for path in _SOURCE.glob("v*/embed.js")}
        return dict(sorted(scripts.items(), key=lambda pair: [int(part) for part in pair[0].split(".")]))

    @property
    def script(self) -> Script:
        version, content = list(self.scripts.items())[-1]
        return Script(version, integrity(content))

    @cached_property
    def files(self) -> dict[str, bytes]:
        """The files that every embeddable page uses: path in the site → content."""
        colours = self.bundle.brand.colours[WEB_PALETTE]
        present = list(self.scripts.values())[-1]
        style, script = ((_SOURCE / name).read_text(encoding="utf-8") for name in ("embed.css", "child.js"))
        return {
            f"{FOLDER}embed.css": embed_stylesheet(style, colours).encode(),
            f"{FOLDER}child.js": embed_script(script).encode(),
            f"{FOLDER}embed.js": present,
            GONE: self._gone.encode(),
            **{f"embed/v{version}/embed.js": content for version, content in self.scripts.items()},
        }

    @property
    def _gone(self) -> str:
        """The page of a frame whose own is not there; it is shown at any depth."""
        campaign, words = self.bundle.campaign, self.bundle.words
        home, here = campaign.site_url, urlsplit(campaign.site_url).path + FOLDER
        meta = EmbedMeta(
            lang=campaign.language,
            title=words.text("embed.gone"),
            page_url=home,
            embed_url=home + FOLDER,
            site_name=campaign.name,
            css_href=f"{here}embed.css",
            icon_href=f"{here}../../{self.favicon}",
            script_href=f"{here}child.js",
        )
        guide = f'<a href="{escape(home)}">{escape(words.text("embed.gone_guide"))}</a>'
        content = f"<p>{escape(words.text('embed.gone_text'))} {guide}.</p>"
        return embed_page(content, meta, self.templates, words)


@dataclass(frozen=True)
class EmbeddablePage:
    """One embeddable page in all its forms."""

    meta: EmbedMeta
    url: str
    """Below the site's address, and below `FOLDER`: huong-dan/android/"""
    name: str
    """Its source, for findings."""
    line: int
    """That of `embed` in it."""
    content: str
    measured: Heights | None
    """None if nobody has measured it."""
    withdrawn: bool
    shared: Shared

    @property
    def place(self) -> str:
        """Where its frame's page and the files beside it lie, as addresses have it."""
        return FOLDER + self.url

    @property
    def folder(self) -> str:
        """The same as files have it."""
        return unquote(self.place)

    @cached_property
    def full_meta(self) -> EmbedMeta:
        """The page's data with the code of its words behind the version."""
        bare = replace(self.meta, version="", updated=None)
        code = digest(
            *visible_text(fragment(self.content, bare, LEVELS[0], self.shared.templates, self.strings)).parts
        )[:DIGEST_DIGITS]
        return replace(self.meta, version="-".join(part for part in (self.meta.version, code) if part))

    @property
    def strings(self) -> Strings:
        """The strings of its language."""
        return self.shared.bundle.strings[self.meta.lang]

    @property
    def day(self) -> str:
        """The day of its last change, as its language writes it."""
        return self.strings.date(self.meta.updated) if self.meta.updated else ""

    @cached_property
    def fragments(self) -> dict[int, str]:
        """Level of its heading → HTML."""
        templates = self.shared.templates
        return {level: fragment(self.content, self.full_meta, level, templates, self.strings) for level in LEVELS}

    @property
    def heights(self) -> Heights:
        return self.measured or Heights(((PHONE, HEIGHT),))

    @cached_property
    def snippets(self) -> dict[str, str]:
        """The texts that a webmaster copies, by kind."""
        shared, base = self.shared, self.shared.bundle.campaign.site_url
        return snippets(
            self.full_meta, self.heights, base, shared.script, self._picture, shared.templates, self.strings
        )

    @property
    def _picture(self) -> CardPicture | None:
        """Pictures speak the campaign's first language."""
        return self.shared.picture if self.meta.lang == self.shared.bundle.campaign.language else None

    @cached_property
    def codes(self) -> dict[str, str]:
        """The choice of webmasters, `KINDS` in order: code to paste, or an address."""
        texts = self.snippets
        joined = {kind: f"{texts['frame']}\n{texts[kind]}" for kind in ("script", "pinned")}
        others = {"fragment": self.fragments[LEVELS[0]].strip(), "oembed": self.meta.page_url}
        return {kind: (texts | joined | others)[kind] for kind in KINDS}

    def fragment_name(self, level: int) -> str:
        """A fragment's file beside the frame's page: opened in a browser it shows what is to be copied."""
        return f"fragment-h{level}.txt"

    def files(self) -> dict[str, bytes]:
        """Path in the site → content. Raises OutreachError if the frame's page is too large."""
        html = embed_page(self.content, self.full_meta, self.shared.templates, self.strings).encode()
        size = len(html) + sum(len(self.shared.files[FOLDER + name]) for name in ("embed.css", "child.js"))
        if size > LIMIT:
            data: Data = {"size": size, "limit": LIMIT}
            raise OutreachError(Finding("embed-size", file=self.name, line=self.line, data=data))
        base = self.shared.bundle.campaign.site_url
        answer = oembed(self.full_meta, self.heights.at(PHONE), base, self.snippets["quoted"], self._picture)
        return {
            f"{self.folder}index.html": html,
            f"{self.folder}oembed.json": answer,
            **{self.folder + self.fragment_name(level): text.encode() for level, text in self.fragments.items()},
        }

    def entries(self) -> list[Entry]:
        title, language = self.meta.title, self.meta.lang
        kinds = [("index.html", "HTML"), ("oembed.json", "JSON")]
        kinds += [(self.fragment_name(level), f"HTML h{level}") for level in LEVELS]
        return [Entry(self.folder + name, "embed", title, form, "", language) for name, form in kinds]

    def findings(self) -> list[Finding]:
        """Warnings about what stands in the way of a good frame."""
        if self.measured is not None or self.withdrawn:
            return []
        return [Finding("embed-height", "warning", self.name, self.line, data={"height": HEIGHT})]


def versions(pages: Iterable[EmbeddablePage], shared: Shared) -> bytes:
    """`versions.json`: of which day and version each embeddable page is, and what has been withdrawn."""
    campaign = shared.bundle.campaign
    table = {
        "campaign": campaign.name,
        "site": campaign.site_url,
        "status": campaign.status,
        "frames": FOLDER,
        "script": {"version": shared.script.version, "integrity": shared.script.integrity},
        "signed": {
            language: {
                "name": shared.bundle.translations[language].name,
                "version": words.text("page.version"),
                "open": words.text("embed.open"),
            }
            for language, words in shared.bundle.strings.items()
        },
        "consent": package_table(_SOURCE / "check.toml")["consent"],
        "pages": [
            {
                "url": page.url,
                "language": page.meta.lang,
                "title": page.meta.title,
                "version": page.full_meta.version,
                "updated": page.meta.updated.isoformat() if page.meta.updated else "",
                "state": "withdrawn" if page.withdrawn or campaign.status == "withdrawn" else "current",
                "fragment": page.folder + page.fragment_name(LEVELS[0]),
            }
            for page in sorted(pages, key=lambda page: page.url)
        ],
    }
    return json_of(table)
