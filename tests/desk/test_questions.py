"""The editor's tool for questions that came in elsewhere."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from bot.desk import questions
from bot.desk.questions import Neighbours, examples, explained
from bot.understanding.vectors import KeptVectors

NLU = Path(__file__).resolve().parents[2] / "data" / "nlu"


@pytest.fixture(scope="module")
def neighbours() -> Neighbours:
    """A tenth of the examples of two files, so that the encoder is done soon."""
    some = [example for example in examples(NLU) if example.file.stem in ("rights_hours", "rights_pay")][::10]
    return Neighbours(some, KeptVectors())


def parsed(name: str, sure: float, *guesses: tuple[str, str, float]) -> dict[str, object]:
    ranking = [{"name": intent, "topic": topic, "confidence": value} for intent, topic, value in guesses]
    topic = [{"entity": "topic", "value": guesses[0][1]}] if guesses else []
    return {"intent": {"name": name, "confidence": sure}, "entities": topic, "intent_ranking": ranking}


def test_says_what_why_and_what_to_paste(neighbours: Neighbours) -> None:
    text = "hoeveel uur zit er tussen avond en ochtend"
    lines = explained(text, parsed("ask_right", 0.9, ("ask_right", "rest_time", 0.9)), neighbours)
    assert "would answer: ask_right/rest_time (0.90)" in lines
    assert lines.count("like an example of ask_right/") == 3
    assert f"data/nlu/nl/rights_hours.yml, intent: ask_right/rest_time\n    - {text}" in lines


def test_not_sure_gives_every_likely_label(neighbours: Neighbours) -> None:
    guesses = (("ask_right", "rest_time", 0.2), ("ask_right", "overtime", 0.15))
    lines = explained("how about my hours in the evening", parsed("nlu_fallback", 0.3, *guesses), neighbours)
    assert "not sure; would ask whether it is: ask_right/rest_time, ask_right/overtime" in lines
    assert lines.count("data/nlu/en/rights_hours.yml, intent:") == 2


def test_nearest_is_the_example_itself(neighbours: Neighbours) -> None:
    example = neighbours.known[3]
    likeness, found = neighbours.nearest(example.text)[0]
    assert (found.text, round(likeness, 2)) == (example.text, 1.0)


def test_a_missing_file_and_no_questions_are_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert questions.main(["nowhere.txt"]) == 1
    assert "cannot read nowhere.txt" in capsys.readouterr().err
    monkeypatch.setattr("sys.stdin", io.StringIO("\n  \n"))
    assert questions.main([]) == 1
    assert "no questions" in capsys.readouterr().err
