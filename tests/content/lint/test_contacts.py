"""A number to call and a host are facts, wherever a campaign's texts name them."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from outreach.campaign.load import load
from outreach.campaign.telephones import read_plan
from outreach.campaign.units import Unit, read_list
from outreach.content.lint.contacts import Contacts, check_units
from outreach.content.lint.page_contacts import link_faults
from outreach.core.findings import Finding, OutreachError
from outreach.core.project import Project
from outreach.core.strings import Strings
from outreach.products.prepare import prepare
from projects import ROOT, copy_project, small_project
from published_contacts import foreign_contacts

WORDS = [Strings.load(language) for language in ("vi", "en")]
VN, _ = read_plan("vn", ROOT / "docs/_data", "docs/_data")
assert VN is not None
KNOWN = Contacts(
    VN,
    frozenset({"19009095", "115"}),
    frozenset({"caidat.example", "bluezone.gov.vn", "zalo.me", "wa.me"}),
    ("1900 9095",),
    site="caidat.example",
)
SLUGS = {"number-foreign", "host-foreign", "link-words", "link-host", "units-phone-unknown"}


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def faults_of(project: Path) -> list[Finding]:
    try:
        return [fault for fault in prepare(Project(project)).findings if fault.slug in SLUGS]
    except OutreachError as error:
        return [fault for fault in error.findings if fault.slug in SLUGS]


def told(faults: list[Finding]) -> set[tuple[str, str, str]]:
    assert all(words.finding(fault)[0] for words in WORDS for fault in faults)
    return {(fault.slug, fault.place, str(fault.data["found"])) for fault in faults}


def line_of(path: Path, text: str) -> int:
    lines = path.read_text(encoding="utf-8").split("\n")
    return next(number for number, line in enumerate(lines, 1) if text in line)


def test_every_place_of_a_text_is_looked_at(tmp_path: Path) -> None:
    """Page, heading, picture, link, front matter, slot, message, script, tables, drawing's words, list of units."""
    project = small_project(tmp_path / "p", "mot-cua", "a4", scripts=True)
    docs = project / "docs"
    guide = docs / "huong-dan/android.md"
    added = (
        "\n## Gọi 1900 9000 {#goi}\n\nHỏi: 1900 **9001**, hoặc xem\nbluezone.evil.vn.\n\n"
        "![Số 1900 9002](../assets/mark.svg){title='1900 9003'}\n\n[{{ hotline }}](tel:0900000000)\n\n"
        "[bluezone.gov.vn](https://namdinh.gov.vn)\n\n| Gọi | Số |\n|---|---|\n| A | 1900&nbsp;9004 |\n"
    )
    guide.write_text(guide.read_text(encoding="utf-8") + added, encoding="utf-8")
    edit(guide, "summary: ", "summary: Gọi 1900 9005. ")
    material = docs / "an-pham/mot-cua.md"
    edit(material, "slots:\n", 'slots:\n  action: "Gọi **1900** 9006|vào evil.example"\n')
    message = next(path for path in sorted((docs / "tin-nhan").glob("*.md")) if path.stem != "index")
    message.write_text(message.read_text(encoding="utf-8") + "\n## Thêm {#them}\n\nGoi 1900 9007\n", encoding="utf-8")
    script = docs / "truyen-thanh/ban-tin-30-giay.md"
    edit(script, "number: ", 'number: "112" # ')
    campaign = docs / "_data/campaign.toml"
    edit(campaign, 'number = "{{ hotline }}"', 'number = "1900 9059"')
    edit(campaign, 'place = "Tỉnh Nam Định"', 'place = "Tỉnh Nam Định, ĐT 1900 9008"')
    channels = docs / "_data/channels.toml"
    channels.write_text(channels.read_text(encoding="utf-8") + '\n[x]\nname = "x.evil.vn"\ntask = "x"\n', "utf-8")
    units = next((docs / "_data/units").glob("*.csv"))
    head = "code,name,hotline,address\n"
    units.write_text(head + "1,A,000,\n2,B,0228 3823 115,gọi 0228 3823 116\n3,C,0123 456 7890,\n", "utf-8")
    found = faults_of(project)
    assert {fault.slug for fault in found} == {"units-phone-unknown"}  # a list at fault stops the reading
    units.write_text(head + '2,B,0228 3823 115,"gọi 0228 3823 116, 0228 3823 115"\n', "utf-8")
    place = {path: path.relative_to(project).as_posix() for path in (guide, material, message, script, campaign)}
    at = {
        text: f"{place[guide]}:{line_of(guide, text)}"
        for text in ("9000", "**9001", "9002", "tel:", "gov.vn](", "9004")
    }
    assert told(faults_of(project)) == {
        ("number-foreign", at["9000"], "1900 9000"),
        ("number-foreign", at["**9001"], "1900 9001"),
        ("host-foreign", f"{place[guide]}:{line_of(guide, 'evil.vn')}", "bluezone.evil.vn"),
        ("number-foreign", at["9002"], "1900 9002"),
        ("number-foreign", at["9002"], "1900 9003"),
        ("number-foreign", at["tel:"], "tel:0900000000"),
        ("link-words", at["tel:"], "tel:0900000000"),
        ("link-words", at["gov.vn]("], "https://namdinh.gov.vn"),
        ("number-foreign", at["9004"], "1900 9004"),
        ("number-foreign", f"{place[guide]}:{line_of(guide, '9005')}", "1900 9005"),
        ("number-foreign", f"{place[material]}:{line_of(material, '9006')}", "1900 9006"),
        ("host-foreign", f"{place[material]}:{line_of(material, '9006')}", "evil.example"),
        ("number-foreign", f"{place[message]}:{line_of(message, '9007')}", "1900 9007"),
        ("number-foreign", f"{place[script]}:{line_of(script, 'number:')}", "112"),
        ("number-foreign", f"{place[campaign]}:{line_of(campaign, '1900 9059')}", "1900 9059"),
        ("number-foreign", f"{place[campaign]}:{line_of(campaign, '9008')}", "1900 9008"),
        ("host-foreign", f"docs/_data/channels.toml:{line_of(channels, 'x.evil.vn')}", "x.evil.vn"),
        ("number-foreign", f"docs/_data/units/{units.name}:2", "0228 3823 116"),
    }


def test_files_that_are_no_pages_are_looked_at_too(tmp_path: Path) -> None:
    """Print templates, their style sheets, words of drawings, settings whose values stand on pages."""
    project = small_project(tmp_path / "p", "mot-cua", "a4")
    mark, settings = project / "docs/assets/illustrations/mark.svg", project / "mkdocs.yml"
    template, style = (project / f"print_templates/poster/sheet.{ending}" for ending in ("html.j2", "css"))
    drawing = mark.read_text(encoding="utf-8").replace(">", ' aria-label="Gọi 1900 9001"><title>evil.vn</title>', 1)
    mark.write_text(drawing, encoding="utf-8")
    words = "<p>Gọi 1900 <b>9002</b> {{ hotline }}</p><img alt='1900 9003'>"
    edit(template, "</section>", f"{words}</section>")
    style.write_text(style.read_text(encoding="utf-8") + '\n.a::after { content: "1900 9004" }\n', encoding="utf-8")
    edit(settings, "use_directory_urls", "copyright: 1900 9005 # 1900 9006\nuse_directory_urls")
    assert told(faults_of(project)) == {
        ("number-foreign", "docs/assets/illustrations/mark.svg:1", "1900 9001"),
        ("host-foreign", "docs/assets/illustrations/mark.svg:1", "evil.vn"),
        ("number-foreign", f"print_templates/poster/sheet.html.j2:{line_of(template, '9002')}", "1900 9002"),
        ("number-foreign", f"print_templates/poster/sheet.html.j2:{line_of(template, '9003')}", "1900 9003"),
        ("number-foreign", f"print_templates/poster/sheet.css:{line_of(style, '9004')}", "1900 9004"),
        ("number-foreign", f"mkdocs.yml:{line_of(settings, '9005')}", "1900 9005"),
    }


def test_exceptions_are_listed(tmp_path: Path) -> None:
    project = small_project(tmp_path / "p", "mot-cua", "a4")
    guide, campaign = project / "docs/huong-dan/android.md", project / "docs/_data/campaign.toml"
    guide.write_text(guide.read_text(encoding="utf-8") + "\nGọi 115, xem https://moh.gov.vn/.\n", encoding="utf-8")
    assert {slug for slug, *_ in told(faults_of(project))} == {"number-foreign", "host-foreign", "link-host"} - {
        "link-host"  # no link: Python-Markdown makes none of bare addresses
    }
    edit(campaign, "allowed_hosts = [\n", 'allowed_numbers = ["115"]\nallowed_hosts = [\n  "moh.gov.vn",\n')
    assert faults_of(project) == []


@pytest.mark.parametrize(
    ("target", "words", "slugs"),
    [
        ("tel:19009095", "1900 9095", []),
        ("tel:+84-1900-9095", "Gọi 1900 9095", []),
        ("tel:1900%209095", "Gọi Bộ Y tế", []),
        ("TEL:19009095", "1900 9095", []),
        ("tel:0900000000", "1900 9095", ["number-foreign", "link-words"]),
        ("tel:0900000000", "Gọi Bộ Y tế", ["number-foreign"]),
        ("tel:115", "1900 9095", ["link-words"]),
        ("sms:115?body=x", "115", []),
        ("sms:116", "115", ["number-foreign", "link-words"]),
        ("mailto:a@bluezone.gov.vn", "a@bluezone.gov.vn", []),
        ("mailto:A@bluezone.gov.vn?subject=x", "a@bluezone.gov.vn", []),
        ("mailto:b@bluezone.gov.vn", "a@bluezone.gov.vn", ["link-words"]),
        ("mailto:a@evil.vn", "Viết thư", ["host-foreign"]),
        ("mailto:a@bluezone.gov.vn?cc=b@evil.vn", "a@bluezone.gov.vn", ["host-foreign"]),
        ("https://bluezone.gov.vn", "bluezone.gov.vn", []),
        ("https://bluezone.gov.vn/", "https://bluezone.gov.vn", []),
        ("https://bluezone.gov.vn/a", "bluezone.gov.vn/a/", []),
        ("https://bluezone.gov.vn/b", "bluezone.gov.vn/a", ["link-words"]),
        ("https://bluezone.gov.vn/a", "bluezone.gov.vn", ["link-words"]),
        ("https://bluezone.gov.vn/a", "Trang bluezone.gov.vn", []),
        ("https://caidat.example/", "bluezone.gov.vn", ["link-words"]),
        ("https://caidat.example/", "Cài đặt", []),
        ("../index.md", "bluezone.gov.vn", ["link-words"]),
        ("../index.md", "caidat.example", []),
        ("../index.md", "Trang bluezone.gov.vn và 1900 9095", []),
        ("https://zalo.me/0900000000", "Zalo", ["number-foreign"]),
        ("https://zalo.me/19009095", "Zalo", []),
        ("https://zalo.me/ubndtinh", "Zalo", []),
        ("https://wa.me/84900000000", "WhatsApp", ["number-foreign"]),
        ("mms:0900000000", "Gọi", ["number-foreign"]),
        ("facetime:0900000000", "Gọi", ["number-foreign"]),
        ("t\nel:0900000000", "Gọi", ["number-foreign"]),
        ("sms:?body=x", "Nhắn cho bạn", []),
        ("sms:?body=vao%20evil.vn", "Nhắn cho bạn", ["host-foreign"]),
        ("sms:", "Nhắn cho bạn", ["number-foreign"]),
        ("mailto:a@bluezone.gov.vn?CC=b@evil.vn", "Viết thư", ["host-foreign"]),
        ("mailto:a@bluezone.gov.vn?body=g%E1%BB%8Di%200900000000", "Viết thư", ["number-foreign"]),
    ],
)
def test_a_link_leads_where_its_words_say(target: str, words: str, slugs: list[str]) -> None:
    assert [slug for slug, _ in link_faults(target, words, KNOWN, "vi")] == slugs


@pytest.mark.parametrize(
    "number", ["000", "0900 000", "1900 90951", "0123 456 7890", "2283 823 115", "+33 1 40 20 50 50"]
)
def test_a_units_number_is_one_that_the_country_has(tmp_path: Path, number: str) -> None:
    (tmp_path / "x.csv").write_text(f"code;name;hotline\n1;A;{number}\n", encoding="utf-8")
    units, (fault,) = read_list(tmp_path / "x.csv", "x.csv", VN)
    assert not units and fault.slug in {"units-phone-unknown", "units-phone-zero", "units-phone"} and fault.line == 2
    assert all(number in words.finding(fault)[0] for words in WORDS)


@pytest.mark.parametrize("number", ["000", "((((123", "0 0 0 0"])
def test_what_no_country_has_is_no_number_anywhere(tmp_path: Path, number: str) -> None:
    (tmp_path / "x.csv").write_text(f"code;name;hotline\n1;A;{number}\n", encoding="utf-8")
    assert [fault.slug for fault in read_list(tmp_path / "x.csv", "x.csv")[1]] == ["units-phone"]


def test_a_second_campaign_is_held_to_its_own_facts(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "p", ROOT / "tests/campaigns/crue")
    bundle = load(Project(project))
    assert Contacts.of(bundle).dialled == {"0199001234", "0199005678"}
    guide = project / "docs/guide/installer.md"
    text = guide.read_text(encoding="utf-8")
    guide.write_text(f"{text}\nAppelez le 01 99 00 12 35 ou le 112, ou voyez crue.evil.fr.\n", encoding="utf-8")
    place = f"docs/guide/installer.md:{text.count(chr(10)) + 2}"
    assert told(faults_of(project)) == {
        ("number-foreign", place, "01 99 00 12 35"),
        ("number-foreign", place, "112"),
        ("host-foreign", place, "crue.evil.fr"),
    }


def test_a_list_that_changes_alone_is_held_to_facts_too(tmp_path: Path) -> None:
    """So that the quick way, which makes kits anew and reads no page, publishes nothing else."""
    bundle = load(Project(copy_project(tmp_path / "p")))
    unit = Unit("1", "A", hotline="0228 3823 115", address="gọi 0228 3823 115 hoặc 1900 9059", file="x.csv", line=2)
    assert told(list(check_units(bundle, {"1": unit}))) == {("number-foreign", "x.csv:2", "1900 9059")}
    heavy = "[name for name in ('weasyprint', 'mkdocs') if name in sys.modules]"
    light = f"import sys, outreach.products.kits.refresh; print({heavy})"
    answer = subprocess.run([sys.executable, "-c", light], capture_output=True, text=True, check=True).stdout
    assert answer.strip() == "[]"


def test_finished_files_are_read_whatever_their_kind(tmp_path: Path) -> None:
    (tmp_path / "x.html").write_text("<p>Gọi 1900 <b>9059</b></p><script>1900 9060</script>", encoding="utf-8")
    (tmp_path / "y.html").write_text("<a href='tel:0900000000'>Gọi</a><img alt='evil.vn'>", encoding="utf-8")
    (tmp_path / "x.txt").write_text("\ufeff1900 9095, bluezone.gov.vn, 1900 9061", encoding="utf-8")
    (tmp_path / "x.ics").write_text("SUMMARY:Xem https://evil\r\n .example/\r\n", encoding="utf-8", newline="")
    (tmp_path / "x.svg").write_text("<svg><text>1900 9062</text></svg>", encoding="utf-8")
    for name in ("z.html", "z.txt"):  # the same bytes: a script in one, words in the other
        (tmp_path / name).write_text("<script>Gọi 1900 9063</script>", encoding="utf-8")
    shutil.make_archive(str(tmp_path / "x"), "zip", tmp_path, "x.txt")
    assert {(fault.file, fault.data["found"]) for fault in foreign_contacts(tmp_path, KNOWN, "vi")} == {
        ("x.html", "1900 9059"),
        ("y.html", "0900000000"),
        ("y.html", "evil.vn"),
        ("x.txt", "1900 9061"),
        ("x.ics", "https://evil.example/"),
        ("x.svg", "1900 9062"),
        ("z.txt", "1900 9063"),
        ("x.zip/x.txt", "1900 9061"),
    }


@pytest.mark.parametrize("step", [90, pytest.param(1, marks=pytest.mark.long)], ids=["a few units", "all"])
def test_all_that_is_published_names_facts_only(site: Path, project: Path, step: int) -> None:
    """Every page, text, calendar, table, drawing, PDF, Word document and ZIP of the whole build; kits of a few units.

    A kit differs from another by its unit's record, whose numbers and hosts `check_units` reads in each build.
    """
    bundle = load(Project(project))
    units = sorted(bundle.units)
    left_out = {*units} - {*units[::step]}
    assert all((site / "don-vi" / code).is_dir() for code in left_out) and len(left_out) < len(units)
    assert list(foreign_contacts(site, Contacts.of(bundle), "vi", left_out)) == []
    shipped = "\n".join(path.read_text(encoding="utf-8") for path in sorted(site.glob("*.html")))
    assert re.search(r"1900\s9095", shipped)  # there is something to find
