"""Numbers about what was asked move in lumps, all at once and seldom, so that no change is one person's question."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.server.counters import THRESHOLD
from bot.server.lumps import AMONG, EVERY, Lumps
from tests.server.fake_clock import FakeClock

LABELS = [("group", "right"), ("group", "danger"), ("level", "now"), ("voice", "nl")]
bursts = st.lists(
    st.tuples(st.sets(st.sampled_from(LABELS)), st.integers(1, 150), st.sampled_from([0.0, 1.0, 900.0, EVERY])),
    max_size=25,
)


@given(bursts)
@settings(max_examples=300)
def test_numbers_move_in_lumps_among_many_and_seldom(sent: list[tuple[set[tuple[str, str]], int, float]]) -> None:
    clock = FakeClock()
    lumps = Lumps(LABELS, clock)
    true = dict.fromkeys(LABELS, 0)
    before, messages, moved = dict(lumps.told), 0, clock.now
    for labels, times, later in sent:
        clock.now += later
        for _ in range(times):
            lumps.count(labels)
            messages += 1
            for label in labels:
                true[label] += 1
            if lumps.told != before:
                assert messages >= AMONG and clock.now - moved >= EVERY
                assert all((lumps.told[label] - before[label]) % THRESHOLD == 0 for label in LABELS)
                assert all(0 <= true[label] - lumps.told[label] < THRESHOLD for label in LABELS), "nothing is lost"
                before, messages, moved = dict(lumps.told), 0, clock.now
            assert all(lumps.told[label] <= true[label] for label in LABELS)


@given(st.permutations([*[LABELS[:1]] * 70, *[LABELS[1:3]] * 15, *[LABELS[3:]] * 15]))
@settings(max_examples=100)
def test_in_which_order_they_were_asked_cannot_be_seen(order: list[list[tuple[str, str]]]) -> None:
    """Also not by watching all the time: nothing moves before the last of them, whatever that one asked."""
    clock = FakeClock()
    lumps = Lumps(LABELS, clock)
    clock.now = EVERY
    for labels in order[:-1]:
        lumps.count(labels)
        assert not any(lumps.told.values())
    lumps.count(order[-1])
    assert dict(lumps.told) == dict(zip(LABELS, (70, 10, 10, 10), strict=True))


def test_only_the_closed_list_is_counted() -> None:
    clock = FakeClock()
    lumps = Lumps(LABELS, clock)
    clock.now = EVERY
    for _ in range(AMONG):
        lumps.count([("group", "my name is Iris")])
    assert dict(lumps.told) == dict.fromkeys(LABELS, 0)
