"""People who talk with the service as they would on the page, each from an address of their own; how long they wait."""

from __future__ import annotations

import asyncio
import functools
import itertools
import random
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import yaml

from bench.messages import ROOT

TALKS = ROOT / "tests" / "conversations" / "talks"
THINKING = (1.0, 2.0)
"""Seconds between an answer and the next message."""
PATIENCE = 30.0
"""Seconds that the page waits for an answer."""
_STEPS_BEFORE = 2


@dataclass
class Heard:
    """What people noticed: seconds per answered turn, and what went wrong."""

    waits: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


class Person:
    """Someone at an address, who has a conversation waiting in another tab (a plan at its second step).

    Nothing is sent twice: whatever is not answered at once counts as failed.
    """

    def __init__(self, port: int, address: str, talks: Iterator[dict[str, Any]], seed: int) -> None:
        self._port = port
        self._address = address
        self._talks = talks
        self._random = random.Random(seed)
        self._waiting_tab: str | None = None
        self._client: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Person:
        connector = aiohttp.TCPConnector(local_addr=(self._address, 0))
        timeout = aiohttp.ClientTimeout(total=PATIENCE)
        self._client = aiohttp.ClientSession(connector=connector, timeout=timeout)
        answer = await self._said({"voice": "nl", "text": "stappenplan voor buitenlandse dansers"})
        self._waiting_tab = answer["session"]
        for _ in range(_STEPS_BEFORE):
            answer = await self._said({"session": self._waiting_tab, "payload": "/next_step"})
        if _step(answer) != _STEPS_BEFORE:
            raise RuntimeError("the plan in the other tab did not begin as it should")
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._client is not None
        await self._client.close()

    async def talk(self, until: float, heard: Heard) -> None:
        """Have one conversation after the other until a moment (of time.monotonic)."""
        await asyncio.sleep(self._random.uniform(0, THINKING[1]))
        while time.monotonic() < until:
            await play(next(self._talks), self._said, heard, until, lambda: self._random.uniform(*THINKING))

    async def finds_tab_back(self) -> bool:
        """Whether the conversation in the other tab goes on where it was."""
        try:
            return _step(await self._said({"session": self._waiting_tab, "payload": "/next_step"})) == _STEPS_BEFORE + 1
        except (aiohttp.ClientError, asyncio.TimeoutError):
            return False

    async def _said(self, body: dict[str, Any]) -> dict[str, Any]:
        assert self._client is not None
        return await _sent(self._client, self._port, body, self._random)


async def crowd(port: int, at_once: int, until: float, heard: Heard, first: int = 0) -> int:
    """So many at once who do not think: when a conversation ends, someone else begins one, from another address.

    Returns how many conversations there were; ``first`` is how many addresses are taken already.
    """
    conversations, numbers = talks(seed=first), itertools.count(first)

    async def one_after_the_other() -> None:
        while time.monotonic() < until:
            number, talk = next(numbers), next(conversations)
            address = f"127.{16 + number // 62_500}.{1 + number // 250 % 250}.{1 + number % 250}"
            connector, chosen = aiohttp.TCPConnector(local_addr=(address, 0)), random.Random(number)
            timeout = aiohttp.ClientTimeout(total=PATIENCE)
            async with aiohttp.ClientSession(connector=connector, timeout=timeout) as client:
                await play(talk, functools.partial(_sent, client, port, chosen=chosen), heard, until)

    await asyncio.gather(*(one_after_the_other() for _ in range(at_once)))
    return next(numbers) - first


async def play(
    talk: dict[str, Any],
    say: Callable[[dict[str, Any]], Awaitable[dict[str, Any]]],
    heard: Heard,
    until: float,
    thinks: Callable[[], float] | None = None,
) -> None:
    """Have one conversation, until its end, a failure or a moment (of time.monotonic), thinking after each answer."""
    session: dict[str, str] = {"voice": talk["voice"]}
    offered: list[str] = []
    for turn in talk["turns"]:
        said = {"text": turn["me"]} if "me" in turn else {"payload": button(turn["press"], offered)}
        if None in said.values() or time.monotonic() >= until:
            return
        began = time.monotonic()
        try:
            answer = await say({**session, **said})
        except (aiohttp.ClientError, asyncio.TimeoutError) as error:
            heard.failed.append(f"{type(error).__name__} {getattr(error, 'status', '')}".strip())
            return
        heard.waits.append(time.monotonic() - began)
        session = {"session": answer["session"]}
        offered = [button["payload"] for message in answer["messages"] for button in message["buttons"]]
        if thinks:
            await asyncio.sleep(thinks())


async def _sent(
    client: aiohttp.ClientSession, port: int, body: dict[str, Any], chosen: random.Random
) -> dict[str, Any]:
    """The answer to a message, which gets an id as the page gives it."""
    address, turn = f"http://127.0.0.1:{port}/api/message", f"{chosen.getrandbits(64):x}"
    async with client.post(address, json={**body, "turn": turn}, raise_for_status=True) as answer:
        return dict(await answer.json())


async def newcomers(port: int, first: int, until: float, heard: Heard) -> None:
    """Every second someone from an address that nobody used before says one thing, twice if it must, as the page does.

    An answer that refuses for now, with people to call, counts as failed ("503 with people to call").
    """
    running = []
    for number, talk in enumerate(talks(seed=first), first):
        if time.monotonic() >= until:
            break
        address = f"127.0.{2 + number // 250}.{1 + number % 250}"
        running.append(asyncio.ensure_future(_first_message(port, address, talk, heard)))
        await asyncio.sleep(1)
    await asyncio.gather(*running)


async def _first_message(port: int, address: str, talk: dict[str, Any], heard: Heard) -> None:
    said = {"voice": talk["voice"], "text": talk["turns"][0]["me"], "turn": talk["name"][:64]}
    began = time.monotonic()
    timeout = aiohttp.ClientTimeout(total=PATIENCE)
    async with aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(local_addr=(address, 0)), timeout=timeout
    ) as client:
        for tries in range(2):
            if tries:
                await asyncio.sleep(1)
            try:
                async with client.post(f"http://127.0.0.1:{port}/api/message", json=said) as answer:
                    told = await answer.json()
                    if answer.status == 200:
                        heard.waits.append(time.monotonic() - began)
                        return
                    failed = f"{answer.status} with people to call" if told.get("messages") else str(answer.status)
            except (aiohttp.ClientError, asyncio.TimeoutError) as error:
                failed = type(error).__name__
    heard.failed.append(failed)


def talks(seed: int) -> Iterator[dict[str, Any]]:
    """The conversations of tests/conversations/talks without end, in a random order."""
    rows = [row for path in sorted(TALKS.glob("*.yml")) for row in yaml.safe_load(path.read_text(encoding="utf-8"))]
    chosen = random.Random(seed)
    while True:
        yield from chosen.sample(rows, len(rows))


def _step(answer: dict[str, Any]) -> int | None:
    """Where in a plan an answer is; None when it shows none."""
    cards = [message["card"] for message in answer["messages"] if message.get("card")]
    return next((card["current"] for card in cards if card["kind"] == "plan"), None)


def button(intent: str, offered: list[str]) -> str | None:
    """The payload of the first button that leads to an intent; None when there is none."""
    return next((payload for payload in offered if payload.lstrip("/").partition("{")[0] == intent), None)
