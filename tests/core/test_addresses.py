"""Addresses as browsers read them: held against Node.js, whose `URL` is the standard's, for a thousand odd ones."""

import re

import pytest

from odd_addresses import PAGE, node, odd_addresses
from outreach.core import addresses


@pytest.mark.parametrize("base", ["", PAGE])
def test_a_thousand_odd_addresses_are_read_as_node_reads_them(base: str) -> None:
    """Scheme and host of all; the whole of those of the web: Node 20 loses a slash of data://x/../.. and its kind."""
    odd, differences = odd_addresses(), {}
    answers = node([[text, base] if base else [text] for text in odd])
    for text, theirs in zip(odd, answers, strict=True):
        reading = addresses.read(text, base)
        mine = reading and [reading.href, reading.scheme, reading.host, reading.path]
        if mine != theirs and not (mine and theirs and mine[1] not in addresses.WEB and mine[1:3] == theirs[1:3]):
            differences[text] = (mine, theirs)
    assert not differences
    assert 300 < sum(answer is None for answer in answers) + bool(base) * 300 < 1200, "neither all nor nothing is read"


def test_an_address_without_a_fault_leads_where_it_says() -> None:
    """A strict reader, who mends nothing, and Node find one scheme and one host; a path stays on its own site."""
    odd, told = odd_addresses(), {"plain": 0, "faulty": 0}
    for text, answer in zip(odd, node([[text, PAGE] for text in odd]), strict=True):
        told["faulty" if addresses.fault(text) else "plain"] += 1
        if addresses.fault(text):
            continue
        name = addresses.scheme(text)
        if name and name not in addresses.WEB:  # whether it may be linked to is another question
            assert answer is None or answer[1] == name, text
            continue
        assert answer is not None and answer[1] == (name or "https"), text
        strict = re.match(r"(https?)://([^/?#]+)", text, re.IGNORECASE)
        if strict:
            host = strict[2].lower().removesuffix({"http": ":80", "https": ":443"}[name])
            assert answer[2] == (host if host.isascii() else host.encode("idna").decode()), text
        elif not name:
            assert answer[2] == "caidat.example", text
    assert told["plain"] > 60 and told["faulty"] > 1000


FAULTS = {
    "https://caidat.example/": "",
    "https://caidat.example": "",
    "HTTPS://CAIDAT.EXAMPLE/b/X": "",
    "http://192.0.2.7:8000/": "",
    "http://[::1]:8000/": "",
    "https://đạo.example/đường?x=1#y": "",
    "../tệp có cách.md#muc": "",
    "mailto:a@b.example?subject=x": "",
    "tel:+84190090": "",
    "https://evil.example\\@caidat.example/": "address_character",
    "/\\evil.example/": "address_character",
    "\\\\evil.example/": "address_character",
    "java\tscript:alert(1)": "address_character",
    " javascript:alert(1)": "address_character",
    "https://caidat.example/\u202egpj.exe": "address_character",
    "https://caid\u200bat.example/": "address_character",
    "https://caidat.example/a b": "address_character",
    "https://caidat.example@evil.example/": "address_user",
    "https://@caidat.example/": "address_user",
    "//evil.example/": "address_slashes",
    "https:/evil.example/": "address_slashes",
    "https:evil.example": "address_slashes",
    "https:///evil.example": "address_slashes",
    "https://cai%64at.example/": "address_host",
    "https://ｃaidat.example/": "address_host",
    "https://сaidat.example/": "address_host",
    "https://127.1/": "address_host",
    "https://0x7f000001/": "address_host",
    "https://caidat.example./": "address_host",
    "https://caidat.example:/": "address_host",
    "https://caidat.example:0443/": "address_host",
    "https://[caidat.example/": "address_host",
    "https://caidat.example\u2044.evil.example/": "address_host",
    "https://caidat!example/": "address_host",
    "https://caidat.example,evil.example/": "address_host",
    "https://(caidat).example/": "address_host",
    "https://-caidat.example/": "address_host",
    "https://caidat-.example/": "address_host",
    f"https://{'a' * 64}.example/": "address_host",
    f"https://{'a.' * 130}example/": "address_host",
    "https://xn--caidat.example/": "address_host",
    "https://xn--a.example/": "address_host",
    "https://XN--o-kia818t.example/": "",
    "https://cai_dat.example/": "",
    "https://จังหวัด.example/": "",
}


@pytest.mark.parametrize("text", FAULTS)
def test_what_is_wrong_with_an_address_has_a_name(text: str) -> None:
    assert addresses.fault(text) == FAULTS[text]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("https://caidat.example/", False),
        ("http://192.0.2.7:8000/", False),
        ("https://caidat.example/nam-dinh/đường/", False),
        ("https://caidat.example/~a/b.c/", False),
        ("https://caidat.example", True),
        ("https://caidat.example/x", True),
        ("https://caidat.example/?x/", True),
        ("https://caidat.example/#/", True),
        ("https://caidat.example/a/../", True),
        ("https://caidat.example/a/..%2f/", True),
        ("https://caidat.example/%2e%2e/", True),
        ("https://caidat.example/./", True),
        ("https://caidat.example//", True),
        ("https://a@caidat.example/", True),
        ("https://caidat.example\\a/", True),
        ("https://caidat.example/\\/", True),
        ("https://caidat.example/a b/", True),
        ("https://caidat.example/%0a/", True),
        ("https://caidat.example/\n/", True),
        ("https://caidat.example:443/", True),
        ("https://CAIDAT.example/", True),
        ("https://đạo.example/", True),
        ("https://127.1/", True),
        ("https://a!b.example/", True),
        ("https://a&b/", True),
        ("https://-a.example/", True),
        ("ftp://caidat.example/", True),
        ("//caidat.example/", True),
        ("", True),
    ],
)
def test_the_sites_address_is_a_plain_folder(text: str, wrong: bool) -> None:
    assert addresses.is_folder(text) is not wrong


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("caidat.example", "caidat.example"),
        ("caidat.example:8443", "caidat.example:8443"),
        ("xn--o-kia818t.example", "xn--o-kia818t.example"),
        ("Caidat.example", "caidat.example"),
        ("đạo.example", "xn--o-kia818t.example"),
        ("https://caidat.example", ""),
        ("caidat.example/x", ""),
        ("a@caidat.example", ""),
        ("*.caidat.example", "*.caidat.example"),  # a name that no host has lets nothing through
        ("", ""),
    ],
)
def test_hosts_of_a_list_are_written_as_browsers_write_them(text: str, host: str) -> None:
    assert addresses.host_in_browsers(text) == host


def test_addresses_in_words_end_before_the_sentence_does() -> None:
    text = 'Xem https://caidat.example/a, (http:\\\\evil.example/x) và "https://evil.example\\@caidat.example/".'
    found = list(addresses.web_addresses(text))
    assert found == [
        "https://caidat.example/a",
        "http:\\\\evil.example/x",
        "https://evil.example\\@caidat.example/",
    ]
