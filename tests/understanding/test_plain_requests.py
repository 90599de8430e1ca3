"""Who asks whom to call is heard, also in a long message; "next" and "back" are heard when they stand alone."""

from __future__ import annotations

import pytest

from bot.understanding.plain_requests import asks_to_call, asks_to_walk


@pytest.mark.parametrize(
    "text",
    [
        "wie kan ik bellen als ze niks doen",
        "is er iemand die ik kan appen",
        "stel dat, bij wie moet ik dan bellen",
        "who do i ring about that",
        "just a number please",
        "telefoonnummer graag",
        "wie kan me hiermee helpen",
        "who helps with that",
        "don't ask, say the number",
    ],
)
def test_asking_whom_to_call(text: str) -> None:
    assert asks_to_call(text)


@pytest.mark.parametrize(
    "text", ["hoeveel rust krijg ik", "de bel gaat te vroeg", "my phone was taken", "mijn lijn is weg", "wie helpt mij"]
)
def test_anything_else(text: str) -> None:
    assert not asks_to_call(text)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("further", "next_step"),
        ("Volgende a.u.b.", "next_step"),
        ("ok en nu verder", "next_step"),
        ("eentje terug", "previous_step"),
        ("the previous one please", "previous_step"),
        ("volgende week begin ik", None),
        ("terug naar het plan", None),
        ("verder met mijn vraag over geld", None),
        ("on", "next_step"),
        ("back pain", None),
    ],
)
def test_walking(text: str, intent: str | None) -> None:
    assert asks_to_walk(text) == intent
