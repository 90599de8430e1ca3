"""Who is answered next when many ask at once, so that neither one who asks a lot nor a crowd keeps people waiting."""

from __future__ import annotations

import asyncio
import math
import time
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager

REMEMBERED = 300.0
"""Seconds of silence after which someone is new again; reading a card takes minutes."""
_IN_TURN = 4
"""Every so manieth place goes to the lines in turn."""
_GENERATION = 10.0
"""Seconds within which all who come count as equally new: those who begin together are answered in turn."""
_CROWD = 32
"""More lines than this are a crowd: several of it inside at the same time would be felt by whoever is here longer."""
_LONG = 1.0
"""Seconds inside after which someone counts as the newest, so that a message that hangs holds up nobody."""
_BREATHS = 4
"""Rounds of the event loop between one inside and the next: a request that came meanwhile takes as many to get here."""


class Busy(Exception):
    """More are waiting than can be answered in a reasonable time."""


class _Place:
    """A place inside, and since when its asker is here."""

    def __init__(self, since: float) -> None:
        self.since = since


class Gate:
    """At most ``at_once`` inside, and one when there is a crowd; the others wait in a line of their own per asker.

    Until ``most`` are inside, nobody waits for those inside who came later or who take long. The shortest line goes
    first, as a person waits for one answer before the next; of equally short ones that of who has been here longest:
    whoever is in a conversation hardly notices a crowd that comes later. Every fourth place goes to the lines in turn,
    so that everyone comes in. At most ``per_asker`` of one asker wait (a class behind one address is one asker), and
    ``waiting`` in all: then who would come in last has to go.
    """

    def __init__(
        self,
        at_once: int = 1,
        most: int = 1,
        waiting: int = 400,
        per_asker: int = 40,
        clock: Callable[[], float] = time.monotonic,
        remembered: int = 50_000,
    ) -> None:
        self._at_once = at_once
        self._most = max(most, at_once)
        self._inside: set[_Place] = set()
        self._waiting = waiting
        self._per_asker = per_asker
        self._clock = clock
        self._most_remembered = remembered
        self._lines: dict[str, deque[asyncio.Future[_Place]]] = {}
        self._length = 0
        self._served = 0
        self._came: dict[str, float] = {}
        self._last: OrderedDict[str, float] = OrderedDict()

    @asynccontextmanager
    async def turn(self, asker: str) -> AsyncIterator[None]:
        """Wait for a place, and have it while inside. Raises Busy when there is no room to wait, or no longer."""
        place = await self._enter(asker)
        taking_long = asyncio.get_running_loop().call_later(_LONG, self._takes_long, place)
        try:
            yield
        finally:
            taking_long.cancel()
            self._leave(place)

    def in_line(self) -> int:
        """How many wait."""
        return self._length

    def sweep(self) -> None:
        """Forget who has long been silent."""
        oldest = self._clock() - REMEMBERED
        while self._last and next(iter(self._last.values())) < oldest:
            asker, _ = self._last.popitem(last=False)
            del self._came[asker]

    async def _enter(self, asker: str) -> _Place:
        if len(self._lines.get(asker, ())) >= self._per_asker:
            raise Busy
        self._remember(asker)
        if asker not in self._lines and self._has_room(asker):  # then nobody waits who is here longer
            return self._let_in(asker)
        coming: asyncio.Future[_Place] = asyncio.get_running_loop().create_future()
        self._lines.setdefault(asker, deque()).append(coming)
        self._length += 1
        if self._length > self._waiting:
            self._send_away(max(reversed(self._lines), key=self._rank))
        try:
            return await coming
        except asyncio.CancelledError:
            if coming.done() and not coming.cancelled():  # it was let in while it gave up
                self._leave(coming.result())
            raise

    def _let_in(self, asker: str) -> _Place:
        place = _Place(self._since(asker))
        self._inside.add(place)
        return place

    def _has_room(self, asker: str) -> bool:
        as_long = sum(place.since <= self._since(asker) for place in self._inside)
        room = self._at_once if len(self._lines) <= _CROWD else 1
        return as_long < room and len(self._inside) < self._most

    def _takes_long(self, place: _Place) -> None:
        """Others need not wait for it any more."""
        place.since = math.inf
        self._next()

    def _remember(self, asker: str) -> None:
        """Since when someone is here; in a crowd too large to remember, the latest are all equally new."""
        if asker in self._came or len(self._came) < self._most_remembered:
            now = self._clock()
            self._came.setdefault(asker, now)
            self._last[asker] = now
            self._last.move_to_end(asker)

    def _leave(self, place: _Place, breaths: int = _BREATHS) -> None:
        """Give a place back, but not at once: what is done inside holds up the loop, so it must first hear others."""
        if breaths:
            asyncio.get_running_loop().call_soon(self._leave, place, breaths - 1)
        else:
            self._inside.remove(place)
            self._next()

    def _next(self) -> None:
        """Let the first of a line in, and put that line at the end, as long as there is room."""
        while (asker := next(filter(self._has_room, self._first()), None)) is not None:
            self._served += 1
            line = self._lines.pop(asker)
            coming = line.popleft()
            self._length -= 1
            if line:
                self._lines[asker] = line
            if not coming.done():
                coming.set_result(self._let_in(asker))

    def _send_away(self, asker: str) -> None:
        """Tell the last of a line that there is no room."""
        place = self._lines[asker].pop()
        self._length -= 1
        if not self._lines[asker]:
            del self._lines[asker]
        if not place.done():
            place.set_exception(Busy())

    def _first(self) -> Iterator[str]:
        """Whose line is next, and whose when there is no room for that one."""
        if self._lines and self._served % _IN_TURN == _IN_TURN - 1:
            yield next(iter(self._lines))
        if self._lines:
            yield min(self._lines, key=self._rank)

    def _rank(self, asker: str) -> tuple[int, float]:
        since = self._since(asker)
        return len(self._lines[asker]), since // _GENERATION if since < math.inf else since

    def _since(self, asker: str) -> float:
        return self._came.get(asker, math.inf)
