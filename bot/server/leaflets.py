"""The resource base as pages for reading and printing, without JavaScript: helplines, rights, plans, organisations.

``/pages/<voice>/`` is the contents; below it ``safe``, ``privacy``, ``helplines``, ``rights/<id>``, ``plans/<id>``
and ``organisations/<id>``.
Voices in addresses: nl, en, nl-kids, en-kids. A child sees no point that is only for adults.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from bot import clock
from bot.advice.plans import Place
from bot.advice.rights import answer_for
from bot.i18n.catalogue import tr
from bot.replies import formats, organisations, plans, rights, statuses
from bot.resources.library import Library
from bot.resources.schema import Organisation, Plan, Right, Status
from bot.server.pages import EXIT_URL, VoiceChoice, banner, known_numbers, page_words
from bot.server.templates import template as template_of
from bot.voice import VOICES, Voice

_VOICE_OF = {voice.slug: voice for voice in VOICES}
_HELPLINE_KINDS = ("emergency", "helpline", "reporting_point")


class Link(NamedTuple):
    """A place on these pages."""

    href: str
    title: str


class Section(NamedTuple):
    """Links under one heading."""

    title: str
    links: list[Link]


def render(library: Library, path: str) -> str | None:
    """The page at "nl/rights/breaks", or None when there is none."""
    slug, _, rest = path.strip("/").partition("/")
    voice = _VOICE_OF.get(slug)
    if voice is None:
        return None
    if rest in _ABOUT_THE_SITE:
        return _ABOUT_THE_SITE[rest](library, voice)
    folder, _, entry_id = rest.partition("/")
    if not entry_id:
        return _listing(library, voice, folder)
    entry = library.entry(f"{folder}/{entry_id}")
    if isinstance(entry, Organisation):
        return _organisation(library, entry, voice)
    if isinstance(entry, Right):
        return _right(library, entry, voice)
    return _plan(library, entry, voice) if isinstance(entry, Plan) else None


def paths(library: Library) -> Iterator[str]:
    """Every page there is, for tests and for whoever copies them."""
    for slug in _VOICE_OF:
        yield from (
            f"{slug}/",
            *(f"{slug}/{page}" for page in _ABOUT_THE_SITE),
            f"{slug}/helplines",
            f"{slug}/rights",
            f"{slug}/plans",
            f"{slug}/organisations",
        )
        yield from (f"{slug}/{path}" for path, _ in library.entries())


def _safe(library: Library, voice: Voice) -> str:
    page = library.safe_browsing
    return _page(
        "safe", library, voice, "safe",
        title=page.title.in_voice(voice),
        sections=[{"title": one.title.in_voice(voice), "text": one.text.in_voice(voice)} for one in page.sections],
        sources=formats.source_links(library, page.sources, voice),
    )  # fmt: skip


def _privacy(library: Library, voice: Voice) -> str:
    page = library.privacy
    groups = [
        {
            "title": one.title.in_voice(voice),
            "lines": [line.text.in_voice(voice) for line in one.lines],
            "folded": voice.is_child and one.folded_for_children,
        }
        for one in page.groups
    ]
    who = operator()
    return _page(
        "privacy", library, voice, "privacy",
        title=page.title.in_voice(voice),
        intro=page.intro.in_voice(voice),
        groups=groups,
        operator={"title": page.operator.title.in_voice(voice), "name": who,
                  "text": (page.operator.known if who else page.operator.unknown).in_voice(voice)},
        safe=Link(_href(voice, "safe"), library.safe_browsing.title.in_voice(voice)),
        sources=formats.source_links(library, page.sources, voice),
    )  # fmt: skip


def operator() -> str:
    """Name and contact of whoever runs this service: OPERATOR of the environment as one line, empty when unset."""
    return " ".join(os.environ.get("OPERATOR", "").split())


_ABOUT_THE_SITE: dict[str, Callable[[Library, Voice], str]] = {"safe": _safe, "privacy": _privacy}
"""Pages about this site itself, by the last part of their address."""


def _listing(library: Library, voice: Voice, folder: str) -> str | None:
    titles = _titles(voice)
    if folder not in titles:
        return None
    if folder == "helplines":
        sections = [
            {"href": _href(voice, "organisations", one.id), "card": organisations.card(library, one, voice)}
            for one in _organisations(library, voice)
            if one.kind in _HELPLINE_KINDS and one.contacts
        ]
        return _page("helplines", library, voice, folder, title=titles[folder], sections=sections)
    if folder == "":
        links = [Link(_href(voice, name), title) for name, title in titles.items() if name]
        links.append(Link(_href(voice, "safe"), library.safe_browsing.title.in_voice(voice)))
        links.append(Link(_href(voice, "privacy"), library.privacy.title.in_voice(voice)))
        sections_of_links = [Section("", links)]
    elif folder == "rights":
        sections_of_links = _rights(library, voice)
    elif folder == "plans":
        ids = library.menu.child_plans if voice.is_child else list(library.plans)
        links = [Link(_href(voice, "plans", x), library.plans[x].title.in_voice(voice)) for x in ids]
        sections_of_links = [Section("", links)]
    else:
        links = [Link(_href(voice, folder, one.id), one.name_in(voice)) for one in _organisations(library, voice)]
        sections_of_links = [Section("", sorted(links, key=lambda link: link.title.casefold()))]
    return _page("contents", library, voice, folder, title=titles[folder], sections=sections_of_links)


def _rights(library: Library, voice: Voice) -> list[Section]:
    def links(ids: list[str]) -> list[Link]:
        return [Link(_href(voice, "rights", x), library.rights[x].title.in_voice(voice)) for x in ids]

    if voice.is_child:
        return [Section("", links(library.menu.child_rights))]
    return [Section(theme.title.in_voice(voice), links(theme.rights)) for theme in library.menu.themes]


def _organisations(library: Library, voice: Voice) -> list[Organisation]:
    ids = organisations.fitting(library, library.organisations, voice)
    return [library.organisations[organisation_id] for organisation_id in ids]


def _organisation(library: Library, entry: Organisation, voice: Voice) -> str:
    card = organisations.card(library, entry, voice)
    state = organisations.state(entry, voice)
    return _page("organisation", library, voice, "organisations", entry.id, title=card["title"], card=card, state=state)


def _right(library: Library, entry: Right, voice: Voice) -> str:
    status: Status | None = "child" if voice.is_child else None
    message = rights.answer(library, entry, voice, status, clock.today())
    variants = [
        {"title": _for(variant.applies_to, voice), "answer": variant.answer.in_voice(voice)}
        for variant in ([] if voice.is_child else entry.variants)
    ]
    card = message.card or {}
    return _page(
        "right", library, voice, "rights", entry.id,
        title=card["title"], card=card, variants=variants,
        answer=answer_for(entry, status).in_voice(voice),
        not_confirmed=entry.not_confirmed.in_voice(voice) if entry.not_confirmed else "",
        bases=[rights.basis_line(library, basis, voice, clock.today()) for basis in entry.basis],
        ask=[_link(library, organisation_id, voice) for organisation_id in message.organisations],
    )  # fmt: skip


def _link(library: Library, organisation_id: str, voice: Voice) -> Link:
    return Link(_href(voice, "organisations", organisation_id), library.organisations[organisation_id].name_in(voice))


def _for(applies_to: list[Status], voice: Voice) -> str:
    return tr(voice, "Voor {people}", people=statuses.people(applies_to, voice))


def _plan(library: Library, entry: Plan, voice: Voice) -> str:
    parts = [
        {"title": variant.title.in_voice(voice), "card": plans.show(library, Place(entry, variant.id), voice).card}
        for variant in entry.variants
    ] or [{"title": "", "card": plans.show(library, Place(entry), voice).card}]
    return _page(
        "plan", library, voice, "plans", entry.id,
        title=entry.title.in_voice(voice), summary=entry.summary.in_voice(voice), parts=parts, card=parts[0]["card"],
    )  # fmt: skip


def _href(voice: Voice, *parts: str) -> str:
    return "/".join(["/pages", voice.slug, *parts])


def _page(template: str, library: Library, voice: Voice, *place: str, **values: Any) -> str:
    below = [part for part in place if part]
    trail = [Link(_href(voice, ""), "Danswijzer")] if below else []
    if len(below) > 1:
        trail.append(Link(_href(voice, below[0]), _titles(voice)[below[0]]))
    return template_of(f"leaflets/{template}.html").render(
        voice=voice,
        words={**page_words(voice), **_words(voice)},
        voices=[VoiceChoice(v, _href(v, *(below or [""]))) for v in VOICES],
        banner=list(banner(library)),
        numbers=known_numbers(library),
        exit_url=EXIT_URL,
        kind=_titles(voice).get(below[0], "") if below else "",
        trail=trail,
        **values,
    )


def _titles(voice: Voice) -> dict[str, str]:
    """What each listing is called; the first is the contents."""
    return {
        "": "Danswijzer",
        "helplines": tr(voice, "Hulplijnen"),
        "rights": tr(voice, "Mijn rechten"),
        "plans": tr(voice, "Stappenplannen"),
        "organisations": tr(voice, "Organisaties en wat nog meer een naam heeft"),
    }


@lru_cache(maxsize=len(Voice))
def _words(voice: Voice) -> dict[str, str]:
    return {
        "skip_text": tr(voice, "Ga naar de tekst"),
        "trail": tr(voice, "Waar je bent"),
        "ask": tr(voice, "Stel je vraag aan Danswijzer"),
        "rests_on": tr(voice, "Waar dit op steunt"),
        "ask_who": tr(voice, "Wie meer weet"),
        "know_more": tr(voice, "Meer weten"),
    }
