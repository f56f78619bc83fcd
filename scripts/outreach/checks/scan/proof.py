"""The proof of a symbol: seen by a phone from `scan_from` and farther, and after every hostile print."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any
from urllib.parse import quote

from outreach.campaign import scanning
from outreach.campaign.conditions import Conditions, Print, View
from outreach.campaign.validate import from_record
from outreach.checks.scan import address, camera, hostile
from outreach.checks.scan.picture import SCALE, Crop, crop_symbol, measure
from outreach.checks.scan.read import PageSymbol
from outreach.core.findings import Data, Finding
from outreach.core.hashing import digest
from outreach.core.lengths import number
from outreach.render.qr import ADDRESS_SIGNS, QUIET
from outreach.render.qr_decode import DECODERS, readers

LEAST_SYMBOL = 25
"""Modules across of version 2, which holds the short links of a campaign."""
SLACK = 0.1
"""Modules by which a quiet zone may measure less than it is: the width of an edge."""
ROUNDING = 0.002
"""The share by which a distance that was measured may differ from the same one worked out: sides are rounded."""

Memo = Callable[[str, Callable[[], Any]], Any]
"""Gives what is known under a key, or works it out (JSON-ready) and keeps it."""


@dataclass(frozen=True)
class ViewResult:
    """Shots at `scan_from`, how many of them each decoder read, and how far the view is passed."""

    shots: int
    read: Mapping[str, int]
    passed: bool
    pixels: float | None
    """The fewest pixels per module that pass; None if none do."""
    metres: float
    """The greatest distance that passes."""


@dataclass(frozen=True)
class PrintResult:
    """The result of reading a symbol after a hostile print."""

    state: str
    """`read`, `lost`, `large` (the machine takes no such sheet) or `fine` (the picture can't hold the modules)."""
    pixels: float = 0.0
    """Pixels per module of the picture."""
    readers: tuple[str, ...] = ()
    """The decoders that read the picture itself."""
    shots: int = 0
    """The phone's shots of the print; one if the picture itself is what is read."""
    read: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class SymbolProof:
    """One symbol of a sheet. Lengths in mm."""

    page: int
    text: str
    left: float
    top: float
    modules: int
    module_mm: float
    card_mm: float
    pixels: float
    """Pixels per module at `scan_from`."""
    dark: float
    light: float
    contrast: float
    quiet: float
    views: Mapping[str, ViewResult]
    prints: Mapping[str, PrintResult]

    @property
    def place(self) -> Data:
        """Its upper left corner in mm from the trim's, for people."""
        return {"left": number(self.left), "top": number(self.top)}


def prove(
    pdf: bytes, codes: Sequence[PageSymbol], scan_from: float, conditions: Conditions, memo: Memo, scale: float = 1
) -> list[SymbolProof]:
    """The proofs of the symbols of a file that hangs `scale` times as large."""
    return [_symbol(crop_symbol(pdf, code).at_scale(scale), code, scan_from, conditions, memo, scale) for code in codes]


@dataclass(frozen=True)
class _SymbolContext:
    """A symbol that is proven, and what is known of symbols like it."""

    crop: Crop
    text: str
    pixels: float
    """Pixels per module at `scan_from`, at most the largest on the phone's grid: nearer it passes too. Rounded, so that
    symbols of one size share an entry of the memo."""
    conditions: Conditions
    memo: Memo


def _symbol(
    picture: Crop, code: PageSymbol, scan_from: float, conditions: Conditions, memo: Memo, scale: float
) -> SymbolProof:
    phone, tones = conditions.phone, measure(picture)
    pixels = scanning.pixels_per_module(phone, picture.module_mm, scan_from)
    context = _SymbolContext(picture, code.text, round(min(pixels, phone.steps[1]), 3), conditions, memo)
    # How far a sound symbol is read is no matter of the sheet, so it is found out once for all that show it.
    itself = picture.alone if tones.quiet >= QUIET - SLACK else picture
    views = {name: _view_result(context, view, itself) for name, view in conditions.views.items()}
    prints = {name: _print_result(context, way) for name, way in conditions.prints.items()}
    return SymbolProof(
        page=code.page,
        text=code.text,
        left=round(scale * min(x for x, _ in code.corners), 1),
        top=round(scale * min(y for _, y in code.corners), 1),
        modules=picture.modules,
        module_mm=round(picture.module_mm, 3),
        card_mm=round(picture.card_mm, 1),
        pixels=round(pixels, 2),
        dark=tones.dark,
        light=tones.light,
        contrast=round(tones.contrast, 3),
        quiet=tones.quiet,
        views=views,
        prints=prints,
    )


def _view_result(context: _SymbolContext, view: View, itself: Crop) -> ViewResult:
    phone, picture, text, n = context.conditions.phone, context.crop, context.text, context.pixels
    look = view.model_dump_json(exclude={"names", "pixels"}) + phone.model_dump_json()
    seed = camera.seed_of(phone, picture.key, look)
    record = context.memo(
        digest("grade", picture.key, text, look, str(n)),
        lambda: asdict(camera.grade(picture.image, SCALE, n, text, phone, view, seed)),
    )
    least = context.memo(
        digest("reach", itself.key, text, look, str(view.pixels)),
        lambda: camera.reach(itself.image, SCALE, text, phone, view, camera.seed_of(phone, itself.key, look)),
    )
    grade = camera.Grade(**record)
    metres = scanning.distance_m(phone, picture.module_mm, least) if least else 0.0
    return ViewResult(grade.shots, grade.read, camera.passes(grade, phone, view), least, round(metres, 3))


def _print_result(context: _SymbolContext, way: Print) -> PrintResult:
    phone, picture, text = context.conditions.phone, context.crop, context.text
    if not hostile.takes(way, picture):
        return PrintResult("large")
    view = context.conditions.views[way.view] if way.view else None
    n = context.pixels if view else 0.0

    def run() -> dict[str, Any]:
        seed = camera.seed_of(phone, picture.key, way.model_dump_json(exclude={"names"}))
        copy = hostile.simulate(picture, way, seed)
        direct = tuple(sorted(readers(hostile.scan(copy) if view else copy.image, text)))
        read = {name: int(name in direct) for name in DECODERS}
        left = PrintResult("read" if read[phone.decoder] else "lost", round(copy.pixels, 2), direct, 1, read)
        if copy.pixels < way.least:
            left = replace(left, state="fine")
        elif view is not None:
            shorter = view.model_copy(update={"shots": way.shots})
            far = n * copy.module_mm / picture.module_mm
            shots = camera.grade(copy.image, copy.pixels, far, text, phone, shorter, seed)
            enough = camera.passes(shots, phone, view)
            left = PrintResult("read" if enough else "lost", left.pixels, direct, shots.shots, shots.read)
        return asdict(left)

    settings = way.model_dump_json(exclude={"names"}) + phone.model_dump_json()
    settings += view.model_dump_json() if view else ""
    place = json.dumps([round(mm, 2) for mm in (picture.module_mm, *picture.borders, *picture.sheet)])
    return from_record(PrintResult, context.memo(digest("print", picture.key, text, settings, str(n), place), run))


def faults(proof: SymbolProof, scan_from: float, conditions: Conditions) -> list[Finding]:
    """The faults of a symbol, each with its reason and a remedy; none that follows from another."""
    floor = conditions.symbol.floor
    if drawing_faults := list(_drawing_faults(proof, conditions)):
        return drawing_faults
    if not proof.views[floor].passed:
        return [_failure(proof, floor, scan_from, conditions)]
    others = [name for name, view in proof.views.items() if name != floor and not view.passed]
    findings = [_failure(proof, name, scan_from, conditions) for name in others]
    for name, left in proof.prints.items():
        if left.state == "lost":
            read = left.read.get(conditions.phone.decoder, 0)
            loss: Data = {"print": name, "read": read, "shots": left.shots}
            findings.append(Finding("scan-hostile", page=proof.page, data=proof.place | loss))
    return findings


def overstatement(proof: SymbolProof, claim: float, conditions: Conditions) -> Iterator[Finding]:
    """A sheet whose page says that it scans from farther away than it does: by more than a step of the context."""
    phone, name = conditions.phone, conditions.symbol.aim
    least = proof.views[name].pixels
    nearest = scanning.distance_m(phone, proof.module_mm, least - phone.step) if least else 0.0
    if claim * (1 - ROUNDING) > nearest:
        data = proof.place | {
            "view": name,
            "said": number(claim, 2),
            "metres": number(proof.views[name].metres, 2),
            "n": number(least, 2) if least else "—",
            "aim": number(conditions.aim, 2),
        }
        yield Finding("scan-overstated", page=proof.page, data=data)


def _drawing_faults(proof: SymbolProof, conditions: Conditions) -> Iterator[Finding]:
    """How the symbol is drawn, whatever its size."""
    rules = conditions.symbol
    if proof.dark > proof.light:
        yield Finding("scan-inverted", page=proof.page, data=proof.place)
    if proof.contrast < rules.contrast:
        share = {"contrast": number(proof.contrast * 100), "least": number(rules.contrast * 100)}
        yield Finding("scan-contrast", page=proof.page, data=proof.place | share)
    if proof.quiet < rules.quiet - SLACK:
        wide = number(rules.quiet * proof.module_mm)
        zone = {"quiet": number(proof.quiet), "least": number(rules.quiet), "mm": wide}
        yield Finding("scan-quiet", page=proof.page, data=proof.place | zone)


def misdirection(proof: SymbolProof, link: str) -> Iterator[Finding]:
    """A symbol that a strict phone does not open, or that leads elsewhere than to the page at `link`."""
    data = proof.place | {"found": proof.text}
    try:
        led = address.target(proof.text)
    except ValueError as error:
        yield Finding("scan-address", page=proof.page, data=data | {"file": "PDF", "part": str(error)})
        return
    if led != address.target(quote(link, safe=ADDRESS_SIGNS)):
        yield Finding("scan-elsewhere", page=proof.page, data=data | {"link": link})


def _failure(proof: SymbolProof, name: str, scan_from: float, conditions: Conditions) -> Finding:
    """Not read often enough from `scan_from`: the card is too small, or the symbol too dense for a card that is not."""
    phone, limits, view = conditions.phone, conditions.views[name], proof.views[name]
    data = proof.place | {
        "view": name,
        "scan_from": number(scan_from, 2),
        "share": number(100 * view.read[phone.decoder] / view.shots),
        "least": number(100 * limits.share),
        "n": number(proof.pixels, 2),
        "module": number(proof.module_mm, 2),
        "modules": proof.modules,
        "card": number(proof.card_mm),
        "pass": "—",
        "metres": number(view.metres, 2),
    }
    dense = False
    if view.pixels is not None:
        module = scanning.module_mm(phone, view.pixels, scan_from)
        data["pass"] = number((proof.modules + 2 * QUIET) * module)
        dense = proof.modules > LEAST_SYMBOL and proof.card_mm / (LEAST_SYMBOL + 2 * QUIET) >= module
    severity: Any = "error" if name == conditions.symbol.floor else "warning"
    return Finding("scan-dense" if dense else "scan-fails", severity, page=proof.page, data=data)
