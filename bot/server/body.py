"""Reads what was sent, no longer and no more than a person needs."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from aiohttp import web
from async_timeout import timeout

from bot.i18n import tr
from bot.server.asker import browser_voice
from bot.server.bad_request import BadRequest, too_long
from bot.server.limits import MAX_BODY

PATIENCE = 10.0
"""Seconds in which a body of at most MAX_BODY bytes must arrive; a slow phone needs less than one."""


async def read(request: web.Request) -> bytes:
    """The body. Raises BadRequest: 413 too large, 408 when it does not come, 415 when it is packed, 400 when broken."""
    voice = browser_voice(request)
    if "Content-Encoding" in request.headers:  # nothing that is small enough needs to be packed
        raise BadRequest(415, "packed", tr(voice, "Er kwam geen tekst aan."), voice)
    if (request.content_length or 0) > MAX_BODY:
        raise BadRequest(413, "body_too_large", too_long(voice), voice)
    try:
        async with timeout(PATIENCE):
            return await request.read()
    except web.HTTPRequestEntityTooLarge:
        raise BadRequest(413, "body_too_large", too_long(voice), voice) from None
    except web.RequestPayloadError:
        raise BadRequest(400, "bad_body", tr(voice, "Er kwam geen tekst aan."), voice) from None
    except (asyncio.TimeoutError, ConnectionError):
        raise BadRequest(408, "too_slow", tr(voice, "Er kwam geen tekst aan."), voice) from None


async def read_object(request: web.Request) -> dict[str, Any]:
    """The body as a JSON object. Raises BadRequest: 400 when it is something else, 408 and 413."""
    voice = browser_voice(request)
    data = await read(request)
    try:
        body = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        raise BadRequest(400, "bad_json", tr(voice, "Stuur JSON."), voice) from None
    if not isinstance(body, dict):
        raise BadRequest(400, "bad_json", tr(voice, "Stuur JSON."), voice)
    return body
