"""How a unit is found: a field to type in, the index behind it, and lists by district that need no script."""

import json
from collections.abc import Iterable, Sequence

from outreach.campaign.unit_cells import inside
from outreach.campaign.units import Unit
from outreach.core.project import UNITS
from outreach.core.strings import Strings
from outreach.core.text import fold
from outreach.products.kits.groups import Group, groups, split_type
from outreach.products.kits.shell import Shell
from outreach.render.templates import Templates

INDEX = f"{UNITS}/index.json"
"""The index, in the site."""
SCRIPT = "assets/javascripts/finder.js"


def finder(units: Iterable[Unit], words: Strings, templates: Templates) -> str:
    """HTML for the page at UNITS: the field, which shows where there is a script, and the list of groups.

    It has no empty lines and no indents, so that Markdown takes it for one block.
    """
    provinces: dict[str, list[Group]] = {}
    for group in groups(units):
        provinces.setdefault(group.province, []).append(group)
    values = {"words": words.section("units"), "provinces": provinces, "script": f"../{SCRIPT}"}
    html = templates.render("unit_finder.html.j2", values)
    return "\n".join(line.strip() for line in html.splitlines() if line.strip()) + "\n"


def district_page(group: Group, shell: Shell, words: Strings, templates: Templates) -> tuple[str, str]:
    """The page of a group, with a link to each of its units: path in the site and HTML."""
    fields = {"group": group, "seat": group.province, "words": words.section("units")}
    fields["count"] = words.text("units.count", count=len(group.units))
    summary = words.text("units.district_summary", name=group.name, count=len(group.units))
    title = words.text("units.district_title", name=group.name)
    body = templates.render("unit_district.html.j2", fields)
    return f"{group.path}index.html", shell.page(title, summary, group.path, body)


def index_json(units: Iterable[Unit]) -> str:
    """The index as JSON: `kinds` and `provinces` are names, `places` pairs of a district ("" for none) and the number
    of its province, `units` rows of code, number of the kind, name, number of the place.

    After a district a province is written with a small initial (`inside`). Units are in the order of their names, so
    the script need not sort what it finds.
    """
    kinds: dict[str, int] = {}
    provinces: dict[str, int] = {}
    places: list[tuple[str, int]] = []
    rows: list[tuple[str, Sequence[str | int]]] = []
    for number, group in enumerate(groups(units)):
        first = group.units[0]
        district = group.name if first.district_name or first.district_code else ""
        province = inside(first.province_name) if district else first.province_name
        places.append((district, provinces.setdefault(province, len(provinces))))
        for unit in group.units:
            kind, name = split_type(unit)
            rows.append((fold(name), (unit.code, kinds.setdefault(kind, len(kinds)), name, number)))
    rows.sort(key=lambda row: (row[0], row[1][0]))
    index = {"kinds": list(kinds), "provinces": list(provinces), "places": places, "units": [row for _, row in rows]}
    return json.dumps(index, ensure_ascii=False, separators=(",", ":")) + "\n"
