"""The danger layer reads anything, and what people do to their words without thinking does not hide danger in them."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.advice.danger import LEVELS, WORRY, detect, in_another_language, normalise, plainly, weigh
from tests.advice.test_danger import MUST
from tests.property.texts import texts

_ROWS = yaml.safe_load((Path(__file__).parents[1] / "advice" / "danger_dev.yml").read_text(encoding="utf-8"))
PLAIN = sorted({text for text in [*MUST, *(row["text"] for row in _ROWS)] if set(detect(text)) - {"help"}})
"""Messages in which words alone find danger. HELP is not here: it counts only when nothing else is said."""
HARMLESS = [
    "hallo", "hi", "hey there", "ik weet het niet", "sorry dat ik stoor", "dank je wel", "thanks", "please", "help",
    "alsjeblieft", "het regent", "the weather is nice", "ik ben 12 jaar", "i am 12", "kun je me helpen", "ok",
    "uh", "😭😭",
    "can you help me", "wat moet ik doen", "what should i do", "i dont know who to tell", "lalala",
    "gisteren was ik bij oma",
    "ik durf het niemand te vertellen", "i like dancing", "na de les", "after class", "bel je morgen", "❤️", "مرحبا",
]  # fmt: skip
_UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u202e\u200e"


def sprinkled(text: str, chance: random.Random, among: str) -> str:
    return "".join(char + (chance.choice(among) if char.isalpha() and chance.random() < 0.3 else "") for char in text)


def stretched(text: str, chance: random.Random) -> str:
    place = chance.choice([place for place, char in enumerate(text) if char.isalpha()])
    return text[:place] + text[place] * chance.randint(3, 9) + text[place + 1 :]


CHANGES = {
    "capitals": lambda text, chance: text.upper(),
    "mixed capitals": lambda text, chance: "".join(chance.choice((char.upper(), char.lower())) for char in text),
    "more spaces": lambda text, chance: text.replace(" ", " " * chance.randint(2, 5)),
    "spaces that do not break": lambda text, chance: text.replace(" ", "\u00a0"),
    "tabs": lambda text, chance: text.replace(" ", "\t"),
    "a line break": lambda text, chance: text.replace(" ", "\n", 1),
    "characters without width": lambda text, chance: sprinkled(text, chance, _UNSEEN),
    "accents": lambda text, chance: sprinkled(text, chance, "\u0301\u0308\u0327"),
    "a stretched letter": stretched,
    "wide letters": lambda text, chance: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text),
    "bold letters": lambda text, chance: "".join(chr(ord(c) - 97 + 0x1D41A) if "a" <= c <= "z" else c for c in text),
    "no apostrophes": lambda text, chance: text.replace("'", "").replace("’", ""),
    "other apostrophes": lambda text, chance: text.replace("'", "’"),
    "emoji behind it": lambda text, chance: f"{text} 😭🙏🏽",
    "marks behind it": lambda text, chance: text.rstrip(".!?") + chance.choice(("!!!", "...", "?!")),
}


def unhidden(before: str, after: str) -> None:
    """Every level that is found in a message is found in the other too, by the words and when they are weighed."""
    assert set(detect(before)) - {"help"} <= set(detect(after)), (before, after)
    assert set(weigh(before, {})) - {"help", WORRY} <= set(weigh(after, {})), (before, after)


@pytest.mark.parametrize("change", CHANGES)
@settings(max_examples=35)
@given(st.sampled_from(PLAIN), st.randoms(use_true_random=False))
@example("ik ben niet veilig en hij slaat mij", random.Random(3))
def test_what_people_do_to_words_hides_nothing(change: str, text: str, chance: random.Random) -> None:
    unhidden(text, CHANGES[change](text, chance))


@settings(max_examples=250)
@given(
    st.sampled_from(PLAIN),
    st.lists(st.sampled_from(HARMLESS), max_size=4),
    st.lists(st.sampled_from(HARMLESS), max_size=4),
    st.sampled_from([". ", "! ", "\n", "? ", " \n\n"]),
)
@example("he raped me yesterday", ["na de les"], [], "\n")
@example("i am being beaten", [], ["het regent"], "\n")
def test_harmless_sentences_around_it_hide_nothing(text: str, first: list[str], last: list[str], between: str) -> None:
    unhidden(text, between.join([*first, text, *last]))


@pytest.mark.parametrize(
    "text",
    [
        "mijn ex staat voor mijn deur ennnnnn hij gaat niet weg",
        "a dancer collapsed a\u200bnd she isn't breathing",
        "i'm not in danger bút he raped me",
        "er is een man in ons huis ｅｎ mama is er niet",
    ],
)
def test_however_a_clause_begins_a_denial_in_the_next_one_says_nothing_of_it(text: str) -> None:
    assert plainly(text)


def test_the_safe_word_counts_only_by_itself() -> None:
    assert detect("HELP\n!!") == ("help",)
    assert "help" not in detect("help\nhow much rest do i get")


CHANCES = st.dictionaries(st.sampled_from([*LEVELS, WORRY, "none", ""]), st.floats(), max_size=6)


@settings(max_examples=200)
@given(texts, CHANCES)
@example("\ud800", {})
@example("", {"now": float("nan")})
def test_anything_can_be_read_and_weighed(text: str, chances: dict[str, float]) -> None:
    for found in (detect(text), in_another_language(text), tuple(x for x in weigh(text, chances) if x != WORRY)):
        assert list(found) == [level for level in LEVELS if level in found]
    assert set(weigh(text, chances)) <= {*LEVELS, WORRY}
    assert weigh(text, {}) == weigh(text, {})
    assert plainly(text) in (True, False)
    assert normalise(normalise(text)) == normalise(normalise(normalise(text)))
