"""What of a message is an article's title: without greetings, list numbers, labels and dates.

People write round a title what is meant for the reader: "Hom nay co bai moi", "1. ", "Xem chi
tiết", "(15/11)". What is left may be nothing at all.
"""

import re
import unicodedata
from dataclasses import dataclass

from domain.dates import DAY_SHAPE, looks_like_date
from domain.text import clean_line, search_key

_EDGES = " |｜-–—―:•·,;>→⇒»/\\_~👉📌*"
_NUMBERING = re.compile(
    r"^\s*(?:\(?(?:[0-9]{1,3}|[a-z]|[ivx]{1,4})[.)/\-]|[①-⑳]|#[0-9]{1,3}[.):]?"
    r"|[0-9]{1,2}\ufe0f?\u20e3|[-+*•–—·►▪●○✅👉📌]|bài [0-9]{1,3}\s*[:.)\-])\s+",
    re.I,
)
TITLE_NAMES = "tiêu đề|tieu de|tên bài|ten bai|tựa đề|tua de"
_LABEL = re.compile(
    rf"^\s*(?:(?:{TITLE_NAMES})(?:(?: của| cua)? (?:bài|bai|tin)(?: này| nay| viết| viet)?)?"
    r"|title|bài viết|bai viet|tin bài|tin bai|tin|bài|bai)\s*[:：]\s*",
    re.IGNORECASE,
)
# Without a colon a title begins behind it where that has a capital: "dạ tiêu đề là Khai mạc".
_TITLE_SAID = re.compile(
    r"^\s*(?:(?:dạ|da|vâng|vang)[\s,]+)?(?:tiêu đề|tieu de|tựa đề|tua de)\s+(?:(?:bài|tin)\s+)?"
    r"(?:là\s+|la\s+)?",
    re.IGNORECASE,
)
_FIELD_NAMES = (
    "chuyên mục|chuyen muc|lĩnh vực|linh vuc|chủ đề|chu de|đơn vị|don vi|thể loại|the loai|"
    "loại|loai|thời gian đăng|thoi gian dang|thời gian|thoi gian|"
    "ngày đăng|ngay dang|ngày|ngay|liên kết|lien ket|link|đường dẫn|duong dan|"
    "địa chỉ|dia chi|topic|unit|date|url"
)
_FIELD_LABEL = re.compile(rf"^\s*(?:{_FIELD_NAMES})\s*[:：]\s*", re.IGNORECASE)
LABEL_INSIDE = re.compile(
    rf"(?<![\s,.;])[\s,.;]+(?=(?:{_FIELD_NAMES}|{TITLE_NAMES}|title)\s*[:：]\s)",
    re.IGNORECASE,
)
# With its capital: "Tin ảnh: …" begins a title.
_CREDIT_BEHIND = re.compile(r"\s(?:Ảnh|Tin, ảnh|Nguồn|Tác giả)\s*[:：]\s")
_READ = (
    r"(?:mời |moi )?(?:xem|đọc|doc) (?:thêm|them|chi tiết|chi tiet|tiếp|tiep|đầy đủ|day du|toàn văn"
    r"|toan van)(?: (?:tại|tai|ở|o))?(?: (?:đây|day|link|bài viết|bai viet))?"
)
_MORE = re.compile(
    r"(?<![\s.…,;:\-–—(\[])[\s.…,;:\-–—(\[]*"
    rf"(?:{_READ}|chi tiết (?:tại|xem)(?: đây)?|chi tiet (?:tai|xem)(?: day)?"
    r"|read more|see more|(?:link|nguồn|nguon|đường dẫn|duong dan|tại đây|tai day)(?: bài| bai)?)"
    r"\s*(?:[\])]+\s*)?(?:[:：.…]+\s*)?$",
    re.IGNORECASE,
)
_DATE_BEHIND = re.compile(r"\s*[(\[]\s*(?P<date>(?!\s)[^()\[\]]{3,30}?)\s*[)\]]\s*$")
_DATE_LOOSE = re.compile(rf"[\s,–—-]+(?:ngày |ngay )?{DAY_SHAPE}\s*[)\]]?$")
_LAST_SENTENCE = re.compile(r"[.!?…;]+\s+(?P<said>[^.!?…;]{4,60})[.!…]*$")
# A day before what begins with a capital: "hôm kia Khai mạc giải bơi".
_DATE_BEFORE = re.compile(
    rf"(?i:(?:hôm|bữa) (?:nay|qua|kia)|(?:ngày )?{DAY_SHAPE})"
    r"[\s,:–-]+(?=[A-ZĐÀ-Ỹ])"
)
_LONGEST_DAY = 5  # words
# With a blank before it: "Khai mạc hội thao ạ", "… nhé chị"; a title may end in "nhé" alone.
_ADDRESSED = r"(?:\s+(?:chị|anh|em|cô|chú|bác|c|a|e|ad|admin))"
_POLITE_BEHIND = re.compile(
    rf"[\s,]+(?:(?:nhé\s+|nha\s+)?ạ{_ADDRESSED}?|nha{_ADDRESSED}(?:\s+ạ)?"
    rf"|nhé(?:{_ADDRESSED}(?:\s+ạ)?|(?P<alone>)))[\s.!]*$",
    re.IGNORECASE,
)
_DAY_INSIDE = re.compile(
    r"(?<![\w/.\-])[0-9]{1,2}(?:/[0-9]{1,2}|([/.\-])[0-9]{1,2}\1[0-9]{2,4})(?![\w/])"
)
_NEAR_BEHIND = re.compile(
    r"\b(?:(?:hom|bua|sang|trua|chieu|toi|dem) (?:nay|qua|kia)|hqua|hnay|today|yesterday)$"
)
# With their marks, for "Đã gửi" and "Thừa tin" begin titles, as "Anh đăng tin Giả" does.
_SENDERS = frozenset({"em", "e", "mình", "minh", "dạ", "da", "thưa", "thua", "xin", "kính", "kinh"})
_SENDING = frozenset({"gui", "goi", "nop", "dang", "bao", "chuyen", "up", "send"})
_THINGS = frozenset({"bai", "tin", "link", "viet", "article", "news"})
_LONGEST_OPENING = 10
# Copied from a chat: "[14/06/2021 08:05] Lan: Khai mạc hội thao".
_FROM_CHAT = re.compile(
    r"^\[?(?P<date>[0-9]{1,2}/[0-9]{1,2}(?:/[0-9]{2,4})?),? [0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?\]"
    r" [^:\[\]]{1,60}: "
)
_QUOTED = re.compile(r"“([^“”]+)”|\"([^\"]+)\"|«([^«»]+)»|\[([^\[\]]+)\]")
_TAG_BEFORE = re.compile(r"^(?:#\w+\s+)+|^\[([^\[\]]{2,30})\]\s*(?=\S)")
_SIGNS = frozenset({"So", "Sk", "Cf", "Cs", "Co", "Cn"})
# Before a colon such a word shows that the reader is spoken to: "Thông báo:" is a title's.
_SPOKEN_WORDS = (
    "ad admin bai chao da dang e em goi gui kinh link nop post tin xem xin article dear hello hi "
    "links news please"
)
_SPOKEN = frozenset(_SPOKEN_WORDS.split())
# "Chào cờ đầu tuần" has none of these.
_OF_GIVING = frozenset({"gui", "nop", "bai", "tin", "link", "ghi", "dang", "em"})
# Nor has "Bản tin Đảng ngày 14/6" one of these, with their marks.
_READER_WORDS = "gửi gui nộp nop đăng dang ghi em e mình minh chị anh c a ạ nhé nhe"
_TO_THE_READER = frozenset(_READER_WORDS.split())
_BEFORE_COLON = re.compile(r"^([^:：]{2,60})[:：]\s*(.+)$")
# A text of these words alone speaks to the reader.
_CHATTER_WORDS = (
    "a ad admin ah alo anh ak ban bai bao bc boss bot c cac cai can cap chao chi chieu cho chu co "
    "cua cung da dang dap day den di dinh do duoc duong dan e em facebook fb ghi giup gium goi gui "
    "hai ho hom hoc qua kinh la len lien ket link luon ma minh moi mot mong nay ngay nha nhan nhat "
    "nhe nho nhung nop nua oi phong post roi sang so share tai tay the them thi thua tin toi tong "
    "trang trua tren ung up va vao vang ve vi viet voi vua web website xem xin xong y zalo cong "
    "thong tu thu ky bien tap cam on don doi duyet hnay nguoi nhieu nhom truoc tiep theo sau ok "
    "oke chi tiet thang mong nhu clip "
    # English
    "here is are the this my our new news article articles link links please check hi hello dear "
    "all today yesterday we i send sent sending submit submitting posted just see attached for you "
    "thanks thank"
)
_CHATTER = frozenset(_CHATTER_WORDS.split())
_MOST_CHATTER = 14
# What asks for an article to be removed or corrected, or what became of it. Of words that titles
# have too only those beside another: "Trung thu" is no "trùng".
_COUNTED = re.compile(r"^(bai|tin|link) [0-9]{1,2}$")
_ASKING = re.compile(
    r"\b(?:duyệt|duyet|ad|admin|(?:ghi|xem|đăng|dang)(?: \w+)? (?:giúp|giup|giùm|gium|hộ))\b",
    re.IGNORECASE,
)
_REQUEST = re.compile(
    r"\b(?:xoa|rut|sua|go|huy|bo (?=bai|tin|link)|thu hoi|dinh chinh|chinh|kiem tra|tieu de|ten"
    r"|nham|sai|loi|hong|bi|lai|(?:gui|nop|dang|ghi) lon|trung (?=bai|roi)"
    r"|la gi|gi (?=vay|the|em|chi|anh|a$)|o dau|lay (?=o dau)"
    r"|chua|sao|vay|the nao|nao|ai|tinh (?=chua|khong|ko)"
    r"|(?:khong|ko|k|chua) (?:mo|thay|tinh|bam)|khong|ko"
    r"|delete|remove|withdraw|edit|correct|fix|wrong|mistake|why)\b"
)


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
    line, day = _without_ends(text)
    if talked_of := _day_in_chatter(line):
        return TitleText("", talked_of)
    line, tagged = _without_tag(_behind_greeting(line))
    quoted = _QUOTED.fullmatch(line)
    line = next(filter(None, quoted.groups())).strip() if quoted else line
    if is_chatter(line):
        return TitleText("", day)
    news, _comma, clause = line.rpartition(",")
    asked = bool(news) and is_chatter(clause) and _ASKING.search(clause) is not None
    line = news if asked else line
    whole, line = line, without_thanks(line)
    thanked = line != whole
    opening = _opening(line)
    line = line[opening:]
    polite = _POLITE_BEHIND.search(line)
    if polite and (opening or asked or polite["alone"] is None):
        line = line[: polite.start()] or line
    else:
        polite = None
    # "ạ" alone is never a title's.
    courteous = polite and polite[0].strip(" ,.!").lower() != "ạ"
    cut = opening or asked or tagged or thanked or courteous
    loose = _DATE_LOOSE.search(line) or _DATE_BEFORE.match(line) or _CREDIT_BEHIND.search(line)
    return TitleText(line, day, unsure=bool(cut or loose))


def _without_ends(text: str) -> tuple[str, str]:
    """Return a text without numbers, labels and signs round it, and the day at its ends."""
    line = clean_line(text)
    copied = _FROM_CHAT.match(line)
    line = _without_signs((line[copied.end() :] if copied else line).strip(_EDGES))
    shorter = _NUMBERING.sub("", f"{line} ").strip()
    said = _TITLE_SAID.match(shorter)
    if said and shorter[said.end() :].lstrip('"“')[:1].isupper():
        shorter = shorter[said.end() :]
    line = _LABEL.sub("", shorter).strip()
    previous = ""
    while line != previous:
        previous, line = line, _MORE.sub("", line).rstrip(_EDGES + "…")
    behind = _DATE_BEHIND.search(line)
    day = copied["date"] if copied else ""
    if behind and looks_like_date(behind["date"]):
        day, line = behind["date"], line[: behind.start()].rstrip(_EDGES)
    return line, day


def _behind_greeting(line: str) -> str:
    """Return what stands behind words to the reader that end in a colon: "Em gửi bài: …"."""
    said = _BEFORE_COLON.match(line)
    before = said[1] if said and said[1].lower() != "tin ảnh" else ""
    if said and is_chatter(before) and not _SPOKEN.isdisjoint(search_key(before).split()):
        return said[2].strip()
    return line


def _without_tag(line: str) -> tuple[str, bool]:
    """Return a line without the tag before it, and whether there was one: "[Tin mới] …"."""
    tag = _TAG_BEFORE.match(line)
    if tag and (is_chatter(tag[1]) if tag[1] else line[tag.end() :][:1].isupper()):
        return line[tag.end() :], True
    return line, False


def _day_in_chatter(line: str) -> str:
    """Return the day of a text that else only speaks to the reader: "em nộp bài ngày 14/6 ạ"."""
    words = line.split()
    strange = sum(search_key(word).strip(".,!") not in _CHATTER for word in words)
    said = {word.lower().strip(".,!") for word in words}
    if len(words) > _MOST_CHATTER or strange > _LONGEST_DAY or said.isdisjoint(_TO_THE_READER):
        return ""
    if _OF_GIVING.isdisjoint(map(search_key, said)):
        return ""
    for count in range(min(_LONGEST_DAY, len(words) - 1), 0, -1):
        for start in range(len(words) - count + 1):
            day = " ".join(words[start : start + count])
            rest = " ".join([*words[:start], *words[start + count :]])
            if is_chatter(rest) and looks_like_date(day):
                return day
    return ""


def without_thanks(text: str) -> str:
    """Return a text without the sentence of thanks behind it: "… ngày 14/6. Em cảm ơn ạ!"."""
    last = _LAST_SENTENCE.search(text)
    thanks = last is not None and "cam on" in search_key(last["said"]) and is_chatter(last["said"])
    return text[: last.start()].rstrip() if last is not None and thanks else text


def _without_signs(line: str) -> str:
    """Return a line without the pictures before and behind it."""
    begin, end = 0, len(line)
    while begin < end and (line[begin] in " \ufe0f" or unicodedata.category(line[begin]) in _SIGNS):
        begin += 1
    while end > begin and (
        line[end - 1] in " \ufe0f" or unicodedata.category(line[end - 1]) in _SIGNS
    ):
        end -= 1
    return line[begin:end] or line


def _opening(line: str) -> int:
    """Return where a title begins behind words to the reader: "Em gửi bài Khai mạc hội thao"."""
    words = list(re.finditer(r"\S+", line))
    keys = [search_key(word[0]).strip(".,!") for word in words[:_LONGEST_OPENING]]
    said = [word[0].lower().strip(".,!") for word in words[:_LONGEST_OPENING]]
    if not said or not (said[0] in _SENDERS or keys[1:2] == ["oi"]):
        return 0
    for place in range(2, min(len(keys), len(words) - 2)):
        begun, following = keys[:place], words[place][0].lstrip("\"“'‘(")
        sends = begun[-1] in _THINGS and not _SENDING.isdisjoint(begun)
        if sends and following[:1].isupper() and all(key in _CHATTER for key in begun):
            return words[place].start()
    return 0


def may_hold_day(title: str) -> bool:
    """Tell whether a day stands somewhere in a title: "14/6 Khai mạc", "Khai mạc hôm qua"."""
    return (
        _DAY_INSIDE.search(title) is not None or _NEAR_BEHIND.search(search_key(title)) is not None
    )


def is_chatter(text: str) -> bool:
    """Tell whether a text only speaks to the reader: "Em gửi chị bài mới ạ", "xoá bài này"."""
    key = _COUNTED.sub(r"\1", search_key(text))
    said = re.findall(r"[0-9a-z]+", key)
    words = re.findall(r"[0-9a-z]+", _REQUEST.sub(" ", key))
    return 0 < len(said) <= _MOST_CHATTER and all(word in _CHATTER for word in words)


def is_request(text: str) -> bool:
    """Tell whether a text only asks about an article that there is: "xoá bài này"."""
    return is_chatter(text) and _REQUEST.search(search_key(text)) is not None


def without_field_label(text: str) -> str:
    """Return a field without the label before it: "Chuyên mục: Y tế" is "Y tế"."""
    return _FIELD_LABEL.sub("", text, count=1)


def without_numbering(text: str) -> str:
    """Return a line of a list without its number or sign."""
    return _NUMBERING.sub("", text)
