"""The words around a report; the report's own text is made by reports/."""

from collections.abc import Sequence
from html import escape

from domain.dates import format_date
from domain.language import Translator
from domain.periods.spans import Month, Period
from domain.periods.words import period_words
from domain.reports.issuing import Difference, IssuedReport
from domain.text import format_number
from services.reports.issued.issuing import IssuedView
from services.reports.rollup import RollUp
from services.reports.tracing import Trace, UnitPage

MOST_DIFFERENCES = 40


def choose_period(_: Translator) -> str:
    """Return the question for the period."""
    return _(
        "Báo cáo kỳ nào? Chọn một kỳ, hoặc gửi như <code>/baocao 2021-H1</code>, "
        "<code>/baocao quý 3</code>, <code>/baocao 15/1/2021 đến 20/3/2021</code>."
    )


def period_name(_: Translator, period: Period) -> str:
    """Return a period's name in the reader's language, as plain text."""
    return period_words(_, period)


def month_name(_: Translator, month: Month) -> str:
    """Return a month's name."""
    return _("Tháng {month}/{year}").format(month=month.month, year=month.year)


def capital(text: str) -> str:
    """Return the text with a capital first letter."""
    return text[:1].upper() + text[1:]


def issued_line(_: Translator, found: IssuedReport, suffix: str) -> str:
    """Return which report was issued, when and by whom."""
    return _("Báo cáo số {number} ngày {day}, {person} ban hành").format(
        number=escape(found.number_line(suffix)),
        day=format_date(found.signed_on),
        person=escape(found.issued_by),
    )


def already_issued(_: Translator, view: IssuedView, suffix: str) -> str:
    """Return what was issued for the period and what has changed since, by unit and month."""
    lines = ["<b>" + _("Kỳ này đã ban hành") + "</b>", f"{issued_line(_, view.issued, suffix)}."]
    if not view.differences and not view.figures:
        lines.append(_("Từ khi ban hành, số liệu không thay đổi. Dưới đây là bản đã ban hành."))
        return "\n".join(lines)
    lines.append(_("Từ khi ban hành, số liệu đã thay đổi:"))
    lines += [f"• {_difference(_, each)}" for each in view.differences[:MOST_DIFFERENCES]]
    more = len(view.differences) - MOST_DIFFERENCES
    if more > 0:
        lines.append(_("và {count} thay đổi khác").format(count=more))
    if view.figures:
        names = escape("; ".join(view.figures))
        lines.append("• " + _("Số liệu khác: {names}").format(names=names))
    lines.append(_("Dưới đây là bản đã ban hành; số liệu mới không làm thay đổi bản này."))
    return "\n".join(lines)


def frozen_files(_: Translator, hashes: Sequence[tuple[str, str]], *, no_pdf: bool) -> str:
    """Return the frozen files' names with their SHA-256; tell where a PDF is still to be made."""
    lines = [f"{escape(name)}: <code>{digest}</code>" for name, digest in hashes]
    if no_pdf:
        lines.append(
            _(
                "Chưa tạo được bản PDF; chọn PDF dưới báo cáo (<code>/baocao</code>) để tạo từ "
                "tệp Word đã ban hành."
            )
        )
    return "\n".join((_("Mã SHA-256 của các tệp đã ban hành:"), *lines))


def not_taken(_: Translator, name: str) -> str:
    """Tell that the messenger refused a file."""
    return _(
        "Ứng dụng nhắn tin không nhận tệp {name} (có thể vì quá lớn); các phần khác vẫn gửi ở đây. "
        "Tệp này có trên trang của ban, liên kết ở /tinhhinh."
    ).format(name=escape(name))


def units(_: Translator, found: UnitPage) -> str:
    """Return the heading over the lines' buttons."""
    title = _("Tin, bài theo đơn vị, {period}").format(period=period_words(_, found.report.period))
    page = _("Trang {page}/{pages}").format(page=found.page + 1, pages=found.pages)
    hint = _("Chọn một đơn vị để xem từng tin, bài.")
    return f"<b>{escape(title)}</b>\n{page}. {hint}"


def months(_: Translator, period: Period) -> str:
    """Return the heading over the months' buttons."""
    title = _("Tin, bài theo tháng, {period}").format(period=period_words(_, period))
    return f"<b>{escape(title)}</b>\n" + _("Chọn một tháng để xem từng tin, bài.")


def trace(_: Translator, found: Trace) -> str:
    """Return a page of the articles behind a count, and what of it has none."""
    name = found.unit.name if found.unit else _("Cả ban")
    when = month_name(_, found.month.month) if found.month else period_words(_, found.period)
    lines = [
        f"<b>{escape(name)}</b>",
        _("{when}: {count} tin, bài").format(
            when=capital(escape(when)), count=format_number(found.count)
        ),
    ]
    if found.unit is not None and found.unit.note:
        lines.append(escape(capital(found.unit.note)) + ".")
    if found.opening:
        lines.append(
            _("Trong đó {count} lấy từ bảng thống kê đã nhập, không có danh sách.").format(
                count=format_number(found.opening)
            )
        )
    for each in found.articles:
        title = escape(each.title)
        if each.link:
            title = f'<a href="{escape(each.link)}">{title}</a>'
        line = f"#{each.number} {format_date(each.published_on)} {title}"
        if found.unit is None or each.unit != found.unit.name:
            line += f" ({escape(each.unit)})"
        lines.append(line)
    if found.pages > 1:
        lines.append(_("Trang {page}/{pages}").format(page=found.page + 1, pages=found.pages))
    return "\n".join(lines)


def rollup(_: Translator, found: RollUp) -> str:
    """Return boards × months, a board a paragraph."""
    title = _("Tổng hợp {count} ban, {period}").format(count=len(found.lines), period=found.code)
    lines = [f"<b>{escape(title)}</b>"]
    for line in found.lines:
        total = _("{count} tin, bài").format(count=format_number(line.total))
        lines.append(f"<b>{escape(line.board.name)}</b>: {total}")
        lines.append(_months(_, found, line.months))
        if line.silent:
            lines.append(_("{count} đơn vị chưa có tin, bài").format(count=line.silent))
    total = _("{count} tin, bài").format(count=format_number(found.total))
    lines.append("<b>" + _("Tất cả các ban") + f"</b>: {total}")
    lines.append(
        _months(_, found, [found.month_total(place) for place in range(len(found.months))])
    )
    return "\n".join(lines)


def _months(_: Translator, found: RollUp, counts: Sequence[int | None]) -> str:
    return " · ".join(
        f"{month.month}/{month.year}: {'–' if count is None else format_number(count)}"
        for month, count in zip(found.months, counts, strict=True)
    )


def _difference(_: Translator, change: Difference) -> str:
    def shown(count: int | None) -> str:
        return _("chưa có số liệu") if count is None else format_number(count)

    return _("{unit}, tháng {month}/{year}: {before} → {after}").format(
        unit=escape(change.unit),
        month=change.month.month,
        year=change.month.year,
        before=shown(change.before),
        after=shown(change.after),
    )
