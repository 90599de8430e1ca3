"""``python -m bot.desk.report``: the state of the resource base as one HTML page, results/content-report.html.

What goes stale when, what is not confirmed, what may be missing per voice, how hard each text reads, how old the
sources are, and what is covered. For a person to look at once a month.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot import clock
from bot.desk.content import load_or_exit
from bot.resources import language, reading_level
from bot.resources.checks import fields_of, texts_of
from bot.resources.library import Library
from bot.voice import VOICES, Voice

REPORT = Path("results") / "content-report.html"
_HARDEST = 15
_YEAR = re.compile(r"(?:19|20)\d\d")


class Review(NamedTuple):
    """An entry and the day on which it must be looked at again."""

    entry: str
    checked_on: date
    review_by: date
    days: int


class Text(NamedTuple):
    """A text, where it stands and how it reads."""

    where: str
    voice: str
    score: int
    sentence: float
    words: int
    text: str


class Bar(NamedTuple):
    """One bar of a chart; ``share`` in percent of the longest."""

    label: str
    number: int
    share: int


def render(library: Library, today: date) -> str:
    """The whole report."""
    texts = list(_texts(library))
    bounds = language.rules()["reading"]
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template("report.html").render(
        today=today,
        summary=library.summary(),
        reviews=_reviews(library, today),
        warn_days=library.freshness.warn_days,
        months=_bars(Counter(review.review_by.strftime("%Y-%m") for review in _reviews(library, today))),
        unverified=[one for one in library.organisations.values() if one.confidence == "unverified"],
        unreachable=[one for one in library.organisations.values() if not one.contacts and one.kind != "near_you"],
        without_hours=[
            (one, contact)
            for one in library.organisations.values()
            for contact in one.contacts
            if contact.channel == "phone" and contact.hours is None
        ],
        not_confirmed=[(key, right) for key, right in library.rights.items() if right.not_confirmed],
        same=list(_same_in_two_voices(library)),
        years=_bars(Counter(_year(source.dated) for source in library.sources.values())),
        unused=sorted(set(library.sources) - _used(library)),
        reading=[_reading(texts, voice) for voice in VOICES],
        hardest={
            voice.value: sorted(
                (text for text in texts if text.voice == voice.value), key=lambda text: text.score
            )[:_HARDEST]
            for voice in VOICES
        },
        bounds=bounds,
        coverage=library.coverage,
        covered=Counter(target for row in library.coverage.paragraphs for target in [*row.names.values(), *row.topics]),
    )  # fmt: skip


def _reviews(library: Library, today: date) -> list[Review]:
    found = [
        Review(where, entry.checked_on, entry.review_by, (entry.review_by - today).days)
        for where, entry in library.entries()
    ]
    return sorted(found, key=lambda review: (review.review_by, review.entry))


def _texts(library: Library) -> Iterator[Text]:
    from_words = language.rules()["reading"]["adult"]["from_words"]
    for where, entry in library.files():
        for path, words in texts_of(entry):
            for voice in VOICES:
                level = reading_level.measure(words.in_voice(voice), voice)
                if level and level.words >= from_words:
                    place = f"{where.removesuffix('.yml')}: {path}"
                    shown = words.in_voice(voice)
                    yield Text(place, voice.value, round(level.score), level.sentence, level.words, shown)


def _reading(texts: list[Text], voice: Voice) -> dict[str, Any]:
    scores = sorted(text.score for text in texts if text.voice == voice.value)
    bands = Counter(min(score // 10 * 10, 100) for score in scores)
    return {
        "voice": voice.value,
        "texts": len(scores),
        "lowest": scores[0] if scores else 0,
        "median": scores[len(scores) // 2] if scores else 0,
        "bars": _bars(Counter({f"{band}+": bands[band] for band in range(40, 101, 10)}), keep_order=True),
    }


def _same_in_two_voices(library: Library) -> Iterator[tuple[str, str, str]]:
    """Texts that were perhaps copied instead of written anew: (where, voices, text)."""
    for where, entry in library.files():
        for path, words in texts_of(entry):
            for first, second in ((Voice.NL, Voice.EN), (Voice.NL, Voice.NL_KIND), (Voice.EN, Voice.EN_KIND)):
                text = words.in_voice(first)
                if text == words.in_voice(second) and language.count_words(text) > 3:
                    yield f"{where}: {path}", f"{first.value} = {second.value}", text


def _used(library: Library) -> set[str]:
    """Ids of the sources that something refers to."""
    used: set[str] = set()
    for _, entry in library.files():
        for _, name, value in fields_of(entry):
            if name == "sources":
                used.update(value)
            elif name == "source":
                used.add(value)
            elif name == "numbers":
                used.update(value.values())
    return used


def _year(dated: str) -> str:
    found = _YEAR.search(dated)
    return found.group(0) if found else "no date"


def _bars(counts: Counter[str], *, keep_order: bool = False) -> list[Bar]:
    most = max(counts.values(), default=1) or 1
    labels = list(counts) if keep_order else sorted(counts)
    return [Bar(label, counts[label], round(100 * counts[label] / most)) for label in labels]


def main() -> int:
    """Write the report and say where it is. Returns the exit status."""
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(render(load_or_exit(), clock.today()), encoding="utf-8")
    print(f"written to {REPORT}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
