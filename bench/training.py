"""Models that a bench trains with Rasa's own command, kept so that the next run need not train them again."""

from __future__ import annotations

import hashlib
import json
import math
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml

from bench.messages import ROOT
from bot.desk.questions import examples
from bot.resources.loader import library
from bot.resources.schema import Plan, Right
from bot.server.model_file import write_checksum
from bot.voice import VOICES

KEPT = ROOT / ".rasa" / "bench"
VECTORS = Path(".rasa") / "vectors"
_MINUTES = 20.0
_TRIAL = 0.05
_NLU_BARS = 2
"""DIET and the response selector come first."""
_OUR_CODE = ("bot/extensions", "bot/understanding", "data/danger")
_IMPORTER = "bot.extensions.content_importer.ContentImporter"
_BAR = re.compile(r"Epochs: +\d+%\|[^|]*\| (\d+)/(\d+) \[(?:(\d+):)?(\d+):(\d+)<")
Examples = dict[str, list[str]]


@dataclass(frozen=True)
class Trained:
    """A model, and what training it took (``seconds``, ``seconds_per_epoch``, ``peak_mb``, ...)."""

    model: Path
    record: dict[str, Any]

    @property
    def megabytes(self) -> float:
        """The size of the file."""
        return round(self.model.stat().st_size / 2**20, 1)


@dataclass(frozen=True)
class Recipe:
    """What a model is made of; ``code``: folders of what else it learns from. ``told`` is only written down with it."""

    name: str
    config: Mapping[str, Any]
    domain: Mapping[str, Any]
    examples: Examples
    code: tuple[str, ...] = ()
    told: tuple[tuple[str, Any], ...] = ()

    def fingerprint(self) -> str:
        """Changes when anything changes that the model is made of."""
        named: list[Right | Plan] = [*library().rights.values(), *library().plans.values()]
        titles = [entry.title.in_voice(voice) for entry in named for voice in VOICES]  # our importer adds them
        made_of = [self.config, self.domain, self.examples, titles, version("rasa")]
        parts = [json.dumps(made_of, sort_keys=True).encode()]
        for folder in ("data/stories", *self.code):
            parts += [path.read_bytes() for path in sorted((ROOT / folder).glob("*.*"))]
        return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]


def kept(recipe: Recipe, folder: Path = KEPT) -> Trained | None:
    """The model that was trained from exactly this, if there is one."""
    model, record = folder / f"{recipe.name}.tar.gz", folder / f"{recipe.name}.json"
    if not (model.exists() and record.exists()):
        return None
    known = json.loads(record.read_text(encoding="utf-8"))
    return Trained(model, known) if known["fingerprint"] == recipe.fingerprint() else None


def trained(recipe: Recipe, folder: Path = KEPT) -> Trained:
    """The kept model, or a new one. Raises RuntimeError with the end of the log when training fails."""
    return kept(recipe, folder) or _train(recipe, folder)


def _train(recipe: Recipe, folder: Path) -> Trained:
    print(f"training {recipe.name}: {sum(map(len, recipe.examples.values()))} examples ...", flush=True)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as name:
        place = Path(name)
        _write(recipe, place)
        began = time.monotonic()
        peak = _run(place)
        seconds = time.monotonic() - began
        bars = _bars((place / "log").read_text(encoding="utf-8", errors="replace"))
        record = {
            "fingerprint": recipe.fingerprint(),
            "examples": sum(map(len, recipe.examples.values())),
            "labels": len(recipe.examples),
            "seconds": round(seconds, 1),
            "peak_mb": peak,
            "epochs": [bar["epochs"] for bar in bars],
            "seconds_in_epochs": round(sum(bar["seconds"] for bar in bars), 1),
            "seconds_per_epoch": [bar["per_epoch"] for bar in bars],
            **dict(recipe.told),
        }
        shutil.move(str(place / "models" / "model.tar.gz"), folder / f"{recipe.name}.tar.gz")
        if recipe.code:  # our service reads no model without
            write_checksum(folder / f"{recipe.name}.tar.gz")
    (folder / f"{recipe.name}.json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    return Trained(folder / f"{recipe.name}.tar.gz", record)


def _write(recipe: Recipe, place: Path) -> None:
    """What Rasa reads. Vectors of examples that our training kept come along, and stay as they are."""
    nlu = [
        {"intent": label, "examples": "".join(f"- {text}\n" for text in texts)}
        for label, texts in recipe.examples.items()
    ]
    shutil.copytree(ROOT / "data" / "stories", place / "data" / "stories")
    _dump({"version": "3.1", "nlu": nlu}, place / "data" / "nlu.yml")
    _dump(recipe.config, place / "config.yml")
    _dump(recipe.domain, place / "domain.yml")
    if (ROOT / VECTORS).exists():
        shutil.copytree(ROOT / VECTORS, place / VECTORS)


def _run(place: Path) -> int:
    """Train in a folder without Rasa's cache; the most memory it took, in megabytes."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "RASA_CACHE_DIRECTORY": str(place / "cache")}
    command = [sys.executable, "-m", "rasa", "train", "--out", "models", "--fixed-model-name", "model"]
    with (place / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=place, env=environment, stdout=log, stderr=log)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode or not (place / "models" / "model.tar.gz").exists():
        raise RuntimeError((place / "log").read_text(encoding="utf-8", errors="replace")[-2000:])
    return used.ru_maxrss // 1024


def _bars(log: str) -> list[dict[str, float]]:
    """What each progress bar of a training said: epochs, seconds, and seconds of an epoch after the first.

    The first epoch also builds the graph of TensorFlow.
    """
    bars: list[dict[str, float]] = []
    first = 0.0
    for done, of, hours, minutes, seconds in _BAR.findall(log):
        elapsed = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
        if done == "0":
            bars.append({"epochs": int(of), "seconds": 0, "per_epoch": 0})
        elif bars:
            first = elapsed if done == "1" else first
            each = (elapsed - first) / (int(done) - 1) if int(done) > 1 else float(elapsed)
            bars[-1] |= {"seconds": elapsed, "per_epoch": round(each, 2)}
    return bars


def _dump(data: Any, path: Path) -> None:
    path.write_text(yaml.safe_dump(data, allow_unicode=True, width=100_000, sort_keys=False), encoding="utf-8")


def _load(path: Path) -> dict[str, Any]:
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))


def our_examples(share: float = 1.0) -> Examples:
    """The examples of data/nlu by label; of each label this share, the first ones."""
    found: Examples = {}
    for example in examples(ROOT / "data" / "nlu"):
        found.setdefault(example.label, []).append(example.text)
    return {label: texts[: math.ceil(share * len(texts))] for label, texts in found.items()}


def our_recipe() -> Recipe:
    """The model as it is shipped."""
    return Recipe("ours", _load(ROOT / "config.yml"), _load(ROOT / "domain.yml"), our_examples(), _OUR_CODE)


def split_recipe(times: int, share: float = 1.0) -> Recipe:
    """Ours with the same examples under so many times as many labels.

    Rights and plans are split ("rest_time", "rest_time_2", ...), which bench/grown.py gives content too.
    """
    found: Examples = {}
    whole = our_examples(share)
    topics = sorted(label for label in whole if label.startswith(("ask_right/", "ask_plan/")))
    wanted = times * len(whole) - (len(whole) - len(topics))
    parts = dict.fromkeys(whole, 1) | {
        topic: wanted // len(topics) + (place < wanted % len(topics)) for place, topic in enumerate(topics)
    }
    for label, texts in whole.items():
        for part in range(parts[label]):
            found[label if part == 0 else f"{label}_{part + 1}"] = texts[part :: parts[label]]
    config, domain = _load(ROOT / "config.yml"), _load(ROOT / "domain.yml")
    known = {label: texts for label, texts in found.items() if texts}
    return Recipe(f"intents_x{times}_share_{share:g}", config, domain, known, _OUR_CODE, told=(("share", share),))


def default_config(epochs: int | None) -> dict[str, Any]:
    """What ``rasa init`` writes, completed as Rasa does at the first training: both read from the installed package.

    Only the number of epochs, the language and our importer (it names the topics) are ours.
    """
    rasa = find_spec("rasa")
    assert rasa and rasa.origin
    package = Path(rasa.origin).parent
    config = _load(package / "cli" / "initial_project" / "config.yml")
    defaults = _load(package / "engine" / "recipes" / "config_files" / "default_config.yml")
    config |= {key: defaults[key] for key in ("pipeline", "policies") if not config.get(key)}
    for part in (*config["pipeline"], *config["policies"]):
        if epochs is not None and "epochs" in part:
            part["epochs"] = epochs
    return {**config, "language": "nl", "assistant_id": "default_pipeline", "importers": [{"name": _IMPORTER}]}


def default_epochs() -> int:
    """The number of epochs that Rasa would train by default."""
    return max(int(part["epochs"]) for part in default_config(None)["pipeline"] if "epochs" in part)


def default_recipe(epochs: int, share: float, name: str = "default") -> Recipe:
    """Rasa's default pipeline on our data."""
    told = (("share", share), ("of_epochs", default_epochs()))
    return Recipe(name, default_config(epochs), _load(ROOT / "domain.yml"), our_examples(share), told=told)


def trained_default(epochs: int | None, share: float, minutes: float | None, folder: Path) -> Trained:
    """Rasa's default pipeline, trained for ``epochs``, or for as many as fit in so many minutes.

    When neither is given, a kept model will do, else it is 20 minutes. How many fit is worked out from two epochs on a
    twentieth of the examples; DIET and the response selector take as much longer as there are more examples, the
    policies do not.
    """
    if epochs is None and minutes is None:
        epochs = _kept_epochs(share, folder)
    epochs = epochs or _fitting(share, minutes or _MINUTES, folder)
    found = trained(default_recipe(epochs, share), folder)
    record = found.record
    rest = record["seconds"] - record["seconds_in_epochs"]
    whole = rest + record["of_epochs"] * sum(record["seconds_per_epoch"])
    return Trained(found.model, {**record, "all_epochs_seconds": round(whole)})


def _kept_epochs(share: float, folder: Path) -> int | None:
    """For how many epochs the kept model was trained, when it was trained from the same."""
    record = folder / "default.json"
    if not record.exists():
        return None
    epochs = int(max(json.loads(record.read_text(encoding="utf-8"))["epochs"]))
    return epochs if kept(default_recipe(epochs, share), folder) else None


def _fitting(share: float, minutes: float, folder: Path) -> int:
    small = trained(default_recipe(2, _TRIAL, "default_trial"), folder).record
    learners, policies = small["seconds_per_epoch"][:_NLU_BARS], small["seconds_per_epoch"][_NLU_BARS:]
    each = sum(learners) * share / _TRIAL + sum(policies)
    rest = small["seconds"] - sum(small["seconds_per_epoch"]) * 2
    return max(1, int((minutes * 60 - rest) / each))
