"""The answer to a question about a right: the rule, what it rests on, what is not sure, and who knows more."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.advice.rights import Force, answer_for, bases_for, force
from bot.i18n import tr
from bot.replies import formats, organisations
from bot.replies.message import Button, Message, payload
from bot.resources.library import Library
from bot.resources.schema import Basis, Right
from bot.voice import Voice

_CHILD_FIRST = ("trusted_adult", "kindertelefoon")


def answer(library: Library, right: Right, voice: Voice, status: str | None, today: date) -> Message:
    """Answer for someone's status (or in general), with article, validity, sources and a human to ask."""
    child = voice.is_child or status in ("child", "teen")
    ask = organisations.fitting(library, right.ask, voice, minor=child)
    if child:
        ask = list(dict.fromkeys([*ask, *_CHILD_FIRST]))[:3]
    parts = [answer_for(right, status).in_voice(voice)]
    parts += [
        tr(voice, "Let op: {article} gold tot en met {day}. Vraag wat er nu geldt.", article=basis.article, day=formats.day(basis.until, voice))  # noqa: E501
        for basis in bases_for(right, status)
        if basis.until and force(basis, today) is Force.AFTER
    ]  # fmt: skip
    if right.review_by < today:
        parts.append(tr(voice, "Let op: dit antwoord moet opnieuw worden nagekeken. Vraag het na."))
    if right.not_confirmed:
        parts.append(f"{tr(voice, 'Niet zeker:')} {right.not_confirmed.in_voice(voice)}")
    parts.append(f"{tr(voice, 'Wie meer weet:')}\n{organisations.people_to_call(library, ask, voice)}")
    return Message(
        text="\n\n".join(parts),
        buttons=_buttons(library, right, voice),
        card=_card(library, right, voice, status, today),
        organisations=ask,
        sources=right.sources,
    )


def _buttons(library: Library, right: Right, voice: Voice) -> list[Button]:
    buttons = [
        Button(tr(voice, "Wie kan mij helpen?"), payload("find_help", behaviour=right.behaviour or "unclear")),
    ]
    if right.plan:
        title = library.plans[right.plan].title.in_voice(voice)
        buttons.append(Button(tr(voice, "Stappenplan: {title}", title=title), payload("ask_plan", topic=right.plan)))
    return buttons


def _card(library: Library, right: Right, voice: Voice, status: str | None, today: date) -> dict[str, Any]:
    return {
        "kind": "right",
        "id": right.id,
        "title": right.title.in_voice(voice),
        "basis": [_basis(library, basis, voice, today) for basis in bases_for(right, status)],
        "sources": formats.source_links(library, right.sources, voice),
        "checked": formats.checked(right.checked_on, voice),
        "note": tr(voice, "Dit is uitleg, geen juridisch advies."),
    }


def _basis(library: Library, basis: Basis, voice: Voice, today: date) -> dict[str, str]:
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
        shown = _basis(library, basis, voice, today)
        lines.append(f"- {shown['label']}: {shown['article']}. {shown['holds']}.")
    return Message(f"{tr(voice, 'Dit antwoord steunt op:')}\n" + "\n".join(lines), sources=right.sources)
