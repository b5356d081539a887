"""Measure what a workbook of 20,000 rows costs: the whole command, and the memory it takes.

`tinbai import --dry-run` reads a table of units by months, then a list of articles, in a folder of
its own, and says what each would change. The peak is that of the largest process: the command's
own, or the one in which it reads the file.

    python -m bench.reports.imports [--rows N] [--rounds N] [-o FILE.json]
"""

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import openpyxl

from bench.means.measure import Figure, parser, report

ROWS = 20_000
GOAL_S, GOAL_MB = 10, 300
_TITLE = "THỐNG KÊ TIN BÀI 6 THÁNG ĐẦU NĂM 2021"
_MONTHS = range(1, 7)


def table(rows: int, path: Path) -> None:
    """Write a table of so many units by months, with its sums."""
    dice = random.Random(1)
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append([_TITLE])
    sheet.append(["STT", "Đơn vị", *(f"Tháng {month}" for month in _MONTHS), "Tổng"])
    sums = [0] * len(_MONTHS)
    for number in range(1, rows + 1):
        counts = [dice.randint(0, 9) for _ in _MONTHS]
        sums = [whole + count for whole, count in zip(sums, counts, strict=True)]
        sheet.append([number, f"Trường Mầm non số {number}", *counts, sum(counts)])
    sheet.append([None, "Tổng cộng", *sums, sum(sums)])
    book.save(path)


def articles(rows: int, path: Path) -> None:
    """Write a list of so many articles of 40 units."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["DANH SÁCH TIN BÀI 6 THÁNG ĐẦU NĂM 2021"])
    sheet.append(["STT", "Ngày đăng", "Tiêu đề", "Liên kết", "Đơn vị", "Chuyên mục"])
    for number in range(1, rows + 1):
        day = date(2021, 1, 1) + timedelta(days=number % 180)
        title = f"Hội nghị triển khai nhiệm vụ lần thứ {number}"
        link = f"https://xamau.gov.vn/tin/bai-{number}.html"
        unit = f"Trường Mầm non số {number % 40}"
        sheet.append([number, f"{day:%d/%m/%Y}", title, link, unit, "Giáo dục"])
    book.save(path)


def measure(name: str, write: Callable[[int, Path], None], rows: int, rounds: int) -> list[Figure]:
    """Return the seconds and the memory of importing a kind of workbook."""
    took, peaks = [], []
    with tempfile.TemporaryDirectory(prefix="tinbai-bench-") as folder:
        path = Path(folder, "bang.xlsx")
        write(rows, path)
        Path(folder, "config.toml").write_text("", encoding="utf-8")
        for _ in range(rounds):
            began = time.perf_counter()
            # wait4 tells of this command and of its own children alone.
            process = subprocess.Popen(
                [Path(sys.executable).with_name("tinbai"), "import", path.name, "--dry-run"],
                cwd=folder,
                stdout=subprocess.PIPE,
            )
            said = process.stdout.read() if process.stdout is not None else b""
            _pid, status, used = os.wait4(process.pid, 0)
            took.append(time.perf_counter() - began)
            peaks.append(used.ru_maxrss * 1024 / 1e6)
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode:
                raise RuntimeError(f"tinbai import ended with {process.returncode}")
    last = said.decode().strip().splitlines()[-1][:100]
    seconds, memory = statistics.median(took), statistics.median(peaks)
    return [
        Figure(f"{name} of {rows:,} rows", "", seconds, GOAL_S, value_unit="s", note=last),
        Figure(f"{name} of {rows:,} rows, peak", "", memory, GOAL_MB, value_unit="MB"),
    ]


def main() -> None:
    """Measure, print and write JSON."""
    arguments = parser(__doc__)
    arguments.add_argument("--rows", type=int, default=ROWS)
    given = arguments.parse_args()
    figures = measure("a table", table, given.rows, given.rounds)
    figures += measure("a list of articles", articles, given.rows, given.rounds)
    report(figures, given.output)


if __name__ == "__main__":
    main()
