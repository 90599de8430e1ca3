"""The manifests: right by the schemas of Kubernetes, and in agreement with compose.yml and with the service."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from bot.server import drain
from bot.server.settings import Settings
from tests.deploy.files import (
    DEPLOY,
    KUBERNETES,
    PINNED,
    ROOT,
    SECRETS,
    compose,
    documents,
    filled,
    manifests,
    redis_settings,
    settings_of_the_service,
)
from tests.deploy.test_compose import paths_of_the_service

VALIDATOR = ROOT / ".tools" / "sbom" / "bin" / "kubernetes-validate"
FILES = sorted(path for path in KUBERNETES.glob("*.yaml") if path.name != "kustomization.yaml")
WORKLOADS = [("Deployment", "danswijzer"), ("StatefulSet", "redis")]


def pod(workload: tuple[str, str]) -> dict[str, Any]:
    return manifests()[workload]["spec"]["template"]["spec"]


def container(workload: tuple[str, str]) -> dict[str, Any]:
    [only] = pod(workload)["containers"]
    return only


def environment() -> dict[str, str]:
    """What the service is given."""
    given = dict(manifests()["ConfigMap", "danswijzer"]["data"])
    for entry in container(WORKLOADS[0])["env"]:
        given[entry["name"]] = entry.get("value", "$(SECRET)")
    return given


@pytest.mark.skipif(not VALIDATOR.exists(), reason='not set up here; "make deploy-check" does both')
def test_the_schemas_of_kubernetes_accept_every_file(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    good = (KUBERNETES / "disruption.yaml").read_text(encoding="utf-8")
    wrong.write_text(good.replace("maxUnavailable", "maxUnvailable"), encoding="utf-8")
    command = [str(VALIDATOR), "--strict", "-k", "1.34", *map(str, FILES), str(wrong)]
    done = subprocess.run(command, capture_output=True, text=True)
    told = [line for line in (done.stdout + done.stderr).splitlines() if line.startswith(("INFO ", "ERROR "))]
    passed = [line for line in told if " passed for resource " in line]
    assert len(passed) == sum(1 for path in FILES for _ in documents(path)), done.stdout + done.stderr
    assert [line.split()[1] for line in told if line not in passed] == [str(wrong)]


@pytest.mark.skipif(not shutil.which("kubectl"), reason="kubectl is not installed")
def test_kustomize_puts_everything_in_one_namespace() -> None:
    done = subprocess.run(["kubectl", "kustomize", str(KUBERNETES)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("namespace: danswijzer\n") == len(manifests()) - 1  # all but the namespace itself


def test_every_file_is_applied_but_the_example() -> None:
    kinds = {(one["kind"], one["metadata"]["name"]) for path in FILES for one in documents(path)}
    assert kinds - manifests().keys() == {("Secret", "danswijzer")}
    assert len(manifests()) > 10


def test_the_service_is_given_what_it_reads_and_the_same_as_in_compose() -> None:
    given, there = environment(), compose()["services"]["service-1"]["environment"]
    assert given.keys() - settings_of_the_service() == {"REDIS_PASSWORD"}
    assert given.keys() - {"REDIS_PASSWORD"} == there.keys()
    settings = Settings.of({name: filled(value).replace("$(SECRET)", "x" * 32) for name, value in given.items()})
    assert (settings.host, settings.port, settings.proxies) == ("0.0.0.0", 5005, 1)
    assert settings.redis_url and settings.redis_url.endswith("@redis:6379/0")
    for name in ("PORT", "PROXIES", "LOG_FORMAT", "HOST"):
        assert given[name] == there[name], name


def test_the_secret_has_no_value_and_nothing_else_holds_one() -> None:
    [example] = documents(KUBERNETES / "secret.example.yaml")
    assert example["stringData"] == dict.fromkeys(sorted(SECRETS, reverse=True), "")
    wanted = {
        entry["valueFrom"]["secretKeyRef"]["key"]
        for workload in WORKLOADS
        for entry in container(workload)["env"]
        if "valueFrom" in entry
    }
    assert wanted == SECRETS
    assert ("Secret", "danswijzer") not in manifests()


@pytest.mark.parametrize("workload", WORKLOADS, ids=str)
def test_nothing_may_do_more_than_it_must(workload: tuple[str, str]) -> None:
    whole, one = pod(workload), container(workload)
    assert whole["securityContext"]["runAsNonRoot"] is True and whole["securityContext"]["runAsUser"] > 0
    assert whole["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert whole["automountServiceAccountToken"] is False
    assert one["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert set(one["resources"]) == {"requests", "limits"}
    assert all(set(part) == {"cpu", "memory"} for part in one["resources"].values())
    assert PINNED.fullmatch(one["image"]) and one["image"] in {each["image"] for each in compose()["services"].values()}
    labels = manifests()[workload]["spec"]["template"]["metadata"]["labels"]
    assert manifests()[workload]["spec"]["selector"]["matchLabels"] == labels
    assert manifests()["Service", workload[1]]["spec"]["selector"] == labels
    assert ("NetworkPolicy", workload[1]) in manifests()


def test_probes_ask_what_the_service_answers() -> None:
    one = container(WORKLOADS[0])
    asked = {kind: one[f"{kind}Probe"]["httpGet"] for kind in ("startup", "readiness", "liveness")}
    assert {kind: get["path"] for kind, get in asked.items()} == {
        "startup": "/readyz",
        "readiness": "/readyz",
        "liveness": "/healthz",
    }
    assert {get["path"] for get in asked.values()} <= paths_of_the_service()
    assert {get["port"] for get in asked.values()} == {"http"}
    assert one["ports"] == [{"name": "http", "containerPort": int(environment()["PORT"])}]


def test_a_service_may_finish_what_it_began() -> None:
    before = int(container(WORKLOADS[0])["lifecycle"]["preStop"]["exec"]["command"][1])
    needed = before + int(environment()["DRAIN"]) + drain.LAST_IN + drain.FINISHING
    assert pod(WORKLOADS[0])["terminationGracePeriodSeconds"] > needed
    probe = container(WORKLOADS[0])["readinessProbe"]
    assert int(environment()["DRAIN"]) > probe["periodSeconds"] * probe["failureThreshold"], "seen before it is gone"


def test_redis_is_set_up_as_on_one_machine() -> None:
    there = redis_settings((DEPLOY / "redis.conf").read_text(encoding="utf-8"))
    assert redis_settings(manifests()["ConfigMap", "redis"]["data"]["redis.conf"]) == there
    assert 'save ""' in there and "appendonly no" in there, "docs/dpia.md: Redis writes no files"


def test_what_scales_and_what_is_spread_is_the_service() -> None:
    target = manifests()["HorizontalPodAutoscaler", "danswijzer"]["spec"]["scaleTargetRef"]
    assert (target["kind"], target["name"]) == WORKLOADS[0]
    labels = {"app": "danswijzer"}
    assert manifests()["PodDisruptionBudget", "danswijzer"]["spec"]["selector"]["matchLabels"] == labels
    [rule] = manifests()["Ingress", "danswijzer"]["spec"]["rules"]
    [path] = rule["http"]["paths"]
    assert path["backend"]["service"] == {"name": "danswijzer", "port": {"name": "http"}}
