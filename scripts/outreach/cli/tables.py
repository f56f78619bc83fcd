"""Rows of text for tables on the terminal: changes between two lists of units, and proofs of QR codes."""

from __future__ import annotations

from collections.abc import Iterable

from outreach.cli.texts import Texts
from outreach.core.lengths import number
from outreach.products.kits.changes import Change
from outreach.products.print_orders.scan_proof import Outcome

CHANGES = ("change", "code", "name", "was", "columns", "old links", "print anew")
MATERIALS_NAMED = 6
"""The most materials that a row names one by one."""


def change_rows(changes: Iterable[Change], materials: list[str], texts: Texts) -> list[tuple[str, ...]]:
    """The changes as rows of `CHANGES`; where most `materials` are to be printed, the others are named."""
    return [
        (
            texts.word("changes", change.kind),
            change.code,
            change.name,
            ", ".join(change.was),
            ", ".join(change.columns),
            _links(change, texts),
            _prints(change.prints, materials, texts),
        )
        for change in changes
    ]


def _links(change: Change, texts: Texts) -> str:
    if change.kind == "new":
        return ""
    if change.kind == "gone" and change.links != change.code:
        return texts.message("links-lead", code=change.links) if change.links else texts.message("links-nowhere")
    return texts.message("links-work")


def _prints(prints: tuple[str, ...], materials: list[str], texts: Texts) -> str:
    if not prints:
        return texts.message("print-nothing")
    if len(prints) <= MATERIALS_NAMED:
        return ", ".join(prints)
    others = [name for name in materials if name not in prints]
    if not others:
        return texts.message("print-all", count=len(materials))
    if len(others) <= MATERIALS_NAMED:
        return texts.message("print-all-but", count=len(materials), others=", ".join(others))
    names = ", ".join(prints[:MATERIALS_NAMED])
    return texts.message("print-more", names=names, count=len(prints) - MATERIALS_NAMED)


def proof_rows(outcome: Outcome, texts: Texts) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Columns and rows: a row for each symbol. Shares of shots are those of the phone's decoder: it counts."""
    proofs, decoder = outcome.proofs, outcome.prepared.bundle.conditions.phone.decoder
    views = list(dict.fromkeys(view for proof in proofs for symbol in proof.symbols for view in symbol.views))
    columns = ("sheet", "page", "card mm", "module mm", "scan from", "px a module", *views, "hostile prints")
    rows = []
    for proof in proofs:
        for symbol in proof.symbols:
            sizes = [number(symbol.card_mm), number(symbol.module_mm, 2), f"{number(proof.scan_from, 2)} m"]
            reaches = [
                texts.message(
                    "reach", share=number(100 * view.read[decoder] / view.shots, 0), metres=number(view.metres, 2)
                )
                for view in symbol.views.values()
            ]
            prints = [left for left in symbol.prints.values() if left.state in {"read", "lost"}]
            lost = [name for name, left in symbol.prints.items() if left.state == "lost"]
            survived = f"{len(prints) - len(lost)}/{len(prints)}"
            if lost:
                survived = texts.message("prints-lost", survived=survived, lost=", ".join(lost))
            row = (proof.sheet.name, str(symbol.page), *sizes, number(symbol.pixels), *reaches, survived)
            rows.append(row)
    return columns, rows
