"""Uses what someone tells of themselves: answers the last question again for them, or asks what it is about."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answer_right import ActionAnswerRight
from actions.conversation import Conversation, say
from actions.show_route import ActionShowRoute
from actions.walk_plan import ActionWalkPlan
from bot.replies import topics

_AGAIN: dict[str, Action] = {"right": ActionAnswerRight(), "plan": ActionWalkPlan(), "route": ActionShowRoute()}


class ActionTellSituation(Action):
    """Uses what someone tells of themselves: answers the last question again for them, or asks what it is about."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_tell_situation"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """See class."""
        conversation = Conversation(tracker)
        again = _AGAIN.get(conversation.slot("last") or "")
        if again is not None:
            return again.run(dispatcher, tracker, domain)
        say(dispatcher, topics.situation_heard(conversation.voice))
        return []
