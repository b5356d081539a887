"""When two spellings name one unit, when somebody has to be asked, and when they are two."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.imports.names import name_units
from domain.units.names import (
    Spellings,
    is_person,
    match_unit,
    name_key,
    near_units,
    same_name,
    typed_unit,
)
from domain.units.records import Unit

NAMES = (
    "Phòng Tài chính - Kế hoạch",
    "Trung tâm Bồi dưỡng chính trị",
    "Phòng Giáo dục và Đào tạo",
    "Phòng Nông nghiệp và PTNT",
    "Phòng Tư pháp",
    "Phòng Văn hóa và Thông tin",
    "Trung tâm Văn hóa, Thông tin và Thể thao",
    "Công an huyện",
    "Phòng Lao động - TBXH huyện",
    "Văn phòng HĐND và UBND",
    "UBND xã Glar",
    "UBND xã K'Dang",
    "UBND thị trấn Đak Đoa",
    "Hội Liên hiệp phụ nữ huyện",
    "Ủy ban MTTQVN",
    "Bảo hiểm xã hội",
    "Phòng Nội vụ",
    "Phòng Kinh tế và Hạ tầng",
    "Phòng Y tế",
    "Trung tâm Y tế",
    "Nguyễn Thị Hoa",
    "Trường THCS DT Nội trú",
)
UNITS = tuple(Unit(place, 1, 1, name, (), place) for place, name in enumerate(NAMES, start=1))


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("Phòng Tài chính- Kế hoạch", "Phòng Tài chính - Kế hoạch"),
        ("Phòng TC-KH", "Phòng Tài chính - Kế hoạch"),
        ("TT Bồi dưỡng chính trị", "Trung tâm Bồi dưỡng chính trị"),
        ("TT. BDCT", "Trung tâm Bồi dưỡng chính trị"),
        ("Phòng GD & Đào tạo", "Phòng Giáo dục và Đào tạo"),
        ("Phòng GD&ĐT", "Phòng Giáo dục và Đào tạo"),
        ("phong gddt", "Phòng Giáo dục và Đào tạo"),
        ("Phòng Nông nghiệp và Phát triển nông thôn", "Phòng Nông nghiệp và PTNT"),
        ("Phòng NN&PTNT", "Phòng Nông nghiệp và PTNT"),
        ("P. Tư pháp", "Phòng Tư pháp"),
        ("P.Tư pháp", "Phòng Tư pháp"),
        ("UB xã Glar", "UBND xã Glar"),
        ("Phòng VH&TT", "Phòng Văn hóa và Thông tin"),
        ("Phòng Văn hoá, Thông tin", "Phòng Văn hóa và Thông tin"),
        ("Trung tâm VH-TT-TT", "Trung tâm Văn hóa, Thông tin và Thể thao"),
        ("CA huyện", "Công an huyện"),
        ("Công An Huyện", "Công an huyện"),
        ("Phòng LĐTBXH huyện", "Phòng Lao động - TBXH huyện"),
        ("Phòng Lao động - Thương binh và Xã hội huyện", "Phòng Lao động - TBXH huyện"),
        ("VP HĐND-UBND", "Văn phòng HĐND và UBND"),
        ("Uỷ ban nhân dân Xã Glar", "UBND xã Glar"),
        ("UBND xã K’Dang", "UBND xã K'Dang"),
        ("UBND TT Đak Đoa", "UBND thị trấn Đak Đoa"),
        ("Hội LHPN huyện", "Hội Liên hiệp phụ nữ huyện"),
        ("UBMTTQVN", "Ủy ban MTTQVN"),
        ("BHXH", "Bảo hiểm xã hội"),
        ("PHÒNG NỘI VỤ", "Phòng Nội vụ"),
        ("phong noi vu", "Phòng Nội vụ"),
        ("nguyen thi hoa", "Nguyễn Thị Hoa"),
    ],
)
def test_another_spelling_is_the_same_unit(spelling: str, name: str) -> None:
    found = match_unit(spelling, UNITS)
    assert found.unit is not None
    assert found.unit.name == name


@pytest.mark.parametrize(
    ("spelling", "names"),
    [
        ("Tư pháp", ["Phòng Tư pháp"]),
        ("Công an", ["Công an huyện"]),
        ("TTr. Đak Đoa", ["UBND thị trấn Đak Đoa"]),
        ("xã Glar", ["UBND xã Glar"]),
        ("UBND thị trấn Đăk Đoa", ["UBND thị trấn Đak Đoa"]),
        ("Phòng Nội vu", ["Phòng Nội vụ"]),
        ("Phòng Tư pháap", ["Phòng Tư pháp"]),
        ("Phòng Tài chính", ["Phòng Tài chính - Kế hoạch"]),
        ("TC-KH", ["Phòng Tài chính - Kế hoạch"]),
        ("TCKH", ["Phòng Tài chính - Kế hoạch"]),
        ("GD&ĐT", ["Phòng Giáo dục và Đào tạo"]),
        ("Glar", ["UBND xã Glar"]),
        ("dak doa", ["UBND thị trấn Đak Đoa"]),
        ("Thị trấn Dak Đoa", ["UBND thị trấn Đak Đoa"]),
        ("Văn phòng UBND", ["Văn phòng HĐND và UBND"]),
        ("Hội Phụ nữ", ["Hội Liên hiệp phụ nữ huyện"]),
        ("Mặt trận", ["Ủy ban MTTQVN"]),
        ("MTTQ", ["Ủy ban MTTQVN"]),
        ("BHXH huyện", ["Bảo hiểm xã hội"]),
        ("UBMTTQVN xã", ["Ủy ban MTTQVN"]),
        ("Trường Nội trú", ["Trường THCS DT Nội trú"]),
        ("Nguyễn Thị Hòa", []),
        ("Trạm Y tế", []),
        ("Phòng Y tá", []),
        ("Hội Nông dân", []),
        ("Đội Cơ động", []),
        ("Đảng ủy xã Glar", []),
        ("Ban Quản lý dự án", []),
    ],
)
def test_what_is_merely_near_is_asked_about(spelling: str, names: list[str]) -> None:
    assert match_unit(spelling, UNITS).unit is None
    assert [unit.name for unit in near_units(spelling, UNITS)] == names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nguyễn Thị Hoa", "Nguyễn Thị Hòa"),
        ("Trần Văn Tuấn", "Trần Văn Tuân"),
        ("UBND xã Hà Bầu", "UBND xã Hà Tây"),
        ("Trường TH số 1", "Trường TH số 2"),
        ("Trường TH Kim Đồng", "Trường THCS Kim Đồng"),
        ("Tân Bình", "Tân Minh"),
        ("Thôn 1", "Thôn Hòa Bình 1"),
        ("Thôn 1", "Thôn 2"),
        ("Phòng Y tế", "Trung tâm Y tế"),
        ("Xã Ia Pa", "Xã Ia Ka"),
        ("Hội Nông dân", "Hội Cựu chiến binh"),
        ("Trường TH Hoa Sen", "Trường MN Hoa Sen"),
    ],
)
def test_other_names_are_two(one: str, other: str) -> None:
    units = [Unit(1, 1, 1, one, (), 0)]
    assert match_unit(other, units).unit is None
    assert not near_units(other, units)
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Thôn 1", "Thôn 01"),
        ("Tổ dân phố 1", "Tổ dân phố số 1"),
        ("Trường THCS Nguyễn Du", "Trường Nguyễn Du"),
        ("Đoàn TNCS Hồ Chí Minh", "Đoàn Thanh niên"),
        ("Đoàn TNCS Hồ Chí Minh", "ĐTN"),
        ("Xã Ia Băng", "Ia Bang"),
        ("Phường Yên Đỗ", "UBND phường Yen Do"),
        ("Phòng Văn hóa - Xã hội", "VHXH"),
        ("Đội Quản lý thị trường", "QLTT"),
    ],
)
def test_a_name_that_says_less_is_asked_about(one: str, other: str) -> None:
    units = [Unit(1, 1, 1, one, (), 0)]
    found = name_units([other], units, maps={}, news=(), rows_are_units=True)
    assert [near.candidates for near in found.asked] == [(one,)]


def test_initials_of_two_units_decide_nothing() -> None:
    units = [Unit(1, 1, 1, "Phòng Văn hóa", (), 0), Unit(2, 1, 1, "Phòng Vận hành", (), 1)]
    found = match_unit("Phòng VH", [*units, Unit(3, 1, 1, "Phòng Viện trợ Hàn", (), 2)])
    assert found.unit is None or found.unit.name == "Phòng Văn hóa"
    assert match_unit("phong van hoa", [*units, Unit(3, 1, 1, "Phòng Vân Hoa", (), 2)]).unit is None


def test_whoever_types_may_leave_some_marks_out() -> None:
    assert getattr(typed_unit("Phòng Nội vu", UNITS).unit, "name", "") == "Phòng Nội vụ"


def test_persons_are_told_by_their_family_names() -> None:
    assert is_person("Nguyễn Thị Hoa")
    assert is_person("Rơ Châm H'Lan")
    assert is_person("Rơ Châm H'LAN")
    assert is_person("Đoàn Văn Hậu")
    assert not is_person("Đoàn TNCS Hồ Chí Minh")
    assert not is_person("Phòng Nội vụ")
    assert not is_person("Hà Bầu")


@given(st.sampled_from(NAMES), st.sampled_from(["upper", "lower", "nfd", "dashes", "and"]))
def test_case_form_dashes_and_joiners_say_nothing(name: str, change: str) -> None:
    changed = {
        "upper": name.upper(),
        "lower": name.lower(),
        "nfd": unicodedata.normalize("NFD", name),
        "dashes": name.replace(" - ", "-").replace(", ", " – "),
        "and": name.replace(" và ", " & "),
    }[change]
    assert same_name(name, changed)
    assert getattr(match_unit(changed, UNITS).unit, "name", "") == name


_SPELLED = (
    *NAMES,
    "Phòng TC-KH",
    "P. Tư pháp",
    "TT Y tế",
    "phòng y tế",
    "Phòng NN&PTNT",
    "&",
    "PYT",
)


@given(st.lists(st.sampled_from(_SPELLED)), st.sampled_from(_SPELLED))
def test_the_first_name_that_is_the_same_is_found_as_by_looking_at_each(
    names: list[str], name: str
) -> None:
    spellings = Spellings()
    for known in names:
        spellings.add(known)
    assert spellings.first_same(name) == next((n for n in names if same_name(n, name)), None)


@given(st.lists(st.sampled_from(NAMES), unique=True, min_size=1))
def test_names_of_a_first_table_are_never_asked_about(names: list[str]) -> None:
    found = name_units(names, (), maps={}, news=(), rows_are_units=True)
    assert found.new == tuple(names)
    assert not found.asked


@given(st.permutations(NAMES))
def test_a_table_of_known_units_finds_each_in_any_order(names: list[str]) -> None:
    found = name_units(names, UNITS, maps={}, news=(), rows_are_units=True)
    assert dict(found.official) == {name: name for name in names}
    assert not found.asked
    assert not found.new
