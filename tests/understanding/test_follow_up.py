"""A short question leans on what was just shown."""

from __future__ import annotations

import pytest

from bot.resources.loader import library
from bot.understanding.follow_up import is_follow_up, lean, related


@pytest.mark.parametrize(
    "text",
    ["en in het weekend?", "and for freelancers?", "moet ik dan iets tekenen?", "wat als ze niks doen", "is that free"],
)
def test_follow_ups(text: str) -> None:
    assert is_follow_up(text)


@pytest.mark.parametrize(
    "text",
    [
        "hoeveel rust krijg ik tussen twee voorstellingen",
        "mijn factuur is niet betaald",
        "and then, about something else, i wonder what my employer must pay me for a late show",
        "",
    ],
)
def test_questions_of_their_own(text: str) -> None:
    assert not is_follow_up(text)


def test_related_are_the_rights_of_the_theme_and_the_plan_that_goes_with_them() -> None:
    labels = related(library(), "ask_right/rest_time")
    assert {"ask_right/rest_time", "ask_right/breaks", "ask_plan/long_hours", "find_help/hours_rest"} <= labels
    assert "ask_right/pay_scale" not in labels
    assert "ask_right/rest_time" in related(library(), "ask_plan/long_hours")
    assert "ask_plan/online_images" in related(library(), "find_help/online_images")
    assert related(library(), "danger/now") == {"danger/now"}


def test_leaning_lets_a_near_rival_win_and_not_a_stranger() -> None:
    ranking = [("greet", 0.5), ("ask_right/breaks", 0.3), ("ask_right/pay_scale", 0.19), ("ask_right/rest_time", 0.01)]
    leant = lean(ranking, {"ask_right/breaks", "ask_right/rest_time"})
    assert leant[0][0] == "ask_right/breaks"
    assert leant[-1][0] == "ask_right/rest_time"
    assert sum(chance for _, chance in leant) == pytest.approx(1)
