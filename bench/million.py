"""Writes docs/one-million.md: what one million conversations in an evening would take, worked out from scale.json.

``python -m bench.million`` writes it, "make scale-test" does so at its end, and a test compares the two. What is
measured comes from bench/results/scale.json; what is assumed stands in ``Evening``, and in the page as an assumption.
"""

from __future__ import annotations

import json
import math
import sys
from dataclasses import dataclass
from typing import Any

from bench.messages import ROOT
from bench.scale import RESULTS

PAGE = ROOT / "docs" / "one-million.md"
_TEMPLATE = ROOT / "bench" / "million.md"
_CONNECTIONS = 4000
"""That one proxy answers at once: "limit_conn everyone" of deploy/nginx.conf."""


@dataclass(frozen=True)
class Evening:
    """What is assumed, and measured by nobody."""

    conversations: int = 1_000_000
    hours: int = 4
    turns: int = 6
    peak_share: float = 0.25
    peak_minutes: int = 10
    seconds_between_turns: int = 25
    fullness: float = 0.6

    @property
    def mean_rate(self) -> float:
        """Turns a second over the whole evening."""
        return self.conversations * self.turns / (self.hours * 3600)

    @property
    def peak_rate(self) -> float:
        """Turns a second in the minutes after the broadcast."""
        return self.conversations * self.peak_share * self.turns / (self.peak_minutes * 60)

    @property
    def most_kept(self) -> int:
        """Conversations that Redis holds at most: the busiest that begin in an hour and the length of one."""
        minutes = 60 + self.turns * self.seconds_between_turns / 60
        rest = (1 - self.peak_share) / (self.hours * 60 - self.peak_minutes)
        share = self.peak_share + rest * (minutes - self.peak_minutes)
        return round(self.conversations * min(1.0, share))


def figures(report: dict[str, Any], evening: Evening) -> dict[str, str]:
    """Everything that the page says in numbers."""
    loaded = report["all_share"]["2"]
    cpu = {name: float(value) for name, value in loaded["cpu_ms_per_turn"].items()}

    def cores(name: str, rate: float) -> float:
        return cpu[name] * rate / 1000 / evening.fullness

    def services(rate: float) -> int:
        return math.ceil(cores("services", rate))

    kept_mb = evening.most_kept * report["in_redis"]["bytes_each"] / 1e6
    peak, mean = services(evening.peak_rate), services(evening.mean_rate)
    outside = evening.hours * 60 - evening.peak_minutes
    rest_rate = evening.conversations * (1 - evening.peak_share) * evening.turns / (outside * 60)
    hours_fixed = peak * evening.hours
    hours_followed = peak * 1 + services(rest_rate) * (evening.hours - 1)
    in_talk = evening.peak_rate * evening.seconds_between_turns
    return {
        "date": report["date"],
        "machine": f"{report['machine']}, {report['processors']} processors",
        "others": f"{loaded['cores_used']['others']:g}",
        "conversations": number(evening.conversations),
        "hours": str(evening.hours),
        "turns": str(evening.turns),
        "all_turns": number(evening.conversations * evening.turns),
        "peak_percent": f"{evening.peak_share:.0%}".replace("%", " %"),
        "peak_minutes": str(evening.peak_minutes),
        "between": str(evening.seconds_between_turns),
        "fullness": f"{evening.fullness:.0%}".replace("%", " %"),
        "mean_rate": number(evening.mean_rate),
        "peak_rate": number(evening.peak_rate),
        "cpu_service": f"{cpu['services']:g}",
        "cpu_nginx": f"{cpu['nginx']:g}",
        "cpu_redis": f"{cpu['redis']:g}",
        "per_core": number(1000 / cpu["services"]),
        "growth": f"{report['summary']['2']['cpu_growth']:g}",
        "times_two": f"{report['summary']['2']['times_one']:g}",
        "times_four": f"{report['summary']['4']['times_one']:g}",
        "memory_service": number(loaded["service_memory_mb"]),
        "commands": f"{loaded['redis_commands_per_turn']:g}",
        "bytes_each": number(report["in_redis"]["bytes_each"]),
        "bytes_most": number(report["in_redis"]["bytes_most"]),
        "services_peak": number(peak),
        "services_mean": number(mean),
        "memory_peak": number(peak * loaded["service_memory_mb"] / 1000),
        "nginx_peak": f"{cores('nginx', evening.peak_rate):.1f}",
        "redis_peak": f"{cores('redis', evening.peak_rate):.2f}",
        "commands_peak": number(evening.peak_rate * loaded["redis_commands_per_turn"]),
        "most_kept": number(evening.most_kept),
        "kept_mb": number(kept_mb),
        "kept_limit": number(math.ceil(kept_mb * 1.5 / 100) * 100),
        "in_talk": number(in_talk),
        "proxies": number(math.ceil(in_talk / _CONNECTIONS)),
        "connections": number(_CONNECTIONS),
        "core_hours_fixed": number(hours_fixed),
        "core_hours_followed": number(hours_followed),
    }


def number(value: float) -> str:
    """A number for people."""
    return f"{value:,.0f}"


def page() -> str:
    """The page, as it should be."""
    report = json.loads(RESULTS.read_text(encoding="utf-8"))
    return _TEMPLATE.read_text(encoding="utf-8").format(**figures(report, Evening()))


def main() -> int:
    """Write it."""
    PAGE.write_text(page(), encoding="utf-8")
    print(f"written: {PAGE.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
