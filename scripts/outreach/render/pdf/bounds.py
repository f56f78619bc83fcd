"""Bounds of the library that reads PDF files, for processes that read files of others (adapter of pikepdf)."""

from __future__ import annotations

import pikepdf

from outreach.render.pdf.budget import IMAGE_BYTES

FILTERS = 4
"""Filters of one stream, each applied to what the last one gave."""
ITEMS = 500_000
"""Items of an array or a dictionary."""
WARNINGS = 500
"""Repairs of a damaged file, after which the library gives it up."""


def bound() -> None:
    """Set the bounds for this process, from now on."""
    pikepdf.settings.set_qpdf_limits(
        doc_max_warnings=WARNINGS,
        max_stream_filters=FILTERS,
        parser_max_container_size=ITEMS,
        dct_max_memory=IMAGE_BYTES,
        dct_max_progressive_scans=100,
        flate_max_memory=IMAGE_BYTES,
        png_max_memory=IMAGE_BYTES,
        run_length_max_memory=IMAGE_BYTES,
        tiff_max_memory=IMAGE_BYTES,
    )
