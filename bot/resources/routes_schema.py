"""What routes.yml looks like: the table that says who is sent where, with its questions and cautions."""

from __future__ import annotations

from bot.resources.schema import Entry, Id, Tag, Words


class Question(Entry, frozen=True):
    """One question of the situation form and the button titles of its answers (dimension value -> title).

    ``child_options`` are the answers shown in the child voices, when not all.
    """

    dimension: str
    ask: Words
    options: dict[str, Words]
    child_options: list[str] = []


class Addition(Entry, frozen=True):
    """Organisations that an override adds when its own condition holds too."""

    when: dict[str, list[str]]
    then: list[Id]


class Override(Entry, frozen=True):
    """Runs before the routes, top down; ``stop`` shows only this."""

    id: Id
    when: dict[str, list[str]]
    then: list[Id]
    why: Words
    sources: list[Id]
    add_if: list[Addition] = []
    stop: bool = False
    numbers: dict[str, Id] = {}


class Route(Entry, frozen=True):
    """Who helps in one kind of situation; the first route whose ``when`` holds wins. A missing key means any value."""

    id: Id
    when: dict[str, list[str]]
    then: list[Id]
    why: Words
    sources: list[Id]
    plan: Id | None = None
    uncertain: str = ""
    numbers: dict[str, Id] = {}


class Want(Entry, frozen=True):
    """How a wish reorders the organisations: tags in order of weight, and who comes first when nobody has them."""

    tags: list[list[Tag]]
    default_adult: list[Id]
    default_minor: list[Id]
    plan: Id | None = None


class Demote(Entry, frozen=True):
    """An organisation that goes last unless the behaviour is in a group."""

    organisation: Id
    unless_behaviour: str


class Night(Entry, frozen=True):
    """Who answers day and night when nobody in the advice does."""

    adult: Id
    minor: Id


class Caution(Entry, frozen=True):
    """A sentence that must stand with certain routes."""

    id: Id
    text: Words
    sources: list[Id]
    when: dict[str, list[str]] = {}
    organisation: Id | None = None
    numbers: dict[str, Id] = {}


class Routes(Entry, frozen=True):
    """The whole routing table (routes.yml)."""

    dimensions: dict[str, list[str]]
    groups: dict[str, list[str]]
    questions: list[Question]
    overrides: list[Override]
    routes: list[Route]
    want: dict[str, Want]
    demote: Demote
    cautions: list[Caution]
    night: Night
    show_first: int

    def rows(self) -> list[Override | Route]:
        """Overrides and routes together, in the order of the file."""
        return [*self.overrides, *self.routes]
