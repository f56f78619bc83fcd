"""CSV files that spreadsheets open as they are."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

_LEADS = {"=", "+", "-", "@", "\t", "\r"}
"""First signs of a cell that a spreadsheet takes for a formula and runs."""


def runs(cell: str) -> bool:
    """True for a cell that a spreadsheet takes for a formula."""
    return cell[:1] in _LEADS


def spreadsheet(rows: Iterable[Sequence[str]]) -> bytes:
    """Rows as CSV: UTF-8 with a byte order mark, lines ended as Windows does, formulas kept from running."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(
        [f"'{cell}" if runs(cell) else cell for cell in row] for row in rows
    )
    return text.getvalue().encode("utf-8-sig")
