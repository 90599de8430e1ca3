"""``make bench``: how fast the service is beside stock Rasa, in the same run and with the same conversations.

- ``ours``: ``python -m bot.server``.
- ``stock``: ``rasa run`` with its REST channel and ``rasa run actions``, with our model; Rasa's own tracker and lock
  stores in memory.
- ``default``: the same with what ``rasa init`` writes, trained on our data. How many epochs: see bench/training.py. The
  model is kept in .rasa/bench until something changes that it is made of.

Real conversations (bench/replay.py), 1 to 128 at a time (bench/load.py); each round starts every service anew,
one after the other, so that a noisy machine is as unfair to all. Then many sessions, three messages at once, and what
growing costs (bench/growth.py). Every part has an end in time. Writes bench/results/speed.json, plots beside it, and
docs/speed.md; 1 when a promise is broken. Parts alone (``--only``) and short runs (``--quick``) are only printed, or
written to the folder ``--out`` if there is one.
"""

from __future__ import annotations

import argparse
import os
import platform
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import asdict
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from bench import growth, replay
from bench.messages import ROOT
from bench.promises import conclude
from bench.serving import MODEL, Serving, ours, stock
from bench.sizes import installed
from bench.speed_report import broken, page, plot, ratios, table
from bench.training import (
    KEPT,
    Trained,
    default_recipe,
    kept,
    our_recipe,
    split_recipe,
    trained,
    trained_default,
)
from bench.turns import (
    CLIENTS,
    QUICK,
    Budget,
    Player,
    Recording,
    level,
    long_conversations,
    many_sessions,
    quick_messages,
)

RESULTS = ROOT / "bench" / "results"
DOCS = ROOT / "docs" / "speed.md"
PARTS = ("ours", "stock", "default", "growth", "two")
PEERS = ("ours", "stock", "default")
_QUICK_SHARE = 0.01
_SPLIT_SHARE = 0.1
"""Of the examples, for the model with four times the labels."""
Start = Callable[[], AbstractContextManager[Serving]]


def side_by_side(starts: dict[str, Start], recording: Recording, budget: Budget, folder: Path) -> dict[str, Any]:
    """What was measured of each service, by its name."""
    cold: dict[str, list[dict[str, float]]] = {name: [] for name in starts}
    memory: dict[str, list[int]] = {name: [] for name in starts}
    levels: dict[str, dict[int, list[dict[str, Any]]]] = {name: {many: [] for many in CLIENTS} for name in starts}
    together: dict[str, list[list[list[float]]]] = {name: [] for name in starts}
    report: dict[str, dict[str, Any]] = {name: {} for name in starts}
    for number in range(budget.rounds):
        for name, start in starts.items():
            with start() as service:
                cold[name].append(service.cold)
                memory[name].append(service.memory())
                player = Player(service, recording)
                player.warm()
                together[name].append(player.together(budget.together))
                for many in CLIENTS:
                    levels[name][many].append(player.turns(many, budget.level_seconds, drain=budget.drain_seconds))
            first = level(levels[name][1][-1:])
            _say(f"round {number + 1}, {name}: p50 {first['p50_ms']} ms, p99 {first['p99_ms']} ms with one client")
    for name, start in starts.items():
        with start() as service:
            cold[name].append(service.cold)
            report[name]["sessions"] = many_sessions(service, recording, budget)
        _say(f"{name}: {report[name]['sessions']}")
    for name, start in starts.items():
        if name == "stock":  # what a long conversation costs without our store; ours is measured apart
            with start() as service:
                Player(service, recording).warm()
                report[name]["long"] = long_conversations(service, recording, budget, folder)
    for name in starts:
        report[name] |= {
            "levels": {str(many): level(reports) for many, reports in levels[name].items()},
            "quick_messages": quick_messages(together[name]),
            "start_s": {key: round(median(one[key] for one in cold[name]), 2) for key in cold[name][0]},
            "memory_at_start_mb": round(median(memory[name])),
        }
    return report


def growing(recording: Recording, budget: Budget, folder: Path, split: Trained) -> dict[str, Any]:
    """What growing costs ours."""
    parts: dict[str, Callable[[], dict[str, Any]]] = {
        "length": partial(growth.lengths, recording, budget, folder),
        "size": partial(growth.size, split, recording, budget),
        "sessions": partial(growth.sessions, recording, budget),
    }
    found = {}
    for name, part in parts.items():
        found[name] = part()
        _say(f"growth, {name}: {found[name]}")
    return found


def measure(asked: argparse.Namespace) -> dict[str, Any]:
    """Train what is missing, record, measure."""
    parts: Iterable[str] = asked.only or PARTS
    budget = QUICK if asked.quick else Budget()
    training = _models(asked, parts)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with ours() as service:
            recording = Recording.of(replay.record(service.port, budget.passes), folder)
        _say(f"{recording.many} conversations, {recording.turns} turns")
        starts: dict[str, Start] = {
            "ours": ours,
            "stock": partial(stock, MODEL),
            **({"default": partial(stock, training["default"].model)} if "default" in training else {}),
        }
        starts = {peer: start for peer, start in starts.items() if peer in parts}
        report: dict[str, Any] = {"peers": side_by_side(starts, recording, budget, folder) if starts else {}}
        if "growth" in parts:
            report["growth"] = growing(recording, budget, folder, training["split"])
        if "two" in parts:
            report["two_services"] = growth.two_services(recording, budget)
    for peer, model in training.items():
        if peer in report["peers"]:
            report["peers"][peer] |= {"training": model.record, "model_mb": model.megabytes}
    for peer in {"ours", "stock"} & set(report["peers"]):  # both serve the model as it is here
        report["peers"][peer]["model_mb"] = Trained(MODEL, {}).megabytes
    return {
        "date": date.today().isoformat(),
        "machine": f"{_processor()}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}",
        "quick": asked.quick,
        "budget": asdict(budget),
        "conversations": {"written": replay.number_of_talks(), "played": recording.many, "turns": recording.turns},
        "installed_mb": installed(),
        **report,
        "minutes": round((time.monotonic() - began) / 60, 1),
    }


def _models(asked: argparse.Namespace, parts: Iterable[str]) -> dict[str, Trained]:
    """The models that the parts need, trained where they are missing. Short runs take few examples."""
    found = {}
    if "ours" in parts:
        known = kept(our_recipe(), asked.kept)
        if known or not asked.quick:
            known = known or trained(our_recipe(), asked.kept)
            found["ours"] = known
    if "default" in parts:
        if asked.quick:
            found["default"] = trained(default_recipe(1, _QUICK_SHARE, "default_quick"), asked.kept)
        else:
            found["default"] = trained_default(asked.epochs, asked.share, asked.minutes, asked.kept)
        _say(f"default pipeline: {found['default'].record}")
    if "growth" in parts:
        share = _QUICK_SHARE if asked.quick else _SPLIT_SHARE
        found["split"] = trained(split_recipe(growth.INTENTS, share), asked.kept)
    return found


def _processor() -> str:
    """What kind of processor this is."""
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _say(line: str) -> None:
    print(line, flush=True)


def main() -> int:
    """Measure, print, write, judge."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", choices=PARTS, action="append", help="these parts; nothing is written")
    parser.add_argument("--quick", action="store_true", help="a minute or two of each, to see that it works")
    parser.add_argument("--epochs", type=int, help="of the default pipeline; else as many as fit in --minutes")
    parser.add_argument("--minutes", type=float, help="that training the default pipeline anew may take")
    parser.add_argument(
        "--share", type=float, default=1.0, help="of the examples of each label, for the default pipeline"
    )
    parser.add_argument("--kept", type=Path, default=KEPT, help="where models are kept between runs")
    parser.add_argument("--out", type=Path, help="a folder to write to, instead of bench/results and docs")
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the services are stopped on the way out
    report = measure(asked)
    report["ratios"] = ratios(report)
    whole = not asked.only and not asked.quick
    results, docs = (asked.out, asked.out / "speed.md") if asked.out else (RESULTS, DOCS)
    if not (whole or asked.out):
        return conclude(report, broken(report), table(report), None)
    results.mkdir(parents=True, exist_ok=True)
    plot(report, results / "speed.svg")
    docs.write_text(page(report), encoding="utf-8")
    return conclude(report, broken(report), table(report), results / "speed.json")


if __name__ == "__main__":
    sys.exit(main())
