"""Fine print set in black alone: plates never meet exactly, and small letters of several inks show it first.

(Adapter of pikepdf.)
"""

from typing import Any

import pikepdf
from pikepdf import Name, Operator

from outreach.render.pdf.geometry import IDENTITY, Matrix, multiply, stretch
from outreach.render.pdf.objects import bytes_of, open_pdf

TRACE = 0.05
"""Of an ink: less doesn't show when its plate is off."""
MANY = 2
"""Inks whose plates still meet well enough."""
SHOWS = frozenset({"Tj", "TJ", "'", '"'})
COLOURS = frozenset({"cs", "sc", "scn", "k", "g", "rg"})
BLACK = (([Name.DeviceCMYK], Operator("cs")), ([0, 0, 0, 1], Operator("scn")))

Step = tuple[list[Any], Any]
"""Operands and operator."""


def fine_print_in_black(source: bytes, below_pt: float) -> bytes:
    """The same pages, their text of three inks or more that is smaller than `below_pt` painted with black ink alone.

    Type that is set on the page itself is reached, as the layout engine writes it: not what lies in forms.
    """
    with open_pdf(source) as pdf:
        for page in pdf.pages:
            steps = [(list(step.operands), step.operator) for step in pikepdf.parse_content_stream(page)]
            changed = _Run(below_pt).follow(steps)
            page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(changed))
        return bytes_of(pdf)


class _Run:
    """One page on its way: matrix, colour and size of type."""

    def __init__(self, below_pt: float) -> None:
        self.below = below_pt
        self.matrix: Matrix = IDENTITY
        self.line: Matrix = IDENTITY
        self.size = 0.0
        self.colour: list[Step] = []
        """The steps that set the colour of fills."""
        self.stack: list[tuple[Matrix, float, list[Step]]] = []

    def follow(self, steps: list[Step]) -> list[Step]:
        """The same steps, with black set before fine print and the colour it had set again behind it."""
        changed: list[Step] = []
        for operands, operator in steps:
            name = str(operator)
            self._note(name, operands, (operands, operator))
            fine = name in SHOWS and self._fine()
            changed += [*BLACK, (operands, operator), *self.colour] if fine else [(operands, operator)]
        return changed

    def _note(self, name: str, operands: list[Any], step: Step) -> None:
        if name == "q":
            self.stack.append((self.matrix, self.size, self.colour))
        elif name == "Q":
            self.matrix, self.size, self.colour = self.stack.pop()
        elif name == "cm":
            self.matrix = multiply(_matrix(operands), self.matrix)
        elif name == "Tm":
            self.line = _matrix(operands)
        elif name == "BT":
            self.line = IDENTITY
        elif name == "Tf":
            self.size = float(operands[1])
        elif name in COLOURS:
            self.colour = [*(self.colour if name in {"sc", "scn"} else []), step][-2:]

    def _fine(self) -> bool:
        size = self.size * max(stretch(multiply(self.line, self.matrix)))
        inks = self.colour[-1][0] if self.colour else []
        several = len(inks) == 4 and sum(float(ink) > TRACE for ink in inks) > MANY
        return several and size < self.below - 1e-6


def _matrix(operands: list[Any]) -> Matrix:
    a, b, c, d, e, f = (float(value) for value in operands)
    return (a, b, c, d, e, f)
