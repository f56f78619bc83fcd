"""The finished PDFs, looked at with other eyes than the build's: opened, rasterised, decoded, read back."""

import ctypes
import math
import re
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import deqr
import pikepdf
import pypdfium2
import pytest
import zxingcpp
from PIL import Image

import shipped
from outreach.campaign.codes import parse_code
from outreach.campaign.profiles import Profile
from outreach.campaign.scanning import module_mm
from outreach.campaign.sheets import Sheet
from outreach.content.inline import plain
from outreach.sheets.imposition import names
from projects import ROOT


@cache
def printed() -> dict[str, Sheet]:
    """Printed sheets; test_pictured.py looks at pictures."""
    return {name: sheet for name, sheet in shipped.sheets().items() if profile_of(sheet).prints}


pytestmark = pytest.mark.over("sheet", printed, indirect=True)


@cache
def composed(name: str) -> Any:
    return shipped.compose(shipped.sheets()[name])


def path_of(site: Path, sheet: Sheet) -> Path:
    return site / "an-pham" / sheet.material.slug / f"{sheet.name}.pdf"


def profile_of(sheet: Sheet) -> Profile:
    return shipped.bundle().profiles[sheet.profile]


def margin(sheet: Sheet) -> float:
    """mm round the trim."""
    return shipped.bundle().shop.bleed_mm + shipped.bundle().shop.slug_mm if profile_of(sheet).shop else 0


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.fixture
def sheet(request: pytest.FixtureRequest) -> Sheet:
    return printed()[request.param]


def test_every_sheet_is_published(site: Path) -> None:
    published = {path.stem for path in site.glob("an-pham/*/*.pdf")}
    pieces = {sheet.named(name) for sheet in printed().values() for name in names(shipped.bundle(), sheet)}
    assert published == set(printed()) | pieces
    assert {sheet.template.name for sheet in shipped.prepared().sheets} == set(shipped.bundle().templates)
    assert {sheet.profile for sheet in printed().values()} == {
        "office-mono", "office-colour", "print-shop", "screen", "newspaper", "newspaper-mono",
    }  # fmt: skip


def test_pages_trim_fonts_and_tags(site: Path, sheet: Sheet) -> None:
    with pikepdf.open(path_of(site, sheet)) as pdf:
        assert len(pdf.pages) == sheet.template.pages
        for page in pdf.pages:
            for box, more in ((page.trimbox, 0), (page.mediabox, 2 * margin(sheet))):
                left, bottom, right, top = (float(value) * 25.4 / 72 for value in box.as_list())
                assert (right - left - more, top - bottom - more) == pytest.approx(sheet.form.delivered, abs=0.05)
            for font in page.resources.Font.values():
                descendant = font.DescendantFonts[0]
                assert re.fullmatch(r"/[A-Z]{6}\+Be-Vietnam-Pro(-\w+)?", str(descendant.BaseFont))
                assert "/FontFile2" in descendant.FontDescriptor
        assert profile_of(sheet).tagged == bool(pdf.Root.get("/MarkInfo", {}).get("/Marked"))
        assert str(pdf.Root.Lang) == "vi"
        assert str(pdf.docinfo["/Title"]) == sheet.material.meta.title


def module_px(barcode: Any) -> float:
    """The side of a module: the symbol's sides above and at the right, over its modules."""
    corners = [barcode.position.top_left, barcode.position.top_right, barcode.position.bottom_right]
    sides = [math.dist((a.x, a.y), (b.x, b.y)) for a, b in pairwise(corners)]
    return sum(sides) / 2 / (17 + 4 * int(barcode.extra["Version"]))


def test_every_symbol_is_read_by_two_decoders_and_leads_into_the_site(site: Path, sheet: Sheet) -> None:
    decoded: list[str] = []
    other: list[bytes] = []
    modules: list[float] = []  # their sides in mm
    document = pypdfium2.PdfDocument(path_of(site, sheet))
    for page in document:
        # what an office printer's 200 dpi would show of a small sheet; large sheets keep the same pixels
        scale = min(200 / 72, 2400 / max(page.get_size()))
        image = page.render(scale=scale, grayscale=True).to_pil()
        for barcode in zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode, try_invert=False):
            decoded.append(barcode.text)
            modules.append(module_px(barcode) / scale * 25.4 / 72)
        for symbol in deqr.QRdecDecoder().decode(image, convert_data=False):
            other.append(b"".join(bytes(entry.data) for entry in symbol.data_entries))
    document.close()
    if sheet.material.meta.scan_from is None:
        assert decoded == [] and other == []
        return
    symbols = sum(slot.kind == "symbol" for slot in sheet.template.layouts[sheet.format, sheet.profile].values())
    assert len(decoded) == symbols and len(set(decoded)) == 1 and [text.decode() for text in other] == decoded
    code = decoded[0].rsplit("/", 1)[1]
    assert decoded[0] == f"https://CAIDAT.EXAMPLE/{code}"
    assert code in {path.name for path in site.iterdir()}, "in exactly this case, whatever the file system does"
    assert (site / code / "index.html").is_file()
    assert parse_code(code.removeprefix("B")) == (sheet.material.meta.code, "")
    conditions = shipped.bundle().conditions
    least = module_mm(conditions.phone, conditions.aim, sheet.material.meta.scan_from)
    assert min(modules) >= least * 0.97, "smaller than `scan_from` asks (corners are read to whole pixels)"


@cache
def first_of_templates() -> dict[str, Sheet]:
    """The first sheet of each template in the order of the plan."""
    return {sheet.template.name: sheet for sheet in reversed(printed().values())}


@pytest.mark.over("every", lambda: [False, pytest.param(True, marks=pytest.mark.long)])
def test_no_sheet_has_a_symbol_of_another_kind(site: Path, sheet: Sheet, every: bool) -> None:
    """A bar code, say: one sheet of each template in every run, and those that have nothing to scan."""
    if not every and sheet.material.meta.scan_from is not None and sheet not in first_of_templates().values():
        pytest.skip("in the long tests")
    document = pypdfium2.PdfDocument(path_of(site, sheet))
    for page in document:
        image = page.render(scale=min(200 / 72, 2400 / max(page.get_size())), grayscale=True).to_pil()
        kinds = {barcode.format for barcode in zxingcpp.read_barcodes(image, try_invert=False)}
        assert kinds <= {zxingcpp.BarcodeFormat.QRCode}
        assert not kinds or sheet.material.meta.scan_from is not None
    document.close()


def test_each_slots_words_can_be_read_back_in_order_and_nothing_else(site: Path, sheet: Sheet) -> None:
    """A face that is upside down is read with the page turned; the other half of that reading is not looked at."""
    document = pypdfium2.PdfDocument(path_of(site, sheet))
    for number, page in enumerate(document, 1):
        upright = squeezed(page.get_textpage().get_text_range())
        if profile_of(sheet).shop:
            upright = squeezed(page.get_textpage().get_text_bounded(bottom=0))  # the slug line lies below
        letters = Counter(upright)
        page.set_rotation(180)
        rest = {False: upright, True: squeezed(page.get_textpage().get_text_range())}
        for name, view in composed(sheet.name).slots.items():
            if view.page == number and view.words:
                words, turned = squeezed(view.words), sheet.template.name == "tent" and name.endswith("_back")
                assert words in rest[turned], f"{name}: {view.words}"
                rest[turned] = rest[turned].replace(words, " ", 1)
                letters.subtract(words)
        assert not +letters and not -letters
    document.close()


def test_the_steps_are_those_of_the_guide(site: Path, sheet: Sheet) -> None:
    source = sheet.material.meta.slots.get("steps", "")
    if not source:
        assert "steps" not in composed(sheet.name).slots
        return
    path, _, section = source.partition("#")
    guide = (ROOT / "docs" / path).read_text(encoding="utf-8").split("{#" + section + "}")[1].split("\n## ")[0]
    leads = [lead.rstrip(".") for lead in re.findall(r"^\d\. \*\*(.+?)\*\*", guide, re.MULTILINE)]
    set_ = [" ".join(plain(line) for line in item["lead"]) for item in composed(sheet.name).slots["steps"].items]
    assert len(leads) >= 3 and set_ == leads


def test_black_and_white_sheets_are_black_and_white_light_and_clear_of_the_edge(site: Path, sheet: Sheet) -> None:
    if sheet.profile != "office-mono":
        pytest.skip("a colour sheet")
    document = pypdfium2.PdfDocument(path_of(site, sheet))
    for page in document:
        image = page.render(scale=150 / 72).to_pil().convert("RGB")
        red, green, blue = image.split()
        assert red.tobytes() == green.tobytes() == blue.tobytes()
        histogram = red.histogram()
        assert sum(n * (255 - grey) for grey, n in enumerate(histogram)) / 255 / sum(histogram) <= 0.12
        ink = red.point(lambda grey: 255 if grey < 250 else 0).getbbox()
        assert ink is not None
        clear = min(ink[0], ink[1], image.width - ink[2], image.height - ink[3]) / 150 * 25.4
        assert clear >= 8.3
    document.close()


def test_previews_show_the_sheet(site: Path, sheet: Sheet) -> None:
    if profile_of(sheet).shop or profile_of(sheet).links:
        pytest.skip("shown by another sheet's")
    names = {sheet.name, f"{sheet.name}-2"}
    previews = sorted(path for path in path_of(site, sheet).parent.glob("*.png") if path.stem in names)
    assert len(previews) == sheet.template.pages
    for preview in previews:
        with Image.open(preview) as image:
            width, height = sheet.form.trim
            assert image.width == 720
            assert image.height == pytest.approx(720 * height / width, abs=1)
            assert image.convert("RGB").getcolors(8) is None, "eight colours at most"


@cache
def luminance(colour: tuple[int, ...]) -> float:
    """Relative luminance of WCAG 2.2."""
    parts = [part / 255 for part in colour[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_words_stand_out_from_their_ground(site: Path, sheet: Sheet) -> None:
    """The colour of each character as the file has it, against what the raster shows around it: at least 7:1."""
    raw = pypdfium2.raw
    document = pypdfium2.PdfDocument(path_of(site, sheet))
    seen = 0
    for page in document:
        scale = 1600 / page.get_width()
        image = page.render(scale=scale).to_pil().convert("RGB")
        text = page.get_textpage()
        for index in range(text.count_chars()):
            if not chr(raw.FPDFText_GetUnicode(text, index)).isalnum():
                continue
            red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
            assert raw.FPDFText_GetFillColor(text, index, red, green, blue, alpha) and alpha.value == 255
            ink = (red.value, green.value, blue.value)
            left, bottom, right, top = (edge + margin(sheet) * 72 / 25.4 for edge in text.get_charbox(index))
            box = (
                left * scale - 2,
                image.height - top * scale - 2,
                right * scale + 2,
                image.height - bottom * scale + 2,
            )
            around = image.crop(tuple(round(side) for side in box))
            ground = next(
                colour
                for count, colour in sorted(around.getcolors(around.width * around.height) or [], reverse=True)
                if contrast(colour, ink) > 2 or count == around.width * around.height
            )
            assert contrast(ink, ground) >= 7, (text.get_text_range(max(0, index - 9), 20), ink, ground)
            seen += 1
    document.close()
    assert seen > 50
