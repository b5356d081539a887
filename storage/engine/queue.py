"""Group commit: jobs that come while a commit is under way share the next one.

A commit waits for the disk, a hundred times as long as a statement takes. So jobs queue up, and
what is queued runs in one transaction, each job behind a savepoint of its own: one that fails
takes nothing of the others with it.
"""

import asyncio
import contextvars
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from storage.engine.transaction import Job

T = TypeVar("T")

MOST_JOBS = 64  # in one transaction, so that nobody waits long behind others
# Whoever waited goes on in the event loop's next round; all at once would make it a long one.
AT_A_TIME = 4


@dataclass(frozen=True, slots=True)
class Queued:
    """A job with the context of whoever asks, and the future that gets its result.

    `brief` tells that it is a few statements that an index answers.
    """

    job: Job[Any]
    context: contextvars.Context
    result: "asyncio.Future[Any]"
    brief: bool = False

    def settle(self, outcome: "Outcome") -> None:
        """Hand the outcome over, unless nobody waits any more."""
        if self.result.done():
            return
        if outcome.error is not None:
            self.result.set_exception(outcome.error)
        else:
            self.result.set_result(outcome.value)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A job's result, or the exception that ended it."""

    value: Any = None
    error: BaseException | None = None


class Queue:
    """Runs jobs in groups, one group at a time; `run_group` gives an outcome for each job."""

    def __init__(
        self, run_group: Callable[[Sequence[Queued]], Awaitable[Sequence[Outcome]]]
    ) -> None:
        self._run_group = run_group
        self._waiting: list[Queued] = []
        self._worker: asyncio.Task[None] | None = None

    async def run(self, job: Job[T], *, brief: bool = False) -> T:
        """Have a job run and committed, and return its result or raise its exception."""
        loop = asyncio.get_running_loop()
        queued = Queued(job, contextvars.copy_context(), loop.create_future(), brief)
        self._waiting.append(queued)
        if self._worker is None or self._worker.done():
            self._worker = loop.create_task(self._work())
        result: T = await queued.result
        return result

    async def finish(self) -> None:
        """Wait until nothing is under way."""
        if self._worker is not None:
            await asyncio.gather(self._worker, return_exceptions=True)

    async def _work(self) -> None:
        while self._waiting:
            group = [one for one in self._waiting[:MOST_JOBS] if not one.result.done()]
            del self._waiting[:MOST_JOBS]
            if not group:
                continue
            try:
                outcomes = await self._run_group(group)
            except BaseException as error:
                for queued in group:
                    queued.settle(Outcome(error=error))
                if not isinstance(error, Exception):
                    raise
                continue
            for place, (queued, outcome) in enumerate(zip(group, outcomes, strict=True)):
                queued.settle(outcome)
                if place % AT_A_TIME == AT_A_TIME - 1:
                    await asyncio.sleep(0)
