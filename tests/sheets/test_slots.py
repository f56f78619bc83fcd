"""Slots filled, and what does not fit told in millimetres."""

import pytest

from outreach.campaign.templates import Slot, Type
from outreach.content.inline import parse, plain
from outreach.content.markdown import Block, Step
from outreach.core.lengths import number
from outreach.sheets.slots import Fitting
from typesetting import FAMILY

REM = 210 / 48
HEADLINE = Slot(
    kind="text",
    box=(3, 6, 42, 16.8),
    max_lines=3,
    type=Type(sizes=[4.9, 3.9], weight=900, line_height=1.14, tracking=-0.022, reading=100),
)
STEPS = Slot(
    kind="steps",
    box=(3, 46, 23.8, 13.4),
    numbered=True,
    max_items=3,
    indent=4.5,
    gap=1.15,
    min_item=3.4,
    lead=Type(sizes=[1.3, 1.2, 1.1], weight=900, line_height=1.3),
    type=Type(sizes=[1.06, 0.92], line_height=1.42),
)
PROSE = Slot(kind="prose", box=(3, 18.9, 42, 8), indent=2, gap=0.5, type=Type(sizes=[1.5, 1.3], emphasis=700))


@pytest.fixture
def fitting() -> Fitting:
    return Fitting(FAMILY, REM, 0.5)


def step(lead: str, text: str = "") -> Step:
    return Step(parse(f"**{lead}**") if lead else (), parse(text))


def test_a_text_in_its_box(fitting: Fitting) -> None:
    view = fitting.text("headline", HEADLINE, "Trong lúc chờ, | mời bà con | cài **Bluezone**")
    assert fitting.findings == []
    assert [plain(line) for line in view.lines] == ["Trong lúc chờ,", "mời bà con", "cài Bluezone"]
    assert view.words == "Trong lúc chờ, mời bà con cài Bluezone"
    declarations = dict(part.split(":") for part in view.style.split(";") if part)
    assert declarations == {
        "left": "3rem",
        "top": "6rem",
        "width": "42rem",
        "height": "16.8rem",
        "font-size": "4.9rem",
        "line-height": "1.14",
        "font-weight": "900",
        "--strong": "900",
        "letter-spacing": "-0.022em",
        "text-align": "left",
    }


def test_a_headline_of_300_characters(fitting: Fitting) -> None:
    text = "Trong lúc chờ mời bà con cài ứng dụng Bluezone " * 6 + "cho cả nhà nhé bà con"
    view = fitting.text("headline", HEADLINE, text)
    (fault,) = fitting.findings
    assert len(text) > 300 and fault.slug == "copyfit" and view.words == ""
    assert fault.data["text"] == text[:39] + "…" and fault.data["slot"] == "headline"
    total = FAMILY.face(900).advance(text, False) - 0.022 * len(text)
    least = (total / 3 * 3.9 - 42) * REM  # three perfect lines
    assert least <= float(fault.data["wide"]) <= least + 12 * REM and fault.data["high"] == "0"


def test_a_text_that_is_too_high(fitting: Fitting) -> None:
    fitting.text("headline", HEADLINE.model_copy(update={"box": (3, 6, 42, 4)}), "Cài")
    (fault,) = fitting.findings
    assert (fault.data["wide"], fault.data["high"]) == ("0", number((3.9 * 1.14 - 4) * REM))


def test_type_too_small_for_its_distance() -> None:
    fitting = Fitting(FAMILY, REM, 3)
    view = fitting.text("headline", HEADLINE, "Cài")
    (fault,) = fitting.findings
    assert fault.slug == "type-small" and fault.data["read_from"] == "3"
    far = 4.9 * REM * FAMILY.face(900).cap_height * 100 / 1000
    assert float(fault.data["legible"]) == pytest.approx(far, abs=0.01)
    assert view.words == "Cài"  # set all the same, so that nothing else is hidden
    near = Fitting(FAMILY, REM, far - 0.01)
    assert "font-size:4.9rem" in near.text("headline", HEADLINE, "Cài").style and near.findings == []


def test_steps_of_one_size_with_their_words(fitting: Fitting) -> None:
    view = fitting.steps("steps", STEPS, [step("Quét mã", "Đưa máy lên."), step("Mở trang", "Bấm nút.")])
    assert fitting.findings == []
    assert view.words == "1 Quét mã Đưa máy lên. 2 Mở trang Bấm nút."
    assert {item["lead_style"].split(";")[0] for item in view.items} == {"font-size:1.3rem"}
    assert "--indent:4.5rem;--gap:1.15rem;--least:3.4rem;" in view.style
    plain_marks = fitting.steps("points", STEPS.model_copy(update={"numbered": False}), [step("A", "B.")])
    assert plain_marks.words.split() == ["A", "B."]


@pytest.mark.parametrize("half", [step("Chỉ có chữ đậm"), step("", "Chỉ có một câu.")])
def test_a_step_may_lack_its_lead_or_its_sentence(half: Step, fitting: Fitting) -> None:
    view = fitting.steps("steps", STEPS, [step("Quét mã", "Đưa máy lên."), half])
    assert fitting.findings == []
    assert [bool(view.items[1][key]) for key in ("lead", "text")] == [bool(half.lead), bool(half.text)]
    assert "Chỉ có" in view.words


def test_all_steps_shrink_together(fitting: Fitting) -> None:
    long = [step("Quét mã", "Đưa máy lên cho thật vững rồi bấm vào đường dẫn vừa hiện ra ở dưới mã. " * 2)] * 3
    view = fitting.steps("steps", STEPS.model_copy(update={"box": (3, 46, 23.8, 16.0)}), long)
    assert fitting.findings == [] or fitting.findings[0].slug == "copyfit"
    roomy = fitting.steps("steps", STEPS.model_copy(update={"box": (3, 46, 23.8, 40)}), long)
    assert "font-size:1.3rem" in roomy.items[0]["lead_style"]
    sizes = {item["lead_style"].split(";")[0] for item in view.items}
    assert len(sizes) <= 1 and sizes != {"font-size:1.3rem"}


def test_steps_that_are_too_many_or_too_long(fitting: Fitting) -> None:
    fitting.steps("steps", STEPS, [step("Bước", "Câu.")] * 4)
    assert [(f.slug, f.data.get("found")) for f in fitting.findings] == [("steps-too-many", 4), ("copyfit", None)]
    assert float(fitting.findings[1].data["high"]) == pytest.approx((4 * 3.4 + 3 * 1.15 - 13.4) * REM, abs=0.05)
    fitting.findings.clear()
    fitting.steps("steps", STEPS, [step("Dài" * 30)])
    (fault,) = fitting.findings
    wide = (FAMILY.face(900).advance("Dài" * 30) * 1.1 - (23.8 - 4.5)) * REM
    assert float(fault.data["wide"]) == pytest.approx(wide, abs=0.1)


def test_prose_with_marks(fitting: Fitting) -> None:
    blocks = [Block(parse("Đoạn một.")), Block(parse("Mục **hai**"), "1."), Block(parse("gạch"), "–")]
    view = fitting.prose("body", PROSE, blocks)
    assert fitting.findings == []
    assert view.words.split() == ["Đoạn", "một.", "1.", "Mục", "hai", "–", "gạch"]
    assert [item["mark"] for item in view.items] == ["", "1.", "–"]
    fitting.prose("body", PROSE, [Block(parse("một câu dài " * 99))])
    (fault,) = fitting.findings
    assert fault.slug == "copyfit" and float(fault.data["high"]) > 10 and fault.data["wide"] == "0"


@pytest.mark.parametrize("kind", ["text", "steps", "prose"])
def test_a_glyph_that_the_font_lacks(kind: str, fitting: Fitting) -> None:
    if kind == "text":
        fitting.text("a", HEADLINE, "Cài 中")
    elif kind == "steps":
        fitting.steps("a", STEPS, [step("Cài", "xong 中.")])
    else:
        fitting.prose("a", PROSE, [Block(parse("Cài 中"))])
    assert [(f.slug, f.data["slot"], f.data["found"]) for f in fitting.findings] == [("glyph-missing", "a", "中")]
