"""The page with a pretend conversation behind it, to try it by hand: python -m tests.web.page_server [port].

What is typed chooses what happens: "gevaar", "mores", "rust", "plan", "lang", "english", or a failure ("503", "weg",
"verlopen", "traag", "wissen mislukt"). Nothing in it is a fact.
"""

from __future__ import annotations

import asyncio
import sys
from typing import Any

from aiohttp import web

from bot.resources.library import Library
from bot.server.pages import CONTENT_SECURITY_POLICY, render_index
from bot.server.templates import WEB
from bot.voice import Voice
from tests.server.small_library import small_library

SOURCES = [{"title": "Voorbeeldbron (stichting)", "href": "https://example.org/bron", "dated": "2024-01"}]
CHECKED = "Nagekeken op 21 november 2026"
CARDS: dict[str, dict[str, Any]] = {
    "gevaar": {
        "kind": "emergency", "title": "Bel nu",
        "numbers": [
            {"label": "Direct gevaar", "number": "112", "href": "tel:112"},
            {"label": "Centrum Seksueel Geweld", "number": "0800-0188", "href": "tel:08000188"},
        ],
    },
    "mores": {
        "kind": "organisation", "id": "mores", "title": "Voorbeeldpunt voor de kunsten",
        "why": "Dit punt past bij jouw vraag, want je danst bij een gezelschap.",
        "does": "Luistert en legt uit wat je kunt doen.", "cannot": "Onderzoekt niets.",
        "for_whom": "Iedereen die werkt in de kunsten.",
        "facts": [{"label": "Kosten", "value": "Gratis"}, {"label": "Nu open?", "value": "Morgen weer vanaf 9 uur"}],
        "contacts": [
            {"label": "Bel", "value": "0800-0188", "href": "tel:08000188", "note": "Op werkdagen"},
            {"label": "Mail", "value": "een.heel.lang.adres.voor.hulp@voorbeeld-voor-de-kunsten.example.org",
             "href": "mailto:hulp@example.org"},
            {"label": "Website", "value": "example.org", "href": "https://example.org"},
            {"label": "Kapot", "value": "javascript", "href": "javascript:alert(1)"},
        ],
        "not_confirmed": "De openingstijden in de zomer.", "checked": CHECKED,
    },
    "rust": {
        "kind": "right", "id": "rest_time", "title": "Rust tussen twee dagen",
        "basis": [
            {"label": "Wet", "article": "Voorbeeldwet 5:3", "holds": "", "href": "https://example.org/wet"},
            {"label": "Cao", "article": "Voorbeeldcao 7.112", "href": "https://example.org/cao",
             "holds": "Geldt van 1 januari 2026 tot en met 31 december 2027"},
        ],
        "sources": SOURCES, "not_confirmed": "Of dit ook voor zzp geldt.", "checked": CHECKED,
    },
    "plan": {
        "kind": "plan", "id": "long_hours", "title": "Te lange dagen", "current": 2, "total": 3,
        "steps": [
            {"n": 1, "text": "Schrijf een week lang je tijden op.", "who": [], "optional": False},
            {"n": 2, "text": "Vraag advies.\n- Neem je rooster mee\n- Neem je contract mee", "optional": False,
             "who": [{"name": "Voorbeeldbond", "contact": "0800-0188"}, {"name": "Je vertrouwenspersoon"}]},
            {"n": 3, "text": "Praat met je werkgever.", "who": [{"name": "Iemand die je meeneemt"}], "optional": True},
        ],
        "limits": ["Vraag op tijd advies."], "avoid": ["Alleen naar een lastig gesprek gaan."],
        "sources": SOURCES, "checked": CHECKED,
    },
}  # fmt: skip
HELLO = {
    "nl": "Hoi, ik ben Danswijzer. Ik ben een computerprogramma (AI), geen mens. Noem geen namen.",
    "en": "Hi, I am Danswijzer. I am a computer program (AI), not a person. Give no names.",
    "nl@kind": "Hoi! Ik ben Danswijzer. Ik ben een computer. Ik weet waar je hulp vindt. Zeg geen namen.",
    "en@kind": "Hi! I am Danswijzer. I am a computer. I know where you find help. Do not say names.",
}
BUTTONS = [
    {"title": "Mijn rechten", "payload": "/rust"},
    {"title": "Hulp zoeken", "payload": "/mores"},
    {"title": "Een stappenplan", "payload": "/plan"},
    {"title": "Nu hulp", "payload": "/gevaar"},
]
HELP = """Gevaar: bel 112. Seksueel geweld: 0800-0188. Artikel 112 en 7:113 zijn geen nummers om te bellen.

Je kunt ook:
- de Kindertelefoon bellen: 0800-0432
- iemand vragen <b>mee</b> te gaan"""


def message(text: str, buttons: list[dict[str, str]] | None = None, **more: Any) -> dict[str, Any]:
    """A message as the service sends it."""
    return {"text": text, "buttons": buttons or [], "organisations": [], "sources": [], **more}


class PretendService:
    """Answers like the real service, from a script, and remembers which requests came."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.sessions: dict[str, str] = {}
        self.seen: list[tuple[str, str, dict[str, Any]]] = []
        self.failed: set[str] = set()

    async def page(self, request: web.Request) -> web.Response:
        html = render_index(self.library, Voice.parse(request.query.get("voice")))
        headers = {"Content-Security-Policy": CONTENT_SECURITY_POLICY, "Cache-Control": "no-store"}
        return web.Response(text=html, content_type="text/html", headers=headers)

    async def file(self, request: web.Request) -> web.StreamResponse:
        return web.FileResponse(WEB / request.match_info["name"])

    async def start(self, request: web.Request) -> web.Response:
        body = await self._body(request)
        session = f"session-{len(self.seen)}"
        self.sessions[session] = voice = body.get("voice", "nl")
        messages = [message(HELLO[voice]), message("Waar kan ik je mee helpen?", BUTTONS)]
        return web.json_response({"session": session, "voice": voice, "messages": messages})

    async def stop(self, request: web.Request) -> web.Response:
        body = await self._body(request)
        if "mislukt" in self.failed:
            self.failed.discard("mislukt")
            return web.json_response({"error": "busy"}, status=500)
        self.sessions.pop(body["session"], None)
        return web.Response(status=204)

    async def say(self, request: web.Request) -> web.StreamResponse:
        body = await self._body(request)
        if body["session"] not in self.sessions:
            return web.json_response({"error": "unknown_session"}, status=404)
        said = (body.get("payload") or body["text"]).strip("/").lower()
        await asyncio.sleep(3 if "traag" in said else 0.05)
        if "verlopen" in said and "verlopen" not in self.failed:
            self.failed.add("verlopen")
            self.sessions.clear()
            return web.json_response({"error": "unknown_session"}, status=404)
        if "mislukt" in said:
            self.failed.add("mislukt")
        if "weg" in said:
            assert request.transport
            request.transport.close()
        if "503" in said:
            sorry = "Het is nu druk. Wacht even. Nu hulp nodig? Bel 112 of 0800-0188."
            return web.json_response({"error": "busy", "message": sorry}, status=503)
        voice = body.get("voice") or ("en" if "english" in said else self.sessions[body["session"]])
        self.sessions[body["session"]] = voice
        return web.json_response({"voice": voice, "messages": self._messages(said)})

    def _messages(self, said: str) -> list[dict[str, Any]]:
        if said in CARDS:
            text = HELP if said == "gevaar" else "Dit weet ik hierover."
            return [message(text, card=CARDS[said]), message("Wil je nog iets weten?", BUTTONS)]
        return [message("Ik begrijp het nog niet. " * (40 if said == "lang" else 1), BUTTONS[:2])]

    async def _body(self, request: web.Request) -> dict[str, Any]:
        body = await request.json()
        self.seen.append((request.method, request.path, body))
        return body

    def app(self) -> web.Application:
        app = web.Application()
        app.add_routes([
            web.get("/", self.page),
            web.get("/static/{name}", self.file),
            web.post("/api/session", self.start),
            web.delete("/api/session", self.stop),
            web.post("/api/message", self.say),
        ])  # fmt: skip
        return app


if __name__ == "__main__":
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8321
    web.run_app(PretendService(small_library()).app(), host="127.0.0.1", port=port)
