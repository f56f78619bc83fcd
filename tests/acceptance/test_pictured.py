"""Pictures of the shipped campaign as published: pixels, colours, weight, words, and SVG as a browser shows it."""

import io
import re
import struct
import xml.etree.ElementTree as ET
import zipfile
import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser

import catalogues
import shipped
from browsing import serving
from outreach.campaign.formats import Format
from outreach.core.strings import Strings
from projects import words_of

STATE = " ".join(Strings.load("vi").text("status.sample").split())


@cache
def pictures() -> dict[str, tuple[Format, int | None]]:
    """Path of a picture below an-pham/, without its ending → its format and the most kB it may have."""
    return {
        f"{material}/{material}-{name}-picture": (form, form.max_kb or shipped.bundle().profiles["picture"].max_kb)
        for material, template in (("bieu-ngu-cong", "portal"), ("the-lien-ket", "share"))
        for name, form in shipped.bundle().templates[template].formats.items()
    }


@pytest.fixture(scope="module")
def catalogue(site: Path) -> dict[str, Any]:
    return catalogues.entries(site)


def chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    at = 8
    while at < len(png):
        length, kind = struct.unpack_from(">L4s", png, at)
        data = png[at + 8 : at + 8 + length]
        assert zlib.crc32(kind + data) == struct.unpack_from(">L", png, at + 8 + length)[0]
        yield kind, data
        at += 12 + length


def test_the_sizes_are_those_that_portals_and_links_ask_for() -> None:
    sizes = {form.pixels for form, _ in pictures().values()}
    assert sizes == {(970, 250), (728, 90), (300, 250), (300, 600), (1200, 630)}


@pytest.mark.over("name", pictures)
def test_a_png_has_its_pixels_in_srgb_and_is_light(site: Path, name: str) -> None:
    form, most = pictures()[name]
    content = (site / f"an-pham/{name}.png").read_bytes()
    found = list(chunks(content))
    kinds = [kind for kind, _ in found]
    assert kinds[0] == b"IHDR" and struct.unpack_from(">LL", found[0][1]) == form.pixels
    assert kinds.index(b"sRGB") < kinds.index(b"PLTE") < kinds.index(b"IDAT")
    assert most is not None and len(content) <= most * 1000 <= 150_000
    image = Image.open(io.BytesIO(content)).convert("RGB")
    ink = tuple(bytes.fromhex(shipped.bundle().brand.colours["colour"]["ink"][1:]))
    assert image.getpixel((image.width - 3, 3)) == ink, "the field has the brand's own colour"


@pytest.mark.over("name", pictures)
def test_an_svg_is_outlines_and_nothing_else(site: Path, catalogue: dict[str, Any], name: str) -> None:
    form, most = pictures()[name]
    content = (site / f"an-pham/{name}.svg").read_bytes()
    assert most is not None and len(content) <= most * 1000
    root = ET.fromstring(content)
    (metadata,) = root.iter("{http://www.w3.org/2000/svg}metadata")  # tests/site/test_press_page.py reads it
    root.remove(metadata)
    tags = {element.tag.removeprefix("{http://www.w3.org/2000/svg}") for element in root.iter()}
    assert {"svg", "title", "desc", "path"} <= tags <= {"svg", "title", "desc", "defs", "clipPath", "g", "path"}
    for element in root.iter():
        for key, value in element.attrib.items():
            assert not key.startswith("on") and "href" not in key and key not in {"style", "class"}
            assert "url(" not in value or re.fullmatch(r"url\(#[\w-]+\)", value)
    assert [root.get("width"), root.get("height")] == [str(side) for side in form.pixels or ()]
    told = {element.tag.rpartition("}")[2]: element.text for element in root[:2]}
    assert told["desc"] == catalogue[f"an-pham/{name}.svg"]["alt"] and told["title"]


@pytest.mark.over("name", pictures)
def test_the_catalogue_says_size_and_words(catalogue: dict[str, Any], name: str) -> None:
    form, _ = pictures()[name]
    assert form.pixels is not None
    for kind in ("png", "svg"):
        entry = catalogue[f"an-pham/{name}.{kind}"]
        assert entry["format"] == f"{kind.upper()} {form.pixels[0]} × {form.pixels[1]} px"
        assert entry["kind"] == "picture"
        for words in ("Cài Bluezone", "Bảo vệ mình, bảo vệ cộng đồng", "caidat.example", STATE):
            assert words in entry["alt"]


@pytest.mark.over("name", pictures)
def test_chromium_shows_the_svg_as_the_png(site: Path, browser: Browser, name: str) -> None:
    form, _ = pictures()[name]
    assert form.pixels is not None
    page = browser.new_page(viewport={"width": form.pixels[0], "height": form.pixels[1]})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    path = site / f"an-pham/{name}.svg"
    page.goto(path.as_uri())
    shown = np.asarray(Image.open(io.BytesIO(page.screenshot())).convert("RGB"), int)
    page.close()
    assert asked == [path.as_uri()]
    picture = np.asarray(Image.open(path.with_suffix(".png")).convert("RGB"), int)
    off = np.abs(shown - picture).max(axis=2)
    assert off.mean() < 1.5 and (off > 64).mean() < 0.001, (off.mean(), (off > 64).mean())


@pytest.mark.over("name", pictures)
def test_the_words_are_read_back_from_what_both_are_made_of(project: Path, name: str) -> None:
    published = (project / f"site/an-pham/{name}.svg").read_bytes()
    kept = [p for p in (project / ".cache/outreach/sheets").glob("*/1.svg") if p.read_bytes() == published]
    assert len(kept) == 1
    words = words_of(kept[0].with_name("sheet.pdf")).replace("\u00a0", " ")
    dense = re.sub(r"\s", "", words)
    for said in ("Cài Bluezone", "Bảo vệ mình, bảo vệ cộng đồng", "caidat.example", STATE):
        assert re.sub(r"\s", "", said) in dense


def test_the_pages_offer_both_and_lists_of_printers_neither(site: Path, browser: Browser) -> None:
    with serving(site) as port:
        page = browser.new_page()
        for material in ("bieu-ngu-cong", "the-lien-ket"):
            page.goto(f"http://127.0.0.1:{port}/an-pham/{material}/")
            wanted = [name for name in pictures() if name.startswith(f"{material}/")]
            links = page.locator("a.action").all()
            assert len(links) == 2 * len(wanted)
            for link in links:
                stem, _, kind = str(link.get_attribute("href")).rpartition(".")
                form, _ = pictures()[next(name for name in wanted if name.endswith(stem.rpartition("/")[2]))]
                assert form.pixels is not None
                assert f"{form.pixels[0]} × {form.pixels[1]} px {kind.upper()}," in link.inner_text()
            for image in page.locator(".sheets img").all():
                assert STATE in str(image.get_attribute("alt"))
            assert "80 g" not in page.content() and page.get_by_text("Số lượng").count() == 0
        page.goto(f"http://127.0.0.1:{port}/in-an/may-in/")
        assert page.locator("a[href*='-picture.']").count() == 0
        page.close()
    with zipfile.ZipFile(site / "an-pham/cong-thong-tin.zip") as kit:
        assert set(kit.namelist()) == {
            f"{name.partition('/')[2]}.{kind}" for name in pictures() for kind in ("png", "svg")
        }
