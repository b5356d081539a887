"""What portals' lists say: links, whole titles and the days beside them, and no other day."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from services.pages.listing_items import read_listing

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
TITLE = "Hội nghị tổng kết công tác năm 2020"
DAY = date(2021, 6, 15)


def listed(text: str, kind: str = "text/html") -> list[tuple[str, str, date | None]]:
    """Return link, title and day of each item of a list at https://xa.gov.vn/tin."""
    _kind, items, _more = read_listing(
        text.encode(), link="https://xa.gov.vn/tin", content_type=kind, charset=None, zone=ZONE
    )
    return [(item.link, item.title, item.published_on) for item in items]


@pytest.mark.parametrize(
    ("body", "title", "day"),
    [
        (f'<a href="/a">{TITLE}</a> <span>15/06/2021</span>', TITLE, DAY),
        (f'<a href="/a">{TITLE}</a> (15/06/2021)', TITLE, DAY),
        (f'<a href="/a">{TITLE} <i>(15/06/2021)</i></a>', TITLE, DAY),
        (f'<a href="/a">{TITLE} (15/6/2021 08:30)</a>', TITLE, DAY),
        (f'<a href="/a">{TITLE} [Ngày 15-06-2021]</a>', TITLE, DAY),
        (f'<a href="/a">{TITLE}</a> <p>15 Tháng Sáu, 2021</p>', TITLE, DAY),
        (f'<a href="/a">{TITLE}</a> <p>15/06/2021 08:30 - Lượt xem: 20</p>', TITLE, DAY),
        (f'<a href="/a">{TITLE}</a> <p>Đăng bởi: Admin - 15/06/2021</p>', TITLE, DAY),
        (
            f'<a href="/a">{TITLE}</a><time datetime="2021-06-15T08:00+07:00">vừa xong</time>',
            TITLE,
            DAY,
        ),
        (f'<a href="/a">{TITLE}</a><p>Ngày 10/6/2021, xã tổ chức hội nghị.</p>', TITLE, None),
        (
            '<a href="/a">Thông báo mất điện ngày 20/06/2021</a> <span>15/06/2021</span>',
            "Thông báo mất điện ngày 20/06/2021",
            DAY,
        ),
        (
            '<a href="/a">Thông báo mất điện ngày 20/06/2021</a>',
            "Thông báo mất điện ngày 20/06/2021",
            None,
        ),
        (f'<a href="/a">Xem chi tiết bài viết này</a><a href="/a">{TITLE}</a>', TITLE, None),
        (f'<a href="/a">Xem thêm tin tức khác »</a><a href="/a">{TITLE}</a>', TITLE, None),
        (f'<a href="/a">Read more about {TITLE}</a><a href="/a">{TITLE}</a>', TITLE, None),
        *(
            (f'<a href="/a">{title}</a> <span>15/06/2021</span>', title, DAY)
            for title in (
                "Chi tiết phương án sắp xếp thôn, làng trên địa bàn xã",
                "Chi tiết lịch tiêm chủng",
                "Chi tiết lịch tiêm chủng tháng 3 tại các trạm y tế",
                "Xem thêm một mùa lễ hội cồng chiêng ở Ia Grai",
                "Đọc thêm sách để nuôi dưỡng tâm hồn học sinh",
                "Đọc tiếp trang sử vàng của xã",
            )
        ),
        *(
            (f'<h3><a href="/a">{TITLE}</a></h3><p>{line}</p>', TITLE, DAY)
            for line in (
                "Gia Lai, 15/06/2021",
                "15/06/2021, Gia Lai",
                "(15/06/2021) Ban biên tập",
                "Ban Biên tập (15/06/2021 08:30)",
                "Tác giả: Minh Anh, 15/06/2021",
                "Tác giả: Minh Anh Ngày: 15/06/2021",
                "Đăng ngày 15/06/2021 bởi Admin",
                "Bởi Minh Anh vào 15/06/2021",
                "Đài truyền thanh xã, ngày 15/06/2021",
                "Văn phòng HĐND-UBND, Thứ Ba, 15/06/2021",
            )
        ),
        *(
            (f'<a href="/a">{TITLE}</a><p>{line}</p>', TITLE, None)
            for line in (
                "Diễn ra thứ Năm, 10/6/2021",
                "Ngày 10/6/2021, UBND xã họp dân.",
                "Sáng 10/6/2021, UBND xã họp",
                "Đăng ký tiêm chủng trước ngày 10/6/2021",
                "Đảng bộ xã họp ngày 10/6/2021",
                "Hạn nộp hồ sơ đến ngày 10/6/2021",
                "Theo Quyết định số 12 (ngày 10/6/2021) của UBND",
                "Hội nghị do xã tổ chức, 10/6/2021",
            )
        ),
        ('<a href="/a">Thông báo mất điện, 20/06/2021</a>', "Thông báo mất điện, 20/06/2021", None),
        (f'<a href="/a" title="{TITLE}">Hội nghị tổng kết công...</a>', TITLE, None),
        (f'<a href="/a" title="Một bài khác hẳn">{TITLE}...</a>', f"{TITLE}...", None),
    ],
)
def test_a_list_gives_the_title_and_the_day_it_was_published(
    body: str, title: str, day: date | None
) -> None:
    page = f"<!doctype html><html><body><ul><li>{body}</li></ul></body></html>"
    assert listed(page) == [("https://xa.gov.vn/a", title, day)]


@pytest.mark.parametrize("host", ["xa.gov.vn", "www.xa.gov.vn", "XA.GOV.VN"])
def test_a_link_with_or_without_www_is_the_sites_own(host: str) -> None:
    page = f'<!doctype html><html><body><a href="https://{host}/a">{TITLE}</a></body></html>'
    assert len(listed(page)) == 1


@pytest.mark.parametrize("host", ["bao.gov.vn", "wwwxa.gov.vn", "tin.xa.gov.vn"])
def test_a_link_of_another_site_is_not(host: str) -> None:
    page = f'<!doctype html><html><body><a href="https://{host}/a">{TITLE}</a></body></html>'
    assert listed(page) == []


@pytest.mark.parametrize("prefix", ["", "sm:"])
def test_a_sitemap_names_pages_and_not_their_pictures(prefix: str) -> None:
    images = "<image:image><image:loc>https://xa.gov.vn/i.jpg</image:loc><image:title>Ảnh"
    images += "</image:title></image:image>"
    news = f"<news:news><news:title>{TITLE}</news:title></news:news>"
    own = f"xmlns{':' if prefix else ''}{prefix[:-1]}"
    text = (
        f'<?xml version="1.0"?><{prefix}urlset {own}="http://www.sitemaps.org/schemas/sitemap/0.9"'
        ' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
        ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">'
        f"<{prefix}url><{prefix}loc>https://xa.gov.vn/a</{prefix}loc>{images}</{prefix}url>"
        f"<{prefix}url><{prefix}loc>https://xa.gov.vn/b</{prefix}loc>{news}{images}</{prefix}url>"
        f"</{prefix}urlset>"
    )
    assert sorted(listed(text, "application/xml")) == [
        ("https://xa.gov.vn/a", "", None),
        ("https://xa.gov.vn/b", TITLE, None),
    ]
