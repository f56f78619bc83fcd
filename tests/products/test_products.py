"""A product is a folder: one more is found, read, made, shown and published, and nothing else is touched."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config

import catalogues
from browsing import coded
from floors import folder_of, imports
from outreach import products
from outreach.core.findings import OutreachError
from outreach.core.package import PRODUCTS
from outreach.core.project import Project
from outreach.core.strings import theme_strings
from outreach.products.kits import publish
from outreach.products.kits.kits import Kits, additions_of
from outreach.products.kits.shell import Shell
from outreach.products.prepare import find_products, prepare
from outreach.products.product import BuildOptions, PreparedCampaign, Product
from outreach.products.unit_files import restore_unit_files
from outreach.site.plugin import OutreachPlugin
from projects import crue

PRODUCT = '''
"""A toy."""

from outreach.campaign.codes import link_code
from outreach.core.findings import Finding
from outreach.products.catalogue import Entry
from outreach.products.product import Product, Publication
from outreach.products.toy.unit_files import Cards


class Toy(Product):
    def owns_page(self, path):
        return path.startswith("toys/")

    def read(self, campaign):
        self.names = [page.meta["toy"] for path, page in campaign.pages.items() if self.owns_page(path)]
        yield Finding("toy-count", "warning", "docs/toys/bear.md", data={"found": len(self.names)})

    def make(self, campaign, sheets, options):
        made = [name.upper().encode() for name in self.names]
        return {"toys/list.txt": b" ".join(made), "toys/frame.md": b"# A page more"}

    def markdown(self, page, text):
        return f"{text}\\n[A list](list.txt)" if self.owns_page(page.path) else text

    def html(self, page, html):
        return html.replace("A list", "The list")

    def collect(self, pages):
        self.count = len([page for page in pages if page.content])
        for page in pages:
            page.meta["oembed"] = "toy.json"

    def finish(self, page, html):
        return html.replace("</body>", f"<p>{self.count} pages</p></body>") if self.owns_page(page.path) else html

    def publish(self, site):
        (site / "toys/late.txt").write_bytes(b"late")
        entries = [Entry(f"toys/{name}.txt", "toy", "Toys", "TXT", "", "fr") for name in ("list", "late")]
        return Publication(entries, codes={link_code("TT")}, report_line=("toys", {"toys": 1}, 0.0))

    def unit_files(self, campaign):
        return Cards(campaign.bundle, "key")
'''
STRINGS = """[toy]
name = "A toy"

[findings]
toy-count = { text = "There are {found} toys.", expected = "" }
"""
TIES = 'compounds = ["ours brun"]'
UNIT_FILES = '''
"""A toy's card for each unit."""

from dataclasses import dataclass

from outreach.campaign.bundle import Bundle
from outreach.core.cache import Store
from outreach.products.catalogue import Entry


@dataclass(frozen=True)
class Cards:
    bundle: Bundle
    key: str
    product = "toy"
    kinds = ("txt",)
    title = "Card"
    words = {"unit_title": "A card", "unit_lead": "For play.", "unit_txt": "Get the card"}
    anchor = "card"
    entry_kind = "card"

    def names(self, unit):
        return {f"card-{unit.code}.txt": f"{unit.code}.txt"}

    def shelf_key(self, every):
        return self.key

    def fill(self, units, every, *, light=False):
        shelf = Store(self.bundle.project.cache).shelf("toys", self.key)
        for unit in units:
            shelf.put(f"{unit.code}.txt", unit.name.encode())
        return shelf

    def prune(self, shelf, every):
        shelf.prune({name for unit in every for name in self.names(unit).values()})


def restore(bundle, fonts, key):
    return Cards(bundle, key)
'''


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A further product's folder, beside those of the package."""
    home = tmp_path_factory.mktemp("products")
    folder = home / "toy"
    folder.mkdir()
    for name, source in {"__init__": "", "product": PRODUCT, "unit_files": UNIT_FILES}.items():
        (folder / f"{name}.py").write_text(source)
    for name, text in {"strings/en.toml": STRINGS, "assets/javascripts/toy.js": "play()", "ties/fr.toml": TIES}.items():
        (folder / "theme" / name).parent.mkdir(parents=True)
        (folder / "theme" / name).write_text(text, encoding="utf-8")
    before = list(products.__path__)
    products.__path__ = [*before, str(home)]
    PRODUCTS.append(home)
    theme_strings.cache_clear()
    yield folder
    PRODUCTS.remove(home)
    theme_strings.cache_clear()
    products.__path__ = before
    for name in [name for name in sys.modules if name.startswith("outreach.products.toy")]:
        del sys.modules[name]


@pytest.fixture(scope="module")
def campaign(toy: Path, tmp_path_factory: pytest.TempPathFactory) -> PreparedCampaign:
    """A small campaign with a page that only the toy reads: for any other its front matter would be a fault."""
    root = crue(tmp_path_factory.mktemp("campaign") / "project")
    page = root / "docs/toys/bear.md"
    page.parent.mkdir()
    page.write_text("---\ntitle: Ours\nsummary: Un jouet.\ntoy: bear\n---\n\nUn ours.\n", encoding="utf-8")
    return prepare(Project(root))


def test_products_are_found_by_their_folders_in_order(toy: Path) -> None:
    first, second = find_products(), find_products()
    names = [type(product).__module__.split(".")[-2] for product in first]
    folders = {path.parent.name for path in Path(next(iter(products.__path__))).glob("*/product.py")}
    assert names == sorted({*folders, "toy"}) and len(names) == 7
    assert all(isinstance(product, Product) for product in first)
    assert all(product is not other for product, other in zip(first, second, strict=True))


@pytest.mark.parametrize("name", ["carriers", "illustrations", "embeds", "broadcasts"])
def test_a_products_table_may_be_left_out_and_a_broken_one_is_one_fault(name: str, tmp_path: Path) -> None:
    root = crue(tmp_path / "project")
    path = root / f"docs/_data/{name}.toml"
    path.unlink(missing_ok=True)
    prepare(Project(root))
    path.write_text("[", encoding="utf-8")
    with pytest.raises(OutreachError) as caught:
        prepare(Project(root))
    assert [(f.slug, f.file) for f in caught.value.findings] == [("toml-syntax", f"docs/_data/{name}.toml")]


def test_only_commands_know_a_product_by_its_name() -> None:
    pairs = {(folder_of(edge.module), folder_of(edge.imports)) for edge in imports()}
    knowing = {module for module, product in pairs if product.startswith("products.") and module != product}
    assert knowing == {"cli"}


def test_a_product_more_is_read_made_shown_and_published(campaign: PreparedCampaign) -> None:
    (warning,) = (finding for finding in campaign.findings if finding.file == "docs/toys/bear.md")
    strings = campaign.bundle.words
    assert strings.finding(warning)[0] == "There are 1 toys." and strings.text("toy.name") == "A toy"
    assert "ours brun" in campaign.bundle.ties["fr"].compounds
    root = campaign.bundle.project.root
    config = load_config(str(root / "mkdocs.yml"), site_dir=str(root / "site"))
    (plugin,) = (each for each in config.plugins.values() if isinstance(each, OutreachPlugin))
    plugin.use(campaign, [], BuildOptions(kits=False))
    config.plugins.on_startup(command="build", dirty=False)
    mkdocs_build(config)
    site = root / "site"
    assert (site / "toys/list.txt").read_bytes() == b"BEAR" and (site / "toys/late.txt").read_bytes() == b"late"
    assert (site / "assets/javascripts/toy.js").read_bytes() == b"play()"
    assert "A page more" in (site / "toys/frame/index.html").read_text(encoding="utf-8")
    html = (site / "toys/bear/index.html").read_text(encoding="utf-8")
    pages = len(campaign.pages) + 1
    assert (
        '<a href="../list.txt">The list</a>' in html
        and 'href="toy.json"' in html
        and f"<p>{pages} pages</p></body>" in html
    )
    assert "The list" in (site / "search/search_index.json").read_text(encoding="utf-8")
    entries = catalogues.entries(site)
    assert (entries["toys/list.txt"]["kind"], entries["toys/late.txt"]["bytes"]) == ("toy", 4)
    (ours,) = (publication for publication in plugin.publications if publication.codes)
    assert ours.report_line == ("toys", {"toys": 1}, 0.0) and coded(site) == [f"B{code}/" for code in ours.codes]


def test_a_product_more_stands_in_every_kit(campaign: PreparedCampaign, tmp_path: Path) -> None:
    bundle = campaign.bundle
    (cards,) = additions_of(campaign)
    frame = Shell(("", "outreach-shell-title", "", '<h1 id="unit">outreach-shell-body</h1>', ""))
    own = Kits(bundle, campaign.fonts, (), (cards,), frame, frozenset())
    units = bundle.live[:2]
    shelves, contents = publish.fill(tmp_path, own, units, units)
    for unit in units:
        home = tmp_path / "don-vi" / unit.code
        assert (home / f"card-{unit.code}.txt").read_text(encoding="utf-8") == unit.name
        assert f"don-vi/{unit.code}/card-{unit.code}.txt" in contents
        html = (home / "index.html").read_text(encoding="utf-8")
        assert '<h2 id="card">A card</h2>' in html and f'href="card-{unit.code}.txt"' in html
        listed = json.loads((home / "catalogue.json").read_bytes())["files"]
        assert "card" in {entry["kind"] for entry in listed}
    publish.prune(own, shelves, units[:1])
    assert sorted(path.name for path in shelves.additions[0][1].folder.glob("*.txt"))[0] == f"{units[0].code}.txt"
    assert type(restore_unit_files("toy", bundle, campaign.fonts, cards.key)) is type(cards)
