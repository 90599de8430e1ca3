"""The resource base as open data: one JSON document and its JSON Schema, for other sites to reuse."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

import msgspec

from bot.resources.library import Library
from bot.resources.schema import Emergency, Entry, Organisation, Plan, Right, Source


class Resources(Entry, frozen=True):
    """What ``GET /api/resources`` holds. Texts are in four voices: nl, en, and nl@kind and en@kind for children.

    Please show a text together with its sources and ``checked_on``, and drop an entry after its ``review_by``.
    """

    checked_on: date
    organisations: dict[str, Organisation]
    rights: dict[str, Right]
    plans: dict[str, Plan]
    emergencies: dict[str, Emergency]
    sources: dict[str, Source]


@lru_cache(maxsize=1)
def resources(library: Library) -> bytes:
    """The whole resource base as JSON."""
    return msgspec.json.encode(
        Resources(
            checked_on=max(entry.checked_on for _, entry in library.entries()),
            organisations=dict(library.organisations),
            rights=dict(library.rights),
            plans=dict(library.plans),
            emergencies=dict(library.emergencies),
            sources=dict(library.sources),
        )
    )


@lru_cache(maxsize=1)
def schema() -> bytes:
    """JSON Schema of that document."""
    document: dict[str, Any] = msgspec.json.schema(Resources)
    return msgspec.json.encode({"$schema": "https://json-schema.org/draft/2020-12/schema", **document})
