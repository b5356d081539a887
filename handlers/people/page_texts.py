"""The words about a person's own page."""

from html import escape

from domain.language import Translator
from services.people.my_page import PageAddress


def link(_: Translator, page: PageAddress | None) -> str:
    """Return the link with what has to be known of it, or whom to ask where there is none."""
    if page is None:
        return _(
            "Chưa mở được trang riêng vì tinbai chưa có địa chỉ trên mạng; xin nhờ người vận hành "
            "đặt <code>web.public_url</code> trong config.toml."
        )
    return _(
        "<b>Trang riêng của anh/chị</b>, làm được mọi việc như ở đây, dán liên kết và gửi, nhận "
        "tệp:\n{address}\n"
        "Liên kết mở được một lần, trong 10 phút; xin đừng chuyển cho ai. "
        "Gõ <code>/trang tắt</code> để đóng trang trên mọi máy."
    ).format(address=escape(page.address))


def closed(_: Translator, browsers: int) -> str:
    """Return the answer after the page was closed everywhere."""
    if not browsers:
        return _("Trang riêng không mở trên máy nào. Gõ <code>/trang</code> để mở.")
    return _("Đã đóng trang riêng trên mọi máy. Gõ <code>/trang</code> để mở lại.")


def already_here(_: Translator) -> str:
    """Return the answer on the page itself."""
    return _(
        "Anh/chị đang ở trang riêng. Gõ <code>/trang tắt</code> để đóng trang trên mọi máy; muốn "
        "mở trên máy khác, gõ <code>/trang</code> trong Zalo hoặc Telegram."
    )


def how(_: Translator) -> str:
    """Return how the command is used."""
    return _(
        "Gõ <code>/trang</code> để nhận liên kết mở trang riêng, <code>/trang tắt</code> để đóng "
        "trang trên mọi máy."
    )


def link_gone(_: Translator) -> str:
    """Return what a link says that opens nothing (any more)."""
    return _(
        "Liên kết này đã dùng rồi hoặc đã quá 10 phút; xin gõ /trang cho tinbai trong Zalo hoặc "
        "Telegram để nhận liên kết mới."
    )


def not_let_in(_: Translator) -> str:
    """Return what a browser is told that is not let in."""
    return _(
        "Trang này chưa mở trên máy này; xin gõ /trang cho tinbai trong Zalo hoặc Telegram rồi mở "
        "liên kết nhận được."
    )


def too_many_guesses(_: Translator) -> str:
    """Return what an address is told that tried too many links."""
    return _("Máy này đã thử quá nhiều liên kết sai; xin đợi 10 phút rồi mở liên kết mới.")


def later(_: Translator) -> str:
    """Tell that the page cannot be opened at the moment."""
    return _("Máy chủ chưa mở được trang; xin mở lại liên kết này sau một phút.")


def foreign(_: Translator) -> str:
    """Return what a request is told that comes from another site."""
    return _("Yêu cầu này đến từ trang khác nên không được nhận; xin mở lại liên kết từ tinbai.")


def open_button(_: Translator) -> str:
    """Return the label that opens the page."""
    return _("Mở trang của tôi")


def for_whom(_: Translator, name: str) -> str:
    """Return what stands above the button."""
    return _("Trang riêng của {name}. Chỉ mở nếu đó là anh/chị.").format(name=name)
