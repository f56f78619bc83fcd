"""The files for print shops as other programs see them: qpdf, poppler, and Ghostscript's plates. Tests only."""

import re
import subprocess
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import shipped
from outreach.campaign.sheets import Sheet

MM = 72 / 25.4
PLATED = ("the-cai-giup-a6-print-shop", "to-roi-ho-dan-a5-print-shop", "tem-dan-tron-100-print-shop")
"""A hand card and a flyer with fine print on several fields, and a round sticker with a plate for the knife."""


@cache
def for_shops() -> dict[str, Sheet]:
    return {name: s for name, s in shipped.sheets().items() if shipped.bundle().profiles[s.profile].shop}


def room() -> float:
    """mm between the trim and the edge of the paper."""
    return shipped.bundle().shop.bleed_mm + shipped.bundle().shop.slug_mm


def tool(*command: str) -> str:
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0 and not result.stderr, result.stdout + result.stderr
    return result.stdout


def file(site: Path, name: str) -> str:
    return str(site / "an-pham" / for_shops()[name].material.slug / f"{name}.pdf")


@pytest.mark.over("name", for_shops)
def test_qpdf_finds_nothing(site: Path, name: str) -> None:
    assert "No syntax or stream encoding errors found" in tool("qpdf", "--check", file(site, name))


@pytest.mark.over("name", for_shops)
def test_poppler_sees_the_boxes_of_the_format_and_the_shop(site: Path, name: str) -> None:
    told = dict(re.findall(r"^(\w+Box):\s+(.*)$", tool("pdfinfo", "-box", file(site, name)), re.MULTILINE))
    width, height = for_shops()[name].form.delivered
    bleed = shipped.bundle().shop.bleed_mm
    for box, grown in (("TrimBox", 0.0), ("BleedBox", bleed), ("MediaBox", room()), ("CropBox", room())):
        seen = [float(edge) / MM for edge in told[box].split()]
        assert seen == pytest.approx([-grown, -grown, width + grown, height + grown], abs=0.01), box


@pytest.mark.over("name", for_shops)
def test_poppler_sees_fonts_of_the_brand_embedded_and_no_images(site: Path, name: str) -> None:
    family = shipped.bundle().brand.fonts.family.replace(" ", "-")
    rows = [row.split() for row in tool("pdffonts", file(site, name)).splitlines()[2:]]
    assert rows and all(row[0].partition("+")[2].startswith(family) for row in rows)
    assert all(row[-5:-2] == ["yes", "yes", "yes"] for row in rows), "embedded, a subset, with its characters"
    assert len(tool("pdfimages", "-list", file(site, name)).splitlines()) == 2, "drawings are drawn"


def plates(path: str, folder: Path, dpi: int) -> list[dict[str, np.ndarray]]:
    """For each page its plates by ink, from 0 (none) to 1."""
    tool("gs", "-q", "-dBATCH", "-dNOPAUSE", "-dSAFER", "-sDEVICE=tiffsep", f"-r{dpi}", f"-o{folder}/%d.tif", path)
    pages: dict[int, dict[str, np.ndarray]] = {}
    for plate in folder.glob("*(*).tif"):
        number, ink = re.fullmatch(r"(\d+)\((.+)\)\.tif", plate.name).groups()  # type: ignore[union-attr]
        with Image.open(plate) as image:
            pages.setdefault(int(number), {})[ink] = 1 - np.asarray(image.convert("L")).astype(float) / 255
    return [pages[number] for number in sorted(pages)]


@pytest.mark.parametrize("name", PLATED)
def test_ghostscripts_plates_lay_no_more_ink_than_the_shop_takes(site: Path, tmp_path: Path, name: str) -> None:
    dpi, sheet = 100, for_shops()[name]
    pages = plates(file(site, name), tmp_path, dpi)
    assert len(pages) == sheet.template.pages
    shop = shipped.bundle().shop
    knife = {shop.die} if sheet.form.round else set()
    for page in pages:
        assert set(page) == {"Cyan", "Magenta", "Yellow", "Black"} | knife
        total = sum(page[ink] for ink in ("Cyan", "Magenta", "Yellow", "Black"))
        edge = round((shop.slug_mm + 0.5) * dpi / 25.4)
        inner = total[edge:-edge, edge:-edge]
        assert 1.5 < inner.max() <= shop.ink_limit / 100 + 0.02
        below = slice(-round((shop.slug_mm - 1) * dpi / 25.4), -round(1 * dpi / 25.4))
        middle = slice(round(room() * dpi / 25.4) + 20, -round(room() * dpi / 25.4) - 20)  # between the crop marks
        slug = {ink: page[ink][below, middle] for ink in page}
        assert slug["Black"].max() > 0.5 and all(slug[ink].max() < 0.02 for ink in page if ink != "Black")
        if knife:
            assert page[shop.die].max() > 0.5
