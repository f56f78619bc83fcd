"""A guide page as plain text: for mail, tickers, and content systems that take nothing else.

It reads correctly aloud: an address follows the words that lead to it, a cell the name of its column. Lines are not
wrapped. A picture that stands by itself is told by its alternative text; within a step the words say what it shows.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby
from urllib.parse import unquote, urljoin

from outreach.content.html import HtmlElement, grid, heads, integer_or
from outreach.content.marks import clean_html, flatten, is_footnote
from outreach.core.strings import Strings
from outreach.products.guide.embed_page import EmbedMeta

_LISTS = {"ol", "ul", "li", "dl", "dt", "dd", "table", "caption", "figure", "figcaption"}
_PARTS = {"p", "pre", "hr", "div", "section", "blockquote", "details", "summary"}
_BLOCKS = _LISTS | _PARTS | {f"h{level}" for level in range(1, 7)}
_SPACES = re.compile(r"[ \t\r\n\f\u00a0\u202f]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_INDENT = "   "
_BREAK = "\n"


def plain_text(content_html: str, meta: EmbedMeta, strings: Strings) -> str:
    """The page's title, state, content, source, day and version; blocks with an empty line between them.

    `content_html` is the page's content as MkDocs leaves it, its links relative to `meta.page_url`; `strings` are
    those of the page's language. NFC; lines end in a line feed.
    """
    root = clean_html(content_html)
    flatten(root, "text")
    writer = _Writer(meta.page_url, strings)
    blocks = list(writer.blocks(root))
    heading = root.find(".//h1")
    title = meta.title if heading is None else blocks.pop(0) if blocks[:1] == [writer.words(heading)] else ""
    notice = f"{meta.notice}." if meta.notice else ""
    parts = [_fold(title), _fold(notice), *blocks, _fold(_colophon(meta, strings))]
    return unicodedata.normalize("NFC", "\n\n".join(filter(None, parts)) + "\n")


def _colophon(meta: EmbedMeta, strings: Strings) -> str:
    parts = [f"{strings.text('page.source')}: {meta.site_name} [{meta.page_url}]."]
    if meta.updated:
        parts.append(f"{strings.text('page.updated')} {strings.date(meta.updated)}.")
    if meta.version:
        parts.append(f"{strings.text('page.version')} {meta.version}.")
    return " ".join(parts)


class _Writer:
    """Elements as blocks of text; `base` is what links are relative to."""

    def __init__(self, base: str, strings: Strings) -> None:
        self._base, self._strings = base, strings
        self._special = {
            "ol": self._list,
            "ul": self._list,
            "table": self._table,
            "dl": self._terms,
            "pre": self._verbatim,
            "figure": self._figure,
        }

    def blocks(self, element: HtmlElement, pictures: bool = True) -> Iterator[str]:
        """The blocks inside an element, without those that say nothing; with `pictures` that stand by themselves."""
        run = element.text or ""
        alts: list[str] = []
        for child in element:
            if child.tag in _BLOCKS:
                yield from self._run(run, alts)
                special = self._special.get(str(child.tag))
                yield from special(child) if special else self.blocks(child, pictures)
                run, alts = child.tail or "", []
            else:
                if pictures and child.tag == "img" and child.get("alt"):
                    alts.append(
                        self._strings.text("guide.picture", alt=_SPACES.sub(" ", str(child.get("alt"))).strip())
                    )
                run += self._inline(child) + (child.tail or "")
        yield from self._run(run, alts)

    def words(self, element: HtmlElement) -> str:
        """The words of an element in one line."""
        return " ".join(block.replace(_BREAK, " ") for block in self.blocks(element, pictures=False))

    def _run(self, run: str, alts: list[str]) -> Iterator[str]:
        """Inline text as a block; the pictures in it are told where there are no words."""
        text = _fold(run) or _BREAK.join(f"[{alt}]" for alt in alts)
        if text:
            yield text

    def _inline(self, element: HtmlElement) -> str:
        if element.tag == "br":
            return "\0"  # white space is folded later
        if "footnote-backref" in str(element.get("class")):
            return ""
        inside = (element.text or "") + "".join(self._inline(child) + (child.tail or "") for child in element)
        if is_footnote(element):
            return f" [{_fold(inside)}]"
        return self._link(element, inside) if element.tag == "a" else inside

    def _link(self, element: HtmlElement, inside: str) -> str:
        """The words of a link and, behind them, where it leads, unless they say so or it stays on the page."""
        href = str(element.get("href") or "")
        text = _fold(inside) or " ".join(str(image.get("alt") or "") for image in element.iter("img")).strip()
        if not href or href.startswith("#"):
            return inside
        url = urljoin(self._base, href)
        target = unquote(url.partition(":")[2]) if url.startswith(("mailto:", "tel:", "sms:")) else url
        if _core(text) == _core(target):
            return text
        return f"{text} [{target}]" if text else f"[{target}]"

    def _list(self, element: HtmlElement) -> Iterator[str]:
        """Items with their number or a dash; those made of several paragraphs stand apart."""
        number = integer_or(element.get("start"), 1)
        items = []
        for item in element.iterchildren("li"):
            number = integer_or(item.get("value"), number)
            mark = f"{number}. " if element.tag == "ol" else "- "
            number += 1
            blocks = list(self.blocks(item, pictures=False))
            items.append((mark, blocks))
        loose = any(item.find("p") is not None for item in element.iterchildren("li"))
        gap = "\n\n" if loose else "\n"
        entries = [mark + gap.join(blocks).replace("\n", f"\n{_INDENT}") for mark, blocks in items if blocks]
        if entries:
            yield re.sub(r"\n +\n", "\n\n", gap.join(entries))

    def _table(self, element: HtmlElement) -> Iterator[str]:
        """A line for each row, each cell behind the name of its column."""
        for caption in element.iterchildren("caption"):
            yield from self.blocks(caption)
        cells = grid(element)
        titles = heads(element, cells)
        titles = titles if titles < len(cells) else 0  # names of columns alone are what the table says
        columns = [self._column(cells[:titles], number) for number in range(max(map(len, cells), default=0))]
        lines = []
        for row in cells[titles:]:
            cell_texts = [self._with_heads(cell, columns, list(places)) for cell, places in _spans(row)]
            parts = [words.removesuffix(".") for words in cell_texts if words]
            lines.append("; ".join(parts) + "." if parts else "")
        if body := _BREAK.join(line for line in lines if line):
            yield body

    def _column(self, titles: list[list[HtmlElement]], number: int) -> str:
        """The name of a column: the words above it, from top to bottom, each once."""
        above = [self.words(row[number]) for row in titles if number < len(row)]
        return " – ".join(dict.fromkeys(words for words in above if words))

    def _with_heads(self, cell: HtmlElement, columns: list[str], places: list[int]) -> str:
        """A cell behind the names of the columns that it covers; one that covers all of them needs no name."""
        words = self.words(cell)
        names = dict.fromkeys(columns[place] for place in places if columns[place])
        whole_row = len(places) > 1 and len(places) == len(columns)
        return f"{', '.join(names)}: {words}" if words and names and not whole_row else words

    def _terms(self, element: HtmlElement) -> Iterator[str]:
        """A term, and below it what it means."""
        lines: list[str] = []
        kind = ""
        for child in element.iter("dt", "dd"):
            if child.tag == "dt" and kind == "dd":
                yield _BREAK.join(lines)
                lines = []
            lines += self.blocks(child)
            kind = str(child.tag)
        if lines:
            yield _BREAK.join(lines)

    def _verbatim(self, element: HtmlElement) -> Iterator[str]:
        if text := str(element.text_content()).strip("\n"):
            yield text

    def _figure(self, element: HtmlElement) -> Iterator[str]:
        """A caption says what a picture shows; without one its alternative text does."""
        caption = element.find(".//figcaption")
        yield from self.blocks(element if caption is None else caption)


def _spans(row: list[HtmlElement]) -> Iterator[tuple[HtmlElement, Iterator[int]]]:
    """The cells of a row with the columns that each covers."""
    yield from groupby(range(len(row)), key=row.__getitem__)


def _fold(run: str) -> str:
    """Inline text with white space folded and what nobody sees left out; a break stays one."""
    text = _SPACES.sub(" ", _INVISIBLE.sub("", run))
    return re.sub(r" ?\0 ?", _BREAK, text).strip(" \n")


def _core(text: str) -> str:
    """The part that an address as people write it and the same address in a link have in common."""
    return re.sub(r"^https?://|[\s.]|/$", "", text).casefold()
