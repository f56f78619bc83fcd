"""The files for print shops as other programs see them: qpdf, poppler, and Ghostscript's plates. Tests only."""

import re
import subprocess
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from outreach.core.project import Project
from outreach.products import prepare
from projects import ROOT

BUNDLE = prepare.prepare(Project(ROOT)).bundle
SHEETS = {s.name: s for s in prepare.prepare(Project(ROOT)).sheets if BUNDLE.profiles[s.profile].shop}
FAMILY = BUNDLE.brand.fonts.family.replace(" ", "-")
ROOM = BUNDLE.shop.bleed_mm + BUNDLE.shop.slug_mm
MM = 72 / 25.4
PLATED = ("the-cai-giup-a6-print-shop", "to-roi-ho-dan-a5-print-shop", "tem-dan-tron-100-print-shop")
"""A hand card and a flyer with fine print on several fields, and a round sticker with a plate for the knife."""


def tool(*command: str) -> str:
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0 and not result.stderr, result.stdout + result.stderr
    return result.stdout


def file(site: Path, name: str) -> str:
    return str(site / "an-pham" / SHEETS[name].material.slug / f"{name}.pdf")


@pytest.mark.parametrize("name", SHEETS)
def test_qpdf_finds_nothing(site: Path, name: str) -> None:
    assert "No syntax or stream encoding errors found" in tool("qpdf", "--check", file(site, name))


@pytest.mark.parametrize("name", SHEETS)
def test_poppler_sees_the_boxes_of_the_format_and_the_shop(site: Path, name: str) -> None:
    told = dict(re.findall(r"^(\w+Box):\s+(.*)$", tool("pdfinfo", "-box", file(site, name)), re.MULTILINE))
    width, height = SHEETS[name].form.delivered
    for box, grown in (("TrimBox", 0.0), ("BleedBox", BUNDLE.shop.bleed_mm), ("MediaBox", ROOM), ("CropBox", ROOM)):
        seen = [float(edge) / MM for edge in told[box].split()]
        assert seen == pytest.approx([-grown, -grown, width + grown, height + grown], abs=0.01), box


@pytest.mark.parametrize("name", SHEETS)
def test_poppler_sees_fonts_of_the_brand_embedded_and_no_images(site: Path, name: str) -> None:
    rows = [row.split() for row in tool("pdffonts", file(site, name)).splitlines()[2:]]
    assert rows and all(row[0].partition("+")[2].startswith(FAMILY) for row in rows)
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
    dpi, sheet = 100, SHEETS[name]
    pages = plates(file(site, name), tmp_path, dpi)
    assert len(pages) == sheet.template.pages
    knife = {BUNDLE.shop.die} if sheet.form.round else set()
    for page in pages:
        assert set(page) == {"Cyan", "Magenta", "Yellow", "Black"} | knife
        total = sum(page[ink] for ink in ("Cyan", "Magenta", "Yellow", "Black"))
        room = round((BUNDLE.shop.slug_mm + 0.5) * dpi / 25.4)
        inner = total[room:-room, room:-room]
        assert 1.5 < inner.max() <= BUNDLE.shop.ink_limit / 100 + 0.02
        below = slice(-round((BUNDLE.shop.slug_mm - 1) * dpi / 25.4), -round(1 * dpi / 25.4))
        middle = slice(round(ROOM * dpi / 25.4) + 20, -round(ROOM * dpi / 25.4) - 20)  # between the crop marks
        slug = {ink: page[ink][below, middle] for ink in page}
        assert slug["Black"].max() > 0.5 and all(slug[ink].max() < 0.02 for ink in page if ink != "Black")
        if knife:
            assert page[BUNDLE.shop.die].max() > 0.5
