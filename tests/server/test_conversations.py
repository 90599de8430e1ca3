"""What every channel may count on: one answer per message, in order, kept with the conversation or not at all."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.server import assistant as assistants
from bot.server.assistant import Assistant
from bot.server.bad_request import BadRequest
from bot.server.conversation_store import MemoryStore, StoreAway
from bot.server.conversations import Conversations
from bot.server.counters import Counters
from bot.server.limits import Limits
from bot.server.sessions import Session
from bot.understanding.classifier import IntentModel
from bot.voice import Voice

PLAN, NEXT = {"text": "stappenplan te lange dagen"}, {"text": "volgende"}


class Shared(MemoryStore):
    """A store that can be away, and lets another service come in between."""

    def __init__(self) -> None:
        super().__init__()
        self.away = False
        self.before_saving: list[Any] = []

    async def load(self, session_id: str) -> Session | None:
        if self.away:
            raise StoreAway
        return await super().load(session_id)

    async def save(self, session: Session) -> bool:
        if self.away:
            raise StoreAway
        if self.before_saving:
            await self.before_saving.pop()()
        return await super().save(session)

    async def delete(self, session_id: str) -> None:
        if self.away:
            raise StoreAway
        await super().delete(session_id)


@pytest.fixture
def store() -> Shared:
    return Shared()


@pytest.fixture
def talk(assistant: Assistant, store: Shared) -> Conversations:
    return Conversations(assistant, store)


def step_of(messages: list[dict[str, Any]]) -> int | None:
    """The step of a plan that an answer stands at."""
    return next((card["current"] for message in messages if (card := message.get("card") or {}).get("current")), None)


def another_service(talk: Conversations, store: Shared) -> Conversations:
    """A second service on the same conversations."""
    same = MemoryStore()
    same._kept = store._kept
    return Conversations(talk.assistant, same, talk.ids)


async def begun(talk: Conversations) -> Session:
    session, _ = await talk.say(None, PLAN, Voice.NL)
    return session


async def step(talk: Conversations, session: Session, **said: Any) -> int | None:
    return step_of((await talk.say(session.id, {**NEXT, **said}, Voice.NL))[1])


async def test_a_message_that_comes_again_takes_no_further_step(talk: Conversations) -> None:
    session = await begun(talk)
    assert [await step(talk, session, turn="a") for _ in range(3)] == [1, 1, 1]
    assert [await step(talk, session, turn="b"), await step(talk, session)] == [2, 3]


async def test_another_service_in_between_is_taken_into_account(talk: Conversations, store: Shared) -> None:
    session, other = await begun(talk), another_service(talk, store)

    async def other_answers() -> None:
        await other.say(session.id, NEXT, Voice.NL)

    store.before_saving = [other_answers]
    assert await step(talk, session) == 2
    store.before_saving = [other_answers] * 9
    with pytest.raises(BadRequest) as error:
        await step(talk, session)
    assert error.value.status == 503


async def test_the_same_message_at_two_services_counts_once(talk: Conversations, store: Shared) -> None:
    session, other = await begun(talk), another_service(talk, store)

    async def other_answers() -> None:
        await other.say(session.id, {**NEXT, "turn": "t"}, Voice.NL)

    store.before_saving = [other_answers]
    assert await step(talk, session, turn="t") == 1
    assert await step(talk, session, turn="u") == 2


async def test_deleted_while_the_answer_is_on_its_way(talk: Conversations, store: Shared) -> None:
    session = await begun(talk)

    async def deleted() -> None:
        await talk.end(session.id)

    store.before_saving = [deleted]
    assert await step(talk, session) == 1
    assert len(store) == 0
    with pytest.raises(BadRequest) as error:
        await step(talk, session)
    assert error.value.code == "unknown_session"


async def test_a_store_that_is_away_loses_nothing(talk: Conversations, store: Shared) -> None:
    session = await begun(talk)
    await step(talk, session)
    store.away = True
    for said, number in ((NEXT, "112"), ({"text": "he raped me"}, "0800-0188"), ({"payload": "/next_step"}, "112")):
        with pytest.raises(BadRequest) as error:
            await talk.say(session.id, said, Voice.EN)
        assert (error.value.status, error.value.voice) == (503, Voice.EN)
        assert error.value.messages
        assert number in error.value.messages[0]["text"]
        assert not error.value.messages[0]["buttons"], "nobody would remember that they were offered"
    for asking in (talk.open(Voice.NL), talk.end(session.id), talk.say(None, PLAN, Voice.NL)):
        with pytest.raises(BadRequest):
            await asking
    store.away = False
    assert await step(talk, session) == 2


async def test_too_many_messages_still_get_the_card_of_danger(assistant: Assistant) -> None:
    talk = Conversations(assistant, limits=Limits(1))
    await talk.say(None, {"text": "hoi"}, Voice.NL_KIND)
    with pytest.raises(BadRequest) as error:
        await talk.say(None, {"text": "me juf slaat mij"}, Voice.NL_KIND)
    assert error.value.status == 429
    assert error.value.messages
    assert error.value.messages[0]["card"]["kind"] == "emergency"
    assert "112" in error.value.messages[0]["text"].splitlines()[0]


async def test_quick_messages_keep_their_order(talk: Conversations) -> None:
    session = await begun(talk)
    assert await asyncio.gather(*(step(talk, session) for _ in range(4))) == [1, 2, 3, 4]


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assistants, "PATIENCE", 0.3)


async def test_a_slow_action_does_not_keep_anyone_waiting(
    talk: Conversations, impatient: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = await begun(talk)
    with monkeypatch.context() as patched:

        async def slow(*_: Any, **__: Any) -> Any:
            await asyncio.sleep(60)

        patched.setattr(talk.assistant.engine.agent.processor.action_endpoint, "request", slow)
        for text, number in (("volgende", "112"), ("ik wil dood", "113")):
            _, messages = await talk.say(session.id, {"text": text}, Voice.NL)
            assert number in messages[0]["text"]
            assert messages[0]["card"]["numbers"]
    assert await step(talk, session) == 1, "the plan stands where it stood"


@pytest.fixture(params=[MemoryError, RecursionError, ZeroDivisionError])
def failing(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def fails(self: IntentModel, text: str, *_: Any) -> Any:
        raise request.param

    monkeypatch.setattr(IntentModel, "rank", fails)
    yield


async def test_a_model_that_fails_leaves_the_conversation_alone(talk: Conversations, failing: None) -> None:
    _, messages = await talk.say(None, {"text": "my teacher hit me"}, Voice.EN_KIND)
    assert "112" in messages[0]["text"].splitlines()[0]
    session, messages = await talk.say(None, {"text": "hoeveel rust krijg ik"}, Voice.NL)
    assert messages[0]["card"]["numbers"]
    assert (await talk.say(session.id, {"payload": "/talk_to_human"}, Voice.NL))[1]


async def test_a_long_conversation_keeps_its_place_and_stays_small(talk: Conversations, store: Shared) -> None:
    session = await begun(talk)
    assert [await step(talk, session), await step(talk, session)] == [1, 2]
    sizes = []
    for number in range(40):
        await talk.say(session.id, {"text": ("ik ben 25", "dank je", "wie is dat", "hoi")[number % 4]}, Voice.NL)
        kept = await store.load(session.id)
        assert kept
        sizes.append(len(kept.encoded()))
    tracker = talk.assistant.engine.tracker(kept)
    assert tracker is not None
    assert len([event for event in tracker.events if event.type_name == "user"]) <= 16
    assert max(sizes[20:]) <= 1.5 * max(sizes[:20])
    assert await step(talk, session) == 3


async def test_a_form_that_is_long_open_goes_on(talk: Conversations) -> None:
    session, _ = await talk.say(None, {"text": "mijn docent doet raar tegen mij"}, Voice.NL)
    for _ in range(20):
        await talk.say(session.id, {"text": "wat is mores"}, Voice.NL)
    kept = await talk.store.load(session.id)
    assert kept
    tracker = talk.assistant.engine.tracker(kept)
    assert tracker is not None
    assert tracker.active_loop_name == "situation_form"
    assert tracker.get_slot("requested_slot")


async def test_who_asks_to_be_forgotten_is_forgotten(talk: Conversations) -> None:
    session, _ = await talk.say(None, {"text": "ik ben 10 en mijn juf slaat mij"}, Voice.NL)
    await talk.say(session.id, {"text": "vergeet wat ik zei", "turn": "x"}, Voice.NL)
    kept = await talk.store.load(session.id)
    assert kept
    assert (kept.about, kept.alarmed, kept.tracker, kept.before) == (None, None, None, None)
    assert (await talk.say(session.id, {"text": "hoeveel rust krijg ik"}, Voice.NL))[1]


async def test_what_was_asked_is_counted_by_topic_only(assistant: Assistant, tmp_path: Path) -> None:
    talk = Conversations(assistant, counters=Counters(tmp_path))
    for number in range(12):
        await talk.say(None, {"text": f"hoeveel rust tussen twee voorstellingen, zegt kanarie{number}"}, Voice.NL)
    assert list(tmp_path.iterdir()) == [], "nothing of a day is written while it runs"
    await talk.close()
    (file,) = tmp_path.iterdir()
    assert json.loads(file.read_text())["topics"] == {"ask_right/rest_time": {"nl": 12}}
