"""Readable situations with the contacts and plan that must come out; see ``examples.yml``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.advice.routing import Router
from bot.advice.situation import Situation
from bot.resources.library import Library
from bot.resources.strict_yaml import read_yaml

FILE = read_yaml(Path(__file__).with_name("examples.yml"))
EXAMPLES: list[dict[str, Any]] = FILE["examples"]


@pytest.mark.parametrize("example", EXAMPLES, ids=[example["case"] for example in EXAMPLES])
def test_a_situation_leads_to_these_people_and_plan(router: Router, library: Library, example: dict[str, Any]) -> None:
    advice = router.advise(Situation(**FILE["start"] | example["situation"]))
    first = list(advice.organisations[: library.routes.show_first])
    plan = None if example["plan"] == "none" else example["plan"]
    assert (first, advice.plan, advice.stop) == (example["first"], plan, example.get("stop", False))
    if "night" in example:
        assert advice.night == example["night"]


def test_every_example_uses_values_of_the_table(library: Library) -> None:
    for example in EXAMPLES:
        for dimension, value in (FILE["start"] | example["situation"]).items():
            assert value in library.routes.dimensions[dimension], example["case"]


@pytest.mark.parametrize("dimension", ["role", "age", "behaviour", "want", "danger"])
def test_every_value_has_an_example(library: Library, dimension: str) -> None:
    used = {(FILE["start"] | example["situation"])[dimension] for example in EXAMPLES}
    assert set(library.routes.dimensions[dimension]) - used - {"no"} == set()


def test_there_are_enough_examples_and_none_twice() -> None:
    assert len(EXAMPLES) >= 30
    assert len({example["case"] for example in EXAMPLES}) == len(EXAMPLES)
    assert len({str(sorted(example["situation"].items())) for example in EXAMPLES}) == len(EXAMPLES)
