"""Offers the likeliest topics, and a human; the second time in a row everything that can be asked."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Conversation, offered, say
from bot.replies import topics


class ActionNotUnderstood(Action):
    """Offers the likeliest topics, and a human; the second time in a row everything that can be asked."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_not_understood"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """See class."""
        conversation = Conversation(tracker)
        misses = int(conversation.slot("misses") or 0) + 1
        ranking = (tracker.latest_message or {}).get("intent_ranking") or []
        reply = topics.not_understood(conversation.library, ranking, misses, conversation.voice)
        say(dispatcher, reply)
        return [SlotSet("misses", misses), SlotSet("offered", offered(reply))]
