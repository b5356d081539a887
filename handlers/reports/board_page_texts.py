"""The words about the board's page in chat, and of a link that opens nothing."""

from collections.abc import Callable, Mapping
from html import escape
from zoneinfo import ZoneInfo

from domain.dates import format_date
from domain.language import Translator
from services.reports.board_page import PageLink


def link(_: Translator, link: PageLink, zone: ZoneInfo) -> str:
    """Return the link with what the reader has to know of it."""
    until = link.expires_at.astimezone(zone)
    return _(
        "<b>Trang của ban</b> (chỉ xem, có tệp để tải), dùng được đến {time} ngày {day}:\n"
        "{address}\n"
        "Ai có liên kết này cũng xem được; nếu lỡ gửi nhầm, hãy thu hồi."
    ).format(time=f"{until:%H:%M}", day=format_date(until.date()), address=escape(link.address))


def revoked(_: Translator) -> str:
    """Return the answer after all links were taken back."""
    return _("Đã thu hồi mọi liên kết đến trang của ban. Gửi /tinhhinh để có liên kết mới.")


Values = Mapping[str, str]

LINKS: dict[str, Callable[[Translator, Values], str]] = {
    "page_link_forged": lambda _, _v: _(
        "Liên kết này không đúng; hãy gửi /tinhhinh cho tinbai để nhận liên kết mới."
    ),
    "page_link_expired": lambda _, _v: _(
        "Liên kết này đã hết hạn; hãy gửi /tinhhinh cho tinbai để nhận liên kết mới."
    ),
    "page_link_revoked": lambda _, _v: _(
        "Liên kết này đã bị thu hồi; hãy gửi /tinhhinh cho tinbai để nhận liên kết mới."
    ),
    "page_link_left": lambda _, _v: _(
        "Người nhận liên kết này không còn xem được trang của ban; "
        "hãy nhờ thư ký gửi /tinhhinh để lấy liên kết mới."
    ),
    "file_link_forged": lambda _, _v: _(
        "Liên kết đến tệp không đúng; hãy mở lại liên kết trong cuộc trò chuyện với tinbai."
    ),
    "file_link_expired": lambda _, _v: _(
        "Liên kết đến tệp đã hết hạn; hãy hỏi lại tinbai để nhận tệp mới, ví dụ /baocao."
    ),
    "page_file": lambda _, _v: _("Không có tệp này; hãy chọn một tệp ở mục “Tải về”."),
}
