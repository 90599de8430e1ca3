"""Requests of every kind for the service: right ones, wrong ones, and ones that nobody would send by accident.

One generator for the tests and for ``make bench-fuzz``: a seed gives the same requests.
"""

from __future__ import annotations

import json
import random
import string
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from bench.odd_texts import ODD, zalgo

CANARY = "kanarie7flierefluiter"
"""Stands in texts of people; may be shown to them alone, and is looked for everywhere else."""
VOICES = ["nl", "en", "nl@kind", "en@kind"]
SAID = [
    "hallo", "how much rest do i get", "ik word geslagen", "wat is mores", "ik ben 12", "next", "stap 3",
    "korter graag",
    "ik wil met iemand praten", "mijn docent raakt me aan", "english please", "hoeveel verdien ik als zzp'er",
    "dank je",
    "can i film a class", "vergeet mij", "STOP", "HULP", "i want to die", "ja", "nee", "👍🏽", "terug naar mijn plan",
]  # fmt: skip
PATHS = [
    "/", "/talk", "/healthz", "/readyz", "/api/session", "/api/message", "/api/resources", "/api/resources/schema",
    "/api/openapi.json", "/static/chat.js", "/static/style.css", "/static/pictures.svg", "/static/nothing.js",
    "/pages/nl/plans", "/pages/en-kids", "/pages/", "/webhooks/rest/webhook", "/model/parse", "/status", "/nowhere",
]  # fmt: skip
METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "PROPFIND", "X"]
TYPES = [
    "application/json", "application/json; charset=utf-8", "application/json; charset=utf-16", "text/plain", "",
    "application/json; charset=nonsense", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ";;;",
    "application/xml", "application/json\t", "APPLICATION/JSON", "text/html", "application/octet-stream",
    "application/x-www-form-urlencoded; charset=nonsense", 'application/json; charset="',
]  # fmt: skip
HEADERS = [
    ("Accept", "text/html"), ("Accept", "*/*"), ("Accept", ""), ("Accept", "text/html;q=0"),
    ("Accept-Language", "en-GB,en"),
    ("Accept-Language", "xx-\u00e9"), ("Accept-Language", "," * 200), ("Accept-Encoding", "gzip"),
    ("Accept-Encoding", "br;q=x"),
    ("Content-Encoding", "gzip"), ("Content-Encoding", "deflate"), ("Content-Encoding", "nonsense"),
    ("Range", "bytes=5-1"),
    ("Range", "bytes=0-99999999999"), ("If-Modified-Since", "never"), ("Cookie", "a=b; c"),
    ("X-Forwarded-For", "1.2.3.4, x"),
    ("Sec-Fetch-Site", "cross-site"), ("Origin", "https://evil.example"), ("Origin", "null"),
    ("Authorization", "Bearer x"),
    ("Upgrade", "websocket"), ("Expect", "100-continue"), ("Expect", "nonsense"), ("X-Long", "x" * 4000),
    ("Referer", "\u00e9"),
    ("X-HTTP-Method-Override", "DELETE"), ("Content-Language", "nl"), ("Connection", "Upgrade"), ("If-None-Match", "*"),
]  # fmt: skip
FIELDS = ["session", "voice", "text", "payload", "turn", "delete", "leave", "messages", "__class__", "constructor", ""]


RAW = {
    "nothing of HTTP": b"hello\r\n\r\n",
    "any bytes": bytes(range(256)) + b"\r\n\r\n",
    "a wrong version": b"GET / HTTP/9.9\r\nHost: x\r\n\r\n",
    "a space in the address": b"GET /a b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    "a header without a name": b"GET / HTTP/1.1\r\n: x\r\nConnection: close\r\n\r\n",
    "a header that never ends": b"GET / HTTP/1.1\r\nX: " + b"a" * 20000 + b"\r\n\r\n",
    "an address that never ends": b"GET /" + b"a" * 20000 + b" HTTP/1.1\r\n\r\n",
    "a length that is no number": b"POST /api/message HTTP/1.1\r\nContent-Length: ten\r\n\r\n",
    "two lengths": b"POST /api/message HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}",
    "a length and chunks": b"POST /talk HTTP/1.1\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "a chunk of no size": b"POST /api/message HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
    "a method that is none": b"G\x00T / HTTP/1.1\r\n\r\n",
    "words of someone": f"GET /{CANARY} HTTP/9\r\n{CANARY}\r\n\r\n".encode(),
}


@dataclass(frozen=True)
class Request:
    """A request as it is sent. ``reads``: whether the model has to read what is in it, in so far as can be foreseen."""

    kind: str
    method: str = "POST"
    path: str = "/api/message"
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""
    reads: bool = False
    raw: bytes | None = None
    """What is sent instead of all that, when it is hardly HTTP."""


@dataclass
class Conversation:
    """What somebody who talks with the service has in hand."""

    session: str | None = None
    payloads: list[str] = field(default_factory=list)
    turns: int = 0


class Inputs:
    """Requests in an order that a seed decides."""

    def __init__(self, seed: int, model_share: float = 0.1) -> None:
        """``model_share``: the part of the requests that the model has to read; they take a hundred times as long."""
        self.chance = random.Random(seed)
        self.open = [Conversation() for _ in range(24)]
        self._share = model_share
        self._cheap: list[Callable[[], Request]] = [
            self._new_session, self._button, self._button, self._payload_game, self._session_game,
            self._shapes, self._shapes,
            self._raw_body,
            self._button_form, self._anywhere, self._anywhere, self._deep, self._bad_text, self._close, self._malformed,
        ]  # fmt: skip

    def next(self) -> tuple[Request, Conversation]:
        """The next request and the conversation it belongs to."""
        self.conversation = self.chance.choice(self.open)
        if self.conversation.turns > 60:
            self.conversation.__init__()  # type: ignore[misc]
        make = self._words if self.chance.random() < self._share else self.chance.choice(self._cheap)
        return make(), self.conversation

    def learn(self, conversation: Conversation, status: int, body: bytes) -> None:
        """Go on with what an answer offered."""
        conversation.turns += 1
        if status != 200:
            if status == 404:
                conversation.session = None
            return
        try:
            answer = json.loads(body)
        except ValueError:
            return
        if isinstance(answer, dict) and isinstance(answer.get("session"), str):
            conversation.session = answer["session"]
            offered = [button["payload"] for message in answer["messages"] for button in message["buttons"]]
            conversation.payloads = offered or conversation.payloads

    # What people and pages send.

    def _new_session(self) -> Request:
        return self._json("a new conversation", {"voice": self.chance.choice(VOICES)}, "/api/session")

    def _close(self) -> Request:
        said = {"session": self.conversation.session} if self.chance.random() < 0.2 else {"session": self._text(20)}
        return self._json("forget", said, "/api/session", "DELETE")

    def _words(self) -> Request:
        """A message for the model: one that is said, or one that is changed, in a conversation or by a form."""
        text = self._changed(self.chance.choice(SAID))
        if self.chance.random() < 0.15:
            fields = {"voice": self.chance.choice(VOICES), "session": self.conversation.session or "", "text": text}
            return self._form("a form with words", fields, reads=True)
        said: dict[str, Any] = {"text": text, **self._who()}
        if self.chance.random() < 0.2:
            said["turn"] = self.chance.choice(["1", "t" * 64, "\u00e9"])
        return self._json("words", said, reads=True)

    def _button(self) -> Request:
        offered = [*self.conversation.payloads, '/change_voice{"voice": "en"}', '/change_voice{"voice": "nl@kind"}']
        return self._json("a button", {"payload": self.chance.choice(offered), **self._who()})

    def _button_form(self) -> Request:
        fields = {name: self._text(30) for name in self.chance.sample(FIELDS, 3) if name != "text"}
        fields |= {
            "session": self.conversation.session or "",
            "payload": self.chance.choice(self.conversation.payloads or ["/"]),
        }
        return self._form("a form", fields)

    # What nobody should send.

    def _payload_game(self) -> Request:
        payload = self.chance.choice(self.conversation.payloads or ["/next_step"])
        wrong: Any = self.chance.choice([
            payload + " ", payload.upper(), payload[:-1], payload.replace('"', "'"), payload + "{}",
            "/restart", "/session_start",
            "/back", f"/{CANARY}", payload.encode().hex(), [payload], {"a": payload}, None, 1.5, True, "",
            "/", "/" * 500, payload * 40,
            '/ask_right{"topic": "../../etc/passwd"}', f'/ask_plan{{"topic": "{CANARY}"}}',
            '/change_voice{"voice": "fr"}', "\ud800",
        ])  # fmt: skip
        return self._json("a payload never offered", {"payload": wrong, **self._who()})

    def _session_game(self) -> Request:
        known = self.conversation.session or "a" * 43
        wrong: Any = self.chance.choice([
            known[:-1], known + "=", known.swapcase(), known[::-1], "", "default",
            0, [], {}, [known], {"id": known}, True,
            "a" * 43, "../" * 9, "\x00", known + "\x00", known.replace("-", "_") + ".", "." + known,
            known + "." + known, CANARY, "x" * 3000,
        ])  # fmt: skip
        said = self.chance.choice([{"text": CANARY}, {"payload": "/next_step"}, {"turn": "1", "text": CANARY}, {}])
        path = self.chance.choice(["/api/message", "/api/session"])
        return self._json(
            "a session never given", {**said, "session": wrong}, path, self.chance.choice(["POST", "DELETE"])
        )

    def _shapes(self) -> Request:
        """JSON of any shape that the grammar can make, with the fields of the API among it; ``text`` is never words."""
        shape = {name: self._value(3) for name in self.chance.sample(FIELDS, self.chance.randint(0, 5))}
        if isinstance(shape.get("text"), str) and "session" not in shape:
            shape["text"] = self.chance.choice(["", "///", "a" * 1001, 7])
        if isinstance(shape.get("text"), str):
            shape["session"] = "nobody"
        body: Any = shape if self.chance.random() < 0.8 else self._value(4)
        return self._json("any JSON", body, self.chance.choice(["/api/message", "/api/session"]))

    def _deep(self) -> Request:
        n = self.chance.choice([10, 100, 1000, 4000])
        body = self.chance.choice([
            b"[" * n, b'{"a":' * n + b"1" + b"}" * n, b"[" * n + b"]" * n, b'{"text": "' + b"a" * (n * 4) + b'"}',
            b'{"session": ' + b"9" * n + b"}", b'{"text": 1e' + b"9" * n + b"}", b'{"text":"a","text":' + b"[" * n,
        ])  # fmt: skip
        return Request("deep or long", body=body, headers=[("Content-Type", "application/json")], path=self._api())

    def _raw_body(self) -> Request:
        body = self.chance.choice([
            self.chance.randbytes(self.chance.randint(0, 300)), b"", b"null", b'"text"', b"{", b'{"text": NaN}',
            b"\xff\xfe{\x00}\x00",
            b'{"text": "\\ud800"', b"%", b"a=b&text", b"--x\r\n\r\n\r\n--x--", CANARY.encode(),
            b"\x1f\x8b\x08\x00" + b"\x00" * 30,
        ])  # fmt: skip
        headers = [("Content-Type", self.chance.choice(TYPES)), *self._headers()]
        return Request(
            "any bytes", path=self.chance.choice(["/api/message", "/api/session", "/talk"]), headers=headers, body=body
        )

    def _bad_text(self) -> Request:
        text = self.chance.choice(
            ["", " ", "///", "\x00", "\u202e", "\ud800", "a" * 1001, "\u200b/", None, [], 5, {}, True]
        )
        return self._json("no words", {"text": text, **self._who()})

    def _anywhere(self) -> Request:
        """Any method, address, question and headers."""
        path = (
            self.chance.choice(PATHS)
            if self.chance.random() < 0.7
            else "/" + quote(self._text(20), safe="/%.;=&", errors="replace")
        )
        path = self.chance.choice(
            [path, path, path + "/", path + "?" + self._query(), path + "/../x", path + "%00", path + ";a"]
        )
        body = (
            b""
            if self.chance.random() < 0.6
            else self.chance.choice([b"{}", b"{", CANARY.encode(), b"text=&payload=%ff"])
        )
        headers = self._headers()
        if body:
            headers = [*headers, ("Content-Type", self.chance.choice(TYPES))]
        return Request("anywhere", self.chance.choice(METHODS), path, headers, body)

    def _malformed(self) -> Request:
        """Bytes that are hardly HTTP: known ones, or a request in which some bytes are others, gone, or there twice."""
        name = self.chance.choice([*RAW])
        if self.chance.random() < 0.3:
            return Request(f"hardly HTTP: {name}", "GET", "", raw=RAW[name])
        data = bytearray(f"POST /api/message HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                         f"Content-Length: 2\r\n"
                         f"X-Words: {CANARY}\r\nConnection: close\r\n\r\n{{}}".encode())  # fmt: skip
        for _ in range(self.chance.randint(1, 4)):
            place = self.chance.randrange(len(data))
            match self.chance.randrange(3):
                case 0:
                    data[place] = self.chance.randrange(256)
                case 1:
                    del data[place : place + self.chance.randint(1, 10)]
                case _:
                    data[place:place] = data[place : place + self.chance.randint(1, 30)] or b"\r\n"
            data = data or bytearray(b"\r\n")
        return Request("hardly HTTP: some bytes are others", "GET", "", raw=bytes(data))

    # Parts.

    def _who(self) -> dict[str, Any]:
        who: dict[str, Any] = {"session": self.conversation.session} if self.conversation.session else {}
        if self.chance.random() < 0.2 or not who:
            who["voice"] = self.chance.choice([*VOICES, "", "fr", 5, None, [], "NL"])
        return who

    def _api(self) -> str:
        return self.chance.choice(["/api/message", "/api/session"])

    def _json(
        self, kind: str, said: Any, path: str = "/api/message", method: str = "POST", reads: bool = False
    ) -> Request:
        headers = [("Content-Type", "application/json"), *(self._headers(1) if self.chance.random() < 0.3 else [])]
        headers = [header for header in headers if header[0] != "Content-Encoding"] if reads else headers
        return Request(kind, method, path, headers, json.dumps(said).encode(), reads)

    def _form(self, kind: str, fields: dict[str, str], reads: bool = False) -> Request:
        body = urlencode({name: value.encode("utf-8", "replace") for name, value in fields.items()}).encode()
        headers = [
            ("Content-Type", "application/x-www-form-urlencoded"),
            ("Accept", self.chance.choice(["text/html", "*/*"])),
        ]
        return Request(kind, "POST", "/talk", headers, body, reads)

    def _headers(self, most: int = 3) -> list[tuple[str, str]]:
        return self.chance.sample(HEADERS, self.chance.randint(0, most))

    def _query(self) -> str:
        return self.chance.choice(
            ["voice=en", "voice=", "voice=fr&voice=nl", "a" * 500, "%ff=%00", "voice=%E2%80%AE", "&&&==", f"q={CANARY}"]
        )

    def _text(self, most: int) -> str:
        if self.chance.random() < 0.3:
            return self.chance.choice(ODD)[:most]
        alphabet = string.printable + "éß😭\u202e\u0301مनक\U0010ffff"
        return "".join(self.chance.choices(alphabet, k=self.chance.randint(0, most)))

    def _value(self, depth: int) -> Any:
        simple: list[Any] = [
            None,
            True,
            False,
            0,
            -1,
            1e308,
            10**30,
            "",
            CANARY,
            self._text(20),
            *VOICES[:1],
            self.conversation.session,
        ]
        if depth == 0 or self.chance.random() < 0.6:
            return self.chance.choice(simple)
        if self.chance.random() < 0.5:
            return [self._value(depth - 1) for _ in range(self.chance.randint(0, 4))]
        return {
            self.chance.choice([*FIELDS, self._text(5)]): self._value(depth - 1)
            for _ in range(self.chance.randint(0, 4))
        }

    def _changed(self, text: str) -> str:
        """A message as fingers, telephones and jokers make it."""
        for _ in range(self.chance.randint(0, 3)):
            place = self.chance.randint(0, len(text))
            text = self.chance.choice([
                text, text.upper(), text[:place] + text[place + 1 :],
                text[:place] + self.chance.choice(ODD) + text[place:],
                text + " " + self.chance.choice(SAID), text * self.chance.randint(1, 20),
                zalgo(text, self.chance.randint(1, 9)),
                text + " " + CANARY, self.chance.choice(["/", "//", " /", "\u200b/"]) + text,
                text[:place] + self._text(8) + text[place:],
            ])[:1000]  # fmt: skip
        return text
