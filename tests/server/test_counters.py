"""Counts without people: nothing small is ever written, nothing is lost that may be shown, nothing breaks an answer."""

from __future__ import annotations

import json
import os
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import clock
from bot.resources.loader import library
from bot.server import counters
from bot.server.counters import ANY, OTHER, THRESHOLD, Counters, closed_list, merged
from bot.voice import VOICES, Voice

LABELS = ("ask_right/breaks", "ask_right/rest_time", "ask_plan/late_pay", "danger/now", "find_help/grooming")
DAY = datetime(2026, 11, 25, 9, 30, tzinfo=clock.AMSTERDAM)
VOICE_NAMES = [voice.value for voice in VOICES]
tables = st.dictionaries(st.tuples(st.sampled_from([*LABELS, OTHER]), st.sampled_from(VOICE_NAMES)), st.integers(0, 40))
asked = st.lists(
    st.tuples(st.sampled_from([*LABELS, "my name is Iris"]), st.sampled_from(VOICES), st.integers(1, 25)), max_size=12
)


class Clock:
    """The moment, until told otherwise."""

    def __init__(self) -> None:
        self.now = DAY

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def moment(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock_ = Clock()
    monkeypatch.setattr(clock, "now", clock_)
    return clock_


def count(counters: Counters, label: str, times: int, voice: Voice = Voice.NL) -> None:
    for _ in range(times):
        counters.count(label, voice)


def sheet(folder: Path, day: str = "2026-11-25") -> dict[str, Any]:
    path = folder / f"{day}.json"
    return json.loads(path.read_text()) if path.exists() else {"topics": {}, "hours": {}}


def numbers(written: dict[str, Any]) -> dict[tuple[str, str], int]:
    """Every number of a sheet."""
    topics = {(label, voice): n for label, voices in written["topics"].items() for voice, n in voices.items()}
    return topics | {("hour", hour): n for hour, n in written["hours"].items()}


def total(written: dict[str, Any], table: str) -> int:
    return sum(n for (label, _), n in numbers(written).items() if (label == "hour") == (table == "hours"))


@given(tables)
@settings(max_examples=300)
def test_merging_keeps_the_total_and_nothing_small(table: dict[tuple[str, str], int]) -> None:
    shown, asked_in_all = merged(table), sum(table.values())
    assert all(n >= THRESHOLD for n in shown.values())
    assert sum(shown.values()) == (asked_in_all if asked_in_all >= THRESHOLD else 0)
    assert {label for label, _ in shown} <= {label for label, _ in table} | {OTHER}
    for (label, voice), n in shown.items():
        if label != OTHER:
            assert n == table[label, voice]
        elif voice != ANY:
            assert n <= sum(there for (_, spoken), there in table.items() if spoken == voice)


def test_small_numbers_go_to_other_of_their_voice_and_then_of_all() -> None:
    assert merged({("a", "nl"): 30, ("b", "nl"): 6, ("c", "nl"): 7}) == {("a", "nl"): 30, (OTHER, "nl"): 13}
    assert merged({("a", "nl"): 30, ("b", "nl"): 6, ("b", "en"): 7}) == {("a", "nl"): 30, (OTHER, ANY): 13}
    assert merged({("a", "nl"): 30, ("b", "nl"): 12, ("c", "en"): 1}) == {("a", "nl"): 30, (OTHER, ANY): 13}
    assert merged({("a", "nl"): 9}) == {}


@given(st.lists(st.tuples(asked, st.sampled_from(["stop", "midnight"])), max_size=6))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_file_and_no_difference_of_two_shows_a_small_number(
    moment: Clock, runs: list[tuple[list[tuple[str, Voice, int]], str]]
) -> None:
    moment.now = DAY
    with tempfile.TemporaryDirectory() as name:
        folder, counting, counted = Path(name), Counters(Path(name), LABELS), 0
        for said, end in runs:
            before = {path.name: numbers(json.loads(path.read_text())) for path in folder.glob("*.json")}
            for label, voice, times in said:
                moment.now = moment.now.replace(hour=(moment.now.hour + 5) % 24)
                count(counting, label, times, voice)
                counting.turn_of_day()
            part = sum(times for _, _, times in said)
            counted += part if part >= THRESHOLD else 0
            assert {path.name for path in folder.iterdir()} == {*before}, "written while the day was not over"
            if end == "stop":
                counting.write()
                counting = Counters(folder, LABELS)
            else:
                moment.now += timedelta(days=1)
                counting.turn_of_day()
            for path in folder.iterdir():
                after = numbers(json.loads(path.read_text()))
                added = Counter(after)
                added.subtract(before.get(path.name, {}))
                assert all(n >= THRESHOLD for n in after.values())
                assert all(n == 0 or n >= THRESHOLD for n in added.values())
                assert {label for label, _ in after} <= {*LABELS, OTHER, "hour"}
        sheets = [json.loads(path.read_text()) for path in folder.iterdir()]
        assert [sum(total(each, table) for each in sheets) for table in ("topics", "hours")] == [counted, counted]


def test_a_day_is_written_when_it_is_over_and_not_before(tmp_path: Path, moment: Clock) -> None:
    counting = Counters(tmp_path, LABELS)
    count(counting, LABELS[0], 12)
    moment.now = DAY.replace(hour=23, minute=59)
    count(counting, LABELS[1], 11, Voice.EN_KIND)
    counting.turn_of_day()
    assert [*tmp_path.iterdir()] == []
    moment.now += timedelta(minutes=2)
    count(counting, LABELS[0], 40)
    counting.turn_of_day()
    assert sheet(tmp_path) == {
        "day": "2026-11-25",
        "threshold": THRESHOLD,
        "topics": {LABELS[0]: {"nl": 12}, LABELS[1]: {"en@kind": 11}},
        "hours": {"09": 12, "23": 11},
    }
    assert [path.name for path in tmp_path.iterdir()] == ["2026-11-25.json"]


def test_what_a_stopped_service_wrote_is_added_to(tmp_path: Path, moment: Clock) -> None:
    for times in (12, 15, 3):
        counting = Counters(tmp_path, LABELS)
        count(counting, LABELS[0], times)
        counting.write()
    assert sheet(tmp_path)["topics"] == {LABELS[0]: {"nl": 27}}


def test_unknown_labels_are_counted_as_other_and_never_written(tmp_path: Path) -> None:
    counting = Counters(tmp_path)
    for number in range(12):
        counting.count(f"ask_right/my name is Iris {number}", Voice.EN)
    count(counting, "ask_right/rest_time", 10, Voice.EN)
    counting.write()
    assert sheet(tmp_path)["topics"] == {OTHER: {"en": 12}, "ask_right/rest_time": {"en": 10}}


def test_the_closed_list_holds_what_the_model_can_say() -> None:
    known = closed_list(library(), ["greet"])
    assert {"greet", "danger/self_harm", "danger/worry", "find_help/unclear", "ask_about/mores"} <= known
    assert {f"ask_right/{right}" for right in library().rights} < known


def test_nothing_is_counted_without_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    counting = Counters(None)
    count(counting, LABELS[0], 50)
    counting.write()
    assert counting._days == {}
    assert [*tmp_path.iterdir()] == []


@pytest.fixture(params=["missing", "full", "file", "broken"])
def bad_folder(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder in which nothing can be written."""
    folder = tmp_path / "counts"
    if request.param == "file":
        folder.write_text("no folder")
    elif request.param != "missing":
        folder.mkdir()
    if request.param == "full":

        def full(file: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)
    elif request.param == "broken":
        (folder / "2026-11-25.json").write_text('{"topics": [1]}')
    yield folder


def test_what_cannot_be_written_is_said_once_and_kept(
    bad_folder: Path, moment: Clock, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    counting = Counters(bad_folder, LABELS)
    count(counting, LABELS[0], 12)
    moment.now += timedelta(days=1)
    for _ in range(5):
        counting.turn_of_day()
        count(counting, LABELS[0], 1)
    counting.write()
    assert [record.name for record in caplog.records] == ["bot.server.counters"]
    assert "COUNTS" in caplog.text
    assert not bad_folder.is_dir() or not [*bad_folder.glob("*.new")]

    monkeypatch.undo()
    monkeypatch.setattr(clock, "now", moment)
    if bad_folder.is_file():
        bad_folder.unlink()
    bad_folder.mkdir(exist_ok=True)
    (bad_folder / "2026-11-25.json").unlink(missing_ok=True)
    counting.turn_of_day()
    assert sheet(bad_folder)["topics"] == {LABELS[0]: {"nl": 12}}


def test_days_that_cannot_be_written_do_not_pile_up(tmp_path: Path, moment: Clock) -> None:
    counting = Counters(tmp_path / "missing", LABELS)
    for _ in range(30):
        count(counting, LABELS[0], 12)
        moment.now += timedelta(days=1)
        counting.turn_of_day()
    assert len(counting._days) == counters._KEPT_DAYS


def test_two_processes_take_turns(tmp_path: Path, moment: Clock, caplog: pytest.LogCaptureFixture) -> None:
    counting, other = Counters(tmp_path, LABELS), tmp_path / "2026-11-25.new"
    count(counting, LABELS[0], 12)
    other.write_text("another process writes")
    moment.now += timedelta(days=1)
    counting.turn_of_day()
    assert (other.read_text(), caplog.records) == ("another process writes", [])
    os.utime(other, (0, 0))
    counting.turn_of_day()
    assert sheet(tmp_path)["topics"] == {LABELS[0]: {"nl": 12}}
