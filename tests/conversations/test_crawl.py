"""A crawl through the whole assistant: every button that can be reached and every topic, in four voices.

Every number to call, every link and every article in any answer must stand in the resource base.
"""

from __future__ import annotations

from typing import Any

import pytest

from bench.messages import held_out
from bot.server.assistant import Assistant
from bot.voice import VOICES, Voice
from tests.conversations.talk import Talk
from tests.replies import known

_PRESSES = 260


def texts_in(value: Any) -> list[str]:
    """Every string of a message, links left out."""
    if isinstance(value, dict):
        return [text for key, inner in value.items() if key not in ("href", "payload") for text in texts_in(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in texts_in(inner)]
    return [value] if isinstance(value, str) else []


def unknown_in(messages: list[dict[str, Any]]) -> list[str]:
    """What in an answer is not in the resource base."""
    wrong = [
        f"unknown organisation {x}" for m in messages for x in m["organisations"] if x not in known.organisations()
    ]
    wrong += [f"unknown source {x}" for m in messages for x in m["sources"] if x not in known.sources()]
    for message in messages:
        readable = {key: message.get(key) for key in ("text", "card", "buttons")}
        for text in texts_in(readable):
            wrong += known.unknown_phones(text)
            wrong += known.unknown_articles(text)
            wrong += known.unknown_addresses(text)
        wrong += [href for href in known.hrefs(message.get("card") or {}) if not known.is_known_link(href)]
    return wrong


@pytest.mark.parametrize("voice", VOICES)
async def test_every_button_leads_to_what_is_known(assistant: Assistant, voice: Voice) -> None:
    talk = Talk(assistant, voice)
    waiting = [button["payload"] for message in await talk.start() for button in message["buttons"]]
    pressed: set[str] = set()
    kinds: set[str] = set()
    while waiting and len(pressed) < _PRESSES:
        payload = waiting.pop(0)
        if payload in pressed:
            continue
        pressed.add(payload)
        messages = await talk.say(payload)
        assert messages, payload
        assert unknown_in(messages) == [], payload
        kinds |= {message["card"]["kind"] for message in messages if message.get("card")}
        waiting += [button["payload"] for message in messages for button in message["buttons"]]
    assert kinds == {"right", "plan", "organisation", "emergency"}
    assert len(pressed) > 20


@pytest.mark.parametrize("voice", VOICES)
async def test_every_topic_leads_to_what_is_known(assistant: Assistant, voice: Voice) -> None:
    """One held-out message of every intent, in the language of the voice; a child's own words for the child voices."""
    group = "child" if voice.is_child else voice.language
    first: dict[str, str] = {}
    for message in held_out():
        if message.group == group:
            first.setdefault(message.label, message.text)
    assert len(first) > 60
    for label, text in first.items():
        talk = Talk(assistant, voice)
        await talk.start()
        for said in (text, "meer" if voice.language == "nl" else "more"):
            messages = await talk.say(said)
            assert messages, label
            assert unknown_in(messages) == [], (label, said)
