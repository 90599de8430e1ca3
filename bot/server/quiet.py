"""Logging without anyone's words: Rasa's own set-up first, and only warnings and errors."""

from __future__ import annotations

import logging
import os
import warnings


def quiet_logging(level: int = logging.ERROR) -> None:
    """Call before Rasa handles a message; unconfigured, its structlog prints what people type."""
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    # Some of Rasa's packages switch warnings on again while they are imported, so filters alone do not hold.
    warnings.filterwarnings("ignore")
    warnings.showwarning = lambda *args, **kwargs: None
    from rasa.utils.common import configure_logging_and_warnings
    from rasa.utils.log_utils import configure_structlog

    configure_logging_and_warnings(level)
    configure_structlog(level)
    logging.getLogger("aiohttp.access").disabled = True
