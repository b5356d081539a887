"""The sheets behind the appendix: every article, topics by unit, and the board's figures."""

from collections.abc import Iterator
from datetime import datetime, time
from typing import Any, NamedTuple

from domain.articles.records import KIND_NAMES, Article
from domain.dates import format_date
from domain.reports.dataset import CounterValue, CountValue, Figure, MoneyValue, Report
from reports.sheets.cells import MOST_LINKS, Styles, set_up_page, write_link, write_text

_ARTICLE_COLUMNS = (
    ("Số", 7),
    ("Ngày đăng", 12),
    ("Đơn vị", 30),
    ("Tiêu đề", 60),
    ("Liên kết", 50),
    ("Thể loại", 10),
    ("Chuyên mục", 25),
)
_FIGURE_COLUMNS = (
    ("Số liệu", 32),
    ("Nội dung", 34),
    ("Giá trị", 16),
    ("Đơn vị tính", 14),
    ("Ghi chú", 40),
)


class FigureLine(NamedTuple):
    """A row of the sheet "Số liệu"."""

    content: str
    value: int
    unit: str
    remark: str = ""


def write_articles(
    workbook: Any, styles: Styles, report: Report, *, most_links: int = MOST_LINKS
) -> None:
    """Add the sheet of all articles behind the counts, unit by unit, oldest first.

    The first `most_links` addresses open when clicked; the others are text.
    """
    sheet = workbook.add_worksheet("Tin, bài")
    _write_header(sheet, styles, _ARTICLE_COLUMNS)
    units = {unit.unit_id: (place, unit.name) for place, unit in enumerate(report.units)}
    topics = {topic.id: topic.name for topic in report.board.topics}

    def order(article: Article) -> tuple[int, object, int]:
        place, _ = units.get(article.unit_id, (len(units), ""))
        return place, article.published_on, article.number

    links = 0
    for row, article in enumerate(sorted(report.articles, key=order), 1):
        _, unit = units.get(article.unit_id, (0, report.unit_names.get(article.unit_id, "")))
        sheet.write_number(row, 0, article.number, styles.number)
        sheet.write_datetime(row, 1, datetime.combine(article.published_on, time()), styles.day)
        write_text(sheet, row, 2, unit, styles.text)
        write_text(sheet, row, 3, article.title, styles.text)
        if links < most_links:
            links += write_link(sheet, row, 4, article.link, styles)
        else:
            write_text(sheet, row, 4, article.link, styles.text)
        write_text(sheet, row, 5, KIND_NAMES[article.kind], styles.text)
        write_text(sheet, row, 6, topics.get(article.topic_id or 0, ""), styles.text)
    sheet.autofilter(0, 0, len(report.articles), len(_ARTICLE_COLUMNS) - 1)
    sheet.freeze_panes(1, 0)
    set_up_page(sheet, 0, landscape=True)


def write_topics(workbook: Any, styles: Styles, report: Report) -> None:
    """Add the sheet of topics × units: a unit a row, a topic a column, articles only."""
    from xlsxwriter.utility import xl_range

    sheet = workbook.add_worksheet("Chuyên mục")
    topics = report.topics
    last = 1 + len(topics)
    # Topic names stand upright.
    sheet.set_row(0, 150)
    _write_header(sheet, styles, (("Tên đơn vị", 38),))
    sheet.set_column(1, last, 6)
    for column, label in enumerate((*(topic.name for topic in topics), "Tổng cộng"), 1):
        write_text(sheet, 0, column, label, styles.tall_header)
    bottom = 1 + len(report.units)
    for row, unit in enumerate(report.units, 1):
        write_text(sheet, row, 0, unit.name, styles.text)
        counts = [topic.by_unit.get(unit.unit_id, 0) for topic in topics]
        for column, count in enumerate(counts, 1):
            if count:
                sheet.write_number(row, column, count, styles.number)
            else:
                sheet.write_blank(row, column, None, styles.number)
        cells = xl_range(row, 1, row, last - 1)
        sheet.write_formula(row, last, f"=SUM({cells})", styles.sum, sum(counts))
    write_text(sheet, bottom, 0, "Tổng cộng", styles.total_text)
    sums = [sum(topic.by_unit.get(unit.unit_id, 0) for unit in report.units) for topic in topics]
    for column, value in enumerate((*sums, sum(sums)), 1):
        cells = xl_range(1, column, bottom - 1, column)
        sheet.write_formula(bottom, column, f"=SUM({cells})", styles.total, value)
    sheet.freeze_panes(1, 1)
    set_up_page(sheet, 0, landscape=True)


def write_figures(workbook: Any, styles: Styles, report: Report) -> None:
    """Add the sheet of the board's figures with the days of their readings."""
    sheet = workbook.add_worksheet("Số liệu")
    _write_header(sheet, styles, _FIGURE_COLUMNS)
    row = 1
    for figure in report.figures:
        for line in _figure_lines(figure):
            write_text(sheet, row, 0, figure.definition.name, styles.text)
            write_text(sheet, row, 1, line.content, styles.text)
            sheet.write_number(row, 2, line.value, styles.number)
            write_text(sheet, row, 3, line.unit, styles.text)
            write_text(sheet, row, 4, line.remark, styles.text)
            row += 1
    sheet.freeze_panes(1, 0)
    set_up_page(sheet, 0, landscape=True)


def _figure_lines(figure: Figure) -> Iterator[FigureLine]:
    unit = figure.definition.unit
    match figure.value:
        case CounterValue() as value:
            if value.rise is not None:
                yield FigureLine("Trong kỳ", value.rise, unit)
            read_on = f"Tính đến ngày {format_date(value.read_on)}"
            yield FigureLine("Tổng cộng", value.total, unit, read_on)
        case CountValue() as value:
            yield FigureLine("Trong kỳ", value.value, unit, "; ".join(value.items))
            if value.of is not None:
                yield FigureLine("Trên tổng số", value.of, unit)
        case MoneyValue() as value:
            yield from _money_lines(value)


def _money_lines(value: MoneyValue) -> Iterator[FigureLine]:
    unit = "đồng"
    if value.budget is not None:
        yield FigureLine(f"Dự toán năm {value.budget_year}", value.budget, unit)
    if value.spent_before:
        yield FigureLine("Đã chi trước kỳ", value.spent_before, unit)
    for category in value.spent:
        yield FigureLine(f"Chi trong kỳ: {category.name}", category.amount, unit)
    yield FigureLine("Tổng chi trong kỳ", value.spent_total, unit)
    if value.spent_other_years and value.left is not None:
        content = f"Chi trong kỳ không thuộc dự toán năm {value.budget_year}"
        yield FigureLine(content, value.spent_other_years, unit)
    by_unit: dict[str, int] = {}
    for payment in value.payments:
        if payment.unit:
            by_unit[payment.unit] = by_unit.get(payment.unit, 0) + payment.amount
    for name, amount in by_unit.items():
        yield FigureLine(f"Chi cho đơn vị: {name}", amount, unit)
    for payment in value.payments:
        remark = "; ".join(part for part in (payment.unit, payment.payee) if part)
        content = f"Khoản chi ngày {format_date(payment.day)}: {payment.category}"
        yield FigureLine(content, payment.amount, unit, remark)
    if value.left is not None:
        yield FigureLine("Còn lại", value.left, unit)


def _write_header(sheet: Any, styles: Styles, columns: tuple[tuple[str, int], ...]) -> None:
    for column, (label, width) in enumerate(columns):
        sheet.set_column(column, column, width)
        write_text(sheet, 0, column, label, styles.header)
