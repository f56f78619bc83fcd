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
