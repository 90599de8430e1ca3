"""How a bench that keeps promises ends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def conclude(report: dict[str, Any], broken: list[str], table: str, results: Path | None) -> int:
    """Print the table and the promises that were broken, and write the report where there is a place for it.

    Returns the exit status: 1 when a promise was broken.
    """
    print(table)
    print("\n".join(broken) or "every promise was kept")
    if results:
        results.write_text(json.dumps({**report, "broken": broken}, indent=1) + "\n", encoding="utf-8")
    return 1 if broken else 0
