"""Measure how long a report's DOCX, XLSX and chart take beside the libraries that write them.

The floors get the report's data ready in their own form: docxtpl the fields of the same template,
XlsxWriter the same cells, matplotlib the same numbers for a bar chart above a heat map, in a
picture of the same size. Imports are done before. The peak is that of a process that writes one
document of 3,000 rows and ends, as large reports are rendered in tinbai.

    python -m bench.reports.documents [--rounds N] [--rows N ...] [-o FILE]
"""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from io import BytesIO
from typing import Any

from bench.means.measure import Figure, paired, parser, peak_mb, report, seconds
from domain.articles.records import Article, Kind, State
from domain.reports.dataset import GroupRows, Report, UnitRow
from reports.chart.drawing import render_chart
from reports.document.docx import render_docx
from reports.document.fields import template_fields
from reports.document.template import bundled_template
from reports.sheets.xlsx import render_xlsx
from tests.reports.factory import first_half, sample_board

ROWS = (26, 3000)
GROUPS = 5
MOST_PEAK_MB = 200.0


def made_report(rows: int) -> Report:
    """Return a report of so many units in five groups, and as many articles."""
    period = first_half()
    units = [
        UnitRow(
            n,
            f"Đơn vị thử nghiệm số {n}",
            tuple((n * 7 + month * 5) % 9 or None for month in range(len(period.months))),
        )
        for n in range(1, rows + 1)
    ]
    groups = tuple(
        GroupRows(f"Nhóm đơn vị thứ {n + 1}", tuple(units[n::GROUPS])) for n in range(GROUPS)
    )
    board = replace(sample_board(), figures=(), topics=())
    articles = tuple(
        Article(
            n,
            1,
            n,
            n,
            1,
            f"Xã Mẫu tổ chức hội nghị triển khai nhiệm vụ phát triển kinh tế số {n}",
            f"https://mau.example.vn/tin-tuc/{n}.html",
            period.first + timedelta(days=n % 180),
            Kind.NEWS,
            None,
            State.LOGGED,
            datetime(2021, 6, 30, tzinfo=UTC),
        )
        for n in range(1, rows + 1)
    )
    return Report(
        board=board,
        period=period,
        prepared_on=date(2021, 7, 10),
        groups=groups,
        topics=(),
        kinds={Kind.NEWS: rows},
        articles=articles,
    )


def bare_docx(template: bytes, fields: dict[str, object]) -> bytes:
    """Fill the template with docxtpl alone."""
    from docxtpl import DocxTemplate

    document = DocxTemplate(BytesIO(template))
    document.render(fields, autoescape=True)
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def bare_xlsx(
    of: Report, groups: list[list[tuple[Any, ...]]], rows: list[tuple[Any, ...]]
) -> bytes:
    """Write the appendix and the list of articles with XlsxWriter alone."""
    import xlsxwriter

    content = BytesIO()
    options = {"constant_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
    with xlsxwriter.Workbook(content, options) as workbook:
        font = {"font_name": "Times New Roman", "font_size": 12, "border": 1}
        text = workbook.add_format({**font, "text_wrap": True})
        number = workbook.add_format({**font, "num_format": "#,##0"})
        bold = workbook.add_format({**font, "bold": True})
        day = workbook.add_format({**font, "num_format": "dd/mm/yyyy"})
        link = workbook.add_format({**font, "underline": 1})
        sheet = workbook.add_worksheet("Phụ lục")
        months = len(of.period.months)
        last = 2 + months
        for row, title in enumerate(("Phụ lục", "Tin, bài", "Kèm theo Báo cáo")):
            sheet.merge_range(row, 0, row, last, title, bold)
        for column in range(last + 1):
            sheet.write_string(4, column, "Tháng", bold)
        row = 5
        for group in groups:
            sheet.write_string(row, 0, "I", bold)
            sheet.merge_range(row, 1, row, last, "Nhóm", bold)
            row += 1
            first = row
            for place, (name, counts, total) in enumerate(group, 1):
                sheet.write_number(row, 0, place, number)
                sheet.write_string(row, 1, name, text)
                for column, count in enumerate(counts, 2):
                    if count is None:
                        sheet.write_blank(row, column, None, number)
                    else:
                        sheet.write_number(row, column, count, number)
                sheet.write_formula(row, last, f"=SUM(C{row + 1}:H{row + 1})", number, total)
                row += 1
            for column in range(2, last + 1):
                cells = f"{chr(65 + column)}{first + 1}:{chr(65 + column)}{row}"
                sheet.write_formula(row, column, f"=SUBTOTAL(9,{cells})", bold, 0)
            row += 1
        sheet = workbook.add_worksheet("Tin, bài")
        for column in range(7):
            sheet.write_string(0, column, "Cột", bold)
        for row, (place, published, unit, title, address, kind) in enumerate(rows, 1):
            sheet.write_number(row, 0, place, number)
            sheet.write_datetime(row, 1, published, day)
            sheet.write_string(row, 2, unit, text)
            sheet.write_string(row, 3, title, text)
            sheet.write_url(row, 4, address, link, address)
            sheet.write_string(row, 5, kind, text)
            sheet.write_blank(row, 6, None, text)
        sheet.autofilter(0, 0, len(rows), 6)
    return content.getvalue()


def xlsx_floor(of: Report) -> Callable[[], bytes]:
    """Return the floor with its data ready."""
    groups = [[(u.name, u.months, u.total) for u in group.units] for group in of.groups]
    rows = [
        (
            a.number,
            datetime.combine(a.published_on, time()),
            f"Đơn vị {a.unit_id}",
            a.title,
            a.link,
            "tin",
        )
        for a in of.articles
    ]
    return lambda: bare_xlsx(of, groups, rows)


def bare_chart(of: Report, height: int) -> bytes:
    """Draw the months as bars above a heat map of units × months, with matplotlib alone."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure as Picture

    picture = Picture(figsize=(10.8, height / 100), dpi=100)
    FigureCanvasAgg(picture)
    bars, heat = picture.subplots(2, 1, height_ratios=(1, 3))
    months = [f"T{month.month.month}" for month in of.period.months]
    bars.bar_label(bars.bar(months, of.month_totals))
    table = [[count or 0 for count in unit.months] for unit in of.units]
    heat.imshow(table, aspect="auto", cmap="Blues")
    heat.set_xticks(range(len(months)), months)
    heat.set_yticks(range(len(of.units)), [unit.name for unit in of.units])
    for row, counts in enumerate(table):
        for column, count in enumerate(counts):
            heat.text(column, row, str(count), ha="center", va="center")
    content = BytesIO()
    picture.savefig(content, format="png", dpi=100)
    return content.getvalue()


def measure(rows: tuple[int, ...], rounds: int) -> list[Figure]:
    """Return every figure."""
    figures = []
    for number in rows:
        made = made_report(number)
        template, fields = bundled_template(), template_fields(made)
        pair = paired(
            seconds(partial(render_docx, made)),
            seconds(partial(bare_docx, template, fields)),
            rounds,
        )
        figures.append(pair.figure(f"DOCX of {number:,} rows", "docxtpl, data ready", 1.3))
        pair = paired(seconds(partial(render_xlsx, made)), seconds(xlsx_floor(made)), rounds)
        figures.append(pair.figure(f"XLSX of {number:,} rows", "bare XlsxWriter", 1.2))
    made = made_report(26)
    height = _height(render_chart(made).content)
    pair = paired(
        seconds(lambda: render_chart(made)), seconds(lambda: bare_chart(made, height)), rounds
    )
    figures.append(pair.figure("chart of 26 units", "matplotlib's bars and heat map", 1.2))
    peak = _peak(max(rows))
    figures.append(
        Figure(
            f"peak memory of a process that writes the DOCX of {max(rows):,} rows",
            "–",
            peak,
            MOST_PEAK_MB,
            value_unit="MB",
        )
    )
    return figures


def _height(png: bytes) -> int:
    return int.from_bytes(png[20:24], "big")


def _peak(rows: int) -> float:
    command = [sys.executable, "-m", "bench.reports.documents", "--peak", str(rows)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return float(done.stdout)


def main() -> None:
    """Measure and report."""
    arguments = parser(__doc__)
    arguments.add_argument("--rows", type=int, nargs="+", default=ROWS)
    arguments.add_argument("--peak", type=int, help="write one DOCX of so many rows, print MB")
    chosen = arguments.parse_args()
    if chosen.peak:
        render_docx(made_report(chosen.peak))
        print(peak_mb())
        return
    report(measure(tuple(chosen.rows), chosen.rounds), chosen.output)


if __name__ == "__main__":
    main()
