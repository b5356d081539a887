"""The report as a workbook: the appendix to print and sign, and what stands behind its numbers."""

from datetime import datetime, time
from io import BytesIO

from domain.periods.spans import file_slug, period_title
from domain.reports.dataset import Report
from domain.text import clean_line
from reports.document.fields import appendix_notes, appendix_reference, appendix_title
from reports.rendered import Rendered
from reports.sheets.appendix_sheet import write_appendix
from reports.sheets.cells import add_styles
from reports.sheets.detail_sheets import write_articles, write_figures, write_topics

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def render_xlsx(report: Report) -> Rendered:
    """Return the workbook `bao-cao-….xlsx`.

    "Phụ lục" is always there; "Tin, bài", "Chuyên mục" and "Số liệu" only where something stands
    behind them. The same report gives the same bytes. Blocking: run it in a thread.
    """
    import xlsxwriter

    content = BytesIO()
    options = {
        # A row is written out as soon as it is done, so memory does not grow with the articles.
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(content, options) as workbook:
        day = report.signed_on or report.prepared_on
        workbook.set_properties(
            {
                "title": f"Báo cáo tin, bài {period_title(report.period)}",
                "author": clean_line(report.board.agency),
                "created": datetime.combine(day, time()),
            }
        )
        # By this mark an import knows that the table holds the sums of logged articles.
        workbook.set_custom_property("tinbai", "report")
        styles = add_styles(workbook)
        # In the words of the document that the appendix belongs to.
        heading = appendix_title(report), appendix_reference(report)
        write_appendix(workbook, styles, report, heading, appendix_notes(report))
        if report.articles:
            write_articles(workbook, styles, report)
        if any(topic.count for topic in report.topics):
            write_topics(workbook, styles, report)
        if report.figures:
            write_figures(workbook, styles, report)
    return Rendered(f"bao-cao-{file_slug(report.period)}.xlsx", MEDIA_TYPE, content.getvalue())
