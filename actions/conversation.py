"""What every action needs of the conversation, read from the tracker once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot import clock
from bot.advice.plans import Place, part_for
from bot.advice.reading import FORM_SLOTS, SITUATION_SLOTS, Understood
from bot.advice.routing import Router
from bot.advice.situation import Situation
from bot.replies import rights, topics
from bot.replies.message import Message
from bot.resources.library import Library
from bot.resources.loader import library
from bot.resources.schema import Right
from bot.voice import Voice

_NAMED = 0.03
"""How likely a plan that was begun must be to be the one that someone wants to go back to."""
_SURE_ENOUGH = 0.5
"""Below this confidence an answer is followed by other topics that may have been meant."""


def router() -> Router:
    """The routing table, compiled once per resource base."""
    return _router_of(library())


_router_of = lru_cache(maxsize=1)(Router)


class Conversation:
    """The slots and the latest message of a tracker, typed."""

    def __init__(self, tracker: Tracker) -> None:
        self.tracker = tracker
        self.library: Library = library()
        self.voice = Voice.parse(self.slot("voice"))

    def slot(self, name: str) -> Any:
        """The value of a slot, or None."""
        return self.tracker.slots.get(name)

    @property
    def message(self) -> Understood:
        """The latest message; its text is left out when a button was pressed."""
        latest = self.tracker.latest_message or {}
        text = latest.get("text") or ""
        entities: dict[str, list[str]] = {}
        for entity in latest.get("entities") or []:
            entities.setdefault(entity["entity"], []).append(str(entity["value"]))
        intent = (latest.get("intent") or {}).get("name")
        return Understood("" if text.startswith("/") else text, intent, entities)

    def right(self) -> Right | None:
        """The right that was asked about last."""
        return self.library.rights.get(self.slot("topic") or "")

    @property
    def asked_about_pay(self) -> bool:
        """Whether the last answer was about pay, so that "how much is that" asks for an amount and not for costs."""
        right = self.right() if self.slot("last") == "right" else None
        pay = next(theme for theme in self.library.menu.themes if theme.id == "pay")
        return right is not None and right.id in pay.rights

    def place(self) -> Place | None:
        """Where someone is in the plan shown last, or in the one behind what is on the screen; None when there is none.

        Every plan keeps its place when something else is asked in between.
        """
        plan = self.library.plans.get(self._plan_meant() or "")
        if plan is None:
            return None
        part, step = (self.slot("places") or {}).get(plan.id, (None, 0))
        chosen = self.message.first("variant")
        if chosen and chosen != part:
            part, step = chosen, 0
        return Place(plan, part or part_for(plan, (self.slot("role"), self.slot("status")))).at(step)

    def _plan_meant(self) -> str | None:
        """The id of the plan that "go on" is about.

        Another that was begun and is named now, the last one, or the one behind what is on the screen.
        """
        if self.message.intent == "ask_plan" and self.message.first("topic"):
            return self.slot("plan")
        places, last = self.slot("places") or {}, self.slot("last")
        if self.message.intent == "resume":
            guesses = (self.tracker.latest_message or {}).get("intent_ranking") or []
            begun = (g.get("topic") for g in guesses if g["name"] == "ask_plan" and g["confidence"] >= _NAMED)
            if named := next((topic for topic in begun if topic in places), None):
                return named
            if places:
                return next(reversed(places))
        right = self.right()
        if last == "right" and right and right.plan and self.slot("plan") not in places:
            return right.plan
        if last == "danger":
            return "sexual_assault" if self.slot("danger") == "sexual_violence" else None
        if self.slot("plan") or not self.slot("behaviour"):
            return self.slot("plan")
        return router().advise(self.situation).plan

    def places(self, place: Place) -> dict[str, tuple[str | None, int]]:
        """The slot ``places`` with this place as the latest in it."""
        others = {plan: where for plan, where in (self.slot("places") or {}).items() if plan != place.plan.id}
        return {**others, place.plan.id: (place.part, place.step)}

    def second_thoughts(self) -> list[Message]:
        """What belongs under the answer to a topic: what was asked besides, or what may have been meant instead."""
        latest = self.tracker.latest_message or {}
        if others := self.message.entities.get("also"):
            return self.also_asked(others)
        if (latest.get("intent") or {}).get("confidence", 1.0) < _SURE_ENOUGH:
            reply = topics.perhaps_meant(self.library, latest.get("intent_ranking") or [], self.voice)
            return [reply] if reply else []
        return []

    def also_asked(self, labels: Sequence[str]) -> list[Message]:
        """What was asked besides: the first right is answered at once, the rest are buttons.

        A child gets one thing at a time: all are buttons.
        """
        first = self.library.rights.get(labels[0].removeprefix("ask_right/"))
        replies: list[Message] = []
        if first and not self.voice.is_child:
            also = rights.answer(self.library, first, self.voice, self.status, clock.today())
            replies = [topics.also_answered(self.library, first, self.voice), also]
            labels = labels[1:]
        rest = topics.also_asked(self.library, labels, self.voice)
        return [*replies, *([rest] if rest else [])]

    def changed(self, slot: str) -> bool:
        """Whether the latest message gave the slot another value."""
        for event in reversed(self.tracker.events):
            if event["event"] == "user":
                return False
            if event["event"] == "slot" and event["name"] == slot:
                return True
        return False

    @property
    def is_minor(self) -> bool:
        """True when the one who asks is under 18, as stated or as the child voice suggests."""
        return self.situation.is_minor and self.situation.role == "self"

    @property
    def situation(self) -> Situation:
        """The situation so far.

        Whoever is answered in the child voice is treated as a child, also when it is about a friend: a child who saw
        something needs someone at its side as much.
        """
        stated = self.stated
        if not self.voice.is_child:
            return stated
        return stated.with_(age=stated.age if stated.is_minor else "child", role="self")

    @property
    def stated(self) -> Situation:
        """The situation in so far as someone said it."""
        return Situation.of({name: self.slot(name) for name in SITUATION_SLOTS})

    @property
    def answered(self) -> set[str]:
        """The dimensions of the form that were answered or skipped."""
        done = {name for name in FORM_SLOTS if self.slot(name)}
        return done | ({"age"} if self.voice.is_child else set())

    @property
    def status(self) -> str | None:
        """Whose variant of a right fits: as stated, else a child in the child voice."""
        return self.slot("status") or ("child" if self.voice.is_child else None)


def say(dispatcher: CollectingDispatcher, *messages: Message) -> None:
    """Hand messages to Rasa."""
    for message in messages:
        dispatcher.utter_message(**message.as_rasa())


def after(*messages: Message, **slots: Any) -> list[dict[str, Any]]:
    """The events after saying messages: what a plain "yes" would choose, whom "who is that?" is about, other slots."""
    named = list(dict.fromkeys(organisation for message in messages for organisation in message.organisations))
    shown = {"shown": named} if named else {}
    return [SlotSet(name, value) for name, value in {"offered": offered(*messages), **shown, **slots}.items()]


def offered(*messages: Message) -> str | None:
    """The payload that a plain "yes" would choose: the first button of the last message that has buttons."""
    return next((message.buttons[0].payload for message in reversed(messages) if message.buttons), None)
