"""A symbol's text as the strictest reader on a phone takes it."""

from dataclasses import replace

import pytest

from outreach.campaign.codes import link_code, link_path
from outreach.checks.scan import address, proof, read
from outreach.checks.scan.proof import SymbolProof
from outreach.render import qr
from symbols import LINK, look, sheet

OPENED = {
    LINK: ("https", "caidat.example", "/B0100000A"),
    "https://caidat.example": ("https", "caidat.example", ""),
    "https://caidat.example/crue/B0100000A?x=1&y=%C5%A9#a-b": (
        *("https", "caidat.example", "/crue/B0100000A?x=1&y=%C5%A9#a-b"),
    ),
    "http://192.168.1.20:8000/B0100000A": ("http", "192.168.1.20:8000", "/B0100000A"),
    "http://localhost:8000/": ("http", "localhost:8000", "/"),
    "https://xn--ci-t-3na4b.example/~a/(b);c=d,e!$&'*+:@": (
        *("https", "xn--ci-t-3na4b.example", "/~a/(b);c=d,e!$&'*+:@"),
    ),
}
REFUSED = {
    "HTTPS://CAIDAT.EXAMPLE/b/0100000R": "HTTPS",
    "HTTPS://caidat.example/": "HTTPS",
    "Https://caidat.example/": "Https",
    "hTTp://caidat.example/": "hTTp",
    "https:/caidat.example/": "/caidat.example/",
    "https:caidat.example": "caidat.example",
    "https://": "https://",
    "https:///B0100000A": "https:///B0100000A",
    "https://@caidat.example/": "@caidat.example",
    "https://evil.example\\@caidat.example/": "evil.example\\@caidat.example",
    "https://user:word@caidat.example/": "user:word@caidat.example",
    "https://cài.example/": "cài.example",
    "https://cai dat.example/": "cai dat.example",
    "https://-a.example/": "-a.example",
    "https://a..example/": "a..example",
    "https://caidat.example./": "caidat.example.",
    "https://cai_dat.example/": "cai_dat.example",
    "https://300.1.1.1/": "300.1.1.1",
    f"https://{'a' * 64}.example/": "a" * 40,
    "https://caidat.example:/": ":",
    "https://caidat.example:0/": ":0",
    "https://caidat.example:65536/": ":65536",
    "https://caidat.example:8o/": ":8o",
    "https://caidat.example/B 0100000A": " 0100000A",
    "https://caidat.example/B0100000A ": " ",
    "https://caidat.example/lũ/": "ũ/",
    "https://caidat.example/%4": "%4",
    "https://caidat.example/%zz": "%zz",
    "https://caidat.example/a\\b": "\\b",
    "https://caidat.example/<b>": "<b>",
    "https://caidat.example/[b]": "[b]",
    "https://caidat.example/a|b": "|b",
    "https://caidat.example/a\nb": "\nb",
    "https://caidat.example/a\u200bb": "\u200bb",
    "https://caidat.example/#a#b": "#b",
    " https://caidat.example/": " https://caidat.example/",
    "ftp://caidat.example/": "ftp",
    "caidat.example/B0100000A": "caidat.example/B0100000A",
}


@pytest.mark.parametrize("text", OPENED)
def test_what_every_phone_opens(text: str) -> None:
    assert address.target(text) == OPENED[text] and address.first_invalid_part(text) == ""


@pytest.mark.parametrize("text", REFUSED)
def test_what_some_phone_does_not_open_is_told_by_its_part(text: str) -> None:
    with pytest.raises(ValueError) as caught:
        address.target(text)
    assert str(caught.value) == REFUSED[text]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("HTTP://a.example", "HTTP"),
        ("WWW.a.example", "WWW.a.example"),
        ("caidat.example", "caidat.example"),
        ("TEL:19009095", "TEL"),
        ("Mailto:a@b.example", "Mailto"),
        ("tel:19009095", ""),
        ("WIFI:T:WPA;S:nha;P:x;;", ""),
        ("BEGIN:VCARD\nEND:VCARD", ""),
        ("Mã 25, kho 3", ""),
        ("00020101021238", ""),
        ("bản 1.2", ""),
    ],
)
def test_of_any_text_only_addresses_are_held_to_it(text: str, part: str) -> None:
    assert address.first_invalid_part(text) == part


@pytest.mark.parametrize(
    "site",
    ["https://caidat.example/", "https://Rivelle.example/crue/", "http://10.0.0.7:8000/", "https://a.example/l\u0169/"],
)
def test_what_is_written_into_symbols_opens_the_page_of_the_code(site: str) -> None:
    from urllib.parse import quote

    path = link_path(link_code("01", "13633"))
    led = address.target(qr.link_text(site + path))
    assert led == address.target(quote(site.lower(), safe=":/") + path)


def test_every_build_tells_of_a_symbol_that_not_every_phone_opens() -> None:
    """Read from the finished page, though it says just what was asked for."""
    shouting = LINK.replace("https", "HTTPS")
    (fault,) = read.faults(1, look(sheet(shouting), shouting), [shouting])
    assert (fault.slug, fault.severity, fault.data["part"]) == ("scan-address", "error", "HTTPS")
    assert list(read.faults(1, look(sheet(), LINK), [LINK])) == []


SYMBOL = SymbolProof(1, LINK, 10, 10, 25, 1, 33, 4, 0, 255, 1, 4, {}, {})


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        (LINK, ""),
        (LINK.replace("CAIDAT.EXAMPLE", "caidat.example"), ""),
        (LINK.replace("https", "HTTPS"), "scan-address"),
        (LINK.replace("https", "http"), "scan-elsewhere"),
        (LINK.replace("CAIDAT", "CAIDAY"), "scan-elsewhere"),
        (LINK.lower(), "scan-elsewhere"),
        (LINK + "/", "scan-elsewhere"),
        (LINK.replace("/B", "/b/"), "scan-elsewhere"),
        ("Quét để cài", "scan-address"),
    ],
)
def test_the_proof_follows_a_symbol_to_its_page(text: str, slug: str) -> None:
    found = list(proof.misdirection(replace(SYMBOL, text=text), "https://caidat.example/B0100000A"))
    assert [one.slug for one in found] == [slug] * bool(slug)
