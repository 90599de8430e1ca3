"""Which answer of a right fits someone, and whether what it rests on is in force."""

from __future__ import annotations

from datetime import date
from enum import Enum

from bot.resources.schema import Basis, Right, Status, Words

# Whose answer also fits: a child asking gets the answer for teens when there is none for children, and so on.
_FALLS_BACK_TO = {"child": "teen", "teen": "child", "intern": "student", "volunteer": "employee"}
_NEARLY_EVERYONE = 6
"""An answer that holds for so many kinds of people need not say for whom it is."""


class Force(Enum):
    """Where a day stands in the period of a law or agreement."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


def force(basis: Basis, day: date) -> Force:
    """Whether a basis holds on a day; an open start or end counts as holding. ``until`` is the last day."""
    if basis.starts and day < basis.starts:
        return Force.BEFORE
    if basis.until and day > basis.until:
        return Force.AFTER
    return Force.DURING


def answer_for(right: Right, status: str | None) -> Words:
    """The answer for a status ("zzp", "teacher" ...), or the general answer when it makes no difference."""
    for wanted in (status, _FALLS_BACK_TO.get(status or "")):
        for variant in right.variants:
            if wanted and wanted in variant.applies_to:
                return variant.answer
    return right.answer


def applies(right: Right, status: str | None) -> bool | None:
    """Whether the answer is known to hold for a status; None when the status is not known and it makes a difference.

    False does not mean "you have no such right": it means that no source says so for this group.
    """
    told = {*right.applies_to, *(status for variant in right.variants for status in variant.applies_to)}
    if status is None:
        return None if right.variants or len(told) < _NEARLY_EVERYONE else True
    return bool({status, _FALLS_BACK_TO.get(status)} & told)


def differs_for(right: Right) -> list[Status]:
    """The statuses with an answer of their own, each once."""
    return list(dict.fromkeys(status for variant in right.variants for status in variant.applies_to))


def general_for(right: Right) -> list[Status]:
    """The statuses that the general answer is for."""
    return [status for status in right.applies_to if status not in differs_for(right)]


def bases_for(right: Right, status: str | None) -> list[Basis]:
    """The laws and agreements behind the answer for a status; without a status, those for employees and for all."""
    wanted = {status or "employee"}
    if status and not any(status in basis.applies_to for basis in right.basis):
        wanted |= {_FALLS_BACK_TO.get(status, "employee")}
    fitting = [basis for basis in right.basis if not basis.applies_to or wanted & set(basis.applies_to)]
    return fitting or right.basis
