"""Buttons of logging articles; data: `d:REVISION:VERB:ARGUMENT`."""

from datetime import date, timedelta

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from domain.articles import Kind
from domain.boards import Topic
from domain.drafts import Step
from domain.language import Translator
from handlers.texts.articles import kind_name
from services.submissions import Asked

MOST_UNITS = 60


def asked(
    _: Translator, asked: Asked, topics: tuple[Topic, ...], today: date
) -> InlineKeyboardMarkup:
    """Return the choices of the open question, or the card's buttons."""
    revision = asked.revision
    rows: list[list[InlineKeyboardButton]] = []
    if any(problem.code == "link_without_scheme" for problem in asked.problems):
        link = asked.draft.suggested_link
        label = link if len(link) <= 40 else link[:39] + "…"
        rows.append([_button(_("Dùng {link}").format(link=label), revision, "scheme")])
    if asked.step is Step.UNIT:
        rows += [
            [_button(unit.name, revision, "unit", unit.id)] for unit in asked.units[:MOST_UNITS]
        ]
    elif asked.step is Step.LINK:
        rows.append([_button(_("Không có liên kết"), revision, "skip", Step.LINK)])
    elif asked.step is Step.DATE:
        yesterday = today - timedelta(days=1)
        rows.append(
            [
                _button(_("Hôm nay"), revision, "date", today.isoformat()),
                _button(_("Hôm qua"), revision, "date", yesterday.isoformat()),
            ]
        )
    elif asked.step is Step.TOPIC:
        buttons = [_button(topic.name, revision, "topic", topic.id) for topic in topics]
        rows += _pairs(buttons)
        rows.append([_button(_("Không thuộc chuyên mục nào"), revision, "skip", Step.TOPIC)])
    elif asked.step is Step.CARD:
        rows += _card(_, asked, bool(topics))
    rows.append([_button(_("Huỷ"), revision, "cancel")])
    return InlineKeyboardMarkup(rows)


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


def _button(label: str, revision: int, verb: str, argument: object = "") -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=f"d:{revision}:{verb}:{argument}")


def _pairs(buttons: list[InlineKeyboardButton]) -> list[list[InlineKeyboardButton]]:
    return [buttons[start : start + 2] for start in range(0, len(buttons), 2)]
