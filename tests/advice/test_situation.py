"""What is read from plain words: age, place, role, since when, wish and position."""

from __future__ import annotations

import pytest

from bot.advice.situation import Situation, age_group, facts_in, status_in, years_in


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("ik ben 10", 10),
        ("Ik ben 10 jaar oud", 10),
        ("im 9", 9),
        ("i'm 9 years old", 9),
        ("I’m 15", 15),
        ("i am sixteen", 16),
        ("ik ben elf", 11),
        ("ik word 12", 12),
        ("ben 14", 14),
        ("hoi ik ben 13 en ik dans", 13),
        ("mijn dochter is 8", 8),
        ("mijn dochtertje van 7 wil niet meer", 7),
        ("my son is 11", 11),
        ("mijn zoon van 9", 9),
        ("een meisje van 14", 14),
        ("15-jarige danser", 15),
        ("ik ben een danser van 17 jaar", 17),
        ("she is 12", 12),
        ("he's 16", 16),
        ("13", 13),
        ("twaalf", 12),
        ("34 jaar", 34),
        ("17yo", 17),
        ("i am 16 and dance", 16),
        ("14 year old dancer", 14),
        ("ik ben net 18", 18),
        ("ik ben bijna 12", 11),
        ("ik bn 10", 10),
        ("ik ben 10jaar", 10),
        ("ik ben 40 en mijn dochter is 8", 8),
        ("mijn dochter is 8 en ik ben 40", 8),
        ("mijn dochter (8) danst", 8),
        ("onze zoon, 9 jaar", 9),
        ("ik ben 11 en een jongen van 15 pest mij", 11),
        ("my daughter is 15 years old", 15),
        ("my 8 year old daughter", 8),
        ("ik ben bijna 18", 17),
        ("i'm almost 18", 17),
    ],
)
def test_age(text: str, years: int) -> None:
    assert years_in(text) == years


@pytest.mark.parametrize(
    "text",
    [
        "10 uur rust",
        "heb ik recht op 11 uur rust",
        "ik dans al 10 jaar",
        "ik dans al 10 jaar bij een gezelschap",
        "ik werk hier 12 jaar",
        "ik werk hier al 12 jaar",
        "ik ben 30 min te laat",
        "ik ben 10 minuten te laat",
        "i am 10 minutes late",
        "we have 12 hours between shows",
        "10 jaar geleden",
        "it was 10 years ago",
        "i have danced for 10 years",
        "i've been dancing 15 years",
        "ik heb 15 jaar ervaring",
        "al 9 jaar lang",
        "sinds 8 jaar",
        "artikel 10",
        "artikel 10.2",
        "ik ben 12 uur per dag bezig",
        "ik ben 6 dagen per week aan het werk",
        "ik ben 10 keer gevallen",
        "ik ben 5 kilo te zwaar",
        "i am 5 kilos too heavy",
        "ik ben 1 van de vijf dansers",
        "groep 8",
        "ik ben 100",
        "ik ben 3",
        "na 20 jaar dansen wil ik stoppen",
        "binnen 14 dagen betalen",
        "gedurende 10 jaar",
        "een contract van 12 jaar",
        "ik ben 8 weken geblesseerd",
        "i am 10 weeks pregnant",
        "ik ben 20 jaar danseres",
        "ik ben al 20 jaar danseres",
        "een groep van 12 dansers",
        "i am 10 years in this company",
        "mijn dochter 3 keer per week",
        "",
    ],
)
def test_not_an_age(text: str) -> None:
    assert years_in(text) is None


def test_own_age() -> None:
    assert years_in("ik ben 10 en mijn vriendin van 9 wordt gepest", own=True) == 10
    assert years_in("mijn dochter is 8", own=True) is None
    assert years_in("she is 9", own=True) is None


@pytest.mark.parametrize(
    ("years", "group"), [(4, "child"), (11, "child"), (12, "teen"), (17, "teen"), (18, "adult"), (80, "adult")]
)
def test_age_group(years: int, group: str) -> None:
    assert age_group(years) == group


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("ik ben minderjarig", "teen"),
        ("i am underage", "teen"),
        ("ik ben nog geen 18", "teen"),
        ("mijn dochter is 8", "child"),
        ("ik ben 30", "adult"),
        ("ik ben volwassen", "adult"),
        ("i'm an adult", "adult"),
    ],
)
def test_age_dimension(text: str, age: str) -> None:
    assert facts_in(text)["age"] == age


@pytest.mark.parametrize(
    ("text", "setting"),
    [
        ("ik dans bij een gezelschap", "company"),
        ("i dance in a company", "company"),
        ("in loondienst", "company"),
        ("ik ben zzp'er", "freelance"),
        ("i work as a freelancer", "freelance"),
        ("ik zit op het mbo", "school_mbo"),
        ("ik studeer aan Codarts", "school_hbo"),
        ("at the dance academy", "school_hbo"),
        ("op het conservatorium", "school_hbo"),
        ("op mijn dansschool", "dance_school"),
        ("tijdens dansles", "dance_school"),
        ("in my ballet class", "dance_school"),
        ("bij de danssport", "sport"),
        ("op een wedstrijd", "sport"),
        ("op de middelbare school", "school_po_vo"),
        ("at high school", "school_po_vo"),
        ("via instagram", "online"),
        ("op snapchat", "online"),
        ("het gebeurt thuis", "home"),
        ("it happens at home", "home"),
    ],
)
def test_setting(text: str, setting: str) -> None:
    assert facts_in(text)["setting"] == setting


@pytest.mark.parametrize(
    "text",
    [
        "hoeveel uur rust krijg ik",
        "wie kan mij helpen",
        "i need help",
        "mijn coach",
        "thuisfront",
        "mijn contract is op",
    ],
)
def test_no_setting(text: str) -> None:
    assert facts_in(text).get("setting") in (None, "sport" if "coach" in text else None)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("mijn dochter wordt gepest", "parent"),
        ("my son is being bullied", "parent"),
        ("ik ben de moeder van een danser", "parent"),
        ("as a parent i worry", "parent"),
        ("mijn collega wordt gepest", "bystander"),
        ("een vriendin van dansles heeft iets verteld", "bystander"),
        ("my friend told me something", "bystander"),
        ("ik heb gezien dat de docent schreeuwt", "bystander"),
        ("i saw it happen", "bystander"),
        ("ik ben docent en een leerling vertelde iets", "teacher"),
        ("ik geef dansles", "teacher"),
        ("i teach ballet", "teacher"),
        ("een leerling van mij heeft het moeilijk", "teacher"),
        ("one of my students told me something", "teacher"),
        ("ik word beschuldigd", "accused"),
        ("i have been accused", "accused"),
        ("i've been falsely accused", "accused"),
        ("onze dansschool wil een protocol", "organisation"),
        ("i run a dance school", "organisation"),
        ("ik ben bestuurslid", "organisation"),
    ],
)
def test_role(text: str, role: str) -> None:
    assert facts_in(text)["role"] == role


@pytest.mark.parametrize(
    "text",
    [
        "mijn docent raakt me aan",
        "my teacher touches me",
        "mijn juf is boos op mij",
        "de trainer schreeuwt",
        "my coach yells at me",
        "mijn vader is boos",
        "ik praat met mijn docent",
        "ik ben leerling op een dansschool",
        "ik ben bang voor mijn docent",
    ],
)
def test_role_stays_self(text: str) -> None:
    assert facts_in(text).get("role", "self") == "self"


@pytest.mark.parametrize(
    ("text", "since"),
    [
        ("het was gisteren", "lt7d"),
        ("vannacht", "lt7d"),
        ("afgelopen weekend", "lt7d"),
        ("deze week", "lt7d"),
        ("yesterday", "lt7d"),
        ("last night", "lt7d"),
        ("a few days ago", "lt7d"),
        ("drie dagen geleden", "lt7d"),
        ("2 days ago", "lt7d"),
        ("vorig jaar", "gt7d"),
        ("jaren geleden", "gt7d"),
        ("2 jaar geleden", "gt7d"),
        ("een maand geleden", "gt7d"),
        ("twee weken geleden", "gt7d"),
        ("last year", "gt7d"),
        ("3 months ago", "gt7d"),
        ("a month ago", "gt7d"),
        ("toen ik klein was", "gt7d"),
        ("when i was a child", "gt7d"),
        ("langer geleden", "gt7d"),
        ("longer ago", "gt7d"),
    ],
)
def test_since(text: str, since: str) -> None:
    assert facts_in(text)["since"] == since


@pytest.mark.parametrize(
    "text",
    [
        "het is net als vorige keer",
        "net zo erg",
        "ik wil een netwerk",
        "het is niet zo",
        "internet",
        "mijn docent",
        "i dance every day",
    ],
)
def test_no_since(text: str) -> None:
    assert "since" not in facts_in(text)


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("ik wil het melden", "report"),
        ("ik wil een klacht indienen", "report"),
        ("i want to report it", "report"),
        ("aangifte doen", "report"),
        ("ik wil met iemand praten", "talk"),
        ("i want to talk to someone", "talk"),
        ("wat zijn mijn rechten", "legal"),
        ("i need a lawyer", "legal"),
        ("ik wil dat het stopt", "stop"),
        ("i want it to stop", "stop"),
        ("ik wil naar de huisarts", "health"),
        ("i need a doctor", "health"),
        ("ik wil advies", "advice"),
        ("i need advice", "advice"),
    ],
)
def test_want(text: str, want: str) -> None:
    assert facts_in(text)["want"] == want


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("ik ben zzp'er", "zzp"),
        ("als zzp-danser", "zzp"),
        ("i am a freelance dancer", "zzp"),
        ("ik loop stage bij een gezelschap", "intern"),
        ("ik ben stagiair", "intern"),
        ("during my internship", "intern"),
        ("ik geef dansles", "teacher"),
        ("i teach ballet", "teacher"),
        ("ik ben danslerares", "teacher"),
        ("ik ben student", "student"),
        ("i am a dance student", "student"),
        ("ik studeer dans", "student"),
        ("ik ben vrijwilliger", "volunteer"),
        ("mijn dochter danst", "parent"),
        ("ik ben in loondienst", "employee"),
        ("i am employed by a company", "employee"),
        ("ik ben 10", "child"),
        ("ik ben 15", "child"),
        ("ik ben 16", "teen"),
        ("i'm 17", "teen"),
    ],
)
def test_status(text: str, status: str) -> None:
    assert status_in(text) == status


@pytest.mark.parametrize(
    "text",
    [
        "i was on stage",
        "op het podium",
        "he pushed me on stage",
        "mijn docent raakt me aan",
        "my teacher touches me",
        "hoeveel rust krijg ik",
        "internet",
        "international",
        "ik ben danser",
        "my job replacement",
    ],
)
def test_no_status(text: str) -> None:
    assert status_in(text) is None


def test_nothing_is_guessed() -> None:
    assert facts_in("hallo") == {}
    assert facts_in("") == {}


def test_situation_of_slots_keeps_defaults() -> None:
    situation = Situation.of({"age": "teen", "setting": None, "topic": "rest_time"})
    assert situation == Situation(age="teen")
    assert situation.is_minor
    assert not situation.with_(age="adult").is_minor
    assert not Situation().is_minor
