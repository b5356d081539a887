"""Measures how often an article on the portal is proposed to the right unit.

Makes a portal of 200 articles, with a feed or with pages alone, of which 30 are of units that never
wrote before, and 40 are nobody's; reads the listing and every page as the hourly check does.

    python -m bench.portal
"""

import asyncio
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from domain.portal.whose import Authors, Published, by_author, guesses, likely_unit
from domain.units.records import Unit
from services.pages.facts import read_page
from services.pages.listing_items import read_listing

SEED = 20210615
ARTICLES, SILENT_ARTICLES, NOBODYS = 200, 30, 40
_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_NAMES = (
    ("Phòng Tài chính - Kế hoạch", "Phòng TCKH"),
    ("Phòng Văn hóa và Thông tin", "Phòng VHTT"),
    ("Phòng Giáo dục và Đào tạo", "Phòng GDĐT"),
    ("Phòng Dân tộc", ""),
    ("Công an huyện", ""),
    ("Ban Chỉ huy Quân sự huyện", "BCHQS"),
    ("Hội Nông dân huyện", ""),
    ("Hội Liên hiệp Phụ nữ huyện", "Hội LHPN"),
    ("Huyện đoàn", ""),
    ("Trung tâm Y tế huyện", "TTYT"),
    ("Xã Ia Pal", "UBND xã Ia Pal"),
    ("Xã Ia Blang", "UBND xã Ia Blang"),
    ("Xã Ia Blứ", "UBND xã Ia Blứ"),
    ("Xã Hòa Bình", "UBND xã Hòa Bình"),
    ("Thị trấn Chư Sê", ""),
    ("Trường THCS Nguyễn Du", ""),
    ("Trường Tiểu học Nguyễn Du", ""),
    ("Hội Cựu chiến binh huyện", "CCB huyện"),
)
# Units of this list's last places never wrote.
_WRITERS = 12
_SUBJECTS = (
    "Khai giảng lớp tập huấn kỹ thuật",
    "Trao quà cho các hộ khó khăn",
    "Tổng kết phong trào thi đua sáu tháng",
    "Ra quân làm sạch đường làng ngõ xóm",
    "Hội nghị triển khai nhiệm vụ quý ba",
    "Tuyên truyền phòng chống dịch bệnh",
    "Giải bóng chuyền mừng ngày thành lập",
    "Bàn giao nhà tình nghĩa cho gia đình chính sách",
)
_FILLER = (
    "Đông đảo người dân và cán bộ đã đến dự, theo dõi và đóng góp nhiều ý kiến cho nội dung này.",
    "Phát biểu tại buổi làm việc, lãnh đạo huyện đề nghị tiếp tục nhân rộng các cách làm hay.",
    "Kết quả bước đầu được nhân dân đồng tình, tạo không khí phấn khởi trên địa bàn.",
)


@dataclass(frozen=True, slots=True)
class Labelled:
    """An article with the unit whose it is, None for nobody's."""

    path: str
    published: Published
    unit_id: int | None


def board_units() -> tuple[Unit, ...]:
    """Return the units of the board."""
    return tuple(
        Unit(place, 1, 1, name, (alias,) if alias else (), place)
        for place, (name, alias) in enumerate(_NAMES, start=1)
    )


def authors_of(units: Sequence[Unit]) -> Authors:
    """Return what the log knows: two authors a unit that wrote, and one who wrote for many."""
    given = [
        (f"Tác giả {unit.id}{letter}", unit.id, times)
        for unit in units[:_WRITERS]
        for letter, times in (("A", 5), ("B", 2))
    ]
    return by_author([*given, *(("Phóng viên chung", unit.id, 3) for unit in units[:6])])


def labelled() -> tuple[Labelled, ...]:
    """Return the portal's articles: plain ones and those made to mislead."""
    chance, units = random.Random(SEED), board_units()
    made = []
    for number in range(ARTICLES):
        nobodys = number < NOBODYS
        silent = NOBODYS <= number < NOBODYS + SILENT_ARTICLES
        unit = chance.choice(units[_WRITERS:] if silent else units[:_WRITERS])
        other = chance.choice([each for each in units if each is not unit])
        title = f"{chance.choice(_SUBJECTS)} đợt {number + 1}"
        byline, text = "", list(_FILLER)
        name = chance.choice([unit.name, *unit.aliases])
        if nobodys:
            way = number % 8
            byline = ("", "Phóng viên chung", "Ban Biên tập", "Người lạ", *4 * ("",))[way]
            if way == 4:
                title = f"{title} tại {unit.name.lower()}"
            elif way == 5:
                text.insert(0, f"Tại {unit.name}, đoàn công tác của tỉnh đã thăm hỏi nhân dân.")
            elif way == 6:
                text.insert(0, f"{unit.name} và {other.name} đã ký kết chương trình phối hợp.")
            elif way == 7:
                text.append(f"Chương trình do {unit.name} đăng cai trong năm tới.")
            if way == 0:
                named = chance.sample(units, 5)
                text.insert(1, "Dự hội nghị có " + ", ".join(each.name for each in named) + ".")
        else:
            way = number % (4 if silent else 5)
            if way == 0:
                byline = name
            elif way == 1:
                title = f"{name}: {title}"
            elif way == 2:
                text.insert(0, f"Sáng nay, {name} tổ chức hoạt động với nhiều nội dung.")
            elif way == 3:
                text.insert(0, f"{name} vừa phối hợp với {other.name} tổ chức tại {units[9].name}.")
                byline = "" if silent else f"Tác giả {unit.id}A"
            else:
                byline = f"Tác giả {unit.id}{chance.choice('AB')}"
        day = date(2021, 6, 1) + timedelta(days=number % 28)
        made.append(
            Labelled(
                f"/tin/{number + 1}",
                Published(title, day, byline, " ".join(text)),
                None if nobodys else unit.id,
            )
        )
    return tuple(made)


def page_of(one: Labelled) -> bytes:
    """Return an article's page."""
    known = one.published
    signed = f"<p><em>Tác giả: {known.byline}</em></p>" if known.byline else ""
    return (
        f"<html><head><title>{known.title}</title></head><body><h1>{known.title}</h1>"
        f"<p>Ngày đăng: {known.published_on:%d/%m/%Y}</p>"
        f"<div><p>{known.opening}</p>{signed}</div></body></html>"
    ).encode()


def listing_of(articles: Sequence[Labelled], *, feed: bool) -> bytes:
    """Return the portal's feed, or its page of links."""
    if feed:
        entries = "".join(
            f"<item><title>{one.published.title}</title><link>https://xamau.gov.vn{one.path}</link>"
            f"<pubDate>{one.published.published_on:%d/%m/%Y}</pubDate></item>"
            for one in articles
        )
        return (
            f'<?xml version="1.0"?><rss version="2.0"><channel>{entries}</channel></rss>'.encode()
        )
    links = "".join(f'<li><a href="{one.path}">{one.published.title}</a></li>' for one in articles)
    return f"<!doctype html><html><body><ul>{links}</ul></body></html>".encode()


def read_portal(articles: Sequence[Labelled], *, feed: bool) -> dict[str, Published]:
    """Return what the check's parsers read of each article, by its link."""
    _kind, items, _more = read_listing(
        listing_of(articles, feed=feed),
        link="https://xamau.gov.vn/ds",
        content_type="application/rss+xml" if feed else "text/html",
        charset="utf-8",
        zone=_ZONE,
    )
    pages = {f"https://xamau.gov.vn{one.path}": page_of(one) for one in articles}
    found = {}
    for item in items:
        facts = read_page(pages[item.link], link=item.link, charset="utf-8", zone=_ZONE)
        day = item.published_on or (facts.published_on if facts else None)
        if facts is not None and day is not None:
            found[item.link] = Published(item.title, day, facts.byline, facts.opening)
    return found


@dataclass(frozen=True, slots=True)
class Measured:
    """How many articles were proposed to a unit, rightly, and how many there were to propose."""

    proposed: int
    right: int
    wanted: int

    @property
    def precision(self) -> float:
        """The share of the proposals that is right."""
        return self.right / self.proposed if self.proposed else 0.0

    @property
    def recall(self) -> float:
        """The share of the units' articles that is proposed rightly."""
        return self.right / self.wanted if self.wanted else 0.0


def measure(articles: Sequence[Labelled], read: Mapping[str, Published]) -> Measured:
    """Return how the proposals for what was read compare with the labels."""
    units = board_units()
    authors = authors_of(units)
    proposed = right = 0
    for one in articles:
        known = read.get(f"https://xamau.gov.vn{one.path}")
        unit_id = likely_unit(guesses(known, units, authors)) if known else None
        proposed += unit_id is not None
        right += unit_id is not None and unit_id == one.unit_id
    return Measured(proposed, right, sum(one.unit_id is not None for one in articles))


async def main() -> None:
    """Print both portals' figures."""
    articles = labelled()
    never = [one for one in articles if one.unit_id is not None and one.unit_id > _WRITERS]
    for feed in (True, False):
        read = await asyncio.to_thread(read_portal, articles, feed=feed)
        for name, some in (("all", articles), ("units that never wrote", never)):
            found = measure(some, read)
            print(
                f"{'feed' if feed else 'page'}, {name}: read {len(read)}, "
                f"proposed {found.proposed}, right {found.right} of {found.wanted}, "
                f"precision {found.precision:.3f}, recall {found.recall:.3f}"
            )


if __name__ == "__main__":
    asyncio.run(main())
