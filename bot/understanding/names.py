"""Finds what is named in a message, straight from the resource base, with spaCy's PhraseMatcher."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

import spacy
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from bot.resources.library import Library
from bot.understanding.normaliser import normalise

_EXACT_LENGTH = 4  # shorter names ("113", "ind") must stand in the text exactly
_MAX_DISTANCE = 1
_REAL_WORDS = frozenset({"policy", "polite"})  # one letter from "police" and "politie", and no typing error
_ABOUT_WORDS = frozenset(
    """
    wat wie waar hoe is zijn was doet doen de het een dat die dit deze van voor over bij met en in nou eigenlijk precies
    betekent bedoel bedoelen ze zij jullie ik je jij me mij kan kun kunnen mag weet weten wil graag vertel vertellen
    leg uit uitleg uitleggen meer iets info informatie ken kennen bestaat werkt bereik bereiken bel bellen chatten
    mailen nummer telefoonnummer tel telefoon adres website site mail email openingstijden open nu gratis anoniem
    alsjeblieft aub pls please hoi hallo hey hi hello what whats who whos where how s is are was were does do the a an
    that this those these of for about from at to and it they them their i you u me my can could would may want know
    like tell explain describe more some information mean means meant called call reach contact phone number address
    hours opening now free anonymous exist work works thing again
    """.split()  # noqa: SIM905  (readable as prose)
)
"""What may stand around a name without asking anything but "tell me about it"."""


class NameMatcher:
    """Matches names as they are typed, and names of one longer word with one typing error.

    ``names``: entry ("organisations/mores", "rights/fair_pay") -> what it is called.
    """

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        self._nlp = spacy.blank("xx")
        self._matcher = PhraseMatcher(self._nlp.vocab)
        self._words_by_length: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
        for entry, called in names.items():
            plain = {normalise(name) for name in called}
            self._matcher.add(entry, [self._nlp.make_doc(name) for name in sorted(plain)])
            for name in plain:
                if " " not in name and len(name) > _EXACT_LENGTH and not name.isdigit():
                    for length in range(len(name) - _MAX_DISTANCE, len(name) + _MAX_DISTANCE + 1):
                        self._words_by_length[length].append((name, entry))

    @classmethod
    def of(cls, library: Library) -> NameMatcher:
        """Names of organisations, and the exact names of rights, such as an article."""
        names: dict[str, list[str]] = {}
        for organisation in library.organisations.values():
            own = [] if organisation.everyday_name or organisation.kind == "near_you" else [organisation.name]
            names[f"organisations/{organisation.id}"] = [*own, *organisation.also]
        names |= {f"rights/{right.id}": right.also for right in library.rights.values()}
        return cls({entry: called for entry, called in names.items() if called})

    def find(self, text: str) -> list[str]:
        """Entries in the order of the text, each once."""
        doc = self._nlp.make_doc(normalise(text))
        found = dict.fromkeys(self._nlp.vocab.strings[match_id] for match_id, _, _ in self._spans(doc))
        if not found:
            found = dict.fromkeys(close for token in doc if (close := self._almost(token.text)))
        return list(found)

    def without_names(self, text: str) -> str:
        """The text without the names in it: a name says nothing of the language of a message."""
        doc = self._nlp.make_doc(normalise(text))
        named = {place for _, start, end in self._spans(doc) for place in range(start, end)}
        return " ".join(token.text for token in doc if token.i not in named)

    def names_alone(self, text: str) -> bool:
        """True when a message asks about a name and nothing else: "wat is mores", "phone number of Veilig Thuis?"."""
        rest = re.findall(r"\w+", self.without_names(text))
        return all(word in _ABOUT_WORDS for word in rest) and bool(self.find(text))

    def _spans(self, doc: Doc) -> list[tuple[int, int, int]]:
        """Matches that do not overlap, the first and longest of each place: (entry, start, end)."""
        kept: list[tuple[int, int, int]] = []
        for match in sorted(self._matcher(doc), key=lambda match: (match[1], -match[2])):
            if not kept or match[1] >= kept[-1][2]:
                kept.append(match)
        return kept

    def _almost(self, word: str) -> str | None:
        if len(word) <= _EXACT_LENGTH + 1 or word in _REAL_WORDS:
            return None
        near = self._words_by_length.get(len(word), [])
        return next((entry for name, entry in near if _within_one_edit(word, name)), None)


def _within_one_edit(first: str, second: str) -> bool:
    """True when one letter added, left out, changed or swapped with its neighbour makes the words equal.

    For words of which the lengths differ by no more than that.
    """
    if first == second:
        return True
    start = 0
    while start < min(len(first), len(second)) and first[start] == second[start]:
        start += 1
    rest, other = first[start:], second[start:]
    swapped = len(rest) > 1 and len(other) > 1 and rest[:2] == other[1::-1] and rest[2:] == other[2:]
    return rest[1:] == other or rest == other[1:] or rest[1:] == other[1:] or swapped
