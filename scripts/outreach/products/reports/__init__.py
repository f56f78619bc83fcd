"""Reports: SMS series, posts and e-mail."""

from pathlib import Path

THEME = Path(__file__).parent / "theme"
"""Its templates, styles, scripts, strings and tables."""
