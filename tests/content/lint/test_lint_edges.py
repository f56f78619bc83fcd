"""Content lint: what slipped through, or was taken for a fault, once."""

from collections.abc import Callable
from pathlib import Path

import pytest

from outreach.campaign.bundle import Bundle
from outreach.campaign.load import load
from outreach.content.lint.pages import lint
from outreach.content.page import read
from outreach.core.project import Project
from projects import copy_project

FRONT = "---\ntitle: Thử\nsummary: Một câu.\n---\n"
Check = Callable[[str], list[tuple[str, int]]]


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return load(Project(copy_project(tmp_path_factory.mktemp("lint") / "project")))


@pytest.fixture
def check(bundle: Bundle) -> Check:
    """Slug and line of what is wrong with a page docs/thu.md."""

    def check(text: str) -> list[tuple[str, int]]:
        path = bundle.project.docs / "thu.md"
        path.write_text(text, encoding="utf-8")
        try:
            pages = {"thu.md": read(path, "docs/thu.md", bundle.campaign.facts)}
            return [(f.slug, f.line) for f in lint(bundle, pages, set()) if f.file == "docs/thu.md"]
        finally:
            path.unlink()

    return check


@pytest.mark.parametrize("target", ["/index.md", "/huong-dan/android.md"])
def test_a_link_from_the_root_is_broken_on_a_page_of_the_root_too(target: str, check: Check) -> None:
    assert check(f"{FRONT}[tốt](index.md)\n\n[a]({target})\n") == [("link-broken", 7)]


def test_a_link_that_browsers_take_for_a_host_is_no_address(check: Check) -> None:
    assert check(f"{FRONT}[a](//index.md)\n") == [("link-malformed", 5)]


@pytest.mark.parametrize("empty", ["", " ''", " ~", " ' '"])
def test_a_field_without_a_value_is_missing(empty: str, check: Check) -> None:
    assert check(f"---\ntitle:{empty}\nsummary: Một câu.\n---\na\n") == [("page-field-missing", 1)]


@pytest.mark.parametrize("space", ["\u2000", "\u2001"])
def test_a_space_that_has_another_composed_form_is_a_finding(space: str, check: Check) -> None:
    assert check(f"{FRONT}Một{space}hai\n") == [("text-decomposed", 5)]


@pytest.mark.parametrize(
    "body",
    [
        "<p onclick=x()>a</p>",
        '<p title="a"onclick="x()">a</p>',
        "<p/onclick=x>a</p>",
        "Một\n{: onclick=x }",
        "<p\nonclick = x>a</p>",
        '<meta http-equiv="refresh" content="0">',
        '<link rel="stylesheet" href="x.css">',
        '<base href="x">',
        '<video src="x"></video>',
    ],
)
def test_whatever_runs_or_leads_away_is_active(body: str, check: Check) -> None:
    assert "markup-active" in {slug for slug, _ in check(f"{FRONT}{body}\n")}


@pytest.mark.parametrize("body", ["Bấm on = bật", "a < b, online = 1 > 0", "<p class='on'>a</p>", "`<p onclick=x>`"])
def test_words_that_look_like_handlers_pass(body: str, check: Check) -> None:
    assert check(f"{FRONT}{body}\n") == []


FOREIGN = {
    "a colour": '<path fill="#FF0000"/>',
    "a colour by name": '<path fill="red"/>',
    "a colour by function": "<path stroke='rgb(1,2,3)'/>",
    "a style": '<path style="fill:red"/>',
    "a style sheet": "<style>p{}</style>",
    "a gradient": "<linearGradient/>",
    "a picture": "<image/>",
    "a reference": '<a xlink:href="x"/>',
    "a script": "<script/>",
    "a handler": '<path onload="x"/>',
    "a file": '<path mask="url(x.svg)"/>',
}


@pytest.mark.parametrize("name", FOREIGN)
def test_a_drawing_holds_shapes_only(name: str, bundle: Bundle) -> None:
    path = Path(bundle.project.illustrations / "thu.svg")
    path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg">\n<title>a</title>\n{FOREIGN[name]}\n</svg>\n')
    try:
        found = [(f.slug, f.line) for f in lint(bundle, {}, set()) if f.file.endswith("/thu.svg")]
    finally:
        path.unlink()
    assert found and set(found) == {("drawing-foreign", 3)}


def test_shapes_with_classes_pass(bundle: Bundle) -> None:
    path = Path(bundle.project.illustrations / "thu.svg")
    path.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><clipPath id="abc"><path d="M0 0h9"/></clipPath>'
        '<path class="ink" fill="none" stroke="currentColor" clip-path="url(#abc)" d="M0 0h9"/></svg>'
    )
    try:
        assert [f for f in lint(bundle, {}, set()) if f.file.endswith(".svg")] == []
    finally:
        path.unlink()
