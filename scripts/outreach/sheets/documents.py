"""Documents that go with finished sheets, for people at desks: what they say of a file, and how they are composed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from outreach.campaign.brand import WEB_PALETTE
from outreach.campaign.bundle import Bundle
from outreach.campaign.materials import Material
from outreach.campaign.model import Campaign
from outreach.core.package import THEME
from outreach.core.sources import Source
from outreach.core.strings import Strings
from outreach.core.tables import read_text
from outreach.render import drawings
from outreach.render.templates import Markup, Templates
from outreach.sheets.ties import ties_of

DOCUMENTS = THEME / "papers"
"""Templates and styles that all documents share."""


@dataclass(frozen=True)
class Document:
    """A document to be set: `name` is the stem of its file, `pictures` are files that it shows.

    `sources` are the files that it is made from: what is wrong with it is told there.
    """

    name: str
    html: str
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    sources: Sequence[Source] = ()


class DocumentComposer:
    """Composes the documents of one campaign, all in its look, in one of its languages: its first if none is named.

    Their templates and their style sheet `styles` are those of a product's `theme`, or of theme/papers/.
    """

    def __init__(self, bundle: Bundle, language: str = "", styles: str = "papers.css", theme: Path = DOCUMENTS) -> None:
        self.bundle = bundle
        self.campaign = bundle.translations[language or bundle.campaign.language]
        self.words = bundle.strings[language or bundle.campaign.language]
        self.language = self.words.language
        self.ties = ties_of(bundle, self.language)
        self._templates = Templates([theme, DOCUMENTS, bundle.project.templates])
        sheets = [folder / styles for folder in (theme, DOCUMENTS)]
        self._styles = Markup(read_text(next(filter(Path.exists, sheets), sheets[0]), styles))

    def compose(
        self,
        name: str,
        template: str,
        context: Mapping[str, Any],
        title: str,
        pictures: Mapping[str, bytes],
        sources: Sequence[Path] = (),
    ) -> Document:
        """A document without ties between its lines. It shows the pictures by their names; `title` is the document's.

        `sources` are files that it is made from, beside those of the campaign as a whole.
        """
        campaign, brand = self.campaign, self.bundle.brand
        common = {
            "papers": self.words.section("papers"),
            "strings": self.words.section(template),
            "bundle": self.bundle,
            "words": self.words,
            "text": self.words.text,
            "lang": self.language,
            "title": title,
            "author": campaign.issuer.name,
            "campaign": campaign.name,
            "as_of": f"{campaign.as_of.isoformat()}T00:00:00Z",
            "state": state(campaign, self.words),
            "family": brand.fonts.family,
            "tokens": brand.colours[WEB_PALETTE],
            "mark": self.mark(),
            "styles": self._styles,
        }
        html = self._templates.render(f"{template}.html.j2", {**common, **context})
        return Document(name, self.ties.tie_html(html), pictures, self._sources(sources))

    def source(self, material: Material) -> Path:
        """The file of a material."""
        return self.bundle.project.root / material.table.name

    def _sources(self, paths: Sequence[Path]) -> list[Source]:
        """The files that a document is made from, then those of the campaign; what can't be read is left out."""
        project = self.bundle.project
        every = [*paths, project.data / "campaign.toml", *sorted(project.data.rglob("*.toml"))]
        return [
            Source(project.relative(path), path.read_text(encoding="utf-8", errors="replace"))
            for path in dict.fromkeys(every)
            if path.is_file()
        ]

    def mark(self, ink: str = "ink") -> Markup:
        """The campaign's mark, its lines in the colour of a token."""
        path = self.bundle.project.illustrations / "mark.svg"
        svg = drawings.drop_titles(read_text(path, self.bundle.project.relative(path)))
        colours = self.bundle.brand.colours[WEB_PALETTE]
        return drawings.apply_palette(svg, self._templates, WEB_PALETTE, colours | {"ink": colours[ink]})


def state(campaign: Campaign, words: Strings) -> list[str]:
    """Sentences on the campaign's state, which stand before all else: none while it is active."""
    keys = dict.fromkeys(["draft", campaign.status] if campaign.draft else [campaign.status])
    return [text for key in keys if (text := words.text(f"status.{key}"))]
