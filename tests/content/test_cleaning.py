"""Content for other pages: words, pictures and links stay as they are, and nothing acts."""

import pytest

from outreach.content.html import inner_html
from outreach.content.marks import clean_html


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p onclick=x()>a</p>", "<p>a</p>"),
        ("a<script>b</script>c<style>p{}</style>", "ac"),
        ('<a href="javascript:x">y</a>', "<a>y</a>"),
        ("<!-- x -->z", "z"),
        ("<form>a<input></form><iframe src=b></iframe>c<embed src=d>", "c"),
        ('<svg onload="x"><path d="M0"/></svg>e', "e"),
        ('<p style="color:red" data-x="1" aria-label="q" lang="en">t</p>', '<p aria-label="q" lang="en">t</p>'),
        ('<p id="a" class="b">T <b>é &amp; “x”</b></p>', '<p id="a" class="b">T <b>é &amp; “x”</b></p>'),
        ('<img src="../a.svg" alt="A" width="3"><br>', '<img src="../a.svg" alt="A" width="3"><br>'),
        ('<a href="tel:1022" rel="nofollow">b</a>', '<a href="tel:1022" rel="nofollow">b</a>'),
        ('<h1>T<a class="headerlink" href="#t">¶</a></h1>', "<h1>T</h1>"),
    ],
)
def test_words_stay_and_nothing_acts(html: str, expected: str) -> None:
    assert inner_html(clean_html(html)) == expected
