"""What the model of danger learns from: data/danger, and everyday messages that speak of none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import yaml

EXAMPLES = Path(__file__).resolve().parents[2] / "data" / "danger"
NONE = "none"
_SPEAKS_OF = {
    "danger/now": "now",
    "danger/self_harm": "self_harm",
    "find_help/sexual_violence": "sexual_violence",
    "find_help/violence_threat": "violence",
    "find_help/home_unsafe": "violence",
}
_MAY_SPEAK_OF = frozenset(
    """
    find_help/grooming find_help/sexual_harassment find_help/online_images find_help/unclear ask_plan/online_images
    ask_plan/young_dancer ask_plan/worried_parent ask_plan/sexual_assault harmful_request
    """.split()  # noqa: SIM905  (readable as a list)
)
"""Labels of which some examples speak of danger and some do not: nothing is learned from them."""
_WEIGHT = 2
_ONE_IN = 3
"""Of questions about rights there are so many that every third one says enough."""


def rows(folder: Path = EXAMPLES) -> Iterator[dict[str, str]]:
    """Text, level, kind and voice of every example, as its writer put it down."""
    for path in sorted(folder.glob("*.yml")):
        yield from yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)["danger_examples"]


def harmless_and_dangerous() -> Iterator[tuple[str, str]]:
    """(text, level) of what speaks of danger or only sounds like it; each counts twice."""
    for row in rows():
        for _ in range(_WEIGHT):
            yield row["text"], row["level"]


def everyday(examples: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """(text, level) from (label, text) of the intent classifier's examples."""
    seen = 0
    for label, text in examples:
        if level := _SPEAKS_OF.get(label):
            yield text, level
        elif label not in _MAY_SPEAK_OF:
            seen += label.startswith("ask_right")
            if seen % _ONE_IN == 0 or not label.startswith("ask_right"):
                yield text, NONE
