"""One name per thing: a right or plan is a content file, an intent in every language and its held-out tests."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections import Counter
from pathlib import Path

import pytest
import yaml
from rasa_sdk import Action

import actions
from bench.messages import held_out
from bot.desk.questions import examples
from bot.resources.loader import library
from bot.voice import VOICES

ROOT = Path(__file__).resolve().parents[2]
RIGHTS = {f"rights_{theme.id}" for theme in library().menu.themes}
GROUPS = {"plans", "help", "talk", "situation", "child", "out_of_scope", *RIGHTS}


KNOWN = list(examples(ROOT / "data" / "nlu"))


def labels(language: str, *groups: str) -> Counter[str]:
    files = {ROOT / "data" / "nlu" / language / f"{group}.yml" for group in groups}
    return Counter(example.label for example in KNOWN if example.file in files)


def plain(text: str) -> str:
    return re.sub(r"\W+", " ", text.casefold()).strip()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_same_files_stand_in_every_language(language: str) -> None:
    assert {path.stem for path in (ROOT / "data" / "nlu" / language).glob("*.yml")} == GROUPS


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_right_and_plan_has_its_intent(language: str) -> None:
    for theme in library().menu.themes:
        assert set(labels(language, f"rights_{theme.id}")) == {f"ask_right/{right_id}" for right_id in theme.rights}
    plans = {label for label in labels(language, "plans")}
    assert plans == {f"ask_plan/{plan_id}" for plan_id in library().plans}


def test_every_kind_of_help_is_a_behaviour_of_the_routes() -> None:
    topics = {label.partition("/")[2] for label in labels("nl", "help") if label.startswith("find_help/")}
    assert topics <= set(library().routes.dimensions["behaviour"])


def labels_of_children() -> set[str]:
    """Every label but the rights and plans that do not stand in the menu of children."""
    menu = library().menu
    known = {f"ask_right/{x}" for x in menu.child_rights} | {f"ask_plan/{x}" for x in menu.child_plans}
    return {
        label for label in labels("nl", *GROUPS) if not label.startswith(("ask_right/", "ask_plan/")) or label in known
    }


def test_enough_examples_per_intent() -> None:
    for language, group in (("nl", GROUPS - {"child"}), ("en", GROUPS - {"child"})):
        counts = labels(language, *group)
        assert {label: count for label, count in counts.items() if count < 60} == {}
    child = labels("nl", "child") + labels("en", "child")
    assert {label: child[label] for label in labels_of_children() if child[label] < 40} == {}


def test_the_languages_have_the_same_intents() -> None:
    assert set(labels("nl", *GROUPS)) == set(labels("en", *GROUPS))


@pytest.mark.parametrize("group", ["nl", "en", "child"])
def test_every_intent_has_held_out_messages(group: str) -> None:
    counts = Counter(message.label for message in held_out() if message.group == group)
    needed = labels_of_children() if group == "child" else set(labels("nl", *GROUPS))
    assert set(counts) <= set(labels("nl", *GROUPS))
    assert {label: counts[label] for label in needed if counts[label] < 10} == {}


def test_held_out_messages_are_not_trained_on() -> None:
    titles = [entry.title for entry in (*library().rights.values(), *library().plans.values())]
    trained = {plain(example.text) for example in KNOWN}
    trained |= {plain(title.in_voice(voice)) for title in titles for voice in VOICES}
    assert trained & {plain(message.text) for message in held_out()} == set()


def test_every_style_is_known() -> None:
    """What a second reader can say of a message; its length is counted."""
    styles = {style for message in held_out() for style in message.styles}
    named = {"plain", "typos", "slang", "dictation", "non_native", "mixed", "angry", "indirect", "polite", "follow_up"}
    assert styles == named | {"short", "ramble"}


def test_another_reading_is_another_label() -> None:
    known = {example.label for example in KNOWN}
    assert [message.text for message in held_out() if message.label in message.also or message.also - known] == []


def test_no_example_has_two_intents() -> None:
    seen: dict[str, set[str]] = {}
    for example in KNOWN:
        seen.setdefault(plain(example.text), set()).add(example.label)
    assert {text: found for text, found in seen.items() if len(found) > 1 and text} == {}


def test_domain_knows_every_intent() -> None:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    known = {next(iter(intent)) if isinstance(intent, dict) else intent for intent in domain["intents"]}
    assert {label.partition("/")[0] for label in labels("nl", *GROUPS)} == known


def test_every_action_of_the_domain_exists_once() -> None:
    names = Counter(action().name() for action in action_classes())
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    assert set(names) == set(domain["actions"])
    assert max(names.values()) == 1


def test_actions_are_short() -> None:
    for path in (ROOT / "actions").glob("*.py"):
        for action in action_classes():
            if Path(inspect.getfile(action)) == path:
                assert len(inspect.getsource(action).splitlines()) <= 40, action.__name__


def action_classes() -> list[type[Action]]:
    """Every action that is defined in the package."""
    found = []
    for module in pkgutil.iter_modules(actions.__path__):
        loaded = importlib.import_module(f"actions.{module.name}")
        found += [
            item
            for item in vars(loaded).values()
            if isinstance(item, type)
            and issubclass(item, Action)
            and item.__module__ == loaded.__name__
            and item.__name__ != "AskSituation"
        ] + ([loaded.AskSituation] if module.name == "situation_form" else [])
    return found


@pytest.mark.parametrize("name", ["config.yml", "endpoints.yml", "credentials.yml"])
def test_every_dotted_path_imports(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    paths = re.findall(r"\bbot\.[a-z_.]+\.[A-Z]\w+", text)
    assert paths or name == "credentials.yml"
    for path in paths:
        module, _, attribute = path.rpartition(".")
        assert hasattr(importlib.import_module(module), attribute), path
