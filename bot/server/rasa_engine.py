"""Rasa's Agent with the actions in this process: the one module of the service that runs Rasa."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.events import ActionExecuted, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.advice import danger
from bot.extensions.messages import ABOUT, ALARMED
from bot.replies import emergencies, other_languages
from bot.resources.loader import library
from bot.server.channel import CollectingChannel
from bot.server.in_process import InProcessActions
from bot.server.plain_runner import PlainGraphRunner
from bot.server.quiet_rasa import quiet_rasa
from bot.server.rasa_patches import patch_rasa
from bot.server.sessions import Session
from bot.server.turn_store import TurnStore
from bot.voice import Voice

_FORGETS = "action_forget"
_NLG = "bot.extensions.catalogue_nlg.CatalogueNaturalLanguageGenerator"


class RasaEngine:
    """Answers in a conversation whose state comes and goes with the session; nothing stays here between two turns."""

    def __init__(self, agent: Agent, store: TurnStore) -> None:
        self.agent = agent
        self.store = store

    @classmethod
    def load(cls, model: Path) -> RasaEngine:
        """Load a trained model. Raises whatever Rasa raises when it cannot be read."""
        quiet_rasa()
        patch_rasa()
        store = TurnStore()
        agent = Agent.load(
            str(model),
            generator=EndpointConfig(type=_NLG),
            tracker_store=store,
            action_endpoint=InProcessActions(),
        )
        if not agent.is_ready():
            raise RuntimeError("the model holds nothing that answers")
        agent.processor.graph_runner = PlainGraphRunner.of(agent.processor.graph_runner)
        return cls(agent, store)

    async def answer(self, session: Session, text: str) -> list[dict[str, Any]]:
        """The answer to a typed text or a payload. The session is changed only when there is one."""
        channel = CollectingChannel()
        metadata = {"voice": session.voice.value, ABOUT: session.about, ALARMED: session.alarmed}
        processor = self.agent.processor
        assert processor is not None
        try:
            if session.tracker is None:  # the greeting was said without Rasa
                await processor.fetch_tracker_and_update_session(session.id, CollectingChannel(), metadata)
            else:
                self.store.lend(session.id, session.tracker)
            message = UserMessage(text, channel, session.id, metadata=metadata)
            message.parse_data = await asyncio.to_thread(self._read, message)
            await processor.handle_message(message)
        finally:
            tracker = self.store.take_back(session.id)
        assert tracker is not None
        session.voice = Voice.parse(tracker.get_slot("voice"), default=session.voice)
        session.about, session.asked, session.alarmed = _about(tracker), _asked(tracker), tracker.get_slot("danger")
        messages = _first_lines(tracker, session.voice) + channel.messages
        if _ran_last(tracker, _FORGETS):
            session.forget()
        else:
            session.tracker = self.store.written(tracker)
        return messages

    def _read(self, message: UserMessage) -> dict[str, Any]:
        """What the NLU pipeline makes of a message. Run beside the loop, because a sentence encoder can take 60 ms."""
        processor = self.agent.processor
        assert processor is not None
        nothing_yet = DialogueStateTracker.from_events(message.sender_id, [])  # what Rasa gives when it only reads
        parsed: dict[str, Any] = processor._parse_message_with_graph(message, nothing_yet)
        return parsed

    def tracker(self, session: Session) -> DialogueStateTracker | None:
        """Rasa's view of a conversation; None before its first message."""
        return self.store.read(session.id, session.tracker) if session.tracker else None


def _first_lines(tracker: DialogueStateTracker, voice: Voice) -> list[dict[str, Any]]:
    """What stands before an answer: a line in the person's own language, and numbers when it may be danger.

    Said here: Rasa drops what an action says that fills slots, and any other action speaks too late.
    """
    base = library()
    lines = other_languages.line(base, _set_by_last_message(tracker, "other_language"))
    if _set_by_last_message(tracker, "danger") == danger.WORRY:
        lines.append(emergencies.worry(base, voice))
    return [message.as_json() for message in lines]


def _since_last_message(tracker: DialogueStateTracker) -> Iterator[Event]:
    """What happened after the latest message, the newest first."""
    return takewhile(lambda event: not isinstance(event, UserUttered), reversed(tracker.events))


def _ran_last(tracker: DialogueStateTracker, action: str) -> bool:
    """Whether an action ran after the latest message."""
    ran = (event.action_name for event in _since_last_message(tracker) if isinstance(event, ActionExecuted))
    return action in ran


def _set_by_last_message(tracker: DialogueStateTracker, name: str) -> Any:
    """The value that the latest message gave a slot; None when it left the slot as it was."""
    set_ = (event for event in _since_last_message(tracker) if isinstance(event, SlotSet))
    return next((event.value for event in set_ if event.key == name), None)


_SHOWN = {
    "right": ("ask_right", "topic"),
    "plan": ("ask_plan", "plan"),
    "route": ("find_help", "behaviour"),
}


def _about(tracker: DialogueStateTracker) -> str | None:
    """The label of what was last shown: a right, a plan, or help for a kind of trouble."""
    last = "route" if tracker.active_loop_name else tracker.get_slot("last")
    intent, slot = _SHOWN.get(last, ("", ""))
    topic = tracker.get_slot(slot) if slot else None
    return f"{intent}/{topic}" if topic else None


_NAMED_BY = {
    "ask_right": "topic",
    "ask_plan": "plan",
    "ask_about": "organisation",
    "find_help": "behaviour",
    "danger": "danger",
}


def _asked(tracker: DialogueStateTracker) -> str | None:
    """The label of what the latest message asked: an intent, with its topic if it has one."""
    intent = tracker.latest_message.intent.get("name") if tracker.latest_message else None
    topic = tracker.get_slot(_NAMED_BY[intent]) if intent in _NAMED_BY else None
    return f"{intent}/{topic}" if topic else intent
