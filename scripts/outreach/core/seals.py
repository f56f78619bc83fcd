"""Sealed records: JSON behind the SHA-256 of its own bytes and of the name that it is kept under.

A bit that was lost, a line that was cut off or a record put in the place of another no longer bears its seal.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

_LENGTH = 64
"""Characters of a seal: a SHA-256 in hexadecimal."""
_GAP = b" "


def seal(record: Any, name: str) -> bytes:
    """Seal a record, as JSON can hold it: one line.

    Keys stay in their order: what is made from a record is the same whether it was kept or is new.
    """
    payload = json.dumps(record, ensure_ascii=True).encode()
    return _digest(payload, name) + _GAP + payload


def unseal(raw: bytes, name: str) -> Any:
    """The record of a sealed line; None if the line is not as it was sealed under this name."""
    payload = raw[_LENGTH + 1 :]
    return json.loads(payload) if raw[: _LENGTH + 1] == _digest(payload, name) + _GAP else None


def read_sealed(path: Path, name: str) -> Any:
    """The record in a file; None if there is no such file, or it is not as it was sealed under this name."""
    try:
        return unseal(path.read_bytes(), name)
    except OSError:
        return None


def _digest(payload: bytes, name: str) -> bytes:
    return hashlib.sha256(f"{name}\n".encode() + payload).hexdigest().encode()
