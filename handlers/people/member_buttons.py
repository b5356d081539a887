"""Buttons of people.

Data: `h:list:PAGE`, `h:show:PERSON`, `h:VERB:PERSON`, `h:end:PERSON:ROLE`,
`h:unit:PERSON:ROLE:UNIT`, `h:units:PERSON:ROLE:PAGE`, `h:in:PERSON:PERSON` (0 for nobody),
`h:ins:PERSON:PAGE`.
"""

from collections.abc import Sequence

from telegram import InlineKeyboardMarkup

from domain.language import Translator
from handlers.paging import Rows, button, paged
from handlers.people.member_texts import role_line
from services.people.changes import MemberAsked
from services.people.members import MemberCard


def members(_: Translator, found: Sequence[MemberCard], page: int) -> InlineKeyboardMarkup:
    """Return a button for each person of a page."""
    choices = [(card.name, f"h:show:{card.person_id}") for card in found]
    return InlineKeyboardMarkup(paged(_, choices, page, "h:list:{page}"))


def card(_: Translator, card: MemberCard) -> InlineKeyboardMarkup:
    """Return what can be done with a person."""
    back = [button(_("‹ Danh sách"), "h:list:0")]
    if not card.may_change or not card.roles:
        return InlineKeyboardMarkup([back])
    person = card.person_id
    rows: Rows = [
        [
            button(_("Đổi tên"), f"h:rename:{person}"),
            button(_("Có mặt trở lại"), f"h:back:{person}")
            if card.until is not None
            else button(_("Vắng mặt"), f"h:away:{person}"),
        ],
        [
            button(_("Thêm đơn vị"), f"h:correspondent:{person}"),
            button(_("Làm lãnh đạo đơn vị"), f"h:head:{person}"),
        ],
        [button(_("Chuyển tài khoản"), f"h:move:{person}")],
    ]
    rows += [
        [
            button(
                _("Thôi: {role}").format(role=role_line(_, line)),
                f"h:end:{person}:{line.membership_id}",
            )
        ]
        for line in card.roles
    ]
    rows.append([button(_("Rời ban"), f"h:leave:{person}")])
    return InlineKeyboardMarkup([*rows, back])


def asked(_: Translator, asked: MemberAsked, page: int = 0) -> InlineKeyboardMarkup:
    """Return the choices of the open question and the way out."""
    person, rows = asked.card.person_id, []
    if asked.asks == "stand_in":
        choices = [(name, f"h:in:{person}:{other}") for other, name in asked.choices]
        rows = paged(_, choices, page, f"h:ins:{person}:{{page}}")
        rows.append([button(_("Không có ai"), f"h:in:{person}:0")])
    elif asked.choices:
        data = f"{person}:{asked.asks}"
        choices = [(name, f"h:unit:{data}:{unit_id}") for unit_id, name in asked.choices]
        rows = paged(_, choices, page, f"h:units:{data}:{{page}}")
    return InlineKeyboardMarkup([*rows, [button(_("Thôi"), "q:drop")]])


def leave(_: Translator, card: MemberCard) -> InlineKeyboardMarkup:
    """Return the answers to whether a person leaves."""
    return InlineKeyboardMarkup(
        [
            [button(_("Cho rời ban"), f"h:left:{card.person_id}")],
            [button(_("Giữ lại"), f"h:show:{card.person_id}")],
        ]
    )
