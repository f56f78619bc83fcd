"""The file is tagged as PDF/UA wants it (ISO 14289-1), where the profile says so or the file itself does."""

import re
from collections import Counter

from outreach.checks.inspection import Findings, Inspection, corner_text
from outreach.core.findings import Finding, Severity
from outreach.render.pdf.model import Annotation, PdfFile, Structure

HIDDEN, PRINTED, UNSEEN = 2, 4, 32
"""Flags of annotations (ISO 32000-1, table 165)."""
LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
"""RFC 5646, as far as its form goes."""
_LEVEL = re.compile(r"H([1-6])")


def check(inspection: Inspection) -> Findings:
    """Tags that people need who can't see the file: errors where they are demanded, doubts where PDF/UA is claimed."""
    pdf = inspection.file
    if not inspection.demands.needs_tags and "pdfuaid:part" not in pdf.xmp:
        return
    severity: Severity = "error" if inspection.demands.needs_tags else "warning"
    structure = pdf.structure
    if not pdf.tagged or structure is None:
        if pdf.fully_read or not pdf.tagged:
            yield Finding("tags-missing", severity)
        return
    for finding in (*_file(pdf, structure), *_figures(structure), *_headings(structure), *_links(pdf)):
        yield Finding(finding.slug, severity, page=finding.page, data=finding.data)


def _file(pdf: PdfFile, structure: Structure) -> Findings:
    """Title, language, content without a tag."""
    if not pdf.shows_title:
        yield Finding("title-hidden")
    if not pdf.language:
        yield Finding("metadata-missing", data={"found": "Lang"})
    languages = [pdf.language, *(tag.language for tag in structure.tags)]
    for language in dict.fromkeys(language for language in languages if language):
        if not LANGUAGE.fullmatch(language):
            yield Finding("language-invalid", data={"found": language[:40]})
    for page in pdf.pages:
        if page.untagged_marks:
            yield Finding("content-untagged", page=page.number, data={"count": page.untagged_marks})


def _figures(structure: Structure) -> Findings:
    bare = Counter(tag.page for tag in structure.tags if tag.kind in {"Figure", "Formula"} and not tag.described)
    for page, count in sorted(bare.items()):
        yield Finding("figure-undescribed", page=page, data={"count": count})


def _headings(structure: Structure) -> Findings:
    """Headings that skip a level: those who jump from one to the next look for what is not there."""
    level = 0
    for tag in structure.tags:
        heading = _LEVEL.fullmatch(tag.kind)
        if heading is None:
            continue
        if int(heading[1]) > level + 1:
            yield Finding("heading-skipped", page=tag.page, data={"found": tag.kind, "expected": f"H{level + 1}"})
        level = int(heading[1])


def _links(pdf: PdfFile) -> Findings:
    """Links without words, and annotations that readers or printers don't get."""
    structure = pdf.structure
    assert structure is not None
    silent = Counter(tag.page for tag in structure.tags if tag.kind == "Link" and not tag.worded)
    for page, count in sorted(silent.items()):
        yield Finding("link-silent", page=page, data={"count": count})
    for sheet in pdf.pages:
        notes = [note for note in sheet.annotations if note.kind not in {"Popup", "TrapNet", "PrinterMark"}]
        if notes and not sheet.annotations_in_order:
            yield Finding("tabs-unordered", page=sheet.number)
        for slug, faulty in _faults(notes, structure).items():
            if faulty:
                yield Finding(slug, page=sheet.number, data={"count": len(faulty), "at": corner_text(faulty[0].box)})


def _faults(notes: list[Annotation], structure: Structure) -> dict[str, list[Annotation]]:
    links = [note for note in notes if note.kind == "Link"]
    return {
        "link-untagged": [note for note in links if note.object_id not in structure.linked],
        "link-undescribed": [note for note in notes if not note.contents.strip()],
        "annotation-unprinted": [note for note in notes if not note.flags & PRINTED or note.flags & (HIDDEN | UNSEEN)],
    }
