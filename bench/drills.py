"""What people notice when a part of a running fleet is killed or replaced under them, through nginx."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from bench.fleet import Fleet
from bench.redis_server import Redis
from bench.walkers import Seen, Walker

PEOPLE = 24
THINKS = 3.0
"""The longest that someone thinks, in seconds: the limits are those of a service that people use."""
SETTLES = 4.0
"""Seconds after which nginx asks a service again that had failed: twice the fail_timeout of deploy/services.conf."""
_BEFORE = 4.0
_AFTER = 4.0


async def kill_one(fleet: Fleet) -> dict[str, Any]:
    """Kill one of two (kill -9), and start another in its place."""
    await fleet.kill(0)
    await asyncio.sleep(SETTLES)
    await fleet.start(0)
    await asyncio.sleep(SETTLES)
    return {}


async def replace_all(fleet: Fleet) -> dict[str, Any]:
    """A rolling update: one after the other is asked to stop, and the next only when the first is back."""
    statuses = []
    for place in (0, 1):
        statuses.append(await fleet.stop(place))
        await fleet.start(place)
        await asyncio.sleep(SETTLES)
    return {"exit_statuses": statuses}


async def restart_redis(redis: Redis) -> dict[str, Any]:
    """Kill Redis (kill -9), and start it again."""
    await redis.kill()
    await asyncio.sleep(1)
    await redis.start()
    return {}


async def under_people(port: int, drill: Callable[[], Awaitable[dict[str, Any]]], seed: int) -> dict[str, Any]:
    """What people who walk through a plan notice of a drill."""
    over, seen = asyncio.Event(), Seen()
    walkers = [
        Walker([port], seen, seed * 1000 + number, f"127.{8 + seed}.1.{1 + number}", THINKS) for number in range(PEOPLE)
    ]
    walking = asyncio.gather(*(walker.walk(over) for walker in walkers))
    try:
        await asyncio.sleep(_BEFORE)
        told = await drill()
        await asyncio.sleep(_AFTER)
    finally:
        over.set()
        await walking
    return {
        "turns": seen.answered,
        "failed": dict(seen.failures),
        "wrong": seen.wrong[:20],
        "conversations": seen.begun,
        "ended": seen.ended - len(seen.wrong),
        "longest_wait_after_a_failure_ms": round(max(seen.waits, default=0) * 1000),
        **told,
    }


def broken(drills: dict[str, dict[str, Any]]) -> list[str]:
    """Which promises were not kept, one line for each."""
    lines = []
    for name, row in drills.items():
        lines += [f"{name}: {line}" for line in row["wrong"]]
        if name == "redis_without_files":
            if not row["ended"]:
                lines.append(f"{name}: no conversation ended, so Redis was not away")
        elif row["ended"]:
            lines.append(f"{name}: {row['ended']} conversations were lost")
    rolling = drills["rolling_restart"]
    if rolling["failed"]:
        lines.append(f"rolling_restart: {rolling['failed']} failed")
    if any(rolling["exit_statuses"]):
        lines.append(f"rolling_restart: services ended with {rolling['exit_statuses']}")
    return lines
