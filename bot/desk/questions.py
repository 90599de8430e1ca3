"""``python -m bot.desk.questions``: what would be answered to questions that came in elsewhere, and why.

For an editor with questions from, say, a help desk: one per line on standard input or in files named as arguments. Each
gets what the assistant would make of it, the examples nearest in meaning, and a line ready to paste where it should be
learned. Nothing is kept: take out names and other personal data before a line goes into a file.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from bot.understanding.encoders import Vectors
from bot.understanding.language import detect_language
from bot.understanding.normaliser import normalise
from bot.understanding.vectors import EXAMPLES, KeptVectors, encode

ROOT = Path(__file__).resolve().parents[2]
_ENCODER = "e5"
_NEAREST = 3
_SUGGESTED = 3
_WORTH_NAMING = 0.05


@dataclass(frozen=True)
class Example:
    """An example of data/nlu, and the file it stands in."""

    text: str
    label: str
    file: Path


def examples(folder: Path) -> Iterator[Example]:
    """Every example under a folder like data/nlu."""
    for path in sorted(folder.glob("*/*.yml")):
        for block in yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)["nlu"]:
            for line in block["examples"].splitlines():
                if line.strip().startswith("- "):
                    yield Example(line.strip()[2:], block["intent"], path)


class Neighbours:
    """Examples by nearness in meaning. ``vectors`` may hold those that training already made."""

    def __init__(self, known: Iterable[Example], vectors: KeptVectors) -> None:
        self.known = list(known)
        rows = vectors.of(_ENCODER, [normalise(example.text) for example in self.known])
        self._mean = rows.mean(axis=0)
        self._rows = self._centred(rows)

    def nearest(self, text: str) -> list[tuple[float, Example]]:
        """The nearest examples with their cosine, nearest first."""
        likeness = self._rows @ self._centred(encode(_ENCODER, [normalise(text)]))[0]
        return [(float(likeness[place]), self.known[place]) for place in np.argsort(-likeness)[:_NEAREST]]

    def _centred(self, rows: Vectors) -> Vectors:
        centred: Vectors = rows - self._mean
        return np.asarray(centred / np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-9))


def label_of(guess: dict[str, Any]) -> str:
    """A guess of the ranking as it is written in data/nlu."""
    return f"{guess['name']}/{guess['topic']}" if guess.get("topic") else str(guess["name"])


def entity(parsed: dict[str, Any], name: str) -> str | None:
    """The first value of an entity that was found in a message."""
    return next((found["value"] for found in parsed["entities"] if found["entity"] == name), None)


def answered(parsed: dict[str, Any]) -> str:
    """The label that a message is answered with."""
    intent = str(parsed["intent"]["name"])
    if intent in ("nlu_fallback", "danger"):
        return intent
    return label_of({"name": intent, "topic": entity(parsed, "topic")})


def explained(text: str, parsed: dict[str, Any], neighbours: Neighbours) -> str:
    """What would be answered to a question and why, as lines to read and paste."""
    guesses = [(label_of(guess), guess["confidence"]) for guess in parsed.get("intent_ranking") or []]
    answer = answered(parsed)
    likely = [label for label, sure in guesses if label not in ("nlu_fallback", "danger") and sure >= _WORTH_NAMING][
        :_SUGGESTED
    ]
    lines = [f"? {text}"]
    if answer == "nlu_fallback":
        lines.append(f"  not sure; would ask whether it is: {', '.join(likely) or 'nothing it knows'}")
    else:
        lines.append(f"  would answer: {answer} ({parsed['intent']['confidence']:.2f})")
    lines += [f"  other guess: {label} ({sure:.2f})" for label, sure in guesses if label in likely and label != answer]
    lines += [
        f"  like an example of {example.label} ({near:.2f}): {example.text}"
        for near, example in neighbours.nearest(text)
    ]
    language = detect_language(text) or "nl"
    lines.append("  to teach it, paste the line under the right label:")
    for label in dict.fromkeys([*(label for label in [answer] if label in _labels(neighbours)), *likely]):
        file = _file_of(label, language, neighbours)
        if file:
            lines.append(f"    {file.relative_to(ROOT)}, intent: {label}\n    - {text}")
    return "\n".join(lines)


def _labels(neighbours: Neighbours) -> set[str]:
    return {example.label for example in neighbours.known}


def _file_of(label: str, language: str, neighbours: Neighbours) -> Path | None:
    """Where adults' examples of a label stand in a language; children's stand in child.yml."""
    files = {
        example.file for example in neighbours.known if example.label == label and example.file.parent.name == language
    }
    return next((file for file in sorted(files) if file.stem != "child"), None)


async def _explain_all(questions: Iterable[str], neighbours: Neighbours) -> None:
    from bot.server.assistant import Assistant
    from bot.server.quiet import quiet_logging
    from bot.server.settings import MODEL

    quiet_logging()
    agent = Assistant.load(ROOT / MODEL).engine.agent
    for question in questions:
        print(explained(question, dict(await agent.parse_message(question)), neighbours), end="\n\n", flush=True)


def main(arguments: list[str]) -> int:
    """Read questions from the files, or from standard input, and explain each."""
    try:
        lines = [line for name in arguments for line in Path(name).read_text(encoding="utf-8").splitlines()]
    except OSError as error:
        print(f"cannot read {error.filename}: {error.strerror}", file=sys.stderr)
        return 1
    questions = [line.strip() for line in (lines if arguments else sys.stdin) if line.strip()]
    if not questions:
        print("no questions: write one per line, in a file or on standard input", file=sys.stderr)
        return 1
    asyncio.run(_explain_all(questions, Neighbours(examples(ROOT / "data" / "nlu"), KeptVectors(ROOT / EXAMPLES))))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
