"""The guide: embed pages, fragments, snippets, their check, PDF, ZIP and text."""

from pathlib import Path

THEME = Path(__file__).parent / "theme"
"""Its templates, styles, scripts, strings and tables."""
