"""The words of reviewing articles."""

from collections.abc import Mapping
from html import escape
from typing import Any

from domain.conversation.messages import Button
from domain.language import Translator
from handlers.articles import editing_texts as editing
from services.articles.log import ArticleCard
from services.articles.review import Decided, Queue


def queue(_: Translator, queue: Queue, topics: Mapping[int, str]) -> str:
    """Return the article to decide on, or that nothing waits."""
    if queue.card is None:
        return _("Không có bài nào chờ duyệt.")
    head = _("Chờ duyệt: {count} bài").format(count=queue.waiting)
    return f"<b>{head}</b>\n\n{editing.card(_, queue.card, topics)}"


def decided(_: Translator, decided: Decided) -> str:
    """Return what was decided."""
    values = {
        "number": f"<b>#{decided.number}</b>",
        "title": escape(decided.title),
        "reason": escape(decided.reason),
    }
    if decided.reason:
        return _("Đã không duyệt bài {number}: {title}. Lý do gửi tác giả: {reason}").format(
            **values
        )
    return _("Đã duyệt bài {number}: {title}.").format(**values)


def reason_asked(_: Translator, card: ArticleCard) -> str:
    """Return the question why an article is rejected."""
    return _(
        "Vì sao không duyệt bài {number}: {title}? "
        "Xin gửi lý do; tác giả sẽ nhận được lý do này. Gõ /huy để thôi."
    ).format(number=f"<b>#{card.article.number}</b>", title=escape(card.article.title))


def outcome(_: Translator, payload: Mapping[str, Any]) -> str:
    """Return the message that tells an author what became of an article."""
    number = f"<b>#{int(payload['number'])}</b>"
    title = escape(str(payload["title"]))
    if payload["approved"]:
        return _("Bài {number} của anh/chị đã được duyệt: {title}.").format(
            number=number, title=title
        )
    lines = [
        _("Bài {number} của anh/chị không được duyệt: {title}.").format(number=number, title=title),
        _("Lý do: {reason}").format(reason=escape(str(payload["reason"]))),
        _("Để sửa rồi gửi duyệt lại, gửi <code>#{number}</code>.").format(
            number=int(payload["number"])
        ),
    ]
    return "\n".join(lines)


def waiting(_: Translator, payload: Mapping[str, Any]) -> str:
    """Return the message that tells a board's readers what has begun to wait for approval."""
    head = _("{board}: có {count} bài mới chờ duyệt").format(
        board=escape(str(payload["board"])), count=int(payload["count"])
    )
    lines = [f"<b>{head}</b>"]
    lines += [
        f"• #{number} {escape(str(title))} ({escape(str(unit))})"
        for number, title, unit in payload["articles"]
    ]
    left = int(payload["count"]) - len(payload["articles"])
    if left > 0:
        lines.append(_("… và {count} bài khác.").format(count=left))
    lines.append(_("Xin xem từng bài bằng /duyet."))
    return "\n".join(lines)


def waiting_buttons(_: Translator, payload: Mapping[str, Any]) -> tuple[tuple[Button, ...], ...]:
    """Return the button that shows the first article that waits."""
    return ((Button(_("Xem bài chờ duyệt"), f"vw:{payload['board_id']}"),),)
