"""Files that are published: names that addresses and Windows hold, one place each, bytes of the kind that is said."""

import unicodedata
from pathlib import Path

import pytest

from outreach.content.lint import allowed_markup
from outreach.content.lint.names import kinds, names, site_path
from outreach.core.project import Project
from outreach.core.text import is_device

PNG, JPEG, WEBP, PDF = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"RIFF\x10\x00\x00\x00WEBPVP8 ", b"%PDF-1.7\n"


def plant(root: Path, *files: str, content: bytes = b"") -> Project:
    for name in files:
        path = root / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return Project(root)


def told(root: Path, *files: str) -> list[tuple[str, str, str]]:
    faults = names(plant(root, *files))
    return [(f.slug, f.file.removeprefix("docs/"), str(f.data.get("letters", f.data.get("other", "")))) for f in faults]


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("a b.md", "U+0020"),
        ("a?b.md", "?"),
        ("a#b.md", "#"),
        ("a%20b.md", "%"),
        ("a&b.md", "&"),
        ('a"b.md', '"'),
        ("a<b>.md", "< >"),
        ("a:b.md", ":"),
        ("a\\b.md", "\\"),
        ("a\nb.md", "U+000A"),
        ("a\u200bb.md", "U+200B"),
        ("hướng-dẫn.md", "ư ớ ẫ"),
        ("huong dan/a.md", "U+0020"),
        ("hinh/ảnh.png", "ả"),
        ("_a.md", "_"),
        ("-a.md", "-"),
    ],
)
def test_a_name_that_no_address_should_have_is_told(name: str, letters: str, tmp_path: Path) -> None:
    found = told(tmp_path, name)
    assert [(slug, file) for slug, file, _ in found] == [("path-letters", name)]
    assert set(found[0][2].split()) <= set(letters.split()) and found[0][2]


@pytest.mark.parametrize("name", ["con.md", "nul/a.md", "Aux.png", "a/com1.md", "lpt9.tar.pdf", "prn"])
def test_a_name_that_windows_keeps_is_told(name: str, tmp_path: Path) -> None:
    assert [(slug, file) for slug, file, _ in told(tmp_path, name)] == [("path-device", name)]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (["a.md", "a/index.md"], [("a.md", "a/index.md")]),
        (["Ab.md", "ab.md"], [("ab.md", "Ab.md")]),
        (["x/A.png", "x/a.PNG"], [("x/a.PNG", "x/A.png")]),
        (["A/x.md", "a/x.md"], [("a/x.md", "A/x.md")]),
        (["x/README.md", "x/index.md"], [("x/index.md", "x/README.md")]),
        (["a/index.md", "A.md"], [("a/index.md", "A.md")]),
        (["a.png", "a.png.md"], [("a.png.md", "a.png")]),
        (["index.html.md", "index.md"], [("index.md", "index.html.md")]),
    ],
)
def test_two_files_for_one_place_are_told(files: list[str], expected: list[tuple[str, str]], tmp_path: Path) -> None:
    assert [(file, other) for slug, file, other in told(tmp_path, *files) if slug == "path-twice"] == expected


def test_names_that_differ_by_the_coding_of_accents_are_told(tmp_path: Path) -> None:
    composed, apart = (unicodedata.normalize(form, "ảnh.png") for form in ("NFC", "NFD"))
    assert [slug for slug, _, _ in told(tmp_path, composed, apart)].count("path-twice") == 1


def test_usual_names_pass(tmp_path: Path) -> None:
    usual = ["index.md", "huong-dan/android.md", "a/b_c.svg", "Logo2.png", "v1.0.pdf", "conan.md", "com10.md", "a/a.md"]
    assert told(tmp_path, *usual, "_data/Danh sách.xlsx", ".DS_Store", "_files/CNAME") == []


@pytest.mark.parametrize(
    ("below", "place"),
    [("index.md", "index.html"), ("a.md", "a/index.html"), ("a/index.md", "a/index.html"), ("a/b.PNG", "a/b.PNG")],
)
def test_where_a_file_is_published(below: str, place: str) -> None:
    assert site_path(below) == place


@pytest.mark.parametrize(
    "below",
    ["b0100000r/x.png", "Embed/x.png", "embed.md", "search.md", "404.html.md", "sitemap.xml.md", "Don-Vi/a.png"],
)
def test_a_place_that_the_build_fills_is_told_in_any_spelling(below: str, tmp_path: Path) -> None:
    project = plant(tmp_path, below)
    assert [f.slug for f in allowed_markup.files(project, set())] == ["path-reserved"]


def test_a_file_that_the_build_makes_is_told_in_any_spelling(tmp_path: Path) -> None:
    project = plant(tmp_path, "an-pham/a/A-a4.pdf")
    assert [f.slug for f in allowed_markup.files(project, {"an-pham/a/a-a4.pdf"})] == ["path-reserved"]


@pytest.mark.parametrize(
    ("name", "content", "other"),
    [
        ("a.png", JPEG, "JPEG"),
        ("a.jpg", PNG, "PNG"),
        ("a.JPEG", WEBP, "WebP"),
        ("a.webp", PNG, "PNG"),
        ("a.pdf", PNG, "PNG"),
        ("a.png", b"<!DOCTYPE html><script>x()</script>", "HTML"),
        ("a.png", b"GIF89a", "GIF"),
        ("a.png", b"", "—"),
        ("a.pdf", b"MZ\x90\x00", "4d 5a 90 00"),
        ("a.svg", PNG, "PNG"),
        ("a.jpg", b"PK\x03\x04", "ZIP"),
    ],
)
def test_bytes_of_another_kind_than_the_name_are_told(name: str, content: bytes, other: str, tmp_path: Path) -> None:
    faults = list(kinds(plant(tmp_path, name, content=content)))
    assert [(f.slug, f.file, f.data["other"]) for f in faults] == [("file-bytes", f"docs/{name}", other)]


@pytest.mark.parametrize(("name", "content"), [("a.png", PNG), ("a.JPG", JPEG), ("a.webp", WEBP), ("a.pdf", PDF)])
def test_bytes_of_the_kind_that_the_name_says_pass(name: str, content: bytes, tmp_path: Path) -> None:
    assert list(kinds(plant(tmp_path, name, content=content))) == []


HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">'
DRAWINGS = {
    "a style sheet": (f'<?xml-stylesheet href="https://evil.example/a.css"?>\n{HEAD}<path d="M0 0h9"/></svg>', 1),
    "a style sheet behind": (
        f'{HEAD}<path d="M0 0h9"/></svg>\n<?xml-stylesheet href="https://evil.example/a.css"?>',
        2,
    ),
    "a style sheet within": (f'{HEAD}\n<?xml-stylesheet href="a.css"?><path d="M0 0h9"/></svg>', 2),
    "a fill from elsewhere": (f'{HEAD}\n<path fill="url(https://evil.example/a.svg#b)" d="M0 0h9"/></svg>', 2),
    "a fill from another file": (f'{HEAD}\n<path fill="url(\'a.svg#b\')" d="M0 0h9"/></svg>', 2),
    "a fill with an escape": (f'{HEAD}\n<path fill="u\\72l(//evil.example/a)" d="M0 0h9"/></svg>', 2),
    "a fill in capitals": (f'{HEAD}\n<path fill="URL( //evil.example/a )" d="M0 0h9"/></svg>', 2),
    "a fill by entities": (f'{HEAD}\n<path fill="&#117;rl(a.svg)" d="M0 0h9"/></svg>', 2),
    "a second fill": (f'{HEAD}\n<path fill="url(#a) url(b.svg)" d="M0 0h9"/></svg>', 2),
    "a cut from elsewhere": (f'{HEAD}\n<path clip-path="url(a.svg#b)" d="M0 0h9"/></svg>', 2),
    "a picture": (f'{HEAD}\n<image href="https://evil.example/a.png"/></svg>', 2),
    "a use": (f'{HEAD}\n<use xlink:href="a.svg#b"/></svg>', 2),
    "a page within": (f"{HEAD}\n<foreignObject/></svg>", 2),
    "a script": (f"{HEAD}\n<script>x()</script></svg>", 2),
    "an animation": (f'{HEAD}\n<set attributeName="href" to="javascript:x()"/></svg>', 2),
    "a style": (f"{HEAD}\n<style>@import 'https://evil.example/a.css'</style></svg>", 2),
    "a style of its own": (f'{HEAD}\n<path style="fill:url(https://evil.example/a)" d="M0 0h9"/></svg>', 2),
    "a base": (f'{HEAD}\n<g xml:base="https://evil.example/"/></svg>', 2),
    "the theme's settings": (f'{HEAD}\n<g id="__config"/></svg>', 2),
    "the theme's settings with a space": (f'{HEAD}\n<g id=" __config "/></svg>', 2),
    "a part of the theme": (f'{HEAD}\n<g class="ink md-nav"/></svg>', 2),
}


@pytest.mark.parametrize("name", DRAWINGS)
@pytest.mark.parametrize("file", ["a.svg", "assets/logo/a.SVG", "_data/units/logo.svg"])
def test_a_drawing_that_is_published_brings_nothing_from_elsewhere(name: str, file: str, tmp_path: Path) -> None:
    svg, line = DRAWINGS[name]
    faults = list(allowed_markup.drawings(plant(tmp_path, file, content=svg.encode()), {}))
    assert {(f.slug, f.file, f.line) for f in faults} == {("drawing-foreign", f"docs/{file}", line)}


@pytest.mark.parametrize("root", ["<html xmlns='http://www.w3.org/1999/xhtml'/>", "<svg viewBox='0 0 9 9'/>", "<a/>"])
def test_what_is_no_drawing_is_told(root: str, tmp_path: Path) -> None:
    faults = list(allowed_markup.drawings(plant(tmp_path, "a.svg", content=root.encode()), {}))
    assert [(f.slug, f.line) for f in faults] == [("file-bytes", 1)]


ATTRIBUTES = b"".join(b' a%d=""' % n for n in range(50_000))
MALFORMED = {
    "attributes without number": HEAD.encode() + b"<path" + ATTRIBUTES + b"/></svg>",
    "too many bytes": HEAD.encode() + b"<g/>" * 600_000 + b"</svg>",
    "two bytes a sign": f"{HEAD}</svg>".encode("utf-16"),
    "four bytes a sign": f"{HEAD}</svg>".encode("utf-32"),
    "another alphabet": f'<?xml version="1.0" encoding="ISO-8859-1"?>{HEAD}<title>é</title></svg>'.encode("latin-1"),
}  # fmt: skip


@pytest.mark.parametrize("name", MALFORMED)
def test_a_drawing_that_readers_stumble_on_is_told(name: str, tmp_path: Path) -> None:
    faults = list(allowed_markup.drawings(plant(tmp_path, "a.svg", content=MALFORMED[name]), {}))
    assert [f.slug for f in faults] == ["drawing-malformed"]


@pytest.mark.parametrize("name", ["a.MD", "x/README.Md", "_data/a.TOML"])
def test_a_file_that_would_be_passed_over_for_its_capitals_is_told(name: str, tmp_path: Path) -> None:
    assert [f.slug for f in allowed_markup.files(plant(tmp_path, name), set())] == ["file-kind"]


def test_a_drawing_with_parts_of_its_own_passes(tmp_path: Path) -> None:
    svg = (
        f'{HEAD}<clipPath id="a"><path d="M0 0h9"/></clipPath><path class="ink" clip-path="url(#a)" d="M0 0h9"/></svg>'
    )
    svg = f'<?xml version="1.0" encoding="utf-8"?>\n<!-- Bản vẽ -->\n{svg}'
    assert list(allowed_markup.drawings(plant(tmp_path, "a.svg", content=svg.encode()), {})) == []


@pytest.mark.parametrize("name", ["PRN", "con", "AUX.txt", "nul.", "COM1", "lpt9", "COM¹"])
def test_names_of_devices(name: str) -> None:
    assert is_device(name)


@pytest.mark.parametrize("name", ["PRN1", "CONS", "13633", "COM", "COM10", "aux-1", ""])
def test_names_that_are_no_devices(name: str) -> None:
    assert not is_device(name)
