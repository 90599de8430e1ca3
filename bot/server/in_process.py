"""Runs the custom actions in this process instead of calling an action server."""

from __future__ import annotations

import json as json_module
from functools import lru_cache
from typing import Any

from jsonschema import Draft202012Validator
from rasa.core.actions.action import RemoteAction
from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection

import actions


class InProcessActions(EndpointConfig):
    """An action endpoint whose ``request`` calls rasa_sdk's executor: no port and no second process that can fail."""

    def __init__(self) -> None:
        super().__init__(url="in-process")
        self._executor = ActionExecutor()
        self._executor.register_package(actions)

    async def request(self, *args: Any, json: dict[str, Any] | None = None, **kwargs: Any) -> Any:
        """What Rasa expects of an action server: the events and responses of an action, or a 400 when it declines."""
        try:
            return await self._executor.run(json or {})
        except ActionExecutionRejection as rejection:
            details = {"error": str(rejection), "action_name": rejection.action_name}
            raise ClientResponseError(400, str(rejection), json_module.dumps(details)) from rejection


@lru_cache(maxsize=1)
def _validator() -> Draft202012Validator:
    return Draft202012Validator(RemoteAction.action_response_format_spec())


def _validate_action_result(self: RemoteAction, result: Any) -> bool:
    """Check the answer of an action against Rasa's schema, without checking that schema itself again every time.

    Rasa does the latter on each call, which took two thirds of a turn (profiled 2026-11-22). Raises
    ``jsonschema.ValidationError`` as Rasa's own does.
    """
    _validator().validate(result)
    return True


RemoteAction._validate_action_result = _validate_action_result
