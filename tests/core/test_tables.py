"""Lines of values in TOML, and unit lists as people save them."""

import unicodedata
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.core.findings import Finding, OutreachError
from outreach.core.lists import read_csv
from outreach.core.tables import KeyPath, Table, parse_toml, read_toml

DOCUMENT = """\
    # [not.a] = "header"
    name = "a # [ ' b"
    long = \"\"\"one ''' two "quoted"
    [nor] = 1
    three\"\"\"\"
    path = 'C:\\'   # [
    "quoted key".'dotted'. last = 1
    list = [
      1, # ]
      [2,
       3],
      { a = 4, b = [
        5,
      ] },
    ]

    [issuer]   # who
    name = "x"
    [ deep . er ]
    value = 1979-05-27 07:32:00
    [[stores]]
    os = "android"
    [[stores]]
    os = "ios"
    [stores.more]
    url = '''
    [[stores]]
    '''
    end = 1.5
"""
LINES = {
    ("name",): 2,
    ("long",): 3,
    ("path",): 6,
    ("quoted key",): 7,
    ("quoted key", "dotted", "last"): 7,
    ("list",): 8,
    ("list", 0): 9,
    ("list", 1): 10,
    ("list", 1, 0): 10,
    ("list", 1, 1): 11,
    ("list", 2, "a"): 12,
    ("list", 2, "b"): 12,
    ("list", 2, "b", 0): 13,
    ("issuer",): 17,
    ("issuer", "name"): 18,
    ("deep",): 19,
    ("deep", "er", "value"): 20,
    ("stores",): 21,
    ("stores", 0): 21,
    ("stores", 0, "os"): 22,
    ("stores", 1): 23,
    ("stores", 1, "os"): 24,
    ("stores", 1, "more"): 25,
    ("stores", 1, "more", "url"): 26,
    ("stores", 1, "more", "end"): 29,
}


@pytest.fixture(scope="module")
def table() -> Table:
    return parse_toml(dedent(DOCUMENT), "x.toml")


@pytest.mark.parametrize("path", LINES, ids=str)
def test_every_way_to_write_a_value_has_its_line(table: Table, path: KeyPath) -> None:
    assert table.line(path) == LINES[path]


def test_no_line_leads_to_a_value_that_is_not_there(table: Table) -> None:
    for path in table.lines:
        value = table.data
        for part in path:
            value = value[part]


def test_what_is_missing_has_the_line_of_the_nearest_table_that_is_there(table: Table) -> None:
    assert table.line(("stores", 1, "label")) == LINES["stores", 1]
    assert table.line(("issuer", "address", "street")) == LINES["issuer",]
    assert table.line(("edition",)) == 1


keys = st.text("abcxyz019_-", min_size=1, max_size=5) | st.sampled_from(['"a.b"', "'#['", '"x]y = 1"', '"k\\""'])
scalars = st.sampled_from(["1", "-2.5e3", "true", "2020-08-10", '"a # [b] = {c}"', "'[[x]]'", '"\\"]"', '""', "''"])
texts = st.sampled_from(['"""\n[a]\n"x" = ""\n"""', "'''\n\"\"\" [b]\n\n'''", '"""a\\"""\n"""', '"""\n""""'])
values = st.recursive(scalars | texts, lambda inner: st.lists(inner, max_size=3), max_leaves=6)
tables = st.lists(st.dictionaries(keys, values, max_size=4), min_size=1, max_size=4)


@given(tables, st.sampled_from(["", " # [x] = '", "\n", "\n# k = 1\n"]))
def test_lines_of_any_document(entries: list[dict[str, object]], filler: str) -> None:
    """A writer that counts its own lines is the witness."""
    written: list[str] = []
    expected: dict[KeyPath, int] = {}

    def here() -> int:
        return "".join(written).count("\n") + 1

    def put(value: object, path: KeyPath) -> None:
        expected[path] = here()
        if not isinstance(value, list):
            written.append(str(value))
            return
        written.append("[" + ("\n" if len(value) > 1 else ""))
        for index, item in enumerate(value):
            put(item, (*path, index))
            written.append(filler.replace("\n\n", "\n") + "\n," if "#" in filler else ",\n")
        written.append("]")

    for index, entry in enumerate(entries):
        expected["t", index] = here()
        written.append(f"[[t]]{filler}\n")
        for key, value in entry.items():
            name = {'"k\\""': 'k"'}.get(key, key.strip("\"'"))
            written.append(f"{key} = ")
            put(value, ("t", index, name))
            written.append(f"{filler}\n")
    table = parse_toml("".join(written), "x.toml")
    assert {path: line for path, line in table.lines.items() if path != ("t",)} == expected


def fault(path: Path) -> list[Finding]:
    reader = read_csv if path.suffix == ".csv" else read_toml
    with pytest.raises(OutreachError) as caught:
        reader(path, path.name)
    assert all(finding.file == path.name for finding in caught.value.findings)
    return caught.value.findings


@pytest.mark.parametrize(
    ("text", "line"), [("a = 1\nb = \n", 2), ("a = 1\na = 2\n", 2), ('a = 1\n\nb = "', 3), ("[t]\nx = 1\n[t]\n", 3)]
)
def test_bad_toml_carries_its_line(tmp_path: Path, text: str, line: int) -> None:
    path = tmp_path / "x.toml"
    path.write_text(text)
    assert [(f.slug, f.line) for f in fault(path)] == [("toml-syntax", line)]


@pytest.mark.parametrize("name", ["x.toml", "x.csv"])
def test_another_encoding_carries_its_line(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"a,b\n1,2\n" + "Nguyễn,3".encode("cp1258", "replace") + b"\xff\n")
    assert [(f.slug, f.line) for f in fault(path)] == [("file-encoding", 3)]


def test_a_missing_file_is_a_finding(tmp_path: Path) -> None:
    assert [f.slug for f in fault(tmp_path / "x.toml")] == ["file-unreadable"]


def test_a_list_as_a_spreadsheet_saves_it(tmp_path: Path) -> None:
    """BOM, semicolons, CRLF, NFD, quoted commas and line breaks, an empty row, spaces."""
    path = tmp_path / "x.csv"
    text = 'code; name\r\n1;"Xã Nghĩa;\r\nLâm"\r\n;\r\n2; Thị trấn, Cổ Lễ \r\n'
    path.write_bytes(b"\xef\xbb\xbf" + unicodedata.normalize("NFD", text).encode())
    columns, rows = read_csv(path, "x.csv")
    assert columns == ["code", "name"]
    assert [(row.line, row.cells["code"], row.cells["name"]) for row in rows] == [
        (2, "1", "Xã Nghĩa;\nLâm"),
        (5, "2", "Thị trấn, Cổ Lễ"),
    ]


def test_spaces_of_any_width_are_plain_spaces(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("name,place\n\u00a0Xã\u2003\u2009An\u202fBình\u3000,a  b\n", encoding="utf-8")
    assert [row.cells for row in read_csv(path, "list.csv")[1]] == [{"name": "Xã An Bình", "place": "a b"}]


def test_all_ragged_rows_at_once_on_the_lines_where_they_start(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text('code,name\n1\n2,"b\nb"\n3,"c\n",d\n4,e\n5,f,g,h\n')
    assert [(f.slug, f.line, f.data["found"]) for f in fault(path)] == [
        ("csv-cells", 2, 1),
        ("csv-cells", 5, 3),
        ("csv-cells", 8, 4),
    ]


@pytest.mark.parametrize(("text", "line"), [('a,b\n1,2\n3,"4\n5,6\n', 3), ('a,"b\n1,2\n', 1), ('a,b\n"1"x,2\n', 2)])
def test_a_quote_that_stays_open_swallows_no_rows(tmp_path: Path, text: str, line: int) -> None:
    path = tmp_path / "x.csv"
    path.write_text(text)
    assert [(f.slug, f.line) for f in fault(path)] == [("csv-syntax", line)]


@pytest.mark.parametrize(("text", "named"), [("code,name,code\n", "code"), ("", ""), (",\n1,2\n", "")])
def test_columns_are_named_once(tmp_path: Path, text: str, named: str) -> None:
    path = tmp_path / "x.csv"
    path.write_text(text)
    (finding,) = fault(path)
    assert (finding.slug, finding.line, finding.data["found"]) == ("csv-columns", 1, named)


def test_a_list_of_too_many_columns_is_one_finding(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(",".join(f"c{number}" for number in range(20_000)) + "\n")
    with pytest.raises(OutreachError) as caught:
        read_csv(path, "a.csv")
    assert [(f.slug, f.line) for f in caught.value.findings] == [("list-wide", 1)]
