"""Tables in .docx documents, read from their XML once.

Not through python-docx: it parses every part of the package and keeps what it made, its texts leave
out what was typed with changes tracked, and it looks every merged cell up anew. Only the document's
own part is parsed here, counted while it streams by, and its rows are walked.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from zipfile import ZipFile

from lxml import etree

from domain.errors import InvalidFile
from domain.imports.places import row_place, table_name
from domain.imports.tables import LeftOut
from domain.text import clean_line
from reports.appendix.files.container import LIBRARY_FAULTS
from reports.appendix.grid import BLANK, MAX_COLUMNS, MAX_ROWS, Cell, Grid, GridRow, make_cell

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_PARAGRAPH, _TABLE, _ROW, _CELL = f"{_W}p", f"{_W}tbl", f"{_W}tr", f"{_W}tc"
_WRAPPERS = {f"{_W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "smartTag")}
_BREAKS = {f"{_W}{name}" for name in ("br", "cr", "tab")}
_SKIPPED = {
    _TABLE,
    f"{_W}del",
    f"{_W}moveFrom",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
# An element takes some 250 bytes once it is parsed.
_MAX_ELEMENTS = 1_500_000


@dataclass(slots=True)
class _Reader:
    """What is kept while a document is read."""

    file_name: str
    links: dict[str, str]
    styles: dict[str, str]
    notes: list[LeftOut] = field(default_factory=list)
    place: str = ""
    numbers: dict[str, int] = field(default_factory=dict)


def read_docx(content: bytes, file_name: str) -> list[Grid]:
    """Return the document's tables, nested ones too, each with the paragraphs before it.

    Raises InvalidFile: `broken_file`, `too_large`, `too_many_rows`.
    """
    try:
        with ZipFile(BytesIO(content)) as package:
            with package.open("word/document.xml") as part:
                body = _parse(part, file_name)
            links = _links(package)
            styles = _styles(package)
        return _read(body, _Reader(file_name, links, styles))
    except (*LIBRARY_FAULTS, etree.LxmlError) as error:
        raise InvalidFile("broken_file", place=file_name) from error


def _parse(part: object, file_name: str) -> etree._Element:
    root = None
    parser = etree.iterparse(part, events=("start",), resolve_entities=False, no_network=True)
    for number, (_, element) in enumerate(parser):
        root = element if root is None else root
        if number > _MAX_ELEMENTS:
            raise InvalidFile("too_large", place=file_name)
    body = root.find(f"{_W}body") if root is not None else None
    if body is None:
        raise InvalidFile("broken_file", place=file_name)
    return body


def _links(package: ZipFile) -> dict[str, str]:
    try:
        content = package.read("word/_rels/document.xml.rels")
    except KeyError:
        return {}
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    root = etree.fromstring(content, parser)
    return {element.get("Id", ""): element.get("Target", "") for element in root}


def _styles(package: ZipFile) -> dict[str, str]:
    """Return the styles whose characters do not count, by their id, and why."""
    try:
        content = package.read("word/styles.xml")
    except KeyError:
        return {}
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    styles = {style.get(f"{_W}styleId", ""): style for style in root.iter(f"{_W}style")}
    found: dict[str, str] = {}
    for name in styles:
        above: str | None = name
        seen: set[str] = set()
        # The nearest style that says anything of it decides.
        while above is not None and above in styles and above not in seen:
            seen.add(above)
            why = _why_of(styles[above].find(f"{_W}rPr"))
            if why is not None:
                found[name] = why
                break
            based = styles[above].find(f"{_W}basedOn")
            above = based.get(f"{_W}val") if based is not None else None
    return {name: why for name, why in found.items() if why}


def _read(body: etree._Element, reader: _Reader) -> list[Grid]:
    grids: list[Grid] = []
    before: list[str] = []
    between: list[str] | None = None
    left = MAX_ROWS
    for element, nested in _blocks(body):
        if element.tag == _TABLE:
            name = table_name(len(grids) + 1)
            rows = _read_rows(element, name, left, reader)
            left -= len(rows)
            grids.append(
                Grid(
                    name,
                    rows,
                    tuple(before),
                    between=None if nested or between is None else tuple(between),
                    left_out=tuple(reader.notes),
                    hides_rows=any(note.code == "hidden_rows" for note in reader.notes),
                )
            )
            reader.notes.clear()
            between = between if nested else []
        else:
            reader.place = ""
            if text := _text(element, reader):
                before.append(text)
                if between is not None:
                    between.append(text)
            reader.notes.clear()
    return grids


def _blocks(element: etree._Element) -> Iterator[tuple[etree._Element, bool]]:
    """Yield paragraphs and tables in order; True marks a table inside another or in a text box."""
    for child in element:
        if child.tag == _PARAGRAPH:
            yield child, False
            for nested in child.iterdescendants(_TABLE):
                if not any(above.tag in _SKIPPED for above in nested.iterancestors()):
                    yield nested, True
        elif child.tag == _TABLE:
            yield child, False
            for nested in child.iterdescendants(_TABLE):
                yield nested, True
        elif child.tag in _WRAPPERS:
            yield from _blocks(child)


def _read_rows(table: etree._Element, name: str, left: int, reader: _Reader) -> tuple[GridRow, ...]:
    rows: list[GridRow] = []
    above: tuple[Cell, ...] = ()
    for number, row in enumerate(_children(table, _ROW), 1):
        if number > left:
            raise InvalidFile("too_many_rows", place=reader.file_name, limit=MAX_ROWS)
        reader.place = row_place(name, number)
        above = tuple(_read_cells(row, above, reader))
        if row.find(f"{_W}trPr/{_W}del") is not None:
            continue
        if _is_on(row.find(f"{_W}trPr/{_W}hidden")):
            values: dict[str, object] = {"rows": str(number), "count": 1}
            reader.notes.append(LeftOut("hidden_rows", name, values))
            continue
        rows.append(GridRow(reader.place, above))
    return tuple(rows)


def _read_cells(row: etree._Element, above: tuple[Cell, ...], reader: _Reader) -> list[Cell]:
    before = row.find(f"{_W}trPr/{_W}gridBefore")
    cells: list[Cell] = [BLANK] * (_number(before) if before is not None else 0)
    for element in _children(row, _CELL):
        span = element.find(f"{_W}tcPr/{_W}gridSpan")
        width = _number(span) if span is not None else 1
        if len(cells) + width > MAX_COLUMNS:
            raise ValueError("a row wider than any table of counts")
        if _continues(element, "hMerge"):
            cell = cells[-1] if cells else BLANK
        elif _continues(element, "vMerge"):
            cell = above[len(cells)] if len(cells) < len(above) else BLANK
        else:
            raw = "".join(_pieces(element, reader)).strip()
            if not clean_line(raw):
                raw = _list_number(element, reader)
            cell = make_cell(raw, link=_link(element, reader)) if raw else BLANK
        cells.extend([cell] * width)
    return cells


def _number(element: etree._Element) -> int:
    return min(max(int(element.get(f"{_W}val", "1")), 0), MAX_COLUMNS + 1)


def _list_number(cell: etree._Element, reader: _Reader) -> str:
    """Return the number that Word prints in a cell that holds nothing but a numbered paragraph."""
    found = cell.find(f"{_W}p/{_W}pPr/{_W}numPr/{_W}numId")
    if found is None or found.get(f"{_W}val") == "0":
        return ""
    key = found.get(f"{_W}val", "")
    reader.numbers[key] = reader.numbers.get(key, 0) + 1
    return str(reader.numbers[key])


def _link(cell: etree._Element, reader: _Reader) -> str:
    for element in cell.iter(f"{_W}hyperlink"):
        if target := reader.links.get(element.get(f"{_R}id", "")):
            return target
    return ""


def _continues(cell: etree._Element, merge: str) -> bool:
    """Tell whether the cell only carries on the merged cell above or left of it."""
    element = cell.find(f"{_W}tcPr/{_W}{merge}")
    return element is not None and element.get(f"{_W}val", "continue") == "continue"


def _children(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Yield the children of a tag, also those in content controls and tracked insertions."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, tag)


def _text(element: etree._Element, reader: _Reader) -> str:
    return clean_line("".join(_pieces(element, reader)))


def _is_on(switch: etree._Element | None) -> bool:
    return switch is not None and switch.get(f"{_W}val", "1") not in ("0", "false", "off", "none")


def _why_of(properties: etree._Element | None) -> str | None:
    """Return why characters do not count, "" when they do, None where nothing is said of it."""
    if properties is None:
        return None
    if _is_on(properties.find(f"{_W}strike")) or _is_on(properties.find(f"{_W}dstrike")):
        return "struck"
    if _is_on(properties.find(f"{_W}vanish")) or _is_on(properties.find(f"{_W}webHidden")):
        return "hidden_text"
    raised = properties.find(f"{_W}vertAlign")
    if raised is not None and raised.get(f"{_W}val") == "superscript":
        return "superscript"
    switches = ("strike", "dstrike", "vanish", "webHidden", "vertAlign")
    return "" if any(properties.find(f"{_W}{name}") is not None for name in switches) else None


def _why_left_out(run: etree._Element, reader: _Reader) -> str:
    """Return why the characters of a run do not count, "" when they do."""
    properties = run.find(f"{_W}rPr")
    why = _why_of(properties)
    if why is not None:
        return why
    if properties is not None:
        style = properties.find(f"{_W}rStyle")
        if style is not None and style.get(f"{_W}val") in reader.styles:
            return reader.styles[style.get(f"{_W}val", "")]
        if _is_raised(properties) and any(
            not _is_raised(other.find(f"{_W}rPr")) and other.findtext(f"{_W}t")
            for other in run.itersiblings(f"{_W}r", preceding=True)
        ):
            # A mark behind a number; a whole cell may be raised to stand in its middle.
            return "superscript"
    if reader.styles:
        paragraph = next(run.iterancestors(_PARAGRAPH), None)
        style = paragraph.find(f"{_W}pPr/{_W}pStyle") if paragraph is not None else None
        if style is not None:
            return reader.styles.get(style.get(f"{_W}val", ""), "")
    return ""


def _is_raised(properties: etree._Element | None) -> bool:
    position = properties.find(f"{_W}position") if properties is not None else None
    text = position.get(f"{_W}val", "") if position is not None else ""
    return text.isdecimal() and int(text) > 0


def _pieces(element: etree._Element, reader: _Reader) -> Iterator[str]:
    for child in element:
        if child.tag in _SKIPPED:
            continue
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in _BREAKS:
            yield " "
        elif child.tag == f"{_W}noBreakHyphen":
            yield "-"
        elif child.tag == f"{_W}r" and (code := _why_left_out(child, reader)):
            gone = "".join(_pieces(child, reader)).strip()
            if gone and reader.place:
                reader.notes.append(LeftOut(code, reader.place, {"text": gone[:60]}))
        else:
            yield from _pieces(child, reader)
            if child.tag == _PARAGRAPH:
                yield " "
