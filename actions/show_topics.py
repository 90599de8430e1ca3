"""Says what can be asked: all rights, all plans, or the choice between these and help."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Conversation, offered, say
from bot.replies import topics


class ActionShowTopics(Action):
    """Says what can be asked: all rights, all plans, or the choice between these and help."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_show_topics"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """See class."""
        conversation = Conversation(tracker)
        reply = topics.menu(conversation.library, conversation.slot("group"), conversation.voice)
        say(dispatcher, reply)
        return [SlotSet("offered", offered(reply))]
