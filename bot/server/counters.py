"""Counts what is asked, so that the organisations behind the service see it, without ever seeing who asked.

Counted are, per day in Amsterdam, how often each topic was answered in each voice, and how much was asked in each hour:
plain numbers in memory, no texts, no conversations, no addresses. A file is written when its day is over, and when the
service stops. Nobody can find one person's question in a file, nor by comparing two:

- A number below ``THRESHOLD`` is never written: it is merged, see ``merged``.
- What was counted between two writings is merged by itself, and only then added to the file of that day. So the
  difference of a day's file before and after is itself merged, and holds no number below the threshold.
- Each table adds up to the same total, so that nothing can be found by subtracting one from another.
- While the service runs nothing of the day is written, so no question can be told by when the file changed.
"""

from __future__ import annotations

import json
import logging
import os
import time
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from bot import clock
from bot.advice import danger
from bot.resources.library import Library
from bot.resources.loader import library
from bot.voice import Voice

logger = logging.getLogger(__name__)

THRESHOLD = 10
"""The usual floor for tables about people: in a smaller number, who knows that someone asked may recognise what."""
OTHER = "other"
ANY = "any"
_KEPT_DAYS = 7
"""How many days wait in memory while they cannot be written; then the oldest is dropped."""
_STALE_SECONDS = 60.0
_NOT_WRITTEN = (
    "counts could not be written to the folder that COUNTS names (%s); answers go on. Look whether the folder is "
    "there, whether the service may write in it and whether the disk is full"
)

Cell = tuple[str, str]
"""What is counted, and in which voice."""


class Counters:
    """The counts of the days that are not written yet. Without a folder nothing is counted."""

    def __init__(self, folder: Path | None, labels: Collection[str] | None = None) -> None:
        """``labels`` is the closed list of what is counted by name; if not given, that of the resource base."""
        self._folder = folder
        self._labels = frozenset(closed_list(library()) if folder and labels is None else labels or ())
        self._days: dict[date, tuple[Counter[Cell], Counter[Cell]]] = {}
        self._complained = False
        if folder and not folder.is_dir():
            self._complain(NotADirectoryError())

    def count(self, label: str, voice: Voice) -> None:
        """Count one answer. What is not on the closed list counts as other, so that no label can hold words."""
        if self._folder is None:
            return
        now = clock.now()
        topics, hours = self._days.setdefault(now.date(), (Counter(), Counter()))
        topics[label if label in self._labels else OTHER, voice.value] += 1
        hours[f"{now.hour:02d}", ANY] += 1

    def turn_of_day(self) -> None:
        """Write the days that are over. Call it every minute; nearly always there is nothing to do."""
        today = clock.today()
        self._write([day for day in self._days if day < today])

    def write(self) -> None:
        """Write every day, also the one that is not over. Call it when the service stops, and only then."""
        for _ in range(5):  # another process of the service may be writing the same day
            self._write([*self._days])
            if not self._days:
                return
            time.sleep(0.05)

    def _write(self, days: Iterable[date]) -> None:
        for day in days:
            try:
                self._add(day)
            except FileExistsError:
                continue  # another process writes this day now; the next minute it is our turn
            except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
                self._complain(error)
            else:
                del self._days[day]
        for day in sorted(self._days)[:-_KEPT_DAYS]:
            del self._days[day]

    def _add(self, day: date) -> None:
        assert self._folder is not None
        topics, hours = (merged(table) for table in self._days[day])
        if not topics:
            return
        path = self._folder / f"{day.isoformat()}.json"
        with _replacing(path) as file:
            known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {"topics": {}, "hours": {}}
            before = {(label, voice): n for label, voices in known["topics"].items() for voice, n in voices.items()}
            sheet: dict[str, Any] = {"day": day.isoformat(), "threshold": THRESHOLD, "topics": {}, "hours": {}}
            for (label, voice), n in sorted((Counter(before) + Counter(topics)).items()):
                sheet["topics"].setdefault(label, {})[voice] = n
            in_hours = Counter({hour: n for (hour, _), n in hours.items()})
            sheet["hours"] = dict(sorted((Counter(known["hours"]) + in_hours).items()))
            json.dump(sheet, file, indent=1)
        self._complained = False

    def _complain(self, error: Exception) -> None:
        """Say once what is wrong; again only when it had been right in between."""
        if not self._complained:
            self._complained = True
            logger.error(_NOT_WRITTEN, type(error).__name__)


def closed_list(resources: Library, intents: Iterable[str] = ()) -> frozenset[str]:
    """Everything that may be counted by name: the topics of the resource base, the levels of danger, ``intents``."""
    return frozenset(
        [
            *intents,
            *(f"ask_right/{right}" for right in resources.rights),
            *(f"ask_plan/{plan}" for plan in resources.plans),
            *(f"ask_about/{organisation}" for organisation in resources.organisations),
            *(f"find_help/{behaviour}" for behaviour in resources.routes.dimensions["behaviour"]),
            *(f"danger/{level}" for level in (*danger.LEVELS, danger.WORRY)),
        ]
    )


def merged(table: Mapping[Cell, int]) -> dict[Cell, int]:
    """A table with the same total in which no number is below the threshold; nothing when the total is.

    Small numbers go to "other" of their voice, and what is still small there to one number for all voices. When that
    is small too it takes in the smallest of the others, for left out it would be the difference with another table.
    """
    small = {cell: n for cell, n in table.items() if 0 < n < THRESHOLD}
    kept = Counter({cell: n for cell, n in table.items() if n >= THRESHOLD})
    for (_, voice), n in small.items():
        kept[OTHER, voice] += n
    rest = kept.pop((OTHER, ANY), 0)
    rest += sum(kept.pop(cell) for cell in [cell for cell, n in kept.items() if n < THRESHOLD])
    if 0 < rest < THRESHOLD:
        if not kept:
            return {}
        rest += kept.pop(min(kept, key=lambda cell: (kept[cell], cell)))
    return {**kept, **({(OTHER, ANY): rest} if rest else {})}


@contextmanager
def _replacing(path: Path) -> Iterator[TextIO]:
    """A new file that takes the place of another when all of it is on the disk, for one process at a time."""
    new = path.with_suffix(".new")
    with suppress(FileNotFoundError):
        if time.time() - new.stat().st_mtime > _STALE_SECONDS:  # left by a process that was killed
            new.unlink()
    with open(new, "x", encoding="utf-8") as file:
        try:
            yield file
            file.flush()
            os.fsync(file.fileno())
            os.replace(new, path)
        except BaseException:
            new.unlink()
            raise
