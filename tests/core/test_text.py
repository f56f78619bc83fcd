"""Texts without marks: in Python and in the scripts of the pages, by one table."""

import json
import re
import subprocess
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.core.text import fold, folding, unmark
from outreach.site.assets import SEARCH, theme_files

FINDER = "assets/javascripts/finder.js"
LETTERS = [chr(code) for code in range(0xC0, 0x1F00) if chr(code).isalpha() and unicodedata.name(chr(code), "")]
NAMES = ["\u00d0ông Hòa", "Đông Hòa", "\u0189ông Hòa", "đông hoà", "M\u02bcDrắk", "M’Drắk", "\uff21n Bình", "Ⅳ"]
TYPED = [*NAMES, *"ʼʻ’‘", *(letter for letter in LETTERS if "LATIN" in unicodedata.name(letter))]


@pytest.mark.parametrize(
    ("path", "start", "end", "call", "python"),
    [
        (FINDER, "  const { marks", "  // Its words;", "fold", fold),
        (SEARCH, "  var table =", "  /* Quotation", "bare", unmark),
    ],
)
def test_the_scripts_of_the_pages_fold_as_python_does(
    path: str, start: str, end: str, call: str, python: object
) -> None:
    script = theme_files()[path].decode()
    part = script[script.index(start) : script.index(end)]
    typed = [*TYPED, *(unicodedata.normalize("NFD", text) for text in TYPED)]
    program = f"{part}\nconsole.log(JSON.stringify({json.dumps(typed)}.map({call})))"
    answer = subprocess.run(["node", "-e", program], capture_output=True, text=True, check=True).stdout
    assert callable(python)
    plain = [unicodedata.normalize("NFC", text) for text in json.loads(answer)]
    assert plain == [unicodedata.normalize("NFC", python(text)) for text in typed]


def test_no_script_is_published_without_the_table() -> None:
    files = theme_files().values()
    assert all(b"__FOLDING__" not in file for file in files)
    assert sum(json.dumps(folding(), separators=(",", ":")).encode() in file for file in files) == 2


def test_names_are_found_however_they_are_typed() -> None:
    assert {fold(name) for name in NAMES[:4]} == {"dong hoa"}
    assert {fold(name) for name in NAMES[4:6]} == {"m'drak"}
    assert [fold(name) for name in NAMES[6:]] == ["an binh", "iv"]


@given(st.text(alphabet=st.sampled_from("aĐđðờẮ’x \u0323\u0301"), max_size=20))
def test_a_text_without_marks_has_none_however_it_was_typed(text: str) -> None:
    plain = unmark(text)
    assert unmark(plain) == plain == unmark(unicodedata.normalize("NFD", text))
    assert not re.search(r"[\u0300-\u036fđĐðờẮ]", plain) and fold(text) == fold(plain.upper()).lower()
