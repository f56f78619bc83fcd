"""A sheet: material × template × format × profile, and the unit that it is made for."""

from collections.abc import Iterable
from dataclasses import dataclass

from outreach.campaign.formats import Format
from outreach.campaign.materials import Material
from outreach.campaign.templates import Template
from outreach.campaign.units import Unit


@dataclass(frozen=True)
class Output:
    """A file that a sheet is published as: its name, its name in the cache, its kind, the page that it shows."""

    name: str
    cache_name: str
    kind: str
    page: int
    """0: all of them."""
    loop: str = ""
    """The loop of the template that it holds."""


@dataclass(frozen=True)
class Sheet:
    """A sheet to be made: an entry of the plan."""

    material: Material
    template: Template
    format: str
    profile: str
    unit: Unit | None = None

    @property
    def has_symbol(self) -> bool:
        """True if people scan it."""
        slots = self.template.layouts[self.format, self.profile].values()
        return self.material.meta.scan_from is not None and any(slot.kind == "symbol" for slot in slots)

    @property
    def name(self) -> str:
        """The stem of its files."""
        return self.named()

    def named(self, pieces: str = "") -> str:
        """The stem of its files, or of those that show it in `pieces`. A file that is not of final size says so."""
        unit = self.unit.code if self.unit else ""
        scale = f"1-{self.form.scale}" if self.form.scale > 1 else ""
        return "-".join(p for p in (self.material.slug, self.format, pieces, self.profile, unit, scale) if p)

    def outputs(self, kinds: Iterable[str]) -> list[Output]:
        """The files of these kinds that are published of it. A PDF has all pages, a picture shows one."""
        stills = range(1, self.template.stills + 1)
        return [
            Output(f"{self.name}{f'-{page}' if page > 1 else ''}.{kind}", f"{page or 'sheet'}.{kind}", kind, page)
            for kind in kinds
            for page in ((0,) if kind == "pdf" else stills)
        ]

    @property
    def loops(self) -> list[Output]:
        """The films of its loops, for profiles that publish them."""
        return [Output(f"{self.name}-{loop}.mp4", f"{loop}.mp4", "mp4", 0, loop) for loop in self.template.loops]

    @property
    def form(self) -> Format:
        return self.template.formats[self.format]

    @property
    def ground(self) -> str:
        """The colour that leads it: the material's, else the first that the template has; empty if that has none."""
        return self.material.meta.ground or next(iter(self.template.grounds), "")

    @property
    def read_from(self) -> float:
        """Metres from which it must be legible."""
        return self.form.read_from or self.material.meta.read_from
