"""The letter's table, read from data: each row that asks for a sheet or a page is answered by one that exists."""

import io
import re
import tomllib
import zipfile
from pathlib import Path

import pytest
from lxml import html

from projects import ROOT, copy_project, outreach

TASKS = tomllib.loads((ROOT / "docs/_data/tasks.toml").read_text(encoding="utf-8"))
CHANNELS = tomllib.loads((ROOT / "docs/_data/channels.toml").read_text(encoding="utf-8"))
FRONT = {
    path.stem: path.read_text(encoding="utf-8").split("---")[1]
    for path in (ROOT / "docs/an-pham").glob("*.md")
    if path.stem != "index"
}


def field(slug: str, name: str) -> str:
    found = re.search(rf"^{name}: (.*)$", FRONT[slug], re.MULTILINE)
    assert found, (slug, name)
    return found[1]


def test_the_ten_tasks_are_all_there() -> None:
    assert {re.sub(r"\D", "", number) for number in TASKS} == {str(number) for number in range(1, 11)}


@pytest.mark.parametrize("number", [n for n, task in TASKS.items() if task["medium"] in {"sheet", "page", "script"}])
def test_a_row_that_asks_for_a_sheet_a_page_or_a_script_has_it(site: Path, number: str) -> None:
    task = TASKS[number]
    answers = task.get("materials", []) if task["medium"] == "sheet" else task.get("pages", [])
    assert answers
    for slug in task.get("materials", []):
        assert re.sub(r"\D", "", number) in field(slug, "tasks")
        assert [*_files(site, slug, "*.pdf"), *_pictures(site, slug)]
    for path in task.get("pages", []):
        page = Path(path).with_suffix("")
        folder = page.parent if page.name == "index" else page
        assert (site / folder / "index.html").is_file()


def test_every_material_serves_a_row_and_a_channel_of_its_task() -> None:
    answered = {slug for task in TASKS.values() for slug in task.get("materials", [])}
    assert answered == set(FRONT)
    for slug in FRONT:
        assert CHANNELS[field(slug, "channel")]["task"] in field(slug, "tasks"), slug


def test_the_coverage_page_shows_every_row_and_what_is_missing(site: Path) -> None:
    page = html.fromstring((site / "in-an/nhiem-vu/index.html").read_bytes())
    rows = {row[0].text_content().strip(): row for row in page.iterfind(".//tbody/tr")}
    assert list(rows) == list(TASKS)
    for number, task in TASKS.items():
        links = rows[number][-1].findall(".//a")
        assert len(links) == len(task.get("materials", [])) + len(task.get("pages", []))
        assert bool(links) != ("Chưa có" in rows[number][-1].text_content())


def test_no_row_of_the_letter_is_open() -> None:
    assert [number for number, task in TASKS.items() if not task.get("materials") and not task.get("pages")] == []


def _files(site: Path, slug: str, ending: str) -> list[Path]:
    return list((site / "an-pham" / slug).glob(ending))


def _pictures(site: Path, slug: str) -> list[Path]:
    """The published pictures, without previews of printed sheets."""
    profiles = tomllib.loads((ROOT / "print_templates/_shared/profiles.toml").read_text(encoding="utf-8"))
    shown = [name for name, profile in profiles.items() if "pdf" not in profile.get("output", ["pdf"])]
    return sorted({path for name in shown for path in _files(site, slug, f"*-{name}[.-]*")})


def test_each_place_has_a_zip_with_its_sheets(site: Path) -> None:
    """Without loops, which are the press's and the screens' own."""
    page = html.fromstring((site / "an-pham/index.html").read_bytes())
    for place in {field(slug, "channel") for slug in FRONT}:
        content = (site / f"an-pham/{place}.zip").read_bytes()
        with zipfile.ZipFile(io.BytesIO(content)) as kit:
            names = set(kit.namelist())
            for name in names:
                [original] = site.glob(f"an-pham/*/{name}")
                assert kit.read(name) == original.read_bytes()
        mine = [slug for slug in FRONT if field(slug, "channel") == place]
        own = [path for slug in mine for path in [*_files(site, slug, "*.pdf"), *_pictures(site, slug)]]
        assert names == {path.name for path in own if not re.search(r"-\d+s\.(mp4|webp)$", path.name)}
        assert page.xpath(f"//a[contains(@href, '{place}.zip')]")


def test_the_page_by_printer_names_every_sheet(site: Path) -> None:
    page = html.fromstring((site / "in-an/may-in/index.html").read_bytes())
    linked = {Path(href).name for href in page.xpath("//a/@href") if href.endswith(".pdf")}
    assert linked == {path.name for path in site.glob("an-pham/*/*.pdf")}


def test_materials_are_calm_and_say_nothing_by_hand() -> None:
    """That they are short too is a check of every build: see checks/test_wording.py."""
    guide = (ROOT / "docs/huong-dan/index.md").read_text(encoding="utf-8")
    leads = re.findall(r"^\d\. \*\*(.+?)\.\*\*", guide, re.MULTILINE)
    assert len(leads) == 3
    for slug in FRONT:
        text = (ROOT / f"docs/an-pham/{slug}.md").read_text(encoding="utf-8")
        assert "!" not in re.sub(r"!\[", "", text), slug
        assert not any(lead in text for lead in leads), slug


def test_scenes_are_drawn_where_they_belong() -> None:
    templates = {
        path.parent.name: tomllib.loads(path.read_text(encoding="utf-8"))
        for path in (ROOT / "print_templates").glob("*/template.toml")
    }
    pictured = {
        name for name, data in templates.items() if any(s.get("kind") == "scene" for s in data["slots"].values())
    }
    assert set(templates) - pictured == {"register", "large", "sticker", "lower-third"}
    # a form; a sheet for weak eyes; nine centimetres, on which the symbol is the picture; what lies over a picture
    scenes: dict[str, str] = {}
    for slug in FRONT:
        template = field(slug, "template")
        assert bool(re.search(r"^scene: ", FRONT[slug], re.MULTILINE)) == (template in pictured), slug
        if template in pictured:
            scenes[slug] = field(slug, "scene")
            assert field(slug, "alt")
    assert len(set(scenes.values())) >= 8


def test_a_task_that_names_no_material_is_one_clear_error(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "p")
    table = project / "docs/_data/tasks.toml"
    text = table.read_text(encoding="utf-8").replace('"the-giuong"', '"the-giuonq"').replace('"sheet"', '"shet"', 1)
    table.write_text(text, encoding="utf-8")
    result = outreach(project, "build")
    assert result.returncode == 1
    assert "tasks.toml:7" in result.stdout and "shet" in result.stdout
    table.write_text(text.replace('"shet"', '"sheet"'), encoding="utf-8")
    result = outreach(project, "build")
    line = text[: text.index("the-giuonq")].count("\n") + 1
    assert result.returncode == 1 and f"tasks.toml:{line}" in result.stdout and "the-giuong" in result.stdout
