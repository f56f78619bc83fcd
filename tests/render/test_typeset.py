"""Sheets are sealed, watched and set in the campaign's font only."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._f_v_a_r import Axis

from outreach.core.cache import Store
from outreach.render import fonts, raster
from outreach.render.pdf.normalise import finish
from outreach.render.pdf.reader import read
from typesetting import FILES, NAME, SPEC, set_page, texts

PIXEL = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR42mNk+M8AAAMBAQDJ/pLvAAAAAElFTkSuQmCC"
)
OUTSIDE = {
    "a picture on the disk": '<img src="file://{file}">',
    "a picture on the network": '<img src="http://outside.invalid/x.png">',
    "a picture beside the sheet": '<img src="x.png">',
    "even a picture in the text": f'<img src="{PIXEL}">',
    "a picture in a drawing": '<svg xmlns="http://www.w3.org/2000/svg"><image href="file://{file}"/></svg>',
    "a ground": '<p style="background:url(http://outside.invalid/x.png)">a</p>',
    "a style sheet": '<link rel="stylesheet" href="file://{file}">',
    "an import": '<style>@import "http://outside.invalid/x.css";</style>',
    "a font": '<style>@font-face{{font-family:X;src:url(file://{file})}}</style><p style="font-family:X">a</p>',
}


@pytest.mark.parametrize("name", OUTSIDE)
def test_nothing_outside_the_sheet_is_read_and_a_try_is_told(name: str, tmp_path: Path) -> None:
    file = tmp_path / "x.css"
    file.write_text("p { color: red }")
    sheet = set_page(OUTSIDE[name].format(file=file) if "{file}" in OUTSIDE[name] else OUTSIDE[name])
    assert sheet.complaints
    assert b"/Image" not in sheet.pdf


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ('<p style="text-wrap: balance">a', "text-wrap"),
        ("<p>中", "U+4E2D"),
        ('<p style="colour: red">a', "colour"),
    ],
)
def test_what_weasyprint_warns_of_is_a_complaint(body: str, word: str) -> None:
    (complaint,) = set_page(body).complaints
    assert word in complaint


def test_a_right_sheet_has_no_complaint_and_no_stale_ones() -> None:
    assert set_page("<p>中").complaints
    sheet = set_page(
        '<h1>Chữ <b>đậm</b></h1><svg xmlns="http://www.w3.org/2000/svg"><title>x</title></svg>', tagged=True
    )
    assert sheet.complaints == []
    assert "".join(sheet.words.split()) == "Chữđậm"
    assert len(sheet.pages) == 1


FOREIGN = """
import json, os, sys
os.environ["FONTCONFIG_FILE"] = sys.argv[1]
from outreach.render.pdf.normalise import finish
from outreach.render.pdf.reader import read
from outreach.render.typeset import typeset
families = ["No Such Family", "DejaVu Sans", "serif", "monospace"]
body = "".join(f'<p style="font-family:\\'{family}\\'">Chữ {family} \\u4e2d</p>' for family in families)
sheet = typeset(f"<html lang=vi><title>T</title><body>{body}<p style='font-family:serif'>x</p>", False)
print(json.dumps([[font.name for font in read(finish(sheet.pdf)).fonts], sheet.complaints]))
"""


def test_no_font_of_the_system_ever_helps_out(tmp_path: Path) -> None:
    """In a process of its own: fontconfig reads its settings once."""
    config = fonts.isolate(FILES.values(), tmp_path)
    environment = {**os.environ, "FONTCONFIG_FILE": "/nowhere"}
    command = [sys.executable, "-c", FOREIGN, str(config)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    names, complaints = json.loads(done.stdout)
    assert names and all(name.startswith("Be-Vietnam-Pro") for name in names)
    assert len(complaints) == 4 and all(
        "U+4E2D" in complaint for complaint in complaints
    )  # a missing glyph stays missing


def test_only_the_named_files_are_known_and_settings_are_written_once(tmp_path: Path) -> None:
    two = [FILES[900], FILES[400]]
    one = fonts.isolate(two, tmp_path)
    assert sorted(path.name for path in one.parent.glob("*.ttf")) == [
        "BeVietnamPro-Black.ttf",
        "BeVietnamPro-Regular.ttf",
    ]
    assert one.read_text().count("<dir>") == 1 and f"<dir>{one.parent}</dir>" in one.read_text()
    time = one.stat().st_mtime_ns
    assert fonts.isolate(reversed(two), tmp_path) == one and one.stat().st_mtime_ns == time
    assert fonts.isolate([FILES[700]], tmp_path) != one


def test_settings_of_fonts_that_the_campaign_has_no_more_are_removed(tmp_path: Path) -> None:
    whole = fonts.isolate(fonts.faces(SPEC, FILES), tmp_path)
    old = fonts.isolate([FILES[400]], tmp_path)
    fonts.prune(SPEC, tmp_path)
    assert whole.exists() and not old.parent.exists()
    assert [path.name for path in (tmp_path / "fontconfig").iterdir()] == [whole.parent.name]


@pytest.mark.parametrize("name", ["BeVietnamPro-Regular.ttf", "fonts.conf"])
def test_fonts_are_copies_and_what_was_damaged_is_made_anew_and_told(tmp_path: Path, name: str) -> None:
    config = fonts.isolate([FILES[400]], tmp_path)
    path = config.with_name(name)
    assert not path.is_symlink() and path.stat().st_nlink == 1
    before, content = path.stat(), path.read_bytes()
    path.write_bytes(content[:99] + bytes([content[99] ^ 1]) + content[100:])
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert fonts.isolate([FILES[400]], tmp_path) == config and path.read_bytes() == content
    (told,) = Store(tmp_path).damages()
    assert (told.slug, str(told.data["found"]).split("/")[0]) == ("cache-damaged", "fontconfig")


def test_fonts_that_are_not_installed_are_findings() -> None:
    _, faults = fonts.find(SPEC.model_copy(update={"package": "fontpkg_no_such"}), "brand.toml", 5)
    assert [(f.slug, f.file, f.line, f.data["found"]) for f in faults] == [
        ("font-package", "brand.toml", 5, "fontpkg_no_such")
    ]
    _, faults = fonts.find(SPEC.model_copy(update={"files": {"400": "x.ttf"}}), "brand.toml", 5)
    assert [(f.slug, f.data["found"]) for f in faults] == [("font-file", "x.ttf")]
    assert fonts.find(SPEC, "brand.toml", 5) == (FILES, [])


def test_finished_files_depend_on_nothing_but_the_content() -> None:
    body = "<h1>Chữ</h1><p>Đoạn <b>đậm</b></p>"
    one, two = (finish(set_page(body, "b { font-weight: 900 }", tagged=True).pdf) for _ in range(2))
    assert one == two == finish(one)
    other = finish(set_page(body + "<p>x", "b { font-weight: 900 }", tagged=True).pdf)
    assert other != one


def test_a_finished_file_is_read() -> None:
    body = "<p>thường<p class=group>trong nhóm<p class=next>trang hai"
    css = ".group { font-weight: 900; opacity: .5 } .next { break-before: page; font-weight: 700 }"
    found = read(finish(set_page(body, css, tagged=True).pdf))
    assert [page.size for page in found.pages] == [pytest.approx((148, 210), abs=0.01)] * 2
    assert len(found.fonts) == 3 and all(font.embedded and font.subset for font in found.fonts)  # one is in a group
    assert all(font.name.startswith(NAME.replace(" ", "-")) for font in found.fonts)
    assert (found.info["Title"], found.language, found.tagged, found.has_id) == ("T", "vi", True, True)
    assert not read(set_page("<p>a").pdf).tagged


def test_pages_come_back_as_pixels_and_text() -> None:
    css = ".a { position: absolute; left: 0; top: 0; width: 74mm; height: 210mm; background: #000 }"
    file = set_page(
        '<div class="a"></div><p style="padding-left:80mm">Chữ Việt<p style="break-before:page">hai', css
    ).pdf
    first, second = raster.pages(file, 25.4)  # one pixel a millimetre
    assert (first.width, first.height) == (148, 210) and len(first.rgb) == 148 * 210 * 3
    row = first.rgb[100 * 148 * 3 : 101 * 148 * 3]
    assert row[: 73 * 3] == bytes(73 * 3) and row[75 * 3 :] == b"\xff" * (73 * 3)
    assert second.rgb != first.rgb
    assert [text.strip() for text in raster.texts(file)] == ["Chữ Việt", "hai"]


HALF = "left: 10mm; top: 20mm; width: 80mm; height: 60mm; transform: rotate(180deg)"
A = "p, div { position: absolute; margin: 0; white-space: nowrap } b { font-weight: 900 }"
TURNED = (
    f'<div style="{HALF}"><p style="left: 5mm; top: 10mm; font-size: 20pt; line-height: 1">Mời <b>quý khách</b><br>'
    'cài <b>Bluezone</b> nhé</p><p style="left: 60mm; top: 10mm">Quét để cài</p></div>'
)


def test_a_box_turned_by_half_stands_where_it_is_seen() -> None:
    sheet = set_page(TURNED, A)
    first = texts(sheet.pages[0])[0]
    assert not first.turned and first.text == "Mời "
    height = 20 * 25.4 / 72
    assert first.rect[1:] == pytest.approx((80 - 10 - height, 90 - 5, 80 - 10), abs=0.01)
    alone = sheet.pages[0].children[0].children[0].children[0]
    assert alone.rect == pytest.approx((10, 20, 90, 80), abs=0.01)  # the box itself comes to lie on itself
    (image,) = raster.pages(sheet.pdf, 254)  # ten pixels a millimetre
    inked = [index // 3 for index in range(0, len(image.rgb), 3) if image.rgb[index] < 128]
    seen = [node.rect for node in texts(sheet.pages[0])]
    columns = [pixel % image.width / 10 for pixel in inked]
    assert min(columns) == pytest.approx(min(rect[0] for rect in seen), abs=0.6)
    assert max(columns) == pytest.approx(max(rect[2] for rect in seen), abs=0.6)


def test_half_turns_add_up_and_unequal_borders_do_not_mislead() -> None:
    inner = '<div style="left: 0; top: 0; width: 30mm; height: 10mm; transform: rotate(.5turn)">a</div>'
    twice = f'<div style="{HALF}">{inner}</div>'
    (text,) = texts(set_page(twice, A).pages[0])
    assert not text.turned and text.rect[:2] == pytest.approx((60, 70), abs=0.01)
    bordered = f'<div style="{HALF}; border-left: 8mm solid; border-top: 4mm solid">a</div>'
    (text,) = texts(set_page(bordered, A).pages[0])
    assert text.rect[2:] == pytest.approx((98 - 8, 84 - 4), abs=0.01)


def test_words_upside_down_are_read_in_their_order() -> None:
    upright = TURNED.replace("transform: rotate(180deg)", "").replace("top: 20mm", "top: 110mm")
    both, alone = set_page(TURNED + upright, A).pdf, set_page(upright, A).pdf
    (text,) = raster.texts(alone)
    (read,) = raster.texts(both)
    assert read.split() == text.split() * 2
    assert text.split()[3:6] == ["cài", "Bluezone", "nhé"]


def test_tags_know_the_language_of_their_element() -> None:
    body = '<div lang="en"><p>Please</p></div><p lang="fr">S’il <b>vous</b> plaît</p><p>Mời</p>'
    with pikepdf.open(io.BytesIO(finish(set_page(body, tagged=True).pdf))) as file:
        tags = [each for each in file.objects if isinstance(each, pikepdf.Dictionary) and "/S" in each]
        found = {(str(tag.S), str(tag.Lang)) for tag in tags if "/Lang" in tag}
        assert found == {("/Div", "en"), ("/P", "fr")} and str(file.Root.Lang) == "vi"


def test_a_variable_font_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "fontpkg_varied"
    (package / "files").mkdir(parents=True)
    (package / "__init__.py").write_text("")
    with TTFont(FILES[400]) as font:
        font["fvar"] = table = newTable("fvar")
        axis = Axis()
        axis.axisTag, axis.minValue, axis.defaultValue, axis.maxValue = "wght", 100, 400, 900
        table.axes, table.instances = [axis], []
        font.save(package / "files" / "Varied.ttf")
    monkeypatch.syspath_prepend(tmp_path)
    spec = SPEC.model_copy(update={"package": "fontpkg_varied", "files": {"400": "Varied.ttf"}})
    _, faults = fonts.find(spec, "brand.toml", 5)
    assert [(f.slug, f.data["found"]) for f in faults] == [("font-variable", "Varied.ttf")]
