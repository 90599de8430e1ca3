"""Whatever the two documents name, and whatever else has a name here, is found by asking for it in both languages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.resources.loader import library
from bot.server.assistant import Assistant
from bot.server.sessions import Session
from bot.voice import Voice

QUESTIONS = {Voice.NL: "wat is {name}?", Voice.EN: "what is {name}?"}


def names() -> Iterator[tuple[str, str]]:
    """(name, entry): what coverage.yml names, and every organisation by its own name."""
    base = library()
    for row in base.coverage.paragraphs:
        yield from row.names.items()
    for organisation in base.organisations.values():
        if organisation.kind != "near_you":
            yield organisation.name, f"organisations/{organisation.id}"


@pytest.mark.parametrize("voice", QUESTIONS)
async def test_a_name_is_answered_with_its_own_entry(assistant: Assistant, voice: Voice) -> None:
    wrong = []
    for name, entry in sorted(set(names())):
        session = Session("by name", voice)
        messages = await assistant.answer(session, QUESTIONS[voice].format(name=name))
        cards = [card for message in messages if (card := message.get("card"))]
        found = {f"{card['kind']}s/{card.get('id')}" for card in cards}
        if cards and cards[0]["kind"] == "emergency" and entry.partition("/")[2] in messages[-1]["organisations"]:
            continue  # a helpline named together with a word of danger: its number comes first
        if found != {entry}:
            wrong.append(f"{name}: {sorted(found)} instead of {entry}")
    assert wrong == []
