"""The floors of the package: who imports whom. `python tests/floors.py` prints what each folder imports."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "scripts" / "outreach"
FLOORS: tuple[tuple[str, ...], ...] = (
    ("core",), ("campaign",), ("content", "render"), ("checks",), ("sheets",), ("products",), ("site",), ("cli",),
)  # fmt: skip
"""From the ground up. Folders of one floor do not import one another."""


@dataclass(frozen=True)
class Import:
    """An import of one module of the package by another, wherever it stands: in functions and for types too."""

    module: str
    line: int
    imports: str


def name_of(path: Path, package: Path = PACKAGE) -> str:
    """A module's name below the package: `render.pdf.base`; that of a folder's __init__ is the folder's."""
    parts = path.relative_to(package).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(package: Path = PACKAGE) -> Iterator[Import]:
    """All imports within the package, of modules and of names in them."""
    paths = sorted(package.rglob("*.py"))
    modules = {name_of(path, package) for path in paths}
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [f"{node.module}.{alias.name}" for alias in node.names]
            else:
                continue
            for name in names:
                root, _, below = name.partition(".")
                if root == package.name:
                    module = below if below in modules else below.rpartition(".")[0]
                    yield Import(name_of(path, package), node.lineno, module)


def floor(module: str) -> int:
    """A module's floor, counted from the ground; the command's entry stands above all."""
    folder = module.partition(".")[0]
    return next((number for number, folders in enumerate(FLOORS) if folder in folders), len(FLOORS))


def folder_of(module: str) -> str:
    """A module's folder: one of a floor, or a product."""
    parts = module.split(".")
    return ".".join(parts[:2]) if parts[0] == "products" and len(parts) > 2 else parts[0]


def faults(found: list[Import]) -> list[str]:
    """Imports that reach up, across a floor, or from product to product; and circles of modules."""
    wrong = []
    for edge in found:
        here, there = floor(edge.module), floor(edge.imports)
        beside = here == there and folder_of(edge.module) != folder_of(edge.imports) and "." in folder_of(edge.imports)
        across = here == there and edge.module.partition(".")[0] != edge.imports.partition(".")[0]
        if there > here or beside or across:
            wrong.append(f"{edge.module}:{edge.line} imports {edge.imports}")
    graph: dict[str, set[str]] = {}
    for edge in found:
        graph.setdefault(edge.module, set()).add(edge.imports)
    return wrong + [f"a circle: {' → '.join(circle)}" for circle in circles(graph)]


def circles(graph: Mapping[str, set[str]]) -> list[list[str]]:
    """A way back to its start for each node that has one, each circle once."""
    known: set[frozenset[str]] = set()
    ways = []
    for start in sorted(graph):
        way = _way_back(graph, start)
        if way and frozenset(way) not in known:
            known.add(frozenset(way))
            ways.append(way)
    return ways


def _way_back(graph: Mapping[str, set[str]], start: str) -> list[str]:
    """The shortest way from a node to itself; empty if there is none."""
    before: dict[str, str] = {}
    queue = [start]
    for node in queue:
        for neighbour in sorted(graph.get(node, ())):
            if neighbour == start:
                way = [node]
                while way[-1] != start:
                    way.append(before[way[-1]])
                return [*way[::-1], start]
            if neighbour not in before:
                before[neighbour] = node
                queue.append(neighbour)
    return []


if __name__ == "__main__":
    known = list(imports())
    for folder in sorted(
        {folder_of(each.module) for each in known if each.module}, key=lambda name: (floor(name), name)
    ):
        needs = {folder_of(each.imports) for each in known if folder_of(each.module) == folder} - {folder}
        print(f"{folder:24} → {', '.join(sorted(needs, key=lambda name: (floor(name), name)))}")
    print("\n".join(faults(known)) or "No import reaches up, and there is no circle.")
