"""What is ready for Grafana and Prometheus asks for nothing that is not there, and warns when it should."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from bot.server.app import create_app
from bot.server.assistant import Assistant
from bot.server.metrics import Metrics
from tests.conftest import ROOT

DASHBOARD = json.loads((ROOT / "deploy" / "grafana-dashboard.json").read_text(encoding="utf-8"))
ALERTS = ROOT / "deploy" / "alerts.yml"
RULES = [rule for group in yaml.safe_load(ALERTS.read_text(encoding="utf-8"))["groups"] for rule in group["rules"]]
PROMTOOL = shutil.which("promtool")
OF_PROMETHEUS = {"up": {"job", "instance"}}
ADDED = {"job", "instance"}
"""Labels that Prometheus gives to everything it reads."""
_NAME = re.compile(r"\b(?:danswijzer_\w+|process_\w+|python_\w+|up)\b(?:\{([^}]*)\})?")
_CHOICE = re.compile(r'(\w+)=~?"([^"]*)"')


def panels() -> list[dict[str, Any]]:
    return [panel for panel in DASHBOARD["panels"] if panel["type"] != "row"]


def asked() -> Iterator[str]:
    """Everything that the dashboard and the rules ask of Prometheus."""
    yield from (target["expr"] for panel in panels() for target in panel["targets"])
    yield from (variable["definition"] for variable in DASHBOARD["templating"]["list"] if "definition" in variable)
    yield from (rule["expr"] for rule in RULES)


@pytest.fixture
async def told() -> dict[str, dict[str, set[str]]]:
    """What the service tells: name -> label -> values."""
    metrics = Metrics(Path("none"))
    create_app(Assistant(), observer=metrics)
    found: dict[str, dict[str, set[str]]] = {}
    for family in text_string_to_metric_families((await metrics.page()).decode()):
        for sample in family.samples:
            labels = found.setdefault(sample.name, {})
            for label, value in sample.labels.items():
                labels.setdefault(label, set()).add(value)
    return found


async def test_they_ask_for_nothing_that_is_not_told(told: dict[str, dict[str, set[str]]]) -> None:
    names = set()
    for question in asked():
        for match in _NAME.finditer(question):
            name, choices = match[0].partition("{")[0], match[1] or ""
            assert name in told or name in OF_PROMETHEUS, f"{name} in {question}"
            names.add(name)
            for label, values in _CHOICE.findall(choices):
                if label not in ADDED:
                    assert set(values.split("|")) <= told[name][label], f"{label} in {question}"
        for labels in re.findall(r"\b(?:by|on) \(([^)]*)\)", question):
            known = {label for match in _NAME.finditer(question) for label in told.get(match[0].partition("{")[0], {})}
            assert set(labels.split(", ")) <= known | ADDED, question
    assert {name for name in told if name.startswith("danswijzer_")} - names <= {
        "danswijzer_turn_seconds_sum",
        "danswijzer_wait_seconds_bucket",
        "danswijzer_wait_seconds_count",
        "danswijzer_wait_seconds_sum",
    }, "measured and never looked at"


def test_the_dashboard_can_be_imported() -> None:
    assert DASHBOARD["schemaVersion"] >= 39
    assert DASHBOARD["uid"] == "danswijzer"
    ids = [panel["id"] for panel in DASHBOARD["panels"]]
    assert len(set(ids)) == len(ids)
    sources = {
        each["uid"]
        for panel in panels()
        for each in (panel["datasource"], *(t["datasource"] for t in panel["targets"]))
    }
    assert sources == {"${datasource}"}, "of whoever imports it"
    assert all(panel["title"] and panel["targets"] for panel in panels())
    variables = {variable["name"] for variable in DASHBOARD["templating"]["list"]}
    used = set(re.findall(r"\$\{?([a-z]\w*)\}?", json.dumps(DASHBOARD)))
    assert used - {"__rate_interval", "__all"} == variables


def test_panels_do_not_overlap() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in DASHBOARD["panels"]:
        at = panel["gridPos"]
        cells = {(x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])}
        assert not cells & taken and at["x"] + at["w"] <= 24, panel["title"]
        taken |= cells


def test_every_rule_says_what_is_the_matter_and_what_to_do() -> None:
    assert len({rule["alert"] for rule in RULES}) == len(RULES) >= 8
    for rule in RULES:
        assert rule["annotations"]["summary"] and rule["annotations"]["description"]
        assert rule["labels"]["severity"] in ("page", "ticket")


def promtool(*arguments: str) -> None:
    if not PROMTOOL:
        pytest.skip("promtool is not installed (Debian: apt install prometheus)")
    done = subprocess.run([PROMTOOL, *arguments], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_prometheus_reads_the_rules() -> None:
    promtool("check", "rules", str(ALERTS))


@pytest.mark.parametrize("expression", sorted(set(asked())))
def test_prometheus_reads_every_question(expression: str, tmp_path: Path) -> None:
    if expression.startswith("label_values("):
        pytest.skip("a question of Grafana's, not of Prometheus'")
    for variable, value in (("$__rate_interval", "5m"), ("$job", ".*"), ("$instance", ".*")):
        expression = expression.replace(variable, value)
    rule = tmp_path / "rule.yml"
    rule.write_text(yaml.safe_dump({"groups": [{"name": "x", "rules": [{"record": "x", "expr": expression}]}]}))
    promtool("check", "rules", str(rule))


WELL = {
    'up{job="danswijzer", instance="a"}': "1x60",
    'danswijzer_ready{part="model", instance="a"}': "1x60",
    'danswijzer_ready{part="store", instance="a"}': "1x60",
    'danswijzer_turn_seconds_bucket{le="0.05", instance="a"}': "0+100x60",
    'danswijzer_turn_seconds_bucket{le="+Inf", instance="a"}': "0+100x60",
    'danswijzer_refusals_total{code="503", instance="a"}': "0+1x60",
    'danswijzer_refusals_total{code="500", instance="a"}': "0x60",
    'danswijzer_without_model_total{instance="a"}': "5x60",
    'process_start_time_seconds{instance="a"}': "0x60",
    'danswijzer_store_failures_total{instance="a"}': "0x60",
    'danswijzer_content_overdue{instance="a"}': "0x60",
    'danswijzer_content_review_by_seconds{instance="a"}': f"{30 * 86400}x60",
}
"""A service with which all is well, told every minute for an hour."""
WRONG = {
    "DanswijzerGone": {'up{job="danswijzer", instance="a"}': "1x20 0x40"},
    "DanswijzerNotReady": {'danswijzer_ready{part="model", instance="a"}': "1x20 0x40"},
    "DanswijzerSlow": {
        'danswijzer_turn_seconds_bucket{le="0.05", instance="a"}': "0+90x60",
        'danswijzer_turn_seconds_bucket{le="5", instance="a"}': "0+100x60",
    },
    "DanswijzerRefuses": {'danswijzer_refusals_total{code="503", instance="a"}': "0+90x60"},
    "DanswijzerBroken": {'danswijzer_refusals_total{code="500", instance="a"}': "0x55 1x5"},
    "DanswijzerWithoutModel": {'danswijzer_without_model_total{instance="a"}': "0+1x60"},
    "DanswijzerStoreAway": {'danswijzer_store_failures_total{instance="a"}': "0x40 0+1x20"},
    "DanswijzerReviewDayPassed": {'danswijzer_content_overdue{instance="a"}': "1x60"},
    "DanswijzerReviewDayNear": {'danswijzer_content_review_by_seconds{instance="a"}': f"{10 * 86400}x60"},
}


def test_every_rule_is_tried() -> None:
    assert WRONG.keys() == {rule["alert"] for rule in RULES}


@pytest.mark.parametrize("wrong", ["", *WRONG])
def test_a_rule_warns_when_it_should_and_no_other_does(wrong: str, tmp_path: Path) -> None:
    """``promtool`` plays an hour of a service, and says which rules warn at its end."""
    series = [{"series": name, "values": values} for name, values in {**WELL, **WRONG.get(wrong, {})}.items()]
    # At this moment the number of warnings of every other rule is none, and that of this one is one.
    checks = [
        {"expr": f'count(ALERTS{{alertname="{name}", alertstate="firing"}})', "eval_time": "60m"}
        | {"exp_samples": [{"labels": "{}", "value": 1}] if name == wrong else []}
        for name in WRONG
    ]
    trial = tmp_path / "trial.yml"
    trial.write_text(
        yaml.safe_dump(
            {
                "rule_files": [str(ALERTS)],
                "evaluation_interval": "1m",
                "tests": [{"interval": "1m", "input_series": series, "promql_expr_test": checks}],
            }
        )
    )
    promtool("test", "rules", str(trial))
