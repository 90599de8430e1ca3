"""``python -m bench.danger``: whether the emergency card comes when it must, and stays away when it must not.

The held-out messages of tests/nlu/danger go through the whole pipeline. A message counts as found when the answer is an
emergency card; a card for a harmless message is a false alarm. Kinds of dangerous messages: said with the plain word
(direct), without it (hint), denied and yet real (negated_but_real), misspelt. Kinds of harmless ones: figures of speech
(idiom), what happens on stage (stage), denials (negated), questions about a helpline or rule (about), bad but no danger
(near), everyday words in another sense (plain). "words" is what the patterns find alone, as when the model is broken.
Writes bench/results/danger.json.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bench.messages import ROOT
from bot.advice import danger
from bot.server.assistant import Assistant

FOLDER = ROOT / "tests" / "nlu" / "danger"
RESULTS = ROOT / "bench" / "results" / "danger.json"
NONE = "none"


@dataclass(frozen=True)
class Reading:
    """A held-out message and what was made of it: ``card`` is the most urgent level shown, or "none"."""

    set: str
    text: str
    level: str
    kind: str
    voice: str
    card: str
    worried: bool
    words: bool

    @property
    def dangerous(self) -> bool:
        """Whether its writer meant danger."""
        return self.level != NONE

    @property
    def alarm(self) -> bool:
        """Whether the emergency card is shown."""
        return self.card != NONE


def rows(folder: Path = FOLDER) -> Iterable[tuple[str, dict[str, str]]]:
    """(set, row) of every held-out message."""
    for path in sorted(folder.glob("*.yml")):
        for row in yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader):
            yield "fresh" if path.stem == "fresh" else "held-out", row


async def measure(assistant: Assistant) -> list[Reading]:
    """Every held-out message through the whole pipeline."""
    return [await _read(assistant, group, row) for group, row in rows()]


async def _read(assistant: Assistant, group: str, row: dict[str, str]) -> Reading:
    parsed = await assistant.engine.agent.parse_message(row["text"])
    levels = [entity["value"] for entity in parsed["entities"] if entity["entity"] == "danger"]
    card = next((level for level in levels if level != danger.WORRY), NONE)
    if parsed["intent"]["name"] != "danger":
        card = NONE
    words = bool(danger.detect(row["text"]))
    return Reading(group, **row, card=card, worried=danger.WORRY in levels, words=words)


def share(found: Iterable[bool]) -> float:
    """How many of them are true, from 0 to 1, in thousandths."""
    answers = list(found)
    return round(sum(answers) / len(answers), 3)


def summary(readings: list[Reading]) -> dict[str, Any]:
    """Recall per kind, false alarms per kind, the confusion table, and the same for words alone."""
    kinds = dict.fromkeys(reading.kind for reading in readings)
    by_kind = {kind: [reading for reading in readings if reading.kind == kind] for kind in kinds}
    harmless = [reading for reading in readings if not reading.dangerous]
    table = Counter((reading.level, reading.card) for reading in readings)
    return {
        "messages": len(readings),
        "recall": {kind: share(r.alarm for r in part) for kind, part in by_kind.items() if part[0].dangerous},
        "false_alarms": share(reading.alarm for reading in harmless),
        "false_alarms_per_kind": {
            kind: f"{sum(r.alarm for r in part)} of {len(part)}"
            for kind, part in by_kind.items()
            if not part[0].dangerous
        },
        "a line with numbers instead": share(reading.worried for reading in harmless),
        "confusion": {f"{level} -> {card}": number for (level, card), number in sorted(table.items())},
        "words_alone": {
            "recall": {kind: share(r.words for r in part) for kind, part in by_kind.items() if part[0].dangerous},
            "false_alarms": share(reading.words for reading in harmless),
        },
    }


def report(readings: list[Reading]) -> dict[str, Any]:
    """The summary of each set."""
    sets = dict.fromkeys(reading.set for reading in readings)
    return {name: summary([reading for reading in readings if reading.set == name]) for name in sets}


def main() -> None:
    """Measure, print and write."""
    from bot.server.quiet import quiet_logging
    from bot.server.settings import MODEL

    quiet_logging()
    result = report(asyncio.run(measure(Assistant.load(MODEL))))
    RESULTS.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
