"""The words of /status and /none."""

from collections.abc import Sequence
from datetime import datetime
from html import escape

from domain.conversation.zalo_quota import MONTHLY_MESSAGES, MOST_GROUPS, MOST_PEOPLE
from domain.dates import format_date
from domain.language import Translator
from domain.periods.words import period_words
from domain.reports.dataset import Report
from domain.text import format_number
from handlers.conversation.zalo_texts import shortened
from handlers.reminders.reminder_texts import month_name, reason, state_name
from services.reports.status import Status, ZaloUse
from services.units.zeros import ZeroConfirmed, ZeroOffered

MOST_NAMED = 60


def status(_: Translator, status: Status, *, lists: bool = False) -> str:
    """Return how the person's units and the board are doing.

    With `lists` there is no table, for a channel that shows none, and all is in one message.
    """
    parts = [
        "<b>" + _("Tháng {month}").format(month=month_name(status.month)) + "</b>",
        *(_unit_lines(_, status)),
    ]
    if status.board is not None:
        parts += _board_parts(_, status, lists=lists)
    text = "\n\n".join(parts)
    if not lists:
        return text
    return shortened(_, text, _("Bảng đủ của các đơn vị: gõ /baocao."))


def _unit_lines(_: Translator, status: Status) -> list[str]:
    lines = []
    for own in status.own:
        unit = f"<b>{escape(own.unit)}</b>"
        if own.count:
            text = _("{unit}: {count} tin, bài tháng này.").format(unit=unit, count=own.count)
        elif own.zero_reason is not None:
            text = _("{unit}: đã báo không có tin, bài ({reason}).").format(
                unit=unit, reason=escape(own.zero_reason)
            )
        else:
            text = _("{unit}: chưa có tin, bài tháng này.").format(unit=unit)
        if own.half_year:
            text += " " + _("Cả kỳ: {total}, hạng {rank}/{ranked}.").format(
                total=own.half_year, rank=own.rank, ranked=own.ranked
            )
        lines.append(text)
    return lines


def _table(_: Translator, report: Report) -> str:
    """Return the units' months as a table."""
    months = [_("T{month}").format(month=month.month.month) for month in report.period.months]
    width = max(3, *(len(str(total)) for total in report.month_totals)) if months else 3
    head = "".join(f"{month:>{width + 1}}" for month in months)
    lines = [head + _("Tổng").rjust(6)]
    for group in report.groups:
        for unit in group.units:
            cells = "".join(
                f"{'·' if count is None else count:>{width + 1}}" for count in unit.months
            )
            lines.append(f"{cells}{unit.total:>6}  {escape(unit.name)}")
    totals = "".join(f"{total:>{width + 1}}" for total in report.month_totals)
    lines.append(f"{totals}{report.total:>6}  " + _("Toàn ban"))
    table = "\n".join(lines)
    return f"<pre>{table}</pre>"


def _list(_: Translator, report: Report) -> str:
    """Return the months' totals and those of the units that have any."""
    months = [
        _("T{month}").format(month=month.month.month) + f": {total}"
        for month, total in zip(report.period.months, report.month_totals, strict=True)
    ]
    units = [unit for group in report.groups for unit in group.units if unit.total]
    return "\n".join(
        [
            " · ".join([*months, _("Toàn ban") + f": {report.total}"]),
            *(f"{escape(unit.name)}: {unit.total}" for unit in units),
        ]
    )


def _board_parts(_: Translator, status: Status, *, lists: bool) -> list[str]:
    report = status.board
    if report is None:
        return []
    period = period_words(_, report.period)
    parts = [
        f"<b>{escape(period[:1].upper() + period[1:])}</b>\n"
        + (_list(_, report) if lists else _table(_, report)),
        _silent(_, status.silent),
    ]
    uncovered = report.uncovered_topics
    if uncovered:
        parts.append(
            _("Chuyên mục chưa có bài: {topics}.").format(
                topics=escape(", ".join(uncovered[:MOST_NAMED]))
            )
        )
    if status.pending:
        parts.append(_("Chờ duyệt: {count} bài (/duyet).").format(count=status.pending))
    if status.undelivered:
        parts.append(_undelivered(_, status))
    if status.unreachable:
        names = escape(", ".join(status.unreachable[:MOST_NAMED]))
        parts.append(_("Không nhắn tin được cho: {names}.").format(names=names))
    if status.zalo is not None:
        parts.append(_zalo(_, status.zalo))
    if status.dead_updates:
        parts.append(
            _("Có {count} tin nhắn đến không xử lý được; xin báo người vận hành.").format(
                count=format_number(status.dead_updates)
            )
        )
    return [*parts, _last_run(_, status.ticked_at)]


def _zalo(_: Translator, used: ZaloUse) -> str:
    sent = _("Zalo: đã gửi {sent}/{limit} tin trong tháng.").format(
        sent=format_number(used.sent), limit=format_number(MONTHLY_MESSAGES)
    )
    people = _("Có {people}/{most} người và {groups}/{most_groups} nhóm dùng bot Zalo.").format(
        people=used.people, most=MOST_PEOPLE, groups=used.groups, most_groups=MOST_GROUPS
    )
    return f"{sent} {people}"


def _last_run(_: Translator, at: datetime | None) -> str:
    if at is None:
        return _("Bộ hẹn giờ chưa chạy lần nào.")
    return _("Bộ hẹn giờ chạy lần cuối lúc {time} ngày {day}.").format(
        time=f"{at:%H:%M}", day=format_date(at.date())
    )


def _undelivered(_: Translator, status: Status) -> str:
    lines = ["<b>" + _("Tin nhắn chưa gửi được") + "</b>"]
    for place, item in enumerate(status.undelivered, start=1):
        line = f"{place}. {escape(item.person)} – {state_name(_, item.state)}"
        why = reason(_, item.error)
        if why:
            line += f" ({escape(why)})"
        if item.stands_in:
            names = escape(", ".join(item.stands_in))
            line += "; " + _("đã nhắc {names} thay").format(names=names)
        lines.append(line)
    return "\n".join(lines)


def again_label(_: Translator, place: int) -> str:
    """Return the label of the button that sends the message at a place of the list again."""
    return _("Gửi lại {place}").format(place=place)


def sent_again(_: Translator) -> str:
    """Return the answer to a message that is sent again."""
    return _("Đang gửi lại; xem kết quả bằng /tinhhinh.")


def _silent(_: Translator, silent: Sequence[str]) -> str:
    if not silent:
        return _("Mọi đơn vị đã có tin, bài hoặc đã trả lời trong tháng này.")
    lines = [
        "<b>"
        + _("Chưa có tin, bài và chưa trả lời ({count} đơn vị)").format(count=len(silent))
        + "</b>",
        *(f"• {escape(name)}" for name in silent[:MOST_NAMED]),
    ]
    if len(silent) > MOST_NAMED:
        lines.append(_("và {count} đơn vị khác").format(count=len(silent) - MOST_NAMED))
    return "\n".join(lines)


def zero_offer(_: Translator, offered: ZeroOffered) -> str:
    """Return the question whether to record "nothing this month"; nothing is recorded yet."""
    return _(
        "Ghi nhận tháng {month}, {units} không có tin, bài với lý do “{reason}”? "
        "Chưa có gì được ghi; xin chọn nút dưới đây."
    ).format(
        month=month_name(offered.month),
        units=escape(", ".join(offered.units)),
        reason=escape(offered.reason),
    )


def zero(_: Translator, confirmed: ZeroConfirmed) -> str:
    """Return the answer to a confirmed zero."""
    return _(
        "Đã ghi: tháng {month}, {units} không có tin, bài ({reason}). "
        "Khi có bài, cứ gửi như thường; báo này sẽ tự bỏ."
    ).format(
        month=month_name(confirmed.month),
        units=escape(", ".join(confirmed.units)),
        reason=escape(confirmed.reason),
    )
