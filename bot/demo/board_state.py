"""The demo's cast and its movable clock, for the chat page."""

from bot.demo.people import PLAYERS, Player
from bot.demo.stage import Stage
from bot.web.chat_page.board_state import Persona
from bot.web.chat_page.live_board import LiveBoard
from domain.language import Translator
from domain.people.records import Role
from handlers.conversation.general_texts import role_name


def demo_board(stage: Stage) -> LiveBoard:
    """Return the demo's board as the chat page asks for it."""
    services = stage.runtime.base.services
    return LiveBoard(services, services.boards.named(None), stage.clock, cast, stage.move_clock)


async def cast(_: Translator) -> list[Persona]:
    """Return the demo's people."""
    return [
        Persona(player.user_id, player.called(_), _role(_, player), player.unit)
        for player in PLAYERS
    ]


def _role(_: Translator, player: Player) -> str:
    return _("người lạ") if player.role == "stranger" else role_name(_, Role(player.role))
