"""The words about the board's page in chat, and of a link that opens nothing."""

from collections.abc import Callable, Mapping
from zoneinfo import ZoneInfo

from domain.dates import format_date
from domain.language import Translator
from services.reports.board_page import PageLink


def link(_: Translator, link: PageLink, zone: ZoneInfo) -> str:
    """Return the link with what the reader has to know of it."""
    until = link.expires_at.astimezone(zone)
    return _(
        "<b>Trang của ban</b> (chỉ xem, có tệp để tải), dùng được đến {time} ngày {day}.\n"
        "Ai có liên kết này cũng xem được; nếu lỡ gửi nhầm, xin thu hồi."
    ).format(time=f"{until:%H:%M}", day=format_date(until.date()))


def revoked(_: Translator) -> str:
    """Return the answer after all links were taken back."""
    return _("Đã thu hồi mọi liên kết đến trang của ban. Gửi /tinhhinh để có liên kết mới.")


def busy(_: Translator) -> str:
    """Return what a link is told that asks for much at once."""
    return _("Liên kết này đang được mở ở hai nơi cùng lúc; xin đợi vài giây rồi tải lại trang.")


Values = Mapping[str, str]

LINKS: dict[str, Callable[[Translator, Values], str]] = {
    "page_link_forged": lambda _, _v: _(
        "Liên kết này không đúng; xin gửi /tinhhinh cho tinbai để nhận liên kết mới."
    ),
    "page_link_expired": lambda _, _v: _(
        "Liên kết này đã hết hạn; xin gửi /tinhhinh cho tinbai để nhận liên kết mới."
    ),
    "page_link_revoked": lambda _, _v: _(
        "Liên kết này đã bị thu hồi; xin gửi /tinhhinh cho tinbai để nhận liên kết mới."
    ),
    "page_link_left": lambda _, _v: _(
        "Người nhận liên kết này không còn xem được trang của ban; "
        "xin nhờ thư ký gửi /tinhhinh để lấy liên kết mới."
    ),
    "file_link_forged": lambda _, _v: _(
        "Liên kết đến tệp không đúng; xin mở lại liên kết trong cuộc trò chuyện với tinbai."
    ),
    "file_link_expired": lambda _, _v: _(
        "Liên kết đến tệp đã hết hạn; xin hỏi lại tinbai để nhận tệp mới, ví dụ /baocao."
    ),
    "page_articles": lambda _, _v: _(
        "Kỳ này không có số ấy; xin về trang của ban và chọn một số trong bảng."
    ),
    "page_span": lambda _, v: _(
        "Trang của ban xem được nhiều nhất {most} tháng một lần, kỳ này có {months} tháng; xin "
        "chọn kỳ ngắn hơn, ví dụ 2021."
    ).format(most=v["most"], months=v["months"]),
    "page_file": lambda _, _v: _("Không có tệp này; xin chọn một tệp ở mục “Tải về”."),
}
