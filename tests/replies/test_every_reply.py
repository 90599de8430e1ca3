"""What holds for every reply, whatever was asked, in every voice."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest

from bot.resources import language
from bot.resources.loader import library
from bot.voice import VOICES, Voice
from tests.replies.all_replies import Reply, everything, router, situations
from tests.replies.known import hrefs

_UNFILLED = re.compile(r"\{[^{}]*\}|\bNone\b|\bnan\b|%\(|<[a-z]+>")
_PAYLOAD = re.compile(r"/(?P<intent>[a-z_]+)(?P<entities>\{.*\})?")
_SCHEMES = ("tel:", "https:", "http:", "mailto:")


def _all(*starts: str) -> Iterator[Reply]:
    found = [reply for reply in everything() if not starts or reply.where.startswith(starts)]
    assert found, starts
    yield from found


def test_there_are_many() -> None:
    assert len(everything()) > 2000
    assert {reply.voice for reply in everything()} == set(VOICES)


def test_nothing_is_left_to_fill_in() -> None:
    wrong = [f"{r.where}: {text[:80]}" for r in _all() for text in r.texts() if _UNFILLED.search(text)]
    assert wrong == []


def test_every_reply_says_something() -> None:
    wrong = [reply.where for reply in _all() for text in reply.texts() if not text.strip()]
    assert wrong == []


def test_never_a_forbidden_phrase() -> None:
    wrong = [
        f"{reply.where}: {problem}"
        for reply in _all()
        for text in reply.texts()
        for problem in language.problems(text, reply.voice)
        if problem.startswith("says")
    ]
    assert wrong == []


def test_buttons_lead_somewhere() -> None:
    base = library()
    topics = {"ask_right": base.rights, "ask_plan": base.plans}
    for reply in _all():
        titles = [button.title for button in reply.message.buttons]
        assert len(titles) == len(set(titles)), f"{reply.where}: two buttons with one title"
        for button in reply.message.buttons:
            match = _PAYLOAD.fullmatch(button.payload)
            assert match, f"{reply.where}: {button.payload}"
            entities = json.loads(match["entities"] or "{}")
            assert all(isinstance(value, str) and value for value in entities.values()), reply.where
            if match["intent"] in topics:
                assert entities["topic"] in topics[match["intent"]], reply.where
            for name, value in entities.items():
                if name in base.routes.dimensions:
                    assert value in base.routes.dimensions[name], reply.where


def test_links_can_be_opened() -> None:
    for reply in _all():
        for href in hrefs(reply.message.card or {}):
            assert href.startswith(_SCHEMES), f"{reply.where}: {href}"
            assert not re.search(r"\s", href), f"{reply.where}: {href}"
            if href.startswith("tel:"):
                assert re.fullmatch(r"tel:\+?\d+", href), f"{reply.where}: {href}"


def test_ids_exist() -> None:
    base = library()
    for reply in _all():
        assert set(reply.message.organisations) <= set(base.organisations), reply.where
        assert set(reply.message.sources) <= set(base.sources), reply.where


def test_a_message_can_be_sent() -> None:
    for reply in _all():
        json.dumps(reply.message.as_rasa())


def test_first_advice_names_at_most_three() -> None:
    for reply in _all("route"):
        if "message 0" in reply.where:
            assert 1 <= len(reply.message.organisations) <= 3, reply.where
            named = [line for line in reply.message.text.split("\n\n")[1].splitlines() if line.startswith("- ")]
            assert len(named) == len(reply.message.organisations), reply.where


def test_a_child_is_never_sent_to_a_point_for_adults() -> None:
    rules = {"code", "tool", "scheme"}  # a CAO may be named to a teenager who works
    adults_only = {x.id: x for x in library().organisations.values() if x.adults_only and x.kind not in rules}
    assert adults_only
    wrong = []
    for reply in _all():
        if not reply.child_reads:
            continue
        names = {organisation.name_in(reply.voice) for organisation in adults_only.values()}
        shown = list(reply.message.organisations)
        card = reply.message.card or {}
        listed = [who["name"] for step in card.get("steps", []) for who in step["who"]]
        listed += [number["label"] for number in card.get("numbers", [])]
        wrong += [f"{reply.where}: {x}" for x in shown if x in adults_only]
        listed += [line.removeprefix("- ") for line in reply.message.text.splitlines() if line.startswith("- ")]
        wrong += [f"{reply.where}: {name}" for name in listed if name.split(":")[0].split(" (")[0] in names]
        if card.get("kind") == "organisation" and card["id"] in adults_only:
            wrong.append(f"{reply.where}: {card['id']}")
    assert wrong == []


@pytest.mark.parametrize(
    ("level", "adult", "child"),
    [
        ("now", ["112"], ["112"]),
        ("self_harm", ["113", "0800-0113", "112"], ["0800-0113", "112"]),
        ("sexual_violence", ["0800-0188", "112"], ["0800-0188", "112"]),
        ("violence", ["112", "0800-2000"], ["112", "0800-0432"]),
        ("help", ["112", "0800-0188", "113", "0800-0432"], ["112", "0800-0432"]),
    ],
)
@pytest.mark.parametrize("minor", [False, True])
@pytest.mark.parametrize("voice", VOICES)
def test_the_number_stands_in_the_first_line(
    level: str, adult: list[str], child: list[str], minor: bool, voice: Voice
) -> None:
    reply = next(_all(f"emergency {level} {minor} [{voice.value}]"))
    first = reply.message.text.splitlines()[0]
    for number in child if voice.is_child else adult:
        assert number in first, first
    card = reply.message.card
    assert card is not None
    assert card["kind"] == "emergency"
    assert card["numbers"]
    first_number = card["numbers"][0]["number"]
    assert first_number in first or first_number in {"113", "0800-0113"}
    if minor or voice.is_child:
        assert "0800-0432" in [number["number"] for number in card["numbers"]]


def test_several_levels_show_all_numbers_before_anything_else() -> None:
    for reply in _all("emergency all"):
        top = reply.message.text.split("\n\n")[0]
        for number in ("112", "0800-0113", "0800-0188"):
            assert number in top, reply.where


def test_a_right_shows_article_validity_and_source() -> None:
    for reply in _all("right"):
        card = reply.message.card
        assert card is not None
        assert card["basis"], reply.where
        for basis in card["basis"]:
            assert basis["label"], reply.where
            assert basis["article"], reply.where
            assert basis["holds"], reply.where
            assert basis["href"].startswith("http"), reply.where
        assert card["sources"], reply.where
        assert all(source["title"] and source["dated"] for source in card["sources"]), reply.where
        assert card["checked"], reply.where
        assert card["note"], reply.where
        assert reply.message.organisations, f"{reply.where}: nobody to ask"


def test_a_plan_step_shows_where_it_is() -> None:
    for plan in library().plans.values():
        for voice in VOICES:
            for variant in [part.id for part in plan.variants] or [None]:
                steps = [step for step in plan.steps if step.variant in (None, variant) or variant is None]
                for position, step in enumerate(steps, 1):
                    reply = next(_all(f"plan {plan.id} {variant} step {position} [{voice.value}]"))
                    assert step.text.in_voice(voice) in reply.message.text
                    card = reply.message.card
                    assert card is not None
                    assert (card["current"], card["total"]) == (position, len(steps))
                    forward = any(button.payload == "/next_step" for button in reply.message.buttons)
                    assert forward == (position < len(steps))


def test_the_overview_of_a_plan_lists_all_steps() -> None:
    for reply in _all("plan"):
        card = reply.message.card
        if card and "step 0" in reply.where:
            assert [step["n"] for step in card["steps"]] == list(range(1, card["total"] + 1)), reply.where
            assert card["sources"], reply.where


def test_every_advice_has_reasons_with_sources() -> None:
    for reply in _all("route"):
        if " why" in reply.where:
            assert reply.message.text.strip(), reply.where
            assert reply.message.sources, reply.where


def test_the_situations_differ() -> None:
    assert len(set(situations())) > 190
    assert len({router().advise(situation).organisations for situation in situations()}) > 30


def test_not_understood_keeps_a_person_in_reach() -> None:
    for reply in _all("not understood"):
        assert any(button.payload == "/talk_to_human" for button in reply.message.buttons), reply.where
    for reply in _all("not understood 2", "not understood 3"):
        assert reply.message.card is not None
        assert "112" in reply.message.text


@pytest.mark.parametrize("what", ["people", "fallback"])
def test_there_is_always_somebody_to_call(what: str) -> None:
    for reply in _all(what):
        card = reply.message.card
        assert card is not None
        assert card["numbers"], reply.where
        assert "112" in reply.message.text


def test_introduction_says_what_it_is() -> None:
    for reply in _all("introduction"):
        assert "Danswijzer" in reply.message.text
        assert "AI" in reply.message.text or reply.voice.is_child
        assert len(reply.message.buttons) >= 4
