"""Leaves the form and asks nothing more."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Conversation, say
from bot.replies import emergencies


class ActionStop(Action):
    """Leaves the form and asks nothing more."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_stop"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """See class."""
        conversation = Conversation(tracker)
        dispatcher.utter_message(response="utter_stopped")
        say(dispatcher, emergencies.later(conversation.library, conversation.voice, minor=conversation.is_minor))
        return [ActiveLoop(None), SlotSet("requested_slot", None), SlotSet("opened", False)]
