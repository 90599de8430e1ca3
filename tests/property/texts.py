"""Texts that no one would think of, and texts that people do send."""

from __future__ import annotations

from hypothesis import strategies as st

from bench.odd_texts import ODD

_SAID = [
    "ik", "ben", "i", "am", "10", "jaar", "en", "maar", "nee,", "ik bedoel", "no i mean", "stap", "3",
    "volgende", "verder",
    "wie", "kan", "ik bellen", "who can i call", "english please", "voor kinderen", "gisteren", "mijn dochter is", "12",
    "my", "friend", "was hit", "slaat me", "ik word", "geslagen", "niet", "in the show", "zzp", "stage",
    "docent", "mores",
    "veilig thuis", "113", "wat is", "de cao", "hoeveel rust?", "ook", "dat", "it", "last", "derde", "?", "!",
    ".", "\n",
]  # fmt: skip

anything = st.text(st.characters(exclude_categories=()), max_size=60)
"""Any code points, also those that are no characters."""
chatter = st.lists(st.sampled_from(_SAID), max_size=14).map(" ".join)
"""Words that the readers look for, in any order."""
pieces = st.lists(st.sampled_from(ODD) | st.sampled_from(_SAID), max_size=8).map("".join)
texts = anything | chatter | pieces | st.builds("{}{}{}".format, anything, st.sampled_from(ODD), chatter)
