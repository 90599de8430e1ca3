"""A message with nothing to read never takes an intent, and is answered with topics and a human."""

from __future__ import annotations

import pytest

from bot.server.assistant import Assistant
from tests.conversations.talk import Talk, text_of

NOTHING = [
    "😭", "😭😭😭", "❤️🩰", "🤷‍♀️", "👍🏽👍🏽", "...", "?!?!", "   ", "مرحبا كيف حالك", "Як мені отримати гроші",
    "我想跳舞", "ダンス", "אני רקדנית", "Ποιος μπορεί", "मुझे मदद", "ffff", "hhhhhhhh", "sdkjfhskdjf", "xcvbnmx",
    "ajskdlajsd wlkejr", "kjhkjhkjh", "bvcxzbvcxz", "wqzxkjv",
]  # fmt: skip


@pytest.mark.parametrize("text", NOTHING)
async def test_takes_no_intent(assistant: Assistant, text: str) -> None:
    parsed = await assistant.engine.agent.parse_message(text)
    assert parsed["intent"]["name"] == "nlu_fallback"
    assert not [entity for entity in parsed["entities"] if entity["entity"] == "topic"]


@pytest.mark.parametrize("text", ["😭😭", "sdkjfhskdjf", "我想跳舞"])
async def test_gets_a_human_all_the_same(assistant: Assistant, text: str) -> None:
    talk = Talk(assistant)
    await talk.start()
    answer = await talk.say(text)
    assert "0800" in text_of(answer) or "112" in text_of(answer)


@pytest.mark.parametrize("text", ["hulp 😭", "help!!!", "heeeelp mij", "wrm mag da ni", "thx", "10.2"])
async def test_short_and_misspelt_words_are_read(assistant: Assistant, text: str) -> None:
    parsed = await assistant.engine.agent.parse_message(text)
    assert parsed["intent_ranking"], parsed["intent"]
