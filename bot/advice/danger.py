"""Words that must never fail: danger, suicide, sexual violence, violence, and the safe words HULP and HELP.

Plain patterns over normalised text: no model, no network. The patterns and the phrases that only sound dangerous stand
in ``danger_words.yml``. Triggers are wide on purpose: a reader can put right an answer with a helpline too many.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib.resources import files

import yaml

LEVELS = ("now", "self_harm", "sexual_violence", "violence", "help")
"""Most urgent first; each is a card in emergencies.yml."""

_STRETCHED = re.compile(r"(\w)\1{2,}")
_QUOTES = re.compile(r"['’‘`´ʼ\"“”„]")
_UNSEEN = ("Mn", "Cf")  # accents, and characters without width
_LEET = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "@": "a", "$": "s"})
_LEET_WORD = re.compile(r"(?<!\w)(?=\w*[a-z])(?=\w*[0134@5$])[a-z0134@5$]{4,}(?!\w)")


def normalise(text: str, stretched_to: int = 1) -> str:
    """Lower case, no accents, quotes, invisible characters or stretched letters ("heeeelp"), and single spaces."""
    text = unicodedata.normalize("NFKD", text).casefold()
    text = "".join(char for char in text if char.isascii() or unicodedata.category(char) not in _UNSEEN)
    text = _QUOTES.sub("", text)
    text = _LEET_WORD.sub(lambda match: match.group().translate(_LEET), text)
    text = _STRETCHED.sub(r"\1" * stretched_to, text)
    return " ".join(text.split())


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], dict[str, re.Pattern[str]]]:
    words = yaml.safe_load((files(__package__) / "danger_words.yml").read_text(encoding="utf-8"))

    def compiled(patterns: list[str]) -> re.Pattern[str]:
        joined = "|".join(patterns)
        for name, part in words["parts"].items():
            joined = joined.replace(f"<{name}>", f"(?:{part})")
        return re.compile(rf"\b(?:{joined})")

    return compiled(words["harmless"]), {level: compiled(words["levels"][level]) for level in LEVELS}


def detect(text: str) -> tuple[str, ...]:
    """The levels of danger that a message speaks of, most urgent first; empty when none.

    Phrases that only sound dangerous (stage language, idiom, negation, asking about a helpline) are taken out first.
    """
    # A stretched letter can stand for one letter ("heeelp") or for two ("doooood").
    spellings = dict.fromkeys((normalise(text), normalise(text, 2)))
    found = {level for spelling in spellings for level in _levels_in(spelling)}
    return tuple(level for level in LEVELS if level in found)


def _levels_in(normalised: str) -> list[str]:
    harmless, levels = _patterns()
    suspected = [level for level in LEVELS if levels[level].search(normalised)]
    if not suspected:
        return []
    normalised = harmless.sub("~", normalised)
    return [level for level in suspected if levels[level].search(normalised)]
