"""PDF objects read without trust: what is not there, or of another kind, is nothing (adapter of pikepdf)."""

from __future__ import annotations

from typing import Any

import pikepdf

EMPTY = pikepdf.Dictionary()


def get(holder: Any, key: str) -> Any:
    """The entry of a dictionary or stream; None if there is none or `holder` is neither."""
    if isinstance(holder, pikepdf.Page):
        holder = holder.obj
    if not isinstance(holder, pikepdf.Dictionary | pikepdf.Stream):
        return None
    found = holder.get(key)
    return found


def table(holder: Any, key: str) -> Any:
    """The dictionary or stream at a key, or an empty dictionary."""
    found = get(holder, key)
    return found if isinstance(found, pikepdf.Dictionary | pikepdf.Stream) else EMPTY


def entries(holder: Any, key: str) -> list[tuple[str, Any]]:
    """Names and values of the dictionary at a key."""
    found = get(holder, key)
    return list(found.items()) if isinstance(found, pikepdf.Dictionary) else []


def items(holder: Any, key: str) -> list[Any]:
    """The items of the array at a key."""
    found = get(holder, key)
    return list(found) if isinstance(found, pikepdf.Array) else []


def figure(value: Any, default: float = 0.0) -> float:
    """A number; `default` if it is none."""
    try:
        found = float(value)
    except (TypeError, ValueError, OverflowError):
        return default
    return found if abs(found) < 1e9 else default


def figures(value: Any) -> tuple[float, ...]:
    """The numbers of an array; empty if it is none."""
    return tuple(figure(item) for item in value) if isinstance(value, pikepdf.Array | list) else ()


def name(value: Any, default: str = "") -> str:
    """A name without its slash."""
    return str(value)[1:] if isinstance(value, pikepdf.Name) else default


def text(value: Any) -> str:
    """A text string, or a name."""
    if isinstance(value, pikepdf.String):
        return str(value)
    return name(value, str(value) if isinstance(value, int | float | bool) else "")


def content(value: Any) -> bytes:
    """The bytes of a stream, unpacked; empty if there are none."""
    if not isinstance(value, pikepdf.Stream):
        return b""
    try:
        return value.read_bytes(pikepdf.StreamDecodeLevel.all)
    except (pikepdf.PdfError, RuntimeError, ValueError):
        return b""


def identity(value: Any) -> tuple[int, int] | None:
    """What an object is known by within its file; None if it stands where it is used."""
    found = getattr(value, "objgen", (0, 0))
    return tuple(found) if found != (0, 0) else None
