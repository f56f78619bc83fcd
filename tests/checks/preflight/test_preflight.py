"""`outreach preflight` on any PDF, inside a project and outside; and the build, which holds its own files to rules."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.campaign.shops import Shop
from outreach.checks import rules
from outreach.checks.demands import for_shop
from outreach.checks.files import Standard, examine, preflight
from outreach.core.findings import Finding, OutreachError
from outreach.core.project import Project
from outreach.core.strings import Strings
from pdfs import MM, Made, simple
from projects import copy_project, outreach
from typesetting import set_page

GOOD = "1 0 0 0 k -3 -3 106 66 re f 0 0 0 1 k 10 10 20 20 re f"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copy_project(tmp_path / "project")


def good() -> bytes:
    made = Made()
    made.font()
    made.page(GOOD + " 0 0 0 0 k 40 10 50 20 re f " + made.text("Chữ Việt", 45, 15, 12))
    made.pdf.docinfo["/Title"] = "T"
    made.pdf.Root.Lang = "vi"
    return made.saved(deterministic_id=True)


def records(result: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    return list(json.loads(result.stdout))


def test_a_good_file_outside_a_project(tmp_path: Path) -> None:
    (tmp_path / "tờ rơi.pdf").write_bytes(good())
    result = outreach(tmp_path, "preflight", "tờ rơi.pdf")
    assert (result.returncode, result.stdout, result.stderr) == (
        0, "tờ rơi.pdf: 1 page, 100 × 60 mm: 0 errors, 0 warnings: fit to print\n", "",
    )  # fmt: skip
    result = outreach(tmp_path, "preflight", "tờ rơi.pdf", "--json")
    assert (result.returncode, records(result)) == (0, [])


def test_several_files_and_what_is_no_pdf(tmp_path: Path) -> None:
    (tmp_path / "good.pdf").write_bytes(good())
    (tmp_path / "rgb.pdf").write_bytes(simple("1 0 0 rg 10 10 20 20 re f"))
    (tmp_path / "page.html").write_text("<html>")
    (tmp_path / "folder").mkdir()
    result = outreach(tmp_path, "preflight", "good.pdf", "rgb.pdf", "page.html", "none.pdf", "folder", "--json")
    assert result.returncode == 1
    found = [(r["file"], r["slug"]) for r in records(result) if r["severity"] == "error"]
    assert found == [
        ("folder", "file-unreadable"),
        ("none.pdf", "file-unreadable"),
        ("page.html", "pdf-unreadable"),
        ("rgb.pdf", "colour-rgb"),
    ]
    (rgb,) = (r for r in records(result) if r["slug"] == "colour-rgb")
    assert (rgb["page"], rgb["data"]["at"]) == (1, "10 × 30") and "CMYK" in rgb["expected"]
    lines = outreach(tmp_path, "preflight", "rgb.pdf", "--lang", "vi").stdout
    assert "lỗi colour-rgb [trang 1]: rgb: 1 chỗ (mảng màu) dùng DeviceRGB" in lines and "Chuyển sang CMYK" in lines


def test_shop_profile_and_scale(project: Path) -> None:
    strict = 'name = "Xưởng khắt khe"\nink_limit = 240\nbleed_mm = 5\n'
    (project / "docs/_data/shops/khat-khe.toml").write_text(strict, encoding="utf-8")
    (project / "x.pdf").write_bytes(simple("1 1 .5 0 k 10 10 20 20 re f"))

    def slugs(*arguments: str) -> set[str]:
        result = outreach(project, "preflight", "x.pdf", "--json", *arguments)
        return {r["slug"] for r in records(result) if r["severity"] == "error"}

    assert slugs() == set()
    assert slugs("--shop", "mac-dinh") == set()
    assert slugs("--shop", "khat-khe") == {"ink-sum", "bleed-narrow"}
    assert slugs("--shop", "khat-khe", "--scale", "10") == {"ink-sum"}  # 3 mm of bleed are 30
    assert {"colour-mono", "tags-missing"} <= slugs("--profile", "office-mono")
    assert slugs("--shop", "khat") == {"shop-unknown"} and slugs("--profile", "office") == {"profile-unknown"}
    assert outreach(project, "preflight", "x.pdf", "--scale", "0").returncode == 1


def test_a_faulty_shop_is_told_and_nothing_else(project: Path) -> None:
    (project / "docs/_data/shops/x.toml").write_text("\nmin_ppi = 0", encoding="utf-8")
    (project / "x.pdf").write_bytes(good())
    result = outreach(project, "preflight", "x.pdf", "--json")
    assert [(r["slug"], r["file"], r["line"]) for r in records(result)] == [
        ("field-invalid", "docs/_data/shops/x.toml", 2)
    ]


def test_the_usual_mistakes_of_a_layout_program(tmp_path: Path) -> None:
    """A page as WeasyPrint sets it by default: RGB, no bleed, a link."""
    body = '<p style="font-size:5pt">nhỏ</p><p><a href="https://x.example/">liên kết</a><hr style="border:.1pt solid">'
    (tmp_path / "x.pdf").write_bytes(set_page(body).pdf)
    findings, _ = examine(Project(tmp_path), [str(tmp_path / "x.pdf")])
    slugs = {finding.slug for finding in findings}
    assert {"colour-rgb", "bleed-narrow", "annotation", "type-tiny", "thin-fill"} <= slugs


def test_a_profile_or_shop_asked_for_outside_a_project_says_where_these_are(tmp_path: Path) -> None:
    with pytest.raises(OutreachError) as caught:
        examine(Project(tmp_path), [], "khat-khe", "office-mono")
    texts = [Strings.load("en").finding(finding)[1] for finding in caught.value.findings]
    assert len(texts) == 2 and all("-C" in text for text in texts)


def test_files_are_only_read(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(simple("1 0 0 rg 10 10 20 20 re f"))
    before = path.read_bytes()
    examine(Project(tmp_path), [str(path)])
    assert path.read_bytes() == before and [p.name for p in tmp_path.iterdir()] == ["x.pdf"]


def test_findings_are_the_same_each_time() -> None:
    order = Standard(for_shop(Shop()), list(rules.rules()))
    source = simple("1 0 0 rg 0 0 100 60 re f 0.01 w 1 1 m 40 40 l S")
    assert preflight(source, order)[1] == preflight(source, order)[1] != []


def _real() -> bytes:
    made = Made()
    made.font()
    made.image("Im", 4, 4, b"abcd" * 16)
    made.page(GOOD + made.text("Chữ", 10, 40, 12) + "q 10 0 0 10 60 20 cm /Im Do Q", CropBox=[0, 0, 90 * MM, 50 * MM])
    del made.resources.Font.F.DescendantFonts[0].FontDescriptor["/FontFile2"]
    return made.saved(compress_streams=False)


REAL = _real()


@settings(max_examples=60)
@given(st.data())
def test_no_damage_brings_preflight_down(data: st.DataObject) -> None:
    """Numbers and bytes of a file changed at random: findings, never a traceback."""
    broken = bytearray(REAL)
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(0, len(broken) - 1))
        broken[at] = data.draw(st.sampled_from(b"0123456789.-/[]<>() ab"))
    try:
        found = preflight(bytes(broken), Standard(for_shop(Shop()), list(rules.rules())))[1]
    except OutreachError as error:
        found = error.findings
    assert all(isinstance(finding, Finding) for finding in found)


def test_a_sheet_that_breaks_a_rule_stops_the_build(project: Path) -> None:
    """The contrast of a colour that the brand gives for text, found on the finished file."""
    brand = project / "docs/_data/brand.toml"
    text = brand.read_text(encoding="utf-8")
    head, _, mono = text.partition("[colours.mono]")
    brand.write_text(head + "[colours.mono]" + mono.replace('ink = "#000000"', 'ink = "#9A9A9A"', 1), encoding="utf-8")
    result = outreach(project, "sheet", "thong-bao-khach", "--format", "a4", "--profile", "office-mono", "--json")
    assert result.returncode == 1
    assert {"contrast"} <= {r["slug"] for r in records(result)}
    told = next(r for r in records(result) if r["slug"] == "contrast")
    assert told["file"] == "docs/an-pham/thong-bao-khach.md" and told["data"]["least"] in {"4.7", "7"}
