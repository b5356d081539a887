"""A storm: people talk and a reminder round runs while the bot is killed again and again."""

import asyncio
import random
import statistics
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.crash.bot_process import BotProcess, free_port, reminder_mark, stage_of
from tests.crash.checks import Findings, examine, open_work, reminder_states
from tests.crash.talk import Messenger, Talker
from tests.crash.zalo_side import ZaloSide, zalo_id
from tests.fakes.bot_api import BotApi, Faults

FIRST_CHAT = 1001
WRONG_S = (-3600, 3600, 0)


@dataclass(frozen=True, slots=True)
class Plan:
    """How hard it blows: `chats` people log articles without a pause, `silent` ones only join,
    and `zeros` confirm a zero, while `run` is killed `kills` times and `rounds` of reminders go
    out; `locks`, `full_disks` and `write_bans` count the spells in which it cannot write, and
    `clock_jumps` how often its clock jumps by an hour or two, back or forward. With `webhook`
    updates are posted, and posted again until they are taken; `zalo` needs that. The processes
    are forked from one that has imported the program, unless they are to be `real` ones."""

    chats: int = 20
    silent: int = 10
    zeros: int = 3
    kills: int = 25
    articles: int = 3
    rounds: int = 1
    reminds: int = 3
    locks: int = 0
    full_disks: int = 0
    write_bans: int = 0
    clock_jumps: int = 0
    webhook: bool = False
    zalo: bool = False
    faults: Faults = field(default_factory=Faults)
    patience_s: float = 180  # a loaded machine starts slowly, and is killed as often
    settle_s: float = 180
    seed: int = 1
    workers: int = 1
    real: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happened, and what went wrong."""

    findings: Findings
    updates: int
    articles: int
    kills: int
    reminders: Mapping[str, int]
    exit_code: int
    waits: tuple[float, ...]
    token_logged: bool

    def summary(self) -> str:
        """Return the outcome in one line."""
        p50, p99 = self.waits_ms
        return (
            f"updates {self.updates}, articles {self.articles}, kills {self.kills}, "
            f"lost {len(self.findings.lost)}, doubled {len(self.findings.doubled)}, "
            f"unanswered {len(self.findings.unanswered)}, "
            f"p50 {p50} ms, p99 {p99} ms, reminders {dict(self.reminders)}"
        )

    @property
    def waits_ms(self) -> tuple[int, int]:
        """Return the median and the 99th percentile of the waits for an answer."""
        p99 = statistics.quantiles(self.waits, n=100)[98]
        return round(statistics.median(self.waits) * 1000), round(p99 * 1000)


async def run_storm(folder: Path, plan: Plan, database: str = "") -> Outcome:
    """Let a storm blow over a fresh installation in `folder` and return its outcome.

    `database` is the URL of an empty one, SQLite in the folder by default.

    Raises RuntimeError when the bot ends by itself, and UnansweredError when somebody waits
    longer than the plan's patience for an answer.
    """
    rng = random.Random(plan.seed)
    platform = ZaloSide() if plan.zalo else BotApi(faults=plan.faults)
    async with platform as api:
        spoiled = bool(plan.full_disks or plan.clock_jumps)
        api.world.https_port = free_port() if plan.webhook else 0
        bot = BotProcess(
            folder,
            api.url,
            api.token,
            database,
            plan.workers,
            channel="zalo" if plan.zalo else "telegram",
            web_port=api.world.https_port,
            spoiled=spoiled,
            real=plan.real,
        )
        codes = list((await bot.settle_in(plan.chats + plan.silent + plan.zeros)).values())
        await bot.know_chats(
            {FIRST_CHAT + place: zalo_id(FIRST_CHAT + place) for place in range(len(codes))}
        )
        talkers = [
            Talker(api, FIRST_CHAT + place, random.Random(rng.random()), plan.patience_s)
            for place in range(len(codes))
        ]
        try:
            await bot.start()
            await _blow(plan, api, bot, talkers, codes, rng)
            await _settle(bot, plan)
            exit_code = await bot.stop()
        finally:
            await bot.close()
        return _outcome(plan, api, bot, talkers, exit_code)


async def _blow(
    plan: Plan,
    api: Messenger,
    bot: BotProcess,
    talkers: list[Talker],
    codes: list[str],
    rng: random.Random,
) -> None:
    over, joined, reminded = asyncio.Event(), asyncio.Event(), asyncio.Event()
    waiting = len(talkers)

    async def talk(place: int) -> None:
        nonlocal waiting
        talker = talkers[place]
        await talker.join(codes[place])
        if place >= plan.chats + plan.silent:
            await talker.confirm_zero()
        elif place < plan.chats:
            # Before the round, so that nobody who talks is due a reminder.
            await talker.log_article()
        waiting -= 1
        if not waiting:
            joined.set()
        await joined.wait()
        while place < plan.chats and (not over.is_set() or len(talker.pieces) < plan.articles):
            await talker.log_article()

    async def strike(*, all_workers: bool = False) -> None:
        await bot.kill(None if all_workers else rng)
        await bot.start()

    async def blow() -> None:
        begun = 0
        for number in range(plan.kills):
            # Spread over the storm, the first as soon as everybody has joined.
            if (
                joined.is_set()
                and begun < plan.rounds
                and number >= begun * plan.kills // plan.rounds
            ):
                begun += 1
                await begin_round(begun)
            else:
                await _moment(api, rng)
            await strike()
        await joined.wait()
        for number in range(begun, plan.rounds):
            await begin_round(number + 1)
            await strike()

    async def begin_round(number: int) -> None:
        """Let `run` begin a reminder round, until its first message has arrived."""
        bot.write_config(round_number=number)
        await strike(all_workers=True)
        mark = reminder_mark(stage_of(number))
        await api.wait_for(lambda: any(mark in sent.text for sent in api.sent()), plan.patience_s)
        if plan.clock_jumps:
            # Amid the round: what waits to be sent was due in an hour that comes again.
            bot.set_clock(WRONG_S[number % len(WRONG_S)])
        reminded.set()

    async def remind() -> None:
        await reminded.wait()
        for number in range(plan.reminds):
            process = await bot.spawn("remind")
            if number % 2:
                await asyncio.sleep(rng.uniform(0.2, 2))
                if process.returncode is None:
                    process.kill()
            await process.wait()

    async def trouble() -> None:
        await joined.wait()
        for _ in range(plan.locks):
            await _moment(api, rng)
            await asyncio.to_thread(bot.hold_lock, rng.uniform(0.5, 2.5))
        for _ in range(plan.full_disks):
            await _moment(api, rng)
            bot.fill_disk()
            await asyncio.sleep(rng.uniform(0.5, 2.5))
            bot.free_disk()
        for _ in range(plan.write_bans):
            await _moment(api, rng)
            bot.forbid_writes()
            await asyncio.sleep(rng.uniform(0.5, 2.5))
            bot.allow_writes()
        for number in range(plan.clock_jumps):
            await _moment(api, rng)
            bot.set_clock(WRONG_S[number % len(WRONG_S)])

    async with asyncio.TaskGroup() as group:
        for place in range(len(talkers)):
            group.create_task(talk(place))
        async with asyncio.TaskGroup() as weather:
            weather.create_task(blow())
            weather.create_task(remind())
            weather.create_task(trouble())
        over.set()


async def _moment(api: Messenger, rng: random.Random) -> None:
    """Wait for a random moment: while the bot starts, or amid its calls."""
    if rng.random() < 0.25:
        await asyncio.sleep(rng.uniform(0, 1.5))
        return
    calls = api.world.calls
    until = calls.total() + rng.randint(1, 60)
    await api.world.wait_for(lambda: calls.total() >= until, 10)
    await asyncio.sleep(rng.uniform(0, 0.05))


async def _settle(bot: BotProcess, plan: Plan) -> None:
    """Wait until nothing is open any more; what stays open is a finding."""
    for _ in range(round(plan.settle_s / 0.2)):
        if not await asyncio.to_thread(open_work, bot.database):
            return
        await asyncio.sleep(0.2)


def _outcome(
    plan: Plan, api: Messenger, bot: BotProcess, talkers: list[Talker], exit_code: int
) -> Outcome:
    updates = [one for talker in talkers for one in talker.updates]
    pieces = [piece for talker in talkers for piece in talker.pieces]
    chats = [talker.chat_id for talker in talkers]
    silent = chats[plan.chats : plan.chats + plan.silent]
    zeros = chats[plan.chats + plan.silent :]
    stages = [stage_of(number + 1) for number in range(plan.rounds)]
    return Outcome(
        findings=examine(bot.database, updates, pieces, silent, zeros, api.sent(), stages),
        updates=len(updates),
        articles=len(pieces),
        kills=bot.kills,
        reminders=reminder_states(bot.database),
        exit_code=exit_code,
        waits=tuple(wait for talker in talkers for wait in talker.waits),
        token_logged=bot.logged(api.token),
    )
