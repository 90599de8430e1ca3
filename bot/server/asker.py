"""Who asks: from which address, in which voice, and as a page or as data."""

from __future__ import annotations

import hashlib
import ipaddress
import secrets

from aiohttp import web

from bot.voice import Voice

PROXIES: web.AppKey[int] = web.AppKey("proxies", int)
_KEY = secrets.token_bytes(32)
"""Known to this process only, so that what is kept of an address says nothing to anyone else."""
_HOME = 64
"""How many bits of an IPv6 address one household or school has; it may choose the others itself."""


def asker(request: web.Request) -> str:
    """A name for the address that a request comes from, by which the address cannot be found back."""
    return hashlib.blake2b(_address(request).encode(), key=_KEY, digest_size=12).hexdigest()


def _address(request: web.Request) -> str:
    """The address; with proxies in front, the one that the outermost of them saw.

    What stands further to the left in the header was written by the one who asks and is not believed.
    """
    told = [part.strip() for part in ",".join(request.headers.getall("X-Forwarded-For", [])).split(",")]
    proxies = request.app[PROXIES]
    address = told[-proxies] if 0 < proxies <= len(told) else request.remote or ""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return request.remote or ""
    if parsed.version == 6 and not parsed.ipv4_mapped:
        return str(ipaddress.ip_network((int(parsed), _HOME), strict=False))
    return str(parsed)


def turn_of_proxy(request: web.Request) -> str | None:
    """The id that a proxy of ours gave a request, the same when it sends that on to a second service."""
    return request.headers.get("X-Turn") if request.app[PROXIES] else None


def browser_voice(request: web.Request) -> Voice:
    """The voice before anything was chosen: English for a browser whose first language is not Dutch, else Dutch."""
    first = request.headers.get("Accept-Language", "").split(",")[0].strip().lower()
    return Voice.EN if first and not first.startswith(("nl", "*")) else Voice.NL


def wants_page(request: web.Request) -> bool:
    """Whether a browser asks for something to look at; scripts and programs get JSON."""
    return "text/html" in request.headers.get("Accept", "")


def from_elsewhere(request: web.Request) -> bool:
    """Whether the page of another site sends this. Programs say nothing about it and are believed."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site not in ("same-origin", "none")
    origin = request.headers.get("Origin", "null")
    return origin != "null" and origin.partition("://")[2] != request.host
