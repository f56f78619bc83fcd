"""The press kit: pictures, drawings and texts for journalists, with a manifest."""

from pathlib import Path

THEME = Path(__file__).parent / "theme"
"""Its templates, styles, scripts, strings and tables."""
