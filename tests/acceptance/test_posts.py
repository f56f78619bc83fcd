"""Pictures for posts, chats and television, and newspaper advertisements, as they are published."""

import io
import re
from functools import cache
from pathlib import Path

import deqr
import numpy as np
import pikepdf
import pypdfium2
import pytest
import zxingcpp
from numpy.typing import NDArray
from PIL import Image, ImageCms

import catalogues
import shipped
from inks import painted
from outreach.campaign.brand import inks
from outreach.campaign.sheets import Sheet
from projects import words_of

PROFILES = {"post", "broadcast", "overlay"}
TITLE_SAFE = 0.05
CHAT_PX, CHAT_QUALITY = 720, 60
"""Longer side in pixels and JPEG quality that a chat app may leave of a picture."""


@cache
def posts() -> dict[str, Sheet]:
    """Pictures for posts, chats and television."""
    return {name: sheet for name, sheet in shipped.sheets().items() if sheet.profile in PROFILES}


def files() -> list[tuple[str, str]]:
    """Name and kind of each file."""
    return [(name, kind) for name, sheet in posts().items() for kind in shipped.bundle().profiles[sheet.profile].output]


def rasters() -> list[tuple[str, str]]:
    return [(name, kind) for name, kind in files() if kind != "svg"]


def jpegs() -> list[str]:
    return [name for name, kind in files() if kind == "jpg"]


def coded() -> list[str]:
    """Names of those with a symbol."""
    return [
        name
        for name, sheet in posts().items()
        if any(slot.kind == "symbol" for slot in sheet.template.layouts[sheet.format, sheet.profile].values())
    ]


@cache
def adverts() -> dict[str, Sheet]:
    return {name: s for name, s in shipped.sheets().items() if shipped.bundle().profiles[s.profile].press}


def colour(token: str) -> tuple[int, ...]:
    """Red, green and blue of a colour of the brand."""
    return tuple(bytes.fromhex(shipped.bundle().brand.colours["colour"][token][1:]))


def path_of(site: Path, name: str, kind: str) -> Path:
    sheet = posts().get(name) or adverts()[name]
    return site / f"an-pham/{sheet.material.slug}/{name}.{kind}"


def opened(path: Path) -> Image.Image:
    image = Image.open(path)
    image.load()
    return image


def read(image: Image.Image) -> set[str]:
    """The texts that both decoders read, neither of which inverts; empty if they differ."""
    grey = image.convert("L")
    one = {found.text for found in zxingcpp.read_barcodes(grey, try_invert=False)}
    codes = deqr.QRdecDecoder().decode(grey, convert_data=False)
    other = {b"".join(bytes(entry.data) for entry in code.data_entries).decode() for code in codes}
    return one if one == other else set()


def link_of(sheet: Sheet) -> str:
    return rf"https://CAIDAT\.EXAMPLE/B{sheet.material.meta.code}\w{{6}}"


def test_the_sizes_are_those_that_are_asked_for() -> None:
    sizes = {(sheet.template.name, sheet.form.pixels) for sheet in posts().values()}
    assert sizes >= {("social", size) for size in ((1080, 1080), (1080, 1350), (1080, 1920), (1280, 720))}
    assert {("tv", (1920, 1080)), ("lower-third", (1920, 1080))} <= sizes
    assert {sheet.material.meta.audience for sheet in posts().values()} == {"staff", "public"}
    assert {form for form in (posts()[name].format for name in coded())} >= {"doc-1080x1350", "ngang-1280x720"}


@pytest.mark.over("name, kind", rasters)
def test_a_picture_has_its_pixels_in_srgb_and_is_light(site: Path, name: str, kind: str) -> None:
    sheet, path = posts()[name], path_of(site, name, kind)
    profile = shipped.bundle().profiles[sheet.profile]
    most = sheet.form.max_kb or profile.max_kb
    assert most is not None and path.stat().st_size <= most * 1000
    image = opened(path)
    assert image.size == sheet.form.pixels
    if kind == "png":
        assert image.info["srgb"] == 0
        assert image.mode == ("RGBA" if profile.alpha else "P")
    else:
        told = ImageCms.ImageCmsProfile(io.BytesIO(image.info["icc_profile"])).profile
        assert told.profile_description.startswith("sRGB") and image.mode == "RGB"
        assert image.info["icc_profile"][24:36] == bytes(12), "no day: the same bytes on every day"
        # a horizontal and a vertical sampling factor of 1 for each of three channels: colour is not thinned out
        assert [layer[1:3] for layer in image.layer] == [(1, 1)] * 3  # type: ignore[attr-defined]


@pytest.mark.over("name", jpegs)
def test_the_jpeg_is_the_png(site: Path, name: str) -> None:
    png, jpg = (np.asarray(opened(path_of(site, name, kind)).convert("RGB"), int) for kind in ("png", "jpg"))
    off = np.abs(png - jpg).max(axis=2)
    assert off.mean() < 3 and (off > 64).mean() < 0.002, (off.mean(), (off > 64).mean())


@pytest.mark.over("name", coded)
@pytest.mark.parametrize("kind", ["png", "jpg"])
def test_the_code_is_read_before_and_after_a_chat_app(site: Path, name: str, kind: str) -> None:
    image = opened(path_of(site, name, kind)).convert("RGB")
    small = image.resize((CHAT_PX, round(image.height * CHAT_PX / image.width)), Image.Resampling.BILINEAR)
    packed = io.BytesIO()
    small.save(packed, "JPEG", quality=CHAT_QUALITY)  # 4:2:0, as they do
    for shown in (image, Image.open(packed)):
        (text,) = read(shown)
        assert re.fullmatch(link_of(posts()[name]), text)
        assert (site / text.rpartition("/")[2] / "index.html").is_file()


def covered(sheet: Sheet) -> tuple[int, int, int, int]:
    top, right, bottom, left = sheet.form.covered
    width, height = sheet.form.pixels or (0, 0)
    return left, top, width - right, height - bottom


def test_television_keeps_to_the_safe_area_and_stories_to_what_apps_leave() -> None:
    spots = [sheet for sheet in posts().values() if sheet.profile in {"broadcast", "overlay"}]
    assert {sheet.template.name for sheet in spots} == {"tv", "lower-third"}
    for sheet in spots:
        width, height = sheet.form.pixels or (0, 0)
        across, down = round(width * TITLE_SAFE), round(height * TITLE_SAFE)
        assert covered(sheet) == (across, down, width - across, height - down)
        assert sheet.form.least_px >= 32
    (story,) = [sheet for sheet in posts().values() if sheet.form.pixels == (1080, 1920)]
    left, top, right, bottom = covered(story)
    assert top >= 250 and 1920 - bottom >= 340 and left >= 60 and 1080 - right >= 60
    assert all(sheet.form.least_px >= 24 for sheet in posts().values())


def test_a_story_has_nothing_but_ground_where_apps_lay_their_buttons(site: Path) -> None:
    (name,) = [name for name, sheet in posts().items() if sheet.form.pixels == (1080, 1920)]
    image = np.asarray(opened(path_of(site, name, "png")).convert("RGB"), int)
    _, top, _, bottom = covered(posts()[name])
    assert (image[:top] == colour("ink")).all()
    sun, ring = np.array(colour("sun")), np.array(colour("sun2"))
    below = image[bottom:]
    # between sun and the rings' shade, edges included: no word, no figure
    assert (np.minimum(sun, ring) - 2 <= below).all() and (below <= np.maximum(sun, ring) + 2).all()


def test_the_lower_third_is_straight_alpha_within_the_safe_area(site: Path) -> None:
    (name,) = [name for name, sheet in posts().items() if sheet.profile == "overlay"]
    image = opened(path_of(site, name, "png"))
    pixels = np.asarray(image)
    alpha = pixels[..., 3]
    left, top, right, bottom = image.getchannel("A").getbbox() or (0, 0, 0, 0)
    safe = covered(posts()[name])
    assert left >= safe[0] and top >= safe[1] and right <= safe[2] and bottom <= safe[3]
    assert top > 1080 * 0.6, "the lower third of the picture, and a little"
    assert (alpha == 0).mean() > 0.7 and (pixels[alpha == 0] == 0).all()
    edges = pixels[(alpha > 0) & (alpha < 255)][:, :3].astype(int)
    assert len(edges) > 20, "rounded corners"
    grounds = np.array([colour(token) for token in ("paper", "ink", "sun")])
    off = np.abs(edges[:, None] - grounds).max(axis=2).min(axis=1)
    assert off.max() <= 2, "the panels' own colours right up to their edges, not darkened"


def laid_over(layer: Image.Image, ground: Image.Image) -> NDArray[np.int_]:
    shown = ground.copy()
    shown.paste(layer, (0, 0), layer)
    return np.asarray(shown, int)


def test_over_a_busy_picture_the_words_stay_as_they_are(site: Path) -> None:
    """Over noise, white and black the panels with all their words look the same."""
    (name,) = [name for name, sheet in posts().items() if sheet.profile == "overlay"]
    layer = opened(path_of(site, name, "png"))
    noise = np.random.default_rng(1).integers(0, 256, (1080, 1920, 3), np.uint8)
    busy = laid_over(layer, Image.fromarray(noise))
    plain = [laid_over(layer, Image.new("RGB", layer.size, colour)) for colour in ("white", "black")]
    alpha = np.asarray(layer)[..., 3]
    solid = alpha == 255
    assert all((busy[solid] == each[solid]).all() for each in plain)
    rows, columns = np.flatnonzero(solid.any(axis=1)), np.flatnonzero(solid.any(axis=0))
    inner = np.s_[rows[0] + 20 : rows[-1] - 20, columns[0] + 20 : columns[-1] - 20]
    assert solid[inner].all(), "no hole in the panels"
    assert (busy[~solid & (alpha == 0)] == noise[~solid & (alpha == 0)]).all()


def test_the_overlay_as_svg_paints_no_ground(site: Path) -> None:
    (name,) = [name for name, sheet in posts().items() if sheet.profile == "overlay"]
    text = path_of(site, name, "svg").read_text(encoding="utf-8")
    assert 'd="M0 0h1920v1080H0z"' not in text and "<path" in text
    other = (site / "an-pham/the-lien-ket/the-lien-ket-link-card-picture.svg").read_text(encoding="utf-8")
    assert 'd="M0 0h1200v630H0z"' in other


def words(project: Path, name: str, kind: str = "png") -> str:
    """The words of what a picture was made of, without white space."""
    published = path_of(project / "site", name, kind).read_bytes()
    kept = [p for p in (project / ".cache/outreach/sheets").glob(f"*/1.{kind}") if p.read_bytes() == published]
    assert len(kept) == 1
    return re.sub(r"\s", "", words_of(kept[0].with_name("sheet.pdf")))


@pytest.mark.over("name", posts)
def test_issuer_edition_and_state_stand_in_each(project: Path, name: str) -> None:
    campaign = shipped.bundle().campaign
    said = words(project, name)
    for sentence in (shipped.bundle().words.text("status.sample"), campaign.issuer.short, campaign.app.name):
        assert re.sub(r"\s", "", sentence) in said
    if posts()[name].profile != "overlay":
        assert f"bản{campaign.edition},{shipped.bundle().words.date(campaign.as_of)}" in said


def test_staff_are_ordered_and_nobody_else(project: Path) -> None:
    for name, sheet in posts().items():
        staff = sheet.material.meta.audience == "staff"
        assert ("Yêucầu" in words(project, name)) == staff, name


def test_the_infographic_names_its_sources(project: Path) -> None:
    (name,) = [name for name, sheet in posts().items() if sheet.template.name == "infographic"]
    said = words(project, name)
    facts = shipped.bundle().campaign.facts
    for each in (f"Theo {facts['publisher'].value}", "Theo phần hỏi đáp", facts["hotline"].value, "không bắt buộc"):
        assert re.sub(r"\s", "", each) in said


def test_the_catalogue_and_the_pages_offer_every_file(site: Path) -> None:
    listed = catalogues.entries(site)
    for name, kind in files():
        sheet = posts()[name]
        assert sheet.form.pixels is not None
        entry = listed[path_of(Path(), name, kind).as_posix()]
        assert entry["format"] == f"{kind.upper()} {sheet.form.pixels[0]} × {sheet.form.pixels[1]} px"
        assert entry["alt"] and entry["kind"] == "picture"
        page = (site / f"an-pham/{sheet.material.slug}/index.html").read_text(encoding="utf-8")
        assert f'href="{name}.{kind}"' in page
        assert "Quét được từ" not in page, "a picture is as large as the screen that shows it"


@pytest.mark.over("name", adverts)
def test_an_advertisement_is_as_wide_as_its_columns(site: Path, name: str) -> None:
    columns = {"2-cot": 88, "3-cot": 134, "6-cot": 272}
    with pikepdf.open(path_of(site, name, "pdf")) as pdf:
        (page,) = pdf.pages
        for box in (page.trimbox, page.mediabox):
            left, bottom, right, top = (float(edge) * 25.4 / 72 for edge in box.as_list())
            assert (left, bottom) == pytest.approx((0, 0), abs=0.01)
            assert right == pytest.approx(columns[adverts()[name].format], abs=0.05)
            assert top == pytest.approx(adverts()[name].form.trim[1], abs=0.05)
        assert "/Annots" not in page


@pytest.mark.over("name", adverts)
def test_an_advertisement_is_painted_in_what_newsprint_takes(site: Path, name: str) -> None:
    profile = shipped.bundle().profiles[adverts()[name].profile]
    assert profile.press is not None and profile.press.ink_limit <= 240
    with pikepdf.open(path_of(site, name, "pdf")) as pdf:
        found = list(painted(pdf.pages[0]))
    assert {space for _, space, _, _ in found} == {"DeviceCMYK"}
    used = {mix for _, _, mix, _ in found}
    assert used <= {inks(colour) for colour in shipped.bundle().brand.colours[profile.palette].values()}
    assert max(sum(mix) for mix in used) * 100 <= profile.press.ink_limit
    if profile.colours == "black":
        assert all(mix[:3] == (0, 0, 0) for mix in used) and (0, 0, 0, 1) in used
    else:
        assert len(used) > 6


@pytest.mark.over("name", adverts)
def test_the_code_of_an_advertisement_is_read_from_the_page(site: Path, name: str) -> None:
    """At 150 dpi, which is more than a newspaper's screen of 85 lines shows."""
    document = pypdfium2.PdfDocument(path_of(site, name, "pdf"))
    (text,) = read(document[0].render(scale=150 / 72).to_pil())
    document.close()
    assert re.fullmatch(link_of(adverts()[name]), text)
