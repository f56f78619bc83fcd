"""The pages of units as functions of their data: what they say, where they lead, what they cost."""

import json
from pathlib import PurePosixPath

import lxml.html
import pytest

import kits
from kits import HOSTILE, TEMPLATES, WORDS, files, instructions, many, sheets, unit, writer
from outreach.campaign.units import Unit
from outreach.core.findings import OutreachError
from outreach.core.text import fold
from outreach.products.kits import shell
from outreach.products.kits.finder import district_page, finder, index_json
from outreach.products.kits.groups import groups, split_type
from outreach.products.kits.shell import Shell

PAGE = f"""<!doctype html><html lang="vi"><head><title>{shell.TITLE} - Trang</title>
<meta name="description" content="{shell.SUMMARY}"><link rel="canonical" href="https://a.example/{shell.PATH}"></head>
<body><span>{shell.TITLE}</span><main><h1 id="unit">{shell.BODY}</h1></main></body></html>"""
SHELL = Shell.learn(PAGE)
FULL = unit("00123", "Xã Nam Cường", "Huyện Ý Yên 001", "Tỉnh Nam Hải")
KNOWN = Unit(**{**vars(FULL), "code": "00124", "hotline": "0228 3 812 345", "address": "Xóm 5", "hours": "7 giờ"})


def page(one: Unit) -> str:
    return kits.page(one, [one, FULL], SHELL)


def test_a_shell_takes_title_description_address_and_content() -> None:
    html = SHELL.page("A & B", 'C "D"', "don-vi/1/", "<h1>E</h1>")
    assert "<title>A &amp; B - Trang</title>" in html and "<span>A &amp; B</span>" in html
    assert 'content="C &quot;D&quot;"' in html and "https://a.example/don-vi/1/" in html
    assert "<main><h1>E</h1></main>" in html
    assert not any(mark in html for mark in (shell.TITLE, shell.SUMMARY, shell.BODY, shell.PATH))


@pytest.mark.parametrize("mark", [shell.TITLE, shell.SUMMARY, shell.BODY])
def test_a_theme_that_leaves_out_a_mark_is_found_out(mark: str) -> None:
    with pytest.raises(OutreachError) as caught:
        Shell.learn(PAGE.replace(mark, ""))
    assert [finding.slug for finding in caught.value.findings] == ["template-fault"]


def test_a_kit_says_what_to_print_where_and_how_many() -> None:
    html = page(FULL)
    root = lxml.html.fromstring(html)
    assert root.xpath("//h1")[0].text == "Xã Nam Cường"
    assert "Huyện Ý Yên 001, tỉnh Nam Hải" in root.xpath('//p[@class="unit-seat"]')[0].text_content()
    sections = root.xpath('//section[@class="unit-sheet"]')
    assert [one.xpath(".//h3")[0].text for one in sections] == [f"Áp phích {n} & bạn" for n in (1, 2, 3, 4)]
    for number, one in enumerate(sections, 2):
        said = " ".join(one.text_content().split())
        assert f"{number} bản mỗi nơi" in said
        for words in ("Bảng tin ngoài cửa", "1,2 mét", "80 g/m²", "100 %", "A4 210 × 297 mm"):
            assert words in said
        assert len(one.xpath(".//img")) == 2 and len(one.xpath(".//a[@download]")) == 4
    assert all(
        image.get("loading") == "lazy" and image.get("width") and image.get("alt") for image in root.xpath("//img")
    )
    button = root.xpath('//p[@class="unit-get" and @hidden]/button')[0]
    assert button.get("data-zip") == "00123.zip" and "450\u00a0KB" in button.text_content()
    assert "21\u00a0KB" in sections[0].text_content()


def test_links_of_a_kit_lead_right() -> None:
    root = lxml.html.fromstring(page(FULL))
    here = PurePosixPath("/don-vi/00123")
    for target in root.xpath("//body//@href | //body//@src"):
        assert not target.startswith(("/", "http")), target
    images = {str(here / source) for source in root.xpath("//img/@src")}
    assert "/don-vi/00123/../../an-pham/m0/m0-a4.png" in images
    assert root.xpath('//p[@class="unit-way"]//a/@href') == ["../", f"../{groups([FULL])[0].folder}/"]
    files = [f"to-{number}-00123.pdf" for number in range(16)]
    assert root.xpath('//section[@class="unit-sheet"]//a/@href') == files


def test_contact_is_the_units_own_or_the_campaigns() -> None:
    own, other = lxml.html.fromstring(page(KNOWN)), lxml.html.fromstring(page(FULL))
    facts = [" ".join(root.xpath('//table[@class="facts"]')[0].text_content().split()) for root in (own, other)]
    assert own.xpath('//a[starts-with(@href, "tel:")]/@href') == ["tel:02283812345"]
    assert "Xóm 5" in facts[0] and "7 giờ" in facts[0]
    assert "1900 9095" in facts[1] and "Địa chỉ" not in facts[1]
    assert all("lienhe@caidat.example" in words for words in facts)


@pytest.mark.parametrize(
    "field", ["name", "district_name", "province_name", "hotline", "address", "hours", "place", "contact_label"]
)
@pytest.mark.parametrize("value", [HOSTILE, "Rất dài " * 60, "\ue000name\ue001"])
def test_hostile_words_stay_words(field: str, value: str) -> None:
    one = Unit(**{**vars(KNOWN), field: value})
    group = groups([one])[0]
    htmls = [
        (own := kits.page(one, [one], SHELL)),
        instructions(own),
        district_page(group, SHELL, WORDS, TEMPLATES)[1],
        finder([one], WORDS, TEMPLATES),
    ]
    for html in htmls:
        root = lxml.html.fromstring(html)
        assert not root.xpath("//script[not(@src or @type = 'text/html')] | //@onclick")
        assert "<script>alert" not in html
    if field != "province_name":  # that continues an address with a small initial
        assert value.strip() in lxml.html.fromstring(htmls[0]).text_content()


def test_a_unit_that_lacks_everything_has_a_page() -> None:
    bare = Unit("7", "Trường B")
    html = page(bare)
    assert "Trường B: bộ in sẵn" in html and "mã đơn vị&nbsp;7" in html
    assert "None" not in html and "\ue000" not in html


def test_files_and_sheets_must_go_together() -> None:
    with pytest.raises(ValueError, match="00123"):
        writer([FULL], sheets(4)).page(FULL, files(FULL, sheets(3)))


def test_the_instructions_stand_alone() -> None:
    root = lxml.html.fromstring(instructions(page(FULL)))
    assert not root.xpath("//script | //img | //@src")
    assert {href.partition(":")[0] for href in root.xpath("//@href")} <= {"tel", "mailto", "data"}
    rows = [" ".join(row.text_content().split()) for row in root.xpath("//tbody/tr")]
    for number, row in enumerate(rows[:4], 1):
        for words in (f"Áp phích {number} & bạn A4, A3", f"{number + 1} bản", "80 g/m²", "100 %", "1,2 mét"):
            assert words in row


def test_units_are_grouped_by_the_nearest_that_they_name() -> None:
    districts = [Unit("1", "Xã B", "xã", "01", "Huyện X"), Unit("2", "Xã A", "Xã", "01", "Huyện X")]
    assert [(g.key, g.name, [u.code for u in g.units]) for g in groups(districts)] == [("01", "Huyện X", ["2", "1"])]
    provinces = [Unit("1", "A", province_code="36", province_name="Tỉnh Y")]
    assert [(g.folder, g.name, g.province) for g in groups(provinces)] == [("h-36", "Tỉnh Y", "")]
    letters = [Unit("1", "Xã Đông", "xã"), Unit("2", "Ân"), Unit("3", "Dư"), Unit("4", "学校")]
    assert [(g.key, g.name) for g in groups(letters)] == [("d", "D"), ("a", "A"), ("5b66", "学")]


def test_groups_of_one_code_do_not_share_a_page() -> None:
    twice = [Unit("1", "A", "", "1", "Huyện X", "36", "Tỉnh X"), Unit("2", "B", "", "1", "Huyện Z", "37", "Tỉnh Z")]
    twice.append(Unit("3", "C", "", "../1", "Huyện <b>"))
    assert [group.path for group in groups(twice)] == ["don-vi/h-1/", "don-vi/h-1-2/", "don-vi/h-1-3/"]


def test_a_district_lists_its_units_with_links() -> None:
    units = [unit("2", "Xã Bình", "Huyện X 001", "Tỉnh Y"), unit("1", "Xã An", "Huyện X 001", "Tỉnh Y")]
    path, html = district_page(groups(units)[0], SHELL, WORDS, TEMPLATES)
    assert path == "don-vi/h-q001/index.html"
    root = lxml.html.fromstring(html)
    assert [(a.get("href"), a.text) for a in root.xpath('//ul[@class="unit-list"]//a')] == [
        ("../1/", "Xã An"),
        ("../2/", "Xã Bình"),
    ]


def test_the_finder_is_one_block_without_code_in_it() -> None:
    html = finder(many(3000), WORDS, TEMPLATES)
    root = lxml.html.fromstring(f"<div>{html}</div>")
    assert "\n\n" not in html and not any(line.startswith(" ") for line in html.splitlines())
    assert not root.xpath("//script[not(@src)]")
    assert not [name for element in root.iter() for name in element.attrib if name.startswith("on") or name == "style"]
    assert len(root.xpath('//ul[@class="unit-list"]//a')) == 700
    assert len(root.xpath("//details")) == 61


def test_the_index_holds_each_unit_once_and_names_of_places_once() -> None:
    units = many(10_603)
    text = index_json(units)
    index = json.loads(text)
    assert {row[0] for row in index["units"]} == {one.code for one in units} and len(index["units"]) == 10_603
    assert len(index["places"]) == 700 and len(index["provinces"]) == 61 and len(index["kinds"]) == 3
    assert text.count("tỉnh Nam Hải") == 1 and len(text.encode()) < 450_000
    names = [fold(row[2]) for row in index["units"]]
    assert names == sorted(names)


def test_names_fold_and_part_from_their_kind() -> None:
    assert fold("Đông Hòa, Ý Yên") == "dong hoa, y yen"
    assert split_type(Unit("1", "Thị trấn Lâm", "thị trấn")) == ("Thị trấn", "Lâm")
    assert split_type(Unit("1", "Xã", "xã")) == ("", "Xã")
    assert split_type(Unit("1", "Xã hội", "phường")) == ("", "Xã hội")
