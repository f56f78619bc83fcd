"""Whether issued codes have their pages, asked before anything else."""

from pathlib import Path

from outreach.campaign.codes import link_code, link_path
from outreach.campaign.issued_pages import codes_have_pages
from outreach.core.project import Project


def test_each_code_of_the_table_must_have_its_page(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.data.mkdir(parents=True)
    table = project.data / "issued.csv"
    assert not codes_have_pages(project), "there is no table"
    one, other = link_code("01"), link_code("01", "13633")
    table.write_text(f"code,edition,ended\n{one},1,\n{other},1,2020-10-15\n", encoding="utf-8")
    assert not codes_have_pages(project), "there is no site"
    for code in (one, other):
        assert not codes_have_pages(project)
        (project.site / link_path(code)).mkdir(parents=True)
        assert not codes_have_pages(project)
        (project.site / link_path(code) / "index.html").write_text("x")
    assert codes_have_pages(project)
    for row in (b"\xff", b"\0"):
        table.write_bytes(b"code,edition,ended\n" + row + b"\n")
        assert not codes_have_pages(project)
