"""What time it is where the helplines are. The one place that asks, so that a test can choose the moment."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
_YEARS = range(2026, 2036)
"""From the year in which the facts were gathered; nobody asks earlier, and much later the hours mean nothing."""


def now() -> datetime:
    """The moment in Europe/Amsterdam, whatever the clock of the machine is set to."""
    return datetime.now(AMSTERDAM)


def believable(moment: datetime) -> bool:
    """Whether a moment can be now. After a flat battery or a wrong setting, nothing is said that leans on the hour."""
    return moment.year in _YEARS


def today() -> date:
    """The day in Europe/Amsterdam."""
    return now().date()
