"""The quick replies that stand under many answers: what they say and what they send."""

from __future__ import annotations

from bot.i18n import tr
from bot.replies.message import Button, payload
from bot.resources.schema import Plan
from bot.voice import Voice


def a_human(voice: Voice) -> Button:
    """People to call."""
    return Button(tr(voice, "Praten met een mens"), payload("talk_to_human"))


def who_can_help(voice: Voice, behaviour: str = "unclear") -> Button:
    """Begins the questions about someone's situation, with what it is about when that is known."""
    return Button(tr(voice, "Wie kan mij helpen?"), payload("find_help", behaviour=behaviour))


def who_fits(voice: Voice) -> Button:
    """The same questions, under an answer that already names people."""
    return Button(tr(voice, "Wie past bij mijn vraag?"), payload("find_help", behaviour="unclear"))


def more_contacts(voice: Voice) -> Button:
    """The contacts after the first ones."""
    return Button(tr(voice, "Meer adressen"), payload("more"))


def misunderstood(voice: Voice) -> Button:
    """Puts right what the bot made of someone's words."""
    return Button(tr(voice, "Je begrijpt me verkeerd"), payload("misunderstood"))


def to_plan(plan: Plan, voice: Voice) -> Button:
    """Shows a step plan."""
    title = tr(voice, "Stappenplan: {title}", title=plan.title.in_voice(voice))
    return Button(title, payload("ask_plan", topic=plan.id))
