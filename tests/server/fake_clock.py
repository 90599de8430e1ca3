"""A clock that stands still until told."""

from __future__ import annotations


class FakeClock:
    """Seconds since it was made, set by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now
