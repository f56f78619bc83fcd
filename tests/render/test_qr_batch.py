"""Symbols by the thousand: module for module those that the library makes one by one."""

import subprocess
import sys
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from qrcode.main import QRCode
from qrcode.util import QRData, lost_point

from outreach.campaign.codes import link_code, link_path
from outreach.render import qr
from outreach.render.qr_batch import LARGEST, MASKS, SymbolPath, boards, data_codewords, lost_points, pattern, symbols
from outreach.render.qr_decode import read_zxing

LINKS = [f"https://CAIDAT.EXAMPLE/{link_path(link_code('01', str(unit)))}" for unit in range(13600, 13720)]
PIECES = st.one_of(
    st.from_regex(r"[0-9]{1,12}", fullmatch=True),
    st.from_regex(r"[A-Z $%*+\-./:]{1,12}", fullmatch=True),
    st.text("abcxyz?=&_~", min_size=1, max_size=12),
    st.text("ăâđêôơưẹỹỆ", min_size=1, max_size=4),
)
# Lengths that reach all versions from 1 to the largest on boards and, at times, the first beyond it.
TEXTS = st.lists(PIECES, min_size=1, max_size=45).map("".join).filter(lambda text: len(text.encode()) < 260)


def same(texts: list[str]) -> None:
    for text, drawn in zip(texts, symbols(texts), strict=True):
        symbol = qr.symbol(text)
        assert drawn.modules == symbol.modules, text
        assert tuple(map(tuple, picture(drawn).tolist())) == symbol.matrix, text


def picture(drawn: SymbolPath) -> np.ndarray:
    """The path filled, without its quiet zone. Rectangles may not lie on each other or outside."""
    page = np.zeros((drawn.modules + 2 * qr.QUIET,) * 2, int)
    for line in drawn.path.decode().splitlines():
        x, y, width, height = map(int, line.removesuffix(" re").split())
        assert width > 0 and height == 1
        page[y, x : x + width] += 1
    assert page.max() == 1
    inner = page[qr.QUIET : -qr.QUIET, qr.QUIET : -qr.QUIET]
    assert inner.sum() == page.sum(), "something in the quiet zone"
    return inner == 1


def test_links_are_the_symbols_of_the_library() -> None:
    same(LINKS)


@settings(max_examples=25, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_any_texts_are_the_symbols_of_the_library(texts: list[str]) -> None:
    same(texts)


def reached() -> list[tuple[int, qr.Level]]:
    """Versions and levels that some text gets: those that hold more than the version before."""
    levels: tuple[qr.Level, ...] = ("M", "Q", "H")
    return [
        (version, level)
        for version in range(1, LARGEST + 2)
        for level in levels
        if version == 1 or qr.capacity(version, level) > qr.capacity(version - 1, "M")
    ]


@pytest.mark.parametrize(("version", "level"), reached())
def test_each_version_and_level(version: int, level: qr.Level) -> None:
    """Texts of bytes that just fit. The last version is too large for the boards and drawn one by one."""
    fields = 2 if version < 10 else 3
    texts = ["x" * (qr.capacity(version, level) - fields - 1) + end for end in "az"]
    assert {(one.version, one.level) for one in map(qr.symbol, texts)} == {(version, level)}
    same(texts)


def test_every_mask_is_chosen_somewhere_and_where_the_library_chooses_it() -> None:
    random = Random(8)
    texts = ["".join(random.choices("abcdefgh", k=26)) for _ in range(1000)]
    segments, version, level = qr.fit(texts[0].encode())
    symbols_of = pattern(version, level)
    bare = symbols_of.plain(data_codewords([text.encode() for text in texts], segments, version, level))
    examples = dict(zip(symbols_of.best(bare).tolist(), texts, strict=True))
    assert set(examples) == set(range(MASKS))
    same(list(examples.values()))


@pytest.mark.parametrize("mask", range(MASKS))
def test_a_forced_mask_is_drawn_as_the_library_draws_it(mask: int) -> None:
    segments, version, level = qr.fit(LINKS[0].encode())
    code = QRCode(version=version, error_correction=0, mask_pattern=mask)
    for mode, part in segments:
        code.add_data(QRData(part, mode=mode))
    code.make(fit=False)
    symbols_of = pattern(version, level)
    bare = symbols_of.plain(data_codewords([LINKS[0].encode()], segments, version, level))
    assert symbols_of.mask(bare, np.array([mask]))[0].astype(bool).tolist() == code.modules


@pytest.mark.parametrize("modules", [21, 25, 61])
def test_lost_points_are_those_of_the_library(modules: int) -> None:
    """Also where a symbol never gets: long runs, finder patterns to the edge, nearly all light."""
    random = np.random.default_rng(modules)
    pictures = [(random.random((modules, modules)) < share).astype(np.uint8) for share in (0, 0.02, 0.4, 0.5, 0.9, 1)]
    finder = np.array([1, 0, 1, 1, 1, 0, 1, 0, 0, 0, 0], np.uint8)
    for place in (0, 3, modules - 11):
        for line in (finder, finder[::-1], np.append(finder[:7], [0, 0, 0, 1])):
            lines = np.ones((modules, modules), np.uint8)
            lines[::2, place : place + 11] = line
            pictures += [lines, lines.T.copy()]
    expected = [lost_point(one.astype(bool).tolist()) for one in pictures]
    assert lost_points(boards(np.array(pictures)), modules).tolist() == expected


def test_paths_are_read_by_a_decoder() -> None:
    for text, drawn in zip(LINKS[:8], symbols(LINKS[:8]), strict=True):
        light = np.kron(np.pad(~picture(drawn), qr.QUIET, constant_values=True), np.ones((4, 4), bool))
        (found,) = read_zxing((light * 255).astype(np.uint8))
        assert (found.text, 17 + 4 * found.version) == (text, drawn.modules)


def test_texts_of_several_versions_keep_their_order() -> None:
    texts = [text for link in LINKS[:6] for text in (link, link * 3, "7" * 20, link, link * 9)]
    same(texts)
    assert symbols([]) == []


@pytest.mark.parametrize("texts", [[""], [LINKS[0], ""], ["x" * 2332]])
def test_what_no_symbol_holds_is_refused(texts: list[str]) -> None:
    with pytest.raises(ValueError, match="QR code"):
        symbols(texts)


def test_numpy_is_not_loaded_before_it_is_needed() -> None:
    code = "import sys, outreach.sheets.records.batch; print([name for name in ('numpy',) if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
