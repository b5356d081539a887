"""Finding articles in chat."""

from tests.flows.conftest import ETHNIC, TAX, World


async def _filled(world: World) -> tuple[int, int]:
    lan = await world.join("correspondent", TAX)
    minh = await world.join("correspondent", ETHNIC)
    await world.say(lan, "/nop https://a.vn/1 | Khai mạc Hội thao các dân tộc | 10/6 | Y tế")
    await world.say(minh, "/nop https://a.vn/2 | Lễ hội mừng lúa mới | 14/6 | Giáo dục")
    await world.say(lan, "/nop https://a.vn/3 | Tập huấn kế toán xã | 12/6")
    return lan, minh


async def test_words_are_found_without_accents_the_newest_first(world: World) -> None:
    lan, _minh = await _filled(world)
    answer = await world.say(lan, "/tim hoi")
    assert "Tìm “hoi”: 2 bài" in answer
    assert answer.index("Lễ hội mừng lúa mới") < answer.index("Khai mạc Hội thao")
    assert "Khai mạc Hội thao" in await world.say(lan, "/find HỘI THAO")


async def test_unit_topic_and_number_are_found(world: World) -> None:
    lan, minh = await _filled(world)
    answer = await world.say(lan, "/tim tai chinh")
    assert "#1" in answer
    assert "#3" in answer
    assert "#2" not in answer
    assert "Lễ hội mừng lúa mới" in await world.say(lan, "/tim giáo dục")
    # The words may stand in different places: title and unit.
    assert "1 bài" in await world.say(lan, "/tim lua phong dan toc")
    for text in ("#3", "3"):
        assert "Tập huấn kế toán xã" in await world.say(minh, f"/tim {text}")


async def test_pages_have_buttons_and_keep_the_words(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    for number in range(1, 11):
        await world.say(lan, f"/nop https://a.vn/{number} | Chuyên đề thứ {number} của huyện")
    answer = await world.say(lan, "/tim chuyên đề {0}")
    assert "Không tìm thấy" in answer
    answer = await world.say(lan, "/tim chuyên đề")
    assert "10 bài (trang 1/2)" in answer
    answer = await world.press(lan, "Cũ hơn ›")
    assert "Tìm “chuyen de”: 10 bài (trang 2/2)" in answer
    assert "Chuyên đề thứ 1 của huyện" in answer
    await world.press(lan, "‹ Mới hơn")
    assert "Sửa tiêu đề" not in world.labels(lan)
    await world.press(lan, "#10")
    assert "Sửa tiêu đề" in world.labels(lan)


async def test_a_very_long_search_keeps_its_first_words(world: World) -> None:
    lan, _minh = await _filled(world)
    answer = await world.say(lan, "/tim " + "khai mạc hội thao " * 40)
    assert "Khai mạc Hội thao" in answer
    assert "Không tìm thấy" in await world.say(lan, "/tim " + "x" * 3000)
    for text in ("%", "_", "!!!"):
        assert "Xin gửi chữ cần tìm" in await world.say(lan, f"/tim {text}")
    assert "Không tìm thấy" in await world.say(lan, "/tim h%i")


async def test_correspondents_find_counted_articles_of_others_without_their_cards(
    world: World,
) -> None:
    lan, minh = await _filled(world)
    editor = await world.join("editor")
    answer = await world.say(minh, "/tim hoi thao")
    assert "Khai mạc Hội thao" in answer
    assert "https://a.vn/1" not in answer
    assert world.last(minh).buttons == ()
    await world.say(lan, "#1")
    await world.press(lan, "Rút bài #1")
    assert "Không tìm thấy" in await world.say(minh, "/tim hoi thao")
    assert "đã rút" in await world.say(editor, "/tim hoi thao")


async def test_a_number_beyond_every_article_finds_nothing(world: World) -> None:
    lan, _minh = await _filled(world)
    assert "Không tìm thấy" in await world.say(lan, "/tim 9223372036854775808")
