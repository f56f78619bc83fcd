"""Comparison of two built sites, as before and after a change of the code: `python tests/compare_sites.py OLD NEW`.

Prints for each kind of file how many are the same, gone, new or changed. A file whose bytes changed is "same as seen"
if these are what they were: pixels, text and metadata of a PDF, pixels and metadata of a picture, frames of a film,
words and links of a page, words and type of a Word document. Exit code 1 if a file is gone or has changed.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import av
import docx
import pikepdf
import pypdfium2
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from lxml import html
from PIL import Image

SHOWN = 5
"""Names that are printed of each state of a kind."""


def pdf(content: bytes) -> object:
    """The text and the pixels (72 px an inch) of each page, and what the file says of itself, in XMP too."""
    document = pypdfium2.PdfDocument(content)
    pages = [(page.get_textpage().get_text_bounded(), page.render().to_numpy().tobytes()) for page in document]
    with pikepdf.open(BytesIO(content)) as packed, packed.open_metadata() as xmp:
        return pages, document.get_metadata_dict(), {key: str(value) for key, value in xmp.items()}


def film(content: bytes) -> object:
    """The pixels of each frame."""
    with av.open(BytesIO(content), "r") as source:
        return [frame.to_ndarray(format="yuv420p").tobytes() for frame in source.decode(video=0)]


def picture(content: bytes) -> object:
    """The pixels of each image, and what the file says of itself."""
    with Image.open(BytesIO(content)) as image:
        frames = []
        for number in range(getattr(image, "n_frames", 1)):
            image.seek(number)
            frames.append(image.convert("RGBA").tobytes())
        return frames, {key: value for key, value in image.info.items() if key != "exif"}


def page(content: bytes) -> object:
    """The words of a page, and where its links lead."""
    root = html.document_fromstring(content)
    for unseen in root.xpath("//script | //style"):
        unseen.drop_tree()
    return " ".join(root.text_content().split()), sorted(str(link) for link in root.xpath("//@href | //@src"))


def word(content: bytes) -> object:
    """The words of a Word document with sizes and weights, those of tables too, and what the file says of itself."""
    document = docx.Document(BytesIO(content))
    paragraphs = [Paragraph(part, document) for part in document.element.body.iter(qn("w:p"))]
    runs = [[(run.text, run.font.size, run.bold, run.italic) for run in paragraph.runs] for paragraph in paragraphs]
    layout = [(paragraph.alignment, paragraph.paragraph_format.space_after) for paragraph in paragraphs]
    about = document.core_properties
    return runs, layout, (about.title, about.author, about.language, about.created, about.modified)


SEEN: dict[str, Callable[[bytes], object]] = {
    ".pdf": pdf, ".png": picture, ".jpg": picture, ".webp": picture, ".html": page, ".docx": word,
    ".mp4": film,
}  # fmt: skip
"""Ending of a file → the part of it that a reader sees."""


def kind_of(name: str) -> str:
    """A file's place, with what numbers units and codes left out, and its ending."""
    path = Path(name)
    first = re.sub(r"^B[0-9A-Z]{8,}$", "B…", path.parts[0]) if len(path.parts) > 1 else "."
    return f"{first}/…{path.suffix or path.name}"


def state(old: bytes | None, new: bytes | None, ending: str) -> str:
    """State of a file in the new site: same, same as seen, changed, gone or new."""
    if old is None or new is None:
        return "new" if old is None else "gone"
    if old == new:
        return "same"
    see = SEEN.get(ending)
    return "same as seen" if see and see(old) == see(new) else "changed"


def compare(old: Path, new: Path) -> dict[tuple[str, str], list[str]]:
    """Kind and state → names of files."""
    names = sorted({str(path.relative_to(root)) for root in (old, new) for path in root.rglob("*") if path.is_file()})
    states: dict[tuple[str, str], list[str]] = {}
    for name in names:
        before, after = ((root / name).read_bytes() if (root / name).is_file() else None for root in (old, new))
        states.setdefault((kind_of(name), state(before, after, Path(name).suffix)), []).append(name)
    return states


if __name__ == "__main__":
    outcome = compare(Path(sys.argv[1]), Path(sys.argv[2]))
    for (kind, what), names in sorted(outcome.items()):
        few = "" if what == "same" else f"  {', '.join(names[:SHOWN])}{' …' if len(names) > SHOWN else ''}"
        print(f"{kind:32} {what:13} {len(names):6}{few}")
    totals = Counter({what: 0 for what in ("same", "same as seen", "changed", "gone", "new")})
    for (_, what), names in outcome.items():
        totals[what] += len(names)
    print(", ".join(f"{count} {what}" for what, count in totals.items()))
    sys.exit(1 if totals["changed"] or totals["gone"] else 0)
