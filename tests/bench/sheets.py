"""How long a sheet takes: set, held against the preflight rules, proven. `make bench`; no test, nothing is judged.

Each part is also given as a share of setting the same sheet in the same run: that figure says something on any machine.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from outreach.core.lengths import MM_PER_INCH
from outreach.core.project import Project
from outreach.products.prepare import prepare
from outreach.render import fonts, qr
from outreach.render.glyphs import Family
from outreach.sheets.compose import Composer
from outreach.sheets.plan import plan
from outreach.sheets.requirements import demands_of

ROOT = Path(__file__).parents[2]
SHEETS = (
    "mot-cua-a4-office-mono",
    "mot-cua-a3-office-colour",
    "ben-xe-a1-office-colour",
    "ben-xe-a1-print-shop",
    "to-roi-ho-dan-a5-office-colour",
    "so-ra-vao-a4-office-mono",
    "the-cai-giup-a6-office-colour",
)
"""Of different kinds: posters, large, two pages, a form, a small card."""
PARTS = ("set", "preflight", "proof")

Result = TypeVar("Result")


def timed(run: Callable[[], Result], times: int) -> tuple[Result, float]:
    """The result, and the least processor seconds of several runs: others on the machine disturb these least."""
    seconds = []
    for _ in range(times):
        started = time.process_time()
        result = run()
        seconds.append(time.process_time() - started)
    return result, min(seconds)


def measured(names: Sequence[str], times: int) -> list[tuple[str, list[float]]]:
    """For each sheet the seconds of each part, in this one process and without any cache."""
    prepared = prepare(Project(ROOT))
    bundle = prepared.bundle
    os.environ["FONTCONFIG_FILE"] = str(fonts.isolate(prepared.fonts.values(), Path(tempfile.mkdtemp())))
    from outreach.checks import rules
    from outreach.checks.inspection import Inspection
    from outreach.checks.scan import proof, read
    from outreach.render import raster
    from outreach.render.pdf.normalise import finish
    from outreach.render.pdf.reader import read as read_pdf
    from outreach.render.pixels import Rasters
    from outreach.render.typeset import typeset
    from outreach.sheets.produce import RASTER_PX

    composer, family = Composer(bundle, prepared.fonts), Family(prepared.fonts)
    known = {sheet.name: sheet for sheet in plan(bundle, prepared.materials)}
    typeset("<!doctype html><title>.</title>", tagged=False)  # what is done once a process is no sheet's

    def anew(key: str, run: Callable[[], Any]) -> Any:
        return run()

    results = []
    for name in names:
        sheet = known[name]
        composed = composer.compose(sheet)
        demands = demands_of(bundle, sheet, composed, family)

        def setting(html: str = composed.html, tagged: bool = demands.needs_tags) -> bytes:
            return finish(typeset(html, tagged).pdf)

        pdf, of_setting = timed(setting, times)

        def holding(pdf: bytes = pdf, sheet: Any = sheet, demands: Any = demands) -> int:
            document = read_pdf(pdf, demands.scale)
            inspection = Inspection(document, Rasters(pdf, document), demands)
            return len(list(rules.run(bundle.profiles[sheet.profile].rules, inspection)))

        _, of_preflight = timed(holding, times)
        codes = [
            code
            for page, image in enumerate(raster.pages(pdf, RASTER_PX * MM_PER_INCH / sheet.form.trim[0]), 1)
            for code in read.look(pdf, page, image, [qr.link_text(composed.scan.link)] if composed.scan else [])
        ]
        far = sheet.material.meta.scan_from or 0.0

        def proving(pdf: bytes = pdf, codes: Any = codes, far: float = far) -> int:
            return len(proof.prove(pdf, codes, far, bundle.conditions, anew))

        _, of_proof = timed(proving, 1)
        results.append((name, [of_setting, of_preflight, of_proof]))
    return results


def main(arguments: Sequence[str]) -> None:
    """Prints a line for each sheet, named in the arguments or ours, and the means."""
    results = measured(arguments or SHEETS, 3)
    wide = max(len(name) for name, _ in results)
    heads = [f"{part} s" for part in PARTS] + [f"{part} ÷ set" for part in PARTS[1:]]
    print("  ".join([" " * wide, *(f"{head:>15}" for head in heads)]))
    means = [sum(values) / len(results) for values in zip(*(seconds for _, seconds in results), strict=True)]
    for name, seconds in [*results, ("mean", means)]:
        ratios = [second / seconds[0] for second in seconds[1:]]
        print("  ".join([f"{name:{wide}}", *(f"{figure:15.2f}" for figure in [*seconds, *ratios])]))


if __name__ == "__main__":
    main(sys.argv[1:])
