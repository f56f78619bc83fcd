"""Places of the package's own files."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).parents[1]
THEME = PACKAGE / "theme"
"""Templates, styles, scripts, strings and tables that belong to the program and to no campaign."""
PRODUCTS = [PACKAGE / "products"]
"""Folders in which products lie, a folder each with a theme/ of its own; a test adds another."""


def themes() -> list[Path]:
    """The theme of all, then those of products."""
    return [THEME, *(theme for folder in PRODUCTS for theme in sorted(folder.glob("*/theme")))]


@cache
def package_table(path: Path) -> dict[str, Any]:
    """A TOML table of the package, read once. Not to be changed."""
    return tomllib.loads(path.read_text(encoding="utf-8"))
