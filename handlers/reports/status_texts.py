"""The words of /status and /none."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from html import escape

from domain.conversation.zalo_quota import MONTHLY_MESSAGES, MOST_GROUPS, MOST_PEOPLE
from domain.dates import format_date
from domain.language import Translator
from domain.periods.spans import Month
from domain.periods.words import period_words
from domain.reports.dataset import Report
from domain.text import format_number
from handlers.conversation.general_texts import folded
from handlers.conversation.zalo_texts import shortened
from handlers.reminders.texts import month_name, reason, state_name
from services.reports.status import Status, ZaloUse
from services.units.zeros import ZeroAsked, ZeroConfirmed, ZeroOffered

MOST_NAMED = 60
MOST_TOPICS = 60
MOST_SILENT = 200
FEW = 8
# Zalo's message holds 2,000 characters; what is named beyond stands behind a button.
LONGEST_NAMES = 1400
# The tick runs twice a minute.
_LATE = timedelta(minutes=15)


def status(_: Translator, status: Status) -> str:
    """Return how the person's units and the board are doing: three lines, and what is wrong."""
    month = "<b>" + _("Tháng {month}").format(month=month_name(status.month)) + "</b>"
    if status.board is None:
        return "\n".join([month, *_unit_lines(_, status)])
    lines = _board_lines(_, status, status.board, month)
    return "\n".join([*lines, *_unit_lines(_, status), *_wrong(_, status)])


def _board_lines(_: Translator, status: Status, report: Report, month: str) -> list[str]:
    count, having = _of_month(report, status.month)
    total = _("{month}: {count} tin, bài; {having}/{all} đơn vị có bài.").format(
        month=month, count=count, having=having, all=len(report.units)
    )
    period = period_words(_, report.period)
    whole = _("{period}: {count} tin, bài.").format(
        period=escape(period[:1].upper() + period[1:]), count=format_number(report.total)
    )
    return [total, whole, _silent_line(_, status.silent, named=status.named)]


def _of_month(report: Report, month: Month) -> tuple[int, int]:
    """Return a month's total and how many units have any."""
    for place, known in enumerate(report.period.months):
        if known.month == month:
            having = sum(bool(unit.months[place]) for unit in report.units)
            return report.month_totals[place], having
    return 0, 0


def _silent_line(_: Translator, silent: Sequence[str], *, named: bool = False) -> str:
    if not silent and named:
        return _("Mọi đơn vị đã có tin, bài hoặc đã trả lời.")
    if not silent:
        return _("Mọi đơn vị đã có tin, bài hoặc đã trả lời trong tháng này.")
    return folded(
        _("Chưa có tin, bài và chưa trả lời ({count} đơn vị): {units}.").format(
            count=len(silent), units=_named(_, silent)
        )
    )


def _named(_: Translator, names: Sequence[str]) -> str:
    """Return names behind each other, as many as one message holds."""
    shown: list[str] = []
    for name in names:
        if sum(len(each) + 2 for each in shown) + len(name) > LONGEST_NAMES:
            break
        shown.append(name)
    text = escape("; ".join(shown))
    left = len(names) - len(shown)
    return text + "; " + _("và {count} đơn vị khác").format(count=left) if left else text


def _wrong(_: Translator, status: Status) -> list[str]:
    """Return what somebody has to see to, nothing on a good day."""
    lines = []
    if status.pending:
        lines.append(_("Chờ duyệt: {count} bài (/duyet).").format(count=status.pending))
    if status.undelivered:
        lines.append(_undelivered(_, status))
    if status.unreachable:
        names = escape(", ".join(status.unreachable[:MOST_NAMED]))
        lines.append(_("Không nhắn tin được cho: {names}.").format(names=names))
    if status.zalo is not None:
        lines.append(_zalo(_, status.zalo))
    if status.dead_updates:
        lines.append(
            _("Có {count} tin nhắn đến không xử lý được; xin báo người vận hành.").format(
                count=format_number(status.dead_updates)
            )
        )
    at = status.ticked_at
    if at is None or (status.seen_at is not None and status.seen_at - at > _LATE):
        lines.append(_last_run(_, status.ticked_at))
    return lines


def silent_label(_: Translator, count: int) -> str:
    """Return the label of the button that lists the silent units."""
    return _("Chưa có bài ({count})").format(count=count)


def articles_label(_: Translator, unit: str) -> str:
    """Return the label of the button that lists a unit's articles."""
    return _("Bài của {unit}").format(unit=unit)[:60]


def silent(_: Translator, silent: Sequence[str]) -> str:
    """Return the silent units, a line each, folded when they are many."""
    if not silent:
        return _silent_line(_, silent)
    heading = _("Chưa có tin, bài và chưa trả lời ({count} đơn vị)").format(count=len(silent))
    lines = "\n".join(f"• {escape(name)}" for name in silent[:MOST_SILENT])
    if len(silent) > MOST_SILENT:
        lines += "\n" + _("và {count} đơn vị khác").format(count=len(silent) - MOST_SILENT)
    return f"<b>{heading}</b>\n" + (folded(lines) if len(silent) > FEW else lines)


def table(_: Translator, report: Report) -> str:
    """Return the months' totals and those of the units that have any, for Zalo."""
    months = [
        _("T{month}").format(month=month.month.month) + f": {total}"
        for month, total in zip(report.period.months, report.month_totals, strict=True)
    ]
    units = [unit for group in report.groups for unit in group.units if unit.total]
    text = "\n".join(
        [
            " · ".join([*months, _("Toàn ban") + f": {report.total}"]),
            *(f"{escape(unit.name)}: {unit.total}" for unit in units),
        ]
    )
    return shortened(_, text, _("Bảng đủ của các đơn vị: gõ /baocao."))


def topics(_: Translator, report: Report) -> str:
    """Return the topics' counts, the most first, and those that nothing was written about."""
    covered = sorted((each for each in report.topics if each.count), key=lambda each: -each.count)
    period = period_words(_, report.period)
    lines = ["<b>" + _("Chuyên mục, {period}").format(period=escape(period)) + "</b>"]
    if covered:
        rows = [f"{escape(each.name)}: {each.count}" for each in covered[:MOST_TOPICS]]
        text = "\n".join(rows)
        lines.append(folded(text) if len(rows) > FEW else text)
    uncovered = report.uncovered_topics
    if uncovered:
        lines.append(
            _("Chuyên mục chưa có bài: {topics}.").format(
                topics=escape(", ".join(uncovered[:MOST_NAMED]))
            )
        )
    if len(lines) == 1:
        lines.append(_("Chưa có chuyên mục nào; thêm bằng /caidat."))
    return "\n".join(lines)


def _unit_lines(_: Translator, status: Status) -> list[str]:
    lines = []
    for own in status.own:
        unit = f"<b>{escape(own.unit)}</b>"
        if own.count:
            text = _("{unit}: {count} tin, bài tháng này.").format(unit=unit, count=own.count)
            if status.named:
                text = _("{unit}: {count} tin, bài.").format(unit=unit, count=own.count)
        elif own.zero_reason is not None:
            text = _("{unit}: đã báo không có tin, bài ({reason}).").format(
                unit=unit, reason=escape(own.zero_reason)
            )
        else:
            text = _("{unit}: chưa có tin, bài tháng này.").format(unit=unit)
            if status.named:
                text = _("{unit}: không có tin, bài.").format(unit=unit)
        if own.half_year:
            text += " " + _("Cả kỳ: {total}, hạng {rank}/{ranked}.").format(
                total=own.half_year, rank=own.rank, ranked=own.ranked
            )
        lines.append(text)
    return lines


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


def zero_reasons(_: Translator) -> tuple[str, ...]:
    """Return the reasons that can be chosen for having nothing."""
    return (
        _("Không phát sinh tin, bài"),
        _("Tập trung công tác chuyên môn"),
        _("Người phụ trách đi vắng"),
        _("Bài đang viết, chưa đăng"),
    )


def ask_zero(_: Translator, asked: ZeroAsked) -> str:
    """Return the question why there is nothing in a month."""
    return _(
        "Vì sao tháng {month}, {units} không có tin, bài? Xin chọn một lý do, hoặc gõ lý do khác, "
        "ví dụ <code>Tập trung diễn tập</code>."
    ).format(month=month_name(asked.month), units=escape(", ".join(asked.units)))


def zero_offer(_: Translator, offered: ZeroOffered) -> str:
    """Return the question whether to record "nothing this month"; nothing is recorded yet."""
    return _(
        "Ghi nhận tháng {month}, {units} không có tin, bài với lý do “{reason}”? "
        "Chưa có gì được ghi; đúng thì xin chọn “{label}” hoặc gửi <code>đúng</code>, không thì "
        "gửi <code>không</code>."
    ).format(
        month=month_name(offered.month),
        units=escape(", ".join(offered.units)),
        reason=escape(offered.reason),
        label=zero_label(_),
    )


def zero_label(_: Translator) -> str:
    """Return the label of the button that records "nothing this month"."""
    return _("Ghi nhận không có")


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
