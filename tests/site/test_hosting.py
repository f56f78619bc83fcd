"""Settings that `outreach hosting` writes, run by real servers: nginx in each run, Apache in long ones."""

import gzip
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from outreach.campaign.codes import link_code
from outreach.site.hosting import Rule, read_hosting
from webservers import COMMANDS, Web, served

HOSTING = read_hosting()
CODE = link_code("01")
LONG = "Nước lên nhanh, hãy lên chỗ cao.\n" * 60
VERSIONED = "embed/v1.0.0/"
PLACES = ["/", "/l%C5%A9-l%E1%BB%A5t.(1+1)/"]
"""At the top of its host, and below a path with letters that addresses encode and marks that patterns would read."""

EXPECTED = {
    "": (300, "", "'self'"),
    "guide/": (300, "", "'self'"),
    "sheets/all.pdf": (300, "", "'self'"),
    "assets/a.js": (86_400, "", "'self'"),
    f"B{CODE}": (300, "", "'self'"),
    f"B{CODE}/": (300, "", "'self'"),
    "embed/v1/guide/": (300, "*", "any"),
    "embed/v1/embed.js": (300, "*", "any"),
    "embed/v1/child.js": (300, "*", "any"),
    "embed/v1/versions.json": (300, "*", "any"),
    "embed/v1/guide/fragment-2.html": (300, "*", "any"),
    "embed/v1/guide/oembed.json": (300, "*", "any"),
    "embed/v1/guide/text.txt": (300, "*", "any"),
    f"{VERSIONED}embed.js": (31_536_000, "*", "any"),
    "embed/v10.20.30/embed.js": (31_536_000, "*", "any"),
    "embed/v1.0.0x/embed.js": (300, "*", "any"),
    f"guide/{VERSIONED}embed.js": (300, "", "'self'"),
}
"""Address → seconds in caches, who may fetch it from elsewhere, who may show it in a frame."""
KINDS = {
    "js": "text/javascript; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "svg": "image/svg+xml; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "webp": "image/webp",
    "woff2": "font/woff2",
    "pdf": "application/pdf",
    "zip": "application/zip",
    "gz": "application/gzip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder that any user may read: pytest's own is closed to the one that Apache runs as."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture(scope="module")
def shown(folder: Path) -> Path:
    """A small site by hand, below a name that has to stand between quotes: a file for each address and each type."""
    site = folder / "Trang web; lũ"
    suffixes = [suffix for kind in HOSTING.types.values() for suffix in kind.suffixes]
    for path in [*EXPECTED, "404.html", "embed/v1/404.html", *(f"kinds/one.{suffix}" for suffix in suffixes)]:
        file = site / path
        if "." not in file.name or path.endswith("/"):
            file /= "index.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{path.rstrip('/') or 'home'}\n{LONG}", "utf-8")
    return site


CASES = [
    pytest.param((server, place), id=f"{server}{number}", marks=[pytest.mark.long] if server == "apache" else [])
    for server in COMMANDS
    for number, place in enumerate(PLACES)
]


@pytest.fixture(scope="module", params=CASES)
def web(request: pytest.FixtureRequest, folder: Path, shown: Path) -> Iterator[Web]:
    server, place = request.param
    own = folder / f"{server}-{PLACES.index(place)}"
    own.mkdir()
    with served(own, server, shown, place, "http" if place == "/" else "https") as running:
        yield running


@pytest.mark.parametrize("path", EXPECTED)
def test_each_address_says_who_may_keep_fetch_and_frame_it(web: Web, path: str) -> None:
    seconds, fetch, frame = EXPECTED[path]
    answer = web.get(path)
    assert answer.status == 200 and answer.body.decode().startswith(path.rstrip("/") or "home")
    fixed = ", immutable" if seconds > 86_400 else ""
    assert answer["Cache-Control"] == f"public, max-age={seconds}{fixed}"
    assert answer["Access-Control-Allow-Origin"] == fetch
    policy = dict(part.split(" ", 1) for part in answer["Content-Security-Policy"].split("; "))
    assert policy.get("frame-ancestors", "any") == frame
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "x-frame-options" not in answer.headers


def sample(rule: Rule) -> str:
    """An address for which no other rule says more."""
    if rule.pattern:
        return next(path for path in EXPECTED if re.match(rule.folder + rule.pattern + "/", path))
    return next(path for path in EXPECTED if path.startswith(rule.folder))


@pytest.mark.parametrize("rule", HOSTING.whole_rules, ids=lambda rule: rule.folder + rule.pattern or "all")
def test_each_row_of_the_table_is_served_to_the_letter(web: Web, rule: Rule) -> None:
    answer = web.get(sample(rule))
    assert {name: answer[name] for name in rule.answer_headers} == rule.answer_headers
    others = {name for other in HOSTING.whole_rules for name in other.answer_headers} - set(rule.answer_headers)
    assert not [name for name in [*others, *HOSTING.without] if name.lower() in answer.headers]


@pytest.mark.parametrize("suffix", [suffix for kind in HOSTING.types.values() for suffix in kind.suffixes])
def test_each_file_has_its_type_and_texts_are_compressed(web: Web, suffix: str) -> None:
    plain, packed = (web.get(f"kinds/one.{suffix}", **h) for h in ({}, {"Accept_Encoding": "gzip"}))  # type: ignore[arg-type]
    (kind,) = (name for name, kind in HOSTING.types.items() if suffix in kind.suffixes)
    text = HOSTING.types[kind].text
    told = KINDS.get(suffix, f"{kind}; charset=utf-8" if text else kind)
    assert plain["Content-Type"].lower() == packed["Content-Type"].lower() == told
    assert (plain["Content-Encoding"], packed["Content-Encoding"]) == ("", "gzip" if text else "")
    assert (gzip.decompress(packed.body) if text else packed.body) == plain.body
    assert ("accept-encoding" in packed["Vary"].lower()) == text
    assert len(packed.body) < 600 if text else len(packed.body) == len(plain.body)


@pytest.mark.parametrize(
    "path",
    ["none/", "bzzzzzzzz", "BZZZZZZZZ", "BZZZZZZZZ/", "B0100000", f"B{CODE}0", "embed/v1/none/", f"{VERSIONED}no.js"],
)
def test_what_is_missing_is_said_by_a_page(web: Web, path: str) -> None:
    """Not led elsewhere: the page reads the address. Not kept for long, whatever the folder. In frames by a page that
    they may show."""
    answer = web.get(path)
    framed = path.startswith("embed/")
    shown = "embed/v1/404.html" if framed else "404.html"
    assert answer.status == 404 and answer.body.decode().startswith(shown)
    assert answer["Content-Type"].lower() == "text/html; charset=utf-8"
    assert "immutable" not in answer["Cache-Control"]
    assert ("frame-ancestors 'self'" in answer["Content-Security-Policy"]) != framed
    assert "x-frame-options" not in answer.headers


def test_a_folder_without_a_page_of_its_own_lists_nothing(web: Web) -> None:
    answer = web.get("kinds/")
    assert answer.status in (403, 404) and answer.body.decode().startswith("404.html")


def test_a_folder_without_a_slash_leads_to_the_one_with_it(web: Web) -> None:
    path = unquote(urlsplit(web.url).path)
    assert leads(web, "guide") == f"{path}guide/"
    if path != "/":
        host = Web(web.url.removesuffix(urlsplit(web.url).path), web.origin)
        assert leads(host, urlsplit(web.url).path.rstrip("/")) == path
        assert not host.get("/").body.startswith(b"home")


def leads(web: Web, path: str) -> str:
    """The path that an address leads on to, decoded; a host is named, if at all, as the campaign names it."""
    answer = web.get(path)
    way = urlsplit(answer["Location"])
    assert answer.status == 301 and f"{way.scheme}://{way.netloc}" in ("://", web.origin)
    return unquote(way.path)


def test_who_comes_back_fetches_nothing_again(web: Web) -> None:
    for asked in ({}, {"Accept_Encoding": "gzip"}):
        first = web.get("guide/", **asked)  # type: ignore[arg-type]
        again = web.get("guide/", If_None_Match=first["ETag"], **asked)  # type: ignore[arg-type]
        assert first["ETag"] and (again.status, again.body) == (304, b"")


def test_no_way_leads_out_of_the_folder(web: Web, folder: Path) -> None:
    (folder / "secret").write_text("secret")
    for path in ("../secret", "assets../../secret", "assets/%2e%2e/%2e%2e/secret", "embed../index.html"):
        assert b"secret" not in web.get(path).body


def test_a_code_typed_in_small_letters_is_found_where_the_server_can_turn_them_into_capitals(web: Web) -> None:
    """Apache leads on; nginx can't, and says by the page for what is missing, whose script does it."""
    small = f"B{CODE}".lower()
    path = unquote(urlsplit(web.url).path)
    for typed in (small, f"{small}/", f"b{CODE}"):
        answer = web.get(typed)
        if answer.status == 302:
            assert unquote(urlsplit(answer["Location"]).path) == f"{path}B{CODE}/"
        else:
            assert answer.status == 404 and answer.body.decode().startswith("404.html")
        assert (answer.status == 302) == ("Apache" in answer["Server"])
