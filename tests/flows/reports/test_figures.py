"""Keeping figures in chat."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from tests.flows.conftest import BOARD, TAX, ZONE, World, loaded, still_clock
from tests.flows.shapes import stage

VISITS = "SELECT amount, day FROM figure_entries WHERE code = 'visits' AND withdrawn_at IS NULL"


@pytest.fixture
async def bare(tmp_path: Path) -> AsyncIterator[World]:
    """A board without units."""
    async with stage(loaded(tmp_path, BOARD), still_clock()) as running:
        yield World(running, tmp_path / "tinbai.db")


async def test_a_reading_is_stored_as_it_was_typed(bare: World) -> None:
    editor = await bare.join("editor")
    answer = await bare.say(editor, "/solieu lượt truy cập 96.811 14/6/2021")
    assert "Đã ghi Lượt truy cập: 96.811 lượt ngày 14/6/2021." in answer
    assert "Chưa có số đầu kỳ" in answer
    assert bare.rows(VISITS) == [(96811, "2021-06-14")]


async def test_figures_are_listed_and_kept_by_buttons_and_typing(bare: World) -> None:
    editor = await bare.join("editor")
    listed = await bare.say(editor, "/figure")
    assert "Lượt truy cập: chưa có" in listed
    assert bare.typed("/chi nhuận bút 46.276.000 15/6/2021") in listed
    assert "Chưa ghi lần nào." in await bare.press(editor, "Lượt truy cập")
    assert "86.878 lượt ngày 31/12/2020" in await bare.say(editor, "86878 31/12/2020")
    await bare.press(editor, "‹ Số liệu")
    assert "96.811 lượt ngày 15/6/2021" in await bare.say(editor, "96.811")
    assert "96.811 lượt ngày 15/6/2021" in await bare.say(editor, "/solieu")


async def test_the_examples_are_commands_of_the_readers_language(bare: World) -> None:
    editor = await bare.join("editor")
    assert bare.typed("/solieu") in await bare.say(editor, "/figure")
    await bare.say(editor, "/language en")
    answer = await bare.say(editor, "/figure")
    assert bare.typed("/figure lượt truy cập 96.811 29/6/2021") in answer
    assert bare.typed("/pay nhuận bút 46.276.000 15/6/2021") in answer
    assert bare.typed("/solieu") not in answer
    assert bare.typed("/chi ") not in answer


async def test_a_wrong_value_is_answered_with_an_example_and_the_question_stays(
    bare: World,
) -> None:
    editor = await bare.join("editor")
    await bare.say(editor, "/figure")
    await bare.press(editor, "Lượt truy cập")
    assert "“nhiều lắm” không phải là số" in await bare.say(editor, "nhiều lắm")
    assert "Đã ghi" in await bare.say(editor, "96.811")


async def test_a_counter_that_falls_is_asked_about(bare: World) -> None:
    editor = await bare.join("editor")
    await bare.say(editor, "/solieu lượt truy cập 96811 14/6/2021")
    answer = await bare.say(editor, "/solieu lượt truy cập 9681")
    assert "thấp hơn lần trước (96.811 lượt ngày 14/6/2021)" in answer
    assert bare.rows(VISITS) == [(96811, "2021-06-14")]
    assert "Đã ghi" in await bare.press(editor, "Đúng, vẫn ghi")
    assert bare.rows(VISITS) == [(96811, "2021-06-14"), (9681, "2021-06-15")]


async def test_a_doubt_is_answered_by_typing_too(bare: World) -> None:
    editor = await bare.join("editor")
    await bare.say(editor, "/chi nhuận bút 5.000.000 14/6")
    assert "đã được ghi rồi" in await bare.say(editor, "/chi Nhuận bút 5 triệu 14/6")
    assert "Đã ghi" in await bare.say(editor, "đúng")
    assert bare.rows("SELECT count(*) FROM figure_entries") == [2]
    await bare.say(editor, "/chi nhuận bút 5.000.000 14/6")
    assert "Đã ghi" in await bare.say(editor, "nhuận bút 6.000.000 14/6")
    assert bare.rows("SELECT count(*) FROM figure_entries") == [3]


@pytest.mark.parametrize(("answer", "count"), [("ok", 2), ("vâng ạ", 2), ("đừng", 1), ("thôi", 1)])
async def test_yes_and_no_answer_a_doubt_in_any_words(bare: World, answer: str, count: int) -> None:
    editor = await bare.join("editor")
    await bare.say(editor, "/chi nhuận bút 5.000.000 14/6")
    await bare.say(editor, "/chi Nhuận bút 5 triệu 14/6")
    told = await bare.say(editor, answer)
    assert ("Đã ghi" if count == 2 else "không có gì thay đổi") in told
    assert bare.rows("SELECT count(*) FROM figure_entries") == [count]


async def test_a_late_reading_above_the_next_is_asked_about(bare: World) -> None:
    editor = await bare.join("editor")
    await bare.say(editor, "/solieu visits 100 14/6/2021")
    assert "cao hơn lần đọc sau đó" in await bare.say(editor, "/solieu visits 200 1/6/2021")
    assert "Đã ghi" in await bare.say(editor, "/solieu visits 200 1/6/2021 đúng")


async def test_an_entry_is_taken_back_and_its_row_stays(bare: World) -> None:
    editor = await bare.join("editor")
    await bare.say(editor, "/chi văn phòng phẩm 8.620.000 1/6/2021")
    await bare.say(editor, "/chi")
    answer = await bare.press(editor, "Bỏ lần 1")
    assert bare.typed("/chi văn phòng phẩm 8.620.000 1/6/2021") in answer
    assert bare.rows("SELECT amount, withdrawn_at IS NOT NULL FROM figure_entries") == [
        (8620000, 1)
    ]
    assert bare.rows("SELECT action FROM audit_entries WHERE subject = 'figure'") == [
        "figure",
        "withdraw_figure",
    ]
    await bare.messenger.press(editor, bare.last(editor).id, "fg:w:1")
    await bare.stage.settled()
    assert "đã được bỏ rồi" in bare.toasts(editor)


async def test_a_new_budget_stands_in_for_the_one_before(bare: World) -> None:
    editor = await bare.join("editor")
    await bare.say(editor, "/chi ngân sách 2021 150 triệu")
    answer = await bare.say(editor, "/chi ngân sách 2021 160 triệu")
    assert "kinh phí năm 2021 160.000.000 đồng" in answer
    assert "Thay cho 150.000.000 đồng" in answer
    answer = await bare.say(editor, "/chi tổng kinh phí được cấp năm 2021: 170 triệu")
    assert "Thay cho 160.000.000 đồng" in answer


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("/solieu lượt xem nhiều 5", "xin gửi như 96.811"),
        ("/solieu gì đó 5", "Ban không có số liệu “gì đó”"),
        ("/solieu số truy cập 5", "Có phải là “Lượt truy cập”?"),
        ("/solieu visits", "Còn thiếu con số"),
        ("/solieu visits 5 16/6/2021", "Ngày 16/6/2021 chưa tới"),
        ("/solieu visits 5 31/2/2021", "“31/2/2021” không đọc được"),
        ("/solieu commune_pages 18/17", "phần lớn hơn toàn bộ"),
        ("/solieu chuyên mục 1: A; B", "ít hơn 2 tên"),
        ("/solieu chuyên mục " + "x" * 300, "Tên dài 300 ký tự"),
        ("/solieu chuyên mục " + "x; " * 60, "60 tên là quá nhiều"),
        ("/chi nhuận bút", "Không đọc được số tiền"),
        ("/chi 5.000.000", "Chi cho việc gì?"),
        ("/chi nhuận bút 46,276", "“46,276” không phải là số tiền"),
        ("/chi nhuận bút 46.276 triệu", "46.276.000 hay 46.276.000.000"),
        ("/chi nhuận bút 46.276.000, tem thư 8.620.000", "có hơn một con số nên chưa được ghi"),
        ("/chi nhuận bút 12 bài x 150.000", "với tổng số tiền của khoản ấy"),
        ("/solieu trang xã 17/17", "“xã 17/17” là tên hay là số?"),
        ("/solieu văn bản không có", "không có thì 0"),
        ("/chi nhuận bút -500.000", "Không đọc được số tiền"),
        ("/chi nhuận bút -500.000 20/6", "Không đọc được số tiền"),
        ("/chi nhuận bút 5.000.000, tem thư 6.000 20/6", "có hơn một con số"),
        ("/chi bổ sung kinh phí 5.000.000 31/6", "là kinh phí được giao hay khoản đã chi?"),
        ("/solieu lượt truy cập nhiều 20/6", "“nhiều” không phải là số"),
        ("/chi bổ sung dự toán 20 triệu", "là kinh phí được giao hay khoản đã chi?"),
        ("/solieu kinh phí năm 2021 150 triệu", "“năm 2021” là kinh phí được giao hay"),
        ("/solieu visits 96.811\nvăn bản 213", "xin gửi mỗi dòng một tin"),
        ("/solieu\nvăn bản: 10\nlượt truy cập: 98.000", "xin gửi mỗi dòng một tin"),
        ("/chi nhuận bút 46.276.000\ntem thư 8.620.000", "xin gửi mỗi dòng một tin"),
    ],
)
async def test_a_wrong_line_is_answered_with_one_sentence(
    bare: World, line: str, sentence: str
) -> None:
    editor = await bare.join("editor")
    assert sentence in await bare.say(editor, line)
    assert bare.rows("SELECT count(*) FROM figure_entries") == [0]


async def test_several_figures_sent_to_an_open_one_are_not_stored(bare: World) -> None:
    editor = await bare.join("editor")
    await bare.say(editor, "/solieu")
    await bare.press(editor, "Văn bản đăng tải")
    answer = await bare.say(editor, "213 14/6/2021\nlượt truy cập 96.811 14/6/2021")
    assert "xin gửi mỗi dòng một tin" in answer
    assert bare.rows("SELECT count(*) FROM figure_entries") == [0]
    assert "213 văn bản ngày 14/6/2021" in await bare.say(editor, "213 14/6/2021")


async def test_names_on_several_lines_are_stored_though_one_was_before(bare: World) -> None:
    editor = await bare.join("editor")
    await bare.say(editor, "/solieu chuyên mục Bầu cử")
    assert "đã được ghi rồi" in await bare.say(editor, "/solieu chuyên mục\nBầu cử\nNông thôn mới")
    assert "Đã ghi" in await bare.press(editor, "Đúng, vẫn ghi")
    names = bare.rows("SELECT name FROM figure_entries ORDER BY id")
    assert names == ["Bầu cử", "Bầu cử", "Nông thôn mới"]


async def test_a_correspondent_may_not_keep_figures(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    for line in ("/solieu visits 5", "/chi nhuận bút 5.000", "/solieu", "/chi"):
        assert "không có quyền" in await world.say(lan, line)
    await world.say(lan, "/cuatoi")
    assert world.rows("SELECT count(*) FROM figure_entries") == [0]


async def test_more_spent_than_given_is_said_before_the_report_is_signed(world: World) -> None:
    editor, chair = await world.join("editor"), await world.join("chair")
    await world.say(editor, "/chi ngân sách 2021 10 triệu")
    await world.say(editor, "/chi nhuận bút 12.000.000 14/6/2021")
    shown = await world.say(chair, "/baocao 2021-H1")
    assert "chi vượt 2.000.000 đồng" in shown
    assert "Kinh phí: đã chi vượt kinh phí được giao 2.000.000 đồng" in shown


async def test_what_is_written_while_the_report_is_names_its_period_and_is_moved(
    world: World,
) -> None:
    chair = await world.join("chair")
    await world.at(datetime(2021, 7, 29, 9, 0, tzinfo=ZONE))
    answer = await world.say(chair, "/solieu chuyên mục 3: Bầu cử; Chuyển đổi số")
    assert "Tính vào báo cáo 6 tháng cuối năm 2021." in answer
    assert "Báo cáo 6 tháng đầu năm 2021 đã hết kỳ ngày 30/6/2021" in answer
    for command in ("/baocao 2021-H1", "/banhanh 2021-H1"):
        shown = await world.say(chair, command)
        assert "Ghi sau kỳ, chưa tính vào kỳ: Chuyên mục mở mới (Bầu cử) 1" in shown
    answer = await world.say(chair, "/chi nhuận bút 5.000.000")
    moved = await world.press(chair, "Tính vào 6 tháng đầu năm 2021, ngày 30/6/2021")
    assert "chi nhuận bút 5.000.000 đồng ngày 30/6/2021" in moved
    assert "chi trong kỳ 5.000.000 đồng" in await world.say(chair, "/baocao 2021-H1")
    kept = world.rows("SELECT code, day FROM figure_entries WHERE withdrawn_at IS NULL ORDER BY id")
    assert kept == [*[("sections", "2021-07-29")] * 3, ("budget", "2021-06-30")]
    assert "Tính vào báo cáo 6 tháng đầu năm 2021." in await world.say(
        chair, "/solieu văn bản 213 30/6/2021"
    )


async def test_all_that_one_line_wrote_is_moved_together(world: World) -> None:
    chair = await world.join("chair")
    await world.at(datetime(2021, 7, 29, 9, 0, tzinfo=ZONE))
    await world.say(chair, "/solieu chuyên mục 3: Bầu cử; Chuyển đổi số")
    await world.press(chair, "Tính vào 6 tháng đầu năm 2021, ngày 30/6/2021")
    kept = world.rows("SELECT day FROM figure_entries WHERE withdrawn_at IS NULL")
    assert kept == ["2021-06-30"] * 3


async def test_a_payment_may_name_its_unit_and_its_payee(world: World) -> None:
    editor = await world.join("editor")
    for line in (
        "/chi nhuận bút 500.000 14/6/2021 | Công an huyện | Trần Văn B",
        "/chi nhuận bút | 600.000 | 14/6/2021 | người nhận: Lê Thị C",
        "/chi nhuận bút 700.000 14/6/2021 đơn vị Phòng Dân tộc người nhận Ngô D",
    ):
        assert "Đã ghi" in await world.say(editor, line)
    kept = world.rows(
        "SELECT amount, units.name, payee FROM figure_entries "
        "LEFT JOIN units ON units.id = unit_id ORDER BY figure_entries.id"
    )
    assert kept == [
        (500_000, "Công an huyện", "Trần Văn B"),
        (600_000, None, "Lê Thị C"),
        (700_000, "Phòng Dân tộc", "Ngô D"),
    ]
    for line, sentence in (
        ("/chi nhuận bút 500.000 | Công an huyệnn", "Có phải là “Công an huyện”?"),
        ("/chi nhuận bút 500.000 | đơn vị: Phòng X", "Không có đơn vị “Phòng X”"),
        ("/chi nhuận bút 500.000 | Lan | Hoa", "Không rõ “Hoa” là gì"),
    ):
        assert sentence in await world.say(editor, line)
    assert world.rows("SELECT count(*) FROM figure_entries") == [3]


@pytest.mark.parametrize(
    ("line", "pressed", "day"),
    [
        ("/chi nhuận bút 500.000 20/6", "20/6/2020", "2020-06-20"),
        ("/chi nhuận bút 500.000 ngày 20/6 | người nhận: Lê Văn Tư", "Hôm nay", "2021-06-15"),
        ("/chi nhuận bút 2 triệu cuối tháng 5", "Hôm qua", "2021-06-14"),
        ("/solieu văn bản 213 tháng 5", "Hôm kia", "2021-06-13"),
    ],
)
async def test_a_doubtful_day_of_a_figure_is_chosen(
    bare: World, line: str, pressed: str, day: str
) -> None:
    editor = await bare.join("editor")
    await bare.say(editor, line)
    assert bare.rows("SELECT count(*) FROM figure_entries") == [0]
    assert "Đã ghi" in await bare.press(editor, pressed)
    assert bare.rows("SELECT day FROM figure_entries") == [day]


async def test_what_was_bought_is_no_day(bare: World) -> None:
    editor = await bare.join("editor")
    answer = await bare.say(editor, "/chi 5tr mua 2 máy ảnh")
    assert "mua 2 máy ảnh 5.000.000 đồng ngày 15/6/2021" in answer
    assert bare.rows("SELECT amount, day FROM figure_entries") == [(5_000_000, "2021-06-15")]


async def test_a_day_is_asked_only_where_the_rest_is_an_entry(bare: World) -> None:
    editor = await bare.join("editor")
    for line in ("/chi nhuận bút -500.000 20/6", "/solieu trang xã 17/17", "/solieu visits x 20/6"):
        answer = await bare.say(editor, line)
        assert "Hôm nay" not in "\n".join([answer, *bare.labels(editor)])
    answer = await bare.say(editor, "/chi nhuận bút 12 bài 1.800.000")
    assert "nhuận bút 12 bài 1.800.000 đồng ngày 15/6/2021" in answer
    assert bare.rows("SELECT amount FROM figure_entries") == [1_800_000]


async def test_a_doubtful_day_of_a_payment_is_typed(bare: World) -> None:
    editor = await bare.join("editor")
    await bare.say(editor, "/chi thù lao 300k tháng 5")
    assert "có thể là nhiều ngày" in await bare.say(editor, "cuối tháng 5")
    assert "thù lao 300.000 đồng ngày 20/5/2021" in await bare.say(editor, "20/5")
    await bare.say(editor, "/chi thù lao 300k 31/6")
    # Another line is no day.
    assert "nhuận bút" in await bare.say(editor, "nhuận bút 500.000")
    assert bare.rows("SELECT count(*) FROM figure_entries") == [2]


@pytest.mark.parametrize("name", ["Văn hóa - Du lịch", "Văn bản mới", "Trang địa phương"])
async def test_a_name_is_a_value_of_the_figure_that_is_open(bare: World, name: str) -> None:
    editor = await bare.join("editor")
    await bare.say(editor, "/solieu")
    await bare.press(editor, "Chuyên mục mở mới")
    assert f"1 chuyên mục ({name})" in await bare.say(editor, name)
    assert bare.rows("SELECT code, name FROM figure_entries") == [("sections", name)]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("/solieu chuyên mục Bầu cử, Chuyển đổi số", "là một tên hay 2 tên?"),
        ("/chi nhuận bút khoảng 5 triệu", "chưa rõ là bao nhiêu"),
        ("/chi thu hồi nhuận bút 500.000", "là tiền thu về"),
        ("/chi UBND huyện cấp kinh phí 150 triệu", "là kinh phí được giao hay khoản đã chi?"),
    ],
)
async def test_what_is_no_sure_figure_is_asked_about_and_not_stored(
    bare: World, line: str, sentence: str
) -> None:
    editor = await bare.join("editor")
    assert sentence in await bare.say(editor, line)
    assert bare.rows("SELECT count(*) FROM figure_entries") == [0]


async def test_the_line_that_writes_a_name_again_holds_its_day(bare: World) -> None:
    editor = await bare.join("editor")
    await bare.say(editor, "/solieu chuyên mục Bầu cử 2/5/2021")
    line = bare.typed("/solieu sections 1: Bầu cử 2/5/2021")
    assert line in await bare.press(editor, "Bỏ lần ghi này")
    await bare.say(editor, line)
    kept = "SELECT day, name FROM figure_entries WHERE withdrawn_at IS NULL"
    assert bare.rows(kept) == [("2021-05-02", "Bầu cử")]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("lượt truy cập 96.811 ngày 14/6", "/solieu lượt truy cập 96.811 ngày 14/6"),
        ("213 văn bản", "/solieu 213 văn bản"),
        ("đã chi 2 triệu nhuận bút", "/chi đã chi 2 triệu nhuận bút"),
        ("ngân sách 2021 150 triệu", "/chi ngân sách 2021 150 triệu"),
    ],
)
async def test_a_figure_without_its_command_is_told_how_to_be_stored(
    bare: World, text: str, line: str
) -> None:
    editor = await bare.join("editor")
    line = bare.typed(line)
    assert f"Tin này chưa được ghi; nếu là số liệu của báo cáo, xin gửi {line}." in (
        await bare.say(editor, text)
    ).replace("`", "")
    assert bare.rows("SELECT count(*) FROM figure_entries") == [0]
    assert "Đã ghi" in await bare.say(editor, line)


@pytest.mark.parametrize(
    "text",
    ["Kinh phí hỗ trợ nông dân 20 tỷ đồng", "Văn bản mới của huyện", "Văn nghệ chào mừng 30/4"],
)
async def test_a_title_is_no_figure(bare: World, text: str) -> None:
    editor = await bare.join("editor")
    assert "chưa hiểu tin nhắn này" in await bare.say(editor, text)


async def test_who_keeps_no_figures_is_told_of_none(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    assert "chưa hiểu tin nhắn này" in await world.say(lan, "lượt truy cập 96.811")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("chuyên mục Bầu cử 1/6/2021", "chuyên mục 3/5"),
        ("trang thành phần 17/17 1/6/2021", "trang thành phần 16"),
    ],
)
async def test_a_part_of_a_whole_among_sums_is_asked_about(
    bare: World, first: str, second: str
) -> None:
    editor = await bare.join("editor")
    assert "Đã ghi" in await bare.say(editor, f"/solieu {first}")
    answer = await bare.say(editor, f"/solieu {second}")
    assert "không cộng các lần" in answer
    assert bare.rows("SELECT count(*) FROM figure_entries") == [1]
    assert "Đã ghi" in await bare.press(editor, "Đúng, vẫn ghi")
    assert bare.rows("SELECT count(*) FROM figure_entries") == [2]
