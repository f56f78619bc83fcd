"""The documents of a print order: approval proofs, which somebody signs, and job sheets, which a print shop gets."""

from collections.abc import Sequence
from pathlib import Path

from outreach.campaign.formats import Format
from outreach.campaign.materials import Material
from outreach.campaign.shops import Shop
from outreach.core.files import write_whole
from outreach.core.strings import Strings
from outreach.core.workers import Progress
from outreach.products.print_orders import THEME
from outreach.products.print_orders.file_record import FileRecord
from outreach.products.product import PreparedCampaign
from outreach.sheets.documents import Document, DocumentComposer
from outreach.sheets.names import profile_name
from outreach.sheets.typeset_document import set_documents


def compose(prepared: PreparedCampaign, records: Sequence[FileRecord]) -> list[Document]:
    """An approval proof for each material that is printed, and a job sheet for each file that goes to a print shop."""
    composer, profiles = DocumentComposer(prepared.bundle, theme=THEME), prepared.bundle.profiles
    records = [record for record in records if profiles[record.sheet.profile].prints]
    materials: dict[str, list[FileRecord]] = {}
    for record in records:
        materials.setdefault(record.sheet.material.slug, []).append(record)
    approvals = [approval(composer, files[0].sheet.material, files) for files in materials.values()]
    return approvals + [job_sheet(composer, record) for record in records if profiles[record.sheet.profile].shop]


def approval(composer: DocumentComposer, material: Material, records: Sequence[FileRecord]) -> Document:
    """The approval proof of one material's files."""
    severities = [finding.severity for record in records for finding in record.findings]
    errors = severities.count("error")
    context = {
        "meta": material.meta,
        "channel": composer.bundle.channels[material.meta.channel],
        "records": records,
        "verdict": "errors" if errors else "warnings" if severities else "none",
        "errors": errors,
        "warnings": len(severities) - errors,
        "profile_name": profile_name,
    }
    title = composer.words.text("approval.document", title=material.meta.title)
    name = composer.words.text("approval.file", name=material.slug)
    pictures = {picture: png for record in records for picture, png in record.pictures.items()}
    return composer.compose(name, "approval", context, title, pictures, [composer.source(material)])


def job_sheet(composer: DocumentComposer, record: FileRecord) -> Document:
    """The job sheet of one file."""
    words, bundle, sheet = composer.words, composer.bundle, record.sheet
    meta = sheet.material.meta
    context = {
        "record": record,
        "sheet": sheet,
        "meta": meta,
        "profile": bundle.profiles[sheet.profile],
        "profile_name": profile_name(bundle, sheet.profile),
        "channel": bundle.channels[meta.channel],
        "shop": bundle.shop,
        "finishing": _finishing(words, bundle.shop, sheet.form),
    }
    title = words.text("job.document", title=meta.title, format=sheet.form.label)
    name = words.text("job.file", name=sheet.name)
    return composer.compose(name, "job", context, title, record.pictures, [composer.source(sheet.material)])


def _finishing(words: Strings, shop: Shop, form: Format) -> dict[str, str]:
    """The work on the printed sheet: the string that names it → its text."""
    lengths = {"hem": form.hem, "eyelets": form.eyelets, "keep_clear": form.keep_clear}
    cut = words.text("job.cut_to", size=words.size_mm(form.trim))
    if form.round:
        cut = words.text("job.cut_round", diameter=words.number(form.trim[0]), die=shop.die)
    folds = ", ".join(words.number(fold * form.rem) for fold in form.folds)
    return {
        "cut": cut,
        "folds": words.text("job.folds_at", places=folds) if folds else "",
        **{name: words.text(f"job.{name}_mm", mm=words.number(mm)) for name, mm in lengths.items() if mm},
    }


def write(
    prepared: PreparedCampaign, records: Sequence[FileRecord], out: Path, whole: bool, progress: Progress | None = None
) -> list[Path]:
    """Write the documents on some files into a folder, and return them. Raises OutreachError for one that can't be set.

    `whole`: these are all files of the campaign, so what the cache holds beside them is not needed any more.
    """
    documents = compose(prepared, records)
    paths = set_documents(prepared.bundle, prepared.fonts, documents, "papers", progress, whole)
    out.mkdir(parents=True, exist_ok=True)
    targets = [out / f"{document.name}.pdf" for document in documents]
    for target, path in zip(targets, paths, strict=True):
        write_whole(target, path.read_bytes())
    return targets
