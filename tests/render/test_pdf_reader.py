"""The reader of PDF files: marks where other programs see them, and nothing that brings it down."""
# ruff: noqa: E501

import io
import random
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Stream, String

from outreach.core.findings import OutreachError
from outreach.render.pdf import budget, interpreter
from outreach.render.pdf.model import Mark, PdfFile
from outreach.render.pdf.normalise import finish
from outreach.render.pdf.reader import read
from pdfs import MM, SIZE, Made, gradient, intent, profile, simple, spot
from typesetting import set_page

Rect = tuple[float, float, float, float]


def marks(source: bytes) -> list[Mark]:
    (page,) = read(source).pages
    assert read(source).faults == ()
    return list(page.marks)


def only(content_: str, **keys: Any) -> Mark:
    (mark,) = marks(simple(content_, **keys))
    return mark


def seen(source: bytes, bleed: float = 3.0) -> Rect:
    """The box around all letters as PDFium sees it, in mm from the trim's upper left corner."""
    document = pypdfium2.PdfDocument(source)
    page = document[0]
    _, height = page.get_size()
    text = page.get_textpage()
    boxes = [text.get_charbox(i) for i in range(text.count_chars()) if not text.get_text_range(i, 1).isspace()]
    document.close()
    left, bottom = min(b[0] for b in boxes), min(b[1] for b in boxes)
    right, top = max(b[2] for b in boxes), max(b[3] for b in boxes)
    return (left / MM - bleed, (height - top) / MM - bleed, right / MM - bleed, (height - bottom) / MM - bleed)


def around(found: list[Mark]) -> Rect:
    boxes = [mark.box for mark in found]
    return (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))


def codes(made: Made, words: str) -> str:
    return re.search(r"<(.*)>", made.text(words, 0, 0, 1))[1]  # type: ignore[index]


TEXTS = {
    "Td": "/F 5 Tf 10 20 Td <{a}> Tj 5 -7 Td <{b}> Tj",
    "TD and T*": "/F 5 Tf 10 40 Td 2 -8 TD <{a}> Tj T* <{b}> Tj",
    "TL and '": "/F 5 Tf 9 TL 10 40 Td <{a}> Tj <{b}> '",
    '"': '/F 5 Tf 9 TL 10 40 Td 3 1 <{a}> "  <{b}> Tj',
    "Tm": "/F 1 Tf 4 1 -1 4 20 20 Tm <{a}> Tj 1 0 Td <{b}> Tj",
    "Tz": "/F 5 Tf 60 Tz 10 20 Td <{a}> Tj <{b}> Tj",
    "Ts": "/F 5 Tf 10 20 Td <{a}> Tj 3 Ts <{b}> Tj",
    "Tc": "/F 5 Tf 2 Tc 10 20 Td <{a}> Tj <{b}> Tj",
    "TJ": "/F 5 Tf 10 20 Td [<{a}> -2000 <{b}> 500 <{a}>] TJ",
    "cm within": "/F 5 Tf 10 20 Td <{a}> Tj ET q .5 0 0 .5 10 10 cm BT /F 9 Tf 20 60 Td <{b}> Tj ET Q BT",
    "upside down": "/F 5 Tf -1 0 0 -1 60 40 Tm <{a}> Tj <{b}> Tj",
}  # fmt: skip


@pytest.mark.parametrize("name", TEXTS)
def test_text_lies_where_pdfium_sees_it(name: str) -> None:
    made = Made()
    made.font()
    source = made.page(f"BT {TEXTS[name]} ET".format(a=codes(made, "Hộp"), b=codes(made, "Đỉnh"))).saved()
    found = [mark for mark in marks(source) if mark.kind == "text"]
    assert "".join(mark.text for mark in found).startswith("HộpĐỉnh")
    assert around(found) == pytest.approx(seen(source), abs=0.12)


def test_the_text_of_a_set_sheet_lies_where_pdfium_sees_it() -> None:
    css = "p { margin: 20mm; font-size: 18pt } b { font-weight: 900 } .half { transform: rotate(180deg) }"
    source = set_page("<p>Ấp Đỉnh <b>Quận Nẫm</b> gỡ<p class=half>Ngược lại", css, tagged=True).pdf
    found = [mark for mark in marks(source) if mark.kind == "text" and mark.text.strip()]
    assert around(found) == pytest.approx(seen(source, 0), abs=0.12)
    assert {round(mark.size, 2) for mark in found} == {18.0}
    words = "".join(mark.text for mark in found)
    assert "Ấp Đỉnh" in words and "Ngược lại" in words
    assert {mark.font for mark in found} == {"Be-Vietnam-Pro", "Be-Vietnam-Pro-Heavy"}


def test_boxes_colours_and_lines_of_paths() -> None:
    one = only("0.2 0.4 0.6 rg 10 20 30 5 re f")
    assert (one.kind, one.colour.space, one.colour.values) == ("fill", "DeviceRGB", (0.2, 0.4, 0.6))
    assert one.box == pytest.approx((10, 35, 40, 40), abs=0.01)
    line = only("1 0 0 0 K 2 w 10 10 m 50 10 l S")
    assert line.line == pytest.approx(2 * MM, abs=0.01) and line.colour.family == "cmyk"
    assert line.box == pytest.approx((9, 49, 51, 51), abs=0.01)
    assert only("q 4 0 0 .5 0 0 cm 1 w 1 20 m 9 20 l S Q").line == pytest.approx(0.5 * MM, abs=0.01)
    curve = only("10 10 m 10 30 40 30 40 10 c h f")
    assert curve.box == pytest.approx((10, 35, 40, 50), abs=0.5)
    assert only("q 10 10 20 20 re W n 0 0 100 60 re f Q").box == pytest.approx((10, 30, 30, 50), abs=0.01)
    assert only("q 10 10 20 20 re W n Q 5 5 9 9 re f").box == pytest.approx((5, 46, 14, 55), abs=0.01)
    assert marks(simple("q 10 10 2 2 re W n 20 20 m 30 30 l S Q")) == []


@pytest.mark.parametrize(
    ("space", "values", "family", "ink"),
    [
        (lambda: spot("Gold"), "0.5", "spot", 50),
        (lambda: spot("Black"), "0.5", "cmyk", 50),
        (lambda: spot("All"), "1", "cmyk", 400),
        (lambda: Array([Name.CalGray, Dictionary(WhitePoint=Array([1, 1, 1]))]), "0.25", "gray", 75),
        (lambda: Array([Name.CalRGB, Dictionary(WhitePoint=Array([1, 1, 1]))]), "1 0 0", "rgb", None),
        (lambda: Array([Name.Lab, Dictionary(WhitePoint=Array([1, 1, 1]))]), "50 20 20", "rgb", None),
        (lambda: Array([Name.Indexed, Name.DeviceCMYK, 1, String(b"\0\0\0\0\xff\xff\0\0")]), "1", "cmyk", 200),
        (lambda: Array([Name.DeviceN, Array([Name.Cyan, Name.Gold]), Name.DeviceCMYK, Dictionary(FunctionType=4)]), "1 .5", "spot", 150),
    ],
)  # fmt: skip
def test_colour_spaces(space: Callable[[], Any], values: str, family: str, ink: float | None) -> None:
    made = Made()
    made.resource("ColorSpace", "C", space())
    (mark,) = marks(made.page(f"/C cs {values} sc 0 0 9 9 re f").saved())
    assert (mark.colour.family, mark.ink_sum) == (family, ink)
    start = Made()
    start.resource("ColorSpace", "C", space())
    (mark,) = marks(start.page("1 0 0 rg /C cs 0 0 9 9 re f").saved())
    assert mark.colour.space == str(space()[0])[1:]


def test_icc_colours_by_their_components() -> None:
    for size, family in ((1, "gray"), (3, "rgb"), (4, "cmyk")):
        made = Made()
        stream = made.pdf.make_indirect(Stream(made.pdf, profile(), N=size))
        made.resource("ColorSpace", "C", Array([Name.ICCBased, stream]))
        (mark,) = marks(made.page(f"/C cs {'0.5 ' * size} scn 0 0 9 9 re f").saved())
        assert (mark.colour.space, mark.colour.family) == ("ICCBased", family)


def test_forms_carry_matrix_clip_and_alpha() -> None:
    made = Made()
    made.resource("ExtGState", "A", Dictionary(ca=0.5, op=True))
    made.form("Inner", "1 0 0 0 k 0 0 50 50 re f", box=(0, 0, 10, 10))
    group = Dictionary(S=Name.Transparency, CS=Name.DeviceCMYK)
    made.form("Outer", "/A gs 2 0 0 2 0 0 cm /Inner Do", Matrix=Array([1, 0, 0, 1, 5, 5]), Group=group)
    (mark,) = marks(made.page("/A gs /Outer Do").saved())
    assert mark.box == pytest.approx((5, 35, 25, 55), abs=0.01)
    assert (mark.alpha, mark.overprint) == (0.25, True)


def test_patterns_paint_the_area_that_they_fill() -> None:
    made = Made()
    cell = Stream(made.pdf, b"1 0 0 rg 0 0 1 1 re f 0 0 1 1 k 0.05 w 0 0 m 1 0 l S")
    cell.PatternType, cell.PaintType, cell.TilingType = 1, 1, 1
    cell.BBox, cell.XStep, cell.YStep, cell.Resources = Array([0, 0, 2, 2]), 2, 2, Dictionary()
    made.resource("Pattern", "P", cell)
    fill, stroke = marks(made.page("/Pattern cs /P scn 10 10 30 20 re f").saved())
    assert fill.box == stroke.box == pytest.approx((10, 30, 40, 50), abs=0.01)
    assert fill.colour.family == "rgb" and stroke.line == pytest.approx(0.05)  # in the page's own units


def test_images_by_their_pixels_at_final_size() -> None:
    made = Made(scale=10)
    made.image("Im", 400, 200, b"\x10\x20\x30\x40" * 80000)
    (page,) = read(made.page("q 50.8 0 0 12.7 10 10 cm /Im Do Q").saved(), scale=10).pages
    (mark,) = page.marks
    assert (mark.kind, round(mark.ppi or 0)) == ("image", 200)
    assert page.size == pytest.approx(SIZE, abs=0.01)
    assert mark.ink_sum == pytest.approx(100 * (0x10 + 0x20 + 0x30 + 0x40) / 255, abs=0.1)
    inline = only("q 25.4 0 0 25.4 0 0 cm BI /W 2 /H 2 /BPC 8 /CS /RGB ID abcdefabcdef EI Q")
    assert (inline.kind, inline.colour.family, round(inline.ppi or 0)) == ("image", "rgb", 2)
    stencil = only("0 1 1 0 k q 25.4 0 0 25.4 0 0 cm BI /W 8 /H 1 /IM true ID \x55 EI Q")
    assert (stencil.colour.values, stencil.ink_sum) == ((0, 1, 1, 0), 200)


def test_gradients_tell_their_darkest_colour() -> None:
    made = Made()
    made.resource("Shading", "S", gradient(Name.DeviceCMYK, (0, 0, 0, 0), (1, 1, 0.5, 0)))
    (mark,) = marks(made.page("q 10 10 30 20 re W n /S sh Q").saved())
    assert (mark.kind, mark.ink_sum) == ("shading", 250) and mark.box == pytest.approx((10, 30, 40, 50), abs=0.01)


def test_glyphs_of_type_3_are_content_of_their_own() -> None:
    made = Made()
    procedure = Stream(made.pdf, b"1000 0 d0 1 0 0 rg 0 0 800 700 re f")
    made.resource(
        "Font", "T",
        Dictionary(
            Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 1000, 1000]), Widths=Array([1000]), FirstChar=65,
            LastChar=65, FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]), CharProcs=Dictionary(a=procedure),
            Encoding=Dictionary(Differences=Array([65, Name.a])), Resources=Dictionary(),
        ),
    )  # fmt: skip
    first, second = marks(made.page("BT /T 10 Tf 20 20 Td (AA) Tj ET").saved())
    assert first.box == pytest.approx((20, 33, 28, 40), abs=0.01)
    assert second.box[0] == pytest.approx(30, abs=0.01) and second.colour.family == "rgb"


def test_what_a_file_says_of_itself() -> None:
    made = Made().page("0 0 9 9 re f")
    made.pdf.docinfo["/Title"] = "Áp phích"
    made.pdf.docinfo["/Trapped"] = Name("/False")
    made.pdf.Root.Lang = String("vi")
    intent(made, profile())
    with made.pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        xmp["pdfxid:GTS_PDFXVersion"] = "PDF/X-4"
        xmp["dc:title"] = "Áp phích"
    document = read(made.saved(deterministic_id=True, min_version="1.6"))
    assert (document.info["Title"], document.info["Trapped"], document.language) == ("Áp phích", "False", "vi")
    assert (document.version, document.has_id, document.tagged) == ("1.6", True, False)
    assert document.xmp["pdfxid:GTS_PDFXVersion"] == "PDF/X-4" and document.xmp["dc:title"] == "Áp phích"
    (found,) = document.intents
    assert (found.kind, found.condition, found.components) == ("GTS_PDFX", "FOGRA39", 4)
    assert (found.device, found.space) == ("prtr", "CMYK")


# What can't be read


def fault(source: bytes) -> str:
    with pytest.raises(OutreachError) as caught:
        read(source)
    (finding,) = caught.value.findings
    return finding.slug


@pytest.mark.parametrize("source", [b"", b"%PDF-1.7", b"GIF89a", b"%PDF-1.4\n%%EOF", b"\0" * 999, "Chữ".encode() * 99])
def test_what_is_no_pdf_is_one_finding(source: bytes) -> None:
    assert fault(source) == "pdf-unreadable"


def test_a_file_with_a_password_is_one_finding() -> None:
    locked = Made().page("0 0 9 9 re f").saved(encryption=pikepdf.Encryption(owner="a", user="b"))
    assert fault(locked) == "pdf-locked"


def test_a_page_without_anything_is_a_page() -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    del pdf.pages[0].obj["/MediaBox"]
    packed = io.BytesIO()
    pdf.save(packed)
    (page,) = read(packed.getvalue()).pages
    assert page.marks == () and "trim" not in page.named_boxes


def test_forms_that_show_themselves_or_multiply_come_to_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    made = Made()
    made.form("A", "/A Do /B Do")
    made.form("B", "/A Do")
    assert {f.reason for f in read(made.page("/A Do").saved()).faults} == {"a form that shows itself"}
    monkeypatch.setattr(budget, "OPERATORS", 20_000)
    many = Made()
    many.form("F0", "0 0 9 9 re f")
    for level in range(1, 12):
        many.form(f"F{level}", f"/F{level - 1} Do " * 10)
    document = read(many.page("/F11 Do").saved())
    assert [(f.reason, f.page, f.most) for f in document.faults] == [
        ("operators", 1, 20_000)
    ] and not document.fully_read


OPERATORS = sorted([*interpreter.OPERATORS, "BMC", "EMC", "d", "ri", "i", "MP", "BX", "d0", "d1", "nonsense"])
OPERANDS = st.one_of(
    st.integers(-(10**12), 10**12).map(str),
    st.floats(-1e4, 1e4).map(lambda v: f"{v:.3f}"),
    st.sampled_from(["/F", "/Im", "/X", "/S", "/P", "/C", "/A", "/Pattern", "/DeviceCMYK", "/none", "[", "]", "<<", ">>"]),
    st.sampled_from(["<00>", "<0010ffff>", "(a\\)b)", "()", "true", "null", "[(a) -20 <0041>]", "[]"]),
)  # fmt: skip


@pytest.fixture(scope="module")
def rich() -> Callable[[bytes], bytes]:
    def build(stream: bytes) -> bytes:
        made = Made()
        made.font()
        made.image("Im", 4, 4, b"abcd" * 16)
        made.form("X", "0 0 9 9 re f")
        made.resource("Shading", "S", gradient(Name.DeviceCMYK, (0, 0, 0, 0), (1, 0, 0, 0)))
        made.resource("Pattern", "P", Dictionary(PatternType=2, Shading=gradient(Name.DeviceGray, (0,), (1,))))
        made.resource("ColorSpace", "C", spot("Gold"))
        made.resource("ExtGState", "A", Dictionary(ca=0.5))
        return made.page(stream).saved()

    return build


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.lists(OPERANDS, max_size=7), st.sampled_from(OPERATORS)), max_size=30))
def test_no_content_stream_brings_it_down(rich: Callable[[bytes], bytes], steps: list[tuple[list[str], str]]) -> None:
    stream = "\n".join(" ".join([*operands, operator]) for operands, operator in steps).encode("latin-1")
    document = read(rich(stream))
    for mark in document.pages[0].marks:
        assert mark.box[0] <= mark.box[2] and mark.box[1] <= mark.box[3]


@settings(max_examples=150)
@given(st.integers(0, 2**32), st.integers(1, 40))
def test_no_damage_brings_it_down(seed: int, hits: int) -> None:
    """Bytes of a real file changed at random: it is read, or it is one finding."""
    rng = random.Random(seed)
    broken = bytearray(DAMAGED)
    for _ in range(hits):
        broken[rng.randrange(len(broken))] = rng.randrange(256)
    try:
        assert isinstance(read(bytes(broken)), PdfFile)
    except OutreachError as error:
        (finding,) = error.findings
        assert finding.slug in {"pdf-unreadable", "pdf-locked"}


@settings(max_examples=100)
@given(st.binary(max_size=300))
def test_no_garbage_brings_it_down(data: bytes) -> None:
    assert fault(b"%PDF-1.7\n" + data) in {"pdf-unreadable", "pdf-locked"}


def _damaged() -> bytes:
    made = Made()
    made.font()
    made.image("Im", 4, 4, b"abcd" * 16)
    packed = io.BytesIO()
    made.page(made.text("Chữ", 10, 10, 12) + "/Im Do")
    del made.resources.Font.F.DescendantFonts[0].FontDescriptor["/FontFile2"]
    made.pdf.save(packed, compress_streams=False)
    return packed.getvalue()


DAMAGED = _damaged()

# Others' tools agree


def tool(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with all that these tools tell: boxes, fonts, images."""
    made = Made(slug=7)
    made.font()
    made.font("G", embedded=False, base="Helvetica-Bold")
    made.image("Im", 300, 150, b"abcd" * 45000)
    made.image("Gray", 64, 64, b"a" * 4096, Name.DeviceGray)
    made.page(
        made.text("Chữ", 10, 40, 12) + made.text("b", 40, 40, 12, "G")
        + "q 25.4 0 0 25.4 10 5 cm /Im Do Q q 10 0 0 20 60 5 cm /Gray Do Q"
    )  # fmt: skip
    path = tmp_path_factory.mktemp("sheet") / "sheet.pdf"
    path.write_bytes(made.saved())
    return path


def test_pdfinfo_sees_the_same_boxes(sheet: Path) -> None:
    (page,) = read(sheet.read_bytes()).pages
    told = dict(re.findall(r"^(\w+Box):\s+(.*)$", tool("pdfinfo", "-box", str(sheet)), re.MULTILINE))
    for name, box in (("MediaBox", page.media), ("BleedBox", page.bleed), ("TrimBox", page.trim)):
        left, bottom, right, top = (float(value) / MM for value in told[name].split())
        assert (right - left, top - bottom) == pytest.approx((box[2] - box[0], box[3] - box[1]), abs=0.02)
        assert left - 10 == pytest.approx(box[0], abs=0.02)


def test_pdffonts_sees_the_same_fonts(sheet: Path) -> None:
    rows = tool("pdffonts", str(sheet)).splitlines()[2:]
    told = {(row.split()[0].partition("+")[2] or row.split()[0], row.split()[-5] == "yes") for row in rows}
    assert told == {(font.name, font.embedded) for font in read(sheet.read_bytes()).fonts}


def test_pdfimages_sees_the_same_images(sheet: Path) -> None:
    rows = [row.split() for row in tool("pdfimages", "-list", str(sheet)).splitlines()[2:]]
    told = sorted((row[5], min(int(row[12]), int(row[13]))) for row in rows)
    names = {"DeviceCMYK": "cmyk", "DeviceGray": "gray"}
    images = [mark for mark in marks(sheet.read_bytes()) if mark.kind == "image"]
    assert sorted((names[mark.colour.space], round(mark.ppi or 0)) for mark in images) == told


def test_ghostscript_sees_the_same_inks(tmp_path: Path) -> None:
    """Flat fields of known inks: its coverage of each plate is theirs."""
    made = Made(bleed=0)
    path = tmp_path / "ink.pdf"
    path.write_bytes(made.page("0.5 0.25 1 0.75 k 0 0 100 60 re f").saved())
    told = tool("gs", "-q", "-o", "-", "-sDEVICE=ink_cov", str(path))
    (mark,) = marks(path.read_bytes())
    assert sum(float(value) for value in told.split()[:4]) == pytest.approx(mark.ink_sum or 0, abs=1)


def test_qpdf_finds_nothing_in_a_finished_sheet(tmp_path: Path) -> None:
    path = tmp_path / "sheet.pdf"
    path.write_bytes(finish(set_page("<p>Chữ", tagged=True).pdf))
    assert "No syntax or stream encoding errors" in tool("qpdf", "--check", str(path))
