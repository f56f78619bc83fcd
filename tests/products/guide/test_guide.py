"""The ZIP of a guide as a function of its pages."""

import datetime as dt
import io
import posixpath
import zipfile
from urllib.parse import unquote

import markdown
import pytest
from lxml import html
from PIL import Image

from accessibility import faults
from embedded import SITE, page
from outreach.campaign.bundle import Bundle
from outreach.campaign.load import load
from outreach.content.markdown import CONFIGS, EXTENSIONS
from outreach.core.project import Project
from outreach.products.guide import THEME
from outreach.products.guide.guide import LOGO, Guide, GuidePage, pictures_of
from outreach.products.guide.guide_pdf import guide_document
from outreach.products.guide.guide_zip import guide_zip
from outreach.render.pdf.normalise import finish
from outreach.render.templates import Templates
from projects import ROOT
from typesetting import set_document, texts

TEMPLATES = Templates([THEME])
PICTURES = {LOGO: b"<svg/>", "assets/a.svg": b"<svg>a</svg>", "huong-dan/a.svg": b"<svg>b</svg>", "b.png": b"png"}


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return load(Project(ROOT))


PAGES = [
    page("huong-dan/mot/", '<p><a href="../hai/#b">hai</a> <a href="#a">đây</a> <a href="../../khac/">khác</a></p>'),
    page("huong-dan/hai/", '<h2 id="b">B</h2><img alt="" src="../../assets/a.svg"><img alt="" src="../a.svg">'),
    page("", '<p><a href="huong-dan/mot/">một</a><a href="tel:1">gọi</a><img alt="x" src="b.png"></p>', "Trang đầu"),
]


def guide(bundle: Bundle, pages: list[GuidePage] = PAGES) -> Guide:
    return Guide(pages, bundle.translations["vi"], bundle.strings["vi"], PICTURES)


def unpacked(bundle: Bundle, pages: list[GuidePage] = PAGES) -> dict[str, bytes]:
    packed = guide_zip(guide(bundle, pages), "a{}\n", b"%PDF", TEMPLATES)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_everything_is_in_it_under_a_name_that_says_what_it_is(bundle: Bundle) -> None:
    assert list(unpacked(bundle)) == [
        "doc-truoc.txt", "embed.css", "huong-dan.pdf", "huong-dan/hai.html", "huong-dan/hai.txt", "huong-dan/mot.html",
        "huong-dan/mot.txt", "images/assets-a.svg", "images/b.png", "images/huong-dan-a.svg", "images/mark.svg",
        "index.html", "trang-chu.html", "trang-chu.txt",
    ]  # fmt: skip


def test_links_among_its_pages_stay_in_it_and_all_others_are_absolute(bundle: Bundle) -> None:
    files = unpacked(bundle)
    root = html.fromstring(files["huong-dan/mot.html"])
    links = {a.text_content(): (a.get("href"), a.get("target")) for a in root.iter("a")}
    assert links["hai"] == ("hai.html#b", None) and links["đây"] == ("#a", None)
    assert links["khác"] == (f"{SITE}khac/", "_blank")
    assert links["Các trang của hướng dẫn"] == ("../index.html", None)
    home = html.fromstring(files["trang-chu.html"])
    hrefs = [a.get("href") for a in home.iter("a")]
    assert hrefs[:3] == ["index.html", "huong-dan/mot.html", "tel:1"]


def test_every_file_that_a_page_names_is_in_it(bundle: Bundle) -> None:
    files = unpacked(bundle)
    for name in [name for name in files if name.endswith(".html")]:
        root = html.fromstring(files[name])
        named = root.xpath("//img/@src | //a[not(contains(@href, ':'))]/@href | //link[@rel!='canonical']/@href")
        for link in named:
            path = unquote(link.partition("#")[0])
            assert not path or posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) in files, link


def test_pictures_of_one_name_are_two(bundle: Bundle) -> None:
    files = unpacked(bundle)
    assert (files["images/assets-a.svg"], files["images/huong-dan-a.svg"]) == (b"<svg>a</svg>", b"<svg>b</svg>")
    assert pictures_of(PAGES) == sorted(PICTURES)
    assert pictures_of([page("a/", '<img src="https://other.example/x.png">')]) == [LOGO]


def test_each_page_tells_state_day_and_source_and_runs_nothing(bundle: Bundle) -> None:
    files = unpacked(bundle)
    for name in ("huong-dan/mot.html", "huong-dan/hai.html", "trang-chu.html"):
        text = files[name].decode()
        assert '<p class="notice">Chiến dịch mẫu</p>' in text
        assert 'Cập nhật <time datetime="2020-08-09">09/08/2020</time>. Bản 2.' in text
        assert f'<link rel="canonical" href="{SITE}' in text and "<script" not in text
    acting = page("a/", '<p onclick="x()" style="color:red">a<script>b()</script></p>')
    assert b"<p>a</p>" in unpacked(bundle, [acting])["a.html"]


def test_the_list_has_all_pages_in_their_order(bundle: Bundle) -> None:
    root = html.fromstring(unpacked(bundle)["index.html"])
    assert root.xpath("//li/a/@href") == ["huong-dan/mot.html", "huong-dan/hai.html", "trang-chu.html"]
    assert "Hướng dẫn có 3 trang" in root.text_content()


def test_text_files_open_right_in_windows(bundle: Bundle) -> None:
    files = unpacked(bundle)
    for name in [name for name in files if name.endswith(".txt")]:
        assert files[name].startswith(b"\xef\xbb\xbf") and files[name].count(b"\n") == files[name].count(b"\r\n") > 1
    told = files["doc-truoc.txt"].decode("utf-8-sig")
    for said in ("Bản 1. Cập nhật 09/08/2020.", "3 trang", "huong-dan.pdf", "lienhe@caidat.example", "index.html"):
        assert said in told, said
    assert "{" not in told


def test_the_same_pages_are_the_same_bytes(bundle: Bundle) -> None:
    packed = [guide_zip(guide(bundle), "a{}\n", b"%PDF", TEMPLATES) for _ in range(2)]
    assert packed[0] == packed[1] != guide_zip(guide(bundle), "b{}\n", b"%PDF", TEMPLATES)


def test_its_day_is_that_of_the_page_that_changed_last(bundle: Bundle) -> None:
    assert guide(bundle, [*PAGES, page("b/", "", updated=dt.date(2020, 9, 1))]).updated == dt.date(2020, 9, 1)
    assert guide(bundle, [page("b/", "", updated=None)]).updated is None


def test_links_among_chapters_stay_in_the_document(bundle: Bundle) -> None:
    paper = guide_document(bundle, guide(bundle))
    root = html.fromstring(paper.html)
    links = {a.text_content(): (a.get("href"), a.get("class")) for a in root.xpath("//*[@class='content']//a")}
    assert links["hai"] == ("#2.b", "across") and links["đây"] == ("#1.a", None)
    assert links["khác"] == (f"{SITE}khac/", None) and links["một"] == ("#1", "across")
    held = {source.removeprefix("held:") for source in root.xpath("//img/@src")}
    assert held == {"assets-a.svg", "huong-dan-a.svg", "b.png"} <= paper.pictures.keys()


def test_a_picture_stands_beside_the_words_of_its_step_and_numbers_stay_whole(bundle: Bundle) -> None:
    steps = '<ol><li><p>Gọi 1900 9095.</p><p><img alt="x" src="/b.png"></p></li><li>Chờ</li></ol>'
    paper = guide_document(bundle, guide(bundle, [page("a/", steps)]))
    (first, second) = html.fromstring(paper.html).xpath("//*[@class='content']//li")
    assert [(child.tag, child.get("class")) for child in first] == [("div", "words"), ("p", None)]
    assert first.get("class") == "step" and first.find("div").text_content() == "1Gọi\u00a01900\u00a09095."
    assert second.get("class") is None and second.text_content() == "2Chờ"


def test_all_that_a_page_may_hold_can_be_set(bundle: Bundle) -> None:
    """Markdown with every extension that the site has, and every element that a writer may use."""
    written = """
# Tựa riêng

Chữ[^1] `mã` <kbd>phím</kbd> <sub>dưới</sub> <sup>trên</sup> <mark>dấu</mark> <q>lời</q> <abbr title="a">tắt</abbr>.

!!! warning "Lưu ý"
    Giữ pin.

    - một
    - hai

| Loại | Bản |
|---|--:|
| Android | 6.0 |

Thuật ngữ
:   Nghĩa

> Trích dẫn

```
dòng   một
 dòng hai
```

1. Mở

    Rồi chờ

    - trái
        1. trong
    - phải

<details><summary>Vì sao</summary>Vì thế</details>
<figure><img src="b.png" alt="Hình"><figcaption>Chú thích</figcaption></figure>

#### Mục nhỏ

[^1]: Cuối trang
"""
    content = markdown.markdown(written, extensions=EXTENSIONS, extension_configs=CONFIGS)
    svg = (ROOT / "docs/assets/illustrations/mark.svg").read_bytes()
    png = io.BytesIO()
    Image.new("RGB", (40, 40), "red").save(png, "PNG")
    pictures = dict.fromkeys(PICTURES, svg) | {"b.png": png.getvalue()}
    whole = Guide([page("", content)], bundle.translations["vi"], bundle.strings["vi"], pictures)
    paper = guide_document(bundle, whole)
    document = set_document(paper.html, True, paper.pictures)
    assert document.complaints == [] and len(document.pages) == 3
    said = " ".join(node.text for node in texts(document.pages[2]))
    for word in ("Tựa riêng", "mã", "Giữ pin.", "Android", "Nghĩa", "Trích dẫn", "dòng   một", "trong", "Vì thế",
                 "Chú thích", "Mục nhỏ", "Cuối trang"):  # fmt: skip
        assert word in said.replace("\u00a0", " "), word
    assert said.count("Tựa riêng") == 1
    assert faults(finish(document.pdf)) == []


def test_headings_of_a_chapter_go_down_one_level_at_a_time(bundle: Bundle) -> None:
    written = "<h1>Tựa</h1><h4>a</h4><h6>b</h6><h2>c</h2><h1>d</h1><h3>e</h3>"
    root = html.fromstring(guide_document(bundle, guide(bundle, [page("a/", written)])).html)
    assert [(h.tag, h.text) for h in root.xpath("//*[@class='content']//*[starts-with(name(), 'h')]")] == [
        ("h2", "a"), ("h3", "b"), ("h2", "c"), ("h2", "d"), ("h3", "e"),
    ]  # fmt: skip
