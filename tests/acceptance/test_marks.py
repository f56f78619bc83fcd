"""Marks that carry meaning, in the finished files of one build: sheet, page, embed, fragment, text, guide as PDF."""

import re
from pathlib import Path

import pytest
from lxml import html as lxml_html
from playwright.sync_api import Browser

from outreach.content.marks import marks
from outreach.products.loudspeakers import check as script_checks
from outreach.products.loudspeakers.script import Turn
from projects import ROOT, once, outreach, small_project, words_of
from readings import reader

STEPS = """\
1. **Quét mã.** Đã có 10<sup>6</sup> máy, CO<sub>2</sub>, <del>hết</del> còn. Câu hai.
2. **Mở kho.** Chọn đúng tên.
3. **Bật Bluetooth.** Xong rồi.

- Máy cũ dưới Android 6.0 không cài được.
- [ ] Nhắc người thân.
"""
PAGE = """\
## Mọi dấu {#moi-dau}

Số 10<sup>6</sup> và 3 km<sup>2</sup>, khí CO<sub>2</sub>, ngày 1<sup>st</sup>.

Nhà số 1<br>Đường Hai  
Phố Ba

Giá <del>100</del> <s>90</s> 80 đồng, <mark>rẻ</mark>, bấm <kbd>OK</kbd>.

3. Bước ba
4. Bước bốn

<!-- nhớ sửa câu này -->

<table>
<thead>
<tr><th rowspan="2">Máy</th><th colspan="2">Giờ</th></tr>
<tr><th>Sáng</th><th>Chiều</th></tr>
</thead>
<tbody>
<tr><td rowspan="2">Android</td><td>8</td><td>14</td></tr>
<tr><td colspan="2">cả ngày</td></tr>
</tbody>
</table>
"""


@pytest.fixture(scope="module")
def built(run: None) -> Path:
    return once("marks", campaign) / "site"


def campaign(folder: Path) -> None:
    """A small campaign with all marks in its guide, built."""
    project = small_project(folder, "mot-cua", "a4")
    index, android = project / "docs/huong-dan/index.md", project / "docs/huong-dan/android.md"
    text = index.read_text(encoding="utf-8")
    text = re.sub(r"(\{#ba-buoc\}\n\n)(?:\d\. .*\n)+", lambda match: match[1] + STEPS, text)
    index.write_text(text, encoding="utf-8")
    words = re.sub(r"^ *!\[.*\n", "", android.read_text(encoding="utf-8"), flags=re.MULTILINE)  # embeds are small
    android.write_text(f"{words}\n{PAGE}", encoding="utf-8")
    result = outreach(project, "build", "--no-kits")  # units' files are none of those that are looked at
    assert result.returncode == 0, result.stdout + result.stderr


def test_a_sheet_has_the_steps_alone_and_says_powers(built: Path) -> None:
    words = words_of(built / "an-pham/mot-cua/mot-cua-a4-office-mono.pdf")
    assert "Đã có 10⁶ máy, CO₂, còn." in words
    assert "Xong rồi." in words and "Máy cũ" not in words and "Nhắc" not in words and "hết còn" not in words


def test_text_says_all(built: Path) -> None:
    text = (built / "embed/v1/huong-dan/android/text.txt").read_text(encoding="utf-8-sig")
    assert "Số 10⁶ và 3 km², khí CO₂, ngày 1st." in text
    assert "Nhà số 1\nĐường Hai\nPhố Ba" in text.replace("\r\n", "\n")
    assert "Giá 80 đồng, rẻ, bấm OK." in text
    assert "3. Bước ba" in text and "4. Bước bốn" in text and "nhớ sửa" not in text
    assert "Máy: Android; Giờ – Sáng: 8; Giờ – Chiều: 14." in text
    assert "Máy: Android; Giờ – Sáng, Giờ – Chiều: cả ngày." in text


def test_a_fragment_says_all_after_the_tags_that_portals_drop(built: Path) -> None:
    root = lxml_html.fragment_fromstring((built / "embed/v1/huong-dan/android/fragment-h2.txt").read_text("utf-8"))
    said = " ".join(root.text_content().split())
    assert "Số 10⁶ và 3 km², khí CO₂, ngày 1st." in said and "Giá 80 đồng" in said and "nhớ sửa" not in said
    assert [item.getparent().get("start") for item in root.iter("li") if "Bước ba" in item.text_content()] == ["3"]
    assert next(p for p in root.iter("p") if "Nhà số 1" in p.text_content()).findall("br")
    assert [cell.get("rowspan") for cell in root.iter("td") if "Android" in cell.text_content()] == ["2"]


def test_the_guide_as_pdf_and_the_pages_say_all(built: Path) -> None:
    words = words_of(built / "embed/v1/huong-dan.pdf")
    assert "Số 10⁶ và 3 km², khí CO₂, ngày 1st." in words and "Giá 80 đồng" in words
    assert re.search(r"3 Bước ba\W+4 Bước bốn", words) and "cả ngày" in words
    for page in ("huong-dan/android/index.html", "embed/v1/huong-dan/android/index.html"):
        html = (built / page).read_text(encoding="utf-8")
        assert "10<sup>6</sup>" in html and "<del>100</del>" in html and "nhớ sửa" not in html
        assert '<ol start="3">' in html
    steps = lxml_html.fromstring((built / "huong-dan/index.html").read_text("utf-8")).get_element_by_id("ba-buoc")
    lists = [each for each in steps.itersiblings() if each.tag in {"ol", "ul"}][:2]
    assert [(each.tag, len(each.findall("li"))) for each in lists] == [("ol", 3), ("ul", 2)]
    assert "☐ Nhắc người thân." in lists[1].text_content()


@pytest.mark.parametrize(
    ("styles", "frame"),
    [
        (
            "theme/overrides/assets/stylesheets/content.css",
            '<div class="md-content"><div class="md-typeset">{}</div></div>',
        ),
        ("products/guide/theme/embed/embed.css", "{}"),
    ],
)
def test_a_list_that_begins_later_shows_its_own_numbers(styles: str, frame: str, browser: Browser) -> None:
    """The third ring of a list and the first one of a list that begins with 3 are the same, to the pixel."""
    css = (ROOT / "scripts/outreach" / styles).read_text(encoding="utf-8")
    page = browser.new_page(viewport={"width": 400, "height": 300})
    ground = ":root{--ring:2rem;--brand-ink:#123;--brand-white:#fff;--brand-paper:#fff;--ink:#123;--paper:#fff}"
    ground += "#item{position:fixed!important;top:20px;left:150px;width:200px;height:80px}"

    def shown(items: str) -> bytes:
        page.set_content(f"<style>{css}{ground}</style>{frame.format(items)}")
        return page.locator("#item").screenshot()

    third, first_of_three = shown("<ol><li><li><li id=item>a</ol>"), shown("<ol start=3><li id=item>a</ol>")
    fourth = shown("<ol start=3><li><li id=item>a</ol>")
    page.close()
    assert third == first_of_three != fourth


@pytest.mark.parametrize("tag", sorted(marks().tags))
def test_what_is_read_aloud_holds_no_tag(tag: str) -> None:
    """A script is no HTML: each tag is told as a word that no table can read."""
    words = f"Mời bà con <{tag}>cài</{tag}> ứng dụng."
    sentence = reader().sentences(words, 7)[0]
    assert [word for word in reader().vocabulary.foreign(sentence.words) if tag in word or "<" in word]


def test_an_item_in_a_script_is_told() -> None:
    turn: Turn = reader().turns("- Mời bà con cài ứng dụng.", 3)[0]
    assert script_checks._BLOCK.match(turn.sentences[0].text)
