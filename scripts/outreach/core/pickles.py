"""Records kept for the next run of this code, in a project that may have moved since. Never for content of others."""

from __future__ import annotations

import io
import pickle
from pathlib import Path
from typing import Any


def dumped(record: object, root: Path) -> bytes:
    """The record; paths below `root` as seen from there."""
    out = io.BytesIO()
    _Dumper(out, root).dump(record)
    return out.getvalue()


def loaded(content: bytes, root: Path) -> Any:
    """The record, its paths below `root`. Raises ValueError if it is not whole, or was kept by other code."""
    try:
        return _Loader(io.BytesIO(content), root).load()
    except (pickle.UnpicklingError, EOFError, AttributeError, ImportError, IndexError, KeyError, TypeError) as why:
        raise ValueError(str(why)) from None


class _Dumper(pickle.Pickler):
    def __init__(self, out: io.BytesIO, root: Path) -> None:
        super().__init__(out, protocol=5)
        self._root = root

    def persistent_id(self, value: object) -> str | None:
        if isinstance(value, Path) and value.is_relative_to(self._root):
            return value.relative_to(self._root).as_posix()
        return None


class _Loader(pickle.Unpickler):
    def __init__(self, source: io.BytesIO, root: Path) -> None:
        super().__init__(source)
        self._root = root

    def persistent_load(self, name: str) -> Path:
        return self._root / name
