"""The tree of tags in a finished file, without what says nothing (adapter of pikepdf).

The layout engine tags every box, with a span for each run of words: half of the tree, and kits have dozens of files.
"""

from typing import Any

import pikepdf
from pikepdf import Array, Dictionary

from outreach.core.lengths import PT_PER_INCH, PX_PER_INCH
from outreach.render.pdf.objects import get, identity, items, kids_of, name, to_floats

TABLE_PARTS = {"TD", "TH", "TR", "THead", "TBody", "TFoot"}
"""Parts of tables, which stay even if they are empty: an empty cell holds its place in the row."""
PLAIN = {"/Type", "/S", "/P", "/K", "/Pg"}
"""Entries that every tag has; one with further entries is no plain wrapper."""
WRAPPERS = {"Div", "NonStruct", "Span"}
"""Tags without meaning of their own."""
GROUPS = {"L", "LI", "Table", *TABLE_PARTS} - {"TD", "TH"}
"""Tags that hold certain tags only, and no words."""
SECTIONS = {"Document", "Part", "Art", "Sect", "Div"}
"""Tags whose words stand in a tag of their own."""
DEPTH = 200
"""Tags within tags."""


def tidy(pdf: pikepdf.Pdf) -> None:
    """Leave out empty tags and plain wrappers, and say where figures stand in the units of their page.

    An annotation that no tag leads to is left out. Raises ValueError for tags within tags without end.
    """
    root = pdf.Root.get("/StructTreeRoot")
    if root is None:
        return
    heirs: dict[tuple[int, int], Any] = {}
    for child in items(root, "/K"):
        _lean(child, heirs, 0)
    _lead(root, heirs)
    tree = elements(root)
    _head(root, tree)
    _place(tree)
    links = {identity(kid.Obj) for element in tree for kid in kids_of(element) if get(kid, "/Obj") is not None}
    for page in pdf.pages:
        notes = [note for note in items(page, "/Annots") if identity(note) in links]
        if notes:
            page.Annots = Array(notes)
        elif "/Annots" in page:
            del page.Annots


def elements(node: Any, depth: int = 0) -> list[Any]:
    """The tags below a node, in order."""
    if depth > DEPTH:
        raise ValueError("tags within tags without end")
    below = [kid for kid in kids_of(node) if isinstance(kid, Dictionary) and "/S" in kid]
    return [element for kid in below for element in (kid, *elements(kid, depth + 1))]


def _lean(element: Any, heirs: dict[tuple[int, int], Any], depth: int) -> bool:
    """Leave out empty tags and wrappers below a tag; `heirs` gets object of a wrapper → the tag in its place.

    Returns False if the tag itself is empty.
    """
    if depth > DEPTH:
        raise ValueError("tags within tags without end")
    kids: list[Any] = []
    content = False
    for kid in kids_of(element):
        if not isinstance(kid, Dictionary) or "/S" not in kid:
            kids.append(kid)
            content = content or get(kid, "/Obj") is None
        elif _lean(kid, heirs, depth + 1):
            content = True
            if _wraps(kid, element):
                heirs[kid.objgen] = element
                kids += kids_of(kid)
            else:
                kids.append(kid)
    for kid in kids:
        if isinstance(kid, Dictionary) and "/S" in kid:
            kid.P = element
    element.K = Array(kids)
    needless = ["/Type"] if any(not isinstance(kid, Dictionary) for kid in kids) else ["/Type", "/Pg"]
    for key in needless:
        if key in element:
            del element[key]
    return content or name(get(element, "/S")) in TABLE_PARTS or "/Alt" in element


def _wraps(kid: Any, element: Any) -> bool:
    """True if a tag is nothing but a wrapper, of tags or of content of its parent's page."""
    kind, around = name(get(kid, "/S")), name(get(element, "/S"))
    if kind not in WRAPPERS or around in GROUPS or set(kid.keys()) - PLAIN:
        return False
    words = any(not isinstance(inner, Dictionary) for inner in kids_of(kid))
    if not words:
        return True
    return kind != "Div" and around not in SECTIONS and identity(get(kid, "/Pg")) == identity(get(element, "/Pg"))


def _place(tree: list[Any]) -> None:
    """Say where figures stand in points from the page's lower left corner: the engine says px from its upper left."""
    for element in tree:
        box = to_floats(get(get(element, "/A"), "/BBox"))
        if name(get(element, "/S")) == "Figure" and len(box) == 4:
            top = to_floats(element.Pg.TrimBox)[3]
            left, upper, right, lower = (side * PT_PER_INCH / PX_PER_INCH for side in box)
            element.A.BBox = Array([round(side, 3) for side in (left, top - lower, right, top - upper)])


def _head(root: Any, tree: list[Any]) -> None:
    """Let cells name their heads only where cells span others: the scope of a head says the same elsewhere."""
    cells = [element for element in tree if name(get(element, "/S")) in {"TH", "TD"}]
    if any("/ColSpan" in cell.get("/A", {}) or "/RowSpan" in cell.get("/A", {}) for cell in cells):
        ids = sorted((str(cell.ID), cell) for cell in cells if "/ID" in cell)
        root.IDTree = Dictionary(Names=Array([part for key, cell in ids for part in (pikepdf.String(key), cell)]))
        return
    for cell in cells:
        for holder, key in ((cell, "/ID"), (cell.get("/A"), "/Headers")):
            if holder is not None and key in holder:
                del holder[key]
        if "/A" in cell and set(cell.A.keys()) == {"/O"}:
            del cell.A


def _lead(root: Any, heirs: dict[tuple[int, int], Any]) -> None:
    """Let content whose tag has gone lead to the tag that has it now."""
    numbers = items(get(root, "/ParentTree"), "/Nums")

    def owner(holder: Any) -> Any:
        while identity(holder) in heirs:
            holder = heirs[holder.objgen]
        return holder

    for place, entry in enumerate(numbers):
        if isinstance(entry, Array):
            numbers[place] = Array([owner(holder) for holder in entry])
    root.ParentTree.Nums = Array(numbers)
