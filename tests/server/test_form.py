"""The conversation as a plain form: no script, no cookie, one page per turn."""

from __future__ import annotations

import html
import re
from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer

from bot.server.app import create_app
from bot.server.assistant import Assistant
from bot.server.conversation_store import MemoryStore, StoreAway
from bot.server.conversations import CONVERSATIONS
from bot.server.limits import MAX_TEXT
from bot.server.pages import EXIT_URL
from bot.server.settings import Settings

Client = TestClient[web.Request, web.Application]
BROWSER = {"Accept": "text/html,application/xhtml+xml"}


@pytest.fixture
async def client(assistant: Assistant) -> AsyncIterator[Client]:
    async with TestClient(TestServer(create_app(assistant))) as client:
        yield client


async def turn(client: Client, **fields: str) -> tuple[ClientResponse, str]:
    """Send the form; the answer and its page."""
    response = await client.post("/talk", data=fields, headers=BROWSER, allow_redirects=False)
    return response, await response.text()


def session_of(page: str) -> str:
    found = re.search(r'name="session" value="([^"]*)"', page)
    assert found
    return found[1]


def payloads_of(page: str) -> dict[str, str]:
    """What each quick reply says -> what it sends."""
    found = re.findall(r'name="payload" value="([^"]*)"[^>]*>(?:<svg.*?</svg>)?<span>([^<]*)', page)
    return {html.unescape(title): html.unescape(payload) for payload, title in found}


def sessions(client: Client) -> int:
    assert client.app
    return len(client.app[CONVERSATIONS].store)


async def test_a_first_message_begins_a_conversation(client: Client) -> None:
    response, page = await turn(client, voice="en", text="how much rest do I get", session="")
    assert response.status == 200
    assert '<html lang="en"' in page
    assert "how much rest do I get" in page
    assert sessions(client) == 1
    _, page = await turn(client, session=session_of(page), text="and as a freelancer?")
    assert "how much rest" not in page, "what was said before does not come back"
    assert sessions(client) == 1


async def test_a_first_message_may_be_a_button_of_the_greeting(client: Client) -> None:
    first = await (await client.get("/?voice=nl")).text()
    response, page = await turn(client, voice="nl", session="", payload=payloads_of(first)["Mijn rechten"])
    assert response.status == 200
    assert "Waar gaat je vraag over?" in page
    assert "Mijn rechten" in page.split('class="said bot"')[0], "the page says what was chosen"


async def test_the_page_says_what_was_pressed_also_when_the_next_button_sends_the_same(client: Client) -> None:
    _, page = await turn(client, voice="nl", text="stappenplan te lange dagen")
    payload = payloads_of(page)["Begin met stap 1"]
    _, page = await turn(client, session=session_of(page), payload=payload)
    assert payloads_of(page)["Volgende stap"] == payload
    assert "Begin met stap 1" in page.split('class="said bot"')[0]


async def test_an_expired_conversation_goes_on_as_a_new_one(client: Client) -> None:
    _, page = await turn(client, voice="nl", session="gone", text="hoi")
    assert session_of(page) not in ("", "gone")
    response, page = await turn(client, voice="nl", session="gone", payload="/next_step")
    assert response.status == 422
    assert payloads_of(page)


async def test_what_was_typed_is_shown_as_text(client: Client) -> None:
    _, page = await turn(client, voice="nl", text="<script>alert(1)</script> & co")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; co" in page


@pytest.mark.parametrize(("text", "status"), [("", 422), ("///", 422), ("a" * (MAX_TEXT + 1), 413)])
async def test_bad_words_come_back_with_what_is_wrong(client: Client, text: str, status: int) -> None:
    response, page = await turn(client, voice="nl", text=text)
    assert response.status == status
    assert 'class="trouble"' in page
    assert f">{text}</textarea>" in page
    assert "Praten met een mens" in page


async def test_deleting_and_leaving_forget(client: Client) -> None:
    _, page = await turn(client, voice="nl", text="hoi")
    response, page = await turn(client, session=session_of(page), voice="nl", delete="1")
    assert (response.status, sessions(client)) == (200, 0)
    assert session_of(page) == ""
    _, page = await turn(client, voice="nl", text="hoi")
    response, _ = await turn(client, session=session_of(page), leave="1")
    assert (response.status, response.headers["Location"], sessions(client)) == (303, EXIT_URL, 0)
    assert EXIT_URL in response.headers["Content-Security-Policy"]


async def test_leaving_works_also_when_the_store_is_away(assistant: Assistant) -> None:
    async def away(session_id: str) -> None:
        raise StoreAway

    store = MemoryStore()
    async with TestClient(TestServer(create_app(assistant, store=store))) as client:
        _, page = await turn(client, voice="nl", text="hoi")
        assert session_of(page)
        store.delete = away  # type: ignore[method-assign]
        for way_out in ({"leave": "1"}, {"text": "STOP"}):
            response, _ = await turn(client, session=session_of(page), **way_out)
            assert (response.status, response.headers["Location"]) == (303, EXIT_URL)
        response, page = await turn(client, session=session_of(page), delete="1")
        assert response.status == 503, "what is not deleted is not called deleted"
        assert "tel:112" in page.split('id="log"')[1]


async def test_the_word_stop_in_capitals_leaves(client: Client) -> None:
    _, page = await turn(client, voice="nl", text="stop")
    response, _ = await turn(client, session=session_of(page), text=" STOP ")
    assert (response.status, response.headers["Location"], sessions(client)) == (303, EXIT_URL, 0)


async def test_reloading_sends_nothing_again(client: Client) -> None:
    response = await client.get("/talk", allow_redirects=False)
    assert (response.status, response.headers["Location"]) == (303, "/")


async def test_turns_are_counted_but_leaving_never_is(assistant: Assistant) -> None:
    async with TestClient(TestServer(create_app(assistant, Settings(limit_per_minute=1)))) as client:
        _, page = await turn(client, voice="nl", text="hoi")
        response, refused = await turn(client, voice="nl", session=session_of(page), text="hoi")
        assert response.status == 429
        assert "text/html" in response.headers["Content-Type"]
        assert "tel:112" in refused
        response, _ = await turn(client, session=session_of(page), leave="1")
        assert response.status == 303
        assert sessions(client) == 0


async def test_another_kind_of_body_is_refused_with_a_page(client: Client) -> None:
    response = await client.post("/talk", data=b"{}", headers={"Content-Type": "application/json", **BROWSER})
    assert response.status == 415
    assert "tel:112" in await response.text()


async def test_a_wrong_address_gives_the_page_and_says_so(client: Client) -> None:
    response = await client.get("/nowhere", headers={**BROWSER, "Accept-Language": "nl"})
    page = await response.text()
    assert response.status == 404
    assert "Deze bladzijde bestaat niet." in page
    assert "Wie kan mij helpen?" in page


async def test_a_broken_service_still_names_people(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("gone")

    monkeypatch.setattr(Assistant, "answer", broken)
    response, page = await turn(client, voice="nl", text="hoi")
    assert response.status == 500
    assert "tel:112" in page.split('id="log"')[1]


def field_of(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found
    return found[1]


async def test_a_page_that_is_loaded_again_gives_the_same_step(client: Client) -> None:
    _, page = await turn(client, voice="nl", text="stappenplan te lange dagen")
    fields = {"session": session_of(page), "turn": field_of(page, "turn"), "text": "volgende"}
    first, second = [(await turn(client, **fields))[1] for _ in range(2)]
    assert "Stap 1 van" in first
    assert "Stap 1 van" in second
    _, third = await turn(client, **{**fields, "turn": field_of(second, "turn")})
    assert "Stap 2 van" in third
