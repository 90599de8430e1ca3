"""What an entry of the resource base looks like: typed, closed vocabularies, unknown keys refused.

Dates are ISO dates, hours are 24-hour local time in Europe/Amsterdam, phone numbers are quoted strings.
Every ``Words`` value holds the same message in all four voices; texts may hold ``{phone:<organisation id>}``,
which the loader replaces by that organisation's number (``{phone:<id>/2}``: its second number), so that no number
is written down twice.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from bot.voice import Voice

Id = str
Confidence = Literal["verified", "single-source", "unverified"]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Hours = Literal["24/7"] | dict[Weekday, list[str]]
Channel = Literal["phone", "chat", "whatsapp", "email", "website"]
Tag = Literal["talk", "advice", "report", "complaint", "legal", "stop", "health", "emergency", "info"]
Status = Literal[
    "employee", "zzp", "student", "intern", "teacher", "volunteer", "parent", "teen", "child", "organisation"
]
OrganisationKind = Literal[
    "emergency", "helpline", "reporting_point", "complaints", "government", "legal", "union", "health", "career",
    "network", "near_you", "danswijzer", "education", "international", "code", "tool", "scheme",
]  # fmt: skip


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of everything read from a content file."""


class Words(Entry, frozen=True, rename={"nl_kind": "nl@kind", "en_kind": "en@kind"}):
    """One message in the four voices."""

    nl: str
    en: str
    nl_kind: str
    en_kind: str

    def in_voice(self, voice: Voice) -> str:
        """The text for one voice."""
        return {Voice.NL: self.nl, Voice.EN: self.en, Voice.NL_KIND: self.nl_kind, Voice.EN_KIND: self.en_kind}[voice]


class Source(Entry, frozen=True):
    """Where a fact comes from. ``dated`` is the date the page itself shows, as text ("2024-01", "undated")."""

    publisher: str
    url: str
    dated: str
    checked_on: date
    says: str = ""


class Contact(Entry, frozen=True):
    """One way to reach an organisation. ``hours`` is "24/7", a list of "HH:MM-HH:MM" per weekday, or unknown."""

    channel: Channel
    value: str
    confidence: Literal["verified", "single-source"]
    checked_on: date
    sources: list[Id]
    hours: Hours | None = None


class Ages(Entry, frozen=True):
    """Age limits in years, both inclusive."""

    min: int | None = None
    max: int | None = None


class Organisation(Entry, frozen=True):
    """A helpline, reporting point, union, a person near you such as a family doctor; or a code, guide or scheme.

    ``adults_only`` and ``minors_only`` steer the routes; ``tags`` say what it can give; ``also`` are names people type.
    ``called`` is the name in each voice for whoever has no proper name, such as a family doctor. ``everyday_name``: the
    name is an everyday word ("weet"), so only the names in ``also`` are recognised. ``state``: what it is by now.
    """

    id: Id
    name: str
    kind: OrganisationKind
    does: Words
    cannot: Words
    for_whom: Words
    tags: list[Tag]
    confidence: Confidence
    checked_on: date
    review_by: date
    sources: list[Id]
    also: list[str] = []
    contacts: list[Contact] = []
    ages: Ages = Ages()
    adults_only: bool = False
    minors_only: bool = False
    cost: Literal["free", "call_charge", "membership", "paid", "unknown"] = "unknown"
    anonymous: Literal["possible", "not_possible", "unknown"] = "unknown"
    languages: list[Literal["nl", "en"]] = []
    numbers: dict[str, Id] = {}
    called: Words | None = None
    everyday_name: bool = False
    state: Literal["active", "planned", "ended", "unknown"] = "active"
    note: str = ""

    def name_in(self, voice: Voice) -> str:
        """The name to show in a voice."""
        return self.called.in_voice(voice) if self.called else self.name


class Basis(Entry, frozen=True):
    """What an answer rests on: a law, the collective agreement (CAO), a code of conduct, or plain advice.

    ``article`` is the official Dutch citation ("Arbeidstijdenwet 5:3"). ``until`` is the last day it holds.
    ``applies_to`` names for whom it counts, when it does not count for everyone; see ``bot.advice.rights.bases_for``.
    """

    kind: Literal["law", "cao", "code", "advice"]
    article: str
    source: Id
    applies_to: list[Status] = []
    starts: date | None = None
    until: date | None = None


class Variant(Entry, frozen=True):
    """The answer for people whose status makes it differ."""

    applies_to: list[Status]
    answer: Words


class Right(Entry, frozen=True):
    """A right (recht): what holds, for whom, on what basis, what is not sure, and who knows more.

    ``numbers`` names for each number in the texts the source it comes from. ``also`` are exact names for it, such as
    an article ("artikel 10.2") or an act: a message that is only such a name asks about this right.
    """

    id: Id
    title: Words
    applies_to: list[Status]
    basis: list[Basis]
    answer: Words
    ask: list[Id]
    numbers: dict[str, Id]
    confidence: Confidence
    checked_on: date
    review_by: date
    sources: list[Id]
    variants: list[Variant] = []
    not_confirmed: Words | None = None
    behaviour: str | None = None
    plan: Id | None = None
    also: list[str] = []
    note: str = ""


class Step(Entry, frozen=True):
    """One step of a plan. ``who`` helps at this step; nobody means: you yourself. ``own``: common sense, no source."""

    text: Words
    who: list[Id] = []
    sources: list[Id] = []
    own: bool = False
    optional: bool = False
    variant: Id | None = None


class Point(Entry, frozen=True):
    """A time limit, or something better not done, with its sources."""

    text: Words
    sources: list[Id] = []
    own: bool = False
    confidence: Confidence = "single-source"


class PlanVariant(Entry, frozen=True):
    """A part of a plan for one kind of question. ``fits``: whose part it is without asking ("zzp", "accused")."""

    id: Id
    title: Words
    fits: list[Status | Literal["accused"]] = []


class Plan(Entry, frozen=True):
    """A step plan (stappenplan): steps in order, who helps, time limits, and what not to do."""

    id: Id
    title: Words
    audience: list[Status | Literal["bystander"]]
    summary: Words
    steps: list[Step]
    limits: list[Point]
    avoid: list[Point]
    numbers: dict[str, Id]
    checked_on: date
    review_by: date
    sources: list[Id]
    variants: list[PlanVariant] = []
    note: str = ""


class Emergency(Entry, frozen=True):
    """The card for words that must never fail. The first line of ``first`` holds the number to call.

    ``then``: for whom it happens to; ``other``: for who tells of someone else; ``recent``: what is said besides when it
    was in the last seven days.
    """

    first: Words
    then: Words
    organisations: list[Id]
    minors: list[Id]
    sources: list[Id]
    numbers: dict[str, Id] = {}
    other: Words | None = None
    recent: Words | None = None
