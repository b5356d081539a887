"""The words of inviting people."""

from collections.abc import Mapping, Sequence
from html import escape
from zoneinfo import ZoneInfo

from domain.boards import Board
from domain.dates import format_date
from domain.language import Translator
from domain.people.records import Role
from domain.people.slips import Sheet, Slip
from handlers.conversation.general_texts import role_name
from services.people.invitations import OpenInvitation, UnitCode
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


def all_invited(_: Translator, codes: Sequence[UnitCode], role: Role, board: Board) -> str:
    """Return what was made for the units without anybody."""
    if not codes:
        return _("Đơn vị nào cũng đã có người; không cần mã mời nào.")
    head = _("Đã tạo mã mời {role} cho {count} đơn vị chưa có ai.")
    rest = _(
        "Mỗi mã dùng một lần, đến hết ngày {day}. Tin dưới đây để chuyển tiếp; tệp kèm theo để "
        "in, mỗi đơn vị một phiếu. Mã đã gửi trước đây vẫn dùng được."
    )
    day = _last_day(codes, board)
    return "\n".join([head.format(role=role_name(_, role), count=len(codes)), rest.format(day=day)])


def to_forward(
    _: Translator,
    codes: Sequence[UnitCode],
    links: Mapping[str, str | None],
    board: Board,
) -> str:
    """Return the codes as a text that is forwarded as it is."""
    head = _("Mã mời vào {board}").format(board=escape(board.name))
    lines = [
        f"<b>{head}</b>",
        _("Mỗi đơn vị gửi mã của mình cho trợ lý, hoặc bấm liên kết; dùng đến hết {day}.").format(
            day=_last_day(codes, board)
        ),
    ]
    for new in codes:
        link = links[new.code]
        code = f"<code>{new.code}</code>" + (f" – {escape(link)}" if link else "")
        lines.append(f"\n{escape(new.unit)}:\n{code}")
    return "\n".join(lines)


def sheet(
    _: Translator,
    codes: Sequence[UnitCode],
    links: Mapping[str, str | None],
    board: Board,
) -> Sheet:
    """Return the slips to print: unit, code, how to use it."""
    day = _last_day(codes, board)
    slips = []
    for new in codes:
        link = links[new.code]
        how = (
            _("Quét mã hình, hoặc mở {link} rồi gửi mã này.").format(link=link.split("?")[0])
            if link
            else _("Gửi mã này cho trợ lý của ban (quét mã hình để chép).")
        )
        lines = (
            board.name,
            _("Mã mời: {code}").format(code=new.code),
            how,
            _("Dùng một lần, đến hết ngày {day}.").format(day=day),
        )
        slips.append(Slip(new.unit, lines, link or new.code))
    return Sheet(_("Mã mời vào {board}").format(board=board.name), "ma-moi.docx", tuple(slips))


def _last_day(codes: Sequence[UnitCode], board: Board) -> str:
    return format_date(codes[0].expires_at.astimezone(board.zone).date())


def choose(_: Translator) -> str:
    """Return the question whom to invite."""
    return _(
        "Mời ai? Xin chọn vai trò, hoặc gửi tên đơn vị, ví dụ <code>Phòng Tư pháp</code> hoặc "
        "<code>lãnh đạo Phòng Tư pháp</code>. Mời cả các đơn vị chưa có ai: <code>tất cả</code>."
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
