"""The page of a script, and the list of all: what is read, how long it takes, what to download.

They are added as Markdown, so that MkDocs checks their links like any other.
"""

import posixpath
from collections.abc import Mapping, Sequence

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
    values = {"script": script, "numbers": numbers([script]), "loanwords": loanwords([script])}
    head = _render("script", files, bundle, templates, says=length(script, bundle.words), **values)
    lines = script.page.body.split("\n")
    first, last = script.lines
    text = templates.render("script_text.html.j2", {"turns": script.all_turns(), "parts": parts})
    return "\n".join([head, *lines[:first], "", text.strip(), "", *lines[last:]])


def script_list(scripts: Sequence[Script], whole: Files, bundle: Bundle, templates: Templates) -> str:
    """The Markdown of the list of all scripts, `whole` being the files of all that units read."""
    return _render("list", whole, bundle, templates, scripts=scripts)


def _render(kind: str, files: Files, bundle: Bundle, templates: Templates, **values: object) -> str:
    downloads = [(posixpath.relpath(path, FOLDER), len(content)) for path, content in files.items()]
    context = {"kind": kind, "files": downloads, "words": bundle.words, "channels": bundle.channels}
    return templates.render(_PAGE, context | {"strings": bundle.words.section("script")} | values)
