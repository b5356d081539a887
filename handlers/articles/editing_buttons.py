"""Buttons of listing and correcting articles.

Data: `m:PAGE` for a page, `a:VERB:NUMBER` for an article, `e:NUMBER:FIELD` asks for a new value
and `e:NUMBER:FIELD:VALUE` gives it.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from domain.articles.edits import Field
from domain.articles.records import Article, Kind
from domain.boards import Topic
from domain.language import Translator
from handlers.articles.editing_texts import field_name
from handlers.articles.submit_texts import kind_name
from services.articles.editing import Question
from services.articles.log import ArticleCard, ArticlePage

MOST_UNITS = 60
Rows = list[list[InlineKeyboardButton]]


def pairs(buttons: Sequence[InlineKeyboardButton], width: int = 2) -> Rows:
    """Return buttons in rows of a width."""
    return [list(buttons[start : start + width]) for start in range(0, len(buttons), width)]


def numbers(articles: Iterable[Article]) -> Rows:
    """Return a button for each article, four in a row."""
    return pairs([button(f"#{a.number}", f"a:show:{a.number}") for a in articles], 4)


def turns(_: Translator, page: int, pages: int, data: str) -> Rows:
    """Return the way to the newer and the older page; `data` has {page} in it."""
    row = []
    if page > 0:
        row.append(button(_("‹ Mới hơn"), data.format(page=page - 1)))
    if page + 1 < pages:
        row.append(button(_("Cũ hơn ›"), data.format(page=page + 1)))
    return [row] if row else []


def page(_: Translator, page: ArticlePage) -> InlineKeyboardMarkup | None:
    """Return a button for each article of a page, and the way to the next and the previous."""
    if not page.total:
        return None
    rows = numbers(page.articles) + turns(_, page.page, page.pages, "m:{page}")
    return InlineKeyboardMarkup(rows)


def card(_: Translator, card: ArticleCard) -> InlineKeyboardMarkup:
    """Return what can be done with an article."""
    number = card.article.number
    labels = {
        "approve": (_("Duyệt bài #{number}"), f"v:ok:{number}"),
        "reject": (_("Không duyệt bài #{number}"), f"v:no:{number}"),
        "withdraw": (_("Rút bài #{number}"), f"a:withdraw:{number}"),
        "restore": (_("Khôi phục bài #{number}"), f"a:restore:{number}"),
        "resubmit": (_("Gửi duyệt lại bài #{number}"), f"a:resubmit:{number}"),
    }
    rows = pairs(
        [
            button(_("Sửa {field}").format(field=field_name(_, field)), f"e:{number}:{field.value}")
            for field in card.fields
        ]
    )
    for action in card.actions:
        label, data = labels[action]
        rows.append([button(label.format(number=number), data)])
    rows.append(
        [button(_("Lịch sử"), f"a:history:{number}"), button(_("‹ Danh sách"), "m:0")],
    )
    return InlineKeyboardMarkup(rows)


def question(
    _: Translator, question: Question, topics: Sequence[Topic], today: date
) -> InlineKeyboardMarkup:
    """Return the choices of a field and the way out."""
    number, field = question.card.article.number, question.field
    choices: list[tuple[str, object]] = []
    width = 2
    match field:
        case Field.LINK:
            choices = [(_("Không có liên kết"), "-")]
        case Field.DATE:
            names = (_("Hôm nay"), _("Hôm qua"), _("Hôm kia"))
            choices = [
                (name, (today - timedelta(days=back)).isoformat())
                for back, name in enumerate(names)
            ]
            width = 3
        case Field.TOPIC:
            choices = [(topic.name, topic.id) for topic in topics[:MOST_UNITS]]
            choices.append((_("Không thuộc chuyên mục nào"), "-"))
        case Field.KIND:
            choices = [(kind_name(_, kind), kind.value) for kind in Kind]
            width = 5
        case Field.UNIT:
            choices = [(unit.name, unit.id) for unit in question.units[:MOST_UNITS]]
            width = 1
        case Field.TITLE:
            pass
    rows = pairs(
        [button(label, f"e:{number}:{field.value}:{value}") for label, value in choices], width
    )
    return InlineKeyboardMarkup([*rows, [button(_("Giữ nguyên"), f"q:drop:{number}")]])


def button(label: str, data: str) -> InlineKeyboardButton:
    """Return a button."""
    return InlineKeyboardButton(label, callback_data=data)
