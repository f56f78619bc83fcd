"""The command `proof`: proves sheets, writes their papers, and shows what came of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from outreach.cli.session import Session
from outreach.cli.tables import proof_rows
from outreach.core.delivery import open_folder
from outreach.products.print_orders import papers
from outreach.products.print_orders.scan_proof import prove

if TYPE_CHECKING:
    from outreach.products.print_orders.scan_proof import Outcome
    from outreach.sheets.documents import Filed


def write(session: Session, material: str | None, out: Path) -> tuple[Outcome[Filed], list[Path]]:
    """Proves the sheets of a material, or of all, and writes their approval proofs and job sheets into a folder."""
    with open_folder(session.project, out):
        with session.console.progress() as progress:
            outcome = prove(session.project, material, papers.filed, progress)
        proofs = {proof.sheet.name: proof for proof in outcome.proofs}
        files = [papers.proven(file, proofs.get(file.sheet.name)) for file in outcome.kept]
        with session.console.progress() as progress:
            return outcome, papers.write(outcome.prepared, files, out, material is None, progress)


def show(session: Session, outcome: Outcome[Filed]) -> None:
    """Shows a row for each QR code, or JSON in which each sheet has its findings."""
    if session.json:
        session.answer([proof.as_record() for proof in outcome.proofs])
        return
    decoder = outcome.prepared.bundle.conditions.phone.decoder
    session.table(*proof_rows(outcome.proofs, decoder, session.texts))
