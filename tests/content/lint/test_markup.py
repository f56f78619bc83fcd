"""Markup: what every output can say is done, all else is told with its line, and legal text passes."""

from pathlib import Path

import pytest

from outreach.content import markdown
from outreach.content.lint.markup import Places, _strays, check, dialects
from outreach.content.page import Page, read
from outreach.core.findings import Finding
from outreach.core.strings import Strings
from outreach.core.tables import Table

FRONT = "---\ntitle: Thử\nsummary: Một câu.\n---\n"


def findings(folder: Path, body: str, front: str = FRONT, links: bool = True) -> list[Finding]:
    path = folder / "thu.md"
    path.write_text(front + body, encoding="utf-8")
    page = read(path, "docs/thu.md", {})
    return check(page, markdown.to_tree(page.body), links)


def told(folder: Path, body: str) -> list[tuple[str, int, str]]:
    """Finding, line of the body, and the key of what to write instead."""
    return [(f.slug, f.line - 4, str(f.data.get("expected", ""))) for f in findings(folder, body)]


DIALECTS = {
    "strikethrough": ("Giá ~~100~~ 80", "strikethrough"),
    "strikethrough round emphasis": ("Gọi ~~**111**~~ 222", "strikethrough"),
    "strikethrough within a word": ("a~~b~~c", "strikethrough"),
    "highlight": ("Rất ==quan trọng== nhé", "highlight"),
    "highlight of several words": ("(==một hai==)", "highlight"),
    "insertion": ("Thêm ++chữ mới++ vào", "insertion"),
    "keys": ("Bấm ++ctrl+alt+del++", "insertion"),
    "raised": ("10^6^ người", "raised"),
    "raised by a calculator": ("10^6 người", "raised"),
    "raised by TeX": ("x^{2}", "raised"),
    "lowered": ("H~2~O", "lowered"),
    "struck by one sign": ("Giá ~cũ rồi~ mới", "lowered"),
    "a heading of seven signs": ("####### Một", "heading"),
    "a heading of nine signs, closed": ("######### Một #########", "heading"),
    "a deep heading in a list": ("- ####### Một", "heading"),
    "a box that opens": ('??? note "Vì sao"\n    Vì thế.', "box"),
    "an open box": ('???+ note "Vì sao"\n    Vì thế.', "box"),
    "a container": ("::: tip\nMột\n:::", "box"),
    "a tab": ('=== "Android"\n\n    Một', "box"),
    "a note of GitHub's": ("> [!NOTE]\n> Một", "box"),
    "a wiki link": ("Xem [[Trang khác]]", "link"),
    "a wiki link of two letters": ("Xem [[ab]]", "link"),
    "an embedded note": ("![[hinh.png]]", "link"),
    "a footnote without a note": ("Một[^1].", "footnote"),
    "an abbreviation": ("*[UB]: Ủy ban", ""),
    "a class where none can stand": ("- Một {.to}", "attributes"),
    "an insertion of Critic Markup": ("a {++b++}", "critic"),
    "a deletion of Critic Markup": ("a {--b--}", "critic"),
    "a comment of Critic Markup": ("a {>>b<<}", "critic"),
    "a statement": ("{% raw %}", "template"),
    "a comment of a template": ("a {# b #}", "template"),
    "a snippet": ('--8<-- "a.md"', "template"),
    "an emoji": ("Cảm ơn :smile: nhé", "emoji"),
    "an icon": ("Gọi :material-phone:", "emoji"),
    "a thumb": ("Tốt :+1:", "emoji"),
    "a formula": ("Tính $x+y$ nhé", "mathematics"),
    "a formula that begins with a figure": ("Tính $2^n$ nhé", "mathematics"),
    "a formula by itself": ("$$x+y$$", "mathematics"),
    "a line break by a backslash": ("Một\\\nhai", "backslash"),
    "an escape of CommonMark's": (r"\~\~x", "backslash"),
    "points after words": ("Cần có:\n- một\n- hai", "list"),
    "points after steps": ("1. Một\n2. Hai\n- Ba", "list"),
    "steps after points": ("- Một\n- Hai\n1. Ba", "list"),
    "steps after words": ("Làm như sau:\n1. Một\n2. Hai", "list"),
    "numbers with a bracket": ("1) Một\n2) Hai", "list"),
    "a step that has slipped into the one before": ("1. Một\n\n    Thêm\n2. Hai", "list"),
    "emphasis without its end": ("**Một hai", "emphasis"),
    "emphasis with spaces": ("Một ** hai ** ba", "emphasis"),
    "a comment without its end": ("Một <!-- hai", "comment"),
    "points of a word processor": ("• Một\n• Hai", "list"),
    "points without a space": ("-Một\n-Hai", "list"),
    "steps without a space": ("1.Một\n2.Hai", "list"),
    "letters": ("a) Một\nb) Hai", "list"),
    "numbers in brackets": ("(1) Một\n(2) Hai", "list"),
    "Roman numbers": ("i. Một\nii. Hai", "list"),
    "a table without its line": ("| a | b |\n| 1 | 2 |", "table"),
    "a grid": ("+---+---+\n| a | b |\n+---+---+", "table"),
    "a box to tick without a list": ("[ ] Cài", "task"),
    "a box to tick without a space": ("- [] Cài", "task"),
    "a box to tick with spaces": ("- [ x ] Cài", "task"),
    "a comment of Obsidian": ("Một %%ẩn%% hai", "hidden"),
    "a spoiler": ("Một ||ẩn|| hai", "hidden"),
    "a box of PyMdown": ("/// note\nMột\n///", "box"),
    "a box whose title lacks its marks": ("!!! note Tựa đề\n    Một", "box"),
    "a link by reference to nothing": ("Xem [hướng dẫn][abc] nhé", "link"),
    "a formula on lines of its own": ("$$\nx+y\n$$", "mathematics"),
    "an address without marks": ("Xem https://caidat.example/a nhé", "address"),
    "an address without a scheme": ("Xem www.caidat.example nhé", "address"),
}


@pytest.mark.parametrize("name", DIALECTS)
def test_a_mark_of_another_dialect_is_told_on_its_line(name: str, tmp_path: Path) -> None:
    body, instead = DIALECTS[name]
    expected = f"dialect-{instead}" if instead else "mark-abbreviation"
    found = told(tmp_path, f"`{body.splitlines()[0]}` đứng trước.\n\n{body}\n")
    assert [(slug, key) for slug, _, key in found if slug != "markup-left"][:1] == [("markup-dialect", expected)]
    first = 3 + (1 if name in {"points after words", "steps after words"} else 0)
    first += 2 if name in {"points after steps", "steps after points"} else 0
    first += 3 if name.startswith("a step that") else 0
    first += 1 if name in {"points of a word processor", "points without a space", "steps without a space"} else 0
    assert found[0][1] == first


LEGAL = {
    "approximations": "Khoảng ~10 % đến ~20 %, từ ~5–~9 kg.",
    "prices": "Giá $5 và $10, US$3, 5$-10$, ($5) hoặc ($6), 100.000 đ/$.",
    "languages": "C++ và C++ 20, g++ và clang++, A+ và B++.",
    "times": "Từ 8:30:45 đến 17:00, lúc 9h: nghỉ, tỉ số 2:1:0.",
    "comparisons": "a == b, x = y, 1 >= 0, === ba gạch ===, a => b.",
    "questions": "Vì sao??? Thế à!!! Hết rồi!!!",
    "stars of a hidden number": "Số 0912***345 và 09** thì che.".replace("09**", "09***"),
    "escaped stars": r"Hai sao: \*\*.",
    "stars by entity": "Hai sao: &#42;&#42;.",
    "a class in code": "Gõ `{.to}` và `~~x~~` và `- [ ]`.",
    "a path": r"Mở C:\Users\an và D:\tep.",
    "an address as a link": "Xem <https://caidat.example/a~b~c> và [https://caidat.example/](https://caidat.example/).",
    "addresses of mail": "Thư: <lienhe@caidat.example>.",
    "a hash": "Bấm #1 và *101# rồi gọi.",
    "a range over two lines": "Từ ngày 5\n– 10 tháng 8, lúc 7 giờ\n-10 độ.",
    "a year that begins a line": "Ngày 7 tháng 8 năm\n2020. Sau đó nghỉ.",
    "brackets": "Chọn [Mở](a.md), (1) một, (2) hai; điểm a) khoản 2.",
    "a face": "Cười ^_^ và :) và :-( và <3.",
    "names of two parts": "Nghị định 30/2020/NĐ-CP, văn bản 12/UBND-VX.",
    "steps and points apart": "1. Một\n2. Hai\n\n- Ba\n- Bốn\n\n1. Năm",
    "a list in a list": "1. Một\n    - hai\n        - ba\n2. Bốn",
    "boxes to tick": "- [ ] Cài\n- [x] Mở\n\n1. [X] Một",
    "loose items": "1. Một\n\n    Thêm.\n\n2. Hai",
    "terms": "Bluetooth\n:   Sóng gần.",
    "six signs, and signs that are meant": "###### Mục\n\n###### \\# một\n\n\\####### a\n\n```\n####### b\n```",
    "a heading underlined": "Mục\n---\n\nChữ.",
    "a note": '!!! note "Lưu ý"\n    Giữ pin.',
    "code between fences": "```\n~~x~~ {% raw %} $$x$$\n- [ ] a\n```",
    "a table": "| a | b |\n|---|--:|\n| ~1 | $2 |",
    "a comment": "Một <!-- TODO ~~x~~ --> hai",
    "attributes": '## Mục {#muc}\n\n- Một\n  {: data-icon="link" }\n\nCâu.\n{ .quote }',
    "a line break by spaces": "Một  \nhai",
    "raised and lowered words": "10<sup>6</sup>, CO<sub>2</sub>, 1<sup>st</sup>.",
    "other tags": "<mark>a</mark>, <del>b</del>, <ins>c</ins>, <kbd>d</kbd>.",
    "points and brackets in a line": "• một • hai; (1) một, (2) hai, a) một\nb) hai",
    "percentages and pipes": "Từ 5%% đến a || b, c | d.",
    "a link by reference": "Xem [hướng dẫn][abc].\n\n[abc]: a.md",
    "initials": "A. Nguyễn và B. Trần\nđến.",
    "a footnote": "Một[^1].\n\n[^1]: Hai.",
}


@pytest.mark.parametrize("name", LEGAL)
def test_legal_text_passes(name: str, tmp_path: Path) -> None:
    assert findings(tmp_path, LEGAL[name] + "\n") == []


REFUSED = {
    "a quotation": ("Nói <q>chào</q>", "<q>", "mark-quote"),
    "an abbreviation": ('<abbr title="Ủy ban">UB</abbr>', "<abbr>", "mark-abbreviation"),
    "underlining": ("<u>một</u>", "<u>", "mark-emphasis"),
    "a reading": ("<ruby>a<rt>b</rt></ruby>", "<ruby>", "mark-words"),
    "a direction": ("<bdo>abc</bdo>", "<bdo>", "mark-words"),
    "a direction as an attribute": ('<p dir="rtl">abc</p>', "dir=", "mark-attribute"),
    "a place to break": ("a<wbr>b", "<wbr>", "mark-words"),
    "a list that counts down": ("<ol reversed><li>a</li></ol>", "reversed=", "mark-start"),
    "a list with letters": ('<ol type="a"><li>a</li></ol>', "type=", "mark-start"),
    "a number of an item": ('<ol><li value="7">a</li></ol>', "value=", "mark-start"),
    "a hint over words": ('<span title="b">a</span>', "title=", "mark-attribute"),
    "a power in letters": ("2<sup>xy</sup>", "<sup>xy</sup>", "mark-raised"),
    "a negative power": ("10<sup>−3</sup>", "<sup>−3</sup>", "mark-raised"),
    "an index in letters": ("a<sub>max</sub>", "<sub>max</sub>", "mark-lowered"),
    "words in a list": ("<ol>bảy<li>a</li></ol>", "<ol> bảy", "mark-misplaced"),
    "a paragraph in a list": ("<ul><p>bảy</p></ul>", "<p> bảy", "mark-misplaced"),
    "an item outside a list": ("<div><li>bảy</li></div>", "<li> bảy", "mark-misplaced"),
    "words behind a cell": ("<table><tr><td>a</td>bảy</tr></table>", "<tr> bảy", "mark-misplaced"),
    "a power in a heading": ("## 10<sup>6</sup> máy", "<sup>", "mark-heading"),
    "a line break in a heading": ("## Một<br>hai", "<br>", "mark-heading"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_an_output_could_not_say_is_refused(name: str, tmp_path: Path) -> None:
    body, found, instead = REFUSED[name]
    faults = [f for f in findings(tmp_path, f"Một `{body}`.\n\n{body}\n") if f.data["found"] == found]
    assert [(f.slug, f.line, f.data["expected"]) for f in faults] == [("markup-refused", 7, instead)]


@pytest.mark.parametrize("body", ["# Tựa", "#Tựa", "Tựa\n=====", "<h1>Tựa</h1>", '<h1 class="a">Tựa</h1>'])
def test_a_heading_of_the_first_level_is_told(body: str, tmp_path: Path) -> None:
    faults = findings(tmp_path, f"Một.\n\n{body}\n\nHai.\n")
    assert [(f.slug, f.data["found"]) for f in faults] == [("heading-first", "Tựa")]
    assert faults[0].line == 7 + body.startswith("Tựa")


@pytest.mark.parametrize(
    "body",
    [
        '<p role="heading" aria-level="1">Tựa</p>',
        '<div role="heading">Tựa</div>',
        "<p role='Heading none'>Tựa</p>",
        '<span role=heading aria-level="2">Tựa</span>',
        'Tựa\n{: role="heading" }',
    ],
)
def test_a_heading_by_its_role_alone_is_told(body: str, tmp_path: Path) -> None:
    """Contents, search, paper and text know headings by their tags."""
    faults = [f for f in findings(tmp_path, f"Một.\n\n{body}\n") if f.data["found"] == 'role="heading"']
    line = 7 + body.startswith("Tựa")
    assert [(f.slug, f.line, f.data["expected"]) for f in faults] == [("markup-refused", line, "dialect-heading")]


@pytest.mark.parametrize("body", ['<p role="note">Tựa</p>', "## Tựa", "<h3>role=heading</h3>"])
def test_other_roles_and_headings_by_their_tags_are_none(body: str, tmp_path: Path) -> None:
    assert findings(tmp_path, f"Một.\n\n{body}\n") == []


def test_each_of_two_titles_is_told(tmp_path: Path) -> None:
    assert [line for slug, line, _ in told(tmp_path, "# A\n\nMột.\n\n# B\n") if slug == "heading-first"] == [1, 5]


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("1. a\n   - b\n2. c", 2),
        ("- a\n  - b\n- c", 2),
        ("- a\n    - b\n      - c", 3),
        ("1. a\n2. b\n\n  1. c", 4),
        ("1. a\n\n   b\n2. c", 3),
    ],
)
def test_an_item_that_is_set_in_by_too_little_is_told(body: str, line: int, tmp_path: Path) -> None:
    assert [(slug, at) for slug, at, _ in told(tmp_path, body + "\n")] == [("list-indent", line)]


@pytest.mark.parametrize("span", ['colspan="41"', 'rowspan="3"', 'rowspan="0"', 'colspan="x"', 'colspan="99999999999"'])
def test_a_cell_that_reaches_beyond_its_table_is_told(span: str, tmp_path: Path) -> None:
    body = f"<table>\n<tr><td>a</td><td {span}>b</td></tr>\n<tr><td>c</td><td>d</td></tr>\n</table>\n"
    assert [(f.slug, f.line) for f in findings(tmp_path, body)] == [("table-span", 6)]


@pytest.mark.parametrize(
    ("field", "slug"),
    [
        ("title: Cài **ngay**", "markup-left"),
        ("title: 'Cài <b>ngay</b>'", "markup-left"),
        ("title: 'A &amp; B'", "markup-left"),
        ("title: Cài ~~ngay~~", "markup-dialect"),
        ("alt: Hình ==vàng==", "markup-dialect"),
        ("slots:\n  lead: 'Một &nbsp; hai'", "markup-left"),
        ("slots:\n  lead: 'Một :smile:'", "markup-dialect"),
    ],
)
def test_markup_in_the_front_matter_is_told(field: str, slug: str, tmp_path: Path) -> None:
    faults = findings(tmp_path, "a\n", f"---\nsummary: Một.\n{field}\n---\n")
    assert [(f.slug, f.line) for f in faults] == [(slug, 3 + field.count("\n"))]


@pytest.mark.parametrize(
    ("alt", "slug"),
    [("Nút **Mở**", "markup-left"), ("Nút ~~Mở~~", "markup-dialect"), ("Nút :smile:", "markup-dialect")],
)
def test_markup_in_an_alternative_text_is_told(alt: str, slug: str, tmp_path: Path) -> None:
    assert [(found, line) for found, line, _ in told(tmp_path, f"Một.\n\n![{alt}](a.svg)\n")] == [(slug, 3)]


def test_emphasis_in_a_slot_and_signs_in_front_matter_pass(tmp_path: Path) -> None:
    front = "---\ntitle: 'A & B, C++ ~10 %'\nsummary: Một.\nslots:\n"
    front += "  lead: '**Một** | hai'\n  steps: 'a/b.md#ba-buoc'\n---\n"
    assert findings(tmp_path, "a\n", front) == []


def test_what_is_told_is_told_in_both_languages(tmp_path: Path) -> None:
    keys = {dialect.instead for dialect in dialects().values()} | {key for _, _, key in REFUSED.values()}
    for language in ("vi", "en"):
        table = Strings.load(language).section("expected")
        assert keys <= table.keys()
        for body, _ in DIALECTS.values():
            for finding in findings(tmp_path, body):
                assert all(Strings.load(language).finding(finding))


def test_an_address_in_a_message_is_no_link_and_none_is_missed(tmp_path: Path) -> None:
    assert findings(tmp_path, "Xem https://caidat.example/a nhé\n", links=False) == []


@pytest.mark.parametrize(
    ("body", "tag", "line"),
    [
        ("Một\n\n</div>\n", "div", 3),
        ("<div>\n\nMột\n\n</div>\n\n</article></main>", "article", 7),
        ("<span>a</span> b</SPAN>", "span", 1),
    ],
)
def test_the_end_of_what_nowhere_begins_is_told(body: str, tag: str, line: int, tmp_path: Path) -> None:
    faults = [f for f in findings(tmp_path, body) if f.data.get("expected") == "mark-stray"]
    assert (faults[0].slug, faults[0].data["found"], faults[0].line - 4) == ("markup-refused", f"</{tag}>", line)


def test_what_begins_ends() -> None:
    body = "<div>\n<section markdown>\n\n- Một\n\n</section>\n</div>\n\n`</div>`\n\n```\n</ul>\n```\n"
    page = Page("a.md", body, Table("a.md", {}), body, 1)
    assert list(_strays(Places(page))) == []


def test_a_cell_over_more_rows_than_its_part_of_the_table_is_told(tmp_path: Path) -> None:
    body = "<table><tbody>\n<tr><td rowspan=2>x</td></tr>\n</tbody><tbody><tr><td>y</td></tr></tbody></table>"
    assert [(f.slug, f.line - 4, f.data["expected"]) for f in findings(tmp_path, body)] == [("table-span", 2, 1)]
