"""When an entry must be looked at again: a crisis line sooner than others, a right at the latest when its law ends."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from bot.resources import freshness
from bot.resources.library import Library
from bot.resources.loader import load
from bot.resources.schema import Basis

SMALL = load(Path(__file__).parent / "small")
RULES = SMALL.freshness
CHECKED = date(2026, 11, 21)
CRISIS, YEAR = CHECKED + timedelta(days=90), CHECKED + timedelta(days=365)
ALARM, CHILDLINE, UNION = (SMALL.organisations[key] for key in ("alarm_112", "kindertelefoon", "kunstenbond"))
RIGHT, PLAN = SMALL.rights["rest_time"], SMALL.plans["long_hours"]
TOMORROW = CHECKED + timedelta(days=1)


def _right(*ends: date | None) -> Any:
    return replace(RIGHT, basis=[Basis(kind="cao", article="4.2", source="agreement", until=until) for until in ends])


@pytest.mark.parametrize(
    ("entry", "latest"),
    [
        pytest.param(ALARM, CRISIS, id="emergency number"),
        pytest.param(CHILDLINE, CRISIS, id="helpline"),
        pytest.param(replace(CHILDLINE, contacts=[]), YEAR, id="helpline without a phone"),
        pytest.param(replace(ALARM, kind="union"), YEAR, id="a phone that is no crisis line"),
        pytest.param(UNION, YEAR, id="union"),
        pytest.param(PLAN, YEAR, id="plan"),
        pytest.param(_right(None), YEAR, id="law without an end"),
        pytest.param(_right(YEAR + timedelta(days=1)), YEAR, id="law that ends after a year"),
        pytest.param(_right(date(2026, 12, 31)), date(2026, 12, 31), id="CAO that ends"),
        pytest.param(_right(None, date(2027, 3, 1), date(2026, 12, 31)), date(2026, 12, 31), id="the first end counts"),
        pytest.param(_right(CHECKED), CHECKED, id="ends on the day it was checked"),
        pytest.param(_right(CHECKED - timedelta(days=1)), YEAR, id="had ended when it was checked"),
    ],
)
def test_the_last_day_for_review(entry: freshness.Dated, latest: date) -> None:
    assert freshness.latest_review(entry, RULES) == latest
    on_time, late = (replace(entry, review_by=latest + timedelta(days=days)) for days in (0, 1))
    assert list(freshness.problems(on_time, RULES, CHECKED)) == []
    (line,) = freshness.problems(late, RULES, CHECKED)
    assert line == f"review_by: {late.review_by} is too late; the rule says {latest} at the latest"


@pytest.mark.parametrize("entry", [UNION, PLAN, _right(None)], ids=["organisation", "plan", "right"])
def test_dates_that_passed_or_lie_in_the_future(entry: freshness.Dated) -> None:
    assert list(freshness.problems(entry, RULES, entry.review_by)) == []
    (passed,) = freshness.problems(entry, RULES, entry.review_by + timedelta(days=1))
    assert passed == f"review_by: {entry.review_by} has passed"
    (early,) = freshness.problems(replace(entry, checked_on=TOMORROW), RULES, CHECKED)
    assert early == f"checked_on: {TOMORROW} lies in the future"


def test_a_contact_checked_tomorrow_is_named() -> None:
    (contact,) = UNION.contacts
    entry = replace(UNION, contacts=[contact, replace(contact, checked_on=TOMORROW)])
    (line,) = freshness.problems(entry, RULES, CHECKED)
    assert line == f"contacts[1].checked_on: {TOMORROW} lies in the future"


@pytest.mark.parametrize(
    ("days_before", "warned"),
    [(RULES.warn_days + 1, False), (RULES.warn_days, True), (1, True), (0, True), (-1, False)],
)
def test_a_warning_comes_in_the_last_days_only(days_before: int, warned: bool) -> None:
    today = PLAN.review_by - timedelta(days=days_before)
    expected = [f"review_by: {PLAN.review_by} comes near"] if warned else []
    assert list(freshness.warnings(PLAN, RULES, today)) == expected


def test_what_has_no_dates_does_not_go_stale() -> None:
    assert list(freshness.problems(SMALL.emergencies["now"], RULES, date(2099, 1, 1))) == []


def test_every_entry_of_the_resource_base_is_looked_at_in_time(library: Library) -> None:
    entries = [*library.organisations.values(), *library.rights.values(), *library.plans.values()]
    assert [x.id for x in entries if x.review_by > freshness.latest_review(x, library.freshness)] == []
    assert library.freshness.crisis_days < library.freshness.other_days
