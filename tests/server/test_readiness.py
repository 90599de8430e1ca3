"""Who asks whether people may be sent here hears the truth, soon, and nothing more."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.server.app import create_app
from bot.server.assistant import Assistant
from bot.server.conversation_store import MemoryStore, StoreAway
from bot.server.conversations import CONVERSATIONS, Conversations
from bot.server.model_file import ModelError
from bot.server.rasa_engine import RasaEngine
from bot.server.readiness import READINESS, Readiness
from bot.server.warm_up import MESSAGES
from bot.voice import VOICES
from tests.conftest import MODEL
from tests.server.fake_clock import FakeClock

Client = TestClient[web.Request, web.Application]
FINE = {"model": "ok", "store": "ok", "service": "ok"}


class Asked(MemoryStore):
    """A store that counts who asks whether it is there, and may be away or never answer."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.state = 0, "there"

    async def ping(self) -> None:
        self.asked += 1
        if self.state == "away":
            raise StoreAway
        if self.state == "broken":
            raise RuntimeError("its place is 10.0.0.7")
        if self.state == "hangs":
            await asyncio.sleep(60)


@pytest.fixture
def store() -> Asked:
    return Asked()


@pytest.fixture
async def client(assistant: Assistant, store: Asked) -> AsyncIterator[Client]:
    async with TestClient(TestServer(create_app(assistant, store=store))) as client:
        yield client


async def ready(client: Client) -> tuple[int, dict[str, Any]]:
    async with client.get("/readyz") as response:
        return response.status, await response.json()


async def test_ready_when_every_part_is(client: Client) -> None:
    assert await ready(client) == (200, {"status": "ready", **FINE})


async def test_without_a_model_it_is_alive_and_not_ready() -> None:
    async with TestClient(TestServer(create_app(Assistant()))) as client:
        assert await ready(client) == (503, {"status": "not ready", **FINE, "model": "missing"})
        assert (await client.get("/healthz")).status == 200


@pytest.mark.parametrize("state", ["away", "broken"])
async def test_not_ready_without_its_store(client: Client, store: Asked, state: str) -> None:
    store.state = state
    assert await ready(client) == (503, {"status": "not ready", **FINE, "store": "away"})
    assert (await client.get("/healthz")).status == 200


async def test_not_ready_when_about_to_stop(client: Client) -> None:
    assert client.app
    client.app[READINESS].leave()
    assert await ready(client) == (503, {"status": "not ready", **FINE, "service": "stopping"})
    async with client.post("/api/message", json={"text": "hoi"}) as response:
        assert response.status == 200, "who is here is still answered"


async def test_a_store_that_hangs_holds_up_nobody(client: Client, store: Asked) -> None:
    store.state = "hangs"
    began = time.monotonic()
    answers = await asyncio.gather(*(ready(client) for _ in range(20)))
    assert time.monotonic() - began < 3
    assert {status for status, _ in answers} == {503}
    assert await ready(client) == (503, {"status": "not ready", **FINE, "store": "away"})
    assert store.asked == 1, "one question at a time, however many ask"


async def test_the_store_is_asked_once_a_second(assistant: Assistant, store: Asked) -> None:
    clock = FakeClock()
    readiness = Readiness(Conversations(assistant, store), clock)
    for _ in range(5):
        assert await readiness.parts() == FINE
    assert store.asked == 1
    store.state, clock.now = "away", 1.0
    assert (await readiness.parts())["store"] == "away"
    store.state, clock.now = "there", 1.9
    assert (await readiness.parts())["store"] == "away"
    clock.now = 2.0
    assert await readiness.parts() == FINE
    assert store.asked == 3


def test_the_first_messages_speak_all_languages_and_of_danger() -> None:
    assert {voice for voice, _ in MESSAGES} == set(VOICES)
    texts = [text for _, text in MESSAGES]
    assert max(map(len, texts)) > 150
    assert any(text.startswith("/") for text in texts)


async def test_ready_only_after_the_model_has_answered(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    """Meanwhile danger is answered, and nothing of the first messages is kept or counted."""
    answered, go_on = [], threading.Event()
    engine = assistant.engine
    answer = engine.answer

    async def slow(session: Any, text: str) -> Any:
        go_on.wait(30)
        answered.append(text)
        return await answer(session, text)

    monkeypatch.setattr(engine, "answer", slow)
    monkeypatch.setattr(RasaEngine, "load", lambda model: engine)
    beginning = Assistant()
    async with TestClient(TestServer(create_app(beginning))) as client:
        loading = asyncio.create_task(asyncio.to_thread(beginning.use, MODEL))
        for _ in range(100):
            await asyncio.sleep(0.02)
            if (await ready(client))[1]["model"] == "loading":
                break
        assert await ready(client) == (503, {"status": "not ready", **FINE, "model": "loading"})
        async with client.post("/api/message", json={"text": "ik wil dood", "voice": "nl"}) as response:
            assert "113" in (await response.json())["messages"][0]["text"].splitlines()[0]
        assert answered == []
        go_on.set()
        await loading
        assert answered == [text for _, text in MESSAGES]
        assert (await ready(client))[0] == 200
        assert client.app
        conversations = client.app[CONVERSATIONS]
        assert isinstance(conversations.store, MemoryStore) and len(conversations.store) == 1
        assert beginning.without_model == 1
        assert not list(await engine.store.keys())


@pytest.mark.parametrize("answer", ["raises", "says nothing"])
def test_a_model_that_does_not_answer_is_refused(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    async def fails(session: Any, text: str) -> Any:
        if answer == "raises":
            raise KeyError("no such weight")
        return []

    monkeypatch.setattr(assistant.engine, "answer", fails)
    monkeypatch.setattr(RasaEngine, "load", lambda model: assistant.engine)
    other = Assistant()
    with pytest.raises(ModelError):
        other.use(MODEL)
    assert (other.state, other.ready) == ("missing", False)


async def test_a_model_file_that_is_not_there(tmp_path: Path) -> None:
    assistant = Assistant()
    with pytest.raises(ModelError):
        assistant.use(tmp_path / "none.tar.gz")
    assert assistant.state == "missing"
