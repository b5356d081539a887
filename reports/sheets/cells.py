"""What every sheet of the workbook shares: cell styles, safe text, links and the printed page.

XlsxWriter has no type hints, so workbooks, sheets and formats are `Any` here.
"""

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import SplitResult, quote, urlsplit

from domain.text import clean_line

FONT = "Times New Roman"
_A4 = 9
# Excel's limits: a longer text or link makes it call the whole file damaged.
_LONGEST_TEXT = 32_767
_LONGEST_LINK = 2_079
MOST_LINKS = 65_530
# In points.
_LINE_HEIGHT = 19
_RESERVED = ":/?#[]@!$&'()*+,;=~%"


@dataclass(frozen=True, slots=True)
class Styles:
    """The workbook's cell formats; bordered ones belong to tables."""

    title: Any
    small_title: Any
    note: Any
    header: Any
    tall_header: Any
    group_number: Any
    group: Any
    text: Any
    number: Any
    sum: Any
    total_text: Any
    total: Any
    day: Any
    link: Any


def add_styles(workbook: Any, size: int = 12) -> Styles:
    """Add the formats to a workbook; `size` is the tables' font size in points."""
    count = {"num_format": "#,##0", "align": "center"}

    def style(**properties: object) -> Any:
        base: dict[str, object] = {"font_name": FONT, "font_size": size, "valign": "vcenter"}
        return workbook.add_format(base | properties)

    def cell(**properties: object) -> Any:
        return style(border=1, **properties)

    heading = {"bold": True, "align": "center", "text_wrap": True}
    return Styles(
        title=style(**heading | {"font_size": 14}),
        small_title=style(italic=True, align="center", text_wrap=True),
        note=style(italic=True, text_wrap=True),
        header=cell(**heading, bg_color="#E8EEF4"),
        tall_header=cell(**heading, bg_color="#E8EEF4", rotation=90),
        group_number=cell(bold=True, align="center"),
        group=cell(bold=True, text_wrap=True),
        text=cell(text_wrap=True),
        number=cell(**count),
        sum=cell(**count, bold=True),
        total_text=cell(bold=True, bg_color="#F3F3F3", text_wrap=True),
        total=cell(**count, bold=True, bg_color="#F3F3F3"),
        day=cell(num_format="dd/mm/yyyy", align="center"),
        link=cell(font_color="#0563C1", underline=1, text_wrap=True),
    )


def write_text(sheet: Any, row: int, column: int, text: str, style: Any) -> None:
    """Write one clean line that is text whatever it looks like, cut at Excel's limit."""
    line = _fitting(text)
    if not line:
        sheet.write_blank(row, column, None, style)
    elif line.startswith("<r>") and line.endswith("</r>"):
        # XlsxWriter takes such a string for its own markup; in two pieces it escapes it.
        sheet.write_rich_string(row, column, style, line[:1], style, line[1:], style)
    else:
        sheet.write_string(row, column, line, style)


def merge_text(
    sheet: Any, row: int, columns: tuple[int, int], text: str, style: Any, *, width: int = 0
) -> None:
    """Write one clean line over the columns first..last (inclusive).

    `width` is how many characters fit a line; the row is made high enough for a longer text, as no
    program does that by itself for merged cells.
    """
    first, last = columns
    if width and len(text) > width:
        sheet.set_row(row, _LINE_HEIGHT * math.ceil(len(text) / width))
    if last > first:
        sheet.merge_range(row, first, row, last, "", style)
    write_text(sheet, row, first, text, style)


def write_link(sheet: Any, row: int, column: int, link: str, styles: Styles) -> bool:
    """Write a web address that opens when clicked, and tell whether it is one.

    What is no plain http(s) address, or is too long for Excel, stays text.
    """
    target = _target(link)
    if target is None:
        write_text(sheet, row, column, link, styles.text)
        return False
    sheet.write_url(row, column, target, styles.link, _fitting(link))
    return True


def set_up_page(sheet: Any, header_row: int, *, landscape: bool = False) -> None:
    """Print on A4, as wide as the page, with the header row on every page.

    The margins are those of Decree 30/2020/NĐ-CP: 20 mm, left 30, right 15.
    """
    sheet.set_paper(_A4)
    if landscape:
        sheet.set_landscape()
    sheet.set_margins(left=30 / 25.4, right=15 / 25.4, top=20 / 25.4, bottom=20 / 25.4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(header_row)
    sheet.set_footer(f'&R&"{FONT},Regular"&10&P/&N')


@lru_cache(maxsize=4096)
def _fitting(text: str) -> str:
    line = clean_line(text)
    # Excel counts UTF-16 units, of which a character is two at most.
    if 2 * len(line) <= _LONGEST_TEXT:
        return line
    if len(line) + sum(char > "\uffff" for char in line) <= _LONGEST_TEXT:
        return line
    cut = line.encode("utf-16-le")[: 2 * (_LONGEST_TEXT - 1)]
    return cut.decode("utf-16-le", errors="ignore") + "…"


# An address as most are: nothing in it has to be taken apart or written in another way.
_PLAIN_LINK = re.compile(
    r"https?://(?=[a-z0-9])[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+(?<=[a-z0-9])(/[A-Za-z0-9/._~-]*)?"
)


def _target(link: str) -> str | None:
    """Return the address in the characters that a URI allows, or None for what is none."""
    if len(link) <= _LONGEST_LINK and _PLAIN_LINK.fullmatch(link):
        return link
    try:
        parts = urlsplit(_fitting(link))
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or parts.username is not None:
        return None
    if not re.fullmatch(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?", host):
        return None
    network = host if port is None else f"{host}:{port}"
    address = SplitResult(
        parts.scheme, network, _quoted(parts.path), _quoted(parts.query), _quoted(parts.fragment)
    ).geturl()
    return address if len(address) <= _LONGEST_LINK else None


def _quoted(part: str) -> str:
    escaped = quote(re.sub(r"%(?![0-9a-fA-F]{2})", "%25", part), safe=_RESERVED)
    return escaped.replace("[", "%5B").replace("]", "%5D").replace("#", "%23")
