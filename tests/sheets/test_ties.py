"""Words that belong together stay on one line, whoever breaks the lines."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.campaign.templates import Slot, Type
from outreach.campaign.ties import TieTable, read_ties
from outreach.content.inline import parse, plain
from outreach.content.ties import NO_BREAK, Ties
from outreach.sheets.copyfit import LineBreaker, Setting, fit, pieces
from outreach.sheets.slots import Fitting
from projects import ROOT
from typesetting import FAMILY

TABLE, FAULTS = read_ties("vi", ROOT / "docs/_data", "docs/_data")
TIES = Ties(TABLE, "Bluezone")
STYLE = Type(sizes=[4.9, 4.4, 3.9, 3.0], weight=700, line_height=1.42)
MEASURE_TIED = LineBreaker(FAMILY, STYLE, TIES)
TOGETHER = [
    *("điện thoại", "thông minh", "Ủy ban nhân dân", "BẢN TIN"),
    *("14 ngày", "2 mét", "15 phút", "2,5 triệu đồng", "25.000 đồng", "ba người", "10 %", "38 °C", "300 m²"),
    *("ngày 07/08/2020", "tháng 8", "số 338/UBND-VP7", "bước 3", "Android 6.0", "iOS 10.3", "lúc 7"),
    *("cài Bluezone", "mở Bluezone", "nhớ cài Bluezone", "1900 9095", "0228 3849 999", "Nam Định", "y tế"),
    *("sức khoẻ", "sức khỏe", "uỷ ban nhân dân", "chủ nhật", "lần thứ nhất", "20 phần trăm"),
    *("5 – 7 ngày", "32 × 45 cm", "quý III", "thế kỷ XXI", "khổ A4", "1/2 giờ", "07 / 08 / 2020"),
]
APART = [
    "thông, minh",
    "mã. Số",
    "điện. Thoại",
    "nhà bạn",
    "Bluezone, mời",
    "nam định",
    "7. Ngày",
    "VP7 ngày",
    "14, ngày",
]


def tied(text: str) -> str:
    return TIES.tie(text).replace(NO_BREAK, "~")


@pytest.mark.parametrize("text", TOGETHER)
def test_what_belongs_together(text: str) -> None:
    assert FAULTS == [] and tied(f"Có {text} nhé.") == f"Có {text.replace(' ', '~')} nhé."


@pytest.mark.parametrize("text", APART)
def test_what_does_not(text: str) -> None:
    assert "~" not in tied(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("trên điện thoại thông minh", "trên điện~thoại thông~minh"),
        ("văn bản số 338/UBND-VP7 ngày 07/08/2020.", "văn~bản số~338/UBND-VP7 ngày~07/08/2020."),
        ("đối chiếu trong 14 ngày. Việc cài đặt", "đối~chiếu trong 14~ngày. Việc cài~đặt"),
        ("lúc 7 giờ 30 phút", "lúc~7~giờ 30~phút"),
    ],
)
def test_sentences(text: str, expected: str) -> None:
    assert tied(text) == expected


def test_pages_keep_what_is_no_text() -> None:
    html = '<p title="14 ngày">điện\n thoại <b>thông minh</b><code>14 ngày</code></p><p data-set style="">14 ngày</p>'
    assert TIES.tie_html(html).replace(NO_BREAK, "~") == (
        '<p title="14 ngày">điện~thoại <b>thông~minh</b><code>14 ngày</code></p><p data-set style="">14 ngày</p>'
    )
    assert TIES.tie_html("<head><title>14 ngày</title></head><!-- 14 ngày --><i>14 ngày</i>").count(NO_BREAK) == 1


@given(
    st.lists(st.sampled_from([*TOGETHER, "cho", "mình", "và", "cả", "nhà,", "bạn"]), min_size=2, max_size=9),
    st.floats(22, 60),
)
def test_no_line_ends_at_a_tie_where_another_break_fits(words: list[str], width: float) -> None:
    text = " ".join(words)
    setting = fit(pieces(text), STYLE, STYLE.sizes, (width, 60), 9, FAMILY, TIES)
    widest = max((MEASURE_TIED.em(parse(part.replace("~", NO_BREAK))) for part in tied(text).split(" ")), default=0)
    if isinstance(setting, Setting) and widest * STYLE.sizes[-1] < width:
        assert TIES.breaks(setting.lines) == []
        assert " ".join(plain(line) for line in setting.lines) == plain(parse(text))
    lines = MEASURE_TIED.fill_lines(parse(text), width / 3)
    assert lines is None or TIES.breaks(lines) == []


def text_slot(width: float, most: int = 3) -> Slot:
    return Slot(kind="text", box=(0, 0, width, 20), max_lines=most, type=STYLE)


def test_a_tear_is_told_as_the_writers_or_as_a_lack_of_room() -> None:
    fitting = Fitting(FAMILY, 210 / 48, 0.5, lambda name, slot: TIES)
    fitting.text("headline", text_slot(42), "Mời cả nhà cài | Bluezone")
    (fault,) = fitting.findings
    assert (fault.slug, fault.severity, fault.data["slot"]) == ("line-torn", "error", "headline")
    assert fault.data["text"] == "cài | Bluezone"
    fitting.findings.clear()
    wide = MEASURE_TIED.em(parse("Bluezone")) * STYLE.sizes[-1] + 0.1
    assert [plain(line) for line in fitting.text("headline", text_slot(wide), "cài Bluezone").lines] == [
        "cài",
        "Bluezone",
    ]
    (fault,) = fitting.findings
    assert (fault.slug, fault.severity) == ("line-torn", "warning")
    fitting.findings.clear()
    fitting.text("headline", text_slot(42), "Mời cả nhà | cài Bluezone")
    assert fitting.findings == []


def test_a_campaign_adds_words_of_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "ties"
    folder.mkdir()
    (folder / "vi.toml").write_text('compounds = "cờ người, đèn kéo quân"\n', encoding="utf-8")
    table, faults = read_ties("vi", tmp_path, "docs/_data")
    assert faults == [] and {"cờ người", "đèn kéo quân", "thông minh"} <= set(table.compounds)
    (folder / "vi.toml").write_text('compounds = "mình"\nnames = 3\nwrong = 1\n', encoding="utf-8")
    _, faults = read_ties("vi", tmp_path, "docs/_data")
    assert {(fault.slug, fault.file, fault.line) for fault in faults} == {
        ("field-invalid", "docs/_data/ties/vi.toml", 1),
        ("field-invalid", "docs/_data/ties/vi.toml", 2),
        ("field-unknown", "docs/_data/ties/vi.toml", 3),
    }
    assert read_ties("tlh", ROOT / "docs/_data", "docs/_data") == (TieTable(), [])
