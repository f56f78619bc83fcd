"""What the command line takes for its arguments."""

from __future__ import annotations

import argparse
from typing import NoReturn


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
