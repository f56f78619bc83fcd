"""How a clerk finds her unit and its kit: with and without marks, by keyboard alone, without script, on a phone."""

import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from playwright.sync_api import Browser, Page

from browsing import Probe, serving
from kits import HOSTILE, TEMPLATES, files, instructions, many, sheets, writer
from outreach.campaign.units import Unit
from outreach.core.project import Project
from outreach.core.strings import Strings
from outreach.products.kits.finder import INDEX, district_page, finder, index_json
from outreach.products.kits.groups import groups
from outreach.products.kits.product import UnitKits
from outreach.products.kits.shell import Shell
from outreach.products.prepare import prepare
from outreach.products.product import BuildOptions
from outreach.sheets.make import make
from outreach.site.plugin import OutreachPlugin
from projects import small_project

pytestmark = pytest.mark.xdist_group("finder")  # one process: its site is built once

WORDS = Strings.load("vi")
PLACES = {"001": "Huyện Ý Yên", "002": "Huyện Nam Trực", "003": "Thành phố Hải Đông"}
UNITS = [
    Unit(code, name, kind, district, PLACES[district], "36", "Tỉnh Nam Hải")
    for code, name, kind, district in (
        ("13633", "Phường Nam Cường", "phường", "003"),
        ("13636", "Xã Nam Cường", "xã", "002"),
        ("13639", "Xã Yên Cường", "xã", "001"),
        ("13642", "Thị trấn Lâm", "thị trấn", "001"),
        ("13645", "Xã Cường Thịnh", "xã", "002"),
        ("13648", "Xã Đông Hòa", "xã", "002"),
        ("13651", "Phường 1", "phường", "003"),
        ("13654", f"Xã {HOSTILE}", "xã", "001"),
        ("13657", "Xã Tân An", "xã", "002"),
        ("13660", "Xã Tà Năng", "xã", "002"),
        *((f"2{number:04}", f"Xã Mai {number}", "xã", "001") for number in range(30)),
    )
]
MOST = 20
INSTRUCTIONS = "doc-truoc.html"
"""Those in the page of the first unit, as a file of their own."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Shell]:
    """A site with the page of one material, and the frame that its build left."""
    folder = tmp_path_factory.mktemp("finder")
    project = Project(small_project(folder / "project", "nha-van-hoa", "a4"))
    prepared = prepare(project)
    config = load_config(str(project.root / "mkdocs.yml"), site_dir=str(folder / "site"))
    plugin = next(each for each in config.plugins.values() if isinstance(each, OutreachPlugin))
    plugin.use(
        prepared, make(prepared.bundle, prepared.fonts, prepared.pages, prepared.sheets), BuildOptions(kits=False)
    )
    config.plugins.on_startup(command="build", dirty=False)
    mkdocs_build(config)
    (kits,) = (product for product in prepared.products if isinstance(product, UnitKits))
    assert kits.shell is not None
    return folder / "site", kits.shell


def furnish(site: Path, shell: Shell, units: list[Unit], pages: list[Unit]) -> None:
    """Makes the site one of other units: the finder with its index, all lists, and the kits of some."""
    page = site / "don-vi/index.html"
    form = re.compile(r'<form class="finder".*?<script src="[^"]*finder.js" defer></script>', re.DOTALL)
    text, count = form.subn(lambda _: finder(units, WORDS, TEMPLATES), page.read_text(encoding="utf-8"))
    assert count == 1
    page.write_text(text, encoding="utf-8")
    (site / INDEX).write_text(index_json(units), encoding="utf-8")
    kit_sheets = sheets()
    by = writer(units, kit_sheets, shell)
    htmls = dict(district_page(group, shell, WORDS, TEMPLATES) for group in groups(units))
    for one in pages:
        htmls[f"don-vi/{one.code}/index.html"] = by.page(one, files(one, kit_sheets))
    htmls[INSTRUCTIONS] = instructions(htmls[f"don-vi/{pages[0].code}/index.html"])
    for path, html in htmls.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(html, encoding="utf-8")
    preview = next(site.glob("an-pham/nha-van-hoa/*.png"))
    for sheet in kit_sheets:
        (site / sheet.thumbnail).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(preview, site / sheet.thumbnail)


@pytest.fixture(scope="module")
def site(built: tuple[Path, Shell], tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("few") / "site"
    shutil.copytree(built[0], copy)
    furnish(copy, built[1], UNITS, UNITS)
    return copy


@pytest.fixture(scope="module")
def origin(site: Path) -> Iterator[str]:
    with serving(site) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module")
def probe(browser: Browser, origin: str) -> Iterator[Probe]:
    page = browser.new_page()
    yield Probe(page, origin)
    page.close()


def typed(page: Page, query: str) -> list[str]:
    """The codes that the field finds, best first."""
    field = page.get_by_role("combobox", name=WORDS.text("units.field"))
    field.fill("")
    field.press_sequentially(query)
    page.locator(".finder-said").filter(has_not_text=WORDS.text("units.loading")).wait_for(state="attached")
    page.wait_for_function("document.querySelector('.finder-said').textContent.trim()")
    hrefs = page.get_by_role("option").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    return [href.removesuffix("/") for href in hrefs]


@pytest.fixture
def opened(probe: Probe) -> Page:
    probe.open("don-vi/", 320)
    field = probe.page.locator("#finder-field")
    with probe.page.expect_response("**/index.json"):
        field.focus()
    return probe.page


def test_the_frame_is_not_published(built: tuple[Path, Shell]) -> None:
    site, shell = built
    assert all(path.name.startswith("h-") for path in (site / "don-vi").iterdir() if path.is_dir())
    assert "/don-vi/mau/" not in (site / "sitemap.xml").read_text(encoding="utf-8")
    assert "/don-vi/</loc>" in (site / "sitemap.xml").read_text(encoding="utf-8")
    assert "outreach-shell" not in (site / "search/search_index.json").read_text(encoding="utf-8")
    html = shell.page("T", "S", "don-vi/1/", "<h1>B</h1>")
    assert '<link rel="canonical" href="https://caidat.example/don-vi/1/">' in html
    assert "mau/" not in html and "outreach-shell" not in html
    assert len(html.encode()) < 20_000


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("nam cuong", ["13633", "13636"]),
        ("Nam Cường", ["13633", "13636"]),
        ("namcuong", ["13633", "13636"]),
        ("NAM CƯƠNG", ["13633", "13636"]),
        ("xã nam cường", ["13636"]),
        ("x. nam cuong", ["13636"]),
        ("phuong nam cuong", ["13633"]),
        ("tt lam", ["13642"]),
        ("lâm", ["13642"]),
        ("13633", ["13633"]),
        ("1363", ["13633", "13636", "13639"]),
        ("cuong", ["13645", "13633", "13636", "13639"]),
        ("cuong, y yen", ["13639"]),
        ("cuong y yen", ["13639"]),
        ("cường, Ý Yên", ["13639"]),
        ("dong hoa", ["13648"]),
        ("Đông Hoà", ["13648"]),
        ("phường 1", ["13651"]),
        ("phuong 01", ["13651"]),
        ("tan", ["13657", "13660"]),
        ("tanan", ["13657", "13660"]),
        ("thị trấn", ["13642"]),
        ("nam cuong, hai dong", ["13633"]),
        ("script", ["13654"]),
        ("zzqx", []),
    ],
)
def test_typing_finds(opened: Page, query: str, codes: list[str]) -> None:
    assert typed(opened, query) == codes


def test_the_list_names_places_and_says_how_many_there_are(opened: Page) -> None:
    said = opened.get_by_role("status")
    assert typed(opened, "nam cuong, nam truc") == ["13636"]
    assert opened.get_by_role("option").inner_text().split("\n") == [
        "Xã Nam Cường",
        "13636",
        "Huyện Nam Trực, tỉnh Nam Hải",
    ]
    assert said.inner_text() == WORDS.text("units.found_one")
    assert len(typed(opened, "mai")) == MOST
    assert said.inner_text() == WORDS.text("units.found_more").replace("#", "30")
    assert len(typed(opened, "cuong")) == 4
    assert said.inner_text() == WORDS.text("units.found_other").replace("#", "4")
    assert typed(opened, "zzqx") == [] and said.inner_text() == WORDS.text("units.none")
    assert not opened.locator("#finder-list").is_visible()


def test_words_of_a_unit_stay_words(opened: Page, probe: Probe) -> None:
    typed(opened, "script")
    assert opened.locator("[role=option] b").inner_text() == " ".join(f"Xã {HOSTILE}".split())
    assert opened.locator(".finder script").count() == 0
    assert not probe.heard


def test_the_keyboard_alone_leads_to_a_kit(opened: Page, probe: Probe) -> None:
    field = opened.locator("#finder-field")
    assert field.get_attribute("aria-expanded") == "false"
    typed(opened, "cuong")
    assert field.get_attribute("aria-expanded") == "true" and field.get_attribute("aria-activedescendant") is None
    chosen = "document.querySelector('[aria-selected=true]')?.getAttribute('href')"
    for key, href in (("ArrowDown", "13645/"), ("ArrowDown", "13633/"), ("ArrowUp", "13645/"), ("ArrowUp", "13639/")):
        opened.keyboard.press(key)
        assert opened.evaluate(chosen) == href
        active = field.get_attribute("aria-activedescendant")
        assert opened.locator(f"#{active}").get_attribute("href") == href
    opened.keyboard.press("Escape")
    assert field.get_attribute("aria-expanded") == "false" and field.input_value() == "cuong"
    opened.keyboard.press("Escape")
    assert field.input_value() == ""
    typed(opened, "nam cuong")
    opened.keyboard.press("ArrowDown")
    opened.keyboard.press("ArrowDown")
    opened.keyboard.press("Enter")
    opened.wait_for_url(f"{probe.origin}/don-vi/13636/")
    assert opened.locator("h1").inner_text() == "Xã Nam Cường"


def test_enter_takes_the_first(opened: Page, probe: Probe) -> None:
    typed(opened, "13642")
    opened.keyboard.press("Enter")
    opened.wait_for_url(f"{probe.origin}/don-vi/13642/")


def test_a_list_that_does_not_come_is_told(site: Path, browser: Browser, tmp_path: Path) -> None:
    copy = tmp_path / "site"
    shutil.copytree(site, copy)
    (copy / INDEX).unlink()
    with serving(copy) as port:
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{port}/don-vi/")
        page.locator("#finder-field").press_sequentially("nam")
        page.get_by_text(WORDS.text("units.failed")).wait_for()
        page.close()


def test_without_script_the_lists_lead_to_a_kit(browser: Browser, origin: str) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{origin}/don-vi/")
    assert not page.locator("#finder-field").is_visible()
    page.get_by_role("link", name="Huyện Ý Yên").click()
    page.get_by_role("link", name="Thị trấn Lâm").click()
    assert page.locator("h1").inner_text() == "Thị trấn Lâm"
    assert not page.get_by_text(WORDS.text("units.zip_note")).is_visible()
    assert page.locator("main a[download]").count() == 16
    page.close()


def test_a_kit_comes_as_one_zip(site: Path, browser: Browser, tmp_path: Path) -> None:
    """The browser packs it: the instructions first, then every file as it lies beside the page, byte for byte."""
    home = tmp_path / "site/don-vi/13636"
    shutil.copytree(site, tmp_path / "site")
    names = [f"to-{number}-13636.pdf" for number in range(16)]
    for number, name in enumerate(names):
        (home / name).write_bytes(bytes(range(256)) * 100 * number)
    with serving(tmp_path / "site") as port:
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{port}/don-vi/13636/")
        button = page.get_by_role("button", name=WORDS.text("units.zip"))
        with page.expect_download() as download:
            button.press("Enter")
        assert download.value.suggested_filename == "13636.zip"
        with zipfile.ZipFile(download.value.path()) as archive:
            assert archive.testzip() is None and archive.namelist() == ["doc-truoc.html", *names]
            assert all(archive.read(name) == (home / name).read_bytes() for name in names)
            first = instructions((home / "index.html").read_text(encoding="utf-8"))
            assert archive.read("doc-truoc.html").decode("utf-8") == first and "100 mm" in first
            assert {entry.external_attr >> 16 for entry in archive.infolist()} == {0o100644}
        if unzip := shutil.which("unzip"):
            subprocess.run([unzip, "-tq", download.value.path()], check=True)
        (home / names[3]).unlink()
        button.click()
        page.get_by_text(WORDS.text("units.zip_failed")).wait_for()
        page.close()


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_pages_of_units_are_without_fault(probe: Probe, width: int) -> None:
    lists = [f"don-vi/{group.folder}/" for group in groups(UNITS)]
    kits = ["don-vi/13633/", "don-vi/13654/"]
    faults = [fault for path in ["don-vi/", *lists, *kits, INSTRUCTIONS] for fault in probe.faults(path, width)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("width", [320, 1280])
def test_an_open_list_is_without_fault(probe: Probe, width: int) -> None:
    assert probe.faults("don-vi/", width) == []
    typed(probe.page, "mai")
    probe.page.keyboard.press("ArrowDown")
    violations = "tags => axe.run({runOnly: {type: 'tag', values: tags}}).then(r => r.violations.map(v => v.id))"
    assert probe.page.evaluate(violations, ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]) == []
    assert probe.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_pictures_of_a_kit_arrive_and_its_tab_is_marked(probe: Probe) -> None:
    probe.open("don-vi/13633/")
    sizes = """() => Promise.all([...document.querySelectorAll('.unit-looks img')].map(image => {
        image.loading = 'eager'; return image.decode().then(() => image.naturalWidth); }))"""
    assert probe.page.evaluate(sizes) == [720] * 8
    assert "Ấn phẩm" in probe.page.locator(".md-tabs__item--active").inner_text()


@pytest.mark.parametrize("path", ["don-vi/13633/", INSTRUCTIONS])
@pytest.mark.parametrize("width", [320, 1280])
def test_on_paper_the_bar_is_100_mm_and_the_square_50(probe: Probe, path: str, width: int, tmp_path: Path) -> None:
    """At any width of the window: the longest dark runs of pixels in the printed pages, along and across."""
    probe.open(path, width)
    file = tmp_path / "page.pdf"
    probe.page.pdf(path=file, prefer_css_page_size=True)
    document = pypdfium2.PdfDocument(file)
    dpi = 254
    runs: set[tuple[str, float]] = set()
    for page in document:
        assert [round(side / 72 * 25.4) for side in page.get_size()] == [210, 297]
        ink = 1 - page.render(scale=dpi / 72, grayscale=True).to_numpy().squeeze() / 255
        for name, lines in (("along", ink), ("across", ink.T)):
            for line in lines:
                for run in re.finditer(rb"\x01{400,1200}", (line > 0.995).astype("uint8").tobytes()):
                    # Pixels at both ends are covered in part: how dark they are says how much.
                    inked = line[run.start() - 1 : run.end() + 1].sum()
                    runs.add((name, round(float(inked) / dpi * 25.4, 1)))
    document.close()
    assert {length for name, length in runs if name == "along" and 90 < length < 110} == {100.0}, runs
    assert {length for name, length in runs if name == "across" and length > 30} == {50.0}, runs
    assert ("along", 50.0) in runs, runs


def test_it_finds_among_ten_thousand_units(built: tuple[Path, Shell], browser: Browser, tmp_path: Path) -> None:
    units = many(10_603)
    copy = tmp_path / "site"
    shutil.copytree(built[0], copy)
    furnish(copy, built[1], units, units[:1])
    with serving(copy) as port:
        probe = Probe(browser.new_page(), f"http://127.0.0.1:{port}")
        assert probe.faults("don-vi/", 320) == []
        assert typed(probe.page, "namcuong, y yen")[0] == "09999"
        assert typed(probe.page, "09999") == ["09999"]
        probe.page.close()
