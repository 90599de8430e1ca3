"""Walking a step plan: which steps belong to someone's question, and where they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.resources.schema import Plan, Step


@dataclass(frozen=True)
class Place:
    """Where someone is in a plan: the part of it, when it has parts, and the step; step 0 is the overview."""

    plan: Plan
    part: str | None = None
    step: int = 0

    @property
    def steps(self) -> list[Step]:
        """The steps of the part."""
        return steps_of(self.plan, self.part)

    @property
    def now(self) -> Step | None:
        """The step itself; None at the overview."""
        return self.steps[self.step - 1] if self.step else None

    def at(self, step: int) -> Place:
        """Another step of the same part; stays within the overview and the last step."""
        return replace(self, step=max(0, min(len(self.steps), step)))


def part_for(plan: Plan, people: Sequence[str | None]) -> str | None:
    """The part of a plan that fits who someone is ("accused", "zzp"), the first of ``people`` first.

    Without one that fits, the first part; None when the plan has no parts.
    """
    fitting = (part.id for one in people for part in plan.variants if one in part.fits)
    return next(fitting, plan.variants[0].id if plan.variants else None)


_BOUNDARY_CROSSED = {
    "parent": "worried_parent",
    "bystander": "bystander",
    "teacher": "teacher_signal",
    "accused": "teacher_signal",
    "organisation": "organisation_signal",
    "child": "young_dancer",
    "teen": "young_dancer",
    "student": "student_school",
    "zzp": "boundary_freelancer",
    "employee": "boundary_employee",
}
"""The same trouble, seen by each of these people: who says what they are gets their own plan."""


def plan_for(plan: str, people: Sequence[str | None]) -> str:
    """The plan for who someone says to be, when ``plan`` is one of those about a boundary that was crossed.

    The first of ``people`` (role, status, age group) with a plan of their own counts.
    """
    if plan not in _BOUNDARY_CROSSED.values():
        return plan
    return next((_BOUNDARY_CROSSED[one] for one in people if one in _BOUNDARY_CROSSED), plan)


def steps_of(plan: Plan, variant: str | None = None) -> list[Step]:
    """The steps in order: those for everyone and, when a part was chosen, those of that part."""
    return [step for step in plan.steps if step.variant is None or variant is None or step.variant == variant]


_CARDINALS = (
    "een one", "twee two", "drie three", "vier four", "vijf five", "zes six", "zeven seven", "acht eight", "negen nine",
    "tien ten",
)  # fmt: skip
_ORDINALS = (
    "eerste 1ste first", "tweede second", "derde third", "vierde fourth", "vijfde fifth", "zesde sixth",
    "zevende seventh", "achtste eighth", "negende ninth", "tiende tenth",
)  # fmt: skip
_CARDINAL = {word: number for number, words in enumerate(_CARDINALS, 1) for word in words.split()}
_ORDINAL = {word: number for number, words in enumerate(_ORDINALS, 1) for word in words.split()}
_DIGITS = re.compile(r"\b(\d{1,2})(?:e|de|ste|st|nd|rd|th)?\b")
_COUNTED = re.compile(r"\b(?:stap|step|nummer|number|nr|punt)\.? (?:nummer |number )?(\w+)")
_LONGEST_REQUEST = 7
_LAST = re.compile(r"\b(?:laatste|last|final|einde|eind|end)\b")


def step_named(text: str, length: int) -> int | None:
    """The step that a text names ("stap 3", "step four", "de derde", "the last one"), or None when it names none."""
    text = text.lower().replace("é", "e")
    if found := _DIGITS.search(text):
        return int(found.group(1))
    if _LAST.search(text):
        return length
    counted = (_CARDINAL[word] for word in _COUNTED.findall(text) if word in _CARDINAL)
    ordinal = (_ORDINAL[word] for word in re.findall(r"\w+", text) if word in _ORDINAL)
    return next(counted, None) or next(ordinal, None)


def step_asked(text: str) -> int | None:
    """The step that a short text asks for by its number: "stap 4 graag", "to step three please"."""
    text = text.lower()
    if len(text.split()) > _LONGEST_REQUEST or not (counted := _COUNTED.search(text)):
        return None
    number = counted.group(1)
    return int(number) if number.isdecimal() else _CARDINAL.get(number)
