"""``make bench`` itself: what is sent is what was recorded, stock Rasa is stock, and a broken promise is noticed."""

from __future__ import annotations

import asyncio
import copy
import json
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bench import speed_report, training
from bench.grown import grow
from bench.load import Conversation, Job, address, play, played
from bench.replay import long_talks, quick_talks, slip
from bench.service import free_port
from bench.turns import level, percentiles, quick_messages
from bot.resources.loader import library, load

ROOT = Path(__file__).resolve().parents[2]
TALKS = [
    {"voice": "nl", "turns": [["text", "eerste vraag"], ["payload", "/greet"], ["text", "tweede vraag"]]},
    {"voice": "en", "turns": [["text", "first question"], ["text", "second question"], ["text", "third question"]]},
]


class Service:
    """Keeps what it was sent, and answers as ours or as Rasa does."""

    def __init__(self, answer: Any, status: int = 200, seconds: float = 0) -> None:
        self.heard: list[tuple[str, dict[str, Any]]] = []
        self._answer = answer
        self._status = status
        self._seconds = seconds

    async def __call__(self, request: web.Request) -> web.Response:
        self.heard.append((str(request.remote), await request.json()))
        await asyncio.sleep(self._seconds)
        return web.json_response(self._answer, status=self._status)


async def _played(service: Service, folder: Path, **job: Any) -> Any:
    (folder / "talks.json").write_text(json.dumps(TALKS))
    app = web.Application()
    app.router.add_post("/{path:.*}", service)
    async with TestServer(app) as server:
        assert server.port
        return await play(Job(str(folder / "talks.json"), ports=[server.port], **job))


async def test_ours_is_sent_the_recorded_turns_in_one_session(tmp_path: Path) -> None:
    service = Service({"session": "abc", "messages": ["said"]})
    report = await _played(service, tmp_path, way="ours", most=1)
    bodies = [{key: body[key] for key in body if key != "turn"} for _, body in service.heard]
    assert bodies == [
        {"voice": "nl", "text": "eerste vraag"},
        {"session": "abc", "payload": "/greet"},
        {"session": "abc", "text": "tweede vraag"},
    ]
    assert [turn for turn, _ in report.turns] == [1, 2, 3]
    assert (report.silent, report.failed, report.conversations) == (0, {}, 1)


async def test_rasa_is_sent_the_same_as_messages_of_one_sender(tmp_path: Path) -> None:
    service = Service([{"text": "said"}])
    await _played(service, tmp_path, way="rest", most=1)
    assert [body["message"] for _, body in service.heard] == [said for _, said in TALKS[0]["turns"]]
    assert len({body["sender"] for _, body in service.heard}) == 1
    assert {body["metadata"]["voice"] for _, body in service.heard} == {"nl"}


async def test_every_conversation_comes_from_an_address_of_its_own(tmp_path: Path) -> None:
    service = Service([{"text": "said"}])
    await _played(service, tmp_path, way="rest", most=4)
    assert Counter(remote for remote, _ in service.heard) == {address(number): 3 for number in range(4)}


def test_the_client_as_a_process_tells_what_failed(tmp_path: Path) -> None:
    (tmp_path / "talks.json").write_text(json.dumps(TALKS))
    report = played(Job(str(tmp_path / "talks.json"), "ours", [free_port()], most=2))  # nobody answers there
    assert report["failed"] == {"no connection: ConnectionRefusedError": 2}
    assert (report["conversations"], report["turns"]) == (2, [])


def test_addresses_are_not_used_twice() -> None:
    numbers = [*range(3000), *range(2_000_000, 2_003_000), *range(9_000_000, 9_001_000)]
    assert len({address(number) for number in numbers}) == len(numbers)


@pytest.mark.parametrize(("way", "answer"), [("ours", {"session": "abc", "messages": []}), ("rest", [])])
async def test_an_answer_without_words_is_counted(tmp_path: Path, way: str, answer: Any) -> None:
    assert (await _played(Service(answer), tmp_path, way=way, most=1)).silent == len(TALKS[0]["turns"])


async def test_an_error_ends_the_conversation_and_is_counted(tmp_path: Path) -> None:
    report = await _played(Service({}, status=503), tmp_path, way="ours", most=2)
    assert report.failed == {"503": 2}
    assert report.turns == []


async def test_what_does_not_come_in_time_counts_with_the_time_until_then(tmp_path: Path) -> None:
    service = Service([{"text": "said"}], seconds=5)
    report = await _played(service, tmp_path, way="rest", clients=3, seconds=0.2, drain=0.3)
    assert (report.unfinished, report.within, report.failed) == (3, 0, {})
    assert all(400 < wait < 2000 for _, wait in report.turns)


async def test_three_messages_are_sent_at_once(tmp_path: Path) -> None:
    service = Service([{"text": "said"}])
    report = await _played(service, tmp_path, way="rest", most=0, together=True)
    assert report.together == []
    (tmp_path / "more").mkdir()
    TALKS_OF_FOUR = {"voice": "nl", "turns": [["text", str(number)] for number in range(4)]}
    (tmp_path / "four.json").write_text(json.dumps([TALKS_OF_FOUR]))
    app = web.Application()
    app.router.add_post("/{path:.*}", service)
    async with TestServer(app) as server:
        assert server.port
        report = await play(Job(str(tmp_path / "four.json"), "rest", [server.port], most=1, together=True))
    assert len(report.together) == 1
    assert report.together[0] == sorted(report.together[0])
    assert len(report.together[0]) == 3
    assert len(service.heard) == 4


def test_a_turn_says_its_voice_only_when_it_begins() -> None:
    conversation = Conversation("ours", 1, "en@kind")
    assert json.loads(conversation.body(1, "text", "hi"))["voice"] == "en@kind"
    conversation.heard(b'{"session": "xyz", "messages": [1]}')
    assert json.loads(conversation.body(2, "text", "hi")) == {"session": "xyz", "text": "hi", "turn": "1-2"}


def test_a_slip_swaps_two_letters_of_one_word() -> None:
    text = "hoe lang mag een repetitiedag eigenlijk duren"
    slipped = {slip(text, random.Random(seed)) for seed in range(40)}
    assert len(slipped) > 10
    for one in slipped - {text}:  # two equal letters may have changed places
        assert sorted(one) == sorted(text)
        assert sum(a != b for a, b in zip(one, text, strict=True)) == 2
    assert slip("ok 👍 ja", random.Random(1)) == "ok 👍 ja"


def test_long_conversations_ask_the_same_at_each_length() -> None:
    said = [{"voice": "nl", "turns": [("text", f"repetitiedag {number}")]} for number in range(30)]
    (talk,) = long_talks(said, (1, 20, 50), 5, 1)
    assert len(talk["turns"]) == 55
    numbers = [text.split()[1] for _, text in talk["turns"]]
    assert numbers[0:5] == numbers[19:24] == numbers[49:54]


def test_of_quick_messages_each_is_once_in_every_place() -> None:
    said = [{"voice": voice, "turns": [("text", f"{voice} {number}")]} for number in range(9) for voice in ("nl", "en")]
    found = quick_talks(said)
    assert len(found) == 12
    for start in range(0, 12, 3):
        same = found[start : start + 3]
        before, *places = zip(*[[text for _, text in talk["turns"]] for talk in same], strict=True)
        assert len(set(before)) == 1
        assert len(places) == 3
        assert all(set(place) == set(places[0]) and len(set(place)) == 3 for place in places)
        assert {text.split()[0] for place in places for text in place} == {same[0]["voice"]}


def test_percentiles_and_levels() -> None:
    assert percentiles([float(number) for number in range(101)]) == {"p50_ms": 50, "p95_ms": 95, "p99_ms": 99}
    assert percentiles([]) == {"p50_ms": 0, "p95_ms": 0, "p99_ms": 0}
    one = {
        "within": 20,
        "seconds": 2.0,
        "failed": {},
        "silent": 0,
        "cpu_seconds": 0.1,
        "played_before": 0,
        "unfinished": 0,
    }
    rounds = [{**one, "turns": [[1, wait]] * 20, "service_cpu": 0.4} for wait in (10.0, 20.0, 90.0)]
    row = level(rounds)
    assert (row["p50_ms"], row["turns_per_second"], row["cpu_ms_per_turn"]) == (20, 10, 20)


def test_quick_messages_are_also_told_each_by_itself() -> None:
    assert quick_messages([[[10, 20, 40]], [[10, 20, 40]]]) == {
        "until_answer_ms": [10, 20, 40],
        "each_took_ms": [10, 10, 20],
        "times": 2,
    }


def test_the_default_pipeline_is_that_of_the_installed_rasa() -> None:
    config = training.default_config(7)
    names = [part["name"] for part in (*config["pipeline"], *config["policies"])]
    assert {"DIETClassifier", "ResponseSelector", "TEDPolicy", "RulePolicy"} <= set(names)
    assert not [name for name in names if "." in name]  # nothing of our own understands or decides
    assert {part["epochs"] for part in (*config["pipeline"], *config["policies"]) if "epochs" in part} == {7}
    assert training.default_epochs() == 100


def test_split_examples_are_the_same_under_four_times_the_labels() -> None:
    whole, split = training.our_examples(), training.split_recipe(4).examples
    assert Counter(text for texts in split.values() for text in texts) == Counter(
        text for texts in whole.values() for text in texts
    )
    assert len(split) == 4 * len(whole)


def test_a_share_is_taken_of_every_label() -> None:
    whole, part = training.our_examples(), training.our_examples(0.1)
    assert part.keys() == whole.keys()
    assert all(len(texts) == -(-len(whole[label]) // 10) for label, texts in part.items())


def test_a_model_is_kept_until_what_it_is_made_of_changes(tmp_path: Path) -> None:
    recipe = training.default_recipe(3, 0.01)
    assert training.kept(recipe, tmp_path) is None
    (tmp_path / "default.tar.gz").write_bytes(b"a model")
    (tmp_path / "default.json").write_text(json.dumps({"fingerprint": recipe.fingerprint()}))
    assert training.kept(training.default_recipe(3, 0.01), tmp_path)
    assert training.kept(training.default_recipe(4, 0.01), tmp_path) is None
    assert training.kept(training.default_recipe(3, 0.02), tmp_path) is None


def test_seconds_of_an_epoch_leave_out_the_first() -> None:
    log = (
        "Epochs:   0%|          | 0/3 [00:00<?, ?it/s]Epochs:  33%|###   | 1/3 [00:19<00:38, 19.54s/it]"
        "Epochs:  67%|###   | 2/3 [00:30<00:15, 15.2s/it, loss=4]\rEpochs: 100%|######| 3/3 [01:41<00:00, 14.4s/it]\n"
        "Epochs:   0%|          | 0/3 [00:00<?, ?it/s]\rEpochs: 100%|######| 3/3 [1:00:06<00:00, 2.1s/it]"
    )
    diet, policy = training._bars(log)
    assert diet == {"epochs": 3, "seconds": 101, "per_epoch": 41}
    assert policy["seconds"] == 3606


def test_grown_content_is_right_and_twice_as_much(tmp_path: Path) -> None:
    grow(tmp_path, 2)
    grown = load(tmp_path)
    for kind in ("rights", "plans", "organisations"):
        assert len(getattr(grown, kind)) == 2 * len(getattr(library(), kind))


def test_the_actions_bring_nothing_of_our_server_into_stock_rasa() -> None:
    looks = (
        "import importlib, pkgutil, sys, actions\n"
        "for found in pkgutil.iter_modules(actions.__path__): importlib.import_module('actions.' + found.name)\n"
        "sys.exit(any(name.startswith('bot.server') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", looks], cwd=ROOT).returncode == 0


def _level(p50: float, per_second: float) -> dict[str, Any]:
    waits = {"p50_ms": p50, "p95_ms": p50 * 2, "p99_ms": p50 * 3, "turns_per_second": per_second}
    rest = {
        "cpu_ms_per_turn": p50,
        "turns": 100,
        "unfinished": 0,
        "failed": {},
        "without_a_word": 0,
        "client_cpu_share": 0.1,
    }
    return {**waits, **rest, "conversations_played_before": 0}


def _peer(p50: float) -> dict[str, Any]:
    return {
        "levels": {str(many): _level(p50 * many**0.5, 1000 / p50) for many in (1, 8, 32, 128)},
        "quick_messages": {"until_answer_ms": [p50, 2 * p50, 3 * p50], "each_took_ms": [p50] * 3, "times": 5},
        "start_s": {"first page": 0.5, "first danger answer": 0.6, "first answer of the model": 5.0},
        "memory_at_start_mb": 300,
        "model_mb": 40,
        "sessions": {"sessions": 10_000, "extrapolated": False, "with_10000_mb": 350},
    }


REPORT: dict[str, Any] = {
    "date": "2026-01-01",
    "machine": "a machine",
    "quick": False,
    "budget": {"rounds": 2, "passes": 6, "level_seconds": 7.0, "drain_seconds": 15.0, "session_seconds": 60.0},
    "conversations": {"written": 184, "played": 1000, "turns": 5000},
    "installed_mb": {"environment": 3, "ours": 2, "rasa": 1},
    "peers": {
        "ours": {**_peer(6.0), "training": {"seconds": 90.0}},
        "stock": {**_peer(40.0), "long": {"1": 40.0, "100": 90.0}},
        "default": {
            **_peer(50.0),
            "training": {
                "epochs": [2, 2],
                "of_epochs": 100,
                "examples": 900,
                "share": 0.5,
                "seconds": 600.0,
                "peak_mb": 4000,
                "seconds_per_epoch": [20.0, 30.0],
                "all_epochs_seconds": 5000,
            },
        },
    },
    "growth": {
        "length": {"p50_ms": {"1": 6.0, "100": 7.0, "500": 7.1}},
        "size": {
            "content": {
                "times": 10,
                "before_p50_ms": 6.0,
                "after_p50_ms": 6.3,
                "ratio": 1.05,
                "first_page_s": {"plain": 0.5, "content": 9.0},
            },
            "intents": {
                "times": 4,
                "labels": 548,
                "before_p50_ms": 6.0,
                "after_p50_ms": 6.6,
                "ratio": 1.1,
                "training": {"share": 0.5, "seconds": 200.0},
            },
        },
        "sessions": {"100": {"p50_ms": 6.0, "p95_ms": 9.0, "p99_ms": 12.0, "service_mb": 300, "redis_mb": 1}},
    },
    "two_services": {"clients": 8, "one_per_second": 150.0, "two_per_second": 250.0, "times": 1.67},
    "minutes": 15.0,
}


def _report(*path: Any) -> dict[str, Any]:
    """The report, with the last of ``path`` as the value of the rest of it."""
    report = copy.deepcopy(REPORT)
    if path:
        *way, key, value = path
        place = report
        for step in way:
            place = place[step]
        place[key] = value
    report["ratios"] = speed_report.ratios(report)
    return report


def test_kept_promises_are_not_called_broken() -> None:
    assert speed_report.broken(_report()) == []


@pytest.mark.parametrize(
    "path",
    [
        ("peers", "ours", "levels", "1", "p99_ms", 31.0),
        ("peers", "ours", "levels", "32", "p95_ms", 251.0),
        ("peers", "stock", "levels", "1", "p50_ms", 29.0),
        ("peers", "ours", "sessions", "with_10000_mb", 401),
        ("peers", "ours", "start_s", "first answer of the model", 6.1),
        ("peers", "ours", "start_s", "first page", 1.1),
        ("peers", "ours", "start_s", "first danger answer", 1.1),
        ("peers", "ours", "quick_messages", "each_took_ms", [6.0, 9.1, 6.0]),
        ("peers", "ours", "quick_messages", "each_took_ms", [6.0, 6.0, 9.1]),
        ("peers", "ours", "levels", "8", "failed", {"503": 1}),
        ("peers", "stock", "levels", "8", "without_a_word", 1),
        ("growth", "length", "p50_ms", {"1": 6.0, "100": 7.3}),
        ("growth", "size", "content", "ratio", 1.21),
    ],
    ids=lambda path: " ".join(map(str, path[1:-1])),
)
def test_each_broken_promise_is_named(path: tuple[Any, ...]) -> None:
    assert len(speed_report.broken(_report(*path))) == 1


def test_a_slow_turn_is_named_by_itself_and_beside_stock_rasa() -> None:
    lines = speed_report.broken(_report("peers", "ours", "levels", "1", "p50_ms", 9.1))
    assert [line.split(":")[0] for line in lines] == ["turn p50, 1 client", "turn p50"]


def test_too_few_turns_a_second_are_forgiven_when_two_services_manage() -> None:
    report = _report("peers", "ours", "levels", "8", "turns_per_second", 149.0)
    assert speed_report.broken(report) == []
    report["two_services"]["two_per_second"] = 219.0
    assert len(speed_report.broken(report)) == 1


def test_the_page_says_the_ratios_and_how_far_the_default_was_trained() -> None:
    page = speed_report.page(_report())
    assert "| turn, 1 client, p50 | **6.7** times less | **8.3** times less |" in page
    assert "2 of 100 epochs" in page
    assert "50 % of each label" in page
    assert "All were kept." in page
    assert "| stock Rasa, our model | 40.0 ms | 90.0 ms | not reached |" in page
    assert "{{" not in page


def test_what_was_cut_off_is_called_at_least() -> None:
    page = speed_report.page(_report("peers", "stock", "levels", "128", "unfinished", 3))
    assert "| turn, 128 clients, p50 | 67.8823 ms | ≥ 452.548 ms |" in page
    assert "| turn, 128 clients, p50 | at least **6.7** times less |" in page
    ours = _report("peers", "ours", "levels", "128", "unfinished", 3)
    assert "turn, 128 clients, p50" not in ours["ratios"]["stock"]


def test_parts_alone_have_a_table_and_a_page() -> None:
    report = _report()
    del report["growth"], report["two_services"], report["peers"]["default"], report["peers"]["stock"]
    report["ratios"] = speed_report.ratios(report)
    assert report["ratios"] == {}
    assert "turn, 8 clients, p50" in speed_report.table(report)
    assert "## Growing" not in speed_report.page(report)


def test_the_same_figures_give_the_same_plot(tmp_path: Path) -> None:
    for name in ("one.svg", "two.svg"):
        speed_report.plot(_report(), tmp_path / name)
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()
