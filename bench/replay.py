"""The conversations that every service is sent in ``make bench``: those of tests/conversations/talks, recorded once.

Nobody trained on their messages. Which payload the press of a button sends is learned by playing them against our own
service; from then on the record is sent to everyone alike. The first time each message stands as it was written; after
that with one slip of the finger (two letters swapped), so that no service meets a message twice.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import yaml

from bench.load import Line, address
from bench.people import TALKS, button, talks

_WORD = re.compile(r"[^\W\d_]{5,}")
_QUICK = 4
_FIRST_ADDRESS = 9_000_000
Talk = dict[str, Any]
"""``{voice, turns: [[how, said], ...]}``; ``how`` is "text" or "payload"."""


def number_of_talks() -> int:
    """How many conversations were written."""
    return sum(len(yaml.safe_load(path.read_text(encoding="utf-8"))) for path in TALKS.glob("*.yml"))


async def recorded(port: int, passes: float) -> list[Talk]:
    """Every conversation so many times, as it was played against our service at a port."""
    chance = random.Random(1)
    once = number_of_talks()
    found = []
    for number, talk in enumerate(islice(talks(seed=1), round(passes * once))):
        turns = [
            {**turn, "me": slip(turn["me"], chance)} if number >= once and "me" in turn else turn
            for turn in talk["turns"]
        ]
        if played := await _played(port, number, talk["voice"], turns):
            found.append({"voice": talk["voice"], "turns": played})
    return found


async def _played(port: int, number: int, voice: str, turns: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """The turns until a button is to be pressed that is not there."""
    line = await Line.to(port, address(_FIRST_ADDRESS + number), "/api/message")
    try:
        known: dict[str, Any] = {"voice": voice}
        offered: list[str] = []
        done: list[tuple[str, str]] = []
        for turn in turns:
            how, said = ("text", turn["me"]) if "me" in turn else ("payload", button(turn["press"], offered))
            if said is None:
                break
            answer = json.loads(await line.ask(json.dumps({**known, how: said}).encode()))
            known = {"session": answer["session"]}
            offered = [one["payload"] for message in answer["messages"] for one in message["buttons"]]
            done.append((how, said))
        return done
    finally:
        line.close()


def slip(text: str, chance: random.Random) -> str:
    """The text with two neighbouring letters swapped in one longer word, if it has one."""
    words = list(_WORD.finditer(text))
    if not words:
        return text
    word = chance.choice(words)
    place = chance.randrange(word.start() + 1, word.end() - 1)
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def texts(recording: list[Talk]) -> Iterator[tuple[str, str]]:
    """Every message that was typed, with its voice."""
    for talk in recording:
        yield from ((talk["voice"], said) for how, said in talk["turns"] if how == "text")


def quick_talks(recording: list[Talk], seed: int = 1) -> list[Talk]:
    """Conversations in which a message is followed by three more: no talk has the same ones.

    Each comes three times in a row, with other slips and the three in another order, so that every message is once the
    first, once the second and once the third: one that takes longer does so in every place.
    """
    chance = random.Random(seed)
    fours = []
    for voice in sorted({talk["voice"] for talk in recording}):
        said = [text for of, text in texts(recording) if of == voice]
        chance.shuffle(said)
        fours += [(voice, said[start : start + _QUICK]) for start in range(0, len(said) - _QUICK + 1, _QUICK)]
    chance.shuffle(fours)
    found = []
    for voice, (before, *three) in fours:
        for place in range(len(three)):
            said = [before, *three[place:], *three[:place]]
            found.append({"voice": voice, "turns": [("text", slip(text, chance)) for text in said]})
    return found


def long_talks(recording: list[Talk], lengths: Sequence[int], window: int, many: int) -> list[Talk]:
    """Long conversations in one voice; from each of these lengths on come the same messages, with other slips."""
    said = [text for voice, text in texts(recording) if voice == "nl"]
    found = []
    for seed in range(many):
        chance = random.Random(seed)
        probes = chance.sample(said, window)
        longest = lengths[-1] + window
        chosen = [chance.choice(said) for _ in range(longest)]
        for length in reversed(lengths):
            chosen[length - 1 : length - 1 + window] = probes
        found.append({"voice": "nl", "turns": [("text", slip(text, chance)) for text in chosen]})
    return found


def write(recording: list[Talk], path: Path) -> Path:
    """Keep conversations for the client."""
    path.write_text(json.dumps(recording), encoding="utf-8")
    return path


def record(port: int, passes: float) -> list[Talk]:
    """``recorded``, for those that do not await."""
    return asyncio.run(recorded(port, passes))
