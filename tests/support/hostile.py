"""PDF files that ask too much of their readers, each a few kilobytes, made by hand."""

import io
import zlib
from collections.abc import Callable
from functools import cache

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from pdfs import Made, simple

GIGABYTE = 1_000_000_000


@cache
def packed_twice(size: int, fill: bytes = b"\n") -> bytes:
    """So many bytes packed by zlib, and that again.

    One block is packed, so that it stands for itself (RFC 1951, 3.2.4: it ends on a byte), and repeated.
    """
    pack, block = zlib.compressobj(9, wbits=-15), fill * (1 << 20)
    packed, count, checksum = pack.compress(block) + pack.flush(zlib.Z_FULL_FLUSH), size // len(block), 1
    for _ in range(count):
        checksum = zlib.adler32(block, checksum)
    end = zlib.compressobj(wbits=-15).flush()
    return zlib.compress(b"\x78\xda" + packed * count + end + checksum.to_bytes(4, "big"), 9)


def bomb(pdf: pikepdf.Pdf, size: int = 2 * GIGABYTE, fill: bytes = b"\n", **more: object) -> Stream:
    """A stream of so many bytes in a few kilobytes."""
    return Stream(pdf, packed_twice(size, fill), Filter=Array([Name.FlateDecode, Name.FlateDecode]), **more)


def lzw_bomb(pdf: pikepdf.Pdf, codes: int = 3_000_000) -> Stream:
    """A stream whose LZW table repeats itself: each code is longer by one than the one before."""
    bits, out, value, count = 9, bytearray(), 0, 0

    def put(code: int) -> None:
        nonlocal value, count
        value, count = (value << bits) | code, count + bits
        while count >= 8:
            count -= 8
            out.append((value >> count) & 255)
        value &= (1 << count) - 1

    for _ in range(codes // 3840):
        bits = 9
        put(256)
        put(10)
        for code in range(258, 4094):
            bits = 9 if code < 511 else 10 if code < 1023 else 11 if code < 2047 else 12
            put(code)
    packed = zlib.compress(bytes(out), 9)
    return Stream(pdf, packed, Filter=Array([Name.FlateDecode, Name.LZWDecode]))


def saved(made: Made) -> bytes:
    """The file, its streams packed as they are."""
    return made.saved(stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)


def contents(value: Callable[[pikepdf.Pdf], object]) -> bytes:
    """A page with these contents."""
    made = Made().page("")
    made.pages[0].obj.Contents = value(made.pdf)
    return saved(made)


def filtered(*names: str) -> bytes:
    return contents(lambda pdf: Stream(pdf, b"abcd", Filter=Array([Name(f"/{name}") for name in names])))


def nested_forms(levels: int = 12, times: int = 10, inner: str = "0 0 9 9 re f") -> bytes:
    made = Made()
    made.form("F0", inner)
    for level in range(1, levels + 1):
        made.form(f"F{level}", f"/F{level - 1} Do " * times)
    return made.page(f"/F{levels} Do").saved()


def own_pattern(kind: int = 1) -> bytes:
    """A tiling pattern that is painted with itself."""
    made = Made()
    cell = Stream(made.pdf, b"/Pattern cs /P scn 0 0 9 9 re f /Q scn 0 0 9 9 re f " * 10)
    fields = {"PatternType": 1, "PaintType": kind, "TilingType": 1, "BBox": Array([0, 0, 9, 9]), "XStep": 9, "YStep": 9}
    for key, value in fields.items():
        cell[f"/{key}"] = value
    other = Stream(made.pdf, b"/Pattern cs /P scn 0 0 9 9 re f " * 10)
    for key, value in fields.items():
        other[f"/{key}"] = value
    both = Dictionary(Pattern=Dictionary(P=made.pdf.make_indirect(cell), Q=made.pdf.make_indirect(other)))
    cell.Resources = other.Resources = both
    made.resource("Pattern", "P", cell)
    made.resource("Pattern", "Q", other)
    return made.page("/Pattern cs /P scn 0 0 90 50 re f").saved()


def many_patterns(levels: int = 12) -> bytes:
    """Patterns painted with patterns ten times, again and again."""
    made = Made()
    inner: Stream | None = None
    for _ in range(levels):
        content = b"0 0 9 9 re f" if inner is None else b"/Pattern cs /P scn 0 0 9 9 re f " * 10
        cell = Stream(made.pdf, content, PatternType=1, PaintType=1, TilingType=1, BBox=Array([0, 0, 9, 9]), XStep=9)
        cell.YStep, cell.Resources = 9, Dictionary() if inner is None else Dictionary(Pattern=Dictionary(P=inner))
        inner = made.pdf.make_indirect(cell)
    made.resource("Pattern", "P", inner)
    return made.page("/Pattern cs /P scn 0 0 90 50 re f").saved()


def many_pages(count: int = 20_000) -> bytes:
    pdf = pikepdf.new()
    for _ in range(count):
        pdf.add_blank_page(page_size=(100, 100))
    out = io.BytesIO()
    pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def page_tree(depth: int = 40) -> bytes:
    """A tree whose nodes each have the next one twice: 2 to the power of its depth pages."""
    body = ["<</Type/Catalog/Pages 2 0 R>>"]
    for level in range(depth):
        body.append(f"<</Type/Pages/Count 2/Kids[{level + 3} 0 R {level + 3} 0 R]>>")
    body.append("<</Type/Page/MediaBox[0 0 99 99]>>")
    return written(body)


def own_page_tree() -> bytes:
    return written(["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 9/Kids[2 0 R 2 0 R]>>"])


def deep_array(depth: int = 200_000) -> bytes:
    return written(["<</Type/Catalog/Pages 2 0 R/X " + "[" * depth + "]" * depth + ">>", "<</Type/Pages/Kids[]>>"])


def written(objects: list[str]) -> bytes:
    """A file of these objects, the first of which is its catalogue."""
    out = b"%PDF-1.7\n"
    at = []
    for number, body in enumerate(objects, 1):
        at.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in at)
    end = f"xref\n0 {len(at) + 1}\n0000000000 65535 f \n{table}trailer\n<</Size {len(at) + 1}/Root 1 0 R>>\n"
    return out + end.encode() + f"startxref\n{len(out)}\n%%EOF\n".encode()


def deep_tags(depth: int = 100_000, circle: bool = False) -> bytes:
    made = Made().page("0 0 9 9 re f")
    pdf = made.pdf
    inner = first = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Div))
    for _ in range(depth):
        inner = pdf.make_indirect(Dictionary(S=Name.Div, K=inner))
    if circle:
        first.K = inner
    pdf.Root.StructTreeRoot = Dictionary(Type=Name.StructTreeRoot, K=Array([inner, inner]))
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    return made.saved(object_stream_mode=pikepdf.ObjectStreamMode.generate)


def sized(box: tuple[float, ...], **more: object) -> bytes:
    made = Made().page("0 0 9 9 re f", boxes=False, MediaBox=Array(box), **more)
    return made.saved()


def image(width: int, height: int, times: int = 1, **more: object) -> bytes:
    made = Made()
    made.image("Im", width, height, b"abcd", **more)
    return made.page("q 90 0 0 50 5 5 cm /Im Do Q " * times).saved()


def own_letter() -> bytes:
    """A font whose letter is drawn with itself."""
    made = Made()
    font = made.pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type3))
    font.FontBBox, font.FontMatrix = Array([0, 0, 9, 9]), Array([0.1, 0, 0, 0.1, 0, 0])
    font.FirstChar, font.LastChar, font.Widths = 97, 97, Array([9])
    font.Encoding = Dictionary(Differences=Array([97, Name.a]))
    font.Resources = Dictionary(Font=Dictionary(F=font))
    font.CharProcs = Dictionary(a=Stream(made.pdf, b"9 0 d0 BT /F 9 Tf (aaaaaaaaaa) Tj ET"))
    made.resource("Font", "F", font)
    return made.page("BT /F 9 Tf (" + "a" * 100_000 + ") Tj ET").saved()


def long_text(size: int = 20_000_000) -> bytes:
    made = Made()
    made.font()
    made.page("")
    made.pages[0].obj.Contents = Stream(
        made.pdf, zlib.compress(b"BT /F 9 Tf (" + b"\0A" * (size // 2) + b") Tj ET", 9), Filter=Name.FlateDecode
    )
    return made.saved()


def own_mask() -> bytes:
    made = Made()
    made.form("X", "/G gs 0 0 90 50 re f", Group=Dictionary(S=Name.Transparency, CS=Name.DeviceGray))
    mask = Dictionary(SMask=Dictionary(S=Name.Luminosity, G=made.resources.XObject.X))
    made.resource("ExtGState", "G", mask)
    return made.page("/G gs 0 0 90 50 re f").saved()


def metadata_bomb() -> bytes:
    made = Made().page("0 0 9 9 re f")
    made.pdf.Root.Metadata = bomb(made.pdf, Type=Name.Metadata, Subtype=Name.XML)
    return saved(made)


def font_bomb(key: str) -> bytes:
    made = Made()
    made.font()
    font = made.resources.Font.F
    holder = font if key in {"ToUnicode", "Encoding"} else font.DescendantFonts[0]
    holder = holder.FontDescriptor if key.startswith("FontFile") else holder
    holder[f"/{key}"] = bomb(made.pdf)
    return saved(made.page(made.text("Chữ", 9, 9, 9)))


def wide_ranges() -> bytes:
    """A ToUnicode table that tells of all characters a thousand times."""
    made = Made()
    made.font()
    lines = "<0000> <ffff> <0000>\n" * 1000
    made.resources.Font.F.ToUnicode = Stream(made.pdf, f"1000 beginbfrange\n{lines}endbfrange".encode())
    return made.page(made.text("a", 9, 9, 9)).saved()


def many_faults(count: int = 200_000) -> bytes:
    return simple(" ".join(f"/n{number} Do" for number in range(count)))


def damaged() -> bytes:
    return simple()[:-700] + b"\0" * 300


def object_bomb() -> bytes:
    """Objects packed into a stream that grows without end."""
    pack = packed_twice(2 * GIGABYTE)
    head = f"<</Type/ObjStm/N 1/First 4/Filter[/FlateDecode/FlateDecode]/Length {len(pack)}>>\nstream\n"
    body = ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[]>>", head + pack.decode("latin-1") + "\nendstream"]
    return written(body)


def locked() -> bytes:
    return Made().page("0 0 9 9 re f").saved(encryption=pikepdf.Encryption(owner="a", user="b"))


def many_notes(count: int = 100_000) -> bytes:
    note = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([1, 1, 9, 9]), Contents=String("x"))
    return simple("", Annots=Array([note] * count))


FILES: dict[str, Callable[[], bytes]] = {
    "filter JBIG2": lambda: filtered("JBIG2Decode"),
    "filter JPX": lambda: filtered("JPXDecode"),
    "filter CCITT": lambda: filtered("CCITTFaxDecode"),
    "filter DCT": lambda: filtered("DCTDecode"),
    "filter unknown": lambda: filtered("Nonsense"),
    "filters without end": lambda: filtered(*["FlateDecode"] * 5000),
    "contents that are a number": lambda: contents(lambda pdf: 7),
    "contents in contents": lambda: contents(lambda pdf: Array([Array([Stream(pdf, b"0 0 9 9 re f")]), 7])),
    "form within forms": nested_forms,
    "nothing within forms": lambda: nested_forms(12, 10, ""),
    "pattern of itself": own_pattern,
    "uncoloured pattern of itself": lambda: own_pattern(2),
    "pattern within patterns": many_patterns,
    "2 GB of contents": lambda: contents(bomb),
    "2 GB of operators": lambda: contents(lambda pdf: bomb(pdf, fill=b"n ")),
    "operators to the brim": lambda: contents(lambda pdf: bomb(pdf, 30_000_000, b"n ")),
    "operands to the brim": lambda: contents(lambda pdf: bomb(pdf, 30_000_000, b"1 ")),
    "an array to the brim": lambda: contents(lambda pdf: Array([Stream(pdf, b"["), bomb(pdf, 30_000_000, b"1 ")])),
    "nested arrays to the brim": lambda: contents(lambda pdf: bomb(pdf, 30_000_000, b"[")),
    "a string to the brim": long_text,
    "LZW": lambda: contents(lzw_bomb),
    "2 GB of metadata": metadata_bomb,
    "2 GB of font": lambda: font_bomb("FontFile2"),
    "2 GB of Unicode": lambda: font_bomb("ToUnicode"),
    "2 GB of glyph numbers": lambda: font_bomb("CIDToGIDMap"),
    "2 GB of objects": object_bomb,
    "ranges of Unicode": wide_ranges,
    "20,000 pages": many_pages,
    "2^40 pages": page_tree,
    "pages that are their own": own_page_tree,
    "deep array": deep_array,
    "deep tags": deep_tags,
    "tags that are their own": lambda: deep_tags(10, circle=True),
    "page without end": lambda: sized((0, 0, 1e9, 1e9)),
    "page of a line": lambda: sized((0, 0, 1e9, 0.001)),
    "page beyond numbers": lambda: sized((0, 0, 1e30, 1e30), Rotate=2**62, UserUnit=2**62),
    "page turned by a little": lambda: sized((0, 0, 99, 99), Rotate=1),
    "image without end": lambda: image(100_000, 100_000),
    "image of minus": lambda: image(-5, 10**12),
    "image ten thousand times": lambda: image(4, 4, 10_000),
    "letter of itself": own_letter,
    "mask of itself": own_mask,
    "faults": many_faults,
    "annotations": many_notes,
    "damaged": damaged,
    "cut short": lambda: simple()[:200],
    "nothing": lambda: b"",
    "zeros": lambda: bytes(100_000),
    "text": lambda: "Chữ".encode() * 99,
    "locked": locked,
}
