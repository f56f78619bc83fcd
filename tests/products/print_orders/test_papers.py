"""The papers that `outreach proof` writes: read back from the PDF, in the campaign's language, the same anywhere."""

import hashlib
import json
import math
import shutil
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from inks import painted
from outreach.checks.demands import Demands
from outreach.checks.files import Standard, preflight
from projects import outreach, small_project, words_of

pytestmark = pytest.mark.xdist_group("papers")  # one process: its papers are made once

SHEET = "to-roi-ho-dan-a5-print-shop"
JOB, APPROVAL = f"{SHEET}-phieu-in.pdf", "to-roi-ho-dan-duyet.pdf"
RULES = [
    *("active", "annotations", "content", "contrast", "fonts", "glyphs", "hairlines", "margin", "metadata"),
    *("overflow", "pages", "resolution", "safe", "size", "tags"),
]
"""Those of any document for an office printer; symbols and toner are of the sheets that it shows."""


def flyer(target: Path) -> Path:
    """One flyer of two pages, in four files, whose codes must stand three of the prints."""
    project = small_project(target, "to-roi-ho-dan", "a5")
    conditions = project / "print_templates/_shared/conditions.toml"
    head, *prints = conditions.read_text(encoding="utf-8").split("\n[prints.")
    few = [text for text in prints if text.startswith(("smaller]", "fax]", "fax-low]"))]
    assert len(few) == 3
    conditions.write_text("\n[prints.".join([head, *few]), encoding="utf-8")
    return project


@pytest.fixture(scope="module")
def proven(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[dict[str, Any]]]:
    project = flyer(tmp_path_factory.mktemp("papers") / "project")
    result = outreach(project, "proof", "--json", "--out", "papers")
    assert result.returncode == 0, result.stdout + result.stderr
    made = outreach(project, "sheet", "to-roi-ho-dan", "--out", "sheets")
    assert made.returncode == 0, made.stdout + made.stderr
    return project, json.loads(result.stdout)


def sha256(project: Path, sheet: str) -> str:
    return hashlib.sha256((project / "sheets" / f"{sheet}.pdf").read_bytes()).hexdigest()


def inks_of(project: Path) -> str:
    """The greatest sum of inks on each page, operator by operator."""
    with pikepdf.open(project / "sheets" / f"{SHEET}.pdf") as pdf:
        most = [max(sum(mix) for _, space, mix, _ in painted(page) if space == "DeviceCMYK") for page in pdf.pages]
    assert all(1.5 < total < 3 for total in most)
    return " · ".join(f"{100 * total:.0f} %" for total in most)


def told(metres: float) -> str:
    """A distance as people are told it: rounded down to the centimetre, with a comma."""
    return f"{math.floor(metres * 100 + 1e-6) / 100:g} m".replace(".", ",")


def test_only_files_for_a_print_shop_have_a_job_sheet(proven: tuple[Path, list[dict[str, Any]]]) -> None:
    assert {path.name for path in (proven[0] / "papers").iterdir()} == {JOB, APPROVAL}


def test_a_job_sheet_says_what_a_shop_asks_back_for(proven: tuple[Path, list[dict[str, Any]]]) -> None:
    project, sheets = proven
    words = words_of(project / "papers" / JOB)
    for said in (
        "Phiếu in", "Tờ rơi cho hộ dân", "Mã 03 · Khổ A5 · Bản 1 · Ngày 21/09/2020", f"{SHEET}.pdf",
        "A5: 148 × 210 mm", "1:1.", "Tràn lề 3 mm mỗi cạnh", "Hệ màu CMYK",
        f"tổng mực nhiều nhất {inks_of(project)}; giới hạn của xưởng 300 %",
        "A5 dùng giấy 100 đến 150 g/m²", "1 bản mỗi nơi",
        "Số nơi nhận", "Cắt còn 148 × 210 mm", "In hai mặt", "Xưởng in thông dụng", "lienhe@caidat.example",
        "Người liên hệ", "Ngày cần có", "Trang 1/1", f"SHA-256 {sha256(project, SHEET)}",
    ):  # fmt: skip
        assert said in words, said
    (symbol,) = next(sheet for sheet in sheets if sheet["sheet"] == SHEET)["symbols"]
    for view, name in (("usual", "bình thường"), ("hard", "khó")):
        assert f"điều kiện {name}: từ {told(symbol['views'][view]['metres'])}" in words


def test_an_approval_proof_has_every_sheet_with_the_figures_of_the_proof(
    proven: tuple[Path, list[dict[str, Any]]],
) -> None:
    project, sheets = proven
    words = words_of(project / "papers" / APPROVAL)
    assert "4 tệp in. Đã kiểm tra: không có lỗi" in words and "Bản 1 · Số liệu đến ngày 21/09/2020" in words
    assert words.count("Người duyệt") == words.count("Họ tên") == 2
    for sheet in sheets:
        own = words[words.index(f"{sheet['sheet']}.pdf") :]
        own = own[: own.index("Kiểm tra:")]
        (symbol,) = sheet["symbols"]
        usual, hard = (told(symbol["views"][view]["metres"]) for view in ("usual", "hard"))
        assert f"điều kiện bình thường: từ {usual}; điều kiện khó: từ {hard}" in own
        made = [left["state"] for left in symbol["prints"].values() if left["state"] in {"read", "lost"}]
        assert f"{made.count('read')}/{len(made)} cách in" in own
        assert f"SHA-256 {sha256(project, sheet['sheet'])}" in own and "Be Vietnam Pro (Regular," in own


@pytest.mark.parametrize(("name", "pages"), [(JOB, 1), (APPROVAL, 2)])
def test_papers_pass_preflight(name: str, pages: int, proven: tuple[Path, list[dict[str, Any]]]) -> None:
    demands = Demands(
        trim=(210, 297),
        pages=pages,
        families=("Be Vietnam Pro",),
        text_margin_mm=8.5,
        blank_margin_mm=8.5,
        least_contrast=7,
        needs_tags=True,
    )
    document, findings = preflight((proven[0] / "papers" / name).read_bytes(), Standard(demands, RULES))
    assert findings == [] and document.language == "vi"


@pytest.mark.long
def test_elsewhere_they_have_the_same_bytes(proven: tuple[Path, list[dict[str, Any]]], tmp_path: Path) -> None:
    project = flyer(tmp_path / "another folder")
    shutil.copytree(proven[0] / ".cache/outreach/proof", project / ".cache/outreach/proof")  # what is proven is proven
    strange = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "7"}
    result = outreach(project, "proof", "--out", "papers", **strange)
    assert result.returncode == 0, result.stdout + result.stderr
    for name in (JOB, APPROVAL):
        assert (project / "papers" / name).read_bytes() == (proven[0] / "papers" / name).read_bytes()


@pytest.mark.long
def test_a_fault_that_the_proof_finds_is_on_the_paper(
    proven: tuple[Path, list[dict[str, Any]]], tmp_path: Path
) -> None:
    project = flyer(tmp_path / "project")
    conditions = project / "print_templates/_shared/conditions.toml"
    text = conditions.read_text(encoding="utf-8")
    conditions.write_text(text.replace("blur = 0.1 }", "blur = 3 }"), encoding="utf-8")
    shutil.copytree(proven[0] / ".cache/outreach/proof", project / ".cache/outreach/proof")
    result = outreach(project, "proof", "--out", "papers")
    words = words_of(project / "papers" / APPROVAL)
    assert result.returncode == 1 and "không quét được: Fax chất lượng cao, Fax thường" in words
    assert "Chưa in được" in words and "không còn đọc được sau" in words
