"""Walking a step plan."""

from __future__ import annotations

import pytest

from bot.advice.plans import Place, part_for, plan_for, step_asked, step_named, steps_of
from bot.resources.loader import library
from bot.resources.schema import Plan

PLANS = library().plans


@pytest.mark.parametrize(("asked", "step"), [(-3, 0), (0, 0), (1, 1), (9, 9), (10, 9), (99, 9)])
def test_a_place_stays_within_the_plan(asked: int, step: int) -> None:
    place = Place(PLANS["young_dancer"])
    assert len(place.steps) == 9
    assert place.at(asked).step == step
    assert (place.at(asked).now is None) == (step == 0)


@pytest.mark.parametrize("plan", PLANS.values(), ids=lambda plan: plan.id)
def test_steps(plan: Plan) -> None:
    assert steps_of(plan) == plan.steps
    for part in plan.variants:
        steps = steps_of(plan, part.id)
        assert steps
        assert {step.variant for step in steps} <= {None, part.id}
        assert [step for step in plan.steps if step in steps] == steps


@pytest.mark.parametrize(
    ("plan", "people", "part"),
    [
        ("unpaid_or_contract", ("self", "zzp"), "freelance_invoice"),
        ("unpaid_or_contract", (None, "employee"), "employee_pay"),
        ("unpaid_or_contract", (None, None), "employee_pay"),
        ("teacher_signal", ("accused", "teacher"), "accused"),
        ("teacher_signal", ("accused", None), "accused"),
        ("organisation_signal", ("parent", None), "report"),
        ("young_dancer", ("parent", "zzp"), None),
    ],
)
def test_the_part_that_fits_who_someone_is(plan: str, people: tuple[str | None, ...], part: str | None) -> None:
    assert part_for(PLANS[plan], people) == part


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("stap 3", 3),
        ("ga naar stap vier", 4),
        ("step two please", 2),
        ("de vijfde stap", 5),
        ("3e", 3),
        ("the 2nd one", 2),
        ("de laatste", 12),
        ("last step", 12),
        ("laat alles zien", None),
        ("in één keer alle stappen", None),
        ("", None),
    ],
)
def test_a_step_by_its_name(text: str, step: int | None) -> None:
    assert step_named(text, 12) == step


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("stap 4 graag", 4),
        ("to step three please", 3),
        ("nee stap 3", 3),
        ("stap", None),
        ("wat is de volgende stap", None),
        ("in stap 2 staat dat ik moet bellen maar niemand neemt op, wat nu", None),
        ("ik dans 3 dagen", None),
    ],
)
def test_a_step_that_is_asked_for(text: str, step: int | None) -> None:
    assert step_asked(text) == step


@pytest.mark.parametrize(
    ("plan", "people", "found"),
    [
        ("young_dancer", ("parent", None, "child"), "worried_parent"),
        ("worried_parent", ("organisation", None, None), "organisation_signal"),
        ("boundary_employee", (None, "zzp", None), "boundary_freelancer"),
        ("boundary_employee", (None, None, None), "boundary_employee"),
        ("long_hours", ("parent", None, "child"), "long_hours"),
    ],
)
def test_the_plan_of_who_someone_is(plan: str, people: tuple[str | None, ...], found: str) -> None:
    assert plan_for(plan, people) == found
