"""The one place where Rasa itself is changed: work that it does again at every turn is done once, or not at all.

Nothing here changes an answer. tests/server/test_rasa_patches.py compares what is replaced with what Rasa ships, so
that another version of Rasa is looked at before it is used.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from jsonschema import Draft202012Validator
from rasa.core.actions.action import RemoteAction
from rasa.core.processor import MessageProcessor
from rasa.shared.core.events import Event
from rasa.shared.core.slots import Slot

_find_anew = Event.resolve_by_type
_MOST_SHAPES = 1000
_known_shapes: set[object] = set()


def patch_rasa() -> None:
    """Put the replacements in place; a second time changes nothing."""
    RemoteAction._validate_action_result = _checked_once
    Event.resolve_by_type = staticmethod(lru_cache(maxsize=None)(_find_anew))
    MessageProcessor.run_anonymization_pipeline = _passes_nothing_on
    Slot.__copy__ = _copied


def _checked_once(self: RemoteAction, result: Any) -> bool:
    """Check the answer of an action against Rasa's schema, each shape of an event once.

    The schema says which keys an event has and of what type their values are. Rasa checks every event, and the schema
    itself, each time, which took two thirds of a turn. Raises ``jsonschema.ValidationError`` as Rasa's own does.
    """
    shapes = {_shape(event): event for event in result["events"]}
    unknown = shapes.keys() - _known_shapes
    _validator().validate({**result, "events": [shapes[shape] for shape in unknown]})
    if len(_known_shapes) < _MOST_SHAPES:
        _known_shapes.update(unknown)
    return True


@lru_cache(maxsize=1)
def _validator() -> Draft202012Validator:
    return Draft202012Validator(RemoteAction.action_response_format_spec())


def _shape(event: dict[str, Any]) -> object:
    """The name of an event, its keys and the types of their values."""
    return frozenset((key, value if key == "event" else type(value)) for key, value in event.items())


async def _passes_nothing_on(self: MessageProcessor, tracker: object) -> None:
    """Rasa reads the whole conversation again to give its events to the pipeline, and here nobody takes them from it.

    It took 4 ms of a turn at the start of a conversation and 20 after sixty messages (measured 2026-11-22).
    """


def _copied(self: Slot) -> Slot:
    """What ``copy.copy`` gives, five times as fast: Rasa copies every slot some ten times a turn."""
    copied = object.__new__(type(self))
    copied.__dict__.update(self.__dict__)
    return copied
