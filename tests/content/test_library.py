"""The real resource base: it loads, every claim has a source, and no number stands in it that nobody answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import FrozenInstanceError
from datetime import date, timedelta

import pytest

from bot.replies import rights
from bot.resources import checks, desk_checks
from bot.resources.checks import texts_of
from bot.resources.library import Library
from bot.resources.loader import CONTENT, load
from bot.resources.schema import Plan, Right, Words
from bot.voice import VOICES, Voice

PHONE_LIKE = re.compile(
    r"\b0\d{2,3}-?\d{6,7}\b|\b0[89]00-\d{4,7}\b|\b11[23]\b|\b116[ .-]?\d{3}\b|\b14 ?0\d{2,3}\b"
    r"|(?<![\d.,])(?:\+\d|0)\d[\d -]{5,}\d\b"
)
PHONE_FORMAT = re.compile(r"11[23]|0[89]00-(?:\d{4}|\d{7})|0\d{2}-\d{7}|0\d{3}-\d{6}")
ADDRESS_FORMAT = {
    "phone": PHONE_FORMAT,
    "whatsapp": re.compile(r"\+\d{9,14}"),
    "email": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    "website": re.compile(r"https://[\w.-]+\.[a-z]{2,}(?:/\S*)?"),
    "chat": re.compile(r"https://[\w.-]+\.[a-z]{2,}(?:/\S*)?"),
}
ENTRIES = {folder: sorted(path.stem for path in (CONTENT / folder).glob("*.yml")) for folder in ("rights", "plans")}


def every_text(library: Library) -> Iterator[tuple[str, Words]]:
    for folder in ("organisations", "rights", "plans", "emergencies"):
        for key, entry in getattr(library, folder).items():
            yield from ((f"{folder}/{key}: {path}", words) for path, words in texts_of(entry))
    yield from ((f"routes: {path}", words) for path, words in texts_of(library.routes))


def long_texts(entry: Right | Plan) -> dict[str, Words]:
    """Texts of more than a title: a title may be so short that a child reads the same."""
    return {path: words for path, words in texts_of(entry) if not path.endswith("title")}


def test_on_the_day_of_the_last_check_nothing_is_wrong(library: Library, checked: date) -> None:
    assert checked >= date(2026, 11, 21)
    assert checks.problems(library) == []
    assert list(desk_checks.problems(library, checked)) == []


def test_on_the_first_review_date_all_is_well_and_the_day_after_it_asks_for_review(library: Library) -> None:
    entries = [*library.organisations.values(), *library.rights.values(), *library.plans.values()]
    first = min(entry.review_by for entry in entries)
    due = [entry.id for entry in entries if entry.review_by == first]
    assert list(desk_checks.problems(library, first)) == []
    found = list(desk_checks.problems(library, first + timedelta(days=1)))
    assert len(found) == len(due)
    assert all(f"review_by: {first} has passed" in line for line in found)


def test_nothing_waits_longer_than_a_year_for_review(library: Library) -> None:
    entries = [*library.organisations.values(), *library.rights.values(), *library.plans.values()]
    late = [
        entry.id for entry in entries if not timedelta(0) < entry.review_by - entry.checked_on <= timedelta(days=366)
    ]
    assert late == []


def test_every_file_is_loaded_under_its_own_name(library: Library) -> None:
    for folder in ("organisations", "rights", "plans"):
        assert set(getattr(library, folder)) == {path.stem for path in (CONTENT / folder).glob("*.yml")}


def test_two_loads_give_the_same_library(library: Library) -> None:
    assert vars(load()) == vars(library)


@pytest.mark.parametrize("right_id", ENTRIES["rights"])
def test_a_right_rests_on_something_with_an_article_and_a_source(library: Library, right_id: str) -> None:
    right = library.rights[right_id]
    assert right.sources
    assert right.basis
    assert all(basis.article.strip() for basis in right.basis)
    assert {basis.source for basis in right.basis} <= set(right.sources)


@pytest.mark.parametrize("right_id", ENTRIES["rights"])
@pytest.mark.parametrize("voice", [Voice.NL_KIND, Voice.EN_KIND])
def test_a_right_gives_a_child_someone_to_ask_that_a_child_may_be_sent_to(
    library: Library, checked: date, right_id: str, voice: Voice
) -> None:
    named = rights.answer(library, library.rights[right_id], voice, None, checked).organisations
    assert {"trusted_adult", "kindertelefoon"} & set(named)
    assert [key for key in named if library.organisations[key].adults_only] == []


@pytest.mark.parametrize(("folder", "entry_id"), [(folder, x) for folder, ids in ENTRIES.items() for x in ids])
def test_a_child_reads_something_else_than_an_adult(library: Library, folder: str, entry_id: str) -> None:
    texts = long_texts(getattr(library, folder)[entry_id])
    assert [path for path, words in texts.items() if words.nl == words.nl_kind or words.en == words.en_kind] == []


def test_dutch_and_english_differ_in_every_sentence(library: Library) -> None:
    same = [
        where
        for where, words in every_text(library)
        if (words.nl == words.en and " " in words.nl) or (words.nl_kind == words.en_kind and " " in words.nl_kind)
    ]
    assert same == []


def test_every_organisation_with_a_contact_says_when_and_where_it_was_checked(library: Library) -> None:
    for key, organisation in library.organisations.items():
        for contact in organisation.contacts:
            assert contact.checked_on <= organisation.checked_on, key
            assert contact.sources, key


def test_a_contact_is_written_the_one_way_that_can_be_called_or_opened(library: Library) -> None:
    wrong = [
        (key, contact.value)
        for key, organisation in library.organisations.items()
        for contact in organisation.contacts
        if not ADDRESS_FORMAT[contact.channel].fullmatch(contact.value)
    ]
    assert wrong == []


def test_every_organisation_in_the_routes_exists(library: Library) -> None:
    table = library.routes
    named = {x for row in [*table.overrides, *table.routes] for x in row.then}
    named |= {x for row in table.overrides for addition in row.add_if for x in addition.then}
    named |= {x for want in table.want.values() for x in [*want.default_adult, *want.default_minor]}
    named |= {caution.organisation for caution in table.cautions if caution.organisation}
    named |= {table.demote.organisation, table.night.adult, table.night.minor}
    assert named <= set(library.organisations)


def test_no_text_holds_a_phone_number_that_is_not_a_contact(library: Library) -> None:
    phones = {c.value for entry in library.organisations.values() for c in entry.contacts if c.channel == "phone"}
    strange = [
        (where, voice.value, number)
        for where, words in every_text(library)
        for voice in VOICES
        for number in PHONE_LIKE.findall(words.in_voice(voice))
        if number not in phones
    ]
    assert strange == []


@pytest.mark.parametrize(
    "text",
    ["030-8883888", "0800-8020", "0800-0880", "020 210 80 52", "+31 30 670 60 01", "116111", "116 006", "0900-2354354"],
)
def test_the_search_for_phone_numbers_sees(text: str) -> None:
    assert PHONE_LIKE.search(f"Bel {text}.")


@pytest.mark.parametrize("text", ["2025-2026", "5,5 uur", "100.000 euro", "artikel 11.5", "48 premies in 5 jaar"])
def test_the_search_for_phone_numbers_leaves_alone(text: str) -> None:
    assert not PHONE_LIKE.search(text)


def test_no_text_shows_a_placeholder(library: Library) -> None:
    assert [
        where for where, words in every_text(library) for v in VOICES if re.search(r"[{}]", words.in_voice(v))
    ] == []


def test_the_number_to_call_stands_in_the_first_line_of_every_emergency(library: Library) -> None:
    for key, emergency in library.emergencies.items():
        for voice in VOICES:
            assert PHONE_LIKE.search(emergency.first.in_voice(voice)), (key, voice.value)


def test_nothing_in_the_library_can_be_assigned(library: Library) -> None:
    with pytest.raises(FrozenInstanceError):
        library.rights = {}  # type: ignore[misc]
    with pytest.raises(TypeError):
        library.rights["rest_time"] = library.rights["breaks"]  # type: ignore[index]
    with pytest.raises(AttributeError):
        library.rights["rest_time"].id = "other"  # type: ignore[misc]
    with pytest.raises(AttributeError):
        library.organisations["alarm_112"].contacts[0].value = "911"  # type: ignore[misc]
