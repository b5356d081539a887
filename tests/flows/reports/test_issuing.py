"""Issuing, correcting and cancelling reports in chat."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from datetime import datetime
from io import BytesIO

import pytest
from docx import Document

from bot.channels.base import ApiError
from domain.calls import Call, Origin
from domain.people.records import Membership, Person, Role
from domain.periods.spans import Period
from services.reports.building import Reports
from services.reports.issued.issuing import IssuePreview, Issuing
from tests.fakes.messenger.request import LocalMessage
from tests.flows.conftest import TAX, ZONE, World

LINK = "https://huyenmau.gov.vn/tin-tuc/bai-1.html"
JULY = datetime(2021, 7, 29, 9, 0, tzinfo=ZONE)


def files(messages: list[LocalMessage]) -> dict[str, bytes]:
    """Return the files among messages by their names' ends."""
    found = {}
    for message in messages:
        file = message.document or message.photo
        if file is not None:
            found[file.name.rpartition(".")[2]] = file.content
    return found


async def log_late(world: World) -> None:
    """Have an editor log an article of a period that is issued already."""
    editor = await world.join("editor")
    await world.say(editor, f"/nop {LINK} | Khai mạc hội thao | 14/6/2021")
    assert "Đã ghi bài #1" in await world.press(editor, TAX)


async def test_a_report_is_numbered_frozen_and_sent(world: World) -> None:
    chair = await world.join("chair", name="Nguyễn Thị Hoa")
    await world.at(JULY)
    asked = await world.say(chair, "/banhanh 2021-H1")
    assert "Số dự kiến: 01/BC-BBT, ngày 29/7/2021" in asked
    assert "Tổng số 242 tin, bài" in asked
    assert world.rows("SELECT count(*) FROM issued_reports") == [0]
    messages = list(await world.stage.press(chair, "Ban hành bản giấy"))
    assert "Đã ban hành Báo cáo số 01/BC-BBT ngày 29/7/2021" in messages[0].text
    sent = files(messages)
    assert set(sent) == {"png", "docx", "xlsx", "pdf"}
    stored = world.rows("SELECT name, sha256, content FROM issued_files ORDER BY id")
    assert [name for name, _sha, _content in stored] == [
        "bieu-do-6-thang-dau-nam-2021.png",
        "bao-cao-6-thang-dau-nam-2021.docx",
        "bao-cao-6-thang-dau-nam-2021.xlsx",
        "bao-cao-6-thang-dau-nam-2021.pdf",
    ]
    for name, digest, content in stored:
        assert hashlib.sha256(content).hexdigest() == digest
        assert sent[name.rpartition(".")[2]] == content
        assert digest in messages[-1].text
    assert world.rows(
        "SELECT number, year, signed_on, state, mode, people.name FROM issued_reports "
        "JOIN people ON people.id = issued_by"
    ) == [(1, 2021, "2021-07-29", "issued", "paper", "Nguyễn Thị Hoa")]
    assert world.rows("SELECT action FROM audit_entries WHERE subject = 'report'") == [
        "issue_report"
    ]


async def test_a_report_shown_afterwards_is_the_issued_one_with_what_has_changed(
    world: World,
) -> None:
    chair = await world.join("chair")
    await world.at(JULY)
    await world.say(chair, "/banhanh 2021-H1")
    issued = files(list(await world.stage.press(chair, "Ban hành bản điện tử")))
    again = list(await world.stage.say(chair, "/baocao 2021-H1"))
    assert "số liệu không thay đổi" in again[0].text
    await log_late(world)
    messages = list(await world.stage.say(chair, "/baocao 2021-H1"))
    assert "Báo cáo số 01/BC-BBT ngày 29/7/2021" in messages[0].text
    assert "Phòng Tài chính - Kế hoạch, tháng 6/2021:" in messages[0].text
    assert "Tổng số: 242 tin, bài" in messages[1].text
    assert files(messages) == issued
    await world.say(chair, "/solieu văn bản 213 30/6/2021")
    messages = list(await world.stage.say(chair, "/baocao 2021-H1"))
    assert "Số liệu khác: Văn bản đăng tải" in messages[0].text
    live = list(await world.stage.press(chair, "Số liệu hiện nay"))
    assert "Tổng số: 243 tin, bài" in live[0].text
    assert files(live)["docx"] != issued["docx"]


async def test_a_correction_is_a_new_report_that_names_the_old_one(world: World) -> None:
    chair = await world.join("chair")
    await world.at(JULY)
    await world.say(chair, "/banhanh 2021-H1")
    await world.press(chair, "Ban hành bản giấy")
    await log_late(world)
    await world.say(chair, "/baocao 2021-H1")
    asked = await world.press(chair, "Ban hành bản thay thế")
    assert "thay thế Báo cáo số 01/BC-BBT ngày 29/7/2021" in asked
    assert "Số dự kiến: 02/BC-BBT" in asked
    await world.press(chair, "Ban hành bản giấy")
    assert world.rows("SELECT number, state, corrects_id FROM issued_reports ORDER BY id") == [
        (1, "replaced", None),
        (2, "issued", 1),
    ]
    assert "Thay thế Báo cáo số 01/BC-BBT ngày 29/7/2021" in await world.say(
        chair, "/baocao 2021-H1"
    )


async def test_a_report_is_cancelled_with_a_reason_and_its_number_stays_used(
    world: World,
) -> None:
    chair = await world.join("chair")
    await world.at(JULY)
    await world.say(chair, "/banhanh 2021-H1")
    await world.press(chair, "Ban hành bản giấy")
    await world.say(chair, "/baocao 2021-H1")
    assert "xin gửi lý do" in await world.press(chair, "Huỷ báo cáo này")
    assert "Chưa có gì bị huỷ" in await world.say(chair, "Nhầm tháng 5")
    answer = await world.press(chair, "Đúng, huỷ báo cáo")
    assert "Đã huỷ Báo cáo số 01/BC-BBT: Nhầm tháng 5" in answer
    assert world.rows("SELECT state, reason FROM issued_reports") == [("cancelled", "Nhầm tháng 5")]
    assert "Số dự kiến: 02/BC-BBT" in await world.say(chair, "/banhanh 2021-H1")
    await world.press(chair, "Ban hành bản giấy")
    assert "không phải là số báo cáo" in await world.say(chair, "/banhanh huỷ hai")
    assert "Không có báo cáo số 7" in await world.say(chair, "/banhanh huỷ 7 abc")
    assert "02/BC-BBT: xin gửi lý do" in await world.say(chair, "/banhanh huỷ 02")
    assert "đã được thay thế hoặc huỷ" in await world.say(chair, "/banhanh huỷ 01 lần nữa")
    assert "Chưa có gì bị huỷ" in await world.say(chair, "/banhanh huỷ 02/BC-BBT Sai kỳ")
    assert "Đã huỷ" in await world.say(chair, "đồng ý")
    listed = await world.say(chair, "/banhanh")
    assert "01/BC-BBT" in listed
    assert "đã huỷ – Nhầm tháng 5" in listed


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("huỷ 120 sai số", "lý do: sai số?"),
        ("hủy 120/BC-BBT năm 2021 sai số", "lý do: sai số?"),
        ("huỷ báo cáo số 120/2021: sai số", "lý do: sai số?"),
        ("huỷ 120/BC-BBT ngày 31/12/2021 sai số", "lý do: sai số?"),
        ("huỷ 120/BC-BBT/2021, năm sau mới nộp", "lý do: năm sau mới nộp?"),
        ("huỷ 120", "120/BC-BBT: xin gửi lý do"),
        ("huỷ 120/BC-BBT năm 2021", "120/BC-BBT: xin gửi lý do"),
        ("huỷ 120 năm 2022 sai số", "Không có báo cáo số 120 năm 2022; nếu là của năm khác"),
        ("huỷ 121 sai số", "Không có báo cáo số 121 năm 2022; nếu là của năm khác"),
    ],
)
async def test_last_years_report_is_cancelled_as_people_write_it(
    world: World, typed: str, told: str
) -> None:
    chair = await world.join("chair")
    await world.at(datetime(2021, 12, 31, 9, 0, tzinfo=ZONE))
    await world.say(chair, "/banhanh 2021-11 số 120")
    await world.press(chair, "Ban hành bản giấy")
    await world.at(datetime(2022, 1, 4, 9, 0, tzinfo=ZONE))
    assert "banhanh huỷ 120/2021 Lý do" in await world.say(chair, "/banhanh")
    assert told in await world.say(chair, f"/banhanh {typed}")
    if told.endswith("xin gửi lý do"):
        await world.say(chair, "Nhầm số liệu")
    if "Không có" not in told:
        assert "Đã huỷ Báo cáo số 120/BC-BBT" in await world.press(chair, "Đúng, huỷ báo cáo")
    assert world.rows("SELECT state FROM issued_reports") == [
        "issued" if "Không có" in told else "cancelled"
    ]


async def test_of_two_years_with_one_number_this_years_is_meant(world: World) -> None:
    chair = await world.join("chair")
    for day, period in ((datetime(2020, 8, 3, 9, 0, tzinfo=ZONE), "2020-Q2"), (JULY, "2021-H1")):
        await world.at(day)
        await world.say(chair, f"/banhanh {period} số 5 ngày {day.day}/{day.month}/{day.year}")
        await world.press(chair, "Ban hành bản giấy")
    assert "(2021-H1)" in await world.say(chair, "/banhanh huỷ 05 sai số")
    await world.at(datetime(2022, 1, 4, 9, 0, tzinfo=ZONE))
    assert "Không có báo cáo số 5 năm 2022" in await world.say(chair, "/banhanh huỷ 05 sai số")
    assert "(2020-Q2)" in await world.say(chair, "/banhanh huỷ 05/2020 sai số")


async def test_without_a_period_the_report_just_shown_is_issued(world: World) -> None:
    chair = await world.join("chair")
    await world.at(JULY)
    await world.say(chair, "/baocao 2021-Q1")
    assert "quý I năm 2021" in await world.say(chair, "/banhanh")


async def test_numbers_that_changed_since_they_were_shown_are_shown_again(world: World) -> None:
    chair = await world.join("chair")
    lan = await world.join("correspondent", TAX)
    await world.at(JULY)
    await world.say(chair, "/banhanh 2021-H1")
    await world.say(lan, f"/nop {LINK} | Khai mạc hội thao | 14/6/2021")
    assert "Số liệu vừa thay đổi" in await world.press(chair, "Ban hành bản giấy")
    assert world.rows("SELECT count(*) FROM issued_reports") == [0]
    assert "Đã ban hành" in await world.press(chair, "Ban hành bản giấy")


async def test_a_figure_that_changed_at_the_same_total_is_shown_again(world: World) -> None:
    chair = await world.join("chair")
    await world.at(JULY)
    await world.say(chair, "/banhanh 2021-H1")
    asked = world.last(chair)
    await world.say(chair, "/solieu văn bản 500 20/6/2021")
    data = asked.buttons[-2][0].data
    assert data is not None
    await world.messenger.press(chair, asked.id, data)
    await world.stage.settled()
    assert world.rows("SELECT count(*) FROM issued_reports") == [0]
    await world.press(chair, "Ban hành bản giấy")
    assert world.rows("SELECT number FROM issued_reports") == [1]


async def test_a_second_press_issues_nothing_twice(world: World) -> None:
    chair = await world.join("chair")
    await world.at(JULY)
    await world.say(chair, "/banhanh 2021-H1")
    card = world.last(chair)
    data = card.buttons[-2][0].data
    for _press in range(3):
        await world.messenger.press(chair, card.id, str(data))
    await world.stage.settled()
    assert world.rows("SELECT number, state FROM issued_reports") == [(1, "issued")]


async def test_many_issued_at_once_get_numbers_without_gap_or_repeat(world: World) -> None:
    chairs = [await world.join("chair") for _ in range(6)]
    await world.at(JULY)
    periods = ["2021-01", "2021-02", "2021-03", "2021-04", "2021-05", "2021-06"]
    for chair, period in zip(chairs, periods, strict=True):
        await world.say(chair, f"/banhanh {period}")
    cards = [world.last(chair) for chair in chairs]
    await asyncio.gather(
        *(
            world.messenger.press(chair, card.id, str(card.buttons[-2][0].data))
            for chair, card in zip(chairs, cards, strict=True)
        )
    )
    await world.stage.settled()
    assert world.rows("SELECT number FROM issued_reports ORDER BY number") == [1, 2, 3, 4, 5, 6]
    assert world.rows("SELECT count(DISTINCT period) FROM issued_reports") == [6]
    assert world.rows("SELECT count(*) FROM issued_files") == [24]


class Overtaken(Issuing):
    """An Issuing of another process, which is overtaken while it makes its files."""

    def __init__(self, world: World, overtake: Callable[[], Awaitable[object]]) -> None:
        database = world.stage.runtime.base.database
        boards = world.services.boards
        super().__init__(database, Reports(database, boards), boards)
        self._overtake: Callable[[], Awaitable[object]] | None = overtake
        self.made = 0

    async def _preview(self, call: Call, period: Period) -> IssuePreview:
        found = await super()._preview(call, period)
        self.made += 1
        overtake, self._overtake = self._overtake, None
        if overtake is not None:
            await overtake()
        return found


async def test_files_are_made_again_when_another_process_took_the_number(world: World) -> None:
    chair = await world.join("chair")
    await world.at(JULY)
    await world.say(chair, "/banhanh 2021-01")
    apart = Overtaken(world, lambda: world.press(chair, "Ban hành bản giấy"))
    person_id = world.rows("SELECT max(id) FROM people")[0]
    board = world.services.boards.named("huyen-mau")
    call = Call(
        Origin(world.channel, 999_999),
        world.stage.clock(),
        chair,
        1,
        Person(person_id, "Người", "vi"),
        board,
        (Membership(person_id, board.id, Role.CHAIR, None),),
        (board.id,),
    )
    seen = await world.services.issuing.preview(call, "2021-02")
    await apart.issue(call, "2021-02", "paper", seen.digest, 0)
    assert apart.made == 2
    assert world.rows("SELECT period, number FROM issued_reports ORDER BY number") == [
        ("2021-01", 1),
        ("2021-02", 2),
    ]
    content = world.rows(
        "SELECT content FROM issued_files JOIN issued_reports ON issued_reports.id = issued_id "
        "WHERE number = 2 AND name LIKE '%.docx'"
    )[0]
    cells = [cell.text for row in Document(BytesIO(content)).tables[0].rows for cell in row.cells]
    assert any("02/BC-BBT" in cell for cell in cells)


async def test_only_a_chair_issues(world: World) -> None:
    editor = await world.join("editor")
    await world.at(JULY)
    assert "không có quyền" in await world.say(editor, "/banhanh 2021-H1")
    await world.say(editor, "/baocao 2021-H1")
    assert "Ban hành" not in str([m.buttons for m in world.messenger.messages(editor)])
    await world.messenger.press(editor, world.last(editor).id, "is:paper:0123abcd:0:2021-H1")
    await world.stage.settled()
    assert world.rows("SELECT count(*) FROM issued_reports") == [0]


async def test_number_day_and_signer_are_chosen_on_the_card(world: World) -> None:
    chair = await world.join("chair")
    await world.at(JULY)
    await world.say(chair, "/caidat thêm người ký: Phó Trưởng ban | Nguyễn Văn Mẫu")
    await world.say(chair, "/banhanh 2021-H1")
    assert "Xin gửi số" in await world.press(chair, "Đổi số")
    assert "“năm” không phải là số báo cáo" in await world.say(chair, "năm")
    assert "Số dự kiến: 05/BC-BBT, ngày 29/7/2021" in await world.say(chair, "05")
    assert "Xin gửi ngày ký" in await world.press(chair, "Đổi ngày")
    card = await world.say(chair, "28/6/2021")
    assert "ngày 28/6/2021" in card
    assert "Ngày ký 28/6/2021 trước ngày cuối kỳ báo cáo (30/6/2021)." in card
    assert "Ai ký" in await world.press(chair, "Người ký")
    card = await world.press(chair, "Phó Trưởng ban Nguyễn Văn Mẫu")
    assert "Người ký: KT. TRƯỞNG BAN, Phó Trưởng ban Nguyễn Văn Mẫu" in card
    assert "05/BC-BBT, ngày 28/6/2021" in card
    assert world.labels(chair)[-2:] == ["Ban hành bản giấy", "Ban hành bản điện tử"]
    await world.press(chair, "Ban hành bản giấy")
    assert world.rows("SELECT number, signed_on FROM issued_reports") == [(5, "2021-06-28")]
    assert world.rows("SELECT count(*) FROM issue_choices") == [0]
    assert "Số dự kiến: 06/BC-BBT, ngày 29/7/2021" in await world.say(chair, "/banhanh 2021-Q1")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("29/7", "ngày 29/7/2021"),
        ("30", "ngày 30/7/2021"),
        ("ngày 29/7", "ngày 29/7/2021"),
        ("mai", "ngày 29/7/2021"),
        ("29/7/2021", "ngày 29/7/2021"),
        ("27", "ngày 27/7/2021"),
        ("số 05 ngày 30/7", "05/BC-BBT, ngày 30/7/2021"),
    ],
)
async def test_a_report_may_be_signed_on_a_coming_day(world: World, typed: str, told: str) -> None:
    chair = await world.join("chair")
    await world.at(datetime(2021, 7, 28, 9, 0, tzinfo=ZONE))
    await world.say(chair, "/banhanh 2021-H1")
    await world.press(chair, "Đổi ngày")
    card = await world.say(chair, typed)
    assert told in card
    assert ("chưa tới" in card) is ("27" not in typed)
    if "/" in typed:
        assert told in await world.say(chair, f"/banhanh 2021-H1 số 05 ngày {typed.split()[-1]}")


async def test_a_signing_day_that_may_be_last_month_is_asked_about(world: World) -> None:
    chair = await world.join("chair")
    await world.at(datetime(2021, 7, 2, 9, 0, tzinfo=ZONE))
    await world.say(chair, "/banhanh 2021-H1")
    await world.press(chair, "Đổi ngày")
    asked = await world.say(chair, "ngày 30")
    assert asked.startswith("“ngày 30” có thể là 30/6/2021 hoặc 30/7/2021; xin gửi đủ ngày")
    assert world.rows("SELECT count(*) FROM issue_choices") == [0]
    assert "ngày 30/6/2021" in await world.say(chair, "30/6/2021")


async def test_a_used_number_is_told_and_nothing_else_is_lost(world: World) -> None:
    chair = await world.join("chair")
    await world.at(JULY)
    await world.say(chair, "/banhanh 2021-Q1 số 07/BC-BBT ngày 5/7/2021")
    await world.press(chair, "Ban hành bản giấy")
    card = await world.say(chair, "/banhanh 2021-Q2 số 7 ngày 28/7/2021")
    assert "Số 07/BC-BBT đã dùng cho báo cáo 2021-Q1 ngày 5/7/2021" in card
    assert "số còn trống kế tiếp là 08/BC-BBT" in card
    assert "Số dự kiến: 08/BC-BBT, ngày 28/7/2021" in card
    assert "Số dự kiến: 03/BC-BBT" in await world.say(chair, "/banhanh 2021-Q2 số 3")
    await world.press(chair, "Ban hành bản giấy")
    assert world.rows("SELECT number FROM issued_reports ORDER BY id") == [7, 3]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("/banhanh 2021-H1 số năm", "“năm” không phải là số báo cáo"),
        ("/banhanh 2021-H1 số 0", "“0” không phải là số báo cáo"),
        ("/banhanh 2021-H1 số", "Không đọc được “số”"),
        ("/banhanh 2021-H1 số 5 số 6", "Không đọc được “số 6”"),
        ("/banhanh 2021-H1 số 5 ngày 31/2/2021", "“31/2/2021” không đọc được"),
        ("/banhanh 2021-H1 số 05/BC-UBND", "Ký hiệu của ban là BC-BBT"),
        ("/banhanh 2021-H1 người ký Lê Thị Lan", "Không rõ ai là “Lê Thị Lan”"),
        ("/banhanh 2021-H9 số 5", "Không hiểu kỳ “2021-H9”"),
    ],
)
async def test_a_wrong_line_is_one_sentence_and_chooses_nothing(
    world: World, line: str, sentence: str
) -> None:
    chair = await world.join("chair")
    await world.at(JULY)
    assert sentence in await world.say(chair, line)
    assert world.rows("SELECT count(*) FROM issue_choices") == [0]
    assert world.rows("SELECT count(*) FROM issued_reports") == [0]


async def test_cancelling_a_correction_offers_the_one_before_again(world: World) -> None:
    chair = await world.join("chair")
    await world.at(JULY)
    await world.say(chair, "/banhanh 2021-H1")
    await world.press(chair, "Ban hành bản giấy")
    await log_late(world)
    await world.say(chair, "/banhanh 2021-H1")
    await world.press(chair, "Ban hành bản giấy")
    await world.say(chair, "/banhanh huỷ 02 Nhầm")
    answer = await world.press(chair, "Đúng, huỷ báo cáo")
    assert "không có báo cáo nào có hiệu lực" in answer
    assert "Báo cáo số 01/BC-BBT ngày 29/7/2021 trước đó đã được bản này thay thế" in answer
    answer = await world.press(chair, "Dùng lại Báo cáo số 01/BC-BBT")
    assert "Báo cáo số 01/BC-BBT ngày 29/7/2021 có hiệu lực trở lại" in answer
    assert world.rows("SELECT number, state FROM issued_reports ORDER BY id") == [
        (1, "issued"),
        (2, "cancelled"),
    ]


async def test_the_whole_text_is_read_before_it_is_signed(world: World) -> None:
    chair = await world.join("chair")
    await world.at(JULY)
    await world.say(chair, "/caidat thêm người ký: Phó Trưởng ban | Nguyễn Văn Mẫu")
    await world.say(chair, "/caidat cơ quan chủ quản: Ủy ban nhân dân huyện Mẫu")
    await world.say(chair, "/banhanh 2021-H1 số 05 ngày 28/7/2021 KT. Trưởng ban Nguyễn Văn Mẫu")
    text = await world.press(chair, "Xem toàn văn")
    for part in (
        "ỦY BAN NHÂN DÂN HUYỆN MẪU",
        "Số: 05/BC-BBT",
        "ngày 28 tháng 7 năm 2021",
        "BÁO CÁO",
        "I. KẾT QUẢ HOẠT ĐỘNG",
        "242 tin, bài",
        "Nơi nhận:",
        "KT. TRƯỞNG BAN",
        "Nguyễn Văn Mẫu",
    ):
        assert part in text
    assert "Trần Văn Bình" not in text
    await world.press(chair, "Ban hành bản giấy")
    await log_late(world)
    await world.say(chair, "/baocao 2021-H1")
    frozen = await world.press(chair, "Xem toàn văn")
    assert "Số: 05/BC-BBT" in frozen
    assert "242 tin, bài" in frozen
    await world.say(chair, "/baocao 2021-H1")
    await world.press(chair, "Số liệu hiện nay")
    live = await world.press(chair, "Xem toàn văn")
    assert "243 tin, bài" in live
    assert "05/BC-BBT" not in live


async def test_what_was_sent_of_a_report_is_not_sent_again(world: World) -> None:
    chair = await world.join("chair")
    await world.at(JULY)
    if world.channel == "zalo":
        return
    world.messenger.fail_next(
        "sendDocument", ApiError(429, "Too Many Requests", {"retry_after": 1})
    )
    messages = list(await world.stage.say(chair, "/baocao 2021-H1"))
    files = [m.document or m.photo for m in messages]
    names = [file.name for file in files if file is not None]
    assert [name.rpartition(".")[2] for name in names] == ["png", "docx", "xlsx"]
    assert sum("Tổng số: 242" in m.text for m in messages) == 1


async def test_a_refused_picture_comes_as_a_document_and_a_refused_file_is_told_once(
    world: World,
) -> None:
    chair = await world.join("chair")
    await world.at(JULY)
    if world.channel == "zalo":
        return
    world.messenger.fail_next("sendPhoto", ApiError(400, "PHOTO_INVALID_DIMENSIONS"))
    messages = list(await world.stage.say(chair, "/baocao 2021-H1"))
    sent = [m.document.name.rpartition(".")[2] for m in messages if m.document]
    assert sent == ["png", "docx", "xlsx"]
    world.messenger.fail_next("sendDocument", ApiError(413, "Request Entity Too Large"))
    messages = list(await world.stage.say(chair, "/baocao 2021-H1"))
    assert sum("không nhận tệp bao-cao" in m.text for m in messages) == 1
    assert [m.document.name.rpartition(".")[2] for m in messages if m.document] == ["xlsx"]


async def test_only_clear_words_cancel_a_report_and_a_no_leaves_it(world: World) -> None:
    chair = await world.join("chair")
    await world.at(JULY)
    await world.say(chair, "/banhanh 2021-H1 ngày 2/7/2021")
    await world.press(chair, "Ban hành bản giấy")
    states = "SELECT state FROM issued_reports"
    for no in ("đừng huỷ", "Không huỷ nữa nhé", "thôi", "không"):
        assert "Chưa có gì bị huỷ" in await world.say(chair, "/banhanh huỷ 01 Nhầm tháng 5")
        assert "không có gì thay đổi" in await world.say(chair, no)
    assert "Chưa có gì bị huỷ" in await world.say(chair, "/banhanh huỷ 01 Nhầm tháng 5")
    for unsure in ("ok", "vâng ạ", "ừ", "dung huy"):
        answer = await world.say(chair, unsure)
        assert "Chưa huỷ Báo cáo số 01/BC-BBT" in answer
        assert "đúng, huỷ báo cáo" in answer
    assert world.rows(states) == ["issued"]
    answer = await world.say(chair, "Đúng, huỷ báo cáo")
    assert "Đã huỷ Báo cáo số 01/BC-BBT: Nhầm tháng 5" in answer
    assert world.rows(states) == ["cancelled"]


@pytest.mark.parametrize(
    ("text", "mode"), [("bản giấy", "paper"), ("Bản điện tử nhé", "electronic")]
)
async def test_a_card_is_answered_by_the_kind_alone(world: World, text: str, mode: str) -> None:
    chair = await world.join("chair")
    await world.say(chair, text)
    await world.say(chair, "/banhanh quý 1")
    assert world.rows("SELECT count(*) FROM issued_reports") == [0]
    await world.say(chair, "bản nháp")
    await world.say(chair, "giấy tờ cần gì")
    assert world.rows("SELECT count(*) FROM issued_reports") == [0]
    await world.say(chair, text)
    assert world.rows("SELECT mode FROM issued_reports") == [mode]
