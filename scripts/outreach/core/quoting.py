"""Quotations of text from outside, without anything invisible or that a terminal obeys."""

import re
import unicodedata
from collections.abc import Callable

_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"}
"""General categories without a glyph of their own: controls, formats, unassigned and private code points, spaces."""
FILLERS = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
"""Letters, marks and symbols that show nothing: Default_Ignorable_Code_Point of Unicode, and blank Braille."""
_BLANKS = " \u00a0"
"""Spaces that people see as a space between words."""
_LINE_END = re.compile(r"(?<=\S)[ \t]*[\r\n]+[ \t]*(?=\S)")
_OBJECT = re.compile(r"<(?:[\w<>]+\.)*(\w+) object at 0x[0-9A-Fa-f]+>")
_ADDRESS = re.compile(r"(<[^<>]*?)(?:\s+at|(?<=[*'\]]))\s+0x[0-9A-Fa-f]+")


def shorten(text: str) -> str:
    """The text as a finding quotes it: at most 60 characters."""
    return text if len(text) <= 60 else text[:59] + "…"


def visible(text: str, hidden: Callable[[str], bool] = lambda character: not character.isprintable()) -> str:
    """Text from outside as a finding may quote it: short, with numbers for characters that are `hidden`.

    These are at least those that a terminal obeys.
    """
    return "".join(f"U+{ord(c):04X}" if hidden(c) else c for c in shorten(text))


def reveal(text: str) -> str:
    """The text on one line, each character that nobody sees as its number: U+200B.

    A line's end between words becomes a space. A no-break space is a number at an end, a space where nothing else is.
    """
    joined = _LINE_END.sub(" ", text)
    first = len(joined) - len(joined.lstrip(_BLANKS))
    last = len(joined.rstrip(_BLANKS))

    def hidden(at: int, character: str) -> bool:
        if character in _BLANKS:
            return not last or (character != " " and not first <= at < last)
        category = unicodedata.category(character)
        lone = category == "Mn" and not at  # it would be drawn over what stands before the quotation
        return category in _UNSEEN or lone or FILLERS.match(character) is not None

    return "".join(f"U+{ord(c):04X}" if hidden(at, c) else c for at, c in enumerate(joined))


def forget_addresses(text: str) -> str:
    """The text without addresses in the computer's memory: `<io.BytesIO object at 0x7f…>` becomes `BytesIO`.

    They mean nothing to people and differ each time.
    """
    while (shorter := _ADDRESS.sub(r"\1", _OBJECT.sub(r"\1", text))) != text:
        text = shorter
    return text
