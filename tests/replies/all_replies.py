"""Every reply Danswijzer can give, made once: the tests look at each."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from bot.advice.danger import LEVELS
from bot.advice.plans import Place
from bot.advice.routing import Router
from bot.advice.situation import Situation
from bot.replies import brief, emergencies, next_rung, organisations, plans, refusal, rights, routes, topics
from bot.replies.message import Message
from bot.resources.loader import library
from bot.voice import VOICES, Voice

TODAY = date(2026, 11, 21)
STATUSES = (None, "zzp", "teacher", "student", "teen", "child")
SITUATIONS = 200


@dataclass(frozen=True)
class Reply:
    """A message, where it comes from, and who reads it. ``child_reads``: the reader is a child (voice or known age)."""

    where: str
    voice: Voice
    child_reads: bool
    message: Message

    def texts(self) -> Iterator[str]:
        """Every text a person can see, without what must not be said ("avoid" quotes those)."""
        yield self.message.text
        yield from (button.title for button in self.message.buttons)
        yield from _strings({key: value for key, value in (self.message.card or {}).items() if key not in _NOT_READ})


_NOT_READ = ("kind", "id", "avoid")


def _strings(value: Any, key: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _strings(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner, key)
    elif isinstance(value, str) and key != "href":
        yield value


@lru_cache(maxsize=1)
def router() -> Router:
    return Router(library())


@lru_cache(maxsize=1)
def situations() -> tuple[Situation, ...]:
    """A fixed sample over all dimensions."""
    chance = random.Random(2026)
    dimensions = library().routes.dimensions
    return tuple(
        Situation(**{name: chance.choice(values) for name, values in dimensions.items()}) for _ in range(SITUATIONS)
    )


@lru_cache(maxsize=1)
def everything() -> tuple[Reply, ...]:
    """All replies in all voices."""
    return tuple(reply for voice in VOICES for reply in _in_voice(voice))


def _in_voice(voice: Voice) -> Iterator[Reply]:
    base = library()

    def reply(where: str, message: Message, child: bool = False) -> Reply:
        return Reply(f"{where} [{voice.value}]", voice, child or voice.is_child, message)

    for right in base.rights.values():
        for status in STATUSES:
            child = status in ("teen", "child")
            yield reply(f"right {right.id} {status}", rights.answer(base, right, voice, status, TODAY), child)
            yield reply(f"why {right.id} {status}", rights.why(base, right, voice, status, TODAY), child)
            yield reply(f"brief {right.id} {status}", brief.right(base, right, voice, status, TODAY), child)
            for rung in (1, 2):
                for message in next_rung.after_right(base, right, rung, voice, minor=child):
                    yield reply(f"next rung {right.id} {status} {rung}", message, child)
    for plan in base.plans.values():
        for variant in [part.id for part in plan.variants] or [None]:
            for position in range(len(Place(plan, variant).steps) + 1):
                place = Place(plan, variant, position)
                yield reply(f"plan {plan.id} {variant} step {position}", plans.show(base, place, voice))
                yield reply(f"why {plan.id} {variant} step {position}", plans.why(base, place, voice))
                yield reply(f"brief {plan.id} {variant} step {position}", brief.plan(base, place, voice))
    for organisation in base.organisations.values():
        # Whoever asks for an organisation by name gets it, also a child asking for one for adults.
        about = organisations.about(base, organisation, voice)
        yield Reply(f"about {organisation.id} [{voice.value}]", voice, False, about)
    for minor in (False, True):
        for level in LEVELS:
            yield reply(f"emergency {level} {minor}", emergencies.card_for(base, [level], voice, minor=minor), minor)
        all_levels = emergencies.card_for(base, list(LEVELS), voice, minor=minor)
        yield reply(f"emergency all {minor}", all_levels, minor)
        yield reply(f"people {minor}", emergencies.people(base, voice, minor=minor), minor)
    yield reply("fallback", emergencies.fallback(base, voice))
    yield reply("worry", emergencies.worry(base, voice))
    for minor in (False, True):
        yield reply(f"refusal {minor}", refusal.refuse(base, voice, minor=minor), minor)
        yield reply(f"later {minor}", emergencies.later(base, voice, minor=minor), minor)
        for message in next_rung.after_nothing(base, voice, minor=minor):
            yield reply(f"next rung {minor}", message, minor)
        for level in LEVELS:
            card = emergencies.card_for(base, [level], voice, minor=minor, about_other=True, recent=True)
            yield reply(f"emergency {level} for someone else {minor}", card, minor)
    yield reply("simpler, already", topics.simpler(base, voice, already=True), True)
    yield reply("simpler for a child", topics.simpler(base, voice, already=False, minor=True), True)
    # Said in a child's words to who may be an adult: it names the line for adults, and says so.
    yield Reply(f"simpler [{voice.value}]", voice, False, topics.simpler(base, voice, already=False))
    yield from (reply(f"route {n}", message, child) for n, message, child in _routes(voice))
    for behaviour in base.routes.dimensions["behaviour"]:
        for minor in (False, True):
            situation = Situation(behaviour=behaviour, age="teen" if minor else "unknown")
            for message in routes.opening(base, situation, voice, minor=minor):
                yield reply(f"opening {behaviour} {minor}", message, minor)
    for question in base.routes.questions:
        yield reply(f"question {question.dimension}", routes.question(question, voice))
    for group in (None, "rights", "plans"):
        yield reply(f"menu {group}", topics.menu(base, group, voice))
    for ranking, misses in _misunderstandings():
        yield reply(f"not understood {misses}", topics.not_understood(base, ranking, misses, voice))
    for function in (
        topics.introduction,
        topics.voice_confirmed,
        topics.situation_heard,
        topics.which_organisation,
        topics.why,
    ):
        yield reply(function.__name__, function(voice))


def _routes(voice: Voice) -> Iterator[tuple[str, Message, bool]]:
    """The advice of every situation of the sample; whoever is answered in a child's voice is treated as a child."""
    for number, situation in enumerate(situations()):
        if voice.is_child:
            situation = situation.with_(role="self", age=situation.age if situation.is_minor else "child")
        found = router().advise(situation)
        child = situation.is_minor and situation.role == "self"
        for place, message in enumerate(routes.advice(library(), router(), found, voice)):
            yield f"{number} message {place}: {situation}", message, child
        for message in routes.more(library(), found, voice):
            yield f"{number} more: {situation}", message, child
        yield f"{number} why: {situation}", routes.why(router(), found, voice), child


def _misunderstandings() -> Iterator[tuple[list[dict[str, Any]], int]]:
    guesses = [
        {"name": "ask_right", "topic": "rest_time", "confidence": 0.3},
        {"name": "ask_plan", "topic": "long_hours", "confidence": 0.2},
        {"name": "find_help", "topic": "hours_rest", "confidence": 0.2},
        {"name": "find_help", "topic": "grooming", "confidence": 0.2},
        {"name": "ask_right", "topic": "no such right", "confidence": 0.2},
        {"name": "greet", "confidence": 0.1},
    ]
    for misses in (0, 1, 2, 3):
        yield guesses, misses
        yield [], misses
