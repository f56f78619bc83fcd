"""The output of the command line (adapter of Rich): progress, findings, tables."""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property

from rich import box
from rich.console import Console as RichConsole
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from outreach.cli.texts import Texts
from outreach.core.findings import Finding, OutreachError
from outreach.core.quoting import reveal
from outreach.core.strings import FALLBACK, Strings

WIDE = 200
"""Columns of a table that goes to a file or another program."""


class _Rate(ProgressColumn):
    """Sheets a second."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text(f"{speed:.0f}/s" if speed else "")


class Console:
    """Writes to standard output; progress goes to standard error. `quiet` leaves only JSON."""

    def __init__(self, language: str, quiet: bool = False) -> None:
        self._language, self._texts = language, Texts(language)
        terminal = sys.stdout.isatty()
        self._out = RichConsole(highlight=False, soft_wrap=not terminal, width=None if terminal else WIDE)
        self._err = RichConsole(stderr=True, highlight=False)
        self._quiet = quiet

    @cached_property
    def _strings(self) -> Strings:
        try:
            return Strings.load(self._language)
        except OutreachError:
            return Strings.load(FALLBACK)

    def line(self, text: str) -> None:
        """One line, unless quiet."""
        if not self._quiet:
            self._out.print(escape(text))

    def findings(self, findings: Sequence[Finding], as_json: bool) -> None:
        """A table on a terminal, lines with file and line elsewhere, or JSON records; all with the same texts."""
        rows = [(finding, *self._strings.finding(finding)) for finding in findings]
        if as_json:
            records = [finding.as_record() | {"text": text, "expected": expected} for finding, text, expected in rows]
            print(json.dumps(records, ensure_ascii=False, indent=1))
            return
        word, message = self._texts.word, self._texts.message
        heads = [word("columns", name) for name in ("where", "finding", "what", "expected")]
        table = Table(*heads, box=box.SIMPLE_HEAD, pad_edge=False)
        for finding, text, expected in rows:
            place, severity = reveal(finding.place), word("severities", finding.severity)
            name = finding.slug + (f" [{message('page', page=finding.page)}]" if finding.page else "")
            if self._out.is_terminal:
                colour = "red" if finding.severity == "error" else "yellow"
                table.add_row(escape(place), f"[{colour}]{severity}[/]\n{escape(name)}", escape(text), escape(expected))
                continue
            # One line for each, as tools read them.
            self._out.print(escape(f"{place}: " if place else "") + escape(f"{severity} {name}: {text}"))
            if expected:
                self._out.print(escape("    " + message("expected", expected=expected)))
        if self._out.is_terminal:
            self._out.print(table)

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Rows of text under column names."""
        table = Table(*columns, box=None, pad_edge=False)
        for row in rows:
            table.add_row(*(escape(cell) for cell in row))
        self._out.print(table)

    @contextmanager
    def progress(self) -> Iterator[Callable[[int, int, str], None]]:
        """A bar that the given function moves: sheets done, sheets in all, the newest one's name."""
        columns = (
            TextColumn(self._texts.word("columns", "sheets")),
            BarColumn(),
            MofNCompleteColumn(),
            _Rate(),
            TimeRemainingColumn(),
            TextColumn("{task.description}"),
        )
        with Progress(
            *columns, console=self._err, transient=True, disable=self._quiet or not self._err.is_terminal
        ) as bar:
            task = bar.add_task("", total=None, visible=False)

            def move(done: int, total: int, name: str) -> None:
                bar.update(task, completed=done, total=total, description=escape(name), visible=True)

            yield move
