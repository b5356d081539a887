"""`tinbai duplicates`: which pairs of titles name one article, of a file or of the board's log."""

import asyncio
import re
import sys
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import typer

from bot.app import Foundation
from bot.commands.progress import installation
from bot.config.loading import LoadedConfig, is_configured, load
from bot.failures import Failed
from bot.terminal import operator_translator
from domain.abbreviations import default_abbreviations
from domain.boards import Board
from domain.text import clean_line, search_key
from storage.engine.opening import missing_file

MOST_LISTED = 1000
_LABELS = frozenset(
    {"same", "different", "duplicate", "distinct", "yes", "no", "true", "false", "0", "1"}
) | {"trung", "khac", "giong", "giong nhau", "khac nhau", "label"}
_HEAD = re.compile(r"(?:title|tieu de)? ?[ab12]?")


async def duplicates(config: Path | None, board: str | None, pairs: Path | None) -> int:
    """Judge the pairs of a file, or list the open pairs of the board."""
    if pairs is not None:
        return await judge_file(_loaded(config), board, pairs)
    async with installation(load(config)) as base:
        chosen = base.services.boards.named(board)
        await _list(base, chosen)
    return 0


def _loaded(config: Path | None) -> LoadedConfig | None:
    """Return the configuration, None where there is none: titles are judged without one too."""
    if config is None and not is_configured():
        return None
    return load(config)


async def judge_file(loaded: LoadedConfig | None, board: str | None, pairs: Path) -> int:
    """Print "same" or "different", the score and both titles for each line of two titles.

    The units' names of the board are known where its database exists. A line without two titles is
    named on stderr and makes the exit code 1.
    """
    content = await asyncio.to_thread(_content, pairs)
    names: Collection[str] = ()
    abbreviations: Mapping[str, str] = default_abbreviations()
    # Judging titles needs no board: it neither makes a database nor asks for one.
    if loaded is not None and missing_file(loaded.database_url) is None:
        async with installation(loaded) as base:
            chosen = base.services.boards.named(board)
            names = await base.services.twins.names(chosen, base.clock())
            abbreviations = {**abbreviations, **chosen.abbreviations}
    return await asyncio.to_thread(_judge, content, names, abbreviations)


def _content(pairs: Path) -> str:
    raw = sys.stdin.buffer.read() if str(pairs) == "-" else pairs.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        _ = operator_translator()
        text = _("Dòng {line} của {file} không phải UTF-8; hãy lưu lại tệp.")
        raise Failed(text.format(line=line, file=pairs)) from None


def _judge(content: str, names: Collection[str], abbreviations: Mapping[str, str]) -> int:
    from domain.twins.verdict import compare_titles

    _ = operator_translator()
    bad = 0
    for number, titles in read_pairs(content):
        if titles is None:
            bad += 1
            text = _("Dòng {line}: cần hai tiêu đề cách nhau bằng phím Tab.")
            typer.echo(text.format(line=number), err=True)
            continue
        verdict = compare_titles(*titles, abbreviations=abbreviations, names=names)
        word = "same" if verdict.same else "different"
        typer.echo(f"{word}\t{verdict.score:.4f}\t{titles[0]}\t{titles[1]}")
    return 1 if bad else 0


def read_pairs(content: str) -> Iterator[tuple[int, tuple[str, str] | None]]:
    """Return each line's number with its two titles, None where it has none.

    Empty lines and a header are left out; columns before the titles, such as a label, and a label
    behind them are passed over.
    """
    for number, line in enumerate(content.split("\n"), start=1):
        columns = [clean_line(column) for column in line.rstrip("\r").split("\t")]
        if not any(columns):
            continue
        while len(columns) > 2 and (not columns[-1] or search_key(columns[-1]) in _LABELS):
            columns.pop()
        if number == 1 and all(_is_head(column) for column in columns[-2:]):
            continue
        if len(columns) < 2 or not columns[-1] or not columns[-2]:
            yield number, None
            continue
        yield number, (columns[-2], columns[-1])


def _is_head(column: str) -> bool:
    return bool(column) and _HEAD.fullmatch(search_key(column.replace("_", " "))) is not None


async def _list(base: Foundation, board: Board) -> None:
    now = base.clock()
    while await base.services.twins.sweep(board, now):
        pass
    found = await base.services.twin_review.open_by_operator(board, MOST_LISTED)
    for pair in found:
        first, second = pair.other, pair.article
        typer.echo(
            f"{pair.score:.4f}\t#{first.number}\t{first.title}\t#{second.number}\t{second.title}"
        )
    if not found:
        _ = operator_translator()
        typer.echo(_("Không có cặp bài nào giống nhau cần xem."), err=True)
