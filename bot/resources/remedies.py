"""What an editor can do about a problem: one sentence per kind of problem, from remedies.yml."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

import yaml


@lru_cache(maxsize=1)
def _table() -> list[tuple[re.Pattern[str], str]]:
    rows = yaml.safe_load((files(__package__) / "remedies.yml").read_text(encoding="utf-8"))
    return [(re.compile(pattern), sentence) for pattern, sentence in rows]


def with_remedies(problems: Iterable[str]) -> str:
    """Each problem with what to do about it on the next line."""
    return "\n".join(f"{problem}\n    -> {remedy(problem)}" for problem in problems)


def remedy(problem: str) -> str:
    """The sentence for a problem line; empty when none is known, which a test does not allow."""
    return next((sentence for pattern, sentence in _table() if pattern.search(problem)), "")
