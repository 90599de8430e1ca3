"""Two questions in one message: both are answered, for a child the second is a button; so is what else may be meant."""

from __future__ import annotations

from typing import Any

import pytest

from actions.conversation import Conversation
from bot.replies import topics
from bot.resources.loader import library
from bot.server.assistant import Assistant
from bot.voice import VOICES, Voice
from tests.conversations.talk import Talk

TWO = [
    (
        Voice.NL,
        "hoeveel uur rust moet ik krijgen na een late voorstelling? en ook, is er een minimum tarief voor zzp dansers",
        {"rest_time", "freelance_rate"},
    ),
    (
        Voice.EN,
        "how much rest do i get after a late show? also, can my teacher text me privately on whatsapp",
        {"rest_time", "private_messages"},
    ),
    (
        Voice.EN_KIND,
        "may my teacher film me and put it on tiktok? also, am i allowed to drink water in class",
        {"photos_and_videos", "child_in_class"},
    ),
]


@pytest.mark.parametrize(("voice", "text", "wanted"), TWO)
async def test_both_are_answered_or_offered(assistant: Assistant, voice: Voice, text: str, wanted: set[str]) -> None:
    talk = Talk(assistant, voice)
    await talk.start()
    messages = await talk.say(text)
    shown = {message["card"]["id"] for message in messages if message.get("card", {}).get("kind") == "right"}
    offered = {topic for topic in wanted for button in messages[-1]["buttons"] if f'"{topic}"' in button["payload"]}
    if not voice.is_child:
        assert shown == wanted
        return
    assert len(shown) == 1
    assert shown | offered == wanted
    again = await talk.say(
        next(b["payload"] for b in messages[-1]["buttons"] if (wanted - shown).pop() in b["payload"])
    )
    assert {message["card"]["id"] for message in again if message.get("card")} == wanted - shown


async def test_one_question_gets_one_answer(assistant: Assistant) -> None:
    talk = Talk(assistant)
    await talk.start()
    messages = await talk.say("hoeveel uur rust moet ik krijgen na een late voorstelling")
    assert len(messages) == 1


class FakeTracker:
    """What ``Conversation`` reads of a tracker."""

    def __init__(self, message: dict[str, Any]) -> None:
        self.latest_message = message
        self.slots = {"voice": "nl"}


def thoughts(sure: float, also: list[str]) -> list[str]:
    ranking = [
        {"name": "ask_right", "topic": "rest_time", "confidence": sure},
        {"name": "ask_right", "topic": "breaks", "confidence": 0.2},
        {"name": "ask_right", "topic": "overtime", "confidence": 0.1},
    ]
    message = {
        "text": "iets",
        "intent": ranking[0],
        "intent_ranking": ranking,
        "entities": [{"entity": "also", "value": label} for label in also],
    }
    found = Conversation(FakeTracker(message)).second_thoughts()  # type: ignore[arg-type]
    return [button.payload for reply in found for button in reply.buttons]


def test_an_unsure_answer_is_followed_by_what_else_may_be_meant() -> None:
    assert thoughts(0.9, []) == []
    assert thoughts(0.4, []) == ['/ask_right{"topic": "breaks"}', '/ask_right{"topic": "overtime"}']
    assert thoughts(0.4, ["ask_plan/long_hours"]) == ['/ask_plan{"topic": "long_hours"}']


def test_a_right_that_was_asked_besides_is_answered_and_the_rest_is_offered() -> None:
    tracker = FakeTracker({"text": "iets", "entities": []})
    replies = Conversation(tracker).also_asked(["ask_right/late_pay", "ask_plan/long_hours"])  # type: ignore[arg-type]
    assert [reply.card["id"] for reply in replies if reply.card] == ["late_pay"]
    assert [button.payload for button in replies[-1].buttons] == ['/ask_plan{"topic": "long_hours"}']


@pytest.mark.parametrize("voice", VOICES)
def test_a_label_without_content_gets_no_button(voice: Voice) -> None:
    assert topics.also_asked(library(), ["ask_right/nothing", "greet"], voice) is None
