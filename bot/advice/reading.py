"""What one message changes in what we know: a pure function from the understood message to slot values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.advice.plans import plan_for
from bot.advice.situation import UNKNOWN, age_answered, facts_in, status_in
from bot.advice.voice_choice import next_voice
from bot.voice import VOICES, Voice

FORM_SLOTS = ("behaviour", "age", "setting", "since", "want")
SITUATION_SLOTS = (*FORM_SLOTS, "role")
DIGRESSIONS = frozenset({
    "ask_right", "ask_plan", "ask_about", "danger", "talk_to_human", "who_is_open", "bot_challenge", "ask_privacy",
    "ask_capabilities", "change_voice", "simpler", "shorter", "next_step", "previous_step", "go_to_step", "resume",
    "repeat", "stop", "greet", "goodbye", "thank", "complain", "misunderstood", "ask_why", "ask_who", "ask_cost",
    "ask_maker", "ask_limits", "forget_me", "harmful_request", "ask_fault", "tell_feelings", "more",
})  # fmt: skip
"""Intents that are answered by themselves while the form waits."""
_SPOKEN = frozenset(voice.language for voice in VOICES)
NOT_UNDERSTOOD = frozenset({None, "nlu_fallback", "out_of_scope"})
_SHORT_ANSWER, _LONG_ANSWER = 5, 12
"""Words up to which an answer to the question counts as one, whatever else it sounds like; the second without a "?"."""
_PERSON = ("role", "status", "age")
_PLANS_OF_NOBODY = frozenset({"young_dancer", "boundary_employee", "boundary_freelancer", "teacher_signal"})
"""Plans that are also guessed when someone does not say whose they need: who was said before then decides."""
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
        for name in ("organisation", "group", "danger", "status", "also", *SITUATION_SLOTS)
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
        stated = facts_in(message.text) if message.intent == "misunderstood" else {}
        changes = {name: value for name, value in changes.items() if name not in FORM_SLOTS or name in stated}
        if message.intent == "misunderstood" and not stated:
            changes["behaviour"] = None
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
    if message.intent == "danger" or not message.text:
        return True
    known, words = facts_in(message.text), len(message.text.split())
    if asked == "age" and age_answered(message.text):
        return False
    if asked in known:
        plain = "?" not in message.text and words <= _LONG_ANSWER
        return not (message.intent == "talk_to_human" or words <= _SHORT_ANSWER or plain)
    return not (known.keys() & set(FORM_SLOTS) and words <= _SHORT_ANSWER and message.intent == "ask_plan")


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
    if asked == "age" and (age := age_answered(message.text)):
        return {"age": age}
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
    if message.intent == "ask_right" and topic:
        return {"topic": topic}
    if message.intent == "ask_plan" and topic:
        return {"plan": _plan(topic, message, changes, slots)}
    return {}


def _plan(topic: str, message: Understood, changes: Mapping[str, str | None], slots: Mapping[str, str | None]) -> str:
    """A plan that was typed for is that of who someone says to be; one that was chosen is the one chosen."""
    if not message.text:
        return topic
    people = [changes.get(name) for name in _PERSON]
    if not any(people) and topic in _PLANS_OF_NOBODY:
        people = [slots.get(name) for name in _PERSON]
    if Voice.parse(slots.get("voice")).is_child and people[0] != "bystander" and topic != "bystander":
        people = ["child"]
    return plan_for(topic, people)


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
    if message.text:
        about_self = facts_in(message.text).get("role", "self") == "self"
        current = next_voice(current, message.text, message.first("language"), about_self=about_self)
    return Voice.of(current.language, child=True) if message.intent == "simpler" else current
