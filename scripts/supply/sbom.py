"""``make sbom``: every package of this installation as CycloneDX JSON, for whoever has to know what runs here.

A tool of its own (scripts/tools.sh) lists the environment. Added to that: what the project asks for itself, the hashes
that the lock allows, licences that the metadata leaves open, the trained model, and for known advisories whether
they matter here (VEX). The tool's own validator has the last word.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scripts.supply import advisories
from scripts.supply.licences import installed, is_allowed, policy
from scripts.supply.lock import ROOT, Locked, canonical, direct, locked

OUT = ROOT / "results" / "sbom.cdx.json"
MODEL = ROOT / "models" / "danswijzer.tar.gz"
TOOL = ROOT / ".tools" / "sbom" / "bin" / "python"

_JUSTIFICATION = {
    "not_imported": "code_not_reachable",
    "not_called": "code_not_reachable",
    "development": "requires_environment",
}


def listed(python: str) -> dict[str, Any]:
    """What the tool says of an environment."""
    command = [TOOL, "-W", "ignore", "-m", "cyclonedx_py", "environment", "--pyproject", ROOT / "pyproject.toml"]
    command += ["--output-reproducible", "--spec-version", "1.6", "--output-format", "JSON", python]
    done = subprocess.run([str(part) for part in command], check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def completed(
    sbom: dict[str, Any], packages: list[Locked], licences: Mapping[str, str], model: Path | None
) -> dict[str, Any]:
    """The list with what the tool cannot know."""
    components = {canonical(part["name"]): part for part in sbom["components"]}
    hashes = {(entry.name, entry.version): entry.hashes for entry in packages}
    read = policy().read
    for name, part in components.items():
        if name in licences and (name in read or not part.get("licenses")):
            part["licenses"] = [{"expression": licences[name], "acknowledgement": "concluded"}]
        if allowed := hashes.get((name, part["version"])):
            part.setdefault("externalReferences", []).append(
                {
                    "type": "distribution",
                    "url": part["purl"],
                    "comment": "the files that requirements.txt allows, for every system",
                    "hashes": [{"alg": "SHA-256", "content": content} for content in sorted(allowed)],
                }
            )
    root = sbom["metadata"]["component"]["bom-ref"]
    asked_for = [components[name]["bom-ref"] for name in direct() if name in components]
    if model and model.is_file():
        sbom["components"].append(_model(model))
        asked_for.append("model")
    sbom["dependencies"] = [entry for entry in sbom["dependencies"] if entry["ref"] != root]
    sbom["dependencies"].append({"ref": root, "dependsOn": sorted(asked_for)})
    sbom["vulnerabilities"] = [
        _vulnerability(advisory, also, entry, components[entry.package]["bom-ref"])
        for entry in advisories.held()
        if entry.package in components
        for advisory, also in entry.advisories.items()
    ]
    return sbom


def _model(model: Path) -> dict[str, Any]:
    return {
        "type": "machine-learning-model",
        "bom-ref": "model",
        "name": model.name,
        "description": "trained here from data/ and bot/content/; made of JSON and arrays",
        "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(model.read_bytes()).hexdigest()}],
    }


def _vulnerability(advisory: str, also: str, entry: advisories.Held, ref: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": also or advisory,
        "source": {"url": advisories.address(advisory, also)},
        "description": entry.what,
        "recommendation": f"Fixed: {entry.fixed}. Held back: {entry.held_by}.",
        "affects": [{"ref": ref}],
        "analysis": {
            "state": "not_affected",
            "justification": _JUSTIFICATION[entry.reach],
            "detail": f"{advisories.REACH[entry.reach]}: {entry.why}",
        },
    }
    if also and advisory != also:
        found["references"] = [{"id": advisory, "source": {"url": advisories.address(advisory, also)}}]
    return found


def main() -> int:
    """Write the list; 1 when the validator refuses it."""
    rules = policy()
    licences = {name: licence for name, (_, licence) in installed(rules).items() if is_allowed(licence, rules.allowed)}
    sbom = completed(listed(sys.executable), locked(), licences, MODEL)
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(sbom, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    valid = subprocess.run([str(TOOL), str(Path(__file__).with_name("validate_sbom.py")), str(OUT)])  # noqa: S603
    if valid.returncode:
        OUT.rename(OUT.with_suffix(".invalid"))
        return 1
    known = len(sbom["vulnerabilities"])
    print(f"{OUT.relative_to(ROOT)}: {len(sbom['components'])} components, {known} known advisories explained, valid")
    return 0


if __name__ == "__main__":
    sys.exit(main())
