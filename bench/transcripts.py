"""``python -m bench.transcripts FILE``: every answer to the held-out messages and conversations, to compare with later.

Whoever makes the service faster writes them before and after: ``diff`` shows what became another answer.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from bench.messages import ROOT, held_out
from bench.people import TALKS, button
from bot import clock
from bot.server.assistant import Assistant
from bot.server.bad_request import BadRequest
from bot.server.conversations import Conversations
from bot.server.quiet import quiet_logging
from bot.server.settings import MODEL
from bot.voice import VOICES, Voice

_AFTERNOON = datetime(2026, 11, 25, 14, 0, tzinfo=clock.AMSTERDAM)
"""When it always is: opening hours would differ from day to day."""
_ALARMING = ROOT / "tests" / "nlu" / "danger"


async def transcripts(conversations: Conversations) -> AsyncIterator[dict[str, Any]]:
    """One row for each turn: where, what was said, what was answered."""
    for name, voice, turns in _talks():
        session_id, offered = None, list[str]()
        for turn in turns:
            said = {"text": turn["me"]} if "me" in turn else {"payload": button(turn["press"], offered)}
            try:
                session, messages = await conversations.say(session_id, said, voice)
            except BadRequest as error:
                yield {"in": name, "said": said, "refused": error.code}
                continue
            session_id, voice = session.id, session.voice
            offered = [one["payload"] for message in messages for one in message["buttons"]]
            yield {"in": name, "said": said, "voice": voice.value, "answer": messages}


def _talks() -> Iterator[tuple[str, Voice, list[dict[str, str]]]]:
    single = [message.text for message in held_out()]
    for path in sorted(_ALARMING.glob("*.yml")):
        single += [row["text"] for row in yaml.safe_load(path.read_text(encoding="utf-8"))]
    for place, text in enumerate(single):
        yield "one message", VOICES[place % len(VOICES)], [{"me": text}]
    for path in sorted(TALKS.glob("*.yml")):
        for talk in yaml.safe_load(path.read_text(encoding="utf-8")):
            yield talk["name"], Voice.parse(talk["voice"]), talk["turns"]


async def _write(path: Path) -> None:
    conversations = Conversations(Assistant.load(ROOT / MODEL))
    with path.open("w", encoding="utf-8") as file:
        async for row in transcripts(conversations):
            file.write(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n")


def main() -> None:
    """Write them at a moment that is always the same."""
    quiet_logging()
    clock.now = lambda: _AFTERNOON
    asyncio.run(_write(Path(sys.argv[1])))


if __name__ == "__main__":
    main()
