"""A board's settings as people write them, and as they are shown again."""

from datetime import date
from typing import Any

import pytest

from domain.errors import InvalidField
from domain.reports.lines.settings import LONGEST, MOST_LINES, read_value, value_lines
from domain.reports.settings import find_setting

TODAY = date(2021, 7, 28)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("place", "  Chư   Păh ", "Chư Păh"),
        ("agency", "Ban Biên tập\nCổng thông tin", "Ban Biên tập\nCổng thông tin"),
        ("parent_agency", "không", ""),
        ("number_suffix", "/BC-BBT", "BC-BBT"),
        ("addressees", "- UBND huyện.\n- Sở TTTT;", ["UBND huyện", "Sở TTTT"]),
        (
            "addressees",
            "1. UBND huyện.\n2) Sở TTTT;\n+ Lưu: VT",
            ["UBND huyện", "Sở TTTT", "Lưu: VT"],
        ),
        ("addressees", "không có", []),
        ("review", "có", "required"),
        ("review", "không", "none"),
        ("quiet_hours", "21h đến 7h", "21:00-07:00"),
        ("quiet_hours", "21:30-6:15", "21:30-06:15"),
        ("quiet_hours", "không", ""),
        ("working_days_only", "bật", True),
        ("working_days_only", "không", False),
        ("topics", "Văn hóa, Thể thao và Du lịch", ["Văn hóa, Thể thao và Du lịch"]),
        ("days_off", "2/9/2021; 3/9/2021", ["2021-09-02", "2021-09-03"]),
    ],
)
def test_a_value_is_read_as_it_was_meant(name: str, text: str, value: Any) -> None:
    assert read_value(find_setting(name), text, TODAY) == value


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("place", " ", "empty_setting"),
        ("place", "không", "empty_setting"),
        ("closing", "không có", "empty_setting"),
        ("topics", "Y tế, Giáo dục", "one_or_several"),
        ("recipients", "UBND huyện, Huyện ủy, Lưu VT", "one_or_several"),
        ("place", "x" * (LONGEST + 1), "long_setting"),
        ("number_suffix", "BC BBT", "bad_suffix"),
        ("addressees", ";", "empty_setting"),
        ("addressees", ";".join(f"Nơi {n}" for n in range(MOST_LINES + 1)), "many_settings"),
        ("addressees", "y" * (LONGEST + 1), "long_setting"),
        ("recipients", "Như trên; như trên", "repeated_setting"),
        ("review", "có lẽ", "bad_review"),
        ("quiet_hours", "buổi tối", "bad_hours"),
        ("quiet_hours", "21:75-7:00", "bad_hours"),
        ("working_days_only", "tùy", "bad_switch"),
        ("legal_basis", "Quy chế | sang năm", "bad_validity"),
        ("legal_basis", "Quy chế | từ 1/1/2020 | từ 1/1/2021", "bad_validity"),
        ("legal_basis", "Quy chế | từ 1/1/2022 | đến 1/1/2021", "bad_validity"),
    ],
)
def test_what_cannot_be_read_is_named(name: str, text: str, code: str) -> None:
    with pytest.raises(InvalidField) as raised:
        read_value(find_setting(name), text, TODAY)
    assert raised.value.code == code


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("place", "Chư Păh"),
        ("agency", "Ban Biên tập\nCổng thông tin"),
        ("addressees", "UBND huyện\nSở TTTT"),
        ("review", "có"),
        ("review", "không"),
        ("working_days_only", "có"),
        ("days_off", "2/9/2021\n3/9/2021"),
        ("legal_basis", "Quy chế hoạt động | từ 1/1/2020 | đến 31/12/2030"),
        ("signers", "Phó Trưởng ban | Nguyễn Văn A | KT. TRƯỞNG BAN"),
    ],
)
def test_what_is_shown_can_be_typed_again(name: str, text: str) -> None:
    setting = find_setting(name)
    value = read_value(setting, text, TODAY)
    shown = "\n".join(value_lines(setting, value))
    assert read_value(setting, shown, TODAY) == value


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("topics", "Văn hóa, Thể thao và Du lịch;", ["Văn hóa, Thể thao và Du lịch"]),
        ("topics", "Phòng, chống dịch", ["Phòng, chống dịch"]),
        ("topics", "Văn hóa, Thể thao; Y tế", ["Văn hóa, Thể thao", "Y tế"]),
        ("recipients", "Huyện ủy, HĐND, UBND huyện", ["Huyện ủy, HĐND, UBND huyện"]),
    ],
)
def test_a_comma_may_stand_in_an_entry(name: str, text: str, value: list[str]) -> None:
    assert read_value(find_setting(name), text, TODAY) == value
