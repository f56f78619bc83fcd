"""PDF files held against ISO 14289-1 by page-validation, a validator of others, and their tags read back."""

import io
from collections.abc import Iterator
from typing import Any

import page
import pikepdf
from pikepdf import Array, Dictionary

LIMITS = page.SafetyLimits(max_input_size=100_000_000)


def faults(pdf: bytes) -> list[str]:
    """Rules of PDF/UA-1 that a file breaks, with their messages; none for a file that keeps them."""
    report = page.validate_pdf_bytes(pdf, profile="ua1", limits=LIMITS)
    found = [f"{failure.rule_id}: {failure.message}" for failure in report.failures]
    assert bool(found) != report.is_compliant
    return found


def claims(pdf: bytes) -> bool:
    """True if a file says that it is PDF/UA: its metadata may be packed."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        metadata = file.Root.get("/Metadata")
        return metadata is not None and b"pdfuaid" in metadata.read_bytes()


def tags(pdf: bytes) -> list[tuple[str, dict[str, str]]]:
    """The tags of a file in order: what they are, and what they say of themselves."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return [
            (str(tag.S)[1:], {key[1:]: str(tag[key]) for key in ("/Alt", "/Lang") if key in tag})
            for tag in below(file.Root.get("/StructTreeRoot"))
        ]


def below(node: Any) -> Iterator[Any]:
    """The tags below a node."""
    kids = node.get("/K") if node is not None else None
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield kid
            yield from below(kid)


def alts(pdf: bytes) -> list[str]:
    """The descriptions of a file's figures; "" for a figure without one."""
    return [about.get("Alt", "") for kind, about in tags(pdf) if kind == "Figure"]


def links(pdf: bytes) -> list[tuple[str, int]]:
    """Texts and flags of the link annotations of a file."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        notes = [note for each in file.pages for note in each.obj.get("/Annots", [])]
        return [(str(note.get("/Contents", "")), int(note.get("/F", 0))) for note in notes]
