"""ZIP archives whose bytes depend on their files alone."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Mapping

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP can hold: the same inputs give the same bytes."""


def zip_files(files: Mapping[str, bytes], level: int = 6, stored: Collection[str] = ()) -> bytes:
    """A ZIP of the files by their paths in it, in the order of their names.

    `level`, from 1 to 9: how hard they are packed. PDF files hardly get smaller by more than 1. What has one of the
    endings `stored` (".pdf") is put in as it is.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(tuple(stored)) else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name])
    return buffer.getvalue()
