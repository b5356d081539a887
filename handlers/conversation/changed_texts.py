"""The words about a message that was changed after it was sent."""

from html import escape

from domain.language import Translator
from domain.text import clean_line
from services.articles.edits import Retitled

_SHOWN = 300


def not_read(_: Translator) -> str:
    """Return the answer to a change of something older than the last answer."""
    return _("Tin nhắn sửa lại không được đọc; xin gửi một tin nhắn mới, hoặc gõ /cuatoi để sửa.")


def changed(_: Translator, text: str, titled: Retitled | None) -> str:
    """Return the question what becomes of a changed last answer; nothing is changed yet."""
    new = escape(clean_line(text)[:_SHOWN])
    if titled is None:
        return _("Anh/chị vừa sửa tin nhắn thành “{text}”. Dùng tin đã sửa?").format(text=new)
    if titled.number is None:
        return _("Đổi tiêu đề của bài đang ghi thành “{text}”?").format(text=new)
    return _("Đổi tiêu đề của bài #{number} thành “{text}”?").format(number=titled.number, text=new)


def use_label(_: Translator, titled: Retitled | None) -> str:
    """Return the label of the button that uses the change."""
    return _("Dùng tin đã sửa") if titled is None else _("Đổi tiêu đề")


def keep_label(_: Translator) -> str:
    """Return the label of the button that leaves everything as it was."""
    return _("Giữ như cũ")


def read_anew(_: Translator, text: str) -> str:
    """Return what stays of the question once the change is read."""
    return _("Đọc lại: “{text}”").format(text=escape(clean_line(text)[:_SHOWN]))


def retitled(_: Translator, found: Retitled) -> str:
    """Return the answer to a draft's new title."""
    return _("Đã đổi tiêu đề của bài đang ghi thành “{text}”.").format(text=escape(found.title))


def kept(_: Translator) -> str:
    """Return the answer when nothing changes."""
    return _("Giữ như cũ, không có gì thay đổi.")


def gone(_: Translator) -> str:
    """Return the answer to a change that is not kept any more."""
    return _("Tin đã sửa không còn lưu; xin gửi lại một tin nhắn mới.")
