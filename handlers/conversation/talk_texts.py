"""The words that answer courtesy, and what was not understood."""

from collections.abc import Sequence
from html import escape

from domain.channels import Here
from domain.language import Translator
from handlers.commands import Command, shown_name
from handlers.conversation import zalo_texts as zalo


def courtesy(_: Translator, *, thanks: bool) -> str:
    """Return a short kind answer to thanks or a greeting."""
    if thanks:
        return _("Dạ, không có gì ạ.")
    return _("Xin chào anh/chị. Cần ghi bài thì chỉ cần dán liên kết vào đây.")


def not_understood(_: Translator, commands: Sequence[Command], here: Here) -> str:
    """Return the answer to a text that is nothing known: three things that can be done."""
    lines = [_("Tôi chưa hiểu tin nhắn này. Anh/chị có thể dán liên kết của bài đã đăng, hoặc:")]
    if here.keeps_links:
        lines = [zalo.not_understood(_, here)]
    lines += [
        f"/{shown_name(command, _.language)} – {escape(command.what)}" for command in commands
    ]
    return "\n".join(lines)


def answers_nothing(_: Translator) -> str:
    """Return the answer to "không có" where words are asked for."""
    return _(
        "Câu này cần một câu trả lời bằng chữ; muốn bỏ bài đang ghi thì gửi <code>huỷ</code>, "
        "muốn báo tháng này không có tin, bài thì gõ <code>/khongco</code> kèm lý do."
    )
