"""Paragraphs that hold words only: HTML closes a paragraph where a block begins, and browsers then see empty ones."""

from outreach.content.html import HtmlElement, new_element

BLOCKS = frozenset({"p", "div", "ul", "ol", "table", "pre", "h1", "h2", "h3", "h4", "h5", "h6"})
_WORDS = frozenset({"p", "div", "h1", "h2", "h3", "h4", "h5", "h6"})
"""Blocks of words, which keep their order when the tags are dropped."""
_INLINE = ("strong", "em", "a", "code")


def part_paragraphs(root: HtmlElement) -> None:
    """Split each paragraph that holds blocks into paragraphs and blocks side by side; put those of a table before it.

    Words in a mark of their own (strong, em, a, code) stay in it: blocks within it become words with a space before.
    """
    for mark in list(root.iter(*_INLINE)):
        blocks = [element for element in mark.iterdescendants() if element.tag in BLOCKS]
        if any(block.tag not in _WORDS for block in blocks):
            mark.drop_tag()
            continue
        for block in blocks:
            block.text = f" {block.text or ''}" if _has_words_before(block, mark) else block.text
            block.drop_tag()
    for paragraph in list(root.iter("p")):
        if any(element.tag in BLOCKS for element in paragraph.iterdescendants()):
            _part(paragraph)
    for table in list(root.iter("table")):
        for paragraph in table.findall("p"):
            tail, paragraph.tail = paragraph.tail, None
            table.addprevious(paragraph)
            assert not (tail or "").strip(), "a caption stands first in its table"


def _has_words_before(block: HtmlElement, mark: HtmlElement) -> bool:
    """Whether words of the mark stand before the block."""
    return block.getprevious() is not None or block.getparent() is not mark or bool((mark.text or "").strip())


def _part(paragraph: HtmlElement) -> None:
    pieces: list[HtmlElement] = []

    def words() -> HtmlElement:
        """The paragraph that is being filled."""
        if not pieces or pieces[-1].tag != "p" or pieces[-1] in whole:
            pieces.append(new_element("p", {str(name): str(value) for name, value in paragraph.attrib.items()}))
        return pieces[-1]

    whole = [child for child in paragraph if child.tag in BLOCKS]
    if (paragraph.text or "").strip():
        words().text = paragraph.text
    for child in list(paragraph):
        tail, child.tail = child.tail, None
        if child in whole:
            pieces.append(child)
        else:
            words().append(child)
        if (tail or "").strip():
            _append(words(), tail or "")
    pieces[-1].tail = paragraph.tail
    parent = paragraph.getparent()
    assert parent is not None  # it stands below the root
    at = parent.index(paragraph)
    parent[at : at + 1] = pieces


def _append(element: HtmlElement, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text
