"""The words of the portal check."""

from collections.abc import Mapping
from html import escape
from typing import Any

from domain.dates import format_date
from domain.language import Translator
from domain.portal.listing import Miss
from services.portal.proposals import PortalView, Settled


def view(_: Translator, view: PortalView) -> str:
    """Return what the last check found: the next unlogged item and what the portal lacks."""
    if view.state == "off":
        return _(
            "Ban chưa có địa chỉ của cổng; người vận hành điền portal trong cấu hình, "
            'ví dụ <code>portal = ["https://cong.gov.vn/rss"]</code>.'
        )
    if view.day is None:
        text = _("Chưa đối chiếu lần nào; chọn Đối chiếu ngay.")
        return f"{text}\n\n{_failed(_)}" if view.state == "failed" else text
    head = _("Đối chiếu cổng ngày {day}").format(day=format_date(view.day))
    parts = [f"<b>{head}</b>"]
    if view.state == "failed":
        parts.append(_failed(_))
    if view.item is None:
        parts.append(_("Mọi bài trên cổng đều đã được ghi."))
    else:
        item = view.item
        parts.append(_("Đã đăng mà chưa ghi: {count} bài.").format(count=view.waiting))
        day = format_date(item.published_on) if item.dated else _("chưa rõ ngày đăng")
        parts.append(f"<b>{escape(item.title)}</b>\n{day}\n{escape(item.link)}")
        parts.append(
            _("Bài này của đơn vị nào? Chọn tên đơn vị để ghi với ngày đăng trên cổng.")
            if item.dated
            else _("Bài này của đơn vị nào? Chọn tên đơn vị; sau đó xin cho biết ngày đăng.")
        )
    if view.misses:
        lines = [_("Đã ghi mà không thấy trên cổng: {count} bài.").format(count=len(view.misses))]
        lines += [_miss(_, miss) for miss in view.misses]
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def _failed(_: Translator) -> str:
    return _("Lần đối chiếu gần nhất không đọc được RSS của cổng; tinbai sẽ thử lại.")


def _miss(_: Translator, miss: Miss) -> str:
    line = f"<b>#{miss.number}</b> {escape(miss.title)} ({escape(miss.unit)})"
    if miss.reason == "title":
        return _("{line}: trên cổng có tiêu đề “{title}”").format(
            line=line, title=escape(miss.portal_title)
        )
    return _("{line}: liên kết không mở được").format(line=line)


def settled(_: Translator, settled: Settled) -> str:
    """Return what became of an item."""
    title = escape(settled.title)
    if settled.number is None:
        return _("Đã bỏ qua, không tính là bài của ban: {title}.").format(title=title)
    return _("Đã ghi bài {number} cho {unit}: {title}.").format(
        number=f"<b>#{settled.number}</b>", unit=escape(settled.unit), title=title
    )


def misses_ignored(_: Translator, count: int) -> str:
    """Return the answer to articles set aside."""
    return _("Đã xem {count} bài; các bài này không được nhắc lại.").format(count=count)


def digest(_: Translator, payload: Mapping[str, Any]) -> str:
    """Return the message that tells editors what a check found."""
    count = int(payload["count"])
    lines = [_("Cổng có {count} bài mới chưa được ghi:").format(count=count)]
    lines += [f"• {escape(str(title))}" for title in payload["titles"]]
    if count > len(payload["titles"]):
        lines.append(_("… và {count} bài khác.").format(count=count - len(payload["titles"])))
    if payload["misses"]:
        lines.append(
            _("Có {count} bài đã ghi mà không thấy trên cổng.").format(count=payload["misses"])
        )
    lines.append(_("Gõ /doichieu để giao từng bài cho đơn vị."))
    return "\n".join(lines)
