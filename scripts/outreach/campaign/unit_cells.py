"""Columns and cells of a list of units, and the faults of cells."""

import datetime as dt
import difflib
import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from pathlib import Path

from outreach.campaign import telephones
from outreach.campaign.codes import SIGN, UNIT_LENGTH
from outreach.core import addresses
from outreach.core.findings import Data
from outreach.core.package import THEME, package_table
from outreach.core.quoting import visible
from outreach.core.text import is_device

COLUMNS = THEME / "columns.toml"
REQUIRED = ("code", "name")
DAYS = ("valid_from", "valid_to")
OPTIONAL = (
    *("type", "district_code", "district_name", "province_code", "province_name"),
    *("contact_label", "hotline", "address", "hours", "place", "logo", *DAYS, "formerly"),
)
CELL = 120
"""Characters of a cell. No sheet has room for more."""
CODE = re.compile(rf"(?!0+$)[{SIGN}]{{1,{UNIT_LENGTH}}}")
REWRITTEN = re.compile(r"\d(\.\d*|,\d+)?[eE]\+\d+|\d+\.\d+[eE]?\d*|\d+,0+")
"""Numbers as spreadsheets rewrite them: 1.3633E4, 1,3633E+04, 13633.0."""
ZERO_LOST = re.compile(r"[2-9]\d{8,}", re.ASCII)
"""Numbers as long as a whole one that can't be dialled: a spreadsheet took the zero, or the +, from in front."""
FORMULA = re.compile(r"[=@+-]")
UNUSUAL = re.compile(r"^[=@+-]|[^\n !-)+-{}~¡-¬®-ɏḀ-ỿ–—‘’“”…]|_x", re.MULTILINE)
"""Of a row whose cells stand on a line each: what must be looked at more closely."""
ESCAPE = re.compile(r"_x[0-9A-Fa-f]{4}_")
"""A character as Excel's files write it, left over where it was copied from one without being read."""
MARKUP = "|*"
EMOJI_FROM = 0x2190
"""Symbols (category So) below are letters of print: ©, °, №."""
INVISIBLE = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}
FILLERS = frozenset("\u034f\u115f\u1160\u3164\uffa0\u20e3") | {
    chr(c) for c in (*range(0xFE00, 0xFE10), *range(0x1F3FB, 0x1F400))
}

Fault = tuple[str, Data]
"""A finding's slug and what it tells."""


def plain(values: Sequence[str]) -> bool:
    """True if no cell of a row can have a fault of its characters, first sign, addresses or length; quick."""
    lines = "\n".join(values)
    return (
        UNUSUAL.search(lines) is None
        and ":/" not in lines
        and ":\\" not in lines
        and (len(lines) <= CELL or max(map(len, values)) <= CELL)
        and lines.count("\n") == len(values) - 1
    )


def cell_fault(field: str, text: str) -> Fault | None:
    """Faults of a cell's characters, first sign, addresses or length, whatever its column means."""
    for character in text:
        if character in MARKUP:
            return "units-markup", {"found": character}
        if _unprintable(character):
            return "units-character", {"found": quote(character)}
    if escape := ESCAPE.search(text):
        return "units-escape", {"found": escape[0]}
    if len(text) > CELL:
        return "units-cell-long", {"found": len(text), "most": CELL}
    if FORMULA.match(text) and not (field == "hotline" and telephones.parse(text)):
        return "units-formula", {"found": quote(text)}
    for address in addresses.web_addresses(text):
        if fault := addresses.fault(address):
            return "units-address", {"found": quote(address), "expected": fault}
    return None


def _unprintable(character: str) -> bool:
    category = unicodedata.category(character)
    return (
        category in INVISIBLE
        or character in FILLERS
        or (category == "So" and ord(character) >= EMOJI_FROM)
        or "\U000e0000" <= character <= "\U000e0fff"
    )


def quote(text: str) -> str:
    """Text as a finding may quote it: short, and nothing in it that a terminal obeys or nobody sees."""
    return visible(text, _unprintable)


def code_fault(text: str) -> Fault | None:
    """The fault of a code that links can't hold; None for a right one."""
    if is_device(text):  # kits are folders, and are unpacked on Windows
        return "units-code-device", {"found": text}
    if CODE.fullmatch(text):
        return None
    if REWRITTEN.fullmatch(text):
        return "units-number", {"found": text}
    return "units-code", {"found": quote(text), "length": UNIT_LENGTH}


def _phone_fault(text: str) -> Fault | None:
    if telephones.parse(text) and text.strip("0 .()+-"):
        return ("units-phone-zero", {"found": text}) if ZERO_LOST.fullmatch(text) else None
    return "units-number" if REWRITTEN.fullmatch(text) else "units-phone", {"found": quote(text)}


def plan_fault(text: str, plan: telephones.Plan) -> Fault | None:
    """Fault of a number that no pattern of the country's plan fits."""
    telephone = telephones.parse(text, plan)
    if not plan.patterns or telephone is None or telephone.pattern:
        return None
    return "units-phone-unknown", {"found": quote(text), "expected": ", ".join(plan.patterns)}


def _day_fault(text: str) -> Fault | None:
    return None if day(text) else ("units-date", {"found": quote(text)})


def _codes_fault(text: str) -> Fault | None:
    return next(filter(None, map(code_fault, text.split())), None)


FAULTS: dict[str, Callable[[str], Fault | None]] = {
    "hotline": _phone_fault,
    **dict.fromkeys(DAYS, _day_fault),
    "formerly": _codes_fault,
}
"""Column → what is wrong with a cell that is not empty."""


@lru_cache(maxsize=4096)
def day(text: str) -> dt.date | None:
    """A day written as 2021-02-01 or 01/02/2021; None for anything else."""
    iso = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text, re.ASCII)
    here = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text, re.ASCII)
    parts = iso.groups() if iso else here.groups()[::-1] if here else None
    try:
        return dt.date(*map(int, parts)) if parts else None
    except ValueError:
        return None


def zeros_lost(codes: Sequence[tuple[int, str]]) -> tuple[int, str, int] | None:
    """The first code that a spreadsheet took the leading zeros from, its line, and how many there are."""
    digits = [(line, code) for line, code in codes if code.isdecimal() and CODE.fullmatch(code)]
    short = [(line, code) for line, code in digits if len(code) < UNIT_LENGTH]
    return (*short[0], len(short)) if short and len(short) < len(digits) else None


def logo_fault(text: str, assets: Path | None) -> Fault | None:
    """The fault of a logo's path; whether there is such a file is asked only if the folder of `assets` is given."""
    path = Path(text)
    inside = path.suffix == ".svg" and not path.is_absolute() and ".." not in path.parts and "\\" not in text
    if inside and assets is not None:
        try:
            whole = (assets / path).resolve()
            inside = whole.is_relative_to(assets.resolve()) and whole.is_file()
        except (OSError, RuntimeError):  # a path too long, links that lead to themselves
            inside = False
    return None if inside else ("units-logo", {"found": quote(text)})


def field_of(heading: str) -> str | None:
    """The field that a heading names; empty text for a column that is ignored, None for an unknown one."""
    return _headings().get(_folded(heading))


def similar_headings(heading: str) -> str:
    """The headings most like one that names nothing, at most three; empty text if none is like it."""
    known = [*REQUIRED, *OPTIONAL, *(name for names in package_table(COLUMNS)["units"].values() for name in names)]
    return ", ".join(difflib.get_close_matches(heading, known, 3))


def names_columns(cells: Sequence[str]) -> bool:
    """True for a row that names the columns which a list must have."""
    return set(REQUIRED) <= {field_of(cell) for cell in cells}


def holds_text(heading: str) -> bool:
    """True for a column whose cells are printed as they stand."""
    return field_of(heading) not in {None, "", *DAYS}


def inside(name: str) -> str:
    """A place's name inside an address or a sentence: with a small initial if it begins with a kind of place."""
    return name[:1].lower() + name[1:] if name.startswith(_kinds()) else name


@cache
def _kinds() -> tuple[str, ...]:
    return tuple(f"{kind} " for kind in package_table(COLUMNS)["kinds"]["names"])


def _folded(heading: str) -> str:
    return " ".join(heading.split()).casefold()


@cache
def _headings() -> dict[str, str]:
    table = package_table(COLUMNS)
    known = {_folded(name): "" for name in table["ignored"]["names"]}
    for field, names in table["units"].items():
        known |= {_folded(name): field for name in names}
    return known | {field: field for field in (*REQUIRED, *OPTIONAL)}
