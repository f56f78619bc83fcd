"""No id, name or class of a page stands for the theme's."""

import re
from pathlib import Path

import material
import pytest

from outreach.content import markdown
from outreach.content.lint.allowed_markup import reserved, reserved_names
from outreach.content.page import read

THEME = Path(material.__file__).parent / "templates"
FRONT = "---\ntitle: Thử\nsummary: Một câu.\n---\n"


def told(folder: Path, body: str) -> list[tuple[str, int, str, str]]:
    path = folder / "thu.md"
    path.write_text(FRONT + body, encoding="utf-8")
    page = read(path, "docs/thu.md", {})
    faults = reserved_names(page, markdown.to_tree(page.body))
    return [(f.slug, f.line - 4, str(f.data["field"]), str(f.data["found"])) for f in faults]


STRANGE = {
    "the theme's settings": ('<div id="__config">{}</div>', "id", "__config"),
    "the theme's settings in capitals": ('<div id="__Config">{}</div>', "id", "__Config"),
    "a heading's id": ("## Tìm {#__search}", "id", "__search"),
    "an id that comes of a heading's words": ("## \\_\\_config", "id", "__config"),
    "an item's id": ('- Một\n  {: #__drawer }', "id", "__drawer"),
    "a footnote that is none": ('<sup id="fnref:9">9</sup>', "id", "fnref:9"),
    "our own counter": ('<p id="counter">a</p>', "id", "counter"),
    "a name": ('<a name="__palette">a</a>', "name", "__palette"),
    "a picture's name": ('<img name="cookie" src="a.svg" alt="Hình">', "name", "cookie"),
    "a diagram": ('<pre class="a mermaid">graph</pre>', "class", "mermaid"),
    "a diagram by attributes": ("Một\n{: .mermaid }", "class", "mermaid"),
    "a diagram by a box": ('!!! mermaid "Một"\n    hai', "class", "mermaid"),
    "a part of the theme": ('<div class="md-search">a</div>', "class", "md-search"),
    "a link to another language": ('<a rel="alternate" href="a.md">a</a>', "rel", "alternate"),
}  # fmt: skip


@pytest.mark.parametrize("name", STRANGE)
def test_what_is_the_themes_is_told(name: str, tmp_path: Path) -> None:
    body, field, value = STRANGE[name]
    found = told(tmp_path, f"Một.\n\n{body}\n")
    line = 4 if body.startswith(("Một\n", "- Một\n")) else 3
    assert found == [("name-reserved", line, field, value)]


@pytest.mark.parametrize(
    "body",
    [
        "## Cấu hình {#config}",
        "## Tìm kiếm {#search}",
        '<a name="muc"></a>',
        "Một[^1] và[^1] hai[^chu].\n\n[^1]: a\n\n[^chu]: b",
        '!!! warning "Lưu ý"\n    hai',
        "Câu.\n{ .quote }",
        "```python\na\n```",
        '<a href="a.md" rel="noopener">a</a>',
    ],
)
def test_names_of_ones_own_pass(body: str, tmp_path: Path) -> None:
    assert told(tmp_path, body) == []


def test_every_name_of_the_installed_theme_is_reserved() -> None:
    """Derived from the templates and the script as they are installed: another version may have others."""
    table = reserved()
    templates = "".join(path.read_text(encoding="utf-8") for path in THEME.rglob("*.html"))
    script = next(THEME.glob("assets/javascripts/bundle.*.min.js")).read_text(encoding="utf-8")
    ids = set(re.findall(r'\b(?:id|for)="(__\w+)', templates)) | set(re.findall(r"[\"'`]#(__\w+)", script))
    names = set(re.findall(r'<(?:input|form|meta)\b[^>]*\bname="(\w+)"', templates))
    assert {"__config", "__search", "__drawer"} <= ids and "query" in names
    assert [name for name in ids if name not in table["id"]] == []
    assert [name for name in names if name not in table["name"]] == []
    asked = r"[^\w$](?:j|M|closest|matches|querySelector(?:All)?)\([\"`']([^\"`']+)[\"`']"
    selectors = re.findall(asked, script)
    called = {name for selector in selectors for name in re.findall(r"\.([a-z][\w-]*)", selector)}
    assert {"mermaid", "annotate", "md-annotation"} <= called
    assert [name for name in called - {"footnote-ref"} if name not in table["class"]] == []  # Markdown gives that one
