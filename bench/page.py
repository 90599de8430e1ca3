"""``python -m bench.page --peers FOLDER [--rounds 5]``: what our page costs a slow phone, beside other chat pages.

Every folder in FOLDER with an index.html is a peer; bench/peers.md says how those of our figures were made. All pages
are visited in the same run, in headless Chromium, each round in another order, each visit in a new browser with an
empty cache, with the slowness that bench/visit.py names. "Usable": from the start of the navigation until a field to
type in is visible and enabled and takes a letter. Kept: in how many rounds that letter was still there once the page
was quiet and the keyboard added another, and in how many the field still had the focus. "Wire" is what came over the
network as served, headers too: ours by the real service as it is, the peers compressed by gzip. "Gzipped" is every body
compressed by gzip, whoever served it, so that it compares files and not servers. The heap is what scripts
hold after a sweep; elements include those in shadow roots. Our page is served by the real service, with its first
message but without its model. Times are median, least and most over the rounds; kept are counts; all else is the
median. Writes bench/results/page.json.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit

from bench.messages import ROOT
from bench.sites import OURS, folder, ours, serving
from bench.visit import CONDITIONS, Visit, version, visit

RESULTS = ROOT / "bench" / "results" / "page.json"
TIMES = ("usable_ms", "first_paint_ms")
SIZES = ("wire_bytes", "gzipped_bytes", "decoded_bytes")
COUNTS = ("requests", "heap_bytes", "elements", "cookies", "stored", "foreign", "csp_errors", "other_errors")
KEPT = ("typed_kept", "focus_kept")


def peers(root: Path) -> dict[str, Path]:
    """Name -> folder of every other page."""
    return {path.parent.name: path.parent for path in sorted(root.glob("*/index.html"))}


def measure(addresses: Mapping[str, str], rounds: int) -> dict[str, list[Visit]]:
    """The visits to every page; each round begins with another page."""
    names = list(addresses)
    visits: dict[str, list[Visit]] = {name: [] for name in names}
    for number in range(rounds):
        first = number % len(names)
        for name in names[first:] + names[:first]:
            visits[name].append(visit(addresses[name]))
            print(f"round {number + 1}: {name} {visits[name][-1].usable_ms:.0f} ms", flush=True)
    return visits


def summary(visits: list[Visit]) -> dict[str, Any]:
    """The figures of one page."""
    files = [one.files for one in visits]
    return {
        **{name: _spread(getattr(one, name) for one in visits) for name in TIMES},
        "wire_bytes": _middle(sum(file.wire for file in some) for some in files),
        "gzipped_bytes": _middle(sum(file.gzipped for file in some) for some in files),
        "decoded_bytes": _middle(sum(file.decoded for file in some) for some in files),
        "requests": _middle(len(some) for some in files),
        **{name: _middle(getattr(one, name) for one in visits) for name in COUNTS if name != "requests"},
        **{name: sum(getattr(one, name) for one in visits) for name in KEPT},
        "files": [
            {"path": urlsplit(file.address).path, "wire": file.wire, "gzipped": file.gzipped, "decoded": file.decoded}
            for file in files[-1]
        ],
    }


def _middle(figures: Iterable[float]) -> int:
    return round(median(figures))


def _spread(figures: Iterable[float]) -> dict[str, int]:
    known = list(figures)
    return {"median": _middle(known), "min": round(min(known)), "max": round(max(known))}


def figure(page: Mapping[str, Any], name: str) -> int:
    """The figure to compare pages by."""
    return int(page[name]["median"] if name in TIMES else page[name])


def table(pages: Mapping[str, Mapping[str, Any]]) -> Iterable[str]:
    """A line per figure: ours, then each peer with how many times ours it is."""
    yield f"{'':15}" + "".join(f"{name:>22}" for name in pages)
    for name in (*TIMES, *SIZES, *COUNTS):
        mine = figure(pages[OURS], name)
        yield f"{name:15}" + "".join(
            f"{_cell(figure(page, name), mine, page is pages[OURS]):>22}" for page in pages.values()
        )
    for name in TIMES:
        yield f"{name}, min to max:" + "".join(
            f"  {key} {one[name]['min']}-{one[name]['max']}" for key, one in pages.items()
        )
    for name in KEPT:
        yield f"{name}, in how many rounds:" + "".join(f"  {key} {one[name]}" for key, one in pages.items())


def _cell(figure: int, mine: int, is_mine: bool) -> str:
    return f"{figure}" if is_mine or not mine else f"{figure} ({figure / mine:.2f}x)"


def report(root: Path, rounds: int) -> dict[str, Any]:
    """Serve all pages, visit them, and put the figures together with what each peer's note says of it."""
    others = peers(root)
    if not others:
        raise SystemExit(f"no peer in {root}: bench/peers.md says what stands there")
    with serving({OURS: ours(), **{name: folder(path) for name, path in others.items()}}) as addresses:
        visits = measure(addresses, rounds)
    notes = {name: path / "note.txt" for name, path in others.items()}
    return {
        "date": date.today().isoformat(),
        "browser": version(),
        "rounds": rounds,
        "conditions": CONDITIONS,
        "notes": {name: path.read_text(encoding="utf-8").strip() for name, path in notes.items() if path.exists()},
        "pages": {name: summary(some) for name, some in visits.items()},
    }


def main() -> None:
    """Measure, write and print."""
    from bot.server.quiet import quiet_logging

    arguments = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    arguments.add_argument("--peers", type=Path, required=True, help="folder with a folder per other page")
    arguments.add_argument("--rounds", type=int, default=5)
    given = arguments.parse_args()
    quiet_logging()
    result = report(given.peers, given.rounds)
    RESULTS.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(*table(result["pages"]), sep="\n")


if __name__ == "__main__":
    main()
