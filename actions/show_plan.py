"""Shows a step plan: its overview, or the step where someone was."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Conversation, after, say
from actions.talk_to_human import ActionTalkToHuman
from bot.advice.plans import Place
from bot.replies import plans, topics


class ActionShowPlan(Action):
    """Shows a step plan: its overview, or the step where someone was; without a plan, offers the plans."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_show_plan"

    def step(self, conversation: Conversation, place: Place) -> int:
        """Which step to show: where someone was when the plan is asked for in words, else the overview."""
        return place.step if conversation.message.text else 0

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """See class."""
        conversation = Conversation(tracker)
        place = conversation.place()
        if place is None and conversation.slot("last") == "danger":
            return list(ActionTalkToHuman().run(dispatcher, tracker, domain))
        if place is None:
            say(dispatcher, topics.menu(conversation.library, "plans", conversation.voice))
            return []
        place = place.at(self.step(conversation, place))
        reply = plans.show(conversation.library, place, conversation.voice)
        replies = [reply, *conversation.second_thoughts()]
        say(dispatcher, *replies)
        return after(*replies, last="plan", plan=place.plan.id, places=conversation.places(place))
