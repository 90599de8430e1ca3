"""Words that must never fail: danger, suicide, sexual violence, violence, and the safe words HULP and HELP.

Plain patterns over normalised text: no model, no network. The patterns and the phrases that only sound dangerous stand in
``danger_words.yml``. Triggers are wide on purpose; an answer with a helpline too many can be put right by the reader.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib.resources import files

import yaml

LEVELS = ("now", "self_harm", "sexual_violence", "violence", "help")
"""Most urgent first; each is a card in emergencies.yml."""

_REPEATED = re.compile(r"(\w)\1{2,}")
_NOT_WORD = re.compile(r"[^\w\s:<>/'!?.,&]+")
_LEET = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "@": "a", "$": "s"})
_LEET_WORD = re.compile(r"(?<!\w)(?=\w*[a-z])(?=\w*[0134@5$])[a-z0134@5$]{4,}(?!\w)")


def normalise(text: str) -> str:
    """Lower case, no accents, straight quotes, no stretched letters ("heeeelp"), one space between words."""
    text = unicodedata.normalize("NFKD", text.casefold())
    text = "".join(char for char in text if not unicodedata.combining(char))
    text = text.replace("’", "'").replace("‘", "'").replace("`", "'")
    text = _LEET_WORD.sub(lambda match: match.group().translate(_LEET), text)
    text = _REPEATED.sub(r"\1", text)
    return re.sub(r"\s+", " ", text).strip()


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], dict[str, re.Pattern[str]]]:
    words = yaml.safe_load((files(__package__) / "danger_words.yml").read_text(encoding="utf-8"))
    parts = words["parts"]

    def compiled(patterns: list[str]) -> re.Pattern[str]:
        alternatives = []
        for pattern in patterns:
            for name, part in parts.items():
                pattern = pattern.replace(f"<{name}>", f"(?:{part})")
            alternatives.append(f"(?:{pattern})")
        return re.compile("|".join(alternatives))

    return compiled(words["harmless"]), {level: compiled(words["levels"][level]) for level in LEVELS}


def detect(text: str) -> tuple[str, ...]:
    """The levels of danger that a message speaks of, most urgent first; empty when none.

    Phrases that only sound dangerous (stage language, idiom, negation, asking about a helpline) are taken out first.
    """
    harmless, levels = _patterns()
    normalised = harmless.sub(" ~ ", normalise(text))
    return tuple(level for level in LEVELS if levels[level].search(normalised))
