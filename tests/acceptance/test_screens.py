"""Screens of the shipped campaign: LED stills and loops, slides for waiting rooms, and the pages that offer them."""

import io
import re
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser

import catalogues
import shipped
from browsing import serving
from outreach.campaign import scanning
from outreach.campaign.codes import link_code, link_path
from outreach.campaign.templates import Template
from outreach.checks.scan import camera
from outreach.content.page import read
from outreach.core.strings import Strings
from projects import ROOT, outreach, small_project

SLIDES = [
    f"{name}-1920x1080-queue{page}" for name in ("man-hinh-cho-kham", "man-hinh-mot-cua") for page in ("", "-2", "-3")
]
STATE = " ".join(Strings.load("vi").text("status.sample").split())
Frames = list[np.ndarray[Any, np.dtype[np.uint8]]]


def board() -> Template:
    """The template of screens out of doors."""
    return shipped.bundle().templates["led"]


def formats() -> Iterable[str]:
    return board().formats


def loops() -> Iterable[str]:
    return board().loops


def formats_and_loops() -> list[tuple[str, str]]:
    return [(form, loop) for form in formats() for loop in loops()]


def led(site: Path, form: str, loop: str = "", kind: str = "png") -> Path:
    return site / "an-pham/man-hinh-led" / f"man-hinh-led-{form}-led{loop and '-' + loop}.{kind}"


def frames_of(film: Path) -> Frames:
    with av.open(str(film), "r") as source:
        return [frame.to_ndarray(format="rgb24")[::4, ::4] for frame in source.decode(video=0)]


@pytest.fixture(scope="module")
def catalogue(site: Path) -> dict[str, Any]:
    return catalogues.entries(site)


def test_the_table_has_the_screens_that_were_asked_for() -> None:
    assert {form.pixels for form in board().formats.values()} >= {(1920, 1080), (1080, 1920), (960, 480), (768, 384)}
    assert all(form.pitch and form.read_from for form in board().formats.values())
    assert [loop.seconds for loop in board().loops.values()] == pytest.approx([10, 15])


@pytest.mark.over("form", formats)
def test_a_still_has_its_pixels_and_the_night_field(site: Path, form: str) -> None:
    image = Image.open(led(site, form)).convert("RGB")
    assert image.size == board().formats[form].pixels
    night = tuple(bytes.fromhex(shipped.bundle().brand.colours["colour"]["night"][1:]))
    assert {image.getpixel(at) for at in ((0, 0), (image.width - 1, 0), (0, image.height - 1))} == {night}


@pytest.mark.over("form, loop", formats_and_loops)
def test_a_film_has_its_size_and_length_and_no_sound(site: Path, form: str, loop: str) -> None:
    path, wanted = led(site, form, loop, "mp4"), board().loops[loop]
    assert path.stat().st_size <= wanted.max_kb * 1000
    with av.open(str(path), "r") as source:
        (stream,) = source.streams
        assert (stream.type, stream.codec_context.name) == ("video", "h264")
        assert (stream.width, stream.height) == board().formats[form].pixels
        assert stream.codec_context.pix_fmt == "yuv420p"
        assert stream.average_rate == 25 and stream.frames == round(25 * wanted.seconds)
        assert source.duration == pytest.approx(1e6 * wanted.seconds)
        times = [round(packet.pts * float(packet.time_base) * 25) for packet in source.demux(stream) if packet.size]
    assert times == list(range(round(25 * wanted.seconds))), "each frame lasts as long"


@pytest.mark.over("loop", loops)
def test_the_last_frame_leads_into_the_first(site: Path, loop: str) -> None:
    """The step over the seam is one of those of the fade that it belongs to."""
    frames = frames_of(led(site, "768x384", loop, "mp4"))
    steps = [float(np.abs(a.astype(int) - b).mean()) for a, b in pairwise([*frames, frames[0]])]
    assert 0 < steps[-1] <= max(steps[-8:-1]) * 1.5
    still = np.asarray(Image.open(led(site, "768x384")).convert("RGB"), int)[::4, ::4]
    assert min(float(np.abs(frame - still).mean()) for frame in frames) < 4, "the still is one of its scenes"


def test_the_catalogue_tells_what_moves(catalogue: dict[str, Any]) -> None:
    for form, loop in formats_and_loops():
        entry = catalogue[f"an-pham/man-hinh-led/man-hinh-led-{form}-led-{loop}.mp4"]
        assert entry["kind"] == "loop" and "{} × {}".format(*board().formats[form].pixels or ()) in entry["format"]
        for words in ("Cài Bluezone", "Bảo vệ mình, bảo vệ cộng đồng", "caidat.example", "1900 9095", STATE):
            assert words in entry["alt"] and entry["alt"].count(STATE) == 1
    assert catalogue["an-pham/man-hinh-led/man-hinh-led-1920x1080-led.png"]["kind"] == "picture"


def test_the_page_plays_only_what_one_asks_for(site: Path, browser: Browser) -> None:
    with serving(site) as port:
        page = browser.new_page(reduced_motion="reduce")
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"http://127.0.0.1:{port}/an-pham/man-hinh-led/")
        films = page.locator("video")
        assert films.count() == len(board().formats)
        assert not [url for url in asked if url.endswith(".mp4")], "fetched unasked"
        for film in films.all():
            told = film.evaluate("v => [v.controls, v.muted, v.loop, v.playsInline, v.autoplay, v.paused, v.preload]")
            assert told == [True, True, True, True, False, True, "none"]
            described = page.locator(f"#{film.get_attribute('aria-describedby')}").inner_text()
            assert "1900 9095" in described and "15 giây" in described and film.get_attribute("aria-label")
            assert page.request.get(str(film.evaluate("v => v.poster"))).ok
        first = films.first
        first.evaluate("v => new Promise((ok, no) => { v.oncanplay = ok; v.lastElementChild.onerror = no; v.load() })")
        assert first.evaluate("v => [v.videoWidth, v.videoHeight, v.duration]") == [
            *(next(iter(board().formats.values())).pixels or ()),
            15,
        ]
        page.close()


@pytest.mark.parametrize("name", SLIDES)
def test_a_slide_is_scanned_from_the_seats(site: Path, name: str) -> None:
    """The simulated phone reads it from `scan_from`, and it survives what a chat makes of it."""
    material = name.partition("-1920x1080")[0]
    image = Image.open(site / f"an-pham/{material}/{name}.png")
    pitch = shipped.bundle().templates["queue"].formats["1920x1080"].pitch
    assert image.size == (1920, 1080)
    meta = read(ROOT / f"docs/an-pham/{material}.md", material, shipped.bundle().campaign.facts, "vi").meta
    phone, usual = shipped.bundle().conditions.phone, shipped.bundle().conditions.views["usual"]
    (seen,) = zxingcpp.read_barcodes(image.convert("L"), formats=zxingcpp.BarcodeFormat.QRCode, try_invert=False)
    assert seen.text == f"https://CAIDAT.EXAMPLE/{link_path(link_code(meta['code']))}"
    corners = np.array([(p.x, p.y) for p in (seen.position.top_left, seen.position.bottom_right)])
    module = float((corners[1] - corners[0]).mean()) / 25
    left, top, right, bottom = (*(corners[0] - 4 * module), *(corners[1] + 4 * module))
    card = np.asarray(image.convert("L").crop((round(left), round(top), round(right), round(bottom))))
    assert pitch is not None
    n = scanning.pixels_per_module(phone, module * pitch, meta["scan_from"])
    graded = camera.grade(card, module, n, seen.text, phone, usual.model_copy(update={"shots": 20}), 2020)
    assert graded.share(phone.decoder) >= usual.share
    packed = io.BytesIO()
    image.convert("RGB").resize((960, 540), Image.Resampling.BILINEAR).save(packed, "JPEG", quality=50)
    (again,) = zxingcpp.read_barcodes(Image.open(packed), formats=zxingcpp.BarcodeFormat.QRCode, try_invert=False)
    assert again.text == seen.text


@pytest.mark.parametrize(
    ("size", "more"),
    [
        ((1152, 384), ""),
        pytest.param((640, 1280), 'like = "1080x1920", ', marks=pytest.mark.long),
        pytest.param((1280, 720), "", marks=pytest.mark.long),
    ],
)
def test_another_screen_is_one_table(tmp_path: Path, size: tuple[int, int], more: str) -> None:
    """From 16:9 on, or upright like the upright one: all rules are kept, and no page is touched."""
    project = small_project(tmp_path / "project", "man-hinh-led", '"*"')
    table = project / "print_templates/led/template.toml"
    text = re.sub(r"^\[loops\..*?(?=^\[slots)", "", table.read_text(encoding="utf-8"), count=1, flags=re.M | re.S)
    screen = f'new = {{ label = "A", pixels = {list(size)}, pitch = 6, read_from = 20, {more}profiles = ["led"] }}'
    table.write_text(text.replace("[formats]\n", f"[formats]\n{screen}\n", 1), encoding="utf-8")
    result = outreach(project, "sheet", "man-hinh-led", "--format", "new", "--out", "out")
    assert result.returncode == 0, result.stdout + result.stderr
    assert Image.open(project / "out/man-hinh-led-new-led.png").convert("L").size == size
