"""Every regular expression of the bot, and texts made from it to be as slow as possible for it."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import random
import re
import sre_constants as op
import sre_parse
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from types import FunctionType
from typing import Any

import actions
import bot
from bot.advice import danger

ROOT = Path(__file__).resolve().parents[2]
_APART = ("bot.extensions", "bot.server")  # they load Rasa; their patterns are found in the source
_NOWHERE = "\x00"
"""Ends a text, so that a pattern that wants the end has to try everything."""
_MOST_PUMPS = 2000
_CATEGORY = {
    op.CATEGORY_DIGIT: "1",
    op.CATEGORY_NOT_DIGIT: "a",
    op.CATEGORY_SPACE: " ",
    op.CATEGORY_NOT_SPACE: "a",
    op.CATEGORY_WORD: "a",
    op.CATEGORY_NOT_WORD: " ",
}


def patterns() -> dict[re.Pattern[str], str]:
    """Each pattern and where it stands: in the globals of modules, in what they make of data, and in calls of re."""
    found: dict[re.Pattern[str], str] = {}
    for package in (bot, actions):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if module.name.startswith(_APART) or module.name.endswith("__main__"):
                continue
            for name, value in vars(importlib.import_module(module.name)).items():
                if not name.startswith("__") and value is not danger._patterns:
                    _dig(value, f"{module.name}.{name}", found)
    for name, row in _danger_words():
        found.setdefault(re.compile(rf"\b(?:{row})"), f"bot/advice/danger_words.yml: {name}")
    for path in sorted((ROOT / "bot").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if pattern := _literal(node):
                found.setdefault(re.compile(pattern), f"{path.relative_to(ROOT)}:{node.lineno}")  # type: ignore[attr-defined]
    return found


def _danger_words() -> Iterator[tuple[str, str]]:
    """Each row of danger words by itself: hundreds of them joined are too large to make texts from."""
    words = danger._words()
    for name, rows in {"harmless": words["harmless"], **words["levels"]}.items():
        for row in rows:
            for part, meaning in words["parts"].items():
                row = row.replace(f"<{part}>", f"(?:{meaning})")
            yield name, row


def _dig(value: Any, where: str, found: dict[re.Pattern[str], str]) -> None:
    if isinstance(value, re.Pattern):
        found.setdefault(value, where)
    elif isinstance(value, dict):
        for key, inner in value.items():
            _dig(inner, f"{where}[{key}]", found)
    elif isinstance(value, list | tuple):
        for inner in value:
            _dig(inner, where, found)
    elif hasattr(value, "cache_info") and _takes_nothing(value.__wrapped__):
        _dig(value(), f"{where}()", found)


def _literal(node: ast.AST) -> str | None:
    """The pattern of a call such as re.search(r"...", text) or re.compile(r"...")."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="re")), args=[ast.Constant(value=str() as pattern), *_]) if (
            node.func.attr != "escape"
        ):
            return pattern
    return None


def attacks(pattern: re.Pattern[str], seed: int, most: int) -> list[tuple[str, str]]:
    """Texts that a pattern may be slow on, as what comes first and what is repeated after it."""
    chance = random.Random(seed)
    tree = sre_parse.parse(pattern.pattern, pattern.flags)
    found = {("", text + end) for text in (_sample(tree, chance) for _ in range(most)) if text for end in ("", " ")}
    found |= {(before, again) for before, again in islice(_pumps(tree, chance, ""), _MOST_PUMPS) if again}
    found |= {("", "a"), ("", "a "), ("", " "), ("", "1"), ("", "!")}
    ordered = sorted(found)
    chance.shuffle(ordered)
    return ordered[:most]


def long_text(attack: tuple[str, str], length: int) -> str:
    """An attack of a length."""
    first, again = attack
    return (first + again * (length // len(again) + 1))[:length] + _NOWHERE


def _sample(tree: Any, chance: random.Random) -> str:
    """A text that a part of a pattern fits; what only looks around is left out."""
    return "".join(_one(code, value, chance) for code, value in tree)


def _one(code: Any, value: Any, chance: random.Random) -> str:
    if code is op.LITERAL:
        return chr(value)
    if code is op.NOT_LITERAL:
        return "a" if value != ord("a") else "b"
    if code is op.ANY:
        return "a"
    if code is op.IN:
        return _one_of(value, chance)
    if code is op.BRANCH:
        return _sample(chance.choice(value[1]), chance)
    if code is op.SUBPATTERN:
        return _sample(value[-1], chance)
    if code in (op.MAX_REPEAT, op.MIN_REPEAT):
        least, most, inner = value
        return "".join(_sample(inner, chance) for _ in range(chance.randint(least, min(most, least + 1))))
    return "a" if code is op.GROUPREF else ""


def _one_of(choices: Any, chance: random.Random) -> str:
    if choices[0][0] is op.NEGATE:
        return chance.choice("a ")
    code, value = chance.choice(choices)
    if code is op.RANGE:
        return chr(chance.randint(*value))
    return chr(value) if code is op.LITERAL else _CATEGORY.get(value, "a")


def _pumps(tree: Any, chance: random.Random, before: str) -> Iterator[tuple[str, str]]:
    """What may be repeated without end in a pattern, each with what leads to it."""
    for code, value in tree:
        if code in (op.MAX_REPEAT, op.MIN_REPEAT):
            if value[1] is op.MAXREPEAT or value[1] > 1:
                yield before, _sample(value[2], chance)
            yield from _pumps(value[2], chance, before)
        elif code is op.SUBPATTERN:
            yield from _pumps(value[-1], chance, before)
        elif code is op.BRANCH:
            for branch in value[1]:
                yield from _pumps(branch, chance, before)
        before += _one(code, value, chance)


def _takes_nothing(wrapped: Any) -> bool:
    return isinstance(wrapped, FunctionType) and not wrapped.__code__.co_argcount
