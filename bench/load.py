"""``python -m bench.load``: plays conversations against a service, as many at a time as asked, and takes the time.

A process of its own that does as little as possible per turn, because here it shares the processors with the service;
what it used of them is in its report. It reads one job as JSON from standard input and writes a report as JSON.

The job: ``{file, way, ports, clients, seconds, drain, most, first, reconnect, together}``. ``file`` holds the
conversations (bench/replay.py), played from number ``first`` on. ``way`` is "ours" or "rest" (Rasa's own channel).
After ``seconds`` or ``most`` conversations nothing new is sent, and what is under way is waited for, ``drain`` seconds
at most. Each conversation comes from an address of its own (127.x.y.z), and from a new one every ``reconnect`` turns.
``together``: after the first turn three messages are sent at once.

The report: ``turns`` holds for each answer the number of its turn in the conversation and the milliseconds it took.
For those that did not come in time it is the milliseconds until then (``unfinished``): they took at least as long.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import re
import subprocess
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).resolve().parent.parent
_LENGTH = re.compile(rb"(?i)\r\ncontent-length: *(\d+)")
_SESSION = re.compile(rb'"session": *"([^"]+)"')
_PATHS = {"ours": "/api/message", "rest": "/webhooks/rest/webhook"}
TOGETHER = 3


@dataclass
class Job:
    """What to play. See the module."""

    file: str
    way: str
    ports: list[int]
    clients: int = 1
    seconds: float = 10.0
    drain: float = 15.0
    most: int | None = None
    first: int = 0
    reconnect: int | None = None
    together: bool = False


@dataclass
class Report:
    """What came of it. ``silent``: answers without a word; ``within``: answers that came in the time of the job."""

    turns: list[tuple[int, float]] = field(default_factory=list)
    within: int = 0
    unfinished: int = 0
    silent: int = 0
    failed: Counter[str] = field(default_factory=Counter)
    conversations: int = 0
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    together: list[list[float]] = field(default_factory=list)


class Failed(Exception):
    """Something else than an answer came."""


class Line:
    """A connection that stays open."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str) -> None:
        self._reader = reader
        self._writer = writer
        self._head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: "

    @classmethod
    async def to(cls, port: int, address: str, path: str) -> Line:
        """From an address of this machine to a port."""
        return cls(*await asyncio.open_connection("127.0.0.1", port, local_addr=(address, 0)), path)

    async def ask(self, body: bytes) -> bytes:
        """The body of the answer. Raises Failed when it is an error, or none."""
        try:
            return await self._asked(body)
        except (OSError, EOFError, asyncio.LimitOverrunError) as error:
            raise Failed(type(error).__name__) from error

    async def _asked(self, body: bytes) -> bytes:
        self._writer.write(f"{self._head}{len(body)}\r\n\r\n".encode() + body)
        head = await self._reader.readuntil(b"\r\n\r\n")
        length = _LENGTH.search(head)
        answer = await self._reader.readexactly(int(length.group(1)) if length else 0)
        if not head.startswith(b"HTTP/1.1 200"):
            raise Failed(head[9:12].decode("latin-1"))
        return answer

    def close(self) -> None:
        """Hang up."""
        self._writer.close()


class Conversation:
    """What is sent in one conversation, in the way of a service."""

    def __init__(self, way: str, number: int, voice: str) -> None:
        self._way = way
        self._number = number
        self._voice = voice
        self._session = ""

    def body(self, turn: int, how: str, said: str) -> bytes:
        """A turn: ``how`` is "text" or "payload"."""
        if self._way == "rest":
            body: dict[str, Any] = {"sender": f"load-{self._number}", "message": said}
            return json.dumps({**body, "metadata": {"voice": self._voice}}).encode()
        known = {"session": self._session} if self._session else {"voice": self._voice}
        return json.dumps({**known, how: said, "turn": f"{self._number}-{turn}"}).encode()

    def heard(self, answer: bytes) -> bool:
        """Take from an answer what the next turn needs; whether it said anything."""
        if self._way == "rest":
            return len(answer) > len(b"[]")
        if not self._session and (found := _SESSION.search(answer)):
            self._session = found.group(1).decode()
        return b'"messages": []' not in answer


def address(number: int) -> str:
    """An address of this machine for each number; none is used twice in 15 million."""
    return f"127.{10 + number // 62500 % 240}.{number // 250 % 250}.{1 + number % 250}"


async def play(job: Job) -> Report:
    """Do a job."""
    with open(job.file, encoding="utf-8") as file:
        conversations = json.load(file)
    report = Report()
    numbers = itertools.count(job.first)
    began, used = time.monotonic(), time.process_time()
    until = began + job.seconds
    last = job.first + job.most if job.most is not None else None

    async def client(place: int) -> None:
        port = job.ports[place % len(job.ports)]
        while time.monotonic() < until:
            number = next(numbers)
            if last is not None and number >= last:
                return
            report.conversations += 1
            try:
                talk = conversations[number % len(conversations)]
                await (_together if job.together else _one)(job, port, number, talk, until, report)
            except Failed as failed:
                report.failed[str(failed)] += 1
            except OSError as error:
                report.failed[f"no connection: {type(error).__name__}"] += 1

    clients = [asyncio.ensure_future(client(place)) for place in range(job.clients)]
    await asyncio.wait(clients, timeout=job.seconds + job.drain)
    for one in clients:
        one.cancel()
    for ended in await asyncio.gather(*clients, return_exceptions=True):
        if isinstance(ended, Exception):
            raise ended
    report.seconds = min(time.monotonic() - began, job.seconds)
    report.cpu_seconds = time.process_time() - used
    return report


async def _one(job: Job, port: int, number: int, talk: dict[str, Any], until: float, report: Report) -> None:
    """One conversation, turn by turn."""
    conversation = Conversation(job.way, number, talk["voice"])
    line: Line | None = None
    try:
        for turn, (how, said) in enumerate(talk["turns"], 1):
            if line is None or (job.reconnect and turn % job.reconnect == 0):
                if line:
                    line.close()
                # Numbers of addresses leave room for those of a long conversation.
                hops = turn // job.reconnect if job.reconnect else 0
                line = await Line.to(port, address(number + 1_000_000 * hops), _PATHS[job.way])
            body = conversation.body(turn, how, said)
            began = time.monotonic()
            if began >= until:
                return
            try:
                answer = await line.ask(body)
            except asyncio.CancelledError:
                report.unfinished += 1
                report.turns.append((turn, round((time.monotonic() - began) * 1000, 3)))
                raise
            ended = time.monotonic()
            report.turns.append((turn, round((ended - began) * 1000, 3)))
            report.within += ended <= until
            report.silent += not conversation.heard(answer)
    finally:
        if line:
            line.close()


async def _together(job: Job, port: int, number: int, talk: dict[str, Any], until: float, report: Report) -> None:
    """One turn, and then three messages at once, each on a connection of its own; when their answers came."""
    conversation = Conversation(job.way, number, talk["voice"])
    lines = [await Line.to(port, address(number), _PATHS[job.way]) for _ in range(TOGETHER)]
    try:
        conversation.heard(await lines[0].ask(conversation.body(0, *talk["turns"][0])))
        began = time.monotonic()

        async def one(place: int) -> float:
            await lines[place].ask(conversation.body(1 + place, *talk["turns"][1 + place]))
            return round((time.monotonic() - began) * 1000, 3)

        report.together.append(sorted(await asyncio.gather(*(one(place) for place in range(TOGETHER)))))
    finally:
        for line in lines:
            line.close()


def played(job: Job) -> dict[str, Any]:
    """Have a process of its own do a job."""
    asked = json.dumps(asdict(job)).encode()
    command = [sys.executable, "-m", "bench.load"]
    done = subprocess.run(command, input=asked, stdout=subprocess.PIPE, cwd=_ROOT, check=True)
    return dict(json.loads(done.stdout))


def main() -> None:
    """Read a job, do it, report."""
    report = asyncio.run(play(Job(**json.load(sys.stdin))))
    json.dump(vars(report), sys.stdout)  # asdict would count the items of the Counter anew


if __name__ == "__main__":
    main()
