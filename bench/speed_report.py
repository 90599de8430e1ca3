"""What ``make bench`` measured, for people: promises, table, page and plots."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, StrictUndefined

from bench.turns import CLIENTS, LENGTHS

_TEMPLATE = Path(__file__).with_name("speed.md.jinja")
NAMES = {
    "ours": "Danswijzer",
    "stock": "stock Rasa, our model",
    "default": "stock Rasa, default pipeline",
}
_THE_SAME = 0.05
_COLOURS = {"ours": "#1f4e5f", "stock": "#d17a22", "default": "#8c8c8c"}


class Row(NamedTuple):
    """What is compared: where it stands in what was measured of a service, whether less is better, how many clients."""

    what: str
    of: Callable[[dict[str, Any]], float]
    unit: str
    less: bool = True
    clients: int | None = None


def _clients(many: int) -> str:
    return "1 client" if many == 1 else f"{many} clients"


def _at(*path: str | int) -> Callable[[dict[str, Any]], float]:
    def found(peer: Any) -> float:
        for key in path:
            peer = peer[key]
        return float(peer)

    return found


ROWS: list[Row] = [
    *(
        Row(f"turn, {_clients(many)}, {part}", _at("levels", str(many), f"{part}_ms"), "ms", clients=many)
        for many in CLIENTS
        for part in ("p50", "p95", "p99")
    ),
    *(
        Row(f"turns a second, {_clients(many)}", _at("levels", str(many), "turns_per_second"), "", less=False)
        for many in CLIENTS
    ),
    *(
        Row(f"processor per turn, {_clients(many)}", _at("levels", str(many), "cpu_ms_per_turn"), "ms")
        for many in CLIENTS
    ),
    Row("first of three quick messages", _at("quick_messages", "until_answer_ms", 0), "ms"),
    Row("second of three quick messages", _at("quick_messages", "until_answer_ms", 1), "ms"),
    Row("third of three quick messages", _at("quick_messages", "until_answer_ms", 2), "ms"),
    Row("start until the first answer of the model", _at("start_s", "first answer of the model"), "s"),
    Row("memory at start", _at("memory_at_start_mb"), "MB"),
    Row("memory with 10,000 sessions", _at("sessions", "with_10000_mb"), "MB"),
    Row("size of the model", _at("model_mb"), "MB"),
    Row("time to train", _at("training", "seconds"), "s"),
]


def ratios(report: dict[str, Any]) -> dict[str, dict[str, float]]:
    """How many times better ours is than each peer."""
    peers = report["peers"]
    if "ours" not in peers:
        return {}
    found: dict[str, dict[str, float]] = {}
    for name in peers:
        if name != "ours":
            compared = {row.what: _times(row, peers["ours"], peers[name]) for row in ROWS}
            found[name] = {what: times for what, times in compared.items() if times}
    return found


def _value(row: Row, peer: dict[str, Any]) -> float | None:
    try:
        return row.of(peer)
    except KeyError:
        return None


def _times(row: Row, ours: dict[str, Any], theirs: dict[str, Any]) -> float | None:
    own, other = _value(row, ours), _value(row, theirs)
    if not own or not other or _cut_off(row, ours):
        return None
    return round(other / own if row.less else own / other, 2)


def broken(report: dict[str, Any]) -> list[str]:
    """Which promises were not kept, one line for each; what was not measured is not judged."""
    lines: list[str] = []
    peers, growth = report["peers"], report.get("growth", {})

    def promise(what: str, found: float, most: float, unit: str) -> None:
        if found > most:
            lines.append(f"{what}: {found:g} {unit} is more than {most:g}")

    for name, peer in peers.items():
        for clients, row in peer["levels"].items():
            if row["failed"] or row["without_a_word"]:
                lines.append(f"{name}, {clients} clients: failed {row['failed']}, silent {row['without_a_word']}")
    if ours := peers.get("ours"):
        one, many = ours["levels"]["1"], ours["levels"]["32"]
        promise("turn p50, 1 client", one["p50_ms"], 9, "ms")
        promise("turn p99, 1 client", one["p99_ms"], 30, "ms")
        promise("turn p95, 32 clients", many["p95_ms"], 250, "ms")
        promise("memory with 10,000 sessions", ours["sessions"]["with_10000_mb"], 400, "MB")
        promise("first answer of the model", ours["start_s"]["first answer of the model"], 6, "s")
        promise("first page", ours["start_s"]["first page"], 1, "s")
        promise("first danger answer", ours["start_s"]["first danger answer"], 1, "s")
        took = ours["quick_messages"]["each_took_ms"]
        for place, called in ((1, "second"), (2, "third")):
            promise(
                f"{called} quick message, after the one before", round(took[place] / took[0], 2), 1.5, "x the first"
            )
        alone = ours["levels"]["8"]["turns_per_second"]
        two = report.get("two_services", {}).get("two_per_second", 0)
        if alone < 150 and two < 220:
            lines.append(f"8 clients: {alone:g} turns a second is less than 150, and {two:g} of two services than 220")
        if "stock" in peers and (times := report["ratios"]["stock"]["turn, 1 client, p50"]) < 5:
            lines.append(f"turn p50: {times:g} times less than stock Rasa with our model, not 5")
    if growth:
        lengths = growth["length"]["p50_ms"]
        if "100" in lengths:
            promise("turn 100 of a conversation", round(lengths["100"] / lengths["1"], 2), 1.2, "x the first")
        promise("ten times the content", growth["size"]["content"]["ratio"], 1.2, "x")
    return lines


def table(report: dict[str, Any]) -> str:
    """The report for a terminal."""
    peers = report["peers"]
    lines = ["".join([f"{'':42}", *(f"{NAMES[name]:>32}" for name in peers)])] if peers else []
    for row in ROWS if peers else []:
        cells = []
        for name, peer in peers.items():
            times = report["ratios"].get(name, {}).get(row.what)
            cells.append((_shown(row, peer) or "-") + (f" ({times:g}x)" if times else ""))
        lines.append("".join([f"{row.what:42}", *(f"{cell:>32}" for cell in cells)]))
    lines += [f"{key}: {value}" for key, value in report.get("growth", {}).items()]
    lines += [f"two services: {report['two_services']}"] if "two_services" in report else []
    return "\n".join([*lines, f"installed: {report['installed_mb']} MB", f"minutes: {report['minutes']}"])


def page(report: dict[str, Any]) -> str:
    """docs/speed.md."""
    peers = report["peers"]
    others = [name for name in peers if name != "ours"] if "ours" in peers else []
    compared = [
        (row, [_told(report["ratios"][name].get(row.what), row, peers[name]) for name in others]) for row in ROWS
    ]
    measured = [(row, [_shown(row, peer) for peer in peers.values()]) for row in ROWS]
    template = Environment(undefined=StrictUndefined, autoescape=False).from_string(
        _TEMPLATE.read_text(encoding="utf-8")
    )
    written = template.render(
        {"growth": None, "two_services": None, **report},
        called=NAMES,
        names=[NAMES[name] for name in peers],
        others=[NAMES[name] for name in others],
        compared=[{"what": row.what, "cells": cells} for row, cells in compared if any(cells)],
        measured=[{"what": row.what, "cells": cells} for row, cells in measured if any(cells)],
        ours=peers.get("ours"),
        training=peers.get("ours", {}).get("training"),
        default=peers.get("default", {}).get("training"),
        broken=broken(report),
    )
    return written.rstrip() + "\n"


def _shown(row: Row, peer: dict[str, Any]) -> str:
    """A figure with its unit; "≥" when turns were still under way when the measuring ended."""
    value = _value(row, peer)
    if value is None:
        return ""
    return f"{'≥ ' if _cut_off(row, peer) else ''}{value:g} {row.unit}".strip()


def _cut_off(row: Row, peer: dict[str, Any]) -> bool:
    return row.clients is not None and peer["levels"][str(row.clients)]["unfinished"] > 0


def _told(times: float | None, row: Row, theirs: dict[str, Any]) -> str:
    """A ratio in words."""
    if times is None:
        return ""
    better, worse = ("times less", "times more") if row.less else ("times as many", "times fewer")
    if abs(times - 1) < _THE_SAME:
        return "about the same"
    at_least = "at least " if _cut_off(row, theirs) else ""
    return f"{at_least}**{times:.1f}** {better}" if times > 1 else f"{1 / times:.1f} {worse}"


def plot(report: dict[str, Any], path: Path) -> None:
    """Turns by clients, turns a second by clients, and turns by the length of a conversation."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "danswijzer"  # the same figures give the same file
    from matplotlib import pyplot

    figure, (waits, many, long) = pyplot.subplots(1, 3, figsize=(13, 4), constrained_layout=True)
    for name, peer in report["peers"].items():
        clients = [int(number) for number in peer["levels"]]
        rows = list(peer["levels"].values())
        look = {"marker": "o", "color": _COLOURS[name], "label": NAMES[name]}
        waits.plot(clients, [row["p50_ms"] for row in rows], **look)
        waits.plot(clients, [row["p95_ms"] for row in rows], linestyle=":", color=_COLOURS[name])
        many.plot(clients, [row["turns_per_second"] for row in rows], **look)
    lengths = {"ours": report.get("growth", {}).get("length", {}).get("p50_ms", {})}
    lengths["stock"] = report["peers"].get("stock", {}).get("long", {})
    for name, found in lengths.items():
        turns = [int(length) for length in found]
        long.plot(turns, list(found.values()), marker="o", color=_COLOURS[name], label=NAMES[name])
    waits.set(xscale="log", yscale="log", xlabel="clients", title="Milliseconds of a turn (p50; dotted p95)")
    many.set(xscale="log", ylim=(0, None), xlabel="clients", title="Turns a second")
    long.set(xscale="log", ylim=(0, None), xlabel="turn of a conversation", title="Milliseconds of a turn (p50)")
    for axes, marks in ((waits, CLIENTS), (many, CLIENTS), (long, LENGTHS)):
        axes.set_xticks(marks, [str(mark) for mark in marks])
        axes.minorticks_off()
        if axes.has_data():
            axes.legend(frameon=False, fontsize=8)
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)
