"""Promises of the manual and of pages are held by tests: the table names them, and they are there."""

import ast
import tomllib
from functools import cache
from typing import Any

import pytest

from projects import ROOT

PROMISES: list[dict[str, Any]] = tomllib.loads((ROOT / "tests/promises.toml").read_text(encoding="utf-8"))["promises"]


@cache
def words(file: str) -> str:
    return " ".join((ROOT / file).read_text(encoding="utf-8").split())


@cache
def names(file: str) -> frozenset[str]:
    """The tests of a file that assert something."""
    tree = ast.parse((ROOT / "tests" / file).read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return frozenset(node.name for node in functions if node.name.startswith("test_"))


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise["says"][:40])
def test_a_promise_stands_where_it_is_said_and_tests_hold_it(promise: dict[str, Any]) -> None:
    assert " ".join(promise["says"].split()) in words(promise.get("page", "README.md"))
    assert promise["tests"]
    for test in promise["tests"]:
        file, _, name = test.partition("::")
        assert name in names(file), test
