"""Shows a step plan from its overview, or asks which part of it is meant."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Conversation, offered, say
from bot.replies import plans, topics
from bot.resources.schema import Plan


class ActionShowPlan(Action):
    """Shows a step plan from its overview, or asks which part of it is meant; without a plan, offers the plans."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_show_plan"

    def step(self, conversation: Conversation, plan: Plan) -> int:
        """Where in the plan: 0 is the overview."""
        return 0

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """See class."""
        conversation = Conversation(tracker)
        plan = conversation.library.plans.get(conversation.slot("topic") or "")
        if plan is None:
            say(dispatcher, topics.menu(conversation.library, "plans", conversation.voice))
            return []
        step = self.step(conversation, plan)
        reply = plans.show(conversation.library, plan, conversation.voice, conversation.slot("variant"), step)
        replies = [reply, *conversation.second_thoughts()]
        say(dispatcher, *replies)
        return [SlotSet("last", "plan"), SlotSet("step", step), SlotSet("offered", offered(*replies))]
