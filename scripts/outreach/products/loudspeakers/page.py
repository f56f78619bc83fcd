"""The page of a script, and the list of all: what is read, how long it takes, what to download.

They are added as Markdown, so that MkDocs checks their links like any other.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from typing import Any

from outreach.campaign.bundle import Bundle
from outreach.products.loudspeakers.booklet import length, loanwords, numbers, parts
from outreach.products.loudspeakers.script import Script
from outreach.products.loudspeakers.script_fields import FOLDER
from outreach.render.templates import Templates

Files = Mapping[str, bytes]
"""Path in the site → content."""
_PAGE = "script_page.md.j2"


def script_page(script: Script, files: Files, bundle: Bundle, templates: Templates) -> str:
    """The Markdown of a script's page: its words spelled out where they were written."""
    words = bundle.words
    facts = [
        *((words.text("script.number"), f"{number}: {said}") for number, said in numbers([script]).items()),
        (words.text("script.loanwords"), ", ".join(f"{word}: {said}" for word, said in loanwords([script]).items())),
        (words.text("script.marks"), words.text("script.breaths")),
        (words.text("script.where"), bundle.channels[script.meta.channel].name),
    ]
    head = templates.render(
        _PAGE,
        {
            "kind": "script",
            "says": length(script, words),
            "facts": [(name, value) for name, value in facts if value],
            "files": _downloads(files, bundle),
            "strings": words.section("script"),
        },
    )
    turns = [
        {"voice": t.voice, "direction": t.direction, "sentences": [parts(s.breathed) for s in t.sentences]}
        for t in script.whole()
    ]
    lines = script.page.body.split("\n")
    first, last = script.lines
    text = templates.render("script_text.html.j2", {"turns": turns})
    return "\n".join([head, *lines[:first], "", text.strip(), "", *lines[last:]])


def script_list(scripts: Sequence[Script], whole: Files, bundle: Bundle, templates: Templates) -> str:
    """The Markdown of the list of all scripts, `whole` being the files of all that units read."""
    words = bundle.words
    rows = [
        {
            "title": script.meta.title,
            "page": f"{script.slug}.md",
            "slot": words.text("script.seconds", seconds=script.meta.seconds, syllables=script.syllables()),
            "where": bundle.channels[script.meta.channel].name,
        }
        for script in scripts
    ]
    context = {
        "kind": "list",
        "rows": rows,
        "files": _downloads(whole, bundle),
        "strings": words.section("script"),
    }
    return templates.render(_PAGE, context)


def _downloads(files: Files, bundle: Bundle) -> list[dict[str, Any]]:
    """The files of a page in docs/<folder>, with their kinds."""
    words = bundle.words
    return [
        {
            "path": posixpath.relpath(path, FOLDER),
            "label": words.text(f"script.{kind}"),
            "kind": kind.upper(),
            "weight": words.file_size(len(content)),
        }
        for path, content in files.items()
        for kind in [path.rpartition(".")[2]]
    ]
