"""Buttons of a report's sentences."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from domain.language import Translator
from domain.periods.words import period_words
from domain.reports.script import Line
from handlers.reports.notes import texts as words
from services.reports.notes import Notebook, SectionNotes, WhereAsked, mark

MOST_TOPICS = 60
LONGEST = 50


def notebook(_: Translator, found: Notebook) -> InlineKeyboardMarkup:
    """Return the sections, or what can be done with the sentences of the one in view."""
    period = found.period.code
    current = found.current
    if current is None:
        return InlineKeyboardMarkup(
            [
                [_button(words.section_name(_, each.section), "show", each.section, period)]
                for each in found.sections
            ]
        )
    section = current.section
    rows = [[_button(_("Thêm đoạn"), "add", section, period)]]
    if current.draft:
        rows.append([_button(_("Dùng các đoạn của kỳ trước"), "adopt", section, period)])
    if not current.settled:
        rows.append([_button(_("Kỳ này không có"), "clear", section, period)])
    if sum(line.shown for line in current.lines) > 1:
        rows.append([_button(_("Đổi thứ tự"), "order", section, period)])
    if section == "weaknesses" and found.topics:
        label = _("Chọn lĩnh vực chưa phản ánh")
        rows.append([_button(label, "topics", section, period)])
    rows += _lines(_, current, period)
    rows.append([_button(_("‹ Các mục"), "page", "", period)])
    return InlineKeyboardMarkup(rows)


def where(_: Translator, asked: WhereAsked) -> InlineKeyboardMarkup:
    """Return the reports that a paragraph could be put into."""
    rows = [
        [
            _button(
                _("Vào báo cáo {period}").format(period=period_words(_, each)),
                "into",
                asked.section,
                each.code,
            )
        ]
        for each in (asked.named, asked.current)
    ]
    rows.append([InlineKeyboardButton(_("Không ghi"), callback_data="q:drop")])
    return InlineKeyboardMarkup(rows)


def topics(_: Translator, found: Notebook) -> InlineKeyboardMarkup:
    """Return a button for each topic without articles, ticked where the report names it."""
    period = found.period.code
    rows = [
        [
            _button(
                f"{'☑' if topic.named else '☐'} {_short(topic.name)}",
                "pick",
                "",
                period,
                place,
                mark(topic.name),
            )
        ]
        for place, topic in enumerate(found.topics[:MOST_TOPICS], start=1)
    ]
    rows.append(
        [
            _button(_("Chọn tất cả"), "all", "", period),
            _button(_("Không nêu lĩnh vực nào"), "all", "", period, 1),
        ]
    )
    rows.append([_button(_("‹ Tồn tại, hạn chế"), "show", "weaknesses", period)])
    return InlineKeyboardMarkup(rows)


def _lines(_: Translator, current: SectionNotes, period: str) -> list[list[InlineKeyboardButton]]:
    rows = []
    for place, line in enumerate(current.lines, start=1):
        edit = _("Sửa đoạn {place}").format(place=place)
        row = [_button(edit, "edit", current.section, period, place)]
        verb, label = _taken(_, line)
        if verb:
            text = label.format(place=place)
            row.append(_button(text, verb, current.section, period, place, mark(line.text)))
        if line.edited and line.shown:
            text = _("Trả lời gốc đoạn {place}").format(place=place)
            row.append(_button(text, "back", current.section, period, place, mark(line.text)))
        rows.append(row)
    return rows


def _taken(_: Translator, line: Line) -> tuple[str, str]:
    if line.dropped:
        return "back", _("Khôi phục đoạn {place}")
    if line.own:
        return "del", _("Xoá đoạn {place}")
    if line.repeats:
        return "", ""
    return "del", _("Bỏ đoạn {place}")


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else name[: LONGEST - 1] + "…"


def _button(
    label: str, verb: str, section: str, period: str, place: int | str = "", marked: str = ""
) -> InlineKeyboardButton:
    data = f"nt:{verb}:{section}:{place}:{marked}:{period}"
    return InlineKeyboardButton(label, callback_data=data)
