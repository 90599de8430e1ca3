"""docs/openapi.yaml tells the truth: every address of the service stands in it, and every answer fits what it says."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import yaml
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from jsonschema import Draft202012Validator

from bench.inputs import Inputs
from bot.server.app import create_app
from bot.server.assistant import Assistant
from bot.server.settings import Settings
from bot.voice import VOICES
from tests.replies.all_replies import everything

DOCUMENT = yaml.safe_load((Path(__file__).parents[2] / "docs" / "openapi.yaml").read_text(encoding="utf-8"))
TOKEN = "t" * 32
Client = TestClient[web.Request, web.Application]


def validator(schema: dict[str, Any]) -> Draft202012Validator:
    """A validator of one schema that knows the others."""
    return Draft202012Validator({**schema, "components": DOCUMENT["components"]})


def resolved(part: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in part:
        return part
    found: Any = DOCUMENT
    for key in part["$ref"].removeprefix("#/").split("/"):
        found = found[key]
    return dict(found)


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in DOCUMENT["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation


@pytest_asyncio.fixture
async def client(assistant: Assistant) -> AsyncIterator[Client]:
    settings = Settings(limit_per_minute=0, webhook_token=TOKEN.encode())
    async with TestClient(TestServer(create_app(assistant, settings))) as client:
        yield client


def test_every_schema_is_one() -> None:
    for schema in DOCUMENT["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_every_reference_leads_somewhere() -> None:
    for reference in re.findall(r'"\$ref": "(#[^"]+)"', json.dumps(DOCUMENT)):
        assert resolved({"$ref": reference})


async def test_every_address_is_described_and_every_description_has_an_address(client: Client) -> None:
    assert client.app
    served = set()
    for route in client.app.router.routes():
        path = re.sub(r"\{(\w+):[^}]*\}", r"{\1}", route.resource.canonical if route.resource else "")
        path = re.sub(r"^/static/.+", "/static/{file}", path)
        if route.method != "HEAD":
            served.add((route.method.lower(), path))
    described = {(method, path) for method, path, _ in operations()}
    assert served == described


@pytest.mark.parametrize("voice", VOICES)
def test_everything_that_can_be_said_fits(voice: Any) -> None:
    """Every reply there is, in every voice."""
    check = validator({"$ref": "#/components/schemas/Shown"})
    seen: set[str] = set()
    for message in (reply.message for reply in everything() if reply.voice is voice):
        shown = message.as_json()
        errors = [error.message for error in check.iter_errors(shown)]
        assert not errors, (shown, errors)
        seen |= {shown["card"]["kind"]} if "card" in shown else set()
    assert seen == {"emergency", "organisation", "right", "plan"}


def test_examples_fit() -> None:
    number = 0
    for _, _, operation in operations():
        for content in operation.get("requestBody", {}).get("content", {}).values():
            for example in content.get("examples", {}).values():
                validator(content["schema"]).validate(example["value"])
                number += 1
    assert number >= 5


def _answer(method: str, path: str, status: int) -> dict[str, Any] | None:
    for its_method, its_path, operation in operations():
        pattern = re.sub(r"\\\{\w+\\\}", ".+", re.escape(its_path))
        if its_method == method.lower() and re.fullmatch(pattern, path):
            answer = operation["responses"].get(str(status))
            assert answer is not None, f"{method} {path} answers {status}, which the document does not know"
            return resolved(answer)
    return None


async def test_what_is_really_answered_fits(client: Client) -> None:
    """Requests of every kind, right and wrong; each answer has a status, type and shape that stand in the document."""
    inputs, statuses = Inputs(3, model_share=0.08), set()
    for _ in range(250):
        request, conversation = inputs.next()
        path = request.path.partition("?")[0]
        if request.raw is not None or "%" in path or "/.." in path:
            continue
        kept = {name: value for name, value in request.headers if name in ("Content-Type", "Accept", "Accept-Language")}
        if request.method not in ("GET", "POST", "DELETE") or not all(value.isascii() for value in kept.values()):
            continue
        async with client.request(
            request.method, request.path, data=request.body, headers=kept, allow_redirects=False
        ) as response:
            body = await response.read()
        inputs.learn(conversation, response.status, body)
        described = _answer(request.method, path, response.status)
        if described is None:
            assert response.status in (404, 405), (request.method, path)
            described = resolved({"$ref": "#/components/responses/Problem"})
        statuses.add((path, response.status))
        if "content" in described:
            content = described["content"].get(response.content_type)
            assert content is not None, (path, response.status, response.content_type)
            if response.content_type == "application/json":
                validator(content["schema"]).validate(json.loads(body))
        for header in (name for name, its in described.get("headers", {}).items() if its.get("required")):
            assert header in response.headers
    talked = {status for path, status in statuses if path == "/api/message"}
    assert {200, 400, 404, 422} <= talked, statuses


async def test_what_the_channel_of_rasa_answers_fits(client: Client) -> None:
    said = [{"sender": "a", "message": text} for text in ("hoi", "wat is mores", "ik wil dood", " / ", "a" * 1001)]
    said += [{"message": "hoi"}, {"sender": "a", "message": 5}]
    for body, token in [*((each, TOKEN) for each in said), (said[0], "wrong")]:
        async with client.post(
            "/webhooks/rest/webhook", json=body, headers={"Authorization": f"Bearer {token}"}
        ) as response:
            described = _answer("POST", "/webhooks/rest/webhook", response.status)
            assert described is not None
            validator(described["content"][response.content_type]["schema"]).validate(await response.json())
