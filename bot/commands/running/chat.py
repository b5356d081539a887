"""`tinbai chat`: try a board in the browser, over the installation's own database."""

import contextlib
from functools import partial
from pathlib import Path

import typer

from bot.app import Foundation, foundation
from bot.channels.configured import outbounds
from bot.channels.web.personas import FIRST_PERSONA
from bot.commands.running.run import only_one
from bot.config.loading import load
from bot.demo.stage import persona_chat
from bot.logs import configure_logs
from bot.terminal import operator_translator
from bot.web.chat_page.board_state import Persona
from bot.web.chat_page.live_board import LiveBoard
from bot.web.chat_page.serving import serve_page
from domain.boards import Board
from domain.calls import Origin, Visit
from domain.channels import WEB
from domain.language import Translator
from domain.people.records import UNIT_ROLES, Role
from handlers.conversation.general_texts import role_name

# Ids no person of the demo has; an account keeps its id from one run to the next.
TRIAL = {
    Role.CHAIR: FIRST_PERSONA + 2001,
    Role.EDITOR: FIRST_PERSONA + 2002,
    Role.CORRESPONDENT: FIRST_PERSONA + 2003,
    Role.HEAD: FIRST_PERSONA + 2004,
}
STRANGER = FIRST_PERSONA + 2009


async def chat(config: Path | None, board: str | None, port: int) -> int:
    """Serve the chat page on loopback until Ctrl-C.

    `run` must not run on the same SQLite file meanwhile: each would take the other's messages.
    """
    loaded = load(config)
    configure_logs(loaded.config.secrets, level=30)
    _ = operator_translator()
    async with foundation(loaded) as base:
        chosen = base.services.boards.named(board)
        with only_one(base.database.path):
            async with contextlib.AsyncExitStack() as stack:
                channels = outbounds(loaded.config, base.services, base.clock)
                for outbound in channels.values():
                    stack.push_async_callback(outbound.close)
                runtime, personas = await stack.enter_async_context(persona_chat(base, channels))
                for role, user_id in TRIAL.items():
                    name = _("{role} (thử)").format(role=role_name(_, role).capitalize())
                    personas.add_user(user_id, name, _.language)
                personas.add_user(STRANGER, _("Khách"), _.language)
                people = partial(trial_people, base, chosen)
                state = LiveBoard(base.services, chosen, base.clock, people)

                def announce(address: str) -> None:
                    text = _("Trang trò chuyện: {address}  (Ctrl-C để dừng)")
                    typer.echo(text.format(address=address))

                await serve_page(runtime, personas, state, port, announce)
    return 0


async def trial_people(base: Foundation, board: Board, _: Translator) -> list[Persona]:
    """Return a person for each role, with how to join for those who have not."""
    found = []
    for role, user_id in TRIAL.items():
        visit = Visit(Origin(WEB, 0), base.clock(), user_id, "", _.language)
        call = await base.services.people.identify(visit)
        if call is not None and call.board.id == board.id:
            roles = ", ".join(role_name(_, held) for held in sorted(call.roles))
            found.append(Persona(user_id, call.person.name, roles))
            continue
        unit = _(' --unit "TÊN ĐƠN VỊ"') if role in UNIT_ROLES else ""
        command = f"tinbai invite --role {role.value} --board {board.slug}{unit}"
        found.append(
            Persona(
                user_id,
                _("{role} (thử)").format(role=role_name(_, role).capitalize()),
                _("chưa vào ban"),
                _("Chạy {command} rồi gõ mã mời vào đây.").format(command=command),
            )
        )
    found.append(Persona(STRANGER, _("Khách"), _("người lạ")))
    return found
