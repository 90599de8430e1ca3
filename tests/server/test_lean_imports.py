"""What no component of config.yml needs is not imported by the service, and can be asked for."""

from __future__ import annotations

import importlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from bot.server.lean_imports import _LEFT_OUT

_IMPORT = re.compile(r"\s*(import|from) \w")
ROOT = Path(__file__).resolve().parents[2]
CODE = "import bot.server.assistant, tensorflow; print(type(tensorflow).__name__, hasattr(tensorflow, '__version__'))"


@pytest.mark.parametrize(("asked", "expected"), [("", "_Stub False"), ("1", "module True")])
def test_left_out_unless_asked_for(asked: str, expected: str) -> None:
    environment = {**os.environ, "ALL_OF_RASA": asked, "TF_CPP_MIN_LOG_LEVEL": "3"}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", CODE],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip().splitlines()[-1].replace("_LazyLoader", "module") == expected


def test_no_component_needs_it() -> None:
    config = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
    for part in (*config["pipeline"], *config["policies"]):
        module, _, name = part["name"].rpartition(".")
        if module:
            source = Path(str(importlib.import_module(module).__file__)).read_text(encoding="utf-8")
            imported = {line.split()[1].partition(".")[0] for line in source.splitlines() if _IMPORT.match(line)}
            assert not imported & _LEFT_OUT
        else:
            assert name in {"FallbackClassifier", "RulePolicy", "MemoizationPolicy"}


def test_what_needs_more_says_what_is_missing() -> None:
    code = (
        "import bot.server.assistant\n"
        "from rasa.utils.tensorflow.models import RasaModel\n"
        "try:\n    RasaModel()\nexcept RuntimeError as error:\n    print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "start with ALL_OF_RASA=1" in done.stdout
