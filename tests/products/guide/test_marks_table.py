"""Each tag of theme/marks.toml does on each output what its row says, and what is refused there is told."""

import tomllib
from pathlib import Path

import pytest
from lxml import html as lxml_html

from embedded import META
from outreach.content.html import parse_fragment
from outreach.content.inline import plain
from outreach.content.lint.allowed_markup import TAGS
from outreach.content.lint.markup import check, dialects
from outreach.content.markdown import beyond, blocks, to_tree
from outreach.content.marks import marks
from outreach.content.page import read
from outreach.core.strings import Strings
from outreach.products.guide import THEME
from outreach.products.guide.fragment import fragment
from outreach.products.guide.plain_text import plain_text
from outreach.render.templates import Templates

WORDS = {"raised": "⁷", "lowered": "₇", "gone": ""}
"""Forms of a 7 that are not the figure itself."""
ROWS = {"li": "ul", "thead": "table", "tbody": "table", "tfoot": "table", "tr": "table", "td": "tr", "th": "tr"}
ROWS |= {"dt": "dl", "dd": "dl", "figcaption": "figure", "summary": "details", "caption": "table"}
ROW = "<tr><td>7</td></tr>"
HELD = {"ol": "<li>7</li>", "ul": "<li>7</li>", "dl": "<dt>7</dt>", "tr": "<td>7</td>"}
HELD |= dict.fromkeys(("table", "thead", "tbody", "tfoot"), ROW)
EMPTY = {"br", "hr", "img"}
INLINE = sorted(tag for tag, row in marks().tags.items() if row["text"] not in {"block", "picture", "line"})
BLOCKS = sorted(tag for tag, row in marks().tags.items() if row["text"] == "block" and tag not in EMPTY)


def placed(tag: str) -> str:
    """A 7 in a tag, with the tags that this one needs in it and around it."""
    html = f"<{tag}>{HELD.get(tag, '7')}</{tag}>"
    while tag in ROWS:
        tag = ROWS[tag]
        html = f"<{tag}>{html}</{tag}>"
    return html


def said_in_text(html: str) -> str:
    return plain_text(html, META, Strings.load("vi")).split("\n\n", 1)[1].rsplit("\n\n", 1)[0]


def said_in_fragment(html: str) -> lxml_html.HtmlElement:
    whole = fragment(html, META, 2, Templates([THEME]), Strings.load("vi"))
    return parse_fragment("\n".join(whole.strip().split("\n")[2:-2]))


@pytest.mark.parametrize("tag", INLINE)
def test_a_tag_among_words_says_the_same_everywhere(tag: str) -> None:
    row, html = marks().tags[tag], f"<p>a <{tag}>7</{tag}> b</p>"
    for output, said in (
        ("text", said_in_text(html)),
        ("fragment", str(said_in_fragment(html).text_content()).strip()),
        ("paper", plain(blocks(list(parse_fragment(html)))[0].runs)),
    ):
        expected = f"a {WORDS.get(row[output], '7')} b".replace("a  b", "a b" if output != "fragment" else "a  b")
        assert said == expected, output
    strong = any(run.strong for run in blocks(list(parse_fragment(html)))[0].runs)
    assert strong == (row["paper"] == "strong")
    kept = {str(element.tag) for element in said_in_fragment(html).iter()} - {"div", "p"}
    assert kept == {"tag": {tag}, "strong": {"strong"}, "em": {"em"}, "code": {"code"}}.get(row["fragment"], set())


@pytest.mark.parametrize("tag", BLOCKS)
def test_a_block_stands_apart_everywhere_or_is_refused(tag: str) -> None:
    row, html = marks().tags[tag], f"<p>a</p>{placed(tag)}<p>b</p>"
    assert {"7", "7.", "- 7", "1. 7"} & set(said_in_text(html).split("\n"))
    assert [text for text in said_in_fragment(html).itertext() if "7" in text] == ["7"]
    assert bool(beyond(list(parse_fragment(html)))) == (row["paper"] == "refused")


def test_a_forced_break_breaks_or_is_refused() -> None:
    html = "<p>a<br>b</p>"
    assert said_in_text(html) == "a\nb" and len(list(said_in_fragment(html).iter("br"))) == 1
    assert beyond(list(parse_fragment(html))) == ["p br"] and plain(blocks(list(parse_fragment(html)))[0].runs) == "a b"


def test_the_tables_agree() -> None:
    rules = tomllib.loads((THEME / "embed" / "fragment.toml").read_text(encoding="utf-8"))
    for tag, row in marks().tags.items():
        shown = rules["renamed"].get(tag, tag)
        if row["fragment"] == "tag":
            assert shown == tag and tag in rules["kept"], tag
        elif row["fragment"] == "words":
            assert shown not in rules["kept"] and tag not in rules["strong"], tag
        elif row["fragment"] == "code":
            assert shown == "code"
    assert set(marks().tags) | set(marks().refused) == set(TAGS)
    assert not set(marks().tags) & set(marks().refused)
    assert marks().tags_of("message", "block") == {"p", "ol", "ul", "li"}
    hints = {*marks().refused.values(), *marks().attributes.values(), *(d.instead for d in dialects().values())}
    for language in ("vi", "en"):
        assert hints <= Strings.load(language).section("expected").keys()


@pytest.mark.parametrize("tag", sorted(marks().refused))
def test_a_refused_tag_is_told_with_its_line(tag: str, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"---\ntitle: a\nsummary: b\n---\nMột.\n\nHai <{tag}>ba</{tag}>.\n", encoding="utf-8")
    page = read(path, "docs/a.md", {})
    faults = check(page, to_tree(page.body), True)
    slug = "heading-first" if tag == "h1" else "markup-refused"
    assert {(f.slug, f.line) for f in faults} == {(slug, 7)}
