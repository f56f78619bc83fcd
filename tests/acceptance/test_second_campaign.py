"""Another app, brand, language and kind of unit: a right other site, with no code changed."""

import re
import tomllib
from pathlib import Path

import deqr
import pikepdf
import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import Browser

from browsing import Probe, coded, pages, serving
from projects import ROOT, clone, crue_project, outreach

pytestmark = pytest.mark.xdist_group("second-campaign")  # one process: its site is built once

CAMPAIGN = ROOT / "tests" / "campaigns" / "crue"
SITE = "https://rivelle.example/crue/"


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return clone(crue_project(), tmp_path_factory.mktemp("crue") / "project")


def texts(pdf: Path) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def pdfs(project: Path) -> dict[str, Path]:
    return {path.stem: path for path in sorted((project / "site").glob("an-pham/*/*.pdf"))}


def test_its_sheets_are_there(other: Path) -> None:
    profiles = ["office-colour", "office-mono", "print-shop", "screen"]
    assert list(pdfs(other)) == ["ecole-a4-office-mono", *(f"mairie-a3-{profile}" for profile in profiles)]


def test_pages_speak_its_language(other: Path) -> None:
    for path in (other / "site").rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        assert '<html lang="fr"' in html
    home = (other / "site/index.html").read_text(encoding="utf-8")
    for words in ("Alerte Rivelle", "Aller au contenu", "Publié par Communauté", "jusqu'au 28/02/2027", "trois"):
        assert words in home.replace("&#39;", "'"), words
    assert "Télécharger A3" in (other / "site/an-pham/mairie/index.html").read_text(encoding="utf-8")


def test_nothing_of_the_shipped_campaign_is_in_it(other: Path) -> None:
    table = tomllib.loads((ROOT / "scripts/outreach/theme/strings/vi.toml").read_text(encoding="utf-8"))
    foreign = {"Bluezone", "Nam Định", "caidat", "1900 9095", "Be Vietnam"}
    for section in ("status", "page", "sheet"):
        foreign |= {text for text in table[section].values() if re.search(r"[ạ-ỹđ]", text) and "{" not in text}
    assert len(foreign) > 20
    for path in (other / "site").rglob("*"):
        if path.suffix in {".html", ".json", ".css", ".xml", ".svg"}:
            content = path.read_text(encoding="utf-8")
        elif path.suffix == ".pdf":
            content = texts(path)
        else:
            continue
        assert [word for word in foreign if word in content] == [], path
        assert path.suffix == ".css" or not re.search(r"[ạ-ỹđĐăĂơƠưƯ]", content), path


def test_its_own_font_and_colours(other: Path) -> None:
    for path in pdfs(other).values():
        with pikepdf.open(path) as pdf:
            for font in pdf.pages[0].resources.Font.values():
                assert re.fullmatch(r"/[A-Z]{6}\+Barlow(-\w+)?", str(font.BaseFont))
            assert str(pdf.Root.Lang) == "fr"
    assert "M8 40q18" in (other / "site/assets/brand/mark.svg").read_text(encoding="utf-8")
    assert "assets/brand/mark.svg" in (other / "site/index.html").read_text(encoding="utf-8")
    css = (other / "site/assets/stylesheets/brand.css").read_text(encoding="utf-8")
    assert "--brand-ink:#14403A" in css and "barlow-400.woff2" in css
    assert sorted(path.name for path in (other / "site/assets/fonts").iterdir()) == [
        f"barlow-{weight}.woff2" for weight in (400, 700, 900)
    ]


def test_codes_lead_to_its_pages_and_without_a_distance_there_is_none(other: Path) -> None:
    for name, path in pdfs(other).items():
        document = pypdfium2.PdfDocument(path)
        image = document[0].render(scale=120 / 72).to_pil().convert("L")
        document.close()
        one = [found.text for found in zxingcpp.read_barcodes(image, try_invert=False)]
        two = deqr.QRdecDecoder().decode(image, convert_data=False)
        if name.startswith("ecole"):
            assert one == [] and not two
            assert "rivelle.example/crue" in texts(path) and "Scannez\n" not in texts(path).replace("\r", "")
            continue
        (link,) = one
        assert b"".join(bytes(entry.data) for code in two for entry in code.data_entries).decode() == link
        assert re.fullmatch(re.escape(SITE) + "BR1[0-9A-HJKMNP-TV-Z]{6}", link)
        page = (other / "site" / link.removeprefix(SITE) / "index.html").read_text(encoding="utf-8")
        assert "Version Android" in page and "telecharger.rivelle.example" in page and "App Store" not in page


def test_an_unfinished_legal_basis_makes_every_sheet_a_draft(other: Path) -> None:
    for path in pdfs(other).values():
        assert "Projet" in texts(path) and "acte n° … du …" in texts(path)


def test_a_units_own_number_and_name(other: Path, tmp_path: Path) -> None:
    for code, name, label, number in (
        ("A02", "Saint-Aubin-sur-Rivelle", "Mairie de Saint-Aubin", "01 99 00 56 78"),
        ("A05", "Vaux", "Mairie de permanence", "01 99 00 12 34"),
    ):
        result = outreach(other, "sheet", "mairie", "--unit", code, "--profile", "office-mono", "--out", str(tmp_path))
        assert result.returncode == 0, result.stdout
        text = texts(tmp_path / f"mairie-a3-office-mono-{code}.pdf")
        assert name in text and label in text and number in text
        assert re.search(rf"/(BR100{code}[0-9A-Z])\b", text)
    assert outreach(other, "build").returncode == 0  # what was made since has its page from now on
    issued = (other / "docs/_data/issued.csv").read_text(encoding="utf-8").splitlines()[1:]
    codes = sorted(row.partition(",")[0] for row in issued)
    assert coded(other / "site") == [f"B{code}/" for code in codes]
    assert sum(code.startswith(("R100A02", "R100A05")) for code in codes) == 2


def test_in_a_browser(other: Path, browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "crue").symlink_to(other / "site")  # its address has a path
    with serving(tmp_path) as port:
        page = browser.new_page()
        probe = Probe(page, f"http://127.0.0.1:{port}/crue")
        faults = []
        for number, path in enumerate(pages(other / "site")):
            for width in (320,) if number % 3 else (320, 1280):
                faults += probe.faults(path, width)
        assert faults == []
        probe.open("")
        for typed, found in (
            ("évacuer", "Installer Rivelle Alerte"),
            ("evacuer", "Installer Rivelle Alerte"),
            ("e\u0301vacuer", "Installer Rivelle Alerte"),
            ("etage", "Avis aux écoles"),
            ("l'étage", "Avis aux écoles"),
            ("l’étage", "Avis aux écoles"),
        ):
            page.fill(".md-search__input", "")
            page.get_by_text("Tapez pour chercher", exact=True).wait_for()
            page.locator(".md-search__input").press_sequentially(typed)
            page.get_by_text("1 page trouvée", exact=True).wait_for()
            assert page.locator(".md-search-result__item h1").all_inner_texts() == [found], typed
        page.close()
