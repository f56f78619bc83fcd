"""Numbers to call and hosts are found in texts, and what only looks like them is left alone."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.campaign.telephones import ANY, Plan, read_plan
from outreach.content.hosts import hosts
from outreach.content.mentions import numbers


def plan_of(country: str) -> Plan:
    plan, faults = read_plan(country, Path("nowhere"), "nowhere")
    assert plan is not None and faults == []
    return plan


VN, FR = plan_of("vn"), plan_of("fr")
CALLED = {
    "gọi 1900 9059": ["19009059"],
    "1900 9059": ["19009059"],
    "1900-9059": ["19009059"],
    "1900.9059": ["19009059"],
    "1900\u00a09059": ["19009059"],
    "１９００ ９０５９": ["19009059"],
    "số ١٩٠٠ ٩٠٥٩": ["19009059"],
    "0888128896": ["0888128896"],
    "0888.128.896": ["0888128896"],
    "+84 888 128 896": ["0888128896"],
    "0084 888128896": ["0888128896"],
    "(0228) 3823 115": ["02283823115"],
    "0228-3823-115": ["02283823115"],
    "0900000000": ["0900000000"],
    "0123 456 7890": ["01234567890"],
    "+33 1 40 20 50 50": ["+33140205050"],
    "1900 9095 và 0888 128 896": ["19009095", "0888128896"],
    "1900 9095, 0888 128 896": ["19009095", "0888128896"],
    "Hotline 024.3846.3846": ["02438463846"],
    "ngày 7.8.2020: 1900 9059": ["19009059"],
    # short numbers, and numbers that the country has not, behind words that say what they are
    "gọi 115": ["115"],
    "Gọi ngay 115!": ["115"],
    "gọi 113, 114 hoặc 115": ["113", "114", "115"],
    "goi 115 hoac 1022": ["115", "1022"],
    "Tổng đài: 1022": ["1022"],
    "gọi 1900.9095/115": ["19009095", "115"],
    "nhắn tin tới 5656": ["5656"],
    "gọi 1900 90951": ["190090951"],
    "Gọi Bộ Y tế: 000": ["000"],
    "ĐT: 84912345678": ["84912345678"],
    # however it is set: signs between digits, letters that look like digits, what is not seen
    "1900\u20119059": ["19009059"],
    "1900\u22129059": ["19009059"],
    "1900\u20149059": ["19009059"],
    "1900\u00b79059": ["19009059"],
    "1900\n9059": ["19009059"],
    "1900\u200b9059": ["19009059"],
    "19\u00ad00 9059": ["19009059"],
    "1\ufe0f\u20e39\ufe0f\u20e30\ufe0f\u20e30\ufe0f\u20e3 9059": ["19009059"],
    "19OO 9095": ["19OO 9095"],
    "l900 9095": ["l900 9095"],
    "1900.54.54.15": ["1900545415"],
    "1900 909": ["1900909"],
    "1900 90951": ["190090951"],
    "ĐT0912345678": ["0912345678"],
    # other signs between the digits, and digits in words
    "1900,9059": ["19009059"],
    "1900/9059": ["19009059"],
    "1900 / 9059": ["19009059"],
    "1900_9059": ["19009059"],
    "1900|9059": ["19009059"],
    "1900~9059": ["19009059"],
    "1900*9059": ["19009059"],
    "1900;9059": ["19009059"],
    "1900…9059": ["19009059"],
    "1900’9059": ["19009059"],
    "1900、9059": ["19009059"],
    "0888,128,896": ["0888128896"],
    "0888/128.896": ["0888128896"],
    "0228/3823/115": ["02283823115"],
    "1900 9095,115": ["19009095"],
    "gọi 1900,9095 hoặc 0888/128/896": ["19009095", "0888128896"],
    "một chín không không chín không năm chín": ["19009059"],
    "Một chín không không, chín không lăm chín": ["19009059"],
    "mot chin khong khong chin khong nam chin": ["19009059"],
    "không tám tám tám một hai tám tám chín sáu": ["0888128896"],
    "gọi một một lăm": ["115"],
    # words further away, pictures, quotes
    "Đường dây nóng của Bộ Y tế: 115": ["115"],
    "Đường dây nóng của Bộ Y tế 1022": ["1022"],
    "số điện thoại của xã là 115": ["115"],
    "cảnh sát 113, cứu hỏa 114, cấp cứu 115": ["113", "114", "115"],
    "Mọi thắc mắc: 1022": ["1022"],
    "soạn tin gửi 1407": ["1407"],
    "liên hệ Trung tâm y tế: 1022": ["1022"],
    "cấp cứu 115 nếu khó thở": ["115"],
    "☎️ 1022": ["1022"],
    "📞1022": ["1022"],
    "gọi “115”": ["115"],
    "gọi → 1022": ["1022"],
    "gọi 1-1-5": ["115"],
    "gọi 1 1 5": ["115"],
    "gọi vào số 115": ["115"],
}
NOT_CALLED = [
    *("ngày 07/08/2020", "07.08.2020 10 giờ", "2020-08-07 10:30", "15/8 - 17/8/2020", "01-04-2020 07 08"),
    *("10.000.000 đồng", "1.900.909.500 đồng", "1 900 909 500 đồng", "96.208.984 người", "0,05%", "20 000 tờ"),
    *("338/UBND-VP7", "30/2020/NĐ-CP", "2841/BTTTT-THH", "1900/QĐ-UBND", "Điều 5 khoản 3", "ISO 12647-2"),
    *(
        "mã 13633",
        "B0100000R",
        "/b/19000000",
        "/B/0100000",
        "b/010000005",
        "/B010000005",
        "caidat.example/b/0912345678",
        "id1900545415",
    ),
    *("giai đoạn 1900-1945", "1900–1930", "2019-2020", "2020 2021 2022", "năm 1945 10.000 người"),
    *("phiên bản 3.0.3", "Android 6.0", "iOS 10.3", "trang 12-15", "32 × 45 cm", "210 × 297", "0 1 2 3 4 5 6 7 8 9"),
    *("gọi 100 người", "gọi 500 hộ dân", "gọi 14 ngày", "nhắn 1000 tin nhắn", "điện thoại 10 năm", "máy 500 đồng"),
    *("hỗ trợ 115 hộ", "công an 113 xã", "cấp cứu 115 ca", "hỗ trợ 113 đoàn viên", "khẩn cấp: 110%"),
    *("liên hệ phòng 112.", "liên hệ phòng 1022", "gọi tắt là Quyết định 1022.", "Hỗ trợ: nhà 115", "bệnh nhân 1022"),
    *("5.000.000.000 đồng", "15.000 - 20.000 đồng", "1800 500 tờ", "100l nước", "500l", "1920×1080", "10Oh"),
    *("08/01/2020", "08/01/2020,09/01/2020", "08:00,17:30", "1900/2020", "1800/2020 xã", "1,900,909,500 đồng"),
    *(
        "1900,9059 km",
        "0,912345678",
        "năm 1900, 2300 người",
        "113,114,115 ca",
        "12/5/2020/3",
        "07/09/2020,18",
        "1900/9059 hộ",
    ),
    *("một hai ba bốn năm sáu bảy", "một hai ba", "gọi hai ba bốn người", "năm hai không hai không", "một một lăm"),
    *("từ 7 giờ 30 đến 17h", "7h30-11h30", "38,5 °C", "24/7", "https://caidat.example/0912345678"),
]
FRENCH = {
    "appelez le 01 99 00 12 35": ["0199001235"],
    "01.99.00.12.35": ["0199001235"],
    "+33 (0)1 99 00 12 35": ["0199001235"],
    "appelez le 112": ["112"],
    "appelez le 15": ["15"],
    "appelez le 39 19": ["3919"],
    "Appelez les secours : 112": ["112"],
    "composez le 3114": ["3114"],
}
NOT_FRENCH = [
    "1 250 000 habitants",
    "le 02/03/2026",
    "appelez 300 personnes",
    "de 1900 à 1950",
    "75 000 euros",
    "n° 2026-12",
]


@pytest.mark.parametrize("text", CALLED)
def test_numbers_to_call_are_found(text: str) -> None:
    assert [mention.value for mention in numbers(text, VN, "vi")] == CALLED[text]


@pytest.mark.parametrize("text", NOT_CALLED)
def test_other_numbers_are_none_to_call(text: str) -> None:
    assert [mention.text for mention in numbers(text, VN, "vi")] == []


@pytest.mark.parametrize("text", FRENCH)
def test_another_country_and_language_are_tables(text: str) -> None:
    assert [mention.value for mention in numbers(text, FR, "fr")] == FRENCH[text]


@pytest.mark.parametrize("text", NOT_FRENCH)
def test_other_numbers_of_another_country(text: str) -> None:
    assert [mention.text for mention in numbers(text, FR, "fr")] == []


def test_without_a_country_the_shape_decides() -> None:
    texts = ["0888 128 896", "+84 888 128 896", "call 115", "7 August 2020", "10.000.000"]
    assert [[m.value for m in numbers(text, ANY, "en")] for text in texts] == [
        ["0888128896"],
        ["+84888128896"],
        ["115"],
        [],
        [],
    ]


HOSTS = {
    "vào bluezone.gov.vn, nhé": ["bluezone.gov.vn"],
    "www.bluezone.gov.vn.": ["www.bluezone.gov.vn"],
    "BLUEZONE.VN": ["bluezone.vn"],
    "Bluezone.vn": ["bluezone.vn"],
    "https://evil.example/x?y": ["evil.example"],
    "https://localhost:8000/": ["localhost"],
    "http://192.168.1.1/x": ["192.168.1.1"],
    "//evil.example/": ["evil.example"],
    "a@evil.vn": ["evil.vn"],
    "t.me/abc": ["t.me"],
    "bluezone-việt.vn": ["bluezone-việt.vn"],
    "bluez\u043ene.gov.vn": ["bluez\u043ene.gov.vn"],
    "https://caidat.example/b/evil.vn": ["caidat.example"],
    "https://evil.example\\@caidat.example/": ["evil.example"],
    "https://caidat.example@evil.example/": ["evil.example"],
    "Evil.Vn": ["evil.vn"],
    "evil.VN": ["evil.vn"],
    "evil。vn": ["evil.vn"],
    "evil．vn": ["evil.vn"],
    "ｅｖｉｌ.vn": ["evil.vn"],
    "ev\u00adil.vn": ["evil.vn"],
    "evil\u200b.vn": ["evil.vn"],
    "evil.vn–": ["evil.vn"],
    "bluezone.рф": ["bluezone.рф"],
    "bluezone.xn--p1ai": ["bluezone.xn--p1ai"],
    "bluezone.download": ["bluezone.download"],
    "evil[.]vn": ["evil.vn"],
    "evil(.)vn": ["evil.vn"],
    "evil{.}vn/x": ["evil.vn"],
    "evil [.] com [.] vn": ["evil.com.vn"],
    "evil[dot]vn": ["evil.vn"],
    "evil (chấm) vn": ["evil.vn"],
    "hxxps://evil.example/x": ["evil.example"],
    "hXXp://evil[.]vn": ["evil.vn"],
    "hxxps[:]//evil[.]vn": ["evil.vn"],
    "https[://]evil.vn": ["evil.vn"],
    "a@evil[.]vn": ["evil.vn"],
    "203.113.131.1/tai": ["203.113.131.1"],
    "203.113.131.1:8080": ["203.113.131.1"],
}
NO_HOSTS = [
    *("TP.Nam Định", "v.v.", "tom-tat.md", "huong-dan/index.md#ba-buoc", "index.html", "Node.js", "v3.0.3", "Q.1"),
    *("xem [1].", "a (.) b", "[...]", "phường (chấm điểm) vn", "mục [.]", "hxxp", "ghi chú [:]"),
    *("TS.BS Nguyễn Văn A", "PGS.TS.BS Lê", "máy.In ra", "3.0.3.1", "TT.TT"),
    *("com.mic.bluezone", "app/configApp.json", "xong.Mời bà con", "3.5 GB", "A4.pdf", "e.g. this", "10.000.000"),
]


@pytest.mark.parametrize("text", HOSTS)
def test_hosts_are_found(text: str) -> None:
    assert [mention.value for mention in hosts(text)] == HOSTS[text]


@pytest.mark.parametrize("text", NO_HOSTS)
def test_other_words_with_points_are_no_hosts(text: str) -> None:
    assert [mention.text for mention in hosts(text)] == []


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    for mention in (*numbers(text, VN, "vi"), *numbers(text, ANY, "xx", expected=True), *hosts(text)):
        assert mention.text in text and 0 <= mention.at < len(text)


@pytest.mark.parametrize("part", ["0", "0 ", "a.", "1.", "(", "+", "a-", "gọi ", "gọi số ", "/a"])
def test_long_texts_are_read_at_once(part: str) -> None:
    """Rules that began anew at each of their signs would take minutes."""
    text = part * (100_000 // len(part))
    assert len([*numbers(text, VN, "vi"), *hosts(text)]) >= 0
