"""A thousand conversations through the real service, whose words are then looked for in everything it leaves behind."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import Any, NamedTuple

import aiohttp
import pytest
import yaml

from bot.server.limits import MAX_TEXT
from bot.voice import VOICES, Voice
from tests.conftest import MODEL, ROOT
from tests.server import canaries

CONVERSATIONS = 1000
_AT_ONCE = 8
_STATES = (("work", 0.7), ("actions_fail", 0.15), ("classifier_fails", 0.1), ("actions_are_slow", 0.05))
"""What is made of the service, and for which part of the conversations."""

TELLS = ("{name} {question}", "{question} Bel {phone}", "{question} {name}", "{question} {date}")
DANGER = {
    Voice.NL: ("{name} slaat mij nu", "ik wil dood, zei ik tegen {name}", "{name} heeft me op {date} verkracht"),
    Voice.EN: ("{name} is hitting me now", "i want to die, i told {name}", "{name} raped me on {date}"),
    Voice.NL_KIND: ("juf {name} slaat mij", "ik wil dood {name} weet het", "{name} zat aan mij op {date}"),
    Voice.EN_KIND: ("my teacher {name} hits me", "i want to kill myself {name} knows", "{name} touched me on {date}"),
}
FORM = {
    Voice.NL: ("mijn docent {name} pest me", "ik ben 24 en woon in {name}", "sinds {date}, bel {phone}"),
    Voice.EN: ("my teacher {name} bullies me", "i am 24 and live in {name}", "since {date}, call {phone}"),
    Voice.NL_KIND: ("meester {name} doet gemeen tegen mij", "ik ben 10 en zit op {name}", "sinds {date} bel {phone}"),
    Voice.EN_KIND: ("mr {name} is mean to me", "i am 10 and go to {name}", "since {date} call {phone}"),
}
ORGANISATIONS = ("wat is {name}", "mail {name}@example.org of bel {phone}")


class Sent(NamedTuple):
    """A request, and what may come back."""

    method: str
    path: str
    given: dict[str, Any]


class Service(NamedTuple):
    """The service in its own process and folders."""

    process: subprocess.Popen[str]
    port: int
    answers: Any
    folder: Path
    began: float

    def order(self, order: str) -> Any:
        assert self.process.stdin
        self.process.stdin.write(f"{order}\n")
        self.process.stdin.flush()
        return json.loads(self.answers.readline())


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """Started in empty folders, with everything it writes kept and nothing logged left out."""
    for name in ("here", "temporary", "home"):
        (tmp_path / name).mkdir()
    began, (reading, writing) = time.time(), os.pipe()
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "MODEL": str(MODEL),
        "LOG_LEVEL": "DEBUG",
        "TMPDIR": str(tmp_path / "temporary"),
        "HOME": str(tmp_path / "home"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    with open(tmp_path / "out", "w") as out, open(tmp_path / "err", "w") as err, open(reading) as answers:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.server.canary_service", str(writing)],
            cwd=tmp_path / "here",
            env=environment,
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=err,
            pass_fds=[writing],
            text=True,
        )
        os.close(writing)
        first = answers.readline()
        assert first, (tmp_path / "err").read_text()[-2000:]
        yield Service(process, int(first), answers, tmp_path, began)
        assert process.stdin
        process.stdin.close()
        process.wait(20)


@pytest.fixture
async def client(service: Service) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(f"http://127.0.0.1:{service.port}") as client:
        yield client


def questions(voice: Voice) -> Iterator[str]:
    """A question about every right and plan, in the words of such a person, over and over."""
    asked: dict[str, list[str]] = {}
    for path in sorted((ROOT / "data" / "nlu" / voice.language).glob("child.yml" if voice.is_child else "[!c]*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            if block["intent"].startswith(("ask_right/", "ask_plan/")):
                asked.setdefault(block["intent"], []).extend(block["examples"].replace("- ", "").splitlines())
    return cycle([sorted(examples, key=len)[len(examples) // 2] for examples in asked.values()])


def scripts(count: int) -> Iterator[tuple[Voice, list[str]]]:
    """What people say, in voices that take turns: each conversation has canaries of its own.

    Most ask for what is well known, because what leaves doubt takes the model ten times as long.
    """
    asked = {voice: questions(voice) for voice in VOICES}
    for number in range(count):
        voice, kind = VOICES[number % len(VOICES)], number // len(VOICES) % 50
        told = TELLS[kind % len(TELLS)], TELLS[(kind + 1) % len(TELLS)]
        said = {5: FORM[voice], 6: ORGANISATIONS, 7: (told[0], DANGER[voice][number % 3])}
        texts = [text.replace("{question}", next(asked[voice])) for text in said.get(kind, told)]
        yield voice, [filled(text, number) for text in texts]


def filled(text: str, number: int) -> str:
    return text.format(name=canaries.name(number), phone=canaries.phone(number), date=canaries.date(number))


def malformed(number: int, session: str) -> Sent:
    """One of the ways in which a request can be wrong and hold someone's words."""
    word, phone = canaries.name(number), canaries.phone(number)
    to = "/api/message", "/api/session", "/talk"
    as_json = {"Content-Type": "application/json"}
    wrong = [
        ("POST", to[0], {"data": f'{{"text": "{word}', "headers": as_json}),
        ("POST", to[0], {"data": f'["{word}"]', "headers": as_json}),
        ("POST", to[0], {"json": {"session": session, "text": [word, phone]}}),
        ("POST", to[0], {"json": {"session": session, "text": {word: phone}}}),
        ("POST", to[0], {"json": {"session": word, "text": phone}}),
        ("POST", to[0], {"json": {"session": session, "payload": f'/ask_right{{"topic": "{word}"}}'}}),
        ("POST", to[0], {"json": {"session": session, "payload": [word]}}),
        ("POST", to[0], {"json": {"session": session, "text": f"{word} {phone} " * MAX_TEXT}}),
        ("POST", to[0], {"data": f"text={word}", "headers": {"Content-Type": f"text/{word}"}}),
        (
            "POST",
            to[0],
            {"data": f'{{"text": "{word}"}}', "headers": {"Content-Type": f"application/json; charset={word}"}},
        ),
        ("POST", to[0], {"data": word, "headers": as_json | {"Content-Encoding": "gzip"}}),
        ("POST", to[1], {"json": {"voice": word}}),
        ("POST", to[1], {"json": {"voice": [word]}}),
        ("DELETE", to[1], {"json": {"session": word}}),
        ("DELETE", to[1], {"data": word, "headers": as_json}),
        ("POST", to[2], {"data": {"payload": word, "session": word, "voice": word}}),
        ("POST", to[2], {"data": word, "headers": {"Content-Type": "multipart/form-data; boundary=" + word}}),
        ("PUT", f"/{word}", {"data": phone}),
        ("GET", f"/pages/nl/rights/{word}", {}),
        ("GET", f"/static/{word}.js", {"params": {word: phone}}),
        ("GET", "/", {"params": {"voice": word, "text": phone}}),
        ("GET", "/healthz", {"headers": {"User-Agent": word, "Referer": f"https://{word}.example", "Cookie": word}}),
        ("GET", "/nowhere", {"headers": {"Accept-Language": word, "Accept": f"text/html, {word}/x", "Origin": word}}),
        ("POST", to[1], {"json": {}, "headers": {"Expect": word, "X-Forwarded-For": word, f"X-{word}": phone}}),
    ]
    answered = [  # wrong, and answered like a message
        ("POST", to[0], {"json": {"session": session, "text": f"{word} " * (MAX_TEXT // 8)}}),
        ("POST", to[0], {"json": {"session": session, "voice": word, "text": f"/{word}", "turn": word, word: word}}),
        ("POST", to[0], {"json": {"session": session, "text": f'/inform{{"topic": "{word}"}}'}}),
    ]
    method, path, given = wrong[number % len(wrong)] if number % 50 else answered[number // 50 % len(answered)]
    return Sent(method, path, given | {"headers": given.get("headers", {}) | {"Connection": "close"}})


RAW = [
    "{name} is no http\r\n\r\n",
    "GET / {name} HTTP/1.1\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: here\r\n{name}\x00: {phone}\r\n\r\n",
    "GET http://[{name}/ HTTP/1.1\r\nHost: here\r\n\r\n",
    "GET /{name}%zz HTTP/1.1\r\nHost: [{name}\r\nExpect: {name}\r\nConnection: close\r\n\r\n",
    "POST /api/message HTTP/1.1\r\nHost: here\r\nContent-Length: {name}\r\n\r\n",
    "POST /api/message HTTP/1.1\r\nHost: here\r\n"
    "Transfer-Encoding: chunked\r\nContent-Type: application/json\r\n\r\n{name}",
    "POST /api/message HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{name}",
]


async def ask(client: aiohttp.ClientSession, sent: Sent) -> tuple[int, str]:
    """The answer to a request, in which nothing stands of what was sent."""
    async with client.request(sent.method, sent.path, allow_redirects=False, **sent.given) as response:
        body = await response.text()
        assert canaries.found(body) is None, f"{sent.method} {sent.path} answers what was sent"
        headed(response)
        return response.status, body


def headed(response: aiohttp.ClientResponse) -> None:
    """Nothing is echoed in a header either, and nobody on the way may keep the answer."""
    assert canaries.found(str(response.headers)) is None
    assert response.headers["Cache-Control"] == "no-store"


async def talk(client: aiohttp.ClientSession, number: int, voice: Voice, texts: list[str]) -> None:
    """One conversation: as JSON with a wrong request in between, or every seventh as forms."""
    if number % 7 == 0:
        await talk_in_forms(client, number, voice, texts)
        return
    given = {"voice": voice.value}
    if number % 2:
        status, body = await ask(client, Sent("POST", "/api/session", {"json": given}))
        given["session"] = json.loads(body)["session"]
    for text in texts:
        status, body = await ask(client, Sent("POST", "/api/message", {"json": given | {"text": text}}))
        answer = json.loads(body)
        assert (status, bool(answer["messages"])) == (200, True)
        given = {"session": answer["session"]}
    await ask(client, malformed(number, given["session"]))


async def talk_in_forms(client: aiohttp.ClientSession, number: int, voice: Voice, texts: list[str]) -> None:
    """Without scripts the page shows people what they said, in that one answer and never as a part of the page."""
    session = ""
    for text in texts:
        form = {"session": session, "voice": voice.value, "text": f"<b id={canaries.name(number)}>{text}"}
        async with client.post("/talk", data=form) as response:
            body = await response.text()
            headed(response)
        assert canaries.found(body), "the page shows what was said"
        assert f"<b id={canaries.name(number)}" not in body
        session = body.partition('name="session" value="')[2].partition('"')[0]
        assert session


async def send_raw(port: int, text: str) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(text.encode())
    await writer.drain()
    if "Content-Length: 900" not in text:
        answer = await asyncio.wait_for(reader.read(), 10)
        assert answer.startswith(b"HTTP/1."), answer
        assert canaries.found(answer) is None, f"an answer echoes {text!r}"
        assert b"no-store" in answer
    writer.close()


async def leave(client: aiohttp.ClientSession, number: int, text: str) -> None:
    """Ask, and be gone before the answer."""
    with pytest.raises(asyncio.TimeoutError):
        await client.post(
            "/api/message", json={"text": f"{text} {canaries.name(number)}"}, timeout=aiohttp.ClientTimeout(total=0.05)
        )


async def test_a_thousand_conversations_leave_no_word(service: Service, client: aiohttp.ClientSession) -> None:
    everything = enumerate(scripts(CONVERSATIONS))
    for state, part in _STATES:
        service.order(state)
        waiting = iter([*islice(everything, round(CONVERSATIONS * part))])

        async def talk_on(waiting: Iterator[tuple[int, tuple[Voice, list[str]]]] = waiting) -> None:
            for number, (voice, texts) in waiting:
                await talk(client, number, voice, texts)

        await asyncio.gather(*(talk_on() for _ in range(_AT_ONCE)))
        if state == "actions_are_slow":
            await asyncio.gather(*(leave(client, number, "hoeveel rust krijg ik") for number in range(10)))
    assert next(everything, None) is None
    service.order("work")
    for text in RAW:
        await send_raw(service.port, filled(text, 7))
    await client.close()

    left = await asyncio.to_thread(service.order, "search")
    conversations = left.pop("conversations")
    assert conversations > CONVERSATIONS * 0.9
    assert {place: leaks for place, leaks in left.items() if leaks} == {}
    assert canaries.in_open_files(service.process.pid) == []
    assert canaries.in_files([service.folder, ROOT / "bot", ROOT / "actions"], service.began) == []
    written = (service.folder / "err").read_text()
    for logged in ("level=debug logger=rasa.core.processor", "logger=aiohttp.server", 'error="RuntimeError at '):
        assert logged in written
