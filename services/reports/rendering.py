"""Rendering in a process of its own, which is kept for some minutes after the last report.

The process has bounds: a template that never ends, or wants all of the memory, ends with a
sentence.
"""

import asyncio
import os
import pickle
import resource
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from anyio import BrokenWorkerProcess

from domain.articles.records import Article
from domain.boards import Board
from domain.errors import Conflict, InvalidFile
from domain.reports.dataset import Report
from reports.rendered import Rendered
from services.reports.lanes import lanes

if TYPE_CHECKING:
    from reports.document.template import TemplateFault

T = TypeVar("T")

PIECE = 500
NICE = 5  # people who write come before a report
MODES = ("paper", "electronic")
# What a large board needs several times over.
LONGEST_S = 60.0
MOST_MEMORY = 2 << 30


def read_template(board: Board) -> bytes | None:
    """Return the board's own Word template, None where it has none; raise InvalidFile."""
    if not board.template:
        return None
    try:
        return Path(board.template).read_bytes()
    except OSError as error:
        raise InvalidFile(
            "template_unreadable", place=board.template, reason=str(error.errno or "")
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


async def pdf(document: Rendered, longest_s: float = LONGEST_S) -> Rendered:
    """Return a Word document as PDF.

    Raises NotFound where LibreOffice is not installed, Conflict("pdf_failed") where it makes none
    within `longest_s` seconds.
    """
    from reports.document.pdf import render_pdf

    async with lanes().libreoffice:
        return await asyncio.to_thread(render_pdf, document.content, document.file_name, longest_s)


async def check(template: bytes) -> "tuple[TemplateFault, ...]":
    """Return what is wrong with a Word template, within the bounds of a rendering."""
    return await _bounded(0, _check, template)


async def _render(report: Report, render: Callable[..., Rendered], *arguments: object) -> Rendered:
    pieces = await asyncio.to_thread(_pieces, report.articles)
    bare = replace(report, articles=())
    return await _bounded(report.board.id, _rendered, render, bare, pieces, *arguments)


async def _bounded(board_id: int, function: Callable[..., T], *arguments: object) -> T:
    """Call a function in the process for it.

    Raises Conflict: "render_slow" (seconds) or "render_large" where it goes beyond its bounds.
    """
    async with lanes().place(board_id):
        try:
            async with asyncio.timeout(LONGEST_S):
                return await in_own_process(function, *arguments)
        except TimeoutError:
            raise Conflict("render_slow", seconds=round(LONGEST_S)) from None
        except (BrokenWorkerProcess, MemoryError) as error:
            raise Conflict("render_large") from error


async def in_own_process(function: Callable[..., T], *arguments: object) -> T:
    """Call a function in the process for it: a thread would hold the GIL, and so the event loop."""
    from anyio import to_process

    # Cancelled, for it took too long, the process is killed.
    return await to_process.run_sync(_behind, function, *arguments, cancellable=True)


def _behind(function: Callable[..., T], *arguments: object) -> T:
    os.setpriority(os.PRIO_PROCESS, 0, NICE)
    # numpy would reserve memory for a thread on every core.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    bound = MOST_MEMORY if hard == resource.RLIM_INFINITY else min(MOST_MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (bound, hard))
    return function(*arguments)


def _rendered(
    render: Callable[..., Rendered], report: Report, pieces: list[bytes], *arguments: object
) -> Rendered:
    # The bytes come from the process that started this one.
    articles = [article for piece in pieces for article in pickle.loads(piece)]  # noqa: S301  # nosec B301
    return render(replace(report, articles=tuple(articles)), *arguments)


def _pieces(articles: Sequence[Article]) -> list[bytes]:
    """Pickle a long list piece by piece: as a whole it would hold the GIL for too long."""
    return [
        pickle.dumps(articles[start : start + PIECE]) for start in range(0, len(articles), PIECE)
    ]


def _counts_of(report: Report) -> Report:
    """Return the report without its list of articles, which only the workbook prints."""
    return replace(report, articles=())


def _docx(report: Report, template: bytes | None, mode: str) -> Rendered:
    from reports.document.docx import render_docx

    return render_docx(report, template, "electronic" if mode == "electronic" else "paper")


def _check(template: bytes) -> "tuple[TemplateFault, ...]":
    from reports.document.template import check_template

    return check_template(template)


def _xlsx(report: Report) -> Rendered:
    from reports.sheets.xlsx import render_xlsx

    return render_xlsx(report)


def _chart(report: Report) -> Rendered:
    from reports.chart.drawing import render_chart

    return render_chart(report)
