"""The words of /remind, of the reminders themselves and of the digests."""

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from typing import Any

from domain.channels import keeps_links
from domain.conversation.messages import Button
from domain.dates import format_date
from domain.language import Translator
from domain.periods.spans import Month
from domain.reminders.rules import UNIT_SCOPES
from handlers.conversation import zalo_texts as zalo
from handlers.conversation.general_texts import folded
from handlers.portal import offering_texts as offering
from services.reminders.due import Preview, RemindedAgain, ReminderLine

MOST_NAMED = 60
FEW = 8
MOST_CHARACTERS = 2400  # of names in one message; the messenger takes 4096 in all
DIGESTS = frozenset({"editors", "chair"})


def month_name(month: Month) -> str:
    """Return a month as people write it: 6/2021."""
    return f"{month.month}/{month.year}"


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


def reason(_: Translator, error: str) -> str:
    """Return why a message was not delivered; a platform's own sentence stays as it is."""
    return {
        "blocked": _("đã chặn trợ lý"),
        "deactivated": _("tài khoản không còn dùng"),
        "not_found": _("không tìm thấy tài khoản"),
        "not_allowed": _("không được phép gửi vào đây"),
        "no_account": _("không có tài khoản nào nhận được"),
        "migrated": _("nhóm đã chuyển sang địa chỉ khác"),
        "quota_spent": _("đã hết số tin Zalo cho phép trong tháng"),
        "answer_lost": _("mất trả lời của máy chủ"),
        "interrupted": _("bị ngắt giữa chừng"),
        "NeverSent": _("không kết nối được"),
        "ServerFault": _("máy chủ nhắn tin bị lỗi"),
        "TokenRejected": _("token của trợ lý bị từ chối"),
    }.get(error, error)


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
    lines = [f"<b>{head}</b>", *_written_to(_, preview.lines)]
    reached = {one.unit for one in preview.lines if one.person and one.scope in UNIT_SCOPES}
    nobody = dict.fromkeys(
        _line(_, one) for one in preview.lines if one.state == "nobody" and one.unit not in reached
    )
    lines += _folded(list(nobody)[: 2 * MOST_NAMED])
    if preview.open_lines and preview.goes_out is not None:
        lines.append(_goes_out(_, preview))
    return "\n".join(lines)


def _written_to(_: Translator, lines: Sequence[ReminderLine]) -> list[str]:
    """Return a line for each unit that somebody is written to for.

    A message about many units, as a digest is, has one line.
    """
    messages: dict[tuple[str, str, str], list[ReminderLine]] = {}
    for line in lines:
        if line.state != "nobody":
            messages.setdefault((line.person, line.stage, line.state), []).append(line)
    found: list[str] = []
    for (person, _stage, state), several in messages.items():
        if len(several) > FEW:
            text = _("{person}, {count} đơn vị: {state}")
            values = {"person": escape(person), "count": len(several)}
            found.append("• " + text.format(state=state_name(_, state), **values))
        else:
            found += [_line(_, line) for line in several]
    return found[: 2 * MOST_NAMED]


def _line(_: Translator, line: ReminderLine) -> str:
    who = f"{escape(line.person)}: " if line.person else ""
    return f"• {escape(line.unit)} – {who}{state_name(_, line.state)}"


def waits(preview: Preview) -> bool:
    """Tell whether a reminder of the round is still to be sent."""
    return any(line.state in {"planned", "due", "claimed"} for line in preview.lines)


def reminding(_: Translator, preview: Preview) -> str:
    """Return the answer to a round of reminders that was set going."""
    if not waits(preview):
        return _("Không còn lời nhắc nào để gửi.")
    if preview.goes_out is not None:
        return _goes_out(_, preview)
    return _("Đang gửi nhắc; xem kết quả bằng /nhac hoặc /tinhhinh.")


def reminded_again(_: Translator, again: RemindedAgain) -> str:
    """Return the answer to reminding everybody once more."""
    if again.people:
        if again.goes_out is not None:
            return _goes_out(_, again)
        return _(
            "Đang nhắc {people} người về các đơn vị chưa có tin, bài; xem người chưa nhận được "
            "bằng /tinhhinh."
        ).format(people=again.people)
    if not again.silent:
        return _("Mọi đơn vị đã có tin, bài hoặc đã trả lời; không cần nhắc ai.")
    if again.reachable:
        return _("Hôm nay mọi người đã được nhắc; muốn nhắc nữa, xin bấm lại vào ngày mai.")
    return _(
        "Các đơn vị chưa có tin, bài đều không có ai để nhắc; xin mời người bằng "
        "<code>/moi tất cả</code>."
    )


def _goes_out(_: Translator, preview: Preview | RemindedAgain) -> str:
    at = preview.goes_out
    if at is None:
        return ""
    return _("Đang trong giờ yên tĩnh: lời nhắc sẽ được gửi lúc {time} ngày {day}.").format(
        time=f"{at:%H:%M}", day=format_date(at.date())
    )


def reminder(
    _: Translator, payload: Mapping[str, Any], channel: str = "", *, page: bool = False
) -> str:
    """Return a reminder to a correspondent or a head, or the digest to editors and chair."""
    names = [str(name) for _unit_id, name in payload["units"]]
    if payload["scope"] in DIGESTS:
        lines = _digest(_, payload, names)
    elif payload["scope"] == "heads" or payload["stands_in"]:
        lines = _to_head(_, payload, names)
    elif found := on_portal(payload):
        lines = _published(_, payload, found, channel, page=page)
    else:
        lines = [
            "<b>" + _("Nhắc gửi tin, bài tháng {month}").format(month=_month(payload)) + "</b>",
            _("Tháng này chưa ghi nhận tin, bài của:"),
            *_named(_, names),
            _to_do(_, channel, page=page),
            _last_day(_, payload),
        ]
    if payload["text"]:
        lines.append(escape(str(payload["text"])))
    return "\n".join(lines)


def on_portal(payload: Mapping[str, Any]) -> list[tuple[int, int, str]]:
    """Return (unit, item, title) of what the portal has of the units that are reminded."""
    own = {unit_id for unit_id, _name in payload["units"]}
    if payload["scope"] in DIGESTS or payload["scope"] == "heads" or payload["stands_in"]:
        return []
    return [
        (unit_id, item_id, str(title))
        for unit_id, item_id, title in payload.get("portal", ())
        if unit_id in own
    ]


def buttons(_: Translator, payload: Mapping[str, Any]) -> tuple[tuple[Button, ...], ...]:
    """Return the buttons that answer: log, nothing this month; a digest's remind and invite.

    A group has none: whoever presses there is nobody's known account.
    """
    # Rounds that were made before have neither key.
    if payload.get("group") or "board_id" not in payload:
        return _portal_buttons(_, payload)
    month = f"{payload['month']}:{payload['board_id']}"
    if payload["scope"] in DIGESTS:
        row = [Button(_("Nhắc tất cả"), f"ra:{month}")] if payload["units"] else []
        if payload["nobody"]:
            row.append(Button(_("Mời người"), "go:invite"))
        return (tuple(row),) if row else ()
    if payload["scope"] != "correspondents" or payload["stands_in"]:
        return _portal_buttons(_, payload)
    answers = (
        Button(_("Ghi bài"), "go:submit"),
        Button(_("Tháng này không có"), f"zn:{month}"),
    )
    return (*_portal_buttons(_, payload), answers)


def thanks(_: Translator, payload: Mapping[str, Any]) -> str:
    """Return the thanks after a month: each unit's count, rank and change."""
    head = _("Cảm ơn anh/chị về tin, bài tháng {month}").format(month=_month(payload))
    lines = [f"<b>{head}</b>"]
    for unit, count, rank, ranked, before in payload["units"]:
        line = _("{unit}: {count} tin, bài, hạng {rank}/{ranked}; {change}.").format(
            unit=escape(str(unit)),
            count=count,
            rank=rank,
            ranked=ranked,
            change=_change(_, count - before, _month({"month": payload["before"]})),
        )
        lines.append(f"• {line}")
    return "\n".join(lines)


def _change(_: Translator, change: int, before: str) -> str:
    if not change:
        return _("bằng tháng {month}").format(month=before)
    text = _("tăng {count} so với tháng {month}") if change > 0 else ""
    text = text or _("giảm {count} so với tháng {month}")
    return text.format(count=abs(change), month=before)


def _portal_buttons(_: Translator, payload: Mapping[str, Any]) -> tuple[tuple[Button, ...], ...]:
    """Return the buttons that log what is on the portal."""
    found = on_portal(payload)
    rows = [
        (Button(offering.label(title), f"pi:log:{item_id}"),) for _unit, item_id, title in found
    ]
    if len(found) > 1:
        ids = ",".join(str(item_id) for _unit, item_id, _title in found)
        rows.append((Button(offering.all_of_them(_, len(found)), f"pi:log:{ids}"),))
    return tuple(rows)


def _published(
    _: Translator,
    payload: Mapping[str, Any],
    found: Sequence[tuple[int, int, str]],
    channel: str,
    *,
    page: bool,
) -> list[str]:
    """Return the reminder to somebody whose articles are on the portal already."""
    shown = {unit_id for unit_id, _item_id, _title in found}
    silent = [str(name) for unit_id, name in payload["units"] if unit_id not in shown]
    month = _month(payload)
    head = _("Cổng đã đăng {count} bài có vẻ của đơn vị").format(count=len(found))
    lines = [f"<b>{head}</b>"]
    lines += [f"{place}. {escape(title)}" for place, (_u, _i, title) in enumerate(found, start=1)]
    lines.append(
        _("Chọn bài của đơn vị để ghi vào tháng {month}; gõ <code>nop</code> để xem lại.").format(
            month=month
        )
    )
    if silent:
        lines.append(_("Tháng này chưa ghi nhận tin, bài của:"))
        lines += _named(_, silent)
        lines.append(_to_do(_, channel, page=page))
    lines.append(_last_day(_, payload))
    return lines


def _to_do(_: Translator, channel: str, *, page: bool) -> str:
    """Return what somebody who is reminded can do over a channel."""
    if keeps_links(channel):
        return zalo.reminded(_, page=page)
    return _("Có bài: dán liên kết của bài vào đây. Không có: gửi <code>/khongco lý do</code>.")


def _digest(_: Translator, payload: Mapping[str, Any], names: Sequence[str]) -> list[str]:
    head = _("{board}: tháng {month} còn {count} đơn vị chưa có tin, bài và chưa trả lời").format(
        board=escape(str(payload["board"])), month=_month(payload), count=len(names)
    )
    # Each unit is named once: below the heading of those that nobody can be reminded of, or above.
    nobody = [str(name) for name in payload["nobody"] if str(name) in names]
    lines = [f"<b>{head}</b>", *_folded(_named(_, [one for one in names if one not in nobody]))]
    if nobody:
        lines.append("<b>" + _("Không có ai để nhắc") + "</b>")
        lines += _folded(_named(_, nobody))
    # Rounds that were made before this was told have no such key.
    if payload.get("unalerted"):
        lines.append("<b>" + _("Chỉ dùng trang riêng, không có gì báo tin nhắc tới") + "</b>")
        lines += _named(_, [str(name) for name in payload["unalerted"]])
    if payload["not_sent"]:
        lines.append("<b>" + _("Đợt nhắc đã lỡ vì trợ lý ngừng chạy") + "</b>")
        lines += [
            "• "
            + _("{stage} (ngày {day})").format(
                stage=escape(str(stage)), day=format_date(date.fromisoformat(str(due_on)))
            )
            for _code, stage, due_on in payload["not_sent"][:MOST_NAMED]
        ]
    return lines


def _to_head(_: Translator, payload: Mapping[str, Any], names: Sequence[str]) -> list[str]:
    lines = [
        "<b>" + _("Đơn vị chưa có tin, bài tháng {month}").format(month=_month(payload)) + "</b>",
        *_named(_, names),
        _last_day(_, payload),
    ]
    if payload["stands_in"]:
        lines.append(
            _(
                "Không nhắn được cho cộng tác viên của đơn vị; xin anh/chị nhắc giúp "
                "và báo thư ký của ban nếu cần mời người khác."
            )
        )
    else:
        lines.append(_("Xin anh/chị nhắc cộng tác viên gửi bài, hoặc báo là tháng này không có."))
    return lines


def _last_day(_: Translator, payload: Mapping[str, Any]) -> str:
    day = format_date(date.fromisoformat(str(payload["last_day"])))
    return _("Hạn đến hết ngày {day}.").format(day=day)


def _month(payload: Mapping[str, Any]) -> str:
    code = str(payload["month"])
    return month_name(Month.of_code(code))


def _folded(lines: list[str]) -> list[str]:
    """Return lines, folded into one block where they are many."""
    return [folded("\n".join(lines))] if len(lines) > FEW else lines


def _named(_: Translator, names: Sequence[str]) -> list[str]:
    """Return a line a name, as many as one message has room for."""
    lines: list[str] = []
    size = 0
    for name in names:
        line = f"• {escape(name)}"
        size += len(line)
        if len(lines) == MOST_NAMED or size > MOST_CHARACTERS:
            lines.append(_("và {count} đơn vị khác").format(count=len(names) - len(lines)))
            break
        lines.append(line)
    return lines
