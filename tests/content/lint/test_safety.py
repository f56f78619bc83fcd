"""Content shows and does not act: known kinds of files, tags, attributes and shapes only."""

from collections.abc import Callable
from pathlib import Path

import pytest

from outreach.core.findings import OutreachError
from outreach.core.project import Project
from outreach.products import prepare
from projects import few_materials

GUIDE = "docs/huong-dan/index.md"
DRAWING = "docs/assets/illustrations/extra.svg"
PAGES = {
    "a handler behind a sign": '<img src="../assets/illustrations/hero.svg" alt="a > b" onerror="alert(1)">',
    "a script in code marks in raw HTML": "<div>\n`<script src=x></script>`\n</div>",
    "a button": '<button formaction="https://caidat.example/">a</button>',
    "a drawing in the page": '<svg><a xlink:href="java&#115;cript:alert(1)">a</a></svg>',
    "a set of sources": '<img src="../assets/illustrations/hero.svg" alt="a" srcset="https://caidat.example/x.png 2x">',
    "a ground from elsewhere": '<p style="background:url(https://caidat.example/x.png)">a</p>',
    "a part of the theme": '<div data-md-component="search">a</div>',
    "a page in the page": '<html dir="rtl"><body data-md-color-scheme="slate">a</body></html>',
    "a body of its own": '<body id="__config">a',
    "a program of the server": "<?php echo 1 ?>",
    "characters that are no text": "<![CDATA[a]]>",
    "a frame": '<iframe src="https://caidat.example/"></iframe>',
}
DRAWINGS = {
    "a script with a prefix": '<svg xmlns="http://www.w3.org/2000/svg" xmlns:s="http://www.w3.org/2000/svg"><s:script/></svg>',
    "a handler with a space": '<svg xmlns="http://www.w3.org/2000/svg" onload ="alert(1)"/>',
    "a reference with a space": '<svg xmlns="http://www.w3.org/2000/svg"><a href ="x"/></svg>',
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return few_materials(tmp_path / "project", "mot-cua")


def faults(project: Path) -> list[tuple[str, str]]:
    with pytest.raises(OutreachError) as raised:
        prepare.prepare(Project(project))
    return [(finding.slug, finding.file) for finding in raised.value.findings]


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_does_not_act(name: str, project: Path) -> None:
    with (project / GUIDE).open("a", encoding="utf-8") as page:
        page.write(f"\n{PAGES[name]}\n")
    assert set(faults(project)) == {("markup-active", GUIDE)}


def test_a_picture_is_the_sites_own(project: Path) -> None:
    with (project / GUIDE).open("a", encoding="utf-8") as page:
        page.write("\n![Dấu](https://namdinh.gov.vn/logo.png)\n")
    assert faults(project) == [("picture-foreign", GUIDE)]


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_is_shapes(name: str, project: Path) -> None:
    write(project / DRAWING, DRAWINGS[name])
    assert set(faults(project)) == {("drawing-foreign", DRAWING)}


@pytest.mark.parametrize(
    "svg", ["<svg", '<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg"/>', "<svg>Nam \xe9</svg>"]
)
def test_a_drawing_is_well_formed(svg: str, project: Path) -> None:
    write(project / DRAWING, "")
    (project / DRAWING).write_bytes(svg.encode("latin-1"))
    assert faults(project) == [("drawing-malformed", DRAWING)]


SVG = '<svg xmlns="http://www.w3.org/2000/svg" {}><path d="M0 0h9v9z"/></svg>'
UNSEEN = {
    "no box": ("", 'viewBox=""'),
    "a size but no box": ('width="9" height="9"', 'viewBox=""'),
    "a box of points": ('viewBox="0 0 1.2.3 9"', 'viewBox="0 0 1.2.3 9"'),
    "a box without end": (f'viewBox="0 0 {"9" * 20} 9"', f'viewBox="0 0 {"9" * 20} 9"'),
    "a box without width": ('viewBox="0 0 0 9"', 'viewBox="0 0 0 9"'),
    "a box without height": ('viewBox="0,0,9,0.00"', 'viewBox="0,0,9,0.00"'),
    "a box below nothing": ('viewBox="0 0 -9 9"', 'viewBox="0 0 -9 9"'),
    "a box of three": ('viewBox="0 0 9"', 'viewBox="0 0 9"'),
    "no width": ('viewBox="0 0 9 9" width="0"', 'width="0"'),
    "no height": ('viewBox="0 0 9 9" height="0mm"', 'height="0mm"'),
}


@pytest.mark.parametrize("name", UNSEEN)
def test_a_drawing_that_has_no_size_is_told(name: str, project: Path) -> None:
    attributes, found = UNSEEN[name]
    write(project / DRAWING, "<!-- a comment -->\n" + SVG.format(attributes))
    with pytest.raises(OutreachError) as raised:
        prepare.prepare(Project(project))
    told = [(f.slug, f.file, f.line, f.data["found"]) for f in raised.value.findings]
    assert told == [("drawing-empty", DRAWING, 2, found)]


@pytest.mark.parametrize(
    "attributes", ['viewBox="0 0 9 9"', 'viewBox=" -1.5,-2 0.5 10 "', 'viewBox="0 0 9 9" width="100%" height=".5em"']
)
def test_a_drawing_that_has_a_size_passes(attributes: str, project: Path) -> None:
    write(project / DRAWING, SVG.format(attributes))
    prepare.prepare(Project(project))


@pytest.mark.parametrize(
    ("plant", "slug", "file"),
    [
        (lambda docs: write(docs / "x.html", "<script>"), "file-kind", "docs/x.html"),
        (lambda docs: write(docs / "assets/x.js", "1"), "file-kind", "docs/assets/x.js"),
        (lambda docs: write(docs / "assets/x.icc", "1"), "file-kind", "docs/assets/x.icc"),
        (lambda docs: write(docs / "assets/x.xlsx", "1"), "file-kind", "docs/assets/x.xlsx"),
        (lambda docs: (docs / "host.png").symlink_to("/etc/hostname"), "file-link", "docs/host.png"),
        (lambda docs: (docs / "ngoai").symlink_to(docs.parent), "file-link", "docs/ngoai"),
        (lambda docs: write(docs / "B0100000A/x.png", ""), "path-reserved", "docs/B0100000A/x.png"),
        (lambda docs: write(docs / "b0100000a/x.png", ""), "path-reserved", "docs/b0100000a/x.png"),
        (lambda docs: write(docs / "don-vi/13633/x.png", ""), "path-reserved", "docs/don-vi/13633/x.png"),
        (
            lambda docs: write(docs / "an-pham/mot-cua/mot-cua-a4-office-mono.pdf", ""),
            "path-reserved",
            "docs/an-pham/mot-cua/mot-cua-a4-office-mono.pdf",
        ),
    ],
)
def test_files_are_of_known_kinds_and_at_home(
    plant: Callable[[Path], None], slug: str, file: str, project: Path
) -> None:
    plant(project / "docs")
    assert faults(project) == [(slug, file)]


@pytest.mark.parametrize("text", ["Ba **bước", "Ba __bước__", "[Ba](x)", "<b>Ba</b>", "`Ba`"])
def test_a_slot_knows_emphasis_and_breaks_only(text: str, project: Path) -> None:
    path = project / "docs/an-pham/mot-cua.md"
    path.write_text(path.read_text().replace("steps_title: Ba bước", f'steps_title: "{text}"  #'), encoding="utf-8")
    assert faults(project) == [("markup-left", "docs/an-pham/mot-cua.md")]
