"""Which rows of a list are one published article, and which are none yet, or several."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.errors import InvalidFile
from domain.text import clean_line, search_key
from reports.appendix.articles.columns import ArticleList, matches
from reports.appendix.grid import GridRow
from reports.appendix.headings.labels import group_name

_ITEM = r"(?:tin|bai|tin,? bai)"
_STATE = re.compile(r"(?:trang thai|status|post[_ ]status|state)(?:[ ,/(].*)?")
# Such a column tells how good an article is as often.
_RESULT = re.compile(r"(?:tinh trang|ket qua)(?:[ ,/(].*)?")
_TICKED = (
    r"(?:da |duoc |duyet |phe )*(?:dang tai|dang|xuat ban|su dung|duyet|dong y|hien thi|hien"
    r"|kich hoat|published?|active|visible|enabled|approved)"
)
# The portal itself: a fanpage or another board's portal says nothing of it.
_PORTAL = (
    r"(?: (?:(?:len|tren|o) (?:cong|trang|web(?:site)?)|cong|web(?:site)?)"
    r"(?: (?:thong tin(?: dien tu)?|ttdt|tttdt|dien tu|web))?)?"
)
_POSTED = re.compile(
    rf"(?:{_ITEM} )?(?:{_TICKED}|an ?/ ?hien|{_TICKED} ?/ ?(?:khong|chua|ko)\b.*)"
    rf"(?: {_ITEM})?{_PORTAL}"
    r"(?: ?\((?:x|v|co|co ?/ ?khong|0 ?/ ?1|1 ?/ ?0|(?:danh dau|tich)\b.*)\))?"
)
_BY_NAME = re.compile(r"\b(?:dang|xuat ban|su dung|publish\w*)\b")
_REFUSED = (
    r"(?:(?:khong|ko|chua)(?: (?:duoc|duoc phep|dong y|cho|the))*"
    r" (?:dang(?! lai| ky)(?: tai)?|(?:phe )?duyet(?: dang)?|su dung|xuat ban|dong y)"
    r"|(?:bi )?tra (?:lai|ve)|bi loai|(?:bi )?tu choi|da go|bi go|go bai|cho (?:duyet|phe duyet"
    r"|dang|xuat ban|bien tap|xu ly))"
)
# In a note this is said of the article, elsewhere as often of how good it is.
_POOR = r"(?:khong|ko|chua) (?:dat(?: yeu cau| chat luong)?|hop le)"
_BECAUSE = r"(?:[ ,:(–-]+(?:do|vi)\b.*)?"
_NOT_POSTED = re.compile(rf"(?:ly do )?(?:{_ITEM} )?{_REFUSED}(?: (?:tin|bai))?{_BECAUSE}")
_NOTED_POOR = re.compile(rf"(?:{_ITEM} )?{_POOR}{_BECAUSE}")
_ITEMS = r"(?:cac )?(?:tin|bai|tin ?[,/&-]? ?(?:va )?bai)(?: viet)?"
_LIST = r"(?:(?:bang|danh sach|bieu|phu luc|thong ke|tong hop|cac|phan) )*"
_WHEN = (
    r"(?:[ ,(–-]*(?:trong |cho )?(?:thang|quy|tuan|nam|dot|ky|t|q)(?: thu)? ?[\divx]+"
    r"(?:[/.-]\d+)*\)?)"
)
_UNPUBLISHED = re.compile(
    rf"{_LIST}(?:{_ITEMS}{_WHEN}* )?{_REFUSED}(?: {_ITEMS})?{_PORTAL}{_WHEN}*"
    rf"|{_LIST}(?:ke hoach|dang ky|du kien|de cuong|de xuat)(?: (?:viet|dang|san xuat))? {_ITEMS}"
    rf"{_WHEN}*|{_LIST}{_ITEMS}{_WHEN}* du kien(?: (?:viet|dang|san xuat))?{_WHEN}*"
    r"|(?:ban )?nhap|(?:bai|tin) loai|drafts?|trash|thung rac|da (?:xoa|huy)"
)
# "Trà Lài" and "Nhập" are other words than "trả lại" and "nháp".
_MEANT = re.compile(
    r"không|chưa|\bko\b|từ chối|trả (?:lại|về)|loại|gỡ|chờ|nháp|xóa|xoá|hủy|huỷ|thùng rác"
    r"|kế hoạch|đăng ký|dự kiến|đề cương|đề xuất|draft|trash"
    r"|^(?=[\x00-\x7f]*$).*\b(?:khong|chua|ko|cho|tu choi|tin|bai|da xoa|da huy)\b"
)
# A plan's own name, where a sheet or the line above a list says nothing else.
_PLAN = re.compile(
    rf"ke hoach(?=[ -]+(?:thang|tuan|t) ?\d){_WHEN}+"
    rf"|lich (?:cong tac|lam viec|truc|hop|(?:dang|viet)(?: {_ITEMS})?){_WHEN}*"
)
_DONE = re.compile(r"\bda (?:duoc )?(?:dang|xuat ban)\b")
_NOTED = frozenset({"loai", "huy", "huy bai", "trung", "bai trung", "tin trung", "bi trung"})
_NOTE = re.compile(r"(?:ghi chu|note|notes)(?:[ ,/(].*)?")
# What was said of an article before it was posted, where no other column says that it was.
_OPINION = re.compile(
    r"(?:y kien|nhan xet|ket luan)(?: (?:cua )?(?:ban bien tap|bbt|bien tap|lanh dao|duyet"
    rf"|tham dinh|chi dao|hoi dong|thu ky|truong ban)\b.*)?|hien trang(?: {_ITEM})?"
)
# What happens to an article there says nothing of the portal.
_ELSEWHERE = re.compile(
    r"\b(?:fanpage|facebook|fb|zalo|bao|dai|youtube|tiktok|tap chi|loa|truyen thanh|nhuan but"
    r"|anh|video|mxh|mang xa hoi|tinh|huyen|chi|chi tra)\b"
)
_TYPE = re.compile(r"(?:post|content)[_ ]type")
_NO_ARTICLE = frozenset({"page", "attachment", "revision", "nav_menu_item", "trang"})
_NO = re.compile(
    r"\b(?:khong|chua|cho|nhap|draft|trash|pending|tu choi|tra (?:lai|ve)|bi|go|xoa|huy|trung"
    r"(?! binh| tam| uong)|private|hidden|reject\w*|declin\w*|unpublish\w*|archiv\w*|schedul\w*"
    r"|hen gio|len lich|future|soan|bien tap|luu|review|het han|expired|thu hoi|offline|inactive"
    r"|disabled|deleted|removed|xem xet|ngung|dung dang|inherit|auto-draft)\b"
    r"|^(?:0|-2|no|false)$|^(?:da |bi |tam )?an(?: (?:tin|bai))?$"
    r"|^(?:bi )?loai(?: bo)?(?: (?:tin|bai))?$"
)
_YES = re.compile(
    rf"(?:{_ITEM} )?(?:da |duoc |da duoc )?(?:dang|xuat ban|phat hanh|phat song|phat"
    r"|cong bo|cong khai|len trang|len song|su dung|duyet|phe duyet|hien thi|hien|hoat dong|dong y)"
    r"(?:[.,;:(/–-].*| (?:ngay|luc|tren|trang|cong|tin|bai|web|fanpage|fb|facebook|bao|dai|chuyen"
    r"|muc|o|dang|\(|\d).*)?"
    r"|(?:dang )?(?:hien thi|hoat dong)|publish(?:ed)?|public|posted|active|live|online|approved"
    r"|visible|enabled|ok|co|dat|hoan thanh|da hoan thanh|xong|da xong|done|true|yes|x|v|✓|✔|\+|1"
)
_POSTING = re.compile(r"\b(?:dang|xuat ban|duyet|publish\w*)\b")
_NOTHING = frozenset({"", "-", "–", "0", "khong", "/"})
_NOUN = r"(?:tin|bai|tin ?[,/-]? ?(?:va )?bai)(?: viet)?"
_ARTICLES = rf"{_NOUN}(?: (?:da |duoc )*dang)?"
_COUNT = re.compile(
    r"(?:tong )?(?:so luong|sl)"
    rf"|(?:(?:tong )?(?:so luong|sl|so)|tong(?: cong)?) {_ARTICLES}|tin|bai"
)
_KIND = re.compile(
    r"(?:(?:so luong|sl|so|tong(?: so)?) )?(?:tin|bai|anh|hinh|video|clip|phong su|phim|audio"
    r"|podcast|infographic|san pham|tac pham)\b.*"
)
_POSTED_SECTION = re.compile(
    rf"(?:(?:danh sach|cac|phan) )*(?:{_NOUN} )?"
    r"(?:da |duoc )*(?:dang tai|dang|xuat ban|duyet|phe duyet)(?: (?:tren|tai|len|o)\b.*)?"
)
_COUNTED = re.compile(rf"(\d{{1,4}})(?: {_ITEM})?")


@dataclass(frozen=True, slots=True)
class States:
    """The columns of a list that say whether an article was published, and how many a row holds.

    A column of results (`graded`) may tell how good an article is instead.
    """

    state: int | None
    graded: bool
    posted: tuple[int, ...]
    refused: tuple[int, ...]
    notes: tuple[int, ...]
    opinions: tuple[int, ...]
    counts: tuple[int, ...]
    kinds: tuple[int, ...]
    types: tuple[int, ...]
    heading: GridRow

    def why_not(self, row: GridRow, title: str) -> str | None:
        """Return the words by which a row says that its article is not published, else None.

        Raise InvalidFile `unknown_state` for words that say neither.
        """
        posted = False
        if self.state is not None:
            text = row.cell(self.state).text
            published = is_published(text)
            may_grade = self.graded and not _POSTING.search(search_key(text))
            if published is None and text and not may_grade:
                raise InvalidFile("unknown_state", place=row.place, title=title, state=text[:40])
            if published is False:
                return text[:40]
            posted = published is True and _BY_NAME.search(search_key(text)) is not None
        for index in self.refused:
            if search_key(row.cell(index).text) not in _NOTHING:
                return self._named(index)[:40]
        said = [row.cell(index).text for index in self.posted]
        if said and all(search_key(t) in _NOTHING or is_published(t) is False for t in said):
            return f"{self._named(self.posted[0])[:40]}: {said[0][:40] or '–'}"
        posted = posted or any(
            is_published(text) and _BY_NAME.search(search_key(self._named(index)))
            for index, text in zip(self.posted, said, strict=True)
        )
        for index in self.notes:
            text = row.cell(index).text
            key = search_key(text).strip(" .")
            refused = _NOT_POSTED.fullmatch(key) or _NOTED_POOR.fullmatch(key)
            if (refused and not posted) or key in _NOTED:
                return text[:40]
            if re.match(r"(?:tin|bai)? ?(?:khong|chua)(?: duoc)? dang\b", key):
                raise InvalidFile("unknown_state", place=row.place, title=title, state=text[:40])
        for index in () if posted else self.opinions:
            text = row.cell(index).text
            if _NOT_POSTED.fullmatch(search_key(text).strip(" .")):
                return text[:40]
        for index in self.types:
            text = row.cell(index).text
            if search_key(text) in _NO_ARTICLE:
                return text[:40]
        told = self._counted(row)
        none = next((i for i in told if _BY_NAME.search(search_key(self._named(i)))), None)
        some = (*told.values(), *(search_key(row.cell(i).text) not in _NOTHING for i in self.kinds))
        return None if none is None or any(some) else f"{self._named(none)[:40]}: 0"

    def _named(self, index: int) -> str:
        return self.heading.cell(index).text

    def _counted(self, row: GridRow) -> dict[int, int]:
        found = {i: _COUNTED.fullmatch(search_key(row.cell(i).text)) for i in self.counts}
        return {i: int(each[1]) for i, each in found.items() if each}

    def only_one(self, row: GridRow, title: str) -> None:
        """Raise InvalidFile `several_in_a_row` where a row counts more than one article."""
        told = self._counted(row)
        if sum(told.values()) > 1:
            columns = ", ".join(self._named(i) for i, count in told.items() if count)
            raise InvalidFile(
                "several_in_a_row",
                place=row.place,
                title=title,
                columns=columns[:60],
                count=sum(told.values()),
            )


def unpublished_by(lines: Sequence[str]) -> str:
    """Return the line above a list, or its sheet's name, that says its articles are not posted.

    Return "" where none does, or where one says that they are.
    """
    if any(_DONE.search(search_key(line)) for line in lines):
        return ""
    named = ((line, group_name(line)) for line in lines)
    return next((t for t, n in named if says_unpublished(n) or _PLAN.fullmatch(search_key(n))), "")


def says_unpublished(text: str) -> bool:
    """Tell whether all that a title or a section says is that its articles are not posted."""
    plain = _UNPUBLISHED.fullmatch(search_key(text).strip(" .:;*"))
    return plain is not None and _MEANT.search(clean_line(text).lower()) is not None


def says_published(text: str) -> bool:
    """Tell whether a section's heading only says that its articles are posted, or where."""
    key, line = search_key(text), clean_line(text).lower()
    # "Đảng" is no "đăng".
    meant = " " in key if line.isascii() else re.search("đăng|xuất bản|duyệt", line)
    return bool(meant) and _POSTED_SECTION.fullmatch(key) is not None


def is_published(text: str) -> bool | None:
    """Tell whether a state is that of an article that can be read, None for words not known."""
    key = search_key(text).strip(" .!")
    lowered = clean_line(text).lower()
    yes = _YES.fullmatch(key) is not None
    no = _NO.search(key) is not None
    if lowered.startswith("đang") and not re.match(r"đang (?:hiển thị|hoạt động)", lowered):
        yes, no = False, True
    return None if yes == no else yes


def states_of(found: ArticleList) -> States:
    """Return the columns by which a list's rows are told apart."""
    taken = {*found.columns.values(), *found.units, found.number}
    free = [(i, c.text) for i, c in enumerate(found.heading.cells) if c.text and i not in taken]
    state = next((i for i, text in free if matches(_STATE, text)), None)
    graded = state is None
    if graded:
        state = next((i for i, text in free if matches(_RESULT, text)), None)
    ticked = [
        i
        for i, text in free
        if matches(_POSTED, text)
        and not _ELSEWHERE.search(search_key(text))
        and any(is_published(row.cell(i).text) for row in found.rows)
    ]
    # "Duyệt" speaks of posting where nothing else does.
    by_name = [i for i in ticked if _BY_NAME.search(search_key(found.heading.cell(i).text))]
    posted = by_name or (ticked if graded else [])
    counts = [i for i, text in free if matches(_COUNT, text)]
    return States(
        state,
        graded,
        tuple(posted),
        tuple(i for i, text in free if matches(_NOT_POSTED, text)),
        tuple(i for i, text in free if matches(_NOTE, text)),
        tuple(
            i
            for i, text in free
            if matches(_OPINION, text) and not _ELSEWHERE.search(search_key(text))
        ),
        tuple(counts),
        tuple(i for i, text in free if i not in counts and matches(_KIND, text)),
        tuple(i for i, c in enumerate(found.heading.cells) if matches(_TYPE, c.text)),
        found.heading,
    )
