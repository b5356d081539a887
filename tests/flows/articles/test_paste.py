"""Pasting links: the page fills in the rest, several links make several cards."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.fakes.portal import Answer, Portal
from tests.flows.conftest import BOARD, ETHNIC, TAX, World, loaded, still_clock
from tests.flows.shapes import stage


def article_page(title: str, day: str = "14/06/2021", section: str = "Y tế") -> Answer:
    """Return a page as a portal makes it."""
    return Answer(
        f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title} | Cổng TTĐT</title>
        <meta property="og:title" content="{title}"></head><body>
        <ul class="breadcrumb"><li><a href="/">Trang chủ</a></li>
        <li><a href="/yt">{section}</a></li>
        <li class="active">{title}</li></ul><h1>{title}</h1>
        <div class="meta">Ngày đăng: {day} 08:30</div>
        <p>Sáng nay, đơn vị đã tổ chức hoạt động cho bà con trong xã.</p>
        </body></html>""".encode()
    )


@pytest.fixture
async def portal() -> AsyncIterator[Portal]:
    async with Portal() as running:
        yield running


@pytest.fixture
async def site(tmp_path: Path, portal: Portal) -> AsyncIterator[World]:
    """A board whose site is the small portal."""
    board = BOARD.model_copy(update={"site_hosts": (f"127.0.0.1:{portal.port}",)})
    async with stage(loaded(tmp_path, board), still_clock()) as running:
        found = World(running, tmp_path / "tinbai.db")
        await found.load_sample()
        yield found


async def test_a_pasted_link_of_the_boards_site_takes_one_paste_and_one_tap(
    site: World, portal: Portal
) -> None:
    portal.pages["/tin/1"] = article_page("Khám bệnh miễn phí cho bà con xã Ia Pal")
    lan = await site.join("correspondent", TAX)
    card = await site.say(lan, portal.link("/tin/1"))
    assert "Đã đọc từ trang" in card
    assert "Khám bệnh miễn phí cho bà con xã Ia Pal" in card
    assert "Ngày đăng: 14/6/2021" in card
    assert "Chuyên mục: Y tế" in card
    assert "Đã ghi bài #1." in await site.press(lan, "Ghi nhận")
    assert site.rows("SELECT title, published_on, link FROM articles") == [
        ("Khám bệnh miễn phí cho bà con xã Ia Pal", "2021-06-14", portal.link("/tin/1"))
    ]


async def test_a_page_that_cannot_be_read_costs_nothing(site: World, portal: Portal) -> None:
    portal.pages["/tin/1"] = Answer(b"", 500)
    lan = await site.join("correspondent", TAX)
    assert "Tiêu đề của bài" in await site.say(lan, portal.link("/tin/1"))
    await site.say(lan, "Khám bệnh miễn phí")
    await site.press(lan, "Hôm nay")
    await site.press(lan, "Y tế")
    assert "Đã ghi bài #1." in await site.press(lan, "Ghi nhận")


async def test_the_page_of_a_logged_link_is_not_read_again(site: World, portal: Portal) -> None:
    lan = await site.join("correspondent", TAX)
    await site.say(lan, f"/nop {portal.link('/tin/1')} | Khám bệnh miễn phí")
    assert "đã được ghi rồi, số #1" in await site.say(lan, portal.link("/tin/1"))
    assert portal.requests == []


async def test_a_link_answered_in_a_dialogue_is_read_too(site: World, portal: Portal) -> None:
    portal.pages["/tin/1"] = article_page("Khám bệnh miễn phí cho bà con xã Ia Pal")
    lan = await site.join("correspondent", TAX)
    assert "dán liên kết" in await site.say(lan, "/nop")
    assert "Khám bệnh miễn phí" in await site.say(lan, portal.link("/tin/1"))
    assert "Đã ghi bài #1." in await site.say(lan, "ghi")


async def test_a_date_to_come_or_a_title_too_long_on_a_page_is_mended(
    site: World, portal: Portal
) -> None:
    portal.pages["/tin/1"] = article_page("Tuyên truyền " * 35, day="20/12/2021")
    lan = await site.join("correspondent", TAX)
    assert "ngày nào" in await site.say(lan, portal.link("/tin/1"))
    await site.press(lan, "Hôm nay")
    await site.press(lan, "Ghi nhận")
    ((title, day),) = site.rows("SELECT title, published_on FROM articles")
    assert len(title) <= 300
    assert title.endswith("Tuyên truyền…")
    assert day == "2021-06-15"


async def test_several_links_make_a_card_each_and_one_button_logs_all(
    site: World, portal: Portal
) -> None:
    titles = ["Khai giảng lớp xóa mù chữ", "Tập huấn chuyển đổi số", "Ra quân làm sạch đường làng"]
    for place, title in enumerate(titles, start=1):
        portal.pages[f"/tin/{place}"] = article_page(title)
    lan = await site.join("correspondent", TAX)
    links = [portal.link(f"/tin/{place}") for place in (1, 2, 3)]
    answer = await site.say(lan, "\n".join([*links, portal.link("/tin/mat")]))
    for title in titles:
        assert title in answer
    assert "Còn thiếu: tiêu đề" in answer
    assert "4 bài chờ ghi, trong đó 3 bài đã đủ thông tin." in answer
    done = await site.press(lan, "Ghi tất cả (3)")
    assert "Đã ghi 3 bài" in done
    assert "Tiêu đề của bài" in done
    assert site.rows("SELECT title FROM articles ORDER BY number") == titles
    await site.say(lan, "Bài không đọc được trang")
    await site.press(lan, "Hôm nay")
    await site.press(lan, "Y tế")
    assert "Đã ghi bài #4." in await site.press(lan, "Ghi nhận")
    assert site.rows("SELECT count(*) FROM drafts") == [0]


@pytest.mark.telegram_only("of several lists sent at once, only the last one takes numbers")
async def test_each_of_several_cards_can_be_logged_completed_or_dropped(
    site: World, portal: Portal
) -> None:
    portal.pages["/tin/1"] = article_page("Khai giảng lớp xóa mù chữ")
    portal.pages["/tin/2"] = article_page("Tập huấn chuyển đổi số")
    lan = await site.join("correspondent", TAX)
    await site.say(lan, f"{portal.link('/tin/1')} và {portal.link('/tin/2')}")
    await site.say(lan, f"{portal.link('/tin/3')} {portal.link('/tin/2')}")
    first, second = [
        message
        for message in site.messenger.messages(lan)
        if message.from_bot and message.buttons and message.buttons[0][0].label == "Ghi nhận"
    ][:2]
    for message, place in ((first, 0), (second, 2), (first, 0)):
        await site.messenger.press(lan, message.id, str(message.buttons[0][place].data))
        await site.stage.settled()
    assert site.rows("SELECT title FROM articles") == ["Khai giảng lớp xóa mù chữ"]
    assert "Đã ghi bài #1." in site.toasts(lan)


async def test_a_line_for_each_article_needs_no_page(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    answer = await world.say(
        lan,
        "Khai giảng lớp xóa mù chữ\nhttps://a.vn/1\nTập huấn chuyển đổi số\nhttps://a.vn/2",
    )
    assert "Khai giảng lớp xóa mù chữ" in answer
    assert "Tập huấn chuyển đổi số" in answer
    assert "2 bài chờ ghi, trong đó 0 bài đã đủ thông tin." in answer


async def test_more_links_than_one_message_can_hold_are_named(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    answer = await world.say(lan, "\n".join(f"https://a.vn/{place}" for place in range(13)))
    assert "10 bài chờ ghi" in answer
    assert "gửi tiếp 3 liên kết còn lại" in answer


@pytest.mark.telegram_only("Zalo does not tell that a message was forwarded")
async def test_a_forwarded_post_is_read_by_its_link(site: World, portal: Portal) -> None:
    portal.pages["/tin/1"] = article_page("Khám bệnh miễn phí cho bà con xã Ia Pal")
    lan = await site.join("correspondent", TAX)
    text = (
        "🔥 Tin nóng trong ngày 🔥\nMời bà con theo dõi nhé!\n"
        f"{portal.link('/tin/1')}\nTheo dõi trang: https://facebook.com/xaiapal"
    )
    await site.messenger.forward_text(lan, text, "Trang xã Ia Pal")
    await site.stage.settled()
    assert "Khám bệnh miễn phí cho bà con xã Ia Pal" in site.last(lan).text
    assert "facebook" not in site.last(lan).text


async def test_a_picture_with_a_link_is_a_paste_and_one_without_is_told_what_to_do(
    site: World, portal: Portal
) -> None:
    portal.pages["/tin/1"] = article_page("Khám bệnh miễn phí cho bà con xã Ia Pal")
    lan = await site.join("correspondent", TAX)
    await site.messenger.send_photo(lan, f"Bài mới {portal.link('/tin/1')}")
    await site.stage.settled()
    assert "Ngày đăng: 14/6/2021" in site.last(lan).text
    await site.say(lan, "/huy")
    await site.messenger.send_photo(lan)
    await site.stage.settled()
    assert "dán liên kết của bài" in site.last(lan).text


async def test_all_at_once_tells_what_was_logged_meanwhile(site: World, portal: Portal) -> None:
    titles = ["Khai giảng lớp xóa mù chữ", "Tập huấn chuyển đổi số"]
    for place, title in enumerate(titles, start=1):
        portal.pages[f"/tin/{place}"] = article_page(title)
    lan = await site.join("correspondent", TAX)
    minh = await site.join("correspondent", ETHNIC)
    links = [portal.link(f"/tin/{place}") for place in (1, 2)]
    await site.say(lan, "\n".join(links))
    await site.say(minh, f"/nop {links[0]} | Lớp học ở thôn 4 | 14/6")
    done = await site.press(lan, "Ghi tất cả (2)")
    assert "Đã ghi 1 bài" in done
    assert "đã được ghi rồi, số #1" in done
    assert site.rows("SELECT count(*) FROM drafts") == [0]


async def test_a_card_of_several_opens_with_all_its_buttons(site: World, portal: Portal) -> None:
    portal.pages["/tin/1"] = article_page("Khai giảng lớp xóa mù chữ", section="Góc trẻ em")
    portal.pages["/tin/2"] = Answer(b"<html><title>Tin</title><h1>Tin</h1></html>")
    lan = await site.join("correspondent", TAX)
    link = portal.link("/tin/1")
    answer = await site.say(lan, f"{link} {portal.link('/tin/2')} {link}")
    assert "2 bài chờ ghi, trong đó 1 bài" in answer
    assert "Chuyên mục: chưa chọn" in answer or "(gợi ý)" in answer
    await site.press(lan, "Xem từng bài")
    assert {"Ghi nhận", "Sửa tiêu đề", "Sửa ngày"} <= set(site.labels(lan))


async def test_a_pasted_link_without_a_scheme_is_completed(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    assert "Tiêu đề" in await world.say(lan, "www.huyenmau.gov.vn/tin-x")
    await world.say(lan, "Khai mạc hội thao")
    await world.press(lan, "Hôm nay")
    await world.press(lan, world.labels(lan)[0])
    assert "https://www.huyenmau.gov.vn/tin-x" in world.last(lan).text
