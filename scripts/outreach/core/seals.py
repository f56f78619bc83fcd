"""Sealed records: JSON behind the SHA-256 of its own bytes and of the name that it is kept under.

A bit that was lost, a line that was cut off or a record put in the place of another no longer bears its seal.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

_LENGTH = 64
"""Characters of a seal: a SHA-256 in hexadecimal."""
_GAP = b" "


def sealed(record: Any, name: str) -> bytes:
    """A record, as JSON can hold it, on one line."""
    payload = json.dumps(record, ensure_ascii=True, sort_keys=True).encode()
    return _seal(payload, name) + _GAP + payload


def opened(raw: bytes, name: str) -> Any:
    """The record of such a line; None if it is not what was sealed under this name."""
    payload = raw[_LENGTH + 1 :]
    return json.loads(payload) if raw[: _LENGTH + 1] == _seal(payload, name) + _GAP else None


def read_sealed(path: Path, name: str) -> Any:
    """The record in a file; None if there is none, or another."""
    try:
        return opened(path.read_bytes(), name)
    except OSError:
        return None


def _seal(payload: bytes, name: str) -> bytes:
    return hashlib.sha256(f"{name}\n".encode() + payload).hexdigest().encode()
