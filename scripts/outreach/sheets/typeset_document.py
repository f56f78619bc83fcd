"""Documents typeset as PDF files: on all cores, and only what is not in the cache yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from outreach.campaign.bundle import Bundle
from outreach.core.cache import Store
from outreach.core.findings import Finding, OutreachError, has_errors, ordered
from outreach.core.hashing import digest, digest_tools
from outreach.core.workers import Progress, parallel_map
from outreach.render import fonts
from outreach.sheets.documents import Document

if TYPE_CHECKING:
    from outreach.render.typeset import Typeset
DOCUMENT = "document.pdf"


@dataclass(frozen=True)
class DocumentJob:
    """A document, and the entry of the cache that it goes to."""

    document: Document
    store: Store
    kind: str
    key: str


def work(job: DocumentJob) -> list[Finding]:
    """Set a document and keep it; or return what is wrong with it. Runs in workers."""
    from outreach.render.pdf.normalise import finish  # heavy

    layout, faults = set_document(job.document)
    if not has_errors(faults):
        job.store.keep(job.kind, job.key, {DOCUMENT: finish(layout.pdf)})
    return faults


def set_document(document: Document) -> tuple[Typeset, list[Finding]]:
    """A document as it is laid out, and all that is wrong with it, with file and line of what it was made from."""
    from outreach.render import pictures as images
    from outreach.render.typeset import typeset
    from outreach.sheets import document_check as checks  # heavy

    faults: list[Finding] = []
    pictures: dict[str, bytes] = {}
    for name, content in document.pictures.items():
        try:
            pictures[name] = images.printable(content, name)
        except images.Unprintable as why:
            faults.append(checks.place(Finding(why.slug, data=why.data), name, document.sources, document.name))
    layout = typeset(document.html, tagged=True, pictures=pictures)
    names = {str(finding.data.get("found")) for finding in faults}
    layout_faults = checks.faults(layout, document.sources, document.name)
    return layout, ordered([*faults, *(fault for fault in layout_faults if str(fault.data.get("found")) not in names)])


def tools(bundle: Bundle, files: Mapping[int, Path]) -> str:
    """The digest of what sets documents: the campaign's font, this code, the libraries."""
    return digest_tools(bundle.project, fonts.faces(bundle.brand.fonts, files))


def set_documents(
    bundle: Bundle,
    files: Mapping[int, Path],
    documents: Sequence[Document],
    name: str,
    progress: Progress | None = None,
    whole: bool = True,
) -> list[Path]:
    """The PDF of each document, of the kind `name` in the cache; what is not there is set.

    Raises OutreachError if one can't be set.

    `whole`: these are all documents of this kind, so what the cache holds beside them is not needed any more.
    """
    cache = bundle.project.cache
    store = Store(cache)
    fonts.restrict(bundle.brand.fonts, files, cache)
    engine = tools(bundle, files)
    keys = [
        digest(engine, document.html, *(part for picture in document.pictures.items() for part in picture))[:32]
        for document in documents
    ]
    jobs = [
        (DocumentJob(document, store, name, key), document.name, 1)
        for document, key in zip(documents, keys, strict=True)
        if store.entry(name, key) is None
    ]
    if faults := [fault for job_faults in parallel_map(work, jobs, progress) for fault in job_faults]:
        raise OutreachError(ordered(faults))
    if whole:
        store.prune(name, set(keys))
    return [store.sure_entry(name, key).path(DOCUMENT) for key in keys]
