"""Keeps TensorFlow out of the service: importing it costs seconds and some 400 MB, and no component here uses it.

Rasa imports TensorFlow for components that are not in ``config.yml``, at the head of its modules. ``leave_out`` puts
inert modules in its place, before Rasa is imported: every name in them is a class that does nothing, good enough to be
subclassed, called as a decorator or named in an annotation. ``WITH_TENSORFLOW=1`` imports the real one; without it, a
component that needs TensorFlow fails with a message that says so.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import os
import sys
from collections.abc import Sequence
from types import ModuleType
from typing import Any

_LEFT_OUT = frozenset({"tensorflow", "tensorflow_addons", "tensorflow_hub", "tensorflow_text", "keras", "jax"})


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
        raise RuntimeError(f"{cls.__name__} needs TensorFlow, which was left out: start with WITH_TENSORFLOW=1")


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
        if fullname.partition(".")[0] in _LEFT_OUT:
            return importlib.machinery.ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return _Stub(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing to run."""


def leave_out() -> None:
    """Call before the first import of Rasa; does nothing when TensorFlow is there already or was asked for."""
    asked_for = os.environ.get("WITH_TENSORFLOW", "") not in ("", "0")
    if not asked_for and "tensorflow" not in sys.modules and not any(isinstance(f, _Finder) for f in sys.meta_path):
        sys.meta_path.insert(0, _Finder())
