"""Reads a message in the light of what was just shown: "and in the weekend?" leans on the answer before."""

from __future__ import annotations

import re
from collections.abc import Collection

from bot.resources.library import Library

_LONGEST = 9
"""A follow-up of more words says by itself what it is about."""
_LEANS_BY = 8.0
"""How many times likelier a related label becomes."""
_OPENS = re.compile(
    r"^\W*(?:(?:ja|nee|ok|oke|okay|yes|no|hm+|oh) )?(?:en|maar|of|dus|want|ook|nog|and|but|or|so|also|then|dan|wat als|"
    r"stel|what if|what about|how about|hoe zit|geldt dat|does that|is that|is dat|mag dat|moet dat|kan dat|can they|"
    r"can i then)\b",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(
    r"\b(?:dat|dit|dan|die|daar\w*|ze|hun|het dan|that|this|then|there|they|them|those|it)\b", re.IGNORECASE
)


def is_follow_up(text: str) -> bool:
    """Whether a text is short and opens, or points back, as if it goes on about the same thing."""
    return len(text.split()) <= _LONGEST and bool(_OPENS.search(text) or _POINTS_BACK.search(text))


def related(library: Library, label: str) -> frozenset[str]:
    """Labels on the same subject as ``label``: rights of its theme, and the plan and kind of help that go with it."""
    intent, _, topic = label.partition("/")
    rights = [right for right in library.rights.values() if label in _labels(right.id, right.plan, right.behaviour)]
    if intent == "ask_right":
        rights += [
            library.rights[other] for theme in library.menu.themes if topic in theme.rights for other in theme.rights
        ]
    found = {label} | {name for right in rights for name in _labels(right.id, right.plan, right.behaviour)}
    return frozenset(found)


def lean(ranking: list[tuple[str, float]], towards: Collection[str]) -> list[tuple[str, float]]:
    """The ranking (label, probability) with some labels made likelier, again adding up to one."""
    weighed = [(label, chance * (_LEANS_BY if label in towards else 1.0)) for label, chance in ranking]
    total = sum(chance for _, chance in weighed)
    return sorted(((label, chance / total) for label, chance in weighed), key=lambda guess: -guess[1])


def _labels(right: str, plan: str | None, behaviour: str | None) -> list[str]:
    return [
        f"ask_right/{right}",
        *([f"ask_plan/{plan}"] if plan else []),
        *([f"find_help/{behaviour}"] if behaviour else []),
    ]
