"""Files that came back and are no harmless forms: each ends in one finding, within bounds of bytes, rows and parts."""

import pickle
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

import shipped
from filled_forms import Filled, write
from outreach.products.reports.form import Form
from outreach.products.reports.product import ReportForms

PARTS = "xl/worksheets/sheet1.xml"
MEMORY = 500_000_000
"""Bytes beyond those that Python takes with our modules."""


def form() -> Form:
    (product,) = (product for product in shipped.prepared().products if isinstance(product, ReportForms))
    assert product.form is not None
    return product.form


def workbook() -> bytes:
    period = form().reports.periods[0]
    return Filled(form(), shipped.bundle().live[0], period, shipped.bundle().words).workbook()


def changed(**parts: bytes) -> bytes:
    """The workbook with other parts, or further ones: `a__b` stands for a/b."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(workbook())) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        named = {name.replace("__", "/") + (".bin" if "vba" in name else ".xml"): part for name, part in parts.items()}
        for name in old.namelist():
            new.writestr(name, named.pop(name, old.read(name)))
        for name, part in named.items():
            new.writestr(name, part)
    return file.getvalue()


def rows(count: int) -> bytes:
    """A worksheet of so many rows."""
    row = b'<row r="%d"><c r="A%d"><v>1</v></c></row>'
    body = b"".join(row % (number, number) for number in range(1, count + 1))
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return b'<worksheet xmlns="' + space + b'"><sheetData>' + body + b"</sheetData></worksheet>"


def hidden() -> bytes:
    book = openpyxl.load_workbook(BytesIO(workbook()))
    book.worksheets[0].sheet_state = "hidden"
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def entities() -> bytes:
    with zipfile.ZipFile(BytesIO(workbook())) as packed:
        sheet = packed.read(PARTS)
    return sheet.replace(b"<worksheet", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet', 1)


FILES = {
    "zip bomb": (lambda: changed(xl__worksheets__sheet1=b"\0" * 60_000_000), ".xlsx", {"list-large"}),
    "a million rows": (lambda: changed(xl__worksheets__sheet1=rows(1_000_000)), ".xlsx", {"list-large"}),
    "three thousand rows": (lambda: changed(xl__worksheets__sheet1=rows(3_000)), ".xlsx", {"list-large"}),
    "an entity": (lambda: changed(xl__worksheets__sheet1=entities()), ".xlsx", {"workbook-unreadable"}),
    "macros": (lambda: changed(xl__vbaProject=b"x"), ".xlsx", {"workbook-active"}),
    "links to another file": (lambda: changed(xl__externalLinks__externalLink1=b"<x/>"), ".xlsx", {"workbook-active"}),
    "a hidden form": (hidden, ".xlsx", {"return-hidden", "return-no-form"}),
    "a password": (lambda: bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 5000, ".xlsx", {"workbook-locked"}),
    "nothing": (lambda: b"", ".xlsx", {"workbook-unreadable"}),
    "half a file": (lambda: workbook()[:4000], ".xlsx", {"workbook-unreadable"}),
    "a picture": (lambda: b"\x89PNG\r\n", ".png", {"return-kind"}),
    "macros by its name": (workbook, ".xlsm", {"return-kind"}),
    "no list": (lambda: b"a,b\n1,2\n", ".csv", {"return-no-form"}),
    "an open quote": (lambda: b'form,"x/1\n', ".csv", {"csv-syntax"}),
    "no UTF-8": (lambda: b"form,\xff\xfe/1\n", ".csv", {"file-encoding"}),
    "fifty megabytes of text": (lambda: b"form,x/1\n" + b"x,y\n" * 12_500_000, ".csv", {"file-large"}),
    "a million records": (lambda: b"form,x/1\n" * 1_000_000, ".csv", {"file-large"}),
}


CODE = """
import pickle, resource, sys
from pathlib import Path
from outreach.products.reports.merge import _read
import openpyxl.chartsheet, openpyxl.reader.excel

form, units = pickle.loads(Path(sys.argv[1]).read_bytes())
path, before = Path(sys.argv[2]), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
answer, findings = _read(path, path.name, form, units, form.reports.periods[0])
grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
print(answer, grown * 1024 < int(sys.argv[3]), *(finding.slug for finding in findings))
"""


@pytest.mark.parametrize("name", FILES)
def test_it_ends_in_a_finding_within_bounds(name: str, tmp_path: Path) -> None:
    """In a process of its own, whose memory the system counts."""
    make, ending, expected = FILES[name]
    path, about = tmp_path / f"a{ending}", tmp_path / "about"
    write(path, make())
    about.write_bytes(pickle.dumps((form(), {unit.code: unit for unit in shipped.bundle().live})))
    result = subprocess.run(
        [sys.executable, "-c", CODE, str(about), str(path), str(MEMORY)],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    answer, small, *slugs = result.stdout.split()
    assert (answer, small, set(slugs)) == ("None", "True", expected)
