"""How high frames are: a function of their width, kept as a table, written into the code as CSS."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from outreach.core.project import Project
from outreach.products.guide.heights import NAME, Heights, read_heights, write_heights

STEPS = Heights(((272, 3000), (400, 2000), (671, 1800), (672, 1200), (736, 1100)))


@pytest.mark.parametrize(
    ("width", "height"),
    [
        (200, 3000),
        (272, 3000),
        (336, 2500),
        (400, 2000),
        (671, 1800),
        (672, 1200),
        (704, 1150),
        (736, 1100),
        (2000, 1100),
    ],
)
def test_a_height_lies_straight_between_those_measured(width: int, height: int) -> None:
    assert STEPS.at(width) == height


@pytest.mark.parametrize("heights", [STEPS, Heights(((320, 2400),)), Heights(((272, 900), (736, 900)))])
def test_a_browser_computes_the_same_height(heights: Heights, browser: Browser) -> None:
    """Of the length that stands in the frame's style, at widths on, between and beyond those measured."""
    page = browser.new_page(viewport={"width": 1200, "height": 800})
    widths = (200, 272, 273, 300, 400, 520, 600, 671, 672, 700, 736, 900)
    boxes = "".join(
        f'<div style="width:{width}px;container-type:inline-size"><p style="margin:0;height:{heights.css}"></p></div>'
        for width in widths
    )
    page.set_content(f"<!doctype html><body>{boxes}")
    shown = page.eval_on_selector_all("p", "all => all.map(one => one.getBoundingClientRect().height)")
    page.close()
    assert [round(high) for high in shown] == pytest.approx([heights.at(width) for width in widths], abs=2)


def test_the_table_is_read_as_it_was_written(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.data.mkdir(parents=True)
    write_heights(project.data / NAME, [272, 736], {"b/": [2000, 1000], "a/": [900, 800]})
    heights, faults = read_heights(project)
    assert not faults and heights == {
        "a/": Heights(((272, 900), (736, 800))),
        "b/": Heights(((272, 2000), (736, 1000))),
    }


@pytest.mark.parametrize(
    "text",
    [
        '[heights]\n"a/" = 2320\n',
        'widths = [272, 736]\n[heights]\n"a/" = [900]\n',
        'widths = [736, 272]\n[heights]\n"a/" = [900, 800]\n',
        'widths = [272]\n[heights]\n"a/" = [30]\n',
        'widths = []\n[heights]\n"a/" = []\n',
    ],
)
def test_a_table_of_another_form_is_a_finding(text: str, tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.data.mkdir(parents=True)
    assert read_heights(project) == ({}, [])
    (project.data / NAME).write_text(text, encoding="utf-8")
    heights, faults = read_heights(project)
    assert not heights and faults and {fault.slug for fault in faults} == {"field-invalid"}


def test_the_published_widths_are_those_of_the_style_sheet() -> None:
    """The least and the greatest width of embeddable pages, and both sides of each breakpoint."""
    from outreach.products.guide import THEME
    from outreach.products.guide.commands import WIDTHS

    css = (THEME / "embed/embed.css").read_text(encoding="utf-8")
    rems = {float(found) * 16 for found in re.findall(r"@media \(min-width: ([\d.]+)rem\)", css)}
    (least,) = re.findall(r"min-width: ([\d.]+)rem;", css)
    (greatest,) = re.findall(r"main, footer \{ max-width: ([\d.]+)rem", css)
    assert (WIDTHS[0], WIDTHS[-1]) == (float(least) * 16, float(greatest) * 16)
    assert rems and all({point - 1, point} <= set(WIDTHS) for point in rems)
