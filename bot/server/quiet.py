"""Sets up what is logged, so that no log ever holds anyone's words: at any level, and also when something fails."""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import os
import sys
import threading
import warnings
from types import TracebackType
from typing import TextIO

from bot.server import log_lines, traces

logger = logging.getLogger(__name__)

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
_ANSWERED = (
    "an answer failed and helplines were shown instead; if it happens again restart the service, and send this line "
    "to its makers"
)


def quiet_logging(level: int | None = None) -> None:
    """Call first. What Rasa logs in its own way is made quiet when it is imported (bot/server/rasa_engine.py).

    Without ``level`` it is LOG_LEVEL of the environment, else WARNING; LOG_FORMAT is "plain" or "json". Raises
    ValueError, naming what is possible, when the environment says something else.
    """
    as_json = _chosen("LOG_FORMAT", log_lines.FORMATS) == "json"
    log_lines.write_lines(
        getattr(logging, _chosen("LOG_LEVEL", LEVELS, "WARNING")) if level is None else level, as_json
    )
    logging.getLogger("aiohttp.access").disabled = True
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    _catch_what_python_prints()


def report(error: BaseException, what: str = _ANSWERED) -> None:
    """Log an error as types and places, never its message; ``what`` says what it meant and what can be done."""
    logger.error("%s", what, exc_info=error, stacklevel=2)


def _chosen(name: str, possible: tuple[str, ...], default: str = "") -> str:
    """What the environment says of one of the ``possible`` values, in whatever case."""
    value = os.environ.get(name, "") or default or possible[0]
    found = next((each for each in possible if each.lower() == value.lower()), None)
    if found is None:
        raise ValueError(f"{name}: '{value}' is not one of {', '.join(possible)}")
    return found


def _catch_what_python_prints() -> None:
    """Python itself prints messages of errors and warnings to stderr; these become records, and so wordless."""
    # Some of Rasa's packages switch warnings on again while they are imported, so filters alone do not hold.
    warnings.filterwarnings("ignore")
    warnings.showwarning = _on_warning
    sys.excepthook = _on_error
    sys.unraisablehook = _on_lost
    threading.excepthook = _on_lost
    with contextlib.suppress(Exception):  # without a real stderr there is nowhere to write to
        if not faulthandler.is_enabled():  # names functions, files and lines only, by design
            faulthandler.enable()


def _on_error(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    if not issubclass(kind, SystemExit):
        logger.error("an error that nothing handled", exc_info=(kind, error or kind(), trace))


def _on_lost(lost: sys.UnraisableHookArgs | threading.ExceptHookArgs) -> None:
    _on_error(lost.exc_type, lost.exc_value, lost.exc_traceback)


def _on_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    logger.debug("%s at %s", category.__name__, traces.place(filename, lineno))
