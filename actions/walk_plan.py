"""Goes a step on or back in the plan, to a step that is named, or says it again."""

from __future__ import annotations

import re

from actions.conversation import Conversation
from actions.show_plan import ActionShowPlan
from bot.advice.plans import Place, step_named

_BACK = re.compile(r"\b(?:terug|back|waar|where|return|was ik|was i)\b", re.IGNORECASE)
_BY = {"next_step": 1, "more": 1, "already_tried": 1, "previous_step": -1}


class ActionWalkPlan(ActionShowPlan):
    """Goes a step on or back in the plan, or says it again; without a plan, offers the plans."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_walk_plan"

    def step(self, conversation: Conversation, place: Place) -> int:
        """One on, one back, the step that is named (without one, the whole plan), or the same step.

        "Verder" and "terug" move when a step is on the screen, and come back to it when something else is.
        """
        message = conversation.message
        away, back = conversation.slot("last") != "plan", bool(_BACK.search(message.text))
        if message.intent == "go_to_step":
            return step_named(message.text, len(place.steps)) or (place.step if back else 0)
        if message.intent == "previous_step" and message.text and away:
            return place.step
        if message.intent == "resume" and message.text and not (away or back):
            return place.step + 1
        return place.step + _BY.get(message.intent or "", 0)
