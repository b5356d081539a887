"""Buttons under reports.

Data: `p:PERIOD` shows a report, `rp:WHAT:PERIOD` makes one file more, `tr:…` traces a count,
`is:…` issues, `ru:BOARD:PERIOD` opens a board of the roll-up.
"""

from collections.abc import Sequence
from datetime import date

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from domain.language import Translator
from domain.periods.spans import Period
from domain.reports.dataset import Report
from domain.reports.issuing import IssuedReport
from domain.text import format_number
from handlers.reports.texts import capital, month_name, period_name
from services.reports.rollup import RollUp
from services.reports.tracing import Trace, UnitPage

LONGEST_NAME = 40


def periods(_: Translator, found: Sequence[Sequence[Period]]) -> InlineKeyboardMarkup:
    """Return a button for each period."""
    return InlineKeyboardMarkup(
        [
            [_button(capital(period_name(_, period)), f"p:{period.code}") for period in row]
            for row in found
        ]
    )


def report(
    _: Translator, code: str, *, pdf: bool, issue: bool, live: bool, issued: IssuedReport | None
) -> InlineKeyboardMarkup:
    """Return what can be done with a report: trace, other files, issue."""
    rows = [
        [
            _button(_("Theo đơn vị"), f"tr:u:0:{code}"),
            _button(_("Theo tháng"), f"tr:m:{code}"),
        ]
    ]
    files = [_button(_("Xem toàn văn"), f"rp:{'livewords' if live else 'words'}:{code}")]
    if issued is None or live:
        files.append(_button(_("Bản điện tử"), f"rp:electronic:{code}"))
    if pdf:
        files.append(_button("PDF", f"rp:{'livepdf' if live else 'pdf'}:{code}"))
    if issued is not None and not live:
        files.append(_button(_("Số liệu hiện nay"), f"rp:live:{code}"))
    rows.append(files)
    if issue and issued is None:
        rows.append([_button(_("Ban hành"), f"is:ask:{code}")])
    if issue and issued is not None:
        rows.append(
            [
                _button(_("Ban hành bản thay thế"), f"is:ask:{code}"),
                _button(_("Huỷ báo cáo này"), f"is:cancel:{issued.id}"),
            ]
        )
    return InlineKeyboardMarkup([row for row in rows if row])


def units(_: Translator, found: UnitPage) -> InlineKeyboardMarkup:
    """Return a button for each line of a page."""
    code = found.report.period.code
    rows = [
        [
            _button(
                _("{unit}: {count}").format(unit=_short(row.name), count=format_number(row.total)),
                f"tr:a:{row.unit_id}::0:{code}",
            )
        ]
        for row in found.rows
    ]
    rows.append(_turns(_, found.page, found.pages, f"tr:u:{{page}}:{code}"))
    return InlineKeyboardMarkup([row for row in rows if row])


def months(_: Translator, report: Report) -> InlineKeyboardMarkup:
    """Return a button for each month of a report."""
    buttons = [
        _button(
            _("{month}: {count}").format(
                month=month_name(_, reporting.month), count=format_number(count)
            ),
            f"tr:a:0:{place}:0:{report.period.code}",
        )
        for place, (reporting, count) in enumerate(
            zip(report.period.months[:60], report.month_totals, strict=False)
        )
    ]
    return InlineKeyboardMarkup([buttons[start : start + 3] for start in range(0, len(buttons), 3)])


def trace(_: Translator, found: Trace) -> InlineKeyboardMarkup:
    """Return the line's months, the next and the previous page, and the way back."""
    code = found.period.code
    rows: list[list[InlineKeyboardButton]] = []
    if found.unit is not None and found.month is None and len(found.period.months) > 1:
        buttons = [
            _button(
                f"{reporting.month.month}/{reporting.month.year}: {format_number(count)}",
                f"tr:a:{found.unit_id}:{place}:0:{code}",
            )
            for place, (reporting, count) in enumerate(
                zip(found.period.months[:60], found.unit.months, strict=False)
            )
            if count
        ]
        rows += [buttons[start : start + 3] for start in range(0, len(buttons), 3)]
    month = "" if found.month is None else found.period.months.index(found.month)
    rows.append(_turns(_, found.page, found.pages, f"tr:a:{found.unit_id}:{month}:{{page}}:{code}"))
    back = f"tr:u:0:{code}" if found.unit is not None else f"tr:m:{code}"
    rows.append([_button(_("‹ Quay lại"), back)])
    return InlineKeyboardMarkup([row for row in rows if row])


def rollup(_: Translator, found: RollUp) -> InlineKeyboardMarkup:
    """Return a button for each board."""
    return InlineKeyboardMarkup(
        [
            [_button(_short(line.board.name), f"ru:{line.board.id}:{found.code}")]
            for line in found.lines[:60]
        ]
    )


def board(_: Translator, board_id: int) -> InlineKeyboardMarkup:
    """Return the button that makes a board the current one."""
    return InlineKeyboardMarkup([[_button(_("Làm việc với ban này"), f"b:{board_id}")]])


def suggested(today: date, before: str, current: str) -> list[list[str]]:
    """Return the codes of the periods a board asks for most on a day."""
    year, quarter = today.year, (today.month - 1) // 3 + 1
    halves = [f"{year}-H1"] if today.month <= 6 else [f"{year}-H1", f"{year}-H2"]
    if today.month <= 6:
        halves.insert(0, f"{year - 1}-H2")
    return [halves, [f"{year}-Q{quarter}", current], [before, str(year)]]


def _turns(_: Translator, page: int, pages: int, data: str) -> list[InlineKeyboardButton]:
    turns = []
    if page > 0:
        turns.append(_button(_("‹ Trang trước"), data.format(page=page - 1)))
    if page + 1 < pages:
        turns.append(_button(_("Trang sau ›"), data.format(page=page + 1)))
    return turns


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"


def _button(label: str, data: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=data)
