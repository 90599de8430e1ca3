"""Services that are measured side by side: ours and stock Rasa, each in processes of its own, started as people would.

How long they took until they answered is taken on the way.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bench.messages import ROOT
from bench.service import Running, free_port, started

QUESTION = "hoe lang mag een repetitiedag eigenlijk duren"
DANGER = "ik ben nu in gevaar, hij heeft een mes"
MODEL = ROOT / "models" / "danswijzer.tar.gz"
_NLG = "bot.extensions.catalogue_nlg.CatalogueNaturalLanguageGenerator"
_LONGEST_START = 90.0
_TRIES = 3
_LOOK_AGAIN = 0.05
_FAIR = {"OMP_NUM_THREADS": "1"}
"""As ours: with two threads on a busy machine the encoders of our model made stock Rasa ten times as slow as it is."""


@dataclass(frozen=True)
class Serving:
    """A service that answers. ``way`` is how bench/load.py speaks with it, ``cold`` seconds from its start."""

    way: str
    processes: tuple[Running, ...]
    cold: dict[str, float] = field(default_factory=dict)

    @property
    def port(self) -> int:
        """Where it answers."""
        return self.processes[0].port

    def memory(self) -> int:
        """Megabytes of memory (resident), of all its processes."""
        return sum(process.memory() for process in self.processes)

    def cpu(self) -> float:
        """Seconds of a processor that its processes used."""
        return sum(process.cpu() for process in self.processes)


@contextmanager
def ours(*arguments: str, **settings: str) -> Iterator[Serving]:
    """Our service as it is run, or another launcher of it."""
    began = time.monotonic()
    with started(*(arguments or ("-m", "bot.server")), log=Path(os.devnull), **settings) as service:
        cold: dict[str, float] = {}

        def reached(name: str, look: Callable[[], bool]) -> None:
            _wait(look)
            cold[name] = round(time.monotonic() - began, 2)

        reached("first page", lambda: _page(service.port))
        reached("first danger answer", lambda: _is_emergency(service.post("/api/message", _said(DANGER))))
        _wait(lambda: service.get("/readyz") is not None)
        reached("first answer of the model", lambda: bool(service.post("/api/message", _said(QUESTION))["messages"]))
        yield Serving("ours", (service,), cold)


@contextmanager
def stock(model: Path) -> Iterator[Serving]:
    """``rasa run`` with its REST channel and ``rasa run actions``: nothing of our own server in either.

    Started again when it does not get ready, because a port that was free may be taken a moment later. Raises
    RuntimeError with the end of what they said when it does not help.
    """
    with ExitStack() as stack:
        for tries in range(1, _TRIES + 1):
            try:
                service = stack.enter_context(_stock(model))
                break
            except RuntimeError:
                if tries == _TRIES:
                    raise
        yield service


@contextmanager
def _stock(model: Path) -> Iterator[Serving]:
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder, actions_port = Path(name), free_port()
        log = folder / "log"
        endpoints = {"action_endpoint": {"url": f"http://127.0.0.1:{actions_port}/webhook"}, "nlg": {"type": _NLG}}
        (folder / "endpoints.yml").write_text(yaml.safe_dump(endpoints))
        (folder / "credentials.yml").write_text("rest:\n")
        began = time.monotonic()
        actions = stack.enter_context(
            started(
                "-m", "rasa", "run", "actions", "--actions", "actions", "--port", str(actions_port), log=log, **_FAIR
            )
        )
        rasa = stack.enter_context(
            started(
                *("-m", "rasa", "run", "--interface", "127.0.0.1", "--port", "{port}", "--model", str(model)),
                *("--endpoints", str(folder / "endpoints.yml"), "--credentials", str(folder / "credentials.yml")),
                log=log,
                **_FAIR,
            )
        )
        try:
            _wait(lambda: _page(actions_port, "/health") and _page(rasa.port) and bool(_rest(rasa.port, QUESTION)))
        except RuntimeError as error:
            raise RuntimeError(f"{error}\n{log.read_text(encoding='utf-8', errors='replace')[-2000:]}") from error
        yield Serving("rest", (rasa, actions), {"first answer of the model": round(time.monotonic() - began, 2)})


def _wait(look: Callable[[], bool]) -> None:
    """Look again and again until it is so. Raises RuntimeError when it takes too long."""
    until = time.monotonic() + _LONGEST_START
    while time.monotonic() < until:
        with contextlib.suppress(OSError):
            if look():
                return
        time.sleep(_LOOK_AGAIN)
    raise RuntimeError("the service did not get ready")


def _page(port: int, path: str = "/") -> bool:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
        return bool(answer.status == 200)


def _rest(port: int, text: str) -> Any:
    body = json.dumps({"sender": "first", "message": text, "metadata": {"voice": "nl"}}).encode()
    address = f"http://127.0.0.1:{port}/webhooks/rest/webhook"
    request = urllib.request.Request(address, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def _said(text: str) -> dict[str, str]:
    return {"voice": "nl", "text": text}


def _is_emergency(answer: dict[str, Any]) -> bool:
    return any((message.get("card") or {}).get("kind") == "emergency" for message in answer["messages"])
