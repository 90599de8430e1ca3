"""Memory and processor time of this process, in steps too large to show what one message took.

A message about danger takes twice the time of another, so the client's exact numbers would tell of it when only one
person is here. What it tells of Python's search for rubbish is left out for the same reason.
"""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.core import Metric
from prometheus_client.registry import Collector

STEPS = {
    "process_cpu_seconds": 10.0,
    "process_resident_memory_bytes": 10.0 * 1024 * 1024,
    "process_virtual_memory_bytes": 10.0 * 1024 * 1024,
}


class CoarseProcess(Collector):
    """What the client tells of the process, rounded down."""

    def __init__(self) -> None:
        self._exact = ProcessCollector(registry=CollectorRegistry())

    def collect(self) -> Iterator[Metric]:
        """The numbers of now."""
        for metric in self._exact.collect():
            step = STEPS.get(metric.name)
            if step:
                metric.samples = [each._replace(value=each.value - each.value % step) for each in metric.samples]
            yield metric
