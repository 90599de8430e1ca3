"""``python -m bench.attackers PORT ATTACK SECONDS SEED``: ask the service on a port of this machine for too much.

A process of its own, with the lowest priority, so that it takes no processor from the service or from who measures.
It speaks only to 127.0.0.1, from other addresses of this machine, and stops by itself. Prints what it was answered, as
JSON: for each attack how often each status came, "closed" where the service hung up, and "waiting" for what was open at
the end.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

SERVICE = "127.0.0.1"
_CHUNK = b"a" * 65536
_DEEP = "[" * 4000
_QUESTIONS = (
    "hoe lang mag een repetitiedag duren",
    "my teacher keeps shouting at me",
    "ik heb mijn geld nog niet gekregen",
    "stappenplan voor buitenlandse dansers",
)


def address(number: int) -> str:
    """One of some hundred thousand addresses of this machine, spread as those of many networks; never one of people."""
    return f"127.{10 + number % 100}.{number // 100 % 250}.9"


def post(path: str, body: bytes, headers: str = "", length: int | None = None) -> bytes:
    """A request, ready to be sent."""
    size = len(body) if length is None else length
    head = (
        f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n{headers}Content-Length: {size}\r\n\r\n"
    )
    return head.encode() + body


class Attack:
    """What one attack does until a moment, and what it was answered."""

    def __init__(self, port: int, until: float, seed: int) -> None:
        self.port = port
        self.until = until
        self.random = random.Random(seed)
        self.heard: Counter[str] = Counter()

    @property
    def goes_on(self) -> bool:
        """Whether its time is not up yet."""
        return time.monotonic() < self.until

    async def many(self, count: int, one: Callable[[int], Coroutine[Any, Any, None]]) -> None:
        """The same from many sides at once."""
        await asyncio.gather(*(self._bounded(one(number)) for number in range(count)))

    async def _bounded(self, one: Coroutine[Any, Any, None]) -> None:
        try:
            await asyncio.wait_for(one, max(0.1, self.until - time.monotonic()))
        except asyncio.TimeoutError:
            self.heard["waiting"] += 1
        except OSError as error:
            self.heard[type(error).__name__] += 1

    @contextlib.asynccontextmanager
    async def connection(self, number: int):  # type: ignore[no-untyped-def]
        """A connection from one of the addresses."""
        reader, writer = await asyncio.open_connection(SERVICE, self.port, local_addr=(address(number), 0))
        try:
            yield reader, writer
        finally:
            writer.transport.abort()

    async def answer(self, reader: asyncio.StreamReader) -> bytes:
        """Count an answer's status; its body."""
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            self.heard[head[9:12].decode()] += 1
            lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
            return await reader.readexactly(int(lengths[0].split(b":")[1])) if lengths else b""
        except (asyncio.IncompleteReadError, ConnectionError):
            self.heard["closed"] += 1
            return b""

    async def again_and_again(self, number: int, request: Callable[[], bytes], pause: float = 0.0) -> None:
        """Ask as soon as the last was answered, on a connection that stays open as long as the service lets it."""
        while self.goes_on:
            async with self.connection(number) as (reader, writer):
                with contextlib.suppress(ConnectionError):
                    while self.goes_on and not reader.at_eof():
                        writer.write(request())
                        await self.answer(reader)
                        await asyncio.sleep(pause)

    # The attacks.

    async def large_bodies(self) -> None:
        """Bodies of 10 MB from 20 addresses, announced and unannounced."""

        async def one(number: int) -> None:
            while self.goes_on:
                async with self.connection(number) as (reader, writer):
                    chunked = number % 2
                    announced = b"Transfer-Encoding: chunked" if chunked else b"Content-Length: 10485760"
                    head = b"POST /api/message HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                    writer.write(head + announced + b"\r\n\r\n")
                    with contextlib.suppress(ConnectionError):
                        for _ in range(160):
                            writer.write(b"10000\r\n" + _CHUNK + b"\r\n" if chunked else _CHUNK)
                            await writer.drain()
                    await self.answer(reader)

        await self.many(20, one)

    async def slow_bodies(self) -> None:
        """300 bodies at one byte a second."""
        await self._slowly(post("/api/message", b"", length=4000), b"{")

    async def slow_headers(self) -> None:
        """300 requests whose headers come at one byte a second."""
        await self._slowly(b"POST /api/message HTTP/1.1\r\nHost: x\r\nX-Slow: ", b"a")

    async def _slowly(self, begin: bytes, drop: bytes) -> None:
        async def one(number: int) -> None:
            while self.goes_on:
                async with self.connection(number % 60) as (reader, writer):
                    writer.write(begin)
                    answered = asyncio.ensure_future(self.answer(reader))
                    try:
                        while not answered.done():
                            await asyncio.wait([answered], timeout=1)
                            writer.write(drop)
                    finally:
                        answered.cancel()

        await self.many(300, one)

    async def burst_from_one(self) -> None:
        """300 messages at once from one address, every three seconds; half of them in one conversation."""
        await self._bursts(300, addresses=1)

    async def burst_from_many(self) -> None:
        """300 messages at once from 150 addresses, every three seconds, each the first of a conversation."""
        await self._bursts(300, addresses=150)

    async def _bursts(self, size: int, addresses: int) -> None:
        session = ""
        if addresses == 1:
            async with self.connection(0) as (reader, writer):
                writer.write(post("/api/session", b"{}"))
                session = json.loads(await self.answer(reader) or b"{}").get("session", "")

        async def one(number: int) -> None:
            said = {"text": self.random.choice(_QUESTIONS), **({"session": session} if session and number % 2 else {})}
            async with self.connection(number % addresses) as (reader, writer):
                writer.write(post("/api/message", json.dumps(said).encode()))
                await self.answer(reader)

        running = []
        while self.goes_on:
            running.append(asyncio.ensure_future(self.many(size, one)))
            await asyncio.sleep(3)
        await asyncio.gather(*running)

    async def sessions(self, most: int = 10_000) -> None:
        """10,000 conversations opened from 200 addresses; every twentieth gets a first message."""
        left = iter(range(most))

        async def one(number: int) -> None:
            while self.goes_on:
                async with self.connection(number) as (reader, writer):
                    for count in left:
                        writer.write(post("/api/session", b"{}"))
                        body = await self.answer(reader)
                        if not body:
                            break
                        if count % 20 == 0 and (session := json.loads(body).get("session")):
                            said = {"session": session, "text": self.random.choice(_QUESTIONS)}
                            writer.write(post("/api/message", json.dumps(said).encode()))
                            await self.answer(reader)
                    else:
                        return

        await self.many(200, one)

    async def idle(self) -> None:
        """3,000 connections from 100 addresses that ask nothing."""

        async def one(number: int) -> None:
            await asyncio.sleep(self.random.uniform(0, 2))
            while self.goes_on:
                async with self.connection(number % 100) as (reader, _):
                    await self.answer(reader)
                    await asyncio.sleep(0.5)

        await self.many(3000, one)

    async def malformed(self) -> None:
        """What is no HTTP, headers of 64 KB, JSON 4,000 levels deep, JSON that is none: 10 connections of each."""
        requests = (
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(200),
            b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + b"a" * 65536 + b"\r\n\r\n",
            post("/api/message", _DEEP.encode()),
            post("/api/message", b'{"text": "a'),
        )

        async def one(number: int) -> None:
            await self.again_and_again(number, lambda: requests[number % len(requests)], pause=0.05)

        await self.many(10 * len(requests), one)

    async def pages(self) -> None:
        """The page, a leaflet and the whole resource base, asked for again and again from 60 addresses."""
        paths = ("/", "/pages/nl/rights/breaks", "/api/resources")
        requests = [f"GET {path} HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n\r\n".encode() for path in paths]

        async def one(number: int) -> None:
            await self.again_and_again(number, lambda: requests[number % len(requests)])

        await self.many(60, one)


ATTACKS: dict[str, Callable[[Attack], Coroutine[Any, Any, None]]] = {
    "10 MB bodies": Attack.large_bodies,
    "slow bodies": Attack.slow_bodies,
    "slow headers": Attack.slow_headers,
    "burst from one address": Attack.burst_from_one,
    "burst from many": Attack.burst_from_many,
    "10,000 sessions": Attack.sessions,
    "idle connections": Attack.idle,
    "malformed requests": Attack.malformed,
    "pages": Attack.pages,
}
ALL = "all together"


def chosen(name: str) -> Iterator[str]:
    """The attacks that a name stands for."""
    yield from ATTACKS if name == ALL else (name,)


async def attack(port: int, name: str, seconds: float, seed: int) -> dict[str, dict[str, int]]:
    """Attack for so many seconds; what each was answered."""
    until = time.monotonic() + seconds
    attacks = {one: Attack(port, until, seed) for one in chosen(name)}

    async def bounded(one: str) -> None:
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(ATTACKS[one](attacks[one]), seconds + 5)

    await asyncio.gather(*map(bounded, attacks))
    return {one: dict(running.heard.most_common()) for one, running in attacks.items()}


def main() -> int:
    """Attack, and print the answers and the processor time it took."""
    port, name, seconds, seed = int(sys.argv[1]), sys.argv[2], float(sys.argv[3]), int(sys.argv[4])
    os.nice(19)
    logging.getLogger("asyncio").setLevel(logging.ERROR)  # it warns of writing to connections that the service closed
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    heard = asyncio.run(attack(port, name, seconds, seed))
    print(json.dumps({"heard": heard, "cpu_seconds": round(time.process_time(), 2)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
