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
    assert "15/6/2021 (hôm nay)" in await site.say(lan, portal.link("/tin/1"))
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
    assert "Đã ghi bài #4." in await site.press(lan, "Ghi nhận")
    assert site.rows("SELECT count(*) FROM drafts") == [0]


@pytest.mark.only(
    "telegram", "web", why="of several lists sent at once, only the last one takes numbers"
)
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
    assert "2 bài chờ ghi, trong đó 2 bài đã đủ thông tin." in answer


async def test_more_links_than_have_a_card_are_kept_too(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    names = [*"abcdefghijklmno"]
    lines = [f"{place}. Lớp {name} https://a.vn/{name}" for place, name in enumerate(names, 1)]
    answer = await world.say(lan, "\n".join(lines))
    assert "10 bài chờ ghi" in answer
    assert "5 bài nữa được giữ lại" in answer
    assert len(world.rows("SELECT content FROM drafts")) == 1
    await world.say(lan, "bỏ tất cả")
    assert "15 bài" in world.last(lan).text


async def test_what_was_kept_with_a_doubt_is_looked_at_before_it_is_logged(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    lines = [f"Khai giảng lớp {name} https://a.vn/{name}" for name in "abcdefghij"]
    lines += ["Họp chi bộ 5/6/2021 https://a.vn/k", "Tập huấn tuyên truyền https://a.vn/l"]
    await world.say(lan, "\n".join(lines))
    answer = await world.say(lan, "ghi tất cả")
    assert "cần xem lại" in answer
    assert "có thể còn lẫn ngày đăng" in answer
    assert "Họp chi bộ 5/6/2021" not in world.rows("SELECT title FROM articles")
    assert "Tập huấn tuyên truyền" in world.rows("SELECT title FROM articles")


@pytest.mark.parametrize(
    "text",
    [
        "https://a.vn/1\nKhai giảng lớp xóa mù chữ\nhttps://a.vn/2\nTập huấn chuyển đổi số",
        "Em gửi chị ạ\n\nKhai giảng lớp xóa mù chữ\nhttps://a.vn/1\n\nTập huấn chuyển đổi số\n"
        "https://a.vn/2\n\nCảm ơn chị",
        "Danh sách bài tháng 6:\nKhai giảng lớp xóa mù chữ https://a.vn/1\n"
        "Tập huấn chuyển đổi số https://a.vn/2",
        "1. Khai giảng lớp xóa mù chữ\nhttps://a.vn/1\nChuyên mục: Giáo dục\n"
        "2. Tập huấn chuyển đổi số\nhttps://a.vn/2",
    ],
)
async def test_a_list_is_cut_where_an_article_ends(world: World, text: str) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, text)
    await world.say(lan, "ghi tất cả")
    assert world.rows("SELECT link, title FROM articles ORDER BY link") == [
        ("https://a.vn/1", "Khai giảng lớp xóa mù chữ"),
        ("https://a.vn/2", "Tập huấn chuyển đổi số"),
    ]


async def test_each_article_of_a_list_keeps_its_own_day(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(
        lan,
        "Khai giảng lớp xóa mù chữ\nhttps://a.vn/1\n12/6\nTập huấn chuyển đổi số\nhttps://a.vn/2",
    )
    await world.say(lan, "ghi tất cả")
    assert world.rows("SELECT link, published_on FROM articles ORDER BY link") == [
        ("https://a.vn/1", "2021-06-12"),
        ("https://a.vn/2", "2021-06-15"),
    ]


@pytest.mark.only("telegram", why="elsewhere nobody tells that a message was forwarded")
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
    assert "https://www.huyenmau.gov.vn/tin-x" in world.last(lan).text


async def test_the_day_above_a_list_is_the_day_of_its_articles(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    text = (
        "Ngày 12/6/2021 các đơn vị đăng:\n1. Khai mạc hội thao https://a.vn/1\n"
        "2. Tập huấn chuyển đổi số https://a.vn/2 (11/6)\n"
        "Ngày 10/6:\nhttps://a.vn/3\nRa quân làm sạch môi trường"
    )
    assert "Ngày đăng: 12/6/2021" in await world.say(lan, text)
    await world.say(lan, "ghi tất cả")
    assert world.rows("SELECT title, published_on FROM articles ORDER BY number") == [
        ("Khai mạc hội thao", "2021-06-12"),
        ("Tập huấn chuyển đổi số", "2021-06-11"),
        ("Ra quân làm sạch môi trường", "2021-06-10"),
    ]


async def test_a_day_above_each_article_is_that_articles_day(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(
        lan,
        "10/6\nhttps://a.vn/1 Ra quân thuỷ lợi mùa khô\n11/6\nhttps://a.vn/2 Khám bệnh cho dân\n"
        "Ngày 12/6:\nCấp giống lúa thuần https://a.vn/3",
    )
    await world.say(lan, "ghi tất cả")
    assert world.rows("SELECT title, published_on FROM articles ORDER BY number") == [
        ("Ra quân thuỷ lợi mùa khô", "2021-06-10"),
        ("Khám bệnh cho dân", "2021-06-11"),
        ("Cấp giống lúa thuần", "2021-06-12"),
    ]


async def test_a_day_that_may_be_of_either_article_is_asked_about(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    text = "9/6\nhttps://a.vn/1 Khai mạc hội thao\n10/6\nhttps://a.vn/2 Tập huấn dân quân\n11/6"
    assert "“9/6 hay 10/6” có thể là nhiều ngày" in await world.say(lan, text)
    assert "“Khai mạc hội thao” đăng ngày nào" in await world.say(lan, "ghi tất cả")
    assert world.rows("SELECT count(*) FROM articles") == [0]


async def test_a_list_of_another_month_is_not_dated_today(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    text = (
        "Tin bài tháng 5/2021\nhttps://a.vn/1 Khai mạc hội thao\nhttps://a.vn/2 Tập huấn dân quân"
    )
    assert "“Tin bài tháng 5/2021” có thể là nhiều ngày" in await world.say(lan, text)
    assert "“Khai mạc hội thao” đăng ngày nào" in await world.say(lan, "ghi tất cả")
    assert world.rows("SELECT count(*) FROM articles") == [0]
    await world.say(lan, "12/5")
    await world.say(lan, "ghi")
    assert world.rows("SELECT published_on FROM articles") == ["2021-05-12"]


@pytest.mark.parametrize(
    "text",
    [
        "bài này em gửi nhầm, xoá giúp em {}",
        "rút bài này {}",
        "chị xem giúp em bài này được chưa {}",
        "sao link {} không mở được vậy chị",
    ],
)
async def test_what_asks_about_an_article_is_not_offered_as_its_title(
    world: World, text: str
) -> None:
    lan = await world.join("correspondent", TAX)
    assert "Tiêu đề của bài" in await world.say(lan, text.format("https://a.vn/1"))
    assert "Ghi nhận" not in world.labels(lan)


async def test_two_articles_on_one_line_keep_their_titles(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, "Hội thảo cà phê https://a.vn/1 và Lễ cúng bến nước https://a.vn/2")
    await world.say(lan, "ghi tất cả")
    assert world.rows("SELECT link, title FROM articles ORDER BY link") == [
        ("https://a.vn/1", "Hội thảo cà phê"),
        ("https://a.vn/2", "Lễ cúng bến nước"),
    ]


@pytest.mark.parametrize("text", ["xoá bài này giúp em {}", "sửa bài {}"])
async def test_a_request_about_a_logged_article_leads_to_it(world: World, text: str) -> None:
    lan, minh = await world.join("correspondent", TAX), await world.join("correspondent", ETHNIC)
    await world.say(lan, "/nop https://a.vn/1 | Khai mạc hội thao | 12/6")
    answer = await world.say(lan, text.format("https://a.vn/1"))
    assert "đã được ghi rồi, số #1" in answer
    assert "rút bài thì gửi #1" in answer
    assert "Khai mạc hội thao" in await world.say(lan, "#1")
    assert "thì gửi #1" not in await world.say(minh, text.format("https://a.vn/1"))


@pytest.mark.only("telegram", "web", why="Zalo hands no link of several lines in")
@pytest.mark.parametrize("head", ["", "STT\tTiêu đề\tNgày đăng\tLink\n"])
@pytest.mark.parametrize("lead", ["", "/nop "])
async def test_rows_copied_from_a_table_are_read_by_their_cells(
    world: World, head: str, lead: str
) -> None:
    lan = await world.join("correspondent", TAX)
    rows = (
        "1\tKhai giảng lớp xóa mù chữ\t14/6/2021\thttps://a.vn/1\n"
        "2\tTập huấn chuyển đổi số\t13/6/2021\thttps://a.vn/2"
    )
    await world.say(lan, lead + head + rows)
    await world.say(lan, "ghi tất cả")
    assert world.rows("SELECT title, published_on, link FROM articles ORDER BY link") == [
        ("Khai giảng lớp xóa mù chữ", "2021-06-14", "https://a.vn/1"),
        ("Tập huấn chuyển đổi số", "2021-06-13", "https://a.vn/2"),
    ]


async def test_one_row_copied_from_a_table_is_one_article(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, "5\tKhai giảng lớp xóa mù chữ\t14/6/2021\thttps://a.vn/1\tGiáo dục")
    await world.say(lan, "ghi")
    assert world.rows("SELECT title, published_on FROM articles") == [
        ("Khai giảng lớp xóa mù chữ", "2021-06-14")
    ]


@pytest.mark.only("telegram", "web", why="Zalo hands no link of several lines in")
async def test_titles_typed_one_by_one_behind_bare_links_go_to_no_wrong_one(world: World) -> None:
    lan = await world.join("correspondent", TAX)
    await world.say(lan, "https://a.vn/1\nhttps://a.vn/2")
    await world.say(lan, "Khai giảng lớp xóa mù chữ")
    assert "Tập huấn chuyển đổi số" in await world.say(lan, "Tập huấn chuyển đổi số")
    assert {"Tiếp tục", "Đó là tiêu đề"} <= set(world.labels(lan))
    await world.press(lan, "Tiếp tục")
    await world.say(lan, "Khai giảng lớp xóa mù chữ")
    await world.say(lan, "ghi")
    assert world.rows("SELECT title, link FROM articles") == [
        ("Khai giảng lớp xóa mù chữ", "https://a.vn/1")
    ]
