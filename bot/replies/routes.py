"""Who can help in a situation: the first contacts with why, what they can do, and what to know beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot import clock
from bot.advice.opening_hours import open_now
from bot.advice.routing import Advice, Router
from bot.advice.situation import Situation
from bot.i18n import tr
from bot.replies import organisations, quick_replies
from bot.replies.message import Button, Message, payload
from bot.resources.library import Library
from bot.resources.routes_schema import Override, Question, Route
from bot.voice import Voice

_SERIOUS = frozenset({"sexual_violence", "violence_threat", "home_unsafe"})
"""Kinds of trouble for which a child too first reads the number made for it."""


def advice(library: Library, router: Router, found: Advice, voice: Voice) -> list[Message]:
    """An overview with the first contacts, a card for each, and what else there is."""
    first = found.organisations[: library.routes.show_first]
    rows = [router.row(row_id) for row_id in found.rows]
    reasons = [row.why.in_voice(voice) for row in rows]
    parts = [
        tr(voice, "Deze mensen kunnen je helpen. Bovenaan staat wie ik het eerst zou bellen."),
        organisations.people_to_call(library, first, voice),
        " ".join(dict.fromkeys(reasons)),
        " ".join(caution.text.in_voice(voice) for caution in found.cautions),
    ]
    if found.night:
        night = organisations.line(library.organisations[found.night], voice)
        parts.append(f"{tr(voice, 'Ook als alles dicht is:')} {night}")
    overview = Message(
        text="\n\n".join(part for part in parts if part),
        organisations=first,
        sources=list(dict.fromkeys(source for row in rows for source in row.sources)),
    )
    reasons_of = _reasons(rows, voice)
    cards = [_card(library, x, reasons_of.get(x), voice) for x in first]
    return [overview, *cards, _next(library, found, voice)]


def _reasons(rows: Sequence[Override | Route], voice: Voice) -> dict[str, str]:
    """Organisation -> why it is named here; each reason once, with the first organisation it is about."""
    return {row.then[0]: row.why.in_voice(voice) for row in reversed(rows) if row.then}


def _card(library: Library, organisation_id: str, reason: str | None, voice: Voice) -> Message:
    shown = organisations.contact(library, library.organisations[organisation_id], voice)
    return replace(shown, card={**(shown.card or {}), "why": reason}) if reason else shown


def more(library: Library, found: Advice, voice: Voice) -> list[Message]:
    """The contacts after the first ones."""
    rest = found.organisations[library.routes.show_first :]
    if not rest:
        text = tr(voice, "Meer adressen heb ik hier niet voor. Wil je met een mens praten?")
        return [Message(text, buttons=[quick_replies.a_human(voice)])]
    text = f"{tr(voice, 'Zij kunnen ook helpen:')}\n{organisations.people_to_call(library, rest, voice)}"
    contacts = [organisations.contact(library, library.organisations[x], voice) for x in rest]
    return [Message(text, organisations=rest), *contacts]


def why(router: Router, found: Advice, voice: Voice) -> Message:
    """The reasons and sources of an advice."""
    rows = [router.row(row_id) for row_id in found.rows]
    text = " ".join(dict.fromkeys(row.why.in_voice(voice) for row in rows))
    return Message(text, sources=list(dict.fromkeys(source for row in rows for source in row.sources)))


def opening(
    library: Library, situation: Situation, voice: Voice, wanted: Sequence[str] = (), *, minor: bool = False
) -> list[Message]:
    """What comes before the first question: warm words, and whom to call for who would rather not answer any.

    ``wanted``: who fits what is known so far; the first of them with a phone number is named, but not the police.
    """
    willing = [x for x in wanted if x != library.routes.demote.organisation]
    ids = organisations.with_phone(library, willing, voice, minor=minor)[:1]
    if not (minor or voice.is_child):
        ids = ids or [library.routes.night.adult]
    else:
        ids = [*(ids if situation.behaviour in _SERIOUS else ()), organisations.CHILDLINE]
        if not open_now(library.organisations[organisations.CHILDLINE], clock.now()):
            ids.append(library.routes.night.minor)
    ids, warm = list(dict.fromkeys(ids)), _warm(library, situation, voice)
    first, *others = [organisations.line(library.organisations[x], voice) for x in ids]
    call = "\n".join([f"{tr(voice, 'Wil je liever nu praten? Dat kan met:')} {first}", *others])
    parts = [call, warm] if situation.behaviour in _SERIOUS else [warm, call]
    return [Message("\n".join(part for part in parts if part), organisations=ids)]


def _warm(library: Library, situation: Situation, voice: Voice) -> str | None:
    """The first words to who something happens to; none when it is about work, or when nothing is known yet."""
    if situation.role != "self" or situation.behaviour in (*library.routes.groups["work"], "career", "unclear"):
        return None
    if situation.behaviour == "injury_overload":
        return tr(voice, "Doet iets pijn of kun je niet meer? Stoppen mag. Ik zoek met je uit wie je kan helpen.")
    return tr(voice, "Dank je dat je dit vertelt. Het is niet jouw schuld. Ik zoek met je uit wie je kan helpen.")


def heard(library: Library, situation: Situation, voice: Voice, also: Sequence[Button] = ()) -> Message | None:
    """Says back what was understood from someone's words, so that it can be put right; None when that is nothing.

    ``also``: what was asked besides.
    """
    known = [
        question.options[value].in_voice(voice)
        for question in library.routes.questions
        if (value := getattr(situation, question.dimension)) in question.options and value not in ("unclear", "self")
    ]
    if not known:
        return None
    text = tr(voice, "Dit heb ik begrepen: {facts}. Klopt iets niet? Zeg het gewoon.", facts="; ".join(known))
    return Message(text, [quick_replies.misunderstood(voice), *also])


def question(asked: Question, voice: Voice) -> Message:
    """One question of the situation form; every question may be skipped. A child sees fewer choices."""
    shown = asked.child_options if voice.is_child and asked.child_options else list(asked.options)
    buttons = [
        Button(asked.options[value].in_voice(voice), payload("tell_situation", **{asked.dimension: value}))
        for value in shown
    ]
    buttons.append(Button(tr(voice, "Weet ik niet / zeg ik liever niet"), payload("skip")))
    return Message(asked.ask.in_voice(voice), buttons=buttons)


def _next(library: Library, found: Advice, voice: Voice) -> Message:
    buttons = [quick_replies.to_plan(library.plans[found.plan], voice)] if found.plan else []
    if len(found.organisations) > library.routes.show_first:
        buttons.append(quick_replies.more_contacts(voice))
    buttons.append(Button(tr(voice, "Een andere vraag"), payload("ask_capabilities")))
    return Message(tr(voice, "Jij bepaalt zelf of en wanneer je iets doet. Wil je nog iets weten?"), buttons=buttons)
