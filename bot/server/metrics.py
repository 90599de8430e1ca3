"""What the service measures of itself for Prometheus, when METRICS is set: see docs/adr/0018-metrics.md.

Never words, addresses, ids or topics. What was asked is told by group only, in lumps in which nobody is found
(``lumps.py``). How long it took is told of a hundred messages at once, for danger takes longer than other messages. The
rest says nothing of what was asked and is told as it is.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from pathlib import Path

from aiohttp import web
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector

from bot import clock
from bot.advice import danger
from bot.server import metrics_listener
from bot.server.coarse_process import CoarseProcess
from bot.server.conversation_store import MemoryStore
from bot.server.conversations import CONVERSATIONS
from bot.server.counters import THRESHOLD
from bot.server.health import READY
from bot.server.lumps import AMONG, Lumps
from bot.server.model_file import fingerprint
from bot.server.observer import Observer
from bot.server.readiness import OK, READINESS
from bot.voice import VOICES, Voice

GROUPS = {
    "ask_right": "right",
    "ask_plan": "plan",
    "find_help": "help",
    "ask_about": "about",
    "danger": "danger",
    "nlu_fallback": "fallback",
    "out_of_scope": "out_of_scope",
    "next_step": "move",
    "previous_step": "move",
    "go_to_step": "move",
    "resume": "move",
    "repeat": "move",
    "skip": "move",
    "more": "move",
    "shorter": "move",
    "simpler": "move",
    "change_voice": "move",
}
"""The group of an intent; every other one is ``TALK``."""
TALK, NONE = "talk", "none"
"""``NONE`` when nobody read the message, because there is no model or it failed."""
LEVELS = (*danger.LEVELS, danger.WORRY)
CODES = frozenset({400, 401, 403, 404, 405, 408, 413, 415, 422, 429, 500, 503})
_SECONDS = (0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 1, 2, 5, 10, 15)
_VERSION = re.compile(r'^version = "([^"]+)"$', re.MULTILINE)
_PROJECT = Path(__file__).resolve().parents[2] / "pyproject.toml"


class Metrics(Observer, Collector):
    """Listens to the service, and tells what it heard to who asks at ``doors``."""

    def __init__(self, model: Path, doors: Sequence[socket.socket] = ()) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]  # they would say when something happened first
        self._doors = doors
        self._build = {"version": _version(), "model": fingerprint(model)}
        self._registry = CollectorRegistry()
        self._turns = Histogram(
            "danswijzer_turn_seconds", "Time of an answer with waiting, a hundred at once", buckets=_SECONDS,
            registry=self._registry,
        )  # fmt: skip
        self._waits = Histogram(
            "danswijzer_wait_seconds", "Time that a message waited its turn, a hundred at once", buckets=_SECONDS,
            registry=self._registry,
        )  # fmt: skip
        refused = Counter("danswijzer_refusals", "Requests refused, by status", ["code"], registry=self._registry)
        self._other = refused.labels("other")
        self._refused = {code: refused.labels(str(code)) for code in sorted(CODES)}
        groups = sorted({*GROUPS.values(), TALK, NONE})
        self._asked = Lumps(
            [
                *(("group", group) for group in groups),
                *(("level", level) for level in LEVELS),
                *(("voice", voice.value) for voice in VOICES),
            ]
        )
        self._times: list[tuple[float, float]] = []
        self._ready: dict[str, str] = {}

    def watch(self, app: web.Application) -> None:
        """Begin, and listen as long as the service runs."""
        self._app = app
        app.on_response_prepare.append(self._on_answer)
        self._registry.register(self)
        self._registry.register(CoarseProcess())
        if self._doors:
            app.cleanup_ctx.append(metrics_listener.listening(self.page, self._doors))

    def answered(self, asked: str | None, voice: Voice, seconds: float, waited: float) -> None:
        """Count it."""
        intent, _, topic = (asked or "").partition("/")
        group = GROUPS.get(intent, TALK) if intent else NONE
        self._asked.count((("group", group), ("voice", voice.value), ("level", topic if group == "danger" else "")))
        self._times.append((seconds, waited))
        if len(self._times) >= AMONG:
            for one, its_wait in self._times:
                self._turns.observe(one)
                self._waits.observe(its_wait)
            self._times.clear()

    def refused(self, status: int) -> None:
        """Count it."""
        self._refused.get(status, self._other).inc()

    async def page(self) -> bytes:
        """Everything, as Prometheus reads it."""
        self._ready = await self._app[READINESS].parts()
        return generate_latest(self._registry)

    def collect(self) -> Iterator[Metric]:
        """What others know at this moment (Prometheus' own word for it)."""
        conversations = self._app[CONVERSATIONS]
        assistant, store = conversations.assistant, conversations.store
        yield InfoMetricFamily("danswijzer_build", "Version, and the first signs of the model's checksum", self._build)
        ready = GaugeMetricFamily("danswijzer_ready", "1 when this part lets people be sent here", labels=["part"])
        for part, state in self._ready.items():
            ready.add_metric([part], float(state == OK))
        yield ready
        yield from self._lumped("danswijzer_asked", "Messages by what they asked, hourly, in lumps of ten", "group")
        yield from self._lumped("danswijzer_danger", "Emergency cards by level, hourly, in lumps of ten", "level")
        yield from self._lumped("danswijzer_voice", "Messages by voice, hourly, in lumps of ten", "voice")
        yield CounterMetricFamily(
            "danswijzer_without_model", "Messages answered without the model", value=assistant.without_model
        )
        yield CounterMetricFamily("danswijzer_store_failures", "Times the store was away", value=store.failures)
        yield GaugeMetricFamily("danswijzer_waiting", "Messages that wait", value=conversations.gate.in_line())
        if isinstance(store, MemoryStore):
            open_now = len(store) - len(store) % THRESHOLD
            yield GaugeMetricFamily("danswijzer_conversations", "Conversations kept, in tens", value=open_now)
        yield from self._content()

    def _lumped(self, name: str, what: str, table: str) -> Iterator[Metric]:
        family = CounterMetricFamily(name, what, labels=[table])
        for (its_table, label), number in self._asked.told.items():
            if its_table == table:
                family.add_metric([label], number)
        yield family

    def _content(self) -> Iterator[Metric]:
        days = [entry.review_by for _, entry in self._app[CONVERSATIONS].assistant.library.entries()]
        overdue = sum(day < clock.today() for day in days)
        ends = datetime.combine(min(days), time.max, clock.AMSTERDAM).timestamp()
        yield GaugeMetricFamily("danswijzer_content_overdue", "Entries whose review day has passed", value=overdue)
        yield GaugeMetricFamily("danswijzer_content_review_by_seconds", "End of the first review day", value=ends)

    async def _on_answer(self, request: web.BaseRequest, response: web.StreamResponse) -> None:
        if response.status >= 400 and request.path != READY:
            self.refused(response.status)


def _version() -> str:
    found = _VERSION.search(_PROJECT.read_text(encoding="utf-8")) if _PROJECT.is_file() else None
    return found[1] if found else ""
