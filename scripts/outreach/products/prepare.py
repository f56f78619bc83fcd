"""Preparation: read and check a campaign, and plan its sheets, before anything is made of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from outreach import products
from outreach.campaign.bundle import Bundle
from outreach.campaign.issued import issued_codes
from outreach.campaign.load import load
from outreach.campaign.materials import Material, PageFields, code_conflicts, read_material
from outreach.campaign.tasks import missing_answers
from outreach.campaign.validate import unknown, validate
from outreach.checks.rules import of_profiles, unknown_rules
from outreach.content.lint import pages as content_checks
from outreach.content.page import Page, read_pages
from outreach.content.root_files import root_file_faults
from outreach.core.findings import Finding, OutreachError, has_errors, ordered
from outreach.core.project import MATERIALS, Project
from outreach.products.product import PreparedCampaign, Product
from outreach.render import fonts
from outreach.render.engine_version import version_faults
from outreach.render.templates import read_anew
from outreach.sheets.plan import file_names, plan


def find_products() -> tuple[Product, ...]:
    """A new object of each product, in the order of their folders' names.

    A folder of products/ that builds read, make or publish has a module `product` with one class that is derived from
    Product; one that only commands make has none.
    """
    modules = (path for folder in products.__path__ for path in Path(folder).glob("*/product.py"))
    names = sorted(f"{products.__name__}.{path.parent.name}.product" for path in modules)
    return tuple(_product(import_module(name).__dict__) for name in names)


def _product(names: Mapping[str, object]) -> Product:
    (product,) = (
        value
        for value in names.values()
        if isinstance(value, type) and issubclass(value, Product) and value is not Product
    )
    return product()


def prepare(project: Project, site_url: str = "") -> PreparedCampaign:
    """Load and validate the whole campaign. Raises OutreachError with all faults at once."""
    read_anew()
    bundle = load(project, site_url)
    line = bundle.tables["brand"].line(("fonts", "package"))
    files, faults = fonts.find(bundle.brand.fonts, bundle.tables["brand"].name, line)
    faults = [*version_faults(), *bundle.warnings, *faults]
    sources = {
        path.relative_to(project.docs).as_posix(): path
        for path in sorted(project.docs.rglob("*.md"))
        if not path.is_relative_to(project.data)
        and not path.is_relative_to(project.root_files)
        and path not in project.manuals
    }
    pages, more = read_pages(bundle, sources.values())
    faults += more
    all_products = find_products()
    product_pages = {name for name in pages if any(product.owns_page(name) for product in all_products)}
    materials, more = _materials(bundle, {name: page for name, page in pages.items() if name not in product_pages})
    faults += more
    faults += _unknown_references(bundle, materials)
    slugs = [Path(name).stem for name in sources if _is_material(name)]
    faults += missing_answers(bundle.tasks, bundle.tables["tasks"], slugs, sources)
    campaign = PreparedCampaign(bundle, pages, materials, plan(bundle, materials), files)
    for product in all_products:
        faults += product.read(campaign)
    faults += root_file_faults(project)
    faults += content_checks.lint(bundle, pages, file_names(bundle, campaign.sheets), product_pages)
    issued, more = issued_codes(bundle, materials, whole=not has_errors(faults))
    faults += more
    if has_errors(faults):
        raise OutreachError(ordered(faults))
    return replace(campaign, products=all_products, findings=ordered(faults), issued=issued)


def _is_material(name: str) -> bool:
    """True for the path below docs/ of a material."""
    return Path(name).parent == Path(MATERIALS) and Path(name).stem != "index"


def _unknown_references(bundle: Bundle, materials: Sequence[Material]) -> list[Finding]:
    """Findings on materials and rules that tables name and that are not there."""
    share_picture, slugs = bundle.campaign.share_picture, [material.slug for material in materials]
    missing = {share_picture} - {"", *slugs}
    return [
        *(unknown(bundle.tables["campaign"], ("share_picture",), name, slugs) for name in missing),
        *unknown_rules(bundle.tables["profiles"], of_profiles(bundle.profiles)),
        *unknown_rules(bundle.tables["impositions"], {("rules",): bundle.impositions.rules}),
    ]


def _materials(bundle: Bundle, pages: Mapping[str, Page]) -> tuple[list[Material], list[Finding]]:
    """The materials among pages that no product reads itself, and the faults of the front matter of all."""
    materials: list[Material] = []
    faults: list[Finding] = []
    for name, page in pages.items():
        if not _is_material(name):
            faults += validate(PageFields, page.meta, page.table)[1]
            continue
        material, more = read_material(Path(name).stem, page.table, bundle)
        faults += more
        if material is not None:
            materials.append(material)
    return materials, [*faults, *code_conflicts(materials)]
