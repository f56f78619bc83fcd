"""A sheet composed: material × format × profile (× unit) → one HTML document that holds everything."""

from __future__ import annotations

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
from outreach.campaign.templates import Slot
from outreach.campaign.units import Unit
from outreach.content import markdown
from outreach.content.inline import Run, parse
from outreach.content.markdown import Block, Step
from outreach.content.page import read
from outreach.core.errors import OutreachError
from outreach.core.findings import Data, Finding
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
from outreach.sheets.ties import SheetTies, language_of
from outreach.sheets.values import values_of


@dataclass(frozen=True)
class Composed:
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
        self._family = Family(fonts)
        self._templates = Templates([bundle.project.templates])
        self._sections, self._ties = dict[Path, Any](), SheetTies(bundle)

    def compose(self, sheet: Sheet, probe: Probe | None = None) -> Composed:
        """The sheet's document, and a finding for each text that does not fit and each symbol too small.

        Of a unit's record that does not fit, the campaign's contact takes the place, with a warning.
        """
        composed = self._composed(sheet, probe)
        if sheet.unit is None or probe is not None or not record_errors(sheet, composed.findings):
            return composed

        def faults(unit: Unit) -> list[Finding]:
            return record_errors(sheet, self._composed(replace(sheet, unit=unit), None).findings)

        unit, warnings = fit_unit(sheet.unit, faults)
        composed = self._composed(replace(sheet, unit=unit), None)
        return replace(composed, findings=[*composed.findings, *warnings])

    def _composed(self, sheet: Sheet, probe: Probe | None) -> Composed:
        meta = sheet.material.meta
        fitting = Fitting(self._family, sheet.form.rem, sheet.read_from, self._ties.of(sheet))
        profile = self.bundle.profiles[sheet.profile]
        scans: list[Scan] = []
        views: dict[str, View] = {}
        pictures: dict[str, Markup] = {}
        values = values_of(self.bundle, sheet)
        layout = sheet.template.layouts[sheet.format, sheet.profile]
        wanted = probe.lines if probe is not None and probe.bare else layout
        pictured = {"symbol": meta.scan_from is not None, "scene": meta.scene is not None}

        def given(name: str) -> bool:
            slot = layout[name]
            if slot.kind == "picture":
                return bool(values.get(slot.default))
            return pictured[slot.kind] if slot.kind in pictured else bool(self._text(sheet, name, slot, values))

        for name, slot in layout.items():
            left_out = (slot.needs and not given(slot.needs)) or (slot.unless and given(slot.unless))
            if left_out or name not in wanted:
                continue
            if slot.kind == "symbol":
                if meta.scan_from is not None:
                    symbol = qr.symbol(qr.link_text(values["record.link"]))
                    link = values["record.link"]
                    scan, view, found = _symbol(self.bundle.conditions, sheet, slot, name, symbol, link)
                    scans.append(scan)
                    fitting.findings += found
                    views[name] = view
                    drawn = probe.symbol(symbol) if probe else symbol
                    pictures[name] = self._inked(qr.svg(drawn, values["strings.symbol_alt"]), profile)
            elif slot.kind == "scene":
                if meta.scene is not None:
                    views[name] = View(name, slot.page, css(slot.box))
                    path = scene_path(self.bundle, sheet, slot)
                    pictures[name] = self._drawn(path, profile, meta.alt or "", ground=sheet.ground)
            elif slot.kind == "picture":
                if given(name):
                    views[name] = View(name, slot.page, css(slot.box))
                    path = self.bundle.project.assets / values[slot.default]
                    pictures[name] = self._drawn(path, profile, values["record.name"])
            elif (content := self._content(sheet, name, slot, values, fitting)) is not None:
                views[name] = replace(content, lang=language_of(sheet, name, slot))
                if probe is not None and name in probe.lines:
                    lines = [(Run(line),) for line in probe.lines[name]]
                    views[name] = replace(views[name], lines=lines, style=probe.styles[name])
        html = self._document(sheet, profile, views, pictures, drawn=wanted is layout)
        table, own = sheet.material.table.name, {"sheet": sheet.name}
        found = [
            Finding(f.slug, f.severity, table, _line(sheet, f), f.page, {**f.data, **own}) for f in fitting.findings
        ]
        least = min(scans, key=lambda one: one.n, default=None)  # what is said of a sheet holds for each of its symbols
        press = presswork(self.bundle, sheet, self._templates)
        return Composed(html, views, least, press, found, pictures)

    def drawing(self, name: str, profile: Profile, alt: str = "", tone: str = "") -> Markup:
        """A drawing in the profile's palette; without `alt` it is decoration. `tone` colours an icon's lines."""
        return self._drawn(self.bundle.project.illustrations / f"{name}.svg", profile, alt, tone)

    def _drawn(self, path: Path, profile: Profile, alt: str = "", tone: str = "", ground: str = "") -> Markup:
        svg = drawings.drop_titles(read_text(path, self.bundle.project.relative(path)))
        if alt:
            svg = drawings.add_title(svg, alt)
        if tone:
            svg = drawings.tone_icons(svg, tone)
        return self._inked(svg, profile, ground)

    def _styles(self, path: Path) -> Markup:
        return Markup(read_text(path, self.bundle.project.relative(path)))

    def _inked(self, svg: str, profile: Profile, ground: str = "") -> Markup:
        tokens = self.bundle.brand.colours[profile.palette]
        return drawings.apply_palette(svg, self._templates, profile.look, tokens, ground, profile.outline)

    def _document(
        self, sheet: Sheet, profile: Profile, views: Mapping[str, View], pictures: Mapping[str, Markup], drawn: bool
    ) -> str:
        campaign = self.bundle.campaign
        width, height = sheet.form.delivered
        context = {
            "slots": views,
            "pictures": pictures,
            "drawing": lambda name, tone="": self.drawing(name, profile, tone=tone) if drawn else "",
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
        return self._templates.render(f"{sheet.template.name}/sheet.html.j2", context)

    def _content(self, sheet: Sheet, name: str, slot: Slot, values: Mapping[str, str], fitting: Fitting) -> View | None:
        text = self._text(sheet, name, slot, values)
        if not text:
            if not slot.optional:
                fitting.findings.append(Finding("slot-empty", data={"slot": name}))
            return None
        if slot.kind == "text":
            return fitting.text(name, slot, text)
        elements = self._section(sheet.material, name, text)
        if elements is not None:
            fitting.left_out(name, text, slot.kind, markdown.beyond(elements, slot.kind))
        if slot.kind == "table":
            form = markdown.form(elements) if elements is not None else None
            if form is None:
                fitting.findings.append(Finding("section-empty", data={"slot": name, "found": text}))
                return None
            return fitting.table(name, slot, form)
        if slot.kind == "steps":
            steps: list[Step] = markdown.steps(elements) if elements is not None else []
            if not steps:
                fitting.findings.append(Finding("section-empty", data={"slot": name, "found": text}))
                return None
            return fitting.steps(name, slot, steps)
        blocks = markdown.blocks(elements) if elements is not None else [Block(parse(text))]
        if not blocks:
            fitting.findings.append(Finding("section-empty", data={"slot": name, "found": text}))
            return None
        return fitting.prose(name, slot, blocks)

    def _text(self, sheet: Sheet, name: str, slot: Slot, values: Mapping[str, str]) -> str:
        """The text of the material for a slot, else the slot's default; empty if it is only marks."""
        said = sheet.material.meta.slots
        text = said.get(name, said.get(slot.like, values.get(slot.default, "")))
        return text if text.strip(" |*") else ""

    def _section(self, material: Material, slot: str, text: str) -> list[Any] | None:
        """The elements that `page.md#id` or `#id` refers to; None if the text is no reference."""
        match = markdown.REFERENCE.fullmatch(text)
        if match is None:
            return None
        docs = self.bundle.project.docs
        path = docs / match[1] if match[1] else self.bundle.project.root / material.table.name
        line = material.line("slots", slot)
        if not path.resolve().is_relative_to(docs.resolve()) or not path.is_file():
            data: Data = {"field": f"slots.{slot}", "found": text, "expected": "page.md#id"}
            raise OutreachError(Finding("reference-unknown", file=material.table.name, line=line, data=data))
        if path not in self._sections:
            campaign = self.bundle.campaign
            page = read(path, self.bundle.project.relative(path), campaign.facts, campaign.language_of(match[1] or ""))
            self._sections[path] = markdown.to_tree(page.body)
        found = markdown.section(self._sections[path], match[2])
        if not found:
            known = ", ".join(markdown.section_ids(self._sections[path]))
            data = {"field": f"slots.{slot}", "found": text, "expected": known}
            raise OutreachError(Finding("reference-unknown", file=material.table.name, line=line, data=data))
        return found


def _line(sheet: Sheet, finding: Finding) -> int:
    slot = str(finding.data.get("slot", ""))
    field_name = {"type-small": ("read_from",), "scan-far": ("scan_from",), "scan-near": ("scan_from",)}
    return sheet.material.line(*field_name.get(finding.slug, ("slots", slot) if slot else ("formats",)))


def _symbol(
    conditions: Conditions, sheet: Sheet, slot: Slot, name: str, symbol: qr.Symbol, link: str
) -> tuple[Scan, View, list[Finding]]:
    """The card as large as `scan_from` asks, within what the template has room for."""
    phone, aim, floor = conditions.phone, conditions.aim, conditions.floor
    assert slot.card is not None and sheet.material.meta.scan_from is not None
    distance, rem = sheet.material.meta.scan_from, sheet.form.rem
    wanted = scanning.card_mm(phone, symbol.size, aim, distance) / rem
    card = min(max(wanted, slot.card[0]), slot.card[1])
    module = card * rem / symbol.size
    n = scanning.pixels_per_module(phone, module, distance)
    left, top, width, _ = slot.box
    box = (left + {"left": 0.0, "center": (width - card) / 2, "right": width - card}[slot.align], top, card, card)
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
    return scan, View(name, slot.page, css(box)), findings
