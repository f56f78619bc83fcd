"""Approval proofs and job sheets of finished sheets."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from outreach.core.files import write_whole
from outreach.core.workers import Progress
from outreach.products.print_orders.approval import approval
from outreach.products.print_orders.job_sheet import job_sheet
from outreach.products.print_orders.scan_proof import SheetProof
from outreach.products.product import Prepared
from outreach.sheets.documents import Filed, Paper, Papers, Proven
from outreach.sheets.finished import Made
from outreach.sheets.typeset_document import kept


def filed(finished: Made) -> Filed:
    """A finished sheet as it is now."""
    pdf, report = finished.pdf.read_bytes(), finished.report
    return Filed(
        sheet=finished.sheet,
        scan=finished.composed.scan,
        sha256=hashlib.sha256(pdf).hexdigest(),
        weight=len(pdf),
        previews=[path.read_bytes() for path in finished.pictures],
        coverage=report["coverage"],
        ink=report["ink"],
        fonts=report["fonts"],
        findings=finished.findings,
    )


def proven(file: Filed, proof: SheetProof | None) -> Filed:
    """The same with what the proof found."""
    if proof is None or not proof.symbols:
        return file
    names = list(proof.symbols[0].prints)
    states = {name: {symbol.prints[name].state for symbol in proof.symbols} for name in names}
    prints = [name for name in names if states[name] & {"read", "lost"}]
    lost = [name for name in prints if "lost" in states[name]]
    reach = {view: proof.reach(view) for view in proof.symbols[0].views}
    return replace(file, findings=[*file.findings, *proof.findings], proven=Proven(reach, len(prints), lost))


def composed(prepared: Prepared, files: Sequence[Filed]) -> list[Paper]:
    """An approval proof for each material that is printed, and a job sheet for each file that goes to a print shop."""
    papers, profiles = Papers(prepared.bundle), prepared.bundle.profiles
    files = [file for file in files if profiles[file.sheet.profile].prints]
    materials = {file.sheet.material.slug: file.sheet.material for file in files}
    documents = [
        approval(papers, material, [file for file in files if file.sheet.material.slug == slug])
        for slug, material in materials.items()
    ]
    documents += [job_sheet(papers, file) for file in files if profiles[file.sheet.profile].shop]
    return documents


def write(
    prepared: Prepared, files: Sequence[Filed], out: Path, whole: bool, progress: Progress | None = None
) -> list[Path]:
    """Writes the papers on some files into a folder, and returns them. Raises OutreachError for one that can't be set.

    `whole`: these are all files of the campaign, so what the cache holds beside them is not needed any more.
    """
    papers = composed(prepared, files)
    paths = kept(prepared.bundle, prepared.fonts, papers, "papers", progress, whole)
    out.mkdir(parents=True, exist_ok=True)
    written = [out / f"{paper.name}.pdf" for paper in papers]
    for file, path in zip(written, paths, strict=True):
        write_whole(file, path.read_bytes())
    return written
