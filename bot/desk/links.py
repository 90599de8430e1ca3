"""``python -m bot.desk.links``: ask every address of the resource base whether it is still there.

Needs a network. Without one it says so instead of calling every address broken. An address that refuses programs (403,
429) or moved is listed apart: a person looks at it.
"""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from collections.abc import Iterable
from typing import Literal

import aiohttp
from yarl import URL

from bot.desk.content import load_or_exit
from bot.resources.library import Library

State = Literal["there", "moved", "look", "gone", "unreachable"]
_AT_ONCE = 8
_TIMEOUT = aiohttp.ClientTimeout(total=20)
_WORDS: dict[State, str] = {
    "gone": "not found: look for the new page, or remove the source",
    "moved": "moved to another address: write down the new one",
    "look": "does not answer programs: open it in a browser",
    "unreachable": "no answer: try again later",
}


def addresses(library: Library) -> dict[str, list[str]]:
    """Every web address -> where it stands ("sources: cao_2024", "organisations/mores.yml")."""
    found: dict[str, list[str]] = {}
    for key, source in library.sources.items():
        found.setdefault(source.url, []).append(f"sources: {key}")
    for organisation in library.organisations.values():
        for contact in organisation.contacts:
            if contact.value.startswith("http"):
                found.setdefault(contact.value, []).append(f"organisations/{organisation.id}.yml")
    return {url: places for url, places in found.items() if url.startswith(("http://", "https://"))}


def state_of(status: int, asked: str, final: str) -> State:
    """What the answer of a site means for an editor."""
    if status in (404, 410):
        return "gone"
    if status >= 400:
        return "look"
    return "there" if _plain(asked) == _plain(final) else "moved"


def _plain(address: str) -> str:
    """An address without what makes no other page: scheme, www, fragment, a last slash, ways to write a sign."""
    url = URL(address)
    return f"{(url.host or '').removeprefix('www.')}{url.path.rstrip('/')}?{url.query_string}"


def _site_by_site(urls: Iterable[str]) -> list[str]:
    """One address of every site first, then the second of each: the first few show whether there is a network."""
    asked: Counter[str | None] = Counter()
    turns: list[tuple[int, str]] = []
    for url in urls:
        host = URL(url).host
        turns.append((asked[host], url))
        asked[host] += 1
    return [url for _, url in sorted(turns, key=lambda turn: turn[0])]


async def check(urls: Iterable[str]) -> dict[str, State]:
    """Ask every address once."""
    turn = asyncio.Semaphore(_AT_ONCE)
    async with aiohttp.ClientSession(timeout=_TIMEOUT, headers={"User-Agent": "danswijzer-links"}) as session:

        async def one(url: str) -> tuple[str, State]:
            async with turn:
                try:
                    async with session.get(url) as response:
                        return url, state_of(response.status, url, str(response.url))
                except (aiohttp.ClientError, asyncio.TimeoutError, ValueError):
                    return url, "unreachable"

        return dict(await asyncio.gather(*(one(url) for url in urls)))


def main() -> int:
    """Print what an editor must look at. Returns the exit status: 1 when an address is gone."""
    places = addresses(load_or_exit())
    urls = _site_by_site(places)
    states = asyncio.run(check(urls[:_AT_ONCE]))
    if states and set(states.values()) == {"unreachable"}:
        print(f"None of the {len(states)} addresses answered: is there a network? Nothing was checked.")
        return 0
    states |= asyncio.run(check(urls[_AT_ONCE:]))
    for url, state in sorted(states.items(), key=lambda item: (item[1], item[0])):
        if state != "there":
            print(f"{url}\n    {_WORDS[state]}\n    stands in: {', '.join(places[url])}")
    counts = {state: list(states.values()).count(state) for state in sorted(set(states.values()))}
    print(", ".join(f"{count} {state}" for state, count in counts.items()))
    return 1 if "gone" in counts else 0


if __name__ == "__main__":
    sys.exit(main())
