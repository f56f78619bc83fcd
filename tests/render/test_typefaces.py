"""Fonts of a PDF as it tells of them."""

from pikepdf import Stream

from outreach.render.pdf.reader import read
from pdfs import Made

TABLE = """1 begincodespacerange <0000> <ffff> endcodespacerange
1 beginbfrange <0000> <ffff> <0000> endbfrange
1 beginbfchar {code} <00540068> endbfchar
2 beginbfrange <0000> {before} <0058> {code} {after} [<0041> <00420043>] endbfrange
2 beginbfrange <fff0> {huge} <0058> {huge} {huge} <0059> endbfrange"""


def test_of_several_entries_of_a_code_the_last_one_says_what_it_shows() -> None:
    made = Made()
    made.font()
    shown = made.text("a", 9, 9, 9)
    code = int(shown.partition("<")[2].partition(">")[0], 16)
    numbers = {"code": code, "before": code - 1, "after": code + 1}
    table = TABLE.format(huge=f"<{'f' * 99}>", **{name: f"<{number:04x}>" for name, number in numbers.items()})
    made.resources.Font.F.ToUnicode = Stream(made.pdf, table.encode())
    four = shown.replace(f"<{code:04x}>", f"<{code - 1:04x}{code:04x}{code + 1:04x}{code + 2:04x}>")
    (page,) = read(made.page(four).saved()).pages
    (mark,) = page.marks
    assert mark.text == f"{chr(0x58 + code - 1)}ABC{chr(code + 2)}"
