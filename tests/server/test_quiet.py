"""What is logged: our own lines as written, of libraries and errors only where and what, one line each."""

from __future__ import annotations

import ast
import asyncio
import gc
import json
import logging
import os
import re
import subprocess
import sys
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from rasa.plugin import plugin_manager

from bot.server import quiet, traces
from bot.server.quiet import quiet_logging, report
from bot.server.quiet_rasa import quiet_rasa
from tests.conftest import ROOT
from tests.server import canaries

WORD = canaries.name(1)


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Any]:
    """Everything is logged; gives what was written since the last call."""
    monkeypatch.setenv("LOG_LEVEL", "debug")
    quiet_logging()
    quiet_rasa()
    capsys.readouterr()

    def written() -> list[str]:
        out, err = capsys.readouterr()
        assert out == ""
        assert canaries.found(err) is None, err
        return err.splitlines()

    yield written
    quiet_logging(logging.ERROR)


def failing() -> None:
    """Raises an error that holds a word, because of another one that does."""
    try:
        int(WORD)
    except ValueError as error:
        raise RuntimeError(f"no answer to {WORD}") from error


def error() -> RuntimeError:
    try:
        failing()
    except RuntimeError as raised:
        return raised
    raise AssertionError


def test_our_own_lines_pass_as_written(lines: Any) -> None:
    logging.getLogger("bot.server.some").warning("%s of 2 helplines\nleft", 1)
    logging.getLogger("actions.some").info("ok")
    first, second = lines()
    assert first.endswith('message="1 of 2 helplines\\nleft"')
    assert "level=warning logger=bot.server.some place=tests/server/test_quiet.py:" in first
    assert second.endswith("message=ok")


@pytest.mark.parametrize(
    "library", ["rasa.core.processor", "rasa_sdk.executor", "aiohttp.server", "asyncio", "root", ""]
)
def test_libraries_leave_their_place_only(lines: Any, library: str, caplog: pytest.LogCaptureFixture) -> None:
    logger = logging.getLogger(library)
    logger.propagate = True
    logger.error(f"got {WORD}")  # noqa: G004
    logger.error("got %s", WORD, extra={"text": WORD}, stack_info=True)
    logger.error(WORD, exc_info=error())
    written = lines()
    assert len(written) == 3
    assert all("message=" not in line and "place=tests/server/test_quiet.py:" in line for line in written)
    assert " > tests/server/test_quiet.py:" in written[1].partition("stack=")[2]
    assert "RuntimeError at tests/server/test_quiet.py:" in written[2]
    assert "<- ValueError at tests/server/test_quiet.py:" in written[2]
    assert canaries.found(caplog.text) is None


def test_another_handler_finds_no_words_either(lines: Any) -> None:
    kept: list[str] = []

    class Other(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            kept.append(logging.Formatter("%(name)s %(message)s %(args)s").format(record))

    logger, other = logging.getLogger("rasa.some"), Other()
    logger.addHandler(other)
    logger.error("got %s", WORD, exc_info=error(), stack_info=True)
    logger.removeHandler(other)
    assert kept and "RuntimeError at" in kept[0]
    assert canaries.found(kept[0]) is None


def test_structlog_leaves_fixed_names_only(lines: Any) -> None:
    logger = structlog.get_logger()
    logger.warning("processor.message.parse", text=WORD, event_info=f"got {WORD}", anything=[WORD])
    logger.bind(who=WORD).debug(f"processor.{WORD}", text=WORD)
    logger.error("processor.%s.failed", WORD)
    try:
        failing()
    except RuntimeError:
        logger.exception("processor.failed", error=WORD)
    first, second, third, fourth = lines()
    assert first.endswith("event=processor.message.parse")
    assert "level=warning logger=tests.server.test_quiet place=tests/server/test_quiet.py:" in first
    assert "event=" not in second
    assert third.endswith('event="processor.%s.failed"')
    assert "event=processor.failed error=" in fourth
    assert "RuntimeError at" in fourth


def test_rasas_hook_for_anonymising_leaves_nothing(lines: Any) -> None:
    pipeline, event = plugin_manager().hook.get_anonymization_pipeline(), {"event": "user", "text": WORD}
    assert pipeline.log_run(WORD) is None
    pipeline.run(event)
    assert event == {}


def test_what_python_prints_becomes_a_line(lines: Any) -> None:
    sys.excepthook(RuntimeError, error(), error().__traceback__)
    thread = threading.Thread(target=failing)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(threading, "excepthook", quiet._on_lost)
        thread.start()
        thread.join()
        patch.setattr(sys, "unraisablehook", quiet._on_lost)

        class Fails:
            def __del__(self) -> None:
                failing()

        Fails()
        patch.setattr(warnings, "showwarning", quiet._on_warning)
        warnings.showwarning(f"beware of {WORD}", UserWarning, traces.__file__, 3)
    written = lines()
    assert len(written) == 4
    assert all("RuntimeError at" in line for line in written[:3])
    assert written[3].endswith('message="UserWarning at bot/server/traces.py:3"')


async def test_tasks_that_fail_unseen(lines: Any) -> None:
    async def fails() -> None:
        failing()

    task = asyncio.create_task(fails(), name=WORD)
    await asyncio.sleep(0.01)
    del task
    gc.collect()
    asyncio.get_running_loop().call_exception_handler({"message": WORD, "source": WORD, "exception": error()})
    written = [line for line in lines() if "level=error" in line]
    assert len(written) == 2
    assert all("logger=asyncio" in line and "RuntimeError at" in line for line in written)


def test_report_says_what_can_be_done(lines: Any) -> None:
    report(error())
    report(error(), "the model could not be loaded")
    first, second = lines()
    assert "restart the service" in first
    assert "place=tests/server/test_quiet.py:" in first
    assert "RuntimeError at" in first and "<- ValueError at" in first
    assert 'message="the model could not be loaded"' in second


def test_endless_chains_and_deep_places_end() -> None:
    first, second = ValueError(), KeyError()
    first.__cause__, second.__cause__ = second, first
    assert traces.told(first) == "ValueError <- KeyError"

    def deep(left: int) -> None:
        if not left:
            raise ValueError(WORD)
        deep(left - 1)

    with pytest.raises(ValueError) as raised:
        deep(100)
    told = traces.told(raised.value)
    assert told.count(" > ") < 20
    assert canaries.found(told) is None


def test_as_json(monkeypatch: pytest.MonkeyPatch, lines: Any) -> None:
    monkeypatch.setenv("LOG_FORMAT", "JSON")
    quiet_logging()
    logging.getLogger("rasa.some").error(WORD, exc_info=error())
    logging.getLogger("bot.some").error("één\nregel")
    library, ours = (json.loads(line) for line in lines())
    assert {"time", "level", "logger", "place", "error"} == set(library)
    assert ours["message"] == "één\nregel"


@pytest.mark.parametrize(("name", "value"), [("LOG_LEVEL", "loud"), ("LOG_FORMAT", "xml")])
def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValueError, match=f"{name}: '{value}' is not one of "):
        quiet_logging()


def test_the_service_says_it_at_its_start() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot.server"],
        cwd=ROOT,
        env={**os.environ, "LOG_LEVEL": "loud"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert done.stderr.strip() == "LOG_LEVEL: 'loud' is not one of DEBUG, INFO, WARNING, ERROR, CRITICAL"


LOGS_AND_GOES_ON = """
import logging, sys, os
from bot.server.quiet import quiet_logging, report
quiet_logging()
{trouble}
for name in ("bot.some", "rasa.some"):
    logging.getLogger(name).error("one")
report(RuntimeError("x"))
os.write(int(sys.argv[1]), b"went on")
os._exit(0)
"""


@pytest.mark.parametrize(
    "trouble",
    ["", "sys.stderr.close()", "sys.stderr = sys.stdout = None", "os.close(2)", "os.dup2(os.open('/dev/full', 1), 2)"],
)
def test_a_full_disk_or_a_closed_stderr_stops_nothing(trouble: str) -> None:
    reading, writing = os.pipe()
    code = LOGS_AND_GOES_ON.format(trouble=trouble)
    subprocess.run([sys.executable, "-c", code, str(writing)], cwd=ROOT, pass_fds=[writing], timeout=60, check=True)
    os.close(writing)
    with open(reading) as answer:
        assert answer.read() == "went on"


def test_our_own_code_puts_no_text_into_its_lines() -> None:
    """Our lines pass as they are written: a fixed text, filled with names of types and places at most."""
    allowed = {
        "type(error).__name__",  # of an error only this
        "path.name",  # of a catalogue of translations
        "what",  # report's own: what the code that calls it has to say
        "category.__name__",
        "traces.place(filename, lineno)",
    }
    filled = set()
    for path in [*Path(ROOT, "bot").rglob("*.py"), *Path(ROOT, "actions").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and re.fullmatch(
                r"logger\.(debug|info|warning|error|exception|critical|log)", ast.unparse(node.func)
            ):
                text, *values = node.args
                assert isinstance(text, (ast.Constant, ast.Name)), f"{path}:{node.lineno}"
                if path.name != "learning.py":  # speaks of encoders, while training
                    filled |= {ast.unparse(value) for value in values}
    assert filled
    assert filled <= allowed
