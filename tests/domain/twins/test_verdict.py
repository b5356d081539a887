"""Which titles name one article, as an editor would say."""

import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.abbreviations import default_abbreviations
from domain.language import translator
from domain.twins.features import FEATURES
from domain.twins.titles import title_reader
from domain.twins.verdict import (
    TitleIndex,
    Verdict,
    compare_prepared,
    compare_titles,
    find_twins,
    title_weights,
    word_reason,
)
from domain.twins.words import ALONE

DATA = Path(__file__).parents[2] / "data"
PIECES = (
    "lần thứ|3|4|1.5|13-14|5/6|5/6/2021|2020-2025|6/2021|quý|II|khóa|XV|tháng|năm|mười"
    "|ba|trăm|tỷ|thôn|Ia Tô|GD&ĐT|TT|H'ring|%|:|-|(|tổ|số|QL|99999999999999999999|ngày"
    "|VH, TT&TT|¹|m²|12/2021|31/13|0/0"
)
BASE = "Khai mạc lớp tập huấn kỹ thuật nuôi cá lồng tại xã Ia Krái lần thứ III"


def same_letters(text: str) -> str:
    """Take the marks off, as on a phone without a Vietnamese keyboard."""
    plain = text.replace("đ", "d").replace("Đ", "D")
    decomposed = unicodedata.normalize("NFD", plain)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def read_pairs(name: str) -> list[tuple[bool, str, str]]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()[1:]
    rows = [line.split("\t") for line in lines]
    return [(label == "same", a, b) for label, _, a, b in rows]


FITTED = (
    "title-pairs.tsv",
    "title-pairs-2026.tsv",
    "title-pairs-2026-unseen.tsv",
    *(f"title-pairs-2026-unseen-{number}.tsv" for number in range(2, 10)),
)
UNSEEN = tuple(f"title-pairs-2026-unseen-{number}.tsv" for number in range(10, 17))
NAMES = (*FITTED, "title-pairs-held-out.tsv", "title-pairs-2026-held-out.tsv", *UNSEEN)
ALL_PAIRS = [pair for name in NAMES for pair in read_pairs(name)]
LOGGED = {
    title: place
    for place, title in enumerate(dict.fromkeys(title for _, *both in ALL_PAIRS for title in both))
}
LOG = TitleIndex((place, title) for title, place in LOGGED.items())
Case = Callable[[str], str]
CASES: list[Case] = [str.upper, str.title, str.capitalize, str.lower]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (BASE, same_letters(BASE)),
        (BASE, BASE.upper()),
        (BASE, same_letters(BASE).lower()),
        (BASE, unicodedata.normalize("NFD", BASE)),
        (BASE, BASE + " - Cổng thông tin điện tử huyện Ia Grai"),
        (BASE, BASE + " - iagrai.gialai.gov.vn"),
        (BASE, BASE + " (cập nhật)"),
        (BASE, "[Video] " + BASE),
        (BASE, "Xã Ia Krái: Khai mạc lớp tập huấn kỹ thuật nuôi cá lồng lần thứ 3"),
        ("Hòa giải ở cơ sở", "Hoà giải ở cơ sở"),
        ("Kỷ niệm ngày Thương binh - Liệt sĩ", "Kỉ niệm ngày thương binh liệt sỹ"),
        ("Trường THPT Lê Lợi đón Tết", "Trường trung học phổ thông Lê Lợi đón Tết"),
        ("truong thpt le loi don tet", "Trường THPT Lê Lợi đón Tết"),
        ("HTX Ia Tô trồng cà phê", "Hợp tác xã Ia Tô trồng cà phê"),
        ("Phòng GD&ĐT họp giao ban", "Phòng Giáo dục và Đào tạo họp giao ban"),
        ("Phòng GD-ĐT họp giao ban", "Phòng GDĐT họp giao ban"),
        ("Ra quân trồng rừng", "Ra quân trồng rừng ở xã Ia Sao, huyện Ia Grai"),
        ("Trao 1.500 suất quà cho hộ nghèo", "Trao 1500 phần quà cho người nghèo"),
        ("Hỗ trợ 1,5 tỷ đồng làm đường", "Hỗ trợ 1.500 triệu đồng làm đường"),
        ("Hơn ba trăm hộ dân có nước sạch", "Hơn 300 hộ dân có nước sạch"),
        ("Lịch trực ngày 5 tháng 6 năm 2021", "Lịch trực ngày 05/6/2021"),
        ("Kỳ họp thứ mười hai của HĐND xã", "Kỳ họp thứ XII của HĐND xã"),
        ("Sơ kết quý 1/2022 công tác thuế", "Sơ kết công tác thuế quý I năm 2022"),
        ("Nước sạch về Chư Păh", "Nước sạch về ChưPăh"),
        ("Họp bàn sản xuất vụ mùa", "Họp bàn sản xuát vụ mùa"),
        ("Đường lên Đắk Đoa", "Đường lên Đăk Đoa"),
        ("Nghệ nhân Y H’ring dạy chiêng", "Nghệ nhân Y H'Ring dạy chiêng"),
    ],
)
def test_what_is_only_written_otherwise_is_the_same(a: str, b: str) -> None:
    verdict = compare_titles(a, b)

    assert verdict.same, verdict


@pytest.mark.parametrize(
    ("a", "b", "reason"),
    [
        (BASE, BASE.replace("III", "IV"), "number"),
        (BASE, same_letters(BASE.replace("III", "4")).lower(), "number"),
        (BASE, BASE.replace("Krái", "Hrung"), "name"),
        (BASE, BASE.replace("Khai mạc", "Bế mạc"), "stage"),
        (BASE, BASE.replace("cá lồng", "gà thả vườn"), "swapped"),
        ("Sơ kết công tác thuế quý I", "Sơ kết công tác thuế quý II", "number"),
        ("Sơ kết công tác thuế quý I, II", "Sơ kết công tác thuế quý III, IV", "number"),
        ("Lịch họp tháng giêng", "Lịch họp tháng chạp", "number"),
        ("Lịch trực ngày 5/6", "Lịch trực ngày 6/6", "number"),
        ("Lịch trực ngày 5/6", "Lịch trực tháng 7", "number"),
        ("Trao 50 suất quà cho hộ nghèo", "Trao 60 suất quà cho hộ nghèo", "number"),
        ("Họp dân thôn 3", "Họp dân thôn 4", "number"),
        ("Họp chi bộ làng Mới", "Họp chi bộ làng Kép", "slot"),
        ("Hội Nông dân xã trồng rau", "Hội Nông dân huyện trồng rau", "level"),
        ("Đặt hàng đề tài giống lúa", "Nghiệm thu đề tài giống lúa", "stage"),
        ("Mở lớp xóa mù chữ", "Tổng kết lớp xóa mù chữ", "stage"),
        ("Giá tiêu tăng", "Giá tiêu giảm", "stage"),
        ("Tổ chức hội làng Kép", "Hoãn tổ chức hội làng Kép", "negation"),
        ("Bổ nhiệm Chánh Văn phòng", "Bổ nhiệm Phó Chánh Văn phòng", "qualifier"),
        ("Bí thư Nguyễn Văn Hùng thăm xã", "Bí thư Nguyễn Văn Hưng thăm xã", "marks"),
        ("Trường THCS A đón Tết", "Trường THCS B đón Tết", "slot"),
    ],
)
def test_one_telling_word_makes_another_article(a: str, b: str, reason: str) -> None:
    verdict = compare_titles(a, b)

    assert not verdict.same, verdict
    assert reason in verdict.reasons


def test_titles_about_other_things_differ_in_words() -> None:
    verdict = compare_titles("Khám bệnh cho trẻ em", "Sầu riêng được giá")

    assert not verdict.same
    assert verdict.score < 0.1


def test_equal_titles_are_alike() -> None:
    assert compare_titles(BASE, BASE).reasons == ("alike",)


def test_an_empty_title_has_no_twin() -> None:
    assert not compare_titles("", "").same
    assert not compare_titles("...", BASE).same
    assert not compare_titles("Tin tức", "Tin mới").same


def test_equal_titles_of_filler_words_are_the_same() -> None:
    assert compare_titles("Bản tin cuối ngày hôm nay", "Bản tin cuối ngày hôm nay").same
    assert compare_titles("Tin tức", "Tin tức").same


def test_an_abbreviation_of_two_meanings_takes_the_one_beside_it() -> None:
    hospital = "TT Y tế huyện khám bệnh cho dân làng"

    assert compare_titles(hospital, "Trung tâm Y tế huyện khám bệnh cho dân làng").same
    town = "TT Ia Kha họp dân làng bàn làm đường"
    assert compare_titles(town, "Thị trấn Ia Kha họp dân làng bàn làm đường").same


def test_a_board_adds_its_own_abbreviations() -> None:
    a, b = "QXR ra quân dọn rác", "Quỹ Cây Rừng ra quân dọn rác"
    own = {**default_abbreviations(), "QXR": "quỹ cây rừng"}

    assert not compare_titles(a, b).same
    assert compare_titles(a, b, abbreviations=own).same


def test_a_boards_names_count_as_names_in_small_letters() -> None:
    a, b = "tổ sao mai dọn vệ sinh", "tổ nắng hạ dọn vệ sinh"

    verdict = compare_titles(a, b, names=["Sao Mai", "Nắng Hạ"])

    assert not verdict.same
    assert "name" in verdict.reasons


def test_the_shipped_abbreviations_hold_the_common_ones() -> None:
    shipped = default_abbreviations()

    assert len(shipped) >= 80
    assert {"THPT", "HTX", "NTM", "UBND", "HĐND", "MTTQ", "BHXH", "PCCC", "LĐLĐ"} <= set(shipped)


def test_every_feature_has_a_weight_that_the_file_shows() -> None:
    weights = title_weights()

    assert set(weights) == {"bias", *FEATURES}
    assert weights["number"] < 0 < weights["overlap"]


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("title-pairs.tsv", 0.97),
        ("title-pairs-held-out.tsv", 0.9),
        ("title-pairs-2026.tsv", 0.95),
        ("title-pairs-2026-held-out.tsv", 0.95),
        *((name, 0.95) for name in FITTED[2:]),
        # New sets keep what was mended after them; their first measures stand in performance.md.
        *((name, 0.92) for name in UNSEEN),
    ],
)
def test_the_labelled_pairs_are_told_apart(name: str, least: float) -> None:
    pairs = read_pairs(name)
    said = [(same, compare_titles(a, b).same) for same, a, b in pairs]

    right = sum(same and yes for same, yes in said)
    assert len(pairs) >= 60
    assert right / sum(yes for _, yes in said) >= least, "precision"
    assert right / sum(same for same, _ in said) >= least, "recall"


def test_no_title_that_weights_were_fitted_on_is_held_out() -> None:
    fitted, *held = (
        {title for name in names for _, *both in read_pairs(name) for title in both}
        for names in (
            FITTED,
            ("title-pairs-2026-held-out.tsv",),
            UNSEEN,
        )
    )

    assert all(fitted.isdisjoint(titles) for titles in held)


@given(st.sampled_from(ALL_PAIRS), st.sampled_from(CASES), st.sampled_from(CASES))
def test_case_alone_changes_no_verdict(
    pair: tuple[bool, str, str], case: Case, other_case: Case
) -> None:
    _, a, b = pair
    asis = compare_titles(a, b)

    otherwise = compare_titles(case(a), other_case(b))

    assert otherwise.same == asis.same
    assert otherwise.score == pytest.approx(asis.score) or {asis.reasons, otherwise.reasons} == {
        ("alike",)
    }
    assert compare_titles(case(a), other_case(a)).same


@pytest.mark.untraced
def test_the_search_finds_each_twin_that_comparing_accepts() -> None:
    missed = [
        (a, b)
        for _, a, b in ALL_PAIRS
        if compare_titles(a, b).same
        and LOGGED[b] not in {twin.id for twin in LOG.find_twins(a, limit=len(LOG))}
    ]

    assert missed == []


def test_the_order_of_two_titles_hardly_matters() -> None:
    for _, a, b in read_pairs("title-pairs-held-out.tsv"):
        assert compare_titles(a, b).same == compare_titles(b, a).same, (a, b)


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_two_texts_can_be_compared(a: str, b: str) -> None:
    verdict = compare_titles(a, b)

    assert 0 <= verdict.score <= 1
    assert verdict.same == (verdict.score >= 0.5)


@given(
    st.lists(
        st.sampled_from(PIECES.split("|")),
        max_size=12,
    )
)
def test_any_row_of_numbers_and_words_can_be_read(words: list[str]) -> None:
    title = " ".join(words)

    assert 0 <= compare_titles(title, BASE).score <= 1


def reach(run: Callable[[], object], most: int) -> bool:
    """Tell whether something ends within so many calls of functions."""
    calls = 0

    def count(frame: FrameType, event: str, _: object) -> None:
        nonlocal calls
        calls += 1
        if calls > most:
            raise TimeoutError

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        run()
    except TimeoutError:
        return False
    finally:
        sys.setprofile(before)
    return True


@settings(max_examples=8, deadline=None)
@given(
    st.lists(
        st.sampled_from([*PIECES.split("|"), "a&b-c.", "[tin ", "9" * 500, "xqz"]), min_size=1
    ),
    st.lists(st.sampled_from([*PIECES.split("|"), "A", "ABC", "- báo", "abcd"]), min_size=1),
)
def test_titles_of_any_length_cost_bounded_work(one: list[str], other: list[str]) -> None:
    a, b = (" ".join(words * (20_000 // len(words))) for words in (one, other))

    assert reach(lambda: compare_titles(a, b), 500_000)


def test_titles_of_ten_thousand_other_words_cost_bounded_work() -> None:
    a = " ".join(f"a{chr(97 + i % 26)}{chr(97 + i // 26 % 26)}q{i}" for i in range(10_000))
    b = " ".join(f"a{chr(97 + i // 26 % 26)}{chr(97 + i % 26)}z{i}" for i in range(10_000))

    assert reach(lambda: compare_titles(a, b), 500_000)


@pytest.mark.parametrize(
    "own",
    [
        {"QXR": "QXR rừng"},
        {"QXR": "QXS rừng", "QXS": "QXR núi"},
        {"QXR": " ".join(["QXR"] * 50)},
    ],
)
def test_an_abbreviation_may_stand_in_its_own_meaning(own: dict[str, str]) -> None:
    a, b = "QXR ra quân dọn rác", "QXR và QXS ra quân dọn rác"

    assert compare_titles(a, a.lower(), abbreviations=own).same
    assert reach(lambda: compare_titles(a, b, abbreviations=own), 500_000)


def test_find_twins_returns_the_likeliest_first() -> None:
    rows = [
        (1, "Bế mạc lớp tập huấn kỹ thuật nuôi cá lồng tại xã Ia Krái lần thứ III"),
        (2, "Mở lớp tập huấn kỹ thuật nuôi cá lồng lần thứ 3"),
        (3, BASE),
        (4, "Ra quân trồng rừng"),
    ]

    twins = find_twins(BASE, rows)

    assert [twin.id for twin in twins] == [3, 2]
    assert twins[0].score > twins[1].score


def test_an_index_can_be_added_to_and_asked_without_marks() -> None:
    index = TitleIndex([(7, "Hội thi Tin học trẻ huyện lần thứ X")])
    index.add(9, "Hội thi Tin học trẻ huyện lần thứ XI")

    assert len(index) == 2
    assert "tin hoc" in index.keys[0]
    assert [twin.id for twin in index.find_twins("hoi thi tin hoc tre huyen lan thu 11")] == [9]


def test_an_empty_index_finds_nothing() -> None:
    assert TitleIndex().find_twins(BASE) == []


def test_the_quick_search_finds_what_comparing_all_finds() -> None:
    titles = list(dict.fromkeys(a for _, a, _ in read_pairs("title-pairs.tsv")))
    index = TitleIndex(enumerate(titles))

    prepared = [title_reader().prepare(title) for title in titles]

    for asked in prepared[:300:60]:
        full = {i for i, title in enumerate(prepared) if compare_prepared(asked, title).same}
        assert {twin.id for twin in index.find_twins(asked.title, limit=100)} == full


def test_each_reason_has_words() -> None:
    said = translator("vi")
    for code in ("number", "name", "slot", "stage", "action", "negation", "qualifier", "level"):
        assert word_reason(said, code) != code
    verdict: Verdict = compare_titles("Khám bệnh cho trẻ em", "Sầu riêng được giá")
    assert all(word_reason(said, reason) for reason in verdict.reasons)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Công khai dự toán ngân sách xã Ia Tô", "Công khai quyết toán ngân sách xã Ia Tô"),
        ("Mời thầu xây dựng cầu thôn 3 xã Ia Tô", "Trúng thầu xây dựng cầu thôn 3 xã Ia Tô"),
        ("Sơ kết phong trào thi đua xã Ia Tô", "Tổng kết phong trào thi đua xã Ia Tô"),
        ("Thông báo tuyển dụng viên chức xã Ia Tô", "Kết quả tuyển dụng viên chức xã Ia Tô"),
        ("Đấu giá quyền sử dụng đất xã Ia Tô", "Kết quả đấu giá quyền sử dụng đất xã Ia Tô"),
        ("Khai mạc kỳ họp HĐND xã Ia Tô", "Bế mạc kỳ họp HĐND xã Ia Tô"),
        ("Phát động Tháng Thanh niên xã Ia Tô", "Tổng kết Tháng Thanh niên xã Ia Tô"),
        ("Kế hoạch tuyển sinh lớp 6 xã Ia Tô", "Kết quả tuyển sinh lớp 6 xã Ia Tô"),
        ("Lớp xóa mù chữ xã Ia Tô", "Bế giảng lớp xóa mù chữ xã Ia Tô"),
    ],
)
def test_what_comes_before_and_after_in_one_undertaking_makes_two_articles(a: str, b: str) -> None:
    assert not compare_titles(a, b).same


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Đoàn TN thị trấn ra quân dọn vệ sinh", "Đoàn thanh niên thị trấn ra quân dọn vệ sinh"),
        (
            "Đại hội Đảng bộ xã Ia Tô NK 2025 - 2030",
            "Đại hội Đảng bộ xã Ia Tô nhiệm kỳ 2025-2030",
        ),
        ("Hướng dẫn KLMN cho người dân", "Hướng dẫn khai lắp mạng nước cho người dân"),
    ],
)
def test_an_abbreviation_that_the_other_title_spells_out_is_that_phrase(a: str, b: str) -> None:
    assert compare_titles(a, b).same
    assert compare_titles(b, a).same


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Lịch công tác tháng 8 của UBND xã", "Lịch công tác tháng 8/2025 của UBND xã"),
        ("Lịch công tác tháng 8 của UBND xã", "Lịch công tác tháng Tám năm 2025 của UBND xã"),
        ("Lịch cúp nước ngày 15/3 ở xã Ia Tô", "Lịch cúp nước ngày 15 tháng 3 năm 2026 ở xã Ia Tô"),
        ("Ra quân trồng cây xuân", "Ra quân trồng cây xuân 2026 tại xã Ia Tô"),
        ("Xã Ia Tô: Ra quân dọn vệ sinh", "Ra quân dọn vệ sinh tại xã Ia Tô"),
        ("Họp dân tổ dân phố 3", "Họp dân tổ dân phố số 3"),
        ("Tiêm vắc xin đợt 2 tại xã Ia Tô", "Tiêm vắc xin lần thứ hai tại xã Ia Tô"),
    ],
)
def test_what_is_told_less_fully_or_elsewhere_contradicts_nothing(a: str, b: str) -> None:
    assert compare_titles(a, b).same
    assert compare_titles(b, a).same


@pytest.mark.parametrize("name", ["X&Y", "NN&DV", "A-B", "Z.W", "quy-nhon"])
def test_joined_letters_that_no_list_has_are_read_as_letters(name: str) -> None:
    a = f"Hợp tác xã {name} khai trương cửa hàng"

    assert compare_titles(a, a.upper()).same
    assert not compare_titles(a, "Tiêm vắc xin cho trẻ em").same


def test_each_line_of_the_list_of_opposites_tells_titles_apart() -> None:
    rows = (DATA.parents[1] / "domain" / "data" / "title-opposites.tsv").read_text("utf-8")
    lines = [line.split("\t") for line in rows.splitlines() if not line.startswith("#")]

    alike = [
        (one, other)
        for one, *others in lines
        if one != ALONE
        for other in others
        if compare_titles(
            f"Công tác {one} ruộng bậc thang thôn 3", f"Công tác {other} ruộng bậc thang thôn 3"
        ).same
    ]

    assert alike == []


def test_phrases_that_may_say_the_same_of_one_event_tell_no_titles_apart() -> None:
    rows = (DATA.parents[1] / "domain" / "data" / "title-words.tsv").read_text("utf-8")
    lines = [line.split("\t")[1:] for line in rows.splitlines() if line.startswith("near\t")]
    titles = "Phường Tân An {} tuyến kè thôn 5 trong hai ngày", "Cuối tuần {} tuyến kè thôn 5"

    apart = [
        (one, other, title)
        for one, *others in lines
        for other in others
        for title in titles
        if not compare_titles(title.format(one), title.format(other)).same
    ]

    assert apart == []


COMMUNES = (
    *("Kỳ Anh", "Tân Thành", "Trường Xuân", "Xuân Lộc", "Sông Cầu", "Cầu Giấy", "Chợ Mới"),
    *("Cái Răng", "Năm Căn", "Đất Mũi", "Ba Đình", "Hội An", "Hai Bà Trưng", "Đoàn Kết"),
    *("Thống Nhất", "Hòa Bình", "Quảng Trị", "Bắc Sơn", "Nam Sơn", "Lê Lợi", "Phú Hòa 1"),
    *("Phú Hòa 2", "Ea Drông", "Sóc Sơn", "Tây Sơn", "Đồng Nai", "Tiến Thắng", "Hưng Thịnh"),
)


@pytest.mark.parametrize("commune", COMMUNES)
def test_communes_named_like_other_words_are_told_apart_and_known_again(commune: str) -> None:
    title = "Trao quà cho hộ nghèo tại xã {}"

    assert compare_titles(title.format(commune), f"Xã {commune} tặng quà hộ nghèo").same
    assert [
        other
        for other in COMMUNES
        if other != commune and compare_titles(title.format(commune), title.format(other)).same
    ] == []


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Hướng dẫn nhận quà 100.000 đồng qua VNeID", "Hướng dẫn nhận quà 100.000đ qua VNeID"),
        ("Phường Tân An trồng 1 vạn cây phi lao", "Phường Tân An trồng 10.000 cây phi lao"),
        ("Sau một tháng vận hành xã Tân An", "Sau 1 tháng vận hành xã Tân An"),
        ("Chính quyền địa phương 2 cấp ở xã Tân An", "Xã Tân An: chính quyền hai cấp"),
        (
            "Sạt lở bờ sông, 5 hộ dân xã Tân An di dời",
            "Xã Tân An di dời 5 hộ dân do sạt lở bờ sông",
        ),
        ("Gia Lai: Xã Ia Tô ra quân trồng rừng", "Xã Ia Tô ra quân trồng rừng"),
        ("Xã Pù Nhi tổ chức đại hội lần thứ I", "Đại hội lần thứ nhất xã Pù Nhi"),
        ("Tổ BVANTTCS xã Tân An tuần tra", "Tổ bảo vệ an ninh, trật tự ở cơ sở xã Tân An tuần tra"),
        ("Phòng KT,HT&ĐT phường Tân An", "Phòng Kinh tế, Hạ tầng và Đô thị phường Tân An"),
    ],
)
def test_numbers_places_and_initials_may_be_written_otherwise(a: str, b: str) -> None:
    assert compare_titles(a, b).same
    assert compare_titles(b, a).same


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Lịch cắt nước ngày 3/10 xã Ia Tô", "Lịch cắt nước ngày 13/10 xã Ia Tô"),
        ("Lịch cắt nước ngày 19/11 xã Ia Tô", "Lịch cắt nước ngày 20/11 xã Ia Tô"),
        ("Tổ công tác Đề án 06 xã Ia Tô họp", "Tổ công tác Đề án 07 xã Ia Tô họp"),
        ("Gia Lai: giá cà phê hôm nay", "Lâm Đồng: giá cà phê hôm nay"),
        ("Đại hội Đảng bộ phường Tân An", "Đại hội Đảng bộ Công an phường Tân An"),
        ("Sở Nội vụ hướng dẫn sắp xếp thôn", "Bộ Nội vụ hướng dẫn sắp xếp thôn"),
        ("Đấu giá 20 lô đất xã Ia Tô", "Xã Ia Tô đấu giá thành công 20 lô đất"),
    ],
)
def test_other_days_plans_provinces_and_bodies_make_two_articles(a: str, b: str) -> None:
    assert not compare_titles(a, b).same
    assert not compare_titles(b, a).same


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("HĐND tỉnh giám sát chợ xã Ia Tô", "HĐND xã Ia Tô giám sát chợ"),
        ("Xã Hòa Sơn họp dân bàn làm đường", "Xã Hòa Sơn Đông họp dân bàn làm đường"),
        ("Phường Hoa Lư mở phiên chợ", "Phường Tây Hoa Lư mở phiên chợ"),
        ("Xã Vị Thanh họp dân bàn làm đường", "Xã Vị Thanh 1 họp dân bàn làm đường"),
        ("Phường Xuân An trồng hoa ven đường", "Phường Xuân Hòa trồng hoa ven đường"),
        ("Kế hoạch nạo vét kênh xã Ia Tô", "Xã Ia Tô nạo vét kênh"),
        ("Lấy ý kiến về giá nước xã Ia Tô", "Giá nước xã Ia Tô"),
        ("Trao nhà cho chị Trần Thị Bằng", "Trao nhà cho chị Trần Thị Toàn"),
        ("Họp dân", "Họp dân làng Dun Bêu bàn chuyện hiến đất, góp công làm sân bóng"),
    ],
)
def test_levels_sides_and_plans_make_two_articles(a: str, b: str) -> None:
    assert not compare_titles(a, b).same
    assert not compare_titles(b, a).same


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Xã Ia Tô có thêm sản phẩm OCOP 3 sao", "Thêm sản phẩm OCOP ba sao của xã Ia Tô"),
        ("Khách đến xã Ia Tô tăng gấp đôi", "Khách đến xã Ia Tô tăng gấp 2"),
        ("Xã Ia Tô 3 tổ chức họp dân", "Họp dân tại xã Ia Tô 3"),
        ("Họp tổ dân phố ở phường Tân An", "Phường Tân An họp tổ dân phố"),
        ("Quy tập 3 hài cốt liệt sĩ ở xã Ia Tô", "Quy tập ba hài cốt liệt sĩ tại xã Ia Tô"),
        ("Đại hội MTTQ xã Ia Tô khóa I", "Đại hội MTTQ xã Ia Tô lần thứ I"),
        ("UBND xã Ia Tô nạo vét kênh mương", "Xã Ia Tô nạo vét kênh mương"),
        ("Sáp nhập hai thôn Đông Hạ và Đông Thượng", "Thôn Đông Hạ và thôn Đông Thượng sáp nhập"),
        ("Trao bò cho hộ nghèo xã Ia Tô", "Hộ nghèo xã Ia Tô nhận bò"),
        ("Lượng khách đến xã Ia Tô tăng dịp lễ", "Xã Ia Tô đón lượng khách tăng dịp lễ"),
    ],
)
def test_spelled_numbers_receivers_and_heads_may_tell_the_same(a: str, b: str) -> None:
    assert compare_titles(a, b).same
    assert compare_titles(b, a).same


def test_a_title_with_abbreviations_that_no_list_has_is_found() -> None:
    index = TitleIndex([(1, "Trung tâm Dịch vụ bảo trợ mở phiên trao đổi hàng hóa tại xã Ea Kar")])

    assert [twin.id for twin in index.find_twins("TT DVBT mở phiên TĐHH tại xã Ea Kar")] == [1]


def test_a_title_in_other_case_is_its_own_twin() -> None:
    title = "Tuyên truyền Luật Hòa giải ở cơ sở"
    for other in (title.upper(), title.title(), title.lower(), title.capitalize()):
        assert compare_titles(title, other).same
