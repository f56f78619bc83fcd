"""Bases found in trials made here: what varies is cut out, anything else that differs is told."""

import io
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from metadata import LABEL
from outreach.render import raster, stamping
from outreach.render.glyphs import Face
from outreach.render.pdf.base import build_base
from outreach.render.pdf.labels import add_label
from outreach.render.pdf.normalise import finish
from outreach.render.stamping import Base, Unstampable, VaryingLine
from typesetting import FILES, set_page

FACES = {weight: Face(path) for weight, path in FILES.items()}
SEEDS = "A B C Đ ậ ế n o A B C Đ ậ ế n o"
"""Wider than the box, so that the trials show its width."""
LARGE, SMALL = "font-size: 24px", "font-size: 18px"
MIDDLE, TINY = "font-size: 21.3px", "font-size: 11px"
PLACE = "position: absolute; left: 9cm; top: 9cm; width: 4cm"
SYMBOL = f'<svg style="{PLACE}" viewBox="0 0 29 29"><path d="M4 4h1v1h-1z"/></svg>'
RUN = b"4 4 7 1 re\n"


def page(words: str, style: str = LARGE, align: str = "left", beside: str = "", symbol: str = SYMBOL) -> bytes:
    """A page with one line that varies, in a box of 6 cm."""
    box = "position: absolute; left: 2cm; top: 3cm; width: 6cm; white-space: nowrap"
    css = f"p {{ {box}; text-align: {align}; {style} }}"
    return finish(set_page(f"<p>{words}</p>{beside}{symbol}", css).pdf)


def varying(*words: str, styles: tuple[str, ...] = (LARGE, SMALL), share: float = 0.0) -> VaryingLine:
    return VaryingLine("name", 0, words, styles, 400, 0.0, share)


@pytest.mark.parametrize(("align", "share"), [("left", 0.0), ("center", 0.5), ("right", 1.0)])
@pytest.mark.parametrize("style", [LARGE, SMALL])
@pytest.mark.parametrize("words", ["ĐậB", "n", SEEDS + " " + SEEDS + SEEDS])
def test_a_stamped_line_is_where_a_full_setting_puts_it(words: str, style: str, align: str, share: float) -> None:
    """In two sizes, on each side of its box, and wider than it."""
    trials = [page(SEEDS, LARGE, align), page("b0", SMALL, align)]
    prefix, table = build_base(trials, [varying(SEEDS, "b0", share=share)], FACES)
    made = Base(prefix, table, FACES).stamp([("name", 0, style)], [words], b"4 4 1 1 re\n")
    full = page(words, style, align)
    assert [one.rgb for one in raster.pages(made, 200)] == [one.rgb for one in raster.pages(full, 200)]
    assert raster.texts(made) == raster.texts(full)


@pytest.mark.parametrize(("align", "share"), [("left", 0.0), ("center", 0.5), ("right", 1.0)])
@pytest.mark.parametrize("style", [MIDDLE, TINY])
@pytest.mark.parametrize("words", ["ĐậB", SEEDS + " " + SEEDS + SEEDS])
def test_a_size_that_only_a_further_file_shows_is_set_as_well(words: str, style: str, align: str, share: float) -> None:
    """A further file need not have anything else, nor the words where they are drawn first."""
    line = replace(varying(SEEDS, "b0", share=share), further=(MIDDLE, TINY))
    trials = [page(SEEDS, LARGE, align), page("b0", SMALL, align)]
    further = [page("b0", each, align, "<i style='font-style: normal'>c</i>", symbol="") for each in line.further]
    made = Base(*build_base(trials, [line], FACES, further), FACES)
    stamped, full = made.stamp([("name", 0, style)], [words], b"4 4 1 1 re\n"), page(words, style, align)
    assert [one.rgb for one in raster.pages(stamped, 200)] == [one.rgb for one in raster.pages(full, 200)]
    assert raster.texts(stamped) == raster.texts(full)


def test_a_size_that_a_further_file_does_not_show_is_none_of_the_base() -> None:
    line = replace(varying(SEEDS, "b0"), further=(MIDDLE,))
    made = Base(*build_base([page(SEEDS), page("b0", SMALL)], [line], FACES, [page("other", MIDDLE)]), FACES)
    made.stamp([("name", 0, SMALL)], ["A"], RUN)
    with pytest.raises(Unstampable, match="size"):
        made.stamp([("name", 0, MIDDLE)], ["A"], RUN)


@pytest.mark.parametrize("style", [f"{SMALL}; top: 4cm", f"{MIDDLE}; left: 3cm"])
def test_lines_that_stand_elsewhere_in_a_further_file_are_told(style: str) -> None:
    """Where the size is known, also higher or lower."""
    line = replace(varying(SEEDS, "b0"), further=(style.partition(";")[0],))
    with pytest.raises(Unstampable, match="one place"):
        build_base([page(SEEDS), page("b0", SMALL)], [line], FACES, [page("b0", style)])


def written(folder: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        (folder / name).write_bytes(content)


def test_two_records_differ_in_their_own_parts_and_identifiers_alone(tmp_path: Path) -> None:
    prefix, table = build_base([page(SEEDS), page("b0", SMALL)], [varying(SEEDS, "b0")], FACES)
    written(tmp_path, stamping.files_of(prefix, table))
    kept = stamping.read(tmp_path, FACES)
    made = [Base(prefix, table, FACES), kept]
    one, again = (each.stamp([("name", 0, LARGE)], ["ABC"], RUN) for each in made)
    other = kept.stamp([("name", 0, LARGE)], ["ABĐ"], RUN)
    assert one == again and one != other
    assert one.startswith(prefix) and other.startswith(prefix)


def test_a_base_that_was_damaged_is_not_read(tmp_path: Path) -> None:
    written(tmp_path, stamping.files_of(*build_base([page(SEEDS), page("b0", SMALL)], [varying(SEEDS, "b0")], FACES)))
    whole = (tmp_path / "base.bin").read_bytes()
    for content in (whole[:-100], whole[:500] + b"\0" * 100 + whole[600:]):
        (tmp_path / "base.bin").write_bytes(content)
        with pytest.raises(ValueError, match=r"base\.bin"):
            stamping.read(tmp_path, FACES)


def test_what_a_base_lacks_is_told() -> None:
    prefix, table = build_base([page(SEEDS), page("b0", SMALL)], [varying(SEEDS, "b0")], FACES)
    made = Base(prefix, table, FACES)
    with pytest.raises(Unstampable, match="glyph"):
        made.stamp([("name", 0, LARGE)], ["Z"], RUN)
    with pytest.raises(Unstampable, match="size"):
        made.stamp([("name", 0, "font-size: 1px")], ["A"], RUN)


@pytest.mark.parametrize(
    ("trials", "lines", "why"),
    [
        ([page(SEEDS, beside="<hr>"), page("b0", SMALL)], [varying(SEEDS, "b0")], "differ in more"),
        ([page(SEEDS, beside="<b>1</b>"), page("b0", SMALL, beside="<b>2</b>")], [varying(SEEDS, "b0")], "no slot's"),
        ([page(SEEDS), page("b1", SMALL)], [varying(SEEDS, "b0")], "no slot's"),
        ([page(SEEDS), page(SEEDS)], [varying(SEEDS, SEEDS, styles=(LARGE, LARGE))], "does not show"),
        ([page(SEEDS, symbol=""), page("b0", SMALL, symbol="")], [varying(SEEDS, "b0")], "no symbol"),
        ([page(SEEDS, "left: 3cm"), page("b0", "left: 2cm")], [varying(SEEDS, "b0")], "one place"),
    ],
)  # fmt: skip
def test_trials_that_are_no_base_say_why(trials: list[bytes], lines: list[VaryingLine], why: str) -> None:
    with pytest.raises(Unstampable, match=why):
        build_base(trials, lines, FACES)


@pytest.mark.parametrize("title", ["Áp phích: Xã Nghĩa Lâm", "Tờ <b> & “Kdŭn” 𝄞"])
def test_a_records_file_has_a_title_of_its_own(title: str, tmp_path: Path) -> None:
    """In the document information and in XMP, though all records share the base."""
    trials = [add_label(page(*words), replace(LABEL, title=stamping.TITLE)) for words in ((SEEDS,), ("b0", SMALL))]
    prefix, table = build_base(trials, [varying(SEEDS, "b0")], FACES)
    assert stamping.TITLE.encode() not in prefix
    written(tmp_path, stamping.files_of(prefix, table))
    kept = stamping.read(tmp_path, FACES)
    stamped, other = (kept.stamp([("name", 0, LARGE)], ["ABC"], RUN, each) for each in (title, "B"))
    assert stamped.startswith(prefix) and other.startswith(prefix)
    assert stamped == Base(prefix, table, FACES).stamp([("name", 0, LARGE)], ["ABC"], RUN, title)
    with pikepdf.open(io.BytesIO(stamped)) as pdf:
        assert str(pdf.docinfo["/Title"]) == title
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == title
    assert raster.texts(stamped) == raster.texts(other)
