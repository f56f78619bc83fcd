"""The same personalised sheets made as others would: a WeasyPrint loop, a Typst loop, one Typst document cut apart.

Every peer gets what a careful user would give it: the finished layout, one template read once where the tool can
keep it, and in Typst's case the fastest writer of QR codes at hand (ZXing).
"""

import html as markup
import json
import os
import re
import resource
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import qrcode
import typst
import zxingcpp
from qrcode.image.svg import SvgPathImage

from outreach.content.inline import BREAK
from outreach.core.project import Project
from outreach.products.prepare import prepare
from outreach.render import fonts, qr
from outreach.sheets.compose import Composer
from outreach.sheets.values import values_of

SHEETS = ("nha-van-hoa-a3-office-colour", "to-roi-ho-dan-a5-office-colour")
TEMPLATE = Path(__file__).with_name("peer.typ")
FILE, LINK = "file", "link"
Record = Mapping[str, str]
"""`file`: the stem of its PDF; `link`: the text of its symbol; and the words of each slot that differs."""


@dataclass(frozen=True)
class Work:
    """A sheet to personalise, as its peers know it."""

    html: str
    """The document with `{{slot}}` for the words of a record and `{{symbol}}` for its symbol."""
    layout: Mapping[str, Any]
    records: Sequence[Record]
    fonts: Path
    ink: str
    """The colour of dark modules."""


def work(root: Path, name: str) -> Work:
    """One sheet of a project and a record for each of its units."""
    prepared = prepare(Project(root))
    if "FONTCONFIG_FILE" not in os.environ:
        os.environ["FONTCONFIG_FILE"] = str(fonts.isolate(prepared.fonts.values(), Path(tempfile.mkdtemp())))
    from layout import laid_out  # WeasyPrint reads the variable when it is imported

    bundle = prepared.bundle
    sheet = next(sheet for sheet in prepared.sheets if sheet.name == name)
    units = [replace(sheet, unit=unit) for unit in bundle.units.values()]
    composed = Composer(bundle, prepared.fonts).compose(units[0])
    slots, said = sheet.template.layouts[sheet.format, sheet.profile], sheet.material.meta.slots

    def words(values: Mapping[str, str]) -> dict[str, str]:
        return {
            name: values[slot.default] for name, slot in slots.items() if slot.default in values and name not in said
        }

    values = [values_of(bundle, one) for one in units]
    # The imprint of several lines stays that of the first record: peers know one line a slot, and have less to do.
    several = [name for name, text in words(values[0]).items() if BREAK in text]
    varying = [name for name in words(values[0]) if len({words(one)[name] for one in values}) > 1]
    shown = [name for name in varying if name not in {"symbol", *several}]
    records = [
        {FILE: one.unit.code, LINK: qr.link_text(value["record.link"]), **{name: words(value)[name] for name in shown}}
        for one, value in zip(units, values, strict=True)
        if one.unit
    ]
    layout = {
        **laid_out(composed.html, shown),
        "title": sheet.material.meta.title,
        "author": bundle.campaign.issuer.name,
        "family": bundle.brand.fonts.family,
        "lang": bundle.campaign.language,
    }
    tokens = bundle.brand.colours[bundle.profiles[sheet.profile].palette]
    folder = next(iter(prepared.fonts.values())).parent
    return Work(_with_gaps(composed.html, shown), layout, records, folder, tokens["night"])


def _with_gaps(html: str, shown: Sequence[str]) -> str:
    for name in shown:
        html, count = re.subn(
            rf'(<(\w+) class="slot {name}\b[^>]*>).*?(</\2>)', rf"\1{{{{{name}}}}}\3", html, flags=re.S
        )
        assert count == 1, name
    html, count = re.subn(r'(<div class="slot symbol\b[^>]*>).*?</svg>', r"\1{{symbol}}", html, flags=re.S)
    assert count == 1
    return html


def naive(work: Work, records: Sequence[Record], out: Path) -> None:
    """WeasyPrint for each record: fill the document, set it, write it."""
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration

    class Inked(SvgPathImage):
        QR_PATH_STYLE = {**SvgPathImage.QR_PATH_STYLE, "fill": work.ink}  # noqa: RUF012

    for record in records:
        code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=qr.QUIET)
        code.add_data(record[LINK])
        symbol = code.make_image(image_factory=Inked).to_string(encoding="unicode")
        html = work.html.replace("{{symbol}}", symbol)
        for name, text in record.items():
            html = html.replace(f"{{{{{name}}}}}", markup.escape(text))
        HTML(string=html).write_pdf(out / f"{record[FILE]}.pdf", font_config=FontConfiguration())


def typst_loop(work: Work, records: Sequence[Record], out: Path) -> None:
    """Typst for each record: one compiler that keeps what it has read, a compilation for each file."""
    compiler = _compiler(work, out)
    for record in records:
        given = {"record": json.dumps(_with_symbol(work, record))}
        compiler.compile(output=out / f"{record[FILE]}.pdf", sys_inputs=given, pdf_tags=False)


def typst_split(work: Work, records: Sequence[Record], out: Path) -> None:
    """Typst once for all records, its document cut into files by pikepdf."""
    whole = _folder(out) / "whole.pdf"
    compiler = _compiler(work, out)
    (whole.parent / "records.json").write_text(json.dumps([_with_symbol(work, record) for record in records]))
    compiler.compile(output=whole, pdf_tags=False)
    count = len(work.layout["pages"])
    with pikepdf.open(whole) as document:
        for number, record in enumerate(records):
            with pikepdf.new() as one:
                one.pages.extend(document.pages[number * count : (number + 1) * count])
                one.save(out / f"{record[FILE]}.pdf")
    whole.unlink()


PEERS: Mapping[str, Callable[[Work, Sequence[Record], Path], None]] = {
    "WeasyPrint loop": naive,
    "Typst loop": typst_loop,
    "Typst, one document split": typst_split,
}


def _folder(out: Path) -> Path:
    folder = out / "typst"
    folder.mkdir(exist_ok=True)
    return folder


def _compiler(work: Work, out: Path) -> typst.Compiler:
    folder = _folder(out)
    (folder / "layout.json").write_text(json.dumps(work.layout))
    (folder / TEMPLATE.name).write_bytes(TEMPLATE.read_bytes())
    return typst.Compiler(folder / TEMPLATE.name, font_paths=[work.fonts], ignore_system_fonts=True)


def _with_symbol(work: Work, record: Record) -> dict[str, str]:
    """The record with its symbol as SVG: one path with a rectangle for each run of dark modules."""
    code = zxingcpp.create_barcode(record[LINK], zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    dark = np.asarray(code.to_image(scale=1, add_quiet_zones=False)) == 0
    steps = np.diff(dark.astype(np.int8), axis=1, prepend=0, append=0)
    rows, starts = np.nonzero(steps == 1)
    runs = zip(starts.tolist(), rows.tolist(), (np.nonzero(steps == -1)[1] - starts).tolist(), strict=True)
    path = "".join(f"M{x} {y}h{length}v1h-{length}z" for x, y, length in runs)
    box = " ".join(map(str, (-qr.QUIET, -qr.QUIET, *[len(dark) + 2 * qr.QUIET] * 2)))
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}"><path fill="{work.ink}" d="{path}"/></svg>'
    return {**record, "symbol": svg}


def cpu() -> float:
    """Processor seconds of this process, all its threads, and of the children it has waited for."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def ms_a_file(make: Callable[[], None], files: int) -> float:
    """Processor milliseconds a file of one run."""
    before = cpu()
    make()
    return (cpu() - before) / files * 1000
