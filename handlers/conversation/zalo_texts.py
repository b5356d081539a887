"""What is said otherwise where a pasted link or a file may never reach the bot, as on Zalo."""

import re
from html import escape

from domain.channels import Here
from domain.language import Translator
from domain.text import split_text

# A message holds 2,000 characters; what is left is for a list of choices below the text.
_MESSAGE = 2000
_LEFT_FREE = 300
_LINE = 160
_FOLD = re.compile(r"</?blockquote[^<>]*>")


def ways(_: Translator, here: Here, address: str = "") -> list[str]:
    """Return how an article can be given where a link may be kept back, the likeliest way last.

    The one place to name a new way. `address` is a link to the person's own page that was made for
    this answer.
    """
    found = []
    if here.portal:
        found.append(_("gõ <code>nop</code> để chọn bài đã có trên cổng"))
    if address:
        found.append(
            _(
                "mở trang riêng (một lần, trong 10 phút, xin đừng chuyển cho ai), dán liên kết và "
                "gửi tệp ở đó: {address}"
            ).format(address=escape(address))
        )
    elif here.page:
        found.append(_("gõ <code>trang</code> để mở trang riêng, dán liên kết và gửi tệp ở đó"))
    found += [
        _("gõ <code>nop</code> rồi tiêu đề, ví dụ <code>nop Khai mạc hội thao</code>"),
        _(
            "gõ địa chỉ bài có dấu cách, không có https, ví dụ "
            "<code>xamau .gov.vn/tin-tuc/bai-1</code>"
        ),
    ]
    return found


def listed_ways(_: Translator, here: Here, address: str = "") -> str:
    """Return the ways as lines of a message."""
    return "\n".join(f"• {way}" for way in ways(_, here, address))


def one_line(_: Translator) -> str:
    """Return how an article is given in one line."""
    return _(
        "Ghi nhanh một dòng: <code>/nop xamau .gov.vn/tin/bai-1 | Tiêu đề | 15/6/2021 | "
        "Chuyên mục</code>"
    )


def nothing_arrived(_: Translator, here: Here, address: str = "") -> str:
    """Return the answer to a message of which nothing arrived: most likely a link or a file."""
    head = _(
        "Trợ lý không đọc được tin vừa gửi. Nếu đó là liên kết hoặc tệp thì Zalo không chuyển tới; "
        "xin gửi bài bằng cách khác:"
    )
    return f"{head}\n{listed_ways(_, here, address)}"


def unreadable(_: Translator, here: Here, address: str = "") -> str:
    """Return the answer to a picture or a sticker."""
    head = _(
        "Tôi chỉ đọc được chữ và liên kết; xin dán liên kết của bài đã đăng. Khi Zalo không chuyển "
        "liên kết tới thì:"
    )
    return f"{head}\n{listed_ways(_, here, address)}"


def not_understood(_: Translator, here: Here) -> str:
    """Return the answer to a text that is nothing known."""
    head = _(
        "Tôi chưa hiểu tin nhắn này; xin dán liên kết của bài đã đăng, hoặc gõ /huongdan. "
        "Khi Zalo không chuyển liên kết tới thì:"
    )
    return f"{head}\n{listed_ways(_, here)}"


def ask_link(_: Translator) -> str:
    """Return the question for an article's link."""
    return _(
        "Xin dán liên kết của bài (hoặc gửi <code>-</code> nếu không có). Zalo có thể không "
        "chuyển liên kết; khi đó xin gõ địa chỉ có dấu cách, ví dụ "
        "<code>xamau .gov.vn/tin-tuc/bai-1</code>."
    )


def first_step(_: Translator) -> str:
    """Return what a correspondent does first."""
    return _(
        "Khi đăng bài, gõ <code>nop</code> rồi tiêu đề, ví dụ <code>nop Khai mạc hội thao</code>; "
        "gõ /huongdan để xem thêm."
    )


def reminded(_: Translator, *, page: bool = False) -> str:
    """Return what somebody who is reminded can do.

    The page is offered by its word: a link lives for minutes, and a reminder is read later.
    """
    text = _("Có bài: gõ <code>nop</code> rồi tiêu đề. Không có: gửi <code>/khongco lý do</code>.")
    if not page:
        return text
    more = _(
        "Muốn dán liên kết, gửi tệp: gõ <code>trang</code>, trang riêng mở ngay tại lời nhắc này."
    )
    return f"{text}\n{more}"


def shortened(_: Translator, text: str, where: str, messages: int = 1) -> str:
    """Return a long answer as one message or a few, for the month's messages are counted.

    Long lines are cut first, then the end; `where` says where all of it stands.
    """
    # A fold has no meaning here, and a cut inside one would leave it open.
    text = _FOLD.sub("", text)
    lines = [split_text(line, _LINE) or [""] for line in text.split("\n")]
    short = "\n".join(parts[0] + ("…" if len(parts) > 1 else "") for parts in lines)
    whole = short == text
    limit = messages * _MESSAGE - _LEFT_FREE
    if len(short) > limit:
        short, whole = split_text(short, limit)[0] + "…", False
    return short if whole else f"{short}\n\n{where}"
