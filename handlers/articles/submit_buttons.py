"""Buttons of logging articles.

Data: `d:REVISION:VERB:ARGUMENT` for the draft at hand, `c:TAG:VERB` for one of several cards,
`c:NUMBER:all` for all of them, `t:ARTICLE:TOPIC` for the topic of a logged article.
"""

from datetime import date, timedelta

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from domain.articles.drafts import Step
from domain.articles.records import Kind
from domain.boards import Topic
from domain.dates import format_date
from domain.language import Translator
from handlers.articles.submit_texts import kind_name
from services.articles.results import Asked, Batch, Kept, Logged

MOST_UNITS = 60


def asked(
    _: Translator, asked: Asked, topics: tuple[Topic, ...], today: date
) -> InlineKeyboardMarkup:
    """Return the choices of the open question, or the card's buttons."""
    revision = asked.revision
    rows: list[list[InlineKeyboardButton]] = []
    if asked.held:
        return held(_, asked)
    if asked.step is Step.UNIT:
        rows += [
            [_button(unit.name, revision, "unit", unit.id)] for unit in asked.units[:MOST_UNITS]
        ]
    elif asked.step is Step.LINK:
        rows.append([_button(_("Không có liên kết"), revision, "skip", Step.LINK)])
    elif asked.step is Step.DATE:
        rows += _days(_, asked, today)
    elif asked.step is Step.TOPIC:
        buttons = [
            _button(label, revision, "topic", topic_id)
            for label, topic_id in _suggested_first(topics, asked.topics)
        ]
        rows += _pairs(buttons)
        rows.append([_button(_("Không thuộc chuyên mục nào"), revision, "skip", Step.TOPIC)])
    elif asked.step is Step.TWIN:
        rows += _twins(_, asked)
    elif asked.step is Step.CARD:
        rows += _card(_, asked, bool(topics))
    rows.append([_button(_("Huỷ"), revision, "cancel")])
    return InlineKeyboardMarkup(rows)


def held(_: Translator, asked: Asked) -> InlineKeyboardMarkup:
    """Return the choice what to do with an article whose question is old."""
    rows = [
        [
            _button(_("Tiếp tục"), asked.revision, "go"),
            _button(_("Bỏ"), asked.revision, "cancel"),
        ]
    ]
    if asked.step is Step.TITLE and asked.draft.held:
        rows.append([_button(_("Đó là tiêu đề"), asked.revision, "held")])
    return InlineKeyboardMarkup(rows)


def kept(_: Translator, kept: Kept) -> InlineKeyboardMarkup:
    """Return what can be done with all articles that are kept."""
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(_("Ghi tất cả"), callback_data="c:0:all")],
            [
                InlineKeyboardButton(_("Xem từng bài"), callback_data="c:0:each"),
                InlineKeyboardButton(_("Bỏ tất cả"), callback_data="c:0:none"),
            ],
        ]
    )


def _days(_: Translator, asked: Asked, today: date) -> list[list[InlineKeyboardButton]]:
    """Return the last three days, and the day that may be meant; each names its date."""
    revision, offered = asked.revision, asked.draft.offered_on
    names = (_("Hôm nay"), _("Hôm qua"), _("Hôm kia"))
    days = [today - timedelta(days=back) for back in range(len(names))]
    rows = [
        [
            _button(name, revision, "date", day.isoformat())
            for name, day in zip(names, days, strict=True)
        ]
    ]
    if offered is not None and offered not in days and offered < today:
        rows.append([_button(format_date(offered), revision, "date", offered.isoformat())])
    return rows


def _card(_: Translator, asked: Asked, has_topics: bool) -> list[list[InlineKeyboardButton]]:
    revision = asked.revision
    fields = [
        (_("Sửa tiêu đề"), Step.TITLE),
        (_("Sửa liên kết"), Step.LINK),
        (_("Sửa ngày"), Step.DATE),
    ]
    if has_topics:
        fields.append((_("Sửa chuyên mục"), Step.TOPIC))
    return [
        [_button(_("Ghi nhận"), revision, "log")],
        *_pairs([_button(label, revision, "edit", step) for label, step in fields]),
        [
            _button(
                ("• " if kind is asked.draft.kind else "") + kind_name(_, kind),
                revision,
                "kind",
                kind,
            )
            for kind in Kind
        ],
    ]


def one_of_several(_: Translator, card: Asked) -> InlineKeyboardMarkup:
    """Return the buttons of one of several cards."""
    tag, row = card.draft.tag, []
    if card.step is Step.CARD:
        row.append(InlineKeyboardButton(_("Ghi nhận"), callback_data=f"c:{tag}:log"))
    label = _("Xem và sửa") if card.step is Step.CARD else _("Điền tiếp")
    row.append(InlineKeyboardButton(label, callback_data=f"c:{tag}:edit"))
    row.append(InlineKeyboardButton(_("Bỏ bài này"), callback_data=f"c:{tag}:drop"))
    return InlineKeyboardMarkup([row])


def batch(_: Translator, batch: Batch) -> InlineKeyboardMarkup | None:
    """Return the button that logs every card which lacks nothing."""
    if not batch.cards:
        return None
    rows = []
    if batch.ready:
        label = _("Ghi tất cả ({count})").format(count=batch.ready)
        rows.append([InlineKeyboardButton(label, callback_data=f"c:{batch.number}:all")])
    first = batch.cards[0].draft.tag
    rows.append(
        [
            InlineKeyboardButton(_("Xem từng bài"), callback_data=f"c:{first}:edit"),
            InlineKeyboardButton(_("Bỏ tất cả"), callback_data="c:0:none"),
        ]
    )
    return InlineKeyboardMarkup(rows)


def topics_after(
    _: Translator, logged: Logged, topics: tuple[Topic, ...]
) -> InlineKeyboardMarkup | None:
    """Return the topics for an article that was logged without one."""
    article = logged.article
    if article.topic_id is not None or not topics:
        return None
    return InlineKeyboardMarkup(
        _pairs(
            [
                InlineKeyboardButton(label, callback_data=f"t:{article.number}:{topic_id}")
                for label, topic_id in _suggested_first(topics, logged.topics)
            ]
        )
    )


def _suggested_first(
    topics: tuple[Topic, ...], suggested: tuple[int, ...]
) -> list[tuple[str, int]]:
    """Return name and id of every topic, the suggested ones first."""
    names = {topic.id: topic.name for topic in topics}
    first = [(names[topic_id], topic_id) for topic_id in suggested if topic_id in names]
    return first + [(topic.name, topic.id) for topic in topics if topic.id not in suggested]


def _twins(_: Translator, asked: Asked) -> list[list[InlineKeyboardButton]]:
    revision = asked.revision
    rows = []
    for twin in asked.twins:
        same = _("Chính là bài #{number}").format(number=twin.number)
        update = _("Cập nhật bài #{number}").format(number=twin.number)
        rows.append(
            [
                _button(same, revision, "same", twin.number),
                _button(update, revision, "update", twin.number),
            ]
        )
    rows.append([_button(_("Bài khác"), revision, "other")])
    return rows


def _button(label: str, revision: int, verb: str, argument: object = "") -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=f"d:{revision}:{verb}:{argument}")


def _pairs(buttons: list[InlineKeyboardButton]) -> list[list[InlineKeyboardButton]]:
    return [buttons[start : start + 2] for start in range(0, len(buttons), 2)]
