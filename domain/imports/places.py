"""Where something stands in a file: made while it is read, worded for whoever is told.

A place travels from the process that reads as one line of text; the two halves of its form, writing
and wording, are here and nowhere else.
"""

import re

from domain.language import Translator

_PLACE = re.compile(
    r"(?P<table>.*?)"
    r"(?:(?:^|, )(?:dòng (?P<row>\d+)|cột (?P<letters>[A-Z]{1,3})|ô (?P<cell>[A-Z]{1,3}\d+)))?"
    r"(?:(?:^|, )cột (?P<label>.+))?"
)
_TABLE = re.compile(r"Bảng (\d+)")


def table_name(number: int) -> str:
    """Return the name of a document's table, which has none of its own."""
    return f"Bảng {number}"


def row_place(table: str, number: int) -> str:
    """Return the place of a row, numbered from 1; a file of text has no table's name."""
    return f"{table}, dòng {number}" if table else f"dòng {number}"


def row_number(place: str) -> int | None:
    """Return the number of a row's place, None where the place is none of a row."""
    found = _PLACE.fullmatch(place)
    return int(found["row"]) if found is not None and found["row"] else None


def column_place(table: str, letters: str) -> str:
    """Return the place of a column by the letters above it."""
    return f"{table}, cột {letters}" if table else f"cột {letters}"


def cell_place(table: str, reference: str) -> str:
    """Return the place of a cell, such as C3."""
    return f"{table}, ô {reference}"


def place_of_label(row: str, label: str) -> str:
    """Return the place in a row below a column's heading."""
    return f"{row}, cột {label}"


def place_text(_: Translator, place: str) -> str:
    """Return a place in the reader's words; a file's or a sheet's own name stays as it is."""
    found = _PLACE.fullmatch(place)
    if found is None:
        return place
    parts = []
    if table := found["table"]:
        numbered = _TABLE.fullmatch(table)
        parts.append(_("Bảng {number}").format(number=numbered[1]) if numbered else table)
    if row := found["row"]:
        parts.append(_("dòng {number}").format(number=row))
    columns = filter(None, (found["letters"], found["label"]))
    parts += [_("cột {name}").format(name=column) for column in columns]
    if cell := found["cell"]:
        parts.append(_("ô {name}").format(name=cell))
    return ", ".join(parts)
