"""Shows who can help in the situation that was told."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Conversation, after, router, say
from bot.replies import routes


class ActionShowRoute(Action):
    """Shows who can help in the situation that was told."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_show_route"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """See class."""
        conversation = Conversation(tracker)
        found = router().advise(conversation.situation)
        reply = routes.advice(conversation.library, router(), found, conversation.voice)
        reply += conversation.also_asked([conversation.slot("also")]) if conversation.slot("also") else []
        say(dispatcher, *reply)
        return after(*reply, last="route", opened=False, plan=found.plan, rung=0, also=None)
