"""The one place that wires everything: configuration, database, services, channels, clock."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from telegram.ext import ApplicationBuilder
from telegram.request import BaseRequest

from bot.channels.outbound import Outbound
from bot.clock.nightly import nightly_backup
from bot.clock.now import Clock, system_clock
from bot.clock.tick import Tick
from bot.config.loading import LoadedConfig
from bot.errors import answer_error
from bot.inbox.dispatch import AT_ONCE, AT_ONCE_SHARED, Dispatcher, Observer
from bot.logs import Redactor
from bot.outbox.sender import Sender
from domain.boards import Board, Topic
from handlers import answers as dialogues
from handlers import changed, routing, talking
from handlers.articles import editing, find, review, topics
from handlers.articles import submit as articles
from handlers.context import App, context_types
from handlers.conversation import menus, offers
from handlers.flood import FloodGate
from handlers.imports import uploads as files
from handlers.people import invitations, members, pages
from handlers.people import joining as people
from handlers.portal import offering as portal_offers
from handlers.portal import proposals as portal
from handlers.reminders import announcements
from handlers.reminders import chats as group_chats
from handlers.reports import (
    board_page,
    figures,
    rollup,
    standing,
    status,
    tracing,
)
from handlers.reports import (
    show as reports,
)
from handlers.reports.issuing import card as issuing
from handlers.reports.notes import keeping as notes
from handlers.reports.settings import keeping as settings
from handlers.twins import pairs as twins
from handlers.units import keeping as units
from handlers.upkeep import undo
from services.container import Services, build_services
from storage.engine.database import Database
from storage.engine.opening import looked_at, opened


@dataclass(frozen=True, slots=True)
class Foundation:
    """What the command line and the bot stand on."""

    config: LoadedConfig
    database: Database
    services: Services
    clock: Clock


@asynccontextmanager
async def foundation(
    config: LoadedConfig, clock: Clock = system_clock
) -> AsyncIterator[Foundation]:
    """Open and migrate the database, bring the boards' rows up to the configuration."""
    async with opened(config.database_url) as database:
        services = build_services(database)
        services.signing.use_secret(config.config.web.secret.get_secret_value())
        kept = await services.boards.keep(
            [(section.slug, section.name, section.topics) for section in config.boards], clock()
        )
        services.boards.serve(_boards(config, kept))
        await services.boards.refresh()
        yield Foundation(config, database, services, clock)


@asynccontextmanager
async def overview(
    config: LoadedConfig, clock: Clock = system_clock
) -> AsyncIterator[tuple[Foundation, bool]]:
    """Open the database to look at it, changing nothing; with it, whether its schema is ours.

    A board that has no row yet has a number below zero. SQLite's file must exist.
    """
    async with looked_at(config.database_url) as (database, current):
        services = build_services(database)
        known = await services.boards.known() if current else {}
        kept = []
        for place, section in enumerate(config.boards, start=1):
            board_id, _name, topics = known.get(section.slug, (-place, "", ()))
            kept.append((board_id, topics))
        services.boards.serve(_boards(config, kept))
        if current:
            await services.boards.refresh()
        yield Foundation(config, database, services, clock), current


def _boards(config: LoadedConfig, kept: Sequence[tuple[int, tuple[Topic, ...]]]) -> list[Board]:
    boards = []
    for section, (board_id, topics_kept) in zip(config.boards, kept, strict=True):
        template = config.template_of(section)
        board = section.board(board_id, topics_kept)
        boards.append(replace(board, template=str(template) if template else ""))
    return boards


def build_application(
    services: Services,
    request: BaseRequest,
    token: str,
    api_url: str | None = None,
    flood_limit: int = 0,
) -> App:
    """Return one channel's Application, with every handler in its place."""
    builder = (
        ApplicationBuilder()
        .token(token)
        .request(request)
        .get_updates_request(request)
        .updater(None)
        .job_queue(None)
        .context_types(context_types())
    )
    if api_url is not None:
        address = api_url.rstrip("/")
        builder = builder.base_url(f"{address}/bot").base_file_url(f"{address}/file/bot")
    app: App = builder.build()
    app.bot_data.services = services
    app.bot_data.flood = FloodGate(flood_limit)
    routing.register_first(app)  # who asks comes before what is asked
    articles.register(app)  # the first that takes an update handles it, and most are for these
    people.register(app)
    pages.register(app)
    invitations.register(app)
    members.register(app)
    announcements.register(app)
    group_chats.register(app)
    editing.register(app)
    review.register(app)
    twins.register(app)
    portal.register(app)
    portal_offers.register(app)
    topics.register(app)
    find.register(app)
    dialogues.register(app)
    status.register(app)
    standing.register(app)
    board_page.register(app)
    figures.register(app)
    notes.register(app)
    settings.register(app)
    reports.register(app)
    issuing.register(app)
    tracing.register(app)
    rollup.register(app)
    units.register(app)
    files.register(app)
    talking.register(app)
    undo.register(app)
    offers.register(app)
    menus.register(app)
    changed.register(app)
    routing.register_last(app)  # what nothing above has taken
    app.add_error_handler(answer_error)
    return app


@dataclass(frozen=True, slots=True)
class Runtime:
    """The running parts over a foundation: the same for `run`, the demo and the flow tests."""

    base: Foundation
    applications: Mapping[str, App]
    dispatcher: Dispatcher
    sender: Sender
    tick: Tick


def assemble(
    base: Foundation,
    applications: Mapping[str, App],
    outbounds: Mapping[str, Outbound],
    worker: str = "",
    observer: Observer | None = None,
) -> Runtime:
    """Return the inbox's loop, the sender and the tick over some channels.

    `worker` names this process where several share the database.
    """
    sender = Sender(base.services.deliveries, outbounds, base.clock, worker=worker)
    dispatcher = Dispatcher(
        base.services.inbox,
        applications,
        base.clock,
        worker=worker,
        at_once=AT_ONCE if base.database.is_sqlite else AT_ONCE_SHARED,
        observer=observer,
        clean=Redactor(base.config.config.secrets).clean,
        wake_sender=sender.wake,
    )
    tick = Tick(base.services, sender, base.clock, _nightly(base), [dispatcher.wake])
    return Runtime(base, applications, dispatcher, sender, tick)


def _nightly(base: Foundation) -> Callable[[datetime], Awaitable[str | None]] | None:
    folder = base.config.backup_dir
    if folder is None:
        return None
    zone = next((board.zone for board in base.services.boards), ZoneInfo("Asia/Ho_Chi_Minh"))
    keep_days = base.config.config.database.backup_keep_days
    return nightly_backup(base.services.backups, folder, keep_days, zone)


async def stop_applications(applications: Mapping[str, App]) -> None:
    """Shut every Application down."""
    await asyncio.gather(*(app.shutdown() for app in applications.values()))
