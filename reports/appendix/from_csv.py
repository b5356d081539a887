"""Tables in .csv files, whatever program wrote them."""

import csv
from io import StringIO

from domain.errors import InvalidFile
from reports.appendix.grid import MAX_ROWS, Grid, GridRow, make_cell

SEPARATORS = (",", ";", "\t", "|")


def decode(content: bytes, file_name: str) -> str:
    """Return the text of UTF-8 (with or without a mark), UTF-16 or windows-1258 bytes.

    Raises InvalidFile `unknown_type` for what is no text.
    """
    for encoding in _encodings(content):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InvalidFile("unknown_type", place=file_name)


def read_csv(text: str, separator: str) -> Grid:
    """Return the text's rows, split at one separator.

    Raises InvalidFile: `broken_file` for a quote that never ends, `too_many_rows`.
    """
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[GridRow] = []
    line = 1
    try:
        for fields in reader:
            if len(rows) >= MAX_ROWS:
                raise InvalidFile("too_many_rows", place=f"dòng {line}", limit=MAX_ROWS)
            rows.append(GridRow(f"dòng {line}", tuple(make_cell(field) for field in fields)))
            line = reader.line_num + 1
    except csv.Error as error:
        raise InvalidFile("broken_file", place=f"dòng {line}") from error
    return Grid("", tuple(rows), strict_width=True)


def _encodings(content: bytes) -> tuple[str, ...]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    if b"\0" in content:
        # Without a mark, the half of the bytes that is mostly zero tells the order.
        little = content[1::2].count(0) > content[::2].count(0)
        return ("utf-16-le" if little else "utf-16-be",)
    return ("utf-8-sig", "windows-1258")
