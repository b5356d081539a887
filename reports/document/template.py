"""The Word template as an operator meets it: export the bundled one, check one's own."""

from dataclasses import dataclass
from functools import cache, lru_cache

from domain.boards import PeriodRule
from domain.language import Translator
from domain.periods.months import Month, named_month
from domain.periods.spans import Period
from domain.text import nearest
from reports.document.fields import FIELDS, description, template_fields
from reports.document.fill import BadTemplate, fill_template, template_names
from reports.document.layout import build_template
from reports.document.trial import trial_report

_TRIAL_MONTHS = tuple(Month(2021, month) for month in range(1, 7))


@dataclass(frozen=True, slots=True)
class TemplateFault:
    """What is wrong with a template.

    `code` is "not_a_document", "broken_tag", "broken_layout", "unknown_field" or "missing_field";
    `name` is the field, `nearest` the right name that was probably meant, `near` the text at a
    broken tag. What does not apply is empty.
    """

    code: str
    name: str = ""
    nearest: str = ""
    near: str = ""


@cache
def bundled_template() -> bytes:
    """Return the template that is used where a board has none of its own."""
    return build_template()


@lru_cache(maxsize=4)
def check_template(content: bytes) -> tuple[TemplateFault, ...]:
    """Return everything that is wrong with a template, found by a trial on a small report.

    The answer is kept: a process that renders checks a board's template once.
    """
    report = trial_report(_trial_period())
    fields = template_fields(report)
    try:
        filled = fill_template(content, fields, description(report))
        used = template_names(content)
    except BadTemplate as error:
        return (TemplateFault(error.code, near=error.near),)
    known = tuple(field.name for field in FIELDS)
    # Names in a branch that the trial did not take are found by reading the tags.
    unknown = {field.name: field.known for field in filled.unknown}
    unknown |= {name: known for name in sorted(used) if name not in known}
    faults = [
        TemplateFault("unknown_field", name, nearest(name, names) or "")
        for name, names in unknown.items()
    ]
    faults += [
        TemplateFault("missing_field", field.name)
        for field in FIELDS
        if field.required and field.name not in used
    ]
    return tuple(faults)


def fault_text(_: Translator, fault: TemplateFault) -> str:
    """Return the sentence that tells a clerk what is wrong and what mends it."""
    match fault.code:
        case "not_a_document":
            return _("Tệp không phải là tài liệu Word: hãy mở bằng Word và lưu lại dạng .docx.")
        case "broken_tag":
            if fault.near:
                return _(
                    "Thẻ viết sai ở đoạn “{near}”: hãy xem lại dấu ngoặc, tên hàm, và mỗi thẻ for, "
                    "if phải có endfor, endif."
                ).format(near=fault.near)
            return _(
                "Có thẻ viết sai: hãy xem lại dấu ngoặc, phép tính, và mỗi thẻ for, if phải có "
                "endfor, endif."
            )
        case "broken_layout":
            return _(
                "Thẻ đặt sai chỗ: thẻ bắt đầu bằng {%p phải đứng riêng một đoạn, {%tr riêng một "
                "hàng, {%tc riêng một ô của bảng."
            )
        case "missing_field":
            return _("Mẫu thiếu trường {name}: hãy thêm trường này vào.").format(name=fault.name)
    if fault.nearest:
        return _("Không có trường {name}: có lẽ là {nearest}.").format(
            name=fault.name, nearest=fault.nearest
        )
    return _("Không có trường {name}: hãy xóa thẻ này.").format(name=fault.name)


def _trial_period() -> Period:
    months = tuple(named_month(month, PeriodRule.CALENDAR, 31) for month in _TRIAL_MONTHS)
    return Period("2021-H1", months[0].first, months[-1].last, months)
