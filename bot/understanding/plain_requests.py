"""Requests that need no guess: somebody to call, and one step on or back in a plan."""

from __future__ import annotations

import re

_ASKS_TO_CALL = re.compile(
    r"\b(?:wie|waar|where|iemand|nummers?|lijn|who|whom|whose|anyone|someone|somebody|number|line)\b.{0,40}"
    r"\b(?:bel|bellen|opbellen|belt|telefoon\w*|telefonisch|spreken|appen|call|phone|ring|telephone)\b|"
    r"\b(?:telefoonnummer|phone number|just (?:a|the|one) number|(?:een|het) (?:ander )?nummer)\b|"
    r"\b(?:number for|nummer voor)\b|\b(?:the|a|het|een|dat|that) (?:nummer|number)\W*$|"
    r"\bwie\b.{0,12}\bhelpt\b.{0,12}\b(?:daar|hier)(?:bij|mee)\b|\bwie\b.{0,15}\b(?:daar|hier)(?:bij|mee) helpen\b|"
    r"\bwho\b.{0,12}\bhelps?\b.{0,12}\bwith (?:this|that|it)\b",
    re.IGNORECASE,
)

_OPENING = r"\W*(?:(?:ok|oke|okay|ja|yes|yep|en|and|so|dan|then|nu|now|maar|gewoon|just|ga|go)\W+)*"
_CLOSING = r"(?:\W+(?:maar|graag|a\.?u\.?b\.?|alsjeblieft|svp|please|pls|plz|nu|now|dan|then))*\W*"
_WALKS = {
    "next_step": r"(?:de |het |the )?(?:volgende|next)(?: (?:stap|step|one))?|"
    r"(?:eentje |een stap |one step )?(?:verder|further|on)|"
    r"one (?:further|on)|keep going|carry on|continue|ga door|door",
    "previous_step": r"(?:de |the )?(?:vorige|previous)(?: (?:stap|step|one))?|(?:eentje|een stap|stapje) terug|"
    r"(?:one|a) (?:step )?back|one back",
}
_WALKING = {intent: re.compile(f"{_OPENING}(?:{words}){_CLOSING}", re.IGNORECASE) for intent, words in _WALKS.items()}


def asks_to_walk(text: str) -> str | None:
    """The intent of a text that asks for the next or the previous step and says nothing else."""
    return next((intent for intent, pattern in _WALKING.items() if pattern.fullmatch(text)), None)


def asks_to_call(text: str) -> bool:
    """Whether a text asks whom to call or for a number, among whatever else it says."""
    return bool(_ASKS_TO_CALL.search(text))
