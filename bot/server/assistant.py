"""One turn of a conversation: from a person's message to the messages to show. Everyone always gets an answer."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.advice import danger
from bot.extensions.messages import ABOUT, ALARMED
from bot.extensions.quiet_tracker_store import QuietTrackerStore
from bot.replies import emergencies, other_languages, pictures, topics
from bot.resources.library import Library
from bot.resources.loader import library
from bot.server.channel import CollectingChannel
from bot.server.in_process import InProcessActions
from bot.server.sessions import Session
from bot.voice import Voice

logger = logging.getLogger(__name__)

_FORGETS = "action_forget"
_NLG = "bot.extensions.catalogue_nlg.CatalogueNaturalLanguageGenerator"


class Assistant:
    """Rasa's Agent with the actions in this process."""

    def __init__(self, agent: Agent, store: QuietTrackerStore) -> None:
        self.agent = agent
        self.store = store
        self.library: Library = library()

    @classmethod
    def load(cls, model: Path) -> Assistant:
        """Load a trained model. Raises RuntimeError with the path when it cannot be read."""
        store = QuietTrackerStore(Domain.empty())
        try:
            agent = Agent.load(
                str(model),
                generator=EndpointConfig(type=_NLG),
                tracker_store=store,
                action_endpoint=InProcessActions(),
            )
        except Exception as error:
            report(error)
            raise RuntimeError(f"the model {model} could not be loaded; train it again with: make train") from error
        return cls(agent, store)

    @property
    def ready(self) -> bool:
        """Whether a model is loaded."""
        return bool(self.agent.is_ready())

    async def open(self, session: Session) -> list[dict[str, Any]]:
        """The first messages of a conversation."""
        channel = CollectingChannel()
        try:
            processor = self.agent.processor
            assert processor is not None
            metadata = {"voice": session.voice.value}
            tracker = await processor.fetch_tracker_and_update_session(session.id, channel, metadata)
            await processor.save_tracker(tracker)
        except Exception as error:
            report(error)
        return self._offered(session, channel.messages or [topics.introduction(session.voice).as_json()])

    async def answer(self, session: Session, text: str) -> list[dict[str, Any]]:
        """The answer to a typed text or a payload. Danger words get their card even when Rasa fails."""
        channel = CollectingChannel()
        metadata = {"voice": session.voice.value, ABOUT: session.about, ALARMED: session.alarmed}
        try:
            await self.agent.handle_message(UserMessage(text, channel, session.id, metadata=metadata))
            if tracker := await self.store.retrieve(session.id):
                session.voice = Voice.parse(tracker.get_slot("voice"), default=session.voice)
                session.about, session.alarmed = _about(tracker), tracker.get_slot("danger")
                # Said here: Rasa drops what an action says that fills slots, and any other action speaks too late.
                lines = other_languages.line(self.library, _set_by_last_message(tracker, "other_language"))
                if _set_by_last_message(tracker, "danger") == danger.WORRY:
                    lines.append(emergencies.worry(self.library, session.voice))
                channel.messages[:0] = [message.as_json() for message in lines]
                if _ran_last(tracker, _FORGETS):
                    await self.forget(session.id)
        except Exception as error:
            report(error)
            channel.messages.clear()
        return self._offered(session, channel.messages or self._without_rasa(session, text))

    async def forget(self, session_id: str) -> None:
        """Delete everything that is known of a conversation."""
        await self.store.delete(session_id)

    def _without_rasa(self, session: Session, text: str) -> list[dict[str, Any]]:
        levels = danger.detect(text)
        if levels:
            return [emergencies.card_for(self.library, levels, session.voice).as_json()]
        return [emergencies.fallback(self.library, session.voice).as_json()]

    @staticmethod
    def _offered(session: Session, messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
        session.offer((button["payload"], button["title"]) for message in messages for button in message["buttons"])
        return pictures.added(messages, session.voice)


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


def report(error: Exception) -> None:
    """Log what kind of error it was and where, never what anyone typed."""
    error = error.__cause__ if isinstance(error.__cause__, Exception) else error
    place = error.__traceback__
    while place and place.tb_next:
        place = place.tb_next
    where = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else "unknown place"
    logger.error("a message could not be answered by the model: %s at %s", type(error).__name__, where)
