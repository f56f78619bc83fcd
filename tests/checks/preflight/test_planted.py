"""Faults as they come about in a layout engine: planted in the HTML of a sheet for a print shop, found in its PDF."""

import pytest

from outreach.campaign.shops import Shop
from outreach.checks import rules
from outreach.checks.demands import for_shop
from outreach.checks.files import Standard, preflight
from outreach.render.pdf.normalise import finish
from typesetting import set_page

PRESS = "html { color: device-cmyk(0 0 0 1); font-size: 12pt } p { margin: 20mm 10mm }"
BLEED = "@page { bleed: 3mm }"


def line(width: float) -> str:
    stroke = f'fill="none" stroke="device-cmyk(0 0 0 1)" stroke-width="{width}"'
    return f'<svg viewBox="0 0 90 9" style="width:90mm;margin:20mm"><path d="M0 1h90" {stroke}/></svg>'


PLANTED = {
    "nothing": ("", "<p>Tốt", set()),
    "a solid page": ("", '<div style="position:absolute;inset:-3mm;background:device-cmyk(1 .7 0 0)"></div>', set()),
    "rgb text": ("", '<p style="color:#000">đen RGB', {"colour-rgb"}),
    "rich black": ("", '<p style="color:device-cmyk(.6 .5 .5 1)">đen bốn mực', {"text-rich-black"}),
    "ink": ("", '<div style="background:device-cmyk(1 .9 .9 .8);height:9mm;margin:20mm">', {"ink-sum"}),
    "hairline": ("", line(0.05), {"hairline"}),
    "thin border": ("", '<p style="border-top:.1pt solid device-cmyk(0 0 0 1)">x', {"thin-fill"}),
    "border that is thick enough": ("", '<p style="border-top:.3pt solid device-cmyk(0 0 0 1)">x', set()),
    "small text": ("", '<p style="font-size:4pt">bé', {"type-tiny"}),
    "pale text": ("", '<p style="color:device-cmyk(0 0 0 .4)">nhạt', {"contrast"}),
    "art that stops at the trim": ("", '<div style="width:148mm;height:40mm;background:device-cmyk(1 0 0 0)">', {"bleed-art"}),
    "narrow bleed": ("@page { bleed: 1mm }", "<p>x", {"bleed-narrow"}),
    "link": ("", '<p><a href="https://a.example/" style="color:inherit">x</a>', {"annotation"}),
    "missing glyph": ("", "<p>漢字", {"glyph-absent"}),
    "rgb gradient": ("", '<div style="height:9mm;margin:20mm;background:linear-gradient(red,blue)">', {"colour-rgb"}),
    "rgb crop marks": ("@page { marks: crop; bleed: 6mm }", "<p>x", {"colour-rgb", "blend-rgb"}),
    "text beyond the page": ("", '<p style="position:absolute;top:300mm">mất', {"text-unseen"}),
    "text that is clipped away": ("", '<div style="height:9mm;overflow:hidden"><p style="margin-top:30mm">mất', {"text-unseen"}),
    "text in the cut": ("", '<p style="position:absolute;margin:0;left:-2mm;top:40mm">HHH', {"text-cut", "text-near-trim", "bleed-art"}),
    "text near the cut": ("", '<p style="position:absolute;margin:0;left:1mm;top:40mm">HHH', {"text-near-trim"}),
}  # fmt: skip
# ruff: noqa: E501


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_found_and_no_other(name: str) -> None:
    css, body, expected = PLANTED[name]
    source = finish(set_page(body, PRESS + BLEED + css).pdf)
    _, found = preflight(source, Standard(for_shop(Shop()), rules.names()))
    assert {finding.slug for finding in found if finding.severity == "error"} == expected
