"""Bounds of a TOML file, held before it is parsed: how deep it nests, how long its texts, numbers and keys are.

tomllib calls itself once for each level, and takes the square of a dotted key's parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from outreach.core.findings import Finding

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
MOST_BARE = 100
"""Characters of a number, a date or a bare key. Python converts no decimal number of more than 4,300 digits."""


def toml_faults(text: str, name: str) -> list[Finding]:
    """Faults of size and depth of a TOML text: the first of each line. `name` is the file's."""
    faults: dict[int, Finding] = {}
    for slug, size, limit, line in _sizes(text):
        if size > limit:
            faults.setdefault(line, Finding(slug, file=name, line=line, data={"found": size, "expected": limit}))
        if len(faults) > MOST_DEPTH:  # the rest would say the same
            break
    return list(faults.values())


def _sizes(text: str) -> Iterator[tuple[str, int, int, int]]:
    """For each token the finding it may become, its size, the greatest size allowed, and its line."""
    depth, parts, line = 0, 1, 1
    for match in TOKEN.finditer(text):
        token = match[0]
        start, line = line, line + token.count("\n")
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
