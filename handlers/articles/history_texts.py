"""The words of an article's history: who changed what, when, before, after, from where."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from domain.articles.edits import COLUMNS
from domain.articles.records import Kind, State
from domain.dates import format_date
from domain.language import Translator
from handlers.articles.editing_texts import field_name
from handlers.articles.submit_texts import kind_name, state_name
from services.articles.log import History

Values = Mapping[str, Any]
_SHOWN = {column: field for field, column in COLUMNS.items()}


@dataclass(frozen=True, slots=True)
class _Names:
    topics: Mapping[int, str]
    units: Mapping[int, str]


def ask_number(_: Translator) -> str:
    """Return the question whose history is meant."""
    return _("Xem các lần sửa của bài nào? Xin gửi số của bài, ví dụ <code>57</code>.")


def history(_: Translator, history: History, topics: Mapping[int, str], zone: ZoneInfo) -> str:
    """Return an article's changes, the oldest first."""
    item = history.card.article
    names = _Names(topics, history.unit_names)
    head = _("Lịch sử bài {number}").format(number=f"#{item.number}")
    parts = [f"<b>{head}</b>\n{escape(item.title)}"]
    for entry in history.entries:
        at = entry.at.astimezone(zone)
        when = f"{at:%H:%M} {format_date(at.date())}"
        who = escape(entry.person) if entry.person else _("người vận hành")
        lines = [
            f"<b>{when}</b> · {who} · {channel_name(_, entry.channel)}",
            action_name(_, entry.action),
            *_changes(_, entry.before or {}, entry.after or {}, names),
        ]
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def channel_name(_: Translator, channel: str) -> str:
    """Return from where a change came."""
    return {
        "telegram": _("từ Telegram"),
        "zalo": _("từ Zalo"),
        "web": _("từ trang trò chuyện"),
        "local": _("từ trang trò chuyện"),  # as it was called once
        "cli": _("từ dòng lệnh"),
    }.get(channel, escape(channel))


def action_name(_: Translator, action: str) -> str:
    """Return what was done, as in the audit entries."""
    return {
        "log": _("Ghi bài vào sổ"),
        "edit": _("Sửa bài"),
        "withdraw": _("Rút bài"),
        "restore": _("Khôi phục bài"),
        "resubmit": _("Gửi duyệt lại"),
        "approve": _("Duyệt bài"),
        "reject": _("Không duyệt bài"),
        "merge": _("Gộp bài trùng"),
        "split": _("Tách bài đã gộp"),
        "undo": _("Rút lại việc vừa làm"),
    }.get(action, escape(action))


def _changes(_: Translator, before: Values, after: Values, names: _Names) -> list[str]:
    lines = []
    for column in dict.fromkeys((*before, *after)):
        if column == "state" or column in _SHOWN:
            label = _("tình trạng") if column == "state" else field_name(_, _SHOWN[column])
            old = _value(_, column, before.get(column), names)
            new = _value(_, column, after.get(column), names)
            lines.append(f"• {label}: {old} → {new}")
    if after.get("reason"):
        lines.append("• " + _("lý do: {reason}").format(reason=escape(str(after["reason"]))))
    return lines


def _value(_: Translator, column: str, value: Any, names: _Names) -> str:
    if value is None or value == "":
        return "–"
    match column:
        case "state":
            return state_name(_, State(value))
        case "kind":
            return kind_name(_, Kind(value))
        case "published_on":
            return format_date(date.fromisoformat(value))
        case "topic_id":
            return escape(names.topics.get(value, str(value)))
        case "unit_id":
            return escape(names.units.get(value, str(value)))
        case _:
            return f"“{escape(str(value))}”"
