"""Plots of measured figures as SVG."""

from __future__ import annotations

from pathlib import Path
from typing import Any

_INK = "#1f4e5f"


def plot_nlu(report: dict[str, Any], path: Path) -> None:
    """How right per style, how right per band of confidence, and how more examples help."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "danswijzer"  # the same figures give the same file
    from matplotlib import pyplot

    figure, (styles, bands, curve) = pyplot.subplots(1, 3, figsize=(13, 4), constrained_layout=True)
    shares = {name: figures["right"] for name, figures in report["styles"].items()}
    styles.barh(list(shares), list(shares.values()), color=_INK)
    styles.set(xlim=(0.5, 1), title="Right, per style of message")
    filled = [band for band in report["calibration"] if band["messages"]]
    middles = [(band["from"] + band["to"]) / 2 for band in filled]
    bands.plot([0, 1], [0, 1], color="#999999", linewidth=1)
    bands.plot(middles, [band["right"] for band in filled], marker="o", color=_INK)
    bands.set(xlim=(0, 1), ylim=(0, 1), xlabel="confidence", title="Right, per confidence")
    points = report["learning curve"]
    curve.plot([point["examples"] for point in points], [point["right"] for point in points], marker="o", color=_INK)
    curve.set(xlabel="examples", title="Right, per number of examples")
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)
