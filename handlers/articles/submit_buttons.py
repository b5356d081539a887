"""Buttons of logging articles.

Data: `d:REVISION:VERB:ARGUMENT` for the draft at hand, `c:TAG:VERB` for one of several cards,
`c:NUMBER:all` for all of them, `t:ARTICLE:TOPIC` for the topic of a logged article (0: show all).
"""

from datetime import date, timedelta

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from domain.articles.calendar import neighbours, weeks_of
from domain.articles.drafts import Step
from domain.articles.records import Kind
from domain.boards import Topic
from domain.dates import format_date
from domain.language import Translator
from handlers.articles.submit_texts import kind_name
from services.articles.results import Asked, Batch, Kept, Logged

MOST_UNITS = 60
MOST_LIKELY = 3


def asked(
    _: Translator, asked: Asked, topics: tuple[Topic, ...], today: date, *, buttons: bool = True
) -> InlineKeyboardMarkup:
    """Return the choices of the open question, or the card's buttons.

    Without `buttons` the channel writes choices out as a list: a day is typed there.
    """
    revision = asked.revision
    rows: list[list[InlineKeyboardButton]] = []
    if asked.held:
        return held(_, asked)
    if asked.calendar:
        return InlineKeyboardMarkup(
            [*_calendar(_, asked, today), [_button(_("Huỷ"), revision, "cancel")]]
        )
    if asked.step is Step.UNIT:
        rows += [
            [_button(unit.name, revision, "unit", unit.id)] for unit in asked.units[:MOST_UNITS]
        ]
    elif asked.step is Step.LINK:
        rows.append([_button(_("Không có liên kết"), revision, "skip", Step.LINK)])
    elif asked.step is Step.DATE:
        rows += _days(_, asked, today)
        if buttons:
            rows.append([_button(_("Chọn trên lịch"), revision, "cal", "")])
    elif asked.step is Step.TOPIC:
        shown = _likeliest(topics, asked.topics, every=asked.every_topic)
        rows += _pairs([_button(label, revision, "topic", chosen) for label, chosen in shown])
        last = [_button(_("Để sau"), revision, "skip", Step.TOPIC)]
        if len(shown) < len(topics):
            last.insert(0, _button(_("Chuyên mục khác"), revision, "topics"))
        rows.append(last)
    elif asked.step is Step.TWIN:
        rows += _twins(_, asked)
    elif asked.step is Step.CARD:
        rows += _card(_, asked, today, has_topics=bool(topics))
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


def _calendar(_: Translator, asked: Asked, today: date) -> list[list[InlineKeyboardButton]]:
    """Return a month's days, a week a row, with the months beside it."""
    revision = asked.revision
    month = date.fromisoformat(f"{asked.calendar}-01")
    before, after = neighbours(month, today)
    head = [_button(f"{month.month}/{month.year}", revision, "cal", asked.calendar)]
    if before is not None:
        head.insert(0, _button(f"‹ {before.month}/{before.year}", revision, "cal", _code(before)))
    if after is not None:
        head.append(_button(f"{after.month}/{after.year} ›", revision, "cal", _code(after)))
    names = (_("T2"), _("T3"), _("T4"), _("T5"), _("T6"), _("T7"), _("CN"))
    rows = [head, [_button(name, revision, "cal", asked.calendar) for name in names]]
    rows += [
        [
            _button(str(day.day), revision, "date", day.isoformat())
            if day is not None
            else _button("·", revision, "cal", asked.calendar)
            for day in week
        ]
        for week in weeks_of(month, today)
    ]
    return rows


def _code(month: date) -> str:
    return f"{month:%Y-%m}"


def _card(
    _: Translator, asked: Asked, today: date, *, has_topics: bool
) -> list[list[InlineKeyboardButton]]:
    """Return the card's buttons; a day that nobody named is changed with one tap."""
    revision = asked.revision
    days = _days(_, asked, today) if asked.draft.day_assumed else []
    fields = [
        (_("Sửa tiêu đề"), Step.TITLE),
        (_("Sửa liên kết"), Step.LINK),
        (_("Sửa ngày"), Step.DATE),
    ]
    if has_topics:
        fields.append((_("Sửa chuyên mục"), Step.TOPIC))
    return [
        [_button(_("Ghi nhận"), revision, "log")],
        *days,
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
        label = _("Ghi tất cả ({count})").format(count=batch.ready + batch.kept)
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
    """Return the likeliest topics for an article that was logged without one."""
    if logged.article.topic_id is not None or not topics:
        return None
    return topics_of(_, logged.article.number, topics, logged.topics)


def topics_of(
    _: Translator,
    number: int,
    topics: tuple[Topic, ...],
    suggested: tuple[int, ...] = (),
    *,
    every: bool = False,
) -> InlineKeyboardMarkup:
    """Return topics to choose from for the article of a number."""
    shown = _likeliest(topics, suggested, every=every)
    choices = list(shown)
    if len(shown) < len(topics):
        choices.append((_("Chuyên mục khác"), 0))
    return InlineKeyboardMarkup(
        _pairs(
            [
                InlineKeyboardButton(label, callback_data=f"t:{number}:{topic_id}")
                for label, topic_id in choices
            ]
        )
    )


def _likeliest(
    topics: tuple[Topic, ...], suggested: tuple[int, ...], *, every: bool
) -> list[tuple[str, int]]:
    """Return name and id of the likeliest topics, or of every one, the suggested ones first."""
    names = {topic.id: topic.name for topic in topics}
    found = [(names[topic_id], topic_id) for topic_id in suggested if topic_id in names]
    found += [(topic.name, topic.id) for topic in topics if topic.id not in suggested]
    return found if every else found[:MOST_LIKELY]


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
