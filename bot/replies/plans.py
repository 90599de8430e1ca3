"""A step plan as an overview or one step at a time, and where its steps come from."""

from __future__ import annotations

from typing import Any

from bot.advice.plans import Place
from bot.i18n import tr
from bot.replies import formats, organisations, quick_replies
from bot.replies.message import Button, Message, payload
from bot.resources.library import Library
from bot.resources.schema import Step
from bot.voice import Voice


def show(library: Library, place: Place, voice: Voice) -> Message:
    """The overview, with the other parts of the plan as buttons, or a step."""
    step = place.now
    return Message(
        text=_step(library, place, voice) if step else _overview(place, voice),
        buttons=_buttons(place, voice),
        card=_card(library, place, voice),
        organisations=organisations.fitting(library, step.who, voice) if step else (),
        sources=step.sources if step else place.plan.sources,
    )


def _overview(place: Place, voice: Voice) -> str:
    """Title, part and summary; the steps stand on the card."""
    plan = place.plan
    parts = [
        tr(voice, "Stappenplan: {title}", title=plan.title.in_voice(voice)),
        plan.summary.in_voice(voice),
        tr(voice, "Wil je de stappen één voor één? Typ: volgende."),
    ]
    if part := next((part for part in plan.variants if part.id == place.part), None):
        title = part.title.in_voice(voice)
        parts.insert(
            2, tr(voice, 'Dit zijn de stappen voor: "{part}". Is het iets anders? Kies hieronder.', part=title)
        )
    return "\n\n".join(parts)


def _step(library: Library, place: Place, voice: Voice) -> str:
    step, total = place.steps[place.step - 1], len(place.steps)
    parts = [tr(voice, "Stap {n} van {total}", n=place.step, total=total) + ".", step.text.in_voice(voice)]
    if step.optional:
        parts.append(tr(voice, "Deze stap hoeft niet. Jij kiest."))
    if who := organisations.fitting(library, step.who, voice):
        parts.append(f"{tr(voice, 'Hulp bij deze stap:')}\n{organisations.people_to_call(library, who, voice)}")
    if place.step == total:
        parts.append(tr(voice, "Dit was de laatste stap. Je kunt hier altijd terugkomen."))
    return "\n\n".join(parts)


def _buttons(place: Place, voice: Voice) -> list[Button]:
    buttons = []
    if place.step < len(place.steps):
        title = tr(voice, "Volgende stap") if place.step else tr(voice, "Begin met stap 1")
        buttons.append(Button(title, payload("next_step")))
    if place.step:
        buttons.append(Button(tr(voice, "Vorige"), payload("previous_step")))
    else:
        buttons += [
            Button(part.title.in_voice(voice), payload("ask_plan", topic=place.plan.id, variant=part.id))
            for part in place.plan.variants
            if part.id != place.part
        ]
    buttons.append(quick_replies.a_human(voice))
    return buttons


def _card(library: Library, place: Place, voice: Voice) -> dict[str, Any]:
    """The whole plan for the overview; at a step only where it is, because the text holds the step."""
    plan = place.plan
    card: dict[str, Any] = {
        "kind": "plan",
        "id": plan.id,
        "title": plan.title.in_voice(voice),
        "current": place.step,
        "total": len(place.steps),
    }
    if place.now:
        return {**card, "sources": formats.source_links(library, place.now.sources, voice)}
    return {
        **card,
        "steps": [_card_step(library, number, step, voice) for number, step in enumerate(place.steps, 1)],
        "limits": [point.text.in_voice(voice) for point in plan.limits],
        "avoid": [point.text.in_voice(voice) for point in plan.avoid],
        "sources": formats.source_links(library, plan.sources, voice),
        "checked": formats.checked(plan, voice),
    }


def _card_step(library: Library, number: int, step: Step, voice: Voice) -> dict[str, Any]:
    who = organisations.fitting(library, step.who, voice)
    return {
        "n": number,
        "text": step.text.in_voice(voice),
        "optional": step.optional,
        "who": [
            {
                "name": organisations.line(library.organisations[x], voice),
                "on_paper": organisations.line_on_paper(library.organisations[x], voice),
            }
            for x in who
        ],
    }


def why(library: Library, place: Place, voice: Voice) -> Message:
    """Where a step comes from: its sources, or that it is our own common sense. The card keeps its place."""
    sources = place.now.sources if place.now else place.plan.sources
    if sources:
        links = formats.source_links(library, sources, voice)
        names = formats.and_list([f"{link['title']} ({link['dated']})" for link in links], voice)
        origin = tr(voice, "Dit komt uit: {sources}.", sources=names)
        text = f"{origin}\n\n{tr(voice, 'Het is een raad. Jij kiest zelf wat je doet.')}"
    else:
        text = tr(voice, "Deze stap is gewoon gezond verstand. Er is geen regel of bron die hem verplicht. Jij kiest.")
    return Message(text, _buttons(place, voice), _card(library, place.at(place.step or 1), voice), sources=sources)


def helpers(library: Library, place: Place, voice: Voice) -> list[str]:
    """Who helps at a step, as ids of organisations; for the overview whoever helps at any step."""
    steps = [place.now] if place.now else place.steps
    return organisations.fitting(library, [x for step in steps for x in step.who], voice)
