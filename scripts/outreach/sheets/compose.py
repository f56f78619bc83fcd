"""A sheet composed: material × format × profile (× unit) → one HTML document that holds everything."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from outreach.campaign import scanning
from outreach.campaign.bundle import Bundle
from outreach.campaign.conditions import Conditions
from outreach.campaign.materials import Material
from outreach.campaign.profiles import Profile
from outreach.campaign.scanning import Scan
from outreach.campaign.sheets import Sheet
from outreach.campaign.templates import SHARES, Box, Slot
from outreach.campaign.units import Unit
from outreach.content import markdown
from outreach.content.inline import Run, parse
from outreach.content.markdown import Block
from outreach.content.page import read
from outreach.core.findings import Data, Finding, OutreachError
from outreach.core.lengths import number
from outreach.core.tables import read_text
from outreach.render import drawings, qr
from outreach.render.glyphs import Family
from outreach.render.templates import Markup, Templates
from outreach.sheets.fallback import fit_unit, record_errors
from outreach.sheets.label import sheet_title
from outreach.sheets.presswork import Presswork, presswork
from outreach.sheets.probe import Probe
from outreach.sheets.scenes import scene_path
from outreach.sheets.slots import Fitting, View, css
from outreach.sheets.ties import language_of, slot_ties
from outreach.sheets.values import values_of


@dataclass(frozen=True)
class Composition:
    """A sheet ready to be set."""

    html: str
    slots: Mapping[str, View]
    scan: Scan | None
    press: Presswork | None = None
    findings: list[Finding] = field(default_factory=list)
    pictures: Mapping[str, Markup] = field(default_factory=dict)
    """Slot → the drawing in it."""


class Composer:
    """Composes the sheets of one campaign; font, templates and drawings are read once."""

    def __init__(self, bundle: Bundle, fonts: dict[int, Path]) -> None:
        self.bundle = bundle
        self.family = Family(fonts)
        self.templates = Templates([bundle.project.templates])
        self._pages: dict[Path, Any] = {}

    def compose(self, sheet: Sheet, probe: Probe | None = None) -> Composition:
        """The sheet's document, and a finding for each text that does not fit and each symbol too small.

        Of a unit's record that does not fit, the campaign's contact takes the place, with a warning.
        """
        composition = self._compose(sheet, probe)
        if sheet.unit is None or probe is not None or not record_errors(sheet, composition.findings):
            return composition

        def faults(unit: Unit) -> list[Finding]:
            return record_errors(sheet, self._compose(replace(sheet, unit=unit), None).findings)

        unit, warnings = fit_unit(sheet.unit, faults)
        composition = self._compose(replace(sheet, unit=unit), None)
        return replace(composition, findings=[*composition.findings, *warnings])

    def _compose(self, sheet: Sheet, probe: Probe | None) -> Composition:
        fitting = Fitting(self.family, sheet.form.rem, sheet.read_from, slot_ties(self.bundle, sheet))
        filling = _Filling(self, sheet, probe, fitting)
        filling.fill()
        html = self._document(sheet, filling.views, filling.pictures, decorated=probe is None or not probe.bare)
        findings = [f.at(sheet.material.table.name, _line(sheet, f), sheet=sheet.name) for f in fitting.findings]
        # What is said of a sheet holds for each of its symbols.
        scan = min(filling.scans, key=lambda scan: scan.n, default=None)
        press = presswork(self.bundle, sheet, self.templates)
        return Composition(html, filling.views, scan, press, findings, filling.pictures)

    def drawing(self, path: Path, profile: Profile, alt: str = "", tone: str = "", ground: str = "") -> Markup:
        """A drawing in the profile's palette; without `alt` it is decoration. `tone` colours an icon's lines."""
        svg = drawings.drop_titles(read_text(path, self.bundle.project.relative(path)))
        if alt:
            svg = drawings.add_title(svg, alt)
        if tone:
            svg = drawings.tone_icons(svg, tone)
        return self.colour_svg(svg, profile, ground)

    def colour_svg(self, svg: str, profile: Profile, ground: str = "") -> Markup:
        """An SVG in the colours of the profile's palette."""
        tokens = self.bundle.brand.colours[profile.palette]
        return drawings.apply_palette(svg, self.templates, profile.look, tokens, ground, profile.outline)

    def section(self, material: Material, slot: str, text: str) -> list[Any] | None:
        """The elements that `page.md#id` or `#id` refers to; None if the text is no reference."""
        match = markdown.REFERENCE.fullmatch(text)
        if match is None:
            return None
        docs, campaign = self.bundle.project.docs, self.bundle.campaign
        path = docs / match[1] if match[1] else self.bundle.project.root / material.table.name
        section, ids = list[Any](), "page.md#id"
        if path.resolve().is_relative_to(docs.resolve()) and path.is_file():
            if path not in self._pages:
                language = campaign.language_of(match[1] or "")
                page = read(path, self.bundle.project.relative(path), campaign.facts, language)
                self._pages[path] = markdown.to_tree(page.body)
            section = markdown.section(self._pages[path], match[2])
            ids = ", ".join(markdown.section_ids(self._pages[path]))
        if not section:
            fault = Finding("reference-unknown", data={"field": f"slots.{slot}", "found": text, "expected": ids})
            raise OutreachError(fault.at(material.table.name, material.line("slots", slot)))
        return section

    def _styles(self, path: Path) -> Markup:
        return Markup(read_text(path, self.bundle.project.relative(path)))

    def _document(
        self, sheet: Sheet, views: Mapping[str, View], pictures: Mapping[str, Markup], decorated: bool
    ) -> str:
        campaign, profile = self.bundle.campaign, self.bundle.profiles[sheet.profile]

        def drawing(name: str, tone: str = "") -> str:
            path = self.bundle.project.illustrations / f"{name}.svg"
            return self.drawing(path, profile, tone=tone) if decorated else ""

        width, height = sheet.form.delivered
        context = {
            "slots": views,
            "pictures": pictures,
            "drawing": drawing,
            "lang": campaign.language,
            "title": sheet_title(self.bundle, sheet),
            "summary": sheet.material.meta.summary,
            "author": campaign.issuer.name,
            "as_of": f"{campaign.as_of.isoformat()}T00:00:00Z",
            "classes": " ".join(part for part in (profile.look, sheet.profile, sheet.format, sheet.ground) if part),
            "ground": sheet.ground,
            "tokens": self.bundle.brand.colours[profile.palette],
            "link": values_of(self.bundle, sheet)["record.link"] if profile.links else "",
            "family": self.bundle.brand.fonts.family,
            "bleed": number(self.bundle.shop.bleed_mm if profile.shop else 0, 3),
            "width": number(width, 3),
            "height": number(height, 3),
            "rem": number(sheet.form.rem / sheet.form.enlarged, 6),
            "styles": self._styles(sheet.template.folder / "sheet.css"),
            "base": self._styles(self.bundle.project.templates / "_shared" / "base.css"),
        }
        return self.templates.render(f"{sheet.template.name}/sheet.html.j2", context)


class _Filling:
    """The slots of a sheet, filled one after another: views and drawings by slot, and the scans of its symbols."""

    def __init__(self, composer: Composer, sheet: Sheet, probe: Probe | None, fitting: Fitting) -> None:
        self._composer, self._sheet, self._probe, self._fitting = composer, sheet, probe, fitting
        self._profile = composer.bundle.profiles[sheet.profile]
        self._layout = sheet.template.layouts[sheet.format, sheet.profile]
        self._values = values_of(composer.bundle, sheet)
        self.views: dict[str, View] = {}
        self.pictures: dict[str, Markup] = {}
        self.scans: list[Scan] = []

    def fill(self) -> None:
        """Fill all slots that the sheet shows. What does not fit is a finding of the fitting."""
        drawings = {"symbol": self._symbol, "scene": self._scene, "picture": self._picture}
        names = self._probe.lines if self._probe is not None and self._probe.bare else self._layout
        for name, slot in self._layout.items():
            hidden = (slot.needs and not self._has(slot.needs)) or (slot.unless and self._has(slot.unless))
            if hidden or name not in names:
                continue
            if slot.kind not in drawings:
                self._words(name, slot)
            elif self._has(name):
                drawings[slot.kind](name, slot)

    def _has(self, name: str) -> bool:
        """True if there is something for a slot to show."""
        slot, meta = self._layout[name], self._sheet.material.meta
        if slot.kind == "picture":
            return bool(self._values.get(slot.default))
        content = {"symbol": meta.scan_from, "scene": meta.scene}.get(slot.kind, self._text(name, slot) or None)
        return content is not None

    def _symbol(self, name: str, slot: Slot) -> None:
        link = self._values["record.link"]
        symbol = qr.symbol(qr.link_text(link))
        scan, box, findings = _card(self._composer.bundle.conditions, self._sheet, slot, name, symbol, link)
        self.scans.append(scan)
        self._fitting.findings += findings
        svg = qr.svg(self._probe.symbol(symbol) if self._probe else symbol, self._values["strings.symbol_alt"])
        self._draw(name, slot, box, self._composer.colour_svg(svg, self._profile))

    def _scene(self, name: str, slot: Slot) -> None:
        path, alt = scene_path(self._composer.bundle, self._sheet, slot), self._sheet.material.meta.alt or ""
        self._draw(name, slot, slot.box, self._composer.drawing(path, self._profile, alt, ground=self._sheet.ground))

    def _picture(self, name: str, slot: Slot) -> None:
        path = self._composer.bundle.project.assets / self._values[slot.default]
        self._draw(name, slot, slot.box, self._composer.drawing(path, self._profile, self._values["record.name"]))

    def _draw(self, name: str, slot: Slot, box: Box, drawing: Markup) -> None:
        self.views[name] = View(name, slot.page, css(box))
        self.pictures[name] = drawing

    def _words(self, name: str, slot: Slot) -> None:
        view = self._content(name, slot)
        if view is None:
            return
        if self._probe is not None and name in self._probe.lines:
            lines = [(Run(line),) for line in self._probe.lines[name]]
            view = replace(view, lines=lines, style=self._probe.styles[name])
        self.views[name] = replace(view, lang=language_of(self._sheet, name, slot))

    def _content(self, name: str, slot: Slot) -> View | None:
        text, fitting = self._text(name, slot), self._fitting
        if not text:
            if not slot.optional:
                fitting.findings.append(Finding("slot-empty", data={"slot": name}))
            return None
        if slot.kind == "text":
            return fitting.text(name, slot, text)
        elements = self._composer.section(self._sheet.material, name, text)
        if elements is not None:
            fitting.left_out(name, text, slot.kind, markdown.beyond(elements, slot.kind))
        if slot.kind == "table" and elements is not None and (form := markdown.form(elements)):
            return fitting.table(name, slot, form)
        if slot.kind == "steps" and elements is not None and (steps := markdown.steps(elements)):
            return fitting.steps(name, slot, steps)
        blocks = [Block(parse(text))] if elements is None else markdown.blocks(elements)
        if slot.kind == "prose" and blocks:
            return fitting.prose(name, slot, blocks)
        fitting.findings.append(Finding("section-empty", data={"slot": name, "found": text}))
        return None

    def _text(self, name: str, slot: Slot) -> str:
        """The text of the material for a slot, else the slot's default; empty if it is only marks."""
        texts = self._sheet.material.meta.slots
        text = texts.get(name, texts.get(slot.like, self._values.get(slot.default, "")))
        return text if text.strip(" |*") else ""


def _line(sheet: Sheet, finding: Finding) -> int:
    slot = str(finding.data.get("slot", ""))
    field_name = {"type-small": ("read_from",), "scan-far": ("scan_from",), "scan-near": ("scan_from",)}
    return sheet.material.line(*field_name.get(finding.slug, ("slots", slot) if slot else ("formats",)))


def _card(
    conditions: Conditions, sheet: Sheet, slot: Slot, name: str, symbol: qr.Symbol, link: str
) -> tuple[Scan, Box, list[Finding]]:
    """The card of a symbol as large as `scan_from` asks, within what the template has room for.

    Returns the scan, the card's box in rem, and a finding if a phone sees fewer pixels per module (`n`) than it needs.
    """
    phone, aim, floor = conditions.phone, conditions.aim, conditions.floor
    assert slot.card is not None and sheet.material.meta.scan_from is not None
    distance, rem = sheet.material.meta.scan_from, sheet.form.rem
    ideal = scanning.card_mm(phone, symbol.size, aim, distance) / rem
    card = min(max(ideal, slot.card[0]), slot.card[1])
    module = card * rem / symbol.size
    n = scanning.pixels_per_module(phone, module, distance)
    left, top, width, _ = slot.box
    box = (left + SHARES[slot.align] * (width - card), top, card, card)
    scan = Scan(link, card * rem, n, scanning.distance_m(phone, module, aim), distance)
    findings = []
    if n < aim - 1e-6:
        passing = [
            form.label
            for (key, profile), slots in sheet.template.layouts.items()
            if profile == sheet.profile and name in slots and (greatest := slots[name].card) is not None
            if greatest[1] * (form := sheet.template.formats[key]).rem
            >= scanning.card_mm(phone, symbol.size, floor, distance)
        ]
        data: Data = {
            "slot": name,
            "n": number(n, 2),
            "least": number(floor, 2),
            "aim": number(aim, 2),
            "scan_from": number(distance, 2),
            "card": number(card * rem),
            "floor": number(scanning.card_mm(phone, symbol.size, floor, distance)),
            "pass": number(scanning.card_mm(phone, symbol.size, aim, distance)),
            "formats": ", ".join(passing) or "—",
        }
        far = n < floor
        findings.append(Finding("scan-far" if far else "scan-near", "error" if far else "warning", data=data))
    return scan, box, findings
