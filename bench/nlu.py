"""``python -m bench.nlu``: how well the held-out messages are understood by the whole pipeline, thresholds included.

"nl", "en" and "child" were also used to choose between ways of learning; "fresh" is harder and was written last, by
others, and nothing was chosen or written with it.
"right": answered with the topic that its writer meant, or one that a second reader found as good. "meant": only the
first of these. "offered": not sure, but a right topic is among the suggestions. "top3": it is the answer or among the
first three guesses. Out of scope: how many such messages are recognised or not understood, and how many others are not
understood by mistake. Language: of the messages whose language was sure, in how many it was the right one. Times are of
one message at a time through the whole pipeline on the machine that ran it, the least of three readings. Writes
bench/results/nlu.json and nlu.svg; ``--curve`` also learns from parts of the examples (minutes).
"""

from __future__ import annotations

import asyncio
import json
import math
import sys
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from bench.messages import ROOT, HeldOut, held_out
from bench.service import service_memory
from bot.desk.questions import answered, entity, examples, label_of
from bot.server.assistant import Assistant

FLOORS = {"nl": 0.915, "en": 0.905, "child": 0.915, "fresh": 0.88}
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
_TIMES = 3
_NO_ANSWER = frozenset({"nlu_fallback", "out_of_scope"})
_BANDS = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


@dataclass(frozen=True)
class Reading:
    """What the pipeline made of one message."""

    message: HeldOut
    found: str
    suggestions: tuple[str, ...]
    confidence: float
    language: str | None
    milliseconds: float

    @property
    def meant(self) -> bool:
        """Answered with the label of its writer."""
        return self.found == self.message.label

    @property
    def right(self) -> bool:
        """Answered with a label that a reader gave it."""
        return self.meant or self.found in self.message.also

    @property
    def offered(self) -> bool:
        """Not answered, but a right topic is suggested."""
        return self.found == "nlu_fallback" and self._suggested

    @property
    def top3(self) -> bool:
        """Answered, or among the first three guesses."""
        return self.right or self._suggested

    @property
    def _suggested(self) -> bool:
        return bool({self.message.label, *self.message.also} & set(self.suggestions))


@dataclass
class Result:
    """Readings of one group of messages."""

    readings: list[Reading] = field(default_factory=list)

    def share(self, kind: str) -> float:
        """Which part of the readings is right, meant, offered or top3."""
        return _mean(getattr(reading, kind) for reading in self.readings)

    def per_label(self) -> dict[str, tuple[int, int]]:
        """(right, all) of each label."""
        asked = Counter(reading.message.label for reading in self.readings)
        good = Counter(reading.message.label for reading in self.readings if reading.right)
        return {label: (good[label], number) for label, number in asked.items()}

    def macro_f1(self) -> float:
        """The mean over the labels of the harmonic mean of precision and recall."""
        asked = Counter(reading.message.label for reading in self.readings)
        found = Counter(reading.found for reading in self.readings)
        good = Counter(reading.found for reading in self.readings if reading.meant)
        return _mean(2 * good[label] / (asked[label] + found[label]) for label in asked)

    def report(self) -> dict[str, Any]:
        """The figures for bench/results."""
        outside = [reading for reading in self.readings if reading.message.label == "out_of_scope"]
        inside = [reading for reading in self.readings if reading.message.label != "out_of_scope"]
        times = sorted(reading.milliseconds for reading in self.readings)
        confused = Counter((reading.message.label, reading.found) for reading in self.readings if not reading.right)
        weakest = sorted(self.per_label().items(), key=lambda item: item[1][0] / item[1][1])[:8]
        sure = [reading for reading in self.readings if reading.language]
        return {
            "messages": len(self.readings),
            **{kind: round(self.share(kind), 4) for kind in ("right", "meant", "offered", "top3")},
            "macro_f1": round(self.macro_f1(), 4),
            "out_of_scope_recall": round(_mean(reading.found in _NO_ANSWER for reading in outside), 4),
            "false_rejection": round(_mean(reading.found in _NO_ANSWER for reading in inside), 4),
            "language_sure": round(len(sure) / len(self.readings), 4),
            "language_right": round(_mean(_right_language(reading) for reading in sure), 4),
            "p50_ms": round(times[len(times) // 2], 1),
            "p95_ms": round(times[len(times) * 95 // 100], 1),
            "weakest": {label: f"{good}/{asked}" for label, (good, asked) in weakest},
            "most confused": [f"{a} -> {b}: {n}" for (a, b), n in confused.most_common(12)],
        }

    def summary(self) -> str:
        """One line."""
        right, offered = self.share("right"), self.share("offered")
        return (
            f"{len(self.readings)} messages, right {right:.3f} (meant {self.share('meant'):.3f}), "
            f"right topic offered {offered:.3f}, neither {1 - right - offered:.3f}, top 3 {self.share('top3'):.3f}"
        )


async def measure(assistant: Assistant) -> dict[str, Result]:
    """Run every held-out message through the pipeline of the trained model."""
    results: dict[str, Result] = {}
    for message in held_out():
        parsed, milliseconds = await _parsed(assistant, message.text)
        found, suggestions = labels_of(parsed)
        if found == "danger" and message.label in ANSWERED_BY_THE_EMERGENCY_CARD:
            found = message.label
        confidence = float(parsed["intent_ranking"][0]["confidence"] if parsed.get("intent_ranking") else 0.0)
        reading = Reading(message, found, tuple(suggestions), confidence, entity(parsed, "language"), milliseconds)
        results.setdefault(message.group, Result()).readings.append(reading)
    return results


async def _parsed(assistant: Assistant, text: str) -> tuple[dict[str, Any], float]:
    """What the pipeline makes of a text, and the least milliseconds of some readings: a machine has other work too."""
    least = math.inf
    for _ in range(_TIMES):
        started = time.perf_counter()
        parsed = await assistant.engine.agent.parse_message(text)
        least = min(least, (time.perf_counter() - started) * 1000)
    return parsed, least


def labels_of(parsed: dict[str, Any]) -> tuple[str, list[str]]:
    """The label that was answered and the labels that were suggested."""
    ranking = [label_of(guess) for guess in parsed.get("intent_ranking", [])]
    answer = answered(parsed)
    first = 1 if answer in ("nlu_fallback", "danger") else 0
    return answer, ranking[first : first + SUGGESTED]


def by_style(results: dict[str, Result]) -> dict[str, dict[str, float]]:
    """Share right and number of messages of each style."""
    styles: dict[str, list[bool]] = {}
    for result in results.values():
        for reading in result.readings:
            for style in reading.message.styles:
                styles.setdefault(style, []).append(reading.right)
    return {style: {"messages": len(good), "right": round(_mean(good), 4)} for style, good in sorted(styles.items())}


def calibration(results: dict[str, Result]) -> list[dict[str, float]]:
    """For each band of confidence: how many messages, and how many of them the guess was right for."""
    readings = [
        reading for result in results.values() for reading in result.readings if reading.found not in ("danger",)
    ]
    bands = []
    for low, high in zip(_BANDS, _BANDS[1:], strict=False):
        inside = [
            reading
            for reading in readings
            if low <= reading.confidence < high or (high == 1.0 and reading.confidence >= high)
        ]
        first = [reading.right or reading.suggestions[:1] == (reading.message.label,) for reading in inside]
        bands.append({"from": low, "to": high, "messages": len(inside), "right": round(_mean(first), 3)})
    return bands


def learning_curve(parts: Iterable[float] = (0.125, 0.25, 0.5, 0.75, 1.0)) -> list[dict[str, float]]:
    """Share right of the classifier alone, learned from a part of the examples, without thresholds."""
    from bot.extensions.intent_classifier import TopicIntentClassifier
    from bot.understanding.classifier import IntentModel, Weights
    from bot.understanding.vectors import EXAMPLES, KeptVectors

    known, messages, curve = list(examples(ROOT / "data" / "nlu")), list(held_out()), []
    vectors, config = KeptVectors(ROOT / EXAMPLES), TopicIntentClassifier.get_default_config()
    for part in parts:
        some = [example for place, example in enumerate(known) if (place * 0.6180339887) % 1 < part]
        started = time.perf_counter()
        model = IntentModel(config["encoders"], Weights(**config["weights"])).fit(
            [example.text for example in some], [example.label for example in some], vectors
        )
        learned = time.perf_counter()
        best = [ranking[0][0] for ranking in model.rank_all([message.text for message in messages])]
        right = _mean(label in {message.label, *message.also} for label, message in zip(best, messages, strict=True))
        seconds = round(learned - started)
        curve.append({"examples": len(some), "right": round(right, 4), "seconds to learn": seconds})
        print(f"learned from {len(some)} examples: right {right:.3f}", flush=True)
    return curve


def _right_language(reading: Reading) -> bool:
    """Children's and fresh messages are in two languages, so only a third language is wrong there."""
    group = reading.message.group
    return reading.language == group if group in ("nl", "en") else reading.language in ("nl", "en")


def _mean(values: Iterable[float]) -> float:
    numbers = list(values)
    return sum(numbers) / len(numbers) if numbers else 0.0


def main() -> None:
    """Measure, print, plot and write."""
    from bench.plots import plot_nlu
    from bot.server.quiet import quiet_logging
    from bot.server.settings import MODEL

    quiet_logging()
    results = asyncio.run(measure(Assistant.load(ROOT / MODEL)))
    folder = ROOT / "bench" / "results"
    folder.mkdir(exist_ok=True)
    path = folder / "nlu.json"
    before = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    report: dict[str, Any] = {group: result.report() for group, result in results.items()}
    for group, result in results.items():
        print(f"{group}: {result.summary()}")
        print(f"    most confused: {'; '.join(report[group]['most confused'][:5])}")
    report["styles"] = by_style(results)
    report["calibration"] = calibration(results)
    for style, figures in report["styles"].items():
        print(f"{style}: {figures['messages']} messages, right {figures['right']:.3f}")
    report["service"] = {"memory MB": service_memory()}
    print(f"the service takes {report['service']['memory MB']} MB")
    report["learning curve"] = learning_curve() if "--curve" in sys.argv else before.get("learning curve", [])
    path.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    plot_nlu(report, folder / "nlu.svg")
    print("written to bench/results/nlu.json and nlu.svg")


if __name__ == "__main__":
    main()
