"""``make bench-attack``: how long people wait for an answer while someone attacks the service.

The real service, a process of its own with its default limits. People (bench/people.py), each from an address of their
own, play the conversations of tests/conversations/talks with one to two seconds of thinking between an answer and the
next message. Every round measures them for a while alone and then under each attack of bench/attackers.py, so that a
noisy machine is as unfair to both; before that the service comes to rest. All on 127.0.0.0/8; the attacker is a process
of its own with the lowest priority, because the processor that it uses would not be that of the service.

Others come new in the middle of each attack. Nothing tells them from an attacker who behaves like a person, so their
wait is measured and shown, and the promise is only that they are answered, or told who to call.

Promise: under every attack p99 stays below twice that of the same rounds without; no turn of a person fails; a
conversation that someone left open in another tab before the attack goes on afterwards; the service stays below twice
its memory and answers. Writes bench/results/attack.json; 1 when the promise is broken.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import platform
import sys
import time
from collections import Counter
from datetime import date
from typing import Any

from bench.attackers import ALL, ATTACKS
from bench.messages import ROOT
from bench.people import Heard, Person, newcomers, talks
from bench.promises import conclude
from bench.service import Running, running
from bench.turns import percentiles

RESULTS = ROOT / "bench" / "results" / "attack.json"
PEOPLE = 6
WORSE = 2.0
"""How many times the wait, and the memory, of quiet times is promised."""
_AT_REST = 0.05
_LONGEST_REST = 40
_HEAD_START = 1.0
"""Seconds that an attack goes on before people are measured in it."""


async def measure(service: Running, rounds: int, alone: float, attacked: float, names: list[str]) -> dict[str, Any]:
    """What people noticed, alone and under each attack, and what the attackers were answered."""
    quiet, heard, new = Heard(), {name: Heard() for name in names}, {name: Heard() for name in names}
    answers: dict[str, Counter[str]] = {}
    attacker_cpu = 0.0
    async with contextlib.AsyncExitStack() as stack:
        conversations = talks(seed=1)
        people = [
            await stack.enter_async_context(Person(service.port, f"127.0.1.{number}", conversations, number))
            for number in range(1, PEOPLE + 1)
        ]
        await _together(people, alone, Heard())  # the first answers of a service are slower
        await _rest(service)
        before = service.memory()
        for number in range(rounds):
            for place, name in enumerate(names):
                await _together(people, alone, quiet)
                first = (number * len(names) + place) * round(attacked + 2)
                attacker = await _attacker(service.port, name, attacked + _HEAD_START, number)
                await asyncio.sleep(_HEAD_START)
                coming = newcomers(service.port, first, time.monotonic() + attacked, new[name])
                await asyncio.gather(_together(people, attacked, heard[name]), coming)
                told = json.loads((await attacker.communicate())[0])
                attacker_cpu += told["cpu_seconds"]
                for one, counts in told["heard"].items():
                    answers.setdefault(one if name != ALL else f"{ALL}: {one}", Counter()).update(counts)
                await _rest(service)
                print(f"round {number + 1}, {name}: {_row(heard[name])}, memory {service.memory()} MB", flush=True)
        tabs = [await person.finds_tab_back() for person in people]
    return {
        "alone": _row(quiet),
        "attacked": {name: _row(one) for name, one in heard.items()},
        "newcomers_in_the_attack": {name: _row(one) for name, one in new.items()},
        "attackers_were_answered": {name: dict(counts.most_common()) for name, counts in answers.items()},
        "attacker_cpu_seconds": round(attacker_cpu, 1),
        "conversations_left_open": {"people": len(tabs), "found_back": sum(tabs)},
        "memory_mb": {"before": before, "after": service.memory()},
        "healthy_after": await asyncio.to_thread(_healthy, service),
    }


def broken(report: dict[str, Any]) -> list[str]:
    """Which promises were not kept, one line for each."""
    alone = report["alone"]
    lines = [f"alone: {alone['failed']}"] if alone["failed"] else []
    for name, row in report["attacked"].items():
        if row["p99_ms"] >= WORSE * alone["p99_ms"]:
            lines.append(f"{name}: p99 {row['p99_ms']} ms is not below {WORSE:g} x {alone['p99_ms']} ms")
        if row["failed"]:
            lines.append(f"{name}: failed {row['failed']}")
    for name, row in report["newcomers_in_the_attack"].items():
        if untold := {how: count for how, count in row["failed"].items() if "people to call" not in how}:
            lines.append(f"{name}: newcomers were not answered {untold}")
    tabs, memory = report["conversations_left_open"], report["memory_mb"]
    if tabs["found_back"] < tabs["people"]:
        lines.append(f"{tabs['people'] - tabs['found_back']} conversations were lost")
    if memory["after"] >= WORSE * memory["before"]:
        lines.append(f"memory: {memory}")
    if not report["healthy_after"]:
        lines.append("the service does not answer")
    return lines


def table(report: dict[str, Any]) -> str:
    """The report for people."""
    rows = {"alone": report["alone"], **report["attacked"]}
    rows |= {f"new in: {name}"[:30]: row for name, row in report["newcomers_in_the_attack"].items()}
    lines = [f"{'':32}{'turns':>7}{'p50 ms':>8}{'p95 ms':>8}{'p99 ms':>8}{'most ms':>8}{'failed':>8}"]
    for name, row in rows.items():
        figures = "".join(f"{row[key]:>8}" for key in ("p50_ms", "p95_ms", "p99_ms", "most_ms"))
        lines.append(f"{name:32}{row['turns']:>7}{figures}{sum(row['failed'].values()):>8}")
    lines += [f"{name}: {counts}" for name, counts in report["attackers_were_answered"].items()]
    rest = ("conversations_left_open", "memory_mb", "healthy_after", "attacker_cpu_seconds", "seconds")
    return "\n".join([*lines, *(f"{key}: {report[key]}" for key in rest)])


async def _together(people: list[Person], seconds: float, heard: Heard) -> None:
    until = time.monotonic() + seconds
    await asyncio.gather(*(person.talk(until, heard) for person in people))


async def _attacker(port: int, name: str, seconds: float, seed: int) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bench.attackers", str(port), name, str(seconds), str(seed)),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )


async def _rest(service: Running) -> None:
    """Wait until the service has nothing to do, so that no attack is felt in what is measured next."""
    for _ in range(_LONGEST_REST):
        used = service.cpu()
        await asyncio.sleep(1)
        if service.cpu() - used <= _AT_REST:
            return


def _healthy(service: Running) -> bool:
    with contextlib.suppress(OSError):
        return service.get("/healthz") == {"status": "ok"}
    return False


def _row(heard: Heard) -> dict[str, Any]:
    waits = [1000 * wait for wait in heard.waits]
    return {
        "turns": len(waits),
        **percentiles(waits),
        "most_ms": round(max(waits, default=0)),
        "failed": dict(Counter(heard.failed)),
    }


def main() -> int:
    """Measure, print, write, judge."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--alone", type=float, default=7, help="seconds without an attack, before each attack")
    parser.add_argument("--attacked", type=float, default=14, help="seconds of each attack in each round")
    parser.add_argument("--only", choices=[*ATTACKS, ALL], action="append", help="these attacks; nothing is written")
    asked = parser.parse_args()
    began = time.monotonic()
    with running() as service:
        report = asyncio.run(measure(service, asked.rounds, asked.alone, asked.attacked, asked.only or [*ATTACKS, ALL]))
    report = {
        "date": date.today().isoformat(),
        "machine": f"{platform.machine()}, Python {platform.python_version()}",
        "people": PEOPLE,
        **report,
        "seconds": round(time.monotonic() - began),
    }
    return conclude(report, broken(report), table(report), None if asked.only else RESULTS)


if __name__ == "__main__":
    sys.exit(main())
