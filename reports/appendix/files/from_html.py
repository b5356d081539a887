"""Tables in web pages, which content management systems and Excel also save under the name .xls."""

import email
import email.policy
import re
from collections.abc import Iterator

from charset_normalizer import from_bytes
from lxml import etree, html

from domain.errors import InvalidFile
from domain.imports.places import row_place, table_name
from domain.imports.tables import LeftOut
from domain.text import clean_line
from reports.appendix.files.container import LIBRARY_FAULTS
from reports.appendix.grid import BLANK, MAX_COLUMNS, MAX_ROWS, Cell, Grid, make_cell, visible

_LEFT_OUT = {"s": "struck", "strike": "struck", "del": "struck", "sup": "superscript"}
_UNSEEN = ("script", "style", "template", "head")
# What a style makes of characters that do not count, by its text without spaces.
_STYLED = {
    "display:none": "hidden_text",
    "visibility:hidden": "hidden_text",
    "line-through": "struck",
    "vertical-align:super": "superscript",
}
# What holds for a printer or a small screen alone, and remarks.
_OF_MEDIA = re.compile(r"/\*.*?\*/|@[^{};]*(?:;|\{(?:[^{}]*\{[^{}]*\})*[^{}]*\})", re.DOTALL)
_RULE = re.compile(r"([^{}]{1,500})\{([^{}]{0,2000})\}")
_CLASS = re.compile(r"(?:^|,) ?[a-z]*\.([\w-]+) ?(?=,|$)")
_MAX_CELLS = 500_000

Styles = dict[str, str]


def read_html(content: bytes, file_name: str) -> list[Grid]:
    """Return the page's tables, each with the texts before it.

    Raises InvalidFile: `broken_file`, `too_large`, `too_many_rows`, `too_many_columns`.
    """
    try:
        parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True)
        root = html.document_fromstring(_as_utf8(content), parser=parser)
        return _read(root, file_name)
    except (*LIBRARY_FAULTS, etree.LxmlError) as error:
        raise InvalidFile("broken_file", place=file_name) from error


def _styles(root: etree._Element) -> Styles:
    """Return the classes whose characters do not count, and why."""
    found: Styles = {}
    for element in root.iter("style"):
        text = _OF_MEDIA.sub(" ", (element.text or "").replace("<!--", " "))
        for names, body in _RULE.findall(text):
            for name in _CLASS.findall(" ".join(names.split()).lower()):
                if (code := _code_of(body)) or "display:" in body:
                    found[name] = code
    return found


def _code_of(style: str) -> str:
    text = "".join(style.lower().split())
    return next((code for words, code in _STYLED.items() if words in text), "")


def _as_utf8(content: bytes) -> bytes:
    if content[:64].lower().lstrip().startswith(b"mime-version:"):
        message = email.message_from_bytes(content, policy=email.policy.default)
        texts = [
            part.get_content() for part in message.walk() if part.get_content_type() == "text/html"
        ]
        return "\n".join(texts).encode()
    try:
        return content.decode("utf-8-sig").encode()
    except UnicodeDecodeError:
        best = from_bytes(content).best()
        return str(best).encode() if best is not None else content


def _read(root: etree._Element, file_name: str) -> list[Grid]:
    grids: list[Grid] = []
    before: list[str] = []
    between: list[str] | None = None
    cells_left = _MAX_CELLS
    styles = _styles(root)
    for element, nested in _blocks(root):
        if isinstance(element, str):
            before.append(element)
            if between is not None:
                between.append(element)
            continue
        name = table_name(len(grids) + 1)
        notes: list[LeftOut] = []
        cells, hidden_rows = _read_table(element, name, notes, styles, file_name)
        cells_left -= sum(len(row) for row in cells)
        if cells_left < 0:
            raise InvalidFile("too_large", place=file_name)
        rows, hidden = visible(name, cells, hidden_rows, ())
        grids.append(
            Grid(
                name,
                rows,
                tuple(before),
                between=None if nested or between is None else tuple(between),
                left_out=(*hidden, *notes),
                hides_rows=bool(hidden),
            )
        )
        between = between if nested else []
    return grids


def _blocks(root: etree._Element) -> Iterator[tuple[etree._Element | str, bool]]:
    """Yield the texts outside of tables and the tables in order; True marks a nested table."""
    depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag
        if tag == "table":
            if event == "start":
                yield element, depth > 0
                depth += 1
            else:
                depth -= 1
        if depth or tag in _UNSEEN:
            text = element.tail if event == "end" and not depth else None
        else:
            text = element.text if event == "start" else element.tail
        if text and (line := clean_line(text)):
            yield line, False


def _read_table(
    table: etree._Element, name: str, notes: list[LeftOut], styles: Styles, file_name: str
) -> tuple[list[list[Cell]], list[int]]:
    rows: list[list[Cell]] = []
    hidden: list[int] = []
    carried: dict[int, tuple[int, Cell]] = {}
    for number, row in enumerate(_rows(table)):
        if number >= MAX_ROWS:
            raise InvalidFile("too_many_rows", place=file_name, limit=MAX_ROWS)
        cells: list[Cell] = []
        for element in row:
            if element.tag not in ("td", "th"):
                continue
            _carry_on(cells, carried)
            cell = _cell(element, row_place(name, number + 1), notes, styles)
            high, wide = _span(element, "rowspan"), _span(element, "colspan")
            for _ in range(wide):
                if high > 1:
                    carried[len(cells)] = (high - 1, cell)
                cells.append(cell)
            if len(cells) > MAX_COLUMNS:
                raise InvalidFile("too_many_columns", place=file_name, limit=MAX_COLUMNS)
        _carry_on(cells, carried)
        if _why_left_out(row, styles) == "hidden_text":
            hidden.append(number)
        rows.append(cells)
    return rows, hidden


def _carry_on(cells: list[Cell], carried: dict[int, tuple[int, Cell]]) -> None:
    while len(cells) in carried:
        place = len(cells)
        left, cell = carried.pop(place)
        cells.append(cell)
        if left > 1:
            carried[place] = (left - 1, cell)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from _rows(child)


def _cell(element: etree._Element, place: str, notes: list[LeftOut], styles: Styles) -> Cell:
    text = "".join(_pieces(element, place, notes, styles)).strip()
    if not clean_line(text):
        return BLANK
    if _why_left_out(element, styles) == "struck":
        notes.append(LeftOut("struck", place, {"text": text[:60]}))
        return BLANK
    link = next((a.get("href", "") for a in element.iter("a")), "")
    return make_cell(text, link=link)


def _pieces(
    element: etree._Element, place: str, notes: list[LeftOut], styles: Styles
) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and child.tag != "table":
            if code := _why_left_out(child, styles):
                if gone := "".join(_pieces(child, place, notes, styles)).strip():
                    notes.append(LeftOut(code, place, {"text": gone[:60]}))
            else:
                yield from _pieces(child, place, notes, styles)
                if child.tag in ("br", "p", "div", "li"):
                    yield " "
        yield child.tail or ""


def _why_left_out(element: etree._Element, styles: Styles) -> str:
    """Return why an element's characters do not count, "" when they do."""
    if element.get("hidden") is not None:
        return "hidden_text"
    if code := _LEFT_OUT.get(element.tag) or _code_of(element.get("style", "")):
        return code
    names = element.get("class", "").lower().split()
    return next((styles[name] for name in names if name in styles), "")


def _span(element: etree._Element, name: str) -> int:
    text = element.get(name, "1").strip()
    return min(max(int(text), 1), MAX_COLUMNS) if text.isdecimal() else 1
