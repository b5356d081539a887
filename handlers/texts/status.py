"""The words of /status, /none and /remind, and of what tinbai says on its own."""

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from typing import Any

from domain.dates import format_date
from domain.language import Translator
from domain.periods import Month, period_title
from domain.text import format_number
from services.reminders import Preview
from services.status import Status
from services.zeros import ZeroConfirmed

MOST_NAMED = 60


def month_name(month: Month) -> str:
    """Return a month as people write it: 6/2021."""
    return f"{month.month}/{month.year}"


def status(_: Translator, status: Status) -> str:
    """Return how the person's units and the board are doing."""
    parts = [
        f"<b>{_('Tháng {month}').format(month=month_name(status.month))}</b>",
        *(_unit_lines(_, status)),
    ]
    if status.board is not None:
        parts += _board_parts(_, status)
    return "\n\n".join(parts)


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
        text += " " + _("Cả kỳ: {total}, hạng {rank}/{ranked}.").format(
            total=own.half_year, rank=own.rank, ranked=own.ranked
        )
        lines.append(text)
    return lines


def _board_parts(_: Translator, status: Status) -> list[str]:
    report = status.board
    if report is None:
        return []
    months = [str(month.month.month) for month in report.period.months]
    width = max(3, *(len(str(total)) for total in report.month_totals)) if months else 3
    head = "".join(f"{'T' + month:>{width + 1}}" for month in months)
    lines = [f"{head}{_('Tổng'):>6}"]
    for group in report.groups:
        for unit in group.units:
            cells = "".join(
                f"{'·' if count is None else count:>{width + 1}}" for count in unit.months
            )
            lines.append(f"{cells}{unit.total:>6}  {escape(unit.name)}")
    totals = "".join(f"{total:>{width + 1}}" for total in report.month_totals)
    lines.append(f"{totals}{report.total:>6}  {_('Toàn ban')}")
    table = "\n".join(lines)
    parts = [
        f"<b>{escape(period_title(report.period).capitalize())}</b>\n<pre>{table}</pre>",
        _silent(_, status.silent),
    ]
    uncovered = report.uncovered_topics
    if uncovered:
        parts.append(
            _("Chuyên mục chưa có bài: {topics}.").format(
                topics=escape(", ".join(uncovered[:MOST_NAMED]))
            )
        )
    if status.undelivered:
        lines = [f"<b>{_('Tin nhắn chưa gửi được')}</b>"]
        lines += [
            f"• {escape(item.person)} – {state_name(_, item.state)} ({escape(item.error or '')})"
            for item in status.undelivered
        ]
        parts.append("\n".join(lines))
    if status.dead_updates:
        parts.append(
            _("Có {count} tin nhắn đến không xử lý được; xin báo người vận hành.").format(
                count=format_number(status.dead_updates)
            )
        )
    return parts


def _silent(_: Translator, silent: Sequence[str]) -> str:
    if not silent:
        return _("Mọi đơn vị đã có tin, bài hoặc đã trả lời trong tháng này.")
    lines = [
        f"<b>{_('Chưa có tin, bài và chưa trả lời ({count} đơn vị)')}</b>".format(
            count=len(silent)
        ),
        *(f"• {escape(name)}" for name in silent[:MOST_NAMED]),
    ]
    if len(silent) > MOST_NAMED:
        lines.append(_("và {count} đơn vị khác").format(count=len(silent) - MOST_NAMED))
    return "\n".join(lines)


def state_name(_: Translator, state: str) -> str:
    """Return the name of a message's state."""
    return {
        "planned": _("sẽ gửi"),
        "due": _("đang chờ gửi"),
        "claimed": _("đang gửi"),
        "sent": _("đã gửi"),
        "failed": _("không gửi được"),
        "unknown": _("không rõ đã đến chưa"),
        "dropped": _("không cần gửi nữa"),
        "nobody": _("không có ai để nhắc"),
    }[state]


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


def preview(_: Translator, preview: Preview) -> str:
    """Return who would be reminded, why, and what was done already."""
    month = month_name(preview.month)
    if not preview.silent:
        return _(
            "Tháng {month}: mọi đơn vị đã có tin, bài hoặc đã trả lời; không cần nhắc ai."
        ).format(month=month)
    head = _("Nhắc tháng {month}: {count} đơn vị chưa có tin, bài và chưa trả lời").format(
        month=month, count=preview.silent
    )
    lines = [f"<b>{head}</b>"]
    lines += [
        f"• {escape(line.unit)} – "
        + (f"{escape(line.person)}: " if line.person else "")
        + state_name(_, line.state)
        for line in preview.lines[: 4 * MOST_NAMED]
    ]
    return "\n".join(lines)


def reminding(_: Translator, preview: Preview) -> str:
    """Return the answer to a round of reminders that was set going."""
    waiting = sum(line.state in {"planned", "due", "claimed"} for line in preview.lines)
    if not waiting:
        return preview_done(_)
    return _("Đang gửi nhắc; xem kết quả bằng /nhac hoặc /tinhhinh.")


def preview_done(_: Translator) -> str:
    """Return the answer when there is nothing left to send."""
    return _("Không còn lời nhắc nào để gửi.")


def reminder(_: Translator, payload: Mapping[str, Any]) -> str:
    """Return a reminder to a correspondent or a head, or the digest to editors and chair."""
    code = str(payload["month"])
    month = month_name(Month(int(code[:4]), int(code[5:])))
    names = [escape(str(name)) for _unit_id, name in payload["units"]]
    if payload["scope"] in {"editors", "chair"}:
        head = _(
            "{board}: tháng {month} còn {count} đơn vị chưa có tin, bài và chưa trả lời"
        ).format(board=escape(str(payload["board"])), month=month, count=len(names))
        lines = [f"<b>{head}</b>", *(f"• {name}" for name in names)]
        if payload["nobody"]:
            lines.append(f"<b>{_('Không có ai để nhắc')}</b>")
            lines += [f"• {escape(str(name))}" for name in payload["nobody"]]
    else:
        head = _("Nhắc gửi tin, bài tháng {month}").format(month=month)
        lines = [
            f"<b>{head}</b>",
            _("Tháng này chưa ghi nhận tin, bài của:"),
            *(f"• {name}" for name in names),
            _("Có bài: dán liên kết của bài vào đây. Không có: gửi <code>/khongco lý do</code>."),
            _("Hạn đến hết ngày {day}.").format(
                day=format_date(date.fromisoformat(str(payload["last_day"])))
            ),
        ]
    if payload["text"]:
        lines.append(escape(str(payload["text"])))
    return "\n".join(lines)
