"""``python -m bot.resources``: check the resource base alone, in seconds, without Rasa."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from bot.resources import desk_checks
from bot.resources.loader import CONTENT, ContentError, load
from bot.resources.remedies import with_remedies


def main(arguments: list[str]) -> int:
    """Print what is wrong with its remedy, or what will go stale and what was loaded. Returns the exit status."""
    content = Path(arguments[0]) if arguments else CONTENT
    today = date.today()
    try:
        library = load(content, today)
    except ContentError as error:
        print(with_remedies(error.problems))
        print(f"{len(error.problems)} problem(s) in {content.name}/")
        return 1
    if warnings := sorted(desk_checks.warnings(library, today)):
        print(f"soon:\n{with_remedies(warnings)}")
    print(f"content is right: {library.summary()}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
