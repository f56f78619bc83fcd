"""Papers set as PDF files: on all cores, and only what is not known yet; approval proofs and job sheets among them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from outreach.build import PACKAGE, Prepared
from outreach.campaign.bundle import Bundle
from outreach.core.cache import Store
from outreach.core.errors import OutreachError
from outreach.core.findings import Finding, has_errors, ordered
from outreach.core.hashing import digest, file_digest, tree_digest, write_whole
from outreach.core.workers import Progress, spread
from outreach.made import Made
from outreach.products.approval import approval
from outreach.products.job_sheet import job_sheet
from outreach.products.papers import Filed, Paper, Papers, Proven
from outreach.proof import SheetProof
from outreach.publish.stamp import installed
from outreach.render import fonts

if TYPE_CHECKING:
    from outreach.render.sheets import Typeset
PAPER = "paper.pdf"


def filed(made: Made) -> Filed:
    """A finished sheet as it is now."""
    pdf, report = made.pdf.read_bytes(), made.report
    return Filed(
        sheet=made.sheet,
        scan=made.composed.scan,
        sha256=hashlib.sha256(pdf).hexdigest(),
        weight=len(pdf),
        previews=[path.read_bytes() for path in made.pictures],
        coverage=report["coverage"],
        ink=report["ink"],
        fonts=report["fonts"],
        findings=made.findings,
    )


def proven(one: Filed, proof: SheetProof | None) -> Filed:
    """The same with what the proof found."""
    if proof is None or not proof.symbols:
        return one
    names = list(proof.symbols[0].prints)
    states = {name: {symbol.prints[name].state for symbol in proof.symbols} for name in names}
    made = [name for name in names if states[name] & {"read", "lost"}]
    lost = [name for name in made if "lost" in states[name]]
    reach = {view: proof.reach(view) for view in proof.symbols[0].views}
    return replace(one, findings=[*one.findings, *proof.findings], proven=Proven(reach, len(made), lost))


def composed(prepared: Prepared, files: Sequence[Filed]) -> list[Paper]:
    """An approval proof for each material that is printed, and a job sheet for each file that goes to a print shop."""
    papers, profiles = Papers(prepared.bundle), prepared.bundle.profiles
    files = [one for one in files if profiles[one.sheet.profile].prints]
    materials = {one.sheet.material.slug: one.sheet.material for one in files}
    documents = [
        approval(papers, material, [one for one in files if one.sheet.material.slug == slug])
        for slug, material in materials.items()
    ]
    documents += [job_sheet(papers, one) for one in files if profiles[one.sheet.profile].shop]
    return documents


@dataclass(frozen=True)
class Job:
    """A paper, and the entry of the cache that it goes to."""

    paper: Paper
    store: Store
    kind: str
    key: str


def work(job: Job) -> list[Finding]:
    """Sets a paper and keeps it; or returns what is wrong with it. Runs in workers."""
    from outreach.render.pdf.finish import finish  # heavy

    document, found = set_paper(job.paper)
    if not has_errors(found):
        job.store.keep(job.kind, job.key, {PAPER: finish(document.pdf)})
    return found


def set_paper(paper: Paper) -> tuple[Typeset, list[Finding]]:
    """A paper as it is laid out, and all that is wrong with it, with file and line of what it was made from."""
    from outreach.checks import document as checks  # heavy
    from outreach.render import pictures as images
    from outreach.render.sheets import typeset

    found: list[Finding] = []
    shown: dict[str, bytes] = {}
    for name, content in paper.pictures.items():
        try:
            shown[name] = images.printable(content, name)
        except images.Unprintable as why:
            found.append(checks.placed(Finding(why.slug, data=why.data), name, paper.sources, paper.name))
    document = typeset(paper.html, tagged=True, pictures=shown)
    told = {str(finding.data.get("found")) for finding in found}
    laid = checks.faults(document, paper.sources, paper.name)
    return document, ordered([*found, *(fault for fault in laid if str(fault.data.get("found")) not in told)])


def faces_of(bundle: Bundle, files: Mapping[int, Path]) -> list[Path]:
    """The font files that papers are set in: `files` by weight, and the slanted ones."""
    return [path for some in (files, fonts.italics(bundle.brand.fonts)) for _, path in sorted(some.items())]


def tools(prepared: Prepared) -> str:
    """The digest of what sets papers: the campaign's font, this code, the libraries."""
    faces = map(file_digest, faces_of(prepared.bundle, prepared.fonts))
    code = tree_digest([("code", PACKAGE)], prepared.bundle.project.cache / "code.json")
    return digest(*faces, code, installed())


def kept(
    prepared: Prepared, papers: Sequence[Paper], name: str, progress: Progress | None = None, whole: bool = True
) -> list[Path]:
    """The PDF of each paper, of the kind `name` in the cache; what is not there is set.

    Raises OutreachError if one can't be set.

    `whole`: these are all papers of this kind, so what the cache holds beside them is not needed any more.
    """
    cache = prepared.bundle.project.cache
    store = Store(cache)
    os.environ["FONTCONFIG_FILE"] = str(fonts.isolate(faces_of(prepared.bundle, prepared.fonts), cache))
    made_with = tools(prepared)
    keys = [digest(made_with, paper.html, *_flat(paper.pictures))[:32] for paper in papers]
    jobs = [
        (Job(one, store, name, key), one.name, 1)
        for one, key in zip(papers, keys, strict=True)
        if store.entry(name, key) is None
    ]
    if faults := [fault for told in spread(work, jobs, progress) for fault in told]:
        raise OutreachError(ordered(faults))
    if whole:
        store.prune(name, set(keys))
    return [store.sure_entry(name, key).path(PAPER) for key in keys]


def write(
    prepared: Prepared, files: Sequence[Filed], out: Path, whole: bool, progress: Progress | None = None
) -> list[Path]:
    """Writes the papers on some files into a folder, and returns them. Raises OutreachError for one that can't be set.

    `whole`: these are all files of the campaign, so what the cache holds beside them is not needed any more.
    """
    papers = composed(prepared, files)
    paths = kept(prepared, papers, "papers", progress, whole)
    out.mkdir(parents=True, exist_ok=True)
    written = [out / f"{one.name}.pdf" for one in papers]
    for file, path in zip(written, paths, strict=True):
        write_whole(file, path.read_bytes())
    return written


def _flat(pictures: Mapping[str, bytes]) -> list[str | bytes]:
    return [part for name, png in pictures.items() for part in (name, png)]
