"""``python -m bot.server.terminal``: talk to Danswijzer in the terminal, with the same answers as on the page."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from bot.replies.plain import shown
from bot.server.limits import clean
from bot.server.quiet import quiet_logging
from bot.server.sessions import Session
from bot.server.settings import MODEL
from bot.voice import Voice


async def talk(model: Path, voice: Voice) -> None:
    """Read lines until the end of the input or an empty "exit"; a number presses a button of the last message."""
    from bot.server.assistant import Assistant

    assistant = Assistant.load(model)
    session = Session("terminal", voice)
    messages = assistant.greet(session)
    while True:
        print(*(shown(message, session.voice) for message in messages), sep="\n\n")
        try:
            line = (await asyncio.to_thread(input, "\n> ")).strip()
        except EOFError:
            return
        buttons = messages[-1]["buttons"] if messages else []
        pressed = line.isdigit() and 0 < int(line) <= len(buttons)
        text = buttons[int(line) - 1]["payload"] if pressed else clean(line)
        if text:
            messages = await assistant.answer(session, text)


if __name__ == "__main__":
    quiet_logging()
    asyncio.run(talk(Path(os.environ.get("MODEL", MODEL)), Voice.parse(sys.argv[1] if len(sys.argv) > 1 else "nl")))
