"""Made-up units and kits of sheets, for tests of the units' pages."""

from collections.abc import Iterable
from itertools import product

import shipped
from outreach.campaign.units import Unit
from outreach.core.strings import Strings
from outreach.products.kits import THEME
from outreach.products.kits.groups import groups
from outreach.products.kits.pages import KitFile, KitSheet, KitWriter, UnitKit
from outreach.render.templates import Templates

TEMPLATES = Templates([THEME])
WORDS = Strings.load("vi")
HOSTILE = """<script>alert(1)</script> "A" & 'B' {name} %s"""
FIRST = "An Bình Cẩm Diễn Đông Gia Hải Hòa Kim Liên Long Mỹ Nam Ninh Phú Quảng Sơn Tân Thạnh Trực Vĩnh Xuân Yên"
SECOND = "Ân Bắc Châu Chính Cường Đạo Đức Giang Hạnh Hưng Khánh Lạc Lợi Mai Nghĩa Phong Quý Sơn Thắng Trung Ý"
PROFILES = {"Máy in đen trắng": "Giấy A4 hoặc A3, tỉ lệ 100 %.", "Máy in màu": "In tràn lề nếu máy có."}


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
    return [
        KitSheet(
            title=f"Áp phích {material + 1} & bạn",
            label=label,
            profile=profile,
            hint=hint,
            paper="Giấy thường 80 g/m²",
            size="210 × 297 mm",
            where="Bảng tin ngoài cửa",
            height="Mép dưới cách mặt đất 1,2 mét",
            count=material + 2,
            thumbnail=f"an-pham/m{material}/m{material}-{label.lower()}.png",
            alt=f"Xem trước áp phích {material + 1}, khổ {label}",
        )
        for material in range(materials)
        for label in ("A4", "A3")
        for profile, hint in PROFILES.items()
    ]


def kit(one: Unit, kit_sheets: list[KitSheet]) -> UnitKit:
    files = [KitFile(f"to-{number}-{one.code}.pdf", 20_600 + 1000 * number) for number, _ in enumerate(kit_sheets)]
    return UnitKit(one, files, KitFile(f"bo-in-{one.code}.zip", 3_449_000))


def writer(units: Iterable[Unit], kit_sheets: list[KitSheet]) -> KitWriter:
    return KitWriter(kit_sheets, groups(units), shipped.bundle().campaign, WORDS, TEMPLATES)
