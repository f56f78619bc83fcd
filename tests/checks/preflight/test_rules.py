"""Each rule: a file that fails, one that passes, one that nearly fails. Every file is made by hand."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf
import pytest
import zxingcpp
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from outreach.campaign.shops import Shop
from outreach.checks import rules
from outreach.checks.demands import Demands, Legible, SymbolDemand
from outreach.checks.inspection import Inspection
from outreach.core.findings import Finding
from outreach.core.strings import Strings
from outreach.render import qr
from outreach.render.pdf.reader import read
from outreach.render.pixels import Bytes, Rasters
from pdfs import MM, SIZE, Made, Tagged, gradient, intent, profile, simple, spot

SHOP = Demands(bleed_mm=3, colours="cmyk", text_margin_mm=3, least_contrast=4.5)
COVERED = Demands(covered=(5, 6, 10, 8))
"""Bands of a picture in mm: top, right, bottom, left."""
LINK = "https://CHIENDICH.EXAMPLE/BAB12"


@dataclass(frozen=True)
class View:
    text: str
    corners: Sequence[tuple[float, float]]
    modules: int


def decode(grey: Bytes) -> list[View]:
    """A real decoder that does not invert."""
    found = zxingcpp.read_barcodes(grey, formats=zxingcpp.BarcodeFormat.QRCode, try_invert=False)
    return [
        View(
            one.text,
            [(p.x, p.y) for p in (q.top_left, q.top_right, q.bottom_right, q.bottom_left)],
            17 + 4 * int(one.extra["Version"]),  # type: ignore[index]
        )
        for one in found
        for q in [one.position]
    ]


def decode_inverted(grey: Bytes) -> list[View]:
    """One that does: what a decoder of a phone may be."""
    return decode(255 - grey)


def check(rule: str, source: bytes, demands: Demands = SHOP, decoder: Any = decode) -> list[Finding]:
    document = read(source, demands.scale)
    found = list(rules.run([rule], Inspection(document, Rasters(source, document, decode=decoder), demands)))
    for finding in found:  # what is found can be said, in both languages
        for language in ("en", "vi"):
            Strings.load(language).finding(replace(finding, data={**finding.data, "sheet": "x"}))
    return found


def page(content: str = "0 0 0 1 k 10 10 20 20 re f", **keys: Any) -> Callable[[], bytes]:
    return lambda: simple(content, **keys)


def lettered(
    words: str = "Chữ", x: float = 10, y: float = 20, pt: float = 12, more: str = "", colour: str = "0 0 0 1 k"
) -> bytes:
    made = Made()
    made.font()
    return made.page(more + made.text(words, x, y, pt, colour=colour)).saved()


def made(
    change: Callable[[Made], object], content: str = "0 0 0 1 k 10 10 20 20 re f", **keys: Any
) -> Callable[[], bytes]:
    def build() -> bytes:
        one = Made(**keys)
        change(one)
        return one.page(content).saved()

    return build


def paged(
    change: Callable[[pikepdf.Page, pikepdf.Pdf], object], content: str = "0 0 0 1 k 10 10 20 20 re f"
) -> Callable[[], bytes]:
    """A file with its page changed after it was made."""

    def build() -> bytes:
        one = Made().page(content)
        change(one.pages[0], one.pdf)
        return one.saved()

    return build


def image(width: int, height: int, pixel: bytes, side: float = 25.4, **more: Any) -> Callable[[], bytes]:
    space = more.pop("space", Name.DeviceCMYK)
    return made(
        lambda m: m.image("Im", width, height, pixel * (width * height), space, **more),
        f"q {side} 0 0 {side} 10 10 cm /Im Do Q",
    )


def box(key: str, mm: tuple[float, float, float, float]) -> Callable[[], bytes]:
    return paged(lambda p, pdf: p.obj.__setitem__(f"/{key}", Array([v * MM for v in mm])))


def without(key: str) -> Callable[[], bytes]:
    return paged(lambda p, pdf: p.obj.__delitem__(f"/{key}"))


def font(**about: Any) -> Callable[[], bytes]:
    def build() -> bytes:
        one = Made()
        one.font(**about)
        return one.page(one.text("a", 10, 20, 12)).saved()

    return build


def raw_text(codes: str, extra: Callable[[Made], object] = lambda m: None) -> Callable[[], bytes]:
    def build() -> bytes:
        one = Made()
        one.font()
        extra(one)
        return one.page(f"BT 0 0 0 1 k /F 4 Tf 10 20 Td <{codes}> Tj ET").saved()

    return build


def symbol(
    side: float,
    quiet: float = 4,
    dark: str = "0 0 0 1 k",
    light: str = "0 0 0 0 k",
    at: tuple[float, float] = (20, 8),
    link: str = LINK,
) -> Callable[[], bytes]:
    """A QR code whose modules are drawn one by one, on a card with so many clean modules; a frame around it."""

    def build() -> bytes:
        inner = qr.symbol(link).matrix
        n = len(inner)
        m = side / n
        x, y = at
        edge = (quiet + 0.5) * m
        frame = f"{dark} {x - edge} {y - edge} {side + 2 * edge} {side + 2 * edge} re f\n" if quiet < 9 else ""
        card = f"{light} {x - quiet * m} {y - quiet * m} {side + 2 * quiet * m} {side + 2 * quiet * m} re f\n"
        modules = "".join(
            f"{x + column * m:.4f} {y + (n - 1 - row) * m:.4f} {m:.4f} {m:.4f} re\n"
            for row in range(n) for column in range(n) if inner[row][column]
        )  # fmt: skip
        return Made((100, 60)).page(f"{frame}{card}{dark}\n{modules}f").saved()

    return build


def pdfx(claim: str) -> Callable[[Made], object]:
    def change(one: Made) -> None:
        with one.pdf.open_metadata(set_pikepdf_as_editor=False) as xmp:
            xmp["pdfxid:GTS_PDFXVersion"] = claim

    return change


def titled(*, title: bool = True, lang: bool = True, trapped: bool = True, claim: bool = False) -> Callable[[], bytes]:
    def build() -> bytes:
        one = Made().page("0 0 0 1 k 10 10 20 20 re f")
        if lang:
            one.pdf.Root.Lang = String("vi")
        if claim:
            pdfx("PDF/X-4")(one)
        if title:
            one.pdf.docinfo["/Title"] = "T"
        if trapped:
            one.pdf.docinfo["/Trapped"] = Name("/False")
        return one.saved(deterministic_id=True)

    return build


def intended(icc: bytes, components: int = 4, **fields: Any) -> Callable[[], bytes]:
    return made(lambda m: intent(m, icc, components, **fields))


def note(kind: str, rect: tuple[float, float, float, float] = (10, 10, 20, 20)) -> Callable[[], bytes]:
    entry = Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=Array([v * MM for v in rect]))
    return page(Annots=Array([entry]))


def rooted(key: str, value: Any) -> Callable[[], bytes]:
    return made(lambda m: m.pdf.Root.__setitem__(f"/{key}", value))


def overprinting(on: bool, colour: str) -> Callable[[], bytes]:
    return made(lambda m: m.resource("ExtGState", "O", Dictionary(op=on)), f"/O gs {colour} 10 10 20 20 re f")


TAGGED = replace(SHOP, needs_tags=True)
SCREEN = replace(SHOP, pixel_mm=0.1, read_from=1.0, cap_height_em=0.7, stroke_px=2.5, cap_px=14, cap_share=400)
"""A screen of 1000 × 600 pixels, read from a metre: capitals of 2.5 mm, which is 25 pixels, are legible from there."""
SOLID = "1 0 0 0 k -3 -3 106 66 re f\n"
STOPS = "1 0 0 0 k 0 0 100 60 re f\n"


def spoken(
    change: Callable[[Tagged], object] = lambda m: None, more: str = "", ordered: bool = True
) -> Callable[[], bytes]:
    """A tagged page: a paragraph, a picture that is content 1, a word that is content 2."""

    def build() -> bytes:
        one = Tagged()
        one.tag("P", 0)
        change(one)
        words = one.marked(0, one.text("Chữ", 10, 40, 12)) + one.marked(1, "0 0 9 9 re f")
        return one.closed(words + one.marked(2, one.text("mở", 10, 10, 12)) + more, ordered)

    return build


def figure_of(change: Callable[[Tagged], object] = lambda m: None, **about: Any) -> Callable[[], bytes]:
    return spoken(lambda m: (change(m), m.tag("Figure", 1, **about)))


def linked(word: bool = True, ordered: bool = True, **about: Any) -> Callable[[], bytes]:
    return spoken(lambda m: m.link(2 if word else 1, **about), ordered=ordered)


def headed(*kinds: str) -> Callable[[], bytes]:
    return spoken(lambda m: [m.tag(kind, 0) for kind in kinds])


def roles(made_: Tagged, **names: str) -> None:
    made_.tree.RoleMap = Dictionary({f"/{name}": Name(f"/{kind}") for name, kind in names.items()})


def claiming(made_: Made) -> None:
    """Says PDF/UA."""
    with made_.pdf.open_metadata() as said:
        said["pdfuaid:part"] = "1"


@dataclass(frozen=True)
class Case:
    rule: str
    slug: str
    fails: Callable[[], bytes]
    passes: Callable[[], bytes]
    nearly: Callable[[], bytes]
    demands: Demands = SHOP
    decoder: Any = field(default=decode)


CASES = {
    "damaged content": Case("content", "pdf-damaged", page("10 10 20 (a re f"), page(), page("0 0 0 1 k 10 10 20 20 re f Q Q")),
    "missing object": Case("content", "pdf-damaged", page("/Im Do"), image(8, 8, b"\0\0\0\1"), made(lambda m: m.form("Im", ""), "/Im Do")),
    "gradient of other values": Case("content", "pdf-damaged",
        made(lambda m: m.resource("Shading", "S", gradient(Name.DeviceCMYK, (0, 0, 0), (1, 0, 0))), "/S sh"),
        made(lambda m: m.resource("Shading", "S", gradient(Name.DeviceCMYK, (0, 0, 0, 0), (1, 0, 0, 0))), "/S sh"),
        made(lambda m: m.resource("Shading", "S", gradient(spot("Gold"), (0,), (1,))), "/S sh")),
    "no TrimBox": Case("boxes", "box-missing", without("TrimBox"), page(), page()),
    "BleedBox within TrimBox": Case("boxes", "box-nesting", box("BleedBox", (4, 3, 103, 63)), page(), box("TrimBox", (3, 3, 106.05, 63))),
    "MediaBox within BleedBox": Case("boxes", "box-nesting", box("MediaBox", (0, 0, 105, 66)), page(), box("MediaBox", (0, 0, 105.95, 66))),
    "narrow bleed": Case("boxes", "bleed-narrow", made(lambda m: None, bleed=2.5), page(), made(lambda m: None, bleed=2.92)),
    "UserUnit": Case("boxes", "user-unit", page(UserUnit=10), page(), page(UserUnit=1)),
    "size": Case("size", "trim", made(lambda m: None, size=(100, 60.2)), page(), made(lambda m: None, size=(100, 60.09)), replace(SHOP, trim=SIZE)),
    "size at 1:10": Case("size", "trim", made(lambda m: None, size=(1001, 600), scale=10), made(lambda m: None, size=(1000, 600), scale=10),
        made(lambda m: None, size=(1000.4, 600), scale=10), replace(SHOP, trim=(1000, 600), scale=10)),
    "pages": Case("pages", "page-count", lambda: Made().page("0 0 9 9 re f").page("0 0 9 9 re f").saved(), page(), page("0 0 .1 .1 re f"), replace(SHOP, pages=1)),
    "blank page": Case("pages", "page-blank", page(""), page(), page("0 0 .1 .1 re f")),
    "foreign font": Case("fonts", "font-foreign", font(base="ABCDEF+Helvetica"), font(), font(base="Be-Vietnam-Pro-Heavy"), replace(SHOP, families=("Be Vietnam Pro",))),
    "font not embedded": Case("fonts", "font-not-embedded", font(embedded=False), font(), font(base="Be-Vietnam-Pro")),
    "code 0": Case("glyphs", "glyph-absent", raw_text("0000"), raw_text("0010"), raw_text("0001")),
    "code past the font's end": Case("glyphs", "glyph-absent", raw_text("fff0"), raw_text("0010"), raw_text("0100")),
    "rgb fill": Case("colours", "colour-rgb", page("0 0 0 rg 10 10 20 20 re f"), page(), page("0 g 10 10 20 20 re f")),
    "rgb in a form": Case("colours", "colour-rgb", made(lambda m: m.form("X", "0 0 1 RG 1 w 10 10 20 20 re S"), "/X Do"),
        made(lambda m: m.form("X", "1 0 0 0 K 1 w 10 10 20 20 re S"), "/X Do"), made(lambda m: m.form("X", "0 0 1 rg"), "/X Do")),
    "rgb image": Case("colours", "colour-rgb", image(300, 300, b"abc", space=Name.DeviceRGB), image(300, 300, b"abcd"), image(300, 300, b"a", space=Name.DeviceGray)),
    "rgb palette": Case("colours", "colour-rgb",
        image(300, 300, b"\1", space=Array([Name.Indexed, Name.DeviceRGB, 1, String(b"abcdef")])), image(300, 300, b"\1", space=Array([Name.Indexed, Name.DeviceCMYK, 1, String(b"abcdefgh")])),
        image(300, 300, b"\1", space=Array([Name.Indexed, Name.DeviceGray, 1, String(b"ab")]))),
    "rgb gradient": Case("colours", "colour-rgb",
        made(lambda m: m.resource("Pattern", "P", Dictionary(PatternType=2, Shading=gradient(Name.DeviceRGB, (0, 0, 0), (1, 0, 0)))), "/Pattern cs /P scn 0 0 9 9 re f"),
        made(lambda m: m.resource("Pattern", "P", Dictionary(PatternType=2, Shading=gradient(Name.DeviceCMYK, (0, 0, 0, 0), (1, 0, 0, 0)))), "/Pattern cs /P scn 0 0 9 9 re f"),
        made(lambda m: m.resource("Pattern", "P", Dictionary(PatternType=2, Shading=gradient(Name.DeviceGray, (0,), (1,)))), "/Pattern cs /P scn 0 0 9 9 re f")),
    "rgb by another name": Case("colours", "colour-rgb",
        made(lambda m: m.resource("ColorSpace", "C", Array([Name.ICCBased, m.pdf.make_indirect(pikepdf.Stream(m.pdf, profile(space=b"RGB "), N=3))])), "/C cs 1 0 0 sc 0 0 9 9 re f"),
        made(lambda m: m.resource("ColorSpace", "C", Array([Name.ICCBased, m.pdf.make_indirect(pikepdf.Stream(m.pdf, profile(), N=4))])), "/C cs 1 0 0 0 sc 0 0 9 9 re f"),
        made(lambda m: m.resource("ColorSpace", "C", spot("Black")), "/C cs 1 sc 0 0 9 9 re f")),
    "transparency blended in rgb": Case("colours", "blend-rgb",
        made(lambda m: (m.resource("ExtGState", "A", Dictionary(ca=0.5)), m.form("X", "1 0 0 0 k 10 10 20 20 re f", Group=Dictionary(S=Name.Transparency, CS=Name.DeviceRGB))), "/A gs /X Do"),
        made(lambda m: (m.resource("ExtGState", "A", Dictionary(ca=0.5)), m.form("X", "1 0 0 0 k 10 10 20 20 re f", Group=Dictionary(S=Name.Transparency, CS=Name.DeviceCMYK))), "/A gs /X Do"),
        made(lambda m: m.form("X", "1 0 0 0 k 10 10 20 20 re f", Group=Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)), "/X Do")),
    "spot ink": Case("colours", "colour-spot", made(lambda m: m.resource("ColorSpace", "C", spot("Gold")), "/C cs 1 sc 0 0 9 9 re f"), page(),
        made(lambda m: m.resource("ColorSpace", "C", spot("All", full=(1, 1, 1, 1))), "/C cs 1 sc 0 0 9 9 re f")),
    "colour on a mono sheet": Case("colours", "colour-mono", page("0.5 0.5 0.6 rg 10 10 20 20 re f"), page("0.5 0.5 0.5 rg 10 10 20 20 re f"), page("0.5 0.5 0.503 rg 10 10 20 20 re f"), replace(SHOP, colours="mono")),
    "colour where black ink is all": Case("colours", "colour-mono", page("0 0.2 0 1 k 10 10 20 20 re f"), page(), page("0 g 10 10 20 20 re f"), replace(SHOP, colours="black")),
    "rgb black where black ink is all": Case("colours", "colour-rgb", page("0 0 0 rg 10 10 20 20 re f"), page(), page("0 g 10 10 20 20 re f"), replace(SHOP, colours="black")),
    "colour image on a mono sheet": Case("colours", "colour-mono", image(300, 300, b"abz", space=Name.DeviceRGB), image(300, 300, b"aaa", space=Name.DeviceRGB), image(300, 300, b"abc", space=Name.DeviceRGB), replace(SHOP, colours="mono")),
    "ink of a fill": Case("ink", "ink-sum", page("1 1 .5 .6 k 10 10 20 20 re f"), page("1 1 .5 .4 k 10 10 20 20 re f"), page("1 1 .5 .5 k 10 10 20 20 re f")),
    "ink of an image": Case("ink", "ink-sum", image(300, 300, b"\xff\xff\xff\x10"), image(300, 300, b"\xff\xff\x10\x10"), image(300, 300, b"\xff\xff\x80\x7f")),
    "ink of an inverted image": Case("ink", "ink-sum", image(300, 300, b"\0\0\0\xe0", Decode=Array([1, 0] * 4)), image(300, 300, b"\xff\xff\xff\xff", Decode=Array([1, 0] * 4)), image(300, 300, b"\0\0\x80\x7f", Decode=Array([1, 0] * 4))),
    "ink of a gradient": Case("ink", "ink-sum",
        made(lambda m: m.resource("Shading", "S", gradient(Name.DeviceCMYK, (0, 0, 0, 0), (1, 1, 1, 0.1))), "/S sh"),
        made(lambda m: m.resource("Shading", "S", gradient(Name.DeviceCMYK, (0, 0, 0, 0), (1, 0, 0, 0))), "/S sh"),
        made(lambda m: m.resource("Shading", "S", gradient(Name.DeviceCMYK, (0, 0, 0, 0), (1, 1, 1, 0))), "/S sh")),
    "rich black": Case("black", "text-rich-black", lambda: lettered(colour=".6 .4 .4 1 k"), lettered, lambda: lettered(colour=".05 0 0 1 k")),
    "black without black": Case("black", "text-rich-black", lambda: lettered(colour=".9 .9 .9 0 k"), lettered, lambda: lettered(colour=".9 .9 .8 0 k")),
    "small text of three inks": Case("black", "text-many-inks", lambda: lettered(pt=8, colour="1 .5 .5 0 k"), lambda: lettered(pt=8, colour="1 .5 0 0 k"), lambda: lettered(pt=9, colour="1 .5 .5 0 k")),
    "tiny type": Case("legible", "type-tiny", lambda: lettered(pt=5.9), lettered, lambda: lettered(pt=5.96)),
    "type too small for its screen": Case("legible", "type-tiny", lambda: lettered(pt=17.9), lambda: lettered(pt=20), lambda: lettered(pt=17.96), replace(SHOP, least_pt=18)),
    "type too small for its distance": Case("legible", "type-unreadable", lambda: lettered("Mời cài", pt=29.9), lambda: lettered("Mời cài", pt=31), lambda: lettered("Mời cài", pt=29.96),
        replace(SHOP, legible=(Legible(1, "headline", "Mời  cài", 30),))),
    "hairline": Case("hairlines", "hairline", page("0 0 0 1 K 0.085 w 10 10 m 50 10 l S"), page("0 0 0 1 K 1 w 10 10 m 50 10 l S"), page("0 0 0 1 K 0.0882 w 10 10 m 50 10 l S")),
    "line of no width": Case("hairlines", "hairline", page("0 w 10 10 m 50 10 l S"), page("1 w 10 10 m 50 10 l S"), page("q .0882 0 0 .0882 0 0 cm 1 w 10 10 m 500 10 l S Q")),
    "thin fill": Case("hairlines", "thin-fill", page("10 10 40 0.085 re f"), page("10 10 40 5 re f"), page("10 10 40 0.0882 re f")),
    "thin fill aslant": Case("hairlines", "thin-fill", page("q .8 .6 -.6 .8 20 0 cm 10 10 40 0.08 re f Q"), page("q .8 .6 -.6 .8 20 0 cm 10 10 40 3 re f Q"), page("q .8 .6 -.6 .8 20 0 cm 10 10 40 0.09 re f Q")),
    "thin frame": Case("hairlines", "thin-fill", page("10 10 40 20 re 10.08 10.08 39.84 19.84 re f*"), page("10 10 40 20 re 11 11 38 18 re f*"), page("10 10 40 20 re 10.09 10.09 39.82 19.82 re f*")),
    "clipped to a line": Case("hairlines", "thin-fill", page("q 10 10 40 .08 re W n 0 0 100 60 re f Q"), page("q 10 10 40 20 re W n 0 0 100 60 re f Q"), page("q 10 10 40 .09 re W n 0 0 100 60 re f Q")),
    "coarse image": Case("resolution", "image-coarse", image(198, 400, b"aaaa"), image(300, 300, b"aaaa"), image(200, 200, b"aaaa")),
    "coarse at final size": Case("resolution", "image-coarse",
        made(lambda m: m.image("Im", 190, 190, b"aaaa" * 36100), "q 25.4 0 0 25.4 10 10 cm /Im Do Q", scale=10),
        made(lambda m: m.image("Im", 400, 400, b"aaaa" * 160000), "q 25.4 0 0 25.4 10 10 cm /Im Do Q", scale=10),
        made(lambda m: m.image("Im", 200, 200, b"aaaa" * 40000), "q 25.4 0 0 25.4 10 10 cm /Im Do Q", scale=10), replace(SHOP, scale=10)),
    "artwork stops at the trim": Case("bleed", "bleed-art", page(STOPS), page(SOLID), page("")),
    "artwork stops on one side": Case("bleed", "bleed-art", page("1 0 0 0 k -3 -3 103 66 re f"), page(SOLID), page("1 0 0 0 k -2.8 -2.8 105.6 65.6 re f")),
    "artwork stops within the bleed": Case("bleed", "bleed-art", page("1 0 0 0 k 40 40 20 22 re f"), page("1 0 0 0 k 40 40 20 23 re f"), page("1 0 0 0 k 40 40 20 19 re f")),
    "artwork of a banner stops at the trim": Case("bleed", "bleed-art",
        made(lambda m: None, "1 0 0 0 k 0 0 4000 1000 re f", size=(4000, 1000), scale=10), made(lambda m: None, "1 0 0 0 k -3 -3 4006 1006 re f", size=(4000, 1000), scale=10),
        made(lambda m: None, "1 0 0 0 k -2.7 -2.7 4005.4 1005.4 re f", size=(4000, 1000), scale=10), replace(SHOP, scale=10)),
    "word where apps cover": Case("covered", "covered", lambda: lettered(x=10, y=3), lettered, lambda: lettered(x=8, y=10.3), COVERED),
    "code where apps cover": Case("covered", "covered", symbol(30, at=(20, 8)), symbol(30, at=(20, 15)), symbol(30, at=(20, 10)), COVERED),
    "ground that reaches under": Case("covered", "covered", lambda: lettered(y=3, more="0 0 100 60 re f "), page("0 0 100 60 re f"), lambda: lettered(more="0 1 100 60 re f "), COVERED),
    "overlay out of the safe area": Case("covered", "covered", page("7 20 20 20 re f"), page("10 20 20 20 re f"), page("8 10 20 20 re f"), replace(COVERED, alpha=True)),
    "text near the trim": Case("safe", "text-near-trim", lambda: lettered(x=2.5), lettered, lambda: lettered(x=2.95)),
    "link": Case("annotations", "annotation", note("Link"), page(), note("PrinterMark")),
    "note outside the bleed": Case("annotations", "annotation", note("Text", (104, 10, 130, 20)), page(), note("Text", (106.5, 10, 130, 20))),
    "script": Case("active", "active-content", rooted("OpenAction", Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))), page(), rooted("OpenAction", Dictionary(S=Name.GoTo, D=String("a")))),
    "form": Case("active", "active-content", rooted("AcroForm", Dictionary(Fields=Array([Dictionary(T=String("a"))]))), page(), rooted("AcroForm", Dictionary(Fields=Array([])))),
    "encrypted": Case("active", "pdf-encrypted", lambda: Made().page("0 0 9 9 re f").saved(encryption=pikepdf.Encryption(owner="a", user="")), page(), page()),
    "text off the page": Case("overflow", "text-unseen", lambda: lettered(y=-20), lettered, lambda: lettered(y=5)),
    "text clipped away": Case("overflow", "text-unseen", lambda: lettered(more="0 40 50 10 re W n "), lettered, lambda: lettered(more="0 15 50 15 re W n ")),
    "text clipped": Case("overflow", "text-cut", lambda: lettered("HHH", more="0 21 50 10 re W n "), lettered, lambda: lettered("HHH", more="0 20.25 50 10 re W n ")),
    "text over the trim": Case("overflow", "text-cut", lambda: lettered("HHH", x=-1), lettered, lambda: lettered("HHH", x=-0.5)),
    "grey on white": Case("contrast", "contrast", lambda: lettered(pt=10, colour=".5 g"), lettered, lambda: lettered(pt=10, colour=".46 g")),
    "white on yellow": Case("contrast", "contrast", lambda: lettered(pt=40, more="0 0 .8 0 k 0 0 100 60 re f ", colour="0 0 0 0 k"), lambda: lettered(pt=40, more="1 .8 0 .4 k 0 0 100 60 re f ", colour="0 0 0 0 k"),
        lambda: lettered(pt=40, more=".57 g 0 0 100 60 re f ", colour="1 g")),
    "text that leaves its ground": Case("contrast", "contrast", lambda: lettered("Chữ rộng hết", pt=20, more="1 .8 0 .4 k 0 0 40 60 re f ", colour="0 0 0 0 k"), lambda: lettered("Chữ rộng hết", pt=20, more="1 .8 0 .4 k 0 0 80 60 re f ", colour="0 0 0 0 k"),
        lambda: lettered("HHHHHH", pt=20, more="0 0 0 1 k 0 15 100 4.8 re f ")),
    "red on green of one grey": Case("contrast", "contrast-mono", lambda: lettered(pt=10, more="0 .9 0 rg 0 0 100 60 re f ", colour=".55 0 0.6 rg"), lettered, lambda: lettered(pt=10, more="0 .95 0 rg 0 0 100 60 re f ", colour=".2 0 0.1 rg"), replace(SHOP, least_contrast=4)),
    "type lost from where the screen is read": Case("lettering", "letters-small", lambda: lettered(pt=10), lambda: lettered(pt=12), lambda: lettered(pt=10.12), SCREEN),
    "type of too few pixels": Case("lettering", "letters-small", lambda: lettered(pt=5.6), lettered, lambda: lettered(pt=5.67), replace(SCREEN, read_from=0.1)),
    "stroke of two pixels": Case("strokes", "stroke-thin", page("0.24 w 10 10 m 50 10 l S"), page("2 w 10 10 m 50 10 l S"), page("0.248 w 10 10 m 50 10 l S"), SCREEN),
    "shape of two pixels": Case("strokes", "stroke-thin", page("10 10 40 0.2 re f"), page("10 10 40 3 re f"), page("10 10 40 0.25 re f"), SCREEN),
    "letters of thin strokes": Case("strokes", "letters-thin", lambda: lettered("Mời cài", pt=6.5), lambda: lettered("Mời cài", pt=12), lambda: lettered("Mời cài", pt=7.5), SCREEN),
    "toner": Case("toner", "toner", page("0 g 0 0 12.2 60 re f"), page("0 g 0 0 6 60 re f"), page("0 g 0 0 11.9 60 re f"), replace(SHOP, most_toner=0.12)),
    "margin": Case("margin", "clear-margin", page("0 0 0 1 k 8 20 9 9 re f"), page("0 0 0 1 k 20 20 9 9 re f"), page("0 0 0 1 k 8.5 20 9 9 re f"), replace(SHOP, blank_margin_mm=8.5)),
    "no tags": Case("tags", "tags-missing", page(), spoken(), spoken(lambda m: m.pdf.Root.MarkInfo.__setitem__("/Suspects", False)), TAGGED),
    "tags without a mark": Case("tags", "tags-missing", spoken(lambda m: m.pdf.Root.__delitem__("/MarkInfo")), spoken(), spoken(), TAGGED),
    "figure without words": Case("tags", "figure-undescribed", figure_of(), figure_of(Alt=String("Bà con")), figure_of(ActualText=String("A")), TAGGED),
    "figure of blanks": Case("tags", "figure-undescribed", figure_of(Alt=String(" ")), figure_of(Alt=String("Bà con")), spoken(), TAGGED),
    "figure by another name": Case("tags", "figure-undescribed", spoken(lambda m: (m.tag("Hinh", 0), roles(m, Hinh="Bild", Bild="Figure"))), spoken(lambda m: (m.tag("Hinh", 0), roles(m, Hinh="P"))), spoken(lambda m: (m.tag("Hinh", 0, Alt=String("a")), roles(m, Hinh="Figure"))), TAGGED),
    "link without words": Case("tags", "link-silent", linked(False), linked(), spoken(), TAGGED),
    "link described": Case("tags", "link-silent", linked(False), linked(False, Alt=String("mở trang")), linked(), TAGGED),
    "link without a tag": Case("tags", "link-untagged", linked(tagged=False), linked(), spoken(), TAGGED),
    "link without contents": Case("tags", "link-undescribed", linked(contents=""), linked(), spoken(), TAGGED),
    "link on screens only": Case("tags", "annotation-unprinted", linked(flags=0), linked(), linked(flags=4 | 64), TAGGED),
    "hidden link": Case("tags", "annotation-unprinted", linked(flags=6), linked(), spoken(), TAGGED),
    "links in no order": Case("tags", "tabs-unordered", linked(ordered=False), linked(), spoken(), TAGGED),
    "heading that skips": Case("tags", "heading-skipped", headed("H1", "H3"), headed("H1", "H2", "H3", "H2", "H1"), headed("H1", "H1"), TAGGED),
    "first heading": Case("tags", "heading-skipped", headed("H2"), headed("H1"), headed("P"), TAGGED),
    "tags without a language": Case("tags", "metadata-missing", spoken(lambda m: m.pdf.Root.__delitem__("/Lang")), spoken(), spoken(lambda m: m.pdf.Root.__setitem__("/Lang", String("en-GB"))), TAGGED),
    "language that is none": Case("tags", "language-invalid", spoken(lambda m: m.pdf.Root.__setitem__("/Lang", String("tiếng Việt"))), spoken(), spoken(lambda m: m.tag("P", 0, Lang=String("en"))), TAGGED),
    "language of a tag that is none": Case("tags", "language-invalid", spoken(lambda m: m.tag("P", 0, Lang=String("?"))), spoken(), spoken(), TAGGED),
    "title that is hidden": Case("tags", "title-hidden", spoken(lambda m: m.pdf.Root.__delitem__("/ViewerPreferences")), spoken(), spoken(), TAGGED),
    "content without a tag": Case("tags", "content-untagged", spoken(more="0 0 9 9 re f"), spoken(more="/Artifact BMC 0 0 9 9 re f EMC"), spoken(more="/Artifact <</Type /Layout>> BDC /Span BMC 0 0 9 9 re f EMC EMC"), TAGGED),
    "content in marks without a tag": Case("tags", "content-untagged", spoken(more="/Span BMC 0 0 9 9 re f EMC"), spoken(), spoken(), TAGGED),
    "said to be PDF/UA": Case("tags", "tags-missing", made(claiming), page(), spoken(claiming)),
    "said to be PDF/UA without words": Case("tags", "figure-undescribed", figure_of(change=claiming), figure_of(change=claiming, Alt=String("a")), figure_of()),
    "no intent": Case("intent", "intent-missing", page(), intended(profile()), intended(profile(), Info=String("x")), replace(SHOP, needs_output_intent=True)),
    "display profile": Case("intent", "intent-fault", intended(profile(b"mntr", b"RGB "), 3), intended(profile()), intended(profile(b"prtr", b"CMYK"))),
    "wrong components": Case("intent", "intent-fault", intended(profile(), 3), intended(profile()), intended(profile(), 4)),
    "said to be PDF/X": Case("intent", "pdfx-claim", made(pdfx("PDF/X-4")), page(), made(lambda m: (pdfx("PDF/X-4")(m), intent(m, profile())))),
    "no title": Case("metadata", "metadata-missing", titled(title=False), titled(), titled(trapped=False)),
    "no language": Case("metadata", "metadata-missing", titled(lang=False), titled(), titled(trapped=False)),
    "PDF/X without trapping": Case("metadata", "metadata-missing", titled(trapped=False, claim=True), titled(claim=True), titled(trapped=False)),
    "white overprint": Case("overprint", "white-overprint", overprinting(True, "0 0 0 0 k"), overprinting(False, "0 0 0 0 k"), overprinting(True, ".1 0 0 0 k")),
    "other link": Case("symbols", "symbol-foreign", symbol(30, link=LINK + "X"), symbol(30), symbol(30), replace(SHOP, symbols=(SymbolDemand(LINK),))),
    "shouted scheme": Case("symbols", "symbol-address", symbol(30, link=LINK.replace("https", "HTTPS")), symbol(30), symbol(30, link="WIFI:T:WPA;S:a;P:b;;")),
    "no scheme": Case("symbols", "symbol-address", symbol(30, link="www.chiendich.example/a"), symbol(30), symbol(30, link="tel:19009095")),
    "no symbol": Case("symbols", "symbol-missing", page(), symbol(30), symbol(30), replace(SHOP, symbols=(SymbolDemand(LINK),))),
    "small modules": Case("symbols", "symbol-small", symbol(23), symbol(30), symbol(25), replace(SHOP, symbols=(SymbolDemand(LINK, 1.0),))),
    "cut quiet zone": Case("symbols", "symbol-quiet", symbol(30, quiet=3), symbol(30, quiet=9), symbol(30, quiet=4)),
    "quiet zone at the cut": Case("symbols", "symbol-quiet", symbol(30, quiet=9, at=(3, 8)), symbol(30, quiet=9), symbol(30, quiet=9, at=(5, 8))),
    "pale symbol": Case("symbols", "symbol-contrast", symbol(30, dark="0 g", light=".7 g"), symbol(30), symbol(30, dark="0 g", light=".79 g")),
    "inverted symbol": Case("symbols", "symbol-inverted", symbol(30, dark="1 g", light="0 g"), page(), page(), SHOP, decode_inverted),
}  # fmt: skip
# ruff: noqa: E501


@pytest.mark.parametrize("name", CASES)
def test_a_file_that_fails(name: str) -> None:
    case = CASES[name]
    found = check(case.rule, case.fails(), case.demands, case.decoder)
    assert case.slug in {finding.slug for finding in found}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("kind", ["passes", "nearly"])
def test_files_that_pass(name: str, kind: str) -> None:
    case = CASES[name]
    found = check(case.rule, getattr(case, kind)(), case.demands, case.decoder)
    assert case.slug not in {finding.slug for finding in found}, found


def test_every_rule_has_a_case() -> None:
    assert {case.rule for case in CASES.values()} == set(rules.rules())


def test_findings_say_where_and_how_much() -> None:
    (found,) = check("hairlines", simple("0 0 0 1 K 0.07 w 10 10 m 50 10 l 60 20 m 70 20 l S 0.05 w 30 40 m 60 40 l S"))
    assert (found.slug, found.page) == ("hairline", 1)
    assert found.data == {"what": "stroke", "at": "30 × 20", "count": 2, "found": "0.142", "least": "0.25"}
    (art,) = check("bleed", simple("1 0 0 0 k 40 40 20 20 re f"))
    assert art.data["side"] == "top" and float(art.data["from"]) == pytest.approx(40, abs=0.2)
    assert float(art.data["to"]) == pytest.approx(60, abs=0.2)


def test_crop_marks_may_be_registration_and_thin_but_not_rgb() -> None:
    marks = "{} 0.1 w -8 0 m -4 0 l S"
    black = Made(slug=7)
    black.resource("ColorSpace", "All", spot("All", full=(1, 1, 1, 1)))
    source = black.page("/All CS 1 SC " + marks.format("")).saved()
    assert [check(rule, source) for rule in ("ink", "hairlines", "colours")] == [[], [], []]
    rgb = Made(slug=7).page(marks.format("0 0 0 RG")).saved()
    assert [f.slug for f in check("colours", rgb)] == ["colour-rgb"]


def test_a_shop_decides_the_thresholds() -> None:
    strict = replace(SHOP, press=Shop(ink_limit=240, min_type_pt=8, min_line_pt=0.5, min_ppi=300, rich_black=True))
    assert [f.slug for f in check("ink", simple("1 1 .5 0 k 0 0 9 9 re f"), strict)] == ["ink-sum"]
    assert [f.slug for f in check("legible", lettered(pt=7), strict)] == ["type-tiny"]
    assert check("black", lettered(colour=".6 .4 .4 1 k"), strict) == []
    assert [f.slug for f in check("hairlines", simple("0.15 w 10 10 m 50 10 l S"), strict)] == ["hairline"]


def test_rasters_of_others_are_taken_if_they_show_the_whole_page() -> None:
    """A crop box hides the bleed from viewers; preflight sees it all the same."""
    cropped = paged(lambda p, pdf: p.obj.__setitem__("/CropBox", p.obj.TrimBox), STOPS)()
    assert {f.slug for f in check("bleed", cropped)} == {"bleed-art"}
    whole = paged(lambda p, pdf: p.obj.__setitem__("/CropBox", p.obj.TrimBox), SOLID)()
    assert check("bleed", whole) == []


def test_ink_of_a_jpeg_is_counted_as_its_decode_array_says() -> None:
    """Adobe's CMYK JPEGs hold 255 for no ink: only the file around them knows."""
    packed = io.BytesIO()
    Image.new("CMYK", (300, 300), (255, 255, 128, 140)).save(packed, "JPEG", quality=95)  # 305 %
    inverted = Array([1, 0] * 4)

    def jpeg(decode: Array | None) -> bytes:
        one = Made()
        stream = pikepdf.Stream(one.pdf, packed.getvalue(), Filter=Name.DCTDecode)
        stream.Type, stream.Subtype, stream.ColorSpace = Name.XObject, Name.Image, Name.DeviceCMYK
        stream.Width, stream.Height, stream.BitsPerComponent = 300, 300, 8
        if decode is not None:
            stream.Decode = decode
        one.resource("XObject", "Im", stream)
        return one.page("q 25.4 0 0 25.4 10 10 cm /Im Do Q").saved()

    (found,) = check("ink", jpeg(inverted))
    assert float(found.data["found"]) == pytest.approx(305, abs=3)
    assert check("ink", jpeg(None)) == []  # 95 %: what others would print


def test_a_turned_page_is_measured_as_it_is_seen() -> None:
    made_ = Made((100, 60))
    made_.font()
    source = made_.page(made_.text("HHH", 2, 30, 12), Rotate=90).saved()
    (page_,) = read(source).pages
    assert page_.size == pytest.approx((60, 100), abs=0.01)
    (found,) = check("safe", source)
    assert found.data["side"] == "top"  # left of the page, which is turned clockwise
