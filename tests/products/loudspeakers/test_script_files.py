"""Scripts as Word documents and text files: read back, the same each time, right for the computers of clerks."""

import io

import docx
import pytest
from docx.shared import Pt

from outreach.campaign.units import Unit
from outreach.products.loudspeakers.boxes import UnitWords
from outreach.products.loudspeakers.text_files import mark_files, slot_marks
from readings import broadcasts, shipped

UNIT = Unit("1", "Xã <Yên> Trị", hotline="0228 3823 115", contact_label="Gọi xã")


@pytest.fixture(scope="module")
def words() -> UnitWords:
    bundle, scripts = shipped()
    return UnitWords([script for script in scripts if script.meta.kit], broadcasts(), bundle.campaign)


@pytest.fixture(scope="module")
def files(words: UnitWords) -> tuple[bytes, bytes]:
    """A unit's Word document and its text."""
    made = mark_files(shipped()[0], words.scripts, words.broadcasts, slot_marks(list(words.of(None))))
    return made.as_document(words.of(UNIT)), made.as_text(words.of(UNIT))


def test_the_text_opens_in_any_notepad(files: tuple[bytes, bytes]) -> None:
    _, raw = files
    assert raw.startswith(b"\xef\xbb\xbf") and raw.count(b"\r\n") == raw.count(b"\n") > 100
    text = raw.decode("utf-8-sig")
    assert "Đây là Đài truyền thanh xã <Yên> Trị. //" in text
    assert "Cần giúp, xin gọi không hai hai tám, / ba tám hai ba, / một một năm. //" in text
    assert "ỦY BAN NHÂN DÂN XÃ <YÊN> TRỊ" in text and "Gọi xã: 0228 3823 115" in text
    assert "\ue000" not in text and "không cài đặt" in text


def test_the_document_is_official_large_and_says_the_same(files: tuple[bytes, bytes]) -> None:
    raw, text = files
    paper = docx.Document(io.BytesIO(raw))
    section = paper.sections[0]
    assert [round(side.mm) for side in (section.page_width, section.page_height) if side] == [210, 297]
    margins = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
    assert [round(side.mm) for side in margins if side is not None] == [20, 20, 20, 30]
    assert paper.styles["Normal"].font.name == "Times New Roman"
    head = [cell.text for cell in paper.tables[0].rows[0].cells]
    assert head[0].startswith("ỦY BAN NHÂN DÂN\nXÃ <YÊN> TRỊ") and head[1].startswith(
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    )
    said = [paragraph for paragraph in paper.paragraphs if paragraph.text.endswith("//")]
    assert all(paragraph.paragraph_format.keep_together for paragraph in said)
    assert all((run.font.size or Pt(0)) >= Pt(16) for paragraph in said for run in paragraph.runs)
    lines = text.decode("utf-8-sig").split("\r\n")
    assert [paragraph.text.replace("\u00a0", " ") for paragraph in said] == [
        line for line in lines if line.endswith("//")
    ]
    assert paper.core_properties.title and paper.core_properties.language == "vi"


def test_both_say_when_what_is_read_and_how_names_are_said(files: tuple[bytes, bytes]) -> None:
    raw, text = files
    bundle = shipped()[0]
    lines = text.decode("utf-8-sig").split("\r\n")
    paper = docx.Document(io.BytesIO(raw))
    written = " ".join(paragraph.text for paragraph in paper.paragraphs)
    for line in ("05:30 Bản tin 60 giây", "17:00 Bản tin 3 phút"):
        assert line in lines and line in written
    assert "Bluezone: blu-dôn." in lines and "Bluezone: blu-dôn" in written
    campaign, at = bundle.campaign, [slot.at for slot in broadcasts().slots]
    months = [table for table in paper.tables if [cell.text for cell in table.rows[0].cells][1:] == at]
    days = [row.cells[0].text for table in months for row in table.rows[1:]]
    assert len(days) == (campaign.valid_until - campaign.valid_from).days + 1
    assert days[0] == "T6 07/08" and days[-1] == "T5 31/12"
    assert all("w:tblHeader" in table.rows[0]._tr.xml and "w:tblBorders" in table._tbl.xml for table in months)


def test_the_same_script_is_the_same_file(words: UnitWords, files: tuple[bytes, bytes]) -> None:
    again = mark_files(shipped()[0], words.scripts, words.broadcasts, slot_marks(list(words.of(None))))
    assert (again.as_document(words.of(UNIT)), again.as_text(words.of(UNIT))) == files
    assert again.as_document(words.of(None)) != files[0]
