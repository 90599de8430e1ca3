"""The form asks only what can still change who can help; compared with trying out every answer."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from bot.advice.routing import Router
from bot.advice.situation import Situation
from bot.resources.library import Library
from bot.resources.loader import CONTENT
from bot.resources.routes_schema import Question
from bot.resources.strict_yaml import read_yaml

TABLE = read_yaml(CONTENT / "routes.yml")
DIMENSIONS: dict[str, list[str]] = TABLE["dimensions"]
BUTTONS: dict[str, list[str]] = {question["dimension"]: list(question["options"]) for question in TABLE["questions"]}
FORM = list(BUTTONS)


class EveryAnswer:
    """Who is named and which plan fits, for every value of what the form may ask, worked out one by one."""

    def __init__(self, router: Router, base: Situation, dimensions: list[str]) -> None:
        self._router = router
        self._base = base
        self._dimensions = dimensions
        self._seen: dict[tuple[str, ...], tuple[tuple[str, ...], str | None]] = {}

    def outcome(self, values: dict[str, str]) -> tuple[tuple[str, ...], str | None]:
        key = tuple(values[dimension] for dimension in self._dimensions)
        if key not in self._seen:
            advice = self._router.advise(self._base.with_(**values))
            self._seen[key] = (advice.organisations, advice.plan)
        return self._seen[key]

    def can_change(self, situation: Situation, changing: list[str], others: list[str]) -> bool:
        """Whether, for some answers to the others, the answers to ``changing`` lead to different advice."""
        known = {dimension: getattr(situation, dimension) for dimension in self._dimensions}
        for other_values in itertools.product(*(answers(d, situation) for d in others)):
            fixed = known | dict(zip(others, other_values, strict=True))
            outcomes = {
                self.outcome(fixed | dict(zip(changing, values, strict=True)))
                for values in itertools.product(*(answers(d, situation) for d in changing))
            }
            if len(outcomes) > 1:
                return True
        return False

    def first_useful(self, situation: Situation, still_open: list[str]) -> str | None:
        """The first dimension, in the order of the form, whose answer can change the advice."""
        for dimension in still_open:
            if self.can_change(situation, [dimension], [other for other in still_open if other != dimension]):
                return dimension
        return None


def answers(dimension: str, situation: Situation) -> list[str]:
    """What someone can answer: a button, or skipping, which leaves the value as it is."""
    return list(dict.fromkeys([getattr(situation, dimension), *BUTTONS[dimension]]))


def forms(
    router: Router, start: Situation, answered: set[str]
) -> Iterator[tuple[Situation, set[str], Question | None]]:
    """Every moment of every form from a start: what is known, what was answered, what is asked next."""
    question = router.question(start, answered)
    yield start, answered, question
    if question is not None:
        for value in answers(question.dimension, start):
            yield from forms(router, start.with_(**{question.dimension: value}), answered | {question.dimension})


@pytest.mark.parametrize("age", DIMENSIONS["age"])
@pytest.mark.parametrize("behaviour", DIMENSIONS["behaviour"])
def test_the_first_question_whose_answer_can_change_the_advice_is_asked_or_none(
    router: Router, behaviour: str, age: str
) -> None:
    start = Situation(behaviour=behaviour, age=age)
    open_at_first = ["setting", "since", "want"]
    every = EveryAnswer(router, start, open_at_first)
    for situation, answered, question in forms(router, start, {"behaviour", "age"}):
        still_open = [dimension for dimension in FORM if dimension not in answered]
        assert (question.dimension if question else None) == every.first_useful(situation, still_open), situation
        if question is None:
            assert not every.can_change(situation, still_open, []), situation


@pytest.mark.parametrize("role", DIMENSIONS["role"])
def test_the_first_question_after_behaviour_and_age_is_right_in_every_role(router: Router, role: str) -> None:
    open_at_first = ["setting", "since", "want"]
    for behaviour, age in itertools.product(DIMENSIONS["behaviour"], DIMENSIONS["age"]):
        start = Situation(role=role, behaviour=behaviour, age=age)
        every = EveryAnswer(router, start, open_at_first)
        question = router.question(start, {"behaviour", "age"})
        assert (question.dimension if question else None) == every.first_useful(start, open_at_first), start


@pytest.mark.parametrize("dimension", FORM)
def test_one_open_question_is_asked_if_and_only_if_it_changes_the_advice(router: Router, dimension: str) -> None:
    others = [other for other in FORM if other != dimension]
    asked = set()
    for values in itertools.product(*(DIMENSIONS[other][::3] for other in others)):
        situation = Situation(**dict(zip(others, values, strict=True)))
        question = router.question(situation, others)
        every = EveryAnswer(router, situation, [dimension])
        assert (question is not None) is every.can_change(situation, [dimension], []), situation
        asked.add(question is not None)
    assert True in asked


def test_the_form_ends_within_five_questions_and_never_asks_what_was_answered(router: Router) -> None:
    longest = 0
    for situation, answered, question in forms(router, Situation(behaviour="sexual_violence"), {"behaviour"}):
        assert question is None or question.dimension not in answered, situation
        longest = max(longest, len(answered))
    assert longest <= len(FORM) == 5


@pytest.mark.parametrize("skipped", [True, False], ids=["skips", "takes the last button"])
def test_whoever_starts_with_nothing_is_done_within_five_questions(router: Router, skipped: bool) -> None:
    situation, answered, asked = Situation(), set[str](), []
    while (question := router.question(situation, answered)) is not None:
        asked.append(question.dimension)
        if not skipped:
            situation = situation.with_(**{question.dimension: list(question.options)[-1]})
        answered.add(question.dimension)
        assert len(asked) <= 5
    assert len(asked) == len(set(asked))
    assert asked[0] == "behaviour"


def test_nothing_is_asked_when_all_is_answered_or_skipped(router: Router) -> None:
    assert router.question(Situation(), FORM) is None


def test_when_it_happened_is_asked_only_after_sexual_violence(router: Router) -> None:
    others = [dimension for dimension in FORM if dimension != "since"]
    asked = {
        values[others.index("behaviour")]
        for values in itertools.product(*(DIMENSIONS[other] for other in others))
        if router.question(Situation(**dict(zip(others, values, strict=True))), others) is not None
    }
    assert asked == {"sexual_violence"}


def test_the_answers_of_a_question_are_values_of_the_table_without_unknown(library: Library) -> None:
    for question in library.routes.questions:
        known = set(library.routes.dimensions[question.dimension]) - {"unknown"}
        assert set(question.options) == known
