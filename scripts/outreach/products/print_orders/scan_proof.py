"""The scan proof of finished sheets: on all cores, and only what is not known yet."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from outreach.campaign.conditions import Conditions
from outreach.campaign.sheets import Sheet
from outreach.campaign.validate import from_record, unknown_name
from outreach.checks.scan import proof
from outreach.checks.scan.proof import SymbolProof
from outreach.checks.scan.read import PageSymbol
from outreach.core import lock
from outreach.core.cache import Store
from outreach.core.findings import Finding
from outreach.core.hashing import digest, digest_tools
from outreach.core.project import Project
from outreach.core.workers import Progress, parallel_map
from outreach.products.prepare import prepare
from outreach.products.print_orders.file_record import FileRecord, ScanResult
from outreach.products.product import PreparedCampaign
from outreach.sheets.finished_sheet import FinishedSheet
from outreach.sheets.make import make
from outreach.sheets.plan import plan

DECIDING = ("checks/scan", "campaign/scanning.py", "render/qr_decode.py", "render/optics.py", "render/raster.py")
"""The code that decides what a proof says."""

PROOF = "proof"
"""Their kind in the cache."""


@dataclass(frozen=True)
class SheetProof:
    """A sheet, how far away it must scan, its symbols' proofs, and what is wrong with them."""

    sheet: Sheet
    scan_from: float
    symbols: list[SymbolProof]
    findings: list[Finding] = field(default_factory=list)

    @property
    def result(self) -> ScanResult | None:
        """The outcome of its weakest symbol; None for a sheet without one."""
        if not self.symbols:
            return None
        states = {name: {symbol.prints[name].state for symbol in self.symbols} for name in self.symbols[0].prints}
        prints = [name for name, outcomes in states.items() if outcomes & {"read", "lost"}]
        losses = [name for name in prints if "lost" in states[name]]
        reach = {view: min(symbol.views[view].metres for symbol in self.symbols) for view in self.symbols[0].views}
        return ScanResult(reach, len(prints), losses)

    def as_record(self) -> dict[str, Any]:
        """A JSON-ready record."""
        symbols = [asdict(symbol) for symbol in self.symbols]
        findings = [finding.as_record() for finding in self.findings]
        return {"sheet": self.sheet.name, "scan_from": self.scan_from, "symbols": symbols, "findings": findings}


@dataclass(frozen=True)
class ProofJob:
    """Sheets that hold the same link: what is known of one serves the others."""

    files: Sequence[tuple[bytes, Sequence[PageSymbol], float, float]]
    """For each sheet its PDF, its symbols, `scan_from`, and by how much larger it hangs."""
    conditions: Conditions
    store: Store
    code: str


def work(job: ProofJob) -> list[dict[str, Any]]:
    """For each sheet its symbols' proofs and the keys of all that they rest on, JSON-ready. Runs in workers."""
    results = []
    for pdf, codes, scan_from, scale in job.files:
        keys_used: list[str] = []

        def memo(key: str, run: Callable[[], Any], keys_used: list[str] = keys_used) -> Any:
            keys_used.append(_name(job.code, key))
            known = job.store.value(PROOF, keys_used[-1])
            if known is None:
                known = {"value": run()}
                job.store.keep_value(PROOF, keys_used[-1], known)
            return known["value"]

        symbols = proof.prove(pdf, codes, scan_from, job.conditions, memo, scale)
        results.append({"symbols": [asdict(symbol) for symbol in symbols], "keys": keys_used})
    return results


@dataclass(frozen=True)
class Question:
    """A sheet to be proven: its file as it was when it was asked for."""

    sheet: Sheet
    scan_from: float
    pdf: bytes
    codes: list[PageSymbol]
    said: float
    """Metres from which the sheet's page says that it scans."""
    link: str
    """The address of the page that its symbols must open."""


def _questions(sheets: Sequence[FinishedSheet]) -> Iterator[Question]:
    for sheet in sheets:
        distance, scan = sheet.sheet.material.meta.scan_from, sheet.scan
        if distance is not None and scan is not None:
            yield Question(sheet.sheet, distance, sheet.pdf.read_bytes(), sheet.codes, scan.safe_m, scan.link)


def _proofs(
    prepared: PreparedCampaign, questions: Sequence[Question], progress: Progress | None
) -> tuple[list[SheetProof], set[str]]:
    """The proofs, and the keys of all in the cache that they rest on."""
    conditions, store = prepared.bundle.conditions, Store(prepared.bundle.project.cache)
    code = digest_tools(prepared.bundle.project, parts=DECIDING)
    settings = conditions.model_dump_json()
    names = [
        _name(code, "sheet", digest(question.pdf), str(question.scan_from), str(question.sheet.form.enlarged), settings)
        for question in questions
    ]
    results: dict[str, Any] = {name: store.value(PROOF, name) for name in names}
    groups: dict[str, dict[str, Question]] = {}
    for name, question in zip(names, questions, strict=True):
        if results[name] is None:
            groups.setdefault(question.sheet.material.slug, {})[name] = question
    jobs = []
    for material, group in sorted(groups.items(), key=lambda entry: -len(entry[1])):  # long ones first
        files = [
            (question.pdf, question.codes, question.scan_from, question.sheet.form.enlarged)
            for question in group.values()
        ]
        jobs.append((ProofJob(files, conditions, store, code), material, len(group)))
    for (_, material, _), records in zip(jobs, parallel_map(work, jobs, progress), strict=True):
        for name, record in zip(groups[material], records, strict=True):
            results[name] = record
            store.keep_value(PROOF, name, record)
    proofs = []
    for name, question in zip(names, questions, strict=True):
        symbols = [from_record(SymbolProof, symbol) for symbol in results[name]["symbols"]]
        findings = _findings(question, symbols, conditions)
        proofs.append(SheetProof(question.sheet, question.scan_from, symbols, findings))
    return proofs, {*names, *(key for name in names for key in results[name]["keys"])}


@dataclass(frozen=True)
class Outcome:
    """The outcome of a proof, and a record of each file that was made for it, with or without a code."""

    prepared: PreparedCampaign
    proofs: list[SheetProof]
    records: list[FileRecord]
    findings: list[Finding]
    """Of making the sheets and of the proof."""


def prove(project: Project, material: str | None, progress: Progress | None) -> Outcome:
    """The proofs of the campaign's sheets, or of one material's.

    Raises OutreachError for an unknown material and for faults of the sheets.
    """
    prepared = prepare(project)
    materials = [entry for entry in prepared.materials if material in {None, entry.slug}]
    if not materials:
        raise unknown_name("material-unknown", str(material), (other.slug for other in prepared.materials))
    with lock.hold_lock(project.cache, wait=True):  # a build would clear the cache of what it does not use
        sheets = make(prepared.bundle, prepared.fonts, prepared.pages, plan(prepared.bundle, materials), progress)
        questions = list(_questions(sheets))
        records = [FileRecord.of(sheet) for sheet in sheets]  # its files may be gone when the lock is
    proofs, keys = _proofs(prepared, questions, progress)
    if material is None:
        Store(project.cache).prune(PROOF, keys)
    by_name = {proof.sheet.name: proof for proof in proofs}
    records = [_add_proof(record, by_name.get(record.sheet.name)) for record in records]
    warned = [finding for sheet in sheets for finding in sheet.findings]
    return Outcome(prepared, proofs, records, [*warned, *(finding for proof in proofs for finding in proof.findings)])


def _add_proof(record: FileRecord, proof: SheetProof | None) -> FileRecord:
    return replace(record, findings=[*record.findings, *proof.findings], result=proof.result) if proof else record


def _findings(question: Question, symbols: Sequence[SymbolProof], conditions: Conditions) -> list[Finding]:
    sheet = question.sheet
    name, line = sheet.material.table.name, sheet.material.line("scan_from")
    return [
        finding.at(name, line, sheet=sheet.name)
        for symbol in symbols
        for finding in [
            *proof.faults(symbol, question.scan_from, conditions),
            *proof.overstatement(symbol, question.said, conditions),
            *proof.misdirection(symbol, question.link),
        ]
    ]


def _name(*parts: str) -> str:
    return digest(*parts)[:32]
