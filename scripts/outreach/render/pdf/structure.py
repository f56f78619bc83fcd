"""The tags of a file (ISO 32000-1, 14.7) as plain data, read without trust (adapter of pikepdf)."""

from collections.abc import Mapping
from typing import Any

import pikepdf

from outreach.render.pdf.budget import TAGS, Overdrawn
from outreach.render.pdf.model import Structure, Tag
from outreach.render.pdf.objects import entries, get, identity, kids_of, name, text

ROLES = 8
"""Steps from a custom tag to the standard tag that it stands for (RoleMap), since one may stand for another."""
Number = tuple[int, int]


def structure_of(root: Any, pages: Mapping[Number, int], words: Mapping[int, frozenset[int]]) -> Structure | None:
    """The tags of a file, in order; None if it has none. Raises Overdrawn for too many.

    `pages` are the numbers of its pages by object, `words` the marked content in which text is shown by page.
    """
    tree = get(root, "/StructTreeRoot")
    if not isinstance(tree, pikepdf.Dictionary):
        return None
    return _Walk({key: name(value) for key, value in entries(tree, "/RoleMap")}, pages, words).through(tree)


class _Walk:
    """A walk through all tags that visits each once, even if the file nests a tag in itself."""

    def __init__(
        self, roles: Mapping[str, str], pages: Mapping[Number, int], words: Mapping[int, frozenset[int]]
    ) -> None:
        self._roles, self._pages, self._words = roles, pages, words
        self._tags: list[dict[str, Any]] = []
        self._linked: set[Number] = set()

    def through(self, tree: Any) -> Structure:
        """Walk with a stack of its own: a file can nest tags deeper than Python calls functions."""
        visits: set[Number] = set()
        ahead = [(kid, -1, 0) for kid in reversed(kids_of(tree))]
        steps = 0
        while ahead:
            node, parent, page = ahead.pop()
            steps += 1
            if steps > TAGS:
                raise Overdrawn("tags", TAGS)
            if isinstance(node, int):
                self._content(parent, page, node)
            if not isinstance(node, pikepdf.Dictionary):
                continue
            page = self._pages.get(identity(get(node, "/Pg")) or (0, 0), page)
            if get(node, "/S") is None:
                self._reference(parent, page, node)
                continue
            key = identity(node)
            if key in visits:
                continue
            if key is not None:
                visits.add(key)
            self._tags.append(self._tag(node, page) | {"parent": parent})
            ahead += [(kid, len(self._tags) - 1, page) for kid in reversed(kids_of(node))]
        for tag in reversed(self._tags):  # inner tags come after the tags around them
            if tag["worded"] and tag["parent"] >= 0:
                self._tags[tag["parent"]]["worded"] = True
            del tag["parent"]
        return Structure(tuple(Tag(**tag) for tag in self._tags), frozenset(self._linked))

    def _tag(self, node: Any, page: int) -> dict[str, Any]:
        described = any(text(get(node, key)).strip() for key in ("/Alt", "/ActualText"))
        kind, language = self._kind(name(get(node, "/S"))), text(get(node, "/Lang"))
        return {"kind": kind, "page": page, "described": described, "worded": described, "language": language}

    def _kind(self, kind: str) -> str:
        for _ in range(ROLES):
            if f"/{kind}" not in self._roles:
                break
            kind = self._roles[f"/{kind}"]
        return kind

    def _content(self, parent: int, page: int, number: int) -> None:
        if parent >= 0 and number in self._words.get(page, frozenset()):
            self._tags[parent]["worded"] = True

    def _reference(self, parent: int, page: int, node: Any) -> None:
        """Marked content or an annotation that a tag refers to."""
        number, annotation = get(node, "/MCID"), identity(get(node, "/Obj"))
        if isinstance(number, int):
            self._content(parent, page, number)
        if annotation is not None and parent >= 0 and self._tags[parent]["kind"] == "Link":
            self._linked.add(annotation)
