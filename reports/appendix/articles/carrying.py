"""Cells of a list that were filled in once, at the first row of their group, and not merged."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from domain.errors import InvalidFile
from domain.imports.tables import AppendixWarning
from domain.text import search_key
from reports.appendix.articles.columns import ArticleList
from reports.appendix.articles.days import read_day
from reports.appendix.articles.sections import says_none, words_of
from reports.appendix.grid import Cell
from reports.appendix.headings.labels import is_total_row, looks_signed
from reports.appendix.once import (
    Row,
    begins_filled,
    distinct,
    filled_down,
    is_numbered_by_group,
    is_repeated,
    row_numbers,
    shows_groups,
)


def carried_down(found: ArticleList) -> tuple[ArticleList, list[AppendixWarning]]:
    """Return the list with the blanks of its days, units or authors filled from above, and where.

    They are where the whole column shows that it was filled in once for each group. Raises
    InvalidFile `cells_left_blank` where blanks are taken for those above and it shows otherwise.
    """
    warnings: list[AppendixWarning] = []
    for name in ("date", "unit" if "unit" in found.columns else "author"):
        column = found.columns.get(name)
        if column is None or (name == "unit" and len(found.units) > 1):
            continue
        if all(row.cell(column).text for row in found.rows):
            continue
        rows = list(_articles(found, column))
        if not any(row.blank for row in rows):
            continue
        if _is_once_a_group(found, rows, name):
            warnings.append(_warning(found, rows, column))
            found = replace(found, grid=filled_down(found.grid, found.last, rows, column))
        elif name == "unit" and _taken_anyway(found):
            raise left_blank(found, name, [found.rows[r.index].place for r in rows if r.blank])
    return found, warnings


def left_blank(found: ArticleList, name: str, places: Sequence[str]) -> InvalidFile:
    """Return the fault of a column that was left blank in some rows, and whose it is unclear."""
    return InvalidFile(
        "cells_left_blank",
        place=places[0],
        column=found.heading.cell(found.columns[name]).text[:60],
        rows=row_numbers(places),
    )


def _articles(found: ArticleList, column: int) -> Iterator[Row]:
    after = False
    title = found.columns.get("title", found.columns.get("url", 0))
    for index, row in enumerate(found.rows):
        alone = list(row.distinct())
        if not alone:
            continue
        text = row.cell(title).text
        number = "" if found.number is None else row.cell(found.number).text.rstrip(".)")
        told = len(words_of(alone)) > 1 or (number.isdecimal() and len(alone) > 1)
        if not (text and told) or _is_no_article(alone):
            after = False
            continue
        if says_none(text) and column == found.columns["date"]:
            continue  # it names a unit, and is of no day
        yield Row(index, row.cell(column), int(number) if number.isdecimal() else None, after)
        after = True


def _is_no_article(alone: Sequence[Cell]) -> bool:
    return any(is_total_row(cell.text) or looks_signed(cell.text) for cell in alone[:2])


def _is_once_a_group(found: ArticleList, rows: Sequence[Row], name: str) -> bool:
    """Tell whether each group's first row alone is filled in."""
    if not begins_filled(rows):
        return False
    if name != "date" and is_numbered_by_group(rows):
        return True
    if name == "unit" and "author" in found.columns and not _fits_authors(found, rows):
        return False
    if is_repeated(rows):
        return False
    if name == "date":
        return _in_order(found, distinct(rows)) and shows_groups(rows, at_least=2)
    return (name == "unit" and _taken_anyway(found)) or shows_groups(rows)


def _taken_anyway(found: ArticleList) -> bool:
    """Tell whether a blank is read as the unit above: it stands first, and nothing numbers rows."""
    leads = found.columns["unit"] < found.columns.get("title", 0)
    return leads and found.number is None and "author" not in found.columns


def _fits_authors(found: ArticleList, rows: Sequence[Row]) -> bool:
    """Tell whether no author would be of two units; right of the title a blank is the author's."""
    if found.columns["unit"] > found.columns.get("title", 0):
        return False
    units: dict[str, str] = {}
    unit = ""
    for row in rows:
        unit = unit if row.blank else search_key(row.cell.text)
        author = search_key(found.rows[row.index].cell(found.columns["author"]).text)
        if author and units.setdefault(author, unit) != unit:
            return False
    return True


def _in_order(found: ArticleList, filled: Sequence[Cell]) -> bool:
    """Tell whether the days follow each other, forwards or backwards."""
    days: list[date] = []
    for cell in filled:
        day = read_day(cell, found.period, month_first=found.month_first)
        if day is None:
            return False
        days.append(day)
    return days == sorted(days) or days == sorted(days, reverse=True)


def _warning(found: ArticleList, rows: Sequence[Row], column: int) -> AppendixWarning:
    places = [found.rows[row.index].place for row in rows if row.blank]
    values: dict[str, object] = {
        "column": found.heading.cell(column).text[:60],
        "rows": row_numbers(places),
    }
    return AppendixWarning("carried_down", places[0], "", values)
