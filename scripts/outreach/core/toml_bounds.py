"""Bounds of a TOML file, held before it is parsed: how deep it nests, how long its texts, numbers and keys are.

tomllib calls itself once for each level, and takes the square of a dotted key's parts.
"""

import re
from collections.abc import Iterator

from outreach.core.findings import Data, Finding

TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?(?:"{3,5}|\Z)|"(?:\\.|[^"\\\n])*"?'  # several lines or one, with escapes
    r"|'''.*?(?:'{3,5}|\Z)|'[^'\n]*'?"  # the same without
    r"|#[^\n]*|[][{}=,.\n]|[^][{}=,.#\s\"']+",
    re.DOTALL,
)
"""A token of TOML. A string that nothing ends is one too: searched again from each quote, it would take the square."""
MOST_DEPTH = 20
"""Levels of arrays and inline tables, and parts of a dotted key."""
MOST_STRING = 10_000
"""Characters of a string."""
MOST_TOKENS = 100_000
"""Words, signs and ends of lines of a file: more than ten times those of the longest that people write."""
MOST_FAULTS = 20
"""Lines with a fault, after which the rest would say the same."""
MOST_BARE = 100
"""Characters of a number, a date or a bare key. Python converts no decimal number of more than 4,300 digits."""
_ESCAPE = re.compile(r"\\(?:([bf])|u0000|U00000000|.)", re.DOTALL)
_CODES = {"b": "U+0008", "f": "U+000C", None: "U+0000"}


def toml_faults(text: str, name: str) -> list[Finding]:
    """Faults of size and depth of a TOML text: the first of each line. `name` is the file's."""
    faults: dict[int, Finding] = {}
    for slug, size, limit, line in _sizes(text):
        if size > limit:
            faults.setdefault(line, Finding(slug, file=name, line=line, data={"found": size, "expected": limit}))
        if len(faults) > MOST_FAULTS or (slug == "toml-tokens" and size > limit):
            break
    return list(faults.values()) or list(_slips(text, name))


def _sizes(text: str) -> Iterator[tuple[str, int, int, int]]:
    """For each token the finding it may become, its size, the greatest size allowed, and its line."""
    depth, parts, line = 0, 1, 1
    for count, match in enumerate(TOKEN.finditer(text), 1):
        token = match[0]
        start, line = line, line + token.count("\n")
        yield "toml-tokens", count, MOST_TOKENS, start
        if token in {"[", "{"}:
            depth += 1
            yield "nested-deep", depth, MOST_DEPTH, start
        elif token in {"]", "}"}:
            depth = max(0, depth - 1)
        elif token == ".":
            parts += 1
            yield "nested-deep", parts, MOST_DEPTH, start
        elif token in {"=", ",", "\n"}:
            parts = 1
        elif token[0] in "\"'":
            yield "text-long", len(token), MOST_STRING, start
        elif token[0] != "#":
            yield "number-long", len(token), MOST_BARE, start


def _slips(text: str, name: str) -> Iterator[Finding]:
    """Escapes that nobody means: `C:\\bin` between quotes holds a backspace; NUL is a character of no file's name.

    Escapes of other control characters are reported with all that is invisible (`content.lint.characters`).
    """
    if "\\" not in text:
        return
    for match in TOKEN.finditer(text):
        for escape in _ESCAPE.finditer(match[0]) if match[0][0] == '"' else ():
            if len(escape[0]) > 2 or escape[1]:
                place = match.start() + escape.start()
                line, column = text.count("\n", 0, place) + 1, place - text.rfind("\n", 0, place)
                data: Data = {"found": _CODES[escape[1]], "column": column}
                yield Finding("character-invisible", file=name, line=line, data=data)
