"""Does not help with what would harm a child or someone else, and says who can be talked to."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Conversation, after, say
from actions.not_understood import ActionNotUnderstood
from bot.replies import refusal

_SURE = 0.85
"""Refusing someone who asked for something else would be an insult, so it takes more certainty than an answer."""


class ActionRefuse(Action):
    """Does not help with what would harm a child or someone else, and says who can be talked to."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_refuse"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """See class."""
        conversation = Conversation(tracker)
        if (tracker.latest_message or {}).get("intent", {}).get("confidence", 1.0) < _SURE:
            return list(ActionNotUnderstood().run(dispatcher, tracker, domain))
        reply = refusal.refuse(conversation.library, conversation.voice, minor=conversation.is_minor)
        say(dispatcher, reply)
        return after(reply, last=None)
