"""Lengths: millimetres on paper, points in PDF, CSS pixels in layout."""

MM_PER_INCH = 25.4
PT_PER_INCH = 72.0
PX_PER_INCH = 96.0
"""A CSS pixel is 1/96 inch (CSS Values and Units 4, section 6.2)."""


def mm_to_pt(mm: float) -> float:
    """Millimetres to PDF points."""
    return mm * PT_PER_INCH / MM_PER_INCH


def pt_to_mm(pt: float) -> float:
    """PDF points to millimetres."""
    return pt * MM_PER_INCH / PT_PER_INCH


def px_to_mm(px: float) -> float:
    """CSS pixels to millimetres."""
    return px * MM_PER_INCH / PX_PER_INCH


def mm_to_px(mm: float, dpi: float = PX_PER_INCH) -> float:
    """Millimetres to pixels at `dpi` pixels per inch (CSS pixels by default)."""
    return mm * dpi / MM_PER_INCH


def number(value: float, digits: int = 1) -> str:
    """A figure for people: at most `digits` decimals, no trailing zeros."""
    text = f"{value:.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
