"""The embed as a function of a page's content."""

from dataclasses import replace

from embedded import META
from outreach.core.strings import Strings
from outreach.products.guide import THEME
from outreach.products.guide.embed_page import EmbedMeta, embed_page, embed_script, embed_stylesheet
from outreach.render.templates import Templates


def embed(content: str, meta: EmbedMeta = META) -> str:
    return embed_page(content, meta, Templates([THEME]), Strings.load("vi"))


def test_links_lead_to_the_site_in_a_new_tab() -> None:
    page = embed('<p><a href="../iphone/#quyen">i</a> <a href="#b">b</a> <a href="tel:19009095">gọi</a></p>')
    url = "https://a.example/goc/huong-dan/iphone/#quyen"
    assert f'<a href="{url}" target="_blank" rel="noopener">i</a>' in page
    assert '<a href="#b">b</a> <a href="tel:19009095">gọi</a>' in page


def test_pictures_are_named_from_the_embeds_own_folder() -> None:
    page = embed('<img alt="x" src="../../assets/a.svg"><img alt="y" src="https://b.example/b.png">')
    assert 'src="../../../../assets/a.svg"' in page
    assert 'src="https://b.example/b.png"' in page


def test_behaviour_and_style_are_left_out_and_the_text_stays() -> None:
    page = embed(
        '<p style="color:red" onclick="x()" data-icon="pin">a<!-- b --><script>c()</script>d</p><style>e</style>'
    )
    assert "<p>ad</p>" in page
    assert "<script" not in page and "<style" not in page


def test_the_title_is_the_heading_unless_the_content_has_one() -> None:
    assert "<h1>Cài trên máy A &amp; B</h1>" in embed("<p>chữ</p>")
    page = embed('<h1 id="h">Của mình</h1>')
    assert page.count("<h1") == 1 and '<h1 id="h">Của mình</h1>' in page


def test_a_table_scrolls_by_itself_and_the_text_after_it_stays_outside() -> None:
    page = embed("<p>trước</p><table><tr><td>ô</td></tr></table>sau")
    assert '<div class="scroll" tabindex="0" role="group" aria-label="Bảng"><table>' in page
    assert "</table></div>sau" in page


def test_it_says_where_it_comes_from_and_how_old_it_is() -> None:
    page = embed("<p>chữ</p>")
    link = f'<a href="{META.page_url}" target="_blank" rel="noopener">Trang &lt;gốc&gt;</a>'
    assert f"Nguồn: {link}." in page
    assert 'Cập nhật <time datetime="2020-08-09">09/08/2020</time>. Bản 2.' in page
    undated = embed("<p>chữ</p>", replace(META, updated=None, version=""))
    assert "<time" not in undated and "Bản" not in undated


def test_the_campaigns_state_stands_first() -> None:
    assert "notice" not in embed("<p>chữ</p>")
    page = embed("<p>chữ</p>", replace(META, notice="Chiến dịch mẫu"))
    assert page.index("Chiến dịch mẫu") < page.index("<h1")


def test_the_style_sheet_takes_the_brands_colours() -> None:
    small = embed_stylesheet(
        "/* words; { } */\na { color: var(--ink); }\n@media (x: 1) { b, c { d: e f; } }\n", {"ink": "#123456"}
    )
    assert small == ":root{--brand-ink:#123456;}a{color:var(--ink)}@media (x:1){b,c{d:e f}}\n"


def test_strings_of_styles_and_scripts_stay_as_they_are() -> None:
    assert (
        embed_stylesheet('a::before { content: "x ; y  /* z */" }', {})
        == ':root{}a::before{content:"x ; y  /* z */"}\n'
    )
    assert embed_script('// gone\nvar a = "x ;  // y"; // gone\n') == 'var a="x ;  // y";\n'
