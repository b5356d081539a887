"""What the channels differ in, as far as it matters to what is said and sent over them."""

from dataclasses import dataclass

TELEGRAM = "telegram"
ZALO = "zalo"
WEB = "web"

# Zalo may make a card of a pasted link, and gives a bot neither the card nor a file.
_KEEPS_LINKS_BACK = frozenset({ZALO})
# Refused on so many different days, an account is taken as closed. Zalo's refusals may be its own
# faults, so one says little; Telegram says that a person has blocked the bot.
_CLOSED_AFTER_DAYS = {ZALO: 3}


@dataclass(frozen=True, slots=True)
class Here:
    """What can be done in the chat somebody writes from.

    `keeps_links` tells that a pasted link may never arrive, `portal` that articles can be chosen
    from the board's portal instead, `page` that the person can open a page in the browser,
    `numbers_choices` that choices are a numbered list below the text and no buttons.
    """

    keeps_links: bool = False
    portal: bool = False
    page: bool = False
    numbers_choices: bool = False


def keeps_links(channel: str) -> bool:
    """Tell whether a link that is pasted into a channel may never reach the bot."""
    return channel in _KEEPS_LINKS_BACK


_NUMBER_CHOICES = frozenset({ZALO})


def numbers_choices(channel: str) -> bool:
    """Tell whether a channel shows choices as a numbered list, for it has no buttons."""
    return channel in _NUMBER_CHOICES


_HAVE_KEYBOARD = frozenset({TELEGRAM})


def has_keyboard(channel: str) -> bool:
    """Tell whether a channel shows buttons below the field where people type."""
    return channel in _HAVE_KEYBOARD


_ON_A_PHONE = frozenset({TELEGRAM, ZALO})


def on_a_phone(channel: str) -> bool:
    """Tell whether what is written to a channel is most likely read on a phone."""
    return channel in _ON_A_PHONE


SILENT_CHANNELS = frozenset({WEB})


def pushes(channel: str) -> bool:
    """Tell whether a person is alerted to a message; a page shows it once it is opened."""
    return channel not in SILENT_CHANNELS


def closed_after_days(channel: str) -> int:
    """Return on how many different days an account has to refuse before it counts as closed."""
    return _CLOSED_AFTER_DAYS.get(channel, 1)
