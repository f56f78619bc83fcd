"""The places of a project's files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from outreach.core.findings import Finding, OutreachError

MATERIALS = "an-pham"
"""The folder of materials, below docs/ and in the site."""
UNITS = "don-vi"
"""The folder of the units' pages, there too. Like that of materials it is the same in every language: addresses are
printed, and a campaign that gains a language keeps them."""

ISSUED = "issued.csv"
"""The table of issued codes, below docs/_data/."""
MANUAL = "README.md"
"""The file that explains the folder it lies in to those who write there; right below docs/ it is no page."""


class Folder:
    """A folder below a project's root, as an attribute of the project."""

    def __init__(self, *parts: str) -> None:
        self._parts = parts

    def __get__(self, project: Project, owner: type[Project]) -> Path:
        return project.root.joinpath(*self._parts)


@dataclass(frozen=True)
class Project:
    """The folders of a project: content, data, print templates, cache, site."""

    root: Path

    docs = Folder("docs")
    data = Folder("docs", "_data")
    root_files = Folder("docs", "_files")
    """Folder of files that are published as they are, at the root of the site."""
    assets = Folder("docs", "assets")
    illustrations = Folder("docs", "assets", "illustrations")
    templates = Folder("print_templates")
    cache = Folder(".cache", "outreach")
    site = Folder("site")
    reports = Folder("reports")
    """Folder of the reports that are made of what units sent back; never published."""

    @classmethod
    def find(cls, start: Path) -> Project:
        """The project at or above `start`: the nearest folder with mkdocs.yml and docs/_data/.

        Raises OutreachError if there is none.
        """
        for folder in (start.resolve(), *start.resolve().parents):
            if (folder / "mkdocs.yml").exists() and (folder / "docs" / "_data").is_dir():
                return cls(folder)
        raise OutreachError(Finding("project-missing", data={"found": str(start.resolve())}))

    @property
    def manuals(self) -> tuple[Path, ...]:
        """Files that explain folders of the campaign and are no part of it."""
        return tuple(folder / MANUAL for folder in (self.docs, self.data, self.templates))

    @property
    def reserved(self) -> tuple[Path, ...]:
        """The folders that no other files may be put in, with `--out`."""
        return self.docs, self.templates, self.root / "scripts", self.cache.parent, self.site

    def relative(self, path: Path) -> str:
        """The path relative to the project, with slashes: its name in findings."""
        return path.relative_to(self.root).as_posix()
