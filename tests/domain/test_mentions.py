"""A command spoken in a group, behind a name that may hold blanks."""

import pytest

from domain.links import join_typed_addresses
from domain.mentions import names_command, without_mention

DIGEST = ("digest", "bantin")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("/bantin", True),
        ("/bantin@tinbai_bot", True),
        ("@Bot Tin bài /bantin", True),
        ("@Bot Tin bài bản tin", True),
        ("Bản tin", True),
        ("@Bot Tin bài", False),
        ("@Bot bản tin hay quá", False),
        ("/baocao bantin", False),
        ("/", False),
        ("", False),
    ],
)
def test_a_command_is_found_behind_a_mention(text: str, meant: bool) -> None:
    assert names_command(text, DIGEST) is meant


def test_what_stands_before_the_slash_is_left_out() -> None:
    assert without_mention("@Bot xã Mẫu 15/6 /bantin tắt") == "/bantin tắt"
    assert without_mention("chào /bantin") == "chào /bantin"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("xamau .gov.vn/tin/1", "https://xamau.gov.vn/tin/1"),
        ("https: //xamau.gov.vn/tin/1", "https://xamau.gov.vn/tin/1"),
        ("xamau . gov . vn / tin / 1 .html", "https://xamau.gov.vn/tin/1.html"),
        ("Họp | xamau .gov.vn/tin/1 | 15/6", "Họp | https://xamau.gov.vn/tin/1 | 15/6"),
        ("xamau[.]gov[.]vn/tin/1", "https://xamau.gov.vn/tin/1"),
        ("xamau(.)gov.vn/tin/1", "https://xamau.gov.vn/tin/1"),
        ("xamau chấm gov chấm vn/tin/1", "https://xamau.gov.vn/tin/1"),
        ("Xamau (chấm) gov cham vn / tin / 1", "https://Xamau.gov.vn/tin/1"),
        ("xamau dot gov dot vn/tin/1", "https://xamau.gov.vn/tin/1"),
        ("xamau gov vn/tin/1", "https://xamau.gov.vn/tin/1"),
        ("link xamau gov .vn/tin/1 ạ", "link https://xamau.gov.vn/tin/1 ạ"),
        ("tanan.hanam gov vn/tin/1", "https://tanan.hanam.gov.vn/tin/1"),
        ("xamau。gov。vn/tin/1", "https://xamau.gov.vn/tin/1"),
        ("“xamau .gov.vn/tin/1”", "“https://xamau.gov.vn/tin/1”"),
        ("Thi chấm com / trưng bày", "Thi chấm com / trưng bày"),
        ("Chấm vn / điểm 10", "Chấm vn / điểm 10"),
        ("Giám khảo chấm vở sạch/chữ đẹp", "Giám khảo chấm vở sạch/chữ đẹp"),
        ("Tập huấn gov vn cho xã", "Tập huấn gov vn cho xã"),
        ("Họp (.) ở xã/phường", "Họp (.) ở xã/phường"),
        ("xamau.gov.vn/tin/1", "xamau.gov.vn/tin/1"),
        ("https://xamau.gov.vn/tin / Tiêu đề", "https://xamau.gov.vn/tin / Tiêu đề"),
        ("Họp ở TP.HCM / Hà Nội", "Họp ở TP.HCM / Hà Nội"),
        ("a @xamau .gov.vn", "a @xamau .gov.vn"),
    ],
)
def test_an_address_typed_with_blanks_is_a_link_and_nothing_else_is(typed: str, read: str) -> None:
    assert join_typed_addresses(typed) == read
