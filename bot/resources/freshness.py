"""How long an entry stays fresh: a warning before its review date and an error after (bot/content/freshness.yml)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from bot.resources.lists_schema import Freshness
from bot.resources.schema import Entry, Organisation, Plan, Right

Dated = Organisation | Right | Plan


def latest_review(entry: Dated, freshness: Freshness) -> date:
    """The last day on which an entry must be looked at again: so many days after it was checked, or when a law ends."""
    days = freshness.crisis_days if _is_crisis_line(entry, freshness) else freshness.other_days
    latest = entry.checked_on + timedelta(days=days)
    if isinstance(entry, Right):
        ends = [basis.until for basis in entry.basis if basis.until and basis.until >= entry.checked_on]
        latest = min([latest, *ends])
    return latest


def problems(entry: Entry, freshness: Freshness, today: date) -> Iterator[str]:
    """Dates that passed, lie in the future, or leave an entry unread for too long."""
    if not isinstance(entry, Dated):
        return
    if entry.checked_on > today:
        yield f"checked_on: {entry.checked_on} lies in the future"
    if entry.review_by < today:
        yield f"review_by: {entry.review_by} has passed"
    elif entry.review_by > (latest := latest_review(entry, freshness)):
        yield f"review_by: {entry.review_by} is too late; the rule says {latest} at the latest"
    if isinstance(entry, Organisation):
        for index, contact in enumerate(entry.contacts):
            if contact.checked_on > today:
                yield f"contacts[{index}].checked_on: {contact.checked_on} lies in the future"


def warnings(entry: Dated, freshness: Freshness, today: date) -> Iterator[str]:
    """What goes stale within the days of warning."""
    if today <= entry.review_by <= today + timedelta(days=freshness.warn_days):
        yield f"review_by: {entry.review_by} comes near"


def _is_crisis_line(entry: Dated, freshness: Freshness) -> bool:
    return (
        isinstance(entry, Organisation)
        and entry.kind in freshness.crisis_kinds
        and any(contact.channel == "phone" for contact in entry.contacts)
    )
