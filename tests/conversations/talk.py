"""Plays conversations written as Rasa test stories against the whole assistant, actions included.

The stories stand in tests/conversations/*.yml. ``rasa test core`` reads them too and checks the predictions; here each
turn is really answered, and the answer must come from the named action in the named voice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.server.assistant import Assistant
from bot.server.sessions import Session
from bot.voice import Voice

FOLDER = Path(__file__).parent


@dataclass
class Turn:
    """What a person says (or presses), and the actions that answer it."""

    text: str
    intent: str | None
    actions: list[str] = field(default_factory=list)


@dataclass
class Story:
    """A conversation in one voice. The name of the file is the voice it starts in."""

    name: str
    voice: Voice
    turns: list[Turn]


def stories() -> Iterator[Story]:
    """All test stories."""
    for path in sorted(FOLDER.glob("test_*.yml")):
        voice = Voice(path.stem.removeprefix("test_").split(".")[0].replace("_kind", "@kind"))
        for story in yaml.safe_load(path.read_text(encoding="utf-8"))["stories"]:
            turns: list[Turn] = []
            for step in story["steps"]:
                if "user" in step:
                    turns.append(Turn(step["user"].strip(), step.get("intent")))
                elif "action" in step and turns:
                    turns[-1].actions.append(step["action"])
            yield Story(story["story"], voice, turns)


class Talk:
    """One conversation with the assistant, outside HTTP."""

    def __init__(self, assistant: Assistant, voice: Voice = Voice.NL) -> None:
        self.assistant = assistant
        self.session = Session("talk", voice)

    async def start(self) -> list[dict[str, Any]]:
        """The first messages."""
        return self.assistant.greet(self.session)

    async def say(self, text: str) -> list[dict[str, Any]]:
        """The answer to a text or a payload."""
        return await self.assistant.answer(self.session, text)

    async def slot(self, name: str) -> Any:
        """A slot of the conversation now."""
        tracker = self.assistant.engine.tracker(self.session)
        return tracker.get_slot(name) if tracker else None

    async def actions_of_last_turn(self) -> list[str]:
        """Names of the actions that ran after the latest message, without Rasa's listening."""
        tracker = self.assistant.engine.tracker(self.session)
        names: list[str] = []
        for event in tracker.events if tracker else []:
            if event.type_name == "user":
                names = []
            elif event.type_name == "action" and event.action_name not in (None, "action_listen"):
                names.append(event.action_name)
        return names


def text_of(messages: list[dict[str, Any]]) -> str:
    """All texts of an answer."""
    return "\n".join(message["text"] for message in messages)
