"""Findings: faults and warnings, each with its place and with what was expected; the error that carries them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from outreach.core.quoting import forget_addresses

Severity = Literal["error", "warning"]
Data = dict[str, str | int | float]
"""Values for the fields of a finding's text, by name."""


@dataclass(frozen=True)
class Finding:
    """A fault or a warning.

    `slug` is its name: that of its text in the string tables (section `findings`), whose fields `data` fills. Most
    texts show `found` and `expected` of `data`; `expected` may be a key of the strings' table `[expected]`.
    `file` is relative to the project, `line` and `page` count from 1; 0 means "the whole".
    """

    slug: str
    severity: Severity = "error"
    file: str = ""
    line: int = 0
    page: int = 0
    data: Mapping[str, str | int | float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # Reasons come from libraries, and some of these name an object by its place in memory.
        plain = {k: v if isinstance(v, int | float) else forget_addresses(str(v)) for k, v in self.data.items()}
        object.__setattr__(self, "data", plain)

    @property
    def place(self) -> str:
        """`file:line`, as editors understand it."""
        return f"{self.file}:{self.line}" if self.line else self.file

    def at(self, file: str, line: int = 0, **data: str | int | float) -> Finding:
        """The same finding at its cause: a place in the sources, and further data."""
        return replace(self, file=file, line=line, data={**self.data, **data})

    def as_record(self) -> dict[str, Any]:
        """A JSON-ready record: the fields of the finding, without a line or page of 0."""
        record = {key: value for key, value in vars(self).items() if value or key not in {"line", "page"}}
        return record | {"data": dict(self.data)}

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Finding:
        """The inverse of `as_record`."""
        return cls(**record)


class OutreachError(Exception):
    """Bad input that stops the work, with all its faults. It ends in a clear message, never in a traceback."""

    def __init__(self, findings: Sequence[Finding] | Finding) -> None:
        self.findings: list[Finding] = [findings] if isinstance(findings, Finding) else list(findings)
        super().__init__("; ".join(f"{f.place} {f.slug} {dict(f.data)}" for f in self.findings))

    # Exceptions are made anew from their message when they come from another process; this has findings instead.
    def __reduce__(self) -> tuple[type[OutreachError], tuple[list[Finding]]]:
        return type(self), (self.findings,)


def has_errors(findings: Iterable[Finding]) -> bool:
    """True if a finding forbids publication."""
    return any(finding.severity == "error" for finding in findings)


def ordered(findings: Iterable[Finding]) -> list[Finding]:
    """The findings without repetitions: errors first, then by file, line and page."""
    unique = {(f.slug, f.severity, f.file, f.line, f.page, tuple(sorted(f.data.items()))): f for f in findings}
    return sorted(unique.values(), key=lambda f: (f.severity, f.file, f.line, f.page, f.slug))
