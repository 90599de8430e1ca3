"""No text makes a reader slow out of proportion: four times the text takes four times as long, not sixteen.

Every regular expression of the bot gets texts made from itself that are as bad for it as possible. What is measured is
how the time of the processor grows; how long it takes on a machine is not looked at, but for what is too short to time.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable

import pytest

from bot.advice import danger, plans, situation, voice_choice
from bot.resources.loader import library
from bot.server.limits import MAX_TEXT, clean
from bot.understanding import clauses, follow_up, normaliser, plain_requests, readable
from bot.understanding.names import NameMatcher
from tests.property.regexes import attacks, long_text, patterns

_LINEAR = 9.0
"""Four times the text: 4 when linear, 16 when quadratic. Half way, as times vary."""
_QUADRATIC = 40.0
_TOO_SHORT_TO_TIME = 0.004
_SLOW_AT_ONCE = 1.0
WHOLE = ("bot.understanding.plain_requests._WALKING",)
"""Matched against the whole text, from its start only."""
AT_MOST_QUADRATIC = {
    "bot.advice.voice_choice._ASKS_LANGUAGE": "asked of sentences of twelve words at most",
    "bot.understanding.clauses._BESIDES": "40 ms for the longest text; better to look behind: (?<![\\s,])[\\s,]+",
    "bot/understanding/clauses.py": "the same",
    "facts_in": "4 ms for the longest text: what a friend does may stand anywhere behind the friend",
    "next_voice": "30 ms for the longest text",
    "names": "75 ms for a thousand exclamation marks, in spaCy's tokenizer",
    "bot.advice.situation._READERS[role]": "see facts_in",
    "bot.resources.desk_checks": "matched once behind a name, and only against our own content",
    "bot/resources/desk_checks.py": "the same",
}


def seconds(work: Callable[[], object], times: int = 1) -> float:
    """The shortest of a few tries."""
    best = float("inf")
    for _ in range(times):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def _allowed(where: str) -> float:
    return _QUADRATIC if where.startswith(tuple(AT_MOST_QUADRATIC)) else _LINEAR


def growth(work: Callable[[str], object], text: Callable[[int], str]) -> float:
    """How much longer twice the longest text takes than half of it."""
    long = seconds(lambda: work(text(2 * MAX_TEXT)), 2)
    if long < _TOO_SHORT_TO_TIME:
        return 1.0
    return long / seconds(lambda: work(text(MAX_TEXT // 2)), 3)


def test_no_regular_expression_is_catastrophic() -> None:
    slow = []
    for pattern, where in patterns().items():

        def work(text: str, pattern: re.Pattern[str] = pattern, where: str = where) -> object:
            return pattern.fullmatch(text) if where.startswith(WHOLE) else pattern.sub("", text)

        tried = attacks(pattern, seed=1, most=24)
        for length in (20, 40, 80, 160):  # what grows without bounds shows before it takes for ever
            times = [(seconds(lambda a=attack, n=length: work(long_text(a, n))), attack) for attack in tried]
            if sum(took for took, _ in times) > _SLOW_AT_ONCE:
                slow.append(f"{where}: {length} characters take {max(times)}")
                break
        else:
            allowed = _allowed(where)
            for _, attack in sorted(times, reverse=True)[:2]:
                grows = growth(work, lambda length, attack=attack: long_text(attack, length))
                if grows > allowed:
                    slow.append(f"{where}: {grows:.0f} times as long with {attack}")
    assert not slow, "\n".join(slow)


def test_a_catastrophic_one_would_be_found() -> None:
    """The texts made from a pattern are bad enough: the textbook example is slow on them."""
    bad = re.compile(r"(?:a+)+$")
    times = [seconds(lambda a=attack: bad.sub("", long_text(a, 20))) for attack in attacks(bad, 1, 24)]
    good = [seconds(lambda a=attack: re.sub(r"a+$", "", long_text(a, 20))) for attack in attacks(bad, 1, 24)]
    assert max(times) > 100 * max(good)


NAMES = NameMatcher.of(library())
READERS: dict[str, Callable[[str], object]] = {
    "detect": danger.detect,
    "weigh": lambda text: danger.weigh(text, {"now": 0.3}),
    "facts_in": situation.facts_in,
    "status_in": situation.status_in,
    "next_voice": lambda text: voice_choice.next_voice(voice_choice.Voice.NL, text, None),
    "step_named": lambda text: plans.step_named(text, 5),
    "follow_up": follow_up.is_follow_up,
    "without_correction": clauses.without_correction,
    "asks_rule": clauses.asks_rule,
    "asks_to_call": plain_requests.asks_to_call,
    "asks_to_walk": plain_requests.asks_to_walk,
    "names": NAMES.find,
    "normalise": normaliser.normalise,
    "readable": lambda text: readable.readable(text, lambda word: False),
    "clean": clean,
}
REPEATED = [
    "a", "a ", " ", "!", "?! ", "\n", ", ", "ik ", "hij slaat ", "mijn vriend ", "ik zei nee ",
    "he said no and ", "haaa",
    "op de trap ", "ga-", "english ", "e\u0301", "\u0301", "\u200d", "👩🏽‍🦽", "م", "0", "1a", "@", "a.", "'",
    "niet ", "in de show ",
    "i want to ", "ik wil ", "naar bed met ", "blote ", "foto ", "met een mes ", "help! ", "nee ",
]  # fmt: skip


@pytest.mark.parametrize("name", READERS)
def test_readers_take_long_texts(name: str) -> None:
    read = READERS[name]
    worst = sorted(REPEATED, key=lambda again: -seconds(lambda: read(again * (MAX_TEXT // len(again)))))[:3]
    mixed = "".join(random.Random(1).choices(REPEATED, k=60))  # so short that every length holds all of it
    makers: list[Callable[[int], str]] = [lambda n, a=again: (a * n)[:n] for again in worst]
    for make in [*makers, lambda length: (mixed * length)[:length]]:
        assert growth(read, make) < _allowed(name), (name, make(20))
