"""Record of issued codes: whatever published sheets, kits and orders carry onto paper must keep its page."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from outreach.campaign.bundle import Bundle
from outreach.campaign.codes import link_code
from outreach.campaign.issued import Issued, check_issued, read_issued, rows_of
from outreach.campaign.materials import Material
from outreach.campaign.sheets import Sheet
from outreach.campaign.units import Unit, link_units
from outreach.core.files import write_whole
from outreach.core.findings import Finding, OutreachError
from outreach.core.last_build import Published
from outreach.core.project import ISSUED


def codes_of(bundle: Bundle, sheets: Iterable[Sheet], units: Iterable[Unit | None] = (None,)) -> set[str]:
    """The codes in these sheets, made for these units (None for none): in QR codes, and where a sheet can be tapped."""
    materials = {
        sheet.material.meta.code for sheet in sheets if sheet.has_symbol or bundle.profiles[sheet.profile].links
    }
    return {link_code(material, unit.code if unit else "") for material in materials for unit in units}


def issued_codes(bundle: Bundle, materials: Iterable[Material], whole: bool) -> tuple[dict[str, Issued], list[Finding]]:
    """The table, its faults, and the codes that lead nowhere; these only if the campaign is `whole`.

    In a campaign that is not whole, a material or unit may be missing because its file has faults, not because it is
    gone.
    """
    path = bundle.project.data / ISSUED
    issued, faults = read_issued(path, bundle.project.relative(path))
    if whole:
        codes, current = {material.meta.code for material in materials}, [unit.code for unit in bundle.live]
        if not path.exists() and Published.of(bundle.project):
            name = bundle.project.relative(path)
            faults.append(Finding("issued-missing", file=name, data={"found": name}))
        name, known = bundle.project.relative(path), link_units(bundle.units)
        faults += check_issued(issued.values(), name, codes, known, current, bundle.campaign.as_of)
    return issued, faults


def issue(bundle: Bundle, codes: Iterable[str]) -> None:
    """Add codes to the table, with the edition that first has them; a table that has them all is left alone.

    A table without a code is written too: once a site is published, its absence is a fault.

    Raises OutreachError for faults of the table.
    """
    edition, path = bundle.campaign.edition, bundle.project.data / ISSUED
    issued, faults = read_issued(path, bundle.project.relative(path))
    if faults:
        raise OutreachError(faults)
    new = {code: Issued(code, edition) for code in codes if code not in issued}
    if new or not path.exists():
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(rows_of(issued | new))
        write_whole(path, text.getvalue().encode())
