"""What time it is where the helplines are. The one place that asks, so that a test can choose the moment."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def now() -> datetime:
    """The moment in Europe/Amsterdam, whatever the clock of the machine is set to."""
    return datetime.now(AMSTERDAM)


def today() -> date:
    """The day in Europe/Amsterdam."""
    return now().date()
