"""The words of broadcasts and of the digests in groups."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from domain.boards import Board
from domain.dates import format_date
from domain.language import Translator
from services.reminders.announcements import BroadcastPreview, BroadcastSent, DigestSwitched


def ask_text(_: Translator) -> str:
    """Return the question what to tell everybody."""
    return _(
        "Thông báo gì cho cả ban? Xin gửi nội dung, ví dụ "
        "<code>Sáng thứ Hai ban họp giao ban lúc 8 giờ</code>. Nội dung được xem lại trước khi gửi."
    )


def preview(_: Translator, preview: BroadcastPreview) -> str:
    """Return a broadcast as it will look, before its button is pressed."""
    if not preview.people:
        return _("Ban chưa có ai khác để gửi thông báo; mời thêm người bằng /moi.")
    head = _("Thông báo dưới đây sẽ gửi cho {count} người; xin xem lại rồi chọn gửi.").format(
        count=preview.people
    )
    return f"{head}\n\n{escape(preview.text)}"


def send_label(_: Translator, preview: BroadcastPreview) -> str:
    """Return the label of the button that sends a broadcast."""
    return _("Gửi cho {count} người").format(count=preview.people)


def sent(_: Translator, sent: BroadcastSent) -> str:
    """Return the answer to a broadcast that is on its way."""
    if sent.goes_out is None:
        return _(
            "Đang gửi thông báo cho {count} người; xem người chưa nhận được bằng /tinhhinh."
        ).format(count=sent.people)
    return _(
        "Đang trong giờ yên tĩnh, nên thông báo sẽ gửi cho {count} người lúc {time} ngày {day}."
    ).format(
        count=sent.people,
        time=f"{sent.goes_out:%H:%M}",
        day=format_date(sent.goes_out.date()),
    )


def broadcast(_: Translator, payload: Mapping[str, Any]) -> str:
    """Return a broadcast as everybody reads it."""
    head = _("Thông báo của {board}").format(board=escape(str(payload["board"])))
    return f"<b>{head}</b>\n{escape(str(payload['text']))}"


def switched(_: Translator, switched: DigestSwitched, board: Board) -> str:
    """Return what the group is told when the digests are switched on or off."""
    name = f"<b>{escape(board.name)}</b>"
    if switched.active:
        return _(
            "Từ nay bản tin tổng hợp của {board} được gửi vào nhóm này; gõ lại /bantin để tắt."
        ).format(board=name)
    return _("Nhóm này không nhận bản tin tổng hợp của {board} nữa; gõ /bantin để bật lại.").format(
        board=name
    )


def groups(_: Translator, titles: Sequence[str]) -> str:
    """Return which groups get the digests, and how another one does."""
    lines = []
    if titles:
        lines.append(_("Bản tin tổng hợp đang được gửi vào:"))
        lines += [f"• {escape(title)}" for title in titles]
    else:
        lines.append(_("Chưa có nhóm nào nhận bản tin tổng hợp."))
    lines.append(
        _("Để bật hoặc tắt ở một nhóm: thêm trợ lý vào nhóm rồi gõ /bantin trong nhóm ấy.")
    )
    return "\n".join(lines)


def anonymous(_: Translator) -> str:
    """Return what an administrator who writes in the group's name can do."""
    return _(
        "Anh/chị đang gửi ẩn danh nên tôi không biết ai gõ lệnh; xin tắt “Ẩn danh” trong quyền "
        "quản trị của nhóm rồi gõ lại /bantin."
    )
