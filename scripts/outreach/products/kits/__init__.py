"""Units' kits: sheets with each unit's name, number and link, in a ZIP on a page of its own."""

from pathlib import Path

THEME = Path(__file__).parent / "theme"
"""Its templates, styles, scripts, strings and tables."""
