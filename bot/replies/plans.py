"""A step plan as an overview, one step at a time, or a choice between its parts."""

from __future__ import annotations

from typing import Any

from bot.advice.plans import needs_variant, steps_of
from bot.i18n import tr
from bot.replies import formats, organisations
from bot.replies.message import Button, Message, payload
from bot.resources.library import Library
from bot.resources.schema import Plan, Step
from bot.voice import Voice


def show(library: Library, plan: Plan, voice: Voice, variant: str | None = None, position: int = 0) -> Message:
    """Position 0 is the overview, 1 the first step. A plan with parts first asks which part."""
    if needs_variant(plan, variant):
        return _choose(plan, voice)
    steps = steps_of(plan, variant)
    position = min(position, len(steps))
    return Message(
        text=_step(library, steps, position, voice) if position else _overview(plan, voice),
        buttons=_buttons(position, len(steps), voice),
        card=_card(library, plan, steps, position, voice),
        organisations=organisations.fitting(library, steps[position - 1].who, voice) if position else (),
        sources=steps[position - 1].sources if position else plan.sources,
    )


def _choose(plan: Plan, voice: Voice) -> Message:
    return Message(
        text=f"{plan.summary.in_voice(voice)}\n\n{tr(voice, 'Waar gaat jouw vraag over?')}",
        buttons=[
            Button(part.title.in_voice(voice), payload("ask_plan", topic=plan.id, variant=part.id))
            for part in plan.variants
        ],
        sources=plan.sources,
    )


def _overview(plan: Plan, voice: Voice) -> str:
    """Title and summary; the steps stand on the card."""
    return "\n\n".join(
        [
            tr(voice, "Stappenplan: {title}", title=plan.title.in_voice(voice)),
            plan.summary.in_voice(voice),
            tr(voice, "Wil je de stappen één voor één? Typ: volgende."),
        ]
    )


def _step(library: Library, steps: list[Step], position: int, voice: Voice) -> str:
    step = steps[position - 1]
    parts = [tr(voice, "Stap {n} van {total}", n=position, total=len(steps)) + ".", step.text.in_voice(voice)]
    if step.optional:
        parts.append(tr(voice, "Deze stap hoeft niet. Jij kiest."))
    if who := organisations.fitting(library, step.who, voice):
        parts.append(f"{tr(voice, 'Hulp bij deze stap:')}\n{organisations.people_to_call(library, who, voice)}")
    if position == len(steps):
        parts.append(tr(voice, "Dit was de laatste stap. Je kunt hier altijd terugkomen."))
    return "\n\n".join(parts)


def _buttons(position: int, total: int, voice: Voice) -> list[Button]:
    buttons = []
    if position < total:
        title = tr(voice, "Volgende stap") if position else tr(voice, "Begin met stap 1")
        buttons.append(Button(title, payload("next_step")))
    if position > 0:
        buttons.append(Button(tr(voice, "Vorige"), payload("previous_step")))
    buttons.append(Button(tr(voice, "Praten met een mens"), payload("talk_to_human")))
    return buttons


def _card(library: Library, plan: Plan, steps: list[Step], position: int, voice: Voice) -> dict[str, Any]:
    """The whole plan for the overview; at a step only where it is, because the text holds the step."""
    card: dict[str, Any] = {
        "kind": "plan",
        "id": plan.id,
        "title": plan.title.in_voice(voice),
        "current": position,
        "total": len(steps),
    }
    if position:
        return {**card, "sources": formats.source_links(library, steps[position - 1].sources, voice)}
    return {
        **card,
        "steps": [_card_step(library, number, step, voice) for number, step in enumerate(steps, 1)],
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
