"""The last answer in as few words as it can be said."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Conversation, after, router, say
from bot import clock
from bot.replies import brief, topics


class ActionShorten(Action):
    """The last answer in as few words as it can be said; without one, what can be asked."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_shorten"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """See class."""
        conversation = Conversation(tracker)
        last, library, voice = conversation.slot("last"), conversation.library, conversation.voice
        right, place = conversation.right(), conversation.place()
        if last == "right" and right:
            reply = brief.right(library, right, voice, conversation.status, clock.today())
        elif last == "plan" and place:
            reply = brief.plan(library, place, voice)
        elif last == "route":
            reply = brief.route(library, router().advise(conversation.situation), voice)
        else:
            reply = topics.menu(library, None, voice)
        say(dispatcher, reply)
        return after(reply)
