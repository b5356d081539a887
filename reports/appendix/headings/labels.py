"""The words by which the columns and rows of such tables are known.

All patterns but those for sums and money match search keys: lower case, marks off.
"""

import re
from functools import lru_cache

from domain.text import clean_line, search_key

_NUMBER = {
    "stt", "s.tt", "tt", "so tt", "so thu tu", "thu tu", "no", "no.", "#", "s tt", "st", "stt.",
    "tt.", "s.t.t",
}  # fmt: skip
_GROUP = {"group", "nhom", "ten nhom", "nhom don vi", "phan nhom", "khoi", "cum", "khoi thi dua"}
_KIND_OF_UNIT = (
    "xa|phuong|thi tran|huyen|tinh|dac khu|dia phuong|truong|nha truong|phong|ban|nganh|doan "
    "the|hoi"
    "|to|khoa|chi bo|chi doan|dang bo|bo phan|co so|cap xa|thanh vien|thon|lang|buon|khu pho|to "
    "dan pho"
    "|so|cq|dv|co quan|don vi|to chuc|co quan chuyen mon|mat tran|co so giao duc"
)
_UNIT = re.compile(
    r"unit|units|department|ten|name"
    r"|(?:ten |danh sach |danh muc )?(?:(?:cac|cua) )?"
    r"(?:co quan|don vi|to chuc|noi gui|noi viet|dau moi|dia phuong|cq|dv|phong,? ban)"
    r"(?:[ ,/;(&.-].{0,60})?"
    # Words for kinds of units alone are a heading; before a name they are a unit's.
    rf"|(?:ten |danh sach |danh muc )?(?:cac )?(?:{_KIND_OF_UNIT})"
    rf"(?:(?: ?[,/&;+-] ?| va | hoac | )(?:{_KIND_OF_UNIT}))*(?: \(.*\))?"
)
_PERSON = re.compile(
    r"(?:ten |danh sach )?(?:cac )?(?:tac gia|cong tac vien|ctv|ho (?:va )?ten|nguoi (?:viet|gui)"
    r"|phong vien|but danh|author|bien tap vien|can bo|ho,? ten)(?:[ ,/;(&.-].{0,60})?"
)
# What is counted by these is no unit's.
_TOPIC = re.compile(
    r"(?:ten )?(?:cac )?(?:chuyen muc|chu de|the loai|phan loai|loai|noi dung|chuyen trang"
    r"|muc tin|hang muc|tieu chi|chi tieu|danh muc|topic|category)(?:[ ,/;(&.-].{0,60})?"
    r"|(?:ten )?(?:cac )?linh vuc(?!.*\b(?:don vi|co quan|phong,? ban)\b)"
    r"(?:[ ,/;(&.-].{0,60})?"
)
_TOTAL = re.compile(r"(?:tong|cong|total|ca nam|ca ky|\d+ thang|ts)(?:[ :,/(+].*)?|sum|cong don vi")
_MONTHS_COLUMN = re.compile(r"thang|cac thang|thoi gian|thang/nam|thang,? nam|ky|month|ky bao cao")
_OF_MONEY = re.compile(
    r"tiền|nhuận bút|thù lao|kinh phí|đơn giá|chi trả|\bvn[dđ]\b|\(đ\)|1\.?000 ?đ"
    r"|(?<!hội )(?<!cộng )(?<!hợp )(?<!đại )\bđồng\b(?! (?:bào|hành|chí|nai|tháp|hới|xuân|văn|phú))"
)
_OF_MONEY_UNMARKED = re.compile(
    r"\b(?:so tien|thanh tien|tong tien|nhuan but|thu lao|kinh phi|don gia|vnd|(?:nghin|trieu) dong"
    r"|\(dong\))"
)
_PLAN = re.compile(
    r"\b(?:ke hoach|chi tieu|kh|dinh muc|duoc giao|giao|phan dau|muc tieu|du kien|dang ky|uoc"
    r"|quy dinh|toi thieu|yeu cau|can dat|target|plan)\b"
)
# "Ước thực hiện" is a guess of what will be done, and none of it is done.
_ESTIMATED = re.compile(r"\b(?:uoc|du kien)\b")
_DONE = re.compile(r"\b(?:thuc hien|ket qua|da dang|duoc dang|th)\b")
_COMPARED = re.compile(
    r"\bso voi\b|\bcung ky\b|\btang\b|\bgiam\b|\bchenh lech\b|\+/-|\bso sanh\b|\bnam truoc\b"
    r"|\bthang truoc\b|\bky truoc\b"
)
_RATED = re.compile(
    r"%|\bty le\b|\bti le\b|\bty trong\b|\bbinh quan\b|\btrung binh\b|\bdiem\b|\bxep\b|\bhang\b"
    r"|\bthu bac\b|\bvi thu\b"
    r"|\btb\b|\bxl\b|\bvi tri\b|\bdanh gia\b|\bhoan thanh\b|\bthi dua\b|\bmuc do\b|\bvuot\b"
)
_CUMULATED = re.compile(
    r"\bluy ke\b|\bluy tien\b|\bcong don\b|\btu dau nam\b|\bden (?:nay|(?:het )?thang)\b"
)
_GOES_ON = re.compile(r"\b(?:luy ke|luy tien|cong don)\b")
_SPAN = re.compile(
    r"\bquy\b|\bq ?(?:iv|i{1,3}|[1-4])\b|\b\d+ ?(?:thang|t)\b(?! ?\d)|\bnua (?:dau|cuoi)\b"
    r"|\bca nam\b"
    r"|\btuan\b"
    r"|\bhoc ky\b|\bhk ?[i12]+\b|\b(?:ba|sau|chin) thang\b|\bthang \d+ ?- ?\d+|\bt\d+ ?- ?t?\d+"
    r"|^(?:nam )?(?:19|20)\d\d$|\bthang \d+ (?:den|\+) "
)
_NOTE = re.compile(
    r"ghi chu.*|chu thich.*|note|notes|ly do.*|y kien.*|nguyen nhan.*|(?:so )?dien thoai.*|sdt"
    r"|so dt"
    r"|email.*|thu dien tu|dia chi.*|chuc vu.*|chuc danh.*|lien he.*|ma(?: .*)?|id|website.*|link.*"
    r"|duong dan.*|phu trach.*|nguoi phu trach.*|trang thai.*|ky nhan.*|ky ten.*|nhan xet.*"
    r"|tinh trang.*|ngay .*|khac biet.*|don vi tinh.*|dvt.*"
)
# Numbers of other things than articles.
_OTHER = re.compile(
    r"\bluot\b|\btruy cap\b|\bviews?\b|\bvan ban\b|\bho so\b|\bthu tuc\b|\bcau hoi\b|\bbinh luan\b"
    r"|(?<!chua )\bquy doi\b"
    r"|\bchia se\b|\bso (?:nguoi|ctv|cong tac vien|bien che|luong (?:ctv|cong tac vien|nguoi))\b"
    r"|\btra lai\b|\b(?:khong|chua) (?:duoc )?dang\b|\bbi tra\b|\bkhong dat\b|\bsai pham\b"
)
# What was sent in is no article yet: "Số tin, bài gửi", "Đã nộp", and no "Đơn vị gửi".
_SENT = re.compile(
    r"(?:(?:tong|cong|so|luong|sl|ts|cac|tin|bai|anh|video|viet|va|da|duoc)[ ,/&+]*)*"
    r"(?:gui|nop|tiep nhan|nhan duoc|da nhan|nhan)"
    r"(?: (?:ve|den|len|cho|bbt|ban bien tap|bien tap|dang|duoc|tin|bai|trong|thang|ky|nam|nay"
    r"|cong|trang|huyen|tinh|xa)| ?\([^()]*\))*"
)
# As boards call what was posted, beside "đăng".
_USED = re.compile(r"\b(?:(?:duoc )?(?:su dung|xuat ban|phat hanh|duyet dang|len trang))\b")
_POSTED_LABEL = re.compile(r"\b(?:dang|su dung|xuat ban|phat hanh|len trang)\b")
_ARTICLE_WORDS = frozenset(
    """
    so luong sl tin bai anh video clip phong su viet ngan sau khac hinh tuc va dang da duoc
    dai infographic audio podcast long form thuc hien ket qua th tai phat cac trong cua dat
    """.split()  # noqa: SIM905 - one word a line would fill pages
)
# Where or when articles stand says nothing alone, and nothing against their being counted.
_WHERE = frozenset({"cong", "trang", "tren", "ttdt", "tdt", "website", "thang", "ky", "nay"})
_NOW = re.compile(r"(?:nam|ky|thang) nay")
_NOUNS = frozenset(
    [
        "tin",
        "bai",
        "anh",
        "video",
        "clip",
        "phong",
        "hinh",
        "khac",
        "infographic",
        "audio",
        "podcast",
    ]
)


_KINDS = {
    frozenset({"tin"}): "tin",
    frozenset({"bai"}): "bài",
    frozenset({"anh"}): "ảnh",
    frozenset({"hinh", "anh"}): "ảnh",
    frozenset({"video"}): "video",
    frozenset({"clip"}): "video",
    frozenset({"video", "clip"}): "video",
    frozenset({"phong"}): "phóng sự",
    frozenset({"khac"}): "khác",
}


def is_number_label(text: str) -> bool:
    """Tell whether the heading is that of the row numbers."""
    return search_key(text).rstrip(" :") in _NUMBER


def is_group_label(text: str) -> bool:
    """Tell whether the heading is that of the units' groups."""
    return search_key(text) in _GROUP


@lru_cache(maxsize=8192)
def is_unit_label(text: str) -> bool:
    """Tell whether the heading is that of the units' names (and not "Đơn vị tính")."""
    if not 1 < len(text) < 80:
        return False
    key = search_key(text)
    if key.startswith(("don vi tinh", "dvt")) or _OTHER.search(key):
        return False
    return _UNIT.fullmatch(key) is not None and key not in (
        "to",
        "ban",
        "hoi",
        "so",
        "tinh",
        "xa hoi",
    )


@lru_cache(maxsize=8192)
def is_person_label(text: str) -> bool:
    """Tell whether the heading is that of people's names."""
    return 2 < len(text) < 80 and _PERSON.fullmatch(search_key(text)) is not None


def is_topic_label(text: str) -> bool:
    """Tell whether the heading is that of topics or kinds, which are no units."""
    return 2 < len(text) < 80 and _TOPIC.fullmatch(search_key(text)) is not None


def is_months_label(text: str) -> bool:
    """Tell whether the cells below such a heading name months."""
    return _MONTHS_COLUMN.fullmatch(search_key(text)) is not None


@lru_cache(maxsize=8192)
def is_total_label(text: str) -> bool:
    """Tell whether the heading is that of the rows' totals (and not of money)."""
    key = search_key(text)
    if not _TOTAL.fullmatch(key) or says_money(text) or _OTHER.search(key) or is_sent(text):
        return False
    if re.match(r"\d+ thang.*(?:19|20)\d\d", key):
        # It may be last year's.
        return False
    if clean_line(text).lower().startswith(("cổng", "công")):
        # The portal, not a sum.
        return False
    return not any(p.search(key) for p in (_PLAN, _COMPARED, _RATED, _CUMULATED))


def counts_articles(label: str) -> bool:
    """Tell whether a sum's heading says nothing but that articles are counted ("Tổng số tin")."""
    key = re.sub(r"^(?:tong|cong|total|ts|sum)\b(?: (?:cong|so|hop))?", "", search_key(label))
    key = re.sub(r"^ (?:ca |trong |toan )?thang(?: nay)?$", "", key)
    return not key.strip(" :.,()/") or kind_of(key) is not None or is_total_label(key.strip())


@lru_cache(maxsize=8192)
def says_money(text: str) -> bool:
    """Tell whether a text speaks of sums of money."""
    lowered = clean_line(text).lower()
    if _OF_MONEY.search(lowered):
        return True
    return lowered.isascii() and _OF_MONEY_UNMARKED.search(lowered) is not None


@lru_cache(maxsize=8192)
def why_no_count(text: str) -> str:
    """Return why the numbers below such a heading are no month's count, "" when nothing says so."""
    key = search_key(text)
    if says_money(text):
        return "money"
    if _COMPARED.search(key):
        return "compared"
    if _RATED.search(key):
        return "rate"
    if _PLAN.search(key) and (_ESTIMATED.search(key) or not _DONE.search(key)):
        return "plan"
    if is_sent(text):
        return "sent"
    if _CUMULATED.search(key):
        return "sum"
    if _OTHER.search(key):
        return "other"
    if _NOTE.fullmatch(key):
        return "note"
    if _SPAN.search(key):
        return "sum"
    return ""


@lru_cache(maxsize=4096)
def is_sent(text: str) -> bool:
    """Tell whether the heading counts what was sent in, not what was posted."""
    key = search_key(text).strip(" :*")
    return len(key) < 60 and bool(_SENT.fullmatch(key))


def is_posted(text: str) -> bool:
    """Tell whether a heading says that it counts what was posted ("Số bài đăng")."""
    return not is_sent(text) and _POSTED_LABEL.search(search_key(text)) is not None


def is_cumulated(text: str, *, alone: bool = False) -> bool:
    """Tell whether a text says that numbers go on from month to month ("Lũy kế đến hết").

    What is `alone`, and no heading of months, does so as well by "từ đầu năm đến nay".
    """
    key = search_key(text)
    return bool((_CUMULATED if alone else _GOES_ON).search(key))


@lru_cache(maxsize=4096)
def kind_of(text: str) -> str | None:
    """Return the kind of articles a heading counts ("Tin"), "" for all, None for anything else."""
    key = re.sub(r"[^a-z0-9 ]+", " ", search_key(text))
    key = _USED.sub("dang", key)
    if _NOW.fullmatch(key.strip()):
        return ""
    words = [word for word in key.split() if word not in _WHERE]
    if not words or not set(words) <= _ARTICLE_WORDS:
        return None
    nouns = {word for word in words if word in _NOUNS}
    if "viet" in words and "bai" not in nouns:
        return None
    if {"tin", "bai"} <= nouns or not nouns:
        return ""
    return _KINDS.get(frozenset(nouns), " ".join(sorted(nouns)))


# What a row of a unit may hold beside what was posted: "Số tin, bài gửi", "Kế hoạch năm".
_MEASURE = (
    r"[-–+•*\s]*(?:(?:số|lượng|tổng|tin|bài|viết|đã|được|bị|chưa|không)[ ,/&]+)*"
    r"(?:(?:cùng kỳ|lũy kế|cộng dồn|trong đó|lượt|nhuận bút|thù lao|số tiền|so với|gửi)\b.*"
    r"|(?:đăng|duyệt|trả lại|kế hoạch|chỉ tiêu|định mức|đăng ký|dự kiến|thực hiện|kết quả|kỳ này"
    r"|kỳ trước|năm nay|năm trước|tháng này|tháng trước|tổng|tỷ lệ|quy đổi|còn thiếu)"
    r"(?: (?:năm|tháng|quý|kỳ|giao|được|đề|trên|tải|phát|trong|tin|bài|số|cộng|đạt)\b.*)?"
    r"|%.*|nhận|giao|cộng|điểm|tăng|giảm|đạt|kh|th|(?:năm )?(?:19|20)\d\d)(?: ?[(:/%].*)?"
)
_POSTED = (
    r"(?:(?:số|lượng|tin|bài|đã|được)[ ,/&]+)*"
    r"(?:đăng(?! ký)|thực hiện|kết quả|kỳ này|năm nay)\b.*"
)
_MEASURES = re.compile(f"{_MEASURE}|{search_key(_MEASURE)}")


@lru_cache(maxsize=8192)
def is_measure(text: str) -> bool:
    """Tell whether a text says what a row counts ("Kế hoạch", "Số bài gửi"), and names no topic."""
    lowered = clean_line(text).lower().replace("luỹ", "lũy").replace("tỉ lệ", "tỷ lệ")
    return _MEASURES.fullmatch(re.sub(r"\bkì\b", "kỳ", lowered)) is not None


def is_done_measure(text: str) -> bool:
    """Tell whether a text says that a row counts what was posted ("Thực hiện", "Đã đăng")."""
    return re.fullmatch(_POSTED, clean_line(text).lower()) is not None


_CHANNEL = re.compile(
    r"(?:(?:dang|tren|kenh|trang|dai|loa|he thong) )*"
    r"(?:fan ?page|facebook|zalo|youtube|tik ?tok|mang xa hoi|mxh|truyen thanh|phat thanh)"
    r"(?: (?:oa|xa|phuong|huyen|tinh|co so))?"
)
_PART_OF_UNIT = re.compile(r"(?:ten )?(?:cac )?(?:bo phan|to|khoi|doi|nhom|phong|ban|chuc vu)\b.*")


def is_channel(text: str) -> bool:
    """Tell whether a text names where else than on the portal the same articles may stand."""
    return _CHANNEL.fullmatch(search_key(text)) is not None


def is_part_label(text: str) -> bool:
    """Tell whether the heading is that of parts of units, of which one may be of a channel."""
    return _PART_OF_UNIT.fullmatch(search_key(text)) is not None


_TOTAL_EXACT = {"tong", "tong cong", "tong so", "cong", "cong nhom", "cong chung", "total", "sum"}
_TOTAL_ROW = re.compile(
    r"(?:tổng cộng|tổng số|grand total|tổng hợp chung)\b.*"
    r"|(?:tổng|cộng) *[:(.+].*"
    r"|(?:tổng|cộng) (?:[ivx]+|[a-h]|nhóm|các|mục|phần|chung|toàn|tin|bài|số|khối|cụm|cấp|khu vực"
    r"|quý|tháng|năm|xã|phường|phòng|trường|hàng)\b.*"
    r"|toàn (?:huyện|tỉnh|xã|phường|thành phố|ngành|trường|đơn vị)"
)
_TOTAL_ROW_UNMARKED = re.compile(
    r"(?:tong cong|tong so)(?: *[:(.+].*| (?:[ivx]+|[a-h]|nhom|cac|chung|toan|tin|bai|khoi)\b.*)"
)


@lru_cache(maxsize=32768)
def is_total_row(name: str) -> bool:
    """Tell whether a row's name is that of a sum ("Cộng nhóm I"), not of a Tổng công ty.

    Only the marks tell "cộng" from "công", so they count wherever the file has them.
    """
    key = search_key(name).rstrip(" :.")
    if key in _TOTAL_EXACT:
        return True
    lowered = clean_line(name).lower()
    if lowered.isascii():
        return _TOTAL_ROW_UNMARKED.fullmatch(lowered) is not None
    return _TOTAL_ROW.fullmatch(lowered) is not None


_OF_GROUP = re.compile(
    r".*\b(?:nhom|muc|phan|khoi|cum|cap)\b.*|(?:tong|cong)[a-z ]*[ (]+(?:[ivx]+|[a-h])\)?"
)


def is_group_total(name: str) -> bool:
    """Tell whether the sum's name says that it is one group's ("Cộng nhóm", "Cộng (I)")."""
    return _OF_GROUP.fullmatch(search_key(name)) is not None


_HEADING_MARK = re.compile(r"(?:[IVX]{1,5}|[A-Z])")
_HEADING = re.compile(r"((?:[IVX]{1,5}|[A-Z]|[0-9]{1,2}) *[./):–-]+|[IVX]{2,5}(?= )|I(?= )) *(.+)")
_ROMAN_HEADING = re.compile(r"[IVX]{1,5} *[./):–-]+ *\S.*")
_LISTED = re.compile(r"([0-9]{1,4}) *[.)] +(.+)")


def is_heading_mark(number: str) -> bool:
    """Tell whether a row "number" is a group's: a Roman numeral or a capital letter."""
    return _HEADING_MARK.fullmatch(number.strip(" ./):-")) is not None


def has_heading_mark(name: str, *, roman: bool = False) -> bool:
    """Tell whether a name begins with a group's numeral or letter ("I/ …"), or with a Roman one."""
    if roman:
        return _ROMAN_HEADING.fullmatch(name) is not None
    found = _HEADING.fullmatch(name)
    return found is not None and not found[1][0].isdigit()


def group_name(text: str) -> str:
    """Return a group's name without its numeral and colon."""
    line = clean_line(text).rstrip(" :")
    found = _HEADING.fullmatch(line)
    return found[2].rstrip(" :") if found else line


def split_listed(name: str) -> tuple[int | None, str]:
    """Return the number before a unit's name, if any, and the name without it or a bullet."""
    line = clean_line(name)
    if found := _LISTED.fullmatch(line):
        return int(found[1]), found[2]
    return None, line.lstrip("-–+•*· ") or line


_UNIT_NAME = re.compile(
    r"(?:phong|van phong|ubnd|uy ban|xa|phuong|thi tran|truong|trung tam|cong an|ban|huyen|so"
    r"|chi cuc"
    r"|toa an|vien|dang uy|huyen uy|thi doan|huyen doan|doan|hoi|lien doan|mat tran|bao hiem"
    r"|kho bac"
    r"|ngan hang|dien luc|benh vien|tram|to|khoa|thanh tra|thanh doan|tinh doan|cong ty|hat|dai"
    r"|bao|hdnd|bch|buu dien|chi nhanh|thon|lang|buon|ap|khu pho|ct)\b.*"
)
_DITTO = re.compile(r'-* ?(?:nt|nhu tren|["″”“〃]|\'\'|//|-"-) ?-*')
_SIGNED = re.compile(
    r"(?:nguoi lap|lap bieu|lap bang|truong ban|pho truong|kt[. ]|tm[. ]|tl[. ]|q[. ] ?truong"
    r"|ghi chu|chu thich|luu y|noi nhan|ky ten|thu truong|xac nhan|nguon|can bo tong hop|to truong"
    r"|nguoi tong hop|thu ky|ngay .*nam|.*, ?ngay .*thang|[¹²³*]|\(\*|\(ky|da ky|tong bien tap).*"
)


def is_ditto(text: str) -> bool:
    """Tell whether a cell says that it is as the one above ("nt", a ditto mark)."""
    return 0 < len(text) < 10 and _DITTO.fullmatch(search_key(text)) is not None


def looks_like_a_unit(name: str) -> bool:
    """Tell whether a name begins as units' names do ("Phòng …", "UBND …")."""
    return _UNIT_NAME.fullmatch(search_key(name)) is not None


def looks_signed(name: str) -> bool:
    """Tell whether a text belongs below a table: a signature, a date, a remark."""
    return _SIGNED.fullmatch(search_key(name)) is not None or name[:1] in "¹²³*"
