"""Keeps words out of what Rasa logs through structlog, and out of what its hook for anonymising is given."""

from __future__ import annotations

import logging
import sys
from types import FrameType
from typing import Any, NoReturn

import pluggy
import structlog
from rasa.plugin import plugin_manager

from bot.server import log_lines

_NAME = "danswijzer"
_LEVELS = {"exception": "error", "warn": "warning", "fatal": "critical"}


class NoWords:
    """Rasa's pipeline for anonymising: nothing is left of what it is given."""

    def log_run(self, data: Any) -> None:
        """What stands in a log instead of a text, an event or a slot: nothing."""

    def run(self, event: dict[str, Any]) -> None:
        """Empties an event that Rasa is about to pass on."""
        event.clear()


class _Plugin:
    @pluggy.HookimplMarker("rasa")
    def get_anonymization_pipeline(self) -> NoWords:
        return _PIPELINE


_PIPELINE = NoWords()


def quiet_rasa() -> None:
    """Register Rasa's hook, and have structlog make records that keep nothing but the fixed name of what happened."""
    manager = plugin_manager()
    if not manager.has_plugin(_NAME):
        manager.register(_Plugin(), _NAME)
    structlog.configure(
        processors=[_record],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.ReturnLoggerFactory(),
        cache_logger_on_first_use=False,
    )


def _record(_: object, method: str, values: structlog.typing.EventDict) -> NoReturn:
    """Log an event of structlog's as a record of the standard library, without any of its values."""
    frame = _caller()
    logger = logging.getLogger(str(frame.f_globals.get("__name__")))
    level = logging.getLevelName(_LEVELS.get(method, method).upper())
    if logger.isEnabledFor(level):
        error = values.get("exc_info")
        error = sys.exc_info() if error is True else error
        code, event = frame.f_code, values.get("event")
        # A name that is written in the code is nobody's words; one that was put together may be.
        extra = {log_lines.EVENT: event} if isinstance(event, str) and event in code.co_consts else None
        logger.handle(
            logger.makeRecord(logger.name, level, code.co_filename, frame.f_lineno, "", (), error, extra=extra)
        )
    raise structlog.DropEvent


def _caller() -> FrameType:
    """Where structlog was called."""
    frame = sys._getframe(1)
    while frame.f_back and str(frame.f_globals.get("__name__")).startswith(("structlog", __name__)):
        frame = frame.f_back
    return frame
