"""Files that the build gives MkDocs or adds to its site: sheets, beside their pages and in a ZIP, and root files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from outreach.campaign.bundle import Bundle
from outreach.content.root_files import root_files
from outreach.core.cache import Content, Store
from outreach.core.files import write_files, zip_files
from outreach.core.findings import Finding, OutreachError
from outreach.core.project import MATERIALS, Project
from outreach.sheets.finished import Made
from outreach.sheets.plan import kit_name


def sheet_files(files: Files, made: Sequence[Made], bundle: Bundle, config: MkDocsConfig) -> None:
    """Gives MkDocs the files of all sheets, their previews, and a ZIP for each place, without what moves."""
    for one in made:
        previews = dict(zip(one.stills, one.previews, strict=True)) if one.previews else {}
        own = {f"{one.sheet.material.slug}/{name}": path for name, path in one.files.items()}
        for name, source_path in (own | previews).items():
            files.append(File.generated(config, f"{MATERIALS}/{name}", abs_src_path=str(source_path)))
    for place in bundle.channels:
        here = [one for one in made if one.sheet.material.meta.channel == place]
        if here:
            moving = {output.name for one in here for output in one.outputs if output.loop}
            still = {name: path for one in here for name, path in one.files.items() if name not in moving}
            kit = zip_files({name: path.read_bytes() for name, path in still.items()})
            files.append(File.generated(config, kit_name(place), content=kit))


def kept_files(files: Files, project: Project) -> dict[str, Content]:
    """Those of MkDocs' files that lie in the cache, as they were made."""
    store = Store(project.cache)
    sources = {file.dest_uri: Path(file.abs_src_path) for file in files if file.abs_src_path}
    kept = {path: source for path, source in sources.items() if source.is_relative_to(project.cache)}
    return {path: store.content(source) for path, source in kept.items()}


def write_root_files(project: Project, site: Path) -> None:
    """Copy what lies in docs/_files/ into a site that is otherwise whole.

    Raises OutreachError for names that it has already.
    """
    files = root_files(project)
    existing = {name: project.relative(path) for name, path in files.items() if (site / name).exists()}
    if existing:
        raise OutreachError([Finding("path-reserved", file=at, data={"found": name}) for name, at in existing.items()])
    write_files(site, {name: path.read_bytes() for name, path in files.items()})
