"""Files that a product adds to each unit's kit: the protocol between kits and the products that speak in units' names.

Imports nothing heavy: kits are made anew from it when one row of a unit list has changed.
"""

from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Protocol

from outreach.campaign.bundle import Bundle
from outreach.campaign.units import Unit
from outreach.core.cache import Shelf


class UnitFiles(Protocol):
    """A product's files for units. They lie in the cache on one shelf, by record."""

    @property
    def product(self) -> str:
        """The product's folder."""

    @property
    def key(self) -> str:
        """Digest of all that decides the files' bytes, but for units."""

    @property
    def kinds(self) -> Sequence[str]:
        """Endings of a unit's files, in the order in which they are shown."""

    @property
    def entry_kind(self) -> str:
        """Their kind in catalogues."""

    @property
    def title(self) -> str:
        """For people."""

    @property
    def words(self) -> Mapping[str, str]:
        """Strings for units' pages: `unit_title`, `unit_lead`, and `unit_<kind>` for each kind."""

    @property
    def anchor(self) -> str:
        """Id of their heading on units' pages."""

    def names(self, unit: Unit) -> dict[str, str]:
        """Published name of each of a unit's files → its name on the shelf, one of each kind."""

    def shelf_key(self, every: Iterable[Unit]) -> str:
        """Key of the shelf for a list with these units."""

    def fill(self, units: Sequence[Unit], every: Sequence[Unit], *, light: bool = False) -> Shelf:
        """Make what is missing of these units' files, of a list whose units are `every`.

        Raises OutreachError for records that do not fit, and Incomplete (see `records.shelves`) where `light` and heavy
        libraries would be needed.
        """

    def prune(self, shelf: Shelf, every: Iterable[Unit]) -> None:
        """Remove from the cache what no unit's files use any more."""


def restore_unit_files(product: str, bundle: Bundle, fonts: Mapping[int, Path], key: str) -> UnitFiles:
    """A product's files for units without the whole campaign being prepared; `key` is as it was.

    Calls `restore` of the module `unit_files` in the product's folder.
    """
    files: UnitFiles = import_module(f"{__package__}.{product}.unit_files").restore(bundle, fonts, key)
    return files
