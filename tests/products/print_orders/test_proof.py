"""`outreach proof` as a user starts it, on a small campaign: sheets with a code, one without."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from projects import crue, outreach, words_of
from symbols import CONDITIONS

pytestmark = pytest.mark.xdist_group("proof")  # one process: what is proven is made once

CONDITIONS_FILE = "print_templates/_shared/conditions.toml"


@pytest.fixture(scope="module")
def proven(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[dict[str, Any]]]:
    """A project of its own, and what its proof said."""
    folder = crue(tmp_path_factory.mktemp("proof") / "project")
    result = outreach(folder, "proof", "--json")
    assert result.returncode == 0, result.stdout + result.stderr
    return folder, json.loads(result.stdout)


def memos(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in (folder / ".cache" / "outreach" / "proof").iterdir()}


def test_every_code_is_proven_in_every_view_and_print(proven: tuple[Path, list[dict[str, Any]]]) -> None:
    _, sheets = proven
    assert {sheet["sheet"] for sheet in sheets} == {
        f"mairie-a3-{profile}" for profile in ("office-mono", "office-colour", "print-shop", "screen")
    }
    for sheet in sheets:
        assert sheet["scan_from"] == 0.8 and sheet["findings"] == []
        (symbol,) = sheet["symbols"]
        assert set(symbol["views"]) == set(CONDITIONS.views) and set(symbol["prints"]) == set(CONDITIONS.prints)
        assert all(view["passed"] and view["metres"] >= 0.8 for view in symbol["views"].values())
        assert symbol["views"]["usual"]["metres"] > symbol["views"]["hard"]["metres"]
        assert {left["state"] for left in symbol["prints"].values()} == {"read"}


def test_a_second_run_works_nothing_out_and_says_the_same(proven: tuple[Path, list[dict[str, Any]]]) -> None:
    folder, sheets = proven
    before = memos(folder)
    again = outreach(folder, "proof", "--json")
    assert json.loads(again.stdout) == sheets and memos(folder) == before
    table = outreach(folder, "proof", "mairie")
    assert table.returncode == 0 and memos(folder) == before
    assert (
        len(re.findall(r"^mairie-a3-", table.stdout, re.MULTILINE)) == 4
        and "8/8" in table.stdout
        and "100 %" in table.stdout
    )


def test_each_material_has_a_paper_to_sign_with_or_without_a_code(proven: tuple[Path, list[dict[str, Any]]]) -> None:
    out = proven[0] / "out"
    assert {path.name for path in out.iterdir()} == {
        *("ecole-approval.pdf", "mairie-approval.pdf", "mairie-a3-print-shop-job-sheet.pdf")
    }
    words = words_of(out / "ecole-approval.pdf")
    assert "ecole-a4-office-mono.pdf" in words and "no QR code" in words
    assert words_of(out / "mairie-approval.pdf").count("8 of 8") == 4


def test_a_material_that_is_none(proven: tuple[Path, list[dict[str, Any]]]) -> None:
    result = outreach(proven[0], "proof", "marie")
    assert result.returncode == 1 and "material-unknown" in result.stdout and "mairie" in result.stdout


@pytest.mark.long
def test_a_code_that_fails_its_distance_fails_the_proof(
    proven: tuple[Path, list[dict[str, Any]]], tmp_path: Path
) -> None:
    folder = crue(tmp_path / "project")
    path = folder / CONDITIONS_FILE
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("noise = 5 ", "noise = 70 "), encoding="utf-8")
    result = outreach(folder, "proof", "mairie")
    assert result.returncode == 1
    assert "docs/an-pham/mairie.md:11: error scan-fails" in result.stdout and "a card of" in result.stdout
