"""``python -m bench.nlu``: how well the held-out messages are understood by the whole pipeline, thresholds included.

"right": intent and topic as a person labelled them. "offered": not sure, but the right topic is among the suggestions.
"neither": another answer was given. "top3": the right one is the answer or among the first three guesses. Out of scope:
how many such messages are recognised or not understood, and how many others are not understood by mistake. Times are of
one message at a time through the whole pipeline on the machine that ran it. Writes bench/results/nlu.json.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.server.assistant import Assistant

ROOT = Path(__file__).resolve().parent.parent
FLOORS = {"nl": 0.85, "en": 0.85, "child": 0.85}
ANSWERED_BY_THE_EMERGENCY_CARD = frozenset(
    {
        "danger/now",
        "danger/self_harm",
        "find_help/home_unsafe",
        "find_help/sexual_violence",
        "find_help/violence_threat",
        "ask_plan/sexual_assault",
    }
)
"""The card with the number to call is the right first answer to these; its button leads on to the topic."""
SUGGESTED = 3
_NO_ANSWER = frozenset({"nlu_fallback", "out_of_scope"})


@dataclass
class Result:
    """Counts for one group of messages."""

    total: int = 0
    right: int = 0
    offered: int = 0
    top3: int = 0
    refused: int = 0
    out_of_scope: int = 0
    out_of_scope_seen: int = 0
    milliseconds: list[float] = field(default_factory=list)
    per_label: dict[str, tuple[int, int]] = field(default_factory=dict)
    confused: Counter[tuple[str, str]] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)

    def macro_f1(self) -> float:
        """The mean over the labels of the harmonic mean of precision and recall."""
        scores = [2 * good / (asked + self.found[label]) for label, (good, asked) in self.per_label.items()]
        return sum(scores) / len(scores)

    def report(self) -> dict[str, Any]:
        """The figures for bench/results."""
        times = sorted(self.milliseconds)
        weakest = sorted(self.per_label.items(), key=lambda item: item[1][0] / item[1][1])[:8]
        return {
            "messages": self.total,
            "right": round(self.right / self.total, 4),
            "offered": round(self.offered / self.total, 4),
            "top3": round(self.top3 / self.total, 4),
            "macro_f1": round(self.macro_f1(), 4),
            "out_of_scope_recall": round(self.out_of_scope_seen / max(self.out_of_scope, 1), 4),
            "false_rejection": round(self.refused / (self.total - self.out_of_scope), 4),
            "p50_ms": round(times[len(times) // 2], 1),
            "p95_ms": round(times[len(times) * 95 // 100], 1),
            "weakest": {label: f"{good}/{asked}" for label, (good, asked) in weakest},
            "most confused": [f"{a} -> {b}: {n}" for (a, b), n in self.confused.most_common(12)],
        }

    def add(self, label: str, found: str, suggestions: list[str]) -> None:
        """Count one message."""
        right = found == label
        self.total += 1
        self.right += right
        self.offered += not right and found == "nlu_fallback" and label in suggestions
        self.top3 += right or label in suggestions
        if label == "out_of_scope":
            self.out_of_scope += 1
            self.out_of_scope_seen += found in _NO_ANSWER
        else:
            self.refused += found in _NO_ANSWER
        self.found[found] += 1
        good, asked = self.per_label.get(label, (0, 0))
        self.per_label[label] = (good + right, asked + 1)
        if not right:
            self.confused[(label, found)] += 1

    def summary(self) -> str:
        """One line."""
        wrong = self.total - self.right - self.offered
        return (
            f"{self.total} messages, right {self.right / self.total:.3f}, "
            f"right topic offered {self.offered / self.total:.3f}, neither {wrong / self.total:.3f}"
        )


def held_out() -> Iterator[tuple[str, str, str]]:
    """(group, label, text) of every held-out message."""
    for path in sorted((ROOT / "tests" / "nlu").glob("*.yml")):
        if path.stem == "danger":
            continue
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            for line in block["examples"].splitlines():
                if line.strip().startswith("- "):
                    yield path.stem, block["intent"], line.strip()[2:]


async def measure(assistant: Assistant) -> dict[str, Result]:
    """Run every held-out message through the pipeline of the trained model."""
    results: dict[str, Result] = {}
    for group, label, text in held_out():
        started = time.perf_counter()
        parsed = await assistant.agent.parse_message(text)
        milliseconds = (time.perf_counter() - started) * 1000
        found, suggestions = labels_of(parsed)
        if found == "danger" and label in ANSWERED_BY_THE_EMERGENCY_CARD:
            found = label
        result = results.setdefault(group, Result())
        result.add(label, found, suggestions)
        result.milliseconds.append(milliseconds)
    return results


def labels_of(parsed: dict[str, Any]) -> tuple[str, list[str]]:
    """The label that was answered and the labels that were suggested."""
    ranking = [_label(guess) for guess in parsed.get("intent_ranking", [])]
    intent = parsed["intent"]["name"]
    if intent in ("nlu_fallback", "danger"):
        return str(intent), ranking[1 : 1 + SUGGESTED]
    topic = next((entity["value"] for entity in parsed["entities"] if entity["entity"] == "topic"), None)
    return _label({"name": intent, "topic": topic}), ranking[:SUGGESTED]


def _label(guess: dict[str, Any]) -> str:
    return f"{guess['name']}/{guess['topic']}" if guess.get("topic") else str(guess["name"])


def main() -> None:
    """Measure, print and write."""
    from bot.server.__main__ import MODEL
    from bot.server.quiet import quiet_logging

    quiet_logging()
    results = asyncio.run(measure(Assistant.load(ROOT / MODEL)))
    report = {}
    for group, result in results.items():
        print(f"{group}: {result.summary()}")
        report[group] = result.report()
    path = ROOT / "bench" / "results" / "nlu.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"written to {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
