"""A stamp's date is read as the portal's readers read it: day first, in the board's zone."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from services.pages.dates import read_stamp
from services.pages.facts import read_page

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2021-06-15", date(2021, 6, 15)),
        ("2021/06/15", date(2021, 6, 15)),
        ("2021-06-15 23:30", date(2021, 6, 15)),
        ("2021-06-14T17:00:00Z", date(2021, 6, 15)),
        ("2021-06-14T16:59:59.123Z", date(2021, 6, 14)),
        ("2021-06-15T00:30:00+07:00", date(2021, 6, 15)),
        ("2021-06-15T00:30:00+0900", date(2021, 6, 14)),
        ("2021-06-15T20:00:00-05:00", date(2021, 6, 16)),
        ("2021-06-15T20:00:00+99:00", date(2021, 6, 15)),
        ("2021-06-15T25:00:00Z", date(2021, 6, 15)),
        ("20210615", date(2021, 6, 15)),
        ("20210615083000", date(2021, 6, 15)),
        ("Mon, 14 Jun 2021 18:30:00 GMT", date(2021, 6, 15)),
        ("Tue, 15 Jun 2021 08:30:00 +0700", date(2021, 6, 15)),
        ("15 Jun 2021 08:30:00 -0000", date(2021, 6, 15)),
        ("05/06/2021", date(2021, 6, 5)),
        ("5/6/21", date(2021, 6, 5)),
        ("05-06-2021 08:30", date(2021, 6, 5)),
        ("05.06.2021", date(2021, 6, 5)),
        ("15 / 06 / 2021", date(2021, 6, 15)),
        ("Thứ ba, 15/06/2021, 08:30 (GMT+7)", date(2021, 6, 15)),
        ("15/06/2021 00:30 GMT+9", date(2021, 6, 14)),
        ("15/06/2021 08:30 GMT+7:00", date(2021, 6, 15)),
        ("08:30 | 15/06/2021", date(2021, 6, 15)),
        ("6/15/2021 8:30:00 AM", date(2021, 6, 15)),
        ("Ngày 15 tháng 6 năm 2021", date(2021, 6, 15)),
        ("15 Tháng 06, 2021", date(2021, 6, 15)),
        ("15 Tháng Sáu, 2021", date(2021, 6, 15)),
        ("Tháng Sáu 15, 2021", date(2021, 6, 15)),
        ("Tháng Mười Hai 1, 2021", date(2021, 12, 1)),
        ("1 Tháng Mười Một, 2021", date(2021, 11, 1)),
        ("5 Tháng Mười, 2021", date(2021, 10, 5)),
        ("Thứ tư, 16 Tháng 6 2021 08:30", date(2021, 6, 16)),
        ("15 Tháng Năm năm 2021", date(2021, 5, 15)),
        ("Tháng 6 15, 2021", date(2021, 6, 15)),
        ("15 Th6, 2021", date(2021, 6, 15)),
        ("Th12 3, 2021", date(2021, 12, 3)),
        ("June 15, 2021", date(2021, 6, 15)),
        ("Posted on Jun 15, 2021 8:00 PM", date(2021, 6, 15)),
        ("Tuesday, 15 June 2021", date(2021, 6, 15)),
        ("15-Jun-2021 08:30", date(2021, 6, 15)),
        ("Sept 3, 2021", date(2021, 9, 3)),
        ("May 3, 2021", date(2021, 5, 3)),
        ("12/06/2021 07:05:00 PM", date(2021, 6, 12)),
        ("6/6/2021 7:05:00 PM", date(2021, 6, 6)),
        ("14h30 ngày 9 tháng 6 năm 2021", date(2021, 6, 9)),
    ],
)
def test_a_stamp_is_read(text: str, day: date) -> None:
    assert read_stamp(text, ZONE) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hôm qua",
        "6/12/2021 7:05:00 PM",
        "Mon, 01 Jan 0001 00:00:00 GMT",
        "12/6/2021 7:05 a.m.",
        "15 Th6",
        "Tháng Sáu 2021",
        "tháng 6 20, 21",
        "31 tháng sáu 2021",
        "15 Thang 13, 2021",
        "nghị quyết 15 tháng hai ngày 2021",
        "31/02/2021",
        "32/13/2021",
        "0001-01-01T00:00:00",
        "2021-13-45",
        "15/06/1899",
        "15/06",
        "1234/56/7890",
        "Số 15/06/2021/QĐ-UBND",
        "Mon, 99 Jun 2021 18:30:00 GMT",
        "x" * 100_000,
        "1/" * 50_000,
    ],
)
def test_what_is_no_date_is_not_read(text: str) -> None:
    assert read_stamp(text, ZONE) is None


def test_the_zone_decides_the_day() -> None:
    assert read_stamp("2021-06-14T18:30:00Z", ZoneInfo("UTC")) == date(2021, 6, 14)


HEADING = "<h1>Khai mạc hội thao xã Tân An</h1>"
OTHER = "<a href='/b'>Trao bò giống cho mười hộ nghèo</a>"
LONG = f"<p>{'Đông đảo người dân và cán bộ xã đã đến dự. ' * 8}</p>"
CATEGORY = "<a href='/c'>Học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh</a>"
SOURCE = "Nguồn: <a href='/'>Cổng thông tin điện tử xã Ia Grai</a>"
DECISION = "<p><a href='/q.pdf'>Quyết định số 12/QĐ-UBND ngày 01/02/2020 của UBND xã</a></p>"
BEFORE = "<div class=prev><a href='/2'>Bài trước: Hội nghị sơ kết quý một năm nay</a></div>"


@pytest.mark.parametrize(
    ("body", "day"),
    [
        (f"{HEADING}<div class=rel>{OTHER}<p>Ngày đăng: 01/01/2020</p></div>", None),
        (f"{HEADING}<ul><li>{OTHER} <span>(01/01/2020)</span></li></ul>", None),
        (f"{HEADING}<aside>{OTHER}<time datetime='2020-01-01'>x</time></aside>", None),
        (
            f"<div>{OTHER}<p>Ngày đăng: 01/01/2020</p></div>{HEADING}<p>Ngày đăng: 15/06/2021</p>",
            date(2021, 6, 15),
        ),
        (
            f"<div>{HEADING}<p><a href='/c'>Văn hóa - Xã hội</a> 15/06/2021</p></div>",
            date(2021, 6, 15),
        ),
        (f"<div>{HEADING}<p>15/06/2021</p><p>Xem thêm: {OTHER}</p></div>", date(2021, 6, 15)),
        (
            "<h1><a href='/a'>Khai mạc hội thao xã Tân An</a></h1><p>"
            "<a href='/a'>Khai mạc hội thao xã Tân An</a> 15/06/2021</p>",
            date(2021, 6, 15),
        ),
        (
            f"<meta name='date' content='2026-11-29'>{HEADING}<p>Ngày đăng: 15/06/2021</p>",
            date(2021, 6, 15),
        ),
        (f"<meta name='date' content='2021-06-15'>{HEADING}", date(2021, 6, 15)),
        (f"{HEADING}{LONG}<div><h3>{OTHER}</h3><p>Ngày đăng: 01/01/2020</p></div>", None),
        (f"{HEADING}{LONG * 2}<div><p>{OTHER}</p><p>01/01/2020</p></div>", None),
        (f"{HEADING}{LONG}<div class=tin-lien-quan>{OTHER} Ngày đăng: 01/01/2020</div>", None),
        (f"{HEADING}<div id=featured><b>{OTHER}</b> <i>01/01/2020</i></div>", None),
        (f"{HEADING}{LONG}{LONG}<ul><li><i>01/01/2020</i> {OTHER}</li></ul>", None),
        (f"{HEADING}<p>Các tin khác:<br>{f'{OTHER} (01/01/2020)<br>' * 3}</p>", None),
        (
            f"{HEADING}<p>15/06/2021</p>{LONG}<div>{OTHER}<p>Ngày đăng: 01/01/2020</p></div>",
            date(2021, 6, 15),
        ),
    ],
)
def test_a_page_is_not_dated_by_the_articles_that_it_leads_to(body: str, day: date | None) -> None:
    text = "<p>Đông đảo người dân và cán bộ đã đến dự và đóng góp nhiều ý kiến.</p>"
    page = f"<html><body>{body}{text}</body></html>".encode()
    found = read_page(page, link="https://xa.gov.vn/a", charset=None, zone=ZONE)
    assert found is not None
    assert found.published_on == day


@pytest.mark.parametrize(
    "body",
    [
        f"{HEADING}<div class=info>{CATEGORY} <span>15/06/2021</span></div>{LONG}",
        f"{HEADING}<p><span>{CATEGORY}</span> | <span>Ngày đăng: 15/06/2021</span></p>{LONG}",
        f"{HEADING}<div>{CATEGORY}<time datetime='2021-06-15'>15/6</time></div>{LONG}",
        f"{HEADING}<p><a href='/c'>Thông tin</a> {CATEGORY} - Cập nhật: 15/06/2021</p>{LONG}",
        f"{HEADING}<div><span>Thứ Ba, 15/06/2021, 08:30</span> <span>{SOURCE}</span></div>{LONG}",
        f"{HEADING}<div><div>15/06/2021 08:30</div>{LONG * 2}{DECISION}</div>",
        f"{HEADING}<div><div>15/06/2021</div>{DECISION}{LONG}</div>",
        f"{HEADING}<div>{LONG * 2}<p>Ngày đăng: 15/06/2021</p>{DECISION}</div>",
        f"{HEADING}<div><span>Ngày đăng: 15/06/2021</span>{BEFORE}</div>{LONG}",
        f"{HEADING}{LONG}<div><span>Ngày đăng: 15/06/2021</span>{BEFORE}</div>",
        f"{HEADING}{LONG}<div><p>Ngày đăng: 15/06/2021</p><ul><li>{OTHER}</li></ul></div>",
        f"<div>{CATEGORY} <span>Ngày đăng: 15/06/2021</span></div>{HEADING}{LONG}",
        f"<article><p>{CATEGORY} <time>15/06/2021</time></p>{HEADING}{LONG}</article>",
        f"{HEADING}<p class=sapo>{'Sáng nay, xã mở hội thao. ' * 6}</p>"
        f"<p>{CATEGORY} 15/06/2021</p>{LONG}",
        f"{HEADING}<ul><li>Ngày đăng: 15/06/2021 | {CATEGORY}</li><li>Lượt xem: 5</li></ul>{LONG}",
        f"{HEADING}{LONG * 2}<div><p>{CATEGORY}</p><p>Cập nhật lúc: 15/06/2021 09:00</p></div>",
        f"{HEADING}<p>15/06/2021 <a href='#'>Chia sẻ bài viết này lên mạng xã hội</a></p>{LONG}",
        f"{HEADING}<p>{CATEGORY} 15/06/2021</p>{LONG}<ul><li>{OTHER} 01/01/2020</li></ul>",
        f"{HEADING}<p>{CATEGORY} Ngày đăng: 15/06/2021</p>"
        "<p><a href='/b'>Trao bò</a> Ngày đăng: 01/01/2020</p>",
        "<meta property='og:title' content='Khai mạc hội thao xã Tân An'>"
        f"<b>Khai mạc hội thao xã Tân An</b><p>{CATEGORY} Ngày đăng: 15/06/2021</p>{LONG}",
    ],
)
def test_a_long_link_beside_its_day_does_not_take_a_page_its_day(body: str) -> None:
    page = f"<html><body>{body}</body></html>".encode()
    found = read_page(page, link="https://xa.gov.vn/a", charset=None, zone=ZONE)
    assert found is not None
    assert found.published_on == date(2021, 6, 15)


@pytest.mark.parametrize(
    "title",
    [
        *("UBND XÃ TÂN AN", "Uỷ ban nhân dân phường Hội Phú", "Thành phố Hồ Chí Minh"),
        *("Xã Ia Grai | tỉnh Gia Lai", "Trang bạn đang tìm kiếm không tồn tại"),
        *("Nội dung yêu cầu không tồn tại", "Hệ thống đang nâng cấp", "Đang bảo trì", "Bảo trì"),
        *("Trang web đang được bảo trì", "Bài viết này không tồn tại"),
        *("UBND xã Tân An", "Xã Tân An - huyện Mẫu", "Đang tải...", "Just a moment..."),
        *("Trang bạn yêu cầu không tồn tại", "Đăng nhập hệ thống", "Kết quả tìm kiếm"),
        *("Website đang bảo trì", "403 Forbidden", "Internal Server Error"),
    ],
)
def test_what_is_shown_in_an_articles_place_is_no_title(title: str) -> None:
    page = f"<html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>"
    assert read_page(page.encode(), link="https://xa.gov.vn/a", charset=None, zone=ZONE) is None


@pytest.mark.parametrize(
    "title",
    [
        *("Xã Tân An khai mạc hội thao", "Bảo trì đường điện thôn 2", "Đăng nhập VNeID thế nào"),
        *("Tình quân dân", "Tình người vùng cao", "Tình đất Tây Nguyên", "Tính nhân văn"),
        *("Thành phố lên đèn", "Thành phố Pleiku lên đèn", "Phương án mới", "Xã hội học tập"),
        *("XÃ HỘI HỌC TẬP", "TỈNH ỦY LÀM VIỆC", "Tỉnh ủy làm việc", "Phương tiện giao thông"),
        *("Hệ thống truyền thanh xã được nâng cấp", "Trang web giả mạo không tồn tại"),
        *("Hệ thống loa cơ sở được bảo trì", "Xã đạt chuẩn mới", "Xã vùng cao - xã anh hùng"),
        *("Trang bán hàng giả không tồn tại", "Nội dung tin đồn không tồn tại"),
        *("UBND xã Tân An tiếp công dân", "Tìm kiếm cứu nạn trên sông", "Lỗi thường gặp khi khai"),
    ],
)
def test_a_title_that_begins_like_those_is_one(title: str) -> None:
    page = f"<html><body><h1>{title}</h1></body></html>"
    found = read_page(page.encode(), link="https://xa.gov.vn/a", charset=None, zone=ZONE)
    assert found is not None
    assert found.title == title


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("Tin bài: Phòng Tư pháp", "Phòng Tư pháp"),
        ("Người viết bài: Lan Anh", "Lan Anh"),
        ("Tin - ảnh: Đoàn xã", "Đoàn xã"),
        ("Ảnh và tin: Đoàn xã", "Đoàn xã"),
        ("Bài & ảnh: Lan Anh", "Lan Anh"),
        ("Ảnh: Lan Anh", ""),
    ],
)
def test_who_signs_an_article_is_read(line: str, byline: str) -> None:
    text = "<p>Đông đảo người dân và cán bộ đã đến dự và đóng góp nhiều ý kiến.</p>"
    page = f"<html><body>{HEADING}{text}<p>{line}</p></body></html>".encode()
    found = read_page(page, link="https://xa.gov.vn/a", charset=None, zone=ZONE)
    assert found is not None
    assert found.byline == byline
