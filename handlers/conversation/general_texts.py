"""The words of welcome, help and of everything that could not be read."""

from html import escape

from domain.boards import Board
from domain.channels import Here
from domain.language import Translator
from domain.people.records import Role
from handlers.conversation import zalo_texts as zalo
from services.people.joining import AlreadyMember, CodeRefused, Joined, Linked


def role_name(_: Translator, role: Role) -> str:
    """Return a role's name."""
    return {
        Role.CORRESPONDENT: _("cộng tác viên"),
        Role.HEAD: _("lãnh đạo đơn vị"),
        Role.EDITOR: _("thư ký"),
        Role.CHAIR: _("trưởng ban"),
    }[role]


def folded(text: str) -> str:
    """Return a long text as a block that a phone shows folded."""
    return f"<blockquote expandable>{text}</blockquote>"


def stranger(_: Translator) -> str:
    """Return the answer to a stranger: how to get in, and nothing else."""
    return _(
        "Xin chào. Trợ lý này chỉ phục vụ người có mã mời; xin liên hệ thư ký của ban để nhận mã, "
        "rồi gửi mã gồm 10 ký tự vào đây, ví dụ <code>ABCDE23456</code>."
    )


def refused(_: Translator, refused: CodeRefused) -> str:
    """Return why a code was not accepted."""
    return {
        "wrong": _("Mã mời không đúng; xin kiểm tra lại từng ký tự rồi gửi lại."),
        "used": _("Mã mời đã được dùng; xin thư ký gửi mã mới."),
        "expired": _("Mã mời đã hết hạn; xin thư ký gửi mã mới."),
        "revoked": _("Mã mời đã bị thu hồi; xin thư ký gửi mã mới."),
        "guesses": _("Đã nhập sai quá nhiều lần; xin thử lại sau một giờ."),
        "taken": _(
            "Tài khoản này đang có vai trò của một người khác; xin thư ký cho thôi các vai trò đó "
            "bằng /thanhvien, rồi gửi lại mã."
        ),
    }[refused.reason]


def joined(_: Translator, joined: Joined, board: Board, here: Here) -> str:
    """Return the welcome to a board."""
    role = role_name(_, joined.role)
    if joined.unit:
        head = _("Chào mừng anh/chị vào {board}, {role} của {unit}.").format(
            board=f"<b>{escape(board.name)}</b>", role=role, unit=f"<b>{escape(joined.unit)}</b>"
        )
    else:
        head = _("Chào mừng anh/chị vào {board}, vai trò {role}.").format(
            board=f"<b>{escape(board.name)}</b>", role=role
        )
    lines = [head, first_step(_, joined.role, here)]
    if joined.named:
        lines.append(
            _(
                "Tên anh/chị đang ghi là “{name}”; nếu viết khác, xin gửi họ tên, ví dụ "
                "<code>Nguyễn Thị Lan</code>."
            ).format(name=escape(joined.named))
        )
    if joined.other_boards:
        lines.append(_("Anh/chị đang làm việc với ban này; đổi ban bằng /chonban."))
    return "\n".join(lines)


def name_stored(_: Translator, name: str) -> str:
    """Return the answer to how somebody writes the own name."""
    return _("Đã ghi tên anh/chị là {name}.").format(name=f"<b>{escape(name)}</b>")


def name_kept(_: Translator, name: str) -> str:
    """Return the answer to who says that the own name is written rightly."""
    return _("Vâng, tên anh/chị vẫn ghi là {name}.").format(name=f"<b>{escape(name)}</b>")


def ask_name_again(_: Translator, name: str) -> str:
    """Return the answer to what may have been meant as a name and is none that can be read."""
    return _(
        "Tôi chưa đọc được họ tên trong tin này; xin gửi riêng họ tên, ví dụ "
        "<code>Nguyễn Thị Lan</code>, hoặc gửi <code>để nguyên</code> nếu “{name}” đã đúng."
    ).format(name=escape(name))


def already_member(_: Translator, member: AlreadyMember, board: Board) -> str:
    """Return the answer to a code that gives what the person has: a link pressed again."""
    role, name = role_name(_, member.role), f"<b>{escape(board.name)}</b>"
    if member.unit:
        return _("Anh/chị đã là {role} của {unit} tại {board}; không cần mã nữa.").format(
            role=role, unit=f"<b>{escape(member.unit)}</b>", board=name
        )
    return _("Anh/chị đã là {role} của {board}; không cần mã nữa.").format(role=role, board=name)


def code_of_other_length(_: Translator, length: int) -> str:
    """Return the answer to what looks like a code with too few or too many characters."""
    return _(
        "Mã mời có 10 ký tự, ví dụ <code>ABCDE23456</code>; anh/chị vừa gửi {length} ký tự. "
        "Xin chép lại cả mã rồi gửi vào đây."
    ).format(length=length)


def several_codes(_: Translator) -> str:
    """Return the answer to a message with the codes of several units."""
    return _("Tin này có nhiều mã mời; xin gửi riêng mã của đơn vị mình.")


def linked(_: Translator, linked: Linked, board: Board) -> str:
    """Return the welcome to a further account of a known person."""
    values = {"name": f"<b>{escape(linked.name)}</b>", "board": escape(board.name)}
    if linked.replaced:
        return _(
            "Từ giờ đây là tài khoản của {name} tại {board}; các tài khoản cũ không dùng được nữa."
        ).format(**values)
    return _(
        "Tài khoản này đã được nối với {name} tại {board}; "
        "dùng tài khoản nào cũng được, việc đang làm dở đi theo cả hai."
    ).format(**values)


def first_step(_: Translator, role: Role, here: Here) -> str:
    """Return what a person of this role does first."""
    if role is Role.CORRESPONDENT and here.keeps_links:
        return zalo.first_step(_)
    return {
        Role.CORRESPONDENT: _(
            "Khi đăng bài, chỉ cần dán liên kết của bài vào đây; gõ /huongdan để xem thêm."
        ),
        Role.HEAD: _("Gõ /tinhhinh để xem tin, bài của đơn vị."),
        Role.EDITOR: _("Gõ /tinhhinh để xem tình hình của ban, /moi để mời cộng tác viên."),
        Role.CHAIR: _("Gõ /baocao để xem báo cáo, /moi để mời thư ký và cộng tác viên."),
    }[role]


def unknown_command(_: Translator, typed: str, nearest: str) -> str:
    """Return the answer to a command that does not exist."""
    return _("Không có lệnh {typed}; có phải /{nearest}? Gõ /huongdan để xem các lệnh.").format(
        typed=escape(typed[:40]), nearest=nearest
    )


def not_yours(_: Translator, typed: str) -> str:
    """Return the answer to a command that is not for this person's role."""
    return _("Lệnh {typed} không dùng được với vai trò của anh/chị; xem /huongdan.").format(
        typed=escape(typed[:40])
    )


def unreadable(_: Translator, here: Here, *, nothing: bool = False, page: str = "") -> str:
    """Return the answer to a sticker, a voice message, a place; `nothing` of it may have come.

    `page` is a link to the person's own page, where the channel cannot carry what was sent.
    """
    if here.keeps_links:
        answer = zalo.nothing_arrived if nothing else zalo.unreadable
        return answer(_, here, page)
    return _(
        "Tôi chỉ đọc được chữ và liên kết; xin dán liên kết của bài đã đăng, "
        "ví dụ <code>https://cong.gov.vn/tin/bai-1</code>."
    )


def old_button(_: Translator) -> str:
    """Return the answer to a button nobody knows."""
    return _("Nút này đã cũ; xin gõ lệnh lại.")


def no_such_choice(_: Translator, number: int, last: int, *, used: bool) -> str:
    """Return the answer to a typed number that chooses nothing."""
    if used:
        return _(
            "Danh sách có số {number} đã được chọn rồi; xin trả lời câu hỏi sau cùng, "
            "hoặc gõ lệnh lại, ví dụ <code>/huongdan</code>."
        ).format(number=number)
    if last == 1:
        return _(
            "Không có lựa chọn {number}; danh sách sau cùng chỉ có số 1, muốn chọn thì gửi "
            "<code>1</code>."
        ).format(number=number)
    return _(
        "Không có lựa chọn {number}; xin gửi một số từ 1 đến {last} của danh sách sau cùng."
    ).format(number=number, last=last)


def chosen_before(_: Translator, number: int, form: str) -> str:
    """Return the answer to a number that chose what is asked now; `form` is it as an answer."""
    if not form:
        return no_such_choice(_, number, number, used=True)
    return _(
        "Danh sách có số {number} đã được chọn rồi; nếu {number} là câu trả lời cho câu hỏi vừa "
        "rồi, xin gửi <code>{form}</code>."
    ).format(number=number, form=form)


def what_sends(_: Translator, label: str) -> str:
    """Return the answer to a yes to what was shown before it is sent to many."""
    return _(
        "Chưa gửi cho ai; muốn gửi thì chọn “{label}” hoặc gửi đúng chữ "
        "<code>{label}</code>, muốn thôi thì gửi <code>thôi</code>."
    ).format(label=escape(label))


def what_stores(_: Translator, label: str) -> str:
    """Return the answer to a yes to a file's preview, which stores nothing by itself."""
    return _(
        "Chưa ghi gì; muốn ghi thì chọn “{label}” hoặc gửi <code>nhập</code>, muốn thôi thì "
        "gửi <code>thôi</code>."
    ).format(label=escape(label))


def not_sent(_: Translator) -> str:
    """Return the answer to who does not want to send what was shown."""
    return _("Vâng, chưa gửi cho ai; khi cần thì gõ lệnh lại.")


def flood(_: Translator) -> str:
    """Return the one answer to somebody who writes too much at once."""
    return _(
        "Anh/chị gửi nhiều tin nhắn quá nhanh nên các tin gửi lúc này không được đọc; "
        "xin đợi một phút rồi gửi lại."
    )


def fault(_: Translator, number: str) -> str:
    """Return the honest sentence for a fault of the program."""
    return _(
        "Xin lỗi, có lỗi ở phía tinbai nên việc này chưa làm được; "
        "xin báo người vận hành số {number}."
    ).format(number=f"<code>{number}</code>")


def boards(_: Translator, current: Board) -> str:
    """Return the question which board to work with."""
    return _("Đang làm việc với {board}. Chọn ban:").format(board=f"<b>{escape(current.name)}</b>")


def board_chosen(_: Translator, board: Board) -> str:
    """Return the answer to a chosen board."""
    return _("Từ giờ anh/chị làm việc với {board}.").format(board=f"<b>{escape(board.name)}</b>")


def of_another_board(_: Translator) -> str:
    """Return the answer to a press on a message of another board than the current one."""
    return _("Tin này của ban khác; xin chọn ban đó bằng /chonban rồi bấm lại.")


def languages(_: Translator) -> str:
    """Return the question which language to read."""
    return _("Chọn ngôn ngữ:")


def language_chosen(_: Translator) -> str:
    """Return the answer to a chosen language, in that language."""
    return _("Từ giờ tôi trả lời bằng tiếng Việt.")
