"""Lines of the whole shipped campaign end at sense, as they are read back from its finished PDFs."""

import re
from functools import cache
from pathlib import Path

import shipped
from lines import Line, torn
from outreach.content.inline import parse
from outreach.content.ties import Ties
from outreach.sheets.ties import ties_of
from typesetting import set_page

STEP = 25
"""One unit in so many: their sheets differ in a few words."""


@cache
def ties() -> Ties:
    return ties_of(shipped.bundle())


def test_no_line_of_a_finished_file_ends_at_a_tie(site: Path) -> None:
    kits = {path.parent.name for path in sorted((site / "don-vi").glob("*/catalogue.json"))[::STEP]}
    files = [
        path
        for path in site.rglob("*.pdf")
        if "en" not in path.relative_to(site).parts
        # copies on one paper are turned, so their lines stand upright; each is the sheet itself (test_imposed.py)
        and not re.search(r"-x\d", path.stem)
        and (path.parent.parent.name != "don-vi" or path.parent.name in kits)
    ]
    assert len(files) > 200 and len(kits) > 5
    assert {path.name: found for path in files if (found := torn(path, ties()))} == {}


def test_a_torn_line_is_seen() -> None:
    page = "<h1>Qua sông, nhớ<br>cài Bluezone</h1><p>đối chiếu trong 14<br>ngày. Trên điện thoại<br>thông minh</p>"
    found = torn(set_page(page, "p, h1 { font-size: 20px; line-height: 1.2; margin: 20px 0 }").pdf, ties())
    assert [words for _, words, _ in found] == ["nhớ | cài", "14 | ngày."]


def test_what_stands_elsewhere_goes_on_nowhere() -> None:
    line = Line("trong 14", 10, 100, 90, 112)
    assert line.goes_on_in(Line("ngày", 10, 86, 40, 98))
    for other in ((95, 86, 130, 98), (10, 40, 40, 52), (10, 50, 80, 98)):
        assert not line.goes_on_in(Line("ngày", *other))
    assert not line.goes_on_in(Line("1 Quét mã", 10, 86, 40, 98))
    assert ties().breaks([parse("cài"), parse("Bluezone")]) == [(0, "cài | Bluezone")]
