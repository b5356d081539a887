"""Topics: suggested from the title's words, taught by the board's choices, open to editing."""

from tests.flows.conftest import TAX, World

LINK = "https://huyenmau.gov.vn/tin-tuc/bai-1.html"


async def test_the_card_suggests_the_topic_a_title_speaks_for(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, LINK)
    card = await world.say(lan, "Xã Ia Pal về đích nông thôn mới")
    assert "Chuyên mục: Nông thôn mới (gợi ý)" in card
    assert "Gợi ý: Nông thôn mới." in await world.press(lan, "Sửa chuyên mục")
    assert world.labels(lan)[:5] == [
        *("Nông thôn mới", "Y tế", "Giáo dục"),
        *("Chuyên mục khác", "Để sau"),
    ]
    assert "Chuyên mục: Nông thôn mới" in await world.press(lan, "Nông thôn mới")


async def test_a_line_without_a_topic_offers_topics_under_its_answer(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    answer = await world.say(lan, f"/nop {LINK} | Khai giảng năm học mới ngành giáo dục")
    assert "Đã ghi bài #1." in answer
    assert "thuộc chuyên mục nào" in answer
    assert "vào chuyên mục Giáo dục" in await world.press(lan, "Giáo dục")
    assert world.rows(
        "SELECT topics.name FROM articles JOIN topics ON topics.id = articles.topic_id"
    ) == ["Giáo dục"]
    await world.say(lan, "/hoantac")
    assert world.rows("SELECT topic_id, state FROM articles") == [(None, "logged")]


async def test_the_boards_choices_teach_the_suggestion(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    for place, village in enumerate(("Pal", "Kha", "Blang"), start=1):
        await world.say(
            lan, f"/nop https://a.vn/{place} | Ra quân làm đường hoa ở Ia {village} | Nông thôn mới"
        )
    await world.say(lan, LINK)
    await world.say(lan, "Phụ nữ thôn 4 làm đường hoa")
    assert "Chuyên mục: Nông thôn mới (gợi ý)" in world.last(lan).text
    assert world.rows("SELECT count(*) FROM topic_words WHERE word = 'duong hoa'") == [1]


async def test_an_editor_sees_and_changes_the_weights(world: World) -> None:
    editor = await world.join("editor")
    assert "Chọn chuyên mục" in await world.say(editor, "/chuyenmuc")
    assert "y te 2" in await world.press(editor, "Y tế")
    answer = await world.say(editor, "/topics Y tế: đường hoa 3,5")
    assert "Đã đổi trọng số của “duong hoa”" in answer
    assert "duong hoa 3,5" in answer
    await world.say(editor, LINK)
    lan = await world.join("correspondent", TAX)
    await world.say(lan, LINK)
    await world.say(lan, "Phụ nữ thôn 4 làm đường hoa")
    assert "Chuyên mục: Y tế (gợi ý)" in world.last(lan).text
    assert world.rows("SELECT action FROM audit_entries WHERE subject = 'topic'") == ["topic_word"]


async def test_what_cannot_be_a_weight_gets_one_sentence(world: World) -> None:
    editor = await world.join("editor")
    lan = await world.join("correspondent", TAX)
    assert "Có phải là “Y tế”" in await world.say(editor, "/topics Y tee")
    assert "trọng số từ -4 đến 4" in await world.say(editor, "/topics Y tế: đường hoa")
    assert "trọng số từ -4 đến 4" in await world.say(editor, "/topics Y tế: đường hoa 40")
    assert "không có quyền" in await world.say(lan, "/topics")
