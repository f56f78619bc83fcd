"""Tags of documents: held against PDF/UA by a validator of others, and read back from the file."""

import io

import pikepdf
import pytest

from accessibility import alts, below, faults, links, tags
from outreach.render.pdf.normalise import finish
from typesetting import set_page

DRAWN = '<svg viewBox="0 0 9 9" width="20" height="20">{}<path d="M0 0h9v9z"/></svg>'
TITLED, BARE = DRAWN.format("<title>Bà con xếp hàng</title>"), DRAWN.format("")
SCREEN = "https://caidat.example/b/20000003"
WIDE = "padding: 0 60mm"


def finished(body: str, css: str = "") -> bytes:
    typeset = set_page(body, css, tagged=True)
    assert typeset.complaints == []
    return finish(typeset.pdf)


@pytest.mark.parametrize(
    "body",
    [
        f"<h1>Tựa</h1>{BARE}<p>lời</p>",
        f"<h1>Tựa</h1><p>{BARE} lời {TITLED}</p>",
        f'<h1>Tựa</h1><a href="{SCREEN}">{TITLED}</a>',
        f'<h1>Tựa</h1><a href="{SCREEN}">{BARE}</a>',
        f'<h1>Tựa</h1><p><a href="{SCREEN}">một <b>hai</b> <i>ba</i></a></p>',
        f'<h1>Tựa</h1><a style="display: block" href="{SCREEN}"><p>một</p><p>hai</p></a>',
        f'<h1>Tựa</h1><p style="{WIDE}"><a href="{SCREEN}">chữ dài quá một dòng nên phải xuống dòng</a></p>',
        '<h1 id="a">Tựa</h1><p><a href="#a">về đầu</a> <a></a> <a href="#a"></a></p>',
        "<ol><li>một<ul style='list-style: disc'><li>trong</ul><li>hai</ol><ul style='list-style: none'><li>ba</ul>",
        "<h1>Tựa</h1><dl><dt>từ<dd>nghĩa</dl><blockquote>lời</blockquote><pre>a\n b</pre><hr>",
        "<h1>Tựa</h1><table><tr><th>a<th>b<tr><th scope=row>c<td></table>",
        "<h1>Tựa</h1><table><caption>C</caption><tr><th colspan=2>a<tr><td rowspan=2>1<td>2<tr><td>3</table>",
        '<h1>Tựa</h1><p lang="en">Words <span lang="vi">lời</span></p><p style="opacity: .5">mờ</p>',
        "<h1>Tựa</h1><p style='transform: rotate(10deg)'>xiên</p><div style='column-count: 2'><p>a</p><p>b</p></div>",
        "<section>lời<div>lời<span>lời</span></div></section>",
        f"<h1>Tựa</h1><div style='position: absolute; top: 0'>{TITLED}</div>" + "<p>lời</p>" * 60,
    ],
)
def test_a_validator_of_others_finds_nothing(body: str) -> None:
    assert (
        faults(finished(body, "@page { @top-left { content: 'đầu trang' } @bottom-right { content: counter(page) }}"))
        == []
    )


def test_decoration_is_no_figure_and_what_is_described_is() -> None:
    assert (
        alts(finished(f"<h1>Tựa</h1>{BARE}{TITLED}{DRAWN.format('<title> </title>')}{TITLED}"))
        == ["Bà con xếp hàng"] * 2
    )


def test_a_figure_stands_where_its_tag_says() -> None:
    """ISO 32000-1, 14.8.5.4.3: in the units of the page, from its lower left corner."""
    body = f'<div style="position: absolute; left: 20mm; top: 30mm">{TITLED}</div><h1>Tựa</h1>'
    with pikepdf.open(io.BytesIO(finished(body))) as pdf:
        (figure,) = [tag for tag in below(pdf.Root.StructTreeRoot) if tag.S == "/Figure"]
        mm = 72 / 25.4
        wanted = (20 * mm, (210 - 30) * mm - 15, 20 * mm + 15, (210 - 30) * mm)
        assert [float(side) for side in figure.A.BBox] == pytest.approx(wanted, abs=0.01)


def test_head_and_foot_of_a_page_are_artifacts() -> None:
    css = "@page { margin: 20mm; @top-left { content: 'đầu trang' } @bottom-right { content: counter(page) } }"
    with pikepdf.open(io.BytesIO(finished("<h1>Tựa</h1>", css))) as pdf:
        operators = pikepdf.parse_content_stream(pdf.pages[0])
        begun = [o.operands for o in operators if str(o.operator) in {"BMC", "BDC"}]
        assert [str(tag) for tag, *_ in begun if tag != "/Artifact"] == ["/Span"]
        kinds = [str(about[0].get("/Type")) for tag, *about in begun if tag == "/Artifact" and about]
        assert kinds == ["/Pagination"] * 2


def test_a_link_is_one_says_its_text_and_is_printed() -> None:
    once = f'<p><a href="{SCREEN}">mở <b>trang</b> cài đặt</a></p>'
    assert links(finished(once)) == [("mở trang cài đặt", 4)]
    block = f'<a style="display: block" href="{SCREEN}"><p>một</p><p>hai</p></a>'
    assert links(finished(block)) == [("mộthai", 4)]
    pictured = finished(f'<h1>Tựa</h1><a href="{SCREEN}">{TITLED}</a>')
    assert links(pictured) == [("Bà con xếp hàng", 4)]
    assert [about for kind, about in tags(pictured) if kind in {"Link", "Figure"}] == [{"Alt": "Bà con xếp hàng"}] * 2
    assert links(finished(f'<a href="{SCREEN}">{BARE}</a>')) == [(SCREEN, 4)]
    broken = finished(f'<p style="{WIDE}"><a href="{SCREEN}">chữ dài quá một dòng</a></p>')
    assert set(links(broken)) == {("chữ dài quá một dòng", 4)} and len(links(broken)) > 1


def test_the_tree_has_no_empty_tags_and_content_leads_to_its_tag() -> None:
    pdf = finished(f"<h1>Một<br>hai</h1><div><div><p>lời <b>đậm</b></p></div></div><div></div>{BARE}")
    assert [kind for kind, _ in tags(pdf)] == ["Document", "H1", "P"]
    with pikepdf.open(io.BytesIO(pdf)) as file:
        by_content = file.Root.StructTreeRoot.ParentTree.Nums[1]
        for tag in below(file.Root.StructTreeRoot):
            assert all(by_content[int(kid)].objgen == tag.objgen for kid in tag.K if isinstance(kid, int))


def test_a_word_in_another_language_keeps_it() -> None:
    assert ("Span", {"Lang": "en"}) in tags(finished('<p>chữ <span lang="en">word</span></p>'))
