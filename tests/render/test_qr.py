"""Symbols: smallest for their text, drawn as one path, read by two decoders from a browser's picture."""

import hashlib
import io
import itertools
import re
import xml.etree.ElementTree as ET

import deqr
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from playwright.sync_api import Browser

from outreach.campaign.codes import ALPHABET, link_code, link_path
from outreach.render import qr

LINK = "https://CAIDAT.EXAMPLE/B0100000A"

# What the standard's tables say a version holds: digits, bytes → (version, level) that must be chosen.
DIGITS = [
    (1, 1, "H"),
    (17, 1, "H"),
    (18, 1, "Q"),
    (27, 1, "Q"),
    (28, 1, "M"),
    (34, 1, "M"),
    (35, 2, "Q"),
    (48, 2, "Q"),
    (49, 2, "M"),
    (63, 2, "M"),
    (64, 3, "Q"),
    (77, 3, "Q"),
    (101, 3, "M"),
    (432, 9, "M"),
    (513, 10, "M"),
    (5596, 40, "M"),
]
BYTES = [
    (7, 1, "H"),
    (14, 1, "M"),
    (15, 2, "Q"),
    (26, 2, "M"),
    (180, 9, "M"),
    (213, 10, "M"),
    (1059, 26, "M"),
    (1125, 27, "M"),
    (2331, 40, "M"),
]
TEXTS = [
    "1",
    LINK,
    "https://CAIDAT.EXAMPLE/B01136335",  # its code is all digits: a numeric segment with zeros in front
    qr.link_text("https://caidat.namdinh.gov.vn/B0A13693R"),
    "https://www.bluezone.gov.vn",
    "Cài Bluezone: 14 ngày, https://caidat.example/",  # UTF-8
    "ABC123abc456DEF7890123456789 $%*+-./:x" * 4,  # version 7 and up carry their number
    "0123456789" * 40 + "a",
]


@pytest.mark.parametrize(("count", "version", "level"), DIGITS)
def test_digits_take_the_version_and_level_of_the_standard(count: int, version: int, level: str) -> None:
    found = qr.symbol("7" * count)
    assert (found.version, found.level, found.modules) == (version, level, 17 + 4 * version)


@pytest.mark.parametrize(("count", "version", "level"), BYTES)
def test_bytes_take_the_version_and_level_of_the_standard(count: int, version: int, level: str) -> None:
    found = qr.symbol("x" * count)
    assert (found.version, found.level, found.size) == (version, level, 25 + 4 * version)


@pytest.mark.parametrize("text", ["", "x" * 2332])
def test_what_no_symbol_holds_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="QR code"):
        qr.symbol(text)


ALPHANUMERIC = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
# Bits of the length field by version (first of its class) and mode; bits of a payload by mode.
FIELDS = {
    1: {1: 10, 2: 9, 4: 8},
    10: {1: 12, 2: 11, 4: 16},
    27: {1: 14, 2: 13, 4: 16},
}
PAYLOAD = {
    1: lambda n: n // 3 * 10 + (0, 4, 7)[n % 3],
    2: lambda n: n // 2 * 11 + n % 2 * 6,
    4: lambda n: n * 8,
}


def price(mode: int, count: int, version: int) -> int:
    """Bits of one segment."""
    return 4 + FIELDS[version][mode] + PAYLOAD[mode](count)


def cheapest(data: bytes, version: int) -> int:
    """Bits of the best of all splits, each tried."""
    able = {1: b"0123456789", 2: ALPHANUMERIC, 4: bytes(range(256))}
    choices = [[mode for mode in able if byte in able[mode]] for byte in data]
    return min(
        sum(price(mode, len(list(run)), version) for mode, run in itertools.groupby(modes))
        for modes in itertools.product(*choices)
    )


@pytest.mark.parametrize("version", FIELDS)
@given(text=st.text(alphabet="01A/bé", min_size=1, max_size=6))
def test_no_split_takes_fewer_bits(version: int, text: str) -> None:
    data = text.encode()
    segments = qr._segments(data, version)
    assert b"".join(part for _, part in segments) == data
    assert qr._bits(segments, version) == cheapest(data, version)


def cheapest_of_runs(data: bytes) -> int:
    """The same for longer texts in version 1: the best way to each place, by its last segment."""
    best = [0]
    for end in range(1, len(data) + 1):
        ways = []
        for start in range(end):
            part = data[start:end]
            modes = [4] + [2] * (not part.strip(ALPHANUMERIC)) + [1] * part.isdigit()
            ways += [best[start] + price(mode, end - start, 1) for mode in modes]
        best.append(min(ways))
    return best[-1]


@pytest.mark.parametrize("tail", [b"", b"x", b"xyz", b"AB", b"xxAAAAA", b"xxx77777"])
def test_no_split_of_longer_runs_takes_fewer_bits(tail: bytes) -> None:
    # Runs that are long enough to pay for a change of mode, of every remainder of a group or pair.
    for capitals in range(1, 9):
        for digits in (0, *range(5, 18)):
            data = b"A" * capitals + b"7" * digits + tail
            assert qr._bits(qr._segments(data, 1), 1) == cheapest_of_runs(data), data


def test_every_link_of_the_campaign_is_version_2() -> None:
    # Of the 224 bits of version 2 at level M: "https" as bytes, all else alphanumeric. The host in capitals and the
    # path without a second slash are what makes it fit.
    assert qr._segments(LINK.encode(), 1) == [(4, b"https"), (2, b"://CAIDAT.EXAMPLE/B0100000A")]
    assert qr._bits(qr._segments(LINK.encode(), 1), 1) == 4 + 8 + 5 * 8 + 4 + 9 + 149 == 214
    for unit in ("", "1", "13693", "ZZZZZ"):
        for material in ("01", "ZZ"):
            link = qr.link_text(f"https://caidat.example/{link_path(link_code(material, unit))}")
            found = qr.symbol(link)
            assert (found.version, found.level, found.size) == (2, "M", 33)
    assert qr.symbol(LINK.replace("CAIDAT.EXAMPLE", "caidat.example")).version == 3


@given(st.text(alphabet=ALPHABET, min_size=7, max_size=7))
def test_all_links_of_a_campaign_have_one_size(body: str) -> None:
    assert qr.symbol(f"https://CAIDAT.EXAMPLE/{link_path(link_code(body[:2], body[2:]))}").size == 33


def cells(path: str, size: int) -> list[list[int]]:
    """Winding number of each cell of a size × size grid, from the vertical lines of a path."""
    turns = [[0] * (size + 1) for _ in range(size)]
    x = y = start_x = start_y = 0
    for command, first, second in re.findall(r"([Mhvz])(-?\d+)?(?: (-?\d+))?", path):
        from_y = y
        if command == "M":
            x, y = start_x, start_y = int(first), int(second)
            continue
        if command == "h":
            x += int(first)
        elif command == "v":
            y += int(first)
        else:
            assert x == start_x or y == start_y, "the closing line must be upright or level"
            x, y = start_x, start_y
        for row in range(min(from_y, y), max(from_y, y)):
            turns[row][x] += 1 if y > from_y else -1
    return [list(itertools.accumulate(row))[:size] for row in turns]


matrices = st.integers(1, 8).flatmap(
    lambda n: st.lists(st.lists(st.booleans(), min_size=n, max_size=n), min_size=n, max_size=n)
)


@given(matrices, st.integers(0, 4))
def test_the_outline_fills_the_dark_modules_and_nothing_else(matrix: list[list[bool]], quiet: int) -> None:
    size = len(matrix) + 2 * quiet
    filled = cells(qr.contour(matrix, quiet), size)
    for y, row in enumerate(filled):
        for x, turns in enumerate(row):
            inside = quiet <= x < size - quiet and quiet <= y < size - quiet
            # -1 or 0 everywhere: even-odd and nonzero agree.
            assert turns == -(inside and matrix[y - quiet][x - quiet])


@given(matrices)
def test_the_outline_has_no_needless_corner(matrix: list[list[bool]]) -> None:
    assert not re.search(r"h-?\d+h|v-?\d+v|[hv]0", qr.contour(matrix))


def test_modules_that_touch_at_a_corner_stay_apart() -> None:
    assert qr.contour([[True, False], [False, True]], 0) == "M0 0h1v1h-1zM1 1h1v1h-1z"


def test_a_hole_runs_the_other_way() -> None:
    ring = [[True] * 3, [True, False, True], [True] * 3]
    assert qr.contour(ring, 4) == "M4 4h3v3h-3zM5 5v1h1v-1z"


def test_a_link_is_a_small_path_and_the_same_on_every_machine() -> None:
    path = qr.contour(qr.symbol(LINK).matrix)
    assert len(path) < 1200
    assert hashlib.sha256(path.encode()).hexdigest()[:16] == "5f357945133ba48b"


def test_svg_is_one_titled_path_without_colours() -> None:
    found = qr.symbol(LINK)
    drawing = qr.svg(found, 'Mã <QR> & "đường dẫn"')
    root = ET.fromstring(drawing)
    title, path = root
    assert root.get("viewBox") == "0 0 33 33"
    assert title.text == 'Mã <QR> & "đường dẫn"'
    assert path.attrib == {"class": "code", "d": qr.contour(found.matrix)}
    assert not re.search(r"fill|stroke|style|#", drawing)


@pytest.mark.parametrize("text", TEXTS)
def test_two_decoders_read_the_symbol(browser: Browser, text: str) -> None:
    found = qr.symbol(text)
    page = browser.new_page(viewport={"width": found.size * 4, "height": found.size * 4})
    page.set_content(f"<style>body{{margin:0}}svg{{display:block}}</style>{qr.svg(found, 'code')}")
    picture = Image.open(io.BytesIO(page.screenshot())).convert("L")
    page.close()
    barcodes = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode, try_invert=False)
    assert [(code.text, code.ec_level) for code in barcodes] == [(text, found.level)]
    # Left as bytes: deqr would make a number of a run of digits and lose its leading zeros.
    decoded = deqr.QRdecDecoder().decode(picture, convert_data=False)
    assert [b"".join(part.data for part in code.data_entries).decode() for code in decoded] == [text]
    assert [code.version for code in decoded] == [found.version]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://caidat.example/B0100000A", LINK),
        ("HTTPS://caidat.example/B0100000A", LINK),
        (LINK, LINK),
        ("https://caidat.namdinh.gov.vn/B0100000A", "https://CAIDAT.NAMDINH.GOV.VN/B0100000A"),
        ("http://192.168.1.20:8000/B0100000A", "http://192.168.1.20:8000/B0100000A"),
        # Below a path, whose case is its own: capitals save nothing here, so the host is written as names are.
        ("https://Rivelle.example/crue/B0100000A", "https://rivelle.example/crue/B0100000A"),
        ("https://caidat.example/Thu/B0100000A", "https://CAIDAT.EXAMPLE/Thu/B0100000A"),
        ("https://a.example/B0100000A", "https://a.example/B0100000A"),
        ("https://caidat.example/l\u0169/B0100000A", "https://caidat.example/l%C5%A9/B0100000A"),
        ("https://caidat.example/l%C5%A9/B0100000A", "https://caidat.example/l%C5%A9/B0100000A"),
        ("http://may-nha:8000/Thu/b/0a?x=Y#z", "http://MAY-NHA:8000/Thu/b/0a?x=Y#z"),
    ],
)
def test_link_text_writes_the_scheme_small_and_the_host_as_is_shortest(url: str, expected: str) -> None:
    assert qr.link_text(url) == expected


@given(
    st.from_regex(r"[a-z][a-z0-9-]{0,20}[a-z](\.[a-z]{2,8}){1,3}", fullmatch=True),
    st.sampled_from(["", "x/", "X-1/a/"]),
)
def test_a_host_in_capitals_is_never_worse(host: str, below: str) -> None:
    small = f"https://{host}/{below}B0100000A"
    best = min(
        ((found := qr.symbol(text)).version, "HQM".index(found.level))
        for text in (small, small.upper()[:0] + small.replace(host, host.upper(), 1))
    )
    found = qr.symbol(qr.link_text(small))
    assert (found.version, "HQM".index(found.level)) == best


@pytest.mark.parametrize("url", ["", "/b/1", "caidat.example/b/1", "mailto:a@b.c", "https://a b/", "https:///b"])
def test_link_text_refuses_what_is_no_web_address(url: str) -> None:
    with pytest.raises(ValueError, match="expected https://host/path"):
        qr.link_text(url)
