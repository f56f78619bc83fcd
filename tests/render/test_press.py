"""Pages made ready for a print shop: boxes, marks and slug line round a page of known size; PDF/X-4 with a profile."""

import hashlib
import io
import subprocess
from functools import cache
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageCms

from icc import press_profile
from inks import painted
from outreach.render.pdf.normalise import finish
from outreach.render.pdf.places import TrimMarks
from outreach.render.pdf.print_shop import IccProfile, prepare_for_print_shop
from typesetting import NAME, TRIM, set_page

MM = 72 / 25.4
MARKS = TrimMarks(bleed=3, slug=10, line_pt=0.25, folds=(30.0,))
BLACK = "html { color: device-cmyk(0 0 0 1) }"
CMYK = "device-cmyk(1 .5 0 0)"
BODY = f'<div style="position:absolute;left:-9mm;top:-9mm;width:200mm;height:60mm;background:{CMYK}"></div>'
SLUG = "Áp phích, mã 01 · tỉ lệ 1:1"


@cache
def page(bleed: str = "3mm", pages: int = 1) -> bytes:
    """Pages with a field over three edges, which goes farther than the bleed; words in the middle."""
    css = f"@page {{ bleed: {bleed} }} {BLACK} section {{ position: relative; height: 210mm }}"
    words = '<p style="position:absolute;left:40mm;top:100mm">Quét để cài</p>'
    with pikepdf.open(io.BytesIO(set_page(f"<section>{BODY}{words}</section>" * pages, css).pdf)) as pdf:
        pdf.docinfo["/CreationDate"] = pdf.docinfo["/ModDate"] = "D:20200921000000Z"
        dated = io.BytesIO()
        pdf.save(dated)
    return finish(dated.getvalue())


@cache
def strip(pages: int = 1) -> bytes:
    css = f"@page {{ size: 145mm 8.5mm }} {BLACK} p {{ font-size: 6pt; height: 7mm; margin: 0; padding-top: 1.5mm }}"
    return set_page("".join(f"<p>{SLUG}, mặt {number + 1}</p>" for number in range(pages)), css).pdf


def made(pages: int = 1, intent: IccProfile | None = None, marks: TrimMarks = MARKS) -> bytes:
    return prepare_for_print_shop(page(pages=pages), strip(pages), marks, intent)


def pixels(pdf: bytes, per_mm: float = 8, number: int = 0) -> np.ndarray:
    """A page with all round it, on white."""
    sheet = pypdfium2.PdfDocument(pdf)[number]
    return np.asarray(sheet.render(scale=per_mm / MM).to_pil().convert("L")).astype(int)


def test_boxes_are_exact_to_a_hundredth_of_a_millimetre() -> None:
    with pikepdf.open(io.BytesIO(made(2))) as pdf:
        for sheet in pdf.pages:
            trim, bleed, media = (
                [float(edge) / MM for edge in box.as_list()] for box in (sheet.trimbox, sheet.bleedbox, sheet.mediabox)
            )
            assert (trim[2] - trim[0], trim[3] - trim[1]) == pytest.approx(TRIM, abs=0.01)
            for inner, outer, room in ((trim, bleed, 3), (bleed, media, 10)):
                assert [inner[0] - outer[0], inner[1] - outer[1]] == pytest.approx([room, room], abs=0.01)
                assert [outer[2] - inner[2], outer[3] - inner[3]] == pytest.approx([room, room], abs=0.01)
            assert sheet.cropbox == sheet.mediabox


def test_nothing_within_the_bleed_changes() -> None:
    with pikepdf.open(io.BytesIO(page())) as pdf, pikepdf.open(io.BytesIO(made())) as after:
        pdf.pages[0].mediabox = [
            float(edge) for edge in after.pages[0].mediabox.as_list()
        ]  # the same paper, for the same grid of pixels
        wide = io.BytesIO()
        pdf.save(wide)
    old, new = pixels(wide.getvalue()), pixels(made())
    room = 10 * 8 + 1
    assert old.min() < 100 and (old[room:-room, room:-room] == new[room:-room, room:-room]).all()


def test_artwork_ends_with_the_bleed() -> None:
    image = pixels(made())
    room = 10 * 8
    assert (image[room + 4 : room + 4 + 40, room + 2] < 200).all(), "the field reaches the edge of the bleed"
    beside = image[room + 40 : room + 40 + 45 * 8, : room - 2]
    fold = ((13 + 30) * 8) - room - 40
    clean = np.delete(beside, range(fold - 3, fold + 4), axis=0)
    assert (clean > 250).all(), "what was cut off by the old paper's edge stays cut off"


@pytest.mark.parametrize("number", [0, 1])
def test_marks_stand_at_the_trim_and_outside_the_bleed(number: int) -> None:
    per_mm = 16
    image = pixels(made(2), per_mm=per_mm, number=number)
    height, width = image.shape
    x = [round(13 * per_mm), width - round(13 * per_mm)]
    y = [round(13 * per_mm), height - round(13 * per_mm)]
    for corner in x:
        for rows in (image[: 9 * per_mm], image[-9 * per_mm :]):
            column = rows[:, corner - 2 : corner + 2].min(1)
            assert 4.8 <= (column < 200).sum() / per_mm <= 5.2, "a mark is 5 mm long"
    for corner in y:
        for columns in (image[:, : 9 * per_mm], image[:, -9 * per_mm :]):
            row = columns[corner - 2 : corner + 2].min(0)
            assert 4.8 <= (row < 200).sum() / per_mm <= 5.2
    # A millimetre of paper between the bleed and the marks, but for the slug line below.
    ring = [image[9 * per_mm + 4 : 10 * per_mm - 2], image[:, 9 * per_mm + 4 : 10 * per_mm - 2]]
    ring += [image[:, -10 * per_mm + 2 : -9 * per_mm - 4]]
    assert all((part > 250).all() for part in ring)


def test_fold_marks_stand_beside_the_fold() -> None:
    per_mm = 16
    with_folds, without = pixels(made(), per_mm=per_mm), pixels(made(marks=TrimMarks(3, 10, 0.25)), per_mm=per_mm)
    rows, columns = np.nonzero(abs(with_folds - without) > 60)
    assert set(np.round(rows / per_mm).astype(int)) == {13 + 30}
    assert (
        columns.min() >= 3 * per_mm
        and ((columns < 9.1 * per_mm) | (columns > with_folds.shape[1] - 9.1 * per_mm)).all()
    )


def test_marks_are_on_every_plate_and_the_slug_line_is_black() -> None:
    with pikepdf.open(io.BytesIO(made())) as pdf:
        paints = set(painted(pdf.pages[0]))
    marks = {paint for paint in paints if "Separation" in paint[1]}
    assert {(kind, space, inks) for kind, space, inks, _ in marks if kind != "set"} == {
        ("path", "Separation/All", (1.0,))
    }
    slug = {(space, inks) for kind, space, inks, form in paints if kind == "text" and form == "/Slug"}
    assert slug == {("DeviceCMYK", (0, 0, 0, 1))}


def test_a_round_sheet_has_the_knifes_outline_on_a_plate_of_its_own() -> None:
    per_mm = 16
    round_one = made(marks=TrimMarks(3, 10, 0.25, die="CutContour"))
    with pikepdf.open(io.BytesIO(round_one)) as pdf:
        form = pdf.pages[0].Resources.XObject["/Press"]
        assert form.Resources.ExtGState.Over.OP and form.Resources.ExtGState.Over.op, "what lies below is printed"
        kinds = {(kind, space) for kind, space, _, _ in painted(pdf.pages[0]) if "Separation" in space}
    assert kinds >= {("path", "Separation/CutContour"), ("path", "Separation/All")}
    differ = abs(pixels(round_one, per_mm) - pixels(made(marks=TrimMarks(3, 10, 0.25)), per_mm)) > 8
    rows, columns = np.nonzero(differ)
    far = np.hypot(columns / per_mm - (13 + TRIM[0] / 2), rows / per_mm - (13 + TRIM[1] / 2))
    assert len(far) > 1000 and abs(far - TRIM[0] / 2).max() < 0.15, "the circle in the trim, and nothing else"


def test_the_slug_line_is_text_in_the_embedded_font_below_the_bleed() -> None:
    content = made(2)
    document = pypdfium2.PdfDocument(content)
    for number, sheet in enumerate(document, 1):
        text = sheet.get_textpage()
        assert "Quét để cài" in text.get_text_range()
        start = text.get_text_range().index(SLUG)
        assert f"{SLUG}, mặt {number}" in text.get_text_range()
        _, bottom, _, top = text.get_charbox(start)
        assert -13 * MM < bottom < top < -3 * MM
    with pikepdf.open(io.BytesIO(content)) as pdf:
        fonts = {}
        for each in pdf.objects:
            if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == pikepdf.Name.FontDescriptor:
                assert "/FontFile2" in each
                fonts[str(each.FontName)] = hashlib.sha256(each.FontFile2.read_bytes()).hexdigest()
    assert all(NAME.replace(" ", "-") in name for name in fonts)
    assert len(set(fonts.values())) == len(fonts) == 2, "each subset has a tag of its own"


def test_pages_without_room_for_the_bleed_are_refused() -> None:
    with pytest.raises(ValueError, match="3 mm of bleed"):
        prepare_for_print_shop(page(bleed="2.9mm"), strip(), MARKS)
    prepare_for_print_shop(page(bleed="4mm"), strip(), MARKS)  # more is cut off


def test_little_room_makes_short_marks() -> None:
    image = pixels(prepare_for_print_shop(page(), strip(), TrimMarks(3, 4, 0.25)), per_mm=16)
    column = image[: 4 * 16, 7 * 16 - 2 : 7 * 16 + 2].min(1)
    assert 1.8 <= (column < 200).sum() / 16 <= 2.2


def test_the_same_pages_give_the_same_bytes() -> None:
    assert made(2) == made(2)
    assert made(intent=IccProfile("Trial", press_profile())) == made(intent=IccProfile("Trial", press_profile()))


def test_no_label_without_a_profile() -> None:
    content = made()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert "/OutputIntents" not in pdf.Root and "/Metadata" not in pdf.Root
        assert not any("GTS" in key for key in pdf.docinfo)
    assert b"PDF/X" not in content


def test_with_a_profile_it_is_pdf_x_4(tmp_path: Path) -> None:
    icc = press_profile()
    content = made(2, IccProfile("Máy thử", icc))
    assert content.startswith(b"%PDF-1.6")
    assert b"<pdfxid:GTS_PDFXVersion>PDF/X-4<" in content, "the metadata must lie open"
    with pikepdf.open(io.BytesIO(content)) as pdf:
        (intent,) = pdf.Root.OutputIntents
        assert pikepdf.Name("/GTS_PDFX") == intent.S and str(intent.Info) == "Máy thử"
        assert intent.DestOutputProfile.read_bytes() == icc and intent.DestOutputProfile.N == 4
        assert pdf.docinfo["/Trapped"] == pikepdf.Name("/False")
        assert len(pdf.trailer.ID) == 2
        for sheet in pdf.pages:
            assert pikepdf.Name.DeviceCMYK == sheet.Group.CS
            assert "/Annots" not in sheet
            assert {space for _, space, _, _ in painted(sheet)} == {"DeviceCMYK", "Separation/All"}
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == str(pdf.docinfo["/Title"]) == "T"
            assert metadata["pdf:Trapped"] == "False"
            for key in ("xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate", "xmpMM:DocumentID", "xmpMM:VersionID"):
                assert metadata[key]
    file = tmp_path / "x4.pdf"
    file.write_bytes(content)
    for tool in (["qpdf", "--check"], ["pdfinfo", "-box"]):
        result = subprocess.run([*tool, str(file)], capture_output=True, text=True, check=False)
        assert result.returncode == 0, result.stdout + result.stderr
        assert "PDF/X-4" in result.stdout or tool[1] == "--check" or "Subtype" not in result.stdout
    command = ["gs", "-q", "-dBATCH", "-dNOPAUSE", "-dSAFER", "-sDEVICE=nullpage", str(file)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0 and not result.stdout, result.stdout + result.stderr


def test_the_trial_profile_is_one() -> None:
    """Read by another library: LittleCMS."""
    profile = ImageCms.ImageCmsProfile(io.BytesIO(press_profile()))
    assert profile.profile.device_class == "prtr" and profile.profile.xcolor_space == "CMYK"
    paper, black = Image.new("CMYK", (1, 1), (0, 0, 0, 0)), Image.new("CMYK", (1, 1), (0, 0, 0, 255))
    srgb = ImageCms.createProfile("sRGB")
    light, dark = (ImageCms.profileToProfile(one, profile, srgb, outputMode="RGB") for one in (paper, black))
    assert light is not None and min(light.getpixel((0, 0))) > 240  # type: ignore[type-var]
    assert dark is not None and max(dark.getpixel((0, 0))) < 30  # type: ignore[type-var]
