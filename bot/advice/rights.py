"""Which answer of a right fits someone, and whether what it rests on is in force."""

from __future__ import annotations

from datetime import date
from enum import Enum

from bot.resources.schema import Basis, Right, Words

# Whose answer also fits: a child asking gets the answer for teens when there is none for children, and so on.
_FALLS_BACK_TO = {"child": "teen", "teen": "child", "intern": "student", "volunteer": "employee"}


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


def bases_for(right: Right, status: str | None) -> list[Basis]:
    """The laws and agreements behind the answer for a status; without a status, those for employees and for all."""
    wanted = {status or "employee"}
    if status and not any(status in basis.applies_to for basis in right.basis):
        wanted |= {_FALLS_BACK_TO.get(status, "employee")}
    fitting = [basis for basis in right.basis if not basis.applies_to or wanted & set(basis.applies_to)]
    return fitting or right.basis
