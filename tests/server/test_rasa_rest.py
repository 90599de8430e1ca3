"""Rasa's REST channel over a real socket: who may use it, whose conversation it is, what a client can show of it."""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer

from bot.advice.rights import bases_for
from bot.replies import topics
from bot.resources.loader import library
from bot.server.app import create_app
from bot.server.assistant import Assistant
from bot.server.conversations import CONVERSATIONS, Conversations
from bot.server.limits import MAX_BODY, MAX_TEXT
from bot.server.settings import Settings
from bot.voice import VOICES, Voice

Client = TestClient[web.Request, web.Application]
HOOK = "/webhooks/rest/webhook"
TOKEN = secrets.token_urlsafe(32)
SETTINGS = Settings(limit_per_minute=10_000, webhook_token=TOKEN.encode(), session_secret=b"s" * 32)
BEARER = {"Authorization": f"Bearer {TOKEN}"}
SECRET_NAME = "Kanarie van de Dansschool"


@pytest.fixture
async def client(assistant: Assistant) -> AsyncIterator[Client]:
    async with TestClient(TestServer(create_app(assistant, SETTINGS))) as client:
        yield client


def conversations(client: Client) -> Conversations:
    assert client.app
    return client.app[CONVERSATIONS]


async def sent(client: Client, sender: object, message: object, **metadata: object) -> ClientResponse:
    body = {"sender": sender, "message": message, "metadata": metadata}
    return await client.post(HOOK, json=body, headers=BEARER)


async def said(client: Client, sender: str, message: str, **metadata: object) -> list[dict[str, Any]]:
    response = await sent(client, sender, message, **metadata)
    assert response.status == 200, await response.text()
    return await response.json()


async def test_without_a_token_in_the_settings_it_is_not_there(assistant: Assistant) -> None:
    async with TestClient(TestServer(create_app(assistant))) as client:
        nowhere = await client.get("/webhooks/rest/nowhere")
        for response in (await client.post(HOOK, json={}, headers=BEARER), await client.get("/webhooks/rest/")):
            assert response.status == 404
            assert await response.text() == await nowhere.text()


async def test_health_is_as_rasa_tells_it(client: Client) -> None:
    response = await client.get("/webhooks/rest/")
    assert (response.status, await response.json()) == (200, {"status": "ok"})


@pytest.mark.parametrize(
    ("headers", "query"),
    [
        ({}, ""),
        ({"Authorization": ""}, ""),
        ({"Authorization": TOKEN}, ""),
        ({"Authorization": "Bearer"}, ""),
        ({"Authorization": f"Bearer {TOKEN[:-1]}"}, ""),
        ({"Authorization": f"Bearer {TOKEN}x"}, ""),
        ({"Authorization": f"Basic {TOKEN}"}, ""),
        ({"Authorization": "Bearer \udcff"}, ""),
        ({}, f"?token={TOKEN}"),
        (BEARER, f"?token={TOKEN}"),
    ],
    ids=["none", "empty", "no scheme", "no token", "shorter", "longer", "basic", "odd", "in the address", "in both"],
)
async def test_only_the_right_token_in_the_right_place_opens_it(
    client: Client, headers: dict[str, str], query: str
) -> None:
    response = await client.post(HOOK + query, json={"sender": "a", "message": "hoi"}, headers=headers)
    assert response.status == 401
    assert response.headers["WWW-Authenticate"] == "Bearer"
    body = await response.text()
    assert TOKEN not in body
    assert "token" not in body.lower(), "no hint"
    assert len(conversations(client).store) == 0  # type: ignore[arg-type]


async def test_a_message_is_answered_as_rasa_does(client: Client) -> None:
    body = {
        "sender": "someone",
        "message": "hoeveel rust tussen twee voorstellingen?",
        "input_channel": "x",
        "extra": 1,
    }
    as_curl_sends = {**BEARER, "Content-Type": "application/x-www-form-urlencoded"}
    response = await client.post(HOOK, data=json.dumps(body), headers=as_curl_sends)
    assert response.status == 200
    assert "Access-Control-Allow-Origin" not in response.headers
    answer = await response.json()
    assert answer
    for message in answer:
        assert set(message) <= {"recipient_id", "text", "buttons"}
        assert message["recipient_id"] == "someone"
        assert message["text"]
        assert all(set(button) == {"title", "payload"} for button in message.get("buttons", []))
    assert any(message.get("buttons") for message in answer)


async def test_words_are_all_a_client_needs(client: Client) -> None:
    """What the page draws on the card of a right stands in the text: articles, whether they hold, and sources."""
    text = (await said(client, "a", "hoeveel rust tussen twee voorstellingen?"))[0]["text"]
    right = library().rights["rest_time"]
    assert all(basis.article in text for basis in bases_for(right, None))
    assert all(library().sources[source].url in text for source in right.sources)


async def test_a_stream_has_a_message_a_line(client: Client) -> None:
    response = await client.post(
        f"{HOOK}?stream=true&token=", json={"sender": "a", "message": "ik ben 10 en wil dood"}, headers=BEARER
    )
    lines = (await response.text()).splitlines()
    assert response.content_type == "text/event-stream"
    assert lines
    assert all(json.loads(line)["recipient_id"] == "a" for line in lines)


async def test_the_first_answer_says_that_a_program_speaks(client: Client) -> None:
    first = await said(client, "a", "hoeveel rust tussen twee voorstellingen?")
    second = await said(client, "a", "hoeveel rust tussen twee voorstellingen?")
    assert "geen mens" in first[-1]["text"].splitlines()[-1]
    assert "geen mens" not in second[-1]["text"]


async def test_the_same_sender_goes_on_and_another_begins(client: Client) -> None:
    await said(client, "a", "stappenplan te lange dagen")
    assert "Stap 1" in (await said(client, "a", "/next_step"))[0]["text"]
    assert "Stap 2" in (await said(client, "a", "/next_step"))[0]["text"]
    other = await said(client, "b", "/next_step")
    assert "Stap" not in other[0]["text"], "it was offered to someone else"
    for alike in ("A", "a ", "\ud800", "?"):
        await said(client, alike, "hoi")
    assert len(conversations(client).store) == 6  # type: ignore[arg-type]


async def test_no_sender_reaches_a_conversation_of_the_page(client: Client) -> None:
    opened = await (await client.post("/api/session", json={"voice": "nl"})).json()
    page = opened["session"]
    await client.post("/api/message", json={"session": page, "text": "stappenplan te lange dagen"})
    before = await conversations(client).store.load(page)
    answer = await said(client, page, "/next_step")
    assert "Stap 1" not in answer[0]["text"]
    assert await conversations(client).store.load(page) == before


async def test_nobody_reaches_a_sender_without_the_token(client: Client, assistant: Assistant) -> None:
    await said(client, "a", "hoi")
    response = await client.post("/api/message", json={"session": "a", "text": "hoi"})
    assert response.status == 404
    other = Conversations(assistant)  # another service, with another secret
    assert other.ids.of_sender("a") != conversations(client).ids.of_sender("a")
    assert not other.ids.are_ours(conversations(client).ids.of_sender("a"))


async def test_nothing_of_a_sender_is_kept_or_logged(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        await said(client, SECRET_NAME, "mijn docent schreeuwt")
    known = conversations(client)
    session = await known.store.load(known.ids.of_sender(SECRET_NAME))
    assert session
    assert session.tracker
    counted = [*known._limits._addresses._seen, *known._limits._conversations._seen]
    assert len(counted) == 2
    kept = f"{session} {counted} {list(known._locks)} {caplog.text}"
    assert "Kanarie" not in kept
    assert "schreeuwt" not in kept


async def test_what_a_button_sends_is_that_button(client: Client, assistant: Assistant) -> None:
    """Not words that happen to be understood the same way."""
    first = await said(client, "a", "hoi")
    for button in first[-1]["buttons"]:
        await said(client, "a", button["payload"])
        session = await conversations(client).store.load(conversations(client).ids.of_sender("a"))
        assert session
        tracker = assistant.engine.tracker(session)
        assert tracker
        assert tracker.latest_message
        intent = tracker.latest_message.intent
        assert (intent["name"], intent["confidence"]) == (button["payload"][1:].partition("{")[0], 1.0)


@pytest.mark.parametrize("command", ["/restart", "/back", '/ask_right{"topic": "rest_time"}', "  //restart"])
async def test_a_command_is_only_words(client: Client, assistant: Assistant, command: str) -> None:
    await said(client, "a", "ik ben 10")
    await said(client, "a", command)
    session = await conversations(client).store.load(conversations(client).ids.of_sender("a"))
    assert session
    tracker = assistant.engine.tracker(session)
    assert tracker
    names = [event.type_name for event in tracker.events]
    assert names.count("session_started") == 1
    assert names.count("user") == 1, "of earlier messages only what they said is kept"
    assert not {"restart", "rewind"} & set(names)
    assert tracker.get_slot("age") == "child"
    assert tracker.get_slot("topic") != "rest_time"


@pytest.mark.parametrize("opener", ["/start", "/get_started", "/session_start", "/greet"])
async def test_what_a_widget_sends_to_begin_is_a_greeting(client: Client, opener: str) -> None:
    answer = await said(client, "a", opener)
    payloads = {button.payload for button in topics.start_buttons(Voice.NL)}
    assert payloads <= {button["payload"] for message in answer for button in message["buttons"]}
    assert "Hoi" in answer[0]["text"], "it stays Dutch"


@pytest.mark.parametrize("voice", VOICES)
async def test_a_voice_is_chosen_at_the_beginning_and_later(client: Client, voice: Voice) -> None:
    ids = conversations(client).ids
    await said(client, "a", "ok", voice=voice.value)
    session = await conversations(client).store.load(ids.of_sender("a"))
    assert session
    assert session.voice == voice
    await said(client, "a", "ok", voice="en@kind", unknown={"x": []})
    session = await conversations(client).store.load(ids.of_sender("a"))
    assert session
    assert session.voice == Voice.EN_KIND
    await said(client, "a", "ok", voice="klingon")
    session = await conversations(client).store.load(ids.of_sender("a"))
    assert session
    assert session.voice == Voice.EN_KIND


@pytest.mark.parametrize(
    ("voice", "text", "number"),
    [
        ("nl", "ik wil dood", "113"),
        ("en", "he raped me yesterday", "0800-0188"),
        ("nl@kind", "me juf slaat mij", "112"),
    ],
)
async def test_danger_has_its_number_in_the_first_line(client: Client, voice: str, text: str, number: str) -> None:
    first = (await said(client, "a", text, voice=voice))[0]
    assert number in first["text"].splitlines()[0]
    assert all(contact.value in first["text"] for contact in library().organisations["alarm_112"].contacts)


async def test_a_message_that_comes_again_is_not_counted_twice(client: Client) -> None:
    await said(client, "a", "stappenplan te lange dagen", turn="1")
    once = await said(client, "a", "/next_step", turn="2")
    again = await said(client, "a", "/next_step", turn="2")
    assert once == again
    assert "Stap 1" in once[0]["text"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 400, "bad_json"),
        (b"[]", 400, "bad_json"),
        (b"", 400, "bad_json"),
        (b"x" * (MAX_BODY + 1), 413, "body_too_large"),
        (b'{"message": "hoi"}', 400, "no_sender"),
        (b'{"sender": "", "message": "hoi"}', 400, "no_sender"),
        (b'{"sender": 5, "message": "hoi"}', 400, "no_sender"),
        (json.dumps({"sender": "a" * 257, "message": "hoi"}).encode(), 400, "no_sender"),
        (b'{"sender": "a"}', 400, "no_text"),
        (b'{"sender": "a", "message": {"text": "hoi"}}', 400, "no_text"),
        (b'{"sender": "a", "message": "hoi", "metadata": {"turn": 5}}', 400, "bad_turn"),
    ],
)
async def test_what_is_wrong_is_told_with_people_to_call(client: Client, body: bytes, status: int, code: str) -> None:
    response = await client.post(HOOK, data=body, headers={**BEARER, "Content-Type": "application/json"})
    answer = await response.json()
    assert (response.status, answer["error"]) == (status, code)
    assert answer["message"]
    assert "112" in answer["messages"][0]["text"]
    assert len(conversations(client).store) == 0  # type: ignore[arg-type]


@pytest.mark.parametrize(("text", "status"), [(" / ", 422), ("a" * (MAX_TEXT + 1), 413)])
async def test_what_a_person_sent_wrong_is_told_as_messages(client: Client, text: str, status: int) -> None:
    response = await sent(client, "a", text)
    answer = await response.json()
    assert response.status == status
    assert "112" in answer[0]["text"]
    assert answer[-1]["text"]
    assert {message["recipient_id"] for message in answer} == {"a"}


async def test_metadata_that_is_no_object_is_left(client: Client) -> None:
    body = {"sender": "a", "message": "hoi", "metadata": "nl"}
    assert (await client.post(HOOK, json=body, headers=BEARER)).status == 200


async def test_one_sender_does_not_use_up_what_others_may(assistant: Assistant) -> None:
    settings = Settings(limit_per_minute=10, webhook_token=TOKEN.encode())
    async with TestClient(TestServer(create_app(assistant, settings))) as client:
        for number in range(12):  # more than one address may
            await said(client, f"sender {number}", "hoi")
        assert (await sent(client, "sender 1", "hoi")).status == 200
        late = await sent(client, "sender 1", "ik wil dood")
        assert (late.status, late.headers["Retry-After"]) == (429, "60")
        assert "113" in (await late.json())[0]["text"].splitlines()[0]
        assert (await sent(client, "sender 2", "hoi")).status == 200


async def test_first_messages_at_once_are_one_conversation(client: Client) -> None:
    await asyncio.gather(*(said(client, "a", "ok") for _ in range(4)))
    session = await conversations(client).store.load(conversations(client).ids.of_sender("a"))
    assert session
    assert session.version == 4


async def test_a_page_of_another_site_is_refused_even_with_the_token(client: Client) -> None:
    for headers in ({"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}):
        response = await client.post(HOOK, json={"sender": "a", "message": "hoi"}, headers={**BEARER, **headers})
        assert response.status == 403
