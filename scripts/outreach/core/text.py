"""Comparison of texts: without marks and capitals, as names of files on other systems, with names that are known."""

import difflib
import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Any

from outreach.core.package import THEME, package_table

SHOWN = 12
"""Names that are listed where none is alike."""
DEVICE = re.compile(r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³])(?:\..*)?", re.IGNORECASE | re.DOTALL)
"""Names that Windows keeps for devices, with any ending (Microsoft, "Naming Files, Paths, and Namespaces")."""


def folding() -> dict[str, Any]:
    """theme/folding.toml: `marks` (first, last), `letters`, `apostrophes`. The scripts of the pages have it too."""
    return package_table(THEME / "folding.toml")


def unmark(text: str) -> str:
    """The text without diacritics, NFC, however its letters and marks were typed: "Đông Hòa" → "Dong Hoa"."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).translate(_plain(apostrophes=False)))


def fold(text: str) -> str:
    """Small letters without marks, as people type in a hurry: "Đông Hòa" → "dong hoa"."""
    return unicodedata.normalize("NFKD", text.lower()).translate(_plain(apostrophes=True))


def is_device(name: str) -> bool:
    """True for a name that Windows gives no file or folder."""
    return DEVICE.fullmatch(name.rstrip(" .")) is not None


def same_name(path: str) -> str:
    """Key of names that a file system may take for one: equal for those that differ by case or coding of accents."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


@cache
def _plain(apostrophes: bool) -> dict[int, str]:
    """Code point → what stands for it, of a text whose letters have been taken apart."""
    table = folding()
    first, last = map(ord, table["marks"])
    signs = table["letters"] | (table["apostrophes"] if apostrophes else {})
    return dict.fromkeys(range(first, last + 1), "") | {ord(sign): plain for sign, plain in signs.items()}


def dense(text: str) -> str:
    """Without white space and soft hyphens; case stays."""
    return re.sub(r"[\s\u00ad\ufffe\x00-\x1f]+", "", unicodedata.normalize("NFC", text))


def closest(word: str, known: Iterable[str]) -> str:
    """The known words most like `word`, or the first few of all."""
    words = sorted(known)
    few = words if len(words) <= SHOWN else [*words[:SHOWN], "…"]
    return ", ".join(difflib.get_close_matches(word, words, 3) or few) or "—"


def either(words: Iterable[str]) -> str:
    """A pattern for any of these words, the longest first; without words it fits nothing."""
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word)))) or "(?!)"
