"""Keeps out of the service what Rasa imports and no component here calls: seconds at the start and some 450 MB.

Rasa imports TensorFlow, its own web server, what only training needs, and the clients of chat platforms, clouds and
databases that are not used here, at the head of its modules. ``leave_out`` puts inert modules in their place, before
Rasa is imported: every name in them is a class that does nothing, good enough to be subclassed, called as a decorator
or named in an annotation. What was imported before stays real. ``ALL_OF_RASA=1`` imports the real ones; without it, a
component that needs one fails with a message that says so.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import os
import sys
from collections.abc import Sequence
from types import ModuleType
from typing import Any

_LEFT_OUT = frozenset(
    """
    tensorflow tensorflow_addons tensorflow_hub tensorflow_text keras jax h5py
    scipy sklearn joblib dask
    sanic sanic_routing sanic_jwt sanic_cors apscheduler
    aiogram fbmessenger mattermostwrapper rocketchat_API slack_sdk socketio twilio webexteamssdk
    boto3 botocore google pymongo sqlalchemy aio_pika aiormq pamqp confluent_kafka sentry_sdk
    prompt_toolkit questionary rich
    """.split()  # noqa: SIM905  (readable as prose)
)


class _Inert(type):
    """Any attribute is another inert class; calling one as a decorator gives back what is decorated."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _inert(name)

    def __call__(cls, *arguments: Any, **options: Any) -> Any:
        if len(arguments) == 1 and not options and callable(arguments[0]):
            return arguments[0]
        if cls.__module__ == __name__:
            return cls
        raise RuntimeError(f"{cls.__name__} needs what was left out of the service: start with ALL_OF_RASA=1")


def _inert(name: str) -> Any:
    return _Inert(name, (), {"__module__": __name__})


class _Stub(ModuleType):
    """A module in which every public name exists."""

    __path__: list[str] = []  # noqa: RUF012  (a package: its modules are stubs too)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _inert(name)


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        top = fullname.partition(".")[0]
        if top in _LEFT_OUT and isinstance(sys.modules.get(top), (_Stub, type(None))):
            return importlib.machinery.ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return _Stub(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing to run."""


def leave_out() -> None:
    """Call before the first import of Rasa; does nothing when TensorFlow is there already or all was asked for."""
    asked_for = os.environ.get("ALL_OF_RASA", "") not in ("", "0")
    if not asked_for and "tensorflow" not in sys.modules and not any(isinstance(f, _Finder) for f in sys.meta_path):
        sys.meta_path.insert(0, _Finder())
