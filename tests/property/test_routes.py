"""Any situation, also one that no form asks for, leads to somebody, and a child never to a point for adults."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.advice.routing import Router
from bot.advice.situation import UNKNOWN, Situation
from bot.replies import routes
from bot.resources.loader import library
from bot.voice import VOICES, Voice

ROUTER = Router(library())
DIMENSIONS = library().routes.dimensions
SITUATIONS = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from([None, "", *values]) for name, values in DIMENSIONS.items()}
).map(Situation.of)


NUMBERS = {
    contact.value for one in library().organisations.values() for contact in one.contacts if contact.channel == "phone"
}


@settings(max_examples=120)
@given(SITUATIONS, st.sampled_from(VOICES))
def test_every_situation_names_somebody_and_a_number(situation: Situation, voice: Voice) -> None:
    advice = ROUTER.advise(situation)
    assert advice == ROUTER.advise(situation)
    named = [library().organisations[name] for name in advice.organisations]
    assert named
    assert any(contact.channel in ("phone", "chat") for one in named for contact in one.contacts) or advice.night
    if situation.is_minor and situation.role == "self":
        assert not [one.id for one in named if one.adults_only]
    if situation.danger == "now":
        assert named[0].id == "alarm_112"
    messages = routes.advice(library(), ROUTER, advice, voice)
    said = "\n".join(message.text for message in messages)
    assert any(number in said for number in NUMBERS), said


@settings(max_examples=40)
@given(SITUATIONS, st.randoms(use_true_random=False))
def test_questions_come_to_an_end(situation: Situation, chance: object) -> None:
    """However somebody answers, no question comes twice and at last nothing is asked."""
    answered: list[str] = []
    for _ in range(len(DIMENSIONS) + 1):
        question = ROUTER.question(situation, answered)
        if question is None:
            return
        assert question.dimension not in answered
        answered.append(question.dimension)
        skipped = "unclear" if question.dimension == "behaviour" else UNKNOWN
        choice = chance.choice([*question.options, skipped])  # type: ignore[attr-defined]
        situation = situation.with_(**{question.dimension: choice})
    raise AssertionError(answered)
