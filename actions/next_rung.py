"""What can be done next when something was tried and did not help, or in case it will not."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Conversation, after, router, say
from actions.walk_plan import ActionWalkPlan
from bot.replies import next_rung


class ActionNextRung(Action):
    """The next step of a plan, the next people of a route, or the plan behind a right: never the same answer again."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_next_rung"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """See class."""
        conversation = Conversation(tracker)
        last, library, voice = conversation.slot("last"), conversation.library, conversation.voice
        if last == "plan" and conversation.place():
            return list(ActionWalkPlan().run(dispatcher, tracker, domain))
        rung = int(conversation.slot("rung") or 0) + 1
        right = conversation.right()
        if last == "route":
            found = router().advise(conversation.situation)
            reply = next_rung.after_route(library, found, rung, voice, minor=conversation.is_minor)
        elif last == "right" and right:
            reply = next_rung.after_right(library, right, rung, voice, minor=conversation.is_minor)
        else:
            reply = next_rung.after_nothing(library, voice, minor=conversation.is_minor)
        say(dispatcher, *reply)
        return after(*reply, rung=rung)
