"""Starts a conversation in the voice chosen on the page, and says what Danswijzer is."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecuted, SessionStarted, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import say
from bot.replies import topics
from bot.voice import Voice


class ActionSessionStart(Action):
    """Starts a conversation in the voice chosen on the page, and says what Danswijzer is."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_session_start"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """See class."""
        metadata = tracker.get_slot("session_started_metadata") or {}
        voice = Voice.parse(metadata.get("voice"))
        say(dispatcher, topics.introduction(voice))
        return [SessionStarted(), SlotSet("voice", voice.value), ActionExecuted("action_listen")]
