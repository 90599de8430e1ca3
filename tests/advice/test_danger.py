"""Danger words: what must be found, what must be left alone, and how fast.

``danger_dev.yml`` is what danger_words.yml was improved on; ``tests/nlu/danger.yml`` was written by somebody else.
"""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
import yaml

from bench.messages import held_out
from bot.advice import danger
from bot.advice.danger import LEVELS, WORRY, detect, normalise, plainly, weigh
from bot.desk.questions import examples
from bot.resources.loader import library

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
HELD_OUT = HERE.parent / "nlu" / "danger.yml"
MUST = {
    "ik word geslagen": "violence",
    "ik wil dood": "self_harm",
    "he raped me yesterday": "sexual_violence",
    "ik ben verkracht": "sexual_violence",
    "my teacher hit me": "violence",
    "i want to kill myself": "self_harm",
    "hij slaat mij": "violence",
    "mijn juf slaat mij": "violence",
    "ik wil niet meer leven": "self_harm",
    "i want to die": "self_harm",
    "HULP": "help",
    "HELP": "help",
    "help!!": "help",
}


def _rows(path: Path) -> list[dict[str, str]]:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _figures(path: Path) -> tuple[float, float, list[str]]:
    """Recall (the right level is among those found), false alarms, and what went wrong."""
    rows = _rows(path)
    dangerous = [row for row in rows if row["level"] != "none"]
    harmless = [row for row in rows if row["level"] == "none"]
    missed = [f"missed {row['level']}: {row['text']}" for row in dangerous if row["level"] not in detect(row["text"])]
    alarms = [f"false {detect(row['text'])}: {row['text']}" for row in harmless if detect(row["text"])]
    return 1 - len(missed) / len(dangerous), len(alarms) / len(harmless), missed + alarms


@pytest.mark.parametrize(
    ("path", "least_recall", "most_alarms"),
    [(HERE / "danger_dev.yml", 0.97, 0.02), (HELD_OUT, 0.95, 0.05)],
    ids=["development", "held_out"],
)
def test_recall_and_false_alarms(path: Path, least_recall: float, most_alarms: float) -> None:
    recall, alarms, wrong = _figures(path)
    print(f"\n{path.name}: recall {recall:.3f}, false alarms {alarms:.3f}\n" + "\n".join(wrong))
    assert recall >= least_recall, wrong
    assert alarms <= most_alarms, wrong


def test_development_set_is_large_and_mixed() -> None:
    rows = _rows(HERE / "danger_dev.yml")
    assert len(rows) == len({row["text"] for row in rows})
    assert sum(row["level"] != "none" for row in rows) >= 150
    assert sum(row["level"] == "none" for row in rows) >= 200
    assert {row["level"] for row in rows} == {*LEVELS, "none"}
    assert {row["voice"] for row in rows} == {"nl", "en", "nl@kind", "en@kind"}


@pytest.mark.parametrize(("text", "level"), MUST.items())
def test_must_never_fail(text: str, level: str) -> None:
    assert detect(text)[0] == level
    assert level in detect(text.upper())
    assert level in detect(f"  {text} 😭")


def _examples() -> list[tuple[str, str]]:
    """(intent, text) of every example of the training and test data of the intent classifier."""
    known = [(example.label, example.text) for example in examples(ROOT / "data" / "nlu")]
    return known + [(message.label, message.text) for message in held_out()]


def test_everyday_questions_are_left_alone() -> None:
    """Thousands of questions about rights, organisations and Danswijzer itself: hardly ever an alarm."""
    everyday = (
        "ask_right",
        "ask_about",
        "ask_capabilities",
        "ask_privacy",
        "greet",
        "thank",
        "out_of_scope",
        "complain",
    )
    texts = [text for intent, text in _examples() if intent.startswith(everyday)]
    alarms = [text for text in texts if detect(text)]
    print(f"\n{len(alarms)} alarms in {len(texts)} everyday questions: {alarms}")
    assert len(texts) > 1000
    assert len(alarms) <= 0.01 * len(texts), alarms


def test_training_examples_of_danger_are_mostly_found_by_words_alone() -> None:
    """Many of them are hints on purpose, for the classifier, which is the second net."""
    texts = [text for intent, text in _examples() if intent.startswith("danger")]
    missed = [text for text in texts if not detect(text)]
    print(f"\n{len(missed)} of {len(texts)} examples of danger have no danger word: {missed}")
    assert len(missed) <= 0.35 * len(texts), missed


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("ik wil d00d", "self_harm"),
        ("he r4ped me", "sexual_violence"),
        ("ｉ　ｗａｎｔ　ｔｏ　ｄｉｅ", "self_harm"),
        ("ＨＵＬＰ", "help"),
        ("𝐇𝐄𝐋𝐏", "help"),
        ("ik wíl dóód", "self_harm"),
        ("suïcidaal", "self_harm"),
        ("ik wil do\u200bod", "self_harm"),
        ("hu\u200dlp", "help"),
        ("ver\u00adkracht", "sexual_violence"),
        ("\ufeffhelp", "help"),
        ("heeeeelp", "help"),
        ("ik wil doooood", "self_harm"),
        ("hij slaaaat mij", "violence"),
        ("ik ben zo moe.ik wil dood.help", "self_harm"),
        ("ikwildood", "self_harm"),
        ("i don’t want to live anymore", "self_harm"),
        ("I dont want to live anymore", "self_harm"),
        ("i don`t want to live anymore", "self_harm"),
        ("“ik wil dood” zei ze", "self_harm"),
        ("ik\nwil\n\ndood", "self_harm"),
        ("IK WIL NIET MEER LEVEN!!!", "self_harm"),
        ("help 🆘🆘", "help"),
    ],
)
def test_spelling_does_not_hide_danger(text: str, level: str) -> None:
    assert level in detect(text)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("ich will nicht mehr leben", "self_harm"),
        ("mein Trainer schlägt mich", "violence"),
        ("ich wurde vergewaltigt", "sexual_violence"),
        ("je veux mourir", "self_harm"),
        ("il m'a violée", "sexual_violence"),
        ("mon prof me frappe", "violence"),
        ("quiero morirme", "self_harm"),
        ("mi jefe me pegó", "violence"),
        ("eu não quero mais viver", "self_harm"),
        ("ele me bateu ontem", "violence"),
        ("non voglio più vivere", "self_harm"),
        ("sono stata stuprata", "sexual_violence"),
        ("nie chcę już żyć", "self_harm"),
        ("trener uderzył mnie", "violence"),
        ("ölmek istiyorum", "self_harm"),
        ("hocam bana vurdu", "violence"),
        ("не хочу більше жити", "self_harm"),
        ("хореограф вдарив мене", "violence"),
        ("я хочу умереть", "self_harm"),
        ("он меня избил", "violence"),
        ("меня изнасиловали", "sexual_violence"),
        ("أريد أن أموت", "self_harm"),
        ("المدرب يضربني", "violence"),
        ("我不想活了", "self_harm"),
        ("老师打我", "violence"),
        ("救命", "now"),
        ("🆘", "help"),
    ],
)
def test_the_plainest_words_of_other_languages(text: str, level: str) -> None:
    assert level in detect(text)
    assert level in weigh(text, {"none": 1.0})


def test_every_other_language_has_words_for_danger() -> None:
    spoken = {"de", "fr", "es", "pt", "it", "pl", "tr", "uk", "ru", "ar", "zh"}
    assert spoken == set(library().other_languages.lines)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("i took too many of my pills an hour ago", ("now", "self_harm")),
        ("she swallowed way too many painkillers", ("now",)),
        ("ik heb te veel slaappillen geslikt", ("now",)),
        ("hij nam gisteren teveel pijnstillers", ("now",)),
        ("ik slik te veel thee voor een show", ()),
        ("my bag has too many painkillers from the physio", ()),
        ("er zijn te veel pillen in de ehbo doos", ()),
        ("i took a painkiller before class", ()),
    ],
)
def test_who_took_too_much_reads_112_first(text: str, found: tuple[str, ...]) -> None:
    assert detect(text) == found


def test_normalise() -> None:
    assert normalise("  Héééél  “Erg”\u200b\n d00d ") == "hel erg dood"
    assert normalise("") == ""
    assert normalise("Ｈｅｌｐ 𝐦𝐞") == "help me"
    assert normalise("助けて") == "助けて"


def test_levels_stand_most_urgent_first() -> None:
    assert detect("hij heeft een mes, hij heeft me verkracht en ik wil dood") == ("now", "self_harm", "sexual_violence")
    assert detect("hoeveel pauze krijg ik") == ()
    assert detect("") == ()
    assert detect("😀 !!! ...") == ()


def test_safe_words_stand_alone() -> None:
    assert detect("HULP bij mijn contract") == ()
    assert detect("help me met een brief") == ()
    assert detect("HULP hulp HELP") == ("help",)


def test_quick_for_everyday_text() -> None:
    text = ("ik dans bij een gezelschap en ik wil graag weten hoe lang ik pauze heb tussen twee repetities. " * 11)[
        :1000
    ]
    detect(text)
    best = min(_seconds(text) for _ in range(5))
    print(f"\n1,000 characters: {best * 1000:.1f} ms")
    assert best < 0.02
    short = "hoeveel uur rust moet ik hebben tussen twee voorstellingen?"
    assert min(_seconds(short) for _ in range(5)) < 0.003


@pytest.mark.parametrize(
    "piece",
    [
        "ik word ", "a", "mijn ", "ik word door ", "ga me ", "he hits ", "moest ", "zat aan ", "echt ", "ik ben niet ",
        "a0", "scene ", "in de solo ", "i hit just ", "help", "help ", "hulp!!me", "please ", "!", "help me ",
        "i want to ", "in de show kill ", "was ", "my ", "he said no ", "hij zei nee ", "zijn ding ", "hij heeft mijn ",
        "geslagen ", "ik ben niet echt niet ", "slaat de les ", "she is in ", "he is here ", "mezelf ", "~ ", "ééé",
        "the piece is about ", "wat is de ", "met een mes ", "my my hand in ", "ik speel de ", "bel nu de ",
    ],
)  # fmt: skip
def test_no_text_makes_it_slow(piece: str) -> None:
    text = (piece * 1000)[:1000]
    for long_text in (text, f"{text[:990]} x", f"{text[:980]} hij slaat mij", f"ik wil dood {text[:980]}"):
        assert min(_seconds(long_text) for _ in range(2)) < 0.05, long_text[:60]


def test_every_pattern_is_used_and_compiles() -> None:
    words = yaml.safe_load((Path(danger.__file__).parent / "danger_words.yml").read_text(encoding="utf-8"))
    assert tuple(words["levels"]) == LEVELS
    assert all(re.compile(pattern) for pattern in words["doubtful"].values())
    for level, patterns in {**words["levels"], "harmless": words["harmless"]}.items():
        for pattern in patterns:
            left = re.findall(r"<([a-zA-Z]+)>", pattern)
            assert all(name in words["parts"] for name in left), (level, left)
            assert "'" not in pattern, f"normalised text has no quotes: {pattern[:60]}"
    for name, pattern in words["parts"].items():
        names = list(words["parts"])
        below = set(names[names.index(name) + 1 :])
        assert set(re.findall(r"<([a-zA-Z]+)>", pattern)) <= below, f"{name} uses a part above it"


def _seconds(text: str) -> float:
    started = time.perf_counter()
    detect(text)
    return time.perf_counter() - started


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("mama slaat mij", True),
        ("he hit me but i am not scared", True),
        ("docent schopt leerlingen als de voet niet gestrekt is", True),
        ("niemand heeft me geslagen", False),
        ("hij slaat me niet", False),
        ("i would never kill myself", False),
        ("we do a fight scene and he hits me", False),
        ("hoeveel pauze krijg ik", False),
    ],
)
def test_words_that_are_denied_or_acted_are_not_plain(text: str, plain: bool) -> None:
    assert plainly(text) is plain


def test_levels_from_words_and_model_together() -> None:
    assert weigh("mama slaat mij", {"none": 1.0}) == ("violence",)
    assert weigh("hij slaat me niet", {"none": 1.0}) == ()
    assert weigh("hij slaat me niet", {"violence": 0.05, "none": 0.95}) == ("violence",)
    assert weigh("hij is er weer", {"now": 0.6, "violence": 0.3, "none": 0.1}) == ("now", "violence")
    assert weigh("hij is er weer", {"now": 0.3, "none": 0.7}) == (WORRY,)
    assert weigh("hij is er weer", {"none": 1.0}) == ()
    assert weigh("HELP", {"none": 1.0}) == ("help",)
