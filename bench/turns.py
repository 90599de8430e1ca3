"""What is measured of one service: turns at several numbers of clients, many sessions, messages sent at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median, quantiles
from typing import Any

from bench.load import Job, played
from bench.replay import Talk, long_talks, quick_talks, write
from bench.serving import Serving

CLIENTS = (1, 8, 32, 128)
SESSIONS = 10_000
WINDOW = 10
"""Turns that are taken together to say what a turn takes at some length of a conversation."""
LENGTHS = (1, 10, 50, 100, 200, 500)
_OF_SESSIONS = 2_000_000
"""Numbers of conversations that only open a session begin here, so that they come from other addresses."""
_WARM = 3.0


@dataclass(frozen=True)
class Budget:
    """How long is measured."""

    rounds: int = 2
    passes: float = 5
    level_seconds: float = 5.0
    drain_seconds: float = 8.0
    sessions: int = SESSIONS
    session_seconds: float = 20.0
    together: int = 12
    probe_seconds: float = 2.0
    probes: int = 2
    lengths: tuple[int, ...] = LENGTHS
    long_conversations: int = 4
    length_seconds: float = 20.0
    kept_sessions: tuple[int, ...] = (100, 1_000, 10_000, 100_000)


QUICK = Budget(
    rounds=1,
    passes=0.2,
    level_seconds=2.0,
    drain_seconds=4.0,
    sessions=200,
    session_seconds=5.0,
    together=3,
    probe_seconds=1.5,
    probes=1,
    lengths=(1, 10, 50),
    long_conversations=1,
    length_seconds=10.0,
    kept_sessions=(100, 1_000),
)


@dataclass(frozen=True)
class Recording:
    """The conversations to play, each kind in a file for the client."""

    talks: Path
    quick: Path
    sessions: Path
    many: int
    turns: int
    plain: list[Talk]

    @classmethod
    def of(cls, talks: list[Talk], folder: Path) -> Recording:
        """Write them to a folder."""
        greetings: list[Talk] = [{"voice": voice, "turns": [("payload", "/greet")]} for voice in ("nl", "en")]
        return cls(
            write(talks, folder / "talks.json"),
            write(quick_talks(talks), folder / "quick.json"),
            write(greetings, folder / "sessions.json"),
            len(talks),
            sum(len(talk["turns"]) for talk in talks),
            talks,
        )


class Player:
    """Plays to one service, which meets each conversation once as long as there are enough."""

    def __init__(self, serving: Serving, recording: Recording) -> None:
        self._serving = serving
        self._recording = recording
        self._next = 0
        self._sessions = _OF_SESSIONS

    def turns(
        self, clients: int, seconds: float, ports: Sequence[int] = (), drain: float = Job.drain
    ) -> dict[str, Any]:
        """Play the talks, and what it took of the processors."""
        used = self._serving.cpu()
        asked = Job(
            str(self._recording.talks),
            self._serving.way,
            list(ports or [self._serving.port]),
            clients,
            seconds,
            drain,
            first=self._next,
        )
        report = played(asked)
        self._next += report["conversations"]
        again = max(0, self._next - self._recording.many)
        return {**report, "service_cpu": self._serving.cpu() - used, "played_before": again}

    def warm(self) -> None:
        """The first turns of a service are slower; they are not measured."""
        self.turns(2, _WARM)

    def open_sessions(self, many: int, seconds: float) -> int:
        """Begin so many conversations, each with one press; how many were begun in the time there is."""
        asked = Job(
            str(self._recording.sessions),
            self._serving.way,
            [self._serving.port],
            4,
            seconds,
            most=many,
            first=self._sessions,
        )
        report = played(asked)
        self._sessions += report["conversations"]
        if report["failed"]:
            raise RuntimeError(f"sessions could not be opened: {report['failed']}")
        return len(report["turns"])

    def together(self, times: int) -> list[list[float]]:
        """Three messages at once, so many times: the milliseconds until the first, second and third answer."""
        asked = Job(
            str(self._recording.quick),
            self._serving.way,
            [self._serving.port],
            1,
            120.0,
            most=times,
            first=self._sessions + 500_000,
            together=True,
        )
        answered: list[list[float]] = played(asked)["together"]
        return answered


def percentiles(waits: Sequence[float]) -> dict[str, float]:
    """Milliseconds that 50, 95 and 99 of 100 turns took at most."""
    cuts = quantiles(waits, n=100, method="inclusive") if len(waits) > 1 else [*(waits or [0.0])] * 99
    return {f"p{part}_ms": round(cuts[part - 1], 1) for part in (50, 95, 99)}


def level(reports: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """One row for a number of clients: medians over the rounds."""
    each = [percentiles([wait for _, wait in report["turns"]]) for report in reports]
    turns = sum(len(report["turns"]) for report in reports)
    seconds = sum(report["seconds"] for report in reports)
    failed = sum((Counter(report["failed"]) for report in reports), Counter[str]())
    return {
        **{key: round(median(one[key] for one in each), 1) for key in each[0]},
        "turns_per_second": round(median(report["within"] / report["seconds"] for report in reports), 1),
        "cpu_ms_per_turn": round(1000 * sum(report["service_cpu"] for report in reports) / max(turns, 1), 1),
        "turns": turns,
        "unfinished": sum(report["unfinished"] for report in reports),
        "failed": dict(failed),
        "without_a_word": sum(report["silent"] for report in reports),
        "client_cpu_share": round(sum(report["cpu_seconds"] for report in reports) / seconds, 3),
        "conversations_played_before": sum(report["played_before"] for report in reports),
    }


def quick_messages(rounds: Sequence[list[list[float]]]) -> dict[str, Any]:
    """Three messages of one person at once: until each answer (median), and what each took after the one before.

    The latter is a mean: as every message stands once in each place, the means of the places can be compared.
    """
    every = [answers for answered in rounds for answers in answered]
    until = [round(median(answers[place] for answers in every), 1) for place in range(3)]
    took = [
        round(fmean(answers[place] - (answers[place - 1] if place else 0) for answers in every), 1)
        for place in range(3)
    ]
    return {"until_answer_ms": until, "each_took_ms": took, "times": len(every)}


def many_sessions(serving: Serving, recording: Recording, budget: Budget) -> dict[str, Any]:
    """Memory and turns before and after thousands of conversations were begun."""
    player = Player(serving, recording)
    start = serving.memory()
    player.warm()
    before = percentiles([wait for _, wait in player.turns(1, budget.probe_seconds)["turns"]])["p50_ms"]
    warm = serving.memory()
    opened = player.open_sessions(budget.sessions, budget.session_seconds)
    after = serving.memory()
    turn = percentiles([wait for _, wait in player.turns(1, budget.probe_seconds)["turns"]])["p50_ms"]
    return {
        "at_start_mb": start,
        "before_mb": warm,
        "sessions": opened,
        "after_mb": after,
        f"with_{SESSIONS}_mb": round(warm + (after - warm) * SESSIONS / max(opened, 1)),
        "extrapolated": opened < SESSIONS,
        "p50_ms_before": before,
        "p50_ms_after": turn,
    }


def long_conversations(serving: Serving, recording: Recording, budget: Budget, folder: Path) -> dict[str, float]:
    """Milliseconds of a turn (p50) at some lengths of a conversation; those that time allows."""
    lengths = budget.lengths
    talks = long_talks(recording.plain, lengths, WINDOW, budget.long_conversations)
    file = write(talks, folder / "long.json")
    report = played(
        Job(str(file), serving.way, [serving.port], 1, budget.length_seconds, most=len(talks), reconnect=50)
    )
    found: dict[str, float] = {}
    for length in lengths:
        waits = [wait for turn, wait in report["turns"] if length <= turn < length + WINDOW]
        if len(waits) >= WINDOW // 2:
            found[str(length)] = percentiles(waits)["p50_ms"]
    return found
