"""The house's floors: imports point downward, each library has one adapter, no clock is read."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "scripts" / "outreach"
FLOORS = ("core", "campaign", "content", "render", "products", "checks", "publish", "build", "site", "cli")
BESIDE = {
    "press": "build",
    "imposed": "build",
    "pictured": "build",
    "filmed": "build",
    "made": "build",
    "stamped": "build",
    "bases": "build",
    "personalise": "build",
    "told": "build",
    "orders": "build",
    "kits": "build",
    "renew": "build",
    "preflight": "build",
    "embeds": "build",
    "proof": "build",
    "papers": "build",
    "guides": "build",
    "messages": "build",
    "drawings": "build",
    "media": "build",
    "changes": "build",
    "hosting": "build",
    "spoken": "build",
    "aloud": "build",
    "aloud_base": "build",
    "readings": "build",
    "arguments": "cli",
    "doctor": "cli",
    "console": "cli",
}
"""Modules that stand on a floor under another name."""
ADAPTED = {
    "jinja2": "render/templates.py",
    "markupsafe": "render/templates.py",
    "weasyprint": ("render/engine.py", "render/sheets.py", "render/tagging.py"),
    "pikepdf": "render/pdf/",
    "pypdfium2": "render/raster.py",
    "PIL": ("render/pictures.py", "render/optics.py", "render/tweens.py"),
    "av": "render/video.py",
    "zxingcpp": "render/decoders.py",
    "deqr": "render/decoders.py",
    "qrcode": "render/qr.py",
    "uharfbuzz": "render/glyphs.py",
    "fontTools": "render/fonts.py",
    "markdown": "content/markdown.py",
    "openpyxl": "core/workbooks.py",
    "ada_url": "core/addresses.py",
    "icalendar": "render/calendars.py",
    "docx": "render/documents.py",
    "yaml": "content/front_matter.py",
    "lxml": "content/markup.py",
    "pydantic": "campaign/",
    "rich": "console.py",
    "mkdocs": "site/",
}
CLOCKS = {"now", "today", "utcnow", "time", "time_ns", "localtime", "gmtime"}
MODULES = sorted(PACKAGE.rglob("*.py"))


def imports(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            if node.module == "outreach":
                yield from ((node.lineno, f"outreach.{alias.name}") for alias in node.names)
            else:
                yield node.lineno, node.module or ""


def floor(parts: tuple[str, ...]) -> int:
    name = BESIDE.get(parts[0], parts[0])
    return FLOORS.index(name)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_point_downward_and_libraries_have_one_adapter(path: Path) -> None:
    here = path.relative_to(PACKAGE)
    faults = []
    for line, name in imports(path):
        parts = name.split(".")
        ours = parts[0] == "outreach" and len(parts) > 1 and here.name != "__init__.py"
        if ours and floor(tuple(parts[1:])) > floor((here.with_suffix("").parts[0],)):
            faults.append(f"{here}:{line} reaches up to {name}")
        owner = ADAPTED.get(parts[0])
        if owner and not here.as_posix().startswith(owner) and not (parts[0] == "weasyprint" and here.stem == "doctor"):
            faults.append(f"{here}:{line} imports {parts[0]}, which {owner} adapts")
    assert not faults


def test_every_module_stands_on_a_floor() -> None:
    for path in MODULES:
        here = path.relative_to(PACKAGE)
        assert here.name == "__init__.py" or floor((here.with_suffix("").parts[0],)) >= 0


def clock_reads(source: str) -> list[str]:
    """Where a module asks what time or day it is: `date.today()`, `dt.datetime.now()`, `from time import time`."""
    tree = ast.parse(source)
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            found += [f"{node.lineno}: time.{alias.name}" for alias in node.names if alias.name in CLOCKS]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS:
            found.append(f"{node.lineno}: {ast.unparse(node.func)}")
    return found


@pytest.mark.parametrize(
    "source",
    [
        "dt.date.today()",
        "dt.datetime.now()",
        "from time import time",
        "import time as t\nt.time()",
        "datetime.utcnow()",
    ],
)
def test_a_read_of_the_clock_is_seen(source: str) -> None:
    assert clock_reads(source)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_the_clock_is_never_read_and_files_stay_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 300
    assert clock_reads(text) == []


def test_theme_and_print_templates_hold_no_campaign_text() -> None:
    theme = [p for p in (PACKAGE / "theme").rglob("*") if p.is_file() and p.suffix != ".png"]
    templates = [p for p in (PACKAGE.parents[1] / "print_templates").rglob("*") if p.is_file()]
    for path in [*theme, *templates, *MODULES, PACKAGE.parents[1] / "mkdocs.yml"]:
        text = path.read_text(encoding="utf-8").casefold()
        for word in ("bluezone", "nam định", "caidat", "1900 9095"):
            assert word not in text, f"{path} speaks of {word}"
