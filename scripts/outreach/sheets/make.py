"""Sheets of a campaign: composed, taken from the cache or produced, on all cores."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from outreach.campaign.bundle import Bundle
from outreach.campaign.sheets import Sheet
from outreach.content.page import Page
from outreach.core.cache import Entry, Store
from outreach.core.findings import Finding, OutreachError, has_errors, ordered
from outreach.core.hashing import digest, digest_tools, file_digest
from outreach.core.project import Project
from outreach.core.workers import Progress, parallel_map
from outreach.render import fonts, qr
from outreach.render.glyphs import Family
from outreach.render.templates import Templates
from outreach.sheets.compose import Composed, Composer
from outreach.sheets.finished import Made, placed
from outreach.sheets.imposition import plans
from outreach.sheets.job import REPORT, SHEETS, SheetJob
from outreach.sheets.label import captions_of
from outreach.sheets.layout_check import Limits
from outreach.sheets.picture import document_label, picture
from outreach.sheets.plan import shown
from outreach.sheets.requirements import demanded
from outreach.sheets.scenes import scenes_of
from outreach.sheets.wording import many_words, wording


def make(
    bundle: Bundle,
    files: Mapping[int, Path],
    pages: Mapping[str, Page],
    sheets: Sequence[Sheet],
    progress: Progress | None = None,
) -> list[Made]:
    """The sheets from the cache, made first where their inputs changed, on all cores.

    `files` are the campaign's fonts by weight, `pages` its pages by path below docs/. Raises OutreachError if a sheet
    has errors.
    """
    fonts.restrict(files.values(), bundle.project.cache)
    composed = _compose(bundle, files, pages, sheets)
    looks = shown(bundle, sheets)
    jobs = _jobs(bundle, files, pages, sheets, composed, looks)
    entries, missing = _entries(Store(bundle.project.cache), jobs, progress)
    finished = [
        _collect(bundle, sheet, document, job, job.key in missing, look, entries)
        for sheet, document, job, look in zip(sheets, composed, jobs, looks, strict=True)
    ]
    faults = [finding for document in finished for finding in document.findings]
    if has_errors(faults):
        raise OutreachError(ordered(faults))
    return finished


def _compose(
    bundle: Bundle, files: Mapping[int, Path], pages: Mapping[str, Page], sheets: Sequence[Sheet]
) -> list[Composed]:
    """The sheets as HTML. Raises OutreachError for what does not fit or says too much."""
    composer = Composer(bundle, dict(files))
    composed = [composer.compose(sheet) for sheet in sheets]
    faults = [finding for document in composed for finding in document.findings]
    for sheet, document in zip(sheets, composed, strict=True):
        faults += wording(sheet, document, bundle.campaign.words, pages)
        faults += many_words(sheet, document)
    if has_errors(faults):
        raise OutreachError(ordered(faults))
    return composed


def _jobs(
    bundle: Bundle,
    files: Mapping[int, Path],
    pages: Mapping[str, Page],
    sheets: Sequence[Sheet],
    composed: Sequence[Composed],
    looks: Sequence[Sheet],
) -> list[SheetJob]:
    family, templates = Family(dict(files)), Templates([bundle.project.templates])
    store = Store(bundle.project.cache)
    captions = captions_of(pages)
    tools = digest_tools(bundle.project, (path for _, path in sorted(files.items())))
    inks = file_digest(bundle.shop_profile) if bundle.shop_profile else ""
    jobs = []
    for sheet, one, look in zip(sheets, composed, looks, strict=True):
        job = SheetJob(
            name=sheet.name,
            store=store,
            html=one.html,
            limits=limits_of(bundle, sheet, one),
            demands=demanded(bundle, sheet, one, family),
            rules=tuple(bundle.profiles[sheet.profile].rules),
            preview=look is sheet,
            work=one.press,
            plans=plans(bundle, sheet, templates),
            label=document_label(bundle, sheet, one.slots, captions),
            picture=picture(bundle, sheet, one.slots, captions),
            scenes=scenes_of(bundle, sheet, one.pictures),
        )
        jobs.append(replace(job, key=digest(tools, inks if one.press else "", job.record)[:32]))
    return jobs


def _entries(store: Store, jobs: Sequence[SheetJob], progress: Progress | None) -> tuple[dict[str, Entry], set[str]]:
    """The entry of each sheet by its name, and the keys of those that are made now."""
    lying = {job.key: store.entry(SHEETS, job.key) for job in jobs}
    missing = {job.key: job for job in jobs if lying[job.key] is None}
    if missing:
        from outreach.sheets import produce  # heavy: only when there is something to make

        parallel_map(produce.run, [(job, job.name, 1) for job in missing.values()], progress)
    entries = {}
    for job in jobs:
        lying[job.key] = entries[job.name] = lying[job.key] or store.sure_entry(SHEETS, job.key)
    return entries, set(missing)


def forget(project: Project, keep: Iterable[Made]) -> None:
    """Removes from the cache what the campaign no longer uses."""
    Store(project.cache).prune(SHEETS, {made.folder.name for made in keep})


def _collect(
    bundle: Bundle,
    sheet: Sheet,
    composed: Composed,
    job: SheetJob,
    pressed: bool,
    look: Sheet,
    entries: Mapping[str, Entry],
) -> Made:
    entry, looked = entries[job.name], entries[look.name]
    report = json.loads(entry.read(REPORT))
    findings = placed(map(Finding.from_record, report["findings"]), sheet)
    pictures = tuple(looked.path(f"{page}.png") for page in range(1, sheet.template.stills + 1))
    profile = bundle.profiles[sheet.profile]
    outputs = [*sheet.outputs(profile.output), *sheet.loops(profile.loops)]
    return Made(sheet, composed, entry, outputs, pressed, look, pictures, composed.findings + findings, job.plans)


def limits_of(bundle: Bundle, sheet: Sheet, composed: Composed) -> Limits:
    """Limits that the finished sheet is held to."""
    profile = bundle.profiles[sheet.profile]
    slugs = composed.press.words if composed.press else ()
    return Limits(
        trim=sheet.form.trim,
        scale=sheet.form.enlarged,
        round=sheet.form.round,
        keep_clear=sheet.form.keep_clear,
        pages=sheet.template.pages,
        safe=profile.safe,
        links=tuple(
            (view.page, qr.link_text(composed.scan.link))
            for name, view in composed.slots.items()
            if composed.scan is not None and sheet.template.layouts[sheet.format, sheet.profile][name].kind == "symbol"
        ),
        words=tuple((view.page, name, view.words) for name, view in composed.slots.items())
        + tuple((page, "slug", line) for page, line in enumerate(slugs, 1)),
    )
