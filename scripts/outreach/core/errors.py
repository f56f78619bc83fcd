"""The one exception for bad input: it carries findings and ends in a clear message, never in a traceback."""

from __future__ import annotations

from collections.abc import Sequence

from outreach.core.findings import Finding


class OutreachError(Exception):
    """Bad input that stops the work; `findings` holds all its faults."""

    def __init__(self, findings: Sequence[Finding] | Finding) -> None:
        self.findings: list[Finding] = [findings] if isinstance(findings, Finding) else list(findings)
        super().__init__("; ".join(f"{f.place} {f.slug} {dict(f.data)}" for f in self.findings))
