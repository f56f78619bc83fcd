"""Records of one pattern stamped: bases are read, or made where they are missing; every unit's file is whole or absent.

Runs in worker processes and by itself. Heavy libraries are imported only where a base must be made; fonts
must be restricted before (see `render.fonts`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from outreach.campaign.units import Unit
from outreach.core.findings import Finding
from outreach.sheets.records.pattern import BaseKey, Task, Variant
from outreach.sheets.records.stamper import Stamper


@dataclass(frozen=True)
class Outcome:
    """Units of a pattern that could not be stamped, each with the reason; errors of records that do not fit it."""

    pattern: str
    unstamped: Sequence[tuple[Unit, str]] = ()
    errors: Sequence[Finding] = ()


def run(task: Task, make_bases: bool = True) -> Outcome | None:
    """Stamp the task's units. None if a base is missing that may not be made here."""
    stamper = Stamper(task)
    if reason := stamper.records.reason:
        return Outcome(task.pattern.name, [(unit, reason) for unit in task.units])
    variants, stamper.unstamped, errors = stamper.variants(task.units)
    if errors:
        return Outcome(task.pattern.name, (), errors)
    missing: dict[BaseKey, list[Variant]] = {}
    for key, variant, symbol in stamper.with_symbols(variants):
        if (base := stamper.base(key)) is None:
            missing.setdefault(key, []).append(variant)
        else:
            stamper.write(variant, symbol, base)
    if missing:
        if not make_bases:
            return None
        from outreach.sheets.records import bases  # heavy: WeasyPrint, pikepdf

        for key, base_or_reason in bases.make(stamper, stamper.all_records(missing)).items():
            if isinstance(base_or_reason, str):
                stamper.unstamped += [(variant.unit, base_or_reason) for variant in missing[key]]
                continue
            for _, variant, symbol in stamper.with_symbols(missing[key]):
                stamper.write(variant, symbol, base_or_reason)
    return Outcome(task.pattern.name, stamper.unstamped)
