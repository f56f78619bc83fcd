"""Interpreter of a page's content: all operators that say what is painted (ISO 32000-1, annex A)."""

from typing import Any

from outreach.render.pdf import path_operators, text_operators
from outreach.render.pdf.content_stream import Act, PageContent, StreamInterpreter
from outreach.render.pdf.objects import get, table


def _begin(run: StreamInterpreter, operands: Any) -> None:
    """BMC has the operand tag; BDC has a tag and properties, or the name of properties among the resources."""
    about = operands[1] if len(operands) > 1 else None
    properties = get(table(run.resources, "/Properties"), str(about)) if str(about).startswith("/") else about
    number = get(properties, "/MCID")
    run.reader.marking.begin(number if isinstance(number, int) else None, str(operands[0]) == "/Artifact")


def _end(run: StreamInterpreter, _: Any) -> None:
    run.reader.marking.end()


OPERATORS: dict[str, Act] = {
    "Do": StreamInterpreter.xobject,
    "sh": StreamInterpreter.shade,
    # Looked up when it runs: who draws the page anew has another method of this name.
    "gs": lambda run, operands: run.settings(operands),
    **path_operators.OPERATORS,
    **text_operators.OPERATORS,
    "BMC": _begin,
    "BDC": _begin,
    "EMC": _end,
}


class Interpreter(PageContent):
    """A reader that follows them."""

    operators = OPERATORS
