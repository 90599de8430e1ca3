"""The resource base for a tool of the desk; broken content ends the tool with its problems and remedies."""

from __future__ import annotations

from bot.resources.library import Library
from bot.resources.loader import ContentError, load
from bot.resources.remedies import with_remedies


def load_or_exit() -> Library:
    """Load the resource base; raise SystemExit with one problem and its remedy per line when it is not right."""
    try:
        return load()
    except ContentError as error:
        raise SystemExit(with_remedies(error.problems)) from None
