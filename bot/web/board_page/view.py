"""Turns the page's contents into what its template shows: words, numbers and drawn bars."""

from datetime import datetime
from typing import Any

from domain.boards import Board
from domain.dates import format_date
from domain.language import Translator
from domain.periods.spans import Month
from domain.periods.words import period_words
from domain.reports.dataset import Comparison, Report
from domain.text import format_number
from handlers.reminders.texts import month_name, reason, state_name
from services.reports.board_page import PageArticles, PageContents

BAR, GAP, HEIGHT = 44, 12, 120  # of the drawn bars, in the drawing's own units


def page_view(
    _: Translator, contents: PageContents, board: Board, now: datetime, root: str
) -> dict[str, Any]:
    """Return the values of `page.html`; `root` is the page's own address."""
    report = contents.report
    local = now.astimezone(board.zone)
    return {
        "root": root,
        "board": board.name,
        "title": _capital(period_words(_, report.period)),
        "code": report.period.code,
        "as_of": _("Số liệu lúc {time} ngày {day}").format(
            time=f"{local:%H:%M}", day=format_date(local.date())
        ),
        "other_language": ("en", "English") if _.language == "vi" else ("vi", "Tiếng Việt"),
        "periods": [
            (period.code, _capital(period_words(_, period)), period.code == report.period.code)
            for period in contents.periods
        ],
        "total": format_number(report.total),
        "facts": _facts(_, report),
        "months": _month_heads(_, report),
        "month_codes": [days.month.code for days in report.period.months],
        "groups": [
            {
                "name": group.name,
                "units": [
                    {
                        "id": unit.unit_id,
                        "name": unit.name,
                        "note": unit.note,
                        "months": [_number(count) for count in unit.months],
                        "total": _number(unit.known_total),
                        "silent": unit.name in contents.silent,
                    }
                    for unit in group.units
                ],
            }
            for group in report.groups
        ],
        "month_totals": [_number(total) for total in report.known_month_totals],
        "bars": _bars(contents.trend),
        "bars_width": len(contents.trend) * (BAR + GAP) + GAP,
        "bars_text": "; ".join(
            f"{month_name(month)}: "
            + (_("chưa có số liệu") if total is None else format_number(total))
            for month, total in contents.trend
        ),
        "topics": [
            (topic.name, format_number(topic.count), topic.count)
            for topic in sorted(report.topics, key=lambda topic: -topic.count)
            if topic.count
        ],
        "most": max((topic.count for topic in report.topics), default=0),
        "uncovered": report.uncovered_topics,
        "silent": contents.silent,
        "silent_month": _("tháng {month}").format(month=month_name(contents.month)),
        "silent_legend": _(
            "Dòng tô màu là đơn vị chưa có tin, bài và chưa trả lời trong tháng {month}."
        ).format(month=month_name(contents.month)),
        "undelivered": [
            {
                "person": item.person,
                "state": state_name(_, item.state),
                "error": reason(_, item.error or ""),
                "at": _instant(item.at, board),
            }
            for item in contents.undelivered
        ],
    }


def articles_view(_: Translator, found: PageArticles, board: Board, root: str) -> dict[str, Any]:
    """Return the values of `articles.html`."""
    when = (
        _("tháng {month}").format(month=month_name(found.month))
        if found.month is not None
        else period_words(_, found.period)
    )
    notes = []
    if found.brought_in:
        notes.append(
            _("{count} tin, bài lấy từ bảng thống kê đã nhập nên không có trong danh sách.").format(
                count=format_number(found.brought_in)
            )
        )
    if found.more:
        notes.append(
            _("Còn {count} bài nữa; hãy chọn một tháng hoặc một đơn vị.").format(
                count=format_number(found.more)
            )
        )
    return {
        "root": root,
        "board": board.name,
        "title": f"{found.unit or _('Toàn ban')} – {when}",
        "code": found.period.code,
        "total": format_number(found.count),
        "notes": notes,
        "with_units": not found.unit,
        "items": [
            {
                "number": one.number,
                "title": one.title,
                "link": one.link if one.link.startswith(("https://", "http://")) else "",
                "day": format_date(one.published_on),
                "unit": unit,
            }
            for unit, one in found.articles
        ],
    }


def _facts(_: Translator, report: Report) -> list[str]:
    """Return the sentences beside the total."""
    with_items = sum(unit.total > 0 for unit in report.units)
    facts = [
        _("{count}/{all} đơn vị có tin, bài").format(
            count=format_number(with_items), all=format_number(len(report.units))
        )
    ]
    if report.opening:
        facts.append(
            _("trong đó {count} lấy từ bảng thống kê đã nhập").format(
                count=format_number(report.opening)
            )
        )
    facts += [
        _compared(_, report.total, other)
        for other in (report.before, report.year_before)
        if other is not None
    ]
    return facts


def _compared(_: Translator, total: int, other: Comparison) -> str:
    name, change = period_words(_, other.period), total - other.total
    if change > 0:
        text = _("tăng {count} so với {period} ({total})")
    elif change < 0:
        text = _("giảm {count} so với {period} ({total})")
    else:
        text = _("bằng {period} ({total})")
    return text.format(
        count=format_number(abs(change)), period=name, total=format_number(other.total)
    )


def _month_heads(_: Translator, report: Report) -> list[tuple[str, str]]:
    """Return each month's short heading and its full name."""
    months = [days.month for days in report.period.months]
    several = len({month.year for month in months}) > 1
    return [
        (
            f"{month.month}/{month.year % 100:02d}"
            if several
            else _("T{month}").format(month=month.month),
            _("tháng {month}").format(month=month_name(month)),
        )
        for month in months
    ]


def _bars(trend: tuple[tuple[Month, int | None], ...]) -> list[dict[str, Any]]:
    highest = max((total or 0 for _month, total in trend), default=0) or 1
    bars = []
    for place, (month, total) in enumerate(trend):
        height = round(HEIGHT * (total or 0) / highest, 1)
        bars.append(
            {
                "x": GAP + place * (BAR + GAP),
                "y": 20 + HEIGHT - height,
                "width": BAR,
                "height": height,
                "middle": GAP + place * (BAR + GAP) + BAR / 2,
                "known": total is not None,
                "total": "" if total is None else format_number(total),
                "label": f"{month.month}/{month.year % 100:02d}",
            }
        )
    return bars


def _number(count: int | None) -> str | None:
    return None if count is None else format_number(count)


def _instant(at: datetime | None, board: Board) -> str:
    if at is None:
        return ""
    local = at.astimezone(board.zone)
    return f"{format_date(local.date())} {local:%H:%M}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
