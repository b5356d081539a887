"""Reads other people's tables in the limited process that pages are read in.

A workbook of some kilobytes can unfold to gigabytes, and a parser that is busy holds the
interpreter's lock. The child prints JSON lines: what the table is as a whole, then pieces of its
rows, so that no single step of reading them back holds the event loop; or the fault it found.
"""

import asyncio
import gc
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from domain.errors import InvalidFile
from domain.imports.tables import Appendix, AppendixRow, ArticleRow
from services.pages.parsing import ParseError, ask_child, limit_memory

_MEMORY = 1_200_000_000
# LibreOffice begins slowly on a small machine; what takes longer is no table.
TIMEOUT_S = 80.0
_PIECE = 500


async def read_file(
    content: bytes, file_name: str, year: int | None = None, sheet: str | None = None
) -> Appendix:
    """Read the tables or the list of articles in a file; raise InvalidFile.

    Its codes are those of `read_appendix`, and `too_heavy` for a file that needs more memory or
    time than a table does.
    """
    facts = {"file_name": file_name, "year": year, "sheet": sheet}
    try:
        async with asyncio.timeout(TIMEOUT_S):
            answer = await ask_child("services.imports.reading", facts, content)
    except (ParseError, TimeoutError):
        raise InvalidFile("too_heavy", place=file_name) from None
    return await asyncio.to_thread(_appendix, answer)


def _appendix(answer: bytes) -> Appendix:
    from pydantic import TypeAdapter

    first, *pieces = answer.splitlines()
    fault = json.loads(first) if first.startswith(b'{"fault"') else None
    if fault is not None:
        raise InvalidFile(fault["fault"], **fault["values"])
    rows: list[AppendixRow] = []
    articles: list[ArticleRow] = []
    row_reader = TypeAdapter(list[AppendixRow])
    article_reader = TypeAdapter(list[ArticleRow])
    for piece in pieces:
        kind, body = piece[:1], piece[1:]
        if kind == b"r":
            rows += row_reader.validate_json(body)
        else:
            articles += article_reader.validate_json(body)
    whole = TypeAdapter(Appendix).validate_json(first)
    return replace(whole, rows=tuple(rows), articles=tuple(articles))


def answer_lines(facts: dict[str, Any], content: bytes) -> Iterator[bytes]:
    """Yield the lines that tell what a file holds."""
    from pydantic import TypeAdapter

    from reports.appendix.reading import read_appendix

    try:
        found = read_appendix(content, facts["file_name"], facts["year"], facts["sheet"])
    except InvalidFile as error:
        yield json.dumps({"fault": error.code, "values": error.values}).encode()
        return
    yield TypeAdapter(Appendix).dump_json(replace(found, rows=(), articles=()))
    for start in range(0, len(found.rows), _PIECE):
        rows = list(found.rows[start : start + _PIECE])
        yield b"r" + TypeAdapter(list[AppendixRow]).dump_json(rows)
    for start in range(0, len(found.articles), _PIECE):
        articles = list(found.articles[start : start + _PIECE])
        yield b"a" + TypeAdapter(list[ArticleRow]).dump_json(articles)


# Coverage does not see the child; the tests of imports run it.
def main() -> None:  # pragma: no cover
    """Answer one question on standard input."""
    limit_memory(_MEMORY)
    # A file makes millions of objects that all stay: looking for garbage took a sixth of the time.
    gc.set_threshold(100_000)
    # Files with a document type are refused unparsed; where a tool brought defusedxml, openpyxl
    # would read with a parser written in Python.
    os.environ["OPENPYXL_DEFUSEDXML"] = "False"
    facts = json.loads(sys.stdin.buffer.readline())
    for line in answer_lines(facts, sys.stdin.buffer.read()):
        sys.stdout.buffer.write(line + b"\n")


if __name__ == "__main__":  # pragma: no cover
    main()
