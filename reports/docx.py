"""The report as the Word document the board signs."""

from functools import cache

from domain.errors import InvalidFile
from domain.periods import file_slug
from domain.reports import Report
from reports.fields import Mode, template_fields
from reports.fill import BadTemplate, fill_template
from reports.layout import build_template
from reports.narrative import subject
from reports.rendered import Rendered

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def render_docx(report: Report, template: bytes | None = None, mode: Mode = "paper") -> Rendered:
    """Return the report as a .docx file made from `template`, or from the bundled one.

    "electronic" leaves number and date blank in the appendix's reference. Raises
    InvalidFile("bad_template", fault=..., place=...) where the template cannot be used.
    """
    try:
        filled = fill_template(
            template or bundled_template(), template_fields(report, mode), subject(report)
        )
    except BadTemplate as error:
        raise InvalidFile("bad_template", fault=error.code, place=error.near) from error
    return Rendered(f"bao-cao-{file_slug(report.period)}.docx", DOCX_TYPE, filled.content)


@cache
def bundled_template() -> bytes:
    """Return the template that is used where a board has none of its own."""
    return build_template()
