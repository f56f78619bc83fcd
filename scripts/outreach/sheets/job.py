"""A sheet to be produced: all that decides its bytes.

Apart from `produce`, which makes it: that module is too heavy to be imported for what lies in the cache.
"""

import datetime as dt
import json
from dataclasses import asdict, dataclass, is_dataclass
from pathlib import Path
from typing import Any

from outreach.campaign.validate import Strict
from outreach.checks.demands import Demands, SceneDemands
from outreach.core.cache import Store
from outreach.core.hashing import file_digest
from outreach.render.xmp import Label
from outreach.sheets.imposition import Imposition
from outreach.sheets.layout_check import Limits
from outreach.sheets.picture import Picture
from outreach.sheets.presswork import Presswork

SHEETS = "sheets"
"""The kind of finished sheets in the cache."""
SHEET, REPORT = "sheet.pdf", "report.json"
"""Files of a finished sheet in the cache: the PDF, and what production noted about it."""
PREVIEW_PX = 720
"""Width of a preview."""
_PLACE = {"name", "store", "key"}
"""Fields that say where a sheet goes to, not what it is."""


@dataclass(frozen=True)
class SheetJob:
    """All that decides a sheet's bytes, and the entry of the cache that they go to."""

    name: str
    store: Store
    html: str
    limits: Limits
    demands: Demands
    rules: tuple[str, ...]
    preview: bool
    """Pictures of its pages are wanted."""
    work: Presswork | None
    """Bleed, marks and slug line for the print shop that it goes to."""
    label: Label
    """Metadata of the file."""
    picture: Picture | None = None
    """The pictures that are made of it; a PNG picture is its own preview."""
    scenes: tuple[SceneDemands, ...] = ()
    """The drawings on it that are looked at."""
    impositions: tuple[Imposition, ...] = ()
    """Further files that are made of it: copies on one paper, pieces of a large one."""
    key: str = ""
    """In the cache."""

    @property
    def record(self) -> str:
        """All that decides its bytes, as JSON."""
        return json.dumps({name: value for name, value in vars(self).items() if name not in _PLACE}, default=_record)


def _record(value: Any) -> Any:
    """A value as JSON can hold it. Raises TypeError for one whose text would not tell it from others, as a set's."""
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, Strict | dt.date):
        return str(value)
    if isinstance(value, Path):  # of a profile of inks: its place says nothing, and may be another elsewhere
        return file_digest(value)
    raise TypeError(f"{type(value).__name__} in a sheet's job")
