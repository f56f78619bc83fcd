"""Further languages of a campaign: where their pages lie, what is said in them, and what must fit."""

from pathlib import Path

import pytest

from outreach.campaign.load import load
from outreach.campaign.model import Campaign
from outreach.content.lint.pages import lint
from outreach.content.page import read
from outreach.core.findings import Finding, OutreachError
from outreach.core.project import Project
from projects import ROOT, copy_project

CAMPAIGN = "docs/_data/campaign.toml"


@pytest.fixture(scope="module")
def campaign() -> Campaign:
    return load(Project(ROOT)).campaign


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_project(tmp_path / "project")


def change(root: Path, *pairs: tuple[str, str]) -> list[str]:
    """Changes campaign.toml and returns its lines."""
    path = root / CAMPAIGN
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    return text.splitlines()


def faults(root: Path) -> list[Finding]:
    with pytest.raises(OutreachError) as caught:
        load(Project(root))
    return caught.value.findings


@pytest.mark.parametrize(
    ("path", "language", "twin"),
    [
        ("index.md", "vi", "en/index.md"),
        ("en/index.md", "en", "index.md"),
        ("huong-dan/android.md", "vi", "en/huong-dan/android.md"),
        ("en/huong-dan/android.md", "en", "huong-dan/android.md"),
        ("en.md", "vi", "en/en.md"),
        ("huong-dan/en/android.md", "vi", "en/huong-dan/en/android.md"),
        ("vi/index.md", "vi", "en/vi/index.md"),  # the first language has no folder
        ("fr/index.md", "vi", "en/fr/index.md"),
    ],
)
def test_the_first_folder_says_the_language(campaign: Campaign, path: str, language: str, twin: str) -> None:
    assert campaign.language_of(path) == language
    assert campaign.twin(path, "en" if language == "vi" else "vi") == twin
    assert campaign.twin(path, language) == path


def test_a_further_language_has_words_of_its_own(root: Path) -> None:
    change(root, ("[translations.en]\n", '[translations.en]\nname = "{{ app_name }} by the {{ publisher }}"\n'))
    bundle = load(Project(root))
    vi, en = bundle.translations["vi"], bundle.translations["en"]
    assert vi == bundle.campaign
    assert en.name == "Bluezone by the Ministry of Information and Communications"
    assert en.help.label == "Call the Ministry of Health" and en.help.number == vi.help.number
    assert en.issuer.email == vi.issuer.email and en.issuer.name != vi.issuer.name
    assert en.issuer.short == vi.issuer.short  # has no translation


def test_a_fact_is_said_in_the_language_of_the_page(root: Path) -> None:
    (root / "docs/en/x.md").write_text(
        '---\ntitle: "{{ publisher }}"\n---\n{{ share }}, {{ hotline }}\n', encoding="utf-8"
    )
    facts = load(Project(root)).campaign.facts
    english = read(root / "docs/en/x.md", "x", facts, "en")
    assert english.meta["title"] == "Ministry of Information and Communications"
    assert english.body == "three people, 1900 9095\n"
    for language in ("vi", ""):
        assert read(root / "docs/en/x.md", "x", facts, language).body == "ba người, 1900 9095\n"


@pytest.mark.parametrize(
    ("old", "new", "slug", "field", "start"),
    [
        ("[navs]\n", '[navs]\nfr = ["index.md"]\n', "reference-unknown", "navs.fr", "fr = "),
        ("[navs]\n", '[navs]\nvi = ["index.md"]\n', "reference-unknown", "navs.vi", "vi = "),
        ("[translations.en]", "[translations.fr]", "reference-unknown", "translations.fr", "[translations.fr]"),
        ('{ en = "three people" }', '{ fr = "trois" }', "reference-unknown", "facts.share.values.fr", "values = { fr"),
        ('{ en = "three people" }', '{ en = "" }', "field-invalid", "facts.share.values.en", 'values = { en = "" }'),
        ('{ en = "three people" }', '{ en = "a: b" }', "field-invalid", "facts.share.values", 'values = { en = "a: b'),
        ("issuer.address = ", "issuer.adress = ", "field-unknown", "translations.en.issuer.adress", "issuer.adress"),
        ('["vi", "en"]', '["vi", "en", "en"]', "field-invalid", "languages", "languages"),
        ('["vi", "en"]', '["vi", "en", "../x"]', "field-invalid", "languages.2", "languages"),
        ("[navs]\nen = [", "[navs]\nen = []\nnone = [", "field-invalid", "navs.en", "en = []"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told_on_its_line(
    root: Path, old: str, new: str, slug: str, field: str, start: str
) -> None:
    lines = change(root, (old, new))
    told = {(f.slug, str(f.data["field"])): f.line for f in faults(root)}
    assert (slug, field) in told, told
    assert lines[told[slug, field] - 1].startswith(start)


def test_a_further_language_needs_a_navigation(root: Path) -> None:
    path = root / CAMPAIGN
    text = path.read_text(encoding="utf-8")
    start, end = text.index("[navs]"), text.index("[translations.en]")
    path.write_text(text[:start] + text[end:], encoding="utf-8")
    (fault,) = faults(root)
    assert (fault.slug, fault.data["field"], fault.data["expected"]) == ("field-invalid", "navs.en", "missing")
    assert text.splitlines()[fault.line - 1].startswith("languages")


def test_a_navigation_names_pages_of_its_language_and_there_is_a_home(root: Path) -> None:
    lines = change(
        root,
        ('{ "iPhone" = "huong-dan/iphone.md" },', '{ "iPhone" = "en/huong-dan/iphone.md" },'),  # the first language's
        ('{ "Permissions" = "huong-dan/quyen.md" }', '{ "Permissions" = "../huong-dan/quyen.md" }'),
        ('{ "Home" = "index.md" }', '{ "Home" = "huong-dan/index.md" }'),
    )
    (root / "docs/en/index.md").unlink()
    found = [(str(f.data["found"]), lines[f.line - 1].strip()) for f in lint(load(Project(root)), {}, set())]
    assert found == [
        ("en/huong-dan/iphone.md", '{ "iPhone" = "en/huong-dan/iphone.md" },'),
        ("en/index.md", "en = ["),
        ("en/../huong-dan/quyen.md", '{ "Permissions" = "../huong-dan/quyen.md" },'),
    ]


def test_a_page_may_exist_in_one_language_only(root: Path) -> None:
    (root / "docs/en/only.md").write_text("---\ntitle: Only\nsummary: Here.\n---\nWords.\n", encoding="utf-8")
    (root / "docs/en/huong-dan/quyen.md").rename(root / "docs/en/rights.md")
    change(root, ('"Permissions" = "huong-dan/quyen.md"', '"Permissions" = "rights.md"'))
    assert lint(load(Project(root)), {}, set()) == []
