"""A kit: all that one place needs, in one ZIP of fixed bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP can hold: the same inputs give the same bytes."""


def zipped(files: Mapping[str, bytes], packed: bool = True) -> bytes:
    """A ZIP of the files by their paths in it, in the order of their names.

    Without `packed` they are stored as they are: PDF files hardly get smaller, and that takes its time.
    """
    buffer = io.BytesIO()
    method = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(buffer, "w", method, compresslevel=6) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = method
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name])
    return buffer.getvalue()
