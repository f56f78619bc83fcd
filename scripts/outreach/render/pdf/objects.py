"""PDF objects read without trust: what is not there, or of another kind, is nothing (adapter of pikepdf)."""

import io
import re
import warnings
from collections.abc import Callable
from typing import Any

import pikepdf

from outreach.render.pdf.budget import IMAGE_BYTES, Budget, Overdrawn, admit

EMPTY = pikepdf.Dictionary()
UNREADABLE = (pikepdf.PikepdfError, NotImplementedError, RuntimeError, TypeError, ValueError)
"""Errors that the library raises for damaged or odd objects, or for want of a decoder."""
SHORT, KEPT = 200, 1000
"""Operators of a stream that is kept, and how many are."""
_STREAM = re.compile(r"\s*(stream )?<_io\.BytesIO object at 0x[0-9a-f]+>[,:]?\s*")
"""Name that the library gives to a file that it was given as bytes."""


def open_pdf(source: bytes) -> pikepdf.Pdf:
    """A file of our own."""
    return pikepdf.open(io.BytesIO(source))


def bytes_of(pdf: pikepdf.Pdf, **options: Any) -> bytes:
    """The whole file; its identifier depends on nothing but the content."""
    file = io.BytesIO()
    pdf.save(file, deterministic_id=True, compress_streams=True, **options)
    return file.getvalue()


def get(holder: Any, key: str) -> Any:
    """The entry of a dictionary or stream; None if there is none or `holder` is neither."""
    if isinstance(holder, pikepdf.Page):
        holder = holder.obj
    if not isinstance(holder, pikepdf.Dictionary | pikepdf.Stream):
        return None
    entry = holder.get(key)
    return entry


def table(holder: Any, key: str) -> Any:
    """The dictionary or stream at a key, or an empty dictionary."""
    entry = get(holder, key)
    return entry if isinstance(entry, pikepdf.Dictionary | pikepdf.Stream) else EMPTY


def entries(holder: Any, key: str) -> list[tuple[str, Any]]:
    """Names and values of the dictionary at a key."""
    entry = get(holder, key)
    return list(entry.items()) if isinstance(entry, pikepdf.Dictionary) else []


def items(holder: Any, key: str) -> list[Any]:
    """The items of the array at a key."""
    entry = get(holder, key)
    return list(entry) if isinstance(entry, pikepdf.Array) else []


def to_float(value: Any, default: float = 0.0) -> float:
    """A number; `default` if it is none."""
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return default
    return number if abs(number) < 1e9 else default


def to_floats(value: Any) -> tuple[float, ...]:
    """The numbers of an array; empty if it is none."""
    return tuple(to_float(item) for item in value) if isinstance(value, pikepdf.Array | list) else ()


def name(value: Any, default: str = "") -> str:
    """A name without its slash."""
    return str(value)[1:] if isinstance(value, pikepdf.Name) else default


def text(value: Any) -> str:
    """A text string, or a name."""
    if isinstance(value, pikepdf.String):
        return str(value)
    return name(value, str(value) if isinstance(value, int | float | bool) else "")


def content(value: Any) -> bytes:
    """The bytes of a stream, unpacked; empty if there are none. Raises Overdrawn for more than any stream needs."""
    try:
        return unpack(value)
    except UNREADABLE:
        return b""


def unpack(value: Any) -> bytes:
    """The bytes of a stream, unpacked; empty for what is no stream.

    Raises one of UNREADABLE for a stream that is damaged or packed in an unknown way, and Overdrawn for one that is
    larger than any that is needed.
    """
    if not isinstance(value, pikepdf.Stream):
        return b""
    try:
        data: bytes = value.read_bytes(pikepdf.StreamDecodeLevel.all)
    except pikepdf.PikepdfError as error:
        if "memory limit" in str(error):  # see `reader.limit_qpdf`
            raise Overdrawn("stream_bytes", IMAGE_BYTES) from None
        raise
    return data


def buffer_of(value: Any) -> Any:
    """The bytes of a stream, unpacked, as they lie in memory; None if there are none."""
    try:
        return memoryview(value.get_stream_buffer(pikepdf.StreamDecodeLevel.all))
    except (*UNREADABLE, AttributeError):
        return None


def instructions_of(holder: Any, budget: Budget, fault: Callable[[str], None]) -> tuple[list[Any], pikepdf.Pdf]:
    """The operators of a page, a form or a pattern, and the file that must outlive their operands.

    Short ones are kept to be shown again. `fault` is called with the reason for each stream that can't be read. Raises
    Overdrawn for too many.
    """
    key = identity(holder)
    if key in budget.streams:
        memo: tuple[list[Any], pikepdf.Pdf] = budget.streams[key]
        return memo
    scratch = pikepdf.new()
    instructions = _parse(_join(holder, budget, fault), scratch, fault)
    if key is not None and len(instructions) < SHORT and len(budget.streams) < KEPT:
        budget.streams[key] = instructions, scratch
    return instructions, scratch


def _join(holder: Any, budget: Budget, fault: Callable[[str], None]) -> bytes:
    """The content streams of a page, or that of a form. Raises Overdrawn for too much."""
    parts = get(holder, "/Contents") if isinstance(holder, pikepdf.Page) else holder
    data = bytearray()
    for stream in parts if isinstance(parts, pikepdf.Array) else [parts]:
        if stream is not None and not isinstance(stream, pikepdf.Stream):
            fault("content stream: it is none")
        try:
            part = unpack(stream)
        except UNREADABLE as error:
            fault(f"content stream: {reason(error)}")
            continue
        data += part + b"\n"
        budget.load(len(part), len(data))
    admit(data)
    return bytes(data)


def _parse(data: bytes, scratch: pikepdf.Pdf, fault: Callable[[str], None]) -> list[Any]:
    instructions: list[Any] = []
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        try:
            instructions = list(pikepdf.parse_content_stream(pikepdf.Stream(scratch, data)))
        except UNREADABLE as error:
            fault(f"content stream: {reason(error)}")
    for warning in warned:
        fault(f"content stream: {reason(warning.message)}")
    return instructions


def reason(error: object) -> str:
    """The library's message on one line, without what is true of one run only."""
    lines = str(error).splitlines() or [type(error).__name__]
    return _STREAM.sub(" ", lines[0]).strip()[:100]


def kids_of(tag: Any) -> list[Any]:
    """The contents of a tag: other tags, numbers of marked content, annotations."""
    kids = get(tag, "/K")
    return [] if kids is None else list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def identity(value: Any) -> tuple[int, int] | None:
    """Number and generation of an object in its file; None if it stands where it is used."""
    number = getattr(value, "objgen", (0, 0))
    return tuple(number) if number != (0, 0) else None
