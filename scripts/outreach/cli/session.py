"""One run of the command line: the options of all commands, the project, and the output."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from outreach.cli.texts import Texts
from outreach.core.project import Project
from outreach.core.strings import FALLBACK

if TYPE_CHECKING:
    from outreach.cli.console import Console
    from outreach.core.workers import Progress


@dataclass
class Session:
    """The options of all commands, with the project and the console that they lead to."""

    language: str = FALLBACK
    json: bool = False
    trace: bool = False
    folder: str = "."
    command: str = ""
    """Name of the command that runs."""
    has_answer: bool = False
    """True if a command has printed all that it has to say, so that no list of findings follows."""

    @cached_property
    def project(self) -> Project:
        """The project at or above the folder. Raises OutreachError if there is none."""
        return Project.find(Path(self.folder))

    @cached_property
    def console(self) -> Console:
        from outreach.cli.console import Console  # Rich is heavy, and "nothing has changed" needs none of it

        return Console(self.language, quiet=self.json)

    @contextmanager
    def progress_when_long(self) -> Iterator[Progress]:
        """Progress that is shown only once there is some: what is done at once needs no console."""
        with ExitStack() as stack:
            bars: list[Progress] = []

            def move(done: int, total: int, name: str) -> None:
                if not bars:
                    bars.append(stack.enter_context(self.console.progress()))
                bars[0](done, total, name)

            yield move

    @property
    def texts(self) -> Texts:
        return Texts(self.language)

    def say(self, key: str, **fields: object) -> None:
        """Shows a message of the tables, unless JSON is asked for."""
        self.console.line(self.texts.message(key, **fields))

    def answer(self, record: Any) -> None:
        """Prints a record as JSON; no list of findings follows it."""
        self.has_answer = True
        print(json.dumps(record, ensure_ascii=False, indent=1))

    def table(self, columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
        """Shows rows under the names of their columns, or as JSON records whose keys are the same in each language."""
        if self.json:
            self.answer([dict(zip(columns, row, strict=True)) for row in rows])
            return
        self.console.table([self.texts.word("columns", column) for column in columns], rows)
