"""Correcting articles in chat."""

from datetime import date, datetime

from storage.reports import issued
from storage.reports.issued import FrozenFile, NewIssue
from tests.flows.conftest import ETHNIC, TAX, ZONE, World

LINK = "https://huyenmau.gov.vn/tin-tuc/bai-1.html"


async def _logged(world: World) -> int:
    lan = await world.join("correspondent", TAX, "Lê Thị Lan")
    await world.say(lan, f"/nop {LINK} | Khai mạc hội thao | 14/6/2021 | Y tế")
    return lan


async def test_every_field_is_changed_with_a_button_and_an_answer(world: World) -> None:
    lan = await _logged(world)
    card = await world.say(lan, "#1")
    assert "Khai mạc hội thao" in card
    assert "Người ghi: Lê Thị Lan" in card
    assert "Tiêu đề mới" in await world.press(lan, "Sửa tiêu đề")
    assert "Đã sửa tiêu đề của bài #1" in await world.say(lan, "Bế mạc hội thao huyện")
    await world.press(lan, "Sửa liên kết")
    assert "bai-2.html" in await world.say(lan, "https://huyenmau.gov.vn/tin-tuc/bai-2.html")
    await world.press(lan, "Sửa ngày đăng")
    assert "13/6/2021" in await world.say(lan, "13/6")
    await world.press(lan, "Sửa chuyên mục")
    assert "Chuyên mục: Giáo dục" in await world.press(lan, "Giáo dục")
    await world.press(lan, "Sửa loại")
    assert "Loại: ảnh" in await world.say(lan, "ảnh")
    assert world.rows(
        "SELECT title, title_key, link, published_on, kind, topics.name FROM articles"
        " JOIN topics ON topics.id = topic_id"
    ) == [
        (
            "Bế mạc hội thao huyện",
            "be mac hoi thao huyen",
            "https://huyenmau.gov.vn/tin-tuc/bai-2.html",
            "2021-06-13",
            "anh",
            "Giáo dục",
        )
    ]
    assert world.rows("SELECT count(*) FROM dialogues") == [0]
    # The old link is free again.
    assert "Đã ghi bài #2" in await world.say(lan, f"/nop {LINK} | Giải chạy việt dã | 14/6")


async def test_a_wrong_value_gets_one_sentence_and_the_question_stays_open(world: World) -> None:
    lan = await _logged(world)
    await world.say(lan, "#1")
    await world.press(lan, "Sửa ngày đăng")
    assert "“31/2/2021” không đọc được" in await world.say(lan, "31/2/2021")
    assert "20/6/2021 chưa tới" in await world.say(lan, "20/6/2021")
    assert "Đã sửa ngày đăng" in await world.say(lan, "hôm kia")
    await world.press(lan, "Sửa tiêu đề")
    assert "quá ngắn" in await world.say(lan, "abc")
    assert "3000 ký tự" in await world.say(lan, "x" * 3000)
    assert "Đã sửa tiêu đề" in await world.say(lan, "Bế\u202e mạc\x07 hội <b>thao</b>")
    assert world.rows("SELECT title FROM articles") == ["Bế mạc hội <b>thao</b>"]
    assert "Bế mạc hội <b>thao</b>" in world.last(lan).text


async def test_talk_and_days_do_not_become_an_articles_title(world: World) -> None:
    lan = await _logged(world)
    await world.say(lan, "#1")
    await world.press(lan, "Sửa tiêu đề")
    for text in ("phải rồi", "xong", "anh ơi", "như trên", "tiếp tục", "hôm qua", "từ từ"):
        await world.say(lan, text)
    assert world.rows("SELECT title FROM articles") == ["Khai mạc hội thao"]
    assert "Đã sửa tiêu đề" in await world.say(lan, "Bế mạc hội thao")
    assert world.rows("SELECT title FROM articles") == ["Bế mạc hội thao"]


async def test_the_same_value_and_a_known_link_are_refused(world: World) -> None:
    lan = await _logged(world)
    await world.say(lan, "/nop https://a.vn/2 | Giải chạy việt dã | 14/6")
    await world.say(lan, "#2")
    await world.press(lan, "Sửa liên kết")
    assert "đã được ghi ở bài #1" in await world.say(lan, LINK)
    assert "đúng giá trị này" in await world.say(lan, "https://a.vn/2")
    assert "Giải chạy việt dã" in await world.press(lan, "Giữ nguyên")
    assert world.rows("SELECT count(*) FROM dialogues") == [0]


async def test_a_link_pasted_instead_of_an_answer_begins_a_new_article(world: World) -> None:
    lan = await _logged(world)
    await world.say(lan, "#1")
    await world.press(lan, "Sửa tiêu đề")
    assert "Tiêu đề của bài “…/9” là gì?" in await world.say(lan, "https://huyenmau.gov.vn/tin/9")
    await world.say(lan, "Hội nghị tổng kết năm học")
    assert world.rows("SELECT title FROM articles") == ["Khai mạc hội thao"]


async def test_a_draft_begun_after_the_question_gets_the_answer(world: World) -> None:
    lan = await _logged(world)
    await world.say(lan, "#1")
    await world.press(lan, "Sửa tiêu đề")
    await world.say(lan, "/nop")
    assert "Tiêu đề" in await world.say(lan, "-")
    await world.say(lan, "Hội nghị tổng kết năm học")
    assert world.rows("SELECT title FROM articles") == ["Khai mạc hội thao"]
    assert world.rows("SELECT count(*) FROM dialogues") == [0]


async def test_cancel_leaves_the_article_as_it_is(world: World) -> None:
    lan = await _logged(world)
    await world.say(lan, "#1")
    await world.press(lan, "Sửa tiêu đề")
    assert "không có gì thay đổi" in await world.say(lan, "/huy")
    assert "chưa hiểu" in await world.say(lan, "Một tiêu đề khác")
    await world.say(lan, "#1")
    await world.press(lan, "Sửa tiêu đề")
    assert "không có gì thay đổi" in await world.say(lan, "huỷ")
    assert world.rows("SELECT title FROM articles") == ["Khai mạc hội thao"]


async def test_undo_takes_an_edit_back(world: World) -> None:
    lan = await _logged(world)
    await world.say(lan, "#1")
    await world.press(lan, "Sửa liên kết")
    await world.press(lan, "Không có liên kết")
    assert world.rows("SELECT link, canonical_link FROM articles") == [("", None)]
    assert "về như trước" in await world.say(lan, "/undo")
    assert world.rows("SELECT link FROM articles") == [LINK]
    assert "đã được ghi rồi" in await world.say(lan, LINK)
    assert "Đã rút bài #1" in await world.say(lan, "/undo")
    assert "Không có việc nào" in await world.say(lan, "/undo")


async def test_undo_does_not_overwrite_what_somebody_else_changed_since(world: World) -> None:
    lan = await _logged(world)
    editor = await world.join("editor")
    await world.say(lan, "#1")
    await world.press(lan, "Sửa tiêu đề")
    await world.say(lan, "Tiêu đề của Lan")
    await world.say(editor, "#1")
    await world.press(editor, "Sửa tiêu đề")
    await world.say(editor, "Tiêu đề của thư ký")
    assert "đã được xử lý" in await world.say(lan, "/undo")
    assert world.rows("SELECT title FROM articles") == ["Tiêu đề của thư ký"]


async def test_history_shows_who_when_before_after_and_from_where(world: World) -> None:
    lan = await _logged(world)
    await world.at(datetime(2021, 6, 16, 8, 30, tzinfo=ZONE))
    await world.say(lan, "#1")
    await world.press(lan, "Sửa tiêu đề")
    await world.say(lan, "Bế mạc hội thao")
    await world.press(lan, "Rút bài #1")
    answer = await world.say(lan, "/lichsu 1")
    place = {"telegram": "từ Telegram", "zalo": "từ Zalo", "web": "từ trang trò chuyện"}[
        world.channel
    ]
    assert f"9:00 15/6/2021 · Lê Thị Lan · {place}\nGhi bài" in answer
    assert "8:30 16/6/2021 · Lê Thị Lan" in answer
    assert "tiêu đề: “Khai mạc hội thao” → “Bế mạc hội thao”" in answer
    assert "tình trạng: đã ghi → đã rút" in answer
    assert "Xin gửi số của bài" in await world.say(lan, "/history bài nọ")
    assert "Không có bài số #9" in await world.say(lan, "/history #9")


async def test_a_correspondent_of_several_units_moves_an_article(world: World) -> None:
    lan = await _logged(world)
    await world.say(lan, "#1")
    assert "Sửa đơn vị" not in world.labels(lan)
    await world.say(lan, await world.code("correspondent", ETHNIC))
    await world.say(lan, "/khongco đơn vị tập trung kiểm tra")
    await world.say(lan, "#1")
    await world.press(lan, "Sửa đơn vị")
    assert world.labels(lan) == [TAX, ETHNIC, "Giữ nguyên"]
    assert f"Đơn vị: {ETHNIC}" in await world.press(lan, ETHNIC)
    # The unit has an article now, so its confirmed zero is gone.
    assert world.rows("SELECT count(*) FROM confirmed_zeros") == [0]


async def test_nobody_edits_or_reads_the_article_of_another_unit(world: World) -> None:
    lan = await _logged(world)
    await world.say(lan, "#1")
    minh = await world.join("correspondent", ETHNIC)
    await world.say(minh, "/mine")
    message = world.last(minh).id
    for data in (
        "a:show:1",
        "a:history:1",
        "a:restore:1",
        "e:1:title",
        "e:1:kind:anh",
        "q:drop:1",
    ):
        await world.messenger.press(minh, message, data)
        await world.stage.settled()
        assert "không có quyền" in world.last(minh).text, data
    unit_id = world.rows("SELECT id FROM units WHERE name = ?", ETHNIC)[0]
    await world.messenger.press(lan, world.last(lan).id, f"e:1:unit:{unit_id}")
    await world.stage.settled()
    assert "không có quyền" in world.last(lan).text
    assert world.rows("SELECT title, kind, state FROM articles") == [
        ("Khai mạc hội thao", "tin", "logged")
    ]


async def test_forged_values_of_a_button_change_nothing(world: World) -> None:
    lan = await _logged(world)
    await world.say(lan, "#1")
    for data in ("e:1:topic:999", "e:1:kind:xyz", "e:1:date:2021-13-40", "e:1:date:2022-01-01"):
        await world.messenger.press(lan, world.last(lan).id, data)
        await world.stage.settled()
    assert world.rows("SELECT published_on, kind FROM articles") == [("2021-06-14", "tin")]
    assert world.rows("SELECT count(*) FROM inbox WHERE state = 'dead'") == [0]


async def test_an_article_in_an_issued_period_is_changed_by_an_editor_with_a_reason(
    world: World,
) -> None:
    lan = await _logged(world)
    editor = await world.join("editor")
    await _issue(world)
    await world.say(lan, "#1")
    assert "đã ban hành báo cáo" in await world.press(lan, "Sửa tiêu đề")
    await world.say(lan, "#1")
    assert "đã ban hành báo cáo" in await world.press(lan, "Rút bài #1")
    await world.say(editor, "#1")
    await world.press(editor, "Sửa tiêu đề")
    assert "xin gửi lý do" in await world.say(editor, "Bế mạc hội thao")
    assert world.rows("SELECT title FROM articles") == ["Khai mạc hội thao"]
    assert "ghi rõ lý do" in await world.say(editor, "-")
    assert "Đã sửa tiêu đề" in await world.say(editor, "Đơn vị đề nghị đính chính")
    assert world.rows("SELECT title FROM articles") == ["Bế mạc hội thao"]
    await world.press(editor, "Rút bài #1")
    assert "đã rút" in await world.say(editor, "Trùng với bài của tỉnh")
    answer = await world.say(editor, "/lichsu 1")
    assert "lý do: Đơn vị đề nghị đính chính" in answer
    assert "lý do: Trùng với bài của tỉnh" in answer


async def test_an_article_does_not_slip_into_an_issued_period(world: World) -> None:
    lan = await _logged(world)
    await _issue(world, date(2021, 5, 1), date(2021, 5, 31))
    await world.say(lan, "#1")
    await world.press(lan, "Sửa ngày đăng")
    assert "31/5/2021 thuộc kỳ đã ban hành" in await world.say(lan, "31/5/2021")
    assert world.rows("SELECT published_on FROM articles") == ["2021-06-14"]


async def _issue(
    world: World, first: date = date(2021, 1, 1), last: date = date(2021, 6, 30)
) -> None:
    base = world.stage.runtime.base
    new = NewIssue(
        board_id=base.services.boards.named("huyen-mau").id,
        period="2021-H1",
        first=first,
        last=last,
        number=1,
        signed_on=date(2021, 6, 15),
        mode="electronic",
        corrects_id=None,
        dataset="{}",
        issued_by=1,
        issued_at=world.stage.clock(),
    )
    file = FrozenFile("bao-cao.docx", "application/msword", "0" * 64, b"")
    await base.database.write(lambda tx: issued.add_issue(tx, new, [file]))
