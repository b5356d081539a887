"""Pages in the shapes that Vietnamese portals have, and pages that try to mislead."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from domain.portal.listing import PageFacts
from services.pages.facts import decode, read_page

PAGES = Path(__file__).parents[2] / "data" / "pages"
LINK = "https://chuse.gialai.gov.vn/tin/1"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
TITLE = "Mở lớp tập huấn cho cán bộ xã"


def _read(html: str | bytes, charset: str | None = None) -> PageFacts | None:
    content = html if isinstance(html, bytes) else html.encode()
    facts = read_page(content, link=LINK, charset=charset, zone=ZONE)
    # Whose a page is has tests of its own.
    return facts and replace(facts, byline="", opening="")


def _page(body: str = "", head: str = f"<title>{TITLE}</title>") -> PageFacts:
    facts = _read(f"<!DOCTYPE html><html><head>{head}</head><body>{body}<p>x</p></body></html>")
    assert facts is not None
    return facts


@pytest.mark.parametrize(
    ("name", "title", "published_on", "section"),
    [
        (
            "wordpress",
            "Hội nông dân xã Ia Blang trao bò giống cho hộ nghèo",
            date(2021, 6, 15),
            "Hoạt động đoàn thể",
        ),
        (
            "sharepoint",
            "Phòng Giáo dục - Tổng kết năm học 2020-2021",
            date(2021, 6, 15),
            "Giáo dục",
        ),
        (
            "liferay",
            "Đoàn kiểm tra liên ngành làm việc tại thị trấn",
            date(2021, 6, 5),
            "Tin tức – Sự kiện",
        ),
        (
            "json_ld",
            "Ra quân dọn vệ sinh môi trường",
            date(2021, 6, 15),
            "Tài nguyên – Môi trường",
        ),
        ("plain", "Mở lớp tập huấn “Chuyển đổi số” cho cán bộ xã", date(2021, 6, 9), None),
    ],
)
def test_a_portals_page_gives_title_date_and_section(
    name: str, title: str, published_on: date, section: str | None
) -> None:
    facts = _read((PAGES / f"{name}.html").read_bytes())

    assert facts == PageFacts(LINK, title, published_on, section)


@pytest.mark.parametrize(
    "html",
    [
        "",
        "khong phai HTML",
        "\0\0\0\0",
        "<html></html>",
        "<html><head><title>Cổng thông tin điện tử huyện Chư Sê</title></head><body>a<p>b</body>",
        "<html><head><title>Trang chủ</title></head><body><p>b</p></body></html>",
        "<html><head><title>404 Not Found</title></head><body><h1>404</h1></body></html>",
        "<html><head><title>Không tìm thấy trang</title></head><body><p>b</p></body></html>",
        '<html><head><meta property="og:site_name" content="Huyện Chư Sê">'
        "<title>HUYỆN CHƯ SÊ</title></head><body><p>b</p></body></html>",
    ],
)
def test_a_page_without_a_title_of_its_own_gives_nothing(html: str) -> None:
    assert _read(html) is None


def test_a_title_arrives_as_one_plain_line() -> None:
    stated = "Mở\u202e lớp &lt;b&gt;tập\u200b huấn\n\t =HYPERLINK(1)"
    head = f'<meta property="og:title" content="{stated}">'

    assert _page(head=head).title == "Mở lớp <b>tập huấn =HYPERLINK(1)"


def test_a_title_too_long_to_be_one_is_passed_over() -> None:
    head = f'<meta property="og:title" content="{"dài " * 1000}"><title>{TITLE}</title>'

    assert _page(head=head).title == TITLE


def test_a_heading_of_the_site_does_not_stand_for_the_title() -> None:
    head = f'<meta property="og:site_name" content="UBND huyện"><title>{TITLE}</title>'

    assert _page("<h1>UBND HUYỆN</h1>", head).title == TITLE


@pytest.mark.parametrize(
    ("body", "day"),
    [
        ("<h1>{t}</h1><span>15/06/2021</span>", 15),
        ("<h1>{t}</h1><p>Tin: Minh Anh | 15/06/2021 08:30 | Lượt xem: 9</p>", 15),
        ("<h1>{t}</h1><script>15/06/2021</script><span>(16/06/2021)</span>", 16),
        ("<p>Ngày đăng: 15/06/2021 08:30</p><h1>{t}</h1>", 15),
        ("<h1>{t}</h1><td>Đăng lúc</td><td></td><td>15/06/2021</td>", 15),
        ("<h1>{t}</h1><b>Cập nhật:</b> 16/06/2021", 16),
        ("<h1>{t}</h1><i>Cập nhật: Ban biên tập, 16/06/2021 lúc 8 giờ 30</i>", 16),
        ("<h1>{t}</h1><time datetime='2021-06-14T20:00:00Z'>hôm qua</time>", 15),
        ("<time datetime='2021-06-01'></time><h1>{t}</h1><time>15/06/2021</time>", 15),
        ("<article><time datetime='2021-06-15'></time><h1>{t}</h1></article>", 15),
        ("<p>a</p><time>15/06/2021</time>", 15),
        ("<h1>{t}</h1><span itemprop='datePublished'>15/06/2021</span>", 15),
        ("<h1>{t}</h1><p>Ngày ban hành: 01/01/2020</p><p>Ngày xuất bản: 15/6/2021</p>", 15),
    ],
)
def test_a_shown_date_is_found(body: str, day: int) -> None:
    assert _page(body.format(t=TITLE)).published_on == date(2021, 6, day)


@pytest.mark.parametrize(
    "body",
    [
        "<h1>{t}</h1>",
        "<div>Thứ Năm, 01/07/2021</div><h1>{t}</h1>",
        "<h1>{t}</h1><div>Hôm nay: 01/07/2021</div>",
        "<h1>{t}</h1><p>Sáng 10/6/2021, huyện mở lớp tập huấn.</p>",
        "<h1>{t}</h1><p>Quyết định ban hành ngày 01/01/2020</p>",
        "<h1>{t}</h1><p>Ngày đăng: đang cập nhật</p>",
        "<h1>{t}</h1><p>Bản quyền 2016</p>",
        "<h1>{t}</h1><p>Ngày đăng ký xe là 15/06/2021 và " + "còn dài nữa " * 20 + "</p>",
    ],
)
def test_another_date_is_not_taken_for_the_publication(body: str) -> None:
    assert _page(body.format(t=TITLE)).published_on is None


@pytest.mark.parametrize(
    "data",
    [
        '{"@type": "NewsArticle", "datePublished": "15/06/2021 08:30"}',
        '[{"a": [1, null, {"datePublished": "2021-06-15"}]}]',
        '{"@type": ["NewsArticle"], "publisher": "x", "author": 1, "datePublished": "2021-06-15"}',
        '{"@context": "https://schema.org", "@type": 7, "datePublished": "2021-06-15"}',
        '{"@context": "https://schema.org", "@type": "Article", "author": [null], '
        '"datePublished": "2021-06-15"}',
    ],
)
def test_any_shape_of_json_ld_gives_its_date(data: str) -> None:
    script = f'<title>{TITLE}</title><script type="application/ld+json">{data}</script>'

    assert _page(head=script).published_on == date(2021, 6, 15)


@pytest.mark.parametrize(
    "data",
    [
        "{",
        "[" * 100_000,
        '{"@type": "BreadcrumbList", "itemListElement": "x"}',
        '{"@type": "BreadcrumbList", "itemListElement": [1, {"position": "²", "item": 5}]}',
        '{"@context": "https://schema.org", "@type": "NewsArticle", "headline": 5, '
        '"articleSection": {"a": 1}, "author": [null], "publisher": {"name": ["a"]}}',
        '{"@context": "https://schema.org", "@type": "Organization", "name": 5}',
        '{"datePublished": "0001-01-01T00:00:00"}',
        "[" + ",".join(["1"] * 10_000) + ', {"datePublished": "2021-06-15"}]',
    ],
)
def test_senseless_json_ld_costs_nothing(data: str) -> None:
    script = f'<title>{TITLE}</title><script type="application/ld+json">{data}</script>'

    assert _page(head=script) == PageFacts(LINK, TITLE)


def test_metadata_come_before_what_is_shown() -> None:
    head = f'<title>{TITLE}</title><meta name="pubdate" content="2021-06-15">'
    body = f"<h1>{TITLE}</h1><time datetime='2021-06-20'></time>"

    assert _page(body, head).published_on == date(2021, 6, 15)


def test_a_dated_path_is_the_last_resort() -> None:
    page = f"<html><head><title>{TITLE}</title></head><p>a<p>b".encode()

    for path, day in (("2021/06/15/mo-lop", date(2021, 6, 15)), ("2021/99/15/mo-lop", None)):
        facts = read_page(page, link=f"https://a.vn/{path}", charset=None, zone=ZONE)
        assert facts is not None
        assert facts.published_on == day


def test_the_last_step_of_a_trail_that_is_not_the_page_is_the_section() -> None:
    trail = f"<div class='BreadCrumbs'><a>Trang chủ</a>/<a>Văn hóa /</a>/<a>{TITLE}</a></div>"

    assert _page(f"{trail}<h1>{TITLE}</h1>").section == "Văn hóa"


@pytest.mark.parametrize("declared", [None, "utf-8", "iso-8859-1", "windows-1252", "x-khong-co"])
def test_vietnamese_in_windows_1258_is_read_whatever_is_declared(declared: str | None) -> None:
    # windows-1258 writes a tone as a letter of its own, after the vowel.
    text = "Đoàn viên đi học"
    content = text.replace("ọ", "o\u0323").encode("cp1258")

    facts = _read(b"<html><head><title>" + content + b"</title></head><p>a<p>b", declared)

    assert facts is not None
    assert facts.title == text


@pytest.mark.parametrize("meta", ["iso-8859-1", "windows-1258", "utf-8"])
def test_utf_8_is_read_whatever_is_declared(meta: str) -> None:
    page = f'<html><head><meta charset="{meta}"><title>{TITLE}</title></head><p>a<p>b'

    for content in (page.encode(), page.encode("utf-8-sig"), page.encode() + b"<p>\xe1"):
        facts = _read(content, "iso-8859-1")
        assert facts is not None
        assert facts.title == TITLE


def test_other_charsets_are_believed_where_they_fit() -> None:
    assert decode("Кино и театр".encode("koi8-r"), "koi8-r") == "Кино и театр"
    assert decode(TITLE.encode("utf-16"), None).lstrip("\ufeff") == TITLE
    assert decode(b'<meta charset="shift_jis">\xff\xff', None).startswith("<meta")
    assert decode(b'<meta charset="koi8-r">\xeb\xc9\xce\xcf', "utf-8").endswith("Кино")
