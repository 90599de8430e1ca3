"""Goes a step on or back in the plan, or says it again; without a plan, offers the plans."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Conversation, offered, say
from bot.advice.plans import move, steps_of
from bot.replies import plans, topics

_BY = {"next_step": 1, "previous_step": -1}


class ActionWalkPlan(Action):
    """Goes a step on or back in the plan, or says it again; without a plan, offers the plans."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_walk_plan"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """See class."""
        conversation = Conversation(tracker)
        plan = conversation.library.plans.get(conversation.slot("topic") or "")
        if plan is None:
            say(dispatcher, topics.menu(conversation.library, "plans", conversation.voice))
            return []
        variant = conversation.slot("variant")
        by = _BY.get(conversation.message.intent or "", 0)
        step = move(int(conversation.slot("step") or 0), by, len(steps_of(plan, variant)))
        reply = plans.show(conversation.library, plan, conversation.voice, variant, step)
        say(dispatcher, reply)
        return [
            SlotSet("last", "plan"),
            SlotSet("step", step),
            SlotSet("offered", offered(reply)),
        ]
