"""The page for webmasters: from the home page to a guide that stands in a portal."""

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from playwright.sync_api import Browser, Page, expect

from browsing import serving
from outreach.products.guide.heights import Heights

PAGE, OTHER = "huong-dan/", "huong-dan/iphone/"
TITLE = "Cài Bluezone"
"""Of the page that is offered first."""
KINDS = ("frame", "script", "pinned", "fragment", "card", "link", "oembed")
Code = Callable[[str, str], str]


@pytest.fixture
def page(browser: Browser, guide: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.goto(f"{guide}nhung/")
    yield page
    context.close()


def code_in(page: Page) -> str:
    return page.get_by_label("Mã để dán").input_value()


def test_a_webmaster_has_the_guide_in_a_portal_within_a_minute(page: Page, guide: str, tmp_path: Path) -> None:
    """By keyboard and clipboard, as people do it."""
    started = time.monotonic()
    page.goto(guide)
    page.get_by_role("link", name="Nhúng vào cổng").first.press("Enter")
    page.wait_for_url("**/nhung/")
    button = page.get_by_role("button", name="Chép mã")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator("output")).to_have_text("Đã chép")
    code = page.evaluate("navigator.clipboard.readText()")
    body = code.replace("https://caidat.example/", guide)
    (tmp_path / "index.html").write_text(f"<!doctype html><meta charset=utf-8><title>Cổng</title>{body}", "utf-8")
    with serving(tmp_path) as port:
        page.goto(f"http://localhost:{port}/")
        heading = page.frame_locator("iframe").get_by_role("heading", level=1)
        expect(heading).to_have_text(TITLE)
        expect(page.get_by_role("link", name="mở trang gốc")).to_be_visible()
        page.goto("about:blank")
    assert time.monotonic() - started < 60


@pytest.mark.parametrize("kind", KINDS)
def test_each_way_shows_what_its_code_makes_and_gives_that_of_the_page_that_is_chosen(
    kind: str, page: Page, raw: Code
) -> None:
    """A page of its own for each: a preview that stayed from another kind would look alike."""
    page.locator(f'input[name="kind"][value="{kind}"]').check()
    preview = page.frame_locator('iframe[name="preview"]')
    if kind in {"frame", "script", "pinned", "oembed"}:
        page.locator('iframe[name="preview"]').scroll_into_view_if_needed()
        inside = preview.frame_locator("iframe").get_by_role("heading", level=1)
        expect(inside).to_have_text(TITLE)
    else:
        expect(preview.get_by_text(TITLE).first).to_be_visible()
    page.locator('select[name="page"]').select_option(OTHER)
    assert code_in(page) == raw(OTHER, kind)


def test_each_code_in_the_lists_has_a_button_too(page: Page, raw: Code) -> None:
    row = page.locator(f'details.snippets[data-page="{OTHER}"]')
    row.locator("summary").click()
    for kind, label in (("fragment", "Chép mã: Mảnh HTML"), ("card", "Chép mã: Thẻ liên kết")):
        row.get_by_role("button", name=label).press("Enter")
        expect(row.locator(f'label:has([data-kind="{kind}"]) + p output')).to_have_text("Đã chép")
        assert page.evaluate("navigator.clipboard.readText()") == raw(OTHER, kind)


def test_a_fragments_heading_has_the_level_that_is_chosen(page: Page, site: Path) -> None:
    page.locator('input[name="kind"][value="fragment"]').check()
    for level in (3, 2, 4):  # 2 is chosen at first
        page.get_by_label("Cấp tiêu đề").select_option(str(level))
        right = (site / f"embed/v1/{PAGE}fragment-h{level}.txt").read_text(encoding="utf-8").strip()
        expect(page.get_by_label("Mã để dán")).to_have_value(right)
        headings = [element.tag for element in html.fragment_fromstring(right).iter("h2", "h3", "h4")]
        assert headings[0] == f"h{level}" and headings.count(headings[0]) == 1


def test_the_first_choice_is_exact_in_every_browser(page: Page, raw: Code) -> None:
    assert page.locator('input[name="kind"]:checked').get_attribute("value") == "script"
    assert code_in(page) == raw(PAGE, "script")


def test_a_width_decides_the_height_where_styles_are_dropped(page: Page) -> None:
    """By the same table as the frame's style, whose measures stand in the page."""
    numbers = list(map(int, str(page.locator(f'[data-page="{PAGE}"]').get_attribute("data-heights")).split()))
    points = Heights(tuple(zip(numbers[::2], numbers[1::2], strict=True)))
    for width, least in ((280, 272), (700, 672), (1200, 736)):
        page.get_by_label("Chiều rộng tối đa").fill(str(width))
        assert f'height="{points.at(width)}"' in code_in(page) and f"max-width:{width}px" in code_in(page)
        assert least in numbers[::2]


def test_a_width_limits_the_frame(page: Page, guide: str, tmp_path: Path) -> None:
    page.get_by_label("Chiều rộng tối đa").fill("500")
    code = code_in(page).replace("https://caidat.example/", guide)
    (tmp_path / "index.html").write_text(f"<!doctype html><meta charset=utf-8>{code}", "utf-8")
    with serving(tmp_path) as port:
        page.goto(f"http://localhost:{port}/")
        assert page.locator("iframe").bounding_box()["width"] == 500  # type: ignore[index]
        page.goto("about:blank")


def test_the_other_language_has_its_own_pages(page: Page, listing: dict[str, Any]) -> None:
    page.locator('select[name="language"]').select_option("en")
    assert "/embed/v1/en/" in code_in(page) and "(open the original page)" in code_in(page)
    offered = page.locator('select[name="page"] option:enabled').evaluate_all("all => all.map(o => o.value)")
    assert offered and set(offered) == {each["url"] for each in listing["pages"] if each["language"] == "en"}


def test_without_a_script_every_code_stands_in_the_page(browser: Browser, guide: str, listing: dict[str, Any]) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{guide}nhung/")
    assert not page.locator("#builder").is_visible()
    assert page.locator("details.snippets").count() == len(listing["pages"])
    page.locator("details.snippets summary").first.click()
    assert page.locator("details.snippets textarea:visible").count() == len(KINDS)
    context.close()


def test_answers_for_oembed_are_found_and_right(site: Path, listing: dict[str, Any], raw: Code) -> None:
    """By the page's link, and with what WordPress asks of an answer it does not know: an iframe with a title."""
    import json

    for record in listing["pages"]:
        root = html.fromstring((site / record["url"] / "index.html").read_bytes())
        (address,) = root.xpath('//link[@type="application/json+oembed"]/@href')
        answer = json.loads((site / address.removeprefix(listing["site"])).read_text(encoding="utf-8"))
        assert (answer["version"], answer["type"]) == ("1.0", "rich")
        assert answer["html"].startswith(f'<blockquote><a href="{listing["site"]}{record["url"]}">')
        assert answer["height"] > 1000 and answer["width"] == 700
        assert raw(record["url"], "oembed") == listing["site"] + record["url"]
        assert re.search(r'<iframe [^>]*title="[^"]+"', answer["html"])


def test_published_scripts_never_change(site: Path, listing: dict[str, Any]) -> None:
    """Portals pin a version by its hash: what is published under its name stays as it is."""
    from outreach.products.guide.snippets import integrity

    known = {"1.0.0": "sha384-lICOkA52sxcdB5TPusj4nBBjCXr3dmUT94KRFPRdCVXeHMU7qsojdbAx3miM672M"}
    found = {path.parent.name[1:]: integrity(path.read_bytes()) for path in site.glob("embed/v*.*.*/embed.js")}
    assert found == known
    assert listing["script"] == {"version": "1.0.0", "integrity": known["1.0.0"]}
    assert all(path.stat().st_size <= 1024 for path in site.glob("embed/v*/embed.js"))
    assert (site / "embed/v1/embed.js").read_bytes() == (site / "embed/v1.0.0/embed.js").read_bytes()
