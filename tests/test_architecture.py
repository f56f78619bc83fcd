"""The house's floors: imports point downward, each library has one adapter, no clock is read."""

import ast
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from floors import PACKAGE, circles, faults, imports
from outreach.core.package import themes
from projects import ROOT

ADAPTED = {
    "jinja2": "render/templates.py",
    "markupsafe": "render/templates.py",
    "weasyprint": ("render/weasyprint_cache.py", "render/typeset.py", "render/tagging.py"),
    "pikepdf": "render/pdf/",
    "pypdfium2": "render/raster.py",
    "PIL": ("render/pictures.py", "render/optics.py", "render/tweens.py"),
    "av": "render/video.py",
    "zxingcpp": "render/qr_decode.py",
    "deqr": "render/qr_decode.py",
    "qrcode": "render/qr.py",
    "uharfbuzz": "render/glyphs.py",
    "fontTools": "render/fonts.py",
    "markdown": "content/markdown.py",
    "openpyxl": ("core/workbooks.py", "core/spreadsheets.py"),
    "ada_url": "core/addresses.py",
    "icalendar": "products/messages/calendars.py",
    "docx": ("render/word.py", "render/official_word.py"),
    "docxtpl": "render/word.py",
    "webencodings": "core/fetching.py",
    "rcssmin": "products/guide/embed_page.py",
    "rjsmin": "products/guide/embed_page.py",
    "yaml": "content/front_matter.py",
    "lxml": "content/html.py",
    "nh3": "content/marks.py",
    "pydantic": ("campaign/", "products/", "site/hosting.py"),
    "rich": "cli/console.py",
    "click": "cli/",
    "mkdocs": "site/",
}
CLOCKS = {"now", "today", "utcnow", "time", "time_ns", "localtime", "gmtime"}
TESTS = Path(__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))


def libraries(path: Path) -> list[tuple[int, str]]:
    """Line and name of each module that is imported, of this package or another."""
    names: list[tuple[int, str]] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names.append((node.lineno, node.module or ""))
    return names


def test_imports_point_downward_without_circles() -> None:
    assert faults(list(imports())) == []


@pytest.mark.parametrize(
    ("modules", "fault"),
    [
        ({"core/a.py": "from outreach.site import b"}, "core.a:1 imports site"),
        (
            {"core/a.py": "def f():\n    from outreach.sheets.b import c", "sheets/b.py": ""},
            "core.a:2 imports sheets.b",
        ),
        ({"render/a.py": "import outreach.content.b", "content/b.py": ""}, "render.a:1 imports content.b"),
        (
            {"products/one/a.py": "from outreach.products.two.b import c", "products/two/b.py": ""},
            "products.one.a:1 imports products.two.b",
        ),
        (
            {"products/prepare.py": "from outreach.products.two import b", "products/two/b.py": ""},
            "products.prepare:1 imports products.two.b",
        ),
        (
            {
                "core/a.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from outreach.core.b import B",
                "core/b.py": "from outreach.core.a import A",
            },
            "a circle: core.a → core.b → core.a",
        ),
    ],
)
def test_each_fault_of_an_import_is_seen(tmp_path: Path, modules: dict[str, str], fault: str) -> None:
    package = tmp_path / "outreach"
    for name, source in modules.items():
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_text(source)
    for folder in ("site", "products/two"):
        (package / folder).mkdir(parents=True, exist_ok=True)
        (package / folder / "__init__.py").touch()
    assert faults(list(imports(package))) == [fault]


def test_a_circle_is_told_once() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a", "d"}, "d": set()}) == [["a", "b", "c", "a"]]


def test_nothing_lies_in_the_packages_root() -> None:
    assert {path.name for path in PACKAGE.glob("*.py")} == {"__init__.py", "__main__.py"}


REPLACED = {"render/tagging.py": ["tags._build_box_tree = _wrap_build(tags._build_box_tree)"]}
"""Changes of other modules at import: one function, with an issue for its authors beside it."""
OWN = re.compile(r"_?[A-Z][A-Z_]*\[")
"""An entry of a module's own table."""


def effects(tree: ast.Module) -> list[str]:
    """Statements of a module by which importing it changes something else, or may."""
    found = []
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else []
        foreign = [target for target in targets if isinstance(target, ast.Attribute | ast.Subscript)]
        call = isinstance(node, ast.Expr) and not isinstance(node.value, ast.Constant)
        busy = isinstance(node, ast.For | ast.While | ast.With | ast.Try | ast.Delete | ast.AugAssign)
        if call or busy or any(not OWN.match(ast.unparse(target)) for target in foreign):
            found.append(ast.unparse(node))
    return found


@pytest.mark.parametrize(
    "planted",
    [
        "gc.freeze()",
        "os.environ['A'] = 'b'",
        "svg.SVG.draw = mine",
        "for name in SPACES:\n    register(name)",
        "with fine():\n    load()",
        "logging.root.level += 1",
    ],
)
def test_a_planted_effect_is_seen(planted: str) -> None:
    assert effects(ast.parse(f'"""A module."""\nA = {{}}\nA["b"] = 1\n{planted}')) == [planted]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_importing_a_module_changes_nothing_else(path: Path) -> None:
    if path.name != "__main__.py":
        assert effects(ast.parse(path.read_text("utf-8"))) == REPLACED.get(path.relative_to(PACKAGE).as_posix(), [])


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_libraries_have_one_adapter(path: Path) -> None:
    here = path.relative_to(PACKAGE)
    wrong = []
    for line, name in libraries(path):
        owner = ADAPTED.get(name.partition(".")[0])
        if owner and not here.as_posix().startswith(owner) and here.as_posix() != "cli/doctor.py":
            wrong.append(f"{here}:{line} imports {name}, which {owner} adapts")
    assert not wrong


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


AT_IMPORT = """
import importlib.util
import sys
from pathlib import Path

from outreach.campaign import load

def refuse(*arguments):
    raise AssertionError("a campaign is prepared at import")

load.load = refuse  # first: who is imported after it takes it from there
from outreach.products import prepare

prepare.prepare = refuse
sys.path[:0] = {str(Path(name).parent) for name in sys.argv[1:]}  # as pytest does
for name in sys.argv[1:]:
    spec = importlib.util.spec_from_file_location(name, name)
    sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sys.modules[name])
"""


def import_all(paths: Iterable[Path]) -> str:
    """Imports modules in a process in which no campaign can be loaded or prepared; the error, or an empty text."""
    command = [sys.executable, "-c", AT_IMPORT, *map(str, paths)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    return result.stderr if result.returncode else ""


@pytest.mark.parametrize(
    "source",
    [
        "from outreach.products.prepare import prepare\nPREPARED = prepare(None)",
        "from outreach.products import prepare\nSHEETS = prepare.prepare(None).sheets",
        "from outreach.campaign.load import load\nBUNDLE = load(None)",
        "import shipped\nSHEETS = shipped.sheets()",
    ],
)
def test_a_planted_preparation_at_import_is_seen(tmp_path: Path, source: str) -> None:
    planted = tmp_path / "planted.py"
    planted.write_text(source)
    error = import_all([TESTS / "support/shipped.py", planted])
    assert "planted.py" in error and "a campaign is prepared at import" in error


def test_importing_the_tests_prepares_no_campaign() -> None:
    """Each worker imports them all; what they need of the shipped campaign, tests/support/shipped.py gives in tests."""
    paths = sorted(TESTS.rglob("*.py"))
    assert len(paths) > 150
    assert import_all(paths) == ""


def words_of(path: Path) -> str:
    """The text of a file; of a Word document all its parts."""
    if path.suffix != ".docx":
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as packed:
        return "".join(packed.read(name).decode("utf-8") for name in packed.namelist())


def test_theme_and_print_templates_hold_no_campaign_text() -> None:
    theme = [p for folder in themes() for p in folder.rglob("*") if p.is_file() and p.suffix != ".png"]
    assert len({p.relative_to(PACKAGE).parts[1] for p in theme if p.is_relative_to(PACKAGE / "products")}) == 7
    templates = [p for p in (PACKAGE.parents[1] / "print_templates").rglob("*") if p.is_file()]
    for path in [*theme, *templates, *MODULES, PACKAGE.parents[1] / "mkdocs.yml"]:
        text = words_of(path).casefold()
        for word in ("bluezone", "nam định", "caidat", "1900 9095"):
            assert word not in text, f"{path} speaks of {word}"


@pytest.mark.parametrize("folder", ["scripts", "tests"])
def test_no_docstring_begins_with_what(folder: str) -> None:
    """A noun phrase or an imperative says at once what a thing is."""
    begins = re.compile(r'^\s*"""What\b')
    assert begins.match('    """What it is."""')
    lines = {
        f"{path.relative_to(ROOT)}:{number}"
        for path in sorted((ROOT / folder).rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if begins.match(line)
    }
    assert lines == set()
