"""``python -m bot.resources``: check the resource base alone, in a second, without Rasa."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from bot.resources.loader import CONTENT, ContentError, load


def main(arguments: list[str]) -> int:
    """Print what is wrong, one line per problem, or what was loaded. Returns the exit status."""
    content = Path(arguments[0]) if arguments else CONTENT
    try:
        library = load(content, date.today())
    except ContentError as error:
        print(*error.problems, sep="\n")
        print(f"{len(error.problems)} problem(s) in {content.name}/")
        return 1
    print(f"content is right: {library.summary()}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
