"""A page that does not hold any more says so wherever it was put, and its copies are told apart."""

import json
from pathlib import Path

import pytest

from outreach.products.guide.embed_check import Listing, examine
from projects import outreach, small_project

PAGE = "huong-dan/tom-tat/"


@pytest.mark.long
def test_a_page_that_is_withdrawn_says_so_everywhere(tmp_path: Path) -> None:
    project = small_project(tmp_path / "p", "mot-cua", "a4")
    (project / "docs/an-pham/mot-cua.md").write_text(
        (project / "docs/an-pham/mot-cua.md").read_text(encoding="utf-8").replace("kit: [a4]\n", ""), encoding="utf-8"
    )
    source = project / "docs/huong-dan/tom-tat.md"
    text = source.read_text(encoding="utf-8").replace("\nupdated:", "\nembed: true\nupdated:")
    source.write_text(text, encoding="utf-8")
    assert outreach(project, "build", "--no-kits").returncode == 0
    copied = (project / f"site/embed/v1/{PAGE}fragment-h2.txt").read_text(encoding="utf-8")
    gone = text.replace("embed: true", "embed: true\nwithdrawn: 2020-10-15\ninstead: huong-dan/lam-gi.md")
    source.write_text(gone, encoding="utf-8")
    result = outreach(project, "build", "--no-kits")
    assert result.returncode == 0, result.stdout + result.stderr
    site = project / "site"
    for path in (f"{PAGE}index.html", f"embed/v1/{PAGE}index.html", f"embed/v1/{PAGE}fragment-h3.txt"):
        html = (site / path).read_text(encoding="utf-8")
        assert "Trang này hết hiệu lực từ ngày 15/10/2020." in html and "lam-gi/" in html
        assert "Cài thế nào" not in html
    table = json.loads((site / "embed/v1/versions.json").read_text(encoding="utf-8"))
    states = {record["url"]: record["state"] for record in table["pages"]}
    assert states.pop(PAGE) == "withdrawn" and set(states.values()) == {"current"}
    (found,) = examine(copied, Listing.of(table), lambda path: (site / path).read_text(encoding="utf-8"))
    assert (found.kind, found.state) == ("fragment", "withdrawn")
    assert f'data-page="{PAGE}"' not in (site / "nhung/index.html").read_text(encoding="utf-8")
