"""Forgets the addresses that were asked for, and other headers, which the web library keeps to read them faster."""

from __future__ import annotations

import encodings
import sys
from collections.abc import Callable, Iterator
from typing import Any

_KEEPERS = ("aiohttp", "yarl", "urllib")


def forget_addresses() -> None:
    """Empty those caches. Someone may have typed words into an address; a minute later nothing of it is left here."""
    for clear in set(_clears()):
        clear()
    known: dict[str, Any] = vars(encodings).get("_cache", {})
    for name in [name for name, codec in known.items() if codec is None]:  # Python keeps each unknown charset for ever
        known.pop(name, None)


def _clears() -> Iterator[Callable[[], Any]]:
    for name, module in [*sys.modules.items()]:
        if name.partition(".")[0] in _KEEPERS:
            yield from (value.cache_clear for value in vars(module).values() if hasattr(value, "cache_clear"))
