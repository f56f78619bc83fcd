"""A page as plain text, against small pieces of HTML."""

import datetime as dt
import unicodedata
from dataclasses import replace

import pytest

from embedded import META
from outreach.core.strings import Strings
from outreach.products.guide.plain_text import plain_text

CASES = {
    "a paragraph in one line": ("<p>Một\n  hai <b>ba</b>\u00a0bốn</p>", "Một hai ba bốn"),
    "a foot of a table that is written first": (
        "<table><tfoot><tr><td>Cộng</td><td>9</td></tr></tfoot><thead><tr><th>A</th><th>B</th></tr></thead>"
        "<tbody><tr><td>1</td><td>2</td></tr></tbody></table>",
        "A: 1; B: 2.\nA: Cộng; B: 9.",
    ),
    "a cell ends with its part of the table": (
        "<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><td rowspan=3>x</td><td>1</td></tr></tbody>"
        "<tbody><tr><td>y</td><td>2</td></tr></tbody></table>",
        "A: x; B: 1.\nA: y; B: 2.",
    ),
    "a forced break stays": ("<p>Một <br>\nhai</p>", "Một\nhai"),
    "headings and paragraphs stand apart": ("<h2 id='a'>Đầu</h2><p>Một</p><p>Hai</p>", "Đầu\n\nMột\n\nHai"),
    "steps are numbered": ("<ol><li>Mở</li><li>Bấm</li></ol>", "1. Mở\n2. Bấm"),
    "numbers go on": ("<ol start='4'><li>Mở</li><li value='7'>Bấm</li><li>Đóng</li></ol>", "4. Mở\n7. Bấm\n8. Đóng"),
    "points have dashes": ("<ul><li>Một</li><li>Hai</li></ul>", "- Một\n- Hai"),
    "items of paragraphs stand apart": (
        "<ol><li><p>Mở.</p><p>Rồi chờ.</p></li><li><p>Bấm.</p></li></ol>",
        "1. Mở.\n\n   Rồi chờ.\n\n2. Bấm.",
    ),
    "a list within a list": (
        "<ol><li>Chọn:<ul><li>trái</li><li>phải</li></ul></li><li>Xong</li></ol>",
        "1. Chọn:\n   - trái\n   - phải\n2. Xong",
    ),
    "an address behind its words": (
        "<p>Xem <a href='../iphone/#quyen'>iPhone</a>.</p>",
        "Xem iPhone [https://a.example/goc/huong-dan/iphone/#quyen].",
    ),
    "an address that is said already": (
        "<p><a href='https://www.b.example/'>www.b.example</a> <a href='mailto:x@b.example'>x@b.example</a></p>"
        "<p><a href='tel:19009095'>1900 9095</a></p>",
        "www.b.example x@b.example\n\n1900 9095",
    ),
    "a number to call behind its words": ("<p><a href='tel:19009095'>Gọi</a></p>", "Gọi [19009095]"),
    "a place on the page itself has no address": ("<p>Xem <a href='#quyen'>mục dưới</a></p>", "Xem mục dưới"),
    "a picture beside words is left out": ("<p>Mở <img src='a.svg' alt='Một nút'> đi</p>", "Mở đi"),
    "a picture of a step is left out": (
        "<ol><li><p>Mở.</p><p><img src='a.svg' alt='Một ngón tay bấm nút'></p></li></ol>",
        "1. Mở.",
    ),
    "a picture by itself is told": ("<p><img src='a.svg' alt='Hai  người'></p>", "[Hình: Hai người]"),
    "an ornament is not": ("<p>Một</p><p><img src='a.svg' alt=''></p><p>Hai</p>", "Một\n\nHai"),
    "a picture that is a link": (
        "<p><a href='../iphone/'><img src='a.svg' alt='iPhone'></a></p>",
        "iPhone [https://a.example/goc/huong-dan/iphone/]",
    ),
    "a caption tells its picture": (
        "<figure><p><img src='a.svg' alt='Hình'></p><figcaption><p>Hai người gặp nhau</p></figcaption></figure>",
        "Hai người gặp nhau",
    ),
    "rows with the names of their columns": (
        "<table><caption>Máy</caption><thead><tr><th>Loại</th><th>Bản</th></tr></thead>"
        "<tbody><tr><td>Android</td><td>6.0.</td></tr><tr><td>iPhone</td><td></td></tr></tbody></table>",
        "Máy\n\nLoại: Android; Bản: 6.0.\nLoại: iPhone.",
    ),
    "rows without names": ("<table><tr><td>a</td><td>b</td></tr></table>", "a; b."),
    "a value in several rows": (
        "<table><tr><th>Huyện</th><th>Xã</th></tr><tr><td rowspan='2'>A</td><td>b</td></tr><tr><td>c</td></tr></table>",
        "Huyện: A; Xã: b.\nHuyện: A; Xã: c.",
    ),
    "a value to the end of its table": (
        "<table><tr><th>Huyện</th><th>Xã</th></tr><tr><td rowspan='0'>A</td><td>b</td></tr><tr><td>c</td></tr></table>",
        "Huyện: A; Xã: b.\nHuyện: A; Xã: c.",
    ),
    "a value in several columns": (
        "<table><tr><th>Máy</th><th>Sáng</th><th>Chiều</th></tr>"
        "<tr><td>A</td><td colspan='2'>nghỉ</td></tr><tr><td>B</td><td>8</td><td>14</td></tr></table>",
        "Máy: A; Sáng, Chiều: nghỉ.\nMáy: B; Sáng: 8; Chiều: 14.",
    ),
    "names in several rows": (
        "<table><thead><tr><th rowspan='2'>Máy</th><th colspan='2'>Giờ</th></tr><tr><th>Sáng</th><th>Chiều</th></tr>"
        "</thead><tbody><tr><td>A</td><td>8</td><td>14</td></tr></tbody></table>",
        "Máy: A; Giờ – Sáng: 8; Giờ – Chiều: 14.",
    ),
    "a row that is one cell": (
        "<table><tr><th>a</th><th>b</th></tr><tr><td colspan='2'>Buổi sáng</td></tr>"
        "<tr><td>1</td><td>2</td></tr></table>",
        "Buổi sáng.\na: 1; b: 2.",
    ),
    "a block of two rows and two columns": (
        "<table><tr><th>a</th><th>b</th><th>c</th></tr><tr><td colspan='2' rowspan='2'>1</td><td>2</td></tr>"
        "<tr><td>3</td></tr></table>",
        "a, b: 1; c: 2.\na, b: 1; c: 3.",
    ),
    "a table within a table": (
        "<table><tr><th>a</th></tr><tr><td><table><tr><td>1</td><td>2</td></tr></table></td></tr></table>",
        "a: 1; 2.",
    ),
    "powers and indices": ("<p>10<sup>6</sup>, m<sup>2</sup>, CO<sub>2</sub>, 1<sup>st</sup></p>", "10⁶, m², CO₂, 1st"),
    "terms and what they mean": (
        "<dl><dt>Android</dt><dd>Samsung</dd><dd>Oppo</dd><dt>iPhone</dt><dd>Apple</dd></dl>",
        "Android\nSamsung\nOppo\n\niPhone\nApple",
    ),
    "a note": (
        "<div class='admonition note'><p class='admonition-title'>Lưu ý</p><p>Giữ pin.</p></div>",
        "Lưu ý\n\nGiữ pin.",
    ),
    "what can be opened is open": ("<details><summary>Vì sao</summary><p>Vì thế.</p></details>", "Vì sao\n\nVì thế."),
    "a footnote and its number": (
        "<p>Một<sup id='fnref:1'><a class='footnote-ref' href='#fn:1'>1</a></sup>.</p><div class='footnote'><hr>"
        "<ol><li id='fn:1'><p>Hai\u00a0<a class='footnote-backref' href='#fnref:1'>↩</a></p></li></ol></div>",
        "Một [1].\n\n1. Hai",
    ),
    "lines kept as they are": ("<pre><code>a  b\n c\n</code></pre>", "a  b\n c"),
    "what no longer holds is left out": ("<p>Gọi <del>111</del> 222</p>", "Gọi 222"),
    "what nobody sees is left out": ("<p>Một\u200b\u00adhai<script>x()</script><!-- b --></p>", "Mộthai"),
    "composed letters": (f"<p>{unicodedata.normalize('NFD', 'Tiếng Việt')}</p>", "Tiếng Việt"),
    "words beside blocks": ("<div>Một<p>Hai</p>Ba</div>", "Một\n\nHai\n\nBa"),
}
END = f"\n\nNguồn: Trang <gốc> [{META.page_url}]. Cập nhật 09/08/2020. Bản 2.\n"


def plain(content: str, **meta: object) -> str:
    return plain_text(content, replace(META, **meta), Strings.load("vi"))


@pytest.mark.parametrize("name", CASES)
def test_content(name: str) -> None:
    content, expected = CASES[name]
    assert plain(content) == f"{META.title}\n\n{expected}{END}"


def test_the_campaigns_state_stands_before_all_content() -> None:
    assert plain("<p>chữ</p>", notice="Chiến dịch\u00a0mẫu").startswith(f"{META.title}\n\nChiến dịch mẫu.\n\nchữ\n")


def test_a_heading_of_its_own_is_the_title() -> None:
    assert plain("<h1>Của  <i>mình</i></h1><p>chữ</p>").startswith("Của mình\n\nchữ\n")
    later = plain("<p>chữ</p><h1>Sau</h1>")
    assert later.startswith("chữ\n\nSau\n")


def test_without_day_and_version_only_the_source_is_told() -> None:
    end = plain("<p>chữ</p>", updated=None, version="").splitlines()[-1]
    assert end == f"Nguồn: Trang <gốc> [{META.page_url}]."
    assert plain("<p>chữ</p>", updated=dt.date(2021, 1, 2), version="").endswith("Cập nhật 02/01/2021.\n")


def test_no_line_is_wrapped() -> None:
    words = "chữ " * 400
    assert words.strip() in plain(f"<p>{words}</p>").splitlines()
