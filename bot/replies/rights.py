"""The answer to a question about a right: the rule, what it rests on, what is not sure, and who knows more."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from bot.advice.rights import Force, answer_for, applies, bases_for, differs_for, force, general_for
from bot.i18n import tr
from bot.replies import formats, organisations, quick_replies, statuses
from bot.replies.message import Button, Message
from bot.resources.library import Library
from bot.resources.schema import Basis, Right, Status
from bot.voice import Voice

_CHILD_FIRST = (organisations.TRUSTED_ADULT, organisations.CHILDLINE)
_MOST_CHOICES = 3
_NO_BUTTON = frozenset({"child", "organisation"})
"""Whoever reads an adult voice and asks for a child says so; an organisation knows that the answer differs for it."""


def answer(library: Library, right: Right, voice: Voice, status: str | None, today: date) -> Message:
    """Answer for someone's status (or in general), with article, validity, sources and a human to ask."""
    child = voice.is_child or status in ("child", "teen")
    ask = organisations.fitting(library, right.ask, voice, minor=child)
    if child:
        ask = list(dict.fromkeys([*ask[:2], *_CHILD_FIRST]))[:3]
    parts = [answer_for(right, status).in_voice(voice)]
    parts += [
        tr(voice, "Let op: {article} gold tot en met {day}. Vraag wat er nu geldt.", article=basis.article, day=formats.day(basis.until, voice))  # noqa: E501
        for basis in bases_for(right, status)
        if basis.until and force(basis, today) is Force.AFTER
    ]  # fmt: skip
    if right.review_by < today:
        parts.append(tr(voice, "Let op: dit moet opnieuw worden nagekeken. Vraag het na."))
    if applies(right, status) is False:
        parts.insert(0, _not_known_for(cast(Status, status), voice))
    else:
        parts += _for_whom(right, voice, status)
    if right.not_confirmed:
        parts.append(f"{tr(voice, 'Niet zeker:')} {right.not_confirmed.in_voice(voice)}")
    parts.append(f"{tr(voice, 'Wie meer weet:')}\n{organisations.people_to_call(library, ask, voice)}")
    return Message(
        text="\n\n".join(parts),
        buttons=_buttons(library, right, voice, status),
        card=_card(library, right, voice, status, today),
        organisations=ask,
        sources=right.sources,
    )


def _not_known_for(status: Status, voice: Voice) -> str:
    people = statuses.people([status], voice)
    return tr(voice, "Of dit ook geldt voor {people}, weet ik niet zeker. Vraag het na.", people=people)


def _for_whom(right: Right, voice: Voice, status: str | None) -> list[str]:
    """For whom the answer is, as long as that is open and matters, and who gets another answer."""
    general = general_for(right)
    if applies(right, status) is None and general:
        lines = [tr(voice, "Dit antwoord is voor {people}.", people=statuses.people(general, voice))]
        if others := differs_for(right):
            people = statuses.people(others[:_MOST_CHOICES], voice)
            if len(others) > _MOST_CHOICES:
                lines.append(tr(voice, "Voor anderen is het anders, zoals {people}. Zeg wat jij bent.", people=people))
            else:
                lines.append(tr(voice, "Voor {people} is het anders. Zeg het als jij dat bent.", people=people))
        return [" ".join(lines)]
    return []


def _buttons(library: Library, right: Right, voice: Voice, status: str | None) -> list[Button]:
    buttons = [quick_replies.who_can_help(voice, right.behaviour or "unclear")]
    if right.plan:
        buttons.append(quick_replies.to_plan(library.plans[right.plan], voice))
    others = [] if status else [choice for choice in differs_for(right) if choice not in _NO_BUTTON]
    return [*buttons, *(statuses.choice(other, voice) for other in others[:_MOST_CHOICES])]


def _card(library: Library, right: Right, voice: Voice, status: str | None, today: date) -> dict[str, Any]:
    return {
        "kind": "right",
        "id": right.id,
        "title": right.title.in_voice(voice),
        "basis": [basis_line(library, basis, voice, today) for basis in bases_for(right, status)],
        "sources": formats.source_links(library, right.sources, voice),
        "checked": formats.checked(right, voice),
        "note": tr(voice, "Dit is uitleg, geen juridisch advies."),
    }


def basis_line(library: Library, basis: Basis, voice: Voice, today: date) -> dict[str, str]:
    """What kind of rule it is, its article, whether it is in force, and where it can be read."""
    labels = {
        "law": tr(voice, "Wet"),
        "cao": tr(voice, "Cao"),
        "code": tr(voice, "Gedragscode"),
        "advice": tr(voice, "Advies"),
    }
    return {
        "label": labels[basis.kind],
        "article": basis.article,
        "holds": holds(basis, voice, today, library.sources[basis.source].dated),
        "href": library.sources[basis.source].url,
    }


def holds(basis: Basis, voice: Voice, today: date, dated: str) -> str:
    """Before, during or after: whether the basis is in force, as far as known, and how old the text we read is."""
    starts = formats.day(basis.starts, voice) if basis.starts else ""
    until = formats.day(basis.until, voice) if basis.until else ""
    state = force(basis, today)
    if state is Force.BEFORE:
        return tr(voice, "Geldt pas vanaf {day}", day=starts)
    if state is Force.AFTER:
        return tr(voice, "Gold tot en met {day}", day=until)
    if starts and until:
        return tr(voice, "Geldt van {start} tot en met {end}", start=starts, end=until)
    if until:
        return tr(voice, "Geldt tot en met {day}", day=until)
    if starts:
        return tr(voice, "Geldt vanaf {day}; einddatum niet bekend", day=starts)
    return tr(voice, "Einddatum niet bekend; gelezen tekst: {dated}", dated=formats.dated(dated, voice))


def why(library: Library, right: Right, voice: Voice, status: str | None, today: date) -> Message:
    """What a right rests on, line by line."""
    lines = []
    for basis in bases_for(right, status):
        shown = basis_line(library, basis, voice, today)
        lines.append(f"- {shown['label']}: {shown['article']}. {shown['holds']}.")
    return Message(f"{tr(voice, 'Dit antwoord steunt op:')}\n" + "\n".join(lines), sources=right.sources)
