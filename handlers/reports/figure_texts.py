"""The words of figures: readings, counts, budgets and payments."""

from collections.abc import Sequence
from html import escape

from domain.boards import FigureDefinition, FigureKind
from domain.dates import format_date
from domain.language import Translator
from domain.periods.spans import Period
from domain.periods.words import period_words
from domain.reports.figures import Entry, EntryKind
from domain.text import clean_line, format_money, format_number
from handlers.commands import typed
from services.reports.figures import Doubtful, FigureCard, Recorded, Withdrawn


def overview(_: Translator, cards: Sequence[FigureCard]) -> str:
    """Return every figure with its last entry, and how one is written."""
    if not cards:
        return _("Ban chưa khai báo số liệu nào; người vận hành thêm mục [[board.figures]].")
    lines = ["<b>" + _("Số liệu của ban") + "</b>"]
    for card in cards:
        name = escape(card.definition.name)
        if card.entries:
            last = entry_words(_, card.definition, card.entries[0])
            lines.append(_("{name}: {last}").format(name=name, last=escape(last)))
        else:
            lines.append(_("{name}: chưa có").format(name=name))
    lines.append("")
    lines.append(_("Chọn một số liệu để xem và ghi thêm, hoặc gửi như:"))
    lines += [f"<code>{escape(example(_, card.definition))}</code>" for card in cards]
    return "\n".join(lines)


def card(_: Translator, card: FigureCard) -> str:
    """Return a figure's newest entries and the question for the next."""
    lines = [f"<b>{escape(card.definition.name)}</b>"]
    for place, entry in enumerate(card.entries, start=1):
        words = entry_words(_, card.definition, entry)
        lines.append(f"{place}. {escape(words)} – {escape(entry.person)}")
    if card.count > len(card.entries):
        lines.append(_("và {count} lần ghi trước đó").format(count=card.count - len(card.entries)))
    if not card.entries:
        lines.append(_("Chưa ghi lần nào."))
    lines.append("")
    lines.append(
        _("Xin gửi số mới, ví dụ <code>{example}</code>.").format(
            example=escape(value_example(card.definition))
        )
    )
    if card.definition.kind is FigureKind.MONEY:
        budget = value_example(card.definition, budget=True)
        lines.append(
            _("Kinh phí được giao cả năm: <code>{example}</code>.").format(example=escape(budget))
        )
    return "\n".join(lines)


def recorded(
    _: Translator, result: Recorded, counted: Period | None = None, offered: Period | None = None
) -> str:
    """Return what was stored, the period it counts in, and the one that may be meant."""
    lines = [
        _("Đã ghi {name}: {entry}.").format(
            name=escape(result.definition.name),
            entry=escape(entry_words(_, result.definition, entry)),
        )
        for entry in result.entries
    ]
    if counted is not None:
        text = _("Tính vào báo cáo {period}.")
        lines.append(text.format(period=escape(period_words(_, counted))))
    if offered is not None:
        lines.append(
            _(
                "Báo cáo {period} đã hết kỳ ngày {last}, nên lần ghi này chưa tính vào kỳ đó; "
                "muốn tính vào, xin chọn ở dưới hoặc ghi lại với ngày {last}."
            ).format(period=escape(period_words(_, offered)), last=format_date(offered.last))
        )
    if result.replaced:
        before = format_money(result.replaced[-1].amount)
        lines.append(_("Thay cho {before} đã ghi trước đây.").format(before=before))
    if result.alone:
        lines.append(
            _(
                "Chưa có số đầu kỳ nên chưa tính được mức tăng; nếu biết, xin gửi như "
                "<code>{example}</code>."
            ).format(
                example=escape(
                    f"{typed(_, 'figure')} {result.definition.name.lower()} 80.000 "
                    f"1/1/{result.entries[0].day.year}"
                )
            )
        )
    return "\n".join(lines)


def spoken(_: Translator, command: str, text: str) -> str:
    """Return how what somebody wrote without a command is stored as a figure."""
    line = escape(f"{typed(_, command)} {clean_line(text)}")
    return _(
        "Tin này chưa được ghi; nếu là số liệu của báo cáo, xin gửi <code>{line}</code>."
    ).format(line=line)


def offer(_: Translator, period: Period) -> str:
    """Return the button that counts entries in a period that has ended."""
    return _("Tính vào {period}, ngày {last}").format(
        period=period_words(_, period), last=format_date(period.last)
    )


def doubtful(_: Translator, doubt: Doubtful) -> str:
    """Ask whether a surprising entry is right."""
    values = {
        "name": escape(doubt.definition.name),
        "entry": escape(entry_words(_, doubt.definition, doubt.entry)),
        "other": escape(entry_words(_, doubt.definition, doubt.other)),
    }
    match doubt.reason:
        case "falls":
            text = _("{name} {entry} thấp hơn lần trước ({other}).")
        case "above_later":
            text = _("{name} {entry} cao hơn lần đọc sau đó ({other}).")
        case "whole":
            text = _(
                "{name} {entry} khác cách ghi trước đây ({other}): có số ghi dạng phần trên toàn "
                "bộ thì báo cáo chỉ lấy lần ghi mới nhất, không cộng các lần."
            )
        case _other:
            text = _("{name}: {entry} đã được ghi rồi.")
    question = _("Nếu đúng là vậy, xin chọn, hoặc gửi <code>đúng</code>; nếu không, gửi số đúng.")
    return f"{text.format(**values)}\n{question}"


def withdrawn(_: Translator, result: Withdrawn) -> str:
    """Return what counts no more, and the line that would write it again."""
    words = entry_words(_, result.definition, result.entry)
    line = escape(entry_line(_, result.definition, result.entry))
    return _("Đã bỏ {name}: {entry}. Muốn ghi lại, gửi <code>{line}</code>.").format(
        name=escape(result.definition.name), entry=escape(words), line=line
    )


def entry_words(_: Translator, definition: FigureDefinition, entry: Entry) -> str:
    """Return an entry as plain text: what, and on which day."""
    day = format_date(entry.day)
    match entry.kind:
        case EntryKind.BUDGET:
            return _("kinh phí năm {year} {amount}").format(
                year=entry.day.year, amount=format_money(entry.amount)
            )
        case EntryKind.PAYMENT:
            words = _("chi {name} {amount} ngày {day}").format(
                name=entry.name, amount=format_money(entry.amount), day=day
            )
            parties = "; ".join(party for party in (entry.unit, entry.payee) if party)
            return f"{words} ({parties})" if parties else words
    number = format_number(entry.amount)
    if entry.whole is not None:
        number += f"/{format_number(entry.whole)}"
    counted = f"{number} {definition.unit}".rstrip()
    if entry.name:
        counted = f"{counted} ({entry.name})"
    return _("{count} ngày {day}").format(count=counted, day=day)


def entry_line(_: Translator, definition: FigureDefinition, entry: Entry) -> str:
    """Return the command that writes an entry."""
    day = format_date(entry.day)
    if entry.kind is EntryKind.BUDGET:
        return f"{typed(_, 'pay')} ngân sách {entry.day.year} {format_number(entry.amount)}"
    if entry.kind is EntryKind.PAYMENT:
        line = f"{typed(_, 'pay')} {entry.name} {format_number(entry.amount)} {day}"
        line += f" | đơn vị: {entry.unit}" if entry.unit else ""
        return line + (f" | người nhận: {entry.payee}" if entry.payee else "")
    number = str(entry.amount) if entry.whole is None else f"{entry.amount}/{entry.whole}"
    if entry.name:
        return f"{typed(_, 'figure')} {definition.code} {number}: {entry.name} {day}"
    return f"{typed(_, 'figure')} {definition.code} {number} {day}"


def example(_: Translator, definition: FigureDefinition) -> str:
    """Return a command that writes an entry of a figure."""
    if definition.kind is FigureKind.MONEY:
        return f"{typed(_, 'pay')} {value_example(definition)}"
    return f"{typed(_, 'figure')} {definition.name.lower()} {value_example(definition)}"


def value_example(definition: FigureDefinition, *, budget: bool = False) -> str:
    """Return what may stand behind a figure's name."""
    match definition.kind:
        case FigureKind.COUNTER:
            return "96.811 29/6/2021"
        case FigureKind.COUNT:
            if definition.of is not None or definition.code == "commune_pages":
                whole = definition.of or 17
                return f"{whole}/{whole} 30/6/2021"
            if definition.code == "sections":
                return "Chuyển đổi số; Nông thôn mới"
            return "213 30/6/2021"
        case FigureKind.MONEY:
            return "ngân sách 2021 150.000.000" if budget else "nhuận bút 46.276.000 15/6/2021"
