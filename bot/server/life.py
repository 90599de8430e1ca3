"""Tells whoever runs the service what becomes of it: it starts, is ready, reads content again, stops.

At a terminal these are sentences; with LOG_FORMAT=json each is one object on one line, with a fixed name in ``event``
for programs. They come at any LOG_LEVEL, and none of them knows what anyone typed.
"""

from __future__ import annotations

import contextlib
import sys

from bot.server import log_lines


def tell(event: str, sentence: object, *, wrong: bool = False, seconds: float | None = None) -> None:
    """Say that something happened, and in how many ``seconds``; what is ``wrong`` goes to stderr.

    A full disk or a closed terminal is no reason to stop.
    """
    took = {} if seconds is None else {"seconds": round(seconds, 1)}
    if log_lines.are_json():
        told = {"level": "error" if wrong else "info", "event": event, "message": str(sentence), **took}
        line = log_lines.line_of(told)
    else:
        line = f"{sentence} ({took['seconds']} s)" if took else str(sentence)
    with contextlib.suppress(OSError, ValueError, AttributeError):
        print(line, file=sys.stderr if wrong else sys.stdout, flush=True)
