"""Check of a copy in a portal: the command and the page in a browser find the same."""

import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from browsing import serving
from outreach.products.guide.embed_check import Listing, examine
from projects import outreach

PAGE, OTHER = "huong-dan/android/", "huong-dan/tom-tat/"
Change = Callable[[str], str]


def sub(pattern: str, by: str, count: int = 0) -> Change:
    return lambda html: re.sub(pattern, by, html, count=count)


def texturized(html: str) -> str:
    """As WordPress shows marks of typing."""
    return re.sub(r">([^<]*)<", lambda m: f">{m[1].replace('...', '…').replace('-', '–')}<", html)


FRAGMENTS: dict[str, tuple[Change, str]] = {
    "as it is": (lambda html: html, "current"),
    "in a portal's page": (
        lambda html: f"<!doctype html><html><body><nav>A</nav>{html}<p>B</p></body></html>",
        "current",
    ),
    "styles gone": (sub(r' style="[^"]*"', ""), "current"),
    "pictures gone": (sub(r"<img[^>]*>", ""), "current"),
    "boxes gone": (sub(r"</?div[^>]*>", ""), "current"),
    "on one line": (sub(r"\n", " "), "current"),
    "spaces that do not break": (sub(r" (?=[^<>]*<)", "\u00a0"), "current"),
    "letters and accents apart": (lambda html: unicodedata.normalize("NFD", html), "current"),
    "typographic marks": (texturized, "current"),
    "other heading": (sub(r"(</?)h3", r"\1h4"), "current"),
    "links open beside it": (sub(r"<a ", '<a target="_blank" rel="nofollow noopener" '), "current"),
    "a word more": (sub("Bấm", "Đừng bấm", 1), "altered"),
    "a step gone": (sub(r"<li.*?</li>", "", 1), "altered"),
    "its title gone": (sub(r"<h2.*?</h2>", ""), "altered"),
    "a link to elsewhere": (sub(r"https://play\.google\.com[^\"]*", "https://play.google.com.evil.example/"), "link"),
    "a link gone": (sub(r"<a href=\"https://play[^>]*>(.*?)</a>", r"\1"), "link"),
    "each link to another host": (sub(r'href="https://[^/"]+', 'href="https://evil.example'), "link"),
    "all links gone": (sub(r"</?a\b[^>]*>", ""), "link"),
    "a link more": (sub("Nhớ chọn", '<a href="https://evil.example/">Nhớ chọn</a>'), "link"),
    "its last line gone": (sub(r"<p[^>]*>Nguồn:.*?</p>", ""), "altered"),
    "its last line gone, and a word more": (
        lambda html: sub(r"<p[^>]*>Nguồn:.*?</p>", "")(html).replace("Bấm", "Đừng bấm", 1),
        "altered",
    ),
    "a version before": (sub(r"Bản 1-[0-9a-f]{6}\.", "Bản 0-abcdef."), "old"),
    "only the code differs": (sub(r"Bản 1-[0-9a-f]{6}\.", "Bản 1-abcdef."), "old"),
}


def listing_of(site: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((site / "embed/v1/versions.json").read_text(encoding="utf-8"))
    return found


def told(html: str, listing: dict[str, Any], site: Path) -> list[dict[str, Any]]:
    """By the command's own function."""
    found = examine(html, Listing.of(listing), lambda path: (site / path).read_text(encoding="utf-8"))
    return [{**asdict(one), "hints": list(one.hints)} for one in found]


@pytest.fixture(scope="module")
def checker(browser: Browser, guide: str) -> Page:
    page = browser.new_page()
    page.goto(f"{guide}nhung/kiem-tra/")
    return page


def told_in_browser(checker: Page, html: str, listing: dict[str, Any]) -> list[dict[str, Any]]:
    """By the page's script."""
    script = """([html, listing]) => outreachExamine(html, listing,
        path => fetch("/" + path).then(answer => answer.text()))"""
    found: list[dict[str, Any]] = checker.evaluate(script, [html, listing])
    return found


@pytest.mark.parametrize("case", FRAGMENTS)
def test_a_fragments_state_is_told_alike_everywhere(case: str, site: Path, checker: Page) -> None:
    listing = listing_of(site)
    original = (site / f"embed/v1/{PAGE}fragment-h2.txt").read_text(encoding="utf-8")
    change, state = FRAGMENTS[case]
    html = change(original)
    assert case == "as it is" or html != original
    found = told(html, listing, site)
    assert [(one["kind"], one["state"]) for one in found] == [("fragment", state)], found
    assert told_in_browser(checker, html, listing) == found
    assert state == "current" or (found[0]["found"] != found[0]["expected"])


FRAMES: dict[str, tuple[Change, str, list[str]]] = {
    "as it is": (lambda html: html, "current", []),
    "old protocol": (sub('src="https:', 'src="http:'), "current", ["plain"]),
    "no protocol": (sub('src="https:', 'src="'), "current", []),
    "no link": (sub(r"<p>.*", ""), "current", ["fallback"]),
    "no title": (sub(r' title="[^"]*"', ""), "current", ["title"]),
    "no height": (sub(r' (height|style)="[^"]*"', ""), "current", ["height"]),
    "a height by the attribute": (sub(r' style="border[^"]*"', ""), "current", []),
    "a slash turned round": (
        lambda html: html.replace("https://caidat.example/embed/v1/", r"https:\\caidat.example\embed\v1/"),
        "current",
        [],
    ),
    "tight sandbox": (sub(r'sandbox="[^"]*"', 'sandbox="allow-scripts"'), "current", ["downloads"]),
    "the page itself": (sub("embed/v1/", "", 1), "blank", []),
    "no slash at the end": (sub('android/" title', 'android" title', 1), "current", []),
    "no such page": (sub("embed/v1/huong-dan/android", "embed/v1/huong-dan/xyz"), "unknown", []),
    "with a query": (sub(r'android/" title', 'android/index.html?x=1#a" title'), "current", []),
}


@pytest.mark.parametrize("case", FRAMES)
def test_a_frames_state_is_told_alike_everywhere(case: str, site: Path, checker: Page, raw: Callable[..., str]) -> None:
    listing, original = listing_of(site), raw(PAGE, "frame")
    change, state, hints = FRAMES[case]
    html = change(original)
    assert case == "as it is" or html != original
    found = told(html, listing, site)
    assert (found[0]["kind"], found[0]["state"], found[0]["hints"]) == ("frame", state, hints), found
    assert told_in_browser(checker, html, listing) == found


OURS = "https://caidat.example/embed/v1/huong-dan/android/"
WAITING: dict[str, tuple[Change, str, str]] = {
    "no address": (sub(r' src="[^"]*"', ""), "stripped", "src"),
    "an empty address": (sub(r' src="[^"]*"', ' src=""'), "stripped", "src"),
    "a blank page": (sub(r' src="[^"]*"', ' src="about:blank"'), "stripped", "src"),
    "the portal's own page": (sub(r' src="[^"]*"', ' src="#"'), "stripped", "src"),
    "no address and no title": (sub(r' (src|title)="[^"]*"', ""), "stripped", "src"),
    "no address and no link": (lambda html: sub(r' src="[^"]*"', "")(sub(r"<p>.*?</p>", "")(html)), "stripped", "src"),
    "lazy": (sub(r" src=", " data-src="), "lazy", "data-src"),
    "lazy, with a blank page": (sub(r" src=", ' src="about:blank" data-lazy-src='), "lazy", "data-lazy-src"),
    "lazy, with a placeholder": (sub(r" src=", ' src="data:text/html,x" data-original='), "lazy", "data-original"),
    "lazy, with a copy without scripts": (
        lambda html: sub(r" src=", " data-src=")(html) + f'<noscript><iframe src="{OURS}"></iframe></noscript>',
        "lazy",
        "data-src",
    ),
    "consentmanager": (sub(r" src=", ' src="about:blank" data-cmp-src='), "consent", "data-cmp-src"),
    "Cookiebot": (
        sub(r" src=", ' data-cookieconsent="marketing" data-cookieblock-src='),
        "consent",
        "data-cookieblock-src",
    ),
    "Complianz": (sub(r" src=", ' class="cmplz-placeholder-element" data-src-cmplz='), "consent", "data-src-cmplz"),
    "iubenda": (sub(r" src=", ' class="_iub_cs_activate" suppressedsrc='), "consent", "suppressedsrc"),
    "a class only": (sub(r" src=", ' class="optanon-category-C0004" data-src='), "consent", "data-src"),
    "a box in its place": (
        sub(r"<iframe.*</iframe>", f'<div class="cookie-placeholder" data-embed-url="{OURS}"></div>'),
        "consent",
        "data-embed-url",
    ),
    "the frame gone": (sub(r"(?s)<iframe.*</iframe>", ""), "gone", "iframe"),
    "the frame and its box gone": (sub(r"(?s)<div.*</div>", ""), "gone", "iframe"),
}


@pytest.mark.parametrize("case", WAITING)
def test_a_frame_that_shows_nothing_is_told_for_what_it_is(
    case: str, site: Path, checker: Page, raw: Callable[..., str]
) -> None:
    listing, original = listing_of(site), raw(PAGE, "frame")
    change, state, attribute = WAITING[case]
    html = change(original.replace("\n", " "))
    found = told(html, listing, site)
    (record,) = [each for each in listing["pages"] if each["url"] == PAGE]
    assert [(one["kind"], one["state"], one["found"]) for one in found] == [("frame", state, attribute)], found
    assert found[0]["title"] == record["title"] and found[0]["expected"].endswith("/fragment-h2.txt")
    assert told_in_browser(checker, html, listing) == found


@pytest.mark.parametrize(
    "html",
    [
        '<iframe title="Bản đồ" src=""></iframe>',
        '<iframe src="https://www.youtube.com/embed/v1/x"></iframe>',
        '<iframe data-src="https://khac.example/embed/v1/huong-dan/android/" class="cookie"></iframe>',
        f'<template><iframe src="{OURS}"></iframe></template>',
        f'<a href="https://khac.example/">x</a><iframe data-note="xem {OURS}"></iframe>',
    ],
)
def test_frames_of_others_are_left_alone(html: str, site: Path, checker: Page) -> None:
    found = told(html, listing_of(site), site)
    assert [one["state"] for one in found] == ["nothing"]
    assert told_in_browser(checker, html, listing_of(site)) == found


def test_a_webmaster_is_told_what_was_taken_away_and_what_to_use(checker: Page, raw: Callable[..., str]) -> None:
    field = checker.get_by_label("Dán HTML của cổng vào đây")
    field.fill(sub(r' src="[^"]*"', "")(raw(PAGE, "frame")))
    checker.get_by_role("button", name="Kiểm tra").click()
    status = checker.get_by_role("status")
    expect(status).to_contain_text("Hệ quản trị đã xóa địa chỉ của khung")
    expect(status).to_contain_text("Cấu hình › An ninh › Tên miền tin cậy")
    expect(status).to_contain_text("embed/v1/huong-dan/android/fragment-h2.txt")


@pytest.mark.parametrize("encoding", ["utf-16", "windows-1258", "utf-8-sig"])
def test_the_command_reads_portals_in_their_own_encoding(
    encoding: str, project: Path, tmp_path: Path, raw: Callable[..., str]
) -> None:
    declared = (
        f'<!doctype html><html><head><meta charset="{encoding}"></head><body>{raw(OTHER, "fragment")}</body></html>'
    )
    parts = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
    old = "".join(
        unicodedata.normalize("NFC", parts.sub("", unicodedata.normalize("NFD", c)))
        + "".join(parts.findall(unicodedata.normalize("NFD", c)))
        for c in declared
    )
    content = old.encode("cp1258") if encoding == "windows-1258" else declared.encode(encoding)
    (tmp_path / "bai.html").write_bytes(content)
    result = outreach(project, "embeds", "check", str(tmp_path / "bai.html"))
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(
    ("html", "kinds"),
    [
        ("", [("", "nothing")]),
        ("<p>Tin tức <a href='https://khac.example/'>khác</a></p>", [("", "nothing")]),
        ("<a href='https://caidat.example/huong-dan/android/'>A</a>", [("link", "current")]),
        ("<iframe src='https://khac.example/embed/v1/huong-dan/android/'></iframe>", [("", "nothing")]),
        ("<iframe src='https://caidat.example.evil.example/embed/v1/huong-dan/android/'></iframe>", [("", "nothing")]),
        ("<<<>>>&&&<a href='ht!tp://['>x", [("", "nothing")]),
        ("<a href='http://['>x</a><iframe src='https://a℀b/'></iframe>", [("", "nothing")]),
        ("<!doctype html>", [("", "nothing")]),
        ("<html></html>", [("", "nothing")]),
        ("<html><frameset><frame src='x'></frameset></html>", [("", "nothing")]),
    ],
)
def test_what_else_is_found(html: str, kinds: list[tuple[str, str]], site: Path, checker: Page) -> None:
    listing = listing_of(site)
    found = told(html, listing, site)
    assert [(one["kind"], one["state"]) for one in found] == kinds
    assert told_in_browser(checker, html, listing) == found


def test_what_was_withdrawn_is_told(site: Path, checker: Page, raw: Callable[..., str]) -> None:
    listing = listing_of(site)
    for record in listing["pages"]:
        record["state"] = "withdrawn"
    html = raw(PAGE, "frame") + raw(OTHER, "fragment")
    found = told(html, listing, site)
    assert [(one["kind"], one["state"]) for one in found] == [("frame", "withdrawn"), ("fragment", "withdrawn")]
    assert told_in_browser(checker, html, listing) == found


def test_every_copy_in_a_page_is_told(site: Path, checker: Page, raw: Callable[..., str]) -> None:
    listing, right = listing_of(site), raw(PAGE, "fragment")
    html = right + raw(OTHER, "frame") + right.replace("Bấm", "Đừng bấm", 1)
    found = told(html, listing, site)
    assert [(one["kind"], one["state"]) for one in found] == [
        ("frame", "current"),
        ("fragment", "current"),
        ("fragment", "altered"),
    ]
    assert told_in_browser(checker, html, listing) == found


def test_what_is_quoted_of_a_portal_can_do_nothing_to_a_terminal(project: Path, tmp_path: Path, raw: Any) -> None:
    evil = raw(PAGE, "fragment").replace("Bấm", "\x1b[2J\x1b]0;x\x07 Bấm", 1)
    (tmp_path / "evil.html").write_text(evil, encoding="utf-8")
    result = outreach(project, "embeds", "check", str(tmp_path / "evil.html"))
    assert result.returncode == 1 and "\x1b" not in result.stdout + result.stderr


def test_a_webmaster_pastes_and_learns(checker: Page, raw: Callable[..., str]) -> None:
    """Nothing of what is pasted is run, shown as HTML or asked for over the network."""
    asked: list[str] = []
    checker.on("request", lambda request: asked.append(request.url))
    checker.on("dialog", lambda dialog: pytest.fail("something ran"))
    evil = "<img src=https://evil.example/x onerror=alert(1)><script>alert(1)</script>"
    field = checker.get_by_label("Dán HTML của cổng vào đây")
    field.fill(evil + raw(PAGE, "fragment").replace("Bấm", "<b>Đừng</b> bấm", 1))
    field.press("Tab")
    checker.keyboard.press("Enter")
    expect(checker.get_by_role("status")).to_contain_text("Đã bị sửa")
    expect(checker.get_by_role("status")).to_contain_text("Đừng")
    assert checker.locator(".checked b, .checked img").count() == 0
    assert not [url for url in asked if "evil" in url]


def test_without_a_script_the_present_versions_stand_there(browser: Browser, guide: str, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{guide}nhung/kiem-tra/")
    versions = {record["version"] for record in listing_of(site)["pages"]}
    shown = set(page.locator("td:nth-child(3)").all_inner_texts())
    assert shown == versions and not page.locator("#checker").is_visible()
    context.close()


def test_the_command_looks_at_files_and_addresses(project: Path, tmp_path: Path, raw: Callable[..., str]) -> None:
    (tmp_path / "good.html").write_text(raw(PAGE, "frame") + raw(OTHER, "fragment"), encoding="utf-8")
    (tmp_path / "bad.html").write_text(raw(OTHER, "fragment").replace("Cần giúp", "Không cần giúp"), encoding="utf-8")
    with serving(tmp_path) as port:
        right = outreach(project, "embeds", "check", str(tmp_path / "good.html"), f"http://127.0.0.1:{port}/good.html")
        assert right.returncode == 0, right.stdout + right.stderr
        places = [f"http://127.0.0.1:{port}/bad.html", str(tmp_path / "none.html"), "http://127.0.0.1:9/"]
        places += [f"http://127.0.0.1:{port}/đường dẫn.html", "/dev/zero", str(tmp_path), "http://127.0.0.1:port/"]
        wrong = outreach(project, "embeds", "check", "--json", *places)
    assert wrong.returncode == 1
    found = {each["file"]: each["slug"] for each in json.loads(wrong.stdout)}
    assert found == dict(zip(places, ["embed-altered", *["page-unread"] * 6], strict=True))
