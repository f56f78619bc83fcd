"""Made-up units and kits of sheets, for tests of the units' pages."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import product

import lxml.html

import shipped
from outreach.campaign.materials import Material
from outreach.campaign.units import Unit
from outreach.core.cache import Content
from outreach.core.strings import Strings
from outreach.products.kits import THEME
from outreach.products.kits.groups import groups
from outreach.products.kits.kits import Kits, KitSheet
from outreach.products.kits.pages import KitWriter
from outreach.products.kits.shell import Shell
from outreach.render.templates import Templates

TEMPLATES = Templates([THEME])
WORDS = Strings.load("vi")
HOSTILE = """<script>alert(1)</script> "A" & 'B' {name} %s"""
FIRST = "An Bình Cẩm Diễn Đông Gia Hải Hòa Kim Liên Long Mỹ Nam Ninh Phú Quảng Sơn Tân Thạnh Trực Vĩnh Xuân Yên"
SECOND = "Ân Bắc Châu Chính Cường Đạo Đức Giang Hạnh Hưng Khánh Lạc Lợi Mai Nghĩa Phong Quý Sơn Thắng Trung Ý"
EMPTY = Shell(("",))
PROFILES = ("office-mono", "office-colour")


def unit(code: str, name: str, district: str = "", province: str = "", **more: str) -> Unit:
    """A unit whose kind is the beginning of its name."""
    kind = next((kind for kind in ("thị trấn", "phường", "xã") if name.lower().startswith(kind + " ")), "")
    return Unit(code, name, kind, district and f"q{district[-3:]}", district, "", province, **more)


def many(count: int) -> list[Unit]:
    """So many units with names of two syllables, in 700 districts of 60 provinces; the first is in Huyện Ý Yên."""
    first, second = FIRST.split(), SECOND.split()
    names = list(product(("Xã", "Phường", "Thị trấn"), first, second))
    made = [Unit("09999", "Xã Nam Cường", "Xã", "900", "Huyện Ý Yên", "99", "Tỉnh Nam Hải")]
    for number in range(1, count):
        kind, one, other = names[number * 7 % len(names)]
        district, province = number % 699, number % 699 % 60
        made.append(
            Unit(
                f"{number + 10000:05}",
                f"{kind} {one} {other}",
                kind,
                f"{district:03}",
                f"Huyện {first[district % len(first)]} {second[district % len(second)]} {district}",
                f"{province:02}",
                f"Tỉnh {second[province % len(second)]} {first[province % len(first)]} {province}",
            )
        )
    return made


def sheets(materials: int = 4) -> list[KitSheet]:
    """Each material as A4 and A3, for two printers; both look the same at each size."""
    shipped_sheets = [sheet for sheet in shipped.sheets().values() if sheet.material.slug == "bang-tin"]
    forms = {(sheet.format, sheet.profile): sheet for sheet in shipped_sheets}
    return [
        KitSheet(
            replace(forms[form, profile], material=_material(forms[form, profile].material, number)),
            key="",
            thumbnail=f"an-pham/m{number}/m{number}-{form}.png",
            pixels=(720, 1018),
        )
        for number in range(materials)
        for form in ("a4", "a3")
        for profile in PROFILES
    ]


def _material(material: Material, number: int) -> Material:
    fields = {
        "title": f"Áp phích {number + 1} & bạn",
        "paper": "Giấy thường 80 g/m²",
        "place": "Bảng tin ngoài cửa",
        "height": "Mép dưới cách mặt đất 1,2 mét",
        "quantity": number + 2,
    }
    return replace(material, slug=f"m{number}", meta=material.meta.model_copy(update=fields))


def files(one: Unit, kit_sheets: list[KitSheet]) -> dict[str, Content]:
    """Names and sizes of a unit's files."""
    return {f"to-{number}-{one.code}.pdf": Content(20_600 + 1000 * number, "") for number, _ in enumerate(kit_sheets)}


def writer(units: Iterable[Unit], kit_sheets: list[KitSheet], shell: Shell = EMPTY) -> KitWriter:
    kits = Kits(replace(shipped.bundle(), units={}), {}, kit_sheets, (), shell, frozenset())
    return KitWriter(kits, groups(units))


def page(one: Unit, units: Iterable[Unit], shell: Shell) -> str:
    """The page of a unit."""
    kit_sheets = sheets()
    return writer(units, kit_sheets, shell).page(one, files(one, kit_sheets))


def instructions(html: str) -> str:
    """The document in a unit's page that its script packs into the ZIP."""
    return str(lxml.html.fromstring(html).xpath('//script[@data-name="doc-truoc.html"]')[0].text)
