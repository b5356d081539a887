"""Rendering outside the event loop: in a thread, a large report in a process of its own."""

import asyncio
import gc
import pickle
import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from domain.articles import Article
from domain.boards import Board
from domain.errors import InvalidFile
from domain.reports import Report
from reports.rendered import Rendered

# One thread for all renderings: several at once would hold the GIL in turns and end no sooner.
_RENDERING = ThreadPoolExecutor(1, thread_name_prefix="tinbai-render")
_loaded: set[Callable[..., Rendered]] = set()
MANY_ROWS = 300
PIECE = 500
MODES = ("paper", "electronic")


def read_template(board: Board) -> bytes | None:
    """Return the board's own Word template, None where it has none; raise InvalidFile."""
    if not board.template:
        return None
    try:
        return Path(board.template).read_bytes()
    except OSError as error:
        raise InvalidFile(
            "template_unreadable", place=board.template, reason=error.strerror or ""
        ) from None


def has_libreoffice() -> bool:
    """Tell whether a PDF can be made here."""
    return any(map(shutil.which, ("soffice", "libreoffice")))


async def docx(report: Report, mode: str = "paper") -> Rendered:
    """Return the report as a Word document; raise InvalidFile for a template that is no good."""
    template = await asyncio.to_thread(read_template, report.board)
    return await _render(_counts_of(report), _docx, template, mode)


async def xlsx(report: Report) -> Rendered:
    """Return the report's tables as a workbook."""
    return await _render(report, _xlsx)


async def chart(report: Report) -> Rendered:
    """Return the report's chart as a PNG."""
    return await _render(_counts_of(report), _chart)


async def pdf(document: Rendered) -> Rendered:
    """Return a Word document as PDF; raise NotFound where LibreOffice is not installed."""
    from reports.pdf import render_pdf

    return await asyncio.to_thread(render_pdf, document.content, document.file_name)


async def _render(report: Report, render: Callable[..., Rendered], *arguments: object) -> Rendered:
    """Render in a thread, or a large report in a process of its own: rendering holds the GIL."""
    loop = asyncio.get_running_loop()
    if len(report.units) + len(report.articles) + len(report.topics) <= MANY_ROWS:
        return await loop.run_in_executor(_RENDERING, _rendered, render, report, *arguments)
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    pieces = await asyncio.to_thread(_pieces, report.articles)
    short = replace(report, articles=())
    pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"))
    try:
        return await loop.run_in_executor(pool, _unpacked, render, short, pieces, *arguments)
    finally:
        # Its end is not waited for: that would hold the event loop.
        pool.shutdown(wait=False)


def _rendered(render: Callable[..., Rendered], report: Report, *arguments: object) -> Rendered:
    rendered = render(report, *arguments)
    if render not in _loaded:
        # What the renderer's libraries loaded stays for good: walking through all of it again and
        # again, the garbage collector would hold the event loop for a fifth of a second.
        _loaded.add(render)
        gc.freeze()
    return rendered


def _pieces(articles: Sequence[Article]) -> list[bytes]:
    """Pickle a long list piece by piece: as a whole it would hold the GIL for too long."""
    return [
        pickle.dumps(articles[start : start + PIECE]) for start in range(0, len(articles), PIECE)
    ]


def _unpacked(
    render: Callable[..., Rendered], report: Report, pieces: list[bytes], *arguments: object
) -> Rendered:
    # The bytes come from the process that started this one.
    articles = [article for piece in pieces for article in pickle.loads(piece)]  # noqa: S301  # nosec B301
    return render(replace(report, articles=tuple(articles)), *arguments)


def _counts_of(report: Report) -> Report:
    """Return the report without its list of articles, which only the workbook prints."""
    return replace(report, articles=())


def _docx(report: Report, template: bytes | None, mode: str) -> Rendered:
    from reports.docx import render_docx

    return render_docx(report, template, "electronic" if mode == "electronic" else "paper")


def _xlsx(report: Report) -> Rendered:
    from reports.xlsx import render_xlsx

    return render_xlsx(report)


def _chart(report: Report) -> Rendered:
    from reports.chart import render_chart

    return render_chart(report)
