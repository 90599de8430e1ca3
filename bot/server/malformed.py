"""Answers of ours to what is hardly HTTP.

aiohttp answers that by itself, before any handler of ours is asked: it names its version, shows the sender the line
that it could not read, and logs it. It offers no place to change that, so ``answer_ourselves`` does, for the process.
"""

from __future__ import annotations

from aiohttp import hdrs, web, web_protocol, web_urldispatcher

from bot.i18n import tr
from bot.replies import emergencies
from bot.resources.loader import library
from bot.server.headers import HEADERS
from bot.server.quiet import report
from bot.voice import Voice


def _answer(
    self: web_protocol.RequestHandler,
    request: web.BaseRequest,
    status: int = 500,
    exc: BaseException | None = None,
    message: str | None = None,
) -> web.StreamResponse:
    """People to call, and not a word of what came in. What was sent wrong is no error of ours and is not logged."""
    if status >= 500 and exc:
        report(exc)
    if request.writer.output_size > 0:
        raise ConnectionError("an answer was begun already")
    voice = Voice.NL
    body = {
        "error": "broken" if status >= 500 else "bad_http",
        "message": tr(voice, "Er ging iets mis bij mij. Dat ligt niet aan jou."),
        "messages": [emergencies.fallback(library(), voice).as_json()],
    }
    answer = web.json_response(body, status=status, headers=HEADERS)
    answer.force_close()
    return answer


async def _expect(request: web.Request) -> None:
    """Say that a body is welcome to who waits for that; any other expectation may be passed over (RFC 9110, 10.1.1)."""
    if request.headers.get(hdrs.EXPECT, "").lower() == "100-continue":
        await _continue(request)


_continue = web_urldispatcher._default_expect_handler


def answer_ourselves() -> None:
    """Call before the first request."""
    web_protocol.RequestHandler.handle_error = _answer  # type: ignore[method-assign]
    web_urldispatcher._default_expect_handler = _expect
