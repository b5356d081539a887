"""The words of people."""

from collections.abc import Sequence
from html import escape

from domain.dates import format_date
from domain.language import Translator
from handlers.articles.history_texts import channel_name
from handlers.conversation.general_texts import role_name
from services.people.accounts import CODE_LIFE, NewAccountCode
from services.people.changes import MemberAsked, MemberChanged
from services.people.members import MemberCard, RoleLine, Roster


def roster(_: Translator, found: Roster) -> str:
    """Return the people of the board and of each unit, with who cannot be written to."""
    head = _("Người của ban ({count})").format(count=len(found.members))
    lines = [f"<b>{head}</b>"]
    lines += [
        f"• {_named(_, card)} – "
        + ", ".join(dict.fromkeys(role_name(_, r.role) for r in card.roles if not r.unit))
        for card in found.board
    ]
    empty = []
    for unit, members in found.units:
        if members:
            names = ", ".join(
                _named(_, card)
                + ("" if _is_correspondent(card, unit) else " (" + _("lãnh đạo") + ")")
                for card in members
            )
            lines.append(f"{escape(unit)}: {names}")
        else:
            empty.append(unit)
    if empty:
        lines.append(
            _("Chưa có ai ({count} đơn vị): {units}.").format(
                count=len(empty), units=escape(", ".join(empty))
            )
        )
    lines.append(_("Chọn tên, hoặc gửi <code>/thanhvien Lan</code>, để xem và sửa."))
    return "\n".join(lines)


def _is_correspondent(card: MemberCard, unit: str) -> bool:
    return any(line.unit == unit and line.role.value == "correspondent" for line in card.roles)


def _named(_: Translator, card: MemberCard) -> str:
    text = escape(card.name)
    if card.until is not None:
        text += " " + _("(vắng đến {day})").format(day=format_date(card.until))
    elif not card.reachable:
        text += " " + _("(⚠ không nhắn tin được)")
    return text


def several(_: Translator, found: Sequence[MemberCard]) -> str:
    """Return the question which of several people is meant."""
    lines = [_("Có {count} người; chọn một người:").format(count=len(found))]
    lines += [f"• {_named(_, card)}" for card in found]
    return "\n".join(lines)


def card(_: Translator, card: MemberCard) -> str:
    """Return everything about one person."""
    lines = [f"<b>{escape(card.name)}</b>"]
    lines += [f"• {escape(role_line(_, line))}" for line in card.roles]
    if card.channels:
        names = ", ".join(channel_name(_, channel) for channel in card.channels)
        lines.append(_("Nhắn tin được {channels}.").format(channels=names))
    else:
        lines.append(_("⚠ Không có tài khoản nào nhắn tin được."))
    if card.until is not None:
        day = format_date(card.until)
        if card.stand_in:
            lines.append(
                _("Vắng đến hết ngày {day}, {name} làm thay.").format(
                    day=day, name=escape(card.stand_in)
                )
            )
        else:
            lines.append(_("Vắng đến hết ngày {day}, không có người làm thay.").format(day=day))
    return "\n".join(lines)


def role_line(_: Translator, line: RoleLine) -> str:
    """Return a role with its unit and for whom it is held."""
    text = role_name(_, line.role)
    if line.unit:
        text += f" – {line.unit}"
    if line.for_whom:
        text += " " + _("(làm thay {name})").format(name=line.for_whom)
    return text


def asked(_: Translator, asked: MemberAsked) -> str:
    """Return the open question about a person."""
    name = f"<b>{escape(asked.card.name)}</b>"
    until = format_date(asked.until) if asked.until else ""
    question = {
        "rename": _("Họ và tên đúng của {name} là gì?"),
        "away": _(
            "{name} vắng đến hết ngày nào? Ví dụ <code>30/6/2025</code>. "
            "Trong thời gian này không nhắc {name}."
        ),
        "stand_in": _(
            "{name} vắng đến hết ngày {until}. Ai làm thay? "
            "Chọn, gửi tên, hoặc gửi <code>-</code> nếu không có ai."
        ),
        "correspondent": _("{name} làm cộng tác viên thêm cho đơn vị nào?"),
        "head": _("{name} là lãnh đạo của đơn vị nào?"),
    }[asked.asks].format(name=name, until=until)
    return question + "\n" + _("Gõ /huy để thôi.")


def changed(_: Translator, changed: MemberChanged) -> str:
    """Return the changed person under what was done."""
    name = escape(changed.card.name)
    if not changed.card.roles:
        return _("{name} không còn vai trò nào trong ban; các bài đã ghi vẫn giữ nguyên.").format(
            name=f"<b>{name}</b>"
        )
    done = {
        "rename_person": _("Đã đổi tên."),
        "add_role": _("Đã thêm đơn vị."),
        "end_role": _("Đã cho thôi vai trò."),
        "away": _("Đã ghi việc vắng mặt."),
        "come_back": _("Đã ghi là có mặt trở lại."),
    }[changed.action]
    return f"{done}\n\n{card(_, changed.card)}"


def leave_asked(_: Translator, card: MemberCard) -> str:
    """Return the question before a person leaves the board."""
    return _(
        "Cho {name} thôi mọi vai trò trong ban? Các bài đã ghi vẫn giữ nguyên; "
        "người này sẽ không dùng được trợ lý nữa."
    ).format(name=f"<b>{escape(card.name)}</b>")


def account_code(_: Translator, new: NewAccountCode) -> str:
    """Return a code for another account with how to use it."""
    if new.replaces:
        head = _(
            "Mã chuyển tài khoản của {name}, dùng một lần, trong {days} ngày. Gửi mã này từ tài "
            "khoản mới; các tài khoản cũ sẽ không dùng được nữa:"
        )
    else:
        head = _(
            "Mã nối tài khoản thứ hai của {name}, dùng một lần, trong {days} ngày. "
            "Gửi mã này cho trợ lý từ tài khoản kia (Zalo hoặc Telegram):"
        )
    return head.format(name=escape(new.name), days=CODE_LIFE.days) + f"\n<code>{new.code}</code>"
