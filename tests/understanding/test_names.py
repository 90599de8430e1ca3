"""Organisations and rights named in a message, from the real resource base."""

from __future__ import annotations

import pytest

from bot.resources.loader import library
from bot.understanding.names import NameMatcher, _within_one_edit


@pytest.fixture(scope="module")
def matcher() -> NameMatcher:
    return NameMatcher.of(library())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("wat doet mores", ["mores"]),
        ("Mores", ["mores"]),
        ("moores", ["mores"]),
        ("mores.online", ["mores"]),
        ("wat is de kindertelefoon", ["kindertelefoon"]),
        ("kindertelefon", ["kindertelefoon"]),
        ("kindertelefooon", ["kindertelefoon"]),
        ("kinder telefoon", ["kindertelefoon"]),
        ("Veilig Thuis", ["veilig_thuis"]),
        ("veiligthuis", ["veilig_thuis"]),
        ("wat doet 113", ["zelfmoordpreventie_113"]),
        ("wanneer bel ik 112?", ["alarm_112"]),
        ("CVSN", ["cvsn"]),
        ("centrum veilige sport", ["cvsn"]),
        ("Centrum Seksueel Geweld", ["centrum_seksueel_geweld"]),
        ("csg", ["centrum_seksueel_geweld"]),
        ("kunstenbond", ["kunstenbond"]),
        ("kunstenbondt", ["kunstenbond"]),
        ("slachtoferhulp", ["slachtofferhulp"]),
        ("arbiedsinspectie", ["arbeidsinspectie"]),
        ("moet ik naar de IND", ["ind"]),
        ("bel ik de politie", ["politie"]),
        ("the police", ["politie"]),
        ("huisarts", ["family_doctor"]),
        ("mores of de kindertelefoon?", ["mores", "kindertelefoon"]),
        ("kindertelefoon, mores en nog eens mores", ["kindertelefoon", "mores"]),
        ("hülp van Móres", ["mores"]),
    ],
)
def test_found(matcher: NameMatcher, text: str, found: list[str]) -> None:
    assert matcher.find(text) == [f"organisations/{entry_id}" for entry_id in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("wat staat er in artikel 10.2", "social_safety_cao"),
        ("art 4.2", "breaks"),
        ("what is fair pay", "fair_pay"),
        ("WHW", "school_duties"),
    ],
)
def test_a_right_has_names_too(matcher: NameMatcher, text: str, found: str) -> None:
    assert matcher.find(text) == [f"rights/{found}"]


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("mores?", True),
        ("hoi, wat is mores eigenlijk", True),
        ("what does the Kunstenbond do?", True),
        ("telefoonnummer van veilig thuis aub", True),
        ("artikel 10.2", True),
        ("mag mores mijn baas straffen", False),
        ("ik heb al gebeld met veilig thuis en ze deden niks", False),
        ("wat is er aan de hand", False),
        ("", False),
    ],
)
def test_a_name_alone_asks_about_it(matcher: NameMatcher, text: str, alone: bool) -> None:
    assert matcher.names_alone(text) is alone


@pytest.mark.parametrize(
    "text",
    [
        "mijn kind",
        "kinderen",
        "vinden",
        "ik vind het eng",
        "morgen",
        "more rest",
        "stores",
        "ik ben moe",
        "1130",
        "1123",
        "is there a policy on touching",
        "a polite question",
        "hoeveel rust krijg ik",
        "mijn vertrouwen is weg",
        "mijn advocaatje",
        "",
        "😀",
        "ik weet het niet",
        "blow the whistle",
        "do I have access to the studio",
        "116112",
    ],
)
def test_not_found(matcher: NameMatcher, text: str) -> None:
    assert matcher.find(text) == []


@pytest.mark.parametrize("organisation", library().organisations.values(), ids=lambda organisation: organisation.id)
def test_every_name_finds_its_own_organisation(matcher: NameMatcher, organisation) -> None:  # noqa: ANN001
    entry = f"organisations/{organisation.id}"
    own = [] if organisation.everyday_name or organisation.kind == "near_you" else [organisation.name]
    for name in (*own, *organisation.also):
        assert matcher.find(name) == [entry], name
        assert entry in matcher.find(f"wat doet {name.upper()}?"), name


@pytest.mark.parametrize(
    ("first", "second", "close"),
    [
        ("mores", "mores", True),
        ("mores", "morees", True),
        ("mores", "mors", True),
        ("mores", "moras", True),
        ("mores", "moers", True),
        ("mores", "xmores", True),
        ("mores", "moresx", True),
        ("mores", "morexx", False),
        ("mores", "mo", False),
        ("abcd", "badc", False),
        ("", "a", True),
        ("", "ab", False),
    ],
)
def test_one_typing_error(first: str, second: str, close: bool) -> None:
    assert _within_one_edit(first, second) is close
    assert _within_one_edit(second, first) is close


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("what is Kunstenbond?", "what is ?"),
        ("number of veilig thuis", "number of"),
        ("hoeveel rust krijg ik", "hoeveel rust krijg ik"),
    ],
)
def test_names_are_left_out(matcher: NameMatcher, text: str, rest: str) -> None:
    assert matcher.without_names(text) == rest
