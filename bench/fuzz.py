"""``python -m bench.fuzz``: a hundred thousand requests of every kind to a service in a process of its own.

Right and wrong messages, JSON of any shape, any bytes, sessions and payloads that were never given, and what is hardly
HTTP, from many conversations at the same time. For every answer the rules of ``bench/wire.py`` hold, and nothing of it
may stand in the log of the service. Writes bench/results/fuzz.json and ends with 1 when anything was found.

The model has to read the words of some of the requests (``--model``, a share): that takes it tens of milliseconds, or
more than a second when it is not sure at once, while a wrong request is answered in one or two.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import sys
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.inputs import CANARY, Inputs, Request
from bench.messages import ROOT
from bench.service import running
from bench.wire import HANGS_AFTER, Answer, as_bytes, faults, send

RESULTS = ROOT / "bench" / "results" / "fuzz.json"
_AT_ONCE = 16
_EXAMPLES = 3
_LOGGED = re.compile(r"\b(?:error|critical)\b|Traceback|Exception|could not be answered")


@dataclass
class Findings:
    """What came back, counted."""

    statuses: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    examples: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    seconds: list[float] = field(default_factory=list)
    read: int = 0
    buttons: int = 0

    def add(self, request: Request, answer: Answer) -> None:
        """Count one answer."""
        self.statuses[str(answer.status)] += 1
        self.kinds[request.kind.split(":")[0]] += 1
        self.seconds.append(answer.seconds)
        self.read += request.reads and answer.status == 200
        self.buttons += request.kind == "a button" and answer.status == 200
        for fault in faults(request, answer):
            self.faults[fault] += 1
            if len(self.examples[fault]) < _EXAMPLES:
                self.examples[fault].append(f"{answer.status} to {request.kind}: {as_bytes(request)[:700]!r}")

    def add_log(self, log: str) -> None:
        """Count what the service complained of, and whatever anyone typed that stands there."""
        for line in log.splitlines():
            fault = "words in the log" if CANARY in line else "error in the log" if _LOGGED.search(line) else None
            if fault:
                self.faults[fault] += 1
                if len(self.examples[fault]) < _EXAMPLES:
                    self.examples[fault].append(line[:300])

    def report(self) -> dict[str, Any]:
        """All of it, for bench/results."""
        number, ordered = len(self.seconds), sorted(self.seconds)
        return {
            "requests": number,
            "read_by_the_model": f"{self.read} ({self.read / number:.1%})",
            "answered_by_actions_alone": f"{self.buttons} ({self.buttons / number:.1%})",
            "statuses": dict(sorted(self.statuses.items())),
            "kinds": dict(self.kinds.most_common()),
            "milliseconds": {
                name: round(1000 * ordered[min(number - 1, int(number * share))], 1)
                for name, share in (("half", 0.5), ("95 of 100", 0.95), ("99 of 100", 0.99), ("longest", 1.0))
            },
            "faults": dict(self.faults.most_common()),
            "examples": dict(self.examples),
        }


async def fuzz(port: int, requests: int, seed: int, share: float) -> Findings:
    """Send the requests, many at once, and look at every answer."""
    inputs, findings = Inputs(seed, share), Findings()
    left = iter(range(requests))

    async def one_after_another() -> None:
        for _ in left:
            request, conversation = inputs.next()
            patience = 1.0 if request.raw is not None else HANGS_AFTER
            answer = await send(port, as_bytes(request), request.method, patience=patience)
            findings.add(request, answer)
            inputs.learn(conversation, answer.status, answer.body)
            if len(findings.seconds) % 5000 == 0:
                print(f"{len(findings.seconds)} requests, faults: {dict(findings.faults) or 'none'}", flush=True)

    await asyncio.gather(*(one_after_another() for _ in range(_AT_ONCE)))
    return findings


def main() -> int:
    """Start the service, send, stop it, read its log, print and write."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--requests", type=int, default=100_000)
    wanted.add_argument("--seed", type=int, default=1)
    wanted.add_argument("--model", type=float, default=0.08, help="share of requests with words for the model")
    asked = wanted.parse_args()
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with running(log, LIMIT_PER_MINUTE="0") as service:
            findings = asyncio.run(fuzz(service.port, asked.requests, asked.seed, asked.model))
            memory = service.memory()
        findings.add_log(log.read_text(encoding="utf-8", errors="replace"))
    report = {
        "seed": asked.seed,
        "minutes": round((time.monotonic() - start) / 60, 1),
        "memory_mb": memory,
        **findings.report(),
    }
    RESULTS.write_text(json.dumps(report, indent=2, ensure_ascii=True) + "\n", encoding="utf-8")
    for name, value in report.items():
        if name != "examples":
            print(f"{name:28}{value}")
    for fault, examples in findings.examples.items():
        print(f"\n{fault} ({findings.faults[fault]})", *examples, sep="\n  ")
    print(f"\nwritten to {RESULTS.relative_to(ROOT)}")
    return 1 if findings.faults else 0


if __name__ == "__main__":
    sys.exit(main())
