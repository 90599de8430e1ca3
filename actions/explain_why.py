"""Why this answer: the reasons of a route, or what a right rests on."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Conversation, router, say
from bot import clock
from bot.replies import plans, rights, routes, topics


class ActionExplainWhy(Action):
    """Why this answer: the reasons of a route, or what a right or a step rests on."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_explain_why"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """See class."""
        conversation = Conversation(tracker)
        last, library, voice = conversation.slot("last"), conversation.library, conversation.voice
        right, place = conversation.right(), conversation.place()
        if last == "route":
            reply = routes.why(router(), router().advise(conversation.situation), voice)
        elif last == "right" and right:
            reply = rights.why(library, right, voice, conversation.status, clock.today())
        elif last == "plan" and place:
            reply = plans.why(library, place, voice)
        else:
            reply = topics.why(voice)
        say(dispatcher, reply)
        return []
