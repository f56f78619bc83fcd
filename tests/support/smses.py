"""The shared table of SMS: texts, and what they come to."""

import tomllib
import unicodedata
from typing import Any

from projects import ROOT

TABLE: dict[str, dict[str, Any]] = tomllib.loads(
    (ROOT / "tests/products/messages/sms.toml").read_text(encoding="utf-8")
)
BANNED = "%#&[]{}\\<@"
"""Characters that carriers of the rows refuse."""
_GIVEN = {"text", "times", "tail", "nfd"}


def text_of(case: str) -> str:
    row = TABLE[case]
    text = str(row["text"]) * int(row.get("times", 1)) + str(row.get("tail", ""))
    return unicodedata.normalize("NFD", text) if row.get("nfd") else text


def expected(case: str) -> dict[str, Any]:
    """The row's expectations on its text."""
    return {key: value for key, value in TABLE[case].items() if key not in _GIVEN}
