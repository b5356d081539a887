"""The report as the Word document the board signs."""

from domain.errors import InvalidFile
from domain.periods.spans import file_slug
from domain.reports.dataset import Report
from domain.text import nearest
from reports.document.fields import Mode, description, template_fields
from reports.document.fill import BadTemplate, fill_template
from reports.document.template import bundled_template, check_template
from reports.rendered import Rendered

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def render_docx(report: Report, template: bytes | None = None, mode: Mode = "paper") -> Rendered:
    """Return the report as a .docx file made from `template`, or from the bundled one.

    "electronic" leaves number and date blank in the appendix's reference. Raises
    InvalidFile("bad_template", fault=, name=, nearest=, near=) where the template cannot be used;
    the values are a `TemplateFault`'s.
    """
    if template is not None:
        # Each fault that a check names: better no document than one that lacks its agency's name.
        for fault in check_template(template)[:1]:
            raise InvalidFile(
                "bad_template",
                fault=fault.code,
                name=fault.name,
                nearest=fault.nearest,
                near=fault.near,
            )
    try:
        filled = fill_template(
            bundled_template() if template is None else template,
            template_fields(report, mode),
            description(report),
        )
    except BadTemplate as error:
        raise InvalidFile(
            "bad_template", fault=error.code, name="", nearest="", near=error.near
        ) from error
    for field in filled.unknown:
        # In a branch that the check's small report did not take.
        raise InvalidFile(
            "bad_template",
            fault="unknown_field",
            name=field.name,
            nearest=nearest(field.name, field.known) or "",
            near="",
        )
    return Rendered(f"bao-cao-{file_slug(report.period)}.docx", DOCX_TYPE, filled.content)
