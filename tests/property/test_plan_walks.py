"""Someone who walks through a plan in any way keeps their place, always has a way on, and always has people to call.

Each walk is played through the whole assistant, in every voice, with other questions in between.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import Any

import pytest

from bot.resources.loader import library
from bot.server.assistant import Assistant
from bot.voice import VOICES, Voice
from tests.conversations.talk import Talk, text_of

TURNS = 16
PLANS = [*library().plans]
PHONE = re.compile(r"(?<!\d)(?:112|113|14 ?\d{3}|0\d{2,3}[- ]?\d{4,7}|116 ?\d{3})(?!\d)")


_TO_PEOPLE = ("/talk_to_human", "/find_help")


def stay(step: int, total: int) -> int:
    return step


# What someone does while the plan is on the screen: (Dutch, English), and the step that follows.
MOVES: list[tuple[tuple[str, str], Callable[[int, int], int]]] = [
    (("/next_step", "/next_step"), lambda step, total: min(step + 1, total)),
    (("volgende", "next"), lambda step, total: min(step + 1, total)),
    (("volgende stap", "next step"), lambda step, total: min(step + 1, total)),
    (("/previous_step", "/previous_step"), lambda step, total: max(step - 1, 0)),
    (("vorige stap", "previous step"), lambda step, total: max(step - 1, 0)),
    (("stap 1", "step 1"), lambda step, total: 1),
    (("stap 3", "step three"), lambda step, total: min(3, total)),
    (("stap 99", "step 99"), lambda step, total: total),
    (("makkelijker graag", "easier please"), stay),
    (("/change_voice{\"voice\": \"en\"}", "/change_voice{\"voice\": \"nl\"}"), stay),
    (("/change_voice{\"voice\": \"nl@kind\"}", "/change_voice{\"voice\": \"en@kind\"}"), stay),
]  # fmt: skip
# What is answered without the card of the plan, which stays on the screen.
SHORTER = [("korter graag", "shorter please"), ("kan het korter", "can you make it shorter")]
# What someone asks in between, after which the plan is no longer on the screen; and how to come back to it.
ASIDES = [
    ("hoeveel rust tussen twee voorstellingen", "how much rest between two shows"),
    ("wat is mores", "what is mores"),
    ("/talk_to_human", "/talk_to_human"),
    ("/ask_capabilities", "/ask_capabilities"),
    ("hallo", "hello"),
    ("dank je", "thank you"),
    ("asdkjh qwpoe", "asdkjh qwpoe"),
    ("👍🏽", "👍🏽"),
    ("ben je een mens", "are you a human"),
]
BACK = ("terug naar mijn plan", "back to my plan")


def ways_on(messages: list[dict[str, Any]]) -> list[str]:
    return [button["payload"] for message in messages for button in message["buttons"]]


def has_a_human(messages: list[dict[str, Any]]) -> bool:
    """A number in the words or on a card, or one tap away from people."""
    on_cards = any((message.get("card") or {}).get("numbers") for message in messages)
    return (
        bool(PHONE.search(text_of(messages)))
        or on_cards
        or any(way.startswith(_TO_PEOPLE) for way in ways_on(messages))
    )


def plan_card(messages: list[dict[str, Any]]) -> dict[str, Any] | None:
    cards = [message["card"] for message in messages if (message.get("card") or {}).get("kind") == "plan"]
    return cards[0] if cards else None


async def walk(assistant: Assistant, voice: Voice, chance: random.Random) -> None:
    talk, plan, told = Talk(assistant, voice), chance.choice(PLANS), []

    async def say(said: tuple[str, str]) -> list[dict[str, Any]]:
        text = said[talk.session.voice.language == "en"]
        told.append(text)
        messages = await talk.say(text)
        assert text_of(messages).strip(), told
        assert ways_on(messages) or any(message.get("card") for message in messages), told
        assert has_a_human(messages), (told, text_of(messages))
        return messages

    async def place() -> int:
        return (await talk.slot("places"))[plan][1]

    await talk.start()
    start = f'/ask_plan{{"topic": "{plan}"}}'
    card = plan_card(await say((start, start)))
    assert card is not None
    assert card["id"] == plan
    step = 0
    for _ in range(TURNS):
        if chance.random() < 0.15:
            await say(chance.choice(SHORTER))
            assert await place() == step, told
        if chance.random() < 0.3:
            for _ in range(chance.randint(1, 3)):
                await say(chance.choice(ASIDES))
                assert await place() == step, told
            said, follows = BACK, stay
        else:
            said, follows = chance.choice(MOVES)
        messages = await say(said)
        card = plan_card(messages)
        assert card is not None, (told, text_of(messages))
        assert card["id"] == plan, told
        step = follows(step, card["total"])
        assert (await place(), card.get("current") or 0) == (step, step), told


@pytest.mark.parametrize("seed", range(1))
@pytest.mark.parametrize("voice", VOICES)
async def test_a_walk_never_loses_its_place(assistant: Assistant, voice: Voice, seed: int) -> None:
    await walk(assistant, voice, random.Random(f"{voice.value} {seed}"))
