"""The approval proof: one document a material, on which somebody signs that its files may be printed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from outreach.campaign.materials import Material
from outreach.core.findings import Finding
from outreach.sheets.documents import (
    Filed,
    Paper,
    Papers,
    Row,
    faces,
    inks,
    named,
    pictures,
    thumbnails,
)
from outreach.sheets.names import profile_name
from outreach.sheets.values import ordering_letter

SIGNED = ("content", "print")
"""Who signs: for what is said, and for how it is printed."""


def approval(papers: Papers, material: Material, files: Sequence[Filed]) -> Paper:
    """The approval proof of one material's files."""
    words, bundle, meta = papers.words, papers.bundle, material.meta
    campaign, letter = bundle.campaign, ordering_letter(bundle.campaign, words)
    facts = [
        Row(words.text("approval.issuer"), campaign.issuer.name),
        Row(words.text("approval.basis"), words.text("approval.basis_of", **letter) if letter else ""),
        Row(words.text("page.paper"), meta.paper),
        Row(words.text("page.number"), words.text("page.number_each", count=meta.quantity)),
        Row(words.text("page.where"), meta.place or bundle.channels[meta.channel].where),
        Row(words.text("page.read_from"), words.metres(meta.read_from)),
        Row(words.text("page.scan_from"), words.metres(meta.scan_from) if meta.scan_from else ""),
    ]
    context = {
        "heading": meta.title,
        "lead": [
            words.text("papers.code", code=meta.code),
            words.text("papers.edition", edition=campaign.edition),
            words.text("papers.as_of", day=words.date(campaign.as_of)),
            words.text("papers.until", day=words.date(campaign.valid_until)),
        ],
        "facts": [row for row in facts if row.value],
        "verdict": _verdict(papers, files),
        "sheets": [_sheet(papers, filed) for filed in files],
        "signed": [words.text(f"approval.sign_{key}") for key in SIGNED],
    }
    title = words.text("approval.document", title=meta.title)
    name, sources = words.text("approval.file", name=material.slug), [papers.source(material)]
    return papers.compose(name, "approval", context, title, pictures(*files), sources)


def _verdict(papers: Papers, files: Sequence[Filed]) -> dict[str, str]:
    """The outcome of all checks, in one line."""
    words, found = papers.words, [finding for filed in files for finding in filed.findings]
    errors = sum(finding.severity == "error" for finding in found)
    kind = "errors" if errors else "warnings" if found else "none"
    counted = words.text(f"approval.{kind}", errors=errors, warnings=len(found) - errors)
    return {"kind": kind, "text": counted, "files": words.text("approval.files", count=len(files))}


def _sheet(papers: Papers, filed: Filed) -> dict[str, Any]:
    words, bundle, sheet = papers.words, papers.bundle, filed.sheet
    profile = bundle.profiles[sheet.profile]
    decided = profile.colours == "cmyk"
    trim = words.size_mm(sheet.form.trim)
    pages = words.text("papers.pages", count=len(filed.previews))
    rows = [
        Row(words.text("approval.file_name"), filed.file),
        Row(words.text("approval.size"), f"{trim}, {pages}"),
        Row(words.text("approval.fonts"), faces(filed, bundle.brand.fonts.family)),
        Row(words.text("approval.ink"), inks(filed, words, decided)),
        *_scanning(papers, filed),
        Row(words.text("approval.sha256"), filed.sha256, "code"),
    ]
    return {
        "title": words.text("papers.format", format=sheet.form.label),
        "profile": profile_name(bundle, sheet.profile),
        "thumbnails": thumbnails(filed, words),
        "rows": rows,
        "found": [_told(papers, finding) for finding in filed.findings],
    }


def _scanning(papers: Papers, filed: Filed) -> list[Row]:
    """How far away the code is read, as the page says it and as the proof found it, and what it survives."""
    words, conditions, proven = papers.words, papers.bundle.conditions, filed.proven
    if filed.scan is None:
        return [Row(words.text("approval.scan"), words.text("approval.scan_none"))]
    rows = [Row(words.text("approval.scan"), words.text("approval.said", metres=words.metres(filed.scan.said_m)))]
    if proven is None:
        return rows
    reached = [
        words.text("papers.proven", view=named(words, conditions.views[name].names, name), metres=words.metres(far))
        for name, far in proven.reach.items()
    ]
    survived = words.text("approval.survived", read=proven.prints - len(proven.lost), prints=proven.prints)
    if proven.lost:
        lost = [named(words, conditions.prints[name].names, name) for name in proven.lost]
        survived += "; " + words.text("approval.lost", prints=", ".join(lost))
    rows.append(Row(words.text("approval.proven"), "; ".join(reached)))
    rows.append(Row(words.text("approval.prints"), survived))
    return rows


def _told(papers: Papers, finding: Finding) -> dict[str, str]:
    text, expected = papers.words.finding(finding)
    place = papers.words.text("approval.on_page", page=finding.page) if finding.page else ""
    return {"severity": finding.severity, "slug": finding.slug, "page": place, "text": text, "expected": expected}
