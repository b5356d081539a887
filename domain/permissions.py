"""The one table of who may do what."""

from enum import StrEnum

from domain.calls import Call
from domain.errors import NotAllowed
from domain.people.records import Role


class Action(StrEnum):
    """What can be allowed or refused."""

    LOG_ARTICLE = "log_article"
    LOG_FOR_ANY_UNIT = "log_for_any_unit"
    CONFIRM_ZERO = "confirm_zero"
    SEE_UNIT = "see_unit"
    SEE_BOARD = "see_board"
    REVIEW = "review"
    REPORT = "report"
    ISSUE = "issue"
    REMIND = "remind"
    KEEP_UNITS = "keep_units"
    KEEP_PEOPLE = "keep_people"
    KEEP_FIGURES = "keep_figures"
    KEEP_NOTES = "keep_notes"
    KEEP_SETTINGS = "keep_settings"
    IMPORT = "import"
    FIND = "find"
    INVITE_CHAIR = "invite_chair"
    BROADCAST = "broadcast"
    SWITCH_DIGEST = "switch_digest"


_CORRESPONDENT = {
    Action.LOG_ARTICLE,
    Action.CONFIRM_ZERO,
    Action.SEE_UNIT,
    Action.FIND,
}
_HEAD = {Action.SEE_UNIT, Action.FIND}
_EDITOR = {
    Action.LOG_ARTICLE,
    Action.LOG_FOR_ANY_UNIT,
    Action.CONFIRM_ZERO,
    Action.SEE_UNIT,
    Action.SEE_BOARD,
    Action.REVIEW,
    Action.REPORT,
    Action.REMIND,
    Action.KEEP_UNITS,
    Action.KEEP_PEOPLE,
    Action.KEEP_FIGURES,
    Action.KEEP_NOTES,
    Action.KEEP_SETTINGS,
    Action.IMPORT,
    Action.FIND,
}
_CHAIR = _EDITOR | {
    Action.ISSUE,
    Action.INVITE_CHAIR,
    Action.BROADCAST,
    Action.SWITCH_DIGEST,
}

PERMISSIONS: dict[Role, frozenset[Action]] = {
    Role.CORRESPONDENT: frozenset(_CORRESPONDENT),
    Role.HEAD: frozenset(_HEAD),
    Role.EDITOR: frozenset(_EDITOR),
    Role.CHAIR: frozenset(_CHAIR),
}


def may(call: Call, action: Action) -> bool:
    """Tell whether one of the person's roles on the board allows the action."""
    return any(action in PERMISSIONS[role] for role in call.roles)


def require(call: Call, action: Action) -> None:
    """Raise NotAllowed unless one of the person's roles on the board allows the action."""
    if not may(call, action):
        raise NotAllowed(action=action.value)


def require_unit(call: Call, unit_id: int, action: Action) -> None:
    """Raise NotAllowed unless the action is allowed for this unit."""
    require(call, action)
    if may(call, Action.LOG_FOR_ANY_UNIT):
        return
    seen = call.seen_unit_ids if action is Action.SEE_UNIT else call.unit_ids
    if unit_id not in seen:
        raise NotAllowed(action=action.value)
