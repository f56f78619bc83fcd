"""The range of WeasyPrint's versions: held before anything is set, and its ends set sheets as they should be."""

import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest

from outreach.render.engine_version import BEYOND, OLDEST
from projects import ROOT, outreach, small_project

LOCKED = re.search(r"^weasyprint==(\S+)", (ROOT / "requirements.txt").read_text("utf-8"), re.MULTILINE)
JUDGES = ("render/test_typeset.py", "render/test_tagging.py", "render/test_glyphs.py", "sheets/test_layout.py")
"""Tests of what is read from the private layout tree, and of all that is done otherwise than WeasyPrint does it."""


def test_the_range_is_that_which_installers_obey() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert f"weasyprint>={OLDEST},<{BEYOND}" in project["dependencies"]


@pytest.mark.parametrize(("found", "code"), [("69.9", 1), ("71.0", 1), (OLDEST, 0), ("70.99", 0)])
def test_another_version_is_a_finding_before_anything_is_set(tmp_path: Path, found: str, code: int) -> None:
    project = small_project(tmp_path / "project", "mot-cua", "a4")
    named = tmp_path / "packages" / f"weasyprint-{found}.dist-info"
    named.mkdir(parents=True)
    (named / "METADATA").write_text(f"Metadata-Version: 2.1\nName: weasyprint\nVersion: {found}\n", "utf-8")
    result = outreach(project, "check", PYTHONPATH=str(named.parent))
    assert (result.returncode, f"WeasyPrint {found}." in result.stdout) == (code, bool(code)), result.stdout
    assert "Traceback" not in result.stderr


@pytest.mark.long
@pytest.mark.parametrize("end", sorted({OLDEST, LOCKED[1] if LOCKED else ""}))
def test_both_ends_of_the_range_set_sheets_as_they_should_be(tmp_path: Path, end: str) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    if end != version("weasyprint"):
        install = [sys.executable, "-m", "uv", "pip", "install", "--target", str(tmp_path), "--no-deps"]
        subprocess.run([*install, f"weasyprint=={end}"], check=True)
        environment["PYTHONPATH"] = str(tmp_path)
    asked = [sys.executable, "-c", "import weasyprint; print(weasyprint.__version__)"]
    assert subprocess.run(asked, env=environment, capture_output=True, text=True, check=True).stdout.strip() == end
    tests = [sys.executable, "-m", "pytest", "-q", "-n", "1", "-p", "no:cacheprovider"]
    result = subprocess.run(
        [*tests, *(str(ROOT / "tests" / judge) for judge in JUDGES)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout
