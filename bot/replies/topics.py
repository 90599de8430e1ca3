"""What can be asked: menus of topics, and the likeliest topics when a message was not understood."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bot.i18n import tr
from bot.replies import emergencies, organisations, quick_replies
from bot.replies.message import Button, Message, payload
from bot.resources.library import Library
from bot.resources.lists_schema import Theme
from bot.resources.schema import Right
from bot.voice import Voice

SUGGESTIONS = 3
_WORTH_SUGGESTING = 0.05
_MAY_BE_SERIOUS = 0.15
"""Together the serious guesses weigh this much: helplines come first, because hints are what is most often missed."""


def menu(library: Library, group: str | None, voice: Voice) -> Message:
    """What there is to choose from: the themes or plans, the rights of a theme, or what Danswijzer is for.

    ``group``: "rights", "plans", the id of a theme, or None. A child chooses from a short list without themes.
    """
    if group == "rights" and not voice.is_child:
        buttons = [
            Button(theme.title.in_voice(voice), payload("ask_capabilities", group=theme.id))
            for theme in library.menu.themes
        ]
        return Message(tr(voice, "Waar gaat je vraag over?"), buttons=buttons)
    theme = _theme(library, group)
    if group == "rights" or theme:
        ids = theme.rights if theme else library.menu.child_rights
        buttons = [
            Button(library.rights[right_id].title.in_voice(voice), payload("ask_right", topic=right_id))
            for right_id in ids
        ]
        return Message(tr(voice, "Over welk recht wil je iets weten?"), buttons=buttons)
    if group == "plans":
        ids = library.menu.child_plans if voice.is_child else list(library.plans)
        buttons = [
            Button(library.plans[plan_id].title.in_voice(voice), payload("ask_plan", topic=plan_id)) for plan_id in ids
        ]
        return Message(tr(voice, "Welk stappenplan wil je zien?"), buttons=buttons)
    text = tr(
        voice,
        "Ik kan vertellen wat je rechten zijn, wie je kan helpen en welke stappen je kunt zetten. "
        "Typ je vraag of kies.",
    )
    return Message(text, buttons=start_buttons(voice))


def _theme(library: Library, group: str | None) -> Theme | None:
    return next((theme for theme in library.menu.themes if theme.id == group), None)


def start_buttons(voice: Voice) -> list[Button]:
    """The three things Danswijzer is for, and a person."""
    return [
        quick_replies.who_can_help(voice),
        Button(tr(voice, "Mijn rechten"), payload("ask_capabilities", group="rights")),
        Button(tr(voice, "Stappenplannen"), payload("ask_capabilities", group="plans")),
        quick_replies.a_human(voice),
    ]


def not_understood(library: Library, ranking: Iterable[Mapping[str, Any]], misses: int, voice: Voice) -> Message:
    """First the likeliest topics; the second time in a row the whole menu and people to call."""
    people = quick_replies.a_human(voice)
    ranking = list(ranking)
    suggestions = _suggestions(library, ranking, voice)
    if misses < 2 and suggestions:
        text = tr(voice, "Ik weet niet zeker of ik je begrijp. Bedoel je een van deze?")
        if _may_be_serious(library, ranking):
            text = f"{emergencies.helplines(library, voice)}\n\n{text}"
        return Message(text, [*suggestions, people])
    card = emergencies.card_for(library, ["help"], voice)
    text = tr(voice, "Ik begrijp het nog niet. Kies een onderwerp, typ het anders, of bel een mens.")
    return Message(
        f"{text}\n\n{emergencies.helplines(library, voice)}",
        start_buttons(voice),
        card=card.card,
        organisations=card.organisations,
    )


def also_asked(library: Library, labels: Iterable[str], voice: Voice) -> Message | None:
    """A button for each other thing that the message asked."""
    buttons = buttons_for(library, labels, voice)
    return Message(tr(voice, "Je vroeg ook nog iets. Bedoelde je dit?"), buttons) if buttons else None


def buttons_for(library: Library, labels: Iterable[str], voice: Voice) -> list[Button]:
    """A button for each label ("ask_right/rest_time") that can be answered."""
    parts = (label.partition("/") for label in labels)
    return [button for intent, _, topic in parts if (button := _button_for(library, intent, topic, voice))]


def also_answered(library: Library, right: Right, voice: Voice) -> Message:
    """The line between an answer and the answer to what was asked besides."""
    return Message(tr(voice, "Je vroeg ook: {title}", title=right.title.in_voice(voice)))


def perhaps_meant(library: Library, ranking: Iterable[Mapping[str, Any]], voice: Voice) -> Message | None:
    """After an answer that was not sure: the next likeliest topics."""
    buttons = _suggestions(library, list(ranking)[1:], voice)[: SUGGESTIONS - 1]
    return Message(tr(voice, "Zocht je iets anders? Misschien dit:"), buttons) if buttons else None


def _suggestions(library: Library, ranking: Iterable[Mapping[str, Any]], voice: Voice) -> list[Button]:
    buttons: list[Button] = []
    for guess in ranking:
        button = _button_for(library, str(guess.get("name")), guess.get("topic"), voice)
        if button and guess.get("confidence", 0) >= _WORTH_SUGGESTING and button not in buttons:
            buttons.append(button)
    return buttons[:SUGGESTIONS]


def _may_be_serious(library: Library, ranking: Iterable[Mapping[str, Any]]) -> bool:
    serious = {*library.routes.groups["maybe_crime"], "bullying_power"}
    weight = sum(
        float(guess.get("confidence", 0))
        for guess in ranking
        if guess.get("name") == "danger" or (guess.get("name") == "find_help" and guess.get("topic") in serious)
    )
    return weight >= _MAY_BE_SERIOUS


def _button_for(library: Library, intent: str, topic: str | None, voice: Voice) -> Button | None:
    if not topic:
        return None
    if intent == "ask_right" and topic in library.rights:
        return Button(library.rights[topic].title.in_voice(voice), payload(intent, topic=topic))
    if intent == "ask_plan" and topic in library.plans:
        return quick_replies.to_plan(library.plans[topic], voice)
    if intent == "find_help":
        if topic == "unclear":
            return Button(tr(voice, "Wie kan mij helpen?"), payload(intent))
        question = next(q for q in library.routes.questions if q.dimension == "behaviour")
        if words := question.options.get(topic):
            return Button(tr(voice, "Hulp bij: {what}", what=words.in_voice(voice)), payload(intent, behaviour=topic))
    return None


def introduction(voice: Voice) -> Message:
    """The first message: a program, passes nothing on, asks for no names."""
    text = tr(
        voice,
        "Hoi, ik ben Danswijzer. Ik ben een computerprogramma (AI), geen mens.\n"
        "Ik geef uitleg over rechten en hulp voor dansers, stap voor stap. Ik stuur niets door. Noem geen namen.\n"
        "Waar kan ik je mee helpen?",
    )
    return Message(text, start_buttons(voice))


def simpler(library: Library, voice: Voice, *, already: bool, minor: bool = False) -> Message:
    """Says that it goes on in children's words, and whom an adult can call, unless someone is known to be a ``minor``.

    ``already``: it was in those words, so it cannot be said more simply.
    """
    if already:
        child = organisations.line(library.organisations[organisations.CHILDLINE], voice)
        text = tr(voice, "Makkelijker kan ik het niet zeggen. Vraag een grote om hulp. Of bel:")
        return Message(f"{text}\n{child}", organisations=[organisations.CHILDLINE])
    if minor:
        return Message(tr(voice, "Goed, ik zeg het nu in makkelijke woorden."))
    adult = library.routes.night.adult
    text = tr(
        voice, "Ik zeg het nu in makkelijke woorden, zoals voor kinderen. Ben je 18 of ouder? Bellen kan dan met:"
    )
    back = tr(voice, "Terug naar gewone taal? Typ: voor volwassenen.")
    return Message(f"{text}\n{organisations.line(library.organisations[adult], voice)}\n{back}", organisations=[adult])


def change_voice(voice: Voice) -> str:
    """What choosing a voice sends; the last answer comes again in that voice."""
    return payload("change_voice", voice=voice.value)


def voice_confirmed(voice: Voice) -> Message:
    """Says, in the new voice, that the conversation goes on in it."""
    return Message(tr(voice, "Goed, ik ga verder in het Nederlands. Wat wil je weten?"), start_buttons(voice))


def situation_heard(voice: Voice) -> Message:
    """Thanks for telling; asks what it is about."""
    return Message(tr(voice, "Dank je, dat helpt. Waar gaat je vraag over?"), start_buttons(voice))


def which_organisation(voice: Voice) -> Message:
    """Asks which organisation is meant."""
    text = tr(voice, "Over welke organisatie wil je iets weten? Typ de naam, bijvoorbeeld Mores of Veilig Thuis.")
    return Message(text, [quick_replies.who_can_help(voice)])


def why(voice: Voice) -> Message:
    """Where everything Danswijzer says comes from."""
    text = tr(
        voice, "Alles wat ik zeg komt uit een vaste lijst met bronnen. Bij elk antwoord staan de bronnen en de datum."
    )
    return Message(text, start_buttons(voice))
