"""Units' kits: sheets with each unit's name, number and link, and a page of its own that lists and packs them."""

from pathlib import Path

THEME = Path(__file__).parent / "theme"
"""Its templates, styles, scripts, strings and tables."""
