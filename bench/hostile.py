"""Measure whether files made to harm leave the bot with more memory than it had.

A chair sends files of nine kinds in turn: workbooks and documents that unfold to millions of cells
or bytes, entities within entities, nesting without end, packages cut off or empty, a line of two
million characters, noise. Each has to be answered with a sentence. A few of each kind come before
the first mark, for what reads files is loaded with the first. Resident memory of the bot's process
is read at the marks; the process that reads the files ends by itself.

    python -m bench.hostile [--uploads N] [-o FILE.json]
"""

import asyncio
import random
import sys
import tempfile
import time
import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl

from bench.means.measure import Figure, parser, report, resident_mb
from bench.submit import CountingRequest, join, program
from bot.collecting import short_collections
from bot.commands.running.run import SWITCH_S
from bot.logs import configure_logs

UPLOADS, BEFORE = 200, 27
GOAL = 1.05
CHAIR = 901
PATIENCE_S = 120
_SHEET = "xl/worksheets/sheet1.xml"
_HEAD = b'<?xml version="1.0"?>'


def hostile_files() -> dict[str, bytes]:
    """Return files by their names."""
    book = openpyxl.Workbook()
    book.worksheets[0]["XFD1048576"] = 1
    stored = BytesIO()
    book.save(stored)
    far = stored.getvalue()
    entities = b"".join(
        b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10 if n else b"x" * 10) for n in range(9)
    )
    laughs = _HEAD + b"<!DOCTYPE worksheet [" + entities + b"]><worksheet>&e8;</worksheet>"
    nested = _HEAD + b"<a>" * 200_000
    return {
        "far.xlsx": far,
        "laughs.xlsx": _with_part(far, _SHEET, laughs),
        "nested.xlsx": _with_part(far, _SHEET, nested),
        "bomb.xlsx": _with_part(far, _SHEET, b"0" * 400_000_000),
        "bomb.docx": _with_part(far, "word/document.xml", b"<w:p/>" * 50_000_000),
        "cut.xlsx": far[: len(far) // 2],
        "empty.docx": b"PK\5\6" + bytes(18),
        "line.csv": b"STT," * 500_000,
        "noise.xls": random.Random(1).randbytes(200_000),
    }


def _with_part(package: bytes, name: str, part: bytes) -> bytes:
    """Return a package with one of its parts replaced or added."""
    content = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(package)) as before,
        zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for entry in before.infolist():
            if entry.filename != name:
                after.writestr(entry, before.read(entry))
        after.writestr(name, part)
    return content.getvalue()


async def measure(uploads: int) -> Figure:
    """Return the memory after so many uploads beside that before."""
    files = list(hostile_files().items())
    with tempfile.TemporaryDirectory(prefix="tinbai-bench-") as folder:
        request = CountingRequest()
        url = f"sqlite+aiosqlite:///{folder}/bench.db"
        async with program(request, url, Path(folder), {"ban-thu": 25}) as base:
            await join(base, request, CHAIR, "ban-thu")

            async def send(count: int) -> None:
                for number in range(count):
                    name, content = files[number % len(files)]
                    request.answered[CHAIR].clear()
                    await request.messenger.send_file(CHAIR, name, content)
                    async with asyncio.timeout(PATIENCE_S):
                        await request.answered[CHAIR].wait()
                    refused.setdefault(name, request.texts[CHAIR].replace("\n", " "))

            refused: dict[str, str] = {}
            # As `tinbai run` has it once it is up.
            with short_collections():
                await send(BEFORE)
                before, began = resident_mb(), time.monotonic()
                await send(uploads)
                took, after = time.monotonic() - began, resident_mb()
    for name, answer in refused.items():
        print(f"        {name}: {answer[:100]}")
    return Figure(
        f"memory after {uploads} hostile files",
        f"after {BEFORE}",
        after / before,
        GOAL,
        ours=after,
        floor=before,
        unit="MB",
        note=f"{len(files)} kinds, each answered; {took / uploads:.2f} s a file",
    )


def main() -> None:
    """Measure, print and write JSON."""
    arguments = parser(__doc__)
    arguments.add_argument("--uploads", type=int, default=UPLOADS)
    given = arguments.parse_args()
    configure_logs((), level=50)
    sys.setswitchinterval(SWITCH_S)
    report([asyncio.run(measure(given.uploads))], given.output)


if __name__ == "__main__":
    main()
