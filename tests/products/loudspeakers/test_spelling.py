"""Texts are spelled out for reading as the table says that was written before the code."""

import tomllib
from pathlib import Path

import pytest

from outreach.products.loudspeakers.speech import read_speech
from outreach.products.loudspeakers.spelling import Verbaliser
from outreach.products.loudspeakers.vocabulary import Vocabulary

SPEECH, FAULTS = read_speech("vi", Path("nowhere"), "nowhere")
assert SPEECH is not None, FAULTS
SPELLER = Verbaliser(SPEECH)
TABLE = tomllib.loads((Path(__file__).parent / "spoken-vi.toml").read_text(encoding="utf-8"))
DOUBTFUL, IMPOSSIBLE = TABLE.pop("doubtful"), TABLE.pop("impossible")
CASES = [(kind, written, spoken) for kind, some in TABLE.items() for written, spoken in some.items()]


@pytest.mark.parametrize(("kind", "written", "spoken"), CASES, ids=[f"{kind}-{written}" for kind, written, _ in CASES])
def test_what_is_written_is_read_as_the_table_says(kind: str, written: str, spoken: str) -> None:
    assert SPELLER.spell(written).replace("\u00a0", " ") == spoken


def test_there_are_cases_enough() -> None:
    assert len(CASES) + len(DOUBTFUL) + sum(map(len, IMPOSSIBLE.values())) >= 279


@pytest.mark.parametrize(("kind", "written", "spoken"), CASES, ids=[f"{kind}-{written}" for kind, written, _ in CASES])
def test_what_is_read_leaves_no_doubt(kind: str, written: str, spoken: str) -> None:
    assert SPELLER.doubts(written) == []


@pytest.mark.parametrize("written", DOUBTFUL)
def test_two_readings_are_both_offered_and_neither_is_read(written: str) -> None:
    (doubt,) = SPELLER.doubts(written)
    assert [reading.replace("\u00a0", " ") for reading in doubt.readings] == DOUBTFUL[written]
    assert doubt.text in SPELLER.spell(written) and doubt.text in written
    assert Vocabulary(SPEECH).foreign(SPELLER.spell(written))


@pytest.mark.parametrize("written", [text for some in IMPOSSIBLE.values() for text in some])
def test_days_and_hours_that_there_are_not_are_told(written: str) -> None:
    (doubt,) = SPELLER.doubts(written)
    assert doubt.readings == () and doubt.text in SPELLER.spell(written)


UNREAD = [
    *(
        "1 000 000 người",
        "7h30p",
        "100K",
        "490C",
        "12/3A",
        "iPhone12",
        "2×3",
        "A4/A3",
        "1900 9095/115",
        "2019-2020-2021",
    ),
    *("90'", "7h30'", '5"', "19:30:15", "7:5", "5‰", "1.00.000", "2 / 3", "2/ 3 số hộ", "2⁄3 xã", "M'Drắk 90'"),
    *("Ban II", "Vua XX", "mục tiêu V", "18-tuổi", "$5", "9" * 5000, "13+", "5 €"),
]


@pytest.mark.parametrize("written", UNREAD, ids=[written[:20] for written in UNREAD])
def test_what_cannot_be_read_for_sure_stays_as_it_is_and_is_told(written: str) -> None:
    """A figure that touches a letter, a sign or another figure is no amount."""
    spoken = SPELLER.spell(written)
    assert Vocabulary(SPEECH).foreign(spoken), spoken


@pytest.mark.parametrize("part", ["a", "1", "a-", "@", "/"])
def test_the_longest_word_is_left_as_it_is(part: str) -> None:
    """At once: a rule that began anew at each of its letters would take minutes."""
    assert SPELLER.spell(part * 100_000) == part * 100_000


@pytest.mark.parametrize("pattern", [r"(?i)abc", r"(?P<a>\d)", r"(\d)\1", r"(?:(\d))(?(1)a|b)", "("])
def test_a_pattern_that_would_change_others_is_refused(tmp_path: Path, pattern: str) -> None:
    (tmp_path / "spoken").mkdir()
    (tmp_path / "spoken/vi.toml").write_text(f"[phones]\npatterns = ['{pattern}']\n", encoding="utf-8")
    speech, faults = read_speech("vi", tmp_path, "docs/_data")
    assert speech is None and [(fault.place, "patterns" in str(fault.data)) for fault in faults] == [
        ("docs/_data/spoken/vi.toml:2", True)
    ]
