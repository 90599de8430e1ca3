"""Walking a step plan: which steps belong to someone's question, and where they are."""

from __future__ import annotations

from bot.resources.schema import Plan, Step


def needs_variant(plan: Plan, variant: str | None) -> bool:
    """True when the plan has parts and none was chosen yet."""
    return bool(plan.variants) and variant not in {part.id for part in plan.variants}


def steps_of(plan: Plan, variant: str | None = None) -> list[Step]:
    """The steps in order: those for everyone and, when a part was chosen, those of that part."""
    return [step for step in plan.steps if step.variant is None or variant is None or step.variant == variant]


def move(position: int, by: int, length: int) -> int:
    """The place after going on (1), back (-1) or staying (0); stays within 0..length. 0 is the overview."""
    return max(0, min(length, position + by))
