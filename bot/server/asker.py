"""Who asks: in which voice, as a page or as data, and whether too often."""

from __future__ import annotations

from aiohttp import web

from bot.i18n import tr
from bot.server.bad_request import BadRequest
from bot.server.limits import RateLimit
from bot.voice import Voice

LIMIT: web.AppKey[RateLimit] = web.AppKey("limit", RateLimit)


def browser_voice(request: web.Request) -> Voice:
    """The voice before anything was chosen: English for a browser whose first language is not Dutch, else Dutch."""
    first = request.headers.get("Accept-Language", "").split(",")[0].strip().lower()
    return Voice.EN if first and not first.startswith(("nl", "*")) else Voice.NL


def wants_page(request: web.Request) -> bool:
    """Whether a browser asks for something to look at; scripts and programs get JSON."""
    return "text/html" in request.headers.get("Accept", "")


def count(request: web.Request) -> None:
    """Count a request. Raises BadRequest (429) when its address has asked too often this minute."""
    if not request.app[LIMIT].allows(request.remote or ""):
        voice = browser_voice(request)
        sentence = tr(voice, "Het gaat te snel voor mij. Wacht een minuut. Haast? Bel 112 bij gevaar.")
        raise BadRequest(429, "too_many", sentence, voice)
