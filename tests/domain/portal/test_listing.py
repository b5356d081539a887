"""Site names leave a title, and the feed is compared with the log fairly."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from domain.articles.records import Article, Kind, State
from domain.portal.listing import FeedItem, compare, is_portal_name, strip_site_names

SITE = "https://chuse.gialai.gov.vn"


def _article(number: int, title: str, day: int) -> Article:
    return Article(
        id=number,
        board_id=1,
        number=number,
        unit_id=1,
        author_id=1,
        title=title,
        link=f"{SITE}/tin/{number}",
        published_on=date(2021, 6, day),
        kind=Kind.NEWS,
        topic_id=None,
        state=State.LOGGED,
        logged_at=datetime(2021, 6, day, tzinfo=UTC),
    )


def _item(number: int, title: str, day: int | None) -> FeedItem:
    return FeedItem(f"{SITE}/tin/{number}", title, date(2021, 6, day) if day else None)


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("Mở lớp tập huấn - Cổng thông tin điện tử huyện Chư Sê", "Mở lớp tập huấn"),
        ("Mở lớp tập huấn | Huyện Chư Sê", "Mở lớp tập huấn"),
        ("Mở lớp tập huấn|HUYEN CHU SE", "Mở lớp tập huấn"),
        ("Mở lớp tập huấn – Trang TTĐT xã – chuse.gialai.gov.vn", "Mở lớp tập huấn"),
        ("Trang chủ » Mở lớp tập huấn", "Mở lớp tập huấn"),
        ("Huyện Chư Sê - Sơ kết 6 tháng - Nhiều kết quả", "Sơ kết 6 tháng - Nhiều kết quả"),
        ("Sơ kết 6 tháng - Nhiều kết quả nổi bật", "Sơ kết 6 tháng - Nhiều kết quả nổi bật"),
        ("Kết quả thi - Công bố điểm chuẩn", "Kết quả thi - Công bố điểm chuẩn"),
        ("Huyện Chư Sê", "Huyện Chư Sê"),
        ("Năm học 2020-2021", "Năm học 2020-2021"),
        ("Cổng TTĐT tỉnh | ", ""),
        ("", ""),
    ],
)
def test_only_the_sites_name_leaves_a_title(title: str, bare: str) -> None:
    assert strip_site_names(title, ["Huyện Chư Sê"]) == bare


def test_a_portals_name_is_told_from_a_title() -> None:
    assert is_portal_name("Cổng thông tin điện tử huyện Chư Sê", [])
    assert is_portal_name("huyện chư sê", ["Huyện Chư Sê"])
    assert not is_portal_name("Công bố kết quả bầu cử", ["Huyện Chư Sê"])


def test_a_published_item_that_nobody_logged_is_found() -> None:
    compared = compare([_item(1, "Một", 2), _item(2, "Hai", 3)], [_article(1, "Một", 2)])

    assert [item.title for item in compared.published_not_logged] == ["Hai"]
    assert compared.logged_not_found == ()
    assert compared.other_title == ()


def test_forms_of_one_link_are_one_item() -> None:
    items = [
        FeedItem("http://www.chuse.gialai.gov.vn/tin/1/?utm_source=rss", "Một", None),
        FeedItem("https://chuse.gialai.gov.vn/tin/2#a", "Hai", None),
        FeedItem("https://chuse.gialai.gov.vn/tin/2", "Hai", None),
    ]

    compared = compare(items, [_article(1, "Một", 2)])

    assert compared.published_not_logged == (items[1],)


@pytest.mark.parametrize("state", list(State))
def test_an_article_in_any_state_is_not_asked_for_again(state: State) -> None:
    compared = compare([_item(1, "Một", 2)], [replace(_article(1, "Khác hẳn", 2), state=state)])

    assert compared.published_not_logged == ()
    assert bool(compared.other_title) == (state in (State.LOGGED, State.PENDING))


def test_a_logged_article_later_than_the_feeds_oldest_is_missed_in_it() -> None:
    articles = [
        _article(3, "Sau", 4),
        _article(4, "Cùng ngày", 2),
        _article(5, "Trước", 1),
        replace(_article(6, "Đã rút", 4), state=State.WITHDRAWN),
        replace(_article(7, "Nơi khác", 4), link="https://iablang.gialai.gov.vn/tin/7"),
    ]

    compared = compare([_item(1, "Một", 2), _item(2, "Hai", 5)], articles)

    assert [article.title for article in compared.logged_not_found] == ["Sau"]


def test_a_feed_without_dates_misses_nothing() -> None:
    compared = compare([_item(1, "Một", None)], [_article(3, "Sau", 4)])

    assert compared.logged_not_found == ()


def test_the_logged_twin_stands_for_a_link_that_was_withdrawn_too() -> None:
    twins = [
        replace(_article(1, "Cũ", 2), state=State.WITHDRAWN),
        replace(_article(8, "Một", 2), link=f"{SITE}/tin/1"),
        replace(_article(9, "Lại", 2), link=f"{SITE}/tin/1", state=State.DUPLICATE),
    ]

    assert compare([_item(1, "Một", 2)], twins).other_title == ()


@pytest.mark.parametrize(
    ("published", "logged", "same"),
    [
        ("Mở lớp “Chuyển đổi số”", 'mo lop "chuyen doi so"', True),
        ("Mở lớp tập huấn – Đợt 1", "Mở lớp tập huấn - đợt 1", True),
        ("Mở lớp tập huấn cho cán…", "Mở lớp tập huấn cho cán bộ", True),
        ("Mở lớp tập huấn", "Mở lớp tập huấn đợt 2", False),
    ],
)
def test_titles_differ_by_their_words_alone(published: str, logged: str, same: bool) -> None:
    item, article = _item(1, published, 2), _article(1, logged, 2)

    compared = compare([item], [article])

    assert compared.other_title == (() if same else ((item, article),))
