"""Minimal PDF files, made by hand: pages with exact boxes, content in millimetres, resources."""

import io
import zlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Stream, String

from typesetting import FILES

MM = 72 / 25.4
SIZE = (100.0, 60.0)
REGULAR = FILES[400]


class Made:
    """A file in the making. Content is written in millimetres from the trim's lower left corner, y up."""

    def __init__(
        self, size: tuple[float, float] = SIZE, bleed: float = 3.0, slug: float = 0.0, scale: float = 1
    ) -> None:
        self.pdf = pikepdf.new()
        self.size, self.bleed, self.slug, self.unit = size, bleed, slug, MM / scale
        self.resources = Dictionary()
        self.pages: list[pikepdf.Page] = []
        self._codes: dict[str, dict[int, int]] = {}

    def resource(self, kind: str, name: str, value: Any) -> None:
        """Adds an entry: `resource("XObject", "Im", stream)`."""
        if f"/{kind}" not in self.resources:
            self.resources[f"/{kind}"] = Dictionary()
        self.resources[f"/{kind}"][f"/{name}"] = value

    def font(
        self, name: str = "F", path: Path = REGULAR, embedded: bool = True, base: str = "ABCDEF+Be-Vietnam-Pro"
    ) -> None:
        """A whole TrueType font under Identity-H, with widths and a ToUnicode table."""
        codes, widths = _measures(path)
        descriptor = Dictionary(
            Type=Name.FontDescriptor, FontName=Name("/" + base), Flags=4, Ascent=1000, Descent=-265, CapHeight=700,
            ItalicAngle=0, StemV=80, FontBBox=Array([0, -265, 1000, 1000]),
        )  # fmt: skip
        if embedded:
            descriptor.FontFile2 = Stream(self.pdf, path.read_bytes())
        below = Dictionary(
            Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name("/" + base), CIDToGIDMap=Name.Identity,
            CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
            FontDescriptor=self.pdf.make_indirect(descriptor), W=Array([0, Array(widths)]),
        )  # fmt: skip
        lines = "\n".join(f"<{code:04x}> <{char:04x}>" for char, code in codes.items() if char < 0x10000)
        table = f"1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n1 beginbfchar\n{lines}\nendbfchar"
        font = Dictionary(
            Type=Name.Font, Subtype=Name.Type0, BaseFont=Name("/" + base), Encoding=Name("/Identity-H"),
            DescendantFonts=Array([below]), ToUnicode=Stream(self.pdf, table.encode()),
        )  # fmt: skip
        self._codes[name] = codes
        self.resource("Font", name, self.pdf.make_indirect(font))

    def text(self, words: str, x: float, y: float, pt: float, font: str = "F", colour: str = "0 0 0 1 k") -> str:
        """Words at a place, `pt` points large as printed."""
        codes = "".join(f"{self._codes[font][ord(char)]:04x}" for char in words)
        return f"BT {colour} /{font} {pt / MM} Tf {x} {y} Td <{codes}> Tj ET\n"

    def image(self, name: str, width: int, height: int, data: bytes, space: Any = Name.DeviceCMYK, **more: Any) -> None:
        """An image of 8 bits a channel."""
        fields = {"Type": Name.XObject, "Subtype": Name.Image, "Width": width, "Height": height, "ColorSpace": space}
        packed = Stream(self.pdf, zlib.compress(data), Filter=Name.FlateDecode, BitsPerComponent=8, **fields, **more)
        self.resource("XObject", name, packed)

    def form(self, name: str, content: str, box: tuple[float, ...] = (0, 0, 1000, 1000), **more: Any) -> None:
        """A form with the page's resources."""
        stream = Stream(self.pdf, content.encode("latin-1"))
        stream.Type, stream.Subtype, stream.BBox = Name.XObject, Name.Form, Array(box)
        stream.Resources = self.resources
        for key, value in more.items():
            stream[f"/{key}"] = value
        self.resource("XObject", name, stream)

    def page(self, content: str | bytes, boxes: bool = True, **more: Any) -> "Made":
        """Adds a page; `boxes` are its TrimBox and BleedBox."""
        unit, margin = self.unit, self.bleed + self.slug
        wide, high = self.size
        media = [0, 0, (wide + 2 * margin) * unit, (high + 2 * margin) * unit]
        page = self.pdf.add_blank_page(page_size=(media[2], media[3]))
        page.obj.Resources = self.resources
        raw = content.encode("latin-1") if isinstance(content, str) else content
        frame = f"q {unit} 0 0 {unit} {margin * unit} {margin * unit} cm\n".encode()
        page.obj.Contents = Stream(self.pdf, frame + raw + b"\nQ")
        if boxes:
            page.obj.TrimBox = Array([v * unit for v in (margin, margin, margin + wide, margin + high)])
            page.obj.BleedBox = Array(
                [v * unit for v in (self.slug, self.slug, margin + wide + self.bleed, margin + high + self.bleed)]
            )
        for key, value in more.items():
            page.obj[f"/{key}"] = value
        self.pages.append(page)
        return self

    def saved(self, **options: Any) -> bytes:
        """The file."""
        packed = io.BytesIO()
        self.pdf.save(packed, **options)
        return packed.getvalue()


class Tagged(Made):
    """A tagged file in the making: PDF/UA in all that is looked at, without a claim."""

    def __init__(self) -> None:
        super().__init__()
        self.font()
        root = self.pdf.Root
        root.MarkInfo, root.Lang = Dictionary(Marked=True), String("vi")
        root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        self.tree = self.pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array()))
        root.StructTreeRoot = self.tree
        self.notes: list[Any] = []

    def marked(self, number: int, content: str) -> str:
        """Content that a tag has."""
        return f"/Any <</MCID {number}>> BDC {content} EMC "

    def tag(self, kind: str, *kids: Any, **more: Any) -> Any:
        """Adds a tag with its content: numbers, references, tags."""
        tag = self.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name("/" + kind), K=Array(kids), P=self.tree))
        for key, value in more.items():
            tag[f"/{key}"] = value
        self.tree.K.append(tag)
        return tag

    def link(self, *kids: Any, tagged: bool = True, contents: str = "mở trang", flags: int = 4, **more: Any) -> None:
        """Adds a link to the page that comes next."""
        note = self.pdf.make_indirect(
            Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([9, 9, 40, 40]), F=flags, StructParent=1)
        )
        if contents:
            note.Contents = String(contents)
        self.notes.append(note)
        reference = [Dictionary(Type=Name.OBJR, Obj=note)] if tagged else []
        self.tag("Link", *kids, *reference, **more)

    def closed(self, content: str, ordered: bool = True) -> bytes:
        """The file, with one page that has its links."""
        more = {"Annots": Array(self.notes), **({"Tabs": Name.S} if ordered else {})} if self.notes else {}
        self.page(content, StructParents=0, **more)
        for tag in self.tree.K:
            tag.Pg = self.pages[0].obj
        return self.saved()


@cache
def _measures(path: Path) -> tuple[dict[int, int], list[int]]:
    """Character → glyph, and the width of each glyph in thousandths."""
    with TTFont(path, lazy=True) as ttf:
        codes = {char: ttf.getGlyphID(glyph) for char, glyph in ttf.getBestCmap().items()}
        upem = ttf["head"].unitsPerEm
        return codes, [round(ttf["hmtx"][glyph][0] * 1000 / upem) for glyph in ttf.getGlyphOrder()]


def simple(content: str = "0 0 0 1 k 10 10 20 20 re f", **page: Any) -> bytes:
    """One page with some content."""
    return Made().page(content, **page).saved()


def spot(name: str, alternate: Any = Name.DeviceCMYK, full: tuple[float, ...] = (0, 1, 1, 0)) -> Array:
    """A Separation colour space."""
    tint = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0] * len(full)), C1=Array(full), N=1)
    return Array([Name.Separation, Name("/" + name), alternate, tint])


def gradient(space: Any, start: tuple[float, ...], end: tuple[float, ...]) -> Dictionary:
    """An axial shading across 100 mm."""
    function = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array(start), C1=Array(end), N=1)
    return Dictionary(
        ShadingType=2, ColorSpace=space, Coords=Array([0, 0, 100, 0]), Function=function, Extend=Array([True, True])
    )


def profile(device: bytes = b"prtr", space: bytes = b"CMYK") -> bytes:
    """The header of an ICC profile: all that anything here looks at."""
    return b"\0" * 12 + device + space + b"\0" * 108


def intent(made: Made, icc: bytes, components: int = 4, **fields: Any) -> Mapping[str, Any]:
    """Adds an output intent to a file."""
    entry = Dictionary(
        Type=Name.OutputIntent, S=Name.GTS_PDFX, OutputConditionIdentifier=String("FOGRA39"),
        DestOutputProfile=made.pdf.make_indirect(Stream(made.pdf, icc, N=components)),
    )  # fmt: skip
    for key, value in fields.items():
        entry[f"/{key}"] = value
    made.pdf.Root.OutputIntents = Array([entry])
    return entry
