"""Texts are spelled out for reading as the table says that was written before the code."""

import tomllib
from pathlib import Path

import pytest

from outreach.campaign.speech import read_speech
from outreach.content.spelling import Speller

SPEECH, FAULTS = read_speech("vi", Path("nowhere"), "nowhere")
assert SPEECH is not None, FAULTS
SPELLER = Speller(SPEECH)
TABLE = tomllib.loads((Path(__file__).parent / "spoken-vi.toml").read_text(encoding="utf-8"))
CASES = [(kind, written, spoken) for kind, some in TABLE.items() for written, spoken in some.items()]


@pytest.mark.parametrize(("kind", "written", "spoken"), CASES, ids=[f"{kind}-{written}" for kind, written, _ in CASES])
def test_what_is_written_is_read_as_the_table_says(kind: str, written: str, spoken: str) -> None:
    assert SPELLER.spoken(written) == spoken
