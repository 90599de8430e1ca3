"""``python -m bot.server.terminal``: talk to Danswijzer in the terminal, with the same answers as on the page."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from typing import Any

from bot.server.__main__ import MODEL
from bot.server.limits import clean
from bot.server.quiet import quiet_logging
from bot.server.sessions import Sessions
from bot.voice import Voice


def shown(message: dict[str, Any]) -> str:
    """A message as lines of text: words, what the card adds, numbered buttons."""
    lines = [message["text"]]
    card = message.get("card") or {}
    for basis in card.get("basis", []):
        lines.append(f"  [{basis['label']}] {basis['article']}. {basis['holds']}.")
    for source in card.get("sources", [])[:3]:
        lines.append(f"  [bron] {source['title']} ({source['dated']}) {source['href']}")
    lines += [f"  {place}. {button['title']}" for place, button in enumerate(message["buttons"], 1)]
    return "\n".join(lines)


async def talk(model: Path, voice: Voice) -> None:
    """Read lines until the end of the input or an empty "exit"; a number presses a button of the last message."""
    from bot.server.assistant import Assistant

    assistant = Assistant.load(model)
    session, _ = Sessions().open(voice)
    messages = await assistant.open(session)
    while True:
        print(*(shown(message) for message in messages), sep="\n\n")
        try:
            line = (await asyncio.to_thread(input, "\n> ")).strip()
        except EOFError:
            return
        buttons = messages[-1]["buttons"] if messages else []
        if line.isdigit() and 0 < int(line) <= len(buttons):
            text = buttons[int(line) - 1]["payload"]
        else:
            text = clean(line)
        if text:
            messages = await assistant.answer(session, text)


if __name__ == "__main__":
    quiet_logging()
    asyncio.run(talk(Path(os.environ.get("MODEL", MODEL)), Voice.parse(sys.argv[1] if len(sys.argv) > 1 else "nl")))
