"""Content lint: each rule with a case that fails on its line and one that nearly does."""

import html
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from odd_addresses import PAGE, node, odd_addresses
from outreach.campaign.bundle import Bundle
from outreach.campaign.load import load
from outreach.content.lint.pages import lint
from outreach.content.page import read
from outreach.core.findings import Finding
from outreach.core.project import Project
from outreach.core.quoting import visible
from projects import copy_project

FRONT = "---\ntitle: Thử\nsummary: Một câu.\n---\n"
Check = Callable[..., list[tuple[str, int, str]]]


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return load(Project(copy_project(tmp_path_factory.mktemp("lint") / "project")))


@pytest.fixture
def faults(bundle: Bundle) -> Callable[..., list[Finding]]:
    """The findings of one page, huong-dan/thu.md, beside the Android guide."""

    def faults(text: str, name: str = "huong-dan/thu.md") -> list[Finding]:
        docs, facts = bundle.project.docs, bundle.campaign.facts
        path = docs / name
        path.write_text(text, encoding="utf-8")
        try:
            pages = {each: read(docs / each, f"docs/{each}", facts) for each in (name, "huong-dan/android.md")}
            return [f for f in lint(bundle, pages, {"an-pham/mot-cua/a.pdf"}) if f.file == f"docs/{name}"]
        finally:
            path.unlink()

    return faults


@pytest.fixture
def check(faults: Callable[..., list[Finding]]) -> Check:
    """Slug, line of the body and what was found, of a body."""

    def check(body: str) -> list[tuple[str, int, str]]:
        return [(f.slug, f.line - 4, str(f.data["found"])) for f in faults(FRONT + body)]

    return check


def test_hosts_are_offered_once(faults: Callable[..., list[Finding]]) -> None:
    """The campaign's own may stand in the list of those that links may lead to."""
    (fault,) = faults(f"{FRONT}[a](https://evil.example/x)")
    hosts = str(fault.data["expected"]).split(", ")
    assert "caidat.example" in hosts and len(hosts) == len(set(hosts))


GOOD = """\
[a](android.md), [b](android.md#quyen), [c](#muc), [d](../index.md), [e](../an-pham/mot-cua/a.pdf "Tên tệp")
<mailto:a@bluezone.gov.vn> <lienhe@bluezone.gov.vn> [gọi](tel:19009095) [thư](mailto:a@bluezone.gov.vn) <https://caidat.example/b/x>
[f](https://www.bluezone.gov.vn/a_(b)?c=d&e=f#g "x") [g][ref] [ref][] [Ref] [^1]
![Hình](../assets/illustrations/work.svg)

[ref]: android.md "Hướng dẫn"
[^1]: chú thích [h](iphone.md)

## Mục {#muc}

| Bảng | Hai |
|---|---|
| [i](android.md#quyen) | [![Hình nhỏ](../assets/illustrations/mark.svg){ width="3" }](iphone.md) |

<a href="android.md">j</a> <a id="neo"></a> [k](#neo) <img src='../assets/illustrations/mark.svg' alt='Dấu'>

- **Ý.** Câu.
  {: data-icon="link" }
- [ ] việc, [x] xong
"""
CODE = """\
Dùng `[a](khong-co.md)`, ``TODO ` [đổi chữ này] {{``, `{: .x }` và `Bluzone`.

```
![](khong-co.svg) TODO Bluzone [đổi chữ này]

{: .x } <img src="x">
```

~~~ text
[a](khong-co.md) FIXME [đổi chữ này]
~~~
"""


def test_all_ways_to_link_pass(check: Check) -> None:
    assert check(GOOD) == []


def test_code_is_exempt(check: Check) -> None:
    assert check(CODE) == []


LINKS = {
    "a link": ("[a](khong-co.md)", "link-broken"),
    "a link with a title": ('[a](khong-co.md "Tên")', "link-broken"),
    "a link to a folder": ("[a](../an-pham/)", "link-broken"),
    "a link from the root": ("[a](/huong-dan/android.md)", "link-broken"),
    "a link out of docs": ("[a](../../README.md)", "link-broken"),
    "a link to data": ("[a](../_data/brand.toml)", "link-broken"),
    "an empty link": ("[a]()", "link-broken"),
    "a link by reference": ("[a][r] và\n\nthêm\n\n[r]: khong-co.md", "link-broken"),
    "a link in a table": ("| a | b |\n|---|---|\n| c | [d](khong-co.md) |", "link-broken"),
    "a link in HTML": ("<a class='x' href='khong-co.md'>a</a>", "link-broken"),
    "a picture": ("![Hình](khong-co.svg)", "link-broken"),
    "a picture in a link": ("[![Hình](khong-co.svg)](android.md)", "link-broken"),
    "a link round a picture": ("[![Hình](../assets/illustrations/mark.svg)](khong-co.md)", "link-broken"),
    "a picture in HTML": ('<img alt="Hình" src="khong-co.svg">', "link-broken"),
    "no alt text": ("![ ](../assets/illustrations/mark.svg)", "alt-missing"),
    "no alt text in a link": ("[![](../assets/illustrations/mark.svg)](android.md)", "alt-missing"),
    "no alt text in HTML": ('<img src="../assets/illustrations/mark.svg">', "alt-missing"),
    "an anchor of the page": ("[a](#khong-co)", "anchor-broken"),
    "an anchor of another page": ("[a](android.md#khong-co)", "anchor-broken"),
    "a stranger's site": ("[a](https://evil.example/x)", "link-host"),
    "a stranger's subdomain": ("[a](https://x.caidat.example/)", "link-host"),
    "a stranger who looks like us": ("<https://caidat.example.evil.example/>", "link-host"),
    "a stranger's site by reference": ("[a][r]\n\n[r]: https://evil.example/x", "link-host"),
    "one slash": ("[a](https:/caidat.example/)", "link-malformed"),
    "an open bracket": ("[a](https://[caidat.example/)", "link-malformed"),
    "another scheme": ("[a](ftp://caidat.example/)", "link-malformed"),
    "a slash turned round": (r"<https://evil.example\@caidat.example/>", "link-malformed"),
    "a slash turned round in HTML": (r'<a href="https:\\evil.example/">a</a>', "link-malformed"),
    "a name before the host": ("[a](https://caidat.example@evil.example/)", "link-malformed"),
    "no scheme": ("[a](//evil.example/x)", "link-malformed"),
    "another port": ("[a](https://caidat.example:8443/)", "link-host"),
    "a letter of another script": ("[a](https://сaidat.example/)", "link-malformed"),
    "a wide letter": ("[a](https://ｃaidat.example/)", "link-malformed"),
    "an escape in the host": ("[a](https://caidat%2eexample/)", "link-malformed"),
    "a number for a host": ("[a](https://127.1/)", "link-malformed"),
    "a dot behind the host": ("[a](https://caidat.example./)", "link-malformed"),
    "an address in words": (r"Xem https://evil.example\x tại đây", "link-malformed"),
}  # fmt: skip


@pytest.mark.parametrize("name", LINKS)
def test_a_bad_link_has_its_line(name: str, check: Check) -> None:
    body, slug = LINKS[name]
    before = "Lời dẫn khong-co.md.\n\n[tốt](android.md)\n\n"
    found = check(before + body + "\n")
    assert [each[0] for each in found] == [slug]
    target = found[0][2]
    expected = (before + body).split("\n")
    lines = [number for number, line in enumerate(expected, 1) if (target or "()") in line and number > 4]
    assert found[0][1] == lines[0]


def test_no_odd_address_passes_for_one_of_ours(faults: Callable[..., list[Finding]], bundle: Bundle) -> None:
    """An address that the lint lets through leads, by Node's URL, to a host of the list or to a page of the site."""
    odd = [text for text in odd_addresses(1200) if "\0" not in text][:1000]  # HTML has no way to write it
    quoted = ["".join(c if c.isprintable() else f"&#{ord(c)};" for c in html.escape(text)) for text in odd]
    found = faults(FRONT + "".join(f'<p><a href="{text}">a</a></p>\n\n' for text in quoted))
    refused = {str(finding.data["found"]) for finding in found}
    hosts = {*bundle.campaign.words.allowed_hosts, "caidat.example"}
    answers = node([[text, PAGE] for text in odd])
    passed = [pair for pair in zip(odd, answers, strict=True) if visible(pair[0]) not in refused]
    wrong = [text for text, there in passed if not there or not (there[1] in {"tel", "mailto"} or there[2] in hosts)]
    assert not wrong and 15 < len(passed) < 200


HIDDEN = {
    "a tab in the scheme": '<a href="java&#9;script:alert(1)">a</a>',
    "a break in the scheme": '<a href="java&#10;script:alert(1)">a</a>',
    "a space before": '<a href=" &#1;javascript:alert(1)">a</a>',
    "names of characters": '<a href="javascript&colon;alert(1)">a</a>',
    "a slash by its name": '<a href="https&colon;&sol;&bsol;evil.example">a</a>',
    "numbers of characters": '<a href="&#106;avascript:alert(1)">a</a>',
    "a mark of direction": '<a href="https://caidat.example/&#x202e;gpj.exe">a</a>',
}


@pytest.mark.parametrize("name", HIDDEN)
def test_a_scheme_can_not_be_hidden(name: str, check: Check) -> None:
    found = check(HIDDEN[name] + "\n")
    assert {each[0] for each in found} & {"link-malformed", "markup-active", "link-broken"}, found


@pytest.mark.parametrize(
    "source", ["//evil.example/a.png", r"\\\\evil.example/a.png", "&#9;https://evil.example/a.png"]
)
def test_a_picture_comes_from_the_site_itself(source: str, check: Check) -> None:
    assert "picture-foreign" in {each[0] for each in check(f'<p><img alt="Hình" src="{source}"></p>\n')}


def test_the_same_bad_link_twice_has_both_lines(check: Check) -> None:
    body = "[a](x.md) [b](x.md)\n\n`x.md`\n\n[c](x.md)\n"
    assert [line for _, line, _ in check(body)] == [1, 1, 5]


WORDS = {
    "a note": ("Viết TODO sau", "placeholder", "TODO"),
    "a note with a colon": ("FIXME: sửa", "placeholder", "FIXME"),
    "brackets": ("Mời [tên xã] cài", "placeholder", "[tên xã]"),
    "brackets that begin with x": ("Tại [xã, phường nào]", "placeholder", "[xã, phường nào]"),
    "brackets before a colon": ("Số [điện thoại]: gọi ngay", "placeholder", "[điện thoại]"),
    "filler": ("Lorem ipsum dolor", "placeholder", "Lorem ipsum"),
    "a misspelt brand": ("cài Bluzone ngay", "word-refused", "Bluzone"),
    "a misspelt brand in capitals": ("CÀI BLUZONE", "word-refused", "BLUZONE"),
    "an old number": ("gọi 1900 3228.", "word-refused", "1900 3228"),
    "attributes that stay": ("Chữ {: .lon } rồi chữ", "markup-left", "{: .lon }"),
    "an open brace": ("Gọi {{ hotline }", "markup-left", "{{"),
    "an icon that no drawing has": ('- a\n  {: data-icon="lnik" }', "reference-unknown", "lnik"),
    "a script": ("<script>x</script>", "markup-active", "<script"),
    "a handler": ('<p onclick="x()">a</p>', "markup-active", "onclick"),
}


@pytest.mark.parametrize("name", WORDS)
def test_a_bad_word_has_its_line(name: str, check: Check) -> None:
    body, slug, what = WORDS[name]
    found = check(f"Một\n\nhai\n\n{body}\n")
    assert [each[0] for each in found] == [slug] and found[0][2].startswith(what)
    offset = body[: body.index(what)].count("\n")
    assert found[0][1] == 5 + offset


@pytest.mark.parametrize(
    "body",
    [
        "todo là việc, TODOS, aTBD",
        "Bluzones, Bluezone, xBluzone",
        "Dấu [x] [ab] a[0123] ![Hình](../assets/illustrations/mark.svg)",
        "Tờ 11900 3228 và 32280",
        "Một on-line=1, chuyện script",
        "- a\n  {: .x }\n",
    ],
)
def test_what_is_nearly_a_fault_passes(body: str, check: Check) -> None:
    assert check(body) == []


def test_front_matter_is_read_like_the_body(faults: Callable[..., list[Finding]]) -> None:
    text = "---\ntitle: Cài Bluzone\nslots:\n  a: '[tên xã]'\n  b:\n    - TODO\nscene: waitt\n---\na\n"
    assert [(f.slug, f.line) for f in faults(text)] == [
        ("word-refused", 2),
        ("placeholder", 4),
        ("placeholder", 6),
        ("page-field-missing", 1),
        ("reference-unknown", 7),
    ]


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("huong-dan/android.md#quyen", None),
        ("#noi-dung", None),
        ("huong-dan/android.md#quyn", "quyen"),
        ("huong-dan/androit.md#quyen", "huong-dan/android.md"),
        ("#noi-dng", "noi-dung"),
        ("Mã #1 và #2", None),
    ],
)
def test_sections_that_slots_name(reference: str, expected: str | None, faults: Callable[..., list[Finding]]) -> None:
    found = faults(f"{FRONT[:-4]}slots:\n  body: '{reference}'\n---\n## Nội dung\n\na\n")
    assert [(f.slug, f.line) for f in found] == ([("reference-unknown", 5)] if expected else [])
    assert all(str(f.data["expected"]).split(", ")[0] == expected for f in found)


def test_decomposed_letters_are_found_where_they_stand(faults: Callable[..., list[Finding]]) -> None:
    text = FRONT + "Tốt.\n\nMột " + unicodedata.normalize("NFD", "điện") + " thoại.\n"
    assert [(f.slug, f.line, len(str(f.data["found"]))) for f in faults(text)] == [("text-decomposed", 7, 6)]


def test_an_unknown_fact_is_said_once(faults: Callable[..., list[Finding]]) -> None:
    assert faults(FRONT + "Gọi {{ hotlin }}.\n") == []  # the reader has said it


def test_data_and_navigation_are_read_too(bundle: Bundle, tmp_path: Path) -> None:
    project = Project(copy_project(tmp_path / "project"))
    path = project.data / "campaign.toml"
    text = path.read_text(encoding="utf-8").replace('"huong-dan/iphone.md"', '"huong-dan/iphon.md"')
    path.write_text(text.replace('name = "Ủy ban', 'name = "TODO Ủy ban'), encoding="utf-8")
    (project.docs / ".#index.md").symlink_to("nobody@nowhere")  # an editor's lock
    found = [(f.slug, f.file, f.line) for f in lint(load(project), {}, set())]
    lines = text.splitlines()
    first, second = (number for number, line in enumerate(lines, 1) if "iphon.md" in line)
    assert found == [
        ("placeholder", "docs/_data/campaign.toml", lines.index("[issuer]") + 2),
        ("nav-broken", "docs/_data/campaign.toml", first),
        ("nav-broken", "docs/_data/campaign.toml", second),  # the second language's
    ]
