"""The heading of a list: which column holds what, and where another list begins."""

import re
from collections.abc import Set
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from domain.text import clean_line, search_key
from reports.appendix.articles.days import NO_PERIOD, Period
from reports.appendix.grid import BLANK, Cell, Grid, GridRow
from reports.appendix.headings.labels import group_name, is_number_label

SEARCHED = 400
_FIELDS = (
    ("date", re.compile(
        r"(?:ngay|thoi gian|thoi diem)(?:[ ,/]*(?:thang|nam))*(?: (?:dang|xuat ban|duyet"
        r"|phat hanh|phat|dua tin|tao|gui|nhan|viet"
        r"|cong bo|hien thi|dang tai|tai|len trang|dang tin|dang bai|dang tin,? bai|nop|gio)"
        r"(?: .*)?)?"
        r"|(?:dang|xuat ban|phat hanh|dang tai) ngay|da dang (?:luc|ngay)"
        r"|date|post[_ ]date|published(?:_at|_on| at| date)?|publish(?:_| )date"
        r"|pubdate|created(?:_at| at)?"
        r"|posted.*")),
    ("title", re.compile(
        r"(?:tieu de|tua de|tua|tit|ten (?:tin|bai|tac pham|san pham)|ten tin,? ?bai|trich yeu"
        r"|(?:post|article|news|content)?[ _]?title|headline"
        r"|(?:chu de|de tai) (?:tin|bai)|de tai|tac pham"
        r"|noi dung|tin,? ?bai|bai viet|ten)(?:[ ,/(].*)?")),
    ("url", re.compile(
        r"(?:duong|dia chi)?[ ]?(?:link|dan|lien ket|url|web|trang web)(?:[ ,/(].*)?|duong (?:dan"
        r"|link).*"
        r"|lien ket.*|permalink|\w+_(?:url|link)"
        r"|dia chi (?:truy cap|lien ket|web|url|bai viet).*")),
    ("author", re.compile(
        r"(?:ho (?:va )?ten )?(?:ten )?(?:tac gia"
        r"|nguoi (?:viet|gui|dang|thuc hien|dua|lam|phu trach|cung cap|soan|tao|nhap)|but danh"
        r"|(?:post[_ ])?author(?:[_ ]name)?|created[_ ]by|cong tac vien|ctv|phong vien|pv"
        r"|ho (?:va )?ten|giao vien"
        r"|can bo(?: viet| dang| phu trach)?|bien tap vien|btv|nguoi nop)(?:[ ,/(].*)?")),
    ("unit", re.compile(
        r"(?:ten )?(?:don vi|co quan|cq|phong[ ,/]+ban|noi (?:gui|viet|cong tac)"
        # "Xã hội", "Phương thức" and "Khoa học" only begin with the same letters.
        r"|xa(?! hoi| luan)|phuong(?! thuc| tien| an)|dia phuong|truong(?! hop)"
        r"|nguon(?: tin| bai)?|unit|department"
        r"|dau moi|bo phan|khoa(?! hoc)|chi doan|chi bo|to chuc"
        r")(?:[_ ]name)?(?:[ ,/;(&.-].*)?")),
    ("topic", re.compile(
        r"(?:chuyen muc|chuyen trang|linh vuc|chu de|danh muc|muc|categor(?:y|ies)|topic|section)"
        r"(?:[_ ]name)?(?:[ ,/(].*)?")),
    ("kind", re.compile(
        r"(?:the loai|phan loai|loai(?: hinh| tin| bai)?|dang (?:tin|bai)|hinh thuc|kind|post type"
        r"|tin ?/ ?bai|type)(?:[ ,/(].*)?")),
)  # fmt: skip
# Of several columns for one field, the one is meant whose heading an earlier of these matches.
_RANKS = {
    "author": (
        re.compile(r".*(?:tac gia|but danh|author|viet|nguoi thuc hien).*"),
        re.compile(r"(?!.*(?:\bdang\b|phu trach|bien tap|\bbtv\b|duyet|tao|nhap|^pv\b)).*"),
    ),
    "unit": (
        re.compile(r"(?:ten )?(?:don vi|co quan|cq|noi) (?:viet|gui|cong tac|thuc hien|dua tin).*"),
        re.compile(
            r"(?:ten )?(?:don vi|co quan|cq|unit|department)\b"
            r"(?! (?:quan ly|chu quan|cap tren|chu tri|phu trach|dang|duyet|tiep nhan|bien tap|tinh"
            r")).*"
        ),
        re.compile(r"(?!nguon|don vi|co quan|cq).*"),
        re.compile(r"(?!nguon).*"),
    ),
}
# With their marks and with nothing beside them these head a column of units, where no other does.
_LESS_SURE = re.compile(
    r"(?:tên )?(?:đv|dv|chi hội|organi[sz]ation|công đoàn|cơ sở|thôn|làng|buôn|tổ"
    r"|tổ dân phố|tổ chuyên môn|lớp)"
)
# These do where their cells say so.
_VAGUE = re.compile(r"(?:trực )?thuộc(?: về)?|nhóm|cụm")
_NO_NAME = re.compile(r"[\W\d_]*|[xv]", re.IGNORECASE)
# Whatever stands behind these words belongs to a unit's name; behind those of `_KIND`, a name must.
_BODY = re.compile(
    r"(?:ubnd|hđnd|ubmttq|(?:ủy|uỷ) ban|văn phòng(?! phẩm)|trung tâm|công an|chi cục|t(?:òa|oà) án"
    r"|đảng (?:ủy|uỷ)|liên đoàn|mặt trận|kho bạc|ngân hàng|bệnh viện|trạm y tế|bưu điện"
    r"|điện lực|công ty|chi nhánh|hạt kiểm lâm|bch)\b.*"
)
_KIND = re.compile(
    r"(?:phòng|xã|phường|thị trấn|đặc khu|huyện|trường|ban|sở|viện|đoàn|hội|tổ|khoa|trạm|đài|thôn"
    r"|làng|buôn|ấp|khu phố) +(?P<name>\w.*)",
    re.IGNORECASE,
)
_COMMON = re.compile(
    r"(?:nội vụ|văn hóa|văn hoá|tài chính|kinh tế|giáo dục|tư pháp|nông (?:nghiệp|dân)|phụ nữ"
    r"|thanh niên|cựu chiến|mầm non|mẫu giáo|tiểu học|trung học|dân phố)\b"
)
_NO_KIND = re.compile(
    r"(?:hội (?:nghị|thi|thao|thảo|viên|chợ|diễn|trại|xuân|nhập|họp|khỏe)"
    r"|tổ (?:chức|quốc)|phòng (?:chống|cháy|ngừa|tránh|trừ|vệ)|đoàn (?:kết|viên|công tác|thể)"
    r"|ban hành|khoa (?:học|giáo)|viện (?:trợ|phí)|sở (?:thích|hữu)|buôn (?:bán|lậu)"
    r"|trường (?:hợp|học|sa)|xã (?:hội|luận|ra)"
    r"|(?:xã|phường|thôn|làng|buôn) (?:nông thôn|ntm|đạt|văn minh|văn h[oó][aá]|nghề|tổ chức))\b.*"
)
_LOOKED_AT = 50
_LONGEST_NAME = 80
_PUBLISHED = ("dang", "xuat ban", "tieu de", "title", "publish")


@dataclass(frozen=True, slots=True)
class ArticleList:
    """A list in a grid: the rows behind its heading, and the column of each field.

    `heading` is its heading's row or two as one; `units` the columns that may name the unit, where
    several say no more than each other, and `guessed` where only their cells told; `above` the
    lines above it, the nearest first.
    """

    grid: Grid
    heading: GridRow
    first: int
    last: int
    end: int
    columns: dict[str, int]
    units: tuple[int, ...]
    number: int | None
    period: Period = NO_PERIOD
    month_first: bool = False
    guessed: bool = False
    above: tuple[str, ...] = ()

    @property
    def rows(self) -> tuple[GridRow, ...]:
        """The rows behind the heading."""
        return self.grid.rows[self.last : self.end]

    def cells(self, field: str) -> list[tuple[str, Cell]]:
        """Return the places of the rows with their cells of a field."""
        return [(row.place, row.cell(self.columns[field])) for row in self.rows]


def list_at(grid: Grid, first: int) -> ArticleList | None:
    """Return the list whose heading stands in a row, None where the row heads none."""
    row = grid.rows[first]
    if fields_of(row) is None:
        return None
    heading, last = _whole_heading(grid, first)
    columns = fields_of(heading) or {}
    number = next((i for i, cell in enumerate(row.cells) if is_number_label(cell.text)), None)
    units = _best(heading, "unit", {i for name, i in columns.items() if name != "unit"})
    guessed = False
    if "unit" not in columns and (told := _column_of_units(grid, heading, last, columns)):
        columns["unit"], guessed = told
        units = [columns["unit"]]
    end = len(grid.rows)
    return ArticleList(
        grid, heading, first, last, end, columns, tuple(units), number, guessed=guessed
    )


def _column_of_units(
    grid: Grid, heading: GridRow, last: int, columns: dict[str, int]
) -> tuple[int, bool] | None:
    """Return the one column that may name the units where none surely does, and if it is guessed.

    Sections that name units say it better.
    """
    rows = [(row, list(row.distinct())) for row in grid.rows[last : last + _LOOKED_AT]]
    if any(len(cells) <= 2 and any(names_a_unit(c.text) for c in cells) for _, cells in rows):
        return None
    articles = [r for r, cells in rows if r.cell(columns["date"]).text and len(cells) > 1]
    for pattern, is_name in ((_LESS_SURE, _may_name), (_VAGUE, _surely_names)):
        found = [
            index
            for index, cell in enumerate(heading.cells)
            if index not in columns.values()
            and pattern.fullmatch(clean_line(cell.text).lower().strip(" :*"))
            and sum(is_name(row.cell(index).text) for row in articles) * 2 > len(articles)
        ]
        if len(found) == 1:
            return found[0], pattern is _VAGUE
    return None


def _may_name(text: str) -> bool:
    return not _NO_NAME.fullmatch(text)


def _surely_names(text: str) -> bool:
    return len(text) < _LONGEST_NAME and " " in text and names_a_unit(text)


def names_a_unit(text: str) -> bool:
    """Tell whether a text is unmistakably a unit's name; its marks count ("Bản tin", "Số 12")."""
    line = group_name(text)
    lowered = line.lower()
    if _NO_KIND.fullmatch(lowered):
        return False
    if _BODY.fullmatch(lowered):
        return True
    found = _KIND.fullmatch(line)
    name = found["name"] if found else ""
    return bool(name) and (not name[0].islower() or _COMMON.match(name) is not None)


def fields_of(row: GridRow) -> dict[str, int] | None:
    """Return the column of each field where the row heads a list: a date, and a title or a link."""
    if sum(bool(cell.text) for cell in row.cells) < 3:
        return None
    columns = fields_named(row)
    if "date" not in columns or not ("title" in columns or "url" in columns):
        return None
    return columns


def fields_named(row: GridRow) -> dict[str, int]:
    """Return the column of each field that a row names."""
    columns: dict[str, int] = {}
    for field, _ in _FIELDS:
        if best := _best(row, field, set(columns.values())):
            columns[field] = best[0]
    return columns


def beside(grid: Grid) -> list[Grid]:
    """Return lists that stand side by side as grids of their own, any other grid as it is."""
    for index, row in enumerate(grid.rows[:SEARCHED]):
        if fields_of(row) is None:
            continue
        texts = [search_key(cell.text) for cell in row.cells]
        for lead in dict.fromkeys(text for text in texts if texts.count(text) > 1 and text):
            starts = [0, *[i for i, text in enumerate(texts) if text == lead][1:]]
            parts = list(pairwise([*starts, grid.width]))
            if all(fields_of(_part(row, *part)) is not None for part in parts):
                return [
                    replace(
                        grid,
                        rows=(*grid.rows[:index], *(_part(r, *part) for r in grid.rows[index:])),
                    )
                    for part in parts
                ]
        return [grid]
    return [grid]


def _part(row: GridRow, start: int, end: int) -> GridRow:
    return GridRow(row.place, row.cells[start:end])


def _whole_heading(grid: Grid, first: int) -> tuple[GridRow, int]:
    """Return a heading, its second row put into it, and the row behind it."""
    row, last = grid.rows[first], first + 1
    if last == len(grid.rows):
        return row, last
    below = grid.rows[last]
    if all(cell is BLANK or cell in row.cells for cell in below.cells):
        return row, last + 1
    named = [cell for cell in below.distinct() if cell not in row.cells]
    if len(named) == 1 and not any(cell.text and cell in row.cells for cell in below.cells):
        # A section's name alone in its row, and no part of a heading that reaches down to it.
        return row, last
    width = max(len(row.cells), len(below.cells))
    both = GridRow(row.place, tuple(_lower(row.cell(i), below.cell(i)) for i in range(width)))
    known = [c for c in named if any(matches(pattern, c.text) for _, pattern in _FIELDS)]
    if not named or len(known) < len(named) or fields_of(both) is None:
        return row, last
    return both, last + 1


def _lower(above: Cell, below: Cell) -> Cell:
    return below if below.text else above


def _best(row: GridRow, field: str, taken: Set[int | None]) -> list[int]:
    """Return the columns that a heading calls by a field's name, those alone that say it best."""
    pattern = dict(_FIELDS)[field]
    ranks = {
        i: _rank(field, cell.text)
        for i, cell in enumerate(row.cells)
        if cell.text and len(cell.text) < 60 and i not in taken and matches(pattern, cell.text)
    }
    return [i for i, rank in ranks.items() if rank == min(ranks.values())]


@lru_cache(maxsize=4096)
def matches(pattern: re.Pattern[str], text: str) -> bool:
    """Tell whether a pattern of keys is all that a heading says."""
    return pattern.fullmatch(search_key(text).strip(" :*")) is not None


def _rank(field: str, text: str) -> int:
    key = search_key(text)
    if field in _RANKS:
        patterns = _RANKS[field]
        return next((i for i, p in enumerate(patterns) if p.fullmatch(key)), len(patterns))
    if re.match(r"(?:chu de|de tai|tac pham)\b", key):
        return 3  # what an article is of, or its kind, where any other column names it
    # "Ngày đăng" goes before "Ngày gửi", "Tên tin, bài" before "Nội dung".
    if any(word in key for word in _PUBLISHED):
        return 0
    return 2 if key.startswith("noi dung") else 1
