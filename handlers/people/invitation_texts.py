"""The words of inviting people."""

from collections.abc import Sequence
from html import escape
from zoneinfo import ZoneInfo

from domain.dates import format_date
from domain.language import Translator
from domain.people.records import Role
from handlers.conversation.general_texts import role_name
from services.people.invitations import OpenInvitation
from services.people.joining import NewInvitation


def invitation(_: Translator, new: NewInvitation, link: str | None, days: int) -> str:
    """Return a new code with how to use it."""
    who = role_name(_, new.role)
    if new.unit:
        who = f"{who} – {new.unit}"
    lines = [
        _("Mã mời {who}, dùng một lần, trong {days} ngày:").format(who=escape(who), days=days),
        f"<code>{new.code}</code>",
    ]
    if link:
        lines.append(_("Hoặc gửi liên kết này: {link}").format(link=escape(link)))
    return "\n".join(lines)


def choose(_: Translator) -> str:
    """Return the question whom to invite."""
    return _(
        "Mời ai? Chọn vai trò, hoặc gõ lệnh kèm tên đơn vị, "
        "ví dụ <code>/moi Phòng Tư pháp</code> hoặc <code>/moi lãnh đạo Phòng Tư pháp</code>."
    )


def choose_unit(_: Translator, role: Role) -> str:
    """Return the question for which unit."""
    return _("Mời {role} của đơn vị nào?").format(role=role_name(_, role))


def open_codes(_: Translator, found: Sequence[OpenInvitation], zone: ZoneInfo) -> str:
    """Return the invitations that can still be used."""
    if not found:
        return _("Không có mã mời nào đang mở.")
    lines = ["<b>" + _("Mã mời đang mở") + "</b>"]
    for place, item in enumerate(found, start=1):
        until = format_date(item.expires_at.astimezone(zone).date())
        line = _("{place}. {who}, dùng được đến {day}").format(
            place=place, who=escape(who(_, item)), day=until
        )
        lines.append(line)
    lines.append(_("Chọn một mã để thu hồi."))
    return "\n".join(lines)


def who(_: Translator, item: OpenInvitation) -> str:
    """Return whom an invitation is for."""
    role = role_name(_, item.role)
    return f"{role} – {item.unit}" if item.unit else role
