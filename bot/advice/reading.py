"""What one message changes in what we know: a pure function from the understood message to slot values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.advice.situation import UNKNOWN, facts_in, status_in
from bot.advice.voice_choice import next_voice
from bot.voice import VOICES, Voice

FORM_SLOTS = ("behaviour", "age", "setting", "since", "want")
SITUATION_SLOTS = (*FORM_SLOTS, "role")
DIGRESSIONS = frozenset({
    "ask_right", "ask_plan", "ask_about", "danger", "talk_to_human", "who_is_open", "bot_challenge", "ask_privacy",
    "ask_capabilities",
    "change_voice", "next_step", "previous_step", "repeat", "stop", "greet", "goodbye", "thank", "complain",
    "misunderstood", "ask_why", "more",
})  # fmt: skip
"""Intents that are answered by themselves while the form waits."""
_SPOKEN = frozenset(voice.language for voice in VOICES)
NOT_UNDERSTOOD = frozenset({None, "nlu_fallback", "out_of_scope"})
_SHORT_ANSWER = 5
_YES_NO = {"affirm": "lt7d", "deny": "gt7d"}


@dataclass(frozen=True)
class Understood:
    """A message as the NLU pipeline understood it. ``text`` is empty when a button was pressed."""

    text: str = ""
    intent: str | None = None
    entities: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def first(self, entity: str) -> str | None:
        """The first value of an entity."""
        return next(iter(self.entities.get(entity, ())), None)


def slots_after(
    message: Understood,
    slots: Mapping[str, str | None],
    page_voice: str | None = None,
    behaviour_shown: str | None = None,
) -> dict[str, str | None]:
    """New values of the slots that a message changes.

    ``page_voice`` is a voice just chosen on the page; it wins over what the text says. ``behaviour_shown`` is what the
    right on the screen is about, so that a plain "who can help me?" needs no question.
    """
    changes: dict[str, str | None] = {
        name: value
        for name in ("variant", "organisation", "group", "danger", "status", *SITUATION_SLOTS)
        if (value := message.first(name))
    }
    changes.setdefault("group", None)
    if message.intent == "ask_about" and slots.get("last") != "organisation":
        changes.setdefault("organisation", None)
    if message.text:
        changes |= _from_words(message.text)
    changes |= _topic(message, changes, slots, behaviour_shown)
    changes |= _form_answer(message, changes, slots)
    changes |= _new_question(message, slots)
    if digresses(message, slots):
        changes = {name: value for name, value in changes.items() if name not in FORM_SLOTS}
    if (language := message.first("language")) and language not in _SPOKEN:
        changes["other_language"] = language
    changes["voice"] = _voice(message, slots, page_voice).value
    if message.intent not in NOT_UNDERSTOOD:
        changes["misses"] = None
    return {name: value for name, value in changes.items() if slots.get(name) != value}


def digresses(message: Understood, slots: Mapping[str, str | None]) -> bool:
    """Whether a message leaves the question that the form just asked.

    "Ik wil met iemand praten" does not when the question was what someone wants; a short answer never does.
    """
    asked = slots.get("requested_slot")
    if asked not in FORM_SLOTS or message.intent not in DIGRESSIONS:
        return False
    answers = bool(message.text) and message.intent != "danger" and asked in facts_in(message.text)
    return not (answers and (message.intent == "talk_to_human" or len(message.text.split()) <= _SHORT_ANSWER))


def _from_words(text: str) -> dict[str, str]:
    """Facts that the words state."""
    status = status_in(text)
    return facts_in(text) | ({"status": status} if status else {})


def _form_answer(
    message: Understood, changes: Mapping[str, str | None], slots: Mapping[str, str | None]
) -> dict[str, str]:
    """What a message means for the question that the form just asked; not understood counts as skipped."""
    asked = slots.get("requested_slot")
    if asked not in FORM_SLOTS or changes.get(asked) or digresses(message, slots):
        return {}
    if asked == "since" and message.intent in _YES_NO:
        return {"since": _YES_NO[message.intent]}
    others_answered = any(changes.get(name) for name in SITUATION_SLOTS)
    if message.intent == "skip" or not others_answered:
        return {asked: "unclear" if asked == "behaviour" else UNKNOWN}
    return {}


def _topic(
    message: Understood,
    changes: Mapping[str, str | None],
    slots: Mapping[str, str | None],
    behaviour_shown: str | None,
) -> dict[str, str | None]:
    """The topic goes to the slot of its kind: a behaviour, a level of danger, or a right or plan.

    Asking for help without saying what about leaves the behaviour open, unless that was the question.
    """
    topic = message.first("topic")
    if message.intent == "find_help":
        behaviour = topic or changes.get("behaviour")
        asked = slots.get("requested_slot")
        if behaviour in (None, "unclear") and asked and asked != "behaviour":
            return {"behaviour": slots.get("behaviour")}
        if behaviour in (None, "unclear") and asked != "behaviour":
            return {"behaviour": behaviour_shown if message.text else None}
        return {"behaviour": behaviour}
    if message.intent == "danger":
        return {"danger": message.first("danger") or topic}
    if message.intent in ("ask_right", "ask_plan") and topic:
        return {"topic": topic, "variant": message.first("variant")}
    return {}


def _new_question(message: Understood, slots: Mapping[str, str | None]) -> dict[str, str | None]:
    """A new call for help asks anew since when and what someone wants; age, place and role stay known."""
    if message.intent != "find_help" or slots.get("requested_slot"):
        return {}
    facts = facts_in(message.text)
    return {"since": facts.get("since"), "want": facts.get("want")}


def _voice(message: Understood, slots: Mapping[str, str | None], page_voice: str | None) -> Voice:
    current = Voice.parse(slots.get("voice"))
    if page_voice:
        current = Voice.parse(page_voice, default=current)
        if current.value != slots.get("voice"):
            return current
    if chosen := message.first("voice"):
        return Voice.parse(chosen, default=current)
    if not message.text:
        return current
    about_self = facts_in(message.text).get("role", "self") == "self"
    return next_voice(current, message.text, message.first("language"), about_self=about_self)
