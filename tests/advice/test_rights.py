"""Which answer of a right fits, and whether what it rests on is in force."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import get_args

import pytest

from bot.advice.rights import Force, answer_for, applies, differs_for, force, general_for
from bot.resources.loader import library
from bot.resources.schema import Basis, Right, Status, Variant, Words

START, UNTIL = date(2026, 1, 1), date(2026, 12, 31)


def _basis(starts: date | None, until: date | None) -> Basis:
    return Basis(kind="cao", article="10.2", source="x", starts=starts, until=until)


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2025, 12, 31), Force.BEFORE),
        (START, Force.DURING),
        (date(2026, 6, 1), Force.DURING),
        (UNTIL, Force.DURING),
        (date(2027, 1, 1), Force.AFTER),
    ],
)
def test_force(day: date, state: Force) -> None:
    assert force(_basis(START, UNTIL), day) is state


def test_open_ends_hold() -> None:
    assert force(_basis(None, None), date(1900, 1, 1)) is Force.DURING
    assert force(_basis(START, None), date(2099, 1, 1)) is Force.DURING
    assert force(_basis(START, None), date(2025, 1, 1)) is Force.BEFORE
    assert force(_basis(None, UNTIL), date(1900, 1, 1)) is Force.DURING
    assert force(_basis(None, UNTIL), date(2099, 1, 1)) is Force.AFTER


def _words(text: str) -> Words:
    return Words(nl=text, en=text, nl_kind=text, en_kind=text)


def _right(*variants: tuple[list[Status], str], applies_to: Sequence[Status] = ()) -> Right:
    return Right(
        id="x", title=_words("x"), applies_to=list(applies_to), basis=[], answer=_words("general"), ask=[], numbers={},
        confidence="verified", checked_on=START, review_by=UNTIL, sources=[],
        variants=[Variant(applies_to=statuses, answer=_words(text)) for statuses, text in variants],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (None, "general"),
        ("employee", "general"),
        ("zzp", "zzp"),
        ("teen", "young"),
        ("child", "young"),
        ("intern", "student"),
        ("student", "student"),
        ("organisation", "general"),
    ],
)
def test_answer_for(status: str | None, answer: str) -> None:
    right = _right((["zzp"], "zzp"), (["teen"], "young"), (["student"], "student"))
    assert answer_for(right, status).nl == answer


def test_own_answer_comes_before_a_related_one() -> None:
    right = _right((["teen"], "teen"), (["child"], "child"))
    assert answer_for(right, "child").nl == "child"
    assert answer_for(right, "teen").nl == "teen"


def test_every_right_has_an_answer_for_every_status() -> None:
    for right in library().rights.values():
        for status in (None, *get_args(Status)):
            assert answer_for(right, status).nl.strip()


@pytest.mark.parametrize(
    ("status", "known"),
    [
        ("employee", True),
        ("teen", True),
        ("child", True),
        ("volunteer", True),
        ("zzp", False),
        ("intern", False),
        ("organisation", False),
        (None, None),
    ],
)
def test_applies(status: str | None, known: bool | None) -> None:
    right = _right((["teen"], "young"), applies_to=["employee"])
    assert applies(right, status) is known


@pytest.mark.parametrize(
    ("right", "known"),
    [
        pytest.param(_right(applies_to=get_args(Status)[:6]), True, id="for nearly everyone"),
        pytest.param(_right(applies_to=get_args(Status)[:5]), None, id="for some"),
        pytest.param(_right((["zzp"], "zzp"), applies_to=get_args(Status)), None, id="for all, not the same"),
    ],
)
def test_an_answer_for_nearly_everyone_needs_no_status(right: Right, known: bool | None) -> None:
    assert applies(right, None) is known


def test_who_gets_the_general_answer_and_who_another() -> None:
    right = _right(
        (["teen", "child"], "young"), (["zzp", "teen"], "own"), applies_to=["employee", "child", "zzp", "teacher"]
    )
    assert differs_for(right) == ["teen", "child", "zzp"]
    assert general_for(right) == ["employee", "teacher"]


def test_a_right_is_told_to_exactly_those_it_names() -> None:
    for right in library().rights.values():
        assert set(differs_for(right)) <= set(right.applies_to), right.id
        assert all(applies(right, status) for status in right.applies_to), right.id
