"""Audits of the embeds and of the pages for webmasters: Lighthouse, and html-validate by the standard."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html

from browsing import ARGUMENTS, serving
from systems import node_modules, run

pytestmark = pytest.mark.long
HEARD = ("embed/v1/huong-dan/android/", "nhung/")
"""One of each kind: axe, whose rules Lighthouse weighs, looks at every page in site/test_pages.py."""
WIDE = 'Attribute "width" has invalid value "100%"'
"""The standard wants px; browsers take it, and frames need it where a policy or a portal takes their style away."""
RULES = {"root": True, "extends": ["html-validate:standard"], "rules": {"no-inline-style": "off"}}
SHELL = '<!DOCTYPE html>\n<html lang="vi"><head><title>Cổng</title></head><body>\n{}\n</body></html>\n'


@pytest.fixture(scope="module")
def origin(site: Path) -> Iterator[str]:
    with serving(site) as port:
        yield f"http://127.0.0.1:{port}/"


@pytest.mark.parametrize("path", HEARD)
def test_lighthouse_finds_nothing_that_bars_people(origin: str, tmp_path: Path, path: str) -> None:
    report = tmp_path / "report.json"
    run(
        "node",
        node_modules() / "lighthouse/cli/index.js",
        f"{origin}{path}",
        "--only-categories=accessibility",
        "--quiet",
        "--no-enable-error-reporting",
        "--output=json",
        f"--output-path={report}",
        f"--chrome-flags={' '.join(ARGUMENTS)}",
        CHROME_PATH=str(shutil.which("chromium")),
    )
    told = json.loads(report.read_text(encoding="utf-8"))
    assert told.get("runtimeError") is None
    kind = told["categories"]["accessibility"]
    weighed = {one["id"] for one in kind["auditRefs"] if one["weight"]}
    audits = {name: audit for name, audit in told["audits"].items() if name in weighed}
    assert kind["score"] == 1, [audit["title"] for audit in audits.values() if audit["score"] == 0]
    assert sum(audit["score"] == 1 for audit in audits.values()) >= 10, "most did not apply"


def validated(folder: Path) -> list[str]:
    """html-validate's complaints about the .html files of a folder."""
    (folder / ".htmlvalidate.json").write_text(json.dumps(RULES), encoding="utf-8")
    tool = node_modules() / "html-validate/bin/html-validate.mjs"
    run("node", tool, "--formatter=json=told.json", "--ext=html", ".", cwd=folder, codes=(0, 1))
    told = json.loads((folder / "told.json").read_text(encoding="utf-8"))
    return [f"{one['filePath']}: {fault['message']}" for one in told for fault in one["messages"]]


def test_the_standard_allows_every_embed(site: Path, tmp_path: Path) -> None:
    shutil.copytree(
        site / "embed/v1", tmp_path / "v1", ignore=lambda _, names: [n for n in names if n.endswith(".json")]
    )
    assert len(list(tmp_path.rglob("*.html"))) > 10
    assert not validated(tmp_path)


def test_the_standard_allows_every_snippet_and_fragment(site: Path, tmp_path: Path) -> None:
    """Each in a bare page. What html-validate does not know is `frame-sizing`: it reads no CSS."""
    root = html.fromstring((site / "nhung/index.html").read_bytes())
    codes = [area.text for area in root.xpath("//textarea[@data-kind != 'oembed']")]
    codes += [file.read_text(encoding="utf-8") for file in (site / "embed/v1").rglob("fragment-h*.txt")]
    assert len(codes) > 100
    for number, code in enumerate(codes):
        (tmp_path / f"{number}.html").write_text(SHELL.format(code), encoding="utf-8")
    faults = validated(tmp_path)
    frames = sum("<iframe" in code for code in codes)
    assert frames and [fault for fault in faults if not fault.endswith(WIDE)] == []
    assert len(faults) == frames
