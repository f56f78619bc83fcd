"""The guide of each language as it is published: a ZIP that works from a folder, a PDF, text files."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag

import pikepdf
import pypdfium2
import pytest
from lxml import html
from playwright.sync_api import Browser

import catalogues
from browsing import Probe, pages, serving
from outreach.checks.demands import Demands
from outreach.checks.files import Standard, preflight

GUIDES = {"vi": "huong-dan", "en": "en/guide"}
FOLDERS = {"vi": "", "en": "en/"}
RULES = [
    *("active", "content", "contrast", "fonts", "glyphs", "margin", "metadata", "overflow", "pages", "resolution"),
    *("safe", "tags"),
]
"""Those of any document with links."""
DAY = {"vi": "21/09/2020", "en": "2020-09-21"}
NOTICE = {"vi": "Chiến dịch mẫu (lịch sử), không cài đặt", "en": "Sample campaign (historical), do not install"}


@pytest.fixture(params=GUIDES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def folders(site: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Each ZIP as a webmaster unpacks it."""
    found = {}
    for language, name in GUIDES.items():
        found[language] = tmp_path_factory.mktemp("zip") / f"Thư mục {language}"
        with zipfile.ZipFile(site / f"embed/v1/{name}.zip") as archive:
            archive.extractall(found[language])
    return found


def embeds(site: Path, language: str) -> list[str]:
    """The embeds of a language, without its folder."""
    found = [path.removeprefix("embed/v1/") for path in pages(site, "embed/v1") if path.endswith("/")]
    own = [path for path in found if path.startswith("en/") == (language == "en")]
    return [path.removeprefix(FOLDERS[language]) for path in own]


def order(site: Path, language: str) -> list[str]:
    """The embeds as the site's navigation lists them."""
    home = html.fromstring((site / FOLDERS[language] / "index.html").read_bytes())
    known = embeds(site, language)
    links = [urldefrag(link).url for link in home.xpath("//nav[contains(@class, 'md-nav--primary')]//a/@href")]
    return [link for link in dict.fromkeys(links) if link in known]


def test_the_zip_has_every_embed_as_page_and_text(site: Path, folders: dict[str, Path], language: str) -> None:
    folder, known = folders[language], embeds(site, language)
    assert len(known) == 11
    for path in known:
        stem = path.rstrip("/")
        assert (folder / f"{stem}.html").is_file()
        text = site / "embed/v1" / FOLDERS[language] / path / "text.txt"
        assert (folder / f"{stem}.txt").read_bytes() == text.read_bytes()
    listed = html.fromstring((folder / "index.html").read_bytes()).xpath("//li/a/@href")
    assert listed == [f"{path.rstrip('/')}.html" for path in order(site, language)]
    (pdf,) = folder.glob("*.pdf")
    assert pdf.read_bytes() == (site / f"embed/v1/{GUIDES[language]}.pdf").read_bytes()


def test_from_a_folder_its_pages_work_and_ask_for_nothing_else(
    folders: dict[str, Path], language: str, browser: Browser
) -> None:
    folder = folders[language]
    page = browser.new_page(viewport={"width": 320, "height": 800})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(unquote(request.url)))
    shown = "[...document.images].filter(i => !i.complete || !i.naturalWidth).map(i => i.src)"
    for path in sorted(folder.rglob("*.html")):
        page.goto(path.as_uri())
        assert page.evaluate(shown) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") == 320, path
        assert page.evaluate("getComputedStyle(document.querySelector('main')).maxWidth") == "736px", path
        for link in page.evaluate("[...document.links].map(a => a.href)"):
            target, anchor = urldefrag(link)
            if target.startswith("file:"):
                file = Path(unquote(target.removeprefix("file://")))
                assert file.is_file(), link
                assert not anchor or html.fromstring(file.read_bytes()).xpath("//*[@id=$id]", id=anchor), link
    assert asked and all(url.startswith(f"file://{folder}/") for url in asked)
    assert {Path(url.removeprefix("file://")).suffix for url in asked} == {".html", ".css", ".svg"}
    page.close()


def test_its_pages_are_read_right_by_everyone(folders: dict[str, Path], language: str, browser: Browser) -> None:
    page = browser.new_page()
    with serving(folders[language]) as port:  # axe itself reads the style sheets again, which a folder forbids
        probe = Probe(page, f"http://127.0.0.1:{port}")
        for path in ("", "huong-dan/android.html"):
            assert probe.faults(path, 320) == []
    page.close()


def test_a_text_file_reads_right_from_a_server_that_does_not_tell_its_coding(site: Path, browser: Browser) -> None:
    page = browser.new_page()
    with serving(site) as port:
        answer = page.goto(f"http://127.0.0.1:{port}/embed/v1/huong-dan/android/text.txt")
        assert answer is not None and answer.headers["content-type"] == "text/plain"
        lines = page.evaluate("document.body.innerText").splitlines()
        assert lines[:3] == ["Cài Bluezone trên điện thoại Android", "", f"{NOTICE['vi']}."]
    page.close()


def words(pdf: Path) -> list[str]:
    """The text of each page on one line."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    finally:
        document.close()


def roots(site: Path, language: str) -> list[html.HtmlElement]:
    """All embeds in order."""
    home = site / "embed/v1" / FOLDERS[language]
    return [html.fromstring((home / path / "index.html").read_bytes()) for path in order(site, language)]


def headings(site: Path, language: str) -> list[tuple[int, str]]:
    """Level and words of the headings of all embeds."""
    found = []
    for root in roots(site, language):
        for heading in root.xpath("//h1 | //h2 | //h3"):
            found.append((int(heading.tag[1]), " ".join(heading.text_content().split())))
    return found


def test_the_pdf_has_every_heading_in_order_in_its_text_and_in_its_bookmarks(site: Path, language: str) -> None:
    pdf, expected = site / f"embed/v1/{GUIDES[language]}.pdf", headings(site, language)
    assert len(expected) > 40
    text, at = " ".join(words(pdf)[2:]), 0
    for _, heading in expected:
        at = text.index(heading, at) + len(heading)

    def marks(items: Any, level: int) -> Iterator[tuple[int, str]]:
        for item in items:
            yield level, " ".join(item.title.split())  # some of its spaces don't break
            yield from marks(item.children, level + 1)

    with pikepdf.open(pdf) as document, document.open_outline() as outline:
        assert list(marks(outline.root, 1))[1:] == expected


def test_each_page_of_the_pdf_says_where_it_comes_from_and_what_state_it_is_in(site: Path, language: str) -> None:
    cover, contents, *chapters = words(site / f"embed/v1/{GUIDES[language]}.pdf")
    assert NOTICE[language] in cover and DAY[language] in cover and NOTICE[language] in contents
    for number, page in enumerate(chapters, 3):
        assert NOTICE[language] in page and re.search(rf"\b{number}\b", page)
        assert re.search(rf"caidat\.example/{FOLDERS[language]}huong-dan(/[a-z-]+)?", page)


def test_the_contents_name_the_page_of_each_chapter(site: Path, language: str) -> None:
    pdf = site / f"embed/v1/{GUIDES[language]}.pdf"
    titles = [heading for level, heading in headings(site, language) if level == 1]
    contents = words(pdf)[1]
    with pikepdf.open(pdf) as document, document.open_outline() as outline:
        numbers = {page.objgen: number for number, page in enumerate(document.pages, 1)}
        at = {item.title: numbers[item.destination[0].objgen] for item in outline.root}
    parts = re.split("|".join(re.escape(title) for title in titles), contents)
    assert len(parts) == 12 and len(set(at.values())) == 12
    for number, (title, part) in enumerate(zip(titles, parts[1:], strict=True), 1):
        following = str(number + 1) if number < 11 else "2"  # the next chapter, or the number of this very page
        assert re.findall(r"\d+", part)[-2:] == [str(at[title]), following], title


def test_every_picture_of_the_pdf_has_its_words(site: Path, language: str) -> None:
    with pikepdf.open(site / f"embed/v1/{GUIDES[language]}.pdf") as pdf:
        elements = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/S" in item]
        found = sorted(str(item.get("/Alt", "")) for item in elements if item.get("/S") == "/Figure")
        assert str(pdf.Root.Lang) == language
    alts = [image.get("alt") for root in roots(site, language) for image in root.iter("img")]
    assert len(alts) == 16 and found == sorted(alts)


@pytest.mark.long
def test_the_pdf_passes_preflight(site: Path, language: str) -> None:
    pdf = site / f"embed/v1/{GUIDES[language]}.pdf"
    demands = Demands(
        trim=(210, 297),
        pages=len(words(pdf)),
        families=("Be Vietnam Pro",),
        text_margin_mm=8.5,
        blank_margin_mm=0,
        least_contrast=4.5,
        needs_tags=True,
    )
    document, findings = preflight(pdf.read_bytes(), Standard(demands, RULES))
    assert findings == [] and document.language == language


def test_links_of_the_pdf_lead_to_its_chapters_and_to_whole_addresses(site: Path, language: str) -> None:
    with pikepdf.open(site / f"embed/v1/{GUIDES[language]}.pdf") as pdf:
        notes = [note for page in pdf.pages for note in page.get("/Annots", [])]
        inside = [note for note in notes if "/Dest" in note or note.get("/A", {}).get("/S") == "/GoTo"]
        outside = {str(note.A.URI) for note in notes if "/URI" in note.get("/A", {})}
        assert len(inside) > 40
        assert all(url.startswith(("https://", "mailto:")) for url in outside)
        assert f"https://caidat.example/{FOLDERS[language]}huong-dan/android/" in outside
        assert len(pdf.pages[1].Annots) >= 10


def test_the_catalogue_lists_them(site: Path, language: str) -> None:
    entries = catalogues.entries(site).values()
    own = [entry for entry in entries if entry["language"] == language and entry["kind"] in {"guide", "text"}]
    kinds = [(entry["kind"], entry["format"]) for entry in own]
    assert sorted(set(kinds)) == [("guide", "PDF"), ("guide", "ZIP"), ("text", "TXT")] and len(kinds) == 13
    assert all((site / entry["path"]).stat().st_size == entry["bytes"] for entry in own)
