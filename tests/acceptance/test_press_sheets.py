"""The campaign's files for print shops and screens, as they are published."""

import io
import re
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pypdfium2
import pytest

import shipped
from icc import press_profile
from inks import painted
from outreach.campaign.brand import inks
from outreach.campaign.codes import link_code, link_path
from outreach.campaign.sheets import Sheet
from outreach.campaign.shops import Shop
from outreach.core.lengths import number
from outreach.sheets.plan import looks_of
from projects import few_materials, outreach

MM = 72 / 25.4
SLANT = 1.5
"""mm by which what leaves the trim at a slant may stand elsewhere at the bleed's edge."""


def shop() -> Shop:
    return shipped.bundle().shop


def room() -> float:
    """mm between the trim and the edge of the paper."""
    return shop().bleed_mm + shop().slug_mm


def _alike(one: Sheet, other: Sheet) -> bool:
    return (one.material.slug, one.format) == (other.material.slug, other.format)


@cache
def sheets_for_shops() -> dict[str, Sheet]:
    return {name: s for name, s in shipped.sheets().items() if shipped.bundle().profiles[s.profile].shop}


@cache
def sheets_for_screens() -> dict[str, Sheet]:
    return {name: s for name, s in shipped.sheets().items() if shipped.bundle().profiles[s.profile].links}


@cache
def twins() -> dict[str, Sheet]:
    """For each file its like in the colours of a screen; the second format of what no office prints has none."""
    coloured = [s for s in shipped.sheets().values() if s.profile in {"office-colour", "screen"}]
    likes = {name: next((s for s in coloured if _alike(s, sheet)), None) for name, sheet in sheets_for_shops().items()}
    return {name: twin for name, twin in likes.items() if twin is not None}


for_shops = pytest.mark.over("name", sheets_for_shops)
for_screens = pytest.mark.over("name", sheets_for_screens)


def path_of(site: Path, sheet: Sheet) -> Path:
    return site / "an-pham" / sheet.material.slug / f"{sheet.name}.pdf"


@cache
def paints(path: Path) -> list[tuple[str, str, tuple[float, ...], str]]:
    with pikepdf.open(path) as pdf:
        return [paint for page in pdf.pages for paint in painted(page)]


def test_the_formats_of_a_shop_are_made_for_it() -> None:
    made = {(sheet.template.name, sheet.format) for sheet in sheets_for_shops().values()}
    assert {("poster", "a3"), ("poster", "a0"), ("station", "a1-ngang"), ("flyer", "a5"), ("tent", "a4")} <= made
    assert {template for template, _ in made} >= {"poster", "station", "flyer", "card", "handcard", "tent", "sticker"}
    assert {("banner", "6x1-5"), ("billboard", "12x6"), ("flag", "08x25"), ("standee", "08x18")} <= made
    assert len(sheets_for_shops()) - len(twins()) == 2, "the wide banner and the round sticker"


@for_shops
def test_every_operator_paints_in_process_inks(site: Path, name: str) -> None:
    found = paints(path_of(site, sheets_for_shops()[name]))
    assert {space for _, space, _, form in found if form != "/Press"} == {"DeviceCMYK"}
    knife = {f"Separation/{shop().die}"} if sheets_for_shops()[name].form.round else set()
    assert {space for _, space, _, form in found if form == "/Press"} == {"Separation/All"} | knife
    with pikepdf.open(path_of(site, sheets_for_shops()[name])) as pdf:
        groups = [each.Group for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/Group" in each]
        assert not any(str(group.get("/CS")) == "/DeviceRGB" for group in groups)


@for_shops
def test_colours_are_those_of_the_palette_and_lay_no_more_ink_than_the_shop_takes(site: Path, name: str) -> None:
    palette = {inks(colour) for colour in shipped.bundle().brand.colours["press"].values()}
    used = {mix for _, space, mix, _ in paints(path_of(site, sheets_for_shops()[name])) if space == "DeviceCMYK"}
    assert used <= palette and (0, 0, 0, 1) in used and len(used) > 3
    assert max(sum(mix) for mix in used) * 100 <= shop().ink_limit


@for_shops
def test_black_is_one_ink(site: Path, name: str) -> None:
    """The symbol, the smallest type and the slug line; and no text is a black of several inks."""
    found = paints(path_of(site, sheets_for_shops()[name]))
    assert ("text", "DeviceCMYK", (0, 0, 0, 1), "page") in found, "the imprint"
    texts = {mix for kind, _, mix, _ in found if kind == "text"}
    assert all(mix[3] < 0.6 or mix == (0, 0, 0, 1) for mix in texts)
    assert {mix for kind, _, mix, form in found if kind == "text" and form == "/Slug"} == {(0, 0, 0, 1)}
    symbols = [mix for kind, _, mix, form in found if kind == "path" and form != "/Press" and mix == (0, 0, 0, 1)]
    assert bool(symbols) == (sheets_for_shops()[name].material.meta.scan_from is not None)


@for_shops
def test_boxes_are_the_formats_and_the_shops(site: Path, name: str) -> None:
    sheet = sheets_for_shops()[name]
    with pikepdf.open(path_of(site, sheet)) as pdf:
        assert len(pdf.pages) == sheet.template.pages
        for page in pdf.pages:
            for box, grown in ((page.trimbox, 0.0), (page.bleedbox, shop().bleed_mm), (page.mediabox, room())):
                left, bottom, right, top = (float(edge) / MM for edge in box.as_list())
                wanted = (-grown, -grown, sheet.form.delivered[0] + grown, sheet.form.delivered[1] + grown)
                assert (left, bottom, right, top) == pytest.approx(wanted, abs=0.01)
            assert "/Annots" not in page


@for_shops
def test_the_slug_line_says_what_the_sheet_is(site: Path, name: str) -> None:
    sheet = sheets_for_shops()[name]
    document = pypdfium2.PdfDocument(path_of(site, sheet))
    for side, page in enumerate(document, 1):
        text = page.get_textpage()
        below = re.sub(r"\s+", " ", text.get_text_bounded(bottom=-room() * MM, top=-shop().bleed_mm * MM))
        meta = sheet.material.meta
        said = [
            meta.title,
            f"mã {meta.code}",
            f"bản {shipped.bundle().campaign.edition}",
            "21/09/2020",
            shop().name,
            f"tỉ lệ 1:{sheet.form.scale} ",
        ]
        said += [f"{number(sheet.form.trim[0])} × {number(sheet.form.trim[1])} mm", "Nhà in"]
        said += [f"mặt {side}/2"] if sheet.template.pages == 2 else []
        assert all(words in below for words in said), below
    document.close()


def rasters(site: Path, sheet: Sheet, per_mm: float) -> list[np.ndarray]:
    """Each page with all round its trim, white where a file has no more."""
    document = pypdfium2.PdfDocument(path_of(site, sheet))
    images = [np.asarray(page.render(scale=per_mm / MM).to_pil().convert("RGB")).astype(np.int16) for page in document]
    document.close()
    return images


@for_shops
def test_whatever_touches_the_trim_reaches_the_edge_of_the_bleed(site: Path, name: str) -> None:
    """Half a millimetre inside the trim and close to the bleed's edge the colours are the same, place by place."""
    per_mm = min(6.0, 2400 / max(sheets_for_shops()[name].form.delivered))
    inside, outside = round((room() + 0.7) * per_mm), round((room() - shop().bleed_mm + 0.5) * per_mm)
    for image in rasters(site, sheets_for_shops()[name], per_mm):
        for turn in range(4):
            turned = np.rot90(image, turn)
            along = slice(inside, turned.shape[1] - inside)
            # what runs out at a slant is a little farther on; the knife's outline is no artwork
            by = round(SLANT * per_mm)
            near = np.stack([np.roll(turned[outside], shift, 0)[along] for shift in range(-by, by + 1)])
            own = turned[inside, along]
            differ = abs(near - own).max(2).min(0) > 24
            if sheets_for_shops()[name].form.round:
                differ[abs(np.arange(len(differ)) - len(differ) / 2) < 12 * per_mm] = False
            assert differ.mean() < 0.01, f"side {turn}: {np.flatnonzero(differ)[:5] / per_mm}"


def edges(image: np.ndarray, least: int = 30) -> np.ndarray:
    """Where colours change."""
    across, down = (np.maximum.reduce(np.unstack(abs(np.diff(image, axis=axis)), axis=2)) > least for axis in (1, 0))
    return across[:-1] | down[:, :-1]


def spread(mask: np.ndarray, by: int = 2) -> np.ndarray:
    """The mask and all that is near it: in a square, so one axis after the other."""
    for axis in (0, 1):
        mask = np.logical_or.reduce([np.roll(mask, shift, axis) for shift in range(-by, by + 1)])
    return mask


@pytest.mark.over("name", twins)
def test_the_shops_file_shows_the_same_elements_in_the_same_places(site: Path, name: str) -> None:
    sheet = sheets_for_shops()[name]
    twin = twins()[name]
    per_mm = 1500 / max(sheet.form.delivered)
    for press, office in zip(rasters(site, sheet, per_mm), rasters(site, twin, per_mm), strict=True):
        edge = round(room() * per_mm)
        height, width = (size - 4 for size in office.shape[:2])
        press, office = press[edge:, edge:][:height, :width], office[:height, :width]
        # Inks and light differ: a clear edge in one must be an edge in the other.
        for here, there in ((press, office), (office, press)):
            clear = edges(here, 60)
            lost = clear & ~spread(edges(there))
            assert clear.sum() > 2000 and lost.sum() / clear.sum() < 0.004, np.argwhere(lost)[:5] / per_mm
    texts = []
    for each in (sheet, twin):
        document = pypdfium2.PdfDocument(path_of(site, each))
        characters: list[Any] = []
        for page in document:
            text = page.get_textpage()
            boxes = [
                text.get_charbox(index)
                for index in range(text.count_chars())
                if chr(pypdfium2.raw.FPDFText_GetUnicode(text, index)).isalnum()
            ]
            characters += [tuple(round(edge / MM, 1) for edge in box) for box in boxes if box[3] > 0]
        texts.append(sorted(characters))
        document.close()
    assert len(texts[0]) > 50 and texts[0] == texts[1]


def test_no_file_claims_to_be_pdf_x(site: Path) -> None:
    for name, sheet in sheets_for_shops().items():
        content = path_of(site, sheet).read_bytes()
        assert b"GTS_PDFX" not in content and b"PDF/X" not in content, name
        with pikepdf.open(io.BytesIO(content)) as pdf:
            assert "/OutputIntents" not in pdf.Root


def test_previews_are_made_once(site: Path) -> None:
    pictures = {path.stem for path in site.glob("an-pham/*/*.png")}
    seen = {sheet.name for sheet in looks_of(shipped.bundle(), shipped.prepared().sheets)}
    assert seen == {name for name in pictures if name in shipped.sheets()}
    # A sheet with colours has one look, whoever prints it.
    for look in seen:
        sheet = shipped.sheets()[look]
        like = {s.profile for s in shipped.prepared().sheets if _alike(s, sheet)}
        like &= {"office-colour", "print-shop", "screen"}
        assert sheet.profile == "office-mono" or not {"office-colour"} & like or sheet.profile == "office-colour"
    page = (site / "an-pham/mot-cua/index.html").read_text(encoding="utf-8")
    assert page.count("mot-cua-a3-office-colour.png") == 1
    for file in ("mot-cua-a3-office-colour.pdf", "mot-cua-a3-print-shop.pdf", "mot-cua-a4-screen.pdf"):
        assert f'href="{file}"' in page
    assert "Tải A3: nhà in" in page and "Gửi nhà in:" in page


def test_public_materials_have_one_copy_for_screens() -> None:
    printed = {s.material.slug for s in shipped.prepared().sheets if shipped.bundle().profiles[s.profile].hangs}
    public = {
        material.slug: material.meta.formats[0]
        for material in shipped.prepared().materials
        if material.meta.audience == "public" and material.slug in printed
    }
    assert {sheet.material.slug: sheet.format for sheet in sheets_for_screens().values()} == public
    assert len(sheets_for_screens()) == len(public) > 20


@for_screens
def test_a_copy_for_screens_is_tagged_and_leads_to_its_page(site: Path, name: str) -> None:
    sheet = sheets_for_screens()[name]
    with pikepdf.open(path_of(site, sheet)) as pdf:
        assert pdf.Root.MarkInfo.Marked and str(pdf.Root.Lang) == "vi" and "/StructTreeRoot" in pdf.Root
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        metadata = pdf.Root.Metadata.read_bytes().decode()
        assert 'pdfuaid:part="1"' in metadata and sheet.material.meta.title in metadata
        assert str(pdf.docinfo["/Title"]) == sheet.material.meta.title
        links = [annotation for page in pdf.pages for annotation in page.get("/Annots", [])]
        page_of_it = shipped.bundle().campaign.site_url + link_path(link_code(sheet.material.meta.code))
        for link in links:
            assert link.Subtype == pikepdf.Name.Link and str(link.A.URI) == page_of_it and str(link.Contents)
            assert "/StructParent" in link
        tags = list(_tags(pdf.Root.StructTreeRoot.K))
        assert sum(str(tag.S) == "/Link" for tag in tags) == len(links)
        for tag in tags:
            held = [kid for kid in (tag.K if isinstance(tag.get("/K"), pikepdf.Array) else []) if _is_object(kid)]
            assert not held or str(tag.S) == "/Link"
        figures = [str(tag["/Alt"]) for tag in tags if str(tag.S) == "/Figure" and "/Alt" in tag]
        assert (sheet.material.meta.alt or "") in [*figures, ""]
    symbols = sum(slot.kind == "symbol" for slot in sheet.template.layouts[sheet.format, sheet.profile].values())
    # one annotation for the symbol, one for the address beside it
    wanted = 2 * symbols if sheet.material.meta.scan_from is not None else len(links)
    assert len(links) == wanted


def _is_object(kid: Any) -> bool:
    return isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == pikepdf.Name.OBJR


def _tags(node: Any) -> Any:
    for kid in node if isinstance(node, pikepdf.Array) else [node]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            if "/K" in kid:
                yield from _tags(kid.K)


CARD = ("sheet", "the-quay", "--format", "a6", "--profile", "print-shop", "--out", "out")


def test_with_the_shops_profile_its_files_are_pdf_x_4(tmp_path: Path) -> None:
    project = few_materials(tmp_path / "project", "the-quay")
    shops = project / "docs/_data/shops"
    (shops / "press.icc").write_bytes(press_profile())
    table = shops / "mac-dinh.toml"
    table.write_text(table.read_text(encoding="utf-8") + 'icc = "press.icc"\n', encoding="utf-8")
    result = outreach(project, *CARD)
    assert result.returncode == 0, result.stdout + result.stderr
    with pikepdf.open(project / "out/the-quay-a6-print-shop.pdf") as pdf:
        assert b"PDF/X-4" in pdf.Root.Metadata.read_bytes()
        assert pdf.Root.OutputIntents[0].DestOutputProfile.read_bytes() == press_profile()
    first = (project / "out/the-quay-a6-print-shop.pdf").read_bytes()
    shutil.rmtree(project / ".cache")
    assert outreach(project, *CARD, PYTHONHASHSEED="7", TZ="Asia/Tokyo", LC_ALL="C").returncode == 0
    assert (project / "out/the-quay-a6-print-shop.pdf").read_bytes() == first
    changed = press_profile()[:-4] + b"\1\1\1\1"
    (shops / "press.icc").write_bytes(changed)
    assert outreach(project, *CARD).returncode == 0
    with pikepdf.open(project / "out/the-quay-a6-print-shop.pdf") as pdf:
        assert pdf.Root.OutputIntents[0].DestOutputProfile.read_bytes() == changed, "the cache knows the profile"


@pytest.mark.parametrize(
    "profile",
    [None, press_profile(device=b"mntr"), press_profile(space=b"RGB "), b"", b"x" * 200],
    ids=["none", "of a screen", "of RGB", "empty", "of letters"],
)
def test_what_is_no_profile_of_a_press_is_refused(tmp_path: Path, profile: bytes | None) -> None:
    project = few_materials(tmp_path / "project", "the-quay")
    shops = project / "docs/_data/shops"
    if profile is not None:
        (shops / "press.icc").write_bytes(profile)
    table = shops / "mac-dinh.toml"
    text = table.read_text(encoding="utf-8")
    table.write_text(text + 'icc = "press.icc"\n', encoding="utf-8")
    result = outreach(project, "formats")
    assert result.returncode == 1
    assert (
        f"docs/_data/shops/mac-dinh.toml:{len(text.splitlines()) + 1}: error shop-profile"
        in result.stdout + result.stderr
    )


@pytest.mark.parametrize(
    ("line", "slug"),
    [
        ("ink = [1, 1, 0.7, 0.31]", "ink-total"),
        ("ink = [1, 0.85, 0.1, 1.1]", "field-invalid"),
        ("ink = [1, 0.85, 0.1]", "field-invalid"),
        ("ink = [1, 0.85, 0.1, true]", "field-invalid"),
        ('ink = "#0F2B68"', "field-invalid"),
        ('ink = "device-cmyk(1 0 0 0)"', "field-invalid"),
    ],
)
def test_palettes_that_a_press_can_not_print_are_refused(tmp_path: Path, line: str, slug: str) -> None:
    project = few_materials(tmp_path / "project", "the-quay")
    brand = project / "docs/_data/brand.toml"
    text = brand.read_text(encoding="utf-8")
    assert text.count("ink = [1, 0.85, 0.1, 0.35]") == 1
    brand.write_text(text.replace("ink = [1, 0.85, 0.1, 0.35]", line), encoding="utf-8")
    at = text[: text.index("ink = [1,")].count("\n") + 1
    result = outreach(project, "formats")
    told = result.stdout + result.stderr
    assert result.returncode == 1 and f"docs/_data/brand.toml:{at}: error {slug}" in told, told


def test_as_much_ink_as_the_shop_takes_is_let_through(tmp_path: Path) -> None:
    project = few_materials(tmp_path / "project", "the-quay")
    brand = project / "docs/_data/brand.toml"
    text = brand.read_text(encoding="utf-8").replace("ink = [1, 0.85, 0.1, 0.35]", "ink = [1, 1, 0.7, 0.3]")
    brand.write_text(text, encoding="utf-8")
    assert outreach(project, "formats").returncode == 0
    table = project / "docs/_data/shops/mac-dinh.toml"
    table.write_text(table.read_text(encoding="utf-8").replace("ink_limit = 300", "ink_limit = 280"), encoding="utf-8")
    result = outreach(project, "formats")
    assert result.returncode == 1 and "ink-total" in result.stdout + result.stderr


@pytest.mark.parametrize(
    ("template", "material", "linked"), [("large", "chu-to", "mot-cua"), ("notice-two", "thong-bao-khach", "de-ban")]
)
def test_templates_that_no_shop_prints_yet_have_their_bleed(
    tmp_path: Path, template: str, material: str, linked: str
) -> None:
    """A format gets a profile by being given it: nothing else is needed."""
    project = few_materials(tmp_path / "project", material, linked)
    table = project / "print_templates" / template / "template.toml"
    text = re.sub(r'(a4 = .*"office-colour")', r'\1, "print-shop"', table.read_text(encoding="utf-8"))
    table.write_text(text, encoding="utf-8")
    result = outreach(project, "sheet", material, "--format", "a4", "--profile", "print-shop", "--out", "out")
    assert result.returncode == 0, result.stdout + result.stderr
    document = pypdfium2.PdfDocument(project / f"out/{material}-a4-print-shop.pdf")
    image = np.asarray(document[0].render(scale=6 / MM).to_pil().convert("RGB")).astype(int)
    document.close()
    for turn in range(4):
        turned = np.rot90(image, turn)
        inside, outside = round(13.7 * 6), round(10.5 * 6)
        along = slice(inside, turned.shape[1] - inside)
        assert (abs(turned[inside, along] - turned[outside, along]).max(1) > 24).mean() < 0.004


def test_a_slug_line_without_room_is_told(tmp_path: Path) -> None:
    project = few_materials(tmp_path / "project", "the-quay")
    table = project / "docs/_data/shops/mac-dinh.toml"
    table.write_text(table.read_text(encoding="utf-8").replace("slug_mm = 10", "slug_mm = 5"), encoding="utf-8")
    result = outreach(project, *CARD)
    assert result.returncode == 1 and "overflow" in result.stdout + result.stderr
