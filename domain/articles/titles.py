"""What of a message is an article's title: without greetings, list numbers, labels and dates.

People write round a title what is meant for the reader: "Hom nay co bai moi", "1. ", "Xem chi
tiết", "(15/11)". What is left may be nothing at all.
"""

import re
from dataclasses import dataclass

from domain.dates import looks_like_date
from domain.text import clean_line, search_key

_EDGES = " |｜-–—:•,;>→👉📌*"
_NUMBERING = re.compile(
    r"^\s*(?:\(?[0-9]{1,3}[.)/\-]|[-+*•–—·►▪●○✅👉📌]|bài [0-9]{1,3}\s*[:.)\-])\s+", re.I
)
_LABEL = re.compile(
    r"^\s*(?:tiêu đề|tieu de|tên bài|ten bai|tựa đề|tua de|title|bài viết|bai viet|tin bài|"
    r"tin bai|tin|bài|bai)\s*[:：]\s*",
    re.IGNORECASE,
)
_FIELD_LABEL = re.compile(
    r"^\s*(?:chuyên mục|chuyen muc|lĩnh vực|linh vuc|chủ đề|chu de|đơn vị|don vi|thể loại|the loai|"
    r"loại|loai|ngày đăng|ngay dang|ngày|ngay|liên kết|lien ket|link|đường dẫn|duong dan|"
    r"địa chỉ|dia chi|topic|unit|date|url)\s*[:：]\s*",
    re.IGNORECASE,
)
_READ = (
    r"(?:mời |moi )?(?:xem|đọc|doc) (?:thêm|them|chi tiết|chi tiet|tiếp|tiep|đầy đủ|day du|toàn văn"
    r"|toan van)(?: (?:tại|tai|ở|o))?(?: (?:đây|day|link|bài viết|bai viet))?"
)
_MORE = re.compile(
    rf"[\s.…,;:\-–—(\[]*(?:{_READ}|chi tiết (?:tại|xem)(?: đây)?|chi tiet (?:tai|xem)(?: day)?"
    r"|read more|see more|(?:link|nguồn|nguon|đường dẫn|duong dan|tại đây|tai day)(?: bài| bai)?)"
    r"\s*[\])]*\s*[:：.…]*\s*$",
    re.IGNORECASE,
)
_DATE_BEHIND = re.compile(r"\s*[(\[]\s*(?P<date>[^()\[\]]{3,30}?)\s*[)\]]\s*$")
_DATE_LOOSE = re.compile(
    r"[\s,–—-]+(?:ngày |ngay )?[0-9]{1,2}[/.\-][0-9]{1,2}(?:[/.\-][0-9]{2,4})?\s*[)\]]?$"
)
_BEFORE_COLON = re.compile(r"^([^:：]{2,60})[:：]\s*(.+)$")
# A text of these words alone speaks to the reader.
_CHATTER_WORDS = (
    "a ad admin ah alo anh ak ban bai bao bc boss bot c cac cai can cap chao chi chieu cho chu co "
    "cua cung da dang dap day den di dinh do duoc duong dan e em facebook fb ghi giup gium goi gui "
    "hai ho hom hoc qua kinh la len lien ket link luon ma minh moi mot mong nay ngay nha nhan nhat "
    "nhe nho nhung nop nua oi phong post roi sang so share tai tay the them thi thua tin toi tong "
    "trang trua tren ung up va vao vang ve vi viet voi vua web website xem xin xong y zalo cong "
    "thong tu thu ky bien tap cam on don doi duyet hnay nguoi nhieu nhom truoc tiep theo sau ok "
    "oke chi tiet thang"
)
_CHATTER = frozenset(_CHATTER_WORDS.split())
_MOST_CHATTER = 14


@dataclass(frozen=True, slots=True)
class TitleText:
    """A title ("" where nothing is one), the date that stood behind it, and whether to look twice.

    `unsure` tells that something in it may be no part of the title.
    """

    title: str
    date: str = ""
    unsure: bool = False


def title_text(text: str) -> TitleText:
    """Return what of a text is a title."""
    line = clean_line(text).strip(_EDGES)
    shorter = _NUMBERING.sub("", f"{line} ").strip()
    line = _LABEL.sub("", shorter).strip()
    previous = ""
    while line != previous:
        previous, line = line, _MORE.sub("", line).rstrip(_EDGES + "…")
    behind = _DATE_BEHIND.search(line)
    day = ""
    if behind and looks_like_date(behind["date"]):
        day, line = behind["date"], line[: behind.start()].rstrip(_EDGES)
    said = _BEFORE_COLON.match(line)
    if said and is_chatter(said[1]):
        line = said[2].strip()
    if is_chatter(line):
        return TitleText("", day)
    return TitleText(line, day, unsure=_DATE_LOOSE.search(line) is not None)


def is_chatter(text: str) -> bool:
    """Tell whether a text only speaks to the reader: "Em gửi chị bài mới ạ"."""
    words = re.findall(r"[0-9a-z]+", search_key(text))
    return bool(words) and len(words) <= _MOST_CHATTER and all(word in _CHATTER for word in words)


def without_field_label(text: str) -> str:
    """Return a field without the label before it: "Chuyên mục: Y tế" is "Y tế"."""
    return _FIELD_LABEL.sub("", text, count=1)


def without_numbering(text: str) -> str:
    """Return a line of a list without its number or sign."""
    return _NUMBERING.sub("", text)
