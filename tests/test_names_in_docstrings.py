"""Docstrings and comments point to modules, classes and functions that are there."""

import ast
import io
import re
import tokenize
from functools import cache

import pytest

from floors import PACKAGE, name_of

POINTER = re.compile(r"`([A-Za-z]\w*(?:\.\w+)+)`|\b(?:[Ss]ee|beside) `(\w+)`")
"""A dotted name in back-ticks, or a single one to which the reader is sent."""
FILES = {"bin", "css", "html", "js", "json", "md", "pdf", "svg", "toml", "txt"}
"""Endings of file names, which are no pointers."""
OTHERS = {"ElementTree", "Intent", "qrcode"}
"""Names that other programs define."""


@cache
def tree_of(source: str) -> ast.Module:
    """The syntax of a file."""
    return ast.parse(source)


@cache
def trees() -> dict[str, ast.Module]:
    """Name of a module of the package → its syntax."""
    return {name_of(path): tree_of(path.read_text("utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}


def definitions(tree: ast.Module | ast.ClassDef) -> dict[str, ast.stmt]:
    """The names that a module or a class defines."""
    names: dict[str, ast.stmt] = {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names[node.name] = node
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names |= {target.id: node for target in targets if isinstance(target, ast.Name)}
    return names


def pointers(source: str) -> list[tuple[int, str]]:
    """Line and name of each pointer in docstrings and comments."""
    strings = [node.value for node in ast.walk(tree_of(source)) if isinstance(node, ast.Expr)]
    texts = [(s.lineno, s.value) for s in strings if isinstance(s, ast.Constant) and isinstance(s.value, str)]
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    texts += [(token.start[0], token.string) for token in tokens if token.type == tokenize.COMMENT]
    names = [(line, match[1] or match[2]) for line, text in texts for match in POINTER.finditer(text)]
    return [(line, name) for line, name in names if name.rpartition(".")[2] not in FILES]


def leads(name: str, source: str) -> bool:
    """Whether a pointer leads to a module, a definition or a member, or names an attribute or a text of its module."""
    tree = tree_of(source)
    first, *rest = name.split(".")
    if first in OTHERS or any(f".{module}".endswith(f".{name}") for module in trees()):
        return True
    if not rest:
        return any(name in definitions(module) for module in trees().values())
    if isinstance(owner := definitions(tree).get(first), ast.ClassDef):
        return rest[0] in definitions(owner)
    parent, _, last = name.rpartition(".")
    if any(isinstance(node, ast.Constant) and node.value == name for node in ast.walk(tree)):
        return True
    homes = [module for path, module in trees().items() if f".{path}".endswith(f".{parent}")]
    if homes:
        return any(last in definitions(home) for home in homes)
    return any(isinstance(node, ast.Attribute) and node.attr == last for node in ast.walk(tree))


def test_every_pointer_leads_somewhere() -> None:
    lost = []
    for path in sorted(PACKAGE.rglob("*.py")):
        source = path.read_text("utf-8")
        lost += [f"{path}:{line}: {name}" for line, name in pointers(source) if not leads(name, source)]
    assert lost == []


@pytest.mark.parametrize(
    "planted",
    ["render.pdf.stamp", "see `stampede`", "core.cache.Shop", "Store.damage", "meta.page_uri", "sheets.press.Job"],
)
def test_a_pointer_to_nothing_is_seen(planted: str) -> None:
    words = planted if "`" in planted else f"`{planted}`"
    source = f'"""A module."""\n\n\nclass Store:\n    """A cache ({words})."""\n\n    url = meta.page_url\n'
    [(line, name)] = pointers(source)
    assert line == 5
    assert not leads(name, source)
    assert leads("core.cache.Store", source)
    assert leads("Store.url", source)
    assert leads("meta.page_url", source)
