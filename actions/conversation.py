"""What every action needs of the conversation, read from the tracker once."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.advice.reading import FORM_SLOTS, SITUATION_SLOTS, Understood
from bot.advice.routing import Router
from bot.advice.situation import Situation
from bot.replies import topics
from bot.replies.message import Message
from bot.resources.library import Library
from bot.resources.loader import library
from bot.voice import Voice

_SURE_ENOUGH = 0.5
"""Below this confidence an answer is followed by other topics that may have been meant."""


@lru_cache(maxsize=1)
def router() -> Router:
    """The routing table, compiled once per process."""
    return Router(library())


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

    def second_thoughts(self) -> list[Message]:
        """What belongs under the answer to a topic: what was asked besides, or what may have been meant instead."""
        latest = self.tracker.latest_message or {}
        if others := self.message.entities.get("also"):
            reply = topics.also_asked(self.library, others, self.voice)
        elif (latest.get("intent") or {}).get("confidence", 1.0) < _SURE_ENOUGH:
            reply = topics.perhaps_meant(self.library, latest.get("intent_ranking") or [], self.voice)
        else:
            reply = None
        return [reply] if reply else []

    @property
    def is_minor(self) -> bool:
        """True when the dancer is under 18, as stated or as the child voice suggests."""
        return self.situation.is_minor

    @property
    def situation(self) -> Situation:
        """The situation so far.

        Whoever is answered in the child voice is treated as a child, also when it is about a friend: a child who saw
        something needs someone at its side as much.
        """
        known = {name: self.slot(name) for name in SITUATION_SLOTS}
        if self.voice.is_child:
            known["age"] = known["age"] if known["age"] in ("child", "teen") else "child"
            known["role"] = "self"
        return Situation.of(known)

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


def offered(*messages: Message) -> str | None:
    """The payload that a plain "yes" would choose: the first button of the last message that has buttons."""
    return next((message.buttons[0].payload for message in reversed(messages) if message.buttons), None)
