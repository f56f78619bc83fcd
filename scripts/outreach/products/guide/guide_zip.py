"""The guide in one ZIP, for portals that reach no other server: its pages work from a folder, and fetch nothing."""

import posixpath
from typing import Any
from urllib.parse import quote, urlsplit

from outreach.content.html import HtmlElement, inner_html, scrolling
from outreach.core.files import windows_text, zip_files
from outreach.products.guide.guide import LOGO, Guide, GuidePage, content_of, text_file
from outreach.render.templates import Markup, Templates

INDEX, STYLES, PICTURES = "index.html", "embed.css", "images/"


def guide_zip(guide: Guide, styles: str, pdf: bytes, templates: Templates) -> bytes:
    """The ZIP: the list of pages, each page as HTML and as text, pictures, styles, the PDF, and what to do with it.

    The same inputs give the same bytes. `templates` are those of theme/.
    """
    writer = _Writer(guide, templates)
    texts = {f"{writer.stem(page)}.txt": text_file(page, guide.words) for page in guide.pages}
    pages = {f"{writer.stem(page)}.html": writer.page(page).encode() for page in guide.pages}
    pictures = {PICTURES + guide.picture_names[path]: content for path, content in guide.pictures.items()}
    readme = (guide.words.text("guide.readme_file"), windows_text(_readme(guide)))
    return zip_files(
        {
            **pages,
            **texts,
            **pictures,
            STYLES: styles.encode(),
            INDEX: writer.index().encode(),
            f"{guide.name}.pdf": pdf,
            readme[0]: readme[1],
        }
    )


def _readme(guide: Guide) -> str:
    """The note in the ZIP: its content, and what a webmaster does with it."""
    campaign, words = guide.campaign, guide.words
    fields = {
        "title": guide.title,
        "state": f"{guide.notice}.\n" if guide.notice else "",
        "edition": campaign.edition,
        "updated": words.date(guide.updated or campaign.as_of),
        "until": words.date(campaign.valid_until),
        "count": len(guide.pages),
        "pdf": f"{guide.name}.pdf",
        "url": campaign.site_url + guide.folder,
        "zip": f"{campaign.site_url}embed/v1/{guide.folder}{guide.name}.zip",
        "issuer": campaign.issuer.name,
        "email": campaign.issuer.email,
        "licence": campaign.licence,
    }
    return words.text("guide.readme", **fields).strip() + "\n"


class _Writer:
    """The pages of a guide as they lie in its ZIP."""

    def __init__(self, guide: Guide, templates: Templates) -> None:
        self._guide = guide
        self._templates = templates

    def stem(self, page: GuidePage) -> str:
        """A page's place in the ZIP, as in its language's part of the site."""
        return page.path.removeprefix(self._guide.folder).strip("/") or self._guide.words.text("guide.home_file")

    def index(self) -> str:
        """The list of pages."""
        guide = self._guide
        entries = [
            {"href": self._href(page, ""), "title": page.meta.title, "summary": page.meta.summary}
            for page in guide.pages
        ]
        return self._render(
            "guide/index.html.j2",
            "",
            title=guide.title,
            entries=entries,
            pdf=f"{guide.name}.pdf",
            lead=guide.words.text("guide.lead", count=len(guide.pages), edition=guide.campaign.edition),
            url=guide.campaign.site_url + guide.folder,
            updated=guide.updated,
        )

    def page(self, page: GuidePage) -> str:
        """A page as HTML: links to the guide's other pages stay in the ZIP, all others are absolute."""
        root = content_of(page)
        here = posixpath.dirname(self.stem(page))
        for element in root.iter("a"):
            self._lead(element, page, here)
        for image in root.iter("img"):
            path = self._guide.picture(page, str(image.get("src")))
            if path:
                image.set("src", self._from(PICTURES + self._guide.picture_names[path], here))
        for table in list(root.iter("table")):
            scrolling(table, self._guide.words.text("page.table"))
        neighbours = [None, *self._guide.pages, None]
        at = neighbours.index(page)
        before, after = neighbours[at - 1], neighbours[at + 1]
        return self._render(
            "guide/page.html.j2",
            here,
            meta=page.meta,
            notice=page.meta.notice,
            title=page.meta.title,
            heading=root.find(".//h1") is None,
            content=Markup(inner_html(root)),
            before=before and {"href": self._href(before, here), "title": before.meta.title},
            after=after and {"href": self._href(after, here), "title": after.meta.title},
            url=page.meta.page_url,
            updated=page.meta.updated,
        )

    def _render(self, template: str, here: str, updated: Any, **context: Any) -> str:
        words, guide = self._guide.words, self._guide
        common = {
            "lang": words.language,
            "notice": guide.notice,
            "site_name": guide.campaign.name,
            "issuer": guide.campaign.issuer,
            "updated": updated,
            "date": words.date(updated) if updated else "",
            "words": {**words.section("page"), **words.section("guide")},
            "styles": self._from(STYLES, here),
            "index": self._from(INDEX, here),
            "icon": self._from(PICTURES + guide.picture_names[LOGO], here) if LOGO in guide.pictures else "",
        }
        return self._templates.render(template, {**common, **context})

    def _lead(self, element: HtmlElement, page: GuidePage, here: str) -> None:
        href = str(element.get("href") or "")
        if not href or href.startswith("#"):
            return
        target = self._guide.target(page, href)
        if target.page is not None:
            element.set("href", self._href(target.page, here) + (f"#{target.fragment}" if target.fragment else ""))
        elif urlsplit(target.url).scheme in ("http", "https"):
            element.set("href", target.url)
            element.set("target", "_blank")
            element.set("rel", "noopener")

    def _href(self, page: GuidePage, here: str) -> str:
        return self._from(f"{self.stem(page)}.html", here)

    @staticmethod
    def _from(path: str, here: str) -> str:
        """A file of the ZIP as seen from a folder of it."""
        return quote(posixpath.relpath(path, here or "."))
