"""Word documents filled from a template (adapter of docxtpl and python-docx): a .docx with Jinja tags in its text."""

import datetime as dt
import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Length
from docxtpl import DocxTemplate


@dataclass(frozen=True)
class Properties:
    """Title, author and day of a document, and the language of its words."""

    title: str
    author: str
    day: dt.date
    language: str


def document(template: Path, properties: Properties, values: Mapping[str, Any]) -> dict[str, bytes]:
    """The parts of the template's document by name, its tags filled with `values`; `core.files.zip_files` packs them.

    The tags are those of docxtpl: `{%p … %}` stands for its paragraph, `{%tr … %}` for its row, `{%tc … %}` for its
    cell.
    """
    filler = DocxTemplate(template)
    filler.render(dict(values), autoescape=True)
    docx: Document = filler.docx
    core = docx.core_properties
    core.title, core.language = properties.title, properties.language
    core.author = core.last_modified_by = properties.author
    day = properties.day
    core.created = core.modified = dt.datetime(day.year, day.month, day.day, 12)
    for language in docx.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), properties.language)
    section = docx.sections[0]
    wide = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
    for row in (row for table in docx.tables for row in table.rows):
        first, *others = row.cells  # a template can't know how many share what is left beside the first
        for cell in others:
            cell.width = Length((wide - (first.width or 0)) // len(others))
    file = io.BytesIO()
    filler.save(file)
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
