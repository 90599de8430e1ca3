"""What the privacy statement promises about the service: each line of bot/content/privacy.yml names what proves it."""

from __future__ import annotations

import asyncio
import gc
import ipaddress
import os
import re
import socket
import sys
import types
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestClient, TestServer

from bot.resources.library import Library
from bot.resources.loader import library
from bot.server.app import create_app
from bot.server.assistant import Assistant
from bot.server.conversation_store import MemoryStore
from bot.server.conversations import CONVERSATIONS
from bot.server.pages import render_index
from bot.voice import VOICES
from tests.server.fake_clock import FakeClock

Client = TestClient[web.Request, web.Application]
DROWEIREILF = "retiulferreilf"
"""A word that only these tests type, written backwards, so that they themselves do not hold it."""
TALK = (
    "ik ben {word} en ik ben 15, mijn docent bij {word} sloeg me gisteren",
    "hoeveel rust krijg ik, vraagt {word}",
    "{word} is boos en ik krijg geen loon, wat is mores en {word}",
    "qwrt {word} zxcv",
    "ich heisse {word} und brauche hilfe",
    "stappenplan te lange dagen voor {word}",
    "volgende",
    "er is iets vervelends gebeurd met {word}",
)


@pytest.fixture
async def client(assistant: Assistant) -> AsyncIterator[Client]:
    async with TestClient(TestServer(create_app(assistant))) as client:
        yield client


async def _talk(client: Client, backwards: str = DROWEIREILF) -> str:
    """A conversation in which a word is said in every message, by script and at last by form; its id."""
    word, session = backwards[::-1], ""
    async with ClientSession() as browser:  # one that is gone afterwards: the client of the tests keeps what it got
        for line in TALK:
            said = {"text": line.format(word=word), **({"session": session} if session else {"voice": "nl"})}
            async with browser.post(client.make_url("/api/message"), json=said) as response:
                assert response.status == 200
                assert "Set-Cookie" not in response.headers
                session = (await response.json())["session"]
        form = {"text": TALK[0].format(word=word), "session": session}
        async with browser.post(client.make_url("/talk"), data=form) as response:
            assert response.status == 200
            assert "Set-Cookie" not in response.headers
            assert word in await response.text()
    return session


def _alive(backwards: str) -> list[str]:
    """Where in the memory of this process a word stands, outside running frames of this function."""
    word = backwards[::-1]
    as_bytes, found, here = word.encode(), [], sys._getframe()
    gc.collect()
    for holder in gc.get_objects():
        if holder is here or isinstance(holder, types.ModuleType):
            continue
        for held in gc.get_referents(holder):
            if isinstance(held, str) and word in held or isinstance(held, bytes | bytearray) and as_bytes in held:
                found.append(f"{type(holder).__module__}.{type(holder).__qualname__}: {len(held)} signs")
    return found


async def test_words_do_not_outlive_the_answer(client: Client) -> None:
    held = ["".join(reversed(DROWEIREILF))]
    assert _alive(DROWEIREILF), "the search must find what is there"
    held.clear()
    await _talk(client)
    await asyncio.sleep(0.1)  # the service notices that the connection is gone
    assert _alive(DROWEIREILF) == []


_watching: list[list[str]] = []
"""What the watchers now at work have seen; an audit hook cannot be taken away again."""


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if not _watching:
        return
    if event == "open":
        path, mode, flags = arguments
        if isinstance(path, str) and (set(str(mode or "")) & set("wax+") or (flags or 0) & (os.O_WRONLY | os.O_RDWR)):
            _watching[-1].append(f"writes {path}")
    elif event == "socket.connect":
        _watching[-1].append(f"connects to {arguments[1]}")
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        _watching[-1].append(f"looks up {arguments[0]}")
    elif event in ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn"):
        _watching[-1].append(f"starts {arguments[0]}")


@contextmanager
def _watched() -> Iterator[list[str]]:
    """Whatever Python code opens for writing, connects to, looks up or starts meanwhile."""
    if _hook not in _installed:
        sys.addaudithook(_hook)
        _installed.append(_hook)
    _watching.append([])
    try:
        yield _watching[-1]
    finally:
        _watching.pop()


_installed: list[Any] = []


def _is_this_machine(line: str) -> bool:
    found = re.search(r"connects to \('([^']+)'", line)
    return bool(found) and ipaddress.ip_address(found[1]).is_loopback


async def test_a_conversation_writes_nothing_to_disk(client: Client, tmp_path: Path) -> None:
    with _watched() as seen:
        (tmp_path / "a").write_text("a")
    assert seen == [f"writes {tmp_path / 'a'}"], "the watcher must see what happens"
    with _watched() as seen:
        await _talk(client)
    assert [line for line in seen if line.startswith("writes")] == []


async def test_an_answer_asks_no_other_computer(client: Client) -> None:
    """Only the test itself speaks to the service."""
    with _watched() as seen, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as outside:
        outside.connect(("192.0.2.1", 9))  # a datagram socket sends nothing by this
    assert [line for line in seen if not _is_this_machine(line)], "the watcher must see what happens"
    with _watched() as seen:
        await _talk(client)
    assert [line for line in seen if not line.startswith("writes") and not _is_this_machine(line)] == []


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from (*_strings(key), *_strings(inner))
    elif isinstance(value, list | tuple | set):
        for inner in value:
            yield from _strings(inner)
    elif value is not None and not isinstance(value, bool | int | float):
        yield str(value)


def _named_by_us(base: Library) -> Callable[[str], bool]:
    """Whether a value is a name that we gave: an id of the resource base, or a word that stands in our code."""
    ids = {*base.organisations, *base.rights, *base.plans, *base.emergencies, *base.other_languages.lines}
    ids |= {value for values in base.routes.dimensions.values() for value in values}
    ids |= {row.id for row in base.routes.rows()} | {theme.id for theme in base.menu.themes}
    ids |= {part.id for plan in base.plans.values() for part in plan.variants}
    code = "\n".join(
        path.read_text(encoding="utf-8") for folder in ("actions", "bot") for path in Path(folder).rglob("*.py")
    )
    return lambda value: value in ids or f'"{value}"' in code


async def test_only_categories_are_remembered(client: Client, assistant: Assistant) -> None:
    session = await _talk(client)
    assert client.app
    kept_session = await client.app[CONVERSATIONS].store.load(session)
    assert kept_session is not None
    tracker = assistant.engine.tracker(kept_session)
    assert tracker is not None
    kept = {name: set(_strings(value)) for name, value in tracker.current_slot_values().items() if value}
    assert len(kept) > 8, "too little was said to see what is kept"
    named_by_us = _named_by_us(assistant.library)
    payload = re.compile(r'/[a-z_]+(?:\{(?:"[a-z_]+": ?"([^"]*)"(?:, )?)+\})?')
    for name, values in kept.items():
        for value in values:
            parts = re.findall(r'": ?"([^"]*)"', value) if payload.fullmatch(value) else [value]
            assert all(named_by_us(part) for part in parts), (name, value)


async def test_an_hour_after_the_last_message_is_the_longest(client: Client) -> None:
    """Unless told otherwise, which the service is not."""
    assert client.app
    clock = FakeClock()
    client.app[CONVERSATIONS].store = store = MemoryStore(clock=clock)
    session = await _talk(client)
    ask = {"session": session, "text": "hoi"}
    for _ in range(2):
        clock.now += 59 * 60
        assert (await client.post("/api/message", json=ask)).status == 200
    clock.now += 60 * 60 + 1
    assert (await client.post("/api/message", json=ask)).status == 404
    await client.app[CONVERSATIONS].sweep()
    assert len(store) == 0


async def test_the_site_cannot_see_hear_or_find_anyone(client: Client) -> None:
    """And no other site may put this one in a frame that could."""
    for path in ("/", "/pages/nl/privacy"):
        async with client.get(path) as response:
            refused = set(response.headers["Permissions-Policy"].replace(" ", "").split(","))
            assert {"camera=()", "microphone=()", "geolocation=()"} <= refused
            assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]


def test_only_a_message_is_asked_for() -> None:
    """No name, no address, no account: the fields are ids of conversation and message, the voice and the message."""
    for voice in VOICES:
        page = render_index(library(), voice)
        fields = set(re.findall(r'<(?:input|textarea|select)[^>]*\bname="([^"]*)"', page))
        assert fields == {"session", "turn", "voice", "text"}
        assert not re.search(r'type="(?:file|email|tel|password)"', page)
