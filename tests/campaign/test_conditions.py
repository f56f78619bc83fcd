"""conditions.toml: what is read from it, and where a fault is shown."""

from pathlib import Path

import pytest

from outreach.campaign.conditions import read_conditions
from outreach.core.findings import OutreachError
from outreach.core.tables import read_toml
from symbols import CONDITIONS, SHIPPED

TEXT = SHIPPED.read_text(encoding="utf-8")


def test_codes_are_sized_by_the_views_that_are_named() -> None:
    assert (CONDITIONS.aim, CONDITIONS.floor) == (4, 2.5)
    assert CONDITIONS.phone.grid[0] == 1.5 and CONDITIONS.phone.grid[-1] == 5.5
    assert all(share >= 0.95 for share in (view.share for view in CONDITIONS.views.values()))


@pytest.mark.parametrize(
    ("old", "new", "slug", "said"),
    [
        ("share = 0.95", "share = 0.9", "field-invalid", "0.9"),
        ("tilt = [0, 30]", "tilt = [30, 0]", "field-invalid", "[0, 30]"),
        ("tilt = [0, 30]", "tilt = [0, 90]", "field-invalid", "90"),
        ("light = [205, 225]", "light = [40, 225]", "field-invalid", "light = […] above dark = […]"),
        ("noise = 5", "noise = 5\nnoises = 5", "field-unknown", "noises"),
        ("jpeg = 85", 'jpeg = "85 %"', "field-invalid", "85 %"),
        ('decoder = "zxing"', 'decoder = "zbar"', "field-invalid", "zbar"),
        ('floor = "usual"', 'floor = "usal"', "reference-unknown", "usual"),
        ('view = "usual"', 'view = "usally"', "reference-unknown", "usual"),
        ("{ clip = 5 }", "{ clip = 5, blur = 1 }", "field-invalid", "clip"),
        ("{ clip = 5 }", "{ clop = 5 }", "field-unknown", "clip"),
        ("steps = [{ clip = 5 }]", "steps = []", "field-invalid", "[]"),
        ("[phone]", "[phone", "toml-syntax", ""),
    ],
)
def test_a_fault_is_shown_with_its_line(tmp_path: Path, old: str, new: str, slug: str, said: str) -> None:
    assert old in TEXT
    path = tmp_path / "conditions.toml"
    path.write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    try:
        conditions, faults = read_conditions(read_toml(path, "conditions.toml"))
    except OutreachError as error:
        conditions, faults = None, error.findings
    assert conditions is None
    (fault,) = [fault for fault in faults if fault.slug == slug]
    assert fault.file == "conditions.toml"
    line = TEXT[: TEXT.index(old)].count("\n") + 1
    table = max(at for at, row in enumerate(TEXT.split("\n")[:line], 1) if row.startswith("["))
    assert fault.line in {table, line, line + new.count("\n")}
    assert said in "".join(str(value) for value in fault.data.values())
