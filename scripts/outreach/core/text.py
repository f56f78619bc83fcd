"""Names of files and folders as other systems take them."""

from __future__ import annotations

import re
import unicodedata

DEVICE = re.compile(r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³])(?:\..*)?", re.IGNORECASE | re.DOTALL)
"""Names that Windows keeps for devices, with any ending (Microsoft, "Naming Files, Paths, and Namespaces")."""


def is_device(name: str) -> bool:
    """True for a name that Windows gives no file or folder."""
    return DEVICE.fullmatch(name.rstrip(" .")) is not None


def same_name(path: str) -> str:
    """Key of names that a file system may take for one: equal for those that differ by case or coding of accents."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())
