"""One sheet through the press: set, finished, checked, previewed, kept in the cache under the hash of its inputs.

Runs in worker processes; imports the heavy libraries. FONTCONFIG_FILE must be set before (see `build`).
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from outreach.checks import rules
from outreach.checks import sheet as checks
from outreach.checks.demands import Demands
from outreach.checks.scan import read as scan
from outreach.core.findings import Finding
from outreach.core.lengths import MM_PER_INCH
from outreach.products.print_page import PREVIEW_PX
from outreach.render import pictures, raster
from outreach.render.decoders import read_zxing
from outreach.render.pdf.finish import finish
from outreach.render.pdf.read import read
from outreach.render.pixels import Rasters
from outreach.render.sheets import typeset

RASTER_PX = 1440
"""Width of the raster that ink is measured on and previews are made from: edges stay sharp when halved."""


@dataclass(frozen=True)
class Job:
    """All that decides a sheet's bytes, and the folder they go to."""

    html: str
    limits: checks.Limits
    demands: Demands
    rules: tuple[str, ...]
    folder: Path


def run(job: Job) -> None:
    """Makes sheet.pdf, <page>.png and report.json in the job's folder, which appears whole or not at all."""
    limits, demands = job.limits, job.demands
    sheet = typeset(job.html, demands.tagged)
    findings: list[Finding] = list(checks.layout(sheet, limits))
    content = finish(sheet.pdf)
    for page, text in enumerate(raster.texts(content), 1):
        findings += checks.read_back(page, text, limits.words)
    pages = list(raster.pages(content, RASTER_PX * MM_PER_INCH / limits.trim[0]))
    document = read(content, demands.scale)
    findings += rules.run(job.rules, document, Rasters(content, document, pages, read_zxing), demands)
    aside = job.folder.with_name(f"{job.folder.name}.{os.getpid()}")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    (aside / "sheet.pdf").write_bytes(content)
    coverages, codes = [], []
    for page, image in enumerate(pages, 1):
        coverages.append(round(pictures.coverage(image), 4))
        preview = pictures.png(image, PREVIEW_PX)
        (aside / f"{page}.png").write_bytes(preview)
        links = [text for at, text in limits.links if at == page]
        seen = scan.look(content, page, image, links)
        codes += [code.as_record() for code in seen]
        findings += scan.faults(page, seen, links)
        findings += scan.shown(page, preview, limits.trim[0], seen)
    report = {
        "findings": [finding.as_record() for finding in findings],
        "coverage": coverages,
        "ink": [max((mark.ink for mark in page.marks if mark.ink is not None), default=0) for page in document.pages],
        "fonts": sorted({font.name for font in document.fonts}),
        "codes": codes,
    }
    (aside / "report.json").write_text(json.dumps(report, ensure_ascii=False, sort_keys=True), encoding="utf-8")
    shutil.rmtree(job.folder, ignore_errors=True)
    os.replace(aside, job.folder)
