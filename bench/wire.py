"""Sends requests byte for byte, also such as no library would send, and tells what is wrong with an answer."""

from __future__ import annotations

import asyncio
import gzip
import http.client
import io
import re
import time
import zlib
from dataclasses import dataclass

from bench.inputs import CANARY, Request

HANGS_AFTER = 30.0
_GIVES_AWAY = re.compile(
    rb"aiohttp|rasa_sdk|rasa\.|traceback|site-packages|python/|cpython|tensorflow|werkzeug|\.py\b|jinja", re.IGNORECASE
)
_HELPLINE = re.compile(rb"\b112\b")
_ALWAYS = {
    "content-security-policy": "default-src 'none'",
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "server": "danswijzer",
}
_WITHOUT_BODY = {204, 303, 304}


@dataclass(frozen=True)
class Answer:
    """What came back: status 0 when nothing did, -1 when it took too long, -2 when it was no HTTP."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float
    raw: bytes = b""


class _Socket:
    """What http.client reads an answer from."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def makefile(self, *_: object) -> io.BytesIO:
        return io.BytesIO(self._data)


def as_bytes(request: Request) -> bytes:
    """A request as it goes over the line, in a connection of its own."""
    if request.raw is not None:
        return request.raw
    lines = [f"{request.method} {request.path} HTTP/1.1", "Host: 127.0.0.1", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in request.headers if name != "Connection"]
    if request.body or request.method in ("POST", "PUT", "PATCH", "DELETE"):
        lines.append(f"Content-Length: {len(request.body)}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1", "replace") + request.body


async def send(port: int, data: bytes, method: str = "GET", *, patience: float = HANGS_AFTER) -> Answer:
    """The answer of the service on this machine to some bytes.

    After ``patience`` we say that nothing more comes: what is hardly HTTP may promise a body that is not there.
    """
    start = time.monotonic()
    try:
        raw = await asyncio.wait_for(_exchange(port, data, patience), HANGS_AFTER)
    except asyncio.TimeoutError:
        return Answer(-1, {}, b"", time.monotonic() - start)
    except OSError:
        raw = b""
    return _parsed(raw, method, time.monotonic() - start)


async def _exchange(port: int, data: bytes, patience: float) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(data)
        enough = asyncio.get_running_loop().call_later(patience, writer.write_eof)
        parts = []
        try:
            while part := await reader.read(65536):
                parts.append(part)
        except ConnectionError:  # closed while we were still sending; what came before counts
            pass
        enough.cancel()
        return b"".join(parts)
    finally:
        writer.close()


def _parsed(raw: bytes, method: str, seconds: float) -> Answer:
    if not raw:
        return Answer(0, {}, b"", seconds)
    response = http.client.HTTPResponse(_Socket(raw), method=method)  # type: ignore[arg-type]
    try:
        response.begin()
        body = response.read()
        headers = {name.lower(): value for name, value in response.getheaders()}
        coding = headers.get("content-encoding")
        body = gzip.decompress(body) if coding == "gzip" else zlib.decompress(body) if coding == "deflate" else body
    except (http.client.HTTPException, OSError, EOFError, zlib.error):
        return Answer(-2, {}, raw, seconds, raw)
    return Answer(response.status, headers, body, seconds, raw)


def faults(request: Request, answer: Answer) -> list[str]:
    """What must never be in an answer, and what must always be, by name."""
    if answer.status == -1:
        return ["hang"]
    if answer.status == 0 and request.raw is not None and answer.seconds >= 1:
        return []  # it promised more than it held, and was let go
    if answer.status in (0, -2):
        return ["no answer" if answer.status == 0 else "no HTTP"]
    found = []
    head = "\n".join(f"{name}: {value}" for name, value in answer.headers.items()).encode()
    if answer.status >= 500 and answer.status != 503:
        found.append(f"status {answer.status}")
    if _GIVES_AWAY.search(head) or (answer.status != 200 and _GIVES_AWAY.search(answer.body)):
        found.append("library named")
    if b"Traceback" in answer.body:
        found.append("stack trace")
    if CANARY.encode() in head or (CANARY.encode() in answer.body and not request.path.startswith("/talk")):
        found.append("words given back")
    if request.method != "HEAD" and answer.status not in _WITHOUT_BODY:
        if not answer.body.strip():
            found.append("empty")
        elif answer.status >= 400:
            if not _HELPLINE.search(answer.body):
                found.append("nobody to call")
            if not answer.headers.get("content-type", "").startswith(("application/json", "text/html")):
                found.append("neither JSON nor a page")
    missing = [name for name, value in _ALWAYS.items() if value not in answer.headers.get(name, "")]
    return [*found, *(f"without {name}" for name in missing)]
