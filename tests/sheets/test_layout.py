"""Bad layouts set by WeasyPrint, each found with its side and millimetres; good ones next to them pass."""

import pytest

from outreach.core.findings import Finding
from outreach.sheets.layout_check import Limits, layout
from typesetting import TRIM, set_page

CSS = """* { box-sizing: border-box } body { font-size: 12pt; line-height: 1.4 } p, h1 { margin: 0 }
h1 { font-weight: 900; font-size: 24pt } div { margin: 10mm } .a { position: absolute; margin: 0 }
svg { display: block } .nowrap { white-space: nowrap }"""
LONG = "Đêm hội Trung thu Nguyễn Huệ rước đèn phá cỗ cùng thiếu nhi toàn quận " * 3
HALF = "position:absolute;margin:0;left:20mm;top:40mm;width:80mm;height:60mm;transform:rotate(180deg)"
LINE = 12 * 1.4 * 25.4 / 72  # mm
BAR = '<svg xmlns="http://www.w3.org/2000/svg" style="{}" viewBox="0 0 6 1"><rect width="6" height="1"/></svg>'

TURNED = BAR.replace("<rect", '<rect transform="rotate(5)"')


def faults(body: str, pages: int = 1, safe: float = 4) -> list[Finding]:
    limits = Limits(TRIM, pages, safe, ())
    return list(layout(set_page(body, CSS), limits))


LINES = "<br>".join(["Một dòng"] * 6)
# body → slug, box, side, the greatest millimetres (None: more than 4)
# ruff: noqa: E501
BAD = {
    "text below a fixed box": (f'<div style="height:20mm">{LINES}</div>', "overflow", "div", "bottom", 6 * LINE - 20),
    "text below a box of greatest height": (f'<div style="max-height:20mm">{LINES}</div>', "overflow", "div", "bottom", 6 * LINE - 20),
    "text clipped": (f'<div style="height:20mm;overflow:hidden">{LINES}</div>', "overflow", "div", "bottom", 6 * LINE - 20),
    "text above its box": ('<div style="height:20mm"><p style="position:relative;top:-9mm">a</p></div>', "overflow", "div", "top", 9),
    "text left of its box": ('<div><p style="text-indent:-5mm">a</p></div>', "overflow", "p", "left", 5),
    "a line that may not break": ('<div class="nowrap" style="width:20mm">' + "Một" * 10 + "</div>", "overflow", "div.nowrap", "right", None),
    "a line that may not break, clipped": ('<div class="nowrap" style="width:20mm;overflow:hidden">' + "Một" * 10 + "</div>", "overflow", "div.nowrap", "right", None),
    "a word that is too long": ('<div style="width:20mm">' + "Một" * 10 + "</div>", "overflow", "div", "right", None),
    "a float below its box": (f'<div style="height:20mm"><p style="float:left">{LINES}</p></div>', "overflow", "div", "bottom", 6 * LINE - 20),
    "an item below its grid row": (f'<div style="display:grid;grid-template-rows:20mm 40mm"><p>{LINES}</p><p>b</p></div>', "overflow", "p", "bottom", 6 * LINE - 20),
    "a cell too narrow": ('<table style="margin:10mm;width:20mm;table-layout:fixed"><tr><td>' + "Một" * 10 + "</table>", "overflow", "td", "right", None),
    "a picture wider than its box": (f"<div style='width:30mm'>{BAR.format('width:60mm;height:10mm')}</div>", "overflow", "div", "right", 30),
    "a picture higher than its box": (f"<div style='height:8mm'>{BAR.format('width:60mm;height:10mm')}</div>", "overflow", "div", "bottom", 2),
    "a line too long upside down": (f'<div style="{HALF}"><p class="a nowrap" style="left:50mm;width:20mm">{"Một" * 10}</p></div>', "overflow", "p.a.nowrap", "left", None),
    "text below a box that is upside down": (f'<div style="{HALF}">{LINES}<br>{LINES}</div>', "overflow", "div", "top", 12 * LINE - 60),
    "text above its box upside down": (f'<div style="{HALF}"><p style="position:relative;top:-9mm">a</p></div>', "overflow", "div", "bottom", 9),
    "a picture wider than its box upside down": (f"<div style='{HALF}'>{BAR.format('width:90mm;height:10mm')}</div>", "overflow", "div", "left", 10),
    "text too near the edge upside down": (f'<div style="{HALF};left:66mm"><p class="a" style="left:0.5mm">a</p></div>', "safe-area", None, "right", 1.5),
    "text too near the edge": ('<p class="a" style="left:2.5mm;top:50mm">a</p>', "safe-area", None, "left", 1.5),
    "text off the right edge": ('<p class="a" style="left:147mm;top:50mm">abc</p>', "safe-area", None, "right", None),
    "text off the top": ('<p class="a" style="left:50mm;top:-1mm">abc</p>', "safe-area", None, "top", 5),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_layout_is_found(name: str) -> None:
    body, slug, box, side, mm = BAD[name]
    found = [f for f in faults(body) if f.slug == slug and f.data["side"] == side]
    found = [f for f in found if box is None or f.data["box"] == box]
    assert found and all(f.page == 1 for f in found)
    worst = max(float(f.data["mm"]) for f in found)
    if mm is None:
        assert worst > 4
    else:
        assert worst == pytest.approx(mm, abs=0.1)


GOOD = {
    "flowing text": f'<div><h1>Ngày hội</h1><p>{LONG}</p></div>',
    "a box that is just high enough": f'<div style="height:{6 * LINE:.2f}mm;overflow:hidden">{LINES}</div>',
    "a box less than a hair too low": f'<div style="height:{6 * LINE - 0.1:.2f}mm">{LINES}</div>',
    "a placed box of unbroken lines": '<p class="a nowrap" style="left:10mm;top:10mm;width:60mm;height:20mm">Một<br>Hai</p>',
    "text at the border of the safe area": '<p class="a" style="left:4mm;top:4mm">a</p>',
    "a flex column with room": f'<div style="display:flex;flex-direction:column;height:120mm"><h1>a</h1><p style="flex:1">{LONG}</p><p>b</p></div>',
    "a flex row": '<div style="display:flex;gap:4mm;width:100mm"><p style="width:40mm">Một hai ba</p><p>bốn</p></div>',
    "a grid": f'<div style="display:grid;grid-template-columns:1fr 1fr;gap:5mm"><h1>T</h1><p>a</p><p>b</p><p>{LONG}</p></div>',
    "a table": '<table style="margin:10mm;width:100mm"><tr><td style="height:10mm">a</td><td>b</td></tr></table>',
    "a picture as wide as its box": f"<div style='width:60mm;height:10mm'>{BAR.format('width:60mm;height:10mm')}</div>",
    "a picture to the edge": f"<div style='margin:0;width:148mm'>{BAR.format('width:148mm;height:10mm')}</div>",
    "a picture turned by itself": f"<div style='width:60mm'>{TURNED.format('width:60mm;height:10mm')}</div>",
    "a box upside down": f'<div style="{HALF}"><h1>Ngày hội</h1><p>Một hai ba</p>{BAR.format("width:80mm;height:10mm")}</div>',
    "a box upside down, its top at the foot": '<div style="position:absolute;margin:0;left:0;top:105mm;width:148mm;height:105mm;transform:rotate(180deg)"><p class="a" style="left:5mm;bottom:5mm">a</p></div>',
    "a box turned twice": f'<div style="{HALF}"><p style="transform:rotate(-180deg);width:30mm;height:10mm">Một</p></div>',
    "tight lines": '<div style="height:10mm;line-height:.8;font-size:30pt;margin-top:20mm">ẾỘg</div>',
    "soft hyphens and spaces": "<div style='width:100mm'>Một  hai\n ba&shy;bốn&nbsp;năm</div>",
}  # fmt: skip


@pytest.mark.parametrize("name", GOOD)
def test_a_good_layout_passes(name: str) -> None:
    assert faults(GOOD[name]) == []


LOST = {
    "a flex column that drops text": f'<div style="display:flex;flex-direction:column;height:190mm"><h1>a</h1><p style="flex:1">{LONG * 22}</p></div>',
    "a placed box past the foot": f'<p class="a" style="top:300mm;left:10mm;width:60mm">{LONG}</p>',
    "lines cut off": f'<div style="max-lines:2">{LONG}</div>',
    "text that is not displayed": '<div>a<span style="display:none">ẩn đi</span></div>',
}  # fmt: skip


@pytest.mark.parametrize("name", LOST)
def test_text_that_is_dropped_in_silence_is_counted(name: str) -> None:
    (fault,) = (f for f in faults(LOST[name]) if f.slug == "text-lost")
    assert fault.data["text"]
    if "not displayed" in name:
        assert (fault.data["count"], sorted(str(fault.data["text"]))) == (4, sorted("ẩnđi"))
    else:
        assert int(fault.data["count"]) > 50


@pytest.mark.parametrize("size", ["width:0;height:10mm", "width:60mm;height:0"])
def test_a_picture_that_is_not_seen_is_told(size: str) -> None:
    assert [f.slug for f in faults(f"<div>{BAR.format('width:60mm;height:10mm')}</div>")] == []
    found = faults(f"<div>{BAR.format(size)}</div>")
    assert [(f.slug, f.page, f.data) for f in found] == [("picture-empty", 1, {"what": "svg"})]


def test_text_that_no_one_wrote_is_counted() -> None:
    (fault,) = faults('<style>p::before { content: "thêm " }</style><div><p>a</p></div>')
    assert (fault.slug, fault.data["count"]) == ("text-extra", 4)


@pytest.mark.parametrize(
    "transform",
    [
        "rotate(-5deg)",
        "rotate(90deg)",
        "rotate(179deg)",
        "rotate(180deg) translate(1mm)",
        "scale(-1)",
        "rotate(180deg);transform-origin:0 0",
        "rotate(180deg);transform-origin:50% 40mm",
    ],
)
def test_turned_text_can_not_be_checked(transform: str) -> None:
    outer = f'<div style="margin:60mm;transform:{transform}"><p>xoay</p></div>'
    inner = f'<div style="{HALF}"><div style="transform:{transform}"><p>xoay</p></div></div>'
    around = f'<div style="margin:0;transform:{transform}"><div style="{HALF}"><p>xoay</p></div></div>'
    for body in (outer, inner, around):
        assert [f.slug for f in faults(body)] == ["overflow-unchecked"], body


def test_pages_are_counted_and_faults_know_their_page() -> None:
    two = "<div>a</div><p class='b' style='break-before:page;margin-left:1mm;margin-top:9mm'>b</p>"
    assert [(f.slug, f.page) for f in faults(two, pages=2)] == [("safe-area", 2)]
    assert [(f.slug, f.data) for f in faults(two, pages=1, safe=0)] == [("page-count", {"found": 2, "expected": 1})]
    spilt = faults(f"<div>{LONG * 30}</div>")
    assert spilt[0].slug == "page-count" and "text-lost" not in {f.slug for f in spilt}


def test_a_complaint_of_the_library_is_a_fault() -> None:
    (fault,) = faults('<div style="text-wrap:balance">a</div>')
    assert fault.slug == "library-warning" and "text-wrap" in str(fault.data["text"])
