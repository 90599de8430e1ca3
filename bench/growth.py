"""What growing costs our service: ten times the content, four times the intents, long conversations, many sessions.

Each time two services run side by side and are asked in turns, so that a noisy machine is as unfair to both.
"""

from __future__ import annotations

import asyncio
import secrets
import tempfile
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any

from redis import Redis

from bench.grown import grow
from bench.redis_server import redis_server
from bench.serving import Serving, ours
from bench.training import Trained
from bench.turns import Budget, Player, Recording, long_conversations, percentiles

CONTENT = 10
INTENTS = 4
TWO_CLIENTS = 8
_SECRET = "for the bench only, 32 letters or more"
_TEMPLATES = 20
_AT_ONCE = 200


def size(split: Trained, recording: Recording, budget: Budget) -> dict[str, Any]:
    """Ten times the content, under other ids and names; then also the same examples under four times as many labels."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        grow(Path(name), CONTENT)
        services = {
            "plain": stack.enter_context(ours()),
            "content": stack.enter_context(ours("-m", "bench.grown", name)),
            "intents": stack.enter_context(ours("-m", "bench.grown", name, MODEL=str(split.model))),
        }
        took = _in_turns(services, recording, budget)
        memory = {which: service.memory() for which, service in services.items()}
        first_page = {which: service.cold["first page"] for which, service in services.items()}
    return {
        "content": {"times": CONTENT, **_compared("plain", "content", took, memory), "first_page_s": first_page},
        "intents": {
            "times": INTENTS,
            "labels": split.record["labels"],
            **_compared("content", "intents", took, memory),
            "training": split.record,
        },
    }


def _in_turns(services: dict[str, Serving], recording: Recording, budget: Budget) -> dict[str, list[float]]:
    """Turns (p50) of services that are asked in turns, one client, for each round."""
    players = {which: Player(service, recording) for which, service in services.items()}
    for player in players.values():
        player.warm()
    took: dict[str, list[float]] = {which: [] for which in services}
    for _ in range(budget.probes):
        for which, player in players.items():
            waits = [wait for _, wait in player.turns(1, budget.probe_seconds)["turns"]]
            took[which].append(percentiles(waits)["p50_ms"])
    return took


def _compared(before: str, after: str, took: dict[str, list[float]], memory: dict[str, int]) -> dict[str, Any]:
    return {
        "before_p50_ms": round(median(took[before]), 1),
        "after_p50_ms": round(median(took[after]), 1),
        "ratio": round(median(now / then for now, then in zip(took[after], took[before], strict=True)), 2),
        "before_mb": memory[before],
        "after_mb": memory[after],
    }


def lengths(recording: Recording, budget: Budget, folder: Path) -> dict[str, Any]:
    """Turns of long conversations with our service."""
    with ours(LIMIT_PER_MINUTE="0") as service:
        Player(service, recording).warm()
        return {"p50_ms": long_conversations(service, recording, budget, folder)}


def sessions(recording: Recording, budget: Budget) -> dict[str, Any]:
    """Turns and memory while more and more conversations are kept in Redis.

    A few are real; the others are copies of those under ids of their own, written by the store of the service.
    """
    found = {}
    with redis_server() as address, ours(REDIS_URL=address, SESSION_SECRET=_SECRET) as service:
        player = Player(service, recording)
        player.warm()
        started = [
            service.processes[0].post("/api/message", {"voice": "nl", "text": "hoeveel uur rust heb ik"})["session"]
            for _ in range(_TEMPLATES)
        ]
        kept = 0
        for many in budget.kept_sessions:
            asyncio.run(_keep(address, started, many - kept))
            kept = many
            waits = [wait for _, wait in player.turns(1, budget.probe_seconds)["turns"]]
            with Redis(unix_socket_path=address.removeprefix("unix://")) as redis:
                held = int(redis.info("memory")["used_memory"]) // 2**20
            found[str(many)] = {**percentiles(waits), "service_mb": service.memory(), "redis_mb": held}
    return found


async def _keep(address: str, started: list[str], many: int) -> None:
    """Keep so many more conversations in Redis."""
    import msgspec

    from bot.server.redis_store import RedisStore
    from bot.server.session_ids import SessionIds

    ids, store = SessionIds(_SECRET.encode()), RedisStore.at(address)
    templates = [session for one in started if (session := await store.load(one))]
    for begin in range(0, many, _AT_ONCE):
        copies = [
            msgspec.structs.replace(secrets.choice(templates), id=ids.new(), version=0)
            for _ in range(min(_AT_ONCE, many - begin))
        ]
        if not all(await asyncio.gather(*(store.save(copy) for copy in copies))):
            raise RuntimeError("a conversation was not kept")
    await store.close()


def two_services(recording: Recording, budget: Budget) -> dict[str, Any]:
    """One and two services that share a Redis, eight clients: turns per second."""
    found: dict[int, list[float]] = {1: [], 2: []}
    with redis_server() as address, ExitStack() as stack:
        services = [stack.enter_context(ours(REDIS_URL=address, SESSION_SECRET=_SECRET)) for _ in range(2)]
        both = Serving("ours", tuple(service.processes[0] for service in services))
        player = Player(both, recording)
        player.turns(TWO_CLIENTS, budget.probe_seconds, [service.port for service in services])
        for _ in range(budget.probes):
            for many in (1, 2):
                ports = [service.port for service in services[:many]]
                report = player.turns(TWO_CLIENTS, budget.probe_seconds, ports)
                if report["failed"]:
                    raise RuntimeError(f"two services: {report['failed']}")
                found[many].append(report["within"] / report["seconds"])
    one, two = (round(median(found[many]), 1) for many in (1, 2))
    return {"clients": TWO_CLIENTS, "one_per_second": one, "two_per_second": two, "times": round(two / one, 2)}
