"""Every page of the built site in a real browser, at the width of a phone, a tablet and a desktop."""

import tomllib
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from browsing import Probe, coded, pages, serving

WIDTHS = [320, 768, 1280]
FAULTY = """<!doctype html><html><head><title>x</title></head><body style="margin:0">
<div style="width:2000px">wide</div><img src="http://localhost:9/picture.png">
<script>console.warn("heard"); throw new Error("thrown")</script></body></html>"""


@pytest.fixture(scope="session")
def paths(site: Path) -> list[str]:
    """All pages, but of those behind QR codes, of units and of districts the first and the last of each."""
    many = [coded(site), *(sorted(kind) for kind in _of_units(site))]
    others = set(pages(site)).difference(*many)
    assert "" in others and "404.html" in others and "don-vi/" in others and all(many)
    return [*sorted(others), *(path for kind in many for path in (kind[0], kind[-1]))]


def _of_units(site: Path) -> tuple[list[str], list[str]]:
    found = [path for path in pages(site, "don-vi") if path != "don-vi/"]
    return [p for p in found if not p.startswith("don-vi/h-")], [p for p in found if p.startswith("don-vi/h-")]


@pytest.fixture(scope="session")
def few(paths: list[str]) -> list[str]:
    """The pages at the top of each folder; of those below one in six, but all that make something of lists."""
    below = [path for path in paths if path.count("/") > 1 and not path.startswith(("in-an/", "nhung/", "don-vi/"))]
    return [*(path for path in paths if path not in below), *below[::6]]


def test_pages_are_without_fault_on_a_phone(few: list[str], probe: Probe) -> None:
    faults = [fault for path in few for fault in probe.faults(path, 320)]
    assert not faults, "\n".join(faults)


ARRIVAL = """() => {
    const images = [...document.images];
    images.forEach(image => { image.loading = "eager" });
    return Promise.all(images.map(image => image.decode().then(() => "", () => image.src)));
}"""
"""Pictures further down load late: they are asked for. Those that do not arrive."""


@pytest.mark.long
def test_all_pages_are_without_fault_on_a_phone_and_their_pictures_and_fonts_arrive(
    paths: list[str], probe: Probe
) -> None:
    faults: list[str] = []
    for path in paths:
        faults += probe.faults(path, 320)
        faults += [f"{path}: {source} does not arrive" for source in probe.page.evaluate(ARRIVAL) if source]
    assert not faults, "\n".join(faults)
    probe.open("")
    weights = "[...document.fonts].filter(f => f.status === 'loaded').map(f => f.weight)"
    assert {"400", "700", "900"} <= set(probe.page.evaluate(weights))


@pytest.mark.long
@pytest.mark.parametrize(("width", "first"), [(768, 0), (1280, 1)])
def test_pages_are_without_fault_on_wider_screens(
    paths: list[str], few: list[str], probe: Probe, width: int, first: int
) -> None:
    """Every second page at each width, and at both those that the quick test looks at."""
    seen = dict.fromkeys([*few, *paths[first::2]])
    faults = [fault for path in seen for fault in probe.faults(path, width)]
    assert not faults, "\n".join(faults)


def test_the_probe_hears_and_sees(tmp_path: Path, browser: Browser) -> None:
    """The test above means something: a page with every kind of fault has every one reported."""
    (tmp_path / "index.html").write_text(FAULTY, encoding="utf-8")
    with serving(tmp_path) as port:
        page = browser.new_page()
        faults = "\n".join(Probe(page, f"http://127.0.0.1:{port}").faults("", 320))
        page.close()
    for sign in (
        "wider than",
        "axe image-alt",
        "axe html-has-lang",
        "console warning: heard",
        "thrown",
        "request to",
    ):
        assert sign in faults, faults


@pytest.mark.parametrize("width", WIDTHS)
def test_menu_and_search_are_without_fault_when_open(probe: Probe, width: int) -> None:
    for toggle in ("drawer", "search"):
        probe.open("", width)
        probe.page.evaluate(f"document.querySelector('#__{toggle}').click()")
        probe.page.wait_for_timeout(400)  # the theme slides both in
        assert probe.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        assert not probe.heard, probe.heard


def test_each_page_says_who_speaks_and_in_what_state(site: Path, probe: Probe) -> None:
    campaign = tomllib.loads(Path("docs/_data/campaign.toml").read_text(encoding="utf-8"))
    for path in ("", "404.html"):
        probe.open(path)
        imprint = probe.page.inner_text(".imprint")
        assert campaign["issuer"]["name"] in imprint
        assert campaign["as_of"].strftime("%d/%m/%Y") in imprint
        assert probe.page.is_visible(".status") == (campaign["status"] != "active")
    probe.open("")
    assert probe.page.locator('meta[name="description"]').count() == 1
