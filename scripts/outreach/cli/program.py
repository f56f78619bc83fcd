"""Commands and options as click has them, with help from the tables and wrong arguments as findings (adapter of click).

What is particular here: the options of all commands stand before or behind the command's name, help follows --lang
wherever that stands, and a command or group that is called bare shows its help.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from click.exceptions import BadOptionUsage, MissingParameter, NoSuchCommand, NoSuchOption

from outreach.cli.session import Session
from outreach.cli.texts import Texts, languages
from outreach.core.findings import Finding, OutreachError
from outreach.core.strings import FALLBACK, Strings
from outreach.core.text import closest

PROGRAM = "outreach"
LANGUAGE_VARIABLE = "OUTREACH_LANG"


class ArgumentFault(click.UsageError):
    """Arguments that can't be used, as a finding."""

    def __init__(self, slug: str, **data: str) -> None:
        super().__init__(slug)
        self.finding = Finding(slug, data=data)


@click.pass_context
def show_help(ctx: click.Context) -> list[Finding]:
    """Print the help of a group that is called without a command."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
        ctx.ensure_object(Session).has_answer = True
    return []


class Formatter(click.HelpFormatter):
    """Help whose headings are of the language that is asked for."""

    def __init__(self, texts: Texts, **sizes: Any) -> None:
        super().__init__(**sizes)
        self._texts = texts

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        for name in ("[OPTIONS]", "COMMAND"):
            args = args.replace(name, self._texts.word("headings", name))
        super().write_usage(prog, args, self._texts.word("headings", "Usage:") + " ")

    def write_heading(self, heading: str) -> None:
        super().write_heading(self._texts.word("headings", heading))


class Context(click.Context):
    """One call of a command."""

    def make_formatter(self) -> click.HelpFormatter:
        texts = self.ensure_object(Session).texts
        return Formatter(texts, width=self.terminal_width, max_width=self.max_content_width)


class Command(click.Command):
    """A command whose help is in the tables; it takes the options of all commands too."""

    context_class = Context

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.params += common_options(LANGUAGE_VARIABLE if self.name == PROGRAM else None)
        for param in self.params:
            if isinstance(param, click.Option) and not (param.is_flag or isinstance(param.type, click.Choice)):
                param.metavar = param.metavar or param.opts[0].lstrip("-").upper()
        # Else click's own sentence would say it, in English.
        self.allow_extra_args = True

    def get_help(self, ctx: click.Context) -> str:
        translate(ctx.find_root().command, ctx.ensure_object(Session).texts)
        return super().get_help(ctx)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.is_eager = False  # --lang behind it is read first
        return option

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.ensure_object(Session).command = ctx.command_path.removeprefix(f"{PROGRAM} ")
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        if ctx.args and not isinstance(self, click.Group):
            raise ArgumentFault("argument-extra", found=ctx.args[0], command=ctx.command_path)
        return super().invoke(ctx)


class Group(Command, click.Group):
    """Commands under one name, in the order in which they were added; called bare, it shows its help."""

    command_class = Command
    group_class = type

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(
            *args, invoke_without_command=True, callback=show_help, subcommand_metavar="COMMAND", **settings
        )

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


def common_options(envvar: str | None = None) -> list[click.Parameter]:
    """The options of all commands. Behind a command's name they count for more than before it.

    `envvar` is a variable of the environment that names the language where no option does.
    """

    def remember(ctx: click.Context, param: click.Parameter, value: Any) -> None:
        if value:
            setattr(ctx.ensure_object(Session), param.name or "", value)

    def option(*names: str, **settings: Any) -> click.Option:
        return click.Option([*names], expose_value=False, callback=remember, **settings)

    return [
        option("--json", is_flag=True, is_eager=True),
        option("--lang", "language", type=Choice(languages()), is_eager=True, envvar=envvar),
        option("--trace", is_flag=True),
        option("-C", "folder", metavar="FOLDER"),
    ]


def command(name: str | None = None) -> Callable[[Callable[..., list[Finding]]], Command]:
    """Makes a function a command."""
    return click.command(name, cls=Command)


class Choice(click.Choice[str]):
    """A choice of words; the finding for another word names the nearest."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value not in self.choices:
            raise _unusable(value, param, closest(str(value), self.choices))
        return str(value)


class Number(click.ParamType[float]):
    """A number above 0 and up to `most`; `kind` is the end of the key `argument-…` of the text that says so."""

    def __init__(self, kind: str, most: float, whole: bool = True) -> None:
        self.name, self._most, self._whole = kind, most, whole

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        try:
            number = int(value) if self._whole else float(value)
        except ValueError:
            number = 0
        if not 0 < number <= self._most:
            raise _unusable(value, param, f"argument-{self.name}")
        return number


def _unusable(value: object, param: click.Parameter | None, expected: str) -> ArgumentFault:
    return ArgumentFault("argument-invalid", found=str(value), field=name_of(param), expected=expected)


def name_of(param: click.Parameter | None) -> str:
    """Name of an option or argument in the help: `--out`, `PAGE...`."""
    if isinstance(param, click.Option):
        return param.opts[0]
    return param.make_metavar(Context(click.Command(""))) if param else ""


def finding(error: click.UsageError, command: str) -> Finding:
    """Wrong arguments of a `command` as a finding."""
    if isinstance(error, ArgumentFault):
        return error.finding
    if isinstance(error, NoSuchCommand) and error.ctx and isinstance(error.ctx.command, click.Group):
        expected = closest(error.command_name, error.ctx.command.commands)
        return Finding("command-unknown", data={"found": error.command_name, "expected": expected})
    if isinstance(error, NoSuchOption):
        params = error.ctx.command.get_params(error.ctx) if error.ctx else []
        nearest = closest(error.option_name, [name for param in params for name in param.opts if name[0] == "-"])
        return Finding("option-unknown", data={"found": error.option_name, "command": command, "expected": nearest})
    if isinstance(error, MissingParameter):
        return Finding("argument-missing", data={"field": name_of(error.param), "command": command})
    quote = error.option_name if isinstance(error, BadOptionUsage) else error.message
    return Finding("option-misused", data={"found": quote, "command": command})


def translate(command: click.Command, texts: Texts, table: dict[str, Any] | None = None) -> None:
    """Give a command, its options and all below it their help in one language; `table` has the words of the command."""
    words, common = texts.section("commands") if table is None else table, texts.section("common")
    command.help = command.short_help = str(words.get("does", ""))
    for param in command.params:
        if isinstance(param, click.Option | click.Argument):
            param.help = str(words.get(param.name, "") or common.get(param.name, ""))
    if (option := command.get_help_option(click.Context(command))) is not None:
        option.help = str(common["help"])
    if isinstance(command, click.Group):
        for name, sub in command.commands.items():
            translate(sub, texts, words.get(name, {}))


FOLDER = click.Path(path_type=Path)
jobs = click.option("--jobs", type=Number("count", 256))
Completion = Callable[[click.Context, click.Parameter, str], list[str]]


def files_below(*path: str, kind: str, folder: Path | None = None) -> Completion:
    """Names of the files of a kind, without it, in a `folder` or at a path of the project."""

    def names(ctx: click.Context, param: click.Parameter, typed: str) -> list[str]:
        try:
            place = folder or ctx.ensure_object(Session).project.root.joinpath(*path)
        except OutreachError:  # outside a project
            return []
        stems = {file.name.partition(".")[0] for file in place.glob(f"*.{kind}")} - {"index"}
        return sorted(stem for stem in stems if stem.startswith(typed))

    return names


def finding_names(ctx: click.Context, param: click.Parameter, typed: str) -> list[str]:
    return [name for name in Strings.load(FALLBACK).section("findings") if name.startswith(typed)]
