"""``make bench-kill``: what people notice when the service, or Redis, is killed (kill -9) again and again under load.

Two set-ups. "embedded": one service, conversations in its memory. "redis": two services that share a Redis (append
only, synced at every write); whoever asks takes one of the two and changes when it fails. Services are killed at random
moments, one or both, and right after a conversation was kept and before its answer was said; Redis is killed too.
bench/brood.py says how services come back at once.

People walk forwards and backwards through a step plan, typing or pressing a button, now and then ask something else
and come back to the plan. So the number of the step that an answer shows tells whether every message was answered once
and in order. As the page does, they send a message again, with the same id, until it is answered.

Promise: with Redis no conversation ends, none is answered twice, none loses a message, none is out of order, and some
messages that had been kept were indeed sent again. Embedded: a conversation of the killed service ends with 404
unknown_session, with people to call; what holds for the others is the same. Writes bench/results/kill.json; 1 when the
promise is broken.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from statistics import quantiles
from typing import Any

from bench.messages import ROOT
from bench.promises import conclude
from bench.redis_server import Redis
from bench.service import free_port
from bench.walkers import Seen, Walker

RESULTS = ROOT / "bench" / "results" / "kill.json"
PEOPLE = 8
KEPT_AT_EVERY_WRITE = ("--appendonly", "yes", "--appendfsync", "always")


class Brood:
    """The process that services are forked from."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def ask(self, what: str, asked: Any = None) -> Any:
        """Send a line and read its answer."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps({what: asked}).encode() + b"\n")
        return json.loads(await self._process.stdout.readline())


@asynccontextmanager
async def brood() -> AsyncIterator[tuple[Brood, float]]:
    """A brood, and in how many seconds its model was loaded."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bench.brood"),
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin and process.stdout
    loaded = json.loads(await process.stdout.readline())["loaded_in_seconds"]
    try:
        yield Brood(process), loaded
    finally:
        process.stdin.close()
        await process.wait()


class Fate:
    """Kills services and Redis, and has them come back."""

    def __init__(self, brood: Brood, ports: list[int], redis: Redis | None, folder: Path, seed: int) -> None:
        self._brood = brood
        self._redis = redis
        self._told = folder / "told"
        self._random = random.Random(seed)
        self._running: dict[int, int | None] = dict.fromkeys(ports)
        self.kills: Counter[str] = Counter()

    @property
    def came_again(self) -> int:
        """How many messages that had been kept were sent again."""
        return len(self._told.read_text().splitlines()) if self._told.exists() else 0

    async def start(self, half_of_them_die: bool = True) -> None:
        """Start what does not run; half of the services will kill themselves right after they kept an answer."""
        for port, pid in self._running.items():
            if pid is None:
                dies = half_of_them_die and self._random.random() < 0.5
                dies_after = self._random.randrange(3, 40) if dies else None
                asked = {"port": port, "told": str(self._told), "dies_after": dies_after}
                asked["redis"] = self._redis.address if self._redis else None
                self._running[port] = await self._brood.ask("start", asked)

    async def rage(self, kills: int) -> None:
        """Kill services so many times."""
        while self.kills.total() - self.kills["redis"] < kills:
            next_blow = time.monotonic() + self._random.uniform(0.2, 1.2)
            while time.monotonic() < next_blow:
                await asyncio.sleep(0.03)
                if dead := await self._bury():  # by its own hand
                    self.kills["right after it kept an answer"] += len(dead)
                    break
            else:
                await self._strike()
            await asyncio.sleep(self._random.uniform(0, 0.3))
            await self.start()

    async def rest(self, for_good: bool = False) -> None:
        """Replace the services by such as live on, or by none, so that everyone gets an answer to the last message."""
        await self._kill([pid for pid in self._running.values() if pid])
        if not for_good:
            await self.start(half_of_them_die=False)

    async def _strike(self) -> None:
        chance = self._random.random()
        if chance < 0.2 and self._redis:
            await self._redis.kill()
            self.kills["redis"] += 1
            await asyncio.sleep(self._random.uniform(0, 0.5))
            await self._redis.start()
            return
        both = chance < 0.4 and len(self._running) > 1
        running = [pid for pid in self._running.values() if pid]
        killed = await self._kill(running if both else [self._random.choice(running)])
        self.kills["both at once" if both else "at a random moment"] += killed

    async def _kill(self, pids: list[int]) -> int:
        """Kill services, and wait until they are gone; how many had not died before."""
        struck = {pid for pid in pids if await self._brood.ask("kill", pid)}
        while any(pid in pids for pid in self._running.values()):
            await asyncio.sleep(0.01)
            self.kills["right after it kept an answer"] += len(await self._bury() - struck)
        return len(struck)

    async def _bury(self) -> set[int]:
        """Notice who is dead."""
        dead = set(await self._brood.ask("dead"))
        for port, pid in self._running.items():
            if pid in dead:
                self._running[port] = None
        return dead


async def measure(brood: Brood, with_redis: bool, kills: int, seed: int) -> dict[str, Any]:
    """Kill so many services of a set-up under load; what people noticed."""
    began, over, seen = time.monotonic(), asyncio.Event(), Seen()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        redis = Redis(folder, *KEPT_AT_EVERY_WRITE) if with_redis else None
        if redis:
            await redis.start()
        try:
            ports = [free_port() for _ in range(2 if redis else 1)]
            fate = Fate(brood, ports, redis, folder, seed)
            await fate.start()
            walkers = [Walker(list(ports), seen, seed * 1000 + number) for number in range(PEOPLE)]
            walking = asyncio.gather(*(walker.walk(over) for walker in walkers))
            raging = asyncio.ensure_future(fate.rage(kills))
            await asyncio.wait([walking, raging], return_when=asyncio.FIRST_COMPLETED)
            await (raging if raging.done() else walking)
            await fate.rest()
            over.set()
            await walking
            await fate.rest(for_good=True)
        finally:
            over.set()
            if redis:
                await redis.kill()
        came_again = fate.came_again
    cuts = [round(cut * 1000) for cut in quantiles(seen.waits or [0, 0], n=100, method="inclusive")]
    return {
        "killed": dict(fate.kills.most_common()),
        "services_killed": fate.kills.total() - fate.kills["redis"],
        "answered": seen.answered,
        "sent_again": seen.sent_again,
        "kept_but_unanswered_and_sent_again": came_again,
        "conversations": seen.begun,
        "ended_with_404": seen.ended - len(seen.wrong),
        "answered_twice_lost_or_out_of_order": len(seen.wrong),
        "wrong": seen.wrong[:20],
        "failures": dict(seen.failures.most_common()),
        "ms_until_answered_after_a_failure": {
            "p50": cuts[49],
            "p95": cuts[94],
            "most": round(max(seen.waits or [0]) * 1000),
        },
        "seconds": round(time.monotonic() - began),
    }


def broken(setup: str, report: dict[str, Any]) -> list[str]:
    """Which promises were not kept, one line for each."""
    lines = [f"{setup}: {line}" for line in report["wrong"]]
    if setup == "redis" and report["ended_with_404"]:
        lines.append(f"redis: {report['ended_with_404']} conversations were lost")
    if setup == "redis" and not report["kept_but_unanswered_and_sent_again"]:
        lines.append("redis: no message that was kept came again, so nothing was proved")
    if setup == "embedded" and not report["ended_with_404"]:
        lines.append("embedded: no conversation ended, so nothing was killed")
    return lines


def table(reports: dict[str, dict[str, Any]]) -> str:
    """The report for people."""
    keys = list(next(iter(reports.values())))
    lines = [f"{'':40}" + "".join(f"{setup:>34}" for setup in reports)]
    lines += [
        f"{key:40}" + "".join(f"{_short(one[key]):>34}" for one in reports.values()) for key in keys if key != "wrong"
    ]
    return "\n".join(lines)


def _short(value: Any) -> str:
    return ", ".join(f"{key} {count}" for key, count in value.items()) if isinstance(value, dict) else str(value)


async def run(setups: list[str], kills: int, seed: int) -> dict[str, Any]:
    """Every set-up, one after the other."""
    async with brood() as (mother, loaded):
        reports = {setup: await measure(mother, setup == "redis", kills, seed) for setup in setups}
    return {"loading_the_model_takes_seconds": loaded, "setups": reports}


def main() -> int:
    """Kill, count, print, write, judge."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--only", choices=["embedded", "redis"], action="append", help="this set-up; nothing is written"
    )
    asked = parser.parse_args()
    if not shutil.which("redis-server") and asked.only != ["embedded"]:
        print("redis-server is not installed", file=sys.stderr)
        return 1
    report = asyncio.run(run(asked.only or ["embedded", "redis"], asked.kills, asked.seed))
    report = {"date": date.today().isoformat(), "people": PEOPLE, "processors": os.cpu_count(), **report}
    found = [line for setup, one in report["setups"].items() for line in broken(setup, one)]
    return conclude(report, found, table(report["setups"]), None if asked.only else RESULTS)


if __name__ == "__main__":
    sys.exit(main())
