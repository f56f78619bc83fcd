"""Papers that go to a print shop: approval proof, job sheet, scan proof."""

from pathlib import Path

THEME = Path(__file__).parent / "theme"
"""Its templates, styles, scripts, strings and tables."""
