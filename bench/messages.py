"""Messages to measure with: the held-out ones of tests/nlu."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
_SHORT = 3
_LONG = 40


@dataclass(frozen=True)
class HeldOut:
    """A message with the label its writer gave it, and labels that a second reader found as good (``also``)."""

    group: str
    label: str
    text: str
    styles: tuple[str, ...]
    also: frozenset[str]


def held_out() -> Iterator[HeldOut]:
    """Every held-out message; tests/nlu/danger.yml has a form and a test of its own."""
    for path in sorted((ROOT / "tests" / "nlu").glob("*.yml")):
        if path.stem != "danger":
            for block in _blocks(path):
                for example in block["examples"]:
                    about = example["metadata"]
                    styles = (*about["style"], *_length(example["text"]))
                    yield HeldOut(path.stem, block["intent"], example["text"], styles, frozenset(about.get("also", [])))


def _blocks(path: Path) -> list[dict[str, Any]]:
    blocks: list[dict[str, Any]] = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)["nlu"]
    return blocks


def _length(text: str) -> tuple[str, ...]:
    words = len(text.split())
    return ("short",) if words <= _SHORT else ("ramble",) if words >= _LONG else ()
