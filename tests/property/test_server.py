"""Whatever is sent to the service, the answer is ours: whole, safe, with people to call, and without our insides.

``make bench-fuzz`` sends a hundred thousand of such requests to a service in a process of its own.
"""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer

from bench.inputs import CANARY, RAW, Conversation, Inputs, Request
from bench.wire import HANGS_AFTER, as_bytes, faults, send
from bot.server.app import create_app
from bot.server.assistant import Assistant

EXAMPLES = 400


@pytest_asyncio.fixture
async def port(assistant: Assistant) -> AsyncIterator[int]:
    async with TestServer(create_app(assistant)) as server:
        assert server.port
        yield server.port


def shown(request: Request) -> str:
    return f"{request.kind}: {as_bytes(request)[:600]!r}"


@pytest.mark.parametrize("seed", [1, 2])
async def test_any_request_gets_an_answer_of_ours(port: int, caplog: pytest.LogCaptureFixture, seed: int) -> None:
    inputs = Inputs(seed, model_share=0.05)
    wrong: dict[str, str] = {}
    with caplog.at_level(logging.ERROR):
        for _ in range(EXAMPLES // 2):
            request, conversation = inputs.next()
            answer = await send(port, as_bytes(request), request.method, patience=1.0 if request.raw else HANGS_AFTER)
            for fault in faults(request, answer):
                wrong.setdefault(fault, f"{answer.status} {answer.body[:200]!r} to {shown(request)}")
            inputs.learn(conversation, answer.status, answer.body)
    assert not wrong, "\n".join(f"{fault}: {example}" for fault, example in wrong.items())
    assert CANARY not in caplog.text
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


@pytest.mark.parametrize("name", RAW)
async def test_what_is_hardly_http_gets_an_answer_of_ours(
    port: int, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    request = Request(name, "GET", "", raw=RAW[name])
    answer = await send(port, RAW[name])
    assert faults(request, answer) == [], answer.raw
    assert CANARY not in caplog.text


async def test_conversations_side_by_side_stay_apart(port: int) -> None:
    """What one is offered the other is not, however their messages are interleaved."""

    async def ask(path: str, **said: object) -> dict[str, object]:
        request = Request("", "POST", path, [("Content-Type", "application/json")], json.dumps(said).encode())
        return dict(json.loads((await send(port, as_bytes(request), "POST")).body))

    one, other = await ask("/api/session", voice="nl"), await ask("/api/session", voice="en@kind")
    shown_to_one = await ask("/api/message", session=one["session"], payload='/ask_capabilities{"group": "plans"}')
    offered = [button["payload"] for message in shown_to_one["messages"] for button in message["buttons"]]  # type: ignore
    plan = next(payload for payload in offered if payload.startswith("/ask_plan"))
    assert (await ask("/api/message", session=other["session"], payload=plan))["error"] == "unknown_payload"
    assert (await ask("/api/message", session=one["session"], payload=plan))["voice"] == "nl"


def test_the_same_seed_gives_the_same_requests() -> None:
    first, second = Inputs(7), Inputs(7)
    assert [first.next()[0] for _ in range(300)] == [second.next()[0] for _ in range(300)]
    assert [Inputs(7).next()[0].body for _ in range(1)] != [Inputs(8).next()[0].body for _ in range(1)]


def test_faults_are_seen() -> None:
    """Each rule can be broken."""
    from bench.wire import Answer

    request = Request("", "GET", "/x")
    bad = Answer(500, {"server": "Python/3.10 aiohttp/3.14", "x": CANARY}, b"Traceback", 0.1)
    assert {"status 500", "library named", "stack trace", "words given back", "nobody to call"} <= set(
        faults(request, bad)
    )
    assert "without content-security-policy" in faults(request, bad)
    assert faults(request, Answer(-1, {}, b"", 31)) == ["hang"]
    assert "empty" in faults(request, Answer(200, {}, b"", 0.1))
    assert Conversation().session is None
