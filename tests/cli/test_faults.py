"""Bad input: one clear error with file and line, exit code 1, no traceback, and the site as before."""

import json
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from outreach.cli.commands import main
from projects import ROOT, copy_project, few_materials, files_of


@dataclass(frozen=True)
class Fault:
    """Replaces `old` by `new` in a file; the finding must be `slug` on the line where `new` then stands."""

    slug: str
    file: str
    old: str
    new: str
    line_of: str = ""

    def plant(self, project: Path) -> int:
        path = project / self.file
        text = path.read_text(encoding="utf-8")
        assert self.old in text
        text = text.replace(self.old, self.new, 1)
        path.write_text(text, encoding="utf-8")
        mark = self.line_of or self.new
        return text[: text.index(mark)].count("\n") + 1


GUIDE = "docs/huong-dan/android.md"
POSTER = "docs/an-pham/mot-cua.md"
CAMPAIGN = "docs/_data/campaign.toml"
PICTURE = "![Điện thoại Android quét mã QR, ngón tay bấm vào đường dẫn hiện ra dưới mã]"
LONG = "Trong lúc chờ mời bà con cài ngay " * 9
# ruff: noqa: E501
FAULTS = {
    "a typo in a fact's name": Fault("fact-unknown", GUIDE, "{{ android_min }} trở lên, có", "{{ androidmin }} trở lên, có"),
    "a typo in a fact's name in front matter": Fault("fact-unknown", POSTER, "bà con cài {{ app_name }}", "bà con cài {{ ap_name }}"),
    "an unknown format": Fault("reference-unknown", POSTER, "formats: [a4, a3,", "formats: [a4, a33,"),
    "an unknown template": Fault("reference-unknown", POSTER, "template: poster", "template: postr"),
    "an unknown channel": Fault("reference-unknown", POSTER, "channel: mot-cua", "channel: mot-cuaa"),
    "an unknown slot": Fault("reference-unknown", POSTER, "  steps_title:", "  stepstitle:"),
    "an unknown section": Fault("reference-unknown", POSTER, "index.md#ba-buoc", "index.md#bon-buoc"),
    "an unknown scene": Fault("reference-unknown", POSTER, "scene: wait", "scene: waiting"),
    "an unknown field": Fault("field-unknown", POSTER, "read_from: 1.3", "read_from: 1.3\nread_form: 2", "read_form: 2"),
    "a missing alt text": Fault("alt-missing", GUIDE, PICTURE, "![]"),
    "a scene without alt text": Fault("alt-missing", POSTER, "alt: Một thanh niên", "# alt: Một thanh niên", "scene: wait"),
    "an NFD file": Fault("text-decomposed", GUIDE, "Giữ yên tay", unicodedata.normalize("NFD", "Giữ yên tay")),
    "a misspelt brand": Fault("word-refused", GUIDE, "Chờ máy tải xong", "Chờ Bluzone tải xong"),
    "a placeholder": Fault("placeholder", GUIDE, "Chờ máy tải xong", "TODO viết tiếp"),
    "a placeholder in brackets": Fault("placeholder", GUIDE, "Chờ máy tải xong", "[hình ảnh ở 2 kho ứng dụng…]"),
    "a broken link": Fault("link-broken", POSTER, "(../huong-dan/index.md)", "(../huong-dan/mot.md)"),
    "a broken picture": Fault("link-broken", GUIDE, "steps/android-2.svg", "steps/android-22.svg"),
    "a broken anchor": Fault("anchor-broken", GUIDE, "(#quyen)", "(#quyen-gi)"),
    "a malformed address": Fault("link-malformed", POSTER, "(../huong-dan/index.md)", "(https:/www.bluezone.gov.vn)"),
    "a stranger's site": Fault("link-host", POSTER, "(../huong-dan/index.md)", "(https://www.example.com/)"),
    "a headline of 300 characters": Fault("copyfit", POSTER, "Trong lúc chờ, | mời bà con | cài", LONG),
    "a slot of a thousand words": Fault("text-long", POSTER, "Trong lúc chờ, | mời bà con | cài", "a " * 2_000),
    "an invisible character": Fault("character-invisible", GUIDE, "Chờ máy tải xong", "Chờ máy\u200btải xong"),
    "brackets that nothing closes": Fault("brackets-open", GUIDE, "Chờ máy tải xong", "[" * 600),
    "an expired fact": Fault("fact-expired", CAMPAIGN, "expires = 2020-12-31", "expires = 2020-08-31"),
    "a view that is none": Fault("reference-unknown", "print_templates/_shared/conditions.toml", 'floor = "usual"', 'floor = "usal"'),
    "a malformed TOML": Fault("toml-syntax", CAMPAIGN, 'edition = "1"', 'edition = "1'),
    "a status that is none": Fault("field-invalid", CAMPAIGN, 'status = "sample"', 'status = "over"'),
    "a date that is none": Fault("field-invalid", CAMPAIGN, "valid_until = 2020-12-31", 'valid_until = "hết năm"'),
    "a broken navigation": Fault("nav-broken", CAMPAIGN, "huong-dan/android.md", "huong-dan/androit.md"),
    "a broken navigation of a further language": Fault("nav-broken", CAMPAIGN, '"Permissions" = "huong-dan/quyen.md"', '"Permissions" = "huong-dan/quyn.md"'),
    "a navigation of a language that is not spoken": Fault("reference-unknown", CAMPAIGN, "[navs]\n", '[navs]\nfr = ["index.md"]\n', "fr = "),
    "a fact in a language that is not spoken": Fault("reference-unknown", CAMPAIGN, 'en = "three people"', 'en = "three people", fr = "trois"'),
    "a typo in a fact's name in a further language": Fault("fact-unknown", "docs/en/huong-dan/android.md", "{{ android_min }}", "{{ androidmin }}"),
    "malformed front matter": Fault("yaml-syntax", POSTER, "quantity: 2", "quantity: [2", "paper:"),
    "a colour that is none": Fault("field-invalid", "docs/_data/brand.toml", "#0F2B68", "0F2B68"),
    "a unit twice": Fault("units-code-twice", "docs/_data/units/nam-dinh-2020.csv", "13636,Phường Trần", "13633,Phường Trần"),
    "a profile that is none": Fault("reference-unknown", "print_templates/poster/template.toml", '"office-mono", "office-colour"', '"office-mona", "office-colour"'),
    "a QR code too small for its distance": Fault("scan-far", POSTER, "scan_from: 0.6", "scan_from: 1.2"),
    "lines whose accents touch": Fault("lines-touch", "docs/an-pham/chu-to.md", "Mời bác | cài **{{ app_name }}**", "Gặp gỡ bạn, | nhà Ổn, nhà Ẩn, | cài nhé"),
    "a sentence of thirty words": Fault("sentence-long", "docs/an-pham/thong-bao-noi-bo.md", "ở cổng.", "ở cổng khi ra vào, rồi chờ ghi tên vào sổ, đề nghị ghi rõ giờ đến, giờ về và đơn vị."),
    "a shout": Fault("mark-refused", POSTER, "steps_title: Ba bước,", "steps_title: Ba bước!"),
    "a campaign that ends before it begins": Fault("validity-order", CAMPAIGN, "valid_until = 2020-12-31", "valid_until = 2020-08-06"),
    "a slot without width": Fault("field-invalid", "print_templates/poster/template.toml", "box = [6, 23.45, 36, 17.45]", "box = [6, 23.45, 0, 17.45]"),
    "a drawing without a size": Fault("drawing-empty", "docs/assets/illustrations/wait.svg", 'viewBox="-320 -20 1200 580"', 'viewBox="-320 -20 1200 0"'),
    "type too small for its distance": Fault("type-small", POSTER, "read_from: 1.3", "read_from: 3"),
}  # fmt: skip


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Fault], tuple[Path, int]]:
    """A project with one fault planted, and a site from before."""

    def make(fault: Fault) -> tuple[Path, int]:
        folder = tmp_path_factory.mktemp("fault") / "project"
        whole = fault.file.startswith("docs/an-pham/") and fault.file != POSTER
        project = copy_project(folder) if whole else few_materials(folder, "mot-cua")
        (project / "site").mkdir()
        (project / "site" / "index.html").write_text("as before")
        return project, fault.plant(project)

    return make


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_one_clear_error(
    name: str, spoilt: Callable[[Fault], tuple[Path, int]], capsys: pytest.CaptureFixture[str]
) -> None:
    fault = FAULTS[name]
    project, line = spoilt(fault)
    assert main(["build", "-C", str(project), "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    errors = [(each["slug"], each["file"], each.get("line")) for each in found if each["severity"] == "error"]
    assert (fault.slug, fault.file, line) in errors
    # One fault, one error (a format's fault may show in each sheet that has it).
    assert len(set(errors)) == 1, found
    assert all(each["text"] for each in found)
    assert files_of(project / "site") == {"index.html": b"as before"}


def test_all_faults_are_told_at_once_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = few_materials(tmp_path / "project", "mot-cua")
    chosen = ("a typo in a fact's name", "a misspelt brand", "a broken link", "an unknown format")
    lines = {name: FAULTS[name].plant(project) for name in chosen}
    assert main(["build", "-C", str(project)]) == 1
    output = capsys.readouterr().out
    for name, line in lines.items():
        fault = FAULTS[name]
        assert f"{fault.file}:{line}: error {fault.slug}: " in output
    assert "expected: android_min" in output and "expected: Bluezone" in output
    assert main(["build", "-C", str(project), "--lang", "vi"]) == 1
    assert "Không có dữ kiện “androidmin”." in capsys.readouterr().out


def test_no_project_is_a_clear_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "-C", str(tmp_path)]) == 1
    assert "project-missing" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "slug", "expected"),
    [
        (["sheet", "mot-cu"], "material-unknown", "mot-cua"),
        (["sheet", "mot-cua", "--format", "a7"], "sheet-unknown", "a4 office-mono"),
        (["sheet", "mot-cua", "--unit", "1399X"], "unit-unknown", "13999"),
    ],
)
def test_a_wrong_argument_is_a_clear_error(
    arguments: list[str], slug: str, expected: str, project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*arguments, "-C", str(project), "--out", str(tmp_path / "out")]) == 1
    output = capsys.readouterr().out
    assert slug in output and expected in output
    assert not (tmp_path / "out").exists()


def test_a_cache_that_cant_be_made_is_a_clear_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = copy_project(tmp_path / "project")
    (project / ".cache").write_text("in the way")
    assert main(["build", "-C", str(project)]) == 1
    assert "error system: The computer refuses: " in capsys.readouterr().out


def test_a_list_that_is_a_link_to_nothing_is_a_clear_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = copy_project(tmp_path / "project")
    (project / "docs/_data/units/y.csv").symlink_to(tmp_path / "none.csv")
    assert main(["build", "-C", str(project), "--json"]) == 1
    found = [(each["slug"], each["file"]) for each in json.loads(capsys.readouterr().out)]
    assert found == [("file-unreadable", "docs/_data/units/y.csv")]


def test_a_reader_who_goes_away_is_no_fault_worth_a_traceback() -> None:
    """As `outreach formats | head -1`, when head has gone."""
    command = [str(Path(sys.executable).with_name("outreach")), "formats", "--json"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout and running.stderr
        running.stdout.close()
        told = running.stderr.read()
    assert (running.returncode, told) == (1, "")
