"""The words of what the portal offers a correspondent."""

from html import escape

from domain.dates import format_date
from domain.language import Translator
from services.portal.offering import Claimed, PortalOffer

_LABEL = 48


def label(title: str) -> str:
    """Return a title as a button has room for it."""
    return title if len(title) <= _LABEL else title[: _LABEL - 1].rstrip() + "…"


def all_of_them(_: Translator, count: int) -> str:
    """Return the label that takes every article on show."""
    return _("Ghi cả hai bài") if count == 2 else _("Ghi cả {count} bài").format(count=count)


def offer(_: Translator, offer: PortalOffer) -> str:
    """Return the list of articles on the portal that wait to be logged."""
    shown = offer.likely or offer.others
    if offer.likely:
        head = _("Cổng đã đăng {count} bài có vẻ của đơn vị, chưa ghi:").format(count=len(shown))
    else:
        head = _("Trên cổng có bài chưa ghi; bài nào của đơn vị thì xin chọn:")
    lines = [f"<b>{head}</b>"]
    for number, each in enumerate(shown, start=1):
        day = format_date(each.item.published_on) if each.item.dated else _("chưa rõ ngày đăng")
        why = f" – {reason(_, each.reasons[0].kind)}" if each.reasons else ""
        lines.append(f"{number}. {escape(each.item.title)} ({day}){why}")
    lines.append("")
    if len(shown) > 1:
        lines.append(
            _("Gõ số để ghi, ví dụ <code>1</code>, <code>1 và 2</code> hoặc <code>tất cả</code>.")
        )
    else:
        lines.append(_("Gõ <code>1</code> để ghi bài này."))
    lines.append(_("Bài khác: dán liên kết, hoặc gõ <code>nop</code> rồi tiêu đề."))
    return "\n".join(lines)


def reason(_: Translator, kind: str) -> str:
    """Return why an article seems to be a unit's."""
    return {
        "byline": _("bài ký tên đơn vị"),
        "author": _("tác giả hay viết cho đơn vị"),
        "title": _("tiêu đề nêu tên đơn vị"),
        "text": _("bài nêu tên đơn vị"),
    }[kind]


def claimed(_: Translator, claimed: Claimed) -> str:
    """Return the receipt of articles that were logged from the portal."""
    head = (
        _("Đã ghi {count} bài từ cổng, chờ ban duyệt:")
        if claimed.pending
        else _("Đã ghi {count} bài từ cổng:")
    ).format(count=len(claimed.lines))
    lines = [head]
    for line in claimed.lines:
        day = format_date(line.published_on)
        lines.append(f"<b>#{line.number}</b> {escape(line.title)} ({escape(line.unit)}, {day})")
    if claimed.gone:
        lines.append(_("{count} bài đã có người ghi trước.").format(count=claimed.gone))
    return "\n".join(lines)


def ask_unit(_: Translator, count: int) -> str:
    """Return the question for which unit articles are."""
    return _("Ghi {count} bài này cho đơn vị nào?").format(count=count)


def no_such_articles(_: Translator, count: int) -> str:
    """Return the answer to numbers that are not in the list."""
    return _("Danh sách có {count} bài; xin gõ số trong đó, ví dụ <code>1</code>.").format(
        count=count
    )
