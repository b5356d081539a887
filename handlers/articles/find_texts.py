"""The words of finding articles."""

from html import escape

from domain.language import Translator
from handlers.articles.editing_texts import article_line
from services.articles.find import Found


def ask_words(_: Translator) -> str:
    """Return the question what to look for."""
    return _("Tìm bài nào? Xin gửi chữ có trong tiêu đề hoặc số bài, ví dụ <code>hội thao</code>.")


def found(_: Translator, found: Found) -> str:
    """Return a page of what was found."""
    if not found.total:
        return _(
            "Không tìm thấy bài nào có “{words}”; xin thử ít chữ hơn, "
            "ví dụ <code>/tim hội thao</code>."
        ).format(words=escape(found.words))
    head = _("Tìm “{words}”: {total} bài (trang {page}/{pages})").format(
        words=escape(found.words),
        total=f"{found.total}+" if found.more else found.total,
        page=found.page + 1,
        pages=found.pages,
    )
    lines = [f"<b>{head}</b>"]
    lines += [article_line(_, article, found.unit_names) for article in found.articles]
    return "\n\n".join(lines)
