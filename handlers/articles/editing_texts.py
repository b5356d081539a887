"""The words of listing, showing and correcting articles."""

from collections.abc import Mapping
from html import escape

from domain.articles.edits import Field
from domain.articles.records import Article, State
from domain.channels import Here
from domain.dates import format_date
from domain.language import Translator
from handlers.articles.submit_texts import kind_name, state_name
from services.articles.editing import Changed
from services.articles.log import ArticleCard, ArticlePage
from services.upkeep.undo import Undone

Names = Mapping[int, str]


def field_name(_: Translator, field: Field) -> str:
    """Return a field's name."""
    return {
        Field.TITLE: _("tiêu đề"),
        Field.LINK: _("liên kết"),
        Field.DATE: _("ngày đăng"),
        Field.TOPIC: _("chuyên mục"),
        Field.KIND: _("loại"),
        Field.UNIT: _("đơn vị"),
    }[field]


def page(_: Translator, page: ArticlePage, here: Here) -> str:
    """Return a page of articles."""
    if not page.total and here.keeps_links:
        return _("Đơn vị chưa ghi bài nào; gõ <code>nop</code> rồi tiêu đề để ghi.")
    if not page.total:
        return _("Đơn vị chưa ghi bài nào; dán liên kết của bài vào đây để ghi.")
    head = _("Tin, bài đã ghi: {total} (trang {page}/{pages})").format(
        total=page.total, page=page.page + 1, pages=page.pages
    )
    lines = [f"<b>{head}</b>"]
    lines += [article_line(_, article, page.unit_names) for article in page.articles]
    lines.append(_("Chọn số bài (hoặc gửi số, ví dụ <code>#57</code>) để xem và sửa."))
    return "\n\n".join(lines)


def article_line(_: Translator, article: Article, units: Names) -> str:
    """Return an article in two lines: number and title, then day, unit and state."""
    state = "" if article.state is State.LOGGED else f" · <i>{state_name(_, article.state)}</i>"
    unit = escape(units.get(article.unit_id, ""))
    return (
        f"<b>#{article.number}</b> {escape(article.title)}\n"
        f"{format_date(article.published_on)} · {unit}{state}"
    )


def card(_: Translator, card: ArticleCard, topics: Names) -> str:
    """Return everything about one article."""
    item = card.article
    lines = [f"<b>#{item.number}</b> {escape(item.title)}"]
    if item.link:
        lines.append(escape(item.link))
    lines.append(_("Ngày đăng: {day}").format(day=format_date(item.published_on)))
    lines.append(_("Đơn vị: {unit}").format(unit=escape(card.unit)))
    if item.topic_id is not None and item.topic_id in topics:
        lines.append(_("Chuyên mục: {topic}").format(topic=escape(topics[item.topic_id])))
    lines.append(_("Loại: {kind}").format(kind=kind_name(_, item.kind)))
    if card.author:
        lines.append(_("Người ghi: {name}").format(name=escape(card.author)))
    lines.append(_("Tình trạng: {state}").format(state=state_name(_, item.state)))
    return "\n".join(lines)


def question(_: Translator, card: ArticleCard, field: Field) -> str:
    """Return the question for a field's new value."""
    number = f"<b>#{card.article.number}</b>"
    asked = {
        Field.TITLE: _("Tiêu đề mới của bài {number} là gì?"),
        Field.LINK: _(
            "Xin dán liên kết mới của bài {number} (gửi <code>-</code> nếu bài không có liên kết)."
        ),
        Field.DATE: _(
            "Bài {number} đăng ngày nào? Ví dụ <code>15/6/2021</code> hoặc <code>hôm qua</code>."
        ),
        Field.TOPIC: _(
            "Bài {number} thuộc chuyên mục nào? (Gửi <code>-</code> nếu không thuộc mục nào.)"
        ),
        Field.KIND: _("Bài {number} là tin, bài, ảnh, video hay loại khác?"),
        Field.UNIT: _("Bài {number} của đơn vị nào? Chọn hoặc gửi tên đơn vị."),
    }[field].format(number=number)
    if field is Field.TITLE:
        asked += "\n" + _("Hiện nay: {title}").format(title=escape(card.article.title))
    if field is Field.LINK and card.article.link:
        asked += "\n" + _("Hiện nay: {title}").format(title=escape(card.article.link))
    return asked + "\n" + _("Gõ /huy để giữ nguyên.")


def reason_asked(_: Translator, number: int) -> str:
    """Return the question why an article of an issued report is changed."""
    return _(
        "Báo cáo của kỳ này đã ban hành; xin gửi lý do sửa bài {number} "
        "(lý do được lưu lại), hoặc gõ /huy để giữ nguyên."
    ).format(number=f"<b>#{number}</b>")


def changed(_: Translator, changed: Changed, topics: Names) -> str:
    """Return the changed article, with what follows from the change."""
    lines = []
    if changed.field is not None:
        lines.append(
            _("Đã sửa {field} của bài {number}; gõ /hoantac trong 15 phút để lấy lại.").format(
                field=field_name(_, changed.field), number=f"<b>#{changed.card.article.number}</b>"
            )
        )
    if changed.again:
        lines.append(_("Bài chờ thư ký duyệt lại."))
    lines.append(card(_, changed.card, topics))
    return "\n\n".join(lines)


def undone(_: Translator, undone: Undone) -> str:
    """Return the answer to an action taken back."""
    if undone.number is None and undone.title:
        return _("Đã đưa {name} về như trước.").format(name=escape(undone.title))
    if undone.number is None:
        return _("Đã rút lại báo “không có tin, bài”.")
    number = f"<b>#{undone.number}</b>"
    if undone.action == "log":
        return _("Đã rút bài {number}: {title}.").format(number=number, title=escape(undone.title))
    return _("Đã đưa bài {number} về như trước: {title}.").format(
        number=number, title=escape(undone.title)
    )
