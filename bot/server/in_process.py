"""Runs the custom actions in this process instead of calling an action server."""

from __future__ import annotations

import json as json_module
from typing import Any

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
