"""Goes a step on or back in the plan, or says it again."""

from __future__ import annotations

from actions.conversation import Conversation
from actions.show_plan import ActionShowPlan
from bot.advice.plans import move, steps_of
from bot.resources.schema import Plan

_BY = {"next_step": 1, "previous_step": -1}


class ActionWalkPlan(ActionShowPlan):
    """Goes a step on or back in the plan, or says it again; without a plan, offers the plans."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_walk_plan"

    def step(self, conversation: Conversation, plan: Plan) -> int:
        """One on, one back, or the same step."""
        by = _BY.get(conversation.message.intent or "", 0)
        length = len(steps_of(plan, conversation.slot("variant")))
        return move(int(conversation.slot("step") or 0), by, length)
