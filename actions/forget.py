"""Forgets the conversation, because someone asks for it."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, AllSlotsReset, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Conversation


class ActionForget(Action):
    """Forgets everything but the voice. The service then deletes the stored conversation too."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_forget"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """See class."""
        voice = Conversation(tracker).voice.value
        dispatcher.utter_message(response="utter_forgotten")
        return [ActiveLoop(None), AllSlotsReset(), SlotSet("voice", voice)]
