"""The HTTP contract, asked over a real socket on this machine."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestClient, TestServer

from bot.server.app import create_app
from bot.server.assistant import Assistant
from bot.server.conversations import AT_ONCE, CONVERSATIONS
from bot.server.limits import MAX_TEXT
from bot.server.settings import Settings

Client = TestClient[web.Request, web.Application]


@pytest.fixture
async def client(assistant: Assistant) -> AsyncIterator[Client]:
    async with TestClient(TestServer(create_app(assistant))) as client:
        yield client


async def opened(client: Client, voice: str = "nl") -> dict[str, Any]:
    response = await client.post("/api/session", json={"voice": voice})
    assert response.status == 200
    return await response.json()


async def kept_tracker(client: Client, assistant: Assistant, session_id: str) -> Any:
    """What the service keeps of a conversation, as Rasa sees it."""
    assert client.app
    session = await client.app[CONVERSATIONS].store.load(session_id)
    return assistant.engine.tracker(session) if session else None


async def test_a_session_says_what_it_is_in_the_asked_voice(client: Client) -> None:
    session = await opened(client, "en@kind")
    assert session["voice"] == "en@kind"
    assert len(session["session"]) >= 32
    text = session["messages"][0]["text"]
    assert "computer" in text
    assert "names" in text


async def test_ids_cannot_be_guessed(client: Client) -> None:
    ids = {(await opened(client))["session"] for _ in range(20)}
    assert len(ids) == 20
    for invented in ("default", "", 1, [], "a" * 43, next(iter(ids))[:-1]):
        response = await client.post("/api/message", json={"session": invented, "text": "hoi"})
        assert response.status == 404, invented
        assert (await response.json())["error"] == "unknown_session"


async def test_a_message_is_answered_in_the_shape_of_the_contract(client: Client) -> None:
    session = await opened(client)
    response = await client.post(
        "/api/message", json={"session": session["session"], "text": "hoeveel rust tussen twee voorstellingen?"}
    )
    body = await response.json()
    assert set(body) == {"session", "voice", "messages"}
    message = body["messages"][0]
    assert {"text", "buttons", "organisations", "sources", "card"} == set(message)
    assert message["card"]["kind"] == "right"
    assert message["card"]["basis"][0]["article"]
    assert message["sources"]
    assert all(set(button) == {"title", "payload"} for button in message["buttons"])


async def test_offered_payloads_work_and_others_do_not(client: Client) -> None:
    session = await opened(client)
    offered = session["messages"][0]["buttons"][1]["payload"]
    response = await client.post("/api/message", json={"session": session["session"], "payload": offered})
    assert response.status == 200
    assert (await response.json())["messages"][0]["buttons"]
    for payload in ('/ask_right{"topic": "no_such_right"}', "/restart", "/session_start", 5, None, offered + " "):
        response = await client.post("/api/message", json={"session": session["session"], "payload": payload})
        assert response.status == 422, payload
        assert (await response.json())["messages"][0]["card"]["numbers"]


@pytest.mark.parametrize(
    "text", ["/restart", '/ask_right{"topic": "rest_time"}', "  //restart", "/session_start", "\u202e/back"]
)
async def test_typed_text_is_never_a_command(client: Client, assistant: Assistant, text: str) -> None:
    session = await opened(client)
    response = await client.post("/api/message", json={"session": session["session"], "text": text})
    assert response.status == 200
    tracker = await kept_tracker(client, assistant, session["session"])
    assert tracker is not None
    assert sum(event.type_name == "session_started" for event in tracker.events) == 1
    assert not any(event.type_name == "restart" for event in tracker.events)
    assert (
        tracker.latest_message.intent.get("confidence", 1) < 1
        or tracker.latest_message.intent["name"] == "nlu_fallback"
    )


async def test_a_session_can_be_forgotten(client: Client, assistant: Assistant) -> None:
    session = (await opened(client))["session"]
    await client.post("/api/message", json={"session": session, "text": "ik ben 10"})
    assert await kept_tracker(client, assistant, session) is not None
    assert (await client.delete("/api/session", json={"session": session})).status == 204
    assert await kept_tracker(client, assistant, session) is None
    assert (await client.post("/api/message", json={"session": session, "text": "hoi"})).status == 404
    assert (await client.delete("/api/session", json={"session": session})).status == 204


async def test_a_first_message_begins_a_conversation(client: Client) -> None:
    response = await client.post("/api/message", json={"text": "how much rest do i get", "voice": "en"})
    first = await response.json()
    assert (response.status, first["voice"]) == (200, "en")
    response = await client.post("/api/message", json={"session": first["session"], "text": "and as a freelancer?"})
    second = await response.json()
    assert second["session"] == first["session"]
    assert second["messages"][0]["card"]["id"] == first["messages"][0]["card"]["id"]
    response = await client.post("/api/message", json={"voice": "nl", "payload": "/talk_to_human"})
    assert (await response.json())["messages"][0]["organisations"]


def held_up() -> tuple[asyncio.Event, asyncio.Event, Callable[..., Any]]:
    """When an answer was begun, when it may go on, and what to put in the place of ``Assistant.answer``."""
    started, go_on = asyncio.Event(), asyncio.Event()
    answer = Assistant.answer

    async def slow(*said: Any) -> Any:
        started.set()
        await go_on.wait()
        return await answer(*said)

    return started, go_on, slow


async def test_a_conversation_that_nobody_can_go_on_with_is_forgotten(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its id is in no answer: the first message was wrong, or the one who sent it is gone."""
    assert client.app
    sessions = client.app[CONVERSATIONS].store
    response = await client.post("/api/message", json={"text": "", "voice": "nl"})
    assert (response.status, len(sessions)) == (422, 0)

    started, go_on, slow = held_up()
    monkeypatch.setattr(Assistant, "answer", slow)
    asking = asyncio.create_task(client.post("/api/message", json={"text": "hoi"}))
    await started.wait()
    asking.cancel()
    await asyncio.sleep(0.05)
    go_on.set()
    for _ in range(100):
        if not len(sessions):
            break
        await asyncio.sleep(0.05)
    assert len(sessions) == 0


async def test_whoever_is_gone_when_the_turn_comes_is_not_answered(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was sent again meanwhile is answered elsewhere; the first copy must not come after it."""
    runner = web.AppRunner(create_app(assistant))  # the server of tests would cancel the request by itself
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    started, go_on, slow = held_up()
    async with ClientSession(f"http://127.0.0.1:{runner.addresses[0][1]}") as client:
        response = await client.post("/api/message", json={"voice": "nl", "text": "stappenplan buitenlandse dansers"})
        body = {"session": (await response.json())["session"], "payload": "/next_step"}
        with monkeypatch.context() as patched:
            patched.setattr(Assistant, "answer", slow)
            inside = [asyncio.create_task(client.post("/api/message", json={"text": "hoi"})) for _ in range(AT_ONCE)]
            await started.wait()
            await asyncio.sleep(0.1)
            waiting = asyncio.create_task(client.post("/api/message", json=body))
            await asyncio.sleep(0.1)
            waiting.cancel()
            await asyncio.sleep(0.1)
            go_on.set()
            assert [response.status for response in await asyncio.gather(*inside)] == [200] * AT_ONCE
        response = await client.post("/api/message", json=body)
        assert (await response.json())["messages"][0]["card"]["current"] == 1
    await runner.cleanup()


async def test_any_voice_can_be_chosen_in_a_conversation(client: Client) -> None:
    first = await opened(client)
    await client.post("/api/message", json={"session": first["session"], "text": "stappenplan te lange dagen"})
    said = {"session": first["session"], "payload": '/change_voice{"voice": "en@kind"}'}
    again = await (await client.post("/api/message", json=said)).json()
    assert again["voice"] == "en@kind"
    assert again["messages"][0]["card"]["id"] == "long_hours"
    assert all(button["picture"] for message in again["messages"] for button in message["buttons"])


async def test_what_a_browser_reads_comes_compressed(client: Client) -> None:
    for path in ("/", "/static/chat.js", "/static/style.css", "/static/pictures.svg", "/pages/nl/plans"):
        response = await client.get(path, headers={"Accept-Encoding": "gzip"})
        assert response.headers["Content-Encoding"] == "gzip", path


async def test_the_voice_of_a_message_changes_the_conversation(client: Client) -> None:
    session = (await opened(client))["session"]
    response = await client.post("/api/message", json={"session": session, "text": "ok", "voice": "en"})
    assert (await response.json())["voice"] == "en"


@pytest.mark.parametrize(
    ("body", "headers", "status", "code"),
    [
        (b"{", {"Content-Type": "application/json"}, 400, "bad_json"),
        (b"[1]", {"Content-Type": "application/json"}, 400, "bad_json"),
        (b"\xff\xfe", {"Content-Type": "application/json"}, 400, "bad_json"),
        (b"[" * 4000, {"Content-Type": "application/json"}, 400, "bad_json"),
        (b"text=hoi", {"Content-Type": "application/x-www-form-urlencoded"}, 415, "not_json"),
        (b'{"text": "' + b"a" * 20000 + b'"}', {"Content-Type": "application/json"}, 413, "body_too_large"),
    ],
)
async def test_bad_requests_are_told_what_is_wrong(
    client: Client, body: bytes, headers: dict[str, str], status: int, code: str
) -> None:
    for path in ("/api/message", "/api/session"):
        response = await client.post(path, data=body, headers=headers)
        assert response.status == status
        answer = await response.json()
        assert answer["error"] == code
        assert answer["message"]
        assert answer["messages"][0]["card"]["numbers"]


@pytest.mark.parametrize(
    ("text", "status", "code"),
    [
        ("a" * (MAX_TEXT + 1), 413, "text_too_long"),
        ("   ", 422, "empty_text"),
        ("///", 422, "empty_text"),
        (5, 400, "no_text"),
        (None, 400, "no_text"),
    ],
)
async def test_bad_texts(client: Client, text: object, status: int, code: str) -> None:
    session = (await opened(client))["session"]
    response = await client.post("/api/message", json={"session": session, "text": text})
    assert response.status == status
    assert (await response.json())["error"] == code


async def test_odd_characters_are_answered(client: Client) -> None:
    session = (await opened(client))["session"]
    for text in ("\u0000hoi", "\ud83d", "😭", "مرحبا", "Допоможіть", "h" * MAX_TEXT, "a\u0300" * 400, "\u202egnirts"):
        payload = json.dumps({"session": session, "text": text})
        response = await client.post("/api/message", data=payload, headers={"Content-Type": "application/json"})
        assert response.status in (200, 422), text
        assert (await response.json())["messages"]


async def test_requests_per_minute_are_limited(assistant: Assistant) -> None:
    async with TestClient(TestServer(create_app(assistant, Settings(limit_per_minute=2)))) as client:
        statuses = [(await client.post("/api/session", json={})).status for _ in range(3)]
        assert statuses == [200, 200, 429]
        late = await client.post("/api/session", json={}, headers={"Accept-Language": "en-GB"})
        body = await late.json()
        assert "112" in body["message"]
        assert "minute" in body["message"]
        assert (await client.get("/")).status == 200


async def test_headers_are_safe_everywhere(client: Client) -> None:
    for path in ("/", "/healthz", "/static/chat.js", "/nowhere"):
        response = await client.get(path)
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert "aiohttp" not in response.headers["Server"].lower()
        assert "Set-Cookie" not in response.headers


async def test_health(client: Client) -> None:
    assert (await client.get("/healthz")).status == 200
    assert (await client.get("/readyz")).status == 200
    assert (await client.get("/nowhere")).status == 404


async def test_rasas_own_doors_are_not_there(client: Client) -> None:
    for path in ("/webhooks/rest/webhook", "/model/parse", "/conversations/x/tracker", "/status", "/version"):
        assert (await client.post(path, json={})).status == 404


async def test_messages_of_one_session_keep_their_order(client: Client) -> None:
    session = (await opened(client))["session"]
    texts = ["hallo", "english please", "how much rest do I get", "nederlands graag"]
    responses = await asyncio.gather(
        *(client.post("/api/message", json={"session": session, "text": text}) for text in texts)
    )
    assert [response.status for response in responses] == [200] * 4
    last = await client.post("/api/message", json={"session": session, "text": "ok"})
    assert (await last.json())["voice"] == "nl"


@pytest.mark.parametrize(("proxies", "steps"), [(1, [1, 1, 2]), (0, [1, 2, 3])])
async def test_what_a_proxy_sends_on_to_a_second_service_is_answered_once(
    assistant: Assistant, proxies: int, steps: list[int]
) -> None:
    async with TestClient(TestServer(create_app(assistant, Settings(limit_per_minute=0, proxies=proxies)))) as client:
        response = await client.post(
            "/api/message", json={"voice": "nl", "text": "stappenplan voor buitenlandse dansers"}
        )
        body = {"session": (await response.json())["session"], "payload": "/next_step"}
        seen = []
        for turn in ("one", "one", "two"):
            response = await client.post("/api/message", json=body, headers={"X-Turn": turn})
            seen.append((await response.json())["messages"][0]["card"]["current"])
        assert seen == steps
