"""Loudspeaker scripts: spelled out, timed, as booklets, text and a plan of broadcasts."""

from pathlib import Path

THEME = Path(__file__).parent / "theme"
"""Its templates, styles, scripts, strings and tables."""
