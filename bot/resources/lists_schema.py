"""What the lists beside the entries look like: the menu, pages about this site, coverage and freshness."""

from __future__ import annotations

from types import MappingProxyType

from bot.resources.schema import Entry, Id, OrganisationKind, Words


class Theme(Entry, frozen=True):
    """Rights that stand together in a menu, in the order shown."""

    id: Id
    title: Words
    rights: list[Id]


class Menu(Entry, frozen=True):
    """What can be chosen from, in order (menu.yml); a child sees fewer rights and plans."""

    themes: list[Theme]
    child_rights: list[Id]
    child_plans: list[Id]


class OtherLanguages(Entry, frozen=True):
    """One line for who writes in another language: language code -> what is understood, and the number for danger."""

    lines: dict[str, str]


class Section(Entry, frozen=True):
    """A heading and what stands below it."""

    title: Words
    text: Words


class SafeBrowsing(Entry, frozen=True):
    """What this site leaves behind and what it does not, and what someone can do about it (safe_browsing.yml)."""

    title: Words
    sections: list[Section]
    sources: list[Id]


NOT_TESTED = MappingProxyType(
    {
        "advice": "advice to whoever reads it",
        "law": "what the law says, see the sources",
        "operator": "depends on whoever runs the service",
        "outside": "outside the reach of the service",
    }
)
"""What may stand in ``proven_by`` of a line that no test can prove, and what it means."""


class Proven(Entry, frozen=True):
    """What says which tests prove it ("tests/server/test_api.py::test_health"), or why none can (NOT_TESTED)."""

    proven_by: list[str]


class Promise(Proven, frozen=True):
    """One line of the privacy statement."""

    text: Words


class Promises(Entry, frozen=True):
    """Lines under a heading; ``folded_for_children``: a child finds them folded away, under "Meer weten?"."""

    title: Words
    lines: list[Promise]
    folded_for_children: bool = False


class Operator(Proven, frozen=True):
    """What is said of whoever runs the service: before its name and contact when they are ``known``, and when not."""

    title: Words
    known: Words
    unknown: Words


class Privacy(Entry, frozen=True):
    """What becomes of what someone types, where that ends, and who can be asked (privacy.yml)."""

    title: Words
    intro: Words
    groups: list[Promises]
    operator: Operator
    sources: list[Id]


class Freshness(Entry, frozen=True):
    """How many days an entry may go unread (freshness.yml); ``warn_days`` before its review date the desk warns."""

    crisis_kinds: list[OrganisationKind]
    crisis_days: int
    other_days: int
    warn_days: int


class Document(Entry, frozen=True):
    """A document whose promises the resource base answers."""

    title: str
    dated: str


class Paragraph(Entry, frozen=True):
    """What answers a paragraph of a document.

    ``names``: a system named there -> the entry about it ("organisations/mores"); ``topics``: entries on what it says.
    """

    document: Id
    paragraph: str
    about: str
    names: dict[str, str] = {}
    topics: list[str] = []


class Coverage(Entry, frozen=True):
    """Which entry answers what the two documents behind Danswijzer promise dancers (coverage.yml)."""

    documents: dict[Id, Document]
    paragraphs: list[Paragraph]
