"""Words that a shell offers: names of files in a folder, names of findings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from outreach.cli.session import Session
from outreach.core.findings import OutreachError

Completion = Callable[[click.Context, click.Parameter, str], list[str]]


def files_below(*path: str, kind: str, folder: Path | None = None) -> Completion:
    """Names of the files of a kind, without it, in a `folder` or at a path of the project."""

    def names(ctx: click.Context, param: click.Parameter, typed: str) -> list[str]:
        try:
            place = folder or ctx.ensure_object(Session).project.root.joinpath(*path)
        except OutreachError:  # outside a project
            return []
        stems = {file.name.partition(".")[0] for file in place.glob(f"*.{kind}")} - {"index"}
        return sorted(stem for stem in stems if stem.startswith(typed))

    return names


def finding_names(ctx: click.Context, param: click.Parameter, typed: str) -> list[str]:
    from outreach.core.strings import FALLBACK, Strings

    return [name for name in Strings.load(FALLBACK).section("findings") if name.startswith(typed)]
