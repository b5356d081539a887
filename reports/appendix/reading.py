"""Reading a whole file: what it is, which of its tables count articles, and what they say."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.errors import InvalidFile
from domain.imports.tables import Appendix, LeftOut
from domain.text import nfc
from reports.appendix.apart import apart
from reports.appendix.articles.lists import read_articles
from reports.appendix.combining import combine
from reports.appendix.files.container import FileKind, recognise
from reports.appendix.files.from_csv import SEPARATORS, decode, read_csv
from reports.appendix.files.from_docx import read_docx
from reports.appendix.files.from_html import read_html
from reports.appendix.files.from_ods import read_ods
from reports.appendix.files.from_xls import read_xls
from reports.appendix.files.from_xlsb import read_xlsb
from reports.appendix.files.from_xlsx import read_xlsx
from reports.appendix.files.letters import repaired
from reports.appendix.files.office import convert
from reports.appendix.findings import explain
from reports.appendix.grid import Grid
from reports.appendix.headings.years import titles
from reports.appendix.joining import joined
from reports.appendix.tables import Candidate, ReadTable, candidates, months_of, read

# What may stand in every cell of a table.
_MANY = (
    "struck",
    "superscript",
    "hidden_text",
    "row_without_title",
    "row_unpublished",
    "row_alone",
    "row_below_total",
)
_MOST = 10
# Tables beside one of articles that hold something else.
_OTHER_TABLES = ("money", "plan_table", "other_counts", "cumulated", "no_table_topics")


@dataclass(frozen=True, slots=True)
class _File:
    """A file's grids, what was left out while they were read, and whether tinbai wrote it."""

    grids: list[Grid]
    left_out: tuple[LeftOut, ...] = ()
    own: bool = False


def read_appendix(
    content: bytes, file_name: str, year: int | None = None, sheet: str | None = None
) -> Appendix:
    """Read the tables of counts, or the list of articles, in a file of any kind.

    The content decides what kind of file it is. `year` is for a file that names none or several,
    `sheet` reads that one alone. The months are sorted; the cells win over printed sums. Blocks:
    call it in a process of its own. Raises InvalidFile, always with `place`.
    """
    file_name = nfc(file_name)
    file = _open(content, file_name)
    if sheet is not None:
        file = replace(file, grids=_of_sheet(file.grids, sheet, file_name))
    grids, converted = repaired(file.grids)
    left_out = (*file.left_out, *converted)
    grids = joined(grids)
    articles = None if file.own else read_articles(grids, year)
    if articles is not None:
        return replace(articles, left_out=_few((*left_out, *articles.left_out)))
    found = [each for grid in grids for part in apart(grid) for each in candidates(part)]
    if not found:
        raise explain(grids, file_name)
    tables = _read_all(found, year, file_name)
    appendix = combine(tables, file_name, year)
    if file.own:
        appendix = replace(appendix, own_workbook=True)
    return replace(appendix, left_out=_few((*left_out, *appendix.left_out)))


def _few(left_out: Sequence[LeftOut]) -> tuple[LeftOut, ...]:
    """Return the notes without those of one kind behind the first ten, which are only counted."""
    kept: list[LeftOut] = []
    seen: Counter[str] = Counter()
    for left in left_out:
        if left in kept[-_MOST:]:
            continue
        seen[left.code] += 1
        if left.code not in _MANY or seen[left.code] <= _MOST:
            kept.append(left)
    more = sum(max(seen[code] - _MOST, 0) for code in _MANY)
    return (*kept, *((LeftOut("more", "", {"count": more}),) if more else ()))


def _open(content: bytes, file_name: str) -> _File:
    kind = recognise(content, file_name)
    if kind in (FileKind.OFFICE_TEXT, FileKind.OFFICE_TABLE):
        target = "docx" if kind is FileKind.OFFICE_TEXT else "xlsx"
        content = convert(content, file_name, target)
        kind = recognise(content, file_name)
    if kind is FileKind.CSV:
        return _File(_csv_grids(decode(content, file_name)))
    if kind is FileKind.DOCX:
        return _File(read_docx(content, file_name))
    if kind is FileKind.HTML:
        return _File(read_html(content, file_name))
    if kind is FileKind.XLSX:
        grids, left_out, own = read_xlsx(content, file_name)
        return _File(grids, tuple(left_out), own)
    reader = {FileKind.XLS: read_xls, FileKind.XLSB: read_xlsb, FileKind.ODS: read_ods}[kind]
    grids, left_out = reader(content, file_name)
    return _File(grids, tuple(left_out))


def _csv_grids(text: str) -> list[Grid]:
    """Return the rows under the separator that makes most of them: a table, a list, most columns.

    Raises InvalidFile where no separator divides the text into rows.
    """
    best: tuple[tuple[int, int], Grid] | None = None
    broken: InvalidFile | None = None
    for separator in SEPARATORS:
        if separator not in text:
            continue
        try:
            grid = read_csv(text, separator)
            score = _csv_score(grid)
        except InvalidFile as error:
            broken = broken or error
            continue
        if best is None or score > best[0]:
            best = (score, grid)
    if broken is not None and (best is None or best[0][0] == 0):
        raise broken
    if best is None:
        return [read_csv(text, ",")]
    return [best[1]]


def _csv_score(grid: Grid) -> tuple[int, int]:
    found = list(candidates(grid))
    months = max((len(candidate.header.months) for candidate in found), default=0)
    wide = sum(len(list(row.distinct())) for row in grid.rows[:50])
    if months:
        return months + 1, wide
    return (1 if read_articles([grid], 2000, probe=True) is not None else 0), wide


def _of_sheet(grids: Sequence[Grid], sheet: str, file_name: str) -> list[Grid]:
    chosen = [grid for grid in grids if grid.name.casefold() == nfc(sheet).casefold()]
    if not chosen:
        names = ", ".join(grid.name for grid in grids)
        raise InvalidFile("no_such_sheet", place=file_name, sheet=sheet, sheets=names[:200])
    return chosen


def _read_all(found: Sequence[Candidate], year: int | None, file_name: str) -> list[ReadTable]:
    """Read the tables; a table without a year takes that of the others in the file."""
    resolved = []
    faults = []
    for candidate in found:
        try:
            resolved.append((candidate, months_of(candidate, year)))
        except InvalidFile as error:
            faults.append((candidate, error))
    years = {month.year for _, months in resolved for month in months.months}
    for candidate, fault in faults:
        if fault.code == "no_year" and year is None and len(years) == 1:
            resolved.append((candidate, months_of(candidate, next(iter(years)))))
        elif (fault.code == "year_differs" and resolved) or (
            fault.code.startswith("no_table") and resolved
        ):
            continue
        else:
            raise fault
    order = {id(candidate): place for place, candidate in enumerate(found)}
    resolved.sort(key=lambda pair: order[id(pair[0])])
    tables: list[ReadTable] = []
    notes: list[LeftOut] = []
    other: InvalidFile | None = None
    for candidate, months in resolved:
        try:
            table = read(candidate, months)
        except InvalidFile as error:
            if error.code not in _OTHER_TABLES:
                raise
            other = other or error
            what = {"what": error.code, "text": _title_of(candidate)}
            notes.append(LeftOut("other_table", str(error.values["place"]), {**what}))
            continue
        if table is not None:
            tables.append(table)
    if not tables:
        raise other or InvalidFile("no_table", place=file_name)
    if notes:
        tables[0] = replace(tables[0], left_out=(*tables[0].left_out, *notes))
    return tables


def _title_of(candidate: Candidate) -> str:
    return next(titles(candidate.grid, candidate.header), candidate.grid.name)[:80]
