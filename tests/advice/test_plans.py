"""Walking a step plan."""

from __future__ import annotations

import pytest

from bot.advice.plans import move, needs_variant, steps_of
from bot.resources.loader import library


@pytest.mark.parametrize(
    ("position", "by", "length", "place"),
    [
        (0, 1, 5, 1),
        (1, 1, 5, 2),
        (5, 1, 5, 5),
        (9, 1, 5, 5),
        (2, -1, 5, 1),
        (1, -1, 5, 0),
        (0, -1, 5, 0),
        (3, 0, 5, 3),
        (9, 0, 5, 5),
        (0, 0, 5, 0),
        (1, 1, 1, 1),
    ],
)
def test_move(position: int, by: int, length: int, place: int) -> None:
    assert move(position, by, length) == place


@pytest.mark.parametrize("plan", library().plans.values(), ids=lambda plan: plan.id)
def test_steps(plan) -> None:  # noqa: ANN001
    assert needs_variant(plan, None) == bool(plan.variants)
    assert needs_variant(plan, "no such part") == bool(plan.variants)
    assert steps_of(plan) == plan.steps
    for part in plan.variants:
        assert not needs_variant(plan, part.id)
        steps = steps_of(plan, part.id)
        assert steps
        assert {step.variant for step in steps} <= {None, part.id}
        assert [step for step in plan.steps if step in steps] == steps
