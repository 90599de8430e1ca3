"""The resource base as open data: complete, as its schema says, and usable from another site."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import jsonschema
import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.resources.loader import library
from bot.server import open_data
from bot.server.app import create_app
from bot.server.assistant import Assistant


@pytest.fixture
async def client(assistant: Assistant) -> AsyncIterator[TestClient]:
    async with TestClient(TestServer(create_app(assistant))) as client:
        yield client


@pytest.fixture(scope="module")
def document() -> dict:
    return json.loads(open_data.resources(library()))


def test_it_is_as_its_schema_says(document: dict) -> None:
    schema = json.loads(open_data.schema())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(document, schema, cls=jsonschema.Draft202012Validator)


def test_the_schema_refuses_what_is_missing(document: dict) -> None:
    broken = {**document, "rights": {"x": {"id": "x"}}}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(broken, json.loads(open_data.schema()), cls=jsonschema.Draft202012Validator)


def test_it_holds_every_entry_in_four_voices(document: dict) -> None:
    base = library()
    assert set(document["rights"]) == set(base.rights)
    assert set(document["organisations"]) == set(base.organisations)
    assert set(document["plans"]) == set(base.plans)
    assert set(document["rights"]["rest_time"]["answer"]) == {"nl", "en", "nl@kind", "en@kind"}
    assert set(document["rights"]["rest_time"]["sources"]) <= set(document["sources"])


async def test_another_site_may_read_it(client: TestClient) -> None:
    for path, kind in (("/api/resources", "application/json"), ("/api/resources/schema", "application/schema+json")):
        response = await client.get(path)
        assert response.status == 200
        assert response.content_type == kind
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        await response.json(content_type=kind)


async def test_other_answers_stay_on_this_site(client: TestClient) -> None:
    response = await client.get("/healthz")
    assert "Access-Control-Allow-Origin" not in response.headers
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"


async def test_a_page_for_reading_is_served_with_the_policy_of_the_chat(client: TestClient) -> None:
    response = await client.get("/pages/en/rights/breaks")
    assert response.status == 200
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert (await client.get("/pages/en/rights/none")).status == 404
