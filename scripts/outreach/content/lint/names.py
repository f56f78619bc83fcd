"""Files below docs/ that are published: names that addresses and other systems hold, bytes that are what they say."""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from outreach.core.findings import Finding
from outreach.core.project import Project
from outreach.core.text import is_device, same_name

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
"""A part of a path that stands in addresses as it is (RFC 3986's unreserved characters, without the tilde)."""
_HEAD = 1024
"""Bytes at a file's beginning that say of what kind it is."""
KINDS = {
    "PNG": (re.compile(rb"\x89PNG\r\n\x1a\n"), {".png"}),
    "JPEG": (re.compile(rb"\xff\xd8\xff"), {".jpg", ".jpeg"}),
    "WebP": (re.compile(rb"RIFF....WEBP", re.DOTALL), {".webp"}),
    "PDF": (re.compile(rb"%PDF-\d"), {".pdf"}),
    "ZIP": (re.compile(rb"PK(\x03\x04|\x05\x06)"), set()),
    "GIF": (re.compile(rb"GIF8[79]a"), set()),
    "BMP": (re.compile(rb"BM.{12}", re.DOTALL), set()),
    "TIFF": (re.compile(rb"II\*\x00|MM\x00\*"), set()),
    "AVIF/HEIC": (re.compile(rb"....ftyp(avif|heic|mif1|heix)", re.DOTALL), set()),
    "HTML": (re.compile(rb"(?is)(\xef\xbb\xbf)?\s*<(!doctype\s+html|html|head|body|script)\b"), set()),
}
"""Kind → how its files begin, and the endings of their names."""
KIND_OF = {ending: kind for kind, (_, endings) in KINDS.items() for ending in endings}


def names(project: Project) -> Iterator[Finding]:
    """Names that no address should have, that Windows can't hold, or that lead to one place in the site."""
    files: dict[str, str] = {}
    folders: dict[str, str] = {}
    for path in _files(project):
        below = path.relative_to(project.docs).as_posix()
        relative = project.relative(path)
        if below.startswith("_data/"):
            continue
        for part in PurePosixPath(below).parts:
            if not NAME.fullmatch(part) or part.endswith("."):
                signs = dict.fromkeys(re.sub(r"[A-Za-z0-9_-]|(?<=.)\.(?=.)", "", part)) or part[:1]
                letters = " ".join(
                    sign if sign.isprintable() and sign != " " else f"U+{ord(sign):04X}" for sign in signs
                )
                yield Finding("path-letters", file=relative, data={"found": part, "letters": letters})
            elif is_device(part):
                yield Finding("path-device", file=relative, data={"found": part})
        place = PurePosixPath(same_name(site_path(below)))
        other = files.setdefault(str(place), below)
        above = [str(parent) for parent in place.parents]
        other = next((files[folder] for folder in above if folder in files), folders.get(str(place), other))
        folders.update(dict.fromkeys(above, below))
        if other != below:  # as another file, or as a folder: no place is a file and a folder
            yield Finding("path-twice", file=relative, data={"found": below, "other": other})


def site_path(below: str) -> str:
    """The path in the site of a file of docs/: a page is an index of its own folder (MkDocs: use_directory_urls)."""
    path = PurePosixPath(below)
    if path.suffix != ".md":
        return below
    stem = "index" if path.stem.casefold() == "readme" else path.stem  # MkDocs takes a README for the index
    return (path.parent / "index.html" if stem.casefold() == "index" else path.parent / stem / "index.html").as_posix()


def kinds(project: Project) -> Iterator[Finding]:
    """Pictures and documents whose bytes are of another kind than their name."""
    for path in _files(project):
        ending = path.suffix.lower()
        expected = KIND_OF.get(ending, "")
        if not expected and ending != ".svg":  # `allowed_markup.drawings` reads drawings whole
            continue
        with path.open("rb") as file:
            head = file.read(_HEAD)
        kind = next((name for name, (begin, _) in KINDS.items() if begin.match(head)), "")
        if kind != expected:
            data = {"found": path.suffix, "other": kind or head[:8].hex(" ") or "—"}
            yield Finding("file-bytes", file=project.relative(path), data=data)


def _files(project: Project) -> list[Path]:
    """Files that are there themselves, without those of an editor or a system, and without those of docs/_files/,
    which have names and kinds of their own (`content.root_files`), and without manuals, which are not published.
    """
    below = (path for path in sorted(project.docs.rglob("*")) if not path.is_relative_to(project.root_files))
    files = (path for path in below if path not in project.manuals)
    return [path for path in files if path.is_file() and not path.is_symlink() and not path.name.startswith(".")]
