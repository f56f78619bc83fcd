"""Sections, steps and running text out of Markdown, as the sheets take them."""

import pytest

from outreach.content.inline import Run, plain
from outreach.content.markdown import beyond, blocks, form, section, section_ids, slugify, steps, to_tree

TEXT = """\
# Tiêu đề

## Ba bước {#ba-buoc}

Lời dẫn.

1. **Quét mã.** Đưa máy lên. Giữ yên tay.

    ![Hình](a.svg){ width="4" }

2. **Mở kho:** chọn *đúng tên* **Bluezone**. Chờ.
3. **Xong rồi!**
4. **Bấm Mở**. Ứng dụng mở. Hết.
5. Không có chữ đậm[^1]. Câu hai.

### Nhỏ hơn {#nho-hon}

- **Bluetooth.** Để máy nhận ra nhau.
  {: data-icon="link" }
- **Vị trí.** Google yêu cầu.
  {: data-icon="pin" }

    Đoạn hai, ở lại trên web.

## Điều khoản

Đoạn một,
hai dòng.

1. Mục một
    - mục con
2. Mục **hai**

Đoạn ba.

- gạch

![Chỉ có hình](b.svg)

[^1]: chú thích
"""
tree = to_tree(TEXT)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Điều khoản sử dụng", "dieu-khoan-su-dung"),
        ("đĐ", "dd"),
        ("Cài trong ba bước", "cai-trong-ba-buoc"),
        ("Cài trong ba bước", "cai-trong-ba-buoc"),
        ("iOS 10.3?", "ios-103"),
    ],
)
def test_slugs_without_accents(text: str, slug: str) -> None:
    assert slugify(text, "-") == slug


def test_ids_given_and_made() -> None:
    assert section_ids(tree) == ["tieu-de", "ba-buoc", "nho-hon", "dieu-khoan"]


def test_a_section_ends_at_the_next_heading_of_its_level_or_above() -> None:
    assert [element.tag for element in section(tree, "ba-buoc")] == ["p", "ol", "h3", "ul"]
    assert [element.tag for element in section(tree, "nho-hon")] == ["ul"]
    assert section(tree, "tieu-de")[-1].tag in {"p", "div"}  # to the end
    assert section(tree, "khong-co") == []


def test_steps_are_lead_and_first_sentence() -> None:
    found = [(plain(step.lead), plain(step.text)) for step in steps(section(tree, "ba-buoc"))]
    assert found == [
        ("Quét mã", "Đưa máy lên."),
        ("Mở kho", "chọn đúng tên Bluezone."),
        ("Xong rồi!", ""),
        ("Bấm Mở", "Ứng dụng mở."),
        ("", "Không có chữ đậm."),
    ]


def test_emphasis_after_the_lead_stays() -> None:
    assert steps(section(tree, "ba-buoc"))[1].text == (Run("chọn đúng tên "), Run("Bluezone", True), Run("."))


def test_an_item_of_one_paragraph_or_more_has_its_icon() -> None:
    found = [(plain(step.lead), plain(step.text), step.icon) for step in steps(section(tree, "nho-hon"))]
    assert found == [("Bluetooth", "Để máy nhận ra nhau.", "link"), ("Vị trí", "Google yêu cầu.", "pin")]


def test_no_list_no_steps() -> None:
    assert steps(list(to_tree("Chỉ có một đoạn."))) == []


def test_running_text_keeps_paragraphs_and_marks() -> None:
    found = [(block.mark, plain(block.runs)) for block in blocks(section(tree, "dieu-khoan"))]
    assert found == [("", "Đoạn một, hai dòng."), ("1.", "Mục một"), ("2.", "Mục hai"), ("", "Đoạn ba."), ("–", "gạch")]


def test_what_running_text_leaves_out_is_named() -> None:
    assert beyond(section(to_tree("## A\n\na ![](b.svg)\n\n- c\n\n1. d\n\n    e[^1]\n\n[^1]: f"), "a")) == []
    assert beyond(section(tree, "dieu-khoan")) == ["li ul"]
    text = (
        "## A\n\n> a\n\n### B\n\n| c | d |\n|---|---|\n| e | f |\n\n```\ng\n```\n\n!!! note\n    h\n\n- i\n\n    > j\n"
    )
    assert beyond(section(to_tree(text), "a")) == ["blockquote", "h3", "table", "pre", "div", "li blockquote"]


def test_numbers_go_on_where_the_list_starts() -> None:
    assert [block.mark for block in blocks(list(to_tree("4. a\n5. b\n")))] == ["4.", "5."]  # as it is written
    html = '<ol start="4"><li>a</li><li>b</li></ol>'
    assert [block.mark for block in blocks(list(to_tree(html)))] == ["4.", "5."]


def test_fences_are_code_on_sheets_as_on_the_site() -> None:
    tree = to_tree("```\n## không phải mục\n\n[a](b)\n```\n\n## Mục\n")
    assert section_ids(tree) == ["muc"] and list(tree.iter("a")) == []


def test_a_form_is_a_table_with_an_example() -> None:
    tree = to_tree("| Giờ | Họ tên |\n|---|---|\n| 07:45 | **Trần** Thị |\n| 08:00 | Lê |\n")
    found = form(list(tree))
    assert found is not None
    assert [plain(head) for head in found.heads] == ["Giờ", "Họ tên"]
    assert [plain(entry) for entry in found.example] == ["07:45", "Trần Thị"]


@pytest.mark.parametrize("text", ["Không có bảng.", "| a | b |\n|---|---|\n", "| a | b |\n|---|---|\n| x | |\n"])
def test_a_table_without_a_full_example_is_no_form(text: str) -> None:
    assert form(list(to_tree(text))) is None


CASE = """\
## Ba bước {#ba-buoc}

1. **Quét mã.** Nhớ chọn đúng tên.
2. **Cài.** Chưa muốn nhập thì bỏ qua.

- Máy cũ dưới Android 6.0 không cài được.

## Trước đã {#truoc}

- Ghi chú.

1. **Một.** Câu.
2. **Hai.** Câu.
"""


@pytest.mark.parametrize(("name", "leads"), [("ba-buoc", ["Quét mã", "Cài"]), ("truoc", ["Một", "Hai"])])
def test_steps_are_the_numbered_list_alone(name: str, leads: list[str]) -> None:
    elements = section(to_tree(CASE), name)
    assert [plain(step.lead) for step in steps(elements)] == leads
    assert beyond(elements, "steps") == []
    assert {block.mark for block in blocks(elements)} == {"1.", "2.", "–"}


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        ("1. a\n\nb\n\n2. c", ["ol + ol"]),
        ("1. a\n\n   b\n\n2. c", ["ol + ol"]),
        ("3. a\n4. b", ["ol start=3"]),
        ("1. **A.** B<br>c. D", ["li br"]),
        ("1. **A.**<br>B. C<br>d", []),
        ("1. **a.** b  \n    c. d", ["li br"]),
        ("- a\n- b", []),
    ],
)
def test_what_a_slot_of_steps_would_lose_is_named(text: str, left_out: list[str]) -> None:
    assert beyond(list(to_tree(text)), "steps") == left_out


@pytest.mark.parametrize(
    ("html", "left_out"),
    [
        ("<table><tr><th colspan='2'>a</th></tr><tr><td>b</td><td>c</td></tr></table>", ["th colspan"]),
        ("<table><tr><th>a</th></tr><tr><td rowspan='2'>b</td></tr><tr></tr></table>", ["td rowspan"]),
        ("<table><tr><th>a<br>b</th></tr><tr><td>c</td></tr></table>", ["th br"]),
        ("<table><tr><th colspan='1'>a</th></tr><tr><td>b</td></tr></table>", []),
    ],
)
def test_a_form_has_no_cells_over_several_columns_or_rows(html: str, left_out: list[str]) -> None:
    assert beyond(list(to_tree(html)), "table") == left_out


def test_powers_and_indices_are_characters_on_paper_and_what_is_gone_is_gone() -> None:
    html = "<p>10<sup>6</sup> CO<sub>2</sub> 1<sup>er</sup> <del>a</del><s>b</s> <mark>c</mark> <kbd>d</kbd></p>"
    (block,) = blocks(list(to_tree(html)))
    assert block.runs == (Run("10⁶ CO₂ 1er "), Run("c", True), Run(" d"))


def test_words_of_blocks_within_an_item_stand_apart() -> None:
    assert [plain(block.runs) for block in blocks(list(to_tree("<ul><li><p>a</p><p>b</p></li></ul>")))] == ["a b"]


def test_boxes_to_tick_are_characters() -> None:
    text = "- [ ] a\n- [x] b\n- [x](c.md)\n- [ab] d"
    assert [plain(block.runs) for block in blocks(list(to_tree(text)))] == ["☐ a", "☑ b", "x", "[ab] d"]
