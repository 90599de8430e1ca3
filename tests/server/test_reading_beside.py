"""While one message is read, which an encoder can take long for, others are answered."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.server.app import create_app
from bot.server.assistant import Assistant
from bot.server.rasa_engine import RasaEngine


async def test_a_message_that_takes_long_to_read_holds_up_nobody(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, read = threading.Event(), RasaEngine._read

    def slow(self: RasaEngine, message: Any) -> Any:
        if message.text == "een lang verhaal":
            assert go_on.wait(30)
        return read(self, message)

    monkeypatch.setattr(RasaEngine, "_read", slow)
    async with TestClient(TestServer(create_app(assistant))) as client:
        long = asyncio.create_task(client.post("/api/message", json={"text": "een lang verhaal", "voice": "nl"}))
        await asyncio.sleep(0.2)
        async with client.post("/api/message", json={"text": "hoi", "voice": "nl"}) as response:
            assert (await response.json())["messages"]
        async with client.get("/healthz") as response:
            assert response.status == 200
        assert not long.done()
        go_on.set()
        assert (await long).status == 200


async def test_messages_read_at_the_same_time_are_read_as_if_alone(assistant: Assistant) -> None:
    texts = [
        "hoe lang mag een repetitiedag duren",
        "my pay is late",
        "ik word geslagen",
        "wat is mores",
        "stappenplan",
    ] * 4

    async def answers(client: TestClient[Any, Any], text: str) -> Any:
        async with client.post("/api/message", json={"text": text, "voice": "nl"}) as response:
            return (await response.json())["messages"]

    async with TestClient(TestServer(create_app(assistant))) as client:
        alone = {text: await answers(client, text) for text in texts[:5]}
        together = await asyncio.gather(*(answers(client, text) for text in texts))
    assert [alone[text] for text in texts] == together
