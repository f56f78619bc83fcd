"""Kits of units whose contacts are typed in many ways, or do not fit: all are made, and each names its unit."""

import unicodedata
from pathlib import Path

import pikepdf
import pytest

from lines import torn
from outreach.campaign.load import load
from outreach.core.project import Project
from outreach.sheets.ties import ties_of
from projects import once, outreach, small_project, words_of

HEAD = "code,name,type,district_code,district_name,province_code,province_name,contact_label,hotline\n"
SEAT = "xã,356,Huyện Ý Yên,36,Tỉnh Nam Định"
LABEL = "Ban Chỉ đạo phòng chống dịch bệnh của Ủy ban nhân dân xã và các tổ tự quản ở thôn xóm"
CONTACTS = {
    "00001": ("Xã Một", "", "(0262) 3.777.113", "0262 3777 113"),
    "00002": ("Xã Hai", "", "+84 262 3777 112", "0262 3777 112"),
    "00003": ("Xã Ba", "Gọi xã", "1022", "1022"),
    "00004": ("Xã Kdŭn", "", "0912.345.678", "0912 345 678"),
    "00005": ("Xã Năm", LABEL, "0228 3849 999", "1900 9095"),
    "00006": ("Xã Sáu", "", "", "1900 9095"),
}


@pytest.fixture(scope="module")
def site(run: None) -> Path:
    return once("contacts", campaign) / "site"


def campaign(folder: Path) -> None:
    """A campaign with units that have a contact of their own, built."""
    project = small_project(folder, "bang-tin", "a4", scripts=True)
    units = project / "docs/_data/units"
    for path in units.iterdir():
        path.unlink()
    rows = [f"{code},{name},{SEAT},{label},{typed}" for code, (name, label, typed, _) in CONTACTS.items()]
    (units / "nam-dinh.csv").write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    result = outreach(project, "build")
    assert result.returncode == 0, result.stderr[-3000:]
    said = result.stdout + result.stderr
    assert "nam-dinh.csv:6" in said and LABEL in said, said[-3000:]
    assert not any(f"nam-dinh.csv:{line}" in said for line in (2, 3, 4, 5, 7)), said[-3000:]


def bare(text: str) -> str:
    """Letters without spaces, letter and mark as one: readers tell them apart where the font composes them."""
    return unicodedata.normalize("NFC", "".join(text.split())).casefold()


def kit(site: Path, code: str) -> list[Path]:
    found = sorted((site / "don-vi" / code).glob("*.pdf"))
    assert len(found) >= 2
    return found


@pytest.mark.parametrize("code", CONTACTS)
def test_every_unit_is_made_with_a_number_to_call(site: Path, code: str) -> None:
    name, _, _, printed = CONTACTS[code]
    for pdf in kit(site, code):
        words = words_of(pdf)
        assert printed in words or pdf.name.startswith("bao-cao-"), pdf.name  # which asks, and gives no number
        assert bare(name) in bare(words), pdf.name


@pytest.mark.parametrize("code", CONTACTS)
def test_a_units_files_name_it_in_their_titles(site: Path, code: str) -> None:
    for file in kit(site, code):
        with pikepdf.open(file) as pdf, pdf.open_metadata() as metadata:
            title = str(pdf.docinfo["/Title"])
            assert title.endswith(f": {CONTACTS[code][0]}") and metadata["dc:title"] == title, file.name


def test_no_line_of_a_kit_or_a_guide_ends_at_a_tie(site: Path) -> None:
    bundle = load(Project(site.parent))
    files = [path for path in site.rglob("*.pdf") if "en" not in path.relative_to(site).parts]
    assert len(files) > 20
    assert {path.name: found for path in files if (found := torn(path, ties_of(bundle)))} == {}
