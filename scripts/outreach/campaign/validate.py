"""From parsed tables to typed models: every fault becomes a finding with file and line."""

import re
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, TypeVar, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, TypeAdapter, ValidationError

from outreach.core.findings import Finding, OutreachError
from outreach.core.project import Project
from outreach.core.quoting import shorten
from outreach.core.tables import KeyPath, Table, read_toml
from outreach.core.text import closest

Model = TypeVar("Model", bound=BaseModel)
Value = TypeVar("Value")


class Strict(BaseModel):
    """A table whose keys are all known and whose values don't change once read."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, str_strip_whitespace=True, allow_inf_nan=False, defer_build=True
    )


def no_truth(value: Any) -> Any:
    """Refuse true and false, which pydantic would take for 1 and 0; any other value passes."""
    if isinstance(value, bool):
        raise ValueError("a number")
    return value


def _compilable(pattern: str) -> str:
    if match := re.search(r"\\[1-9]|\(\?(?:P|\(|[aiLmsux])", re.sub(r"\\[^1-9]", "", pattern)):
        raise ValueError(f"re: {match[0]}")  # it would mean something else, or reach further, among other patterns
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"re: {error}") from None
    return pattern


Pattern = Annotated[str, StringConstraints(min_length=1), AfterValidator(_compilable)]
"""A regular expression that may become part of a longer one."""


def read_table(
    project: Project, file: Path, read: Callable[[Table], tuple[Value | None, list[Finding]]], optional: bool = False
) -> tuple[Value | None, Table, list[Finding]]:
    """The value that `read` finds in a TOML file, the file's table, and the faults of both.

    The value is None for a file that can't be read, and the table then empty; so it is for one that is not there, which
    is no fault if it is `optional`.
    """
    empty = Table(project.relative(file), {})
    if optional and not file.exists():
        return None, empty, []
    try:
        table = read_toml(file, empty.name)
    except OutreachError as error:
        return None, empty, error.findings
    value, faults = read(table)
    return value, table, faults


def read_model(project: Project, file: Path, model: type[Model]) -> tuple[Model | None, Table, list[Finding]]:
    """A TOML file that is one `model` and may be left out, as `read_table` has it."""
    return read_table(project, file, lambda table: validate(model, table.data, table), optional=True)


def validate(model: type[Model], data: Any, table: Table, at: KeyPath = ()) -> tuple[Model | None, list[Finding]]:
    """`data`, found at `at` in `table`, as a `model`; or None and all its faults."""
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        return None, [_finding(fault, model, table, at) for fault in error.errors(include_url=False)]


def _finding(fault: Any, model: type[BaseModel], table: Table, at: KeyPath) -> Finding:
    slug, path = "field-unknown" if fault["type"] == "extra_forbidden" else "field-invalid", (*at, *fault["loc"])
    found = "—" if fault["type"] == "missing" else shorten(str(fault["input"]))
    return table.finding(slug, path, field=_dotted(path), found=found, expected=_expected(model, fault))


def _dotted(path: KeyPath) -> str:
    return ".".join(map(str, path))


def _expected(model: type[BaseModel], fault: Any) -> str:
    """A key of the strings' table `expected`, or a plain list of what is allowed."""
    kind = str(fault["type"])
    if kind == "literal_error":
        return str(fault["ctx"]["expected"]).replace("'", "").replace(" or ", ", ")
    if kind == "string_pattern_mismatch":
        return str(fault["ctx"]["pattern"])
    if kind == "value_error":
        return str(fault["ctx"]["error"])
    if kind == "extra_forbidden":
        return closest(str(fault["loc"][-1]), _fields(model, fault["loc"][:-1]))
    if kind in {"greater_than", "greater_than_equal", "less_than", "less_than_equal"}:
        return str(fault["msg"]).removeprefix("Input should be ")
    return kind


def validate_each(model: type[Model], table: Table) -> tuple[dict[str, Model], list[Finding]]:
    """Each table of `table`, by its name, as a `model`, as far as it is one; and the faults of all."""
    models: dict[str, Model] = {}
    faults: list[Finding] = []
    for name, data in table.data.items():
        instance, more = validate(model, data, table, (name,))
        faults += more
        if instance is not None:
            models[name] = instance
    return models, faults


def _fields(model: type[BaseModel], path: KeyPath) -> Iterable[str]:
    """The fields of the table at `path` of a model: through tables, lists and tables of tables."""
    here: Any = model
    for part in path:
        here = here.model_fields[part].annotation if hasattr(here, "model_fields") else get_args(here)[-1]
        if isinstance(here, UnionType):  # Model | None
            here = get_args(here)[0]
    return list(here.model_fields)


def unknown(table: Table, path: KeyPath, name: str, known: Iterable[str]) -> Finding:
    """A name at `path` of a table that none of the `known` bears."""
    return table.finding("reference-unknown", path, field=_dotted(path), found=name, expected=closest(name, known))


def unknown_name(slug: str, name: str, known: Iterable[str]) -> OutreachError:
    """An error for a name that none of the `known` bears."""
    return OutreachError(Finding(slug, data={"found": name, "expected": closest(name, known)}))


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def from_record(kind: type[Value], record: object) -> Value:
    """A dataclass from the JSON of its fields. Raises ValueError for anything else."""
    adapter: TypeAdapter[Value] = _adapter(kind)  # type: ignore[arg-type]  # classes can be hashed
    value = adapter.validate_python(record)
    return value
