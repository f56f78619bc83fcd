"""Sheets of a campaign: composed, taken from the cache or produced, on all cores."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from outreach.campaign.bundle import Bundle
from outreach.campaign.sheets import Sheet
from outreach.content.page import Page
from outreach.core.cache import Entry, Store
from outreach.core.findings import Finding, OutreachError, has_errors, ordered
from outreach.core.hashing import digest, digest_tools
from outreach.core.project import Project
from outreach.core.workers import Progress, parallel_map
from outreach.render import fonts, qr
from outreach.sheets.compose import Composer, Composition
from outreach.sheets.finished_sheet import FinishedSheet, place_findings
from outreach.sheets.imposition import plans
from outreach.sheets.job import REPORT, SHEETS, SheetJob
from outreach.sheets.label import captions_of
from outreach.sheets.layout_check import Limits
from outreach.sheets.picture import document_label, picture
from outreach.sheets.plan import looks_of
from outreach.sheets.requirements import demands_of
from outreach.sheets.scenes import scenes_of
from outreach.sheets.wording import many_words, wording


def make(
    bundle: Bundle,
    files: Mapping[int, Path],
    pages: Mapping[str, Page],
    sheets: Sequence[Sheet],
    progress: Progress | None = None,
) -> list[FinishedSheet]:
    """The sheets from the cache, made first where their inputs changed, on all cores.

    `files` are the campaign's fonts by weight, `pages` its pages by path below docs/. Raises OutreachError if a sheet
    has errors.
    """
    fonts.restrict(bundle.brand.fonts, files, bundle.project.cache)
    store, composer, captions = Store(bundle.project.cache), Composer(bundle, dict(files)), captions_of(pages)
    composed = _compose(composer, pages, sheets)
    looks = looks_of(bundle, sheets)
    tools = digest_tools(bundle.project, fonts.faces(bundle.brand.fonts, files))
    jobs = [
        _job(composer, sheet, document, look is sheet, captions, store, tools)
        for sheet, document, look in zip(sheets, composed, looks, strict=True)
    ]
    entries, missing = _entries(store, jobs, progress)
    result = [
        _collect(bundle, sheet, document, job, job.key in missing, look, entries)
        for sheet, document, job, look in zip(sheets, composed, jobs, looks, strict=True)
    ]
    faults = [finding for document in result for finding in document.findings]
    if has_errors(faults):
        raise OutreachError(ordered(faults))
    return result


def _compose(composer: Composer, pages: Mapping[str, Page], sheets: Sequence[Sheet]) -> list[Composition]:
    """The sheets as HTML. Raises OutreachError for what does not fit or says too much."""
    composed = [composer.compose(sheet) for sheet in sheets]
    faults = [finding for document in composed for finding in document.findings]
    for sheet, document in zip(sheets, composed, strict=True):
        faults += wording(sheet, document, composer.bundle.campaign.words, pages)
        faults += many_words(sheet, document)
    if has_errors(faults):
        raise OutreachError(ordered(faults))
    return composed


def _job(
    composer: Composer,
    sheet: Sheet,
    composed: Composition,
    preview: bool,
    captions: Mapping[str, str],
    store: Store,
    tools: str,
) -> SheetJob:
    bundle = composer.bundle
    job = SheetJob(
        name=sheet.name,
        store=store,
        html=composed.html,
        limits=limits_of(bundle, sheet, composed),
        demands=demands_of(bundle, sheet, composed, composer.family),
        rules=tuple(bundle.profiles[sheet.profile].rules),
        preview=preview,
        work=composed.press,
        impositions=plans(bundle, sheet, composer.templates),
        label=document_label(bundle, sheet, composed.slots, captions),
        picture=picture(bundle, sheet, composed.slots, captions),
        scenes=scenes_of(bundle, sheet, composed.pictures),
    )
    return replace(job, key=digest(tools, job.record)[:32])


def _entries(store: Store, jobs: Sequence[SheetJob], progress: Progress | None) -> tuple[dict[str, Entry], set[str]]:
    """The entry of each sheet by its name, and the keys of those that are made now."""
    present = {job.key: store.entry(SHEETS, job.key) for job in jobs}
    missing = {job.key: job for job in jobs if present[job.key] is None}
    if missing:
        from outreach.sheets import produce  # heavy: only when there is something to make

        parallel_map(produce.run, [(job, job.name, 1) for job in missing.values()], progress)
    entries = {}
    for job in jobs:
        present[job.key] = entries[job.name] = present[job.key] or store.sure_entry(SHEETS, job.key)
    return entries, set(missing)


def prune(project: Project, keep: Iterable[FinishedSheet]) -> None:
    """Remove from the cache what the campaign no longer uses."""
    Store(project.cache).prune(SHEETS, {sheet.folder.name for sheet in keep})


def _collect(
    bundle: Bundle,
    sheet: Sheet,
    composed: Composition,
    job: SheetJob,
    new: bool,
    look: Sheet,
    entries: Mapping[str, Entry],
) -> FinishedSheet:
    entry, looked = entries[job.name], entries[look.name]
    report = json.loads(entry.read(REPORT))
    findings = place_findings(map(Finding.from_record, report["findings"]), sheet)
    pictures = tuple(looked.path(f"{page}.png") for page in range(1, sheet.template.stills + 1))
    profile = bundle.profiles[sheet.profile]
    outputs = [*sheet.outputs(profile.output), *(sheet.loops if profile.loops else ())]
    return FinishedSheet(
        sheet, composed, entry, outputs, new, look, pictures, composed.findings + findings, job.impositions
    )


def limits_of(bundle: Bundle, sheet: Sheet, composed: Composition) -> Limits:
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
