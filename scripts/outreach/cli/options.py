"""What the command line takes for its arguments."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn


class Parser(argparse.ArgumentParser):
    """Wrong arguments end like all bad input: one clear line, exit code 1."""

    def error(self, message: str) -> NoReturn:
        self.exit(1, f"{self.prog}: {message}\n")


def port(text: str) -> int:
    """A number that a port can have."""
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"“{text}” is no port: 1 to 65535")
    return int(text)


def count(text: str) -> int:
    """A number of processes."""
    if not text.isdecimal() or not 0 < int(text) <= 256:
        raise argparse.ArgumentTypeError(f"“{text}” is no number of processes: 1 to 256")
    return int(text)


def times(text: str) -> float:
    """A scale: how many times larger than delivered a file is printed."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value <= 1000:
        raise argparse.ArgumentTypeError(f"“{text}” is no scale: 10 for a file delivered at 1:10")
    return value


def add_common(parser: argparse.ArgumentParser, within: bool = False) -> None:
    """What all commands take. `within` a command's own commands, what the outer one was given stands."""

    def unless(value: Any) -> Any:
        return argparse.SUPPRESS if within else value

    parser.add_argument("--json", action="store_true", default=unless(False), help="print findings or tables as JSON")
    parser.add_argument(
        "--lang", default=unless("en"), choices=("en", "vi"), help="language of findings, en if left out"
    )
    parser.add_argument(
        "--trace", action="store_true", default=unless(False), help="show where an unforeseen fault arose"
    )
    parser.add_argument("-C", dest="folder", default=unless("."), help="folder of the project")


def add_options(parsers: Mapping[str, argparse.ArgumentParser]) -> None:
    """What each command takes besides what all of them do."""
    parsers["build"].add_argument("--force", action="store_true", help="build although nothing has changed")
    parsers["build"].add_argument("--verify", action="store_true", help="read every byte of the site that there is")
    parsers["build"].add_argument("--no-kits", action="store_true", help="leave the units' kits as they are")
    parsers["build"].add_argument("--jobs", type=count, help="processes at work at a time on the kits")
    parsers["serve"].add_argument("--port", type=port, default=8000, help="port to listen on")
    parsers["serve"].add_argument(
        "--lan", action="store_true", help="serve to this network, with QR codes that lead to this computer"
    )
    parsers["proof"].add_argument("material", metavar="MATERIAL", nargs="?", help="only this material's sheets")
    parsers["proof"].add_argument("--out", default="out", help="folder for the approval proofs and job sheets")
    parsers["sheet"].add_argument("material", metavar="MATERIAL", help="name of its file in docs/an-pham/")
    parsers["sheet"].add_argument("--format", help="only this format (see: outreach formats)")
    parsers["sheet"].add_argument("--profile", help="only this profile")
    parsers["sheet"].add_argument("--unit", help="for the unit with this code")
    parsers["sheet"].add_argument("--out", default="out", help="folder to write to")
    parsers["kit"].add_argument("--unit", action="append", default=[], help="for the unit with this code")
    parsers["kit"].add_argument("--district", action="append", default=[], help="for the units of this district")
    parsers["kit"].add_argument("--profile", help="for this printer; else for those of an office")
    parsers["kit"].add_argument("--sheet", action="append", default=[], help="only this material, or material-format")
    parsers["kit"].add_argument("--out", default="out", help="folder to write to")
    parsers["kit"].add_argument("--jobs", type=count, help="processes at work at a time")
    parsers["units"].add_argument("action", choices=["diff"], help="what to do")
    parsers["units"].add_argument("old", metavar="OLD", type=Path, help="list as it was, CSV or XLSX")
    parsers["units"].add_argument("new", metavar="NEW", type=Path, help="list as it is now")
    actions = parsers["embeds"].add_subparsers(dest="action", required=True, metavar="measure|check")
    within = {name: actions.add_parser(name) for name in ("measure", "check")}
    for each in within.values():
        add_common(each, within=True)
    within["check"].add_argument("places", metavar="PAGE", nargs="+", help="portals' pages: files or addresses")
    parsers["preflight"].add_argument("files", metavar="FILE", nargs="+", help="PDF files, made by whatever program")
    parsers["preflight"].add_argument("--shop", help="thresholds of this shop of docs/_data/shops")
    parsers["preflight"].add_argument("--profile", help="as for this profile, not as for a print shop")
    parsers["preflight"].add_argument("--scale", type=times, default=1.0, help="10 for files delivered at 1:10")
    parsers["hosting"].add_argument("server", metavar="SERVER", help="nginx, or another of theme/hosting/")
    parsers["hosting"].add_argument("--root", default="", help="folder with the site on the server's computer")
    parsers["hosting"].add_argument("--out", help="file to write to")
