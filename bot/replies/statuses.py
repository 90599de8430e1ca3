"""What to call people of a status: employees, freelancers, students ..."""

from __future__ import annotations

from collections.abc import Iterable

from bot.i18n import tr
from bot.replies import formats
from bot.replies.message import Button, payload
from bot.resources.schema import Status
from bot.voice import Voice


def people(statuses: Iterable[Status], voice: Voice) -> str:
    """Several kinds of people in one phrase: "werknemers, docenten en vrijwilligers"."""
    words: dict[Status, str] = {
        "employee": tr(voice, "werknemers"),
        "zzp": tr(voice, "zzp'ers"),
        "student": tr(voice, "studenten"),
        "intern": tr(voice, "stagiairs"),
        "teacher": tr(voice, "docenten"),
        "volunteer": tr(voice, "vrijwilligers"),
        "parent": tr(voice, "ouders"),
        "teen": tr(voice, "jongeren van 16 en 17"),
        "child": tr(voice, "kinderen tot 16"),
        "organisation": tr(voice, "organisaties"),
    }
    return formats.and_list([words[status] for status in statuses], voice)


def choice(status: Status, voice: Voice) -> Button:
    """A button with which someone says who they are."""
    words: dict[Status, str] = {
        "employee": tr(voice, "Ik ben werknemer"),
        "zzp": tr(voice, "Ik ben zzp'er"),
        "student": tr(voice, "Ik ben student"),
        "intern": tr(voice, "Ik loop stage"),
        "teacher": tr(voice, "Ik ben docent"),
        "volunteer": tr(voice, "Ik ben vrijwilliger"),
        "parent": tr(voice, "Ik ben ouder"),
        "teen": tr(voice, "Ik ben 16 of 17"),
        "child": tr(voice, "Het gaat over een kind"),
        "organisation": tr(voice, "Ik spreek voor een organisatie"),
    }
    return Button(words[status], payload("tell_situation", status=status))
