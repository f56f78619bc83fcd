"""Planted bad symbols are refused, each with its reason and what would mend it."""

from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any

import pytest

from outreach.campaign.scanning import card_mm, distance_m, module_mm
from outreach.campaign.validate import from_record
from outreach.checks.scan import proof
from outreach.core.findings import Finding
from symbols import CONDITIONS, LINK, LONG, look, sheet

pytestmark = pytest.mark.xdist_group("bad-symbols")  # one process: a symbol is looked at once

DISTANCE = 0.6
SEEN = CONDITIONS.model_copy(update={"prints": {}})
"""Hostile prints have their own test."""
KNOWN: dict[str, Any] = {}


def memo(key: str, run: Callable[[], Any]) -> Any:
    """Results of one test, kept for the others."""
    if key not in KNOWN:
        KNOWN[key] = run()
    return KNOWN[key]


def judged(text: str = LINK, **changes: Any) -> list[Finding]:
    pdf = sheet(text, **changes)
    (code,) = look(pdf, text)
    (one,) = proof.prove(pdf, [code], DISTANCE, SEEN, memo)
    assert from_record(proof.SymbolProof, asdict(one)) == one
    return proof.faults(one, DISTANCE, SEEN)


def test_a_good_symbol_has_no_fault() -> None:
    assert judged() == []
    assert judged(around="#003a8c") == []
    assert judged(ground="#ffd400", around="#ffd400") == []


@pytest.mark.parametrize(
    ("changes", "slug"),
    [
        ({"card": 28}, "scan-fails"),
        ({"text": LONG}, "scan-dense"),
        ({"ink": "#fff", "ground": "#003a8c", "around": "#003a8c"}, "scan-inverted"),
        ({"ink": "#003a8c", "ground": "#00aeef", "around": "#00aeef"}, "scan-contrast"),
        ({"ground": "#999", "around": "#999"}, "scan-contrast"),
        ({"quiet": 2, "around": "#003a8c"}, "scan-quiet"),
    ],
)
def test_a_planted_fault_is_the_reason(changes: dict[str, Any], slug: str) -> None:
    faults = judged(**changes)
    assert [(fault.slug, fault.severity) for fault in faults] == [(slug, "error")]


def test_a_nearly_good_symbol_passes() -> None:
    grid = CONDITIONS.phone.step
    assert judged(card=card_mm(CONDITIONS.phone, 33, CONDITIONS.aim + grid, DISTANCE)) == []
    assert judged(quiet=4, around="#003a8c") == []


def test_the_size_that_would_pass_passes() -> None:
    (fault,) = judged(card=28)
    passing = float(fault.data["pass"])
    assert 28 < passing < card_mm(CONDITIONS.phone, 33, CONDITIONS.floor, DISTANCE) + 1
    after = judged(card=passing + 0.5)
    assert all(fault.severity == "warning" for fault in after)


def test_a_dense_symbol_would_pass_on_its_card_with_a_short_link() -> None:
    (fault,) = judged(LONG)
    assert int(fault.data["modules"]) > 25 and float(fault.data["pass"]) > 60
    assert judged() == []


def test_a_symbol_that_only_the_hard_view_fails_is_a_warning() -> None:
    faults = judged(card=33 * module_mm(CONDITIONS.phone, 2.9, DISTANCE))
    assert [(fault.slug, fault.severity, fault.data["view"]) for fault in faults] == [("scan-fails", "warning", "hard")]


def test_a_page_that_promises_more_than_the_phone_does_is_told() -> None:
    """The good symbol's own distance, one that a step of the trial explains, and one beyond that."""
    pdf = sheet()
    (one,) = proof.prove(pdf, look(pdf, LINK), DISTANCE, SEEN, memo)
    phone, view = CONDITIONS.phone, one.views[CONDITIONS.symbol.aim]
    assert view.pixels is not None
    step = distance_m(phone, one.module_mm, view.pixels - phone.step)
    assert list(proof.overstatement(one, view.metres, SEEN)) == list(proof.overstatement(one, step, SEEN)) == []
    (found,) = proof.overstatement(one, step * 1.01, SEEN)
    assert (found.slug, found.severity) == ("scan-overstated", "error")
    assert float(found.data["said"]) > float(found.data["metres"]) == pytest.approx(view.metres, abs=0.006)
    nowhere = replace(one, views={**one.views, CONDITIONS.symbol.aim: replace(view, pixels=None, metres=0.0)})
    assert [finding.data["metres"] for finding in proof.overstatement(nowhere, 0.1, SEEN)] == ["0"]
