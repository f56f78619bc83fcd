"""The references of the manual, taken from the code: commands, findings, preflight rules, formats and fields.

`make docs` writes them into scripts/reference/, and a test compares them with what lies there.
"""

import ast
import datetime as dt
import inspect
import json
import re
import sys
import types
import typing
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import click

from outreach.campaign.brand import Brand
from outreach.campaign.conditions import Conditions
from outreach.campaign.formats import Format
from outreach.campaign.impositions import Impositions
from outreach.campaign.load import load
from outreach.campaign.materials import MaterialFields, PageFields
from outreach.campaign.model import Campaign, Channel
from outreach.campaign.profiles import Profile
from outreach.campaign.quiet import QuietTable
from outreach.campaign.shops import Shop
from outreach.campaign.tasks import Task
from outreach.campaign.telephones import Plan
from outreach.campaign.templates import Slot, Template, TemplateFile
from outreach.campaign.ties import TieTable
from outreach.campaign.validate import Strict
from outreach.checks.rules import rules
from outreach.cli.commands import root
from outreach.cli.explain import BLANK, explanations
from outreach.cli.program import PROGRAM, Context, name_of, translate
from outreach.cli.texts import Texts
from outreach.core.project import Project
from outreach.core.strings import FALLBACK, Strings
from outreach.products.prepare import find_products

FOLDER = Path("scripts/reference")
HEAD = "<!-- Written by `make docs` from the code: change the code, not this file. -->"
FILES: Mapping[str, Sequence[tuple[str, str, type[Strict]]]] = {
    "Front matter": [
        ("docs/an-pham/*.md", "materials", MaterialFields),
        ("docs/**/*.md", "all other pages", PageFields),
    ],
    "The campaign": [
        ("docs/_data/campaign.toml", "", Campaign),
        ("docs/_data/brand.toml", "", Brand),
        ("docs/_data/channels.toml", "for each place", Channel),
        ("docs/_data/tasks.toml", "for each task", Task),
        ("docs/_data/shops/*.toml", "", Shop),
        ("docs/_data/quiet.toml", "", QuietTable),
        ("docs/_data/ties/*.toml", "", TieTable),
        ("docs/_data/telephones/*.toml", "", Plan),
    ],
    "Print templates": [
        ("print_templates/*/template.toml", "", TemplateFile),
        ("print_templates/*/template.toml", "`[slots.<slot>]`", Slot),
        ("print_templates/_shared/profiles.toml", "for each profile", Profile),
        ("print_templates/_shared/impositions.toml", "", Impositions),
        ("print_templates/_shared/conditions.toml", "", Conditions),
    ],
}
"""Chapter → file, the part of it, and the model that the file is read into; those of products are with them."""
REQUIRED = {(PageFields, "title"): True, (PageFields, "summary"): True, (Format, "trim"): False}
"""Fields whose model says otherwise: content/lint asks every page for the first two, others may stand for the last."""
SLOTS = """Sizes are width × height in mm, of pictures in pixels. Labels are those of the shipped campaign's language.

Slots are what the front matter of a material says under `slots`; bold ones must be filled. Text is words, steps are a
numbered list of a page (`page.md#heading`), prose is words or a section, table is a section with a table. A scene is
filled by `scene` and `alt` of the material. All other slots of a template fill themselves with names, numbers, link and
state of the campaign; a material may give other words for them."""
FIELDS = """The fields of the files of a campaign and of its print templates. **Bold** fields are required; a bold field
below one that is not bold is required once that one is there. The columns of lists of units and of `issued.csv` are in
[the README of the tables](../../docs/_data/README.md#units), the keys of `strings/<language>.toml` in
`scripts/outreach/theme/strings/en.toml` and in the `theme/strings/en.toml` of each product. A table
`spoken/<language>.toml` lies over the theme's: Vietnamese ships, so none of its bold fields is required there; for
another language all of them are the campaign's to write."""


def files() -> dict[str, list[tuple[str, str, type[Strict]]]]:
    """Chapter → all its files, those of products behind the others."""
    chapters = {chapter: list(rows) for chapter, rows in FILES.items()}
    for source in (source for product in find_products() for source in product.sources):
        chapters["Front matter" if source.path.endswith(".md") else "The campaign"].append(source)
    return chapters


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown; strokes in cells are escaped, ends of lines are spaces."""
    cells = [
        [" ".join(cell.split()).replace("|", "\\|") for cell in row] for row in (heads, ["---"] * len(heads), *rows)
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in cells)


def plain(text: str) -> str:
    """A text whose signs mean nothing in Markdown."""
    return re.sub(r"([\\`*<\[])", r"\\\1", text)


def command_page() -> str:
    translate(root, Texts(FALLBACK))
    names = {param.name for param in root.params}
    common = [*root.params, root.get_help_option(Context(root))]
    parts = ["# Commands", table(("All commands take", "Meaning"), map(_argument, common))]
    for path, command in _commands(root, PROGRAM):
        usage = " ".join(command.collect_usage_pieces(Context(command)))
        parts += [f"## `{path}`", f"`{path} {usage}`", command.help or ""]
        rows = [_argument(param) for param in command.params if param.name not in names]
        parts += [table(("Argument", "Meaning"), rows)] if rows else []
    return "\n\n".join(parts)


def _commands(group: click.Group, path: str) -> Iterator[tuple[str, click.Command]]:
    """Every command below a group, with its full name, such as `outreach embeds check`."""
    for name, command in group.commands.items():
        yield f"{path} {name}", command
        if isinstance(command, click.Group):
            yield from _commands(command, f"{path} {name}")


def _argument(param: Any) -> tuple[str, str]:
    """Row of an option or argument: its name and its help."""
    return f"`{name_of(param)}`", plain(getattr(param, "help", None) or "")


def finding_page() -> str:
    """All findings by name, as `outreach explain` says them."""
    parts = [
        "# Findings",
        f"“{BLANK}” stands for what a finding fills in. `outreach explain FINDING` shows one of them.",
    ]
    for entry in sorted(explanations(FALLBACK), key=lambda entry: entry.finding):
        parts += [f"## `{entry.finding}`", plain(entry.text)]
        parts += [f"Expected: {plain(entry.expected)}"] if entry.expected else []
        place = "typed in a shell" if entry.place == "$" else f"in `{entry.place}`"
        parts += [f"Wrong, {place}:", _block(entry.bad)] if entry.bad else []
        parts += ["Right:", _block(entry.good)] if entry.good else []
        parts += [f"What to do: {plain(entry.remedy)}"] if entry.remedy else []
    return "\n\n".join(parts)


def _block(text: str) -> str:
    """A block of code; its fence differs from those that the text may hold."""
    return f"~~~~text\n{text.rstrip()}\n~~~~"


def rule_page(profiles: Mapping[str, Profile]) -> str:
    """Each rule with what its module says, the profiles that obey it, and the findings that it gives."""
    rows = []
    for name, rule in sorted(rules().items()):
        obedient = [profile for profile, what in profiles.items() if name in what.rules]
        module = sys.modules[rule.__module__]
        findings = _findings_of(name, inspect.getsource(module))
        rows.append((f"`{name}`", module.__doc__ or "", _codes(obedient), _codes(findings)))
    head = "`outreach explain FINDING` says what a finding means and what to do."
    return "\n\n".join(["# Preflight rules", head, table(("Rule", "Says", "Profiles", "Findings"), rows)])


def _findings_of(rule: str, source: str) -> list[str]:
    """The findings that the source of a rule names. One word may also be the name of something else, such as a box."""
    names = [name for name in Strings.load(FALLBACK).section("findings") if f'"{name}"' in source]
    return [name for name in names if "-" in name or name == rule or re.search(rf'Finding\(\s*"{name}"', source)]


def _codes(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def format_page(templates: Mapping[str, Template]) -> str:
    parts = ["# Formats", SLOTS]
    for template in templates.values():
        rows = [(f"`{key}`", form.label, form.size, _codes(form.profiles)) for key, form in template.formats.items()]
        slots = {name: slot for layout in template.layouts.values() for name, slot in layout.items()}
        words = [_slot(name, slot) for name, slot in slots.items() if not slot.default and not slot.like]
        parts += [f"## `{template.name}`", f"Slots: {', '.join(filter(None, words))}."]
        parts += [table(("Format", "Label", "Size", "Profiles"), rows)]
    return "\n\n".join(parts)


def _slot(name: str, slot: Slot) -> str:
    """A slot that a material fills, with what it takes; empty for the QR code, which comes of `scan_from`."""
    kind = f"{slot.kind}, at most {slot.max_items}" if slot.kind == "steps" else slot.kind
    kind = f"{kind}, only with `{slot.needs}`" if slot.needs else kind
    title = f"`{name}`" if slot.optional or slot.needs else f"**`{name}`**"
    return "" if slot.kind == "symbol" else f"{title} ({kind})"


def field_page() -> str:
    parts = ["# Fields", FIELDS]
    tables: set[type[Strict]] = set()
    for chapter, rows in files().items():
        parts.append(f"## {chapter}")
        for file, part, model in rows:
            parts += [f"### `{file}`" + (f", {part}" if part else ""), *_model(model, tables)]
    return "\n\n".join(parts)


def _model(model: type[Strict], tables: set[type[Strict]]) -> Iterator[str]:
    """The table of a model, then those of the models within it, but for models that have their `tables` already."""
    tables.add(model)
    bases = [base for base in reversed(model.__mro__) if issubclass(base, Strict)]
    notes = {name: note for base in bases for name, note in _notes(base).items()}
    rows = []
    for name, field in model.model_fields.items():
        title = f"**`{name}`**" if REQUIRED.get((model, name), field.is_required()) else f"`{name}`"
        preset = "" if field.is_required() else _value(field.get_default(call_default_factory=True))
        rows.append((title, _kind(field.annotation), preset, notes.get(name, "")))
    yield table(("Field", "Holds", "If left out", "Meaning"), rows)
    for inner in dict.fromkeys(part for field in model.model_fields.values() for part in _models(field.annotation)):
        if inner not in tables:
            yield f"#### {_title(inner)}"
            yield " ".join((inner.__doc__ or "").split())
            yield from _model(inner, tables)


def _title(model: type[Strict]) -> str:
    return model.__name__.lstrip("_")


def _notes(model: type[Strict]) -> dict[str, str]:
    """Field → the text that stands below it in the source of its class."""
    (tree,) = ast.parse(inspect.getsource(model)).body
    body = tree.body if isinstance(tree, ast.ClassDef) else []
    return {
        before.target.id: str(after.value.value)
        for before, after in pairwise(body)
        if isinstance(before, ast.AnnAssign)
        and isinstance(before.target, ast.Name)
        and isinstance(after, ast.Expr)
        and isinstance(after.value, ast.Constant)
    }


def _models(annotation: Any) -> Iterator[type[Strict]]:
    if inspect.isclass(annotation) and issubclass(annotation, Strict):
        yield annotation
    for argument in typing.get_args(annotation):
        yield from _models(argument)


WORDS = {str: "text", int: "whole number", float: "number", bool: "true or false", dt.date: "day", Any: "anything"}


def _kind(annotation: Any) -> str:
    """A type in words: `list[str] | None` is "list of text"."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        return _kind(arguments[0])
    if origin is typing.Literal:
        return " or ".join(f"`{value}`" for value in arguments)
    if origin in (typing.Union, types.UnionType):
        return " or ".join(_kind(part) for part in arguments if part is not types.NoneType)
    if origin is list:
        return f"list of {_kind(arguments[0])}"
    if origin is dict:
        return f"table of {_kind(arguments[1])}"
    if origin is tuple:
        length = "list of" if Ellipsis in arguments else f"{len(arguments)} ×"
        return f"{length} {_kind(arguments[0])}"
    return WORDS.get(annotation) or f"[{_title(annotation)}](#{_title(annotation).lower()})"


def _value(value: Any) -> str:
    """A default value in the notation of TOML; nothing for an empty one."""
    if isinstance(value, Strict) or value in (None, "", (), [], {}):
        return ""
    return f"`{json.dumps(value, ensure_ascii=False, default=str)}`"


def pages(project: Project) -> dict[str, str]:
    """File name → text of every reference."""
    bundle = load(project)
    texts = {
        "commands.md": command_page(),
        "findings.md": finding_page(),
        "rules.md": rule_page(bundle.profiles),
        "formats.md": format_page(bundle.templates),
        "fields.md": field_page(),
    }
    return {name: f"{HEAD}\n\n{text}\n" for name, text in texts.items()}


if __name__ == "__main__":
    home = Project.find(Path())
    (home.root / FOLDER).mkdir(exist_ok=True)
    for file, text in pages(home).items():
        (home.root / FOLDER / file).write_text(text, encoding="utf-8")
