"""Parts of the command `build`: what is answered without a build, and what a build counted."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, TextIO

from outreach.campaign.issued_pages import codes_have_pages
from outreach.cli.session import Session
from outreach.core import last_build, swap
from outreach.core.findings import Finding

if TYPE_CHECKING:
    from outreach.core.workers import Progress
    from outreach.site.runner import Built


def short_answer(
    session: Session, state: last_build.State, kits: bool, verify: bool, workers: int | None
) -> list[Finding] | None:
    """The warnings of a site that is up to date, or whose kits alone had to be made anew; None if it must be built."""
    project = session.project
    # Else a whole build says which codes lead nowhere.
    if state.altered or not project.site.exists() or not codes_have_pages(project):
        return None
    if state.fresh:
        swap.sweep(project.cache)
        if state.warnings or not session.json:  # an empty list is the whole answer
            key = "unchanged-verified" if verify else "unchanged"
            print(session.texts.message(key, files=state.read), file=_stream(session))
        return state.warnings
    if not kits:
        return None
    from outreach.products.kits.refresh import renew

    with session.progress_when_long() as progress:
        renewed = renew(project, progress, workers)
    if renewed is None:
        return None
    counts = session.texts.message("kits-renewed", kits=renewed.kits, files=renewed.files)
    print(f"{session.texts.word('parts', 'kits'):9} {counts}", file=_stream(session))
    return renewed.warned


def whole(session: Session, run: Callable[[Progress], Built]) -> list[Finding]:
    """Builds, shows what each part counted and how long it took, and returns the warnings."""
    with session.console.progress() as progress:
        built = run(progress)
    for part, counts, seconds in built.parts:
        line = session.texts.message(f"part-{part}", **counts)
        session.console.line(f"{session.texts.word('parts', part):9} {line:36} {seconds:6.2f} s")
    return built.warned


def _stream(session: Session) -> TextIO:
    return sys.stderr if session.json else sys.stdout
