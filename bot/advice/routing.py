"""Who is sent where: the routing table of routes.yml, evaluated for one situation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.advice.situation import Situation
from bot.resources.library import Library
from bot.resources.routes_schema import Caution, Override, Question, Route
from bot.resources.schema import Organisation

Condition = Mapping[str, frozenset[str]]
_NO_TAG = 99


@dataclass(frozen=True)
class Advice:
    """Whom to offer, in order, and why.

    ``stop``: show only this. ``night`` answers day and night if nobody else does.
    """

    organisations: tuple[str, ...]
    rows: tuple[str, ...]
    stop: bool
    plan: str | None
    night: str | None
    cautions: tuple[Caution, ...]


class Router:
    """The compiled table. Built once per library; ``advise`` is a pure function of the situation."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._table = library.routes
        self._overrides = [(self._compile(row.when), row) for row in self._table.overrides]
        self._additions = {
            row.id: [(self._compile(addition.when), addition.then) for addition in row.add_if]
            for row in self._table.overrides
        }
        self._routes = [(self._compile(row.when), row) for row in self._table.routes]
        self._cautions = [(self._compile(caution.when), caution) for caution in self._table.cautions]

    def row(self, row_id: str) -> Override | Route:
        """The override or route with an id, for its reason and sources."""
        return next(row for row in self._table.rows() if row.id == row_id)

    def advise(self, situation: Situation) -> Advice:
        """First matching overrides, then the first matching route, then the wish, then the age rules."""
        rows: list[str] = []
        front, stop = self._apply_overrides(situation, rows)
        tail: list[str] = []
        plan = None
        if not stop:
            route = next(row for condition, row in self._routes if _holds(condition, situation))
            rows.append(route.id)
            plan = route.plan or self._table.want[situation.want].plan
            tail = self._by_wish(front, list(route.then), situation)
            tail = self._demoted(tail, situation)
        organisations = self._fitting(dict.fromkeys(front + tail), situation)
        return Advice(
            organisations=organisations,
            rows=tuple(rows),
            stop=stop,
            plan=plan,
            night=None if stop else self._night(organisations, situation),
            cautions=self._cautions_for(organisations[: self._table.show_first], situation),
        )

    def question(self, situation: Situation, answered: Iterable[str]) -> Question | None:
        """The next question whose answer can still change the advice, or None when nothing can.

        ``answered`` names the dimensions that were answered or skipped. A question about a dimension counts as useful
        when, for some value of the other open dimensions, two of its answers lead to different advice.
        """
        done = frozenset(answered)
        open_questions = [question for question in self._table.questions if question.dimension not in done]
        for question in open_questions:
            others = tuple(other.dimension for other in open_questions if other is not question)
            if self._can_change(situation, question.dimension, others):
                return question
        return None

    @lru_cache(maxsize=4096)  # noqa: B019  (one router lives as long as the process)
    def _can_change(self, situation: Situation, dimension: str, others: tuple[str, ...]) -> bool:
        """Vary ``dimension`` against every value of one other open dimension at a time."""
        bases = [situation]
        for other in others:
            bases += [situation.with_(**{other: value}) for value in self._table.dimensions[other]]
        for base in bases:
            outcomes = {
                (advice.organisations, advice.plan)
                for value in self._table.dimensions[dimension]
                for advice in [self.advise(base.with_(**{dimension: value}))]
            }
            if len(outcomes) > 1:
                return True
        return False

    def _apply_overrides(self, situation: Situation, rows: list[str]) -> tuple[list[str], bool]:
        front: list[str] = []
        for condition, override in self._overrides:
            if _holds(condition, situation):
                rows.append(override.id)
                front += override.then
                for addition, then in self._additions[override.id]:
                    if _holds(addition, situation):
                        front += then
                if override.stop:
                    return front, True
        return front, False

    def _by_wish(self, front: list[str], tail: list[str], situation: Situation) -> list[str]:
        """Organisations that give what someone wants come forward; a default comes first when nobody does."""
        want = self._table.want[situation.want]
        if not want.tags:
            return tail

        def rank(organisation_id: str) -> int:
            tags = set(self._library.organisations[organisation_id].tags)
            return next((place for place, wanted in enumerate(want.tags) if tags & set(wanted)), _NO_TAG)

        tail.sort(key=rank)
        if all(rank(organisation_id) == _NO_TAG for organisation_id in front + tail):
            tail = list(want.default_minor if situation.is_minor else want.default_adult) + tail
        return tail

    def _demoted(self, tail: list[str], situation: Situation) -> list[str]:
        demote = self._table.demote
        if situation.behaviour in self._table.groups[demote.unless_behaviour] or demote.organisation not in tail:
            return tail
        return [x for x in tail if x != demote.organisation] + [demote.organisation]

    def _fitting(self, organisations: Iterable[str], situation: Situation) -> tuple[str, ...]:
        """A child is not sent to a point for adults; a child's helpline is for the child itself."""
        child_asks = situation.role == "self" and situation.is_minor

        def fits(organisation: Organisation) -> bool:
            return not organisation.adults_only if child_asks else not organisation.minors_only

        return tuple(x for x in organisations if fits(self._library.organisations[x]))

    def _night(self, organisations: tuple[str, ...], situation: Situation) -> str | None:
        shown = organisations[: self._table.show_first]
        if any(self.always_open(x) for x in shown if x != "alarm_112"):
            return None
        night = self._table.night
        return night.minor if situation.is_minor else night.adult

    def always_open(self, organisation_id: str) -> bool:
        """True when an organisation can be phoned or chatted with day and night, as far as confirmed."""
        contacts = self._library.organisations[organisation_id].contacts
        return any(contact.hours == "24/7" for contact in contacts)

    def _cautions_for(self, shown: tuple[str, ...], situation: Situation) -> tuple[Caution, ...]:
        return tuple(
            caution
            for condition, caution in self._cautions
            if (caution.organisation in shown if caution.organisation else _holds(condition, situation))
        )

    def _compile(self, when: Mapping[str, list[str]]) -> Condition:
        groups = self._table.groups
        return {
            dimension: frozenset(value for name in names for value in groups.get(name, [name]))
            for dimension, names in when.items()
        }


def _holds(condition: Condition, situation: Situation) -> bool:
    return all(getattr(situation, dimension) in values for dimension, values in condition.items())
