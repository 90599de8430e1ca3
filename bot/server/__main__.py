"""``python -m bot.server``: load the resource base and the model, say what was loaded, serve."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from bot.resources.loader import ContentError, library
from bot.voice import VOICES

MODEL = Path("models/danswijzer.tar.gz")
DEFAULT_LIMIT_PER_MINUTE = 60


def main() -> int:
    """Read HOST, PORT, MODEL and LIMIT_PER_MINUTE from the environment and serve until stopped."""
    model = Path(os.environ.get("MODEL", MODEL))
    print("Danswijzer starts", flush=True)
    try:
        host, port, limit = _address()
        resources = library()
    except (ContentError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"content: {resources.summary()}", flush=True)
    print(f"voices: {', '.join(voice.value for voice in VOICES)}", flush=True)
    from bot.server.quiet import quiet_logging

    quiet_logging()
    from aiohttp import web

    from bot.server.app import create_app
    from bot.server.assistant import Assistant

    try:
        assistant = Assistant.load(model)
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"model: {model}, trained on {len(assistant.agent.domain.intents)} intents", flush=True)
    print(f"open http://{host}:{port}", flush=True)
    web.run_app(create_app(assistant, limit), host=host, port=port, print=None, access_log=None)
    return 0


def _address() -> tuple[str, int, int]:
    numbers = []
    for name, default in (("PORT", 5005), ("LIMIT_PER_MINUTE", DEFAULT_LIMIT_PER_MINUTE)):
        value = os.environ.get(name, str(default))
        if not value.isdigit():
            raise ValueError(f"{name}: '{value}' is not a whole number")
        numbers.append(int(value))
    return os.environ.get("HOST", "127.0.0.1"), numbers[0], numbers[1]


if __name__ == "__main__":
    sys.exit(main())
