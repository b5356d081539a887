"""The words of issuing: the card, what it asks, what became of a report."""

from collections.abc import Sequence
from html import escape

from domain.boards import Signatory
from domain.dates import format_date
from domain.language import Translator
from domain.periods.words import period_words
from domain.reports.issuing import IssuedReport, IssueState
from domain.text import format_number
from handlers.reports.texts import issued_line
from services.reports.issued.cancelling import CancelAsked, Cancelled
from services.reports.issued.issuing import IssuePreview


def card(_: Translator, preview: IssuePreview, warnings: Sequence[str]) -> str:
    """Return what would be issued, each part as it will stand, and what to look at before."""
    report = preview.report
    board = report.board
    lines = []
    if preview.changed:
        lines.append(_("Số liệu vừa thay đổi nên chưa ban hành; xin xem lại."))
    if preview.used is not None:
        lines.append(used(_, preview, board.number_suffix))
    title = _("Ban hành báo cáo {period}").format(period=period_words(_, report.period))
    lines.append(f"<b>{escape(title)}?</b>")
    lines.append(
        _("Tổng số {total} tin, bài. Số dự kiến: {number}, ngày {day}.").format(
            total=format_number(report.total),
            number=escape(f"{preview.number:02d}/{board.number_suffix}"),
            day=format_date(preview.signed_on),
        )
    )
    lines.append(_("Người ký: {signer}").format(signer=escape(signer_words(_, board.signatory))))
    if board.addressees:
        lines.append(_("Kính gửi: {names}").format(names=escape("; ".join(board.addressees))))
    lines.append(_("Nơi nhận: {names}").format(names=escape("; ".join(board.recipients) or "–")))
    lines.append(_("Địa danh: {place}").format(place=escape(board.place or "–")))
    basis = [each.text for each in board.legal_basis if each.holds_on(preview.signed_on)]
    lines.append(_("Căn cứ: {names}").format(names=escape("; ".join(basis) or "–")))
    if report.prepared_on <= report.period.last:
        unfinished = _("Kỳ này đến hết ngày {day} mới kết thúc; số liệu có thể còn thay đổi.")
        lines.append("<b>" + unfinished.format(day=format_date(report.period.last)) + "</b>")
    if report.opening:
        lines.append(
            _("Trong đó {count} tin, bài lấy từ bảng thống kê đã nhập.").format(
                count=format_number(report.opening)
            )
        )
    if preview.in_force is not None:
        lines.append(
            _("Báo cáo mới thay thế Báo cáo số {number} ngày {day}.").format(
                number=escape(preview.in_force.number_line(board.number_suffix)),
                day=format_date(preview.in_force.signed_on),
            )
        )
    if warnings:
        lines.append("<b>" + _("Cần xem trước khi ký") + "</b>")
        lines += [f"• {escape(warning)}" for warning in warnings]
    lines.append(
        _("Chọn mục cần đổi, hoặc gửi như <code>/banhanh {period} số 05 ngày {day}</code>.").format(
            period=escape(report.period.code), day=format_date(preview.signed_on)
        )
    )
    lines.append(_("Ban hành xong, số và tệp không thay đổi được nữa."))
    return "\n".join(lines)


def used(_: Translator, preview: IssuePreview, suffix: str) -> str:
    """Tell that a number is used, and by which report."""
    if preview.used is None:
        return ""
    return _(
        "Số {number} đã dùng cho báo cáo {period} ngày {day}; số còn trống kế tiếp là {free}."
    ).format(
        number=escape(preview.used.number_line(suffix)),
        period=escape(preview.used.period),
        day=format_date(preview.used.signed_on),
        free=escape(f"{preview.number:02d}/{suffix}"),
    )


def signer_words(_: Translator, signer: Signatory) -> str:
    """Return who signs as one line of plain text."""
    if not signer.name:
        return _("chưa khai báo")
    words = ", ".join(part for part in (signer.on_behalf, signer.post) if part)
    line = f"{words} {signer.name}".strip()
    return f"{line} ({signer.agency_post})" if signer.agency_post else line


def ask_choice(_: Translator, preview: IssuePreview, what: str) -> str:
    """Ask for the number or the day of signing."""
    if what == "number":
        return _(
            "Xin gửi số của báo cáo, ví dụ <code>{number}</code>; có thể bắt đầu từ số bất kỳ."
        ).format(number=f"{preview.number:02d}")
    return _("Xin gửi ngày ký, ví dụ <code>{day}</code>.").format(
        day=format_date(preview.signed_on)
    )


def choose_signer(_: Translator, preview: IssuePreview) -> str:
    """Ask who signs."""
    if not preview.signers:
        return _(
            "Ban chưa có danh sách người ký; xin gửi như "
            "<code>/caidat thêm người ký: Phó Trưởng ban | Nguyễn Văn A</code>."
        )
    lines = [_("Ai ký báo cáo này?")]
    lines += [
        f"{place}. {escape(signer_words(_, signer))}"
        for place, signer in enumerate(preview.signers, start=1)
    ]
    return "\n".join(lines)


def ask_cancel(_: Translator, asked: CancelAsked, suffix: str) -> str:
    """Ask once more before a report is cancelled."""
    if asked.unsure:
        return _(
            "Chưa huỷ Báo cáo số {number}. Nếu huỷ thật, xin gõ "
            "<code>đúng, huỷ báo cáo</code>; nếu không, gõ <code>không huỷ</code>."
        ).format(number=escape(asked.issued.number_line(suffix)))
    return _(
        "Huỷ Báo cáo số {number} ({period}), lý do: {reason}? Chưa có gì bị huỷ; số đã huỷ không "
        "dùng lại được."
    ).format(
        number=escape(asked.issued.number_line(suffix)),
        period=escape(asked.issued.period),
        reason=escape(asked.reason),
    )


def issued(_: Translator, found: IssuedReport, suffix: str) -> str:
    """Tell that a report was issued."""
    return _("Đã ban hành Báo cáo số {number} ngày {day}. Các tệp ở dưới.").format(
        number=escape(found.number_line(suffix)), day=format_date(found.signed_on)
    )


def issues(_: Translator, found: Sequence[IssuedReport], suffix: str) -> str:
    """Return the issued reports, whatever became of them."""
    states = {
        IssueState.ISSUED: _("đang có hiệu lực"),
        IssueState.REPLACED: _("đã được thay thế"),
        IssueState.CANCELLED: _("đã huỷ"),
    }
    lines = ["<b>" + _("Các báo cáo đã ban hành") + "</b>"]
    for each in found:
        line = f"{issued_line(_, each, suffix)} ({escape(each.period)}): {states[each.state]}"
        if each.reason:
            line += f" – {escape(each.reason)}"
        lines.append(line)
    newest = f"{found[0].number:02d}/{found[0].signed_on.year}"
    lines.append(
        _("Huỷ một báo cáo: <code>/banhanh huỷ {number} Lý do</code>.").format(number=newest)
    )
    return "\n".join(lines)


def ask_reason(_: Translator, found: IssuedReport, suffix: str) -> str:
    """Ask why a report is cancelled."""
    return _(
        "Huỷ Báo cáo số {number}: xin gửi lý do, ví dụ <code>Nhầm số liệu tháng 5</code>. "
        "Số này vẫn coi là đã dùng. Không huỷ nữa thì gõ /huy."
    ).format(number=escape(found.number_line(suffix)))


def cancelled(_: Translator, result: Cancelled, suffix: str) -> str:
    """Tell that a report was cancelled, and what is in force for its period now."""
    found = result.issued
    lines = [
        _("Đã huỷ Báo cáo số {number}: {reason}. Số này không dùng lại.").format(
            number=escape(found.number_line(suffix)), reason=escape(found.reason)
        )
    ]
    if result.before is None:
        lines.append(
            _(
                "Hiện nay kỳ này không có báo cáo nào có hiệu lực; ban hành báo cáo khác bằng "
                "<code>/banhanh {period}</code>."
            ).format(period=escape(found.period))
        )
    else:
        lines.append(
            _(
                "Hiện nay kỳ này không có báo cáo nào có hiệu lực. Báo cáo số {number} ngày {day} "
                "trước đó đã được bản này thay thế; chọn dùng lại ở dưới, hoặc ban hành báo "
                "cáo khác bằng <code>/banhanh {period}</code>."
            ).format(
                number=escape(result.before.number_line(suffix)),
                day=format_date(result.before.signed_on),
                period=escape(found.period),
            )
        )
    return "\n".join(lines)


def restored(_: Translator, found: IssuedReport, suffix: str) -> str:
    """Tell that a report is in force again."""
    return _("Báo cáo số {number} ngày {day} có hiệu lực trở lại.").format(
        number=escape(found.number_line(suffix)), day=format_date(found.signed_on)
    )
