"""What types cannot say: dangling ids, numbers without a source, dates that passed, texts that do not read well."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from bot.resources import language
from bot.resources.library import Library
from bot.resources.lists_schema import NOT_TESTED, Coverage, Menu
from bot.resources.routes_schema import Override, Routes
from bot.resources.schema import Entry, Organisation, Plan, Right, Words
from bot.voice import VOICES

_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
_HOURS = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d-(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)")
_TEST = re.compile(r"tests/\w+/test_\w+\.py::test_\w+")
_VOICE_KEYS = {voice.value for voice in VOICES}


def raw_text_problems(data: Any, path: str = "", known: frozenset[str] = frozenset()) -> Iterator[str]:
    """Check the texts of one file before phone numbers are filled in.

    Every number in a text must be named in the nearest ``numbers`` (or stand in a ``basis`` article or date), so a
    phone number typed into a sentence is refused too; links belong in sources and contacts.
    """
    if isinstance(data, list):
        for index, value in enumerate(data):
            yield from raw_text_problems(value, f"{path}[{index}]", known)
        return
    if not isinstance(data, dict):
        return
    known = known | _known_numbers(data)
    if data.keys() & _VOICE_KEYS:
        for voice_key, text in data.items():
            if not isinstance(text, str):
                continue
            if not text.strip():
                yield f"{path}.{voice_key}: the text is empty".lstrip(".")
            if _LINK.search(text):
                yield f"{path}.{voice_key}: a link belongs in a source or a contact".lstrip(".")
            for number in _NUMBER.findall(re.sub(r"\{[^{}]*\}", "", text)):
                if number not in known:
                    yield f"{path}.{voice_key}: number {number} has no source (add it to 'numbers')".lstrip(".")
        return
    for key, value in data.items():
        yield from raw_text_problems(value, f"{path}.{key}".lstrip("."), known)


def _known_numbers(data: dict[Any, Any]) -> frozenset[str]:
    numbers = {str(number) for number in data.get("numbers") or {}} if isinstance(data.get("numbers"), dict) else set()
    bases = data.get("basis")
    for basis in bases if isinstance(bases, list) else []:
        if isinstance(basis, dict):
            numbers |= set(_NUMBER.findall(str(basis.get("article", ""))))
            for day in (basis.get("starts"), basis.get("until")):
                if isinstance(day, date):
                    numbers |= {str(day.year), str(day.day)}
    return frozenset(numbers)


def problems(library: Library) -> list[str]:
    """Everything wrong in a typed library, one line per problem."""
    found: list[str] = []
    for where, entry in library.files():
        found += [f"{where}: {line}" for line in _entry_problems(entry, library)]
    found += [f"routes.yml: {line}" for line in _routes_problems(library.routes, library)]
    found += [f"coverage.yml: {line}" for line in _coverage_problems(library.coverage, library)]
    found += [f"menu.yml: {line}" for line in _menu_problems(library.menu, library)]
    found += [f"privacy.yml: {line}" for line in _unproven(library.privacy)]
    return found


def _entry_problems(entry: Entry, library: Library) -> Iterator[str]:
    yield from _dangling(entry, library)
    for path, words in texts_of(entry):
        for voice in VOICES:
            for problem in language.problems(words.in_voice(voice), voice, quoted=path.startswith("avoid")):
                yield f"{path}.{voice.value}: {problem}"
    if isinstance(entry, Right):
        for basis in entry.basis:
            if basis.starts and basis.until and basis.until < basis.starts:
                yield f"basis: {basis.article}: until {basis.until} lies before starts {basis.starts}"
        for index, variant in enumerate(entry.variants):
            for status in variant.applies_to:
                if not any(not basis.applies_to or status in basis.applies_to for basis in entry.basis):
                    yield f"variants[{index}].applies_to: no basis row fits '{status}'"
        if entry.plan and entry.plan not in library.plans:
            yield f"plan: no plan '{entry.plan}'"
        if entry.behaviour and entry.behaviour not in library.routes.dimensions["behaviour"]:
            yield f"behaviour: '{entry.behaviour}' is not a behaviour of routes.yml"
        if not entry.ask:
            yield "ask: name at least one organisation that knows more"
    if isinstance(entry, Plan):
        known = {variant.id for variant in entry.variants}
        for index, step in enumerate(entry.steps):
            if step.variant and step.variant not in known:
                yield f"steps[{index}].variant: '{step.variant}' is not one of the variants"
            if not step.sources and not step.own:
                yield f"steps[{index}].sources: name a source, or say 'own: true'"
    if isinstance(entry, Organisation):
        for index, contact in enumerate(entry.contacts):
            for day, spans in contact.hours.items() if isinstance(contact.hours, dict) else ():
                yield from (f"contacts[{index}].hours.{day}: {line}" for line in _hours_problems(spans))


def _hours_problems(spans: list[str]) -> Iterator[str]:
    closed = ""
    for span in spans:
        if not _HOURS.fullmatch(span):
            yield f"'{span}' is not HH:MM-HH:MM"
            continue
        opens, _, closes = span.partition("-")
        if closes <= opens:
            yield f"'{span}' closes before it opens"
        elif opens < closed:
            yield f"'{span}' and the hours before it overlap"
        closed = closes


def _dangling(entry: Entry, library: Library) -> Iterator[str]:
    """Ids of organisations and sources that do not exist, wherever they stand in the entry."""
    for path, name, value in fields_of(entry):
        if isinstance(value, Words):
            continue
        if name in {"ask", "who", "organisations", "minors", "then", "default_adult", "default_minor"}:
            yield from (f"{path}: no organisation '{x}'" for x in value if x not in library.organisations)
            yield from (f"{path}: the organisation '{x}' has ended" for x in value if _has_ended(x, library))
        elif name in {"organisation", "adult", "minor"} and value is not None and value not in library.organisations:
            yield f"{path}: no organisation '{value}'"
        elif name == "sources":
            yield from (f"{path}: no source '{x}'" for x in value if x not in library.sources)
        elif name == "source" and value not in library.sources:
            yield f"{path}: no source '{value}'"
        elif name == "numbers":
            yield from (f"{path}.{number}: no source '{x}'" for number, x in value.items() if x not in library.sources)


def _has_ended(organisation_id: str, library: Library) -> bool:
    organisation = library.organisations.get(organisation_id)
    return organisation is not None and organisation.state == "ended"


def fields_of(entry: Entry, path: str = "") -> Iterator[tuple[str, str, Any]]:
    """Every field of an entry and of the entries inside it, as (path, field name, value)."""
    for name in entry.__struct_fields__:
        value = getattr(entry, name)
        here = f"{path}.{name}".lstrip(".")
        yield here, name, value
        for key, inner in _inner(value):
            yield from fields_of(inner, f"{here}{key}")


def _inner(value: Any) -> Iterable[tuple[str, Entry]]:
    if isinstance(value, Entry):
        yield "", value
    elif isinstance(value, list):
        yield from ((f"[{index}]", item) for index, item in enumerate(value) if isinstance(item, Entry))
    elif isinstance(value, dict):
        yield from ((f".{key}", item) for key, item in value.items() if isinstance(item, Entry))


def texts_of(entry: Entry) -> Iterator[tuple[str, Words]]:
    """Every text of an entry with its path, in four voices."""
    for path, _, value in fields_of(entry):
        if isinstance(value, Words):
            yield path, value
        elif isinstance(value, dict):
            yield from ((f"{path}.{key}", item) for key, item in value.items() if isinstance(item, Words))


def _routes_problems(routes: Routes, library: Library) -> Iterator[str]:
    seen: set[str] = set()
    for row in routes.rows():
        if row.id in seen:
            yield f"{row.id}: this id stands twice"
        seen.add(row.id)
        additions = row.add_if if isinstance(row, Override) else []
        for condition in [row.when, *(addition.when for addition in additions)]:
            yield from (f"{row.id}: {line}" for line in _condition_problems(condition, routes))
    for route in routes.routes:
        if route.plan and route.plan not in library.plans:
            yield f"{route.id}: plan: no plan '{route.plan}'"
    for caution in routes.cautions:
        yield from (f"{caution.id}: {line}" for line in _condition_problems(caution.when, routes))
    for group, values in routes.groups.items():
        if not any(set(values) <= set(known) for known in routes.dimensions.values()):
            yield f"groups.{group}: not all of these are values of one dimension"
    for question in routes.questions:
        known = routes.dimensions.get(question.dimension)
        if known is None:
            yield f"questions: no dimension '{question.dimension}'"
        elif missing := set(question.options) - set(known):
            yield f"questions.{question.dimension}: no value {sorted(missing)}"
        if missing := set(question.child_options) - set(question.options):
            yield f"questions.{question.dimension}.child_options: no option {sorted(missing)}"
    if routes.demote.unless_behaviour not in routes.groups:
        yield f"demote.unless_behaviour: no group '{routes.demote.unless_behaviour}'"
    if set(routes.want) != set(routes.dimensions.get("want", [])):
        yield "want: must name every value of the dimension 'want'"


def _coverage_problems(coverage: Coverage, library: Library) -> Iterator[str]:
    for row in coverage.paragraphs:
        where = f"{row.document} {row.paragraph}"
        if row.document not in coverage.documents:
            yield f"{where}: document: no document '{row.document}'"
        if not row.names and not row.topics:
            yield f"{where}: name the entries that answer it, under 'names' or 'topics'"
        for target in [*row.names.values(), *row.topics]:
            if library.entry(target) is None:
                yield f"{where}: no entry '{target}'"


def _menu_problems(menu: Menu, library: Library) -> Iterator[str]:
    placed = [right_id for theme in menu.themes for right_id in theme.rights]
    for right_id in [*placed, *menu.child_rights]:
        if right_id not in library.rights:
            yield f"no right '{right_id}'"
    for right_id in sorted({right_id for right_id in placed if placed.count(right_id) > 1}):
        yield f"themes: the right '{right_id}' stands twice"
    yield from (
        f"themes: the right '{right_id}' stands nowhere" for right_id in library.rights if right_id not in placed
    )
    yield from (f"child_plans: no plan '{plan_id}'" for plan_id in menu.child_plans if plan_id not in library.plans)


def _unproven(entry: Entry) -> Iterator[str]:
    """Lines that do not say what proves them. Whether the test exists is for the tests: they do not travel along."""
    for path, name, value in fields_of(entry):
        if name == "proven_by" and not value:
            yield f"{path}: nothing proves this"
        elif name == "proven_by":
            unknown = [one for one in value if one not in NOT_TESTED and not _TEST.fullmatch(one)]
            yield from (f"{path}: '{one}' is no test and none of {', '.join(NOT_TESTED)}" for one in unknown)


def _condition_problems(condition: dict[str, list[str]], routes: Routes) -> Iterator[str]:
    for dimension, values in condition.items():
        if dimension not in routes.dimensions:
            yield f"when: no dimension '{dimension}'"
            continue
        for value in values:
            if value not in routes.dimensions[dimension] and value not in routes.groups:
                yield f"when.{dimension}: no value or group '{value}'"
