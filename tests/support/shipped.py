"""The shipped campaign, read and prepared once a process at the first call; no test changes it."""

from functools import cache
from pathlib import Path

from outreach.campaign.bundle import Bundle
from outreach.campaign.sheets import Sheet
from outreach.core.project import Project
from outreach.products import prepare
from outreach.products.product import PreparedCampaign
from outreach.sheets.compose import Composer, Composition
from projects import ROOT


@cache
def prepared() -> PreparedCampaign:
    """The whole campaign, which has no errors."""
    return prepare.prepare(Project(ROOT))


def bundle() -> Bundle:
    """The tables of the campaign."""
    return prepared().bundle


@cache
def sheets() -> dict[str, Sheet]:
    """Name of a sheet → the sheet, in the order of the plan."""
    return {sheet.name: sheet for sheet in prepared().sheets}


def fonts() -> dict[int, Path]:
    """Weight → file of the brand's font."""
    return prepared().fonts


@cache
def _composer() -> Composer:
    return Composer(bundle(), fonts())


def compose(sheet: Sheet) -> Composition:
    """A sheet of the campaign, or one that is changed, as it is set."""
    return _composer().compose(sheet)
