"""An advice says why it names whom it names."""

from __future__ import annotations

import pytest

from bot.advice.routing import Router
from bot.advice.situation import Situation
from bot.replies import routes
from bot.resources.loader import library
from bot.voice import VOICES, Voice

ROUTER = Router(library())
SITUATIONS = [
    Situation(behaviour="bullying_power", age="adult", setting="company", want="talk"),
    Situation(behaviour="sexual_harassment", age="teen", setting="dance_school", want="report"),
    Situation(behaviour="pay_contract", age="adult", setting="freelance", want="legal"),
]


@pytest.mark.parametrize("voice", VOICES)
@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda situation: situation.behaviour)
def test_each_reason_stands_on_one_card(situation: Situation, voice: Voice) -> None:
    found = ROUTER.advise(situation)
    overview, *cards, _ = routes.advice(library(), ROUTER, found, voice)
    reasons = [card.card["why"] for card in cards if card.card and "why" in card.card]
    assert reasons, "whoever comes first says why"
    assert len(set(reasons)) == len(reasons)
    assert all(reason in overview.text for reason in reasons)
    known = {ROUTER.row(row).why.in_voice(voice) for row in found.rows}
    assert set(reasons) <= known
