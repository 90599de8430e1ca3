"""People who walk through a step plan and check every answer, for benches that break things under them.

They walk forwards and backwards, typing or pressing a button, now and then ask something else and come back to the
plan. So the number of the step that an answer shows tells whether every message was answered once and in order. As the
page does, they send a message again, with the same id, until it is answered.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from bench.people import PATIENCE

_BEGIN = {"text": "stappenplan voor buitenlandse dansers"}
_STEPS = 8
_FORWARDS = ({"payload": "/next_step"}, {"text": "volgende"})
_BACKWARDS = ({"payload": "/previous_step"}, {"text": "vorige"})
_ELSEWHERE = ({"text": "hoe lang mag een repetitiedag duren"}, "right/working_hours")
_BACK = {"text": "terug naar het plan"}
_AGAIN_AFTER = 0.2
"""Seconds; the page waits one, here time is short."""
_GIVE_UP = 60.0
_THINKS = 0.05
"""The longest that someone in a hurry thinks, in seconds."""


@dataclass
class Seen:
    """What people noticed."""

    answered: int = 0
    sent_again: int = 0
    failures: Counter[str] = field(default_factory=Counter)
    waits: list[float] = field(default_factory=list)
    """Seconds from the first failure of a message until its answer."""
    wrong: list[str] = field(default_factory=list)
    begun: int = 0
    ended: int = 0
    """Conversations begun, and ended by the service with 404 unknown_session."""


class Ended(Exception):
    """The service does not know the conversation any more, and said so."""


class Walker:
    """Someone who walks through a plan and checks every answer, from an address, thinking so many seconds at most."""

    def __init__(
        self, ports: list[int], seen: Seen, seed: int, address: str = "127.0.0.1", thinks: float = _THINKS
    ) -> None:
        self._ports = ports
        self._address = address
        self._thinks = thinks
        self._seen = seen
        self._random = random.Random(seed)
        self._session = ""
        self._client: aiohttp.ClientSession

    async def walk(self, until: asyncio.Event) -> None:
        """Walk until told, in new conversations when old ones end."""
        connector = aiohttp.TCPConnector(local_addr=(self._address, 0))
        timeout = aiohttp.ClientTimeout(total=PATIENCE)
        async with aiohttp.ClientSession(connector=connector, timeout=timeout) as self._client:
            while not until.is_set():
                try:
                    await self._conversation(until)
                except Ended:
                    self._seen.ended += 1

    async def _conversation(self, until: asyncio.Event) -> None:
        self._session = ""
        step, length = 0, 0
        await self._say(_BEGIN, "plan/foreign_dancer@0")
        self._seen.begun += 1
        while not until.is_set():
            await asyncio.sleep(self._random.uniform(0, self._thinks))
            length += 1
            if self._random.random() < 0.15:
                await self._say(*_ELSEWHERE)
                await self._say(_BACK, f"plan/foreign_dancer@{step}")
            elif step < _STEPS and (step <= 1 or self._random.random() < 0.5):
                step += 1
                await self._say(self._random.choice(_FORWARDS), f"plan/foreign_dancer@{step}")
            else:
                step -= 1
                await self._say(self._random.choice(_BACKWARDS), f"plan/foreign_dancer@{step}")

    async def _say(self, said: dict[str, str], expected: str) -> None:
        """Send until it is answered, and compare."""
        body = {**said, "turn": f"{self._random.getrandbits(64):x}"}
        body |= {"session": self._session} if self._session else {"voice": "nl"}
        failed_at = 0.0
        while True:
            answer, failure = await self._sent(body)
            if answer:
                break
            now = time.monotonic()
            failed_at = failed_at or now
            self._seen.failures[failure] += 1
            if now - failed_at > _GIVE_UP:
                raise RuntimeError(f"never answered: {failure}")
            self._ports.reverse()
            self._seen.sent_again += 1
            await asyncio.sleep(_AGAIN_AFTER)
        self._seen.answered += 1
        if failed_at:
            self._seen.waits.append(time.monotonic() - failed_at)
        self._session = answer["session"]
        if (shown := _shown(answer)) != expected:
            self._seen.wrong.append(f"{shown} instead of {expected}, {'sent again' if failed_at else 'sent once'}")
            raise Ended

    async def _sent(self, body: dict[str, str]) -> tuple[dict[str, Any] | None, str]:
        """The answer, or what failed. Raises Ended when the conversation is over."""
        try:
            address = f"http://127.0.0.1:{self._ports[0]}/api/message"
            async with self._client.post(address, json=body) as response:
                told = await response.json()
                if response.status == 200:
                    return told, ""
                if response.status == 404 and told["error"] == "unknown_session" and told["messages"]:
                    raise Ended
                return None, f"{response.status} {told['error']}"
        except (aiohttp.ClientError, asyncio.TimeoutError) as error:
            return None, type(error).__name__


def _shown(answer: dict[str, Any]) -> str:
    """What an answer shows: "plan/foreign_dancer@3", "right/working_hours"."""
    card = next((message["card"] for message in answer["messages"] if message.get("card")), {})
    place = f"@{card['current']}" if card.get("kind") == "plan" else ""
    return f"{card.get('kind')}/{card.get('id')}{place}"
