"""A sheet produced: typeset, finished, checked, previewed, kept in the cache under the hash of its inputs.

Runs in worker processes; imports the heavy libraries. FONTCONFIG_FILE must be set before (see `make`).
"""

import json
from dataclasses import replace

from outreach.checks import rules, scenes
from outreach.checks.inspection import Inspection, marks_in_bleed
from outreach.checks.scan import read as scan
from outreach.core.findings import Finding
from outreach.core.lengths import MM_PER_INCH
from outreach.render import pictures, raster
from outreach.render.pdf.fine_print import fine_print_in_black
from outreach.render.pdf.labels import add_label
from outreach.render.pdf.normalise import finish
from outreach.render.pdf.print_shop import IccProfile, prepare_for_print_shop
from outreach.render.pdf.reader import read
from outreach.render.pixels import Rasters
from outreach.render.typeset import typeset
from outreach.render.xmp import Label
from outreach.sheets import layout_check
from outreach.sheets.images import make_pictures
from outreach.sheets.impose import imposition_faults, make_imposition
from outreach.sheets.job import PREVIEW_PX, REPORT, SHEET, SHEETS, SheetJob
from outreach.sheets.presswork import Presswork

RASTER_PX = 1440
"""Width of the raster that ink is measured on and previews are made from: edges stay sharp when halved."""


def run(job: SheetJob) -> None:
    """Make sheet.pdf, report.json and maybe pictures (<page>.png, .jpg …), and keep them under the job's key."""
    limits, demands = job.limits, job.demands
    content, findings = finish_sheet(job.html, demands.needs_tags, job.work, limits, job.label)
    for page, text in enumerate(raster.texts(content), 1):
        findings += layout_check.read_back(page, text, limits.words)
    pages = list(raster.pages(content, RASTER_PX * MM_PER_INCH * limits.scale / limits.trim[0]))
    document = read(content, demands.scale)
    findings += rules.run(job.rules, Inspection(document, Rasters(content, document, pages), demands))
    findings += scenes.check(content, job.scenes)
    images, faults = make_pictures(content, job.picture) if job.picture else ({}, [])
    findings += faults
    files = {SHEET: content, **images}
    coverages: list[float] = []
    codes: list[scan.PageSymbol] = []
    for page, image in enumerate(pages, 1):
        coverages.append(round(pictures.coverage(image), 4))
        links = [text for at, text in limits.links if at == page]
        symbols = scan.look(content, page, image, links)
        codes += symbols
        findings += scan.faults(page, symbols, links, scale=limits.scale)
        if job.preview:
            preview = images.get(f"{page}.png") or pictures.png(image, PREVIEW_PX)
            files[f"{page}.png"] = preview
            findings += scan.preview_faults(page, preview, limits.trim[0] / limits.scale, symbols)
    for plan in job.impositions:
        pieces, faults = make_imposition(content, plan)
        pieces = add_label(pieces, replace(job.label, title=plan.title))
        findings += [*faults, *imposition_faults(pieces, plan, demands, limits.links, codes)]
        files[f"{plan.name}.pdf"] = pieces
    report = {
        "findings": [finding.as_record() for finding in findings],
        "coverage": coverages,
        "ink": [max((mark.ink_sum or 0 for mark in marks_in_bleed(page)), default=0) for page in document.pages],
        "fonts": sorted({font.name for font in document.fonts}),
        "codes": [code.as_record() for code in codes],
    }
    files[REPORT] = json.dumps(report, ensure_ascii=False, sort_keys=True).encode()
    job.store.keep(SHEETS, job.key, files)


def finish_sheet(
    html: str, tagged: bool, work: Presswork | None, limits: layout_check.Limits, label: Label
) -> tuple[bytes, list[Finding]]:
    """A document set and made ready for its printer, and what is wrong with its layout."""
    sheet = typeset(html, tagged)
    findings = list(layout_check.layout(sheet, limits))
    content = finish(sheet.pdf)
    if work is not None:
        content, faults = _furnish(content, work, limits)
        findings += faults
    return add_label(content, label), findings


def _furnish(content: bytes, work: Presswork, limits: layout_check.Limits) -> tuple[bytes, list[Finding]]:
    """The finished pages with boxes, marks and slug line, and what is wrong with that line."""
    strip = typeset(work.strip, tagged=False)
    findings = list(
        layout_check.layout(strip, replace(limits, trim=work.room, scale=1, round=False, keep_clear=0, safe=0))
    )
    intent = IccProfile(work.icc.stem, work.icc.read_bytes()) if work.icc else None
    return prepare_for_print_shop(fine_print_in_black(content, work.fine_pt), strip.pdf, work.marks, intent), findings
