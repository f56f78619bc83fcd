"""Copies on one paper and pieces of a large sheet: the finished files measured, put together again and decoded."""

import io
import math
from functools import cache, lru_cache
from itertools import product
from pathlib import Path

import deqr
import numpy
import pikepdf
import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageChops

import catalogues
import shipped
from outreach.campaign.impositions import Impositions
from outreach.campaign.sheets import Sheet
from outreach.render.templates import Templates
from outreach.sheets.imposition import Imposition, names, plans, tile
from projects import ROOT

MM = 25.4


def table() -> Impositions:
    return shipped.bundle().impositions


@cache
def imposed() -> dict[str, tuple[Sheet, str]]:
    """Name of a file without its ending → the sheet and its imposition."""
    sheets = shipped.prepared().sheets
    return {sheet.named(name): (sheet, name) for sheet in sheets for name in names(shipped.bundle(), sheet)}


def copies() -> list[str]:
    return [stem for stem, (_, name) in imposed().items() if name in table().cells]


def copies_of_two_pages() -> list[str]:
    return [stem for stem in copies() if imposed()[stem][0].template.pages == 2]


def pieces() -> list[str]:
    return [stem for stem, (_, name) in imposed().items() if name in table().tiles]


@cache
def templates() -> Templates:
    return Templates([shipped.bundle().project.templates])


def planned(stem: str) -> tuple[Sheet, Imposition]:
    sheet, name = imposed()[stem]
    return sheet, next(plan for plan in plans(shipped.bundle(), sheet, templates()) if plan.name == name)


@lru_cache(maxsize=8)
def shown(path: Path, dpi: int) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(path)
    try:
        return [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in document]
    finally:
        document.close()


def of(site: Path, stem: str) -> Path:
    return site / "an-pham" / imposed()[stem][0].material.slug / f"{stem}.pdf"


def single(site: Path, sheet: Sheet) -> Path:
    return site / "an-pham" / sheet.material.slug / f"{sheet.name}.pdf"


def cropped(image: Image.Image, box: tuple[float, float, float, float], dpi: int) -> Image.Image:
    left, top, right, bottom = (round(side * dpi / MM) for side in box)
    return image.crop((left, top, right, bottom))


def unlike(one: Image.Image, other: Image.Image, frame: int) -> float:
    """The share of pixels that differ clearly, a frame at the edges left out: there marks and rounding are."""
    size = (min(one.width, other.width), min(one.height, other.height))
    box = (frame, frame, size[0] - frame, size[1] - frame)
    apart = numpy.asarray(ImageChops.difference(one.crop(box).reduce(2), other.crop(box).reduce(2)).convert("L"))
    return float((apart > 96).mean())


def links(image: Image.Image) -> set[str]:
    """The texts that both decoders read."""
    grey = image.convert("L")
    one = {found.text for found in zxingcpp.read_barcodes(grey, try_invert=False)}
    raw = deqr.QRdecDecoder().decode(grey, convert_data=False)
    other = {b"".join(bytes(entry.data) for entry in code.data_entries).decode() for code in raw}
    return one & other


def test_small_formats_come_several_on_a4_and_a_large_one_in_pieces() -> None:
    kinds = {(tuple(sorted(sheet.form.trim)), name) for sheet, name in imposed().values()}
    assert {((148, 210), "x2"), ((105, 148), "x4"), ((99, 210), "x3"), ((90, 90), "x6")} <= kinds
    assert {((594, 841), "ghep-a4"), ((594, 841), "ghep-a3")} <= kinds
    assert any(sheet.template.pages == 2 for sheet, name in imposed().values() if name in table().cells)


@pytest.mark.over("stem", imposed)
def test_pages_and_their_size(site: Path, stem: str) -> None:
    sheet, plan = planned(stem)
    with pikepdf.open(of(site, stem)) as pdf:
        assert len(pdf.pages) == len(plan.sides) == (plan.count if plan.kind == "tiles" else sheet.template.pages)
        for page in pdf.pages:
            sides = [float(value) * MM / 72 for value in page.trimbox.as_list()]
            assert sorted(sides[2:]) == pytest.approx(sorted(TABLE_PAPER[plan.paper_label]), abs=0.05)
        assert str(pdf.Root.Lang) == "vi" and sheet.material.meta.title in str(pdf.docinfo["/Title"])


TABLE_PAPER = {"A4": (210, 297), "A3": (297, 420)}


@pytest.mark.over("stem", copies)
def test_each_copy_is_the_sheet_at_its_own_size_and_backs_meet_fronts(site: Path, stem: str) -> None:
    """Compared by pixels: the sheet turned by hand against what lies in the cell. Nothing is taken from the plan."""
    sheet, name = imposed()[stem]
    cells, dpi = table().cells[name], 127  # 5 pixels a millimetre
    width, height = cells.cell
    left, top = cells.margins
    for number, (paper, own) in enumerate(
        zip(shown(of(site, stem), dpi), shown(single(site, sheet), dpi), strict=True)
    ):
        if sheet.form.trim != cells.cell:
            own = own.transpose(Image.Transpose.ROTATE_270 if number else Image.Transpose.ROTATE_90)
        for column, row in product(range(cells.grid[0]), range(cells.grid[1])):
            x, y = left + column * (width + cells.gap[0]), top + row * (height + cells.gap[1])
            there = cropped(paper, (x, y, x + width, y + height), dpi)
            assert unlike(there, own, 8) < 0.06, (number, column, row)
            if sheet.form.trim != cells.cell:
                assert unlike(there, own.rotate(180), 8) > 0.12  # the comparison would see it upside down


@pytest.mark.over("stem", copies_of_two_pages)
def test_held_against_the_light_front_and_back_stand_alike(site: Path, stem: str) -> None:
    """Turned over its long edge, the paper shows its back mirrored to who looks through it; so must each cut card."""
    sheet, name = imposed()[stem]
    cells, dpi = table().cells[name], 127
    front, back = shown(of(site, stem), dpi)
    through = back.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    own_front, own_back = shown(single(site, sheet), dpi)
    wanted = own_back.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    left, top = cells.margins
    for column, row in product(range(cells.grid[0]), range(cells.grid[1])):
        x, y = left + column * (cells.cell[0] + cells.gap[0]), top + row * (cells.cell[1] + cells.gap[1])
        box = (x, y, x + cells.cell[0], y + cells.cell[1])
        card = [cropped(paper, box, dpi) for paper in (front, through)]
        if sheet.form.trim != cells.cell:
            card = [side.transpose(Image.Transpose.ROTATE_270) for side in card]
        assert unlike(card[0], own_front, 8) < 0.06 and unlike(card[1], wanted, 8) < 0.06
        assert unlike(card[1].rotate(180), wanted, 8) > 0.12


@pytest.mark.over("stem", copies)
def test_marks_stand_where_the_paper_is_cut_and_leave_the_copies_alone(site: Path, stem: str) -> None:
    plan = planned(stem)[1]
    cells = table().cells[plan.name]
    half = plan.marks.width / 2 + 1e-6
    for side in plan.sides:
        assert side.marks
        for x0, y0, x1, y1 in side.marks:
            assert min(x0, y0) >= 8 and max(x0, x1) <= plan.paper[0] - 8 and max(y0, y1) <= plan.paper[1] - 8
            for placed in side.placements:
                inside = (
                    placed.x + half < max(x0, x1) and min(x0, x1) < placed.x + cells.cell[0] - half,
                    placed.y + half < max(y0, y1) and min(y0, y1) < placed.y + cells.cell[1] - half,
                )
                assert not all(inside), (placed, (x0, y0, x1, y1))
    # and they are seen in the file: dark amid a white halo
    dpi = 600
    x0, y0, x1, y1 = plan.sides[0].marks[0]
    spot = shown_spot(of(site, stem), ((x0 + x1) / 2, (y0 + y1) / 2), dpi)
    grey = numpy.asarray(spot.convert("L")).min(axis=1 if y0 == y1 else 0)
    assert grey[len(grey) // 2 - 1 : len(grey) // 2 + 1].min() < 60
    line = numpy.asarray(spot.convert("L"))
    across = line[:, line.shape[1] // 2] if y0 == y1 else line[line.shape[0] // 2]
    assert (across > 240).sum() >= 0.4 * dpi / MM, "no halo"


def shown_spot(path: Path, at: tuple[float, float], dpi: int) -> Image.Image:
    """The square millimetre round a place of the first page, in mm from its upper left corner; nothing else is drawn.

    Cropping is at whole pixels: the square has the pixels that it has in the whole page.
    """
    document = pypdfium2.PdfDocument(path)
    try:
        page = document[0]
        (wide, high), (x, y) = (math.ceil(side * dpi / 72) for side in page.get_size()), at
        left, top, right, bottom = (round(side * dpi / MM) for side in (x - 0.5, y - 0.5, x + 0.5, y + 0.5))
        edges = [(side - 0.5) * 72 / dpi for side in (left, high - bottom, wide - right, top)]  # pdfium rounds up
        return page.render(scale=dpi / 72, crop=edges).to_pil().convert("RGB")
    finally:
        document.close()


@pytest.mark.over("stem", copies)
def test_the_symbol_of_every_copy_is_read(site: Path, stem: str) -> None:
    sheet, name = imposed()[stem]
    cells, dpi = table().cells[name], 200
    own = set.union(*(links(image) for image in shown(single(site, sheet), dpi)))
    assert len(own) == (sheet.material.meta.scan_from is not None)
    left, top = cells.margins
    for column, row in product(range(cells.grid[0]), range(cells.grid[1])):
        x, y = left + column * (cells.cell[0] + cells.gap[0]), top + row * (cells.cell[1] + cells.gap[1])
        box = (x, y, x + cells.cell[0], y + cells.cell[1])
        assert set.union(*(links(cropped(paper, box, dpi)) for paper in shown(of(site, stem), dpi))) == own


@pytest.mark.over("stem", pieces)
def test_pieces_put_together_are_the_sheet_and_its_symbol_is_read(site: Path, stem: str) -> None:
    """Each piece is cut at its window and laid over the one at its left and the one above, as its words say."""
    sheet, name = imposed()[stem]
    tiles, dpi = table().tiles[name], 72
    grid = tile(sheet.form.trim, tiles)
    px = dpi / MM
    whole = Image.new("RGB", tuple(round(side * px) for side in sheet.form.trim), "red")
    papers = shown(of(site, stem), dpi)
    assert len(papers) == grid.count
    (left, top), (width, height) = grid.corner, grid.window
    for number, paper in enumerate(papers):
        row, column = divmod(number, grid.columns)
        piece = cropped(paper, (left, top, left + width, top + height), dpi)
        at = (round(column * (width - tiles.overlap) * px), round(row * (height - tiles.overlap) * px))
        if column:  # neighbours show the same in their overlap
            strip = (at[0] + 3, at[1] + 3, at[0] + round(tiles.overlap * px) - 3, at[1] + piece.height - 3)
            overlap = piece.crop((3, 3, round(tiles.overlap * px) - 3, piece.height - 3))
            before = whole.crop(strip)
            if row == 0:
                assert unlike(before, overlap, 0) < 0.06
        whole.paste(piece, at)
    own = shown(single(site, sheet), dpi)[0]
    assert unlike(whole, own, 8) < 0.06
    assert links(whole) == links(own) and len(links(own)) == 1


@pytest.mark.over("stem", pieces)
def test_each_piece_says_which_it_is(site: Path, stem: str) -> None:
    sheet, name = imposed()[stem]
    grid = tile(sheet.form.trim, table().tiles[name])
    document = pypdfium2.PdfDocument(of(site, stem))
    for number, page in enumerate(document):
        row, column = divmod(number, grid.columns)
        text = page.get_textpage().get_text_range()
        assert f"{row + 1}{'ABCDEFGH'[column]}" in text.split()
        assert f"Tờ {number + 1} trong {grid.count} tờ" in " ".join(text.split())
    document.close()


def test_pieces_are_as_few_as_can_be() -> None:
    tiles = table().tiles["ghep-a4"]
    room = [side - 2 * tiles.margin for side in tiles.paper]
    for trim in ((594.0, 841.0), (420.0, 594.0), (841.0, 594.0), (100.0, 100.0)):
        grid = tile(trim, tiles)
        assert all(window <= most + 1e-6 for window, most in zip(sorted(grid.window), sorted(room), strict=True))
        for axis, number in enumerate((grid.columns, grid.rows)):
            covered = number * grid.window[axis] - (number - 1) * tiles.overlap
            assert covered == pytest.approx(trim[axis])


def test_the_page_the_kit_and_the_catalogue_offer_them(site: Path) -> None:
    import zipfile

    page = (site / "an-pham/ben-xe/index.html").read_text(encoding="utf-8")
    assert 'href="ben-xe-a1-ghep-a4-office-colour.pdf"' in page and "Ghép từ 15 tờ A4" in page
    page = (site / "an-pham/phieu-ve-nha/index.html").read_text(encoding="utf-8")
    assert 'href="phieu-ve-nha-a6-x4-office-mono.pdf"' in page and "4 tờ trên một giấy A4" in page
    listed = catalogues.entries(site)
    for stem, (sheet, _) in imposed().items():
        assert f"an-pham/{sheet.material.slug}/{stem}.pdf" in listed
    with zipfile.ZipFile(site / "an-pham/ben-xe.zip") as kit:
        packed = pikepdf.open(io.BytesIO(kit.read("ben-xe-a1-ghep-a3-office-colour.pdf")))
        assert len(packed.pages) == 8


@pytest.mark.parametrize(
    ("at", "value"),
    [("cells.x4.grid", "[3, 2]"), ("tiles.ghep-a4.margin", "100"), ("cells.x2.profiles", '["laser"]')],
)
def test_a_table_that_can_not_be_is_a_finding(tmp_path: Path, at: str, value: str) -> None:
    from outreach.campaign.impositions import read_impositions
    from outreach.core.tables import read_toml

    path = ROOT / "print_templates/_shared/impositions.toml"
    section, _, field = at.rpartition(".")
    lines = [line for line in path.read_text(encoding="utf-8").splitlines()]
    start = lines.index(f"[{section}]")
    end = next((n for n in range(start + 1, len(lines)) if lines[n].startswith("[")), len(lines))
    kept = [line for line in lines[start + 1 : end] if not line.startswith(f"{field} =")]
    changed = tmp_path / "impositions.toml"
    changed.write_text("\n".join([*lines[: start + 1], f"{field} = {value}", *kept, *lines[end:]]), encoding="utf-8")
    _, faults = read_impositions(read_toml(changed, "impositions.toml"), shipped.bundle().profiles)
    assert [fault.slug for fault in faults] == ["reference-unknown" if field == "profiles" else "field-invalid"]
    assert faults[0].line in range(start + 1, start + 8)


def test_a_material_asks_only_for_pieces_that_are_known() -> None:
    from outreach.campaign.materials import read_material

    material = next(entry for entry in shipped.prepared().materials if entry.slug == "ben-xe")
    for tiles in ({"a1": ["ghep-a9"]}, {"a9": ["ghep-a4"]}):
        asked = material.table.__class__(material.table.name, {**material.table.data, "tiles": tiles}, {})
        _, faults = read_material("ben-xe", asked, shipped.bundle())
        assert [fault.slug for fault in faults] == ["reference-unknown"]


def test_the_build_reads_every_copy(site: Path) -> None:
    from outreach.render import raster
    from outreach.sheets.impose import _copy_faults

    stem = next(stem for stem in copies() if imposed()[stem][1] == "x4")
    plan, path = planned(stem)[1], of(site, stem)
    (link,) = links(shown(path, 200)[0])
    content = path.read_bytes()
    papers = list(raster.pages(content, 174))
    assert list(_copy_faults(content, plan, [(1, link)], papers)) == []
    wrong = list(_copy_faults(content, plan, [(1, "https://CAIDAT.EXAMPLE/B00000000")], papers))
    assert [f.slug for f in wrong] == ["scan-other"] * 4 + ["scan-lost"] and wrong[-1].data["count"] == 4
