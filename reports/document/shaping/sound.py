"""Makes what the tags of a template left behind a sound document (ECMA-376, Part 1).

docxtpl writes a cell's span before its width, and a list without lines leaves a cell without a
paragraph or a table without a row: Word mends the first and calls the others damaged.
"""

from typing import Any

_CELL_ORDER = (
    "cnfStyle",
    "tcW",
    "gridSpan",
    "hMerge",
    "vMerge",
    "tcBorders",
    "shd",
    "noWrap",
    "tcMar",
    "textDirection",
    "tcFitText",
    "vAlign",
    "hideMark",
    "headers",
    "cellIns",
    "cellDel",
    "cellMerge",
    "tcPrChange",
)
_PLACES = {name: place for place, name in enumerate(_CELL_ORDER)}


def settle(body: Any) -> None:
    """Put the properties of cells in order, and give every cell a paragraph, every table a row."""
    from docx.oxml.ns import qn

    for row in list(body.iter(qn("w:tr"))):
        if row.find(qn("w:tc")) is None and row.find(qn("w:sdt")) is None:
            row.getparent().remove(row)
    for table in list(body.iter(qn("w:tbl"))):
        if not any(child.tag in (qn("w:tr"), qn("w:sdt")) for child in table):
            table.getparent().remove(table)
    for cell in body.iter(qn("w:tc")):
        if len(cell) == 0 or cell[-1].tag != qn("w:p"):
            cell.append(body.makeelement(qn("w:p")))
    for properties in body.iter(qn("w:tcPr")):
        children = list(properties)
        ordered = sorted(children, key=_place)
        if ordered != children:
            properties[:] = ordered


def _place(child: Any) -> int:
    name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
    return _PLACES.get(name, len(_CELL_ORDER))
