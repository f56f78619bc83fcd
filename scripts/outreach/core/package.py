"""Places of the package's own files."""

from pathlib import Path

PACKAGE = Path(__file__).parents[1]
THEME = PACKAGE / "theme"
"""Templates, styles, scripts, strings and tables that belong to the program and to no campaign."""
