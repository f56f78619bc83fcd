"""The fragment as a function of a page's content."""

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html as lxml_html

from embedded import META
from outreach.core.strings import Strings
from outreach.products.guide import THEME
from outreach.products.guide.embed_page import EmbedMeta
from outreach.products.guide.fragment import fragment
from outreach.products.guide.visible_text import visible_text
from outreach.render.templates import Templates

META = replace(META, version="2-abcdef")
KEPT = {"h2", "h3", "h4", "p", "ol", "ul", "li", "table", "thead", "tbody", "tr", "th", "td", "img", "a"}
KEPT |= {"strong", "em", "br", "code", "pre", "div"}
STYLED = {"margin", "padding", "padding-left", "border", "border-left", "border-collapse", "font-size", "text-align"}
STYLED |= {"width", "max-width", "height", "list-style-type", "text-decoration", "font-weight"}


def body(content: str, level: int = 2, meta: EmbedMeta = META) -> str:
    """The fragment without its title and its last line."""
    whole = fragment(content, meta, level, Templates([THEME]), Strings.load("vi"))
    lines = whole.strip().split("\n")
    return "\n".join(lines[2:-2])


def bare(html: str) -> str:
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    for element in root.iter():
        element.attrib.pop("style", None)
    text = lxml_html.tostring(root, encoding="unicode")
    return str(text[5:-6])


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<h2 id='a'>A</h2><h3>B</h3>", "<h3>A</h3><h4>B</h4>"),
        ("<h1>A</h1><p>b</p>", "<p>b</p>"),
        ("<h4>A <a href='#x'>b</a></h4>", '<p><strong>A <a href="https://a.example/goc/huong-dan/android/#x">b</a></strong></p>'),
        ("<p class='x' id='y' onclick='z()'>a<br>b</p>", "<p>a<br>b</p>"),
        ("<p>a<script>b()</script>c<style>d</style></p>", "<p>ac</p>"),
        ("<p>1<sup><a href='#f'>2</a></sup></p>", '<p>1[<a href="https://a.example/goc/huong-dan/android/#f">2</a>]</p>'),
        ("<details><summary>A</summary><p>b</p></details>", "<div><p><strong>A</strong></p><p>b</p></div>"),
        (
            "<div class='admonition note'><p class='admonition-title'>A</p><p>b</p></div>",
            "<div><p><strong>A</strong></p><p>b</p></div>",
        ),
        ("<div><div><p>a</p></div></div>", "<p>a</p>"),
        ("<dl><dt>A</dt><dd>b</dd></dl>", "<div><p><strong>A</strong></p><p>b</p></div>"),
        ("<figure><img alt='x' src='a.svg'><figcaption>b</figcaption></figure>",
         '<div><img alt="x" src="https://a.example/goc/huong-dan/android/a.svg"><p>b</p></div>'),
        ("<p><a href='javascript:x()'>a</a> <a href='tel:115'>b</a></p>", '<p><a>a</a> <a href="tel:115">b</a></p>'),
        ("<p><b>a</b> <i>b</i> <kbd>c</kbd> <u>d</u></p>", "<p><strong>a</strong> <em>b</em> <code>c</code> d</p>"),
        ("<p>10<sup>6</sup> CO<sub>2</sub> <del>a</del><s>b</s><ins>c</ins></p>", "<p>10⁶ CO₂ c</p>"),
        ("<p><mark>a</mark><small>b</small></p>", "<p><strong>a</strong>b</p>"),
        ("<ol start='3'><li>a</li></ol>", '<ol start="3"><li>a</li></ol>'),
        ("<dl><dt><p>A</p></dt><dd><p>b</p><p>c</p></dd></dl>", "<div><p><strong>A</strong></p><p>b</p><p>c</p></div>"),
        ("<dl><dt>A</dt><dd>b<ul><li>c</li></ul>d</dd></dl>",
         "<div><p><strong>A</strong></p><p>b</p><ul><li>c</li></ul><p>d</p></div>"),
        ("<figure><figcaption><p>a</p>b <em>c</em></figcaption></figure>", "<div><p>a</p><p>b <em>c</em></p></div>"),
        ("<details><summary><h3>A</h3></summary>b</details>", "<div><p><strong>A</strong></p>b</div>"),
        ("<table><caption>A</caption><tr><td>b</td></tr></table>",
         "<p><strong>A</strong></p><table><tr><td>b</td></tr></table>"),
        ("<dl><dd><blockquote><p>a</p></blockquote></dd></dl>", "<div><div><p>a</p></div></div>"),
        ("<p dir='rtl' lang='ar'>a</p>", '<p dir="rtl" lang="ar">a</p>'),
    ],
)  # fmt: skip
def test_content_is_reduced_to_what_portals_let_through(content: str, expected: str) -> None:
    assert bare(body(content)) == expected


@pytest.mark.parametrize(("level", "tags"), [(2, ["h2", "h3", "h4"]), (3, ["h3", "h4", "p"]), (4, ["h4", "p", "p"])])
def test_headings_go_down_from_the_title_and_no_further_than_four(level: int, tags: list[str]) -> None:
    whole = fragment("<h2>A</h2><h3>B</h3>", META, level, Templates([THEME]), Strings.load("vi"))
    assert [element.tag for element in lxml_html.fragment_fromstring(whole)][:3] == tags


def test_the_last_line_says_where_it_comes_from_and_of_which_day_and_version() -> None:
    whole = fragment("<p>a</p>", META, 2, Templates([THEME]), Strings.load("vi"))
    last = lxml_html.fragment_fromstring(whole)[-1]
    assert last.text_content() == "Nguồn: Trang <gốc>. Cập nhật 09/08/2020. Bản 2-abcdef."
    assert last.xpath(".//@href") == [META.page_url]


def test_a_notice_comes_first() -> None:
    html = body("<p>a</p>", meta=replace(META, notice="Mẫu <i>thôi</i>"))
    assert bare(html).startswith("<p><strong>Mẫu &lt;i&gt;thôi&lt;/i&gt;</strong></p>")


def test_every_page_of_the_campaign_keeps_to_what_is_let_through(site: Path) -> None:
    found = sorted(site.glob("embed/v1/**/fragment-h?.txt"))
    assert len(found) >= 60
    for path in found:
        html = path.read_text(encoding="utf-8")
        root = lxml_html.fragment_fromstring(html)
        assert {element.tag for element in root.iter()} <= KEPT
        assert root.get("dir") == "ltr" and not root.xpath("//p//*[self::p or self::ul or self::ol or self::div]")
        assert not root.xpath("//@class | //@id | //*[starts-with(@src, 'data:')]")
        assert all(url.startswith("https://") for url in root.xpath("//img/@src"))
        assert all(img.get("alt") is not None for img in root.iter("img"))
        declared = {name.partition(":")[0] for style in root.xpath("//@style") for name in style.split(";")}
        assert declared <= STYLED
        assert visible_text(html).words  # reads without any of it
