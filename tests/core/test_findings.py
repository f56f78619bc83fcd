"""Findings in order, once, and as JSON."""

import itertools
import json

from hypothesis import given
from hypothesis import strategies as st

from outreach.core.findings import Finding, OutreachError, has_errors, ordered

findings = st.builds(
    Finding,
    slug=st.sampled_from(["overflow", "copyfit"]),
    severity=st.sampled_from(["error", "warning"]),
    file=st.sampled_from(["", "docs/a.md", "docs/b.md"]),
    line=st.integers(0, 2),
    page=st.integers(0, 2),
    data=st.dictionaries(st.sampled_from(["mm", "text"]), st.integers(0, 1) | st.floats(0, 1) | st.text(max_size=2)),
)


@given(findings)
def test_a_finding_survives_json(finding: Finding) -> None:
    record = json.loads(json.dumps(finding.as_record()))
    assert Finding.from_record(record) == finding
    assert ("line" in record, "page" in record) == (finding.line > 0, finding.page > 0)


@given(st.lists(findings, max_size=6))
def test_order_and_once_each(given_: list[Finding]) -> None:
    result = ordered(given_)
    assert all(finding in result for finding in given_) and all(finding in given_ for finding in result)
    assert all(one != other for one, other in itertools.combinations(result, 2))
    keys = [(f.severity != "error", f.file, f.line, f.page) for f in result]
    assert keys == sorted(keys)
    assert has_errors(result) == any(f.severity == "error" for f in given_)


def test_place_as_editors_understand_it() -> None:
    assert Finding("x", file="docs/a.md", line=3).place == "docs/a.md:3"
    assert Finding("x", file="docs/a.md").place == "docs/a.md"


def test_an_error_carries_one_finding_or_many() -> None:
    one, two = Finding("first", file="a", line=1), Finding("second")
    assert OutreachError(one).findings == [one]
    assert OutreachError((one, two)).findings == [one, two]
    assert "a:1 first" in str(OutreachError([one, two])) and "second" in str(OutreachError([one, two]))
