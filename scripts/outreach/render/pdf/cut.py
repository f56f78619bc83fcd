"""A finished file cut where it varies: its streams, and all of it but its end (adapter of pikepdf)."""

import re
import zlib
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from outreach.render.pdf.objects import get, open_pdf
from outreach.render.stamping import TITLE, Unstampable

DOCUMENT = re.compile(rb"(?<=xmp\.did:)[0-9a-f]{32}")
NEAR = 400
"""Bytes between two things that vary up to which they make one stream: an object of its own costs as much."""


def layers_of(pdf: pikepdf.Pdf) -> Iterator[tuple[Any, bytes]]:
    """Each page with its operators, then the forms on it that show text."""
    for page in pdf.pages:
        page.contents_coalesce()
        yield page, page.Contents.read_bytes()
        forms = ((form, form.read_bytes()) for form in _forms(get(page.obj, "/Resources")))
        yield from ((form, data) for form, data in forms if b"TJ" in data)


def _forms(resources: Any) -> Iterator[Any]:
    """All forms that are drawn, each before those that it draws itself."""
    objects = get(resources, "/XObject")
    for key in sorted(objects.keys()) if isinstance(objects, Dictionary) else ():
        if objects[key].get("/Subtype") == Name.Form:
            yield objects[key]
            yield from _forms(get(objects[key], "/Resources"))


def cut(pdf: pikepdf.Pdf, layers: Sequence[list[bytes | tuple[str | int, ...]]]) -> list[list[Any]]:
    """Give pages and forms empty streams for what varies; return the parts of each, pages' first."""
    streams: list[list[Any]] = []
    forms: list[list[Any]] = []
    for (holder, _), parts in zip(list(layers_of(pdf)), layers, strict=True):
        if not isinstance(holder, pikepdf.Page):
            if len(parts) > 1:
                forms.append([_text(part) for part in parts])
                holder.write(b"")
                holder["/Varies"] = True
            continue
        contents = []
        for stays, part in _group(parts):
            if not stays:
                streams.append([_text(piece) for piece in part])
            contents.append(pdf.make_stream(b"" if not stays else part[0]))
            if not stays:
                contents[-1]["/Varies"] = True
        holder.Contents = Array(contents)
    return streams + forms


def metadata_parts(pdf: pikepdf.Pdf) -> tuple[str | tuple[str | int, ...], ...]:
    """The metadata cut at the title and the identifier that they give the file; empty if they give neither."""
    metadata = pdf.Root.get("/Metadata")
    whole = metadata.read_bytes() if metadata is not None else b""
    marks = [(match.span(), "title") for match in re.finditer(TITLE.encode(), whole)]
    marks += [(match.span(), "id") for match in [DOCUMENT.search(whole)] if match]
    parts: list[str | tuple[str | int, ...]] = []
    at = 0
    for (start, end), name in sorted(marks):
        parts += [_text(whole[at:start]), (name,)]
        at = end
    return (*parts, _text(whole[at:])) if parts else ()


def drop_title(pdf: pikepdf.Pdf) -> str:
    """Take the title out of the document information. Returns its other entries, as they are written."""
    if "/Title" in pdf.trailer.Info:
        del pdf.trailer.Info["/Title"]
    return head_of(pdf.trailer.Info)


def _group(parts: Sequence[bytes | tuple[str | int, ...]]) -> Iterator[tuple[bool, list[Any]]]:
    """Parts that stay as they are, each alone, and runs of parts that vary with what lies close between them."""
    run: list[Any] = []
    for place, part in enumerate(parts):
        if isinstance(part, tuple) or (run and len(part) < NEAR and place + 1 < len(parts)):
            run.append(part)
            continue
        if run:
            yield False, run
            run = []
        if part:
            yield True, [part]
    if run:
        yield False, run


def _text(part: Any) -> Any:
    return part.decode("latin-1") if isinstance(part, bytes) else part


def holders(pdf: pikepdf.Pdf, count: int) -> list[Any]:
    """The objects that vary in the file as it was saved, pages' streams first."""
    streams = [stream for page in pdf.pages for stream in page.Contents if stream.get("/Varies")]
    forms = [form for page in pdf.pages for form in _forms(get(page.obj, "/Resources")) if form.get("/Varies")]
    objects = streams + forms
    if len({stream.objgen for stream in objects}) != count:
        raise Unstampable("pages share what varies")
    return objects


def head_of(stream: Any) -> str:
    """A stream's dictionary as it is written, without what its content decides."""
    entries = {k: v for k, v in stream.items() if k not in {"/Length", "/Filter", "/DecodeParms", "/Varies"}}
    source: bytes = Dictionary(entries).unparse()
    return source.decode("latin-1").removeprefix("<<").removesuffix(">>").strip()


def pack_metadata(
    prefix: bytes, offsets: tuple[tuple[int, int, int], ...], number: int
) -> tuple[bytes, tuple[tuple[int, int, int], ...]]:
    """A file without its end whose metadata, object `number`, are packed: every unit's file has them.

    pikepdf never packs them, so that they can be read without unpacking.
    """
    start = offsets[number][1]
    head, _, rest = prefix[start:].partition(b"stream\n")
    entries, length = head.rsplit(b"/Length ", 1)
    size = int(length.split()[0])
    content = zlib.compress(rest[:size], 9)
    piece = b"%b/Filter/FlateDecode/Length %d>>\nstream\n%b" % (entries, len(content), content)
    longer = len(piece) - (len(head) + len(b"stream\n") + size)
    rows = tuple((k, at + longer, g) if k == 1 and at > start else (k, at, g) for k, at, g in offsets)
    return prefix[:start] + piece + rest[size:], rows


def without_end(file: bytes) -> tuple[bytes, tuple[tuple[int, int, int], ...]]:
    """A file up to its table of objects, and that table, without the entry of the table itself."""
    start = int(file[file.rindex(b"startxref") :].split()[1])
    number = int(file[start:].split(maxsplit=1)[0])
    with open_pdf(file) as pdf:
        table = pdf.get_object(number, 0)
        content, ends = table.read_bytes(), list(accumulate(map(int, table.W), initial=0))
    rows: list[tuple[int, int, int]] = []
    for at in range(0, len(content), ends[-1]):
        kind, first, second = (int.from_bytes(content[at + a : at + b]) for a, b in pairwise(ends))
        rows.append((kind, first, second))
    if number != len(rows) - 1:
        raise Unstampable("the table of objects is not the last object")
    return file[:start], tuple(rows[:-1])
