"""Characters that look like others are told with their numbers and the right ones; other scripts are left alone."""

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.campaign.look_alikes import look_alikes
from outreach.campaign.units import read_list
from outreach.core.findings import OutreachError
from outreach.core.project import Project
from outreach.core.strings import Strings
from outreach.products.prepare import prepare
from projects import small_project

WORDS = [Strings.load(language) for language in ("vi", "en")]
ALIKE = {
    "\u00d0ắk Lắk": ("\u00d0", "Đ"),
    "xã \u00f0ông": ("\u00f0", "đ"),
    "\u0189ông Hòa": ("\u0189", "Đ"),
    "d\u0335ông": ("d\u0335", "đ"),
    "b\u01cen": ("\u01ce", "ă"),
    "u\u0315": ("u\u0315", "ư"),
    "k\u0131nh": ("\u0131", "i"),
    "Bluez\u043ene": ("\u043e", "o"),
    "N\u03b1m": ("\u03b1", "a"),
    "\u041eng": ("\u041e", "O"),
    "Nam \u0410": ("\u0410", "A"),
    "\u0422\u0420 Nam Định": ("\u0422", "T"),
    "M\u02bcDrắk": ("\u02bc", "’"),
    "\uff21pp": ("\uff21", "A"),
    "1\uff19\uff10\uff10": ("\uff19", "9"),
    "\ufb01le": ("\ufb01", "fi"),
    "quý \u2163": ("\u2163", "IV"),
    "\U0001d400": ("\U0001d400", "A"),
    "19\u0660\u0660": ("\u0660", "0"),
    "\u04d1n": ("\u04d1", "ă"),
    "\u13a0ông": ("\u13a0", "D"),
    "\ua4d3ông": ("\ua4d3", "D"),
    "l\u2c9fan": ("\u2c9f", "o"),
    "x\u1d0fanh": ("\u1d0f", "O"),
    "Ngh\u012fa": ("\u012f", "ị"),
    "h\u00f2\u0302n": ("\u00f2\u0302", "ồ"),
    "l\u1ebd\u0302": ("\u1ebd\u0302", "ễ"),
    "m\u01a1\u031b": ("\u01a1\u031b", "ơ"),
    "Б\u006fль": ("o", "\u043e"),
}
FAIR = [
    *("Đắk Lắk, Ê Đê ê\u0306", "Kdŭn", "M’Drắk", "M'Drắk", "m², №, 30 °C, ½, ™", "“a” – b… → ✓ 🏠 €", "TP. Nam Định"),
    *("Кыргызстан", "о том, что сор", "Ελλάδα", "biến thể α, β-carotene", "5 kΩ, 3 μm", "中文", "ភាសាខ្មែរ", "한국어"),
    unicodedata.normalize("NFC", "Tiếng Việt có dấu, ưỡn ẹo, ặc ặc"),
]


@pytest.mark.parametrize("text", ALIKE)
def test_a_look_alike_is_told_with_the_right_one(text: str) -> None:
    alike = look_alikes(text, ("vi", "en"))[0]
    assert (alike.character, alike.right) == ALIKE[text] and alike.word in text
    assert str(alike.data["found"]).endswith(f"({' '.join(f'U+{ord(c):04X}' for c in alike.character)})")


@pytest.mark.parametrize("text", FAIR)
def test_what_is_meant_is_left_alone(text: str) -> None:
    assert look_alikes(text, ("vi", "en")) == [] == look_alikes(text)


def test_what_is_a_look_alike_depends_on_the_languages() -> None:
    assert look_alikes("\u00d0", ("is",)) == [] != look_alikes("\u00d0", ("en", "vi"))
    assert look_alikes("١٢٣", ("ar",)) == [] != look_alikes("١٢٣", ("fr",))
    assert look_alikes("Bluez\u043ene", ("ar",)) != []  # a word in two scripts is none in any language


@given(st.text(max_size=80))
def test_any_text_is_looked_at(text: str) -> None:
    for alike in look_alikes(text, ("vi",)):
        assert alike.character in text and alike.right and alike.right != alike.character


def test_lists_tell_the_column_and_the_row(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("code,name,address\n1,Xã \u00d0ông,\n2,Xã Đông,s\u043e 5\n3,Xã Đông,\n", "utf-8")
    units, faults = read_list(tmp_path / "x.csv", "x.csv")
    assert list(units) == ["3"]
    assert [(f.slug, f.line, f.data["column"], f.data["found"]) for f in faults] == [
        ("units-look-alike", 2, "name", "\u00d0 (U+00D0)"),
        ("units-look-alike", 3, "address", "\u043e (U+043E)"),
    ]
    assert all("U+0110" in " ".join(words.finding(faults[0])) for words in WORDS)


def test_every_file_that_text_comes_from_is_looked_at(tmp_path: Path) -> None:
    """Page, escapes, front matter, message, script, tables, a drawing's words; a listed word may stay."""
    project = small_project(tmp_path / "p", "mot-cua", "a4", scripts=True)
    docs, added = project / "docs", {}
    message = next(path for path in sorted((docs / "tin-nhan").glob("*.md")) if path.stem != "index")
    for path, text in {
        docs / "huong-dan/android.md": "\nBluez\u043ene &ETH;ông\n",
        message: "\n\u00d0ông\n",
        docs / "truyen-thanh/ban-tin-30-giay.md": "\n\u00d0ông\n",
        docs / "_data/channels.toml": '\n[x]\nname = "\\u00D0ông"\ntask = "x" # \u00d0\n',
    }.items():
        path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
        added[path.relative_to(project).as_posix()] = path.read_text(encoding="utf-8").split("\n")
    material = docs / "an-pham/mot-cua.md"
    material.write_text(
        re.sub("summary: ", "summary: \u0391\u03a4 \u00d0. ", material.read_text("utf-8"), count=1), "utf-8"
    )
    drawing = docs / "assets/illustrations/mark.svg"
    drawing.write_text(re.sub("(<svg[^>]*>)", "\\1<title>\u00d0</title>", drawing.read_text("utf-8"), count=1), "utf-8")
    campaign = docs / "_data/campaign.toml"
    text = campaign.read_text(encoding="utf-8").replace(
        "allowed_hosts = [", 'allowed_words = ["\u0391\u03a4"]\nallowed_hosts = ['
    )
    campaign.write_text(text, encoding="utf-8")
    with pytest.raises(OutreachError) as raised:
        prepare(Project(project))
    found = {(f.file, str(f.data["found"])[0]) for f in raised.value.findings if f.slug == "look-alike"}
    assert found == {
        ("docs/huong-dan/android.md", "\u043e"),
        ("docs/huong-dan/android.md", "\u00d0"),
        (message.relative_to(project).as_posix(), "\u00d0"),
        ("docs/truyen-thanh/ban-tin-30-giay.md", "\u00d0"),
        ("docs/_data/channels.toml", "\u00d0"),
        ("docs/an-pham/mot-cua.md", "\u00d0"),
        ("docs/assets/illustrations/mark.svg", "\u00d0"),
    }
    for finding in raised.value.findings:
        if finding.slug == "look-alike" and finding.file in added:
            assert finding.line in {len(added[finding.file]) - 1, len(added[finding.file]) - 2}
