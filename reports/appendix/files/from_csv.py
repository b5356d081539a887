"""Tables in text files (.csv, .tsv, .txt), whatever program wrote them."""

import contextlib
import csv
from io import StringIO

from domain.errors import InvalidFile
from domain.imports.places import row_place
from reports.appendix.files.letters import LegacyCode, plausibility, to_unicode
from reports.appendix.grid import MAX_COLUMNS, MAX_ROWS, Grid, GridRow, make_cell

SEPARATORS = (",", ";", "\t", "|")


def decode(content: bytes, file_name: str) -> str:
    """Return the text of UTF-8 (with or without a mark), UTF-16 or one-byte letters.

    Among the one-byte codes (windows-1258, TCVN3, VNI) the one that spells Vietnamese syllables is
    meant. Raises InvalidFile `unknown_type` for what is no text.
    """
    for encoding in _encodings(content):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    texts = []
    with contextlib.suppress(UnicodeDecodeError):
        texts.append(content.decode("windows-1258"))
    latin = _as_latin(content)
    texts += [latin, *(to_unicode(latin, code) for code in LegacyCode)]
    best = max(texts, key=plausibility)
    if any(ord(char) < 32 and char not in "\t\r\n\f\x1a" for char in best) or not texts:
        raise InvalidFile("unknown_type", place=file_name)
    if best is latin and any(0x80 <= ord(char) < 0xA0 for char in best):
        raise InvalidFile("unknown_type", place=file_name)
    return best


def _as_latin(content: bytes) -> str:
    """Return bytes as windows-1252 shows them, its five gaps as control characters."""
    return "".join(
        bytes([byte]).decode("windows-1252", errors="ignore") or chr(byte) for byte in content
    )


def read_csv(text: str, separator: str) -> Grid:
    """Return the text's rows, split at one separator.

    Raises InvalidFile: `broken_file` for a quote that never ends, `too_many_rows`,
    `too_many_columns`.
    """
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[GridRow] = []
    line = 1
    try:
        for fields in reader:
            if len(rows) >= MAX_ROWS:
                raise InvalidFile("too_many_rows", place=row_place("", line), limit=MAX_ROWS)
            if len(fields) > MAX_COLUMNS:
                raise InvalidFile("too_many_columns", place=row_place("", line), limit=MAX_COLUMNS)
            rows.append(GridRow(row_place("", line), tuple(make_cell(field) for field in fields)))
            line = reader.line_num + 1
    except csv.Error as error:
        raise InvalidFile("broken_file", place=row_place("", line)) from error
    return Grid("", tuple(rows), strict_width=True)


def _encodings(content: bytes) -> tuple[str, ...]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    if b"\0" in content:
        # Without a mark, the half of the bytes that is mostly zero tells the order.
        little = content[1::2].count(0) > content[::2].count(0)
        return ("utf-16-le" if little else "utf-16-be",)
    return ("utf-8-sig",)
