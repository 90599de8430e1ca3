"""``make scale-test``: what more services bring, and what is lost when one goes: nginx, 1, 2, 4 services and Redis.

nginx and Redis run with the files of deploy/ (bench/nginx.py says what is replaced), the services as processes of
their own with its settings, limits included. People (bench/people.py) have the conversations of
tests/conversations/talks, each from an address of its own, without thinking.

More services need more cores than a small machine has: client, nginx and Redis want some too. So it is measured twice.
"all_share": everyone takes what is free; shows who uses the machine, and the processor time of a turn. "part_each":
each service may use a fixed part of a core (a quota of the kernel), the same for one, two and four, so that all
together do not fill the machine: what two bring beside one is then measured, not worked out. Where no quota can be set
only the first is done.

Promise: two services answer 1.8 times as many turns as one where each has its part of a core; else the machine was
busy for 95 % and a turn took at most 10 % more processor time. Then people walk through plans (bench/drills.py): with
one of two services killed nothing is lost, doubled or out of order; in a rolling restart no request fails; with Redis
killed nothing is lost when it writes to a file, and when it does not, conversations end as they should. Writes
bench/results/scale.json; 1 when a promise is broken.
"""

from __future__ import annotations

import argparse
import asyncio
import functools
import os
import platform
import shutil
import sys
import tempfile
import time
from collections import Counter
from datetime import date
from pathlib import Path
from statistics import mean
from typing import Any

import redis as redis_client

from bench import drills
from bench.fleet import Fleet
from bench.messages import ROOT
from bench.nginx import DEPLOY, Nginx, nginx
from bench.people import Heard, crowd
from bench.processor import Meter, can_share, shares, used
from bench.promises import conclude
from bench.redis_server import Redis
from bench.service import free_port
from bench.turns import percentiles

RESULTS = ROOT / "bench" / "results" / "scale.json"
SIZES = (1, 2, 4)
PART = 0.2
"""Of a core for each service in "part_each": four of them leave more than a core for the client."""
PER_SERVICE = 12
"""How many talk at once, for each service."""
ENOUGH, BUSY, GROWTH = 1.8, 0.95, 1.1
IN_A_FILE = ("--appendonly", "yes", "--appendfsync", "everysec")
_WARM_UP = 2.0
_SAMPLE = 500


class Scene:
    """Everything that runs, and how many addresses people have used so far."""

    def __init__(self, folder: Path, proxy: Nginx, fleet: Fleet, redis: Redis) -> None:
        self.folder, self.proxy, self.fleet, self.redis = folder, proxy, fleet, redis
        self.addresses = 0

    async def load(self, services: int, seconds: float, part: float | None = None) -> dict[str, Any]:
        """What so many services do under load; each with a part of a core, or with all that is free."""
        running = [self.fleet.running(place) for place in range(services)]
        pids = [service.pid for service in running]
        await self.proxy.start(self.fleet.ports[:services])
        kept = shares(pids, part) if part else shares([], 0)
        with kept, redis_client.Redis.from_url(self.redis.address) as asked:
            await self._talk(services, _WARM_UP, Heard())
            meter = Meter({"services": pids, "nginx": self.proxy.pids(), "redis": [self.redis.pid]})
            each, commands, heard = [used([pid]) for pid in pids], _commands(asked), Heard()
            await self._talk(services, seconds, heard)
            took, spent = meter.read()
            alone = [used([pid]) - before for pid, before in zip(pids, each, strict=True)]
            commands = _commands(asked) - commands
        turns = len(heard.waits)
        return {
            "turns": turns,
            "failed": dict(Counter(heard.failed)),
            "turns_per_second": round(turns / took, 1),
            **percentiles([1000 * wait for wait in heard.waits]),
            "cpu_ms_per_turn": {name: round(1000 * spent[name] / turns, 2) for name in ("services", "nginx", "redis")},
            "cores_used": {name: round(seconds_used / took, 2) for name, seconds_used in spent.items()},
            "busiest_service": round(max(alone) / sum(alone), 2),
            "redis_commands_per_turn": round(commands / turns, 2),
            "service_memory_mb": max(service.memory() for service in running),
        }

    async def _talk(self, services: int, seconds: float, heard: Heard) -> None:
        until = time.monotonic() + seconds
        self.addresses += await crowd(self.proxy.port, PER_SERVICE * services, until, heard, self.addresses)

    def kept(self) -> dict[str, Any]:
        """What a conversation takes in Redis."""
        with redis_client.Redis.from_url(self.redis.address) as asked:
            keys = [key for key, _ in zip(asked.scan_iter(count=1000), range(_SAMPLE), strict=False)]
            sizes = [asked.memory_usage(key, samples=0) for key in keys]
            return {"conversations": asked.dbsize(), "bytes_each": round(mean(sizes)), "bytes_most": max(sizes)}


def _commands(asked: Any) -> int:
    """How many commands Redis was given."""
    return int(asked.info("stats")["total_commands_processed"])


async def measure(seconds: float) -> dict[str, Any]:
    """Everything, one after the other."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)  # the workers of nginx are another user
        redis = Redis(folder, str(DEPLOY / "redis.conf"))
        proxy, fleet = Nginx(folder, free_port()), Fleet(folder, redis.address, max(SIZES))
        scene = Scene(folder, proxy, fleet, redis)
        try:
            await redis.start()
            began = time.monotonic()
            await fleet.start(*range(max(SIZES)))
            report: dict[str, Any] = {"seconds_until_all_are_ready": round(time.monotonic() - began)}
            report["all_share"] = {str(size): await scene.load(size, seconds) for size in SIZES}
            report["part_of_a_core"] = PART if can_share() else None
            if can_share():
                report["part_each"] = {str(size): await scene.load(size, seconds, PART) for size in SIZES}
            report["in_redis"] = scene.kept()
            report["drills"] = await _drills(scene)
            report["errors"] = fleet.said().splitlines()[:20]
        finally:
            await fleet.end()
            await proxy.stop()
            await redis.kill()
    return report


async def _drills(scene: Scene) -> dict[str, Any]:
    fleet, redis, proxy = scene.fleet, scene.redis, scene.proxy
    for place in range(2, max(SIZES)):
        await fleet.stop(place)
    await proxy.start(fleet.ports[:2])
    in_order = {
        "one_killed": functools.partial(drills.kill_one, fleet),
        "rolling_restart": functools.partial(drills.replace_all, fleet),
        "redis_without_files": functools.partial(drills.restart_redis, redis),
        "redis_with_a_file": functools.partial(drills.restart_redis, redis),
    }
    rows = {}
    for seed, (name, drill) in enumerate(in_order.items()):
        if name == "redis_with_a_file":
            await redis.restart_with(str(DEPLOY / "redis.conf"), *IN_A_FILE)
        rows[name] = await drills.under_people(proxy.port, drill, seed)
        print(f"{name}: {rows[name]}", flush=True)
    return rows


def summary(report: dict[str, Any]) -> dict[str, Any]:
    """What more services bring: how many times the turns of one, and how much longer a turn takes the processor."""
    together, parts = report["all_share"], report.get("part_each")
    one = together["1"]["cpu_ms_per_turn"]["services"]
    return {
        size: {
            "cpu_growth": round(together[size]["cpu_ms_per_turn"]["services"] / one, 3),
            "machine_busy": round(together[size]["cores_used"]["machine"] / report["processors"], 3),
            "turns_per_second_with_a_core_each": round(
                1000 * int(size) / together[size]["cpu_ms_per_turn"]["services"]
            ),
            "times_one": round(
                (parts or together)[size]["turns_per_second"] / (parts or together)["1"]["turns_per_second"], 2
            ),
        }
        for size in together
    }


def broken(report: dict[str, Any]) -> list[str]:
    """Which promises were not kept, one line for each."""
    two = report["summary"]["2"]
    lines = []
    if two["times_one"] < ENOUGH and not (two["machine_busy"] >= BUSY and two["cpu_growth"] <= GROWTH):
        lines.append(f"two services: {two['times_one']} times one, and the processor was not what was short: {two}")
    for how in ("all_share", "part_each"):
        lines += [
            f"{how}, {size}: failed {row['failed']}" for size, row in report.get(how, {}).items() if row["failed"]
        ]
    return lines + drills.broken(report["drills"])


def table(report: dict[str, Any]) -> str:
    """The report for people."""
    lines = [f"{'':14}{'services':>9}{'turns/s':>9}{'p50':>7}{'p95':>7}{'p99 ms':>8}{'cpu ms/turn':>13}{'busiest':>9}"]
    for how in ("all_share", "part_each"):
        for size, row in report.get(how, {}).items():
            figures = f"{row['turns_per_second']:>9}{row['p50_ms']:>7}{row['p95_ms']:>7}{row['p99_ms']:>8}"
            cpu = row["cpu_ms_per_turn"]["services"]
            lines.append(f"{how:14}{size:>9}{figures}{cpu:>13}{row['busiest_service']:>9}  cores {row['cores_used']}")
    lines += [f"{size} services: {row}" for size, row in report["summary"].items()]
    lines += [f"in Redis: {report['in_redis']}"]
    for name, row in report["drills"].items():
        told = {key: row[key] for key in ("turns", "failed", "ended", "longest_wait_after_a_failure_ms")}
        lines.append(f"{name}: {told}, wrong {len(row['wrong'])}")
    return "\n".join([*lines, f"{report['seconds']} seconds"])


def main() -> int:
    """Measure, print, write, judge."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=25, help="of each load")
    parser.add_argument("--quick", action="store_true", help="5 seconds of each load; nothing is written")
    asked = parser.parse_args()
    missing = [
        name for name, found in (("nginx", nginx()), ("redis-server", shutil.which("redis-server"))) if not found
    ]
    if missing:
        print(f"{' and '.join(missing)} not found; on Debian: apt install nginx-light redis-server", file=sys.stderr)
        return 1
    began = time.monotonic()
    report = {
        "date": date.today().isoformat(),
        "machine": f"{platform.machine()}, Python {platform.python_version()}",
        "processors": os.cpu_count() or 1,
    }
    report |= asyncio.run(measure(5 if asked.quick else asked.seconds))
    report["summary"] = summary(report)
    report["seconds"] = round(time.monotonic() - began)
    return conclude(report, broken(report), table(report), None if asked.quick else RESULTS)


if __name__ == "__main__":
    sys.exit(main())
