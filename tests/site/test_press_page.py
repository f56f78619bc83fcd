"""The page for the press, as a journalist uses it: pictures with their words, by keyboard, and without a script."""

import gzip
import hashlib
import io
import json
import re
import subprocess
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

import catalogues
import shipped
from browsing import serving
from metadata import told
from outreach.core.tables import read_toml
from outreach.products.press_kit.illustrations import NAME, DrawingTable, read_illustrations
from projects import ROOT

CREDIT = "UBND tỉnh Nam Định, CC BY 4.0"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
PAGE = "bao-chi/"
WEIGHT = 300_000
"""Bytes on their way of the page with all that it loads at once, but for pictures."""
LOADED = """() => ["navigation", "resource"].flatMap(kind => performance.getEntriesByType(kind)).map(one => one.name)"""
PACKED = {".html", ".css", ".js", ".json"}
"""Endings of files that servers send compressed."""


@cache
def illustrations() -> DrawingTable:
    """The campaign's table of drawings."""
    project, brand = shipped.bundle().project, shipped.bundle().brand
    table, _ = read_illustrations(read_toml(project.data / NAME, NAME), project.illustrations, brand.colours["colour"])
    return table


@pytest.fixture(scope="module")
def manifest(site: Path) -> dict[str, Any]:
    return dict(json.loads((site / PAGE / "manifest.json").read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def served(site: Path) -> Iterator[str]:
    with serving(site) as port:
        yield f"http://127.0.0.1:{port}/"


@pytest.fixture
def page(browser: Browser, served: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    yield page
    context.close()


def tab_to(page: Page, wanted: str) -> None:
    """Presses Tab until what has the focus fits; on the way nothing else is pressed."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"the keyboard does not reach {wanted}")


def test_three_presses_from_the_home_page_to_a_credited_picture_with_its_caption(
    page: Page, served: str, manifest: dict[str, Any], tmp_path: Path
) -> None:
    page.goto(served)
    tab_to(page, '.md-tabs a[href$="bao-chi/"]')
    page.keyboard.press("Enter")  # 1: the page for the press
    page.wait_for_url(f"**/{PAGE}")
    tab_to(page, ".press-items .press-copy")
    page.keyboard.press("Enter")  # 2: caption and credit are copied
    expect(page.locator(".press-items > li").first.locator("output").first).to_have_text("Đã chép")
    caption = page.evaluate("navigator.clipboard.readText()")
    tab_to(page, ".press-items a[download]")
    with page.expect_download() as started:
        page.keyboard.press("Enter")  # 3: the picture
    file = tmp_path / started.value.suggested_filename
    started.value.save_as(file)
    entry = next(each for each in manifest["files"] if each["path"].endswith(f"/{file.name}"))
    assert hashlib.sha256(file.read_bytes()).hexdigest() == entry["sha256"]
    assert caption == f"{entry['caption']} (Hình: {CREDIT})"
    (said,) = told([file]).values()
    assert said["XMP-photoshop:Credit"] == CREDIT and said["XMP-dc:Description"] == entry["caption"]


def test_every_picture_of_the_campaign_says_what_it_is(site: Path, manifest: dict[str, Any]) -> None:
    files = {site / entry["path"]: entry for entry in manifest["files"]}
    found = told(files)
    for path, entry in files.items():
        said = found[path]
        assert said["XMP-dc:Title"] == entry["title"], path
        assert said["XMP-dc:Description"] == entry["caption"], path
        assert said["XMP-iptcCore:AltTextAccessibility"] == entry["alt"], path
        if entry["width"]:
            assert entry["size"] == f"{entry['width']} × {entry['height']} px", path
        assert said["XMP-photoshop:Credit"] == manifest["credit"] == CREDIT
        assert said["XMP-dc:Creator"] == [shipped.bundle().campaign.issuer.name]
        assert said["XMP-xmpRights:WebStatement"] == manifest["licence"]["url"] == LICENCE
        assert "Creative Commons" in said["XMP-xmpRights:UsageTerms"] and said["XMP-xmpRights:Marked"] is True
        assert said["XMP-iptcCore:CreatorContactInfo"]["CiEmailWork"] == shipped.bundle().campaign.issuer.email
        assert str(said["XMP-prism:Edition"]) == manifest["edition"]
        assert said["XMP-prism:ExpirationDate"] == manifest["valid_until"]
        assert " ".join(shipped.bundle().words.text("status.sample").split()) in said["XMP-photoshop:Instructions"]


def test_every_sheet_says_it_too_and_so_does_a_units(site: Path) -> None:
    sheets = [*site.glob("an-pham/*/*.pdf"), *(site / "don-vi/13633").glob("*.pdf")]
    assert len(sheets) > 100
    for path, said in told(sheets).items():
        assert said["XMP-photoshop:Credit"] == CREDIT, path
        assert said["XMP-xmpRights:WebStatement"] == LICENCE, path
        assert said["XMP-dc:Title"].split() == said["PDF:Title"].split() and said["PDF:Language"] == "vi", path


def test_the_manifest_has_every_picture_and_drawing_of_the_catalogue(site: Path, manifest: dict[str, Any]) -> None:
    listed = {entry["path"]: entry for entry in manifest["files"]}
    known = {e["path"]: e for e in catalogues.entries(site).values() if e["kind"] in {"picture", "loop", "drawing"}}
    known |= {
        e["path"]: e
        for e in catalogues.entries(site).values()
        if e["kind"] == "sheet" and "/quang-cao-bao/" in e["path"]
    }
    assert known.keys() == listed.keys()
    for path, entry in listed.items():
        same = ["bytes", "sha256", "title", *(["alt"] if entry["format"] != "PDF" else [])]
        assert {key: known[path][key] for key in same} == {key: entry[key] for key in same}
        content = (site / path).read_bytes()
        assert (entry["bytes"], entry["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
        assert entry["caption"] and entry["use"] in {use["id"] for use in manifest["uses"]}
        if entry["format"] == "PNG":
            assert Image.open(io.BytesIO(content)).size == (entry["width"], entry["height"])
    section = (ROOT / "docs/README.md").read_text(encoding="utf-8").split("\n## Give the press")[1].split("\n## ")[0]
    explained = set(re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (`.+?) \|", section, re.MULTILINE))))
    assert {*manifest, *manifest["files"][0]} <= explained


def test_what_stands_below_a_picture_is_seen_in_it(manifest: dict[str, Any]) -> None:
    """Slides and banners without a scene have no scene's caption; steps do not run together."""
    captions = {Path(entry["path"]).stem: entry["caption"] for entry in manifest["files"]}
    scene = captions["man-hinh-mot-cua-1920x1080-queue"]
    assert "ngồi chờ" in scene
    for name in ("man-hinh-mot-cua-1920x1080-queue-2", "man-hinh-mot-cua-1920x1080-queue-3"):
        assert captions[name] != scene and "ngồi chờ" not in captions[name]
    assert "hai điện thoại" not in captions["bieu-ngu-cong-dai-728x90-picture"]
    drawn = {"dau-hieu", "hinh-ve", *illustrations().groups}
    assert all(shipped.bundle().campaign.issuer.short in e["alt"] for e in manifest["files"] if e["use"] not in drawn)
    (alt,) = {e["alt"] for e in manifest["files"] if Path(e["path"]).stem == "man-hinh-mot-cua-1920x1080-queue-2"}
    assert "1: Quét mã, mở trang cài đặt. Nhớ chọn đúng tên Bluezone. 2: Cài" in alt


def test_sha256sum_verifies_the_page_and_each_zip(site: Path, manifest: dict[str, Any], tmp_path: Path) -> None:
    check = ["sha256sum", "--check", "--quiet", "--strict", "SHA256SUMS"]
    assert subprocess.run(check, cwd=site / PAGE, check=False).returncode == 0
    zips = [site / entry["path"] for entry in manifest["zips"]]
    assert set(zips) == set((site / PAGE).glob("*.zip")) and len(zips) == len(manifest["uses"]) + 1
    sums = (site / PAGE / "SHA256SUMS").read_text(encoding="utf-8")
    assert all(path.name in sums for path in zips) and "manifest.json" in sums
    for path in zips:
        with zipfile.ZipFile(path) as archive:
            assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            archive.extractall(tmp_path / path.stem)
        assert subprocess.run(check, cwd=tmp_path / path.stem, check=False).returncode == 0
    (tmp_path / zips[0].stem / "SHA256SUMS").with_name("mark.png").write_bytes(b"other")
    assert subprocess.run(check, cwd=tmp_path / zips[0].stem, capture_output=True, check=False).returncode == 1


def test_each_zip_holds_its_use_and_the_words_of_each_file(site: Path, manifest: dict[str, Any]) -> None:
    for use in manifest["uses"]:
        entries = [entry for entry in manifest["files"] if entry["use"] == use["id"]]
        with zipfile.ZipFile(site / use["zip"]) as archive:
            names = {Path(entry["path"]).name for entry in entries}
            assert set(archive.namelist()) == names | {"chu-thich.txt", "SHA256SUMS"}
            note = archive.read("chu-thich.txt").decode("utf-8-sig").replace("\r\n", "\n")
        for entry in entries:
            assert f"Chú thích: {entry['caption']}" in note and f"Lời thay ảnh: {entry['alt']}" in note
        assert LICENCE in note and f"Ghi nguồn: {CREDIT}" in note and "lienhe@caidat.example" in note


def test_a_drawing_is_clear_where_nothing_is_drawn_and_its_svg_shows_the_same(site: Path, browser: Browser) -> None:
    for name in ("dau-hieu/word-mark", "hinh-ve/market"):
        path = site / PAGE / f"{name}.svg"
        picture = Image.open(path.with_suffix(".png"))
        assert picture.mode == "RGBA" and max(picture.size) == 2000
        alpha = np.asarray(picture)[:, :, 3]
        assert (alpha == 0).mean() > 0.2 and (alpha == 255).mean() > 0.1
        page = browser.new_page(viewport={"width": picture.width, "height": picture.height})
        page.goto(path.as_uri())
        shown = np.asarray(Image.open(io.BytesIO(page.screenshot(omit_background=True))).convert("RGBA"), int)
        page.close()
        off = np.abs(shown - np.asarray(picture, int))[:, :, 3]
        assert off.mean() < 1.5 and (off > 64).mean() < 0.002, (name, off.mean(), (off > 64).mean())
        assert b"<text" not in path.read_bytes()


def test_straight_alpha_keeps_colours_at_edges(site: Path) -> None:
    """Colours at half-clear edges are the drawing's own: nothing dark or white has been mixed in."""
    pixels = np.asarray(Image.open(site / PAGE / "dau-hieu/word-mark-white.png"))
    edge = pixels[(pixels[:, :, 3] > 40) & (pixels[:, :, 3] < 215)][:, :3].astype(int)
    assert len(edge) > 1000
    assert (edge.min(axis=1) < 40).mean() < 0.01


def test_every_drawing_has_its_words(site: Path) -> None:
    folder = ROOT / "docs/assets/illustrations"
    drawn = {path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.svg")}
    assert drawn == {drawing.file for drawing in illustrations().drawings.values()}


def test_filters_leave_what_fits_and_say_how_much(page: Page, served: str, manifest: dict[str, Any]) -> None:
    page.goto(served + PAGE)
    shown = page.locator(".press-items > li:visible")
    every = shown.count()
    assert every == len({Path(entry["path"]).with_suffix("") for entry in manifest["files"]})
    page.locator("#press-filter").get_by_label("Dùng ở đâu").select_option("cong-thong-tin")
    group = {entry["size"] for entry in manifest["files"] if entry["use"] == "cong-thong-tin"}
    expect(page.locator("output[name=found]")).to_have_text(f"Thấy {len(group)} hình")
    assert shown.count() == len(group) and page.locator(".press-group:visible").count() == 1
    page.locator("#press-filter").get_by_label("Khổ").select_option("1200 × 630 px")
    expect(page.locator("output[name=found]")).to_have_text("Thấy 1 hình")
    page.locator("#press-filter").get_by_label("Loại").select_option("Hình vẽ, nền trong")
    expect(page.locator("output[name=found]")).to_have_text("Không có hình nào. Mời chọn lại.")
    for field in ("Dùng ở đâu", "Khổ", "Loại"):
        page.locator("#press-filter").get_by_label(field).select_option("")
    assert shown.count() == every
    page.locator("#press-filter").get_by_label("Khổ").select_option("Khổ đứng")
    assert 0 < shown.count() < every


def test_messages_and_credit_are_copied_by_keyboard(page: Page, served: str) -> None:
    page.goto(served + PAGE)
    for text in (*page.locator(".md-content .quote").all(), page.locator(".press-first [data-copy]")):
        button = text.locator("xpath=following-sibling::*[1]").get_by_role("button")
        button.focus()
        page.keyboard.press("Enter")
        expect(text.locator("xpath=following-sibling::*[1]").locator("output")).to_have_text("Đã chép")
        assert page.evaluate("navigator.clipboard.readText()") == text.inner_text().strip()
    names = page.get_by_role("button", name="Chép chú thích").evaluate_all("all => all.map(b => b.ariaLabel)")
    assert len(set(names)) == len(names) > 40, "each button says whose words it copies"


def test_everything_is_there_without_a_script(browser: Browser, served: str, manifest: dict[str, Any]) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served + PAGE)
    assert not page.locator("#press-filter").is_visible() and page.get_by_role("button", name="Chép").count() == 0
    links = page.locator(".press-items a[download]").evaluate_all("all => all.map(a => a.href)")
    assert {link.removeprefix(served) for link in links} == {entry["path"] for entry in manifest["files"]}
    words = page.locator(".md-content").inner_text()
    for entry in manifest["files"]:
        assert f"{entry['caption']} (Hình: {CREDIT})" in words
    page.locator(".press-items summary").first.click()
    assert page.locator(".press-items details p").first.is_visible()
    for zipped in manifest["zips"]:
        assert page.locator(f'a[href="{Path(zipped["path"]).name}"]').count() == 1
    context.close()


def test_the_fact_sheet_names_sources_and_days(page: Page, served: str) -> None:
    page.goto(served + PAGE)
    rows = page.locator("table.press-facts tbody tr").all_inner_texts()
    facts = shipped.bundle().campaign.facts
    for name in ("hotline", "android_min", "voluntary"):
        (row,) = [row for row in rows if facts[name].source in row]
        assert facts[name].value in row and facts[name].checked_on.strftime("%d/%m/%Y") in row
    contact = page.locator("table.facts").last.inner_text()
    assert "31/12/2020" in contact and shipped.bundle().campaign.issuer.email in contact
    assert page.locator('a[rel="license"]').get_attribute("href") == LICENCE


def test_the_page_is_light_and_its_pictures_come_late(page: Page, served: str, site: Path) -> None:
    page.goto(served + PAGE)
    page.wait_for_load_state("networkidle")
    paths = [site / urlsplit(url).path.strip("/") for url in page.evaluate(LOADED)]
    files = [path / "index.html" if path.is_dir() else path for path in paths]
    sent = [(path, path.read_bytes()) for path in files if path.suffix not in {".webp", ".png", ".svg"}]
    weights = [len(gzip.compress(raw)) if path.suffix in PACKED else len(raw) for path, raw in sent]
    assert 100_000 < sum(weights) <= WEIGHT
    pictures = page.locator(".press-items img")
    assert set(pictures.evaluate_all("all => all.map(i => i.loading)")) == {"lazy"}
    assert set(pictures.evaluate_all("all => all.map(i => getComputedStyle(i).objectFit)")) == {"scale-down"}
    small = [path.stat().st_size for path in (site / PAGE / "thumbs").iterdir()]
    assert len(small) == pictures.count() and max(small) < 30_000


def test_the_home_page_and_the_duties_lead_there(site: Path) -> None:
    assert f'href="{PAGE}"' in re.sub(r"<nav.*?</nav>", "", (site / "index.html").read_text("utf-8"), flags=re.DOTALL)
    assert "../../bao-chi/" in (site / "in-an/nhiem-vu/index.html").read_text("utf-8")
