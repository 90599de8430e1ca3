"""Everyone is answered in turn, and nobody waits without an end."""

from __future__ import annotations

import asyncio

import pytest

from bot.server.gate import _CROWD, _GENERATION, REMEMBERED, Busy, Gate
from tests.server.fake_clock import FakeClock


async def settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


async def visit(gate: Gate, asker: str, order: list[str]) -> None:
    """Come in and go, noted in the order of coming in."""
    async with gate.turn(asker):
        order.append(asker)
        await asyncio.sleep(0)


async def stay(gate: Gate, asker: str, leave: asyncio.Event) -> str:
    """Stay inside until all may leave."""
    try:
        async with gate.turn(asker):
            await leave.wait()
            return "answered"
    except Busy:
        return "busy"


async def test_no_more_inside_than_fit() -> None:
    gate, inside, most = Gate(at_once=3), 0, 0

    async def visit(asker: str) -> None:
        nonlocal inside, most
        async with gate.turn(asker):
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0)
            inside -= 1

    await asyncio.gather(*(visit(f"asker {number % 7}") for number in range(60)))
    assert (most, inside) == (3, 0)


async def test_who_is_here_longer_does_not_wait_for_newer_ones_inside() -> None:
    clock, leave = FakeClock(), asyncio.Event()
    gate = Gate(at_once=1, most=3, clock=clock)
    leave.set()
    for moment, asker in enumerate(("anna", "bob", "carl", "dirk")):
        clock.now = moment * _GENERATION
        await stay(gate, asker, leave)
    await settle()
    leave.clear()
    order = []

    async def inside(asker: str) -> None:
        async with gate.turn(asker):
            order.append(asker)
            await leave.wait()

    tasks = [asyncio.create_task(inside(asker)) for asker in ("carl", "dirk", "bob", "anna")]
    await settle()
    assert order == ["carl", "bob", "anna"], "dirk is newer than carl"
    late = asyncio.create_task(inside("anna"))
    await settle()
    assert len(order) == 3, "no more than three, and not one twice"
    leave.set()
    await asyncio.gather(*tasks, late)
    await settle()
    assert sorted(order) == ["anna", "anna", "bob", "carl", "dirk"]
    assert gate._inside == set()


async def test_in_a_crowd_one_at_a_time_so_that_whoever_was_here_before_hardly_notices() -> None:
    clock, leave, order = FakeClock(), asyncio.Event(), []
    gate = Gate(at_once=3, most=4, clock=clock)
    await visit(gate, "anna", order)
    await settle()
    clock.now = _GENERATION
    crowd = [asyncio.create_task(stay(gate, f"crowd {number}", leave)) for number in range(_CROWD + 9)]
    await settle()
    assert len(gate._inside) == 3
    crowd[0].cancel()
    await settle()
    assert len(gate._inside) == 2, "too many wait to let another in"
    await asyncio.wait_for(visit(gate, "anna", order), 10)
    assert order == ["anna", "anna"], "she does not wait for them"
    leave.set()
    await asyncio.gather(*crowd, return_exceptions=True)


async def test_those_who_begin_together_are_answered_in_turn() -> None:
    gate, order, over = Gate(at_once=1), [], asyncio.Event()

    async def always_here(asker: str) -> None:
        while not over.is_set():
            await visit(gate, asker, order)
            if len(order) >= 60:
                over.set()

    await asyncio.gather(*(always_here(asker) for asker in ("anna", "bob", "carl", "dirk")))
    assert min(order[:60].count(asker) for asker in ("anna", "bob", "carl", "dirk")) >= 13


async def test_who_takes_long_holds_up_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.server.gate._LONG", 0.05)
    gate, leave, order = Gate(at_once=1, most=2), asyncio.Event(), []
    long = asyncio.create_task(stay(gate, "anna", leave))
    await settle()
    for asker in ("anna", "bob", "anna"):
        await asyncio.wait_for(visit(gate, asker, order), 10)
    assert order == ["anna", "bob", "anna"]
    leave.set()
    assert await long == "answered"
    await settle()
    assert gate._inside == set()


async def test_one_who_asks_a_lot_keeps_nobody_waiting() -> None:
    gate, order = Gate(at_once=1, per_asker=100), []
    greedy = [asyncio.create_task(visit(gate, "greedy", order)) for _ in range(50)]
    await settle()
    before = len(order)
    modest = [asyncio.create_task(visit(gate, asker, order)) for asker in ("anna", "bob")]
    await asyncio.gather(*greedy, *modest)
    assert max(order.index("anna"), order.index("bob")) <= before + 5
    assert len(order) == 52


async def test_who_was_here_before_a_crowd_comes_before_it() -> None:
    clock, order = FakeClock(), []
    gate = Gate(at_once=1, waiting=500, clock=clock)
    await visit(gate, "anna", order)
    clock.now = _GENERATION
    crowd = [asyncio.create_task(visit(gate, f"crowd {number}", order)) for number in range(100)]
    await settle()
    for _ in range(5):
        before = len(order)
        await visit(gate, "anna", order)
        assert order.index("anna", before) <= before + 2, "one inside, and perhaps one whose turn it was"
    await asyncio.gather(*crowd)


async def test_the_crowd_comes_in_too() -> None:
    clock, order, over = FakeClock(), [], asyncio.Event()
    gate = Gate(at_once=1, clock=clock)

    async def always_here(asker: str) -> None:
        while not over.is_set():
            await visit(gate, asker, order)

    early = [asyncio.create_task(always_here(asker)) for asker in ("anna", "bob", "carl")]
    await settle()
    clock.now = _GENERATION
    late = [asyncio.create_task(visit(gate, f"late {number}", order)) for number in range(10)]
    await asyncio.wait_for(asyncio.gather(*late), 10)
    over.set()
    await asyncio.gather(*early)
    assert len(order) >= 40, "and those who were here before had most of the places"


async def test_in_a_crowd_too_large_the_newest_has_to_go() -> None:
    clock, leave = FakeClock(), asyncio.Event()
    gate = Gate(at_once=1, waiting=3, clock=clock)
    leave.set()
    assert await stay(gate, "anna", leave) == "answered"
    await settle()
    leave.clear()
    clock.now = _GENERATION
    crowd = [asyncio.create_task(stay(gate, f"crowd {number}", leave)) for number in range(6)]
    await settle()
    anna = asyncio.create_task(stay(gate, "anna", leave))
    await settle()
    leave.set()
    assert await anna == "answered"
    assert await asyncio.gather(*crowd) == ["answered"] * 3 + ["busy"] * 3


async def test_what_holds_up_the_loop_lets_others_be_heard_in_between() -> None:
    gate, heard = Gate(at_once=1), []

    async def page(number: int) -> None:
        async with gate.turn(f"crowd {number}"):
            heard.append("page")

    async def other() -> None:
        for _ in range(8):
            await asyncio.sleep(0)
        heard.append("other")

    pages = [asyncio.create_task(page(number)) for number in range(20)]
    await asyncio.gather(*pages, asyncio.create_task(other()))
    assert heard.index("other") <= 3


async def test_who_is_long_silent_is_forgotten() -> None:
    clock = FakeClock()
    gate = Gate(clock=clock)
    for moment, asker in ((0, "anna"), (300, "bob")):
        clock.now = moment
        async with gate.turn(asker):
            pass
        await settle()
    clock.now = REMEMBERED + 1
    gate.sweep()
    assert list(gate._came) == list(gate._last) == ["bob"]


async def test_too_many_are_refused_at_once() -> None:
    gate, leave = Gate(at_once=1, waiting=3, per_asker=2), asyncio.Event()
    tasks = [asyncio.create_task(stay(gate, asker, leave)) for asker in ("a", "a", "a", "a", "b", "c")]
    await settle()
    assert [task.done() for task in tasks] == [False, False, True, True, False, False]
    leave.set()
    assert await asyncio.gather(*tasks) == ["answered", "answered", "busy", "busy", "answered", "answered"]


@pytest.mark.parametrize("inside", [False, True])
async def test_who_gives_up_leaves_its_place(inside: bool) -> None:
    gate, leave = Gate(at_once=1), asyncio.Event()
    tasks = [asyncio.create_task(stay(gate, "a", leave)) for _ in range(3)]
    await settle()
    tasks[0 if inside else 1].cancel()
    await settle()
    leave.set()
    await asyncio.gather(*tasks, return_exceptions=True)
    await settle()
    assert (gate._inside, gate._length, gate._lines) == (set(), 0, {})
