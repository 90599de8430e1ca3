"""Every situation there is (each combination of the dimensions) gets an advice that is safe and of use.

All situations are walked once; each rule then has its own test, which shows how often it was broken and one example.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from bot.advice.routing import Advice, Router
from bot.advice.situation import Situation
from bot.resources.library import Library

MOST_ORGANISATIONS = 9
CONDUCT = {"sexual_violence", "sexual_harassment", "grooming", "violence_threat", "bullying_power", "unclear"}
OUTSIDE_THE_CLUB = {"politie", "veilig_thuis", "vertrouwensinspecteur", "cvsn", "sportbond"}
FOR_VICTIMS = {"centrum_seksueel_geweld", "slachtofferhulp", "kindertelefoon"}
FOR_EMPLOYEES = {"uwv", "company_doctor"}


@dataclass(frozen=True)
class World:
    """What the rules need to know of the resource base."""

    library: Library
    adults_only: frozenset[str]
    minors_only: frozenset[str]
    day_and_night: frozenset[str]

    @classmethod
    def of(cls, library: Library) -> World:
        everyone = library.organisations.items()
        return cls(
            library=library,
            adults_only=frozenset(key for key, entry in everyone if entry.adults_only),
            minors_only=frozenset(key for key, entry in everyone if entry.minors_only),
            day_and_night=frozenset(
                key
                for key, entry in everyone
                if any(contact.hours == "24/7" and contact.channel in ("phone", "chat") for contact in entry.contacts)
            ),
        )


Rule = Callable[[Situation, Advice, World], bool]


def no_danger(situation: Situation) -> bool:
    return situation.danger in ("no", "unknown")


def child_asks(situation: Situation) -> bool:
    return situation.role == "self" and situation.age in ("child", "teen")


def about_a_minor(situation: Situation) -> bool:
    return situation.age in ("child", "teen")


def acute(s: Situation) -> bool:
    return no_danger(s) and s.behaviour == "sexual_violence" and s.since != "gt7d" and s.role != "accused"


# What must hold for every situation, by name.
RULES: dict[str, Rule] = {
    "someone is named": lambda s, a, w: len(a.organisations) > 0,
    f"at most {MOST_ORGANISATIONS} are named": lambda s, a, w: len(a.organisations) <= MOST_ORGANISATIONS,
    "nobody is named twice": lambda s, a, w: len(a.organisations) == len(set(a.organisations)),
    "everyone named is known": lambda s, a, w: w.library.organisations.keys() >= set(a.organisations),
    "there is a reason": lambda s, a, w: len(a.rows) > 0,
    "it stops for danger only": lambda s, a, w: a.stop is not no_danger(s),
    "a stop shows no plan and no night line": lambda s, a, w: not a.stop or (a.plan is None and a.night is None),
    "a plan exists": lambda s, a, w: a.plan is None or a.plan in w.library.plans,
    "in danger 112 comes first": lambda s, a, w: s.danger != "now" or a.organisations[0] == "alarm_112",
    "thoughts of suicide lead to 113 first, with 112 beside it": lambda s, a, w: (
        s.danger != "self_harm" or a.organisations[:2] == ("zelfmoordpreventie_113", "alarm_112")
    ),
    "a child in danger hears of a grown-up": lambda s, a, w: (
        no_danger(s) or not child_asks(s) or "trusted_adult" in a.organisations
    ),
    "someone answers day and night": lambda s, a, w: (
        bool(w.day_and_night & set(a.organisations[:3])) or a.night in w.day_and_night
    ),
    "the night line is not named when someone else answers": lambda s, a, w: (
        a.night is None or not w.day_and_night & set(a.organisations[:3])
    ),
    "the night line takes a child": lambda s, a, w: not child_asks(s) or a.night not in w.adults_only,
    "the night line is not for children only": lambda s, a, w: child_asks(s) or a.night not in w.minors_only,
    "a child is not sent to a point for adults": lambda s, a, w: (
        not child_asks(s) or not w.adults_only & set(a.organisations)
    ),
    "an adult is not sent to a line for children": lambda s, a, w: (
        child_asks(s) or not w.minors_only & set(a.organisations)
    ),
    "a child has the Kindertelefoon among the first three": lambda s, a, w: (
        not (no_danger(s) and child_asks(s)) or "kindertelefoon" in a.organisations[:3]
    ),
    "a child has a grown-up among the first three": lambda s, a, w: (
        not (no_danger(s) and child_asks(s)) or "trusted_adult" in a.organisations[:3]
    ),
    "recent sexual violence leads to the Centrum Seksueel Geweld first": lambda s, a, w: (
        not acute(s) or a.organisations[0] == "centrum_seksueel_geweld"
    ),
    "older sexual violence still leads to the Centrum Seksueel Geweld": lambda s, a, w: (
        not (no_danger(s) and s.behaviour == "sexual_violence" and s.role == "self" and s.setting != "home")
        or "centrum_seksueel_geweld" in a.organisations
    ),
    "images online lead to Helpwanted among the first two": lambda s, a, w: (
        not (no_danger(s) and s.behaviour == "online_images" and s.role != "accused")
        or "helpwanted" in a.organisations[:2]
    ),
    "a parent of a minor hears of Veilig Thuis": lambda s, a, w: (
        not (no_danger(s) and about_a_minor(s) and s.role == "parent" and s.behaviour in CONDUCT)
        or "veilig_thuis" in a.organisations[:5]
    ),
    "a teacher or organisation hears of someone outside": lambda s, a, w: (
        not (
            no_danger(s)
            and about_a_minor(s)
            and s.role in ("organisation", "teacher")
            and s.behaviour in ("sexual_violence", "sexual_harassment", "grooming")
        )
        or bool(OUTSIDE_THE_CLUB & set(a.organisations))
    ),
    "the accused is not sent to help for victims": lambda s, a, w: (
        not (no_danger(s) and s.role == "accused") or not FOR_VICTIMS & set(a.organisations)
    ),
    "the police is not pushed forward when it may be no crime": lambda s, a, w: (
        not (no_danger(s) and s.behaviour in ("bullying_power", "discrimination", "unclear"))
        or len(a.organisations) <= 2
        or "politie" not in a.organisations[:2]
    ),
    "unpaid freelance work leads to nobody for employees": lambda s, a, w: (
        not (no_danger(s) and s.behaviour == "pay_contract" and s.setting == "freelance")
        or not FOR_EMPLOYEES & set(a.organisations)
    ),
    "it is said that nothing is passed on": lambda s, a, w: "no_sender" in {caution.id for caution in a.cautions},
    "whoever told no age hears of the Kindertelefoon": lambda s, a, w: (
        (s.age == "unknown") is ("age_unknown" in {caution.id for caution in a.cautions})
    ),
    "what Mores cannot do is said when Mores is shown": lambda s, a, w: (
        ("mores" in a.organisations[: w.library.routes.show_first])
        is ("mores" in {caution.id for caution in a.cautions})
    ),
}


@dataclass
class Walk:
    """What was seen on the way through every situation."""

    situations: int = 0
    broken: Counter[str] = field(default_factory=Counter)
    example: dict[str, tuple[Situation, Advice]] = field(default_factory=dict)
    rows: Counter[str] = field(default_factory=Counter)
    cautions: set[str] = field(default_factory=set)
    organisations: set[str] = field(default_factory=set)
    plans: set[str | None] = field(default_factory=set)
    night: set[str | None] = field(default_factory=set)
    routes_per_advice: set[int] = field(default_factory=set)


@pytest.fixture(scope="module")
def walk(library: Library, router: Router) -> Walk:
    seen = Walk()
    world = World.of(library)
    checks = list(RULES.items())
    routes = {route.id for route in library.routes.routes}
    names = list(library.routes.dimensions)
    for values in itertools.product(*library.routes.dimensions.values()):
        situation = Situation(**dict(zip(names, values, strict=True)))
        advice = router.advise(situation)
        seen.situations += 1
        for name, holds in checks:
            if not holds(situation, advice, world):
                seen.broken[name] += 1
                seen.example.setdefault(name, (situation, advice))
        seen.rows.update(advice.rows)
        seen.cautions.update(caution.id for caution in advice.cautions)
        seen.organisations.update(advice.organisations)
        seen.plans.add(advice.plan)
        seen.night.add(advice.night)
        if not advice.stop:
            seen.routes_per_advice.add(len(routes & set(advice.rows)))
    return seen


def test_every_combination_was_walked(walk: Walk, library: Library) -> None:
    expected = 1
    for values in library.routes.dimensions.values():
        expected *= len(values)
    assert walk.situations == expected
    assert walk.situations >= 322_560


@pytest.mark.parametrize("rule", RULES)
def test_in_every_situation(walk: Walk, rule: str) -> None:
    assert walk.broken[rule] == 0, walk.example[rule]


def test_every_advice_follows_exactly_one_route(walk: Walk) -> None:
    assert walk.routes_per_advice == {1}


def test_every_override_and_route_is_used_by_some_situation(walk: Walk, library: Library) -> None:
    unused = {row.id for row in [*library.routes.overrides, *library.routes.routes]} - set(walk.rows)
    assert unused == set()


def test_every_caution_is_said_in_some_situation(walk: Walk, library: Library) -> None:
    assert {caution.id for caution in library.routes.cautions} - walk.cautions == set()


def test_both_night_lines_are_used(walk: Walk, library: Library) -> None:
    assert walk.night == {None, library.routes.night.adult, library.routes.night.minor}


def test_every_organisation_that_a_row_names_reaches_someone(walk: Walk, library: Library) -> None:
    named = {x for row in [*library.routes.overrides, *library.routes.routes] for x in row.then}
    assert named - walk.organisations == set()


def test_every_plan_is_offered_in_some_situation(walk: Walk, library: Library) -> None:
    assert set(library.plans) - walk.plans == set()
