"""The service in a process of its own, in which things can be made to fail.

``python -m tests.server.canary_service FD`` listens on a free port of this machine. Each line of its input is an order;
it answers with one line of JSON on the file descriptor FD.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
import threading
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from bot.server.quiet import quiet_logging

quiet_logging()

import structlog  # noqa: E402
from aiohttp import web  # noqa: E402

from bot.server import app as service_app  # noqa: E402
from bot.server.assistant import Assistant  # noqa: E402
from bot.server.conversation_store import MemoryStore  # noqa: E402
from bot.server.conversations import CONVERSATIONS  # noqa: E402
from bot.server.metrics import Metrics  # noqa: E402
from bot.server.sessions import Session  # noqa: E402
from bot.server.settings import Settings  # noqa: E402
from bot.understanding.classifier import IntentModel  # noqa: E402
from tests.server import canaries  # noqa: E402

rank = IntentModel.rank
_SWEEP_EVERY = 0.5


class Service:
    """The running service and what may be asked of it by a test."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant
        self.metrics = Metrics(Path(os.environ["MODEL"]))
        service_app._SWEEP_EVERY = _SWEEP_EVERY
        self.app = service_app.create_app(assistant, Settings(limit_per_minute=1_000_000), observer=self.metrics)
        self.executor = assistant.engine.agent.processor.action_endpoint._executor  # type: ignore[union-attr]
        self.actions = dict(self.executor.actions)

    async def start(self) -> int:
        """Serve; gives the port."""
        self.runner = web.AppRunner(self.app)
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", 0).start()
        return int(self.runner.addresses[0][1])

    async def order(self, order: str) -> Any:
        """Do one of the orders below."""
        return await getattr(self, order)()

    async def work(self) -> None:
        """Everything works again."""
        self.executor.actions = dict(self.actions)
        IntentModel.rank = rank  # type: ignore[method-assign]

    async def actions_fail(self) -> None:
        """Every action that answers logs what was typed as a library would, and raises errors that hold it."""

        def fail(dispatcher: Any, tracker: Any, domain: Any) -> Any:
            typed = tracker.latest_message.get("text")
            logging.getLogger("aiohttp.server").warning(f"typed {typed}", extra={"typed": typed}, stack_info=True)
            structlog.get_logger().warning(f"typed.{typed}", event_info=typed, text=typed)
            warnings.warn(str(typed), stacklevel=1)
            threading.Thread(target=int, args=(typed,), name=typed).start()
            asyncio.get_running_loop().call_soon(int, typed)
            try:
                raise ValueError(f"cannot read {typed}")
            except ValueError as error:
                raise RuntimeError(f"{typed} has no answer") from error

        self._act(lambda action: fail)

    async def actions_are_slow(self) -> None:
        """Every action that answers takes so long that people leave."""

        def slow(action: Any) -> Any:
            async def run(*given: Any) -> Any:
                await asyncio.sleep(0.2)
                return action(*given)

            return run

        self._act(slow)

    async def classifier_fails(self) -> None:
        """The models raise errors that hold what was typed."""

        def fail(self: IntentModel, text: str, *_: Any) -> Any:
            raise RuntimeError(f"cannot read {text}")

        IntentModel.rank = fail  # type: ignore[method-assign,assignment]

    async def search(self) -> dict[str, Any]:
        """What is left of what people typed, when all have gone, and how many conversations are kept."""
        while self.runner.server and self.runner.server.connections:
            await asyncio.sleep(0.05)
        await asyncio.sleep(2 * _SWEEP_EVERY)
        conversations = self.app[CONVERSATIONS]
        store = cast(MemoryStore, conversations.store)
        sessions = [Session.decoded(kept.data) for kept in store._kept.values()]
        before = [Session.decoded(session.before) for session in sessions if session.before]
        trackers = [self.assistant.engine.tracker(session) for session in sessions]
        kept = [conversations, store, sessions, before, trackers, self.assistant.engine.store]
        return {
            "conversations": len(store),
            "stores": canaries.in_objects(kept),
            "app": canaries.in_objects([self.app, self.assistant]),
            "memory": canaries.in_memory(),
            "metrics": [leak for leak in [canaries.found(await self.metrics.page())] if leak],
        }

    def _act(self, changed: Callable[[Any], Any]) -> None:
        answering = {name: run for name, run in self.actions.items() if name != "action_read_message"}
        self.executor.actions = self.actions | {name: changed(run) for name, run in answering.items()}


async def main(answers: int) -> None:
    """Serve and obey until the input ends."""
    service = Service(Assistant.load(Path(os.environ["MODEL"])))
    result: Any = await service.start()
    while True:
        os.write(answers, f"{json.dumps(result)}\n".encode())
        line = await asyncio.to_thread(sys.stdin.readline)
        if not line:
            return
        result = await service.order(line.strip())


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
