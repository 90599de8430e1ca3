"""``python -m bot.desk.preview rights/breaks``: an entry as the bot says it, in four voices."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from bot import clock
from bot.advice.plans import Place
from bot.desk.content import load_or_exit
from bot.replies import organisations, plans, rights
from bot.replies.message import Message
from bot.replies.plain import shown
from bot.resources.library import Library
from bot.resources.schema import Organisation, Plan, Right
from bot.voice import VOICES, Voice


def messages(library: Library, entry: Organisation | Right | Plan, voice: Voice) -> Iterator[tuple[str, Message]]:
    """Everything the bot may say of an entry in a voice, with a heading for each: variants and parts too."""
    if isinstance(entry, Organisation):
        yield "", organisations.about(library, entry, voice)
    elif isinstance(entry, Right):
        variants: list[str] = [variant.applies_to[0] for variant in entry.variants]
        statuses: list[str | None] = ["child"] if voice.is_child else [None, *variants]
        for status in statuses:
            yield status or "", rights.answer(library, entry, voice, status, clock.today())
    else:
        parts: list[str | None] = [variant.id for variant in entry.variants]
        for part in parts or [None]:
            yield part or "", plans.show(library, Place(entry, part), voice)


def preview(library: Library, path: str) -> str:
    """The text to print; raises KeyError when there is no such entry."""
    entry = library.entry(path)
    if entry is None:
        raise KeyError(path)
    parts = []
    for voice in VOICES:
        for heading, message in messages(library, entry, voice):
            title = f"{path}  {voice.value}  {heading}".rstrip()
            parts.append(f"{title}\n{'=' * len(title)}\n{shown(message.as_json(), voice)}")
    return "\n\n".join(parts)


def main(arguments: list[str]) -> int:
    """Print the preview of each entry named. Returns the exit status."""
    library = load_or_exit()
    if not arguments:
        print("Name an entry: make content-preview ENTRY=rights/breaks")
        return 1
    for path in arguments:
        try:
            print(preview(library, path.removesuffix(".yml").removeprefix("bot/content/")))
        except KeyError:
            print(f"There is no entry '{path}'. An entry is folder/id, such as rights/breaks or organisations/mores.")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
