"""What Prometheus scrapes: updates, how long they took, what waits, what went wrong."""

import asyncio
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from bot.clock.now import Clock
from bot.inbox.dispatch import Observer
from bot.version import program_version
from services.container import Services

_HANDLING_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_LAG_S = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1)
LAG_EVERY = 0.25
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

Alarm = Callable[[str, str], None]


class Metrics(Observer):
    """One process's figures; those of the database are read when somebody looks.

    `alarm(number, place)` is told of every fault that set an update aside.
    """

    def __init__(self, services: Services, clock: Clock, alarm: Alarm | None = None) -> None:
        self._services = services
        self._clock = clock
        self._alarm = alarm
        self.registry = CollectorRegistry()
        Gauge(
            "tinbai_build_info",
            "1, labelled with the release that runs.",
            ("version",),
            registry=self.registry,
        ).labels(program_version()).set(1)
        self._updates = Counter(
            "tinbai_updates",
            "Updates by what became of them: stored, done, refused or set_aside.",
            ("channel", "outcome"),
            registry=self.registry,
        )
        self._handling = Histogram(
            "tinbai_handling_seconds",
            "From an update's claim to its last answer.",
            ("channel",),
            buckets=_HANDLING_S,
            registry=self.registry,
        )
        self._errors = Counter(
            "tinbai_channel_errors",
            "What went wrong with a channel, by the error's name.",
            ("channel", "error"),
            registry=self.registry,
        )
        self._lag = Histogram(
            "tinbai_loop_lag_seconds",
            "How late the event loop wakes a sleeper.",
            buckets=_LAG_S,
            registry=self.registry,
        )
        self._inbox = Gauge(
            "tinbai_inbox_updates",
            "Stored updates that are not done: pending, claimed, dead (set aside).",
            ("state",),
            registry=self.registry,
        )
        self._reminders = Gauge(
            "tinbai_reminders",
            "Reminders by state: those that are open, and those of the last 24 hours.",
            ("state",),
            registry=self.registry,
        )
        self._leading = Gauge(
            "tinbai_leading",
            "1 in the worker that runs the scheduler and the polls.",
            registry=self.registry,
        )
        self._last_tick = Gauge(
            "tinbai_last_tick_timestamp_seconds",
            "When the scheduler's last tick ended well.",
            registry=self.registry,
        )

    def stored(self, channel: str, count: int) -> None:
        """Count updates that were stored."""
        self._updates.labels(channel, "stored").inc(count)

    def handled(self, channel: str, outcome: str, seconds: float) -> None:
        """Count an update's end."""
        self._updates.labels(channel, outcome).inc()
        self._handling.labels(channel).observe(seconds)

    def fault(self, number: str, place: str) -> None:
        """Pass a fault on to the operator's alarm."""
        if self._alarm is not None:
            self._alarm(number, place)

    def leading(self, leads: bool) -> None:
        """Keep whether this worker leads."""
        self._leading.set(leads)

    def ticked(self) -> None:
        """Keep that a tick ended well."""
        self._last_tick.set_to_current_time()

    def count_errors(
        self, _logger: Any, _method: str, event: MutableMapping[str, Any]
    ) -> MutableMapping[str, Any]:
        """Count a log line that names a channel and an error (a structlog processor)."""
        if "channel" in event and "error" in event:
            self._errors.labels(str(event["channel"]), str(event["error"])).inc()
        return event

    async def measure_lag(self, wait: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        """Measure the event loop's lag until cancelled."""
        while True:
            began = time.perf_counter()
            await wait(LAG_EVERY)
            self._lag.observe(max(time.perf_counter() - began - LAG_EVERY, 0))

    async def page(self) -> bytes:
        """Return the figures in Prometheus's text format."""
        counts = await self._services.inbox.counts()
        for state in ("pending", "claimed", "dead"):
            self._inbox.labels(state).set(counts.get(state, 0))
        reminders = await self._services.monitoring.reminders_by_state(self._clock())
        for state in ("due", "claimed", "sent", "failed", "unknown", "dropped"):
            self._reminders.labels(state).set(reminders.get(state, 0))
        return generate_latest(self.registry)
