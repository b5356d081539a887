"""The words of pairs that are likely one article."""

from collections.abc import Mapping
from html import escape
from typing import Any

from domain.dates import format_date
from domain.language import Translator
from domain.twins.pairs import Pair, Side
from services.articles.twin_review import PairDecided, PairQueue


def queue(_: Translator, queue: PairQueue) -> str:
    """Return the pair to decide on, or that there is none."""
    pair = queue.pair
    if pair is None:
        return _("Không còn cặp bài nào giống nhau cần xem.")
    head = _("Hai bài có thể là một: còn {count} cặp").format(count=queue.waiting)
    lines = [f"<b>{head}</b>", _side(_, pair.other), _side(_, pair.article)]
    said = _claim(_, pair)
    if said:
        lines.append(said)
    lines.append(_("Bài trùng sẽ không tính vào báo cáo; giữ cả hai thì cả hai đều tính."))
    return "\n\n".join(lines)


def _side(_: Translator, side: Side) -> str:
    facts = [format_date(side.published_on), escape(side.unit), escape(side.author)]
    lines = [f"<b>#{side.number}</b> {escape(side.title)}", " · ".join(facts)]
    if side.link:
        lines.append(escape(side.link))
    return "\n".join(lines)


def _claim(_: Translator, pair: Pair) -> str:
    values = {
        "person": escape(pair.claimed_by),
        "number": pair.article.number,
        "other": pair.other.number,
    }
    if pair.claim == "update":
        return _("{person} cho biết bài #{number} là bài cập nhật của #{other}.").format(**values)
    if pair.claim == "different":
        return _("{person} cho biết bài #{number} khác bài #{other}.").format(**values)
    return ""


def decided(_: Translator, decided: PairDecided) -> str:
    """Return what was decided."""
    values = {
        "number": f"<b>#{decided.number}</b>",
        "title": escape(decided.title),
        "of": f"<b>#{decided.of}</b>",
        "reason": escape(decided.reason),
    }
    return {
        "merged": _("Bài {number} là bài trùng của {of}, không tính vào báo cáo nữa."),
        "kept": _("Giữ cả hai bài {number} và {of}."),
        "rejected": _("Đã không duyệt bài {number}: {title}. Lý do gửi tác giả: {reason}"),
        "split": _("Bài {number} lại được tính riêng: {title}."),
    }[decided.decision].format(**values)


def reason_asked(_: Translator, pair: Pair) -> str:
    """Return the question why an article is rejected."""
    return _(
        "Vì sao không duyệt bài {number}: {title}? "
        "Xin gửi lý do; tác giả sẽ nhận được lý do này. Gõ /huy để thôi."
    ).format(number=f"<b>#{pair.article.number}</b>", title=escape(pair.article.title))


def merged(_: Translator, payload: Mapping[str, Any]) -> str:
    """Return the message that tells an author of a merged article."""
    return _(
        "Bài {number} của anh/chị ({title}) trùng với bài {of} đã ghi: {of_title}. "
        "Bài trùng không tính vào báo cáo; nếu chưa đúng, xin báo thư ký ban biên tập."
    ).format(
        number=f"<b>#{int(payload['number'])}</b>",
        title=escape(str(payload["title"])),
        of=f"<b>#{int(payload['of'])}</b>",
        of_title=escape(str(payload["of_title"])),
    )
