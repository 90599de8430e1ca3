"""What the lists beside the entries look like: menu.yml, safe_browsing.yml, coverage.yml and freshness.yml."""

from __future__ import annotations

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
