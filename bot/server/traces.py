"""What an exception may say in a log: types and places. Its message can hold someone's words."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from types import FrameType, TracebackType

_MOST_PLACES = 12
_MOST_ERRORS = 5


def place(path: str, line: int) -> str:
    """A place in the code, without what is particular to this machine: "rasa/core/processor.py:994"."""
    return f"{_shown(path)}:{line}"


@lru_cache(maxsize=1000)
def _shown(path: str) -> str:
    file = Path(path)
    roots = sorted((Path(root) for root in sys.path if root), key=lambda root: -len(root.parts))
    return next((file.relative_to(root) for root in roots if file.is_relative_to(root)), file).as_posix()


def told(error: BaseException) -> str:
    """Types and places of an error and of those that led to it, the last first; inside one the innermost place last."""
    return " <- ".join(_one(each) for each in _chain(error))


def stack(frame: FrameType | None) -> str:
    """The places that led to a frame, the innermost last."""
    return _places((each.f_code.co_filename, line) for each, line in [*traceback.walk_stack(frame)][::-1])


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen and len(seen) < _MOST_ERRORS:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _one(error: BaseException) -> str:
    places = _traced(error.__traceback__)
    return f"{type(error).__name__} at {places}" if places else type(error).__name__


def _traced(trace: TracebackType | None) -> str:
    return _places((frame.f_code.co_filename, line) for frame, line in traceback.walk_tb(trace))


def _places(found: Iterator[tuple[str, int]]) -> str:
    return " > ".join([place(path, line) for path, line in found][-_MOST_PLACES:])
