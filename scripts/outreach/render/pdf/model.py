"""A PDF as plain data: pages, the marks on them, fonts, colours, metadata.

Lengths are millimetres from the upper left corner of the page's trim as it is seen, x to the right, y down, at final
size: a file delivered at 1:10 is measured ten times as large.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from outreach.render.pdf.geometry import Rect

Kind = Literal["text", "fill", "stroke", "image", "shading"]
Family = Literal["gray", "rgb", "cmyk", "spot", "pattern", "unknown"]
"""Components of a colour, whatever its space is called: Lab and calibrated RGB count as "rgb"."""


@dataclass(frozen=True)
class Colour:
    """A colour as the file states it."""

    space: str
    """DeviceGray, DeviceRGB, DeviceCMYK, ICCBased, CalGray, CalRGB, Lab, Separation, DeviceN, Indexed, Pattern."""
    values: tuple[float, ...]
    family: Family
    plates: tuple[tuple[str, float], ...] = ()
    """Ink → how much of it (0 to 1); empty for RGB, whose inks are decided at the press."""
    rgb: tuple[float, float, float] | None = None
    """About what it looks like, 0 to 1; None if that can't be told."""

    @property
    def ink_sum(self) -> float | None:
        """Sum of the inks in per cent; None where the file doesn't decide them."""
        return 100 * sum(amount for _, amount in self.plates) if self.family in {"gray", "cmyk", "spot"} else None

    @property
    def chromatic(self) -> bool:
        """True unless it is white, grey or black on one plate, or not known."""
        if self.family == "rgb":
            return self.rgb is None or max(self.rgb) - min(self.rgb) > 0.004
        return any(amount > 0 and name not in {"Black", "All"} for name, amount in self.plates)


@dataclass(frozen=True)
class Mark:
    """One thing that a content stream puts on the page."""

    kind: Kind
    box: Rect
    """Its visible box: within that of the clip path and of the page."""
    colour: Colour
    alpha: float = 1.0
    overprint: bool = False
    ink_sum: float | None = None
    """Per cent of ink where it is darkest; None where the file doesn't decide it."""
    text: str = ""
    size: float = 0.0
    """Type size in pt."""
    font: str = ""
    missing: int = 0
    """Glyphs of the text that its font lacks: they show as boxes or not at all."""
    line: float | None = None
    """pt: width of a stroke, or of a filled shape where it is a line; None if it is no line."""
    ppi: float | None = None
    """Pixels per inch of an image where it is coarsest."""
    unclipped_box: Rect | None = None
    """Its box as drawn, where clip paths or the page hide a part of it."""

    @property
    def label(self) -> str:
        """Its name in a finding: the text, else the kind."""
        return f"«{self.text.strip()[:28]}»" if self.text.strip() else self.kind


@dataclass(frozen=True)
class Annotation:
    """Something that lies on the page and is no part of it: a link, a note, a form field."""

    kind: str
    box: Rect
    contents: str = ""
    """Text for those who can't see it."""
    flags: int = 0
    """ISO 32000-1, table 165: 2 hidden, 4 printed, 32 not on screens."""
    object_id: tuple[int, int] | None = None
    """Number and generation of its object in the file."""


@dataclass(frozen=True)
class Tag:
    """An element of the structure tree."""

    kind: str
    """As the standard calls it: Figure, Link, H1 …"""
    page: int
    """0: not known."""
    described: bool
    """It has a text that stands for it."""
    worded: bool
    """So it has, or there is text in it."""
    language: str = ""


@dataclass(frozen=True)
class Structure:
    """The tags of a file, in order, and the annotations that belong to links among them."""

    tags: tuple[Tag, ...]
    linked: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True)
class Page:
    """A page: its boxes (a box that the file leaves out is as the standard says), its marks, its annotations."""

    number: int
    media: Rect
    crop: Rect
    bleed: Rect
    trim: Rect
    named_boxes: frozenset[str]
    """The boxes that the file itself names: media, crop, bleed, trim, art."""
    user_unit: float
    marks: tuple[Mark, ...]
    annotations: tuple[Annotation, ...] = ()
    unseen_text: tuple[Mark, ...] = ()
    """Text that lies outside the page or that a clip path leaves nothing of."""
    blend_families: frozenset[Family] = frozenset()
    """Colours that transparent groups are blended in."""
    untagged_marks: int = 0
    """Marks that belong to no tag and are no artifact."""
    annotations_in_order: bool = False
    """Its annotations come in the order of the tags."""

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the trim."""
        return (self.trim[2] - self.trim[0], self.trim[3] - self.trim[1])


@dataclass(frozen=True)
class Font:
    """A font that the file's pages name."""

    name: str
    """Without the prefix of a subset."""
    embedded: bool
    subset: bool


@dataclass(frozen=True)
class Intent:
    """An output intent: for which press the colours are meant."""

    kind: str
    """GTS_PDFX, GTS_PDFA1 …"""
    condition: str
    components: int
    """As the file states it; 0 without a profile."""
    device: str = ""
    """Class of the ICC profile (prtr, mntr …); empty without one."""
    space: str = ""
    """Colour space of the ICC profile (CMYK, RGB, GRAY); empty without one."""


@dataclass(frozen=True)
class Fault:
    """Something that could not be read; the rest was."""

    reason: str
    page: int = 0
    most: int = 0
    """The bound that the file went beyond, for `reason` a key of the strings' table `bounds`: the rest was not read."""
    endless: bool = False
    """Content shows itself: programs that draw it may come to no end."""


@dataclass(frozen=True)
class PdfFile:
    """A PDF file."""

    version: str
    pages: tuple[Page, ...]
    fonts: tuple[Font, ...]
    info: Mapping[str, str]
    """Title, Author, Trapped …"""
    xmp: Mapping[str, str]
    """`dc:title`, `pdfxid:GTS_PDFXVersion` …"""
    language: str
    tagged: bool
    has_id: bool
    """True if the file has an /ID."""
    encrypted: bool
    intents: tuple[Intent, ...]
    active: tuple[str, ...]
    """Names of active parts: JavaScript, AcroForm, OpenAction, EmbeddedFiles, layers …"""
    scale: float = 1.0
    """Final size / size in the file."""
    faults: tuple[Fault, ...] = field(default_factory=tuple)
    structure: Structure | None = None
    shows_title: bool = False
    """Viewers show its title, not the name of the file."""

    @property
    def fully_read(self) -> bool:
        """False if the file asked for more than is read of any, or has no end."""
        return not any(fault.most or fault.endless for fault in self.faults)
