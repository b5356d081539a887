"""The words that answer courtesy, and what was not understood."""

from collections.abc import Sequence
from html import escape

from domain.channels import Here
from domain.language import Translator
from handlers.commands import Command, shown_name
from handlers.conversation import zalo_texts as zalo


def courtesy(_: Translator, here: Here, *, thanks: bool) -> str:
    """Return a short kind answer to thanks or a greeting."""
    if thanks:
        return _("Dạ, không có gì ạ.")
    if here.keeps_links:
        return _(
            "Xin chào anh/chị. Cần ghi bài thì gõ <code>nop</code> rồi tiêu đề, ví dụ "
            "<code>nop Khai mạc hội thao</code>."
        )
    return _("Xin chào anh/chị. Cần ghi bài thì chỉ cần dán liên kết vào đây.")


def not_understood(_: Translator, commands: Sequence[Command], here: Here) -> str:
    """Return the answer to a text that is nothing known: three things that can be done."""
    lines = [_("Tôi chưa hiểu tin nhắn này. Anh/chị có thể dán liên kết của bài đã đăng, hoặc:")]
    if here.keeps_links:
        # The same three stand below as a numbered list.
        return zalo.not_understood(_, here)
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


def still_asked(_: Translator) -> str:
    """Return the answer to words that put off what is asked."""
    return _(
        "Vâng, chưa ghi gì; câu hỏi trên vẫn chờ anh/chị trả lời, muốn thôi thì gửi "
        "<code>huỷ</code>."
    )


def how_to_correct(_: Translator) -> str:
    """Return the answer to who says that what was recorded is wrong."""
    return _(
        "Bài vừa ghi nhầm thì gõ /hoantac để rút lại; muốn sửa ngày, tiêu đề hay liên kết thì gõ "
        "/cuatoi rồi chọn bài, hoặc gửi số của bài, ví dụ <code>#57</code>."
    )


def no_reason(_: Translator) -> str:
    """Return the answer to "không có" where the reason is asked for."""
    return _(
        "Xin nêu lý do bằng vài chữ, ví dụ <code>Tập trung diễn tập</code>, hoặc chọn một lý do "
        "ở trên; muốn thôi thì gửi <code>huỷ</code>."
    )
