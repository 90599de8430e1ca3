"""A child's choices have pictures, and every picture is one that exists."""

from __future__ import annotations

import re

import pytest

from bot.replies import pictures, topics
from bot.replies.message import payload
from bot.resources.loader import library
from bot.server.templates import WEB
from bot.voice import Voice

DRAWN = set(re.findall(r'<symbol id="(\w+)"', (WEB / "pictures.svg").read_text(encoding="utf-8")))


def choices() -> list[str]:
    """What every choice that a child is offered in a menu or a question sends."""
    base = library()
    sent = [payload("ask_right", topic=x) for x in base.menu.child_rights]
    sent += [payload("ask_plan", topic=x) for x in base.menu.child_plans]
    sent += [button.payload for button in topics.start_buttons(Voice.NL_KIND)]
    for question in base.routes.questions:
        sent += [payload("tell_situation", **{question.dimension: value}) for value in question.options]
    return sent


def test_every_picture_is_drawn_and_every_drawing_is_used() -> None:
    assert set(pictures.by_choice().values()) == DRAWN


def test_every_choice_of_a_child_has_a_picture() -> None:
    assert [sent for sent in choices() if not pictures.picture(sent)] == []


def test_what_is_named_exists() -> None:
    known = {re.sub(r'\{.*"(\w+)"\}', r"/\1", sent).removeprefix("/") for sent in choices()}
    named = {key for key in pictures.by_choice() if key.startswith(("ask_right/", "ask_plan/", "tell_situation/"))}
    assert named - known == set()


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ('/ask_right{"topic": "breaks"}', "clock"),
        ('/ask_right{"topic": "late_pay"}', "book"),
        ('/ask_plan{"topic": "young_dancer", "variant": "x"}', "cloud"),
        ("/talk_to_human", "phone"),
        ("/no_such_intent", None),
    ],
)
def test_the_most_precise_picture_is_taken(sent: str, name: str | None) -> None:
    assert pictures.picture(sent) == name


def test_only_children_get_them() -> None:
    def message() -> dict[str, object]:
        return {"buttons": [{"title": "Bel", "payload": "/talk_to_human"}]}

    assert pictures.added([message()], Voice.EN) == [message()]
    child = pictures.added([message()], Voice.EN_KIND)
    assert child == [{"buttons": [{"title": "Bel", "payload": "/talk_to_human", "picture": "phone"}]}]
