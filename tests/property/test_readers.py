"""Whatever somebody types, every reader of it answers: without an error, with a known value, twice the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bench.odd_texts import ODD
from bot.advice.plans import step_asked, step_named
from bot.advice.reading import DIGRESSIONS, FORM_SLOTS, SITUATION_SLOTS, Understood, digresses, slots_after
from bot.advice.situation import Situation, age_answered, facts_in, status_in, years_in
from bot.advice.voice_choice import asked_voice, next_voice
from bot.resources.loader import library
from bot.resources.schema import Status
from bot.understanding.clauses import asks_rule, clauses, without_correction
from bot.understanding.follow_up import is_follow_up, lean, related
from bot.understanding.language import detect_language
from bot.understanding.names import NameMatcher
from bot.understanding.normaliser import normalise
from bot.understanding.plain_requests import asks_to_call, asks_to_walk
from bot.understanding.readable import readable
from bot.voice import VOICES, Voice
from tests.property.texts import texts

DIMENSIONS = {name: set(values) for name, values in library().routes.dimensions.items()}
STATUSES = set(Status.__args__)  # type: ignore[attr-defined]
NAMES = NameMatcher.of(library())
Reader = Callable[[str], Any]


def is_bool(value: object) -> bool:
    return isinstance(value, bool)


READERS: dict[str, tuple[Reader, Callable[[Any], bool]]] = {
    "years_in": (years_in, lambda years: years is None or 4 <= years <= 99),
    "own years": (lambda text: years_in(text, own=True), lambda years: years is None or 4 <= years <= 99),
    "age_answered": (age_answered, lambda age: age is None or age in DIMENSIONS["age"]),
    "facts_in": (facts_in, lambda facts: all(value in DIMENSIONS[name] for name, value in facts.items())),
    "status_in": (status_in, lambda status: status is None or status in STATUSES),
    "step_named": (lambda text: step_named(text, 5), lambda step: step is None or step >= 0),
    "step_asked": (step_asked, lambda step: step is None or step >= 0),
    "asked_voice": (lambda text: asked_voice(text, Voice.NL), lambda voice: voice is None or voice in VOICES),
    "next_voice": (lambda text: next_voice(Voice.EN_KIND, text, None), lambda voice: voice in VOICES),
    "clauses": (clauses, lambda parts: all(len(part.split()) >= 4 for part in parts)),
    "without_correction": (without_correction, lambda text: isinstance(text, str)),
    "asks_rule": (asks_rule, is_bool),
    "is_follow_up": (is_follow_up, is_bool),
    "detect_language": (detect_language, lambda code: code is None or re.fullmatch("[a-z]{2,3}", code) is not None),
    "language without names": (
        lambda text: detect_language(NAMES.without_names(text)),
        lambda code: code is None or re.fullmatch("[a-z]{2,3}", code) is not None,
    ),
    "names": (NAMES.find, lambda found: all(library().entry(entry) is not None for entry in found)),
    "names_alone": (NAMES.names_alone, is_bool),
    "readable": (lambda text: readable(text, lambda word: len(word) < 8), is_bool),
    "normalise": (normalise, lambda text: "  " not in text and text == text.strip()),
    "asks_to_walk": (asks_to_walk, lambda intent: intent in {None, "next_step", "previous_step"}),
    "asks_to_call": (asks_to_call, is_bool),
}


_GET_CLEAN_TEXT = {"names", "names_alone", "detect_language", "language without names"}
"""Their libraries cannot take half a character; bot.server.limits.clean takes those out before (test_clean.py)."""


def reads(name: str, text: str) -> None:
    read, known = READERS[name]
    if name in _GET_CLEAN_TEXT:
        text = text.encode("utf-8", "ignore").decode()
    first = read(text)
    assert known(first), (name, text, first)
    assert read(text) == first


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=60)
@given(texts)
@example("stap ²")
@example("ik ben ² jaar")
def test_any_text_can_be_read(name: str, text: str) -> None:
    reads(name, text)


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_can_be_read(text: str) -> None:
    for name in READERS:
        for said in (text, f"stap {text}", f"ik ben {text}", f"{text} jaar", text.upper()):
            reads(name, said)


TOPICS = [*library().rights, *library().plans, *DIMENSIONS["behaviour"], "nonsense"]
INTENTS = st.sampled_from([None, "nlu_fallback", "find_help", "affirm", "deny", "skip", *sorted(DIGRESSIONS)])
ENTITIES = st.fixed_dictionaries(
    {},
    optional={
        "topic": st.lists(st.sampled_from(TOPICS), min_size=1, max_size=2),
        "voice": st.lists(st.sampled_from([voice.value for voice in VOICES]) | st.text(max_size=3), min_size=1),
        "language": st.sampled_from([["nl"], ["en"], ["ar"], ["xx"]]),
        "danger": st.sampled_from([["now"], ["worry"]]),
    },
)
SLOTS = st.fixed_dictionaries(
    {},
    optional={
        **{name: st.sampled_from([None, *sorted(DIMENSIONS[name])]) for name in SITUATION_SLOTS},
        "requested_slot": st.sampled_from([None, *FORM_SLOTS]),
        "voice": st.sampled_from([None, *(voice.value for voice in VOICES)]),
        "last": st.sampled_from([None, "right", "plan", "route", "organisation", "danger"]),
        "plan": st.sampled_from([None, *library().plans]),
    },
)


@settings(max_examples=250)
@given(texts, INTENTS, ENTITIES, SLOTS)
def test_any_message_in_any_conversation_changes_slots_to_known_values(
    text: str, intent: str | None, entities: dict[str, list[str]], slots: dict[str, str | None]
) -> None:
    message = Understood(text, intent, entities)
    changes = slots_after(message, slots)
    assert changes == slots_after(message, slots)
    assert digresses(message, slots) in (True, False)
    after = {**slots, **changes}
    assert after["voice"] in {voice.value for voice in VOICES}
    for name in SITUATION_SLOTS:
        value = after.get(name)
        assert value is None or value in DIMENSIONS[name] or value in entities.get("topic", ()), (name, value)
    assert after.get("status") is None or after["status"] in STATUSES
    for name, value in changes.items():
        assert value is None or text.strip() == "" or value != text, f"{name} holds words"
    Situation.of({name: after.get(name) for name in SITUATION_SLOTS})


LABELS = st.sampled_from(
    [f"ask_right/{right}" for right in library().rights] + [f"ask_plan/{plan}" for plan in library().plans] + ["greet"]
)


@settings(max_examples=60)
@given(
    st.lists(st.tuples(LABELS, st.floats(1e-9, 1.0)), min_size=1, max_size=20, unique_by=lambda guess: guess[0]), LABELS
)
def test_leaning_on_what_was_shown_keeps_every_guess(ranking: list[tuple[str, float]], about: str) -> None:
    near = related(library(), about)
    assert about in near
    leaned = lean(ranking, near)
    assert {label for label, _ in leaned} == {label for label, _ in ranking}
    assert sum(chance for _, chance in leaned) == pytest.approx(1)
    assert [chance for _, chance in leaned] == sorted((chance for _, chance in leaned), reverse=True)
