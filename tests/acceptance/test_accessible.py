"""Every published file that says it is PDF/UA is: held against page-validation, its descriptions read back."""

from pathlib import Path

import pytest

from accessibility import alts, claims, faults, links
from outreach.core.project import Project
from outreach.products.prepare import prepare
from projects import ROOT, poster_project

UNITS = 3
"""Units whose files are all looked at in every run; those of the others are in the long tests."""


def demanded(site: Path) -> list[Path]:
    """Files that must be PDF/UA: copies for screens, guides, papers to read aloud from, forms of reports."""
    screens = [path for path in (site / "an-pham").rglob("*.pdf") if "-screen" in path.stem]
    guides = list((site / "embed").rglob("*.pdf"))
    papers = [path for name in ("truyen-thanh", "bao-cao") for path in (site / name).rglob("*.pdf")]
    units = [path for name in ("truyen-thanh", "bao-cao") for path in site.glob(f"don-vi/*/{name}-*.pdf")]
    return sorted([*screens, *guides, *papers, *units])


def false_claims(paths: list[Path]) -> dict[str, list[str]]:
    """Files that claim to be PDF/UA and are not, with what is wrong."""
    contents = {path.name: path.read_bytes() for path in paths}
    return {name: found for name, content in contents.items() if claims(content) and (found := faults(content))}


def test_each_file_of_a_small_campaign_is_what_it_says() -> None:
    """A campaign with one material, three units, guides and scripts."""
    site = poster_project() / "site"
    wanted = demanded(site)
    assert len(wanted) >= 1 + 2 + 2 + 3 + 4 + 3 and all(claims(path.read_bytes()) for path in wanted)
    assert false_claims(sorted(site.rglob("*.pdf"))) == {}


def test_no_file_for_print_shops_claims_to_be_pdf_ua(site: Path) -> None:
    print_shop = [path for path in (site / "an-pham").rglob("*.pdf") if "print-shop" in path.stem]
    assert len(print_shop) > 40 and not any(claims(path.read_bytes()) for path in print_shop)


def test_copies_guides_and_papers_of_the_campaign_are_pdf_ua(site: Path) -> None:
    wanted = [path for path in demanded(site) if "don-vi" not in path.parts]
    assert len(wanted) > 40 and [path.name for path in wanted if not claims(path.read_bytes())] == []
    shared = sorted([*(site / "an-pham").rglob("*.pdf"), *wanted])
    few = sorted((site / "don-vi").iterdir())[:: max(1, len(list((site / "don-vi").iterdir())) // UNITS)]
    assert false_claims(shared + [path for folder in few for path in folder.glob("*.pdf")]) == {}


@pytest.mark.long
def test_every_file_of_the_campaign_is_what_it_says(site: Path) -> None:
    wanted = demanded(site)
    assert len(wanted) > 490 and [path.name for path in wanted if not claims(path.read_bytes())] == []
    assert false_claims(sorted(site.rglob("*.pdf"))) == {}


def test_each_description_of_a_scene_is_found_again_in_the_file(site: Path) -> None:
    """The scene's own words, and where the symbol leads: no figure without words, and no scene that is none."""
    prepared = prepare(Project(ROOT))
    shown = 0
    for sheet in prepared.sheets:
        meta, path = sheet.material.meta, site / f"an-pham/{sheet.material.slug}/{sheet.name}.pdf"
        if not prepared.bundle.profiles[sheet.profile].tagged or not path.exists():
            continue
        content = path.read_bytes()
        found = alts(content)
        slots = {slot.kind for slot in sheet.template.layouts[sheet.format, sheet.profile].values()}
        assert all(found), sheet.name
        if "scene" in slots and meta.scene is not None:
            shown += 1
            assert meta.alt in found, sheet.name
        if "symbol" in slots and meta.scan_from is not None:
            assert any("caidat.example" in alt for alt in found), sheet.name
        assert all(said.strip() and flags & 4 for said, flags in links(content)), sheet.name
    assert shown > 60
