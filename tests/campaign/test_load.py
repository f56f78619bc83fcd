"""campaign.toml and the other tables: right ones load, wrong ones say everything at once, each on its line."""

import datetime as dt
from dataclasses import fields
from pathlib import Path

import pytest

from outreach.campaign.bundle import Bundle
from outreach.campaign.load import READERS, load
from outreach.core.findings import Finding, OutreachError
from outreach.core.project import Project
from projects import ROOT, copy_project

CAMPAIGN = "docs/_data/campaign.toml"
WRONG = """\
name = ""
site_url = "caidat.example"
languages = ["vi", "xx"]
status = "over"
edition = 1
licence = "x"
as_of = "hôm nay"
valid_from = 2020-08-07
valid_until = 2020-12-31
nav = []

[issuer]
name = "A"
shrt = "B"
address = "C"
email = "D"
place = "{{ plcae }}"

[legal_basis]
title = "T"

[app]
name = "App"
[[app.stores]]
os = "android"
label = "L"
url = "https://a.example/x"
[[app.stores]]
os = "windows"
lable = "L"
url = "http://a.example/x"

[help]
label = "L"

[facts.place]
value = "Nam Định"
source = "S"
checked_on = 2020-08-07
expire = 2020-12-31
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_project(tmp_path / "project")


def change(root: Path, name: str, *pairs: tuple[str, str]) -> None:
    path = root / name
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")


def faults(root: Path) -> list[Finding]:
    with pytest.raises(OutreachError) as caught:
        load(Project(root))
    return caught.value.findings


def test_the_shipped_campaign() -> None:
    bundle = load(Project(ROOT))
    assert isinstance(bundle, Bundle)
    campaign = bundle.campaign
    assert (campaign.name, campaign.language, campaign.status) == ("Bluezone Nam Định", "vi", "sample")
    assert campaign.legal_basis.number == "338/UBND-VP7" and campaign.legal_basis.date == dt.date(2020, 8, 7)
    assert not campaign.draft
    assert campaign.help.number == campaign.facts["hotline"].value  # a reference in campaign.toml
    assert [store.os for store in campaign.app.stores] == ["android", "ios"]
    assert campaign.app.stores[0].url.startswith("https://play.google.com/")
    assert len(bundle.units) == 226
    assert {"poster", "notice", "flyer"} <= bundle.templates.keys()
    assert bundle.channels["mot-cua"].name == "Bộ phận một cửa"
    assert bundle.words is bundle.strings["vi"] and bundle.strings.keys() == {"vi", "en"}


def test_every_kind_of_fault_at_once_on_its_line(root: Path) -> None:
    (root / CAMPAIGN).write_text(WRONG, encoding="utf-8")
    found = faults(root)
    assert all(finding.file == CAMPAIGN for finding in found)
    lines = WRONG.splitlines()
    told = {(finding.slug, str(finding.data.get("field", finding.data["found"]))): finding for finding in found}
    expected = {
        ("field-invalid", "name"): "name =",
        ("field-invalid", "site_url"): "site_url",
        ("field-invalid", "status"): "status",
        ("field-invalid", "edition"): "edition",
        ("field-invalid", "as_of"): "as_of",
        ("field-invalid", "nav"): "nav",
        ("field-unknown", "issuer.shrt"): "shrt",
        ("field-invalid", "issuer.short"): "[issuer]",
        ("fact-unknown", "plcae"): "place = ",
        ("field-invalid", "app.stores.1.os"): 'os = "windows"',
        ("field-unknown", "app.stores.1.lable"): "lable",
        ("field-invalid", "app.stores.1.label"): "[[app.stores]]",
        ("field-invalid", "app.stores.1.url"): 'url = "http:',
        ("field-invalid", "help.number"): "[help]",
        ("field-unknown", "facts.place.expire"): "expire",
    }
    assert told.keys() == expected.keys()
    for key, start in expected.items():
        line = told[key].line
        assert lines[line - 1].startswith(start), (key, line)
    # the second store, not the first
    assert told["field-invalid", "app.stores.1.label"].line == lines.index('os = "windows"')


def test_a_misspelt_field_is_compared_with_its_own_table(root: Path) -> None:
    (root / CAMPAIGN).write_text(WRONG, encoding="utf-8")
    meant = {str(f.data["field"]): f.data["expected"] for f in faults(root) if f.slug == "field-unknown"}
    assert meant == {"issuer.shrt": "short", "app.stores.1.lable": "label", "facts.place.expire": "expires"}
    near = {str(f.data["found"]): f.data["expected"] for f in faults(root) if f.slug == "fact-unknown"}
    assert near == {"plcae": "place"}


def test_faults_of_all_files_at_once(root: Path) -> None:
    change(root, CAMPAIGN, ('languages = ["vi", "en"]', 'languages = ["vi", "en", "xx"]'))
    change(root, "docs/_data/brand.toml", ('sun = "#FFC12E"', 'sun = "yellow"'))
    change(root, "docs/_data/channels.toml", ("[noi-bo]\nname", "[noi-bo]\nnmae"))
    change(root, "docs/_data/units/nam-dinh-2020.csv", ("code,name", "code,nmae"))
    change(root, "print_templates/_shared/profiles.toml", ("clear = 8.5", "clear = -8.5"))
    found = {(f.slug, f.file.rsplit("/", 1)[1]) for f in faults(root)}
    assert found == {
        ("language-unknown", "campaign.toml"),
        ("field-invalid", "campaign.toml"),  # the language has no navigation
        ("field-invalid", "brand.toml"),
        ("field-unknown", "channels.toml"),
        ("field-invalid", "channels.toml"),
        ("units-column-missing", "nam-dinh-2020.csv"),
        ("units-column-unknown", "nam-dinh-2020.csv"),
        ("field-invalid", "profiles.toml"),
        ("reference-unknown", "template.toml"),  # what used the profile
        ("reference-unknown", "impositions.toml"),
    }


def test_a_broken_file_is_said_once_and_hides_no_other(root: Path) -> None:
    change(root, CAMPAIGN, ('edition = "1"', 'edition = "1'))
    change(root, "docs/_data/brand.toml", ('sun = "#FFC12E"', 'sun = "yellow"'))
    assert {(f.slug, f.file) for f in faults(root)} == {
        ("toml-syntax", CAMPAIGN),
        ("field-invalid", "docs/_data/brand.toml"),
    }


@pytest.mark.parametrize("name", ["campaign.toml", "brand.toml"])
@pytest.mark.parametrize("text", ["", "# later\n"])
def test_an_empty_file_lacks_every_field(root: Path, name: str, text: str) -> None:
    (root / "docs/_data" / name).write_text(text)
    found = [f for f in faults(root) if f.file == f"docs/_data/{name}"]
    assert found and {f.data["expected"] for f in found} == {"missing"}


@pytest.mark.parametrize("text", ['facts = "none"', "facts = [1]", "facts = { hotline = 1 }"])
def test_facts_that_are_no_table_are_a_finding(root: Path, text: str) -> None:
    path = root / CAMPAIGN
    whole = path.read_text(encoding="utf-8")
    path.write_text(f"{text}\n" + whole[: whole.index("[facts.")], encoding="utf-8")
    assert any(f.slug == "field-invalid" and str(f.data["field"]).startswith("facts") for f in faults(root))


def test_a_fact_holds_until_its_last_day(root: Path) -> None:
    hotline = (root / CAMPAIGN).read_text(encoding="utf-8").split("[facts.hotline]")[1].split("[")[0]
    change(root, CAMPAIGN, (hotline, hotline.replace("expires = 2020-12-31", "expires = 2020-09-21")))
    load(Project(root))  # as_of is that day
    change(root, CAMPAIGN, ("as_of = 2020-09-21", "as_of = 2020-09-22"))
    (fault,) = faults(root)
    assert (fault.slug, fault.data["fact"], fault.data["day"]) == ("fact-expired", "hotline", "2020-09-21")
    lines = (root / CAMPAIGN).read_text(encoding="utf-8").splitlines()
    assert lines[fault.line - 1] == "expires = 2020-09-21"


def test_a_fact_checked_after_the_campaigns_day(root: Path) -> None:
    change(root, CAMPAIGN, ("as_of = 2020-09-21", "as_of = 2020-09-19"))
    found = faults(root)
    assert len(found) > 10 and {f.slug for f in found} == {"fact-future"}
    lines = (root / CAMPAIGN).read_text(encoding="utf-8").splitlines()
    assert all(lines[f.line - 1] == "checked_on = 2020-09-20" for f in found)


def test_dates_in_the_wrong_order(root: Path) -> None:
    change(root, CAMPAIGN, ("valid_until = 2020-12-31", "valid_until = 2020-08-01"))
    (fault,) = faults(root)
    told = (fault.slug, fault.file, fault.data["found"], fault.data["from"])
    assert told == ("validity-order", CAMPAIGN, "2020-08-01", "2020-08-07")
    assert (root / CAMPAIGN).read_text(encoding="utf-8").splitlines()[fault.line - 1] == "valid_until = 2020-08-01"


@pytest.mark.parametrize("status", ["active", "sample", "draft", "withdrawn"])
def test_a_campaign_that_is_over_calls_for_nothing(status: str, root: Path) -> None:
    """The call to install must not be printed after its last day; what is no call may look back."""
    change(root, CAMPAIGN, ("valid_until = 2020-12-31", "valid_until = 2020-09-20"))
    change(root, CAMPAIGN, ('status = "sample"', f'status = "{status}"'))
    if status != "active":
        assert load(Project(root)).campaign.status == status
        return
    (fault,) = faults(root)
    assert (fault.slug, fault.file, fault.data["as_of"]) == ("validity-over", CAMPAIGN, "2020-09-21")
    assert (root / CAMPAIGN).read_text(encoding="utf-8").splitlines()[fault.line - 1] == "valid_until = 2020-09-20"


def test_a_campaign_is_active_up_to_its_last_day(root: Path) -> None:
    change(root, CAMPAIGN, ("valid_until = 2020-12-31", "valid_until = 2020-09-21"))
    change(root, CAMPAIGN, ('status = "sample"', 'status = "active"'))
    assert load(Project(root)).campaign.status == "active"


def test_a_palette_that_the_brand_lacks(root: Path) -> None:
    change(root, "docs/_data/brand.toml", ("[colours.mono]", "[colours.grey]"))
    (fault,) = faults(root)
    assert (fault.slug, fault.file, fault.data["found"]) == ("reference-unknown", "docs/_data/brand.toml", "mono")


def test_the_legal_basis_may_be_open(root: Path) -> None:
    change(root, CAMPAIGN, ('number = "338/UBND-VP7"\ndate = 2020-08-07', 'number = ""'))
    bundle = load(Project(root))
    assert bundle.campaign.draft and bundle.campaign.legal_basis is not None
    assert bundle.campaign.legal_basis.date is None


def test_a_campaign_that_no_letter_orders_is_a_draft_only_if_it_says_so(root: Path) -> None:
    basis = '[legal_basis]\ntitle = "V/v triển khai tuyên truyền cài đặt ứng dụng Bluezone"\n'
    change(root, CAMPAIGN, (f'{basis}number = "338/UBND-VP7"\ndate = 2020-08-07\n', ""), ('"sample"', '"active"'))
    campaign = load(Project(root)).campaign
    assert campaign.legal_basis is None and not campaign.draft
    assert campaign.model_copy(update={"status": "draft"}).draft


@pytest.mark.parametrize(
    ("before", "after", "field"),
    [
        ("https://caidat.example/", "https://caidat.example/?x/", "site_url"),
        ("https://caidat.example/", "https://caidat.example/#/", "site_url"),
        ("https://caidat.example/", "https://caidat.example/a/../", "site_url"),
        ("https://caidat.example/", "https://caidat.example/%2E%2E/", "site_url"),
        ("https://caidat.example/", "https://evil.example\\\\@caidat.example/", "site_url"),
        ("https://caidat.example/", "https://a:b@caidat.example/", "site_url"),
        ("https://caidat.example/", "https://caidat.example/\\u0007/", "site_url"),
        ("https://caidat.example/", "https://127.1/", "site_url"),
        ('  "namdinh.gov.vn"', '  "namdinh.gov.vn\\\\@evil.example"', "words.allowed_hosts"),
        ('  "namdinh.gov.vn"', '  "https://namdinh.gov.vn/"', "words.allowed_hosts"),
        ('  "namdinh.gov.vn"', '  "nаmdinh.gov.vn"', "words.allowed_hosts"),  # a Cyrillic а
        ("https://creativecommons.org/licenses", "https://a\\\\@creativecommons.org/licenses", "media_licence.url"),
        ('"{{ ios_store }}"', '"https:/evil.example/"', "app.stores.1.url"),
    ],
)
def test_an_address_that_browsers_mend_is_refused(root: Path, before: str, after: str, field: str) -> None:
    change(root, CAMPAIGN, (before, after))
    found = [fault for fault in faults(root) if fault.data.get("field") == field]
    assert [fault.slug for fault in found] == ["field-invalid"] and found[0].line, after


def test_another_address_for_a_trial(root: Path) -> None:
    assert load(Project(root), "http://192.0.2.7:8000/").campaign.site_url == "http://192.0.2.7:8000/"
    with pytest.raises(OutreachError):
        load(Project(root), "192.0.2.7")


def test_the_project_is_found_from_any_folder_in_it(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Project.find(root / "docs" / "huong-dan").root == root.resolve()
    with pytest.raises(OutreachError) as caught:
        Project.find(tmp_path)
    assert caught.value.findings[0].slug == "project-missing"
    monkeypatch.chdir(tmp_path)
    with pytest.raises(OutreachError) as caught:
        Project.find(Path())
    assert caught.value.findings[0].data["found"] == str(tmp_path.resolve())  # not “.”


def test_each_field_of_a_campaign_has_a_reader() -> None:
    assert {field.name for field in fields(Bundle)} - {"project", "tables", "warnings"} == set(READERS)


@pytest.mark.parametrize("name", ["brand.toml", "channels.toml", "campaign.toml"])
def test_a_file_that_is_needed_and_missing_is_a_fault(root: Path, name: str) -> None:
    (root / "docs/_data" / name).unlink()
    assert [(f.slug, f.file) for f in faults(root) if f.slug == "file-unreadable"] == [
        ("file-unreadable", f"docs/_data/{name}")
    ]


@pytest.mark.parametrize("name", ["tasks", "quiet"])
def test_a_file_that_may_be_left_out_is_no_fault_and_a_broken_one_is_one(root: Path, name: str) -> None:
    path = root / "docs/_data" / f"{name}.toml"
    path.unlink(missing_ok=True)
    load(Project(root))
    path.write_text("[", encoding="utf-8")
    assert [(f.slug, f.file) for f in faults(root)] == [("toml-syntax", f"docs/_data/{name}.toml")]
