"""The guide of each language as text files, as a PDF and as a ZIP, put into the site; the PDF is kept in the cache."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from outreach.campaign.bundle import Bundle
from outreach.core.files import write_files
from outreach.core.workers import Progress
from outreach.products.catalogue import Entry
from outreach.products.guide import THEME
from outreach.products.guide.embed_page import embed_stylesheet
from outreach.products.guide.embeds import FOLDER
from outreach.products.guide.guide import Guide, GuidePage, pictures_of, text_file
from outreach.products.guide.guide_pdf import guide_document
from outreach.products.guide.guide_zip import guide_zip
from outreach.products.product import Prepared
from outreach.render.templates import Templates
from outreach.sheets import typeset_document

TEXT = "text.txt"
"""A page as plain text, beside its embed."""


def guides_of(bundle: Bundle, pages: Iterable[GuidePage], site: Path) -> list[Guide]:
    """The guide of each language that has pages to be embedded; `pages` in the order in which guides show them."""
    known = list(pages)
    guides = []
    for language, words in bundle.strings.items():
        chapters = [page for page in known if page.meta.lang == language]
        pictures = {path: (site / path).read_bytes() for path in pictures_of(chapters) if (site / path).is_file()}
        guides += [Guide(chapters, bundle.spoken[language], words, pictures)] if chapters else []
    return guides


def publish(
    prepared: Prepared, pages: Sequence[GuidePage], site: Path, progress: Progress | None = None
) -> list[Entry]:
    """Writes text files, PDF and ZIP of each guide into a site that has its pictures. Returns their entries.

    Raises OutreachError for a document that can't be set.
    """
    bundle, templates = prepared.bundle, Templates([THEME])
    guides = guides_of(bundle, pages, site)
    documents = typeset_document.set_documents(
        bundle, prepared.fonts, [guide_document(bundle, guide) for guide in guides], "guides", progress
    )
    entries: list[Entry] = []
    for guide, document in zip(guides, documents, strict=True):
        home, pdf = FOLDER + guide.folder, document.read_bytes()
        files = {f"{FOLDER}{page.path}{TEXT}": text_file(page, guide.words) for page in guide.pages}
        files[f"{home}{guide.name}.pdf"] = pdf
        files[f"{home}{guide.name}.zip"] = guide_zip(guide, _styles(site), pdf, templates)
        write_files(site, files)
        entries += _entries(guide)
    return entries


def _styles(site: Path) -> str:
    """The style sheet of a guide's ZIP: that of the site's embeds, and what only its pages have."""
    styles = (THEME / "guide" / "guide.css").read_text(encoding="utf-8")
    return (site / FOLDER / "embed.css").read_text(encoding="utf-8") + embed_stylesheet(styles, {})


def _entries(guide: Guide) -> list[Entry]:
    language, whole = guide.words.language, f"{FOLDER}{guide.folder}{guide.name}"
    texts = [Entry(f"{FOLDER}{page.path}{TEXT}", "text", page.meta.title, "TXT", "", language) for page in guide.pages]
    return texts + [
        Entry(f"{whole}.{form.lower()}", "guide", guide.title, form, "", language) for form in ("PDF", "ZIP")
    ]
