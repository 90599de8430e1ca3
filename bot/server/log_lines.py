"""Log records without anyone's words, made so where they are born, and written as one line each.

The records of our own loggers pass as they are written. Those of libraries lose their message: Rasa, for one, writes
what people type into its messages. Every handler gets them so, also one that a library adds.
"""

from __future__ import annotations

import contextlib
import json
import logging
import re
import sys
import time
from datetime import datetime
from types import FrameType
from typing import Any

from bot import clock
from bot.server import traces

EVENT = "static_event"
"""Attribute of a record: the fixed name that structlog was given for what happened."""
FORMATS = ("plain", "json")
_OURS = ("bot", "actions")
_as_json = False
_NEEDS_NO_QUOTES = re.compile(r"[\w./:@+-]+", re.ASCII)


class WordlessRecord(logging.LogRecord):
    """A record without words: of libraries the level, logger and place; of exceptions the types and places."""

    def __init__(
        self,
        name: str,
        level: int,
        pathname: str,
        lineno: int,
        msg: object,
        args: Any,
        exc_info: Any,
        func: str | None = None,
        sinfo: str | None = None,
        **rest: Any,
    ) -> None:
        # A handler that writes "%(message)s" and exc_text by itself, as the standard ones do, finds nothing more here.
        ours = is_ours(name)
        super().__init__(name, level, pathname, lineno, msg if ours else "", args if ours else (), None, func)
        error = exc_info[1] if isinstance(exc_info, tuple) else exc_info
        self.exc_text = traces.told(error) if isinstance(error, BaseException) else None
        self.stack_info = traces.stack(_caller()) if sinfo else None


class OneLine(logging.Formatter):
    """A record as one line: ``key=value`` pairs, or JSON. Nothing that someone typed can begin a line of its own."""

    def __init__(self, as_json: bool = False) -> None:
        super().__init__()
        self._as_json = as_json

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        values = {
            "time": _moment(record.created),
            "level": record.levelname.lower(),
            "logger": record.name,
            "place": traces.place(record.pathname, record.lineno),
            "event": record.__dict__.get(EVENT),
            "message": record.getMessage(),
            "error": record.exc_text,
            "stack": record.stack_info,
        }
        given = {key: value for key, value in values.items() if value}
        if self._as_json:
            return json.dumps(given)
        return " ".join(f"{key}={_quoted(value)}" for key, value in given.items())


class ToStderr(logging.Handler):
    """Writes to stderr. On a full disk or a closed pipe it writes nothing: the answer matters more than the line."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record to what is stderr at this moment."""
        with contextlib.suppress(Exception):
            sys.stderr.write(f"{self.format(record)}\n")
            sys.stderr.flush()


def line_of(values: dict[str, Any]) -> str:
    """What happened now, as a line of JSON beside those of records."""
    return json.dumps({"time": _moment(time.time()), **values})


def are_json() -> bool:
    """Whether lines are written as JSON."""
    return _as_json


def is_ours(name: str) -> bool:
    """Whether a logger is one of this project, which never names what people type."""
    return name.partition(".")[0] in _OURS


def write_lines(level: int, as_json: bool) -> None:
    """From now on, all records are wordless and those of a level or above are written to stderr."""
    global _as_json
    _as_json = as_json
    logging.setLogRecordFactory(WordlessRecord)
    logging.raiseExceptions = False
    handler = ToStderr()
    handler.setFormatter(OneLine(as_json))
    root = logging.getLogger()
    root.handlers = [*(kept for kept in root.handlers if not isinstance(kept, ToStderr)), handler]
    root.setLevel(level)


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, clock.AMSTERDAM).isoformat(timespec="seconds")


def _caller() -> FrameType | None:
    frame: FrameType | None = sys._getframe(1)
    while frame and frame.f_code.co_filename in (__file__, logging.__file__):
        frame = frame.f_back
    return frame


def _quoted(value: str) -> str:
    return value if _NEEDS_NO_QUOTES.fullmatch(value) else json.dumps(value)
