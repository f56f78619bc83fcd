"""Pages for the office, a file each without scripts or network, for screens and A4, in the brand's colours and font."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from outreach.campaign.brand import WEB_PALETTE
from outreach.products.reports import THEME
from outreach.products.reports.reporting import Reporting
from outreach.render.fonts import woff2
from outreach.render.templates import Templates

TINTS = {"track": 0.17, "low": 0.12, "middle": 0.32, "line": 0.58, "high": 0.75, "quiet": 0.82}
"""Name → how much of the brand's ink is mixed with white. For an ink with a contrast of 9 to 1 on white, that of white
on `high` and of `quiet` on white is above 4.5 to 1, that of `line` on white above 3 to 1."""
WEIGHTS = (500, 700)


def offline_page(template: str, reporting: Reporting, context: Mapping[str, Any]) -> bytes:
    """A template filled in as HTML, with the characters of the page alone in its fonts."""
    colours = reporting.bundle.brand.colours[WEB_PALETTE]
    values: dict[str, Any] = {
        "words": reporting.bundle.words,
        "reporting": reporting,
        "campaign": reporting.bundle.campaign,
        "colours": colours,
        "tints": {name: tint(colours["ink"], share) for name, share in TINTS.items()},
        "faces": {},
        **context,
    }
    templates = Templates([THEME])
    text = templates.render(template, values)
    files = {weight: reporting.fonts[weight] for weight in WEIGHTS if weight in reporting.fonts}
    values["faces"] = {weight: base64.b64encode(woff2(file, text)).decode() for weight, file in files.items()}
    return templates.render(template, values).encode()


def tint(colour: str, share: float) -> str:
    """A colour #RRGGBB mixed with white. Computed here: browsers of old offices do not know `color-mix`."""
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(255 + (part - 255) * share):02x}" for part in parts)
